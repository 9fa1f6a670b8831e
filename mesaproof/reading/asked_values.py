"""Values that a paper asks for by name, where there is no setting that has all of them: read exactly, not yet checked.

The form is that of `values_file`; what may be left out is the paper's affair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mesaproof.errors import PATH_LENGTH, InputError, ModelError, quoted
from mesaproof.reading.exact_text import described, read_rows, unknown_name
from mesaproof.reading.law_spec import law_at
from mesaproof.reading.values_file import entries_of, read_scalar, read_size, spelled
from symbolic.setting import Values, WrongValues
from symbolic.setting.point import check_covariance


def read_asked(given: str | Path | Mapping[str, Any], asked: Mapping[str, Sequence[str]]) -> Values:
    """Values under the names that are asked for, by part; laws are taken at the size d.

    Raises InputError for unknown parts and names, numbers and laws that cannot be read, a covariance that is not
    symmetric or not positive semidefinite, and rows of different lengths.
    """
    entries = entries_of(given)
    for part in entries:
        if part not in asked:
            raise unknown_name(f"the key {quoted(part)} of the values", part, list(asked), "one of the keys")
    parts = {part: _named(entries.get(part, {}), part, names) for part, names in asked.items()}
    sizes = {name: read_size(entry, f"{name} in sizes") for name, entry in parts["sizes"].items()}
    scalars = {name: read_scalar(entry, f"{name} in scalars") for name, entry in parts["scalars"].items()}
    matrices, covariances = (
        {name: _rows(entry, f"{name} in {part}") for name, entry in parts[part].items()}
        for part in ("matrices", "covariances")
    )
    try:
        for name, rows in covariances.items():
            check_covariance(name, rows)
    except WrongValues as error:
        place = "the values" if isinstance(given, Mapping) else quoted(str(given), PATH_LENGTH)
        raise ModelError(place, str(error)) from error
    laws = {name: _law(entry, f"{name} in laws", sizes) for name, entry in parts["laws"].items()}
    return Values(sizes, covariances, scalars, matrices, laws)


def _named(part: object, key: str, names: Sequence[str]) -> dict[str, object]:
    if not isinstance(part, Mapping):
        raise InputError(f"{described(part)} as {key}", "an object with values by name")
    known = {spelled(name): name for name in names}
    found: dict[str, object] = {}
    for name, entry in part.items():
        if spelled(name) not in known:
            raise unknown_name(f"{quoted(name)} in {key}", name, names, "one of")
        if (own := known[spelled(name)]) in found:
            raise InputError(f"{quoted(name)} in {key}, which is given twice", f"one value for {own}")
        found[own] = entry
    return found


def _rows(entry: object, where: str) -> Any:
    rows = read_rows(entry, where)
    if not rows or len({len(row) for row in rows}) > 1 or not rows[0]:
        raise InputError(f"{where} with {len(rows)} rows", "rows of equal length, one or more")
    return rows


def _law(entry: object, where: str, sizes: Mapping[str, int]) -> Any:
    if not isinstance(entry, str):
        raise InputError(f"{described(entry)} as {where}", "a law in quotes, such as gaussian")
    if sizes.get("d", 0) < 1:
        raise InputError(f"{where} without a size d >= 1", "d among the sizes")
    return law_at(entry, sizes["d"])
