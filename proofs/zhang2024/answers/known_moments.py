"""The moments of a law of the covariates that the theory knows: `Λ = E x xᵀ` and `F = E ‖x‖² x xᵀ`, exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import flint

from proofs.refusal import Refused
from symbolic.algebra.rationals import to_flint, to_fraction
from symbolic.algebra.traces import Rows
from symbolic.laws import Law

Matrix = flint.fmpq_mat


def matrix(rows: Sequence[Sequence[Fraction]]) -> Matrix:
    return Matrix([[to_flint(entry) for entry in row] for row in rows])


def rows_of(given: Matrix) -> Rows:
    """
    >>> rows_of(matrix([[Fraction(1, 2)]]))
    ((Fraction(1, 2),),)
    """
    return tuple(tuple(to_fraction(entry) for entry in row) for row in given.tolist())


def identity(d: int) -> Matrix:
    return Matrix([[int(j == k) for k in range(d)] for j in range(d)])


def trace(given: Matrix) -> Fraction:
    return to_fraction(sum((given[k, k] for k in range(given.nrows())), flint.fmpq(0)))


@dataclass(frozen=True, eq=False)
class Covariates:
    """Normal covariates with a second moment, or those of a law; either of them times a matrix, and on a scale.

    `linear` is that matrix and `square` the square of the scale.
    """

    of: Law | Matrix
    linear: Matrix
    square: Fraction = Fraction(1)

    @staticmethod
    def normal(second: Matrix) -> Covariates:
        return Covariates(second, identity(second.nrows()))

    @staticmethod
    def drawn(law: Law) -> Covariates:
        """Raises Refused where a moment up to the fourth is infinite or not rational."""
        found = Covariates(law, identity(law.d))
        assert found.fourth.nrows() == law.d
        return found

    @property
    def law(self) -> Law | None:
        """None where they are normal."""
        return None if isinstance(self.of, Matrix) else self.of

    @property
    def d(self) -> int:
        return int(self.linear.nrows())

    def image(self, linear: Matrix, square: Fraction = Fraction(1)) -> Covariates:
        """`c A x` for a matrix A and the square of c."""
        return Covariates(self.of, linear * self.linear, square * self.square)

    @cached_property
    def second(self) -> Matrix:
        """`E x xᵀ`."""
        known = self.of if isinstance(self.of, Matrix) else _second(self.of)
        return self.linear * known * self.linear.transpose() * to_flint(self.square)

    @cached_property
    def fourth(self) -> Matrix:
        """`E ‖x‖² x xᵀ`."""
        if isinstance(self.of, Matrix):
            return normal_fourth(self.second)
        inner = _fourth(self.of, self.linear.transpose() * self.linear)
        return self.linear * inner * self.linear.transpose() * to_flint(self.square**2)

    @property
    def excess(self) -> Matrix:
        """`F − 2Λ² − tr Λ Λ`, which is 0 for normal covariates."""
        return self.fourth - normal_fourth(self.second)

    def averaged(self, count: int) -> Matrix:
        """`E X²`, X the average of `x xᵀ` over so many samples."""
        square = self.second * self.second
        return square + (self.fourth - square) / count


def normal_fourth(second: Matrix) -> Matrix:
    """`2Λ² + tr Λ Λ`."""
    return 2 * second * second + second * to_flint(trace(second))


def _second(law: Law) -> Matrix:
    return matrix([[_moment(law, (j, k)) for k in range(law.d)] for j in range(law.d)])


def _fourth(law: Law, form: Matrix) -> Matrix:
    """`E (xᵀ form x) x xᵀ`."""
    places = range(law.d)
    used = [(m, n, to_fraction(form[m, n])) for m in places for n in places if form[m, n] != 0]
    return matrix(
        [[sum((c * _moment(law, (j, k, m, n)) for m, n, c in used), Fraction(0)) for k in places] for j in places]
    )


def _moment(law: Law, places: Sequence[int]) -> Fraction:
    exponents = tuple(places.count(place) for place in range(law.d))
    try:
        found = law.moment(exponents)
    except ValueError as error:
        raise Refused(f"the law {law.description}", "a law with finite fourth moments", str(error)) from None
    if not isinstance(found, (Fraction, int)):
        raise Refused(f"the law {law.description}", "a law with rational moments", f"one of them is {found}")
    return Fraction(found)
