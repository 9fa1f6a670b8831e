"""Starts on the axes, at a size other than 0: the trained model predicts without error at every length."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.capability.error_of_trained_model import of_nothing, of_training, relative
from proofs.zheng2024.formal.capability.few_shot_loss import SHORT
from proofs.zheng2024.formal.capability.few_shot_loss import loss as last_loss
from proofs.zheng2024.formal.lemmas.axes_starts import (
    ANY_SIZE,
    at_axes,
    c,
    constants,
    line_conditions,
    mean_of_power,
    start,
    sum_of_pairs,
    sum_of_powers,
)
from proofs.zheng2024.formal.lemmas.defined_terms import settled
from proofs.zheng2024.formal.lemmas.line_loss import POINT, S2, S4, S6, S42, SIGNAL, loss, on_line, second
from proofs.zheng2024.formal.lemmas.trained_product import AT_TIME, FLOWS, LIMIT, trained_at
from proofs.zheng2024.formal.on_line.line_flow import FACTS, PLACES, SIZES
from proofs.zheng2024.formal.on_line.line_formulas import (
    LINE_CONDITIONS,
    T,
    a,
    b,
    d,
    j,
    kappa1,
    kappa2,
    kappa3,
    of_each,
)
from proofs.zheng2024.formal.on_line.line_signs import IN_SEQUENCES
from proofs.zheng2024.formal.on_line.line_signs import SIGNAL as FIRST_SIGNAL
from proofs.zheng2024.formal.on_line.trained_line import MOVES, PRODUCT, STARTS, τ
from proofs.zheng2024.formal.recovery.exact_recovery import ALONE, alone
from proofs.zheng2024.formal.recovery.long_context import x
from proofs.zheng2024.formal.recovery.mixed_powers import COUNTED, θ
from proofs.zheng2024.formal.recovery.predicted import MISSED, at_step, w
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import apply, assume, cases, conjoin, contradict, part, parts, rewrite
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    SEQUENCES,
    Number,
    conjunction,
    disjunction,
    entry,
    equal,
    function,
    implies,
    less,
    member,
    negation,
    real,
    tends,
)
from symbolic.goals.engine import derived_loss
from symbolic.tactics.dynamics.circle import turning_exists
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, modulo, proved, quantified, substituted, under, whichever

limit = real("l")
OTHER_THAN_0 = negation(equal(c, 0))
STEP = equal(a * b, 1 / c**2)
RATIO = kappa1() / kappa2()
ANGLES = member(θ, SEQUENCES)
OWN = entry(x, j)
IN_SUPPORT = disjunction(equal(OWN, 0), equal(OWN**2, c**2))
"""A coordinate of a start is 0 or plus or minus c."""


def on_every_path(step: Number = 1 / c**2, support: Expression = IN_SUPPORT) -> Expression:
    """For every W and every start in the support no prediction misses its target, after any number N of pairs."""
    exact = quantified(equal(at_step(MISSED, written(step)), 0), COUNTED)
    return quantified(of_each(implies(ALONE, implies(support, exact)), j), ANGLES, IN_SEQUENCES)


def goal(
    step: Number = 1 / c**2,
    error: Number = 0,
    sizes: Expression = OTHER_THAN_0,
    moves: Expression = MOVES,
    support: Expression = IN_SUPPORT,
) -> Expression:
    """For every size other than 0, d and T: the conditions, the constants, where the flow goes, and no error there."""
    moments = equal(kappa1(), c**4 / d), equal(kappa2(), c**6 / d), equal(kappa3(), 0)
    goes = tends(τ, NONNEGATIVE, PRODUCT, step), tends(τ, NONNEGATIVE, relative(*AT_TIME), error)
    trained = quantified(conjunction(FLOWS, implies(moves, conjunction(*goes))), *STARTS)
    exact = conjunction(equal(loss(a, b), error), equal(last_loss(a, b), error))
    at_product = quantified(implies(equal(a * b, step), exact), *POINT)
    recovered = equal(last_loss(RATIO, 1), error)
    found = conjunction(LINE_CONDITIONS, conjunction(*moments), trained, at_product, recovered)
    exact_paths = on_every_path(step, support)
    return quantified(implies(sizes, conjunction(at_axes(found), exact_paths)), ANY_SIZE, *SIZES[:2])


@cache
def square() -> Theorem:
    """`0 < c²`."""
    goal = less(0, c**2)

    def positive(case: Facts) -> Theorem:
        return signed(goal, case, products=((case[0], case[0]),))

    def nothing(case: Facts) -> Theorem:
        return cases(goal, contradict(case[0], assume(OTHER_THAN_0)))

    return whichever(goal, trichotomy(c, written(0)), positive, nothing, positive)


@cache
def powers() -> Facts:
    """`0 < c²`, `0 < c⁴`, `0 < c⁶` and `0 < d`."""
    two = square()
    raised = (signed(less(0, c**order), (two,), products=((two,) * (order // 2),)) for order in (4, 6))
    return two, *raised, signed(less(0, d), assumed(SIZES[0]))


@cache
def signals() -> Facts:
    """`0 < κ1` and `0 < S2`."""
    two, four, _, size = powers()
    first = signed(at_axes(FIRST_SIGNAL), (constants()[0], four, size), products=((size,), (four,)), scales=(1, d))
    return first, signed(at_axes(SIGNAL), (sum_of_powers(2), two))


def at_starts(theorem: Theorem, *premises: Theorem) -> Theorem:
    """What holds for all d, T and laws, at starts on the axes, where d and T stay free."""
    found = at(under(theorem, *SIZES), assume(SIZES[0]), assume(SIZES[1]), start())
    for premise in premises:
        found = apply(found, premise)
    return found


@cache
def same_second() -> Theorem:
    """`E x_j²` is the same for every j."""
    here, first = mean_of_power(j, 2, c**2, assumed(PLACES[0])), mean_of_power(1, 2, c**2)
    return under(modulo(equal(at_axes(second(j)), at_axes(second(1))), (here, first), powers()[3:]), PLACES[0])


@cache
def trained() -> Theorem:
    """From every start on the line ab tends to `1/c²`, and the relative error to 0."""
    flows, goes = trained_at(start(), line_conditions(), signals()[0])
    equations, known = (*constants()[:3], mean_of_power(1, 2, c**2)), (*powers(), length())
    product = modulo(equal(at_axes(LIMIT), 1 / c**2), equations, (*known, *bottoms()))
    goes = rewrite(function(limit, body=tends(τ, NONNEGATIVE, at_axes(PRODUCT), limit)), product, goes)
    general = under(of_training(), SIGNAL)
    found = apply(apply(at_starts(general, signals()[1]), line_conditions()), same_second())
    both = at(found, *map(assume, STARTS))
    error = part(1, apply(part(1, both), assume(MOVES)))
    value = parts(error.conclusion, "tends")[2]
    nothing = modulo(equal(value, 0), equations, (*known, *bottoms()))
    ratio = at_axes(relative(*AT_TIME))
    error = rewrite(function(limit, body=tends(τ, NONNEGATIVE, ratio, limit)), nothing, error)
    return under(conjoin(flows, under(conjoin(goes, error), MOVES)), *STARTS)


@cache
def length() -> Theorem:
    """`0 < T − 2`."""
    return signed(less(0, T - 2), assumed(SIZES[1]))


@cache
def bottoms() -> Facts:
    """The divisors of the limits, in terms of c, are positive."""
    equations = (*constants()[:3], mean_of_power(1, 2, c**2))
    terms = parts(at_axes(LIMIT), "divide")[1], at_axes(second() * parts(LIMIT, "divide")[1])
    one, other = (substituted(term, *equations) for term in terms)
    two, _, six, size = powers()
    found = signed(less(0, one), (six, size, length()), products=((size,), (six,)))
    return found, signed(less(0, other), (found, two, size, length()), products=((size,), (two, found)))


def last_parabola() -> Theorem:
    """The last term of the loss at a point of the line, in the product ab."""
    general = at(derived_loss(SHORT.setting.key, SHORT.family), *map(assume, SIZES), a, b)
    product = a * b
    value = (S6 + S42 / (T - 2)) * product**2 / 2 - S4 * product + S2 / 2
    found = identity(last_loss(a, b), value, (signed(less(0, T - 2), FACTS),), ((general, 1),))
    return under(found, *POINT)


def exact() -> Theorem:
    """No loss where `ab = 1/c²`, neither of all terms nor of the last."""
    sums = tuple(sum_of_powers(order) for order in (2, 4, 6)), sum_of_pairs()
    known = (*powers(), length())

    terms = (at(at_starts(theorem), a, b) for theorem in (on_line(), last_parabola()))
    equations = (*sums[0], sums[1], assume(STEP))
    found = (modulo(equal(parts(term.conclusion, "equal")[0], 0), (term, *equations), known) for term in terms)
    return under(conjoin(*found), *POINT, STEP)


def recovered(exact: Theorem) -> Theorem:
    """No loss of the last term at the step `κ1/κ2`."""
    ratio = at_axes(RATIO)
    known = (*powers(), sixth())
    step = modulo(equal(ratio * 1, 1 / c**2), constants()[:2], known)
    return part(1, apply(at(exact, ratio, 1), step))


def paths() -> Theorem:
    """Each prediction is exact at the step `1/c²`, along every sequence from the support."""
    step, known = 1 / c**2, (square(),)
    there = at(under(alone(), member(w, REALS)), step)
    missed, left = parts(there.conclusion, "equal")

    def nothing(case: Facts) -> Theorem:
        return identity(left, 0, known, ((case[0], OWN * (step * OWN**2 - 1) ** 2),))

    def own(case: Facts) -> Theorem:
        return identity(left, 0, known, ((case[0], OWN**2 * (step * OWN**2 - 1) / c**2),))

    zero = whichever(equal(left, 0), assume(IN_SUPPORT), nothing, own)
    found = rewrite(function(limit, body=equal(missed, limit)), zero, there)
    return under(found, ANGLES, IN_SEQUENCES, PLACES[0], ALONE, IN_SUPPORT, COUNTED)


def sixth() -> Theorem:
    """`0 < κ2`."""
    _, _, six, size = powers()
    return signed(less(0, at_axes(kappa2())), (constants()[1], six, size), products=((size,), (six,)), scales=(1, d))


def proof() -> Proof:
    """The goal and its definedness."""
    moments = conjoin(*constants()[:3])
    no_error = exact()
    of_law = conjoin(line_conditions(), moments, trained(), no_error, recovered(no_error))
    found = conjoin(of_law, paths())
    return Proof(goal(), under(found, ANY_SIZE, *SIZES[:2], OTHER_THAN_0), definedness())


def definedness() -> Theorem:
    """The goal is defined."""

    nothing = at_starts(under(of_nothing(), SIGNAL), signals()[1])
    known = *powers(), length(), sixth(), nothing
    of_terms = settled(lambda facts: known)

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        if isinstance(formula, Node) and formula.head == "global":
            return turning_exists(formula)
        return of_terms(formula, facts)

    return proved(defined(goal()), solve=solve)
