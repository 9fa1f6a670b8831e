"""All minimisers over the six scalars where the first token has no predecessor, and the least loss."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.sander2024.formal.lemmas.first_token_excess import (
    CURVED,
    FACTS,
    FIRST,
    LEAST,
    LEAST_VALUE,
    S1,
    STEP,
    WEIGHT,
    Letters,
    at_time,
    closed,
    divisor,
    excess,
    not_less,
    not_negative_sum,
    over_times,
    products,
    same_least,
    same_step,
    signs,
)
from proofs.sander2024.formal.six_products import LENGTH, LETTERS, OTHERS, SIZES
from proofs.sander2024.formal.starts_of_ones import SIZE, T, d, loss
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, free, written
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, discharge, reflexive
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    conjunction,
    equal,
    iff,
    implies,
    integers_from,
    less,
    member,
    real,
)
from symbolic.goals.family_statements import defined_on
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    modulo,
    proved,
    quantified,
    replaced,
    rewritten,
    swapped,
    under,
)

a1, a2, a3, a4, b1, b2 = LETTERS
OTHER_POINT = tuple(member(each, REALS) for each in OTHERS)
MINIMAL = quantified(at_most(loss(FIRST, *LETTERS), loss(FIRST, *OTHERS)), *OTHER_POINT)
"""No six scalars have a smaller loss."""

BEST = equal(a3 * b1, STEP)
ALL = conjunction(equal(a1, 0), equal(a2, 0), equal(a4, 0), equal(b2, 0), BEST)
AT_TWO = conjunction(equal(a2, 0), equal(a1 + a4, 0), equal(a1 * b1 + a3 * b2, 0), equal(a3 * b1, 1 / d))
ALONE_AT_TWO = conjunction(
    equal(a2, 0), equal(b2 * (a1 + a4), 0), equal(2 * (a1 * b1) + a4 * b1 + a3 * b2, 0), equal(a3 * b1, 1)
)
LONGER = member(T, integers_from(3))


def just_there(conditions: Expression) -> Expression:
    """Of all scalars: none have a smaller loss just where the conditions hold."""
    return quantified(iff(MINIMAL, conditions), *FIRST.point)


def goal(
    conditions: Expression = ALL,
    at_two: Expression = AT_TWO,
    alone: Expression = ALONE_AT_TWO,
    least: Expression = LEAST,
    longer: Expression = LONGER,
) -> Expression:
    """For all sizes, for T = 2 and for d = 1, T = 2: the minimisers; and the least loss for all sizes."""
    short = replaced(just_there(at_two), T, written(2))
    shortest = replaced(replaced(just_there(alone), T, written(2)), d, written(1))
    there = quantified(implies(MINIMAL, equal(loss(FIRST, *LETTERS), least)), *SIZES, *FIRST.point)
    return conjunction(
        quantified(just_there(conditions), SIZE, longer),
        quantified(short, member(d, integers_from(2))),
        shortest,
        there,
    )


l, x, s, y, w, value, c1, c2, k = map(real, ("l", "x", "s", "y", "w", "v", "c1", "c2", "k"))
HEIGHT = equal(value, l + c1 * x**2 + c2 * (s + y + k * w**2))
THERE = (written(0), written(0), S1 / CURVED, written(0), written(1), written(0))
GIVEN = (
    *(member(each, REALS) for each in (l, x, s, y, w, value, c1, c2, k)),
    HEIGHT,
    *(less(0, each) for each in (c1, c2, k)),
    *(at_most(0, each) for each in (s, y)),
)


@cache
def at_bottom() -> Theorem:
    """Where `v = l + c1 x² + c2 (s + y + k w²) ≤ l`, all positive or squares: `x = 0, s ≤ 0, y ≤ 0, w = 0`."""
    height, one, two, weight, first, second = map(assume, GIVEN[9:])
    low = assume(at_most(value, l))
    known = height, one, two, weight, first, second, low
    products = (one,), (two,), (two, weight), (two, first), (two, second)
    found = (
        signed(each, known, products=products, squares=(x, w))
        for each in (equal(x, 0), at_most(s, 0), at_most(y, 0), equal(w, 0))
    )
    return under(conjoin(*found), *GIVEN, low.conclusion)


@cache
def not_below() -> Theorem:
    """`l ≤ v` there."""
    height, one, two, weight, first, second = map(assume, GIVEN[9:])
    known = height, one, two, weight, first, second
    products = (one,), (two,), (two, weight), (two, first), (two, second)
    return under(signed(at_most(l, value), known, products=products, squares=(x, w)), *GIVEN)


def of_loss(letters: Letters, theorem: Theorem) -> Theorem:
    """What one of both says of the loss at some scalars."""
    p, *_, w = products(letters)
    _, curved, wide, weight = signs()
    first = signed(less(0, d * CURVED), (wide, curved), products=((wide, curved),))
    sums = tuple(over_times(grade, each) for grade, each in enumerate(_in_grades(letters)))
    found = at(theorem, LEAST_VALUE, p - S1 / CURVED, *sums, w, loss(FIRST, *letters), d * CURVED, d, WEIGHT)
    above = (not_negative_sum(grade, each) for grade, each in enumerate(_in_grades(letters)))
    for fact in (at(excess(), *letters), first, wide, weight, *above):
        found = apply(found, fact)
    return found


def _in_grades(letters: Letters) -> tuple[Letters, Letters]:
    _, x, y, z, r, v, _ = products(letters)
    return (x, y, z), (r, v)


def best_loss() -> Theorem:
    """The loss where `a_3 b_1` is best and all others of the letters are 0."""
    found = at(excess(), *THERE), *(at(closed(grade), *each) for grade, each in enumerate(_in_grades(THERE)))
    return modulo(equal(loss(FIRST, *THERE), LEAST_VALUE), found, (signs()[1],))


@cache
def from_minimal() -> Facts:
    """Where no six scalars have a smaller loss: `a_3 b_1` is best, both sums are at most 0, `a_2 b_2 = 0`."""
    low = rewritten(best_loss(), at(assume(MINIMAL), *THERE))
    return conjuncts(apply(of_loss(LETTERS, at_bottom()), low))


def to_minimal(best: Theorem, sums: Facts, last: Theorem) -> Theorem:
    """No six scalars have a smaller loss, from `a_3 b_1 = B`, from both sums being 0, and from `a_2 b_2 = 0`."""
    here = least_where(best, *sums, last)
    return under(rewritten(swapped(here), of_loss(OTHERS, not_below())), *OTHER_POINT)


def least_where(*zeros: Theorem) -> Theorem:
    """What the loss is there."""
    p, *_, w = products(LETTERS)
    factors = written(1), d * CURVED * (p - S1 / CURVED), d, d, d * WEIGHT * w
    using = tuple(zip((at(excess(), *LETTERS), *zeros), factors, strict=True))
    return identity(loss(FIRST, *LETTERS), LEAST_VALUE, (signs()[1],), using)


def least_loss() -> Theorem:
    """The least loss, wherever no six scalars have a smaller one."""
    low = rewritten(best_loss(), at(assume(MINIMAL), *THERE))
    high = of_loss(LETTERS, not_below())
    same = signed(equal(loss(FIRST, *LETTERS), LEAST_VALUE), (low, high, signs()[1]), products=((low, high),))
    return under(under(rewritten(swapped(same_least()), same), MINIMAL), *SIZES, *FIRST.point)


def positive_product() -> Theorem:
    """`0 < a_3 b_1`, where it is best."""
    first, curved, *_ = signs()
    quotient = signed(less(0, S1 / CURVED), (first, curved), products=((curved,), (first,)))
    return signed(less(0, a3 * b1), (quotient, from_minimal()[0], curved))


def letter_vanishes(letter: Expression, zero: Theorem, scale: Expression) -> Theorem:
    """That a letter is 0, from a product with it and from `0 < a_3 b_1`."""
    positive = positive_product()
    return signed(equal(letter, 0), (positive, zero), products=((positive,),), scales=(scale,))


X, Y, Z, R, V = map(real, ("x", "y", "z", "r", "v"))
MORE = signed(at_most(0, d - 1), FACTS)


@cache
def first_at_two_times() -> Theorem:
    """`∀x, y, z`: where the first sum is at most 0 at t = 2 and t = 3 together, `x = 0` and `y + z = 0`."""
    letters, every = (X, Y, Z), X + Y + Z
    low = assume(at_most(at_time(0, 2, letters) + at_time(0, 3, letters), 0))
    one, two = (first_linear(time, letters) for time in (2, 3))
    roots = one, two, X + Z, every
    at_two, at_three = (signed(equal(each, 0), (low, MORE), products=((MORE,),), squares=roots) for each in (one, two))
    more = d - 1
    apart = signed(equal(more * (X + Z), 0), (low, MORE), products=((MORE, low), (MORE,), (MORE, MORE)), squares=roots)
    using = (apart, 1 / d), (at_two, (d + 1) / d), (at_three, -1)
    first = identity(X, 0, (signs()[2],), using)
    rest = identity(Y + Z, 0, using=((at_three, 1), (at_two, -1), (first, -1)))
    return under(under(conjoin(first, rest), low.conclusion), *(member(each, REALS) for each in letters))


@cache
def second_at_two_times() -> Theorem:
    """`∀r, v`: where the second sum is at most 0 at t = 2 and t = 3 together, `r = 0` and `v = 0`."""
    letters = R, V
    low = assume(at_most(at_time(1, 2, letters) + at_time(1, 3, letters), 0))
    one, two = (second_linear(time, letters) for time in (2, 3))
    roots = one, two, R, R + V
    at_two, at_three = (signed(equal(each, 0), (low, MORE), products=((MORE,),), squares=roots) for each in (one, two))
    first = identity(R, 0, using=((at_two, d + 1), (at_three, -d)))
    second = identity(V, 0, using=((at_three, 1), (at_two, -1), (first, -1)))
    return under(under(conjoin(first, second), low.conclusion), *(member(each, REALS) for each in letters))


def first_linear(time: int, letters: Letters) -> Expression:
    """What the target's state one step before has at a time."""
    x, y, z = letters
    return (time + d - 1) * x + (time - 1 + d - 1) * y + (time - 1) * z


def second_linear(time: int, letters: Letters) -> Expression:
    """The same two steps before."""
    r, v = letters
    return (time + d - 1) * r + (time - 1 + d - 1) * v


def for_longer() -> Theorem:
    """The minimisers for all d and all T from 3 on."""
    return under(both_ways(_longer_only_there(), _longer_there()), *FIRST.point)


def _longer_only_there() -> Theorem:
    product, first, second, _ = from_minimal()
    lows = []
    for grade, (lemma, above) in enumerate(((first_at_two_times(), first), (second_at_two_times(), second))):
        letters = _in_grades(LETTERS)[grade]
        least = at(not_less(grade, 2, 3), *letters)
        low = at_most(at_time(grade, 2, letters) + at_time(grade, 3, letters), 0)
        lows.append(conjuncts(apply(at(lemma, *letters), signed(low, (least, above)))))
    (x_gone, rest), (r_gone, v_gone) = lows
    one = letter_vanishes(a1, x_gone, a3 * a1)
    two = letter_vanishes(a2, r_gone, a3 * a2)
    square = identity(a3 * b2**2, 0, using=((rest, b2), (v_gone, -b1), (one, b1 * b2)))
    last = letter_vanishes(b2, square, b1)
    four = letter_vanishes(a4, identity(a4 * b1, 0, using=((rest, 1), (last, -a3))), a3 * a4)
    found = conjoin(one, two, four, last, _printed(product))
    return under(found, MINIMAL)


def _printed(product: Theorem) -> Theorem:
    """`a_3 b_1` is the best product, as it is printed."""
    best = identity(a3 * b1, S1 / CURVED, (signs()[1],), ((product, 1),))
    return rewritten(swapped(same_step()), best)


def _longer_there() -> Theorem:
    one, two, four, last, best = conjuncts(assume(ALL))
    gone = one, two, four, last
    sums = tuple(
        modulo(equal(over_times(grade, each), 0), (at(closed(grade), *each), *gone))
        for grade, each in enumerate(_in_grades(LETTERS))
    )
    product = rewritten(same_step(), best)
    return under(to_minimal(product, sums, modulo(equal(a2 * b2, 0), gone)), ALL)


TWO, ALONE = equal(T, 2), equal(d, 1)


@cache
def _at_two(grade: int) -> Theorem:
    """At T = 2 a sum is what it is at t = 2."""
    letters = _in_grades(LETTERS)[grade]
    goal = equal(over_times(grade, letters), at_time(grade, 2, letters))
    return modulo(goal, (at(closed(grade), *letters), assume(TWO)))


def _one_over_d() -> Theorem:
    """At T = 2 the best product is 1/d."""
    curved = rewritten(assume(TWO), signs()[1])
    return modulo(equal(S1 / CURVED, 1 / d), (assume(TWO),), (curved, signs()[2]))


def for_two() -> Theorem:
    """The minimisers for T = 2 and all d from 2 on."""
    more = signed(at_most(1, d - 1), assumed(member(d, integers_from(2))))
    product, first, second, _ = from_minimal()
    x, y, z = _in_grades(LETTERS)[0]
    r, v = _in_grades(LETTERS)[1]
    known = first, second, _at_two(0), _at_two(1), more
    linear = first_linear(2, (x, y, z)), second_linear(2, (r, v))
    squares = *linear, x + z, r
    zeros = tuple(signed(equal(each, 0), known, products=((more,),), squares=squares) for each in (*linear, x + z, r))
    at_first, _, apart, r_gone = zeros
    two = letter_vanishes(a2, r_gone, a3 * a2)
    both = identity((a1 + a4) * b1, 0, (signs()[2],), ((at_first, 1 / d), (apart, -1 / d)))
    four = letter_vanishes(a1 + a4, both, a3 * (a1 + a4))
    best = identity(a3 * b1, 1 / d, (signs()[1], signs()[2]), ((product, 1), (_one_over_d(), 1)))
    only = under(conjoin(two, four, apart, best), MINIMAL)
    two, four, apart, best = conjuncts(assume(AT_TWO))
    lin = identity(linear[0], 0, using=((four, d * b1), (apart, 1)))
    other = identity(linear[1], 0, using=((two, (d + 1) * b1), (four, d * b2)))
    sums = (
        identity(over_times(0, (x, y, z)), 0, using=((_at_two(0), 1), (lin, linear[0]), (apart, (d - 1) * (x + z)))),
        identity(over_times(1, (r, v)), 0, using=((_at_two(1), 1), (other, linear[1]), (two, (d - 1) * r * b1))),
    )
    product = identity(a3 * b1, S1 / CURVED, (signs()[1], signs()[2]), ((best, 1), (_one_over_d(), -1)))
    there = under(to_minimal(product, sums, identity(a2 * b2, 0, using=((two, b2),))), AT_TWO)
    return under(both_ways(only, there), *FIRST.point)


def for_alone() -> Theorem:
    """The minimisers for T = 2, d = 1."""
    (x, y, z), (r, v) = grades = _in_grades(LETTERS)
    product, first, second, last = from_minimal()
    linear = 2 * x + y + z, 2 * r + v
    at_once = tuple(
        identity(over_times(grade, grades[grade]), each**2, using=((_at_two(grade), 1), (_alone(grade, each), 1)))
        for grade, each in enumerate(linear)
    )
    at_first, at_second = (
        signed(equal(each, 0), (low, same), squares=(each,))
        for each, low, same in zip(linear, (first, second), at_once, strict=True)
    )
    square = identity((a1 + a4) * b2**2, 0, using=((at_second, b2), (last, -2 * b1)))
    mixed = signed(equal(b2 * (a1 + a4), 0), (square,), scales=(a1 + a4,))
    r_gone = identity(r, 0, using=((at_second, Fraction(1, 2)), (mixed, Fraction(-1, 2))))
    two, wide = letter_vanishes(a2, r_gone, a3 * a2), signs()[2]
    one = modulo(equal(1 / d, 1), (assume(ALONE),))
    best = identity(a3 * b1, 1, (signs()[1], wide), ((product, 1), (_one_over_d(), 1), (one, 1)))
    only = under(conjoin(two, mixed, at_first, best), MINIMAL)
    two, mixed, at_first, best = conjuncts(assume(ALONE_AT_TWO))
    at_second = identity(linear[1], 0, using=((two, 2 * b1), (mixed, 1)))
    sums = tuple(
        identity(over_times(grade, grades[grade]), 0, using=((at_once[grade], 1), (zero, linear[grade])))
        for grade, zero in enumerate((at_first, at_second))
    )
    product = identity(a3 * b1, S1 / CURVED, (signs()[1], wide), ((best, 1), (_one_over_d(), -1), (one, -1)))
    there = under(to_minimal(product, sums, identity(a2 * b2, 0, using=((two, b2),))), ALONE_AT_TWO)
    found = _of_two(under(both_ways(only, there), *FIRST.point))
    return apply(at(under(found, SIZE, ALONE), 1), reflexive(written(1)))


def _alone(grade: int, linear: Expression) -> Theorem:
    """In one dimension a sum is one square at t = 2."""
    return modulo(equal(at_time(grade, 2, _in_grades(LETTERS)[grade]), linear**2), (assume(ALONE),))


def _of_two(theorem: Theorem) -> Theorem:
    """What holds where T = 2, at 2."""
    return apply(at(under(theorem, LENGTH, TWO), 2), reflexive(written(2)))


def _divisors(facts: Facts) -> Facts:
    """The divisor of the printed product is positive, where both sizes are known to be sizes."""
    sizes = {variable for fact in facts for variable in free(fact.conclusion)}
    if T not in sizes:
        return ()
    return (at(under(divisor(), *SIZES), belonging(d, integers_from(1), facts), belonging(T, integers_from(2), facts)),)


def proof() -> Proof:
    """The goal and its definedness."""
    from_three = discharge(LENGTH, for_longer())
    longer = under(apply(from_three, belonging(T, integers_from(2), assumed(LONGER))), SIZE, LONGER)
    wider = member(d, integers_from(2))
    two = under(apply(discharge(SIZE, _of_two(for_two())), belonging(d, integers_from(1), assumed(wider))), wider)
    found = conjoin(longer, two, for_alone(), least_loss())
    solve = defined_on(FIRST, divisors=_divisors)
    return Proof(goal(), found, proved(defined(goal()), solve=solve))
