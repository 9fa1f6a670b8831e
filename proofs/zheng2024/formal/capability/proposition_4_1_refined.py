"""Normal starts: the error of the trained model, which no other step improves, and its limit in the length."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.zheng2024.formal.capability.error_of_trained_model import (
    PRINTED_ERROR,
    SAME_SECOND,
    not_better,
    of_nothing,
    of_training,
    printed_error,
    relative,
)
from proofs.zheng2024.formal.capability.proposition_4_1_repaired import signs, sizes
from proofs.zheng2024.formal.lemmas.defined_terms import settled
from proofs.zheng2024.formal.lemmas.independent_starts import (
    at_start,
    line_conditions,
    of_coordinate,
    one_moment,
    start,
    sum_of_coordinates,
)
from proofs.zheng2024.formal.lemmas.line_loss import POINT, SIGNAL, second
from proofs.zheng2024.formal.lemmas.normal_starts import (
    LAW,
    POSITIVE_DEVIATION,
    START,
    even,
    normal_constants,
    of_normal,
)
from proofs.zheng2024.formal.lemmas.trained_product import AT_TIME, FADING, FLOWS, LENGTHS, overlap_fades
from proofs.zheng2024.formal.on_line.line_flow import PLACES, SIZES
from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, OVERLAP, T, a, b, d, j
from proofs.zheng2024.formal.on_line.trained_line import MOVES, STARTS, τ
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.convergence import continuity, eventually
from symbolic.core.rules.logic import apply, assume, conjoin, discharge, part, parts, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    Number,
    at_most,
    conjunction,
    equal,
    function,
    implies,
    less,
    real,
    tends,
)
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.steps import assumed, at, modulo, proved, quantified, rewritten, substituted, swapped, under

limit = real("l")
ERROR = 1 - 3 / (5 + (d - 1) * OVERLAP / (T - 2))
TWO_FIFTHS = Fraction(2, 5)


LEFT_OUT = "the ratio of prediction to target itself, and the two example laws"


def goal(
    error: Expression = ERROR,
    longest: Number = TWO_FIFTHS,
    moves: Expression = MOVES,
    deviations: Expression = POSITIVE_DEVIATION,
) -> Expression:
    """For every `σ > 0` and d: the error that training leaves at each T, not more than at any point, and its limit."""
    goes = tends(τ, NONNEGATIVE, relative(*AT_TIME), error)
    trained = quantified(conjunction(FLOWS, implies(moves, goes)), *STARTS)
    best = quantified(at_most(error, relative(a, b)), *POINT)
    found = conjunction(quantified(conjunction(trained, best), SIZES[1]), tends(T, LENGTHS, error, longest))
    return quantified(at_start(found, START), deviations, SIZES[0])


@cache
def signal() -> Theorem:
    """The start is not 0 almost surely."""
    (_, positive), size = assumed(POSITIVE_DEVIATION), signed(less(0, d), assumed(SIZES[0]))
    second_moment = of_coordinate(2, LAW)
    two = signed(less(0, second_moment), (positive, even()[0]), products=((positive, positive),))
    found = signed(less(0, d * second_moment), (size, two), products=((size, two),))
    return rewritten(swapped(of_normal(sum_of_coordinates(2))), found)


@cache
def same_second() -> Theorem:
    """`E x_j²` is the same for every j."""
    here, first = (of_normal(one_moment(2, where, facts)) for where, facts in ((j, assumed(PLACES[0])), (1, ())))
    return under(modulo(equal(at_start(second(j), START), at_start(second(1), START)), (here, first)), PLACES[0])


def at_normal(theorem: Theorem) -> Theorem:
    """What holds at all sizes and laws with an invariant line and one second moment, at normal starts."""
    closed = under(theorem, *SIZES, SIGNAL)
    found = apply(at(closed, assume(SIZES[0]), assume(SIZES[1]), of_normal(start())), signal())
    return apply(apply(found, of_normal(line_conditions())), same_second())


@cache
def value() -> Theorem:
    """The printed error at normal starts."""
    printed = at_start(PRINTED_ERROR, START)
    equations = (*normal_constants(), of_normal(one_moment(2)), *even())
    bottom = substituted(at_start(parts(parts(PRINTED_ERROR, "add")[1], "negate")[0], START), *equations)
    _, divisor = parts(bottom, "divide")
    (positive, below), square = signs(), parts(divisor, "multiply")[0]
    first = signed(less(0, square), (positive,), products=((positive, positive),))
    whole = signed(less(0, divisor), (first, below, *sizes()), products=((first, below),))
    return modulo(equal(printed, ERROR), equations, (whole, below, first, *sizes()))


def trained() -> Theorem:
    """From every start on the line the relative error tends to its value."""
    both = at(at_normal(under(of_training())), *map(assume, STARTS))
    goes = part(1, apply(part(1, both), assume(MOVES)))
    ratio = at_start(relative(*AT_TIME), START)
    goes = rewrite(function(limit, body=tends(τ, NONNEGATIVE, ratio, limit)), value(), goes)
    return under(conjoin(part(0, both), under(goes, MOVES)), *STARTS)


def best() -> Theorem:
    """At no point of the line is the relative error less."""
    general = rewritten(printed_error(), at(not_better(), a, b))
    found = at_normal(under(general, LINE_CONDITIONS, SAME_SECOND))
    return under(rewritten(value(), found), *POINT)


def of_long_sequences() -> Theorem:
    """The error tends to two fifths as the length grows."""
    faded, reached = (1 - 3 / (5 + (d - 1) * each) for each in (FADING, 0))
    known = signed(less(0, 5 + (d - 1) * written(0)))
    goes = continuity(tends(T, LENGTHS, faded, reached), (overlap_fades(),), (known,))
    goes = rewrite(function(limit, body=tends(T, LENGTHS, faded, limit)), identity(reached, TWO_FIFTHS, (known,)), goes)
    bottom = signed(less(0, 5 + (d - 1) * FADING), sizes())
    later = under(discharge(at_most(3, T), identity(faded, ERROR, (bottom, *sizes()))), SIZES[1])
    return eventually(tends(T, LENGTHS, ERROR, TWO_FIFTHS), goes, later)


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(under(conjoin(trained(), best()), SIZES[1]), of_long_sequences())
    return Proof(goal(), under(found, POSITIVE_DEVIATION, SIZES[0]), definedness())


def definedness() -> Theorem:
    """The goal is defined."""
    closed = at(under(of_nothing(), *SIZES, SIGNAL), assume(SIZES[0]), assume(SIZES[1]), of_normal(start()))
    known = apply(closed, signal()), *sizes()
    return proved(defined(goal()), solve=settled(lambda facts: known))
