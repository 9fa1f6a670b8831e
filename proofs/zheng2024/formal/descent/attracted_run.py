"""A run of descent that starts near a trained point, for `h k < 2`: it stays near, and F shrinks."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.descent.descent_end import (
    TERMS,
)
from proofs.zheng2024.formal.descent.descent_kept import (
    applied,
    stepping,
)
from proofs.zheng2024.formal.descent.descent_nearby import (
    LARGE,
    NEAR,
    STEEPNESS,
    G,
    L,
    P,
    around,
    close,
    e,
    goes,
    inside,
    moved,
    multiplier,
    varies,
    within,
    δ,
    ε,
)
from proofs.zheng2024.formal.descent.descent_runs import (
    CONSTANTS,
    A,
    B,
    force,
    point,
)
from proofs.zheng2024.formal.descent.descent_step import h
from proofs.zheng2024.formal.scalars.scalar_flow import a, b, c1, c2
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.convergence import comparison, continuity, one_limit
from symbolic.core.rules.logic import apply, assume, choose, conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    Number,
    at_most,
    conjunction,
    equal,
    less,
    member,
    root,
    tends,
)
from symbolic.tactics.dynamics.contractions import PLACE, PLACES, Contraction, from_1
from symbolic.tactics.harmonic_numbers import n
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    conjuncts,
    under,
    witnessed,
)

RATE = 1 - G / 2
GAP = conjunction(at_most(G, written(1) / 2), at_most(-(1 - G), 1 - h * STEEPNESS), at_most(1 - h * STEEPNESS, 1 - G))
"""`|1 − h k| ≤ 1 − G`."""
LEG = conjunction(at_most(0, L), equal(L * (G / 2), 2 * h * P))
BEGIN = conjunction(at_most(ε, e), at_most(ε + L * (3 * c2 * P * ε), e))
WIDE, STARTS = member(G, POSITIVE), member(ε, POSITIVE)


def bound(place: Number) -> Expression:
    """`|F|`."""
    return root(force(c1, c2, place) ** 2)


def known_bound(place: Number) -> Facts:
    """`0 ≤ |F|` and `|F|² = F²`."""
    F = force(c1, c2, place)
    return conjuncts(square_root(signed(at_most(0, F**2), squares=(F,))))


def room_left(place: Number) -> Expression:
    """`−(e − L |F|) ≤ a(n) − a ≤ e − L |F|` and the same of b."""
    left = e - L * bound(place)
    return inside(left, place)


@cache
def tiny() -> Facts:
    """What is known of the sizes: of e, G, L and ε."""
    return tuple(fact for formula in (NEAR, close(δ), WIDE, GAP, LEG) for fact in assumed(formula))


@cache
def region() -> Theorem:
    """While there is room, the point is not farther than e."""
    leg = assumed(LEG)[0]
    least = known_bound(n)[0]
    room = signed(at_most(0, L * bound(n)), (leg, least), degree=2)
    goals = parts(inside(e, n), "and")
    return conjoin(*(signed(goal, (room, *assumed(room_left(n)))) for goal in goals))


def in_region(theorem: Theorem) -> Theorem:
    """A theorem that supposes that the point is near, and sizes, while there is room."""
    return applied(theorem, region(), *tiny())


@cache
def nearer() -> Theorem:
    """`|F|` after a step is at most `1 − G/2` times that before, while there is room."""
    down, up = map(in_region, varies())
    gap, r = assumed(WIDE, GAP), multiplier(n)
    most = tuple(signed(at_most(sign * r, RATE), (down, up, *gap)) for sign in (1, -1))
    low = signed(less(0, RATE), gap)
    square = signed(at_most(r**2, RATE**2), (*most, low), degree=2)
    F, after = force(c1, c2, n), force(c1, c2, n + 1)
    squared = signed(
        at_most(after**2, RATE**2 * F**2),
        (moved(), square),
        products=((square,),),
        squares=(F,),
        scales=(1, after + r * F),
    )
    (least, own), (later, of_later) = known_bound(n), known_bound(n + 1)
    product = signed(at_most(0, RATE * bound(n)), (least, low), degree=2)
    goal = at_most(bound(n + 1), RATE * bound(n))
    return signed(goal, (squared, own, of_later, later, product), degree=2, scales=(1, RATE**2))


@cache
def short_moves() -> Facts:
    """`|a(n + 1) − a(n)| ≤ 2 h P |F|` and the same of b, while there is room."""
    sizes = tuple(map(in_region, around(e)))[:4]
    least, own = known_bound(n)
    F, step = force(c1, c2, n), CONSTANTS[2]
    spans = tuple(signed(at_most(sign * F, bound(n)), (least, own), degree=2) for sign in (1, -1))
    found = []
    for component, pair in enumerate((sizes[2:], sizes[:2])):
        change = point(n + 1)[component] - point(n)[component]
        most = 2 * h * P * bound(n)
        products = tuple((step, size, span) for size in pair for span in spans)
        used = (*stepping(assume(PLACE)), *pair, *spans, step)
        found.append(
            conjoin(
                *(signed(goal, used, products=products) for goal in (at_most(-most, change), at_most(change, most)))
            )
        )
    return tuple(found)


@cache
def first_room() -> Theorem:
    """There is room at the start."""
    begin, starts = assumed(BEGIN), assumed(STARTS)
    near = assumed(within(ε, 1))
    positive_start = starts[-1]
    pairs = zip(point(1), (a, b), near, strict=True)
    inner = conjoin(
        *(
            signed(goal, (fact, positive_start), degree=2)
            for x, y, fact in pairs
            for goal in (at_most(-ε, x - y), at_most(x - y, ε))
        )
    )
    forces = at(under(under(conjoin(*around(ε)[4:]), inside(ε, n)), PLACE), 1)
    small = signed(at_most(ε, 1), (*begin, *tiny()[:5]))
    forces = applied(apply(forces, inner), small, positive_start)
    least, own = known_bound(1)
    up, down = conjuncts(forces)
    size = signed(at_most(bound(1), 3 * c2 * P * ε), (up, down, least, own), degree=2)
    leg = assumed(LEG)[0]
    scaled = signed(at_most(L * bound(1), L * (3 * c2 * P * ε)), (size, leg), products=((leg, size),))
    goals = parts(room_left(written(1)), "and")
    return conjoin(*(signed(goal, (scaled, begin[1], *conjuncts(inner))) for goal in goals))


@cache
def always_room() -> Theorem:
    """There is room before every step."""
    leg, equation = assumed(LEG)
    smaller = nearer()
    scaled = signed(at_most(L * bound(n + 1), L * (RATE * bound(n))), (smaller, leg), products=((leg, smaller),))
    moves = tuple(each for both in short_moves() for each in conjuncts(both))
    before = assumed(room_left(n))
    goals = parts(room_left(n + 1), "and")
    used = (scaled, equation, *moves, *before)
    step = conjoin(*(signed(goal, used, scales=(1, bound(n))) for goal in goals))
    return from_1(room_left, first_room(), step)


@cache
def contraction() -> Contraction:
    """How `|F|` shrinks."""
    room = at(always_room(), assume(PLACE))
    smaller = under(applied(nearer(), room), PLACE)
    gap = assumed(WIDE, GAP)
    known = signed(less(0, RATE), gap), signed(less(RATE, 1), gap)
    return Contraction(bound, RATE, smaller, under(known_bound(n)[0], PLACE), known)


SIZE = 2 * h * P


@cache
def attracted() -> Theorem:
    """The run stays near and converges to a trained point, from a start that is near enough."""
    run, room = contraction(), at(always_room(), assume(PLACE))
    here, below = conjuncts(applied(region(), room)), tiny()[:4]
    stays = conjoin(
        *(
            signed(goal, (*pair, *below, assume(less(0, δ))), degree=2)
            for goal, pair in zip(parts(within(δ, n), "and"), (here[:2], here[2:]), strict=True)
        )
    )
    nears = tuple(assume(run.near(term, SIZE, end)) for term, end in zip(TERMS, (A, B), strict=True))
    tending = tuple(
        run.tends_there(term, SIZE, near, end) for term, near, end in zip(TERMS, nears, (A, B), strict=True)
    )
    found = witnessed(goes(c1, c2), conjoin(*tending, ends_on_hyperbola(tending)), A, B)
    size = signed(
        at_most(0, SIZE),
        (CONSTANTS[2], assumed(LARGE)[0]),
        products=((CONSTANTS[2], assumed(LARGE)[0]), (CONSTANTS[2],)),
    )
    for term, end, steps in reversed(tuple(zip(TERMS, (A, B), short_moves(), strict=True))):
        existence = run.settles(term, SIZE, under(applied(steps, room), PLACE), size)
        found = choose(end, existence, found)
    return conjoin(under(stays, PLACE), found)


def ends_on_hyperbola(limits: Facts) -> Theorem:
    """`AB = c1/c2`, as F tends to 0 with `|F|`."""
    run = contraction()
    slow = at(run.slow, assume(PLACE))
    F, own = force(c1, c2, n), known_bound(n)[1]
    most = bound(1) ** 2 / (1 - RATE)
    gap = signed(less(0, 1 - RATE), (run.known[1],))
    fades = comparison(
        tends(n, PLACES, F, 0), under(signed(at_most(n * (F - 0) ** 2, most), (slow, own, gap), scales=(1, n)), PLACE)
    )
    end = c1 - c2 * A * B
    zero = one_limit(continuity(tends(n, PLACES, F, end), limits, ()), fades)
    return identity(A * B, c1 / c2, CONSTANTS, ((zero, -1 / c2),))
