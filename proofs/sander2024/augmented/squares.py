"""A quadratic form with coefficients in T and d as a sum of squares, with the signs of its weights shown.

The form is diagonalised as `LDLᵀ` without exchanges. A weight is shown to be positive by its coefficients once T and d
are written from the ends of a region, `T = T_0 + m`, `d = d_0 + n`: then m and n are any non-negative integers. A
weight that is identically zero has to leave nothing in its row. The form is zero where all linear forms with a positive
weight are, and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy

from proofs.sander2024.notation import from_one, from_two
from symbolic.algebra.notation import T, d


@dataclass(frozen=True)
class Region:
    """Sizes from these on, or one size alone."""

    d: int
    T: int
    one_d: bool = False
    one_T: bool = False

    def at(self, expression: sympy.Expr) -> sympy.Expr:
        """An expression at the sizes of the region."""
        n, m = (sympy.Integer(0) if alone else x for alone, x in ((self.one_d, from_one), (self.one_T, from_two)))
        return expression.xreplace({d: self.d + n, T: self.T + m})

    @property
    def corner(self) -> dict[sympy.Symbol, sympy.Integer]:
        """The smallest sizes in it."""
        return {d: sympy.Integer(self.d), T: sympy.Integer(self.T)}


class SignUnknown(ValueError):
    """A weight whose sign its coefficients do not show."""


FIELD = sympy.QQ.frac_field(from_one, from_two)

Row = list[Any]
"""Elements of the field."""


def linear_forms(form: sympy.Expr, letters: tuple[sympy.Symbol, ...], region: Region) -> tuple[sympy.Expr, ...]:
    """Independent linear forms with numbers as coefficients that vanish together where the form does.

    Raises SignUnknown where a weight is not shown to be positive or zero, or the forms depend on the sizes.

    >>> x, y = sympy.symbols("x y")
    >>> linear_forms(T * (x + y) ** 2, (x, y), Region(1, 2))
    (x + y,)
    >>> linear_forms(T * x**2 + 2 * x * y + y**2, (x, y), Region(1, 2))
    (x, y)
    """
    matrix = [[FIELD.from_sympy(region.at(entry)) for entry in row] for row in sympy.hessian(form, letters).tolist()]
    rows = [[FIELD.to_sympy(entry) for entry in row] for row in _reduced(_diagonalised(matrix))]
    if any(not entry.is_number for row in rows for entry in row):
        raise SignUnknown(f"the zeros of {form} depend on the sizes")
    return tuple(sympy.Add(*(c * x for c, x in zip(row, letters, strict=True))) for row in rows)


def is_positive(element: Any) -> bool:
    """Whether the coefficients above and below show it, m and n being non-negative, the constant ones positive."""
    return all(_shown(part) for part in (element.numer, element.denom)) or (
        _shown(-element.numer) and _shown(-element.denom)
    )


def _shown(polynomial: Any) -> bool:
    return all(c > 0 for c in polynomial.coeffs()) and polynomial.coeff(1) > 0


def _diagonalised(matrix: list[Row]) -> dict[int, Row]:
    """The rows of Lᵀ with a positive weight, by the place at which each begins, with 1."""
    rows: dict[int, Row] = {}
    for k in range(len(matrix)):
        weight = matrix[k][k]
        if not any(matrix[k][k:]):
            continue
        if not weight or not is_positive(weight):
            raise SignUnknown(f"the sign of {weight}")
        rows[k] = [entry / weight if n >= k else FIELD.zero for n, entry in enumerate(matrix[k])]
        matrix = [
            [x - weight * rows[k][i] * y for x, y in zip(row, rows[k], strict=True)] for i, row in enumerate(matrix)
        ]
    return rows


def _reduced(rows: dict[int, Row]) -> list[Row]:
    """Nothing but 0 above the beginning of a row; no division is needed."""
    for k, below in rows.items():
        for i in (i for i in rows if i < k):
            factor = rows[i][k]
            rows[i] = [x - factor * y for x, y in zip(rows[i], below, strict=True)]
    return [*rows.values()]
