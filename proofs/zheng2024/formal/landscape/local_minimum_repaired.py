"""A trained point is a local minimum where pairs are alike; how the loss bends where two coordinates are told apart."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.landscape.alike_pairs import (
    ALIKE,
    TERMS,
    above_trained,
    g,
    once,
    overlap_constant,
    single,
)
from proofs.zheng2024.formal.landscape.diagonal_sums import (
    IN_SHAPE,
    LENGTH,
    LOSS,
    OF_DIAGONALS,
    PLACE,
    QUERIES,
    S1,
    SQUARED,
    VALUES,
    in_sums,
    p,
    q,
    r,
    summed,
)
from proofs.zheng2024.formal.landscape.flat_at_three import NEVER_DOWN, PER_PAIR, SPREAD, never_down
from proofs.zheng2024.formal.landscape.global_minimum_repaired import (
    EXCHANGEABLE,
    FIRST,
    HYPOTHESES,
    SECOND,
    SEVERAL,
    at_first_pair,
    at_trained_points,
    minimum,
    pair_bounded,
    two,
)
from proofs.zheng2024.formal.lemmas.all_blocks import (
    NOWHERE_LOWER,
    TRAINED,
    all_defined,
    for_each_trained_point,
    within,
)
from proofs.zheng2024.formal.lemmas.line_loss import count
from proofs.zheng2024.formal.on_line.line_flow import FACTS
from proofs.zheng2024.formal.on_line.line_formulas import OVERLAP, a, b, d, kappa2, of_each, stated
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.logic import (
    assume,
    conjoin,
    discharge,
    excluded_middle,
    parts,
)
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    conjunction,
    equal,
    exists,
    implies,
    indicator,
    less,
    member,
    negation,
    real,
)
from symbolic.tactics.finite_sums import constant_sum
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    at,
    conjuncts,
    indicated,
    modulo,
    quantified,
    swapped,
    turned_round,
    under,
    whichever,
    witnessed,
)

LEFT_OUT = "how many eigenvalues of the second derivatives are zero and positive in the cases listed"

ε, e = real("ε"), real("e")
AROUND = exists(ε, POSITIVE, stated().for_all_blocks(implies(within(ε), NOWHERE_LOWER)))
BEND = 4 * (a * b) ** 2 * SPREAD
"""Half the second derivative."""
FOURTH = (a * b) ** 2 * (LENGTH * kappa2() + OVERLAP * PER_PAIR)


def factor(place: Expression) -> Expression:
    """By what a diagonal entry is larger than at the trained point: `1 + e`, `1 − e`, and 1 for all others."""
    return 1 + e * (indicator(equal(place, FIRST)) - indicator(equal(place, SECOND)))


TOLD_APART = of_each(conjunction(equal(q(r), a * factor(r)), equal(p(r), b * factor(r))), r)
"""The first coordinate is told from the second one, on the diagonals of the two blocks."""


def goal(
    hypotheses: Expression = EXCHANGEABLE,
    bend: Expression = BEND,
    fourth: Expression = FOURTH,
    flat: Expression = NEVER_DOWN,
) -> Expression:
    """For all sizes, laws and trained points: no lower loss nearby; what telling two coordinates apart costs."""
    along = equal(LOSS, TRAINED + bend * e**2 + fourth * e**4)
    curve = quantified(implies(TOLD_APART, along), member(e, REALS), *OF_DIAGONALS)
    return for_each_trained_point(conjunction(AROUND, implies(SEVERAL, conjunction(curve, flat))), hypotheses)


@cache
def around() -> Theorem:
    """Nowhere is the loss lower, so that it is not within 1."""
    anywhere = at(minimum(), *map(assume, IN_SHAPE))
    return witnessed(AROUND, under(discharge(within(FIRST), anywhere), *IN_SHAPE), FIRST)


@cache
def summed_along() -> tuple[Theorem, ...]:
    """`Σ u_j`, `Σ u_j²`, `Σ a_j²` and `Σ b_j²` along the curve, in e."""
    each = conjuncts(at(assume(TOLD_APART), assume(PLACE)))
    sums = ((S1, a * b, 2), (SQUARED, (a * b) ** 2, 4), (QUERIES, a**2, 2), (VALUES, b**2, 2))
    return tuple(_summed(term, scale, power, each) for term, scale, power in sums)


def _summed(term: Expression, scale: Expression, power: int, entries: Facts) -> Theorem:
    """A sum over coordinates whose summand is `scale · factor^power`."""
    ahead, behind = ((1 + sign * e) ** power - 1 for sign in (1, -1))
    numbers = scale, scale * ahead, scale * behind
    goal_ = equal(
        opened(parts(term, "total")[2], (r,)),
        Node("add", tuple(n * each for n, each in zip(numbers, (written(1), *map(_is, (FIRST, SECOND))), strict=True))),
    )

    def decided(*known: Theorem) -> Theorem:
        return modulo(goal_, (*entries, *(each for fact in known for each in indicated(fact))))

    def first(facts: Facts) -> Theorem:
        other = signed(negation(equal(r, SECOND)), facts)
        return decided(facts[0], swapped(facts[0]), other, turned_round(other))

    def later(facts: Facts) -> Theorem:
        def second(more: Facts) -> Theorem:
            return decided(facts[0], turned_round(facts[0]), more[0], swapped(more[0]))

        def others(more: Facts) -> Theorem:
            return decided(*(each for fact in (facts[0], more[0]) for each in (fact, turned_round(fact))))

        return whichever(goal_, excluded_middle(equal(r, SECOND)), second, others)

    found = whichever(goal_, excluded_middle(equal(r, FIRST)), first, later)
    over = in_sums(term, numbers, (summed(written(1)), *map(single, (FIRST, SECOND))), found)
    left, _ = parts(over.conclusion, "equal")
    ones = at(constant_sum(), 1, count()), *map(once, two())
    value = scale * (d + ahead + behind)
    return modulo(equal(left, value), (over, *ones))


def _is(place: Expression) -> Expression:
    return indicator(equal(place, r)) * written(1)


@cache
def bend() -> Theorem:
    """`∀g: E x_j⁴ x_k² = g for all pairs ⇒ L = L(trained) + … e² + … e⁴` along the curve."""
    row, more = signed(less(0, d), FACTS), signed(less(0, d - 1), (assume(SEVERAL),))
    value = TRAINED + BEND * e**2 + FOURTH * e**4
    difference = modulo(equal(Node("add", TERMS), value - TRAINED), (*summed_along(), overlap_constant()), (row, more))
    found = identity(LOSS, value, (row, more), ((above_trained(), 1), (difference, 1)))
    return under(found, member(g, REALS), ALIKE)


def proof() -> Proof:
    """The goal and its definedness."""
    curve = under(at_first_pair(bend()), member(e, REALS), *OF_DIAGONALS, TOLD_APART)
    flat = at_first_pair(never_down(), *pair_bounded())
    apart_ = under(conjoin(curve, flat), SEVERAL)
    return Proof(goal(), at_trained_points(conjoin(around(), apart_), EXCHANGEABLE, *HYPOTHESES), all_defined(goal()))
