"""The error of the trained model: the loss on the line is a parabola, and the flow tends to where it is least."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.lemmas.defined_terms import settled
from proofs.zheng2024.formal.lemmas.line_loss import (
    BEST,
    CURVATURE,
    POINT,
    S2,
    S4,
    S6,
    S42,
    SIGNAL,
    curvature_positive,
    loss,
    on_line,
    parabola,
    second,
    sums_positive,
)
from proofs.zheng2024.formal.lemmas.trained_product import (
    AT_TIME,
    FADING,
    LENGTHS,
    LIMIT,
    overlap_fades,
    tends_to_limit,
)
from proofs.zheng2024.formal.line.theorem_4_1_repaired import denominator
from proofs.zheng2024.formal.on_line.line_flow import FACTS, PLACES, SIZES, total_of
from proofs.zheng2024.formal.on_line.line_formulas import (
    LINE_CONDITIONS,
    OVERLAP,
    T,
    a,
    b,
    d,
    j,
    kappa1,
    kappa2,
    kappa3,
    of_each,
    stated,
)
from proofs.zheng2024.formal.on_line.line_signs import SIGNAL as FIRST_SIGNAL
from proofs.zheng2024.formal.on_line.trained_line import MOVES, PRODUCT, START, STARTS, flow, τ
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.convergence import continuity, eventually
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import apply, assume, conjoin, discharge, part, parts, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    Number,
    at_most,
    conjunction,
    equal,
    function,
    implies,
    integers_from,
    less,
    member,
    real,
    tends,
)
from symbolic.tactics.finite_sums import constant_sum
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, belonging, modulo, proved, quantified, rewritten_limit, swapped, under

a1, b1, limit = real("a1"), real("b1"), real("l")
OTHER_POINT = member(a1, REALS), member(b1, REALS)
LEAST = equal(a1 * b1, BEST)
"""The other point has the product of least loss."""

SAME_SECOND = of_each(equal(second(j), second(1)), j)
"""`E x_j²` is the same for every j."""

ERROR = 1 - (T - 2) * S4**2 / (S2 * CURVATURE)
"""The least loss over the loss of predicting 0."""

PRINTED_ERROR = 1 - kappa1() ** 2 / (second() * (kappa2() + kappa3() / (T - 2) * OVERLAP))
LIMIT_OF_ERROR = 1 - S4**2 / (S2 * S6)
PRINTED_LIMIT = 1 - kappa1() ** 2 / (kappa2() * second())


def relative(a: Number, b: Number) -> Expression:
    """The loss at a point of the line over that of predicting 0."""
    return loss(a, b) / loss(0, 0)


EXCESS = equal(loss(a, b), loss(a1, b1) + CURVATURE * (a * b - BEST) ** 2 / 2)


def trained(error: Expression, moves: Expression) -> Expression:
    """From every start on an invariant line: the flow exists, ab tends to the best product, the error to a number."""
    goes = tends(τ, NONNEGATIVE, PRODUCT, BEST), tends(τ, NONNEGATIVE, relative(*AT_TIME), error)
    return quantified(conjunction(stated().model.flows(*START), implies(moves, conjunction(*goes))), *STARTS)


def goal(
    error: Expression = ERROR,
    printed: Expression = PRINTED_ERROR,
    longest: Expression = LIMIT_OF_ERROR,
    alike: Expression = SAME_SECOND,
    hypotheses: Expression = LINE_CONDITIONS,
    signal: Expression = SIGNAL,
    moves: Expression = MOVES,
) -> Expression:
    """For all sizes and laws other than 0: the parabola, its least value, where the flow goes, the limit in T."""
    as_printed = conjunction(equal(error, printed), equal(longest, PRINTED_LIMIT))
    of_size = conjunction(
        less(0, CURVATURE),
        quantified(equal(loss(a, b), parabola(a * b)), *POINT),
        quantified(implies(LEAST, EXCESS), *POINT, *OTHER_POINT),
        quantified(implies(LEAST, equal(relative(a1, b1), error)), *OTHER_POINT),
        implies(hypotheses, conjunction(trained(error, moves), implies(alike, as_printed))),
    )
    length = tends(T, LENGTHS, error, longest)
    found = implies(signal, conjunction(quantified(of_size, SIZES[1]), length))
    return quantified(found, SIZES[0], SIZES[2])


def at_point(a: Number, b: Number) -> Theorem:
    """The loss at a point is the parabola."""
    return at(on_line(), a, b)


@cache
def of_nothing() -> Theorem:
    """`0 < L(0, 0)`."""
    length = signed(less(0, T - 2), FACTS)
    used = length, assume(SIGNAL), at_point(0, 0)
    return signed(less(0, loss(0, 0)), used, products=(used[:2],))


def divisors() -> Facts:
    """What is divided by is positive."""
    return of_nothing(), curvature_positive(), assume(SIGNAL), sums_positive()[1]


def excess() -> Theorem:
    """What another product adds to the least loss."""
    step = a1 * b1 - BEST
    using = (at_point(a, b), 1), (at_point(a1, b1), -1), (assume(LEAST), -CURVATURE * step / 2)
    left, right = parts(EXCESS, "equal")
    return under(identity(left, right, divisors(), using), *POINT, *OTHER_POINT, LEAST)


def least() -> Theorem:
    """The least relative error."""
    using = (at_point(a1, b1), 1 / loss(0, 0)), (at_point(0, 0), -ERROR / loss(0, 0))
    square = (CURVATURE * (a1 * b1 - BEST) / 2) / loss(0, 0)
    found = identity(relative(a1, b1), ERROR, divisors(), (*using, (assume(LEAST), square)))
    return under(found, *OTHER_POINT, LEAST)


def not_better() -> Theorem:
    """At no point of the line is the relative error less than the least one."""
    best, nothing, curved = at(excess(), a, b, 1, BEST), of_nothing(), curvature_positive()
    product = identity(written(1) * BEST, BEST, divisors())
    worse, value = apply(best, product), apply(at(least(), 1, BEST), product)
    squares, scales = (a * b - BEST,), (1, loss(0, 0))
    used = worse, value, nothing, curved, *divisors()
    found = signed(
        at_most(ERROR, relative(a, b)), used, products=((nothing,), (curved,)), squares=squares, scales=scales
    )
    return under(found, *POINT)


@cache
def first_signal() -> Theorem:
    """`0 < κ1`, as `S4 = d κ1`."""
    four, length = sums_positive()[0], signed(less(0, d), FACTS)
    return signed(FIRST_SIGNAL, (four, total_of(kappa1, 0), length), products=((length,),))


def satisfied(theorem: Theorem) -> Theorem:
    """A theorem that supposes `0 < κ1`, without that."""
    return apply(discharge(FIRST_SIGNAL, theorem), first_signal())


@cache
def same_product() -> Theorem:
    """The product of least loss is the limit of ab, on an invariant line."""
    bottom = parts(LIMIT, "divide")[1]
    scale = -kappa1() / (CURVATURE * bottom)
    multipliers = (T - 2) / CURVATURE, scale * (T - 2), scale * OVERLAP
    sums = total_of(kappa1, 0), total_of(kappa2, 1), total_of(kappa3, 2)
    facts = curvature_positive(), satisfied(denominator()), signed(less(0, T - 2), FACTS)
    return identity(BEST, LIMIT, facts, tuple(zip(sums, multipliers, strict=True)))


@cache
def product_tends() -> Theorem:
    """ab tends to the product of least loss, on an invariant line."""
    goes = function(limit, body=tends(τ, NONNEGATIVE, PRODUCT, limit))
    return rewrite(goes, swapped(same_product()), satisfied(tends_to_limit()))


@cache
def sum_of_seconds() -> Theorem:
    """`S2 = d E x_1²`, where `E x_j²` is the same for every j."""
    each = equal_sums(under(at(assume(SAME_SECOND), assume(PLACES[0])), PLACES[0]))
    of_one = at(constant_sum(), second(), belonging(d, integers_from(0), FACTS))
    return identity(S2, d * second(), using=((each, 1), (of_one, 1)))


@cache
def second_positive() -> Theorem:
    """`0 < E x_1²`."""
    length, signal = signed(less(0, d), FACTS), assume(SIGNAL)
    return signed(less(0, second()), (signal, sum_of_seconds(), length), products=((length,),))


@cache
def sixth_positive() -> Theorem:
    """`0 < κ2`."""
    six, size = sums_positive()[1], signed(less(0, d), FACTS)
    return signed(less(0, kappa2()), (six, total_of(kappa2, 1), size), products=((size,), (six,)), scales=(1, d))


def printed_error() -> Theorem:
    """The least relative error as it is printed, on an invariant line."""
    facts = (*divisors(), second_positive(), satisfied(denominator()), signed(less(0, T - 2), FACTS))
    shared = -LIMIT / (S2 * second())
    using = (
        (same_product(), -S4 / S2),
        (total_of(kappa1, 0), shared * second()),
        (sum_of_seconds(), -shared * kappa1()),
    )
    return identity(ERROR, PRINTED_ERROR, facts, using)


def printed_limit() -> Theorem:
    """The limit of the least relative error in the length as it is printed, on an invariant line."""
    equations, size = (total_of(kappa1, 0), total_of(kappa2, 1), sum_of_seconds()), signed(less(0, d), FACTS)
    return modulo(equal(LIMIT_OF_ERROR, PRINTED_LIMIT), equations, (sixth_positive(), second_positive(), size))


def error_tends() -> Theorem:
    """The relative error of the trained model tends to the least one."""
    time = member(τ, NONNEGATIVE)
    value = parabola(PRODUCT) / loss(0, 0)
    reached = parabola(BEST) / loss(0, 0)
    goes = continuity(tends(τ, NONNEGATIVE, value, reached), (product_tends(),), (of_nothing(),))
    equation = identity(reached, ERROR, divisors(), ((at_point(0, 0), -ERROR / loss(0, 0)),))
    goes = rewritten_limit(equation, goes)
    same = identity(value, relative(*AT_TIME), (of_nothing(),), ((at_point(*AT_TIME), -1 / loss(0, 0)),))
    later = under(discharge(at_most(0, τ), same), time)
    return eventually(tends(τ, NONNEGATIVE, relative(*AT_TIME), ERROR), goes, later)


def from_every_start(error: Theorem) -> Theorem:
    """What is claimed of the flow from every start on an invariant line, by what the error tends to."""
    goes = under(conjoin(product_tends(), error), MOVES)
    return under(conjoin(satisfied(part(0, flow())), goes), *STARTS)


def of_training() -> Theorem:
    """From every start on an invariant line the error tends to the printed one, where second moments are the same."""
    return under(from_every_start(rewritten_limit(printed_error(), error_tends())), LINE_CONDITIONS, SAME_SECOND)


def on_invariant_line() -> Theorem:
    """The flow from every start on an invariant line, and the errors as they are printed."""
    as_printed = under(conjoin(printed_error(), printed_limit()), SAME_SECOND)
    return under(conjoin(from_every_start(error_tends()), as_printed), LINE_CONDITIONS)


def of_long_sequences() -> Theorem:
    """The least relative error tends to a number as the length grows."""
    (_, six), lengths = sums_positive(), SIZES[1]
    bottom = S6 + FADING * S42
    value, at_once = (1 - S4**2 / (S2 * each) for each in (bottom, S6 + written(0) * S42))
    known = signed(less(0, S2 * (S6 + written(0) * S42)), (assume(SIGNAL), six), products=((assume(SIGNAL), six),))
    goes = continuity(tends(T, LENGTHS, value, at_once), (overlap_fades(),), (known,))
    equation = identity(at_once, LIMIT_OF_ERROR, (known, assume(SIGNAL), six))
    goes = rewrite(function(limit, body=tends(T, LENGTHS, value, limit)), equation, goes)
    length = signed(less(0, T - 2), FACTS)
    scaled = signed(less(0, bottom), (curvature_positive(), length), products=((length,),))
    same = identity(value, ERROR, (scaled, length, *divisors()))
    later = under(discharge(at_most(3, T), same), lengths)
    return eventually(tends(T, LENGTHS, ERROR, LIMIT_OF_ERROR), goes, later)


def proof() -> Proof:
    """The goal and its definedness."""
    parabolas = curvature_positive(), on_line(), excess(), least(), on_invariant_line()
    sizes = under(conjoin(*parabolas), SIZES[1])
    found = under(conjoin(sizes, of_long_sequences()), SIZES[0], SIZES[2], SIGNAL)
    return Proof(goal(), found, definedness())


def definedness() -> Theorem:
    """The goal is defined."""
    known = second_positive(), sixth_positive(), satisfied(denominator())
    return proved(defined(goal()), solve=settled(lambda facts: (*divisors(), *known)))
