"""What is known from T = 4 on of points of rest that predict something: `x = α/a` is a root of R, and so on."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.zheng2024.formal.on_line.line_formulas import T, d
from proofs.zheng2024.formal.ones.exchangeable_gradient import CUBE, H2, LETTERS, LINEAR, H, N
from proofs.zheng2024.formal.ones.family_energy import ENERGY, TWO, bounded_below
from proofs.zheng2024.formal.ones.unmasked_flow import LENGTH, RESTS, here, sizes
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, conjoin, deny
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    REALS,
    at_most,
    equal,
    integers_from,
    less,
    member,
    real,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, belonging, conjuncts, rewritten, under
from symbolic.tactics.sums.shifted_forms import form_not_negative
from symbolic.tactics.sums.square_harmonics import both_sums, from_two

a, α, b, β = LETTERS
PREDICTS = less(0, b * LINEAR)
"""The prediction is not zero: at a point of rest the loss is less than that of predicting zero by a multiple."""


def form_a(x: Expression) -> Expression:
    """A."""
    return (
        (N + (2 * d - 3) * H)
        + 2 * x * ((3 * d - 4) * H + (d - 2) * (2 * d - 3) * H2)
        + x**2 * ((d - 1) * N + (d - 1) * (3 * d - 5) * H + d * (d - 2) ** 2 * H2 + (d - 2) * CUBE)
    )


def slope_a(x: Expression) -> Expression:
    """A'."""
    return 2 * ((3 * d - 4) * H + (d - 2) * (2 * d - 3) * H2) + 2 * x * (
        (d - 1) * N + (d - 1) * (3 * d - 5) * H + d * (d - 2) ** 2 * H2 + (d - 2) * CUBE
    )


def form_b(x: Expression) -> Expression:
    """B."""
    return H + 2 * x * (H + (d - 2) * H2) + x**2 * ((d - 2) * H2 + CUBE)


def slope_b(x: Expression) -> Expression:
    """B'."""
    return 2 * (H + (d - 2) * H2) + 2 * x * ((d - 2) * H2 + CUBE)


def form_c(x: Expression) -> Expression:
    """C."""
    return (
        (N + (d - 1) * H)
        + 2 * x * (d - 1) * (2 * H + (d - 2) * H2)
        + x**2 * (d - 1) * (N + (3 * d - 5) * H + (d - 2) ** 2 * H2)
    )


def slope_c(x: Expression) -> Expression:
    """C'."""
    return 2 * (d - 1) * (2 * H + (d - 2) * H2) + 2 * x * (d - 1) * (N + (3 * d - 5) * H + (d - 2) ** 2 * H2)


def level(x: Expression) -> Expression:
    """P."""
    return N + (d - 1) * x * H


def delta(x: Expression) -> Expression:
    """Δ."""
    return form_a(x) * form_c(x) - (d - 1) * form_b(x) ** 2


def slope_delta(x: Expression) -> Expression:
    """Δ'."""
    return slope_a(x) * form_c(x) + form_a(x) * slope_c(x) - 2 * (d - 1) * form_b(x) * slope_b(x)


def quintic(x: Expression) -> Expression:
    """`2P'AΔ + P(A'Δ − AΔ')`, which is `2(d − 1) R`."""
    slope = slope_a(x) * delta(x) - form_a(x) * slope_delta(x)
    return 2 * ((d - 1) * H) * form_a(x) * delta(x) + level(x) * slope


@cache
def sums_known() -> Facts:
    """`8/9 H² + 2 ≤ T`, `2 S − 1 ≤ H` and `5/4 ≤ S`, S being the sum of the squares."""
    _, count, last = conjuncts(at(from_two(), belonging(N, integers_from(2), LENGTH)))
    _, _, double = conjuncts(at(both_sums(), belonging(N, integers_from(1), LENGTH)))
    return (
        signed(at_most(Fraction(8, 9) * H**2 + 2, T), (count,)),
        signed(at_most(2 * H2 - 1, H), (double,)),
        signed(at_most(Fraction(5, 4), H2), (last,)),
    )


def slope_in_key() -> Expression:
    """Half the slope of the energy in a, at a = 0, α = 1."""
    value = b**2 + 2 * b * β + (2 * d - 3) * β**2
    return (d - 1) * (H * (2 * b**2 + 2 * b * β + (3 * d - 4) * β**2) + (d - 2) * H2 * value)


ONE_OFF = written(0), written(1), b, β


@cache
def elsewhere() -> Theorem:
    """`∀b ∀β: b²/4 ≤ (T−2) E − (d−1) H Q`, E being the energy at a = 0, α = 1, and Q half its slope in a there."""
    goal = at_most(Fraction(1, 4) * b**2, N * here(ENERGY, ONE_OFF) - (d - 1) * H * slope_in_key())
    return form_not_negative(goal, (b, β), *sums_known(), TWO)


@cache
def on_diagonal() -> Theorem:
    """`a ≠ 0` at such a point: else `(T−2) E = (d−1) H Q`."""
    zero = assume(equal(a, 0))
    rests = [rewritten(zero, assume(rest)) for rest in RESTS]
    above = rewritten(zero, assume(PREDICTS))
    right = N * here(ENERGY, ONE_OFF) - (d - 1) * H * slope_in_key()
    using = (rests[0], (d - 1) * H * α), (rests[2], -N * b), (rests[3], -(d - 1) * N * β)
    nothing = identity(α**2 * right, 0, using=using)
    product = signed(less(0, (d - 1) * H * (α * b)), (above,))
    more, first = signed(at_most(0, d - 1), (TWO,)), sizes()[1]
    both = signed(less(0, α * b), (product, more, first), products=((more, first), (more,)))
    wrong = signed(FALSE, (elsewhere(), nothing, both), squares=(α,), products=((both, both),))
    return deny(equal(a, 0), wrong)


x, y, u = α / a, β / b, a * b
"""The two ratios and the product at such a point."""
OTHER, PRODUCT = -form_b(x) / form_a(x), level(x) * form_a(x) / delta(x)
"""Where β/b and ab go, by the ratio α/a."""


@cache
def known_there() -> Facts:
    """`0 < ab P`, `a ≠ 0`, `b ≠ 0`, `0 < A` at such a point, and `0 < ab P(x) `."""
    first = on_diagonal()
    zero = assume(equal(b, 0))
    other = deny(equal(b, 0), signed(FALSE, (rewritten(zero, assume(PREDICTS)),)))
    scaled = identity(u * level(x), b * LINEAR, (first,))
    above = signed(less(0, u * level(x)), (scaled, assume(PREDICTS), first))
    return first, other, above, energy_of_other()


@cache
def energy_of_other() -> Theorem:
    """`0 < A` at such a point, the energy at `b = 0, β = 1` being `(d − 1) A`."""
    place = belonging(N, integers_from(2), LENGTH)
    z = real("z")
    least = at(bounded_below(), 1, z, 0, 1, place)
    more = signed(less(0, d - 1), (TWO,))
    found = signed(less(0, form_a(z)), (least, more), products=((more,),), squares=(z,))
    return at(under(found, member(z, REALS)), x)


@cache
def equations_of_rest() -> Facts:
    """`yA + B = 0`, `u (C + (d−1) yB) = P` and `u (C' + 2(d−1) yB' + (d−1) y²A') = 2P'` at such a point."""
    first, other, _, _ = known_there()
    rests = tuple(map(assume, RESTS))
    nonzero = first, other
    one = identity(y * form_a(x) + form_b(x), 0, nonzero, ((rests[3], -1 / a / a / b),))
    two = identity(u * (form_c(x) + (d - 1) * y * form_b(x)), level(x), nonzero, ((rests[2], -1 / a),))
    slope = slope_c(x) + 2 * (d - 1) * y * slope_b(x) + (d - 1) * y**2 * slope_a(x)
    three = identity(u * slope, 2 * ((d - 1) * H), nonzero, ((rests[1], -2 * (d - 1) / b),))
    return one, two, three


@cache
def eliminated() -> Theorem:
    """`∀A ≠ 0, B, C, P, A', B', C', P', y, u, m`: from `yA + B = 0`, `u (C + myB) = P`,
    `u (C' + 2myB' + my²A') = 2P'` and `0 < uP`: `y = −B/A`, `0 < uΔ`, `u = PA/Δ` and `2P'AΔ + P (A'Δ − AΔ') = 0`.
    """
    names = "A", "B", "C", "P", "A1", "B1", "C1", "P1", "y", "u", "m"
    A, B, C, P, A1, B1, C1, P1, y, u, m = places = tuple(map(real, names))
    premises = (
        less(0, A),
        equal(y * A + B, 0),
        equal(u * (C + m * y * B), P),
        equal(u * (C1 + 2 * m * y * B1 + m * y**2 * A1), 2 * P1),
        less(0, u * P),
    )
    above, one, two, three, product = map(assume, premises)
    Δ, Δ1 = A * C - m * B**2, A1 * C + A * C1 - 2 * m * B * B1
    other = identity(y, -B / A, (above,), ((one, 1 / A),))
    scaled = identity(u * Δ, P * A, using=((two, A), (one, -m * u * B)))
    square = identity(u**2 * Δ, u * P * A, using=((scaled, u),))
    size = signed(less(0, u * P * A), (product, above), products=((product, above),))
    far = signed(less(0, Δ), (square, size), squares=(u,))
    value = identity(u, P * A / Δ, (far,), ((scaled, 1 / Δ),))
    slope = A**2 * (C1 + 2 * m * y * B1 + m * y**2 * A1)
    mixed = identity(slope, A * Δ1 - A1 * Δ, using=((one, m * (2 * A * B1 + A1 * (y * A - B))),))
    whole = identity(
        2 * P1 * A * Δ + P * (A1 * Δ - A * Δ1),
        0,
        (above,),
        ((three, -A * Δ), (mixed, u * Δ / A), (scaled, (A * Δ1 - A1 * Δ) / A)),
    )
    return under(conjoin(other, far, value, whole), *(member(each, REALS) for each in places), *premises)


@cache
def read_off() -> Theorem:
    """`y = −B/A`, `0 < Δ`, `u = PA/Δ` and R = 0 at such a point."""
    forms = form_a, form_b, form_c, level, slope_a, slope_b, slope_c
    one, two, three = equations_of_rest()
    _, _, product, above = known_there()
    found = at(eliminated(), *(form(x) for form in forms), (d - 1) * H, y, u, d - 1)
    for premise in (above, one, two, three, product):
        found = apply(found, premise)
    return found
