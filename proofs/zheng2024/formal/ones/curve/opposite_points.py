"""Two points of the curve at which the weighted norms are the same are the same one, or opposite to each other."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from proofs.zheng2024.formal.on_line.line_formulas import d
from proofs.zheng2024.formal.ones.curve.one_curve import BESIDE, RATIOS, a, b, x
from proofs.zheng2024.formal.ones.family_energy import TWO
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import apply, assume, cases, conjoin, contradict, deny, either, excluded_middle, part
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    REALS,
    conjunction,
    disjunction,
    equal,
    implies,
    less,
    member,
    negation,
    real,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, quantified, under, whichever

p, q, c, e = map(real, ("p", "q", "a2", "b2"))
ONE_OF_TWO = disjunction(conjunction(equal(c, a), equal(e, b)), conjunction(equal(c, -a), equal(e, -b)))
POINTS = tuple(member(each, REALS) for each in (a, b, c, e))


def weights() -> tuple[Expression, Expression]:
    """`1 + (d−1)x²` and `1 + (d−1)y²`, y being β/b on the curve."""
    return 1 + (d - 1) * x**2, 1 + (d - 1) * RATIOS[1] ** 2


def opposite(sign: int = 1) -> Expression:
    """What is said of two points a, ax, b, by and a2, a2 x, b2, b2 y."""
    same = conjunction(negation(equal(a, 0)), equal(a * b, c * e), _norms(*weights(), sign))
    return quantified(implies(same, ONE_OF_TWO), *POINTS)


def _norms(p: Expression, q: Expression, sign: int = 1) -> Expression:
    return equal(p * a**2 - sign * q * b**2, p * c**2 - sign * q * e**2)


@cache
def one_of_two() -> Theorem:
    """`∀p > 0 ∀q > 0 ∀a ≠ 0 ∀b ∀a2 ∀b2`: from `ab = a2 b2` and `p a² − q b² = p a2² − q b2²`, one of the two."""
    premises = less(0, p), less(0, q), negation(equal(a, 0)), equal(a * b, c * e), _norms(p, q)
    of_p, of_q, nonzero, product, norms = map(assume, premises)
    goal = equal(c**2, a**2)

    def apart(root: Expression, other: Expression, scale: Expression) -> Callable[[Facts], Theorem]:
        """It is not by δ that one square is above the other: else `p δ² + …` would be 0."""

        def wrong(facts: Facts) -> Theorem:
            products, scales = ((of_p, *facts * 2), (of_q, *facts), (of_p, *facts)), (scale, q * (c * e + a * b))
            known = *facts, of_p, of_q, product, norms
            return cases(goal, signed(FALSE, known, products=products, squares=(root, other), scales=scales))

        return wrong

    below, above = apart(a, b, c**2), apart(c, e, a**2)
    squares = whichever(goal, trichotomy(a**2, c**2), below, lambda facts: signed(goal, facts), above)

    def same(facts: Facts) -> Theorem:
        value = identity(e, b, (nonzero,), ((product, -1 / a), (facts[0], -e / a)))
        return either(ONE_OF_TWO, conjoin(facts[0], value))

    def others(facts: Facts) -> Theorem:
        zero = equal(c - a, 0)
        gap = deny(zero, contradict(identity(c, a, using=((assume(zero), 1),)), facts[0]))
        turned = identity(c, -a, (gap,), ((squares, 1 / (c - a)),))
        value = identity(e, -b, (nonzero,), ((product, 1 / a), (turned, e / a)))
        return either(ONE_OF_TWO, conjoin(turned, value))

    found = whichever(ONE_OF_TWO, excluded_middle(equal(c, a)), same, others)
    return under(found, member(p, REALS), member(q, REALS), *POINTS, *premises)


def opposite_known() -> Theorem:
    """That of any two points."""
    ratios = zip(weights(), RATIOS[:2], strict=True)
    beside = TWO, assume(BESIDE[0])
    positive = (signed(less(0, each), beside, products=((TWO,),), squares=(ratio,)) for each, ratio in ratios)
    premise = conjunction(negation(equal(a, 0)), equal(a * b, c * e), _norms(*weights()))
    found = at(one_of_two(), *weights(), a, b, c, e)
    for each in (*positive, *(part(n, assume(premise)) for n in range(3))):
        found = apply(found, each)
    return under(found, *POINTS, premise)
