"""The gradient of a context's least squares at 0, and that the prediction on the line is a step along it."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.capability.context_step import (
    ANY,
    AT_ZERO,
    BEGINS,
    DESCENT,
    LAST,
    MISSED,
    OBJECTIVE,
    ROW,
    SEQUENCE,
    SLOPE,
    SQUARE,
    STEP,
    WEIGHTS,
    after_step,
    applied,
    before,
    i,
    m,
    over,
    prediction,
    query_key,
    r,
    state,
    t,
    value,
    w,
)
from proofs.zheng2024.formal.on_line.line_formulas import a, b, d, j, k
from proofs.zheng2024.formal.recovery.mixed_powers import times, turned_back
from symbolic.core.expressions import Expression, Node, Variable, bound, opened, written
from symbolic.core.rules.integers import equal_sums, exchanged_sums
from symbolic.core.rules.logic import assume, excluded_middle, parts, reflexive, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    equal,
    function,
    indicator,
    integers_between,
    integers_from,
    less,
    member,
    real,
    total,
)
from symbolic.tactics.finite_sums import combined_sum, first_apart
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.single_terms import one_term
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    indicated,
    modulo,
    swapped,
    under,
    whichever,
)

PLACE = member(k, integers_between(1, d))
TIME = member(i, integers_between(1, LAST))
FACTS = assumed(*SEQUENCE)
COUNT = belonging(d, integers_from(0), FACTS)
TIMES = belonging(LAST, integers_from(0), FACTS)
CROSSED = Node("add", tuple(one * other for one, other in zip(state(i + 1, j), applied(WEIGHTS, i), strict=True)))
"""The real part of `x̄_{i+1}` times the matrix applied to `x_i`, in the coordinate j."""


def of_rows(term: Expression) -> Expression:
    """The sum over all coordinates j."""
    return total(j, 1, d, term)


def of_times(term: Expression) -> Expression:
    """The sum over the times before t."""
    return total(i, 1, LAST, term)


@cache
def multiplied_out() -> Theorem:
    """`Σ_i Σ_j |x_{i+1} − V x_i|² = Σ Σ |x_{i+1}|² − 2 Σ Σ … + Σ Σ |V x_i|²`."""
    squares = tuple(
        Node("add", tuple(part**2 for part in pair)) for pair in (MISSED, state(i + 1, j), applied(WEIGHTS, i))
    )
    numbers = tuple(map(written, (1, -2, 1)))
    summands = squares[1], CROSSED, squares[2]
    row = combined_sum(of_rows(squares[0]), numbers, tuple(map(of_rows, summands)), COUNT, j)
    sums = tuple(of_times(of_rows(each)) for each in summands)
    return combined_sum(of_times(of_rows(squares[0])), numbers, sums, TIMES, i, row)


@cache
def linear_part() -> Theorem:
    """`Σ_i Σ_j Re x̄_{i+1} V x_i = Σ_j Σ_k (U Re + V Im)` of the entries of `Σ_i x_{i+1} x_i^*`."""
    products = turned_back(state(i + 1, j), state(i, k))
    entry = WEIGHTS[0] * products[0] + WEIGHTS[1] * products[1]
    in_row = combined_sum(total(k, 1, d, entry), state(i + 1, j), applied(WEIGHTS, i), COUNT, k)
    same = equal_sums(under(swapped(in_row), ROW))
    whole = equal_sums(under(same, TIME))
    rows_first = exchanged_sums(parts(whole.conclusion, "equal")[1])
    inner = exchanged_sums(of_times(total(k, 1, d, entry)))
    sums = tuple(of_times(each) for each in products)
    over_times = combined_sum(of_times(entry), WEIGHTS, sums, TIMES, i)
    places = equal_sums(under(over_times, PLACE))
    rows = equal_sums(under(identity(_left(inner), _right(places), using=((inner, 1), (places, 1))), ROW))
    using = (whole, 1), (rows_first, 1), (rows, 1)
    return identity(_left(whole), SLOPE, using=using)


def _left(equation: Theorem) -> Expression:
    return parts(equation.conclusion, "equal")[0]


def _right(equation: Theorem) -> Expression:
    return parts(equation.conclusion, "equal")[1]


@cache
def expansion() -> Theorem:
    """The objective is that at 0 less the slope along the matrix, plus a form of degree two in it."""
    half = written(1) / 2
    found = identity(OBJECTIVE, AT_ZERO - SLOPE + SQUARE, using=((multiplied_out(), half), (linear_part(), -1)))
    return under(found, *ANY)


def picked(scale: Expression, at_place: Theorem, term: Expression, place: Variable) -> Theorem:
    """`Σ_m c 1[j = m] f(m) = c f(j)`, for a term f in the variable m and a coordinate j."""
    own, _ = parts(at_place.conclusion, "member")
    hole = real("hole")
    of_hole = opened(bound(term, (place,)), (hole,))
    value = opened(bound(term, (place,)), (own,))
    counts = indicator(equal(own, place))
    goal_ = equal(scale * counts * term, scale * value * (counts * written(1)))

    def here(facts: Facts) -> Theorem:
        same = rewrite(function(hole, body=equal(of_hole, value)), facts[0], reflexive(value))
        return modulo(goal_, (*indicated(facts[0]), same))

    each = whichever(goal_, excluded_middle(equal(own, place)), here, lambda facts: modulo(goal_, indicated(facts[0])))
    single = total(place, 1, d, counts * written(1))
    sums = combined_sum(total(place, 1, d, scale * counts * term), (scale * value,), (single,), COUNT, place, each)
    one = at(one_term(), 1, assume(SEQUENCE[0]), at_place)
    return modulo(equal(_left(sums), scale * value), (sums, one))


KEY = over(m, d, turned_back(state(t, m), before(i, m)))
"""`x_{i−1}^* x_t`."""
WEIGHED = times(state(i, j), KEY)
LENGTH = signed(less(0, LAST), FACTS)


@cache
def keys() -> Facts:
    """`x_{i−1}^* (a I) x_t = a x_{i−1}^* x_t`, in both parts."""
    of_place = assume(member(m, integers_between(1, d)))
    queries = tuple(picked(a, of_place, each, r) for each in state(t, r))
    return tuple(_key(number, queries) for number in range(2))


def _key(number: int, queries: Facts) -> Theorem:
    left, right = query_key()[number], KEY[number]
    summands = tuple(opened(parts(each, "total")[2], (m,)) for each in (left, right))
    each = modulo(equal(summands[0], a * summands[1]), queries)
    return combined_sum(left, (a,), (right,), COUNT, m, each)


@cache
def values() -> Facts:
    """`(b I) x_i = b x_i`, in both parts."""
    return tuple(picked(b, assume(ROW), each, m) for each in state(i, m))


@cache
def attended(number: int) -> Theorem:
    """`Σ_{i=1}^{t} b x_i · a x_{i−1}^* x_t = ab Σ_{i=1}^{t} x_i · x_{i−1}^* x_t`, in one of both parts."""
    body = times(value(), query_key())[number]
    each = modulo(equal(body, a * b * WEIGHED[number]), (*values(), *keys()))
    return combined_sum(total(i, 1, t, body), (a * b,), (total(i, 1, t, WEIGHED[number]),), ALL_TIMES, i, each)


ALL_TIMES = belonging(t, integers_from(0), FACTS)


@cache
def nothing_before() -> Facts:
    """`x_0^* x_t = 0`, in both parts."""
    start = conjuncts(at(assume(BEGINS), assume(member(m, integers_between(1, d)))))
    found = []
    for part in KEY:
        first = opened(bound(part, (i,)), (written(1),))
        each = modulo(equal(opened(parts(first, "total")[2], (m,)), written(0) * written(1)), start)
        found.append(combined_sum(first, (0,), (total(m, 1, d, written(1)),), COUNT, m, each))
    return tuple(found)


@cache
def from_second(number: int) -> Theorem:
    """`Σ_{i=1}^{t} x_i · x_{i−1}^* x_t = Σ_{i=1}^{t−1} x_{i+1} · x_i^* x_t`, as `x_0 = 0`."""
    apart = at(first_apart(i, WEIGHED[number]), TIMES)
    hole = real("hole")
    _, right = parts(apart.conclusion, "equal")
    whole = function(hole, body=equal(total(i, 1, hole, WEIGHED[number]), right))
    apart = rewrite(whole, identity(LAST + 1, t), apart)
    moved = parts(right, "add")[1]
    return modulo(equal(_left(apart), moved), (apart, *nothing_before()))


@cache
def turned_round(number: int) -> Theorem:
    """`Σ_i x_{i+1} · x_i^* x_t = (Σ_i x_{i+1} x_i^*) x_t`, in one of both parts."""
    (y, z), (u, v) = state(i + 1, j), state(t, k)
    key = over(k, d, turned_back((u, v), state(i, k)))
    products = turned_back((y, z), state(i, k))
    entry = times(products, (u, v))[number]
    numbers, ordered = ((y, -z), key) if number == 0 else ((y, z), key[::-1])
    row = combined_sum(total(k, 1, d, entry), numbers, ordered, COUNT, k)
    whole = equal_sums(under(identity(times((y, z), key)[number], _left(row), using=((row, -1),)), TIME))
    exchanged = exchanged_sums(_right(whole))
    sums = tuple(of_times(each) for each in products)
    over_times = combined_sum(of_times(entry), (u, -v) if number == 0 else (v, u), sums, TIMES, i)
    entry_ = times(DESCENT, (u, v))[number]
    each = equal_sums(under(identity(of_times(entry), entry_, using=((over_times, 1),)), PLACE))
    return identity(_left(whole), total(k, 1, d, entry_), using=((whole, 1), (exchanged, 1), (each, 1)))


@cache
def stepped(number: int, factor: int) -> Theorem:
    """The prediction is one step along the gradient, or of twice the length along half of it, in one of both parts."""
    moved, plain = after_step(w, factor)[number], applied(DESCENT, t)[number]
    along = at(under(combined_sum(moved, (w,), (plain,), COUNT, k), member(w, REALS)), STEP)
    chain = (attended(number), 1 / LAST), (from_second(number), STEP), (turned_round(number), STEP), (along, -1)
    return identity(prediction()[number], _left(along), (LENGTH,), chain)
