"""Parameter files: the blocks of a model as exact numbers in JSON."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from mesaproof.errors import PATH_LENGTH, InputError, quoted
from mesaproof.output.json_text import SCHEMA
from mesaproof.reading.exact_text import read_object, read_rows

Block = tuple[tuple[Fraction, ...], ...]


def read_parameters(path: str | Path, d: int, blocks: Sequence[str]) -> dict[str, Block]:
    """Every block of a parameter file by name, each `d × d`; a block missing in the file is zero.

    The keys are the names of the blocks; a value is a list of d rows of d numbers, written as JSON numbers (read
    exactly) or as strings such as "1/2". What `gradient --json` prints is such a file. Raises InputError.
    """
    if d < 1:
        raise InputError(f"d = {d}", "a dimension d >= 1")
    given = read_object(path, (*blocks, "schema"))
    if given.get("schema", str(SCHEMA)) != str(SCHEMA):
        raise InputError(f"another schema in {quoted(str(path), PATH_LENGTH)}", f'"schema": {SCHEMA}, or none')
    zero = ((Fraction(0),) * d,) * d
    return {name: _square(read_rows(given[name], name), name, d, path) if name in given else zero for name in blocks}


def _square(rows: Block, name: str, d: int, path: str | Path) -> Block:
    place = f"{name} in {quoted(str(path), PATH_LENGTH)}"
    if len(rows) != d:
        raise InputError(f"{len(rows)} rows in {place}", f"{d} rows of {d} numbers, since d = {d}")
    for k, row in enumerate(rows):
        if len(row) != d:
            raise InputError(f"{len(row)} numbers in row {k} of {place}", f"{d} numbers, since d = {d}")
    return rows
