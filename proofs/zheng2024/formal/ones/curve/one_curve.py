"""Points of rest in the family from T = 4 on: they predict nothing, or lie on one curve; where it is at some sizes."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.on_line.line_formulas import d
from proofs.zheng2024.formal.ones.critical_in_family import (
    CRITICAL,
    FAMILY,
    on_curve,
    read_at_rest,
    rests_where,
    still,
)
from proofs.zheng2024.formal.ones.exchangeable_gradient import LETTERS, LINEAR, POINT, VELOCITIES, H
from proofs.zheng2024.formal.ones.family_energy import TWO
from proofs.zheng2024.formal.ones.point_of_rest import (
    PREDICTS,
    delta,
    form_a,
    form_b,
    form_c,
    level,
    quintic,
    slope_a,
    slope_b,
    slope_c,
)
from proofs.zheng2024.formal.ones.unmasked_flow import RESTS, energy_above, here
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, conjoin, discharge, either, part, parts
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    conjunction,
    disjunction,
    equal,
    implies,
    less,
    member,
    real,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, conjuncts, quantified, rewritten, swapped, under, whichever

a, α, b, β = LETTERS
x = real("x")
NOTHING = conjunction(equal(a, 0), equal(α, 0)), conjunction(equal(b, 0), equal(β, 0))
"""One of the two blocks is zero, so that zero is predicted."""
POINTS = disjunction(*NOTHING, conjunction(*on_curve(x)))
BESIDE = less(0, form_a(x)), less(0, delta(x))

RATIOS: tuple[Expression, ...] = x, -form_b(x) / form_a(x), level(x) * form_a(x) / delta(x)
"""α/a, β/b and ab on the curve."""
ROOT = equal(quintic(x), 0)


def curve(other: Expression | None = None) -> Expression:
    """Points of rest have a block that is zero or lie on the curve of x, all points of which are at rest."""
    on = conjunction(*on_curve(x, other))
    both = conjunction(implies(CRITICAL, disjunction(*NOTHING, on)), implies(on, CRITICAL))
    return quantified(both, *POINT)


@cache
def one_block_zero() -> Theorem:
    """At a point of rest that predicts nothing one block is zero, as the energy vanishes."""
    key, value = a**2 + α**2, b**2 + β**2
    nothing = signed(at_most(key * value, 0), (still(), energy_above(), assume(at_most(b * LINEAR, 0))))

    def zero(first: Expression, second: Expression, low: Theorem) -> Theorem:
        return either(
            POINTS, conjoin(*(signed(equal(each, 0), (low,), squares=(first, second)) for each in (first, second)))
        )

    def small(known: Facts) -> Theorem:
        return zero(a, α, signed(at_most(key, 0), known))

    def large(known: Facts) -> Theorem:
        return zero(b, β, signed(at_most(value, 0), (nothing, *known), products=(known,)))

    return whichever(POINTS, trichotomy(key, written(0)), small, small, large)


@cache
def where_at_rest() -> Theorem:
    """Points of rest have a block that is zero, or lie on the curve."""

    def nothing(known: Facts) -> Theorem:
        premise = at_most(b * LINEAR, 0)
        return apply(discharge(premise, one_block_zero()), signed(premise, known))

    def something(known: Facts) -> Theorem:
        return either(POINTS, apply(discharge(PREDICTS, read_at_rest()), known[0]))

    found = whichever(POINTS, trichotomy(written(0), b * LINEAR), something, nothing, nothing)
    for premise, known in zip(RESTS, rests_where(assume(CRITICAL)), strict=True):
        found = apply(discharge(premise, found), known)
    return found


@cache
def velocities_on_rays() -> Facts:
    """The velocities at a, ax, b and by, by the forms in x; that of a by those of the others."""
    y, m = real("y"), d - 1
    on = (a, a * x, b, b * y)
    key, other, value, fourth = (here(velocity, on) for velocity in VELOCITIES)
    found = (
        identity(value, a * (level(x) - a * b * (form_c(x) + m * y * form_b(x)))),
        identity(fourth, -(a**2) * b * (y * form_a(x) + form_b(x))),
        identity(2 * m * other, b * (2 * (m * H) - a * b * bent(y))),
        identity(a * key + m * (a * x) * other, b * value + m * (b * y) * fourth),
    )
    return tuple(under(each, *(member(letter, REALS) for letter in (a, x, b, y))) for each in found)


def bent(y: Expression) -> Expression:
    """`C' + 2(d−1) yB' + (d−1) y²A'`."""
    return slope_c(x) + 2 * (d - 1) * y * slope_b(x) + (d - 1) * y**2 * slope_a(x)


@cache
def made_of_root() -> Theorem:
    """`∀A ≠ 0, B, C, P, A', B', C', P', m`: from `Δ ≠ 0` and `2P'AΔ + P (A'Δ − AΔ') = 0`, with `y = −B/A` and
    `u = PA/Δ`: `yA + B = 0`, `u (C + myB) = P` and `u (C' + 2myB' + my²A') = 2P'`.
    """
    A, B, C, P, A1, B1, C1, P1, m = places = tuple(map(real, ("A", "B", "C", "P", "A1", "B1", "C1", "P1", "m")))
    Δ, Δ1 = A * C - m * B**2, A1 * C + A * C1 - 2 * m * B * B1
    premises = less(0, A), less(0, Δ), equal(2 * P1 * A * Δ + P * (A1 * Δ - A * Δ1), 0)
    above, far, root = map(assume, premises)
    y, u = -B / A, P * A / Δ
    found = (
        identity(y * A + B, 0, (above,)),
        identity(u * (C + m * y * B), P, (above, far)),
        identity(u * (C1 + 2 * m * y * B1 + m * y**2 * A1), 2 * P1, (above, far), ((root, -1 / A / Δ),)),
    )
    return under(conjoin(*found), *(member(each, REALS) for each in places), *premises)


@cache
def rests_on_curve() -> Facts:
    """The four velocities are 0 on the curve."""
    m, forms = d - 1, (form_a, form_b, form_c, level, slope_a, slope_b, slope_c)
    made = at(made_of_root(), *(form(x) for form in forms), m * H, m)
    for premise in (*BESIDE, ROOT):
        made = apply(made, assume(premise))
    one, two, three = conjuncts(made)
    nonzero, second, fourth, product = map(assume, on_curve(x))
    y, sides = RATIOS[1], tuple(map(assume, BESIDE))
    of_value, of_fourth, of_other, of_key = (at(each, a, x, b, y) for each in velocities_on_rays())
    share = form_c(x) + m * y * form_b(x)
    value = identity(_left(of_value), 0, sides, ((of_value, 1), (two, -a), (product, -a * share)))
    last = identity(_left(of_fourth), 0, sides, ((of_fourth, 1), (one, -(a**2) * b)))
    other = _divided(identity(_left(of_other), 0, sides, ((of_other, 1), (three, -b), (product, -b * bent(y)))))
    key = parts(_left(of_key), "add")[0]
    key = parts(key, "multiply")[1]
    using = (of_key, 1 / a), (value, b / a), (last, m * (b * y) / a), (other, -m * x)
    first = identity(key, 0, (nonzero, *sides), using)
    back = (swapped(second), swapped(fourth))
    return tuple(rewritten(back[1], rewritten(back[0], each)) for each in (first, other, value, last))


def _left(equation: Theorem) -> Expression:
    return parts(equation.conclusion, "equal")[0]


def _divided(equation: Theorem) -> Theorem:
    """`v = 0` from `2(d − 1) v = 0`."""
    *_, velocity = parts(_left(equation), "multiply")
    scale = signed(less(0, 2 * (d - 1)), (TWO,))
    return identity(velocity, 0, (scale, *map(assume, BESIDE)), ((equation, 1 / (2 * (d - 1))),))


def curve_known() -> Theorem:
    """Where points of rest are, from what is known of the root x."""
    on = conjunction(*on_curve(x))
    critical = conjoin(*FAMILY.critical(rests_on_curve()))
    for number, premise in enumerate(on_curve(x)):
        critical = apply(discharge(premise, critical), part(number, assume(on)))
    return under(conjoin(under(where_at_rest(), CRITICAL), under(critical, on)), *POINT)
