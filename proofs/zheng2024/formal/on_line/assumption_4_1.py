"""Assumption 4.1 as formulas: mixed moments with an odd exponent vanish, three constants are the same for all."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import inf

from proofs.zheng2024.formal.on_line.line_formulas import CONSTANTS, j, kappa1, kappa2, kappa3, of_each, μ
from symbolic.core.expressions import Expression, Node
from symbolic.core.vocabulary import (
    Number,
    conjunction,
    entry,
    equal,
    for_all,
    implies,
    integers_from,
    mean,
    member,
    negation,
    raised,
    real,
    vector_moments,
)
from symbolic.goals.usual_terms import SEQUENCE

PLACES = tuple(map(real, ("i1", "i2", "i3", "i4")))
EXPONENTS = tuple(map(real, ("r2", "r3", "r4")))
HALF = real("m")
"""The odd exponents are `2 m + 1`."""


def power(place: Number, exponent: Expression) -> Node:
    """`x[i]ʳ` with an exponent that is a term."""
    return raised(entry(SEQUENCE, place), exponent)


def distinct(*places: Expression) -> Expression:
    """That places differ from one another."""
    different = tuple(negation(equal(*pair)) for pair in combinations(places, 2))
    return different[0] if len(different) == 1 else conjunction(*different)


def vanishing(count: int, odd: bool) -> Expression:
    """`E x[i₁] x[i₂]^r₂ ⋯ = 0` for that many distinct places and all exponents from 1 on.

    The first exponent is 1, or, with `odd`, any odd number.
    """
    places, exponents = PLACES[:count], EXPONENTS[: count - 1]
    first = power(places[0], 2 * HALF + 1) if odd else entry(SEQUENCE, places[0])
    others = (power(*each) for each in zip(places[1:], exponents, strict=True))
    formula: Expression = equal(mean(SEQUENCE, μ, Node("multiply", (first, *others))), 0)
    for exponent in reversed(exponents):
        formula = for_all(exponent, integers_from(1), formula)
    if odd:
        formula = for_all(HALF, integers_from(0), formula)
    if count > 1:
        formula = implies(distinct(*places), formula)
    return of_each(formula, *places)


def vanish(odd: bool) -> Node:
    """That there are moments of every order, and that those of up to four distinct coordinates vanish."""
    return conjunction(member(μ, vector_moments(inf)), *(vanishing(count, odd) for count in (1, 2, 3, 4)))


PRINTED_CONSTANTS = (kappa1, kappa2, kappa3)
"""κ1, κ2 and κ3."""


def same(*constants: Callable[[Number], Expression]) -> Expression:
    """That constants do not depend on the coordinate."""
    return of_each(conjunction(*(equal(each(j), each(1)) for each in constants)), j)


ASSUMPTION_4_1 = conjunction(vanish(odd=False), same(*PRINTED_CONSTANTS))
ASSUMPTION_4_1_ODD = conjunction(vanish(odd=True), same(*PRINTED_CONSTANTS))
ODD_REPAIRED = conjunction(vanish(odd=True), same(*CONSTANTS))
"""With `Σ_{r ≠ j} E x_j⁴ x_r²`, which the assumption does not name."""
