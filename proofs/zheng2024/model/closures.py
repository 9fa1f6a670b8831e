"""The smallest linear subspace of the parameters that contains a start and is closed under the gradient.

The flow of the individual entries that starts in such a subspace stays there, so that it is an ordinary differential
equation in a few coordinates. Closed subspaces that contain the start have a smallest one, their intersection. It is
found exactly, for a law at one d and T, by adding what the gradient takes out of the subspace until it takes out
nothing: each direction that is added lies in every closed subspace around the start.

That the gradient takes out nothing is decided at finitely many points. A prediction is bilinear in `W_PV` and `W_KQ`,
so the loss has terms of degree 0, 2 and 4, and each entry of the gradient, in coordinates of the subspace, is a
polynomial with terms of degree 1 and 3. It is zero when it vanishes at all points with non-negative integer coordinates
that sum to 1 or to 3: at `e_i` and `3 e_i` the linear and the cubic coefficient of `c_i` satisfy `l + c = 0` and
`3 l + 27 c = 0`, so there is no linear part; and a cubic form that vanishes at the points with sum 3 is zero (they are
the principal lattice of a simplex, on which polynomials of degree 3 are determined).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations_with_replacement
from math import prod

import flint
import sympy

from proofs.zheng2024.model.charges import LINE_BLOCKS
from proofs.zheng2024.model.evaluation import Parameters, gradient, loss
from proofs.zheng2024.model.subspace import Subspace, Vector, flattened
from symbolic.algebra.rationals import to_sympy
from symbolic.laws import Law

DEGREES = (1, 3)
"""Degrees of the terms of the gradient."""


@dataclass(frozen=True)
class Family:
    """A subspace closed under the gradient of one law at one T, with loss and gradient in its coordinates.

    `gradient[i]` is the gradient's coordinate along `space.directions[i]`, the flow is `c_i' = −gradient[i]`; `growth`
    holds the dimensions of the subspaces on the way, the start's first. Raises ArithmeticError when the gradient is not
    that of the loss in the metric of the individual entries.
    """

    law: Law
    T: int
    space: Subspace
    growth: tuple[int, ...]
    gradient: tuple[sympy.Expr, ...]
    loss: sympy.Expr

    def __post_init__(self) -> None:
        for c, slope in zip(self.space.coordinates, self._slopes(), strict=True):
            if sympy.expand(sympy.diff(self.loss, c) - slope) != 0:
                raise ArithmeticError(f"{slope} is not the derivative of {self.loss} by {c}")

    def _slopes(self) -> Iterator[sympy.Expr]:
        """`<∇L, direction>` for every direction: what the loss changes by along its coordinate."""
        for row in self.space.gram:
            yield sympy.Add(*(weight * g for weight, g in zip(row, self.gradient, strict=True)))

    @property
    def dimension(self) -> int:
        return len(self.space.rows)

    @cached_property
    def flow(self) -> dict[sympy.Symbol, sympy.Expr]:
        """Velocity of each coordinate under the gradient flow of the individual entries."""
        return {c: sympy.expand(-g) for c, g in zip(self.space.coordinates, self.gradient, strict=True)}

    @property
    def text(self) -> str:
        lines = [f"{self.law.description}, d={self.law.d}, T={self.T}: dimension {self.dimension}"]
        return "\n".join([*lines, *(f"  {direction}" for direction in self.space.directions)])


def smallest_family(law: Law, T: int, start: Sequence[Parameters] = ()) -> Family:
    """The smallest family around the start, given by parameters that span it; by default the line.

    Costs `n + C(n+2, 3)` gradients at dimension n, and a linear system of that size: seconds up to n = 8, where the law
    has no symmetry and d = 3 (n = 18, 1158 gradients) half a minute.
    Raises `MomentDoesNotExist` when the law lacks a moment that enters, ValueError for an unknown block.

    >>> from symbolic.laws.coordinates import Gaussian
    >>> from symbolic.laws import IID
    >>> print(smallest_family(IID(Gaussian()).at(2), 4).text)
    gaussian(sigma=1), d=2, T=4: dimension 2
      sum_j W_PV_12[j,j]
      sum_j W_KQ_32[j,j]
    """
    space = Subspace.spanned(law.d, [flattened(one, law.d) for one in start or line_directions(law.d)])
    growth = [len(space.rows)]
    while (larger := space.plus(values := gradient_values(law, T, space))) != space:
        space = larger
        growth.append(len(space.rows))
    return _family(law, T, space, tuple(growth), values)


def line_directions(d: int) -> tuple[Parameters, ...]:
    """The two directions of the line `W_KQ_32 = aI, W_PV_12 = bI`."""
    identity = tuple(tuple(Fraction(p == q) for q in range(d)) for p in range(d))
    return tuple({block: identity} for block in LINE_BLOCKS)


def gradient_values(law: Law, T: int, space: Subspace) -> list[Vector]:
    """The gradient at the points that determine it on the subspace, in the order of `lattice`."""
    points = (space.parameters(point) for point in lattice(len(space.rows)))
    return [flattened(gradient(law, T, point), law.d) for point in points]


def lattice(size: int) -> list[tuple[int, ...]]:
    """Exponents of all monomials of degrees 1 and 3; as points, they determine polynomials in these monomials.

    >>> lattice(2)
    [(1, 0), (0, 1), (3, 0), (2, 1), (1, 2), (0, 3)]
    """
    chosen = (c for degree in DEGREES for c in combinations_with_replacement(range(size), degree))
    return [tuple(map(c.count, range(size))) for c in chosen]


def _family(law: Law, T: int, space: Subspace, growth: tuple[int, ...], values: Sequence[Vector]) -> Family:
    """The record of a subspace that is closed, from the gradient at its lattice points."""
    along = [[value[pivot] for pivot in space.pivots] for value in values]
    polynomials = tuple(_interpolated(along, space.coordinates)) if space.rows else ()
    slopes = (sympy.Add(*(w * g for w, g in zip(row, polynomials, strict=True))) for row in space.gram)
    constant = loss(law, T, {})
    height = to_sympy(constant)
    return Family(law, T, space, growth, polynomials, height + _integral(space.coordinates, slopes))


def _interpolated(values: list[list[flint.fmpq]], symbols: Sequence[sympy.Symbol]) -> Iterator[sympy.Expr]:
    """The polynomials in monomials of degrees 1 and 3 with the given values at the lattice points, a column each."""
    exponents = lattice(len(symbols))
    table = [[prod(x**n for x, n in zip(point, powers, strict=True)) for powers in exponents] for point in exponents]
    solved = flint.fmpq_mat(flint.fmpz_mat(table)).solve(flint.fmpq_mat(values))
    named = [_monomial(symbols, powers) for powers in exponents]
    for column in solved.transpose().tolist():
        yield sympy.Add(*(sympy.Rational(int(x.p), int(x.q)) * m for x, m in zip(column, named, strict=True)))


def _integral(symbols: Sequence[sympy.Symbol], slopes: Iterable[sympy.Expr]) -> sympy.Expr:
    """The polynomial that vanishes at 0 and has the given derivatives: each term of `Σ c_i ∂_i L` over its degree."""
    radial = sympy.expand(sympy.Add(*(c * slope for c, slope in zip(symbols, slopes, strict=True))))
    terms = sympy.Poly(radial, *symbols).terms() if radial != 0 else ()
    return sympy.Add(*(coefficient / sum(powers) * _monomial(symbols, powers) for powers, coefficient in terms))


def _monomial(symbols: Sequence[sympy.Symbol], powers: Sequence[int]) -> sympy.Expr:
    return sympy.Mul(*(c**n for c, n in zip(symbols, powers, strict=True)))
