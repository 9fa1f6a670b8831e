"""Values for a setting, from a JSON file or from Python: read exactly, and checked against the setting.

    {"sizes": {"d": 2, "N": 3}, "covariances": {"Λ": [["2", "1/2"], ["1/2", "1"]]}, "scalars": {"sigma": 0.1},
     "matrices": {"U": [[1, 0], [0, 1]]}, "laws": {"x": "gaussian"}, "parameters": {"W_11": [[1, 0], [0, 1]]}}

Numbers are JSON numbers, read exactly, or strings such as "1/2". A Greek name may be in ASCII: `Lambda` for `Λ`. A
vector may be a list of numbers, a scalar a number. A parameter is given whole or by block; what is missing is zero. For
a complex one these are the real parts, and the imaginary parts are given in the same way under the key `imaginary`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import Any

from mesaproof.errors import PATH_LENGTH, InputError, ModelError, quoted
from mesaproof.reading.exact_text import described, read_number, read_object, read_rows, unknown_name
from mesaproof.reading.law_spec import law_at
from mesaproof.reading.sizes import number
from mesaproof.terminal.spelling import in_ascii
from symbolic.setting import Family, Orbit, Parameter, Setting, Values, WrongValues
from symbolic.setting.affine import Affine
from symbolic.setting.point import Matrix, check_values
from symbolic.setting.randomness import AnyLawDraw, IIDDraw

KEYS = ("sizes", "covariances", "scalars", "matrices", "laws", "parameters", "imaginary")
LARGEST_SIZE = 10**12

Shape = tuple[Affine, Affine]
ONE = Affine((), 1)


def read_values(given: str | Path | Mapping[str, Any] | Values, setting: Setting, family: Family | None) -> Values:
    """The values of a file, or of a mapping of the same form; letters of the family are among them.

    Raises InputError that names the entry at fault: unknown and missing names, shapes, numbers, laws, and covariances
    that are not symmetric or not positive semidefinite.
    """
    place = "the values" if isinstance(given, (Mapping, Values)) else quoted(str(given), PATH_LENGTH)
    try:
        values = given if isinstance(given, Values) else _Reader(entries_of(given), setting, family).values()
        check(setting, family, values)
    except WrongValues as error:
        raise ModelError(place, str(error)) from error
    return values


def check(setting: Setting, family: Family | None, values: Values) -> None:
    """Raise WrongValues unless everything that the setting and the family leave open has a value that fits."""
    scalars, letters = _left_open(setting, family)
    own = Values(
        values.sizes,
        values.covariances,
        {name: x for name, x in values.scalars.items() if name not in scalars},
        {name: x for name, x in values.matrices.items() if name not in letters},
        values.laws,
        values.parameters,
        {name: x for name, x in values.imaginary.items() if name not in letters},
    )
    check_values(setting, own)
    if family is not None and (own.parameters or own.imaginary):
        raise WrongValues("parameters are given by the family: leave out either the family or the parameters")
    for name in (*scalars, *letters):
        if name not in values.scalars and name not in values.matrices and name not in values.imaginary:
            raise WrongValues(f"a value is missing for {name}, a letter of the family")
    for name, letter in letters.items():
        rows, columns = (values.dimension(axis) for axis in letter.blocks[name])
        if not letter.complex_ and name in values.imaginary:
            raise WrongValues(f"the letter {name} of the family is real, and has an imaginary part here")
        for given in (values.matrices.get(name), values.imaginary.get(name)):
            if given is not None and (len(given) != rows or {len(row) for row in given} != {columns}):
                raise WrongValues(f"the letter {name} of the family is {rows} x {columns} here")


def _left_open(setting: Setting, family: Family | None) -> tuple[list[str], dict[str, Parameter]]:
    """Scalars and matrices of a family that the setting does not have."""
    if family is None:
        return [], {}
    letters = {name: letter for name, letter in family.letters.items() if name not in setting.given}
    return [name for name in family.scalars if name not in setting.scalars], letters


def entries_of(given: str | Path | Mapping[str, Any]) -> dict[str, object]:
    """The entries of a file or a mapping, numbers as text."""
    if not isinstance(given, Mapping):
        return read_object(given, KEYS)
    for key in given:
        if key not in KEYS:
            raise unknown_name(f"the key {key!r} of the values", str(key), KEYS, "one of the keys")
    return {key: _textual(entry, key) for key, entry in given.items()}


def _textual(entry: Any, where: str) -> object:
    if isinstance(entry, str):
        return entry
    if isinstance(entry, Mapping):
        return {str(key): _textual(value, f"{where} {key}") for key, value in entry.items()}
    if hasattr(entry, "__iter__"):
        return [_textual(value, where) for value in entry]
    return str(number(entry, where))


class _Reader:
    """Reads every part of the values of one setting."""

    def __init__(self, entries: Mapping[str, object], setting: Setting, family: Family | None) -> None:
        self.entries, self.setting, self.family = entries, setting, family
        self.sizes = self._sizes()

    def values(self) -> Values:
        scalars, letters = _left_open(self.setting, self.family)
        given = {**self.setting.given, **letters}
        shapes = {name: matrix.blocks[name] for name, matrix in given.items()}
        covariances = {name: (axis, axis) for name, axis in self.setting.covariances.items()}
        return Values(
            self.sizes,
            self._matrices("covariances", covariances),
            self._each("scalars", [*self.setting.scalars, *scalars], read_scalar),
            self._matrices("matrices", shapes),
            self._laws(),
            self._parameters("parameters", self.setting.parameters),
            self._imaginary(),
        )

    def _imaginary(self) -> dict[str, Matrix]:
        """Imaginary parts of parameters, or on a family of its letters."""
        _, letters = _left_open(self.setting, self.family)
        if self.family is None or not letters:
            return self._parameters("imaginary", [p for p in self.setting.parameters if p.complex_])
        return self._matrices("imaginary", {name: letter.blocks[name] for name, letter in letters.items()})

    def _part(self, key: str, known: list[str]) -> dict[str, tuple[object, str]]:
        """Entries of a part by their names in the setting, each with its place."""
        part = self.entries.get(key, {})
        if not isinstance(part, dict):
            raise InputError(f"{described(part)} as {key}", "an object with values by name")
        names = {spelled(name): name for name in known}
        found: dict[str, tuple[object, str]] = {}
        for name, entry in part.items():
            own = str(name) if name in known else names.get(spelled(name), str(name))
            if own in found:
                raise InputError(f"{quoted(name)} in {key}, which is given twice", f"one value for {own}")
            found[own] = (entry, f"{own} in {key}")
        return found

    def _each(self, key: str, known: list[str], read: Callable[[object, str], Any]) -> dict[str, Any]:
        return {name: read(entry, where) for name, (entry, where) in self._part(key, known).items()}

    def _sizes(self) -> dict[str, int]:
        known = [size.name for size in self.setting.sizes]
        found = self._each("sizes", known, read_size)
        if missing := [name for name in known if name not in found]:
            raise WrongValues(f"a value is missing for the size {missing[0]}")
        return found

    def _matrices(self, key: str, shapes: Mapping[str, Shape]) -> dict[str, Matrix]:
        part = self._part(key, [*shapes])
        return {name: _matrix(entry, where, shapes.get(name)) for name, (entry, where) in part.items()}

    def _laws(self) -> dict[str, Any]:
        draws = {draw.name: draw for draw in self.setting.drawn if isinstance(draw, (AnyLawDraw, IIDDraw))}
        starts = {source.name: source.start.draw.name for source in self.setting.draws if isinstance(source, Orbit)}
        found = {}
        for name, (entry, where) in self._part("laws", [*draws, *starts]).items():
            own = starts.get(name, name)
            if not isinstance(entry, str):
                raise InputError(f"{described(entry)} as {where}", "a law in quotes, such as gaussian")
            axis = draws[own].axis if own in draws else ()
            found[own] = law_at(entry, axis[0].value(self.sizes) if axis else 1)
        return found

    def _parameters(self, key: str, known: Sequence[Parameter]) -> dict[str, Matrix]:
        shapes = {name: shape for parameter in known for name, shape in parameter.blocks.items()}
        whole = {parameter.name: parameter for parameter in known if parameter.name not in parameter.blocks}
        found: dict[str, Matrix] = {}
        for name, (entry, where) in self._part(key, [*whole, *shapes]).items():
            blocks = self._cut(whole[name], entry, where) if name in whole else {
                name: _matrix(entry, where, shapes.get(name))
            }  # fmt: skip
            if twice := [block for block in blocks if block in found]:
                raise InputError(f"{twice[0]}, which is given by itself and in its parameter", "either of them")
            found |= blocks
        return found

    def _cut(self, parameter: Parameter, entry: object, where: str) -> dict[str, Matrix]:
        """A whole parameter as its blocks."""
        rows = read_rows(entry, where)
        sides = [side or (ONE,) for side in (parameter.rows, parameter.columns)]
        ends = [[0, *accumulate(axis.value(self.sizes) for axis in side)] for side in sides]
        if len(rows) != ends[0][-1] or {len(row) for row in rows} != {ends[1][-1]}:
            raise InputError(f"{where} with {len(rows)} rows of {len(rows[0]) if rows else 0} numbers",
                             f"{ends[0][-1]} rows of {ends[1][-1]}")  # fmt: skip
        cut = {}
        for r in range(len(sides[0])):
            for c in range(len(sides[1])):
                own = tuple(row[ends[1][c] : ends[1][c + 1]] for row in rows[ends[0][r] : ends[0][r + 1]])
                cut[parameter.block_name(r + 1, c + 1)] = own
        return cut


def spelled(name: str) -> str:
    """A name in ASCII.

    >>> spelled("Λ"), spelled("σ_1")
    ('Lambda', 'sigma_1')
    """
    return "".join(map(in_ascii, name))


def read_scalar(entry: object, where: str) -> Fraction:
    """A number as `entries_of` has it."""
    if not isinstance(entry, str):
        raise InputError(f"{described(entry)} as {where}", "a number such as 2, -1/2 or 0.1")
    return read_number(entry, where)


def read_size(entry: object, where: str) -> int:
    """A whole number, of which nothing else is asked."""
    found = read_scalar(entry, where)
    if found.denominator != 1 or abs(found) > LARGEST_SIZE:
        raise InputError(f"{entry} as {where}", f"a whole number of at most {LARGEST_SIZE}")
    return found.numerator


def _matrix(entry: object, where: str, shape: Shape | None) -> Matrix:
    """Rows of numbers; where the shape is that of a vector or a scalar also a list of numbers, or a number."""
    if shape is not None and isinstance(entry, str) and set(shape) == {ONE}:
        return ((read_scalar(entry, where),),)
    if shape is not None and ONE in shape and isinstance(entry, list) and not any(isinstance(x, list) for x in entry):
        entry = [entry] if shape[0] == ONE else [[x] for x in entry]
    return read_rows(entry, where)
