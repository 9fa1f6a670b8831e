"""The prediction along one sequence with a step w, and how far it is from the target."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.recovery.long_context import (
    COUNTS,
    DIMENSION,
    FIRST,
    LIMITS,
    POSITIVE_COUNT,
    SECOND,
    d,
    rotated,
    weighted,
    weights_tend,
    x,
)
from proofs.zheng2024.formal.recovery.mixed_powers import (
    COUNTED,
    N,
    Pair,
    j,
    k,
    m,
    of_unit,
    power,
    sums,
    times,
    turned_back,
)
from symbolic.core.expressions import Expression, Node, bound, opened
from symbolic.core.rules.convergence import continuity, eventually
from symbolic.core.rules.integers import equal_sums, exchanged_sums
from symbolic.core.rules.logic import assume, discharge, excluded_middle, parts, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    entry,
    equal,
    function,
    indicator,
    integers_between,
    integers_from,
    less,
    member,
    real,
    tends,
    total,
)
from symbolic.tactics.finite_sums import constant_sum, separate_sums
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.single_terms import one_term
from symbolic.tactics.steps import assumed, at, belonging, indicated, modulo, swapped, under, whichever

w = real("w")
PLACE = member(m, integers_between(1, N))


def state(exponent: Number, place: Expression) -> Pair:
    """A coordinate of `W^n x_1`, in real and imaginary part."""
    re, im = power(exponent, place)
    return entry(x, place) * re, entry(x, place) * im


def overlap(exponent: Expression) -> Pair:
    """`x_m^* x_{N+1}`, the sum over coordinates, for the states `W^{m−1} x_1` and `W^N x_1`."""
    each = turned_back(state(N, k), state(exponent - 1, k))
    re, im = (total(k, 1, d, part) for part in each)
    return re, im


def prediction() -> Pair:
    """`w/N Σ_m x_{m+1} x_m^* x_{N+1}`, its coordinate j."""
    re, im = (total(m, 1, N, part) for part in times(state(m, j), overlap(m)))
    return w / N * re, w / N * im


TARGET = state(N + 1, j)
"""The coordinate j of the state that follows."""
MISSED = Node("add", tuple((one - other) ** 2 for one, other in zip(prediction(), TARGET, strict=True)))
"""The square of the distance of prediction and target, in the coordinate j."""


def products() -> Pair:
    """`Σ_k x_k² V_N Σ_m U_m V̄_{m−1}`."""
    re, im = (total(k, 1, d, entry(x, k) ** 2 * part) for part in times(power(N, k), sums(N)))
    return re, im


@cache
def summed(component: int) -> Theorem:
    """`Σ_m x_{m+1} x_m^* x_{N+1} = x_j Σ_k x_k² V_N Σ_m U_m V̄_{m−1}`, in real or imaginary part."""
    size, count = belonging(d, integers_from(0), assumed(DIMENSION)), belonging(N, integers_from(0), POSITIVE_COUNT)
    (a, b), (p, q) = state(m, j), overlap(m)
    factors, inner = ((a, -b), (p, q)) if component == 0 else ((a, b), (q, p))
    joined = at(separate_sums(factors, inner), size)
    left, _ = parts(joined.conclusion, "equal")
    summand = times(state(m, j), overlap(m))[component]
    same = identity(summand, left, using=((joined, -1),))
    over_m = equal_sums(under(same, PLACE))
    exchanged = exchanged_sums(parts(over_m.conclusion, "equal")[1])
    _, _, body = parts(parts(exchanged.conclusion, "equal")[1], "total")
    each = of_coordinate(component, opened(body, (k,)), count)
    over_k = equal_sums(under(each, SECOND))
    value = products()[component]
    pulled = at(separate_sums((entry(x, j),), (value,)), size)
    total_left = parts(over_m.conclusion, "equal")[0]
    using = (over_m, 1), (exchanged, 1), (over_k, 1), (pulled, 1)
    return identity(total_left, entry(x, j) * value, using=using)


def of_coordinate(component: int, inner: Expression, count: Theorem) -> Theorem:
    """The part of a coordinate k: `Σ_m … = x_j (x_k² V_N Σ_m U_m V̄_{m−1})`, as `separate_sums` will have it."""
    scale, (c, s) = entry(x, j) * entry(x, k) ** 2, power(N, k)
    numbers = (scale * c, -(scale * s)) if component == 0 else (scale * c, scale * s)
    ordered = sums(N) if component == 0 else sums(N)[::-1]
    separated = at(separate_sums(numbers, ordered), count)
    left, _ = parts(separated.conclusion, "equal")
    _, _, wanted = parts(left, "total")
    _, _, body = parts(inner, "total")
    each = identity(opened(body, (m,)), opened(wanted, (m,)))
    same = equal_sums(under(each, PLACE))
    goal = Node("add", (entry(x, j) * (entry(x, k) ** 2 * times(power(N, k), sums(N))[component]),))
    return identity(inner, goal, using=((same, 1), (separated, 1)))


@cache
def scaled(component: int) -> Theorem:
    """`Σ_k x_k² R_k(N)`, in the sums over coordinates: `(c P + s Q)/N` and `(c Q − s P)/N`, `U_{N+1} = c + i s`."""
    size, above = belonging(d, integers_from(0), assumed(DIMENSION)), signed(less(0, N), POSITIVE_COUNT)
    c, s = power(N + 1, j)
    numbers, ordered = ((c / N, s / N), products()) if component == 0 else ((c / N, -(s / N)), products()[::-1])
    p, q = real("p"), real("q")
    general = under(separate_sums((p, q), ordered), member(p, REALS), member(q, REALS))
    separated = at(general, *numbers, size)
    left, _ = parts(separated.conclusion, "equal")
    _, _, body = parts(left, "total")
    each = identity(entry(x, k) ** 2 * rotated()[component], opened(body, (k,)), (above,))
    over_k = equal_sums(under(each, SECOND))
    goal = turned_back(products(), power(N + 1, j))[component] / N
    return identity(weighted(component), goal, (above,), ((over_k, 1), (separated, 1)))


@cache
def missed() -> Theorem:
    """The square of what is missed is `x_j² ((w S − 1)² + (w R)²)`, where `S + i R = Σ_k x_k² R_k(N)`."""
    above, unit = signed(less(0, N), POSITIVE_COUNT), of_unit(j, N + 1)
    value = entry(x, j) ** 2 * ((w * weighted(0) - 1) ** 2 + (w * weighted(1)) ** 2)
    (c, e), own = power(N + 1, j), entry(x, j)
    P, Q = products()
    apart = own**2 * ((w / N * P - c) ** 2 + (w / N * Q - e) ** 2)
    one = modulo(equal(MISSED, apart), (summed(0), summed(1)), (above,))
    real_part, imaginary = (turned_back((P, Q), (c, e))[number] / N for number in range(2))
    plain = own**2 * ((w * real_part - 1) ** 2 + (w * imaginary) ** 2)
    factor = -(own**2) * (w**2 * (P**2 + Q**2) / N**2 - 1)
    two = identity(apart, plain, (above,), ((unit, factor),))
    three = modulo(equal(value, plain), (scaled(0), scaled(1)), (above,))
    return identity(MISSED, value, (above,), ((one, 1), (two, 1), (three, -1)))


def at_step(term: Expression, step: Expression) -> Expression:
    """A term in w, at a step."""
    return opened(bound(term, (w,)), (step,))


def error(step: Number) -> Expression:
    """`x_j² (w x_j² − 1)²`."""
    own = entry(x, j)
    return own**2 * (step * own**2 - 1) ** 2


@cache
def own_square() -> Theorem:
    """`Σ_k x_k² 1[j = k] = x_j²`."""
    count = assume(DIMENSION)
    own = entry(x, j) ** 2
    term = entry(x, k) ** 2 * indicator(equal(j, k))
    goal = equal(term, indicator(equal(j, k)) * own)

    def same(given: Facts) -> Theorem:
        hole = real("hole")
        value = function(hole, body=equal(entry(x, hole) ** 2 * indicator(equal(j, k)), indicator(equal(j, k)) * own))
        return rewrite(value, given[0], identity(own * indicator(equal(j, k)), indicator(equal(j, k)) * own))

    def apart(given: Facts) -> Theorem:
        return modulo(goal, indicated(given[0]))

    each = equal_sums(under(whichever(goal, excluded_middle(equal(j, k)), same, apart), SECOND))
    single = at(one_term(), own, count, assume(FIRST))
    return identity(parts(each.conclusion, "equal")[0], own, using=((each, 1), (single, 1)))


@cache
def nothing_left() -> Theorem:
    """`Σ_k x_k² 0 = 0`."""
    left = total(k, 1, d, entry(x, k) ** 2 * LIMITS[1])
    each = equal_sums(under(identity(entry(x, k) ** 2 * LIMITS[1], 0), SECOND))
    zero = at(constant_sum(), 0, belonging(d, integers_from(0), assumed(DIMENSION)))
    return identity(left, 0, using=((each, 1), (zero, 1)))


@cache
def tends_to_error() -> Theorem:
    """The square of what is missed tends to `x_j² (w x_j² − 1)²`, where no other coordinate has the eigenvalue of j."""
    own = entry(x, j)
    re, im = weights_tend()
    ends = tuple(parts(each.conclusion, "tends")[2] for each in (re, im))
    value = own**2 * ((w * weighted(0) - 1) ** 2 + (w * weighted(1)) ** 2)
    limit = own**2 * ((w * ends[0] - 1) ** 2 + (w * ends[1]) ** 2)
    found = continuity(tends(N, COUNTS, value, limit), (re, im), ())
    later = under(discharge(at_most(1, N), swapped(missed())), COUNTED)
    found = eventually(tends(N, COUNTS, MISSED, limit), found, later)
    same = modulo(equal(limit, error(w)), (own_square(), nothing_left()))
    hole = real("hole")
    return rewrite(function(hole, body=tends(N, COUNTS, MISSED, hole)), same, found)
