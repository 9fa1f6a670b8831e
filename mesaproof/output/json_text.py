"""JSON that every reader parses: records say which form they have; a number that is not finite is null."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any

SCHEMA = 1
"""The form of all records that a command prints or writes: it grows when a key goes away or changes its meaning."""


def json_text(record: Mapping[str, Any], *, ascii_only: bool = False) -> str:
    """A record as indented JSON, its `schema` first; infinite numbers and NaN are null, no more than ASCII if wanted.

    >>> print(json_text({"exact": "exp(1200)", "float": float("inf")}))
    {
      "schema": 1,
      "exact": "exp(1200)",
      "float": null
    }
    """
    return json.dumps({"schema": SCHEMA} | finite(record), indent=2, ensure_ascii=ascii_only, allow_nan=False)


def finite(record: Any) -> Any:
    """The record with null in the place of every float that is infinite or NaN.

    >>> finite([1.5, float("nan"), (float("inf"), "text")])
    [1.5, None, [None, 'text']]
    """
    if isinstance(record, Mapping):
        return {key: finite(value) for key, value in record.items()}
    if isinstance(record, (list, tuple)):
        return [finite(value) for value in record]
    return None if isinstance(record, float) and not isfinite(record) else record
