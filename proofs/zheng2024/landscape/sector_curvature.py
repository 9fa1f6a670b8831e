"""Exact second derivatives of the full loss, their inertia, and laws at which the trained point is a saddle.

The loss has degree 4 in the parameters and degree 2 in each of them, so central differences give second derivatives
exactly: of the gradient over ±1 in one entry, of the loss over ±1 and ±2 along any direction. The numbers of positive,
zero and negative eigenvalues of a symmetric matrix are read off its characteristic polynomial: all of its roots are
real, and then Descartes' rule of signs counts the positive ones exactly.

At a point of the line other points `(ca, b/c)` have the same product; scaling `W_PV` by c and `W_KQ` by 1/c leaves the
loss unchanged and carries one to the other, so their inertia is the same, and `a = ab`, `b = 1` stands for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise, product

import flint
import sympy

from proofs.zheng2024.line.trained import ab_line
from proofs.zheng2024.model.charges import LINE_BLOCKS
from proofs.zheng2024.model.evaluation import Matrix, Parameters, gradient, loss
from proofs.zheng2024.model.subspace import flattened, unflattened
from symbolic.algebra.rationals import to_fraction
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.laws import Atoms, FamilyLaw, Law, LawFamily

Inertia = tuple[int, int, int]
"""Numbers of positive, of zero and of negative eigenvalues."""

LARGEST_ENTRY = 5
"""Starts with coordinates up to this size are tried."""


def trained_point(law: Law, T: int) -> dict[str, Matrix]:
    """`W_PV_12 = I`, `W_KQ_32 = ab I` with the product that is best on the line; raises ValueError for the zero law."""
    best = ab_line(law, T)
    if best is None:
        raise ValueError("x_1 = 0 almost surely: every point is trained")
    return dict(zip(LINE_BLOCKS, (_multiple(law.d, Fraction(1)), _multiple(law.d, _exact(best))), strict=True))


def _exact(number: sympy.Rational) -> Fraction:
    return Fraction(int(number.p), int(number.q))


def _multiple(d: int, factor: Fraction) -> Matrix:
    return tuple(tuple(factor if p == q else Fraction(0) for q in range(d)) for p in range(d))


def hessian(law: Law, T: int, point: Parameters) -> flint.fmpq_mat:
    """All second derivatives, entries in the order of `subspace.flattened`; two gradients a column."""
    center = [to_fraction(x) for x in flattened(point, law.d)]
    columns = []
    for k in range(len(center)):
        ahead, behind = (_moved(law, T, center, k, step) for step in (1, -1))
        columns.append([(p - q) / 2 for p, q in zip(ahead, behind, strict=True)])
    return flint.fmpq_mat(columns)


def _moved(law: Law, T: int, center: list[Fraction], k: int, step: int) -> tuple[flint.fmpq, ...]:
    moved = [*center[:k], center[k] + step, *center[k + 1 :]]
    return flattened(gradient(law, T, unflattened(moved, law.d)), law.d)


def inertia(matrix: flint.fmpq_mat) -> Inertia:
    """Numbers of positive, zero and negative eigenvalues of a symmetric matrix.

    >>> inertia(flint.fmpq_mat([[0, 1, 0], [1, 0, 0], [0, 0, 0]]))
    (1, 1, 1)
    """
    if matrix != matrix.transpose():
        raise ValueError("the matrix is not symmetric")
    coefficients = matrix.charpoly().coeffs()
    zeros = next(n for n, c in enumerate(coefficients) if c)
    positive = _changes(coefficients[zeros:])
    return positive, zeros, len(coefficients) - 1 - zeros - positive


def _changes(coefficients: Sequence[flint.fmpq]) -> int:
    signs = [c > 0 for c in coefficients if c]
    return sum(one != other for one, other in pairwise(signs))


def curvature(law: Law, T: int, point: Parameters, direction: Parameters) -> Fraction:
    """The second derivative of the loss along a direction."""
    center, way = (flattened(one, law.d) for one in (point, direction))

    def at(step: int) -> Fraction:
        moved = [to_fraction(x + step * v) for x, v in zip(center, way, strict=True)]
        return loss(law, T, unflattened(moved, law.d))

    near, far = at(1) + at(-1) - 2 * at(0), at(2) + at(-2) - 2 * at(0)
    return (16 * near - far) / 12


InertiaRow = tuple[str, int, int]
"""The name of a case, and how many second derivatives are positive and how many zero, none being negative."""

SizedLaw = tuple[LawFamily, int, int]
"""A family of laws, d and T."""


def settle_inertia(cases: Mapping[str, SizedLaw], statement: tuple[InertiaRow, ...]) -> Answer:
    """Whether the second derivatives at the trained point have the signs that the rows state."""
    for name, positive, zero in statement:
        family, d, T = cases[name]
        found = trained_inertia(FamilyLaw(family, d), T)
        if found != (positive, zero, 0):
            return Fails(f"{found[0]} are positive, {found[1]} zero, {found[2]} negative", name)
    return Holds(f"{len(statement)} matrices of second derivatives, none with a negative eigenvalue")


@cache
def trained_inertia(law: FamilyLaw, T: int) -> Inertia:
    """The inertia of all second derivatives at the trained point of a law."""
    return inertia(hessian(law, T, trained_point(law, T)))


@dataclass(frozen=True)
class Saddle:
    """A law, the trained point on the line, and how the loss bends there along a direction.

    `better` is a diagonal with the least loss that `W_PV_12` and `W_KQ_32` reach at multiples of it.
    """

    law: Atoms
    T: int
    product: Fraction
    direction: tuple[Fraction, ...]
    curvature: Fraction
    better: tuple[tuple[Fraction, ...], Fraction]
    trained: Fraction

    @property
    def text(self) -> str:
        diagonal, height = self.better
        return (
            f"{self.law.name}, T={self.T}: at ab = {self.product} the loss has second derivative {self.curvature} "
            f"along diag{_listed(self.direction)} in W_KQ_32 and W_PV_12; it is {self.trained} there and {height} at "
            f"W_PV_12 = W_KQ_32 = c diag{_listed(diagonal)} with c^2 the best for it"
        )


def _listed(numbers: Sequence[Fraction]) -> str:
    return f"({', '.join(map(str, numbers))})"


def two_pairs(single: int, double: int) -> Atoms:
    """Uniform on all signs of `(s, 0, t, t)`, coordinates exchanged within the pairs and the pairs with each other.

    >>> len(two_pairs(4, 3).atoms)
    32
    """
    halves = [((single, 0), (double, double)), ((0, single), (double, double))]
    shapes = {(*one, *other) for one, other in halves} | {(*other, *one) for one, other in halves}
    signed = {
        tuple(s * x for s, x in zip(signs, p, strict=True)) for p in shapes for signs in product((1, -1), repeat=4)
    }
    points = sorted(signed)
    name = (
        f"uniform on the {len(points)} points (±{single}, 0, ±{double}, ±{double}) with coordinates exchanged in pairs"
    )
    return Atoms.of(points, [Fraction(1, len(points))] * len(points), name)


@cache
def saddle(single: int, double: int, T: int) -> Saddle:
    """The law of these two pairs, looked at where the pairs are told apart; the loss need not bend down there."""
    return _apart(two_pairs(single, double), T)


def saddles(hypotheses: Hypotheses, T: int) -> Iterator[Saddle]:
    """Laws of two pairs that satisfy the hypotheses and bend down where the pairs are told apart, smallest first."""
    for size in sorted(product(range(1, LARGEST_ENTRY + 1), repeat=2), key=sum):
        found = saddle(*size, T)
        if found.curvature < 0 and hypotheses.of(found.law).holds:
            yield found


def _apart(law: Atoms, T: int) -> Saddle:
    best = ab_line(law, T)
    apart, one_pair = (1, 1, -1, -1), (1, 1, 0, 0)
    point, way = trained_point(law, T), _diagonals(apart, _exact(best))
    bend = curvature(law, T, point, way)
    diagonal = tuple(map(Fraction, one_pair))
    better = (diagonal, _least_on_ray(law, T, diagonal))
    return Saddle(law, T, _exact(best), tuple(map(Fraction, apart)), bend, better, loss(law, T, point))


def bend_along(law: Law, T: int, numbers: Sequence[int]) -> Fraction:
    """The second derivative at the trained point, taken as `a = b`, along `δa_j = δb_j = a v_j`, v the numbers."""
    return curvature(law, T, trained_point(law, T), _diagonals(numbers, _exact(ab_line(law, T))))


def _diagonals(numbers: Sequence[int], product: Fraction) -> dict[str, Matrix]:
    """The direction `δb_j = v_j`, `δa_j = ab v_j` at `b = 1`, `a = ab`."""
    pv, kq = LINE_BLOCKS
    return {pv: _diagonal(numbers, Fraction(1)), kq: _diagonal(numbers, product)}


def _diagonal(numbers: Sequence[int | Fraction], factor: Fraction) -> Matrix:
    size = len(numbers)
    return tuple(tuple(factor * numbers[p] if p == q else Fraction(0) for q in range(size)) for p in range(size))


def _least_on_ray(law: Law, T: int, diagonal: Sequence[Fraction]) -> Fraction:
    """The least loss with `W_PV_12` the diagonal and `W_KQ_32` a multiple of it: a parabola in the multiple."""
    pv, kq = LINE_BLOCKS
    low, middle, high = (
        loss(law, T, {pv: _diagonal(diagonal, Fraction(1)), kq: _diagonal(diagonal, Fraction(step))})
        for step in (-1, 0, 1)
    )
    return middle - (high - low) ** 2 / (8 * (high + low - 2 * middle))
