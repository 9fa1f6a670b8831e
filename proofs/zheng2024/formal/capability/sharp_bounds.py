"""How good and how bad the trained model can be: bounds over all laws of what is recovered, and of the error."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.capability.error_of_trained_model import (
    ERROR,
    LEAST,
    OTHER_POINT,
    a1,
    b1,
    divisors,
    least,
    relative,
)
from proofs.zheng2024.formal.lemmas.context_matrix import LENGTH, TRACE, trace_of_context
from proofs.zheng2024.formal.lemmas.defined_terms import settled
from proofs.zheng2024.formal.lemmas.independent_starts import line_conditions, of_coordinate
from proofs.zheng2024.formal.lemmas.line_loss import (
    BEST,
    CURVATURE,
    S2,
    S4,
    S6,
    S42,
    SIGNAL,
    curvature_positive,
    pairs_not_negative,
    schwarz,
    sums_positive,
)
from proofs.zheng2024.formal.lemmas.rare_starts import RARE, SIZE, finite, of_rare, sizes_of_moments, sums, v, weight
from proofs.zheng2024.formal.on_line.line_flow import FACTS, SIZES
from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, OVERLAP, T, d, μ
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.entries import independent_moments
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, discharge, part, parts, reflexive, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    Number,
    at_most,
    conjunction,
    equal,
    exists,
    function,
    iff,
    implies,
    independent,
    integers_from,
    less,
    member,
    real,
    vector_moments,
)
from symbolic.tactics.harmonic_numbers import at_least_1
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    proved,
    quantified,
    rewritten,
    swapped,
    under,
    witnessed,
)

ε, hole = real("ε"), real("l")
SMALL = member(ε, POSITIVE)
RATIO = BEST * TRACE / d
"""A d-th of the trace of `E ab/N Σ_i x_i x_i^*`, ab being the product of least loss."""
VALUE = BEST * S2 / d

ONE_SIZE_RATIO = conjunction(equal(d * S6, S2 * S4), equal(S42, 0))
ONE_SIZE_ERROR = conjunction(equal(S2 * S6, S4**2), equal(S42, 0))
ONE_SIZE = equal(d * S4, S2**2)


def bounds_of_ratio(ratio: Expression, most: Number) -> Expression:
    """It is positive, at most 1, and when it is 1."""
    return conjunction(less(0, ratio), at_most(ratio, most), iff(equal(ratio, 1), ONE_SIZE_RATIO))


def bounds_of_error(error: Expression, ratio: Expression) -> Expression:
    """It is not negative, less than 1, when it is 0; and what it is together with the ratio."""
    together = conjunction(at_most(ratio + error, 1), iff(equal(ratio + error, 1), ONE_SIZE))
    alone = conjunction(at_most(0, error), less(error, 1), iff(equal(error, 0), ONE_SIZE_ERROR))
    return conjunction(alone, together)


def nearly_worst(bound: Expression) -> Expression:
    """Less than a bound is recovered, and the error is more than 1 less the bound."""
    ratio = quantified(less(RATIO, bound), LENGTH)
    error = quantified(implies(LEAST, less(1 - bound, relative(a1, b1))), *OTHER_POINT)
    return conjunction(LINE_CONDITIONS, SIGNAL, ratio, error)


def worst() -> Expression:
    """There is a law for which that is so, with an invariant line."""
    return exists(μ, vector_moments(6), nearly_worst(ε))


LEFT_OUT = "the ratio where coordinates can be 0, that of a single coordinate, and equality cases as supports of laws"


def goal(most: Number = 1, signal: Expression = SIGNAL, bounds: Expression = SMALL) -> Expression:
    """For all sizes: bounds of every law, and laws with an invariant line that are as near to them as is wanted."""
    error = quantified(implies(LEAST, bounds_of_error(relative(a1, b1), RATIO)), *OTHER_POINT)
    of_law = implies(signal, quantified(conjunction(bounds_of_ratio(RATIO, most), error), LENGTH))
    found = conjunction(quantified(of_law, SIZES[2]), quantified(worst(), bounds))
    return quantified(found, *SIZES[:2])


@cache
def signs() -> Facts:
    """`0 < d`, `0 < T − 2`, `1 ≤ H(T − 2)`."""
    length = signed(less(0, T - 2), FACTS)
    return signed(less(0, d), FACTS), length, at(at_least_1(), belonging(T - 2, integers_from(1), FACTS))


@cache
def ordered() -> Theorem:
    """`S2 S4 ≤ d S6`."""
    two, (four, _), (first, second) = assume(SIGNAL), sums_positive(), schwarz()
    used = two, four, first, second, signs()[0]
    return signed(at_most(S2 * S4, d * S6), used, products=((two,), (signs()[0], second), (four, first)))


def known() -> Facts:
    """The divisors, and what all certificates use."""
    two, (four, six) = assume(SIGNAL), sums_positive()
    return two, four, six, *schwarz(), *signs(), pairs_not_negative(), curvature_positive(), ordered()


def exactly(equation: Theorem, below: Theorem, factor: Theorem) -> Theorem:
    """`y = x` and `S42 = 0`, from `x ≤ y` and the equation `(T − 2) (y − x) + c H(T − 2) S42 = 0`, `0 < c`."""
    x, y = parts(below.conclusion, "at_most")
    (_, length, overlap), pairs = signs(), pairs_not_negative()
    products: tuple[Facts, ...] = (length,), (factor, pairs), (factor, overlap, pairs)
    above = signed(at_most(y, x), (equation, length, overlap, pairs, factor), products=products)
    both = signed(equal(y, x), (below, above), products=((below, above),))
    products = (factor,), (factor, overlap), (length, below)
    none = signed(at_most(S42, 0), (equation, length, overlap, below, factor), products=products)
    return conjoin(both, signed(equal(S42, 0), (none, pairs), products=((none, pairs),)))


def equivalent(one: Expression, forth: Theorem, back: Theorem) -> Theorem:
    """`A ⇔ B` from what is proved under A and under B."""
    return both_ways(discharge(one, forth), discharge(forth.conclusion, back))


def of_ratio() -> Theorem:
    """The bounds of the ratio, in moments."""
    (size, length, overlap), pairs, two, (four, _) = signs(), pairs_not_negative(), assume(SIGNAL), sums_positive()
    curved = curvature_positive()
    above_0 = signed(less(0, VALUE), known(), products=((curved, size), (length, four, two)))
    products = (curved, size), (length, ordered()), (size, pairs), (size, overlap, pairs)
    below_1 = signed(at_most(VALUE, 1), known(), products=products)
    attained = equal(VALUE, 1)
    polynomial = identity((T - 2) * S4 * S2, d * CURVATURE, known(), ((assume(attained), d * CURVATURE),))
    forth = exactly(polynomial, ordered(), size)
    sizes, alone = conjuncts(assume(ONE_SIZE_RATIO))
    using = (sizes, -(T - 2) / (d * CURVATURE)), (alone, -OVERLAP / CURVATURE)
    return conjoin(above_0, below_1, equivalent(attained, forth, identity(VALUE, 1, known(), using)))


def of_error() -> Theorem:
    """The bounds of the error, in moments, and of its sum with the ratio."""
    (size, length, overlap), pairs, two, (four, _) = signs(), pairs_not_negative(), assume(SIGNAL), sums_positive()
    curved, (first, second) = curvature_positive(), schwarz()
    products = (two, curved), (length, second), (two, pairs), (two, overlap, pairs)
    above_0 = signed(at_most(0, ERROR), known(), products=products)
    below_1 = signed(less(ERROR, 1), known(), products=((two, curved), (length, four, four)))
    attained = equal(ERROR, 0)
    polynomial = identity(S2 * CURVATURE, (T - 2) * S4**2, known(), ((assume(attained), S2 * CURVATURE),))
    sizes, alone = conjuncts(assume(ONE_SIZE_ERROR))
    using = (sizes, (T - 2) / (S2 * CURVATURE)), (alone, OVERLAP / CURVATURE)
    nothing = equivalent(attained, exactly(polynomial, second, two), identity(ERROR, 0, known(), using))
    most = signed(at_most(VALUE + ERROR, 1), known(), products=((size, curved, two), (length, four, first)))
    return conjoin(conjoin(above_0, below_1, nothing), conjoin(most, sum_is_1()))


def sum_is_1() -> Theorem:
    """The ratio and the error add up to 1 exactly if `d S4 = S2²`."""
    (_, length, _), (four, _), (first, _) = signs(), sums_positive(), schwarz()
    attained = equal(VALUE + ERROR, 1)
    bottom = d * CURVATURE * S2
    polynomial = identity((T - 2) * S4 * S2**2, (T - 2) * S4 * (d * S4), known(), ((assume(attained), bottom),))
    above = signed(at_most(d * S4, S2**2), (polynomial, length, four), products=((length, four),))
    both = signed(ONE_SIZE, (first, above), products=((first, above),))
    back = identity(VALUE + ERROR, 1, known(), ((assume(ONE_SIZE), -(T - 2) * S4 / bottom),))
    return equivalent(attained, both, back)


def recovered() -> Theorem:
    """The ratio in moments is that of the model."""
    trace = at(trace_of_context(), assume(LENGTH))
    return rewrite(function(hole, body=equal(BEST * hole / d, RATIO)), trace, reflexive(RATIO))


def of_every_law() -> Theorem:
    """What is claimed of every law."""
    ratio = rewrite(function(hole, body=bounds_of_ratio(hole, 1)), recovered(), of_ratio())
    error = rewrite(function(hole, body=bounds_of_error(ERROR, hole)), recovered(), of_error())
    of_point = apply(at(least(), *map(assume, OTHER_POINT)), assume(LEAST))
    error = rewrite(function(hole, body=bounds_of_error(hole, RATIO)), swapped(of_point), error)
    return under(conjoin(ratio, under(error, *OTHER_POINT, LEAST)), SIZES[2], SIGNAL, LENGTH)


POOR, WRONG = less(S4 * S2, ε * (d * S6)), less(S4**2, ε * (S2 * S6))


def nearly() -> Theorem:
    """From `S2 S4 < ε d S6` and `S4² < ε S2 S6` the ratio is less than ε, and the error more than `1 − ε`."""
    (size, length, overlap), pairs, two, curved = signs(), pairs_not_negative(), assume(SIGNAL), curvature_positive()
    poor, wrong, (_, small) = assume(POOR), assume(WRONG), assumed(SMALL)
    products = (curved, size), (length, poor), (small, size, pairs), (small, size, overlap, pairs)
    ratio = signed(less(VALUE, ε), (*known(), poor, small), products=products)
    ratio = rewrite(function(hole, body=less(hole, ε)), recovered(), ratio)
    products = (curved, two), (length, wrong), (small, two, pairs), (small, two, overlap, pairs)
    error = signed(less(1 - ε, ERROR), (*known(), wrong, small), products=products)
    of_point = apply(at(least(), *map(assume, OTHER_POINT)), assume(LEAST))
    error = rewrite(function(hole, body=less(1 - ε, hole)), swapped(of_point), error)
    return conjoin(under(ratio, LENGTH), under(error, *OTHER_POINT, LEAST))


RIGHT_SIZE = equal(v * (4 + ε), ε)
M2, M4, M6 = (of_coordinate(order, RARE) for order in (2, 4, 6))


def rare_signs() -> Facts:
    """`0 < S2`, `S2 S4 < ε d S6` and `S4² < ε S2 S6` at rare starts of the right size."""
    least_2, most_2, four, most_4, large = sizes_of_moments()
    (_, small), (_, of_v, _), size = assumed(SMALL), assumed(*SIZE), signs()[0]
    right = assume(RIGHT_SIZE)
    wide = signed(less(4, ε * M6), (small, of_v, large, right), products=((small, large),), scales=(1 / v,))
    two = signed(less(0, M2), (least_2,))
    product = signed(at_most(M4 * M2, 4), (most_2, most_4, two, four), products=((most_2, four), (most_4, two)))
    square = signed(at_most(M4**2, 4), (most_4, four), products=((most_4, four),))
    more = signed(less(4, ε * (M2 * M6)), (wide, least_2, small), products=((wide, least_2),))

    def pairs(*facts: Theorem) -> tuple[Facts, ...]:
        return tuple((size, size, fact) for fact in facts)

    goals = (
        signed(less(0, d * M2), (size, two), products=((size, two),)),
        signed(less(d * M4 * (d * M2), ε * (d * (d * M6))), (size, product, wide), products=pairs(product, wide)),
        signed(less((d * M4) ** 2, ε * (d * M2 * (d * M6))), (size, square, more), products=pairs(square, more)),
    )
    return tuple(_summed(each) for each in goals)


def _summed(theorem: Theorem) -> Theorem:
    for each in sums():
        theorem = rewritten(swapped(each), theorem)
    return theorem


def of_rare_starts() -> Theorem:
    """For every `ε > 0` there are starts with an invariant line at which both bounds are as near as ε."""
    found = at(under(nearly(), SIZES[2], SIGNAL, SMALL, POOR, WRONG), independent_moments(finite()))
    signal, poor, wrong = rare_signs()
    found = apply(found, signal)
    found = apply(apply(at(found, assume(SMALL)), poor), wrong)
    conditions = of_rare(line_conditions())
    found = conjoin(conditions, signal, part(0, found), part(1, found))
    found = under(witnessed(worst(), found, independent(RARE), facts=weight()), *SIZE, RIGHT_SIZE)
    (_, small), value = assumed(SMALL), ε / (4 + ε)
    wider = signed(less(0, 4 + ε), (small,))
    below = signed(less(value, 1), (small, wider), products=((wider,),))
    found = at(found, belonging(value, POSITIVE, (positive(value, (small, wider)),)))
    return under(apply(apply(found, below), identity(value * (4 + ε), ε, (small, wider))), SMALL)


def proof() -> Proof:
    """The goal and its definedness."""
    return Proof(goal(), under(conjoin(of_every_law(), of_rare_starts()), *SIZES[:2]), definedness())


def definedness() -> Theorem:
    """The goal is defined."""
    return proved(defined(goal()), solve=settled(lambda facts: (*divisors(), *signs())))
