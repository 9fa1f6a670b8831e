"""Rows of numbers out of a CSV file: what is certain is read, all else refused with the option that settles it.

A first row of names is a header, and an unnamed first column that counts 0, 1, 2, … the index that pandas writes. A row
that may be either, numbers that may be names, and a column that may be an index are asked about.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice, pairwise
from pathlib import Path

from mesaproof.errors import InputError, quoted
from mesaproof.reading.adapters.table_options import AS_WRITTEN, Reading, Row, is_decimal, is_missing

MARKS = (";", "\t", ",")
LOOKED_AT = 10
"""Lines by which the mark between cells is told."""

INDEX_NAMES = ("index", "unnamed: 0", "id", "idx", "row", "level_0", "rownames")
LEAST_INDEX = 3
"""A first column without a name that counts through fewer rows is not taken for an index."""

_WHOLE = re.compile(r"[+-]?[0-9]+", re.ASCII)
_NAME = re.compile(r"[^\W\d].*", re.DOTALL)
_COMMENT = re.compile(r"#(?!N/A|NUM!|VALUE!|REF!|DIV/0!|NAME\?|NULL!)", re.IGNORECASE)
_TRUTH = ("true", "false")
_CODINGS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}

ASKED = "header=no reads it as numbers, header=yes as names"


def text_rows(path: Path, shown: str, reading: Reading = AS_WRITTEN) -> Iterator[Row]:
    """The rows of a file as text, in the order of its lines; raises InputError where what they are cannot be told."""
    try:
        with path.open("rb") as raw:
            start = raw.read(3)
        coding = next((name for mark, name in _CODINGS.items() if start.startswith(mark)), "utf-8")
        with path.open(encoding=coding, newline="") as file:
            yield from _read(_lines(file), shown, reading)
    except UnicodeError as error:
        hint = "save it as UTF-8" if coding == "utf-8" else f"it begins with the mark of {coding}"
        raise InputError(f"{shown}, which is no text in {coding}", "a .npy or CSV file in UTF-8", hint) from error
    except csv.Error as error:
        raise InputError(shown, "a CSV file in UTF-8", str(error)) from error


def _lines(file: Iterator[str]) -> Iterator[str]:
    """Without comments, that is lines that begin with #."""
    return (line for line in file if not _COMMENT.match(line.lstrip()))


def _read(lines: Iterator[str], shown: str, reading: Reading) -> Iterator[Row]:
    first = list(islice(lines, LOOKED_AT))
    seen = [line for line in first if line.strip()]
    if any("\0" in line for line in seen):
        raise InputError(f"{shown} with zero bytes", "text in UTF-8, or in UTF-16 with its mark", "save it as UTF-8")
    mark = next((mark for mark in MARKS if seen and all(mark in line for line in seen)), ",")
    rows = (
        [cell.strip() for cell in row]
        for row in csv.reader(chain(first, lines), delimiter=mark, strict=True)
        if any(cell.strip() for cell in row)
    )
    top = next(rows, None)
    if top is None:
        return
    names = _names(top, shown, reading)
    yield from _chosen(rows if names is not None else chain([top], rows), names, shown, reading)


def _names(top: Row, shown: str, reading: Reading) -> Row | None:
    """The first row as names; None where it is a row of numbers. Raises InputError where it may be either."""
    by_name = any(isinstance(column, str) for column in reading.columns or ())
    if reading.header is not None or by_name:
        return top if reading.header is not False else None
    if any(map(is_decimal, top)) and not (len(top) > 1 and not top[0]):
        return None
    if reading.drop and all(map(is_missing, top)):
        return None
    names = top[1:] if len(top) > 1 and not top[0] else top
    if all(_NAME.fullmatch(cell) and not is_missing(cell) and cell.lower() not in _TRUTH for cell in names):
        return top
    row = quoted(", ".join(cell or "nothing" for cell in top))
    hint = f"{ASKED}; missing=drop leaves out rows with gaps; decimals are written with a point"
    raise InputError(f"{row} in row 1 of {shown}, which may be a header or data", "numbers, or names of columns", hint)


def _chosen(rows: Iterator[Row], names: Row | None, shown: str, reading: Reading) -> Iterator[Row]:
    """The columns asked for, or all but an index that is one for certain; the rest is watched."""
    if reading.columns is not None:
        if names is None:
            first = next(rows, None)
            if first is None:
                return
            rows, width = chain([first], rows), len(first)
        else:
            width = len(names)
        places = reading.places(width, names, shown)
        yield from _picked(rows, places, width, shown)
    elif names is not None and len(names) > 1 and not names[0]:
        yield from _without_index(rows, len(names), shown)
    else:
        yield from _watched(rows, names, shown, reading)


def _picked(rows: Iterator[Row], places: Sequence[int], width: int, shown: str) -> Iterator[Row]:
    for k, row in enumerate(rows, start=1):
        if len(row) != width:
            raise InputError(f"{len(row)} entries in row {k} of {shown}", f"{width} as before")
        yield [row[place] for place in places]


def _without_index(rows: Iterator[Row], width: int, shown: str) -> Iterator[Row]:
    """Rows without an unnamed first column, which has to count the rows."""
    start = None
    for k, row in enumerate(rows):
        start = row[0] if start is None else start
        if start not in ("0", "1") or row[0] != str(int(start) + k):
            raise InputError(
                f"{quoted(row[0])} in row {k + 1} of a first column without a name, in {shown}",
                "an index that counts 0, 1, 2, … or a name",
                _which(width),
            )
        yield row[1:]


def _which(width: int) -> str:
    without, whole = (f"[{', '.join(map(str, range(first, width + 1)))}]" for first in (2, 1))
    return f"columns={without} leaves it out, columns={whole} keeps it"


def _watched(rows: Iterator[Row], names: Row | None, shown: str, reading: Reading) -> Iterator[Row]:
    """All rows; raises InputError at the end where the first was rather a header, or the first column an index."""
    first, count, again, whole, counts = None, 0, False, False, True
    for count, row in enumerate(rows, start=1):
        if first is None:
            first = row
        else:
            again, whole = again or row == first, whole or _whole(row, reading)
        counts = counts and len(row) > 1 and first[0] in ("0", "1") and row[0] == str(int(first[0]) + count - 1)
        yield row
    if first is None:
        return
    if names is None and reading.header is None and count > 1 and _like_names(first, again, whole):
        row = quoted(", ".join(first))
        raise InputError(
            f"{row} in row 1 of {shown}, which may be names or numbers", "a header of words, or none", ASKED
        )
    unnamed = names is None and count >= LEAST_INDEX
    if counts and count > 1 and (unnamed or (names is not None and names[0].lower() in INDEX_NAMES)):
        raise InputError(
            f"a first column of {shown} that counts its {count} rows, as an index does",
            "coordinates",
            _which(len(first)),
        )


def _whole(row: Row, reading: Reading) -> bool:
    """Whether a row is of whole numbers, or has a cell that is refused whatever the first row is."""
    read = all(is_decimal(cell) or (reading.drop and is_missing(cell)) for cell in row)
    return not read or all(map(_WHOLE.fullmatch, row))


def _like_names(first: Row, again: bool, whole: bool) -> bool:
    """Whether a first row of numbers looks like names: whole, increasing, and unlike all other rows."""
    if not all(map(_WHOLE.fullmatch, first)):
        return False
    values = [int(cell) for cell in first]
    if len(values) == 1:
        return values == [0] and not whole
    increasing = all(a < b for a, b in pairwise(values))
    return increasing and (not whole or (values == [*range(len(values))] and not again))
