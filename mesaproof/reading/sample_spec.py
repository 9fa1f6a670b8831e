"""`sample(FILE)` in words: draws from an unknown law. What reads them is imported where a text has that form."""

from __future__ import annotations

import re
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

from mesaproof.errors import InputError

if TYPE_CHECKING:
    from mesaproof.reading.adapters.sampler_law import Sampled

_TEXT = re.compile(r"\s*sample\s*\((.*)\)\s*", re.DOTALL | re.IGNORECASE | re.ASCII)


def read_sample(text: str) -> Sampled | None:
    """The sample that `sample(FILE)` stands for, FILE being .npy or CSV; None for a text of another form.

    `sample(FILE, bound=2)` says that no coordinate ever exceeds 2 in modulus; the other options are those of
    `dataset(FILE)`. Raises InputError for a file that cannot be read as a sample.

    >>> read_sample("gaussian(sigma=1)") is None
    True
    """
    found = _TEXT.fullmatch(text)
    if found is None:
        return None
    from mesaproof.reading.adapters.sampler_law import sampled
    from mesaproof.reading.adapters.table_options import options_of

    file, options = options_of(found[1])
    if not file:
        raise InputError("sample()", "a file in parentheses", "write sample(FILE)")
    bound = options.pop("bound", None)
    return replace(sampled(file, **options), bound=None if bound is None else _bound(bound))


def _bound(text: str) -> float:
    from mesaproof.reading.exact_text import read_number

    bound = float(read_number(text, "bound"))
    if not (isfinite(bound) and bound > 0):
        raise InputError(f"the bound {text}", "a positive number that no coordinate exceeds in modulus")
    return bound
