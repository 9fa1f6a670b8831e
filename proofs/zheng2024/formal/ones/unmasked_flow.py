"""The flow of the four values a, α, b, β from the line, from T = 4 on: it exists, is bounded, and comes to rest."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.on_line.line_formulas import T, a0, b0, d
from proofs.zheng2024.formal.ones.exchangeable_gradient import LETTERS, LINEAR, VELOCITIES, H, N
from proofs.zheng2024.formal.ones.family_energy import ENERGY, EVERYWHERE, TWO, bounded_below
from symbolic.core.expressions import Expression, Node, bound, opened, written
from symbolic.core.rules.convergence import continuity, eventually, one_limit, ordered_limits
from symbolic.core.rules.derivatives import along_field, in_time
from symbolic.core.rules.facts import bounded_flow, gradient_converges
from symbolic.core.rules.flows import conserved, decreasing, flow_start, stays_positive
from symbolic.core.rules.logic import apply, assume, cases, discharge, parts, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    NONNEGATIVE,
    REALS,
    Number,
    System,
    at_most,
    equal,
    for_all,
    function,
    implies,
    integers_from,
    less,
    member,
    real,
    tends,
)
from symbolic.tactics.harmonic_numbers import at_least_1
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, rewritten, swapped, under

a, α, b, β = LETTERS
s, t, most = real("s"), real("τ"), real("v")
LONG = member(T, integers_from(4))
LENGTH = assumed(LONG)
TIME = member(t, NONNEGATIVE)
BELONGS, LATER = assumed(TIME)
SYSTEM = System(LETTERS, VELOCITIES, (a0, written(0), b0, written(0)))
AT, START = SYSTEM.at(t), SYSTEM.at(0)
SIZE = N - 2 * b * LINEAR + ENERGY
"""The loss over `d/2`."""
NORMS = a**2 + (d - 1) * α**2 - b**2 - (d - 1) * β**2
HEIGHT = NORMS**2 + SIZE
SHARES: tuple[Number, ...] = (2, 2 * (d - 1), 2, 2 * (d - 1))
"""`∂(2L/d)/∂a = −2 a'`, and so on."""
LOWEST = 16 * (N**2 + (d - 1) ** 2 * H**2)
"""The loss over `d/2` is not less than minus this."""


def here(expression: Expression, point: tuple[Expression, ...]) -> Expression:
    """An expression in the letters where these have values."""
    return opened(bound(expression, LETTERS), point)


FIRST_POINT = (a0, written(0), b0, written(0))


@cache
def sizes() -> Facts:
    """`0 < T − 2` and `1 ≤ H`."""
    length = signed(less(0, N), LENGTH)
    return length, at(at_least_1(), belonging(N, integers_from(1), LENGTH))


@cache
def energy_above() -> Theorem:
    """`(a² + α²)(b² + β²)/8 ≤ energy`."""
    return at(bounded_below(), *LETTERS, belonging(N, integers_from(2), LENGTH))


@cache
def slopes() -> Facts:
    """`wᵢ vᵢ = −∂(2L/d)/∂pᵢ` for the four velocities."""
    units = (tuple(written(int(m == n)) for m in range(4)) for n in range(4))
    return tuple(
        identity(written(w) * v, -along_field(SIZE, LETTERS, unit))
        for w, v, unit in zip(SHARES, VELOCITIES, units, strict=True)
    )


@cache
def loss_shrinks() -> Theorem:
    """`∀a ∀α ∀b ∀β`: the loss does not grow along the field."""
    velocities = tuple(map(real, ("v1", "v2", "v3", "v4")))

    def squares(values: tuple[Expression, ...]) -> Expression:
        return -Node("add", tuple(written(w) * v**2 for w, v in zip(SHARES, values, strict=True)))

    below = signed(at_most(squares(velocities), 0), (TWO,), products=((TWO,),), squares=velocities)
    there = at(under(below, *(member(v, REALS) for v in velocities)), *VELOCITIES)
    same = identity(along_field(SIZE, LETTERS, VELOCITIES), squares(VELOCITIES))
    return under(below_0(same, there), *EVERYWHERE)


def below_0(same: Theorem, theorem: Theorem) -> Theorem:
    """`l ≤ 0` from `l = r` and `r ≤ 0`."""
    hole = real("hole")
    return rewrite(function(hole, body=at_most(hole, 0)), swapped(same), theorem)


@cache
def norms_still() -> Theorem:
    """The weighted norms do not change along the field."""
    return identity(along_field(NORMS, LETTERS, VELOCITIES), 0)


@cache
def height_shrinks() -> Theorem:
    """`∀a ∀α ∀b ∀β`: the height does not grow along the field."""
    slope, of_loss = (along_field(each, LETTERS, VELOCITIES) for each in (HEIGHT, SIZE))
    same = identity(slope, of_loss, using=((norms_still(), 2 * NORMS),))
    return under(below_0(same, at(loss_shrinks(), *LETTERS)), *EVERYWHERE)


@cache
def bounded() -> Theorem:
    """`∀v ∀a ∀α ∀b ∀β: height ≤ v ⇒ a² + α² + b² + β² ≤ R`, R a polynomial in v and sizes."""
    low = assume(at_most(HEIGHT, most))
    product = (a**2 + α**2) * (b**2 + β**2)
    length = sizes()[0]
    squares = a * b / 4 - 4 * N, α * b / 4 - 4 * (d - 1) * H, a * β, α * β
    above = signed(at_most(product / 16 - LOWEST, SIZE), (energy_above(), length), squares=squares)
    floor = signed(at_most(0, product), squares=(a * b, a * β, α * b, α * β))
    C_small = signed(at_most(NORMS**2, most + LOWEST), (low, above, floor))
    product_small = signed(at_most(product, 16 * (most + LOWEST)), (low, above), squares=(NORMS,))
    found = at(norms_known(), *LETTERS, most + LOWEST)
    for premise in (C_small, product_small):
        found = apply(found, premise)
    return under(found, member(most, REALS), *EVERYWHERE, at_most(HEIGHT, most))


@cache
def norms_known() -> Theorem:
    """`∀a ∀α ∀b ∀β ∀q: (κ − ν)² ≤ q, (a² + α²)(b² + β²) ≤ 16 q ⇒ a² + α² + b² + β² ≤ 1 + (32 (d − 1)² + 1) q`,
    where `κ = a² + (d−1)α²`, `ν = b² + (d−1)β²`.
    """
    q = real("q")
    κ, ν = a**2 + (d - 1) * α**2, b**2 + (d - 1) * β**2
    product = (a**2 + α**2) * (b**2 + β**2)
    premises = at_most(NORMS**2, q), at_most(product, 16 * q)
    apart, small = map(assume, premises)
    squares = a * b, a * β, α * b, α * β
    wide = signed(at_most(κ * ν, (d - 1) ** 2 * product), (TWO,), squares=squares, degree=2)
    scaled = signed(
        at_most((d - 1) ** 2 * product, 16 * (d - 1) ** 2 * q), (small, TWO), products=((small, TWO), (small, TWO, TWO))
    )
    bound = (32 * (d - 1) ** 2 + 1) * q
    of_key = signed(at_most(κ**2, bound), (apart, wide, scaled), squares=(NORMS - κ,))
    of_value = signed(at_most(ν**2, bound), (apart, wide, scaled), squares=(NORMS + ν,))
    letters = Node("add", tuple(x**2 for x in LETTERS))
    found = signed(
        at_most(letters, 1 + bound), (of_key, of_value, TWO), products=((TWO,),), squares=(κ - 1, ν - 1, α, β)
    )
    return under(found, *EVERYWHERE, member(q, REALS), *premises)


@cache
def existence() -> Theorem:
    """The four values exist for all times."""
    height = function(*LETTERS, body=HEIGHT)
    inside = at(bounded(), here(HEIGHT, FIRST_POINT))
    return bounded_flow(SYSTEM.is_global, height, height_shrinks(), inside)


@cache
def start() -> Facts:
    """`a(0) = a0`, and so on."""
    return tuple(flow_start(component, existence()) for component in START)


def not_above(value: Expression, shrinks: Theorem) -> Theorem:
    """The loss, or the height, at the time τ is not larger than at the start."""
    at_time = here(value, AT)
    order = decreasing(function(t, body=at_time), under(at(shrinks, *AT), TIME), existence())
    found = apply(at(order, 0, BELONGS), LATER)
    for equation in start():
        found = rewritten(equation, found)
    return found


@cache
def comes_to_rest() -> Theorem:
    """`∃a ∃α ∃b ∃β`: the four values tend to these, where all four velocities are 0."""
    inside = apply(at(bounded(), here(HEIGHT, FIRST_POINT), *AT), not_above(HEIGHT, height_shrinks()))
    weights = tuple(map(written, SHARES))
    signs = tuple(signed(less(0, weight), (TWO,)) for weight in weights)
    everywhere = tuple(under(slope, *EVERYWHERE) for slope in slopes())
    return gradient_converges(
        function(*LETTERS, body=SIZE), weights, signs, everywhere, existence(), under(inside, TIME)
    )


ENDS = tuple(tends(t, NONNEGATIVE, value, letter) for value, letter in zip(AT, LETTERS, strict=True))
RESTS = tuple(equal(velocity, 0) for velocity in VELOCITIES)
"""That the values tend to a, α, b, β, and that these are at rest."""


def limit_of(term: Expression) -> Theorem:
    """Where a polynomial in the four values goes."""
    return continuity(tends(t, NONNEGATIVE, here(term, AT), term), tuple(map(assume, ENDS)), ())


@cache
def loss_at_limit() -> Theorem:
    """The loss over `d/2` at the limit is not larger than at the start."""
    first = here(SIZE, FIRST_POINT)
    still = continuity(tends(t, NONNEGATIVE, first, first), (), ())
    return ordered_limits(limit_of(SIZE), still, under(not_above(SIZE, loss_shrinks()), TIME))


@cache
def norms_kept() -> Theorem:
    """The weighted norms at the time τ are those at the start."""
    value = here(NORMS, AT)
    still = under(at(under(norms_still(), *EVERYWHERE), *AT), TIME)
    found = at(conserved(function(t, body=value), still, existence()), BELONGS)
    for equation in start():
        found = rewritten(equation, found)
    return identity(value, a0**2 - b0**2, using=((found, 1),))


@cache
def norms_at_limit() -> Theorem:
    """The weighted norms at the limit are those at the start."""
    first = a0**2 - b0**2
    still = continuity(tends(t, NONNEGATIVE, first, first), (), ())
    later = under(discharge(at_most(0, t), swapped(norms_kept())), TIME)
    same = eventually(tends(t, NONNEGATIVE, here(NORMS, AT), first), still, later)
    return one_limit(limit_of(NORMS), same)


SMALL = less(0, a0 * b0), less(a0 * b0, 2 * N / (N + (d - 1) * H))
"""The start on the line: `0 < a0 b0`, and less than twice the limit of the flow on the line."""


@cache
def first_small() -> Theorem:
    """At the start the loss is less than that of predicting nothing."""
    above, below = map(assume, SMALL)
    length, first = sizes()
    more = signed(at_most(0, d - 1), (TWO,))
    divisor = signed(less(0, N + (d - 1) * H), (length, more, first), products=((more, first), (more,)))
    scaled = signed(less(a0 * b0 * (N + (d - 1) * H), 2 * N), (below, divisor), products=((below, divisor),))
    start_ = here(SIZE, FIRST_POINT)
    value = identity(start_, N - 2 * a0 * b0 * N + (a0 * b0) ** 2 * (N + (d - 1) * H))
    return signed(less(start_, N), (value, above, scaled), products=((above, scaled),))


@cache
def predicts() -> Theorem:
    """`0 < b ((T−2) a + (d−1) H α)` at the limit: the loss there is less than that of predicting nothing."""
    at_rest = identity(SIZE, N - b * LINEAR, using=((assume(RESTS[2]), -b), (assume(RESTS[3]), -(d - 1) * β)))
    return signed(less(0, b * LINEAR), (loss_at_limit(), first_small(), at_rest))


@cache
def predicts_now() -> Theorem:
    """`0 < b ((T−2) a + (d−1) H α)` at the time τ: the loss is less than that of predicting nothing."""
    energy = at(under(energy_above(), *EVERYWHERE), *AT)
    product = parts(energy.conclusion, "at_most")[0]
    squares = (x * y for x in AT[:2] for y in AT[2:])
    floor = signed(at_most(0, product), squares=tuple(squares))
    return signed(less(0, here(b * LINEAR, AT)), (not_above(SIZE, loss_shrinks()), first_small(), energy, floor))


@cache
def value_keeps_sign() -> Theorem:
    """`∀τ: 0 < b0 b`, as b is 0 at no time."""
    value = b0 * AT[2]
    before = for_all(s, NONNEGATIVE, implies(less(s, t), less(0, opened(bound(value, (t,)), (s,)))))
    above, zero = assume(SMALL[0]), assume(equal(value, 0))
    wrong = signed(
        FALSE, (predicts_now(), above, zero), products=((predicts_now(), above),), scales=(a0 * here(LINEAR, AT),)
    )
    rises = cases(less(0, in_time(value, t)[0]), wrong)
    stays = stays_positive(function(t, body=value), under(rises, TIME, before, zero.conclusion), existence())
    first = signed(less(0, b0**2), (above,), products=((above, above),), squares=(a0,))
    start_ = opened(bound(value, (t,)), (written(0),))
    return apply(stays, signed(less(0, start_), (first, start()[2]), scales=(b0,)))
