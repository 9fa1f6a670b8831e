"""Laws of two halves, at which the loss bends down where the halves are told apart, and how to make them larger.

Of 2n coordinates one half, either with probability 1/2, has all of them at `±√p`, the other half one of them at `±√q`
and the others at 0; all signs are free. Sizes, p, q and T may be symbols. Further coordinates can be joined: all of
them at `±√v` with probability ρ, whatever the halves do, and now and then one alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

import sympy

from proofs.zheng2024.landscape.sector_diagonal import ONE_COORDINATE
from proofs.zheng2024.landscape.sectors import energy, is_diagonal, overlap
from proofs.zheng2024.notation import e, kappa1, kappa2
from symbolic.algebra.notation import T
from symbolic.algebra.rationals import to_sympy
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.laws import Atoms

n, s = sympy.symbols("n s", integer=True, positive=True)
"""Half the number of coordinates that are told apart, and how many others there are."""

WITHIN, ACROSS, BESIDE = sympy.symbols("G_within G_across G_beside", nonnegative=True)
"""`E x_j² x_k⁴` for two coordinates of one half, of both halves, and for one of a half and one of the others."""

TableRow = tuple[int, int, int]
"""n, and the numbers `√q`, `√p`."""


@dataclass(frozen=True)
class Halves:
    """Moments of such a law; exponents are those of the squares."""

    size: Any
    p: Any
    q: Any

    def moment(self, one: Sequence[int], other: Sequence[int]) -> Any:
        """With these exponents at distinct coordinates of one half and of the other.

        >>> Halves(2, 9, 16).moment((1,), (2,))
        900
        """
        return (self._all(one) * self._single(other) + self._single(one) * self._all(other)) / 2

    def _all(self, exponents: Sequence[int]) -> Any:
        return self.p ** sum(exponents)

    def _single(self, exponents: Sequence[int]) -> Any:
        if len(exponents) > 1:
            return sympy.Integer(0)
        return self.q ** exponents[0] / sympy.sympify(self.size) if exponents else sympy.Integer(1)

    @property
    def second(self) -> Any:
        return self.moment((1,), ())

    @property
    def kappa1(self) -> Any:
        return self.moment((2,), ())

    @property
    def kappa2(self) -> Any:
        return self.moment((3,), ())

    @property
    def within(self) -> Any:
        return self.moment((1, 2), ())

    @property
    def across(self) -> Any:
        return self.moment((1,), (2,))

    @property
    def kappa3(self) -> Any:
        return (self.size - 1) * self.within + self.size * self.across

    @property
    def moments(self) -> tuple[Any, ...]:
        return self.second, self.kappa1, self.kappa2, self.within, self.across


def halves(size: int, single: int, double: int) -> Atoms:
    """The law as a table: `√q` and `√p` are `single` and `double`.

    >>> len(halves(2, 4, 3).atoms)
    32
    """
    lone = [tuple(single if j == k else 0 for j in range(size)) for k in range(size)]
    full = (double,) * size
    shapes = [*((*full, *one) for one in lone), *((*one, *full) for one in lone)]
    points = sorted({point for shape in shapes for point in _signed(shape)})
    name = (
        f"uniform on the {len(points)} points with {size} coordinates of one half ±{double}, one of the other ±{single}"
    )
    return Atoms.of(points, [Fraction(1, len(points))] * len(points), name)


def _signed(shape: Sequence[int]) -> Iterator[tuple[int, ...]]:
    for signs in product((1, -1), repeat=len(shape)):
        yield tuple(sign * number for sign, number in zip(signs, shape, strict=True))


@cache
def bend_apart(u: sympy.Expr) -> sympy.Expr:
    """Second derivative at `a_j = b_j = √u` along `δa = δb = √u (1, …, 1, −1, …, −1, 0, …)`, from the derived loss.

    Every row and column of the matrix of `E x_j² x_k⁴` adds up to the same; the moments are κ1, κ2, `WITHIN`, ….
    """
    up, down = (1 + e) ** 2, (1 - e) ** 2
    rows = (n - 1) * WITHIN + n * ACROSS + s * BESIDE
    one = n * (up**2 + down**2) + s
    two = n * (n - 1) * WITHIN * (up**2 + down**2) + 2 * n**2 * ACROSS * up * down
    two += 2 * n * s * BESIDE * (up + down) + s * (rows - 2 * n * BESIDE)
    quartic = sympy.Add(
        *(
            c.expression(T) * (kappa2 * one if k == ONE_COORDINATE else two)
            for k, c in energy().items()
            if is_diagonal(k)
        )
    )
    (met,) = (c.expression(T) for labels, c in overlap().items() if not any(labels))
    along = u**2 * quartic / 2 - u * met * kappa1 * (n * (up + down) + s)
    return sympy.cancel(sympy.diff(along, e, 2).subs(e, 0))


def settle_halves(hypotheses: Hypotheses, statement: tuple[TableRow, ...]) -> Answer:
    """Whether tables of these sizes satisfy the hypotheses and have the moments of `Halves`."""
    for size, single, double in statement:
        law, told = halves(size, single, double), Halves(size, sympy.Integer(double) ** 2, sympy.Integer(single) ** 2)
        if not (found := hypotheses.of(law)).holds:
            return Fails(found.because, law.name, law)
        others = (0,) * (size - 2)
        shapes = ((2, 0), (0, 0)), ((4, 0), (0, 0)), ((6, 0), (0, 0)), ((2, 4), (0, 0)), ((2, 0), (4, 0))
        table = tuple(to_sympy(law.moment((*one, *others, *other, *others))) for one, other in shapes)
        if table != told.moments:
            return Fails("the table has other moments", law.name, law)
    return Holds(f"{len(statement)} tables satisfy the conditions and have the stated moments")


def settle_first(statement: tuple[tuple[int, int], ...]) -> Answer:
    """Whether the rows give, for each T, the least n at which some ratio q/p makes the loss bend down.

    In q, p being 1, the sign is that of a cubic that is positive at 0 and at infinity: it must have two positive roots.
    """
    for length, least in statement:
        if length < 3 or least < 1:
            return Fails("T is at least 3 and n at least 1", f"T = {length}, n = {least}")
        found = [size for size in range(1, least + 1) if _bends_down(size, length)]
        if found != [least]:
            return Fails(f"among n <= {least} it bends down for {found}", f"T = {length}")
    return Holds(f"the least sizes at {len(statement)} lengths, by counting real roots")


def _bends_down(size: int, length: int) -> bool:
    q = sympy.Symbol("q")
    law = Halves(sympy.Integer(size), sympy.Integer(1), q)
    slope = (length - 2) * law.kappa2 + sympy.harmonic(length - 2) * ((size - 1) * law.within - size * law.across)
    return bool(sympy.Poly(slope, q).count_roots(0, None) >= 2)
