"""For a small slope there is exactly one point near 0 where both derivatives are 0: it is near first order."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.robustness import branch, one_point
from proofs.zheng2024.formal.robustness.bounded_terms import within
from proofs.zheng2024.formal.robustness.branch import (
    A_POSITIVE,
    BELONG,
    DETERMINANT,
    ENOUGH,
    GIVEN,
    KNOWN,
    NOT_NEGATIVE,
    UP_TO,
    WIDE,
    A,
    B,
    D,
    Q,
    S,
    by_x,
    by_y,
    c5,
    c6,
    found_near,
    near,
    signs,
    x,
    y,
)
from proofs.zheng2024.formal.robustness.one_point import OF_ALL, SUMS, M, only_0, v, w, δ
from symbolic.core.expressions import Expression, opened
from symbolic.core.rules.logic import apply, assume, choose, conjoin, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    at_most,
    conjunction,
    equal,
    exists,
    for_all,
    implies,
    less,
    member,
    real,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, conjuncts, under, witnessed

ε, L, ε0 = real("ε"), real("L"), real("ε0")


def alone(at: tuple[Expression, Expression]) -> Expression:
    """Every point within δ where both derivatives are 0 is a given one."""
    one, other = at
    rest = conjunction(within(v, δ), within(w, δ), equal(by_x(v, w), 0), equal(by_y(v, w), 0))
    return for_all(v, REALS, for_all(w, REALS, implies(rest, conjunction(equal(v, one), equal(w, other)))))


AT_REST = equal(by_x(x, y), 0), equal(by_y(x, y), 0)
INSIDE = conjunction(within(x, δ), within(y, δ), near(x, c5, L), near(y, c6, L), *AT_REST, alone((x, y)))
EXACTLY_ONE = exists(x, REALS, exists(y, REALS, INSIDE))
FOR_SMALL = for_all(S, REALS, implies(NOT_NEGATIVE, implies(at_most(S, ε), EXACTLY_ONE)))
SAYS = exists(ε, POSITIVE, exists(δ, POSITIVE, exists(L, POSITIVE, FOR_SMALL)))

FOUND = for_all(S, REALS, implies(NOT_NEGATIVE, implies(at_most(S, ε0), found_near(L))))
FINDS = exists(L, POSITIVE, exists(ε0, POSITIVE, FOUND))
"""`∃L > 0 ∃ε > 0`: for S up to ε there is a point near first order."""

NARROW_BOX = conjunction(less(0, δ), at_most(δ, 1), less(4 * (A + D) * (δ * M), DETERMINANT))
M_BELONGS = member(M, POSITIVE)


@cache
def finds() -> Theorem:
    """It, by the constants that are given."""
    found = under(under(branch.existence(), NOT_NEGATIVE, UP_TO), member(S, REALS))
    quantity, narrow, slope, *_ = signs()
    known = quantity, slope, A_POSITIVE, narrow
    more = signed(less(0, (1 + B**2) * branch.NARROW + Q), known, products=((narrow,),), squares=(B, 1))
    share = signed(less(0, 2 * ((1 + B**2) * branch.NARROW + Q) / A), (*known, more), products=((A_POSITIVE,),))
    wide = signed(less(0, WIDE), (narrow, share, slope, A_POSITIVE))
    other = signed(less(0, 2 * Q / A), known, products=((A_POSITIVE,),))
    whole = signed(less(0, 1 + branch.NARROW + 2 * Q / A), (narrow, other, slope, A_POSITIVE))
    enough = signed(less(0, ENOUGH), (whole, slope, A_POSITIVE), products=((whole,),))
    there = witnessed(FINDS, found, WIDE, ENOUGH, facts=(wide, enough))
    return choose(Q, branch.bounded(), there)


@cache
def narrow_box() -> Theorem:
    """`∃δ > 0`: at most 1, and so small that the quadratic form decides in the box."""
    (_, size), third = assumed(M_BELONGS), KNOWN[1]
    determinant = KNOWN[2]
    whole = DETERMINANT + 8 * (A + D) * M
    products = (A_POSITIVE, size), (third, size)
    below = signed(less(0, whole), (determinant, A_POSITIVE, third, size), products=products)
    least = DETERMINANT / whole
    above = signed(less(0, least), (determinant, below), products=((below,),))
    facts = above, below, determinant, A_POSITIVE, third, size
    one = signed(at_most(least, 1), facts, products=((below,), *products))
    room = signed(
        less(4 * (A + D) * (least * M), DETERMINANT),
        facts,
        products=((below,), (determinant, A_POSITIVE, size), (determinant, third, size), (determinant, determinant)),
    )
    return witnessed(exists(δ, POSITIVE, NARROW_BOX), conjoin(above, one, room), least, facts=(above,))


LESS = member(ε0, POSITIVE), member(L, POSITIVE), member(δ, POSITIVE)
REACH = 2 + c5**2 + c6**2 + L
SMALLER = 1 / (1 / ε0 + REACH / δ)
"""For S up to this the point is in the box."""


@cache
def small() -> Facts:
    """`0 < ε`, and for S up to that `S ≤ ε0`, `S (2 + c5² + c6² + L) ≤ δ` and `S ≤ δ`."""
    (_, first), (_, wide), (_, box) = map(assumed, LESS)
    reach = signed(less(0, REACH), (wide,), squares=(c5, c6))
    shares = (
        signed(less(0, 1 / ε0), (first,), products=((first,),)),
        signed(less(0, REACH / δ), (reach, box), products=((box,),)),
    )
    whole = signed(less(0, 1 / ε0 + REACH / δ), (*shares, first, box))
    positive_bound = signed(less(0, SMALLER), (whole, first, box), products=((whole,),))
    least, up_to = assume(NOT_NEGATIVE), assume(at_most(S, SMALLER))
    once = signed(at_most(S * (1 / ε0 + REACH / δ), 1), (up_to, whole, first, box), products=((up_to, whole), (whole,)))
    facts = (once, *shares, least, first, box, wide)
    one = signed(at_most(S * (1 / ε0), 1), facts, products=((shares[1], least),))
    one = signed(at_most(S, ε0), (one, first), products=((one, first),))
    other = signed(at_most(S * (REACH / δ), 1), facts, products=((shares[0], least),))
    other = signed(at_most(S * REACH, δ), (other, box), products=((other, box),))
    last = signed(at_most(S, δ), (other, least, wide), products=((least, wide), (least,)), squares=(c5, c6, 1))
    return positive_bound, one, other, last


def in_box(point: Expression, slope: Expression, nears: Facts) -> Theorem:
    """`|x| ≤ δ` from `|x − c S| ≤ L S²`."""
    least, (_, _, reach, last) = assume(NOT_NEGATIVE), small()
    *_, one, _ = (*conjuncts(assume(NARROW_BOX)),)
    _, wide = assumed(LESS[1])
    unit = signed(at_most(S, 1), (last, one))
    facts = (*nears, least, reach, wide, unit)
    products = (least, wide), (least, wide, unit), (least,)
    squares = (c5, c6, 1, slope - 1, slope + 1, slope)
    sides = parts(within(point, δ), "and")
    return conjoin(*(signed(each, facts, products=products, squares=squares) for each in sides))


def same_point(inside: Facts, other: Facts) -> Theorem:
    """`v = x ∧ w = y`, both points being in the box and both derivatives 0 at them."""
    least, (_, _, _, last) = assume(NOT_NEGATIVE), small()
    above, one, room = conjuncts(assume(NARROW_BOX))
    box = [*inside[:4], *other[:4], signed(at_most(-δ, S), (least, above)), last]
    sides = [conjoin(*box[n : n + 2]) for n in range(0, 10, 2)]
    bounds = apply(at(assume(OF_ALL), δ, x, y, v, w, S), conjoin(one, *sides))
    rests = ((inside[4], 1), (other[4], -1)), ((inside[5], 1), (other[5], -1))
    forms = (
        A * (x - v) + B * (y - w) + SUMS[0] * (x - v) + SUMS[1] * (y - w),
        B * (x - v) + D * (y - w) + SUMS[2] * (x - v) + SUMS[3] * (y - w),
    )
    differences = (identity(form, 0, using=using) for form, using in zip(forms, rests, strict=True))
    given = conjoin(*KNOWN[:2], room, *(part(n, bounds) for n in range(4)), *differences)
    found = apply(at(only_0(), A, B, D, x - v, y - w, *SUMS, δ * M), given)
    return conjoin(signed(equal(v, x), (part(0, found),)), signed(equal(w, y), (part(1, found),)))


@cache
def rest_points() -> Theorem:
    """For all letters with a positive form: for small S there is exactly one point, and it is near first order."""
    _, up_to, *_ = small()
    first = apply(apply(at(assume(FOUND), S), assume(NOT_NEGATIVE)), up_to)
    second = opened(parts(first.conclusion, "exists")[1], (x,))
    given = conjuncts(assume(opened(parts(second, "exists")[1], (y,))))
    pairs = given[:2], given[2:4]
    points = [in_box(point, slope, pair) for point, slope, pair in zip((x, y), (c5, c6), pairs, strict=True)]
    inside = (*(each for point in points for each in conjuncts(point)), *given[4:])
    other = conjunction(within(v, δ), within(w, δ), equal(by_x(v, w), 0), equal(by_y(v, w), 0))
    only = under(under(same_point(inside, conjuncts(assume(other))), other), member(v, REALS), member(w, REALS))
    here = conjoin(*points, *(conjoin(*pair) for pair in pairs), *given[4:], only)
    found = choose(x, first, choose(y, assume(second), witnessed(EXACTLY_ONE, here, x, y)))
    every = under(under(found, NOT_NEGATIVE, at_most(S, SMALLER)), member(S, REALS))
    says = witnessed(SAYS, every, SMALLER, δ, L, facts=(small()[0], *(assumed(each)[1] for each in LESS)))
    for variable, existence in ((δ, narrow_box()), (M, one_point.bounded())):
        says = choose(variable, existence, says)
    inner = opened(parts(FINDS, "exists")[1], (L,))
    says = choose(L, finds(), choose(ε0, assume(inner), says))
    return under(under(says, GIVEN), *BELONG)
