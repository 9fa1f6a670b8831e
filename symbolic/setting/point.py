"""Numbers for a setting: sizes, covariances, scalars, given matrices, laws, and a point of the parameters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from symbolic.setting.affine import Affine
from symbolic.setting.randomness import AnyLawDraw, GaussianDraw, IIDDraw
from symbolic.setting.setting import Setting

Matrix = tuple[tuple[Fraction, ...], ...]
"""Rows of exact numbers; a vector is one column, a scalar one entry."""

IMAGINARY = ".imag"
"""What the imaginary part of a complex block is called, behind the name of the block."""


class WrongValues(ValueError):
    """A value that is missing, unknown, or does not fit the setting, in words."""


@dataclass(frozen=True)
class Values:
    """Everything that a setting leaves open, by name. `parameters` holds blocks; a missing block is zero.

    `laws` has the law of every draw that is `AnyLaw` or `IID`, by the name of the draw. `imaginary` has imaginary parts
    of blocks of complex parameters, whose real parts are in `parameters`.
    """

    sizes: Mapping[str, int]
    covariances: Mapping[str, Matrix] = field(default_factory=dict)
    scalars: Mapping[str, Fraction] = field(default_factory=dict)
    matrices: Mapping[str, Matrix] = field(default_factory=dict)
    laws: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Matrix] = field(default_factory=dict)
    imaginary: Mapping[str, Matrix] = field(default_factory=dict)

    def dimension(self, axis: Affine) -> int:
        """The number that a dimension is."""
        return axis.value(self.sizes)


def check_values(setting: Setting, values: Values) -> None:
    """Raise WrongValues, in words, unless the values are complete, known, of the right shape and admissible.

    >>> from symbolic.setting import AnyLaw, parameter, size
    >>> d = size("d")
    >>> x, W = AnyLaw(d, "x"), parameter("W", [d])
    >>> linear = Setting("linear", sizes=(d,), draws=(x,), parameters=(W,), prediction=lambda: W @ x, target=lambda: x)
    >>> check_values(linear, Values({"d": 0}))
    Traceback (most recent call last):
    symbolic.setting.point.WrongValues: the size d is at least 1; given 0
    """
    _check_sizes(setting, values)
    _complete("covariance", values.covariances, setting.covariances)
    _complete("scalar", values.scalars, setting.scalars)
    _complete("given matrix", values.matrices, setting.given)
    _complete("law", values.laws, [draw.name for draw in setting.drawn if isinstance(draw, (AnyLawDraw, IIDDraw))])
    _known("parameter block", values.parameters, setting.blocks)
    _known("complex parameter block", values.imaginary, sorted(setting.complex_blocks))
    for name, axis in setting.covariances.items():
        n = values.dimension(axis)
        _check_shape(f"the covariance {name}", values.covariances[name], n, n)
        check_covariance(name, values.covariances[name])
    for draw in setting.drawn:
        if isinstance(draw, GaussianDraw):
            _check_factor(draw, values)
    for name, given in setting.given.items():
        rows, columns = ((values.dimension(axis[0]) if axis else 1) for axis in (given.rows, given.columns))
        _check_shape(f"the matrix {name}", values.matrices[name], rows, columns)
    for name, matrix in (*values.parameters.items(), *values.imaginary.items()):
        _check_shape(f"the block {name}", matrix, *(values.dimension(axis) for axis in setting.blocks[name]))


def _check_factor(draw: GaussianDraw, values: Values) -> None:
    """What a covariance is multiplied by is not negative; where it divides by zero, so does the loss."""
    monomials = draw.covariance.factor.monomials
    try:
        factor = sum((m.value(values.sizes, values.scalars) for m in monomials), Fraction(0))
    except ZeroDivisionError:
        return
    if factor < 0:
        raise WrongValues(f"the covariance of {draw.name} is multiplied by {factor}, which is negative")


def _check_sizes(setting: Setting, values: Values) -> None:
    _complete("size", values.sizes, [size.name for size in setting.sizes])
    for size in setting.sizes:
        if values.sizes[size.name] < size.at_least:
            raise WrongValues(f"the size {size} is at least {size.at_least}; given {values.sizes[size.name]}")


def _complete(
    what: str, found: Mapping[str, object], wanted: Mapping[str, object] | list[str] | tuple[str, ...]
) -> None:
    if missing := [name for name in wanted if name not in found]:
        raise WrongValues(f"a value is missing for the {what} {missing[0]}")
    _known(what, found, wanted)


def _known(what: str, found: Mapping[str, object], wanted: Collection[str]) -> None:
    if unknown := [name for name in found if name not in wanted]:
        known = f"known: {', '.join(wanted)}" if wanted else "the setting has none"
        raise WrongValues(f"there is no {what} {unknown[0]}; {known}")


def _check_shape(what: str, matrix: Matrix, rows: int, columns: int) -> None:
    if len(matrix) != rows or any(len(row) != columns for row in matrix):
        found = f"{len(matrix)} x {'/'.join(map(str, sorted({len(row) for row in matrix})))}"
        raise WrongValues(f"{what} is {rows} x {columns} here; given {found}")


def check_covariance(name: str, matrix: Matrix) -> None:
    """Raise WrongValues unless a square matrix is symmetric and positive semidefinite."""
    n = len(matrix)
    for i in range(n):
        for j in range(i):
            if matrix[i][j] != matrix[j][i]:
                given = f"entry ({i + 1},{j + 1}) is {matrix[i][j]}, entry ({j + 1},{i + 1}) is {matrix[j][i]}"
                raise WrongValues(f"the covariance {name} is not symmetric: {given}")
    if not is_positive_semidefinite(matrix):
        raise WrongValues(f"the covariance {name} is not positive semidefinite")


def is_positive_semidefinite(matrix: Matrix) -> bool:
    """Whether a symmetric matrix is, by elimination with exact numbers.

    >>> is_positive_semidefinite(((Fraction(1), Fraction(2)), (Fraction(2), Fraction(1))))
    False
    """
    rows = [list(row) for row in matrix]
    while rows:
        pivot, *rest = rows
        if pivot[0] < 0 or (not pivot[0] and any(pivot)):
            return False
        below = [row[0] / pivot[0] if pivot[0] else Fraction(0) for row in rest]
        rows = [
            [x - c * y for x, y in zip(row[1:], pivot[1:], strict=True)] for row, c in zip(rest, below, strict=True)
        ]
    return True
