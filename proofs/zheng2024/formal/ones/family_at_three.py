"""The flow of the four values a, α, b, β from the line at T = 3: it exists, and `sb`, β/b, s² have limits."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.on_line.line_formulas import a0, b0, d
from proofs.zheng2024.formal.ones.exchangeable_gradient import LETTERS
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.derivatives import along_field, in_time
from symbolic.core.rules.facts import bounded_flow
from symbolic.core.rules.flows import conserved, decreasing, flow_start
from symbolic.core.rules.logic import apply, assume, choose, witness
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    System,
    at_most,
    equal,
    exists,
    for_all,
    function,
    integers_from,
    less,
    member,
    real,
)
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, rewritten, under

a, α, b, β = LETTERS
t, most = real("τ"), real("v")
WIDE = member(d, integers_from(2))
SMALL = less(0, a0 * b0), less(a0 * b0, 2 / d)
"""The start on the line: `0 < a0 b0 < 2/d`."""
TIME = member(t, NONNEGATIVE)
BELONGS, LATER = assumed(TIME)
TWO = next(fact for fact in assumed(WIDE) if fact.conclusion == at_most(2, d))
CUBE = 2 * d - 1
"""c, with `2/c` for the limit of sb."""


def sum_of(a: Expression, α: Expression) -> Expression:
    """`s = a + (d−1)α`, the sum of a column of `W_KQ_32`."""
    return a + (d - 1) * α


def tilt(b: Expression, β: Expression) -> Expression:
    """`b + 2(d−1)β`, which is 0 at rest."""
    return b + 2 * (d - 1) * β


def form(b: Expression, β: Expression) -> Expression:
    """The quadratic form of the loss."""
    return d * b**2 + 2 * (d - 1) * b * β + 2 * (d - 1) ** 2 * β**2


SUM, TILT = sum_of(a, α), tilt(b, β)
KEY_RATE = b - SUM * form(b, β)
VELOCITIES = (
    KEY_RATE,
    KEY_RATE,
    SUM - SUM**2 * (d * b + (d - 1) * β),
    -(SUM**2) * TILT,
)
SYSTEM = System(LETTERS, VELOCITIES, (a0, written(0), b0, written(0)))
AT, START = SYSTEM.at(t), SYSTEM.at(0)


def excess(a: Expression, α: Expression, b: Expression, β: Expression) -> Expression:
    """`(c sb − 2)² + c s² (b + 2(d−1)β)²`: `2c` times the loss over `d/2`, less its least value."""
    return (CUBE * sum_of(a, α) * b - 2) ** 2 + CUBE * (sum_of(a, α) * tilt(b, β)) ** 2


def norms(a: Expression, α: Expression, b: Expression, β: Expression) -> Expression:
    """`a² + (d−1)α² − b² − (d−1)β²`."""
    return a**2 + (d - 1) * α**2 - b**2 - (d - 1) * β**2


def height(a: Expression, α: Expression, b: Expression, β: Expression) -> Expression:
    """What never grows, and bounds all four."""
    return (a - α) ** 2 + norms(a, α, b, β) ** 2 + excess(a, α, b, β)


EVERYWHERE = tuple(member(letter, REALS) for letter in LETTERS)


@cache
def steep() -> Theorem:
    """`∀s, p, y, r: s² (p² + c y²) ≤ 4cd r² + s² (c (p + y)² + 2c (c − 1) y²)`."""
    s, p, y, r = map(real, "spyr")
    squares = s * p, s * y, s * (p + 2 * y), r
    size, slope = p**2 + CUBE * y**2, CUBE * (p + y) ** 2 + 2 * CUBE * (CUBE - 1) * y**2
    found = signed(at_most(s**2 * size, 4 * CUBE * d * r**2 + s**2 * slope), (TWO,), degree=2, squares=squares)
    return under(found, *(member(each, REALS) for each in (s, p, y, r)))


@cache
def sinks() -> Theorem:
    """`∀a ∀α ∀b ∀β`: along the field the excess falls at least at the rate s²."""
    slope = along_field(excess(*LETTERS), LETTERS, VELOCITIES)
    here = at(steep(), SUM, CUBE * SUM * b - 2, SUM * TILT, KEY_RATE)
    return under(signed(at_most(slope, -(SUM**2) * excess(*LETTERS)), (here,)), *EVERYWHERE)


def not_negative(*point: Expression) -> Theorem:
    """The excess is not negative."""
    gap, tilted = CUBE * sum_of(*point[:2]) * point[2] - 2, sum_of(*point[:2]) * tilt(*point[2:])
    return signed(at_most(0, excess(*point)), (TWO,), squares=(gap, tilted))


@cache
def bounded() -> Theorem:
    """`∀v ∀a ∀α ∀b ∀β: height ≤ v ⇒ a² + α² + b² + β² ≤ R`, R a polynomial in v and d."""
    low = assume(at_most(height(*LETTERS), most))
    D, C, u, y = a - α, norms(*LETTERS), SUM * b, SUM * TILT
    gap = CUBE * u - 2
    scale = signed(less(0, CUBE), (TWO,))
    each = signed(at_most(0, CUBE * y**2), (scale,), products=((scale,),), squares=(y,))
    known = low, each
    D_small = signed(at_most(D**2, most), known, squares=(D, C, gap))
    C_small = signed(at_most(C**2, most), known, squares=(D, C, gap))
    gap_small = signed(at_most(gap**2, most), known, squares=(D, C, gap))
    y_small = signed(at_most(y**2, most), (low, TWO), products=((TWO,),), squares=(D, C, gap, y))
    u_small = signed(at_most(u**2, 2 * most + 8), (gap_small, TWO), degree=2, squares=(gap - 2, u))
    X, w = SUM**2, b**2 + (d - 1) * β**2
    other = signed(at_most(X * (d - 1) * β**2, 2 * y**2 + 2 * u**2), (TWO,), squares=(y + u, y - u, SUM * β), degree=2)
    product = signed(at_most(X * w, 8 * most + 24), (other, u_small, y_small))
    C_positive = signed(at_most(0, X), squares=(SUM,))
    bound = 2 * d * (8 * most + 24) + d**2 * most
    products = (TWO,), (TWO, C_positive), (product, TWO), (C_small, TWO), (C_small, TWO, TWO)
    X_small = signed(
        at_most(X**2, bound), (product, C_small, C_positive, TWO), products=products, squares=(D, X - d * C)
    )
    w_small = signed(at_most(w, X + D**2 + 1 + C**2), (TWO, C_positive), degree=2, squares=(D, C + 1, C))
    of_key = signed(at_most(a**2 + α**2, X + D**2), (TWO, C_positive), degree=2, squares=(D, α, SUM))
    of_value = signed(at_most(b**2 + β**2, w), (TWO,), squares=(β,))
    sizes = w_small, of_key, of_value, X_small, D_small, C_small
    found = signed(at_most(Node("add", tuple(x**2 for x in LETTERS)), 2 + bound + 3 * most), sizes, squares=(X - 1,))
    return under(found, member(most, REALS), *EVERYWHERE, at_most(height(*LETTERS), most))


@cache
def height_shrinks() -> Theorem:
    """`∀a ∀α ∀b ∀β`: the height does not grow along the field."""
    never = signed(at_most(-(SUM**2) * excess(*LETTERS), 0), (not_negative(*LETTERS),), squares=(SUM,))
    slope = along_field(height(*LETTERS), LETTERS, VELOCITIES)
    return under(signed(at_most(slope, 0), (at(sinks(), *LETTERS), never)), *EVERYWHERE)


@cache
def existence() -> Theorem:
    """The four values exist for all times."""
    value = function(*LETTERS, body=height(*LETTERS))
    start = height(a0, written(0), b0, written(0))
    return bounded_flow(SYSTEM.is_global, value, height_shrinks(), at(bounded(), start))


STARTS = assumed(*SMALL)
FIRST = excess(a0, written(0), b0, written(0))
OUTSET = a0**2 - d * b0**2
"""What s² less d times the squares of b and β stays."""
s, y = sum_of(*AT[:2]), sum_of(*AT[:2]) * tilt(*AT[2:])
u, gap = s * AT[2], CUBE * s * AT[2] - 2
X, SIZE = s**2, excess(*AT)
m, K = real("m"), real("K")


@cache
def start() -> Facts:
    """`a(0) = a0`, and so on."""
    return tuple(flow_start(component, existence()) for component in START)


def kept(value: Expression, now: Expression, first: Expression) -> Theorem:
    """What is conserved, at the time τ: its value at the start."""
    slope = under(identity(in_time(value, t)[0], 0), TIME)
    found = at(conserved(function(t, body=value), slope, existence()), BELONGS)
    for equation in start():
        found = rewritten(equation, found)
    return identity(now, first, using=((found, 1),))


@cache
def outset() -> Theorem:
    """`s² − d (b² + (d−1)β²) = a0² − d b0²` at the time τ."""
    difference = kept(AT[0] - AT[1], AT[0] - AT[1], a0)
    balance = kept(norms(*AT), norms(*AT), a0**2 - b0**2)
    now = X - d * (AT[2] ** 2 + (d - 1) * AT[3] ** 2)
    using = (balance, d), (difference, -(d - 1) * (AT[0] - AT[1] + a0))
    return identity(now, OUTSET, using=using)


@cache
def not_larger() -> Theorem:
    """The excess at the time τ is not larger than at the start."""
    never = signed(at_most(-X * SIZE, 0), (not_negative(*AT),), squares=(s,))
    slope = signed(at_most(in_time(SIZE, t)[0], 0), (at(sinks(), *AT), never))
    order = decreasing(function(t, body=SIZE), under(slope, TIME), existence())
    found = apply(at(order, 0, BELONGS), LATER)
    for equation in start():
        found = rewritten(equation, found)
    return signed(at_most(SIZE, FIRST), (found,))


@cache
def first_small() -> Theorem:
    """The excess at the start is less than 4: `c w (2 d w − 4) < 0` for `w = a0 b0`."""
    above, below = STARTS
    scaled = signed(less(d * (a0 * b0), 2), (below, TWO), products=((below, TWO),))
    scale = signed(less(0, CUBE), (TWO,))
    return signed(less(FIRST, 4), (above, scaled, scale), products=((above, scaled, scale),))


@cache
def from_below() -> Theorem:
    """`∀g > 0 ∀h ≥ 0 ∀x ≥ 0 ∀m > 0: m (1 + h + g) = g ⇒ g ≤ x (x + h) ⇒ m ≤ x`."""
    g, h, x = map(real, "ghx")
    given = member(g, POSITIVE), member(h, NONNEGATIVE), member(x, NONNEGATIVE), member(m, POSITIVE)
    (_, above), (_, more), (_, size), (_, low) = (assumed(each) for each in given)
    share, order = equal(m * (1 + h + g), g), at_most(g, x * (x + h))
    less_than_1 = signed(at_most(m, 1), (assume(share), above, more), products=((more,), (above,)), degree=2)
    facts = assume(order), assume(share), above, more, size, low, less_than_1
    found = signed(at_most(m, x), facts, products=((size,), (more,), (less_than_1, size), (low, above)))
    return under(found, *given, share, order)


θ = real("θ")
ABOVE = for_all(t, NONNEGATIVE, at_most(θ, u))
AWAY = for_all(t, NONNEGATIVE, at_most(m, X))
NEAR = for_all(t, NONNEGATIVE, at_most(t * SIZE, K))
SOME_ABOVE, SOME_AWAY, SOME_NEAR = exists(θ, POSITIVE, ABOVE), exists(m, POSITIVE, AWAY), exists(K, REALS, NEAR)


@cache
def product_above() -> Theorem:
    """`∃θ > 0 ∀τ: θ ≤ sb`."""
    least = (4 - FIRST) / (4 * CUBE)
    scale = signed(less(0, 4 * CUBE), (TWO,))
    squares = CUBE * u, s * tilt(*AT[2:])
    now = signed(at_most(least, u), (not_larger(), scale, TWO), squares=squares, degree=2)
    above = positive(least, (signed(less(0, 4 - FIRST), (first_small(),)), scale))
    return witness(SOME_ABOVE, belonging(least, POSITIVE, (above,)), under(now, TIME))


def sum_above() -> Theorem:
    """From `∀τ: θ ≤ sb` for a `θ > 0`, `∃m > 0 ∀τ: m ≤ s²`, as `d (sb)² ≤ s² (s² + d b0²)`."""
    (_, above), here = assumed(member(θ, POSITIVE)), at(assume(ABOVE), BELONGS)
    low, more = d * θ**2, d * b0**2
    products = (here, here, TWO), (here, above, TWO), (here, here), (here, above)
    facts = here, above, TWO, outset()
    squares = s * AT[3], s * a0
    far = signed(at_most(low, X * (X + more)), facts, products=products, squares=squares, degree=2, scales=(1, X))
    square = signed(less(0, low), (above, TWO), products=((above, above), (above, above, TWO)))
    other = signed(at_most(0, more), (TWO,), degree=2, squares=(b0,))
    divisor = signed(less(0, 1 + more + low), (square, other))
    value = low / (1 + more + low)
    place = belonging(value, POSITIVE, (positive(value, (square, divisor)),))
    share = identity(value * (1 + more + low), low, (divisor,))
    places = belonging(low, POSITIVE, (square,)), belonging(more, NONNEGATIVE, (other,))
    size = belonging(X, NONNEGATIVE, (signed(at_most(0, X), squares=(s,)),))
    found = apply(apply(at(from_below(), *places, size, place), share), far)
    return witness(SOME_AWAY, place, under(found, TIME))


@cache
def slows() -> Theorem:
    """`∀m > 0 ∀τ ≥ 0 ∀x ∀f ∀g: m ≤ x ⇒ 0 ≤ f ⇒ g ≤ −x f ⇒ m f + (1 + m τ) g ≤ 0`."""
    x, f, g = map(real, "xfg")
    given = member(m, POSITIVE), member(t, NONNEGATIVE), *(member(each, REALS) for each in (x, f, g))
    premises = at_most(m, x), at_most(0, f), at_most(g, -x * f)
    low, size, falls = map(assume, premises)
    (_, above), facts = assumed(given[0]), (low, size, falls, LATER)
    products = (above, LATER, falls), (low, size), (low, size, above, LATER), (above, above, LATER, size)
    found = signed(at_most(m * f + (1 + m * t) * g, 0), (*facts, above), products=products)
    return under(found, *given, *premises)


def excess_fades() -> Theorem:
    """From `∀τ: m ≤ s²`, `∃K ∀τ: τ · excess ≤ K`, as `(1 + m τ) · excess` does not grow."""
    place = assume(member(m, POSITIVE))
    slope = in_time(SIZE, t)[0]
    here = at(slows(), place, BELONGS, X, SIZE, slope)
    for premise in (at(assume(AWAY), BELONGS), not_negative(*AT), _as(at_most(slope, -X * SIZE), at(sinks(), *AT))):
        here = apply(here, premise)
    value = (1 + m * t) * SIZE
    falls = signed(at_most(in_time(value, t)[0], 0), (here,))
    found = apply(at(decreasing(function(t, body=value), under(falls, TIME), existence()), 0, BELONGS), LATER)
    for equation in start():
        found = rewritten(equation, found)
    _, above = assumed(member(m, POSITIVE))
    near = signed(at_most(t * SIZE, FIRST / m), (found, above, not_negative(*AT)), products=((above,),))
    return witness(SOME_NEAR, belonging(FIRST / m, REALS), under(near, TIME))


def _as(goal: Expression, theorem: Theorem) -> Theorem:
    """The same inequality, written in another way."""
    return theorem if theorem.conclusion == goal else signed(goal, (theorem,))


@cache
def near() -> Theorem:
    """`∃K ∀τ: τ · excess ≤ K`."""
    return choose(θ, product_above(), choose(m, sum_above(), excess_fades()))
