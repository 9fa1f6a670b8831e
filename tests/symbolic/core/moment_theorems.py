"""Theorem 4.1's limit, Proposition 4.1's fifth and the sharp bound of the ratio, stated as formulas and proved."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from proofs.zheng2024.formal.lemmas.coordinate_moments import even_moment_at_least_0, moment, schwarz
from proofs.zheng2024.formal.scalars.scalar_flow import reduced_flow, reduced_flow_tends
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, opened, written
from symbolic.core.rules.convergence import comparison, continuity
from symbolic.core.rules.facts import normal_moment
from symbolic.core.rules.logic import apply, conjoin, part, parts, rewrite
from symbolic.core.rules.means import point_mean
from symbolic.core.rules.membership import belongs
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    Number,
    at_most,
    conjunction,
    equal,
    exists,
    function,
    implies,
    integers_from,
    law,
    less,
    member,
    moments,
    negation,
    normal,
    point,
    real,
    tends,
)
from symbolic.tactics.harmonic_numbers import harmonic, not_negative, overlap, same_overlap, square_at_most
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, proved, quantified, rewritten, swapped, under, witnessed

μ = law("μ")
κ3, T, a0, b0, x, τ, σ, d = map(real, ("κ3", "T", "a0", "b0", "x", "τ", "σ", "d"))


def printed(κ1: Expression, κ2: Expression, κ3: Expression, T: Expression) -> Expression:
    """The limit of ab as the paper prints it."""
    return κ1 / (κ2 + κ3 / (T - 2) * overlap(T))


Limit = Callable[[Expression, Expression, Expression, Expression], Expression]


MOMENTS = member(μ, moments(6)), member(κ3, NONNEGATIVE), member(T, integers_from(3))
STARTS = member(a0, REALS), member(b0, REALS)
SIGNAL = less(0, moment(μ, 4))
MOVES = conjunction(SIGNAL, less(0, a0 + b0))
FLOW = reduced_flow((T - 2) * moment(μ, 4), (T - 2) * moment(μ, 6) + κ3 * harmonic(T - 2), a0, b0)


def theorem_4_1_limit(limit: Limit = printed, given: Expression = MOVES) -> Expression:
    """From every start with `a0 + b0 > 0` the product of the two scalars tends to the printed limit."""
    a, b = FLOW.at(τ)
    goes = tends(τ, NONNEGATIVE, a * b, limit(moment(μ, 4), moment(μ, 6), κ3, T))
    return quantified(implies(given, goes), *MOMENTS, *STARTS)


def proposition_4_1(scales: Expression = POSITIVE, value: Number = Fraction(1, 5)) -> Expression:
    """For normal starts with independent coordinates what is recovered tends to a fifth of the signal."""
    two, four, six = (moment(normal(σ), order) for order in (2, 4, 6))
    recovered = printed(four, six, (d - 1) * two * four, T) * two
    domains = member(σ, scales), member(d, integers_from(1))
    return quantified(tends(T, integers_from(3), recovered, value), *domains)


COUNTED = integers_from(3)
DENOMINATOR = moment(μ, 6) + κ3 / (T - 2) * overlap(T)
RATIO = printed(moment(μ, 4), moment(μ, 6), κ3, T) * moment(μ, 2)
"""Prediction over target, of one coordinate."""


def ratio_bound() -> Expression:
    """The ratio of prediction to target is positive and at most 1."""
    return quantified(implies(SIGNAL, conjunction(less(0, RATIO), at_most(RATIO, 1))), *MOMENTS)


def strict_ratio_bound() -> Expression:
    """The ratio of prediction to target is less than 1, which is false."""
    return quantified(implies(SIGNAL, less(RATIO, 1)), *MOMENTS)


def ratio_attained() -> Expression:
    """There is a law with the ratio 1."""
    formula: Expression = conjunction(SIGNAL, equal(RATIO, 1))
    for variable, domain in ((T, COUNTED), (κ3, NONNEGATIVE), (μ, moments(6))):
        formula = exists(variable, domain, formula)
    return formula


def sixth_moment_positive(finite: Theorem, signal: Theorem) -> Theorem:
    """`0 < κ2` where `0 < κ1`."""
    second = even_moment_at_least_0(finite, 2)
    mixed = schwarz(finite, 1, 3)
    return signed(less(0, moment(μ, 6)), (signal, second, mixed), degree=2)


def overlaps(facts: Facts) -> tuple[Theorem, Theorem, Theorem]:
    """`overlap(T) = H(T − 2)`, `0 ≤ overlap(T)` and `0 < T − 2`, from what is known of T."""
    count = belonging(T - 2, integers_from(0), facts)
    shift = identity(T - 2 + 1, T - 1)
    same = rewritten(shift, at(same_overlap(), count))
    positive_sum = rewritten(swapped(same), at(not_negative(), count))
    return same, positive_sum, signed(less(0, T - 2), facts)


def denominator_positive(sixth: Theorem, mixed: Theorem, facts: Facts) -> Theorem:
    """`0 < κ2 + κ3/(T − 2) · overlap(T)`, from `0 < κ2` and `0 ≤ κ3`."""
    (_, six), (_, three) = parts(sixth.conclusion, "less"), parts(mixed.conclusion, "at_most")
    _, over, length = overlaps(facts)
    goal = less(0, six + three / (T - 2) * overlap(T))
    return signed(goal, (sixth, mixed, over, length), products=((length,), (sixth, length), (mixed, over)))


def constants(facts: Facts, signal: Theorem, sixth: Theorem) -> Facts:
    """`0 < c1` and `0 < c2`."""
    length = signed(less(0, T - 2), facts)
    mixed = signed(at_most(0, κ3), facts)
    sums = at(not_negative(), belonging(T - 2, integers_from(0), facts))
    goal = less(0, (T - 2) * moment(μ, 6) + κ3 * harmonic(T - 2))
    second = signed(goal, (length, sixth, mixed, sums), products=((length, sixth), (mixed, sums)))
    return positive((T - 2) * moment(μ, 4), (length, signal)), second


def printed_flow() -> tuple[Theorem, Theorem, Theorem]:
    """The flow exists, ab tends to the printed limit and its denominator is positive: under the hypotheses."""
    facts = assumed(*MOMENTS, *STARTS, MOVES)
    signal, moves = facts[-2:]
    sixth = sixth_moment_positive(facts[0], signal)
    bottom = denominator_positive(sixth, signed(at_most(0, κ3), facts), facts)
    signs = constants(facts, signal, sixth)
    belong = (belongs(member(parts(each.conclusion, "less")[1], POSITIVE), each) for each in signs)
    found = at(reduced_flow_tends(), *belong, a0, b0)
    goes_on = apply(part(1, found), signed(negation(equal(a0 + b0, 0)), (moves,)))
    same, _, length = overlaps(facts)
    value = parts(goes_on.conclusion, "tends")[2]
    multiplier = moment(μ, 4) * κ3 / (parts(value, "divide")[1] * parts(bottom.conclusion, "less")[1])
    limit = printed(moment(μ, 4), moment(μ, 6), κ3, T)
    equation = identity(value, limit, (bottom, length, signs[1]), ((same, multiplier),))
    goes = function(real("l"), body=tends(τ, NONNEGATIVE, FLOW.at(τ)[0] * FLOW.at(τ)[1], real("l")))
    return part(0, found), rewrite(goes, equation, goes_on), bottom


def proof_of_theorem_4_1() -> Proof:
    """The goal and its definedness."""
    goal = theorem_4_1_limit()
    exists, limit, bottom = printed_flow()

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        if formula == exists.conclusion:
            return exists
        if formula == negation(equal(parts(bottom.conclusion, "less")[1], 0)):
            return signed(formula, (*facts, bottom))
        return None

    theorem = under(limit, *MOMENTS, *STARTS, MOVES)
    return Proof(goal, theorem, proved(defined(goal), solve=solve))


SCALES = member(σ, POSITIVE), member(d, integers_from(1))
LENGTHS = member(T, integers_from(3))
NORMAL = tuple(moment(normal(σ), order) for order in (2, 4, 6))
MIXED = (d - 1) * NORMAL[0] * NORMAL[1]


def normal_signs(facts: Facts) -> tuple[Theorem, Theorem]:
    """`0 < κ2` and `0 ≤ κ3` for normal starts."""
    two, four, six = (normal_moment(each) for each in NORMAL)
    deviation = next(fact for fact in facts if fact.conclusion == less(0, σ))
    sixth, fourth, second = (
        signed(less(0, term), (deviation, equation), products=((deviation,) * order,))
        for term, equation, order in ((NORMAL[2], six, 6), (NORMAL[1], four, 4), (NORMAL[0], two, 2))
    )
    others = signed(at_most(0, d - 1), facts)
    return sixth, signed(at_most(0, MIXED), (others, second, fourth), products=((others, second, fourth),))


def fading() -> Theorem:
    """`κ3/(T − 2) · overlap(T) → 0`, since `H(n)² ≤ 3 n`."""
    facts = assumed(LENGTHS)
    same, _, length = overlaps(facts)
    count = belonging(T - 2, integers_from(0), facts)
    size = rewritten(swapped(same), at(square_at_most(), count))
    three, later = facts[-1], signed(less(0, T), facts)
    goal = at_most(T * (MIXED / (T - 2) * overlap(T) - 0) ** 2, 9 * MIXED**2)
    products = ((length, length), (size, later), (three, length))
    found = signed(goal, (size, three, length, later), products=products, squares=(MIXED,))
    return comparison(tends(T, integers_from(3), MIXED / (T - 2) * overlap(T), 0), under(found, LENGTHS))


def proof_of_proposition_4_1() -> Proof:
    """The goal and its definedness."""
    facts = assumed(*SCALES)
    two, four, six = NORMAL
    sixth, mixed = normal_signs(facts)
    bottom = six + 0
    top = signed(less(0, bottom), (sixth,))
    goes = tends(T, integers_from(3), printed(four, six, MIXED, T) * two, four / bottom * two)
    limit = continuity(goes, (fading(),), (top,))
    by = zip(map(normal_moment, (four, two, six)), (two / bottom, 3 * σ**4 / bottom, -1 / (5 * bottom)), strict=True)
    equation = identity(four / bottom * two, Fraction(1, 5), (top,), tuple(by))
    hole = real("l")
    fifth = rewrite(
        function(hole, body=tends(T, integers_from(3), printed(four, six, MIXED, T) * two, hole)), equation, limit
    )

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        if formula == negation(equal(six + MIXED / (T - 2) * overlap(T), 0)):
            return signed(formula, (denominator_positive(sixth, mixed, facts), *facts))
        return None

    goal = proposition_4_1()
    return Proof(goal, under(fifth, *SCALES), proved(defined(goal), solve=solve))


def defined_ratio(formula: Expression, facts: Facts) -> Theorem | None:
    """That the denominator of the ratio is not 0, where `0 < κ1` is among the facts."""
    if formula != negation(equal(DENOMINATOR, 0)):
        return None
    place, signal = next((n, fact) for n, fact in enumerate(facts) if fact.conclusion == SIGNAL)
    facts = facts[:place]
    finite = next(fact for fact in facts if fact.conclusion == MOMENTS[0])
    bottom = denominator_positive(sixth_moment_positive(finite, signal), signed(at_most(0, κ3), facts), facts)
    return signed(formula, (bottom, *facts))


def proof_of_ratio_bound() -> Proof:
    """The goal and its definedness."""
    facts = assumed(*MOMENTS, SIGNAL)
    signal, finite = facts[-1], facts[0]
    sixth = sixth_moment_positive(finite, signal)
    mixed = signed(at_most(0, κ3), facts)
    bottom = denominator_positive(sixth, mixed, facts)
    m2, m4, m6 = (moment(μ, order) for order in (2, 4, 6))
    spread, flat = schwarz(finite, 1, 3), schwarz(finite, 0, 2)
    second = signed(less(0, m2), (signal, sixth, spread), degree=2)
    products = (signal,), (second, spread), (sixth, flat)
    ordered = signed(at_most(m2 * m4, m6), (finite, signal, second, sixth, spread, flat), products=products)
    _, over, length = overlaps(facts)
    rest = signed(at_most(0, κ3 / (T - 2) * overlap(T)), (mixed, over, length), products=((length,), (mixed, over)))
    below = signed(at_most(RATIO, 1), (bottom, ordered, rest, length), products=((bottom,),))
    above = positive(RATIO, (signal, bottom, second, length))
    goal = ratio_bound()
    return Proof(goal, under(conjoin(above, below), *MOMENTS, SIGNAL), proved(defined(goal), solve=defined_ratio))


def proof_that_the_bound_is_attained() -> Proof:
    """The goal and its definedness; the law is that of a constant, in one dimension, of length 3."""
    fourth, sixth, second = (point_mean(moment(point(1), order)) for order in (4, 6, 2))
    goal = ratio_attained()
    inner = goal
    for element in (point(1), written(0), written(3)):
        inner = opened(parts(inner, "exists")[1], (element,))
    signal, attained = parts(inner, "and")
    ratio, _ = parts(attained, "equal")
    bottom = parts(parts(ratio, "multiply")[0], "divide")[1]
    denominator = signed(less(0, bottom), (sixth,))
    using = (fourth, moment(point(1), 2) / bottom), (second, 1 / bottom), (sixth, -1 / bottom)
    theorem = conjoin(signed(signal, (fourth,)), identity(ratio, 1, (denominator,), using))
    return Proof(goal, witnessed(goal, theorem, point(1), 0, 3), proved(defined(goal), solve=defined_ratio))
