"""How far the loss on the six scalars is above its least value where the first token has no predecessor."""

from __future__ import annotations

from functools import cache

from proofs.sander2024.formal.six_products import LETTERS, SIZES
from proofs.sander2024.formal.starts_of_ones import POWERS, T, at_ones, d, loss, t
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.integers import induction, next_sum
from symbolic.core.rules.logic import assume, parts
from symbolic.core.rules.membership import integral
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import INTEGERS, REALS, at_most, equal, function, integers_from, less, member, real, total
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.small_ranges import written_out
from symbolic.tactics.steps import assumed, at, belonging, modulo, replaced, rewritten, under
from symbolic.tactics.sums.telescoped_sums import closed_sum

FIRST = ModelOnFamily("sander2024", "six")
FACTS = assumed(*SIZES)
n = real("n")
COUNT = T - 1
"""How many times there are, and how many pairs the longest prompt holds."""

S1 = COUNT * T / 2
S2 = COUNT * T * (2 * T - 1) / 6
"""`Σ n` and `Σ n²` up to T − 1."""

CURVED = S2 + (d - 1) * S1
FIRST_POWERS = total(n, 1, COUNT, n)
SQUARES = total(n, 1, COUNT, n**2 + (d - 1) * n)
STEP = FIRST_POWERS / SQUARES
"""The best product `a_3 b_1`."""

LEAST = d * (COUNT - FIRST_POWERS**2 / SQUARES)
"""The least loss."""

LEAST_VALUE = d * (COUNT - S1**2 / CURVED)
"""The same as a quotient of polynomials."""

Letters = tuple[Expression, ...]


def products(letters: Letters = LETTERS) -> Letters:
    """`a_3 b_1`; `a_1 b_1, a_4 b_1, a_3 b_2`; `a_2 b_1, (a_1 + a_4) b_2`; `a_2 b_2`."""
    a1, a2, a3, a4, b1, b2 = letters
    return a3 * b1, a1 * b1, a4 * b1, a3 * b2, a2 * b1, (a1 + a4) * b2, a2 * b2


PRODUCTS = p, x, y, z, r, v, w = tuple(map(real, ("p", "x", "y", "z", "r", "v", "w")))


def one_before(t: Expression, x: Expression, y: Expression, z: Expression) -> Expression:
    """The mean square at the time t of what is one step before the target."""
    more, every = d - 1, x + y + z
    return ((t + more) * x + (t - 1 + more) * y + (t - 1) * z) ** 2 + more * ((x + z) ** 2 + (t - 2) * every**2)


def two_before(t: Expression, r: Expression, v: Expression) -> Expression:
    """Of what is two steps before it."""
    more = d - 1
    return ((t + more) * r + (t - 1 + more) * v) ** 2 + more * (r**2 + (t - 2) * (r + v) ** 2)


WEIGHT = S2 + 3 * (d - 1) * S1 + COUNT * ((d - 1) ** 2 - (d - 1)) - (d**2 - d)
"""What the square of `a_2 b_2` has in the loss: at t = 2 no state is three steps before the target."""

GRADES = ((one_before, (x, y, z)), (two_before, (r, v)))
"""The two means of squares, each with the products in it."""


def over_times(grade: int, products: Letters) -> Expression:
    """`Σ_{t=2}^{T}` of one of them."""
    return total(t, 2, T, GRADES[grade][0](t, *products))


@cache
def closed(grade: int) -> Theorem:
    """`∀products`: this sum as a polynomial in T."""
    square, letters = GRADES[grade]
    whole, more = (x + y + z, d - 1) if grade == 0 else (r + v, d - 1)
    rest = more * x + (more - 1) * y - z if grade == 0 else more * r + (more - 1) * v
    alone = rest**2 + more * (((x + z) if grade == 0 else r) ** 2 - 2 * whole**2)
    slope = 2 * whole * rest + more * whole**2
    in_powers = whole**2 * POWERS[2] + slope * POWERS[1] + alone * (t - 1)
    found = closed_sum(t, 2, square(t, *letters), in_powers)
    return under(at(found, belonging(T, integers_from(1), FACTS)), *(member(each, REALS) for each in letters))


@cache
def not_negative(grade: int) -> Theorem:
    """`∀products ∀t ∈ {2, 3, …}`: none of them is negative."""
    square, letters = GRADES[grade]
    place = member(t, integers_from(2))
    more, later = signed(at_most(0, d - 1), FACTS), signed(at_most(0, t - 2), assumed(place))
    linear = (t + (d - 1)) * letters[0] + (t - 1 + (d - 1)) * letters[1]
    linear = linear + (t - 1) * z if grade == 0 else linear
    roots = linear, *((x + z, x + y + z) if grade == 0 else (r, r + v))
    found = signed(at_most(0, square(t, *letters)), (more, later), products=((more,), (more, later)), squares=roots)
    return under(found, *(member(each, REALS) for each in letters), place)


def not_negative_sum(grade: int, products: Letters) -> Theorem:
    """`0 ≤` the sum over the times, at some products."""
    least = at(not_less(grade, 2), *products)
    first = at(not_negative(grade), *products, 2)
    return signed(at_most(0, over_times(grade, products)), (least, first))


def at_time(grade: int, time: int, products: Letters) -> Expression:
    """One of them at a time that is a number."""
    return GRADES[grade][0](written(time), *products)


@cache
def not_less(grade: int, *times: int) -> Theorem:
    """`∀products`: what these first times add is at most the sum over all times, which there are."""
    square, letters = GRADES[grade]
    last = times[-1]

    def says(length: Expression) -> Expression:
        value = Node("add", tuple(at_time(grade, each, letters) for each in times))
        return at_most(value, total(t, 2, length, square(t, *letters)))

    some = total(t, 2, last, square(t, *letters))
    base = signed(says(written(last)), (written_out(some),))
    place = member(n, integers_from(last))
    known = assumed(place, says(n))
    integer = next(fact for fact in known if fact.conclusion == member(n, INTEGERS))
    added = next_sum(total(t, 2, n, square(t, *letters)), integer, signed(at_most(2, n + 1), known[:-1]))
    above = at(not_negative(grade), *letters, belonging(n + 1, integers_from(2), known[:-1]))
    step = under(signed(says(n + 1), (known[-1], added, above)), place, says(n))
    found = induction(function(n, body=says(n)), integral(written(last)), base, step)
    length = member(T, integers_from(last))
    return under(at(found, assume(length)), *(member(each, REALS) for each in letters))


@cache
def sums() -> Facts:
    """What `Σ n` and `Σ (n² + (d − 1) n)` are as polynomials in T."""
    first, square = n * (n + 1) / 2, n * (n + 1) * (2 * n + 1) / 6
    count = belonging(COUNT, integers_from(0), FACTS)
    return tuple(
        at(closed_sum(n, 1, term, value), count)
        for term, value in ((n, first), (n**2 + (d - 1) * n, square + (d - 1) * first))
    )


@cache
def signs() -> Facts:
    """`0 < Σ n`, `0 < Σ (n² + (d − 1) n)`, `0 < d` and `0 < ` the weight of `a_2 b_2`, as polynomials."""
    length, more = signed(at_most(1, COUNT), FACTS), signed(at_most(0, d - 1), FACTS)
    first = signed(less(0, S1), (length,), degree=2)
    second = signed(less(0, S2), (length,), products=((length,) * 2, (length,) * 3))
    curved = signed(less(0, CURVED), (second, more, first), products=((more, first),))
    products = (
        (length,) * 2,
        (length,) * 3,
        (more, length),
        (more, length, length),
        (more, more, length),
        (more, more),
    )
    return first, curved, signed(less(0, d), FACTS), signed(less(0, WEIGHT), (length, more), products=products)


@cache
def divisor() -> Theorem:
    """`0 < Σ (n² + (d − 1) n)`."""
    same = sums()[1]
    return signed(less(0, SQUARES), (same, signs()[1]))


@cache
def same_step() -> Theorem:
    """The best product as a quotient of polynomials."""
    return modulo(equal(STEP, S1 / CURVED), sums(), (signs()[1], _rewritten_divisor()))


@cache
def same_least() -> Theorem:
    """The least loss as one."""
    return modulo(equal(LEAST, LEAST_VALUE), sums(), (signs()[1], _rewritten_divisor()))


def _rewritten_divisor() -> Theorem:
    return rewritten(sums()[1], divisor())


def height(letters: Letters) -> Expression:
    """`l + d C (p − B)² + d (Σ + Σ + k (a_2 b_2)²)`."""
    p, x, y, z, r, v, w = products(letters)
    others = over_times(0, (x, y, z)) + over_times(1, (r, v)) + WEIGHT * w**2
    return LEAST_VALUE + d * CURVED * (p - S1 / CURVED) ** 2 + d * others


@cache
def excess() -> Theorem:
    """`∀letters: L = l + d C (p − B)² + d (Σ + Σ + k (a_2 b_2)²)`."""
    _, x, y, z, r, v, _ = products()
    sums_ = at(closed(0), x, y, z), at(closed(1), r, v)
    value = height(LETTERS)
    for each in sums_:
        value = replaced(value, *parts(each.conclusion, "equal"))
    derived = at_ones(FIRST, value, *LETTERS, facts=(signs()[1],))
    return under(modulo(equal(loss(FIRST, *LETTERS), height(LETTERS)), (derived, *sums_), (signs()[1],)), *FIRST.point)
