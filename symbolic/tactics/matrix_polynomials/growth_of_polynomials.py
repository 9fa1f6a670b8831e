"""A polynomial of degree n in a number, as a matrix of one entry: it outgrows every bound `K (1 + s²)^m` with m < n."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, bound, opened, written
from symbolic.core.rules.logic import apply, assume, cases, choose, contradict, deny, parts, witness
from symbolic.core.rules.matrix_algebra import trace_of_identity
from symbolic.core.rules.membership import belongs, meant, next_integer, trichotomy
from symbolic.core.rules.powers import next_power, power_to_nothing
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    INTEGERS,
    NONNEGATIVE,
    POSITIVE,
    REALS,
    SEQUENCES,
    Number,
    at_most,
    entry,
    equal,
    exists,
    identity_matrix,
    implies,
    integers_from,
    less,
    member,
    multiple,
    negation,
    raised,
    real,
    trace,
)
from symbolic.tactics.matrix_polynomials.horner_steps import NATURAL, S, a, c, m, n, polynomial
from symbolic.tactics.matrix_polynomials.powers_in_order import LONG, at_least_1, beside_square, s, with_more_factors
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, quantified, rewritten, swapped, under, whichever
from symbolic.tactics.sums.geometric_sums import power_positive
from symbolic.tactics.whole_matrices.iterated_matrices import next_step, over_steps, recounted, start
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

K, L, l = map(real, ("K", "L", "l"))
GIVEN = member(a, REALS), member(c, SEQUENCES)


def in_number(of: Expression) -> Expression:
    """What is made of a square matrix, at the matrix with the one entry s."""
    return opened(bound(of, (m, S)), (written(1), multiple(s, identity_matrix(1))))


def value(degree: Number) -> Expression:
    """`a sⁿ + c[1] sⁿ⁻¹ + … + c[n]`."""
    return trace(in_number(polynomial(a, c, degree)))


@cache
def one() -> Theorem:
    """`tr I = 1`."""
    return trace_of_identity(belonging(1, integers_from(0)))


def next_value(facts: Facts) -> Theorem:
    """`y_{n+1} = s yₙ + c[n + 1]`."""
    of = in_number(polynomial(a, c, n))
    made = next_step(of, n, facts)
    inside = (*facts, shaped(of, facts), shaped(parts(made.conclusion, "equal_matrices")[0], facts))
    last = entry(c, n + 1)
    found = rewritten_traces(equal(value(n + 1), s * value(n) + last * trace(identity_matrix(1))), inside, [made])
    return modulo(equal(value(n + 1), s * value(n) + last), (found, one()))


def first_value() -> Theorem:
    """`y_0 = a`."""
    begun = start(in_number(polynomial(a, c, n)))
    found = rewritten_traces(equal(value(0), a * trace(identity_matrix(1))), (), [begun])
    return modulo(equal(value(0), a), (found, one()))


def left(degree: Expression) -> Expression:
    """What is left of a polynomial without its first term, times s."""
    return s * (value(degree) - a * raised(s, degree))


def rest_below(degree: Expression, most: Expression = L) -> Expression:
    """`(s (yₙ − a sⁿ))² ≤ L (sⁿ)²` from s = 1 on."""
    below = at_most(left(degree) ** 2, most * raised(s, degree) ** 2)
    return quantified(implies(LONG, below), member(s, REALS))


@cache
def rest_bounded() -> Theorem:
    """`∀a ∀c ∀n`: there is such a number L."""

    def says(degree: Expression) -> Expression:
        return exists(L, NONNEGATIVE, rest_below(degree))

    def shown(degree: Expression, most: Expression, sign: Theorem, below: Theorem) -> Theorem:
        inside = under(below, member(s, REALS), LONG)
        return witness(says(degree), belongs(member(most, NONNEGATIVE), sign), inside)

    def step(before: Theorem, facts: Facts) -> Theorem:
        supposed = apply(at(assume(rest_below(n)), s), assume(LONG))
        natural = belonging(n, NATURAL, facts)
        power = next_power(s, natural)
        large = at(apply(at(at_least_1(), s), assume(LONG)), natural)
        last, most = entry(c, n + 1), 2 * L + 2 * entry(c, n + 1) ** 2
        there = modulo(equal(left(n + 1), s * (left(n) + last)), (next_value(facts), power))
        squares = signed(at_most((left(n) + last) ** 2, 2 * left(n) ** 2 + 2 * last**2), squares=(left(n) - last,))
        wide = signed(at_most(1, raised(s, n) ** 2), (large,), products=((large, large),))
        inner = signed(
            at_most((left(n) + last) ** 2, most * raised(s, n) ** 2),
            (squares, supposed, wide),
            products=((wide,), (supposed,)),
            squares=(1, last),
        )
        both = signed(
            at_most((s * (left(n) + last)) ** 2, most * (raised(s, n) * s) ** 2),
            (inner,),
            products=((inner,),),
            squares=(s,),
        )
        found = rewritten(swapped(there), rewritten(swapped(power), both))
        sign = signed(at_most(0, most), (meant(assume(member(L, NONNEGATIVE))),), squares=(last,))
        return choose(L, before, shown(n + 1, most, sign, found))

    gone = modulo(equal(left(written(0)), 0), (first_value(), power_to_nothing(s)))
    first = left(written(0))
    nothing = signed(at_most(first**2, written(0) * raised(s, 0) ** 2), (gone,), scales=(1, first))
    base = shown(written(0), written(0), signed(at_most(0, 0)), nothing)
    return under(over_steps(says, n, base, step), *GIVEN)


SHORTER, APART = less(l, n), negation(equal(a, 0))
MOST = 2 * K * raised(2, l) + 2 * L


def bounded(power: Expression = l, degree: Expression = n) -> Expression:
    """`yₙ² ≤ K (1 + s²)^m` for all s."""
    return quantified(at_most(value(degree) ** 2, K * raised(1 + s**2, power)), member(s, REALS))


def first_bounded() -> Theorem:
    """`a² s² ≤ 2 K 2^m + 2 L` for `1 ≤ s`, where a polynomial is so bounded and what is left of it is."""
    counts = assumed(member(n, NATURAL), member(l, NATURAL))
    degree, power = (belonging(each, NATURAL, counts) for each in (n, l))
    long, most = assume(LONG), meant(assume(member(K, NONNEGATIVE)))
    below, rest = at(assume(bounded()), s), apply(at(assume(rest_below(n)), s), long)
    square = at(apply(at(beside_square(), s), long), power)
    large = tuple(at(apply(at(at_least_1(), s), long), each) for each in (power, degree))
    one_, other = (belonging(each, INTEGERS, counts) for each in (l, n))
    more = belonging(n - l - 1, NATURAL, (*counts, next_integer(one_, other, assume(SHORTER))))
    factors = at(apply(at(with_more_factors(), s), long), power, more)
    longer = identity(l + 1 + (n - l - 1), n)
    order = recounted(lambda hole: at_most(s * raised(s, l), raised(s, hole)), longer, factors)
    short, high, two = raised(s, l), raised(s, n), raised(2, l)
    above = signed(at_most(0, s * short), (large[0], long), products=((large[0], long),))
    squares = signed(at_most((s * short) ** 2, high**2), (order, above), products=((order, above), (order, order)))
    seen = signed(at_most(value(n) ** 2, K * two * short**2), (below, square, most), products=((most, square),))
    wide = positive(two, (at(power_positive(), belonging(2, POSITIVE), power),))
    scaled = signed(
        at_most((s * value(n)) ** 2, K * two * high**2),
        (seen, squares, most, wide),
        products=((seen,), (most, wide, squares)),
        squares=(1, s),
    )
    parts_ = signed(
        at_most((a * s * high) ** 2, 2 * (s * value(n)) ** 2 + 2 * left(n) ** 2), squares=(s * value(n) + left(n),)
    )
    whole = signed(at_most((a * s * high) ** 2, MOST * high**2), (parts_, scaled, rest))
    size = signed(less(0, high**2), (large[1],), products=((large[1], large[1]),))
    return under(signed(at_most(a**2 * s**2, MOST), (whole, size), products=((size,),)), member(s, REALS), LONG)


def positive_square() -> Theorem:
    """`0 < a²`, as a is not 0."""
    goal = less(0, a**2)

    def small(case: Facts) -> Theorem:
        return cases(goal, contradict(signed(equal(a, 0), case, degree=2), assume(APART)))

    return whichever(goal, trichotomy(written(0), a**2), lambda case: case[0], small, small)


@cache
def outgrows() -> Theorem:
    """`∀a ∀c ∀n ∀m ∀K: ¬ a = 0 ⇒ m < n ⇒ ¬ ∀s: yₙ² ≤ K (1 + s²)^m`."""
    counts = member(n, NATURAL), member(l, NATURAL), member(K, NONNEGATIVE)
    rest = at(rest_bounded(), *map(assume, (*GIVEN, counts[0])))
    two = at(power_positive(), belonging(2, POSITIVE), assume(counts[1]))
    signs = tuple(meant(assume(member(each, NONNEGATIVE))) for each in (K, L))
    most = signed(at_most(0, MOST), (*signs, two), products=((signs[0], two), (signs[1],)))
    square, share = positive_square(), MOST / a**2
    inverse = positive(1 / a**2, (square,))
    ratio = signed(at_most(0, share), (most, inverse, square), products=((most, inverse),))
    there = apply(at(first_bounded(), 1 + share), signed(at_most(1, 1 + share), (ratio, square)))
    value_ = identity(a**2 * (1 + share) ** 2, a**2 + 2 * MOST + MOST * share, (square,))
    false = signed(FALSE, (there, value_, most, ratio, square), products=((most, ratio),))
    wrong = choose(L, rest, false)
    return under(under(under(deny(bounded(), wrong), APART, SHORTER), *counts), *GIVEN)
