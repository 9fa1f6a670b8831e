"""Short training sequences: where the flow ends at T = 3, for normal starts also at T = 10; how that grows with T."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from proofs.zheng2024.formal.line import remark_iid_repaired, theorem_4_1_limit
from proofs.zheng2024.formal.line.theorem_4_1_repaired import PRINTED, PRINTED_OVERLAP
from proofs.zheng2024.formal.on_line.independent_line import DOMAINS, UNSKEWED, copies, means, power, sums, ν
from proofs.zheng2024.formal.on_line.independent_line import FACTS as OF_COPIES
from proofs.zheng2024.formal.on_line.line_flow import PLACES, SIZES
from proofs.zheng2024.formal.on_line.line_formulas import T, d, j, kappa1, kappa2, kappa3, stated, μ
from proofs.zheng2024.formal.on_line.line_signs import SIGNAL, overlap_constant_not_negative, sixth_moment_positive
from proofs.zheng2024.formal.on_line.line_statements import INVARIANT, regular
from proofs.zheng2024.formal.on_line.long_sequences import LONG, OTHERS, denominators, grown, grows, settled, settles
from proofs.zheng2024.formal.on_line.trained_line import MOVES, PRODUCT, START, STARTS, τ
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.convergence import comparison
from symbolic.core.rules.entries import independent_moments
from symbolic.core.rules.facts import normal_moment, normal_moments
from symbolic.core.rules.logic import apply, assume, conjoin, part, parts, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    at_most,
    conjunction,
    equal,
    function,
    implies,
    independent,
    integers_between,
    integers_from,
    less,
    member,
    moments,
    negation,
    normal,
    real,
    tends,
)
from symbolic.tactics.evaluated import evaluated
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, proved, quantified, replaced, under

σ = real("σ")
SCALE = member(σ, POSITIVE)
LENGTHS = (3, 10)
WEIGHTS = {3: Fraction(1), 10: Fraction(761, 2240)}
"""What κ3 is multiplied by, `H(T − 2)/(T − 2)`, at a length."""

RATIOS = {3: (1, 1, 4), 10: (2240, 761, 10439)}
BELOW = {length: d + q if p == 1 else p * d + q for length, (_, p, q) in RATIOS.items()}
NORMAL = {length: n / (σ**2 * BELOW[length]) for length, (n, *_) in RATIOS.items()}
"""The limit for normal starts of scale σ, at a length."""

WIDE = {length: Fraction(n, p) / σ**2 for length, (n, p, _) in RATIOS.items()}
"""What d times it tends to as d goes to infinity."""


def reduced(length: int) -> Expression:
    """The limit at a length."""
    share = kappa3() if WEIGHTS[length] == 1 else WEIGHTS[length] * kappa3()
    return kappa1() / (kappa2() + share)


SHORTEST = reduced(3)
"""The limit at T = 3."""


def ends(length: int, value: Expression) -> Expression:
    """From all starts at a length there is one flow, and ab tends to a value unless the start is an opposite pair."""
    goes = implies(MOVES, tends(τ, NONNEGATIVE, PRODUCT, value))
    return replaced(quantified(conjunction(stated().model.flows(*START), goes), *STARTS), T, written(length))


def from_invariant_line(length: int, value: Expression) -> Expression:
    """At a length, from an invariant line of a law with a signal, ab tends to a value."""
    invariant = replaced(INVARIANT, T, written(length))
    return quantified(implies(invariant, implies(SIGNAL, ends(length, value))), SIZES[0], SIZES[2])


def of_normal(formula: Expression) -> Expression:
    """A formula about a law of sequences, about that of independent normal coordinates of scale σ."""
    return replaced(formula, μ, independent(normal(σ)))


def widens(length: int, limit: Expression) -> Expression:
    """d times the limit for normal starts at a length tends to a number."""
    return tends(d, integers_from(1), d * limit, WIDE[length])


def goal(
    shortest: Expression = SHORTEST,
    normal_limits: Mapping[int, Expression] = NORMAL,
    long: Expression = LONG,
    strictly: Expression = OTHERS,
) -> Expression:
    """At T = 3; how the limit grows with T, and to what; for normal starts at T = 3 and T = 10."""
    return conjunction(
        from_invariant_line(3, shortest),
        quantified(implies(SIGNAL, grows(strictly)), *SIZES),
        quantified(implies(SIGNAL, settles(long)), SIZES[0], SIZES[2]),
        quantified(conjunction(*(of_normal(ends(each, normal_limits[each])) for each in LENGTHS)), SCALE, SIZES[0]),
        quantified(conjunction(*(widens(each, normal_limits[each]) for each in LENGTHS)), SCALE),
    )


def with_limit(found: Theorem, equation: Theorem) -> Theorem:
    """A flow whose limit is written otherwise."""
    goes = apply(part(1, found), assume(MOVES))
    hole = real("l")
    predicate = function(hole, body=replaced(goes.conclusion, parts(equation.conclusion, "equal")[0], hole))
    return conjoin(part(0, found), under(rewrite(predicate, equation, goes), MOVES))


@cache
def at_length(length: int) -> Theorem:
    """`from_invariant_line` with the limit at the length."""
    found = at(theorem_4_1_limit.theorem(), assume(SIZES[0]), length, assume(SIZES[2]))
    found = apply(apply(found, assume(replaced(INVARIANT, T, written(length)))), assume(SIGNAL))
    bottom = at(under(denominators()[0], SIZES[1]), length)
    sixth, others = sixth_moment_positive(), overlap_constant_not_negative()
    value = reduced(length)
    below = parts(value, "divide")[1]
    positive_below = signed(less(0, below), (sixth, others))
    count = evaluated(replaced(PRINTED_OVERLAP, T, written(length)))
    size = signed(less(0, written(length) - 2))
    multiplier = -kappa1() * kappa3() / ((written(length) - 2) * parts(bottom.conclusion, "less")[1] * below)
    printed = replaced(PRINTED, T, written(length))
    equation = identity(printed, value, (bottom, positive_below, size), ((count, multiplier),))
    starts = under(with_limit(at(found, *map(assume, STARTS)), equation), *STARTS)
    return under(starts, SIZES[0], SIZES[2], replaced(INVARIANT, T, written(length)), SIGNAL)


@cache
def constants_of_copies() -> tuple[Theorem, ...]:
    """κ1, κ2 and κ3 of independent coordinates, for all sizes and laws of a coordinate."""
    known = (*OF_COPIES, *assumed(PLACES[0]))
    value = power(2) * power(4)
    others = modulo(equal(copies(kappa3(j)), (d - 1) * value), sums(copies(kappa3(j)), known, value))
    first = belonging(1, integers_between(1, d), OF_COPIES)
    own = (fact for each in (kappa1(), kappa2()) for fact in means(copies(each), ()))
    return tuple(under(each, *DOMAINS) for each in (*own, at(under(others, PLACES[0]), first)))


@cache
def constants_of_normal() -> tuple[Facts, Facts]:
    """Equations for κ1, κ2 and κ3 of normal coordinates, and for the moments in them."""
    law = normal_moments(moments(6), σ)
    constants = tuple(at(each, assume(SIZES[0]), 3, law) for each in constants_of_copies())
    return constants, tuple(normal_moment(replaced(power(n), ν, normal(σ))) for n in (2, 4, 6))


def invariant_for_normal(length: int) -> Theorem:
    """The line of independent normal coordinates is invariant."""
    law = normal_moments(moments(6), σ)
    found = at(remark_iid_repaired.theorem(), assume(SIZES[0]), length, law)
    first, third = (normal_moment(replaced(power(n), ν, normal(σ))) for n in (1, 3))
    (mean, _), _ = (parts(each, "equal") for each in parts(replaced(UNSKEWED, ν, normal(σ)), "and"))
    centred = identity(mean, 0, (law,), ((first, 1),))
    return part(0, apply(found, conjoin(centred, third)))


def normal_limit(length: int) -> Theorem:
    """The limit at a length, for normal coordinates."""
    value, known = of_normal(reduced(length)), assumed(SCALE, SIZES[0])
    equations = (*constants_of_normal()[0], *constants_of_normal()[1])
    below = parts(value, "divide")[1]
    for equation in equations:
        below = replaced(below, *parts(equation.conclusion, "equal"))
    size, dimensions = known[1], signed(at_most(0, d - 1), known)
    products = ((size,) * 6, (*(size,) * 6, dimensions))
    positive_below = signed(less(0, below), (size, dimensions), products=products)
    return modulo(equal(value, NORMAL[length]), equations, (positive_below, normal_divisor(length)))


def normal_divisor(length: int) -> Theorem:
    """What the limit for normal coordinates divides by is positive."""
    size, dimensions = assumed(SCALE)[1], signed(at_most(0, d - 1), assumed(SIZES[0]))
    divisor = parts(NORMAL[length], "divide")[1]
    return signed(less(0, divisor), (size, dimensions), products=((size,) * 2, (size, size, dimensions)))


def normal_ends(length: int) -> Theorem:
    """From all starts of the line at a length, for normal coordinates."""
    law = independent_moments(normal_moments(moments(6), σ))
    found = apply(at(at_length(length), assume(SIZES[0]), law), invariant_for_normal(length))
    equations = (*constants_of_normal()[0], *constants_of_normal()[1])
    size = assumed(SCALE)[1]
    signal = signed(parts(found.conclusion, "implies")[0], (size, *equations), products=((size,) * 4,))
    starts = at(apply(found, signal), *map(assume, STARTS))
    return under(with_limit(starts, normal_limit(length)), *STARTS)


def widened(length: int) -> Theorem:
    """`d (d l(d) − N/(p σ²))² ≤ (N q/(p σ²))²` for the limit `l(d) = N/(σ² (p d + q))`."""
    n, p, q = RATIOS[length]
    size, least = assumed(SCALE)[1], signed(at_most(1, d), assumed(SIZES[0]))
    below = BELOW[length]
    above_0, more, above_1 = (signed(goal, (least,)) for goal in (less(0, below), at_most(d, below), at_most(1, below)))
    goal = at_most(d * (d * NORMAL[length] - WIDE[length]) ** 2, (Fraction(n * q, p) / σ**2) ** 2)
    products = ((*(size,) * 4, above_0, above_0), (above_0, above_1))
    found = signed(goal, (size, above_0, more, above_1, normal_divisor(length)), products=products)
    return comparison(widens(length, NORMAL[length]), under(found, SIZES[0]))


def proof() -> Proof:
    """The goal and its definedness."""
    theorem = conjoin(
        at_length(3),
        under(grown(), *SIZES, SIGNAL),
        under(settled(), SIZES[0], SIZES[2], SIGNAL),
        under(conjoin(*map(normal_ends, LENGTHS)), SCALE, SIZES[0]),
        under(conjoin(*map(widened, LENGTHS)), SCALE),
    )
    return Proof(goal(), theorem, proved(defined(goal()), solve=solve))


@cache
def positive_divisors() -> Facts:
    """What the goal divides by is positive."""
    sixth, others = sixth_moment_positive(), overlap_constant_not_negative()
    shortest = signed(less(0, kappa2() + kappa3()), (sixth, others))
    return (*denominators(), sixth, shortest, *map(normal_divisor, LENGTHS))


def solve(formula: Expression, facts: Facts) -> Theorem | None:
    """That the loss is regular, and that divisors are not 0."""
    lengths = tuple(signed(less(0, each - 2), assumed(SIZES[1])) for each in (T, T + 1))
    for each in positive_divisors():
        if formula == negation(equal(parts(each.conclusion, "less")[1], 0)):
            return signed(formula, (each, *lengths))
    return regular(formula, facts)
