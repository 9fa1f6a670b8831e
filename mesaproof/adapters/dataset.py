"""A dataset, an array, .npy or CSV, as the law of a row drawn at random: exact, as the numbers are written."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from mesaproof.adapters.numbers import decimal_parts
from mesaproof.errors import PATH_LENGTH, InputError, printable, quoted
from symbolic.empirical import Empirical
from symbolic.laws import Atoms

MOST_BYTES = 200_000_000
MOST_COLUMNS = 30
MOST_ATOMS = 256
"""A dataset with at most so many distinct rows is a table of atoms."""

CHUNK = 10_000

Row = Sequence[str]
Read = TypeVar("Read")


def empirical(source: Any, name: str = "") -> Atoms | Empirical:
    """The empirical law of a path (.npy, else CSV with commas, semicolons or tabs), or of an array `(N, d)`.

    A float is the decimal that NumPy prints. A first line of a CSV file without any number is a header. An array with
    one dimension is one column. Raises InputError for a file that cannot be read, more than 200 MB or 30 columns,
    ragged rows, and entries that are not real and finite, each by its place.

    >>> empirical([[0.5, 1], [-0.5, 3]]).moment((1, 1))
    Fraction(-1, 2)
    """
    if isinstance(source, (str, Path)):
        path = Path(source)
        return _law(_of_file(path), name or f"dataset({printable(str(path))})")
    return _law(_of_array(_array(source)), name or "dataset")


def _law(rows: Iterator[Row], name: str) -> Atoms | Empirical:
    numerators, exponents = _parsed(rows, name)
    if not numerators:
        raise InputError(f"{quoted(name, PATH_LENGTH)} without a row", "at least one row of numbers")
    least = min(map(min, exponents))
    least = min(least, 0)
    columns = tuple(
        tuple(n * 10 ** (e - least) for n, e in zip(column, powers, strict=True))
        for column, powers in zip(numerators, exponents, strict=True)
    )
    distinct = Counter(zip(*columns, strict=True))
    return _table(distinct, 10**-least, name) if len(distinct) <= MOST_ATOMS else Empirical(columns, 10**-least, name)


def _table(counts: Counter[tuple[int, ...]], denominator: int, name: str) -> Atoms:
    total = counts.total()
    points = [[Fraction(x, denominator) for x in row] for row in counts]
    return Atoms.of(points, [Fraction(n, total) for n in counts.values()], name=name)


def _parsed(rows: Iterator[Row], name: str) -> tuple[list[list[int]], list[list[int]]]:
    """Columns of integers and of exponents of ten."""
    numerators: list[list[int]] = []
    exponents: list[list[int]] = []
    for k, row in enumerate(rows, start=1):
        if not numerators:
            _require_columns(len(row), name)
            numerators, exponents = [[] for _ in row], [[] for _ in row]
        if len(row) != len(numerators):
            raise InputError(
                f"{len(row)} entries in row {k} of {quoted(name, PATH_LENGTH)}", f"{len(numerators)} as before"
            )
        for j, cell in enumerate(row):
            numerator, exponent = decimal_parts(cell, f"row {k}, column {j + 1} of {quoted(name, PATH_LENGTH)}")
            numerators[j].append(numerator)
            exponents[j].append(exponent)
    return numerators, exponents


def _require_columns(count: int, name: str) -> None:
    if not 1 <= count <= MOST_COLUMNS:
        raise InputError(
            f"{count} columns in {quoted(name, PATH_LENGTH)}", f"at most {MOST_COLUMNS}", "one column a coordinate"
        )


def _of_file(path: Path) -> Iterator[Row]:
    return _read(
        path, lambda path, shown: _of_array(_loaded(path, shown)) if path.suffix == ".npy" else _of_csv(path, shown)
    )


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


def _loaded(path: Path, shown: str) -> Any:
    import numpy as np

    expected = "an array in NumPy's format, without Python objects"
    try:
        found = np.load(path, allow_pickle=False)
    except Exception as error:  # NumPy parses the header as Python text: whatever that raises comes out
        raise InputError(shown, expected, _reason(error)) from error
    if isinstance(found, np.ndarray):
        return found
    found.close()
    raise InputError(shown, expected, "it is an archive of several arrays")


def _reason(error: Exception) -> str:
    reason = (error.strerror if isinstance(error, OSError) else str(error)) or type(error).__name__
    return " ".join(reason.split())


def _of_csv(path: Path, shown: str) -> Iterator[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            mark = next((mark for mark in (";", "\t") if mark in first), ",")
            rows = (row for row in csv.reader(file, delimiter=mark) if any(cell.strip() for cell in row))
            yield from _without_header(rows)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(shown, "a CSV file in UTF-8 that can be read", _reason(error)) from error


def _without_header(rows: Iterable[Row]) -> Iterator[Row]:
    for k, row in enumerate(rows):
        if k or any(_is_number(cell) for cell in row):
            yield row


def _is_number(cell: str) -> bool:
    """NaN and infinities count, so that a first line which holds one is not taken for a header."""
    try:
        complex(cell.replace(" ", ""))
    except ValueError:
        return False
    return True


def _array(source: Any) -> Any:
    import numpy as np

    try:
        return np.asarray(source)
    except (ValueError, TypeError) as error:
        raise InputError("rows of different lengths or kinds", "an array (N, d) of numbers", str(error)) from error


def _of_array(array: Any) -> Iterator[Row]:
    """Rows as text, `CHUNK` rows at a time: NumPy's shortest decimals."""
    if array.ndim not in (1, 2):
        raise InputError(f"an array with {array.ndim} dimensions", "an array (N, d), or (N,) for d = 1")
    if array.dtype.kind not in "iuf":
        kind = "complex entries" if array.dtype.kind == "c" else f"entries of the kind {array.dtype}"
        raise InputError(f"an array with {kind}", "real numbers", "integers or floats")
    rows = array[:, None] if array.ndim == 1 else array
    return (row for start in range(0, len(rows), CHUNK) for row in rows[start : start + CHUNK].astype("U").tolist())


def sample_rows(path: Path) -> Iterable[Row]:
    """The rows of a file, as text, read as they are asked for."""
    return _of_file(path)


def array_of_file(path: Path) -> Any:
    """The array of a .npy file; raises InputError as `empirical` does."""
    return _read(path, _loaded)
