"""How a table is to be read, in Python and in the law language: header, columns, and what to do about gaps."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mesaproof.errors import InputError, quoted

Row = Sequence[str]

_DECIMAL = re.compile(r"\s*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*", re.ASCII)
_MISSING = re.compile(
    r"\s*(|[?.*-]+|[-+]?(na|n/a|#n/a|<na>|nan|nat|null|none|nil|missing|inf|infinity|∞)|#(num|value|ref|null)!|#div/0!)\s*",
    re.IGNORECASE,
)
_COMMA = re.compile(r"[+-]?[0-9]{1,3}(?:[.'  ]?[0-9]{3})*,[0-9]*", re.ASCII)

OPTIONS = ("header", "columns", "missing", "bound")
_OPTION = re.compile(
    rf"^(.*),\s*({'|'.join(OPTIONS)})\s*=\s*(\[[^\[\]]*\]|[^,=\[\]]*)$", re.DOTALL | re.ASCII | re.IGNORECASE
)
_ANSWERS: Mapping[str, bool] = {"yes": True, "no": False, "true": True, "false": False}


@dataclass(frozen=True)
class Reading:
    """`header`: whether the first row has names, None to tell by itself; `columns`: by name or number from 1.

    `drop` leaves out rows with a gap, which are refused otherwise.
    """

    header: bool | None = None
    columns: tuple[str | int, ...] | None = None
    drop: bool = False

    @staticmethod
    def of(header: Any = None, columns: Any = None, missing: Any = None) -> Reading:
        """Raises InputError for answers that are none: yes or no, names or numbers, and drop."""
        answer = _ANSWERS.get(str(header).lower())
        if header is not None and answer is None:
            raise InputError(f"header={quoted(str(header))}", "header=yes or header=no")
        if missing is not None and str(missing).lower() != "drop":
            raise InputError(f"missing={quoted(str(missing))}", "missing=drop", "it leaves out every row with a gap")
        return Reading(answer, _columns(columns), missing is not None)

    def places(self, width: int, names: Row | None, shown: str) -> list[int]:
        """The columns asked for, from 0; raises InputError for one that is not there or there twice."""
        found = [self._place(column, width, names, shown) for column in self.columns or range(1, width + 1)]
        if len(set(found)) < len(found):
            raise InputError(f"columns of {shown} that are asked for twice", "each column once")
        return found

    def _place(self, column: str | int, width: int, names: Row | None, shown: str) -> int:
        if isinstance(column, int):
            if 1 <= column <= width:
                return column - 1
            raise InputError(f"column {column} of {shown}", f"a number from 1 to {width}")
        places = [k for k, name in enumerate(names or ()) if name == column]
        if len(places) != 1:
            known = f"one of {', '.join(map(quoted, names))}, once" if names else "a number: there are no names"
            raise InputError(f"the column {quoted(column)} of {shown}", known)
        return places[0]


AS_WRITTEN = Reading()


def _columns(given: Any) -> tuple[str | int, ...] | None:
    if given is None:
        return None
    items = given if isinstance(given, (list, tuple)) else [given]
    if not items or not all(isinstance(one, (str, int)) and not isinstance(one, bool) for one in items):
        raise InputError(f"columns={quoted(str(given))}", "names, or numbers from 1, in a list")
    return tuple(items)


def options_of(text: str) -> tuple[str, dict[str, Any]]:
    """The file and the options of `FILE, header=no, columns=[2, 3], missing=drop`.

    >>> options_of("a.csv, columns=[2, x], header=yes")
    ('a.csv', {'columns': [2, 'x'], 'header': 'yes'})
    """
    found: dict[str, Any] = {}
    while match := _OPTION.match(text.rstrip()):
        text, key, value = match[1], match[2].lower(), match[3].strip()
        if key in found:
            raise InputError(f"the option {key} twice", "each option once")
        found = {key: _listed(value) if key == "columns" else value} | found
    return text.strip(), found


def _listed(value: str) -> list[str | int]:
    items = [item.strip().strip("\"'") for item in value.strip("[]").split(",")]
    return [int(item) if item.isdecimal() and item.isascii() else item for item in items if item]


def is_decimal(cell: str) -> bool:
    return _DECIMAL.fullmatch(cell) is not None


def is_missing(cell: str) -> bool:
    """Whether it stands for no number, or for none that is finite."""
    return _MISSING.fullmatch(cell) is not None


def no_number(cell: str, where: str, first: bool = False) -> InputError:
    """The error for a cell that is no finite decimal number, with what it may have been meant as.

    `where` names its place, as in "in row 2"; `first` says that it may be a name.
    """
    names = ["header=yes reads the first row as names"] if first else []
    if is_missing(cell):
        hint = "; ".join(["missing=drop leaves out the rows with such entries", *names])
        return InputError(f"{quoted(cell)} {where}, which is missing or not finite", "a finite decimal number", hint)
    meant = ["decimals are written with a point"] if _COMMA.fullmatch(cell) else []
    if not meant and len(cell.split()) > 1:
        meant = ["cells are separated by commas, semicolons or tabs"]
    return InputError(f"{quoted(cell)} {where}", "a finite decimal number", "; ".join([*meant, *names]))
