"""Loss and flow on the four-dimensional family of an exchangeable law, for symbolic T and d.

Permutations and phases (`symmetry`) leave `W_KQ_32 = a I + α (11^T − I)`, `W_PV_12 = b I + β (11^T − I)`, other blocks
zero: each of the two blocks has one value on its diagonal and one off it. The loss there is the same expression for
every law, in its moments summed over all coordinates; the flow stays in the family if the law is exchangeable. The
gradient is that of the individual entries: `d` of them share a, `d(d-1)` share α.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

import mpmath
import sympy

from proofs.zheng2024.notation import a, b
from proofs.zheng2024.setting import EXCHANGEABLE, ZHENG
from symbolic.algebra.harmonics import EXACT_UP_TO
from symbolic.algebra.notation import T, d
from symbolic.expectation.moments import Pattern, at_law, moment, moments_in
from symbolic.laws import FamilyLaw
from symbolic.model.derived_model import Derived
from symbolic.model.graphs import Graph

alpha, beta = sympy.symbols("alpha beta", real=True)
"""Entries off the diagonal of `W_KQ_32` and of `W_PV_12`."""

HARMONIC_DIGITS = 50
"""Of the harmonic numbers of a length above `EXACT_UP_TO`."""

SHARED_BY = {a: d, alpha: d * (d - 1), b: d, beta: d * (d - 1)}
"""How many entries each coordinate is the value of."""


@cache
def family_loss() -> sympy.Expr:
    """The loss in a, α, b, β, T, d and the moments of the law summed over distinct coordinates, whatever the law.

    >>> from symbolic.laws.coordinates import Gaussian
    >>> from symbolic.laws import IID
    >>> sympy.factor(at_law(family_loss().subs({T: 3, alpha: 0, beta: 0}), IID(Gaussian()).at(1)).subs(d, 1))
    (15*a**2*b**2 - 6*a*b + 1)/2
    """
    terms = Derived(ZHENG).on(EXCHANGEABLE).terms
    return sympy.expand(sympy.Add(*(c.expression() * _summed(graph) for graph, c in terms.items())))


def _summed(graph: Graph) -> sympy.Expr:
    """The moment of the coordinates that are read, summed over distinct ones."""
    read = [index for factor in graph.factors for index in factor.indices]
    return moment(Pattern((), tuple(map(read.count, set(read)))))


@dataclass(frozen=True)
class ExchangeableFlow:
    """The flow of an exchangeable law in the family, as gradient of `loss` by the individual entries."""

    law: FamilyLaw
    loss: sympy.Expr

    @cached_property
    def velocity(self) -> dict[sympy.Symbol, sympy.Expr]:
        """Velocity of each of a, α, b, β."""
        shares = {c: sympy.sympify(n).subs(d, self.law.d) for c, n in SHARED_BY.items()}
        return {c: _divided(-sympy.diff(self.loss, c), n) for c, n in shares.items()}


def _divided(slope: sympy.Expr, n: sympy.Expr) -> sympy.Expr:
    """An expanded sum over a number, or over a polynomial in d of which it is a multiple."""
    return sympy.expand(slope / n if n.is_number else sympy.cancel(slope / n))


def exchangeable_flow(law: FamilyLaw) -> ExchangeableFlow:
    """The flow of the law at its d, which may be a symbol; T is symbolic.

    Raises ValueError for d = 1, where there is nothing off the diagonal, `MomentDoesNotExist` when the law lacks one.

    >>> from symbolic.laws import Ones
    >>> exchangeable_flow(Ones().at(d)).velocity[beta].subs({alpha: 0, beta: 0})
    -a**2*b*harmonic(T - 2)
    """
    _require_entries_off_the_diagonal(law)
    return ExchangeableFlow(law, sympy.expand(at_law(family_loss(), law, ()).subs(d, law.d)))


def numeric_flow(law: FamilyLaw, length: int, digits: int) -> ExchangeableFlow:
    """The flow at a number d and a length, with moments rounded to so many digits; raises as `exchangeable_flow`."""
    _require_entries_off_the_diagonal(law)
    of_moments = _at_length(law.d, length)
    rounded = {moment(p): sympy.N(p.at(law, ()), digits) for p in moments_in(of_moments)}
    return ExchangeableFlow(law, sympy.expand(of_moments.xreplace(rounded)))


@lru_cache(maxsize=8)
def _at_length(size: int, length: int) -> sympy.Expr:
    sums = {sum_: _harmonic(length, *sum_.args[1:]) for sum_ in family_loss().atoms(sympy.harmonic)}
    loss = family_loss().xreplace(sums) if length > EXACT_UP_TO else family_loss()
    return loss.subs({d: size, T: length}).doit()


def _harmonic(length: int, order: Any = 1) -> sympy.Expr:
    """`H_{T-2}` to many digits, which takes no longer where T is large."""
    with mpmath.workdps(HARMONIC_DIGITS):
        far = mpmath.harmonic(length - 2) if order == 1 else -mpmath.zeta(int(order), length - 1)
        value = far if order == 1 else mpmath.zeta(int(order)) + far
    return sympy.Float(value, HARMONIC_DIGITS)


def _require_entries_off_the_diagonal(law: FamilyLaw) -> None:
    if law.d == 1:
        raise ValueError("d = 1: the blocks have no entries off the diagonal; ask for d >= 2")
