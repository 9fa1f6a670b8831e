"""The mean of `x_i x_i^*` along one sequence, as the context grows: what is left are the squares of the coordinates."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.recovery.mixed_powers import (
    COUNTED,
    GAP,
    SAME,
    N,
    Pair,
    bounded,
    eigenvalue,
    following,
    gap,
    j,
    k,
    m,
    mixed,
    of_unit,
    power,
    sums,
    times,
    turned_back,
)
from symbolic.core.expressions import Expression, bound, opened, written
from symbolic.core.rules.convergence import comparison, continuity, eventually
from symbolic.core.rules.integers import empty_sum, equal_sums, next_sum
from symbolic.core.rules.logic import apply, assume, discharge, excluded_middle, parts, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    REALS,
    at_most,
    entry,
    equal,
    function,
    implies,
    indicator,
    integers_between,
    integers_from,
    less,
    member,
    negation,
    real,
    tends,
    total,
    vector,
)
from symbolic.tactics.dynamics.contractions import Along
from symbolic.tactics.finite_sums import constant_sum
from symbolic.tactics.harmonic_numbers import by_induction, n
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    indicated,
    modulo,
    quantified,
    rewritten,
    rewritten_limit,
    swapped,
    under,
    whichever,
)

COUNTS = integers_from(1)
x, d = vector("x"), real("d")
DIMENSION = member(d, integers_from(1))
FIRST, SECOND = member(j, integers_between(1, d)), member(k, integers_between(1, d))
POSITIVE_COUNT = assumed(COUNTED)


def rotated(other: Expression = k) -> Pair:
    """`V_N Σ_{m=1}^{N} U_m V̄_{m−1} Ū_{N+1} / N`, by which the coordinate k enters what is predicted of j."""
    back = turned_back(power(N, other), power(N + 1, j))
    re, im = times(back, sums(N, other))
    return re / N, im / N


@cache
def of_itself() -> Facts:
    """It is 1 for the coordinate itself."""
    place = member(m, integers_between(1, N))
    steps = tuple(rewritten(identity(m - 1 + 1, m), each) for each in following(m - 1, j))
    one = of_unit(j, m - 1)
    count = belonging(N, integers_from(0), POSITIVE_COUNT)
    found = []
    for each, value in zip(mixed(m, j), eigenvalue(j), strict=True):
        left = modulo(equal(each, value * (power(m - 1, j)[0] ** 2 + power(m - 1, j)[1] ** 2)), steps)
        same = identity(each, value, using=((left, 1), (one, value)))
        whole = equal_sums(under(same, place))
        constant = at(constant_sum(), value, count)
        left_side, _ = parts(whole.conclusion, "equal")
        found.append(identity(left_side, N * value, using=((whole, 1), (constant, 1))))
    above = signed(less(0, N), POSITIVE_COUNT)
    (a, b), (c, e) = power(N, j), eigenvalue(j)
    moduli = (a**2 + b**2) * (c**2 + e**2), written(0)
    equations = (*found, *following(N, j))
    rests = tuple(modulo(equal(x, y), equations, (above,)) for x, y in zip(rotated(j), moduli, strict=True))
    units = of_unit(j, N), of_unit(j)
    one = identity(rotated(j)[0], 1, (above,), ((rests[0], 1), (units[0], c**2 + e**2), (units[1], 1)))
    return one, rests[1]


APART = negation(equal(j, k))
LIMITS = indicator(equal(j, k)), written(0)
"""What the two parts tend to."""


@cache
def fading() -> Facts:
    """Both parts tend to 0, where the eigenvalues of j and k differ."""
    above = signed(less(0, N), assumed(COUNTED))
    (c, e), (re, im) = power(N + 1, j), sums(N)
    units, size, least = (of_unit(k, N), of_unit(j, N + 1)), bounded(), gap()
    terms = rotated()
    square = identity(
        N**2 * (terms[0] ** 2 + terms[1] ** 2),
        re**2 + im**2,
        (above,),
        ((units[0], (c**2 + e**2) * (re**2 + im**2)), (units[1], re**2 + im**2)),
    )
    most = signed(at_most(re**2 + im**2, 4 / GAP), (size, least), products=((least,),))
    return tuple(
        comparison(tends(N, COUNTS, term, 0), under(_close(term, other, square, most), COUNTED))
        for term, other in (terms, terms[::-1])
    )


def _close(term: Expression, other: Expression, square: Theorem, most: Theorem) -> Theorem:
    """`N x² ≤ 4/|1 − z|²`, as `N² (x² + y²)` is at most that; x and y are as good as variables."""
    place = assumed(COUNTED)
    above, order = signed(less(0, N), place), place[-1]
    p, q = real("p"), real("q")
    plain = signed(
        at_most(N * (p - 0) ** 2, N**2 * (p**2 + q**2)),
        (order, above),
        products=((order, above), (above, above)),
        squares=(p, q),
    )
    here = at(under(plain, member(p, REALS), member(q, REALS)), term, other)
    left, middle = parts(here.conclusion, "at_most")
    total_size = parts(square.conclusion, "equal")[1]
    same = parts(square.conclusion, "equal")[0]
    hole = real("hole")
    if middle != same:
        square = identity(middle, total_size, (above,), ((square, 1),))
    bounded_here = rewrite(function(hole, body=at_most(left, hole)), square, here)
    return _chained(bounded_here, most)


def _chained(one: Theorem, other: Theorem) -> Theorem:
    """`a ≤ c` from `a ≤ b` and `b ≤ c`, whatever terms they are."""
    (a, b), (_, c) = parts(one.conclusion, "at_most"), parts(other.conclusion, "at_most")
    p, q, r = map(real, "pqr")
    first, second = at_most(p, q), at_most(q, r)
    places = tuple(member(each, REALS) for each in (p, q, r))
    law = under(signed(at_most(p, r), assumed(first, second)), *places, first, second)
    return apply(apply(at(law, a, b, c), one), other)


DISTINCT = quantified(implies(APART, negation(SAME)), FIRST, SECOND)
"""The eigenvalues of W are distinct."""
UNSHARED = quantified(implies(APART, negation(SAME)), SECOND)
"""The eigenvalue of the coordinate j is that of no other one."""


def limit_of(component: int) -> Theorem:
    """A part tends to 1 for `k = j` and else to 0; of the imaginary one, to 0."""
    goal = tends(N, COUNTS, rotated()[component], LIMITS[component])

    def here(given: Facts) -> Theorem:
        value = written(1 - component)
        constant = continuity(tends(N, COUNTS, value, value), (), ())
        same = swapped(of_itself()[component])
        own = tends(N, COUNTS, rotated(j)[component], value)
        found = eventually(own, constant, under(discharge(at_most(1, N), same), COUNTED))
        hole = real("hole")
        found = rewrite(function(hole, body=tends(N, COUNTS, rotated(hole)[component], value)), given[0], found)
        return rewritten_limit(swapped(indicated(given[0])[0]), found) if component == 0 else found

    def apart(given: Facts) -> Theorem:
        distinct = apply(at(assume(UNSHARED), assume(SECOND)), given[0])
        found = apply(discharge(negation(SAME), fading()[component]), distinct)
        return rewritten_limit(swapped(indicated(given[0])[0]), found) if component == 0 else found

    return whichever(goal, excluded_middle(equal(j, k)), here, apart)


def sum_tends(term: Along, limit: Along, each: Theorem) -> Theorem:
    """`Σ_{k=1}^{d} f(N, k) → Σ_{k=1}^{d} l(k)`, from `∀k ∈ {1, …, d}: f(N, k) → l(k)`, by induction."""
    size = assumed(DIMENSION)

    def totals(count: Expression) -> tuple[Expression, Expression]:
        return total(k, 1, count, term(k)), total(k, 1, count, limit(k))

    def says(count: Expression) -> Expression:
        one, other = totals(count)
        return implies(at_most(count, d), tends(N, COUNTS, one, other))

    def like(found: Theorem, count: Expression, equations: Facts) -> Theorem:
        one, other = totals(count)
        _, body, _ = parts(found.conclusion, "tends")
        hole = real("hole")
        found = rewrite(function(hole, body=tends(N, COUNTS, opened(body, (N,)), hole)), swapped(equations[1]), found)
        later = under(discharge(at_most(1, N), swapped(equations[0])), COUNTED)
        return eventually(tends(N, COUNTS, one, other), found, later)

    def base(goal: Expression) -> Theorem:
        none = tuple(empty_sum(side, signed(less(0, 1))) for side in totals(written(0)))
        zero = continuity(tends(N, COUNTS, written(0), written(0)), (), ())
        return discharge(at_most(written(0), d), like(zero, written(0), none))

    def step(goal: Expression, facts: Facts) -> Theorem:
        order = at_most(n + 1, d)
        known = (*facts[:-1], *size, assume(order))
        before = apply(facts[-1], signed(at_most(n, d), known))
        place = belonging(n + 1, integers_between(1, d), known)
        one = at(each, place)
        sums_before = totals(n)
        both = continuity(
            tends(N, COUNTS, sums_before[0] + term(n + 1), sums_before[1] + limit(n + 1)), (before, one), ()
        )
        integer = next(fact for fact in facts if fact.conclusion == member(n, INTEGERS))
        more = tuple(next_sum(side, integer, signed(at_most(1, n + 1), known)) for side in sums_before)
        return discharge(order, like(both, n + 1, more))

    found = at(by_induction(says, base, step), belonging(d, integers_from(0), size))
    return apply(found, signed(at_most(d, d)))


def weighted(component: int) -> Expression:
    """`Σ_k x_k² R_k(N)`, in real or imaginary part."""
    return total(k, 1, d, entry(x, k) ** 2 * rotated(k)[component])


@cache
def weights_tend() -> Facts:
    """`Σ_k x_k² R_k(N)` tends to `x_j²`, its imaginary part to 0."""
    found = []
    for component in range(2):
        one = limit_of(component)
        square = entry(x, k) ** 2
        value = square * LIMITS[component]
        scaled = continuity(tends(N, COUNTS, square * rotated(k)[component], value), (one,), ())

        def term(place: Expression, component: int = component) -> Expression:
            return entry(x, place) ** 2 * rotated(place)[component]

        def limit(place: Expression, component: int = component) -> Expression:
            return entry(x, place) ** 2 * opened(bound(LIMITS[component], (k,)), (place,))

        found.append(sum_tends(term, limit, under(scaled, SECOND)))
    return tuple(found)
