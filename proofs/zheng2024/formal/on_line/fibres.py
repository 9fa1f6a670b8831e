"""Which starts on the line go to a given point: one branch of a hyperbola, its mirror image, or the antidiagonal."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from proofs.zheng2024.formal.flow.reduced_flow_basins import FAR, go_to, goes, has_sign
from proofs.zheng2024.formal.on_line.line_formulas import a0, b0
from proofs.zheng2024.formal.on_line.line_signs import constants
from proofs.zheng2024.formal.on_line.trained_line import C1, C2, at_the_constants
from proofs.zheng2024.formal.scalars.scalar_limits import SPREAD, limits_known
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.convergence import one_limit
from symbolic.core.rules.logic import apply, assume, both_ways, cases, conjoin, part
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    POSITIVE,
    conjunction,
    equal,
    for_all,
    iff,
    less,
    member,
    real,
)
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, rewritten, under, whichever

p, q, u, v = map(real, "pquv")
POINT = member(p, POSITIVE), member(q, POSITIVE)
AT_REST = equal(p * q, C1 / C2)
SAME_SPREAD = equal(SPREAD, p**2 - q**2)


def goes_to(sign: int) -> Expression:
    """That the two scalars tend to `±(p, q)`, or to the origin for the sign 0."""
    values = {1: (p, q), -1: (-p, -q), 0: (written(0), written(0))}
    return conjunction(*go_to(*values[sign]))


def starts_of(sign: int) -> Expression:
    """Which starts go there."""
    side = has_sign(a0 + b0, sign)
    return conjunction(AT_REST, SAME_SPREAD, side) if sign else side


def fibre(sign: int) -> Expression:
    """That exactly these starts go there, for all `p, q > 0`."""
    formula: Expression = iff(goes_to(sign), starts_of(sign))
    return for_all(p, POSITIVE, for_all(q, POSITIVE, formula)) if sign else formula


@cache
def one_point() -> Theorem:
    """`∀u, v, p, q > 0: u v = p q ∧ u² − v² = p² − q² ⇒ u = p ∧ v = q`."""
    places = tuple(member(each, POSITIVE) for each in (u, v, p, q))
    signs = tuple(assumed(each)[1] for each in places)
    u_positive, v_positive, p_positive, _ = signs
    premise = conjunction(equal(u * v, p * q), equal(u**2 - v**2, p**2 - q**2))
    product, spread = conjuncts(assume(premise))
    squares = signed(less(0, v**2 + p**2), (v_positive, p_positive), degree=2)
    total = signed(less(0, u + p), (u_positive, p_positive))
    factor = positive((u + p) * (v**2 + p**2), (total, squares))
    using = (product, u * v + p * q), (spread, p**2)
    vanishes = identity((u - p) * (u + p) * (v**2 + p**2), 0, using=using)
    one = signed(equal(u, p), (factor, vanishes), products=((factor,),))
    other = identity((v - q) * p, 0, using=((product, 1), (one, -v)))
    return under(conjoin(one, signed(equal(v, q), (p_positive, other), products=((p_positive,),))), *places, premise)


@cache
def of_limit() -> Facts:
    """`0 < ã`, `0 < b̃`, `ã b̃ = c1/c2` and `ã² − b̃² = C`."""
    return conjuncts(at_the_constants(limits_known(), a0, b0))


def limits_on(sign: int) -> tuple[Theorem, Theorem]:
    """Where the two scalars go, under the sign of `a0 + b0`."""
    place = {1: 0, -1: 1, 0: 2}[sign]
    both = apply(part(place, goes()), assume(has_sign(a0 + b0, sign)))
    return part(0, both), part(1, both)


def starts_are(sign: int) -> Theorem:
    """What goes to the point starts there."""
    given = conjuncts(assume(goes_to(sign)))
    goal = starts_of(sign)

    def on(side: int) -> Callable[[Facts], Theorem]:
        def case(facts: Facts) -> Theorem:
            equations = tuple(map(one_limit, given, limits_on(side)))
            if side != sign:
                return cases(goal, signed(FALSE, (*equations, *of_limit()[:2], *signs_of_point(sign))))
            return conjoin(*of_point(sign, equations), facts[0]) if sign else facts[0]

        return case

    return under(whichever(goal, trichotomy(a0 + b0, written(0)), *map(on, (-1, 0, 1))), goes_to(sign))


def signs_of_point(sign: int) -> Facts:
    """`0 < p` and `0 < q`, where the point is not the origin."""
    return tuple(assumed(each)[1] for each in POINT) if sign else ()


def of_point(sign: int, equations: Facts) -> tuple[Theorem, Theorem]:
    """`p q = c1/c2` and `C = p² − q²`, from `p = ã` and `q = b̃`."""
    _, _, product, spread = of_limit()
    one, other = equations
    near, far = (p, q), FAR
    along = identity(p * q, C1 / C2, divisors(), ((one, sign * near[1]), (other, sign * far[0]), (product, 1)))
    squares = (one, -sign * (p + far[0])), (other, sign * (q + far[1])), (spread, -1)
    return along, identity(SPREAD, p**2 - q**2, divisors(), squares)


def start_goes(sign: int) -> Theorem:
    """What starts there goes to the point."""
    start = assume(starts_of(sign))
    side = conjuncts(start)[-1]
    found = conjoin(*limits_on(sign))
    if sign:
        found = rewritten_all(found, *same_point(sign))
    return under(apply(under(found, has_sign(a0 + b0, sign)), side), starts_of(sign))


def same_point(sign: int) -> Facts:
    """`ã = p` and `b̃ = q`, for starts on the branch."""
    along, spread, _ = conjuncts(assume(starts_of(sign)))
    *signs, product, at_limit = of_limit()
    same_product = identity(FAR[0] * FAR[1], p * q, divisors(), ((product, 1), (along, -1)))
    same_spread = identity(FAR[0] ** 2 - FAR[1] ** 2, p**2 - q**2, divisors(), ((at_limit, 1), (spread, 1)))
    places = (belonging(far, POSITIVE, (above,)) for far, above in zip(FAR, signs, strict=True))
    there = at(one_point(), *places, *map(assume, POINT))
    return conjuncts(apply(there, conjoin(same_product, same_spread)))


def rewritten_all(theorem: Theorem, *equations: Theorem) -> Theorem:
    """A theorem with the right sides of equations in the places of their left sides."""
    for equation in equations:
        theorem = rewritten(equation, theorem)
    return theorem


def divisors() -> Facts:
    """`0 < c1` and `0 < c2`."""
    return constants()


@cache
def fibres() -> Theorem:
    """Exactly which starts go to `(p, q)`, to `−(p, q)` and to the origin."""

    def of_sign(sign: int) -> Theorem:
        both = both_ways(starts_are(sign), start_goes(sign))
        return under(both, *POINT) if sign else both

    return conjoin(*map(of_sign, (1, -1, 0)))


FIBRES = conjunction(*map(fibre, (1, -1, 0)))
