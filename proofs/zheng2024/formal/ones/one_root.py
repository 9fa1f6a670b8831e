"""R has one real root for every d ≥ 2 and T ≥ 4, and it lies between −1/d and 0."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.zheng2024.formal.on_line.line_formulas import T, d
from proofs.zheng2024.formal.ones.exchangeable_gradient import H2, H, N
from proofs.zheng2024.formal.ones.family_energy import TWO
from proofs.zheng2024.formal.ones.point_of_rest import quintic, sums_known
from proofs.zheng2024.formal.ones.root_polynomial import coefficients, mixed, power, spread, value_of
from proofs.zheng2024.formal.ones.unmasked_flow import LENGTH
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import apply, assume, cases, conjoin, parts, rewrite
from symbolic.core.rules.membership import integral, next_integer, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    INTEGERS,
    REALS,
    at_most,
    conjunction,
    equal,
    function,
    integers_from,
    less,
    member,
    real,
)
from symbolic.tactics.evaluated import equations
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import at, belonging, conjuncts, modulo, replaced, swapped, under, whichever
from symbolic.tactics.sums.shifted_forms import shifted_in_turn
from symbolic.tactics.sums.square_harmonics import from_three

x, w = real("x"), real("w")
R = coefficients(N, H, H2)
HERE = N, H, H2
SMALL_AT_5 = Fraction(11, 4), Fraction(11, 16), Fraction(1, 4)
SMALL_AT_4 = Fraction(1, 2), Fraction(1, 16), Fraction(1, 16)
"""λ in `λ Mₖ ≤ Mₖ₊₁` for k = 1, 2, 3, from T = 5 on and at T = 4."""


@cache
def below() -> Theorem:
    """`∀x: 0 ≤ x ⇒ R < 0`."""
    low = at_most(0, x)
    return under(shifted_in_turn(less(quintic(x), 0), *sums_known(), TWO, assume(low)), member(x, REALS), low)


@cache
def above(first: int, second: int) -> Theorem:
    """`∀w: 0 ≤ w ⇒ 0 < R` at `x = −(p + q w)/(d (1 + r w))`, times the fifth power of the divisor; r is 0 or 1."""
    low = at_most(0, w)
    divisor = d * (1 + w) if second > 1 else d
    value = spread(R, -(first + second * w), divisor)
    return under(shifted_in_turn(less(0, value), *sums_known(), TWO, assume(low)), member(w, REALS), low)


@cache
def divisor_positive() -> Theorem:
    """`0 < d`."""
    return signed(less(0, d), (TWO,))


@cache
def left() -> Theorem:
    """`∀x: d x ≤ −1 ⇒ 0 < R`."""
    order = at_most(d * x, -1)
    goal = less(0, quintic(x))

    def far(facts: Facts) -> Theorem:
        place = signed(at_most(0, -d * x - 2), facts)
        found = apply(at(above(2, 1), -d * x - 2), place)
        return signed(goal, (found, divisor_positive()), products=((divisor_positive(),) * 5,))

    def near(facts: Facts) -> Theorem:
        gap = signed(less(0, 2 + d * x), facts)
        value = (-d * x - 1) / (2 + d * x)
        place = signed(at_most(0, value), (assume(order), gap), products=((gap,),))
        found = apply(at(above(1, 2), value), place)
        same = identity(parts(found.conclusion, "less")[1], d**5 * quintic(x) / (2 + d * x) ** 5, (gap, fifth(gap)))
        return from_multiple(goal, found, same, gap)

    found = whichever(goal, trichotomy(d * x, written(-2)), far, far, near)
    return under(found, member(x, REALS), order)


def fifth(gap: Theorem) -> Theorem:
    """`0 < t⁵` from `0 < t`."""
    term = parts(gap.conclusion, "less")[1]
    return positive(term**5, (gap,))


def from_multiple(goal: Expression, found: Theorem, same: Theorem, gap: Theorem) -> Theorem:
    """`0 < R` from `0 < d⁵ R/t⁵`."""
    hole = real("hole")
    multiple = rewrite(function(hole, body=less(0, hole)), same, found)
    scale = fifth(gap)
    r = parts(goal, "less")[1]
    scaled = signed(less(0, d**5 * r), (multiple, scale), products=((multiple, scale),))
    return signed(goal, (scaled, divisor_positive()), products=((divisor_positive(),) * 5,))


def ordered(n: Expression, h: Expression, g: Expression, small: tuple[Fraction, ...]) -> tuple[Expression, ...]:
    """`0 < Mₖ₊₁ − λ Mₖ` for k = 1, 2, 3."""
    m = mixed(n, h, g)
    return tuple(less(0, m[k + 1] - λ * m[k]) for k, λ in zip((1, 2, 3), small, strict=True))


@cache
def from_5() -> Theorem:
    """The three for `5 ≤ T`."""
    length = belonging(N, integers_from(3), (*LENGTH, assume(at_most(5, T))))
    quadratic, linear, sums, least = conjuncts(at(from_three(), length))
    squares = signed(at_most(Fraction(108, 121) * H**2 + 2, T), (quadratic,))
    line = signed(at_most(4 * H - Fraction(7, 3), T), (linear,))
    others = sums, least, TWO
    bounds = (squares, *others), (line, *others), (line, *others)
    goals = ordered(*HERE, SMALL_AT_5)
    return conjoin(*(shifted_in_turn(goal, *given) for goal, given in zip(goals, bounds, strict=True)))


@cache
def at_4() -> Theorem:
    """The three for T = 4."""
    numbers = written(2), written(Fraction(3, 2)), written(Fraction(5, 4))
    found = conjoin(*(shifted_in_turn(goal, TWO) for goal in ordered(*numbers, SMALL_AT_4)))
    two, hole = identity(N, 2, using=((assume(equal(T, 4)), 1),)), real("hole")
    for number in range(3):
        value = two
        if number:
            known = replaced(HERE[number], N, written(2))
            worked = modulo(equal(known, numbers[number]), equations(known))
            place = replaced(HERE[number], N, hole)
            value = rewrite(function(hole, body=equal(place, numbers[number])), swapped(two), worked)
        one, second, third = (
            HERE[place] if place < number else hole if place == number else numbers[place] for place in range(3)
        )
        formula = conjunction(*ordered(one, second, third, SMALL_AT_4))
        found = rewrite(function(hole, body=formula), swapped(value), found)
    return found


@cache
def one_change() -> Theorem:
    """`∀M₀ < 0 ∀M₁, …, M₄ ∀M₅ > 0`: where `λ Mₖ ≤ Mₖ₊₁` for k = 1, 2, 3 with positive λ, `Σ Mₖ wᵏ` is not 0 at two
    numbers `0 < v < w`.
    """
    m = tuple(real(f"M{k}") for k in range(6))
    v, δ = real("v"), real("δ")
    λ = tuple(real(f"λ{k}") for k in (1, 2, 3))
    ends = less(m[0], 0), less(0, m[5])
    rises = tuple(less(0, m[k + 1] - scale * m[k]) for k, scale in zip((1, 2, 3), λ, strict=True))
    places = *(less(0, scale) for scale in λ), less(0, v), less(0, δ)
    zeros = tuple(equal(value_of(m, at_), 0) for at_ in (v, v + δ))
    known = tuple(map(assume, (*ends, *rises, *places)))

    def signs(k: int, before: Facts) -> Theorem:
        """From the sign of Mₖ on, where those before it are not positive."""
        if k == 5:
            return absurd(4, before)

        def negative(facts: Facts) -> Theorem:
            return signs(k + 1, (*before, signed(at_most(m[k], 0), facts)))

        def others(facts: Facts) -> Theorem:
            after = [signed(at_most(0, m[k]), facts)]
            for n in range(k, 4):
                rise, scale = known[2 + n - 1], known[5 + n - 1]
                after.append(signed(at_most(0, m[n + 1]), (after[-1], rise, scale), products=((after[-1], scale),)))
            return absurd(k - 1, (*before, *after))

        return whichever(FALSE, trichotomy(m[k], written(0)), negative, others, others)

    def absurd(j: int, facts: Facts) -> Theorem:
        """The signs of the coefficients change after the j-th."""
        low, high = v, v + δ
        value = value_of(m, high) * power(low, j) - value_of(m, low) * power(high, j)
        bounds = *known[:2], *facts, known[-2], known[-1]
        found = shifted_in_turn(less(0, value), *(_upwards(each) for each in bounds))
        using = (assume(zeros[1]), power(low, j)), (assume(zeros[0]), -power(high, j))
        return signed(FALSE, (found, identity(value, 0, using=using)))

    w = real("w")
    found = under(signs(1, ()), *(member(each, REALS) for each in (*m, *λ, v, δ)), *ends, *rises, *places, *zeros)
    order, hole = less(v, w), real("hole")
    found = at(found, *m, *λ, v, w - v)
    far = equal(value_of(m, w), 0)
    moved = rewrite(function(hole, body=equal(value_of(m, hole), 0)), identity(w, v + (w - v)), assume(far))
    apart = signed(less(0, w - v), (assume(order),))
    for premise in (*map(assume, (*ends, *rises, *places[:-1])), apart, assume(zeros[0]), moved):
        found = apply(found, premise)
    variables = (*m, *λ, v, w)
    premises = *ends, *rises, *places[:-1], order, zeros[0], far
    return under(found, *(member(each, REALS) for each in variables), *premises)


def _upwards(bound: Theorem) -> Theorem:
    """`0 ≤ −x` from `x ≤ 0`, and likewise of strict bounds; others as they are."""
    match bound.conclusion:
        case Node(head="less", parts=(term, right)) if right == written(0):
            return signed(less(0, -term), (bound,))
        case Node(head="at_most", parts=(term, right)) if right == written(0):
            return signed(at_most(0, -term), (bound,))
    return bound


ROOT = equal(quintic(x), 0)


@cache
def located() -> Theorem:
    """`∀x: R = 0 ⇒ −1 < d x and x < 0`."""
    zero = assume(ROOT)

    def off(theorem: Theorem, facts: Facts, order: Expression) -> Theorem:
        side = apply(at(theorem, x), signed(order, facts))
        return contradicted(signed(FALSE, (side, zero)))

    def contradicted(wrong: Theorem) -> Theorem:
        return cases(inside, wrong)

    inside = conjunction(less(-1, d * x), less(x, 0))

    def right(facts: Facts) -> Theorem:
        return off(below(), facts, at_most(0, x))

    def beside(facts: Facts) -> Theorem:
        negative = facts[0]

        def beyond(more: Facts) -> Theorem:
            return off(left(), more, at_most(d * x, -1))

        return whichever(
            inside, trichotomy(d * x, written(-1)), beyond, beyond, lambda more: conjoin(more[0], negative)
        )

    found = whichever(inside, trichotomy(x, written(0)), beside, right, right)
    return under(found, member(x, REALS), ROOT)


def moved_root(place: Expression, zero: Theorem) -> tuple[Expression, Facts, Theorem]:
    """`w = −d x/(1 + d x)` for a root x: what is known of it, and `Σ Mₖ wᵏ = 0`."""
    inside = conjuncts(apply(at(located(), place), zero))
    gap = signed(less(0, 1 + d * place), inside)
    value = -d * place / (1 + d * place)
    negative = signed(less(0, -place), inside)
    products = (gap,), (negative, divisor_positive())
    over = signed(less(0, value), (gap, negative, divisor_positive()), products=products)
    sum_ = value_of(mixed(*HERE), value)
    return value, (gap, over), identity(sum_, 0, (gap,), ((zero, d**5 / (1 + d * place) ** 5),))


@cache
def ends_known() -> Facts:
    """`M₀ < 0` and `0 < M₅`."""
    m, scale = mixed(*HERE), (divisor_positive(),) * 5
    zero = apply(at(below(), 0), signed(at_most(0, 0)))
    last = apply(at(above(1, 2), 0), signed(at_most(0, 0)))
    return signed(less(m[0], 0), (zero, divisor_positive()), products=((zero, *scale),)), signed(less(0, m[5]), (last,))


def different_roots(one: Expression, other: Expression, of_one: Theorem, of_other: Theorem, order: Theorem) -> Theorem:
    """There are no two roots `one < other`."""
    m = mixed(*HERE)
    far, (gap_far, _), far_zero = moved_root(one, of_one)
    near, (gap_near, over), near_zero = moved_root(other, of_other)
    products = (gap_far, gap_near), (order, divisor_positive())
    beyond = signed(less(near, far), (order, gap_far, gap_near, divisor_positive()), products=products)

    def by(small: tuple[Fraction, ...], rises: Theorem) -> Theorem:
        found = at(one_change(), *m, *small, near, far)
        sizes = tuple(signed(less(0, each)) for each in small)
        for premise in (*ends_known(), *conjuncts(rises), *sizes, over, beyond, near_zero, far_zero):
            found = apply(found, premise)
        return found

    def longer(facts: Facts) -> Theorem:
        integer = next(each for each in LENGTH if each.conclusion == member(T, INTEGERS))
        later = next_integer(integral(written(4)), integer, facts[0])
        rises = apply(under(from_5(), at_most(5, T)), signed(at_most(5, T), (later,)))
        return by(SMALL_AT_5, rises)

    def shorter(facts: Facts) -> Theorem:
        return signed(FALSE, (facts[0], *LENGTH))

    return whichever(FALSE, trichotomy(T, written(4)), shorter, lambda facts: by(SMALL_AT_4, at_4()), longer)


@cache
def apart() -> Theorem:
    """`∀x ∀z: R(x) = 0 ⇒ R(z) = 0 ⇒ z < x ⇒ false`."""
    z = real("z")
    premises = ROOT, equal(quintic(z), 0), less(z, x)
    first, second, order = map(assume, premises)
    found = different_roots(z, x, second, first, order)
    return under(found, member(x, REALS), member(z, REALS), *premises)


@cache
def unique() -> Theorem:
    """`∀x ∀z: R(x) = 0 ⇒ R(z) = 0 ⇒ z = x`."""
    z = real("z")
    roots = ROOT, equal(quintic(z), 0)
    first, second = map(assume, roots)
    goal = equal(z, x)
    found = whichever(
        goal,
        trichotomy(z, x),
        lambda facts: cases(goal, at(apart(), x, z, first, second, facts[0])),
        lambda facts: facts[0],
        lambda facts: cases(goal, at(apart(), z, x, second, first, facts[0])),
    )
    return under(found, member(x, REALS), member(z, REALS), *roots)
