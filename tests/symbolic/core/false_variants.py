"""Variants of the theorems that are false, each with the proof that it is: the core proves the negation."""

from __future__ import annotations

from fractions import Fraction

from proofs.zheng2024.formal.lemmas.coordinate_moments import moment
from proofs.zheng2024.formal.scalars.scalar_flow import GIVEN, c1, c2, existence, keeps_sign, reduced_flow, slack, t
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.convergence import comparison, one_limit
from symbolic.core.rules.facts import normal_moment
from symbolic.core.rules.flows import flow_start
from symbolic.core.rules.logic import apply, assume, contradict, deny, parts
from symbolic.core.rules.means import point_mean
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    NONNEGATIVE,
    POSITIVE,
    at_most,
    equal,
    less,
    member,
    moments,
    normal,
    point,
    tends,
)
from symbolic.tactics.harmonic_numbers import harmonic
from symbolic.tactics.signs import identity, signed, with_head
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, proved, under
from tests.symbolic.core.moment_theorems import (
    SIGNAL,
    proof_of_proposition_4_1,
    proposition_4_1,
    strict_ratio_bound,
    theorem_4_1_limit,
)

THIRD = Fraction(1, 3)


def not_a_third() -> Theorem:
    """What is recovered does not tend to a third of the signal: it tends to a fifth, and there is one limit."""
    wrong = proposition_4_1(value=THIRD)
    fifth, third = (at(theorem, 1, 1) for theorem in (proof_of_proposition_4_1().theorem, assume(wrong)))
    return deny(wrong, signed(FALSE, (one_limit(fifth, third),)))


def undefined_at_0() -> Theorem:
    """With `σ ≥ 0` Proposition 4.1 is not defined: at σ = 0 it divides by 0."""
    formula = defined(proposition_4_1(scales=NONNEGATIVE))
    at_length = next(need for need in conjuncts(at(assume(formula), 0, 1)) if with_head((need,), "for_all"))
    divides = with_head(conjuncts(at(at_length, 3)), "not")[-1]
    divisor, _ = parts(parts(divides.conclusion, "not")[0], "equal")
    vanishes = identity(divisor, 0, using=((normal_moment(moment(normal(0), 6)), 1),))
    return deny(formula, contradict(vanishes, divides))


def without_start() -> Theorem:
    """Without `a0 + b0 > 0` the flow may rest at 0, where ab tends to 0 and not to the printed limit, which is 1."""
    wrong = theorem_4_1_limit(given=SIGNAL)
    law_of_1 = belonging_to_moments(point(1))
    fourth, sixth = (point_mean(moment(point(1), order)) for order in (4, 6))
    printed_limit = apply(at(assume(wrong), law_of_1, 0, 3, 0, 0), signed(less(0, moment(point(1), 4)), (fourth,)))
    first = signed(less(0, (written(3) - 2) * moment(point(1), 4)), (fourth,))
    no_overlap = written(0) * harmonic(written(3) - 2)
    second = signed(less(0, (written(3) - 2) * moment(point(1), 6) + no_overlap), (sixth,))
    zero = at(
        rest_at_0(), *(belonging(parts(each.conclusion, "less")[1], POSITIVE, (each,)) for each in (first, second))
    )
    value = parts(printed_limit.conclusion, "tends")[2]
    bottom = parts(value, "divide")[1]
    denominator = signed(less(0, bottom), (sixth,), scales=(1,))
    same = one_limit(zero, printed_limit)
    return deny(wrong, signed(FALSE, (same, fourth, denominator), products=((denominator,),), scales=(1, bottom)))


def belonging_to_moments(of: Expression) -> Theorem:
    """The law has the moments that the theorems suppose."""
    return proved(member(of, moments(6)))


def rest_at_0() -> Theorem:
    """`∀c1, c2 > 0: ab → 0` from the start (0, 0)."""
    flow = reduced_flow(c1, c2, 0, 0)
    (a, b), (start_a, start_b) = flow.at(t), flow.at(0)
    exists = at(under(existence(), *GIVEN[2:4]), 0, 0)
    starts = tuple(flow_start(component, exists) for component in (start_a, start_b))
    belongs, _ = assumed(member(t, NONNEGATIVE))
    total, difference = (
        at(keeps_sign(value, rate, signed(equal(start, 0), starts), exists), belongs)
        for value, rate, start in ((a + b, slack(a, b), start_a + start_b), (a - b, -slack(a, b), start_a - start_b))
    )
    close = signed(at_most(t * (a * b - 0) ** 2, 0), (total, difference), scales=scales_of(a, b))
    return under(comparison(tends(t, NONNEGATIVE, a * b, 0), under(close, member(t, NONNEGATIVE))), *GIVEN[:2])


def scales_of(a: Expression, b: Expression) -> tuple[Expression, ...]:
    """`4 t (ab)² = t ab ((a + b)² − (a − b)²)`."""
    return t * a * b * (a + b), t * a * b * (a - b)


def ratio_below_1() -> Theorem:
    """The bound 1 of the ratio is attained: by the law of a constant in one dimension."""
    wrong = strict_ratio_bound()
    fourth, sixth, second = (point_mean(moment(point(1), order)) for order in (4, 6, 2))
    found = at(assume(wrong), belonging_to_moments(point(1)), 0, 3)
    below = apply(found, signed(less(0, moment(point(1), 4)), (fourth,)))
    ratio, _ = parts(below.conclusion, "less")
    bottom = parts(parts(ratio, "multiply")[0], "divide")[1]
    denominator = signed(less(0, bottom), (sixth,))
    one = identity(
        ratio,
        1,
        (denominator,),
        ((fourth, 1 / bottom * moment(point(1), 2)), (second, 1 / bottom), (sixth, -1 / bottom)),
    )
    return deny(wrong, signed(FALSE, (below, one, denominator)))
