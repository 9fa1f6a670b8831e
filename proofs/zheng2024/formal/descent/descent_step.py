"""One step of gradient descent on the line, of a size that keeps the sign of `c1 − c2 ab`: what it does and keeps."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.scalars.scalar_flow import GIVEN as CONSTANTS
from proofs.zheng2024.formal.scalars.scalar_flow import a, b, c1, c2
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, conjoin
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import POSITIVE, REALS, Number, at_most, conjunction, equal, implies, less, member, real
from symbolic.tactics.signs import Facts, identity, signed, with_head
from symbolic.tactics.steps import assumed, under, whichever

h, m = real("h"), real("m")
STEP = member(h, POSITIVE)
GIVEN = (*CONSTANTS[:2], STEP, member(m, REALS), member(a, REALS), member(b, REALS))


def slack(c1: Number, c2: Number, one: Expression, other: Expression) -> Expression:
    """`F = c1 − c2 ab`."""
    return written(c1) - written(c2) * one * other


def after(c1: Number, c2: Number, h: Expression, one: Expression, other: Expression) -> tuple[Expression, Expression]:
    """The point after one step from `(a, b)`."""
    force = slack(c1, c2, one, other)
    return one + h * (other * force), other + h * (one * force)


def size_squared(c1: Number, c2: Number, one: Expression, other: Expression) -> Expression:
    """`4 c1² + c2² (a² − b²)²`."""
    return 4 * written(c1) ** 2 + written(c2) ** 2 * (one**2 - other**2) ** 2


def small(c1: Number, c2: Number, h: Expression, one: Expression, other: Expression) -> Expression:
    """`h² k² ≤ 1` and `h c2 (a² + b²) ≤ 1`."""
    return conjunction(
        at_most(h**2 * size_squared(c1, c2, one, other), 1), at_most(h * written(c2) * (one**2 + other**2), 1)
    )


F = slack(c1, c2, a, b)
NEXT = after(c1, c2, h, a, b)
AFTER = slack(c1, c2, *NEXT)
Q, U = a**2 + b**2, a * b
RATIO = 1 - h * c2 * (Q + h * U * F)
"""What a step multiplies F by."""
SMALL, MOVES = small(c1, c2, h, a, b), less(0, m * (a + b))
KEPT = conjunction(
    small(c1, c2, h, *NEXT),
    less(0, m * (NEXT[0] + NEXT[1])),
    less(0, 1 - h * F),
    less(0, 1 + h * F),
    equal(AFTER, RATIO * F),
    at_most(0, RATIO),
    at_most(RATIO, 1 - h * c2 * Q / 2),
    implies(less(0, F), less(0, AFTER)),
    implies(less(F, 0), less(AFTER, 0)),
)


@cache
def facts() -> tuple[Theorem, ...]:
    """`0 < c1`, `0 < c2`, `0 < h`, `h² k² ≤ 1`, `h c2 (a² + b²) ≤ 1` and `0 < m (a + b)`."""
    signs = with_head(assumed(*GIVEN[:3]), "less")
    return (*signs, *assumed(SMALL), assume(MOVES))


@cache
def shrinks() -> tuple[Theorem, Theorem]:
    """`0 < 1 − hF` and `0 < 1 + hF`."""
    first, second, size, rate, length, moves = facts()
    half = signed(
        at_most(h * c1, written(1) / 2),
        (rate, first, size, second),
        products=((first, size),),
        squares=(h * c2 * (a**2 - b**2),),
    )
    square = signed(less(0, (a + b) ** 2), (moves,), products=((moves, moves),), squares=(m,))
    down = signed(less(0, 1 - h * F), (half, length, square, size, second), products=((size, second, square),))
    up = signed(
        less(0, 1 + h * F), (length, first, size, second), products=((size, second), (first, size)), squares=(a - b,)
    )
    return down, up


LENGTH = h * c2 * Q
"""`y = h c2 (a² + b²)`, of which `y² = h² k² − 4 h² F (2 c1 − F)`."""
SQUARED = h**2 * size_squared(c1, c2, a, b)


@cache
def below() -> Theorem:
    """`0 < r` where `F < 0`: then `c2 ab > c1`."""
    first, _, size, _, length, _ = facts()
    negative = assume(less(F, 0))
    products = (size, size, first, negative), (size, size, negative, negative)
    return signed(less(0, RATIO), (first, size, length, negative), products=products)


@cache
def above() -> Theorem:
    """`0 < r` where `0 < F`, by the sign of `2 c1 − F`: `y ≤ 1 − 2 h² F (2 c1 − F)` where that is not negative."""
    first, second, size, rate, length, _ = facts()
    over = assume(less(0, F))
    share = h**2 * F * (2 * c1 - F)
    squares = identity(LENGTH**2, SQUARED - 4 * share)
    gain = signed(less(0, h**2 * F * c1), (first, size, over), products=((size, size, over, first),))

    def far(case: Facts) -> Theorem:
        lost = signed(less(share, 0), (size, over, *case), products=((size, size, over, case[0]),))
        return signed(less(0, RATIO), (length, gain, lost))

    def near(case: Facts) -> Theorem:
        order = signed(at_most(F, 2 * c1), case)
        got = signed(at_most(0, share), (size, over, order), products=((size, size, over, order),))
        positive = signed(at_most(0, LENGTH), (size, second), products=((size, second),), squares=(a, b))
        most = signed(at_most(LENGTH**2, 1 - 4 * share), (squares, rate))
        half = signed(at_most(0, 1 - 2 * share), (most,), squares=(LENGTH,))
        shorter = signed(at_most(LENGTH, 1 - 2 * share), (most, positive, half, got), degree=2, squares=(share,))
        return signed(less(0, RATIO), (shorter, gain, got))

    return whichever(less(0, RATIO), trichotomy(2 * c1, F), far, near, near)


@cache
def ratio() -> tuple[Theorem, Theorem]:
    """`0 ≤ r` and `r ≤ 1 − h c2 (a² + b²)/2`."""
    _, second, size, _, length, _ = facts()
    down, up = shrinks()

    def case(given: Facts) -> Theorem:
        if given[0].conclusion == less(F, 0):
            return signed(at_most(0, RATIO), (below(),))
        if given[0].conclusion == less(0, F):
            return signed(at_most(0, RATIO), (above(),))
        return signed(at_most(0, RATIO), (length, *given), scales=(1, h**2 * c2 * U))

    least = whichever(at_most(0, RATIO), trichotomy(F, written(0)), case, case, case)
    half = at_most(RATIO, 1 - LENGTH / 2)
    products = (size, second, up), (size, second, down)
    return least, signed(half, (size, second, down, up), products=products, squares=(a + b, a - b))


@cache
def stays_small() -> tuple[Theorem, Theorem]:
    """`h² k² ≤ 1` and `h c2 (a² + b²) ≤ 1` after the step."""
    _, second, size, rate, length, _ = facts()
    (down, up), (least, half) = shrinks(), ratio()
    spread, later = a**2 - b**2, NEXT[0] ** 2 - NEXT[1] ** 2
    nearer = signed(at_most(later**2, spread**2), (down, up), products=((down, up),), squares=(spread * h * F,))
    scaled = h**2 * size_squared(c1, c2, *NEXT)
    slower = signed(at_most(scaled, SQUARED), (nearer,), products=((nearer,),), squares=(h * c2,))
    rate_after = signed(at_most(scaled, 1), (slower, rate))
    positive = signed(at_most(0, LENGTH), (size, second), products=((size, second),), squares=(a, b))
    longest = signed(at_most(LENGTH**2, 1), (length, positive), degree=2)
    most = signed(at_most(RATIO, 1), (half, positive))
    mixed = RATIO * LENGTH**2 + (1 - RATIO) * SQUARED - 4 * RATIO * (1 - RATIO) * (h * F) ** 2
    whole = h * c2 * (NEXT[0] ** 2 + NEXT[1] ** 2)
    equation = identity(whole**2, scaled - SQUARED + mixed)
    under_1 = signed(
        at_most(mixed, 1),
        (least, most, longest, rate),
        products=((least, longest), (most, rate), (least, most)),
        squares=(h * F,),
    )
    square = signed(at_most(whole**2, 1), (equation, slower, under_1))
    above_0 = signed(at_most(0, whole), (size, second), products=((size, second),), squares=NEXT)
    return rate_after, signed(at_most(whole, 1), (square, above_0), degree=2)


@cache
def kept() -> Theorem:
    """`∀c1, c2, h > 0 ∀m, a, b`: what a step that is small keeps."""
    (down, up), (least, half), moves = shrinks(), ratio(), assume(MOVES)
    total = less(0, m * (NEXT[0] + NEXT[1]))
    grows = signed(total, (moves, up), products=((moves, up),))
    multiplied = identity(AFTER, RATIO * F)
    signs = []
    for sign, of_ratio in ((less(0, F), above()), (less(F, 0), below())):
        goal = less(0, AFTER) if sign == less(0, F) else less(AFTER, 0)
        used = multiplied, of_ratio, assume(sign)
        signs.append(under(signed(goal, used, products=(used[1:],)), sign))
    found = conjoin(conjoin(*stays_small()), grows, down, up, multiplied, least, half, *signs)
    return under(found, *GIVEN, SMALL, MOVES)
