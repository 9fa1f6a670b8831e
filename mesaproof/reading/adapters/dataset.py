"""A dataset, an array, .npy or CSV, as the law of a row drawn at random: exact, as the numbers are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from mesaproof.errors import PATH_LENGTH, InputError, printable, quoted
from mesaproof.reading.adapters.array_file import array_of, is_array_file
from mesaproof.reading.adapters.numbers import decimal_parts
from mesaproof.reading.adapters.packed_decimals import PackedDecimals, common_denominator
from mesaproof.reading.adapters.table_options import Reading, Row, is_decimal, is_missing, no_number
from mesaproof.reading.adapters.text_table import text_rows
from symbolic.laws import Atoms
from symbolic.laws.empirical import Empirical

MOST_BYTES = 200_000_000
MOST_COLUMNS = 30
MOST_ATOMS = 256
"""A dataset with at most so many distinct rows is a table of atoms."""

CHUNK = 10_000

MOST_ENTRIES = 5_000_000
"""Ten bytes or so each, as they are kept, and some microseconds to read."""

LARGEST_INTEGER = 2**53

Read = TypeVar("Read")


def empirical(
    source: Any, name: str = "", *, header: Any = None, columns: Any = None, missing: Any = None
) -> Atoms | Empirical:
    """The empirical law of a path (.npy, else CSV with commas, semicolons or tabs), or of an array `(N, d)`.

    A float is the decimal that NumPy prints. An array with one dimension is one column. A first row of names is a
    header, and an unnamed first column that counts the rows is left out as their index; what may be either is asked
    about. `header` is True or False, `columns` lists names or numbers from 1, and `missing="drop"` leaves out rows with
    gaps. Raises InputError for a file that cannot be read, more than 5 000 000 entries or 30 columns, ragged rows,
    masked entries, and entries that are not real and finite, each by its place.

    >>> empirical([[0.5, 1], [-0.5, 3]]).moment((1, 1))
    Fraction(-1, 2)
    """
    reading = Reading.of(header, columns, missing)
    if isinstance(source, (str, Path)):
        path = Path(source)
        return _law(_of_file(path, reading), name or f"dataset({printable(str(path))})")
    return _law(_of_array(array_of_numbers(source), reading, MOST_ENTRIES), name or "dataset")


def _law(rows: Iterator[Row], name: str) -> Atoms | Empirical:
    parts = _parsed(rows, name)
    if not parts:
        raise InputError(f"{quoted(name, PATH_LENGTH)} without a row", "at least one row of numbers")
    columns, denominator = common_denominator(parts, name)
    distinct: Counter[tuple[int, ...]] = Counter()
    for row in zip(*columns, strict=True):
        distinct[row] += 1
        if len(distinct) > MOST_ATOMS:
            return Empirical(columns, denominator, name)
    return _table(distinct, denominator, name)


def _table(counts: Counter[tuple[int, ...]], denominator: int, name: str) -> Atoms:
    total = counts.total()
    points = [[Fraction(x, denominator) for x in row] for row in counts]
    return Atoms.of(points, [Fraction(n, total) for n in counts.values()], name=name)


def _parsed(rows: Iterator[Row], name: str) -> list[PackedDecimals]:
    """The columns, packed as they are read."""
    found: list[PackedDecimals] = []
    shown = quoted(name, PATH_LENGTH)
    for k, row in enumerate(rows, start=1):
        if not found:
            _require_columns(len(row), name)
            found = [PackedDecimals() for _ in row]
        if k * len(found) > MOST_ENTRIES:
            raise too_many(shown, MOST_ENTRIES)
        if len(row) != len(found):
            raise InputError(f"{len(row)} entries in row {k} of {shown}", f"{len(found)} as before")
        for j, cell in enumerate(row):
            where = f"row {k}, column {j + 1} of {shown}"
            if not is_decimal(cell):
                raise no_number(cell, f"as {where}", k == 1)
            found[j].add(*decimal_parts(cell, where))
    return found


def _require_columns(count: int, name: str) -> None:
    if not 1 <= count <= MOST_COLUMNS:
        raise InputError(
            f"{count} columns in {quoted(name, PATH_LENGTH)}", f"at most {MOST_COLUMNS}", "one column a coordinate"
        )


def too_many(shown: str, most: int) -> InputError:
    return InputError(
        f"more than {most} entries in {shown}", f"at most {most}, rows times columns", "take a part of the rows"
    )


def _of_file(path: Path, reading: Reading) -> Iterator[Row]:
    return _read(path, lambda path, shown: _rows(path, shown, reading))


def _rows(path: Path, shown: str, reading: Reading) -> Iterator[Row]:
    if is_array_file(path):
        return _of_array(array_of(path, shown, MOST_ENTRIES), reading, MOST_ENTRIES)
    return _complete(text_rows(path, shown, reading), reading)


def _complete(rows: Iterator[Row], reading: Reading) -> Iterator[Row]:
    """Rows without gaps, where gaps are to be left out."""
    return (row for row in rows if not (reading.drop and any(map(is_missing, row))))


def _read(path: Path, reader: Callable[[Path, str], Read]) -> Read:
    """What a reader makes of a file, given what the file is called in an error."""
    shown = f"the file {quoted(str(path), PATH_LENGTH)}"
    try:
        if not path.is_file():
            raise InputError(shown, "a .npy or CSV file that can be read", "there is no such file")
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"{shown} of more than {MOST_BYTES // 10**6} MB", "a smaller file")
        return reader(path, shown)
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(shown, "a .npy or CSV file that can be read", _reason(error)) from error


def _reason(error: Exception) -> str:
    reason = (error.strerror if isinstance(error, OSError) else str(error)) or type(error).__name__
    return " ".join(reason.split())


def array_of_numbers(source: Any) -> Any:
    """An array, its mask kept, of what has one; raises InputError for what NumPy would read otherwise than written."""
    if not hasattr(source, "__array__"):
        find = next((name for name in ("to_numpy", "to_pandas") if callable(getattr(source, name, None))), None)
        source = source if find is None else getattr(source, find)()
    if isinstance(source, (list, tuple)):
        _require_as_written(source)
    try:
        masked = isinstance(source, np.ma.MaskedArray) or (
            isinstance(source, (list, tuple)) and any(isinstance(row, np.ma.MaskedArray) for row in source)
        )
        return np.ma.array(source) if masked else np.asarray(source)
    except (ValueError, TypeError) as error:
        raise InputError("rows of different lengths or kinds", "an array (N, d) of numbers", str(error)) from error


def _require_as_written(source: Any) -> None:
    """Truth values beside numbers, and integers beyond the precision of floats, would be changed without a word."""
    for entry in _entries(source):
        if entry is np.ma.masked:
            raise InputError("a masked entry", "complete rows", "leave such rows out")
        if isinstance(entry, (bool, np.bool_)):
            raise InputError(f"{entry} as an entry", "numbers", "write 0 and 1")
        if isinstance(entry, int) and abs(entry) > LARGEST_INTEGER:
            hint = 'give a table of exact numbers: {"atoms": [[…]], "weights": […]}'
            raise InputError(f"the integer {entry} as an entry", f"integers up to {LARGEST_INTEGER}", hint)


def _entries(source: Any) -> Iterator[Any]:
    for one in source:
        if isinstance(one, (list, tuple)):
            yield from _entries(one)
        else:
            yield one


def complete_array(array: Any, reading: Reading, most: int) -> Any:
    """The rows and columns asked for, `(N, d)`; raises InputError for entries that are masked or no numbers."""
    if array.ndim not in (1, 2):
        raise InputError(
            f"an array of shape {array.shape}, with {array.ndim} dimensions", "an array (N, d), or (N,) for d = 1"
        )
    if array.size > most:
        raise too_many("an array", most)
    if array.dtype.kind not in "iuf":
        kind = f"{'complex ' if array.dtype.kind == 'c' else ''}entries of the kind {array.dtype}"
        raise InputError(f"an array with {kind}", "real numbers", "integers or floats")
    if reading.header is not None:
        raise InputError("header= with an array", "a CSV file", "an array has no names")
    rows = array[:, None] if array.ndim == 1 else array
    if reading.columns is not None:
        rows = rows[:, reading.places(rows.shape[1], None, "an array")]
    gaps = np.ma.getmaskarray(rows)
    if gaps.any() and not reading.drop:
        place = "row {}, column {}".format(*(np.argwhere(gaps)[0] + 1))
        raise InputError(
            f"a masked entry in {place} of an array", "complete rows", 'missing="drop" leaves out such rows'
        )
    rows = np.ma.getdata(rows)
    return rows[~(gaps | ~np.isfinite(rows)).any(axis=1)] if reading.drop else rows


def _of_array(array: Any, reading: Reading, most: int) -> Iterator[Row]:
    """Rows as text, `CHUNK` rows at a time: NumPy's shortest decimals."""
    rows = complete_array(array, reading, most)
    return (row for start in range(0, len(rows), CHUNK) for row in rows[start : start + CHUNK].astype("U").tolist())


def sample_of_file(path: Path, reading: Reading, most: int) -> Any:
    """What a file holds for a sample: an array `(N, d)`, or the rows of text, read as they are asked for."""

    def read(path: Path, shown: str) -> Any:
        if is_array_file(path):
            return complete_array(array_of(path, shown, most), reading, most)
        return _complete(text_rows(path, shown, reading), reading)

    return _read(path, read)
