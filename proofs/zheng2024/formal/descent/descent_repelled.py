"""A trained point repels descent for `h k > 2`."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.descent.attracted_run import (
    WIDE,
)
from proofs.zheng2024.formal.descent.descent_kept import (
    applied,
    parts_of,
)
from proofs.zheng2024.formal.descent.descent_nearby import (
    NEAR,
    REST,
    G,
    P,
    around,
    close,
    e,
    moved,
    multiplier,
    repels,
    varies,
    within,
)
from proofs.zheng2024.formal.descent.descent_runs import (
    RUN,
    STEPS,
    force,
    point,
)
from proofs.zheng2024.formal.descent.descent_step import STEP
from proofs.zheng2024.formal.descent.near_enough import (
    FAST,
    W,
    exist_close,
    exist_large,
)
from proofs.zheng2024.formal.scalars.scalar_flow import GIVEN, a, b, c1, c2
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.convergence import comparison, continuity, one_limit
from symbolic.core.rules.logic import assume, choose, conjoin, contradict, deny, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    at_most,
    conjunction,
    equal,
    exists,
    for_all,
    less,
    negation,
    tends,
)
from symbolic.tactics.dynamics.contractions import PLACE, PLACES, from_1
from symbolic.tactics.harmonic_numbers import n
from symbolic.tactics.signs import positive, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    replaced,
    under,
    witnessed,
)

GAP_BEYOND = conjunction(at_most(G, 1), at_most(1 - W, -(1 + G)))
"""`1 − h k ≤ −(1 + G)`."""
OFF = negation(equal(force(c1, c2, 1), 0))


@cache
def all_near() -> Theorem:
    """That the run is never farther than e, under itself, before the step n."""
    near = at(assume(for_all(n, PLACES, within(e, n))), assume(PLACE))
    size = assumed(NEAR)[-1]
    pairs = zip(point(n), (a, b), parts_of(near), strict=True)
    goals = ((goal, fact) for x, y, fact in pairs for goal in (at_most(-e, x - y), at_most(x - y, e)))
    return conjoin(*(signed(goal, (fact, size), degree=2) for goal, fact in goals))


def near_all(theorem: Theorem) -> Theorem:
    """A theorem that supposes that the point is near, and sizes, where the run is always near."""
    return applied(theorem, all_near(), *(fact for formula in (NEAR, close(1)) for fact in assumed(formula)))


@cache
def grows() -> Theorem:
    """`∀n: (1 + (n − 1) G) F² of the start ≤ F²`, where the run is always near."""
    down = near_all(varies()[0])
    up = near_all(varies()[1])
    gap, width = assumed(GAP_BEYOND), assumed(WIDE)[-1]
    r, F, first = multiplier(n), force(c1, c2, n), force(c1, c2, 1)
    most = signed(at_most(r, -(1 + G / 2)), (down, up, *gap))
    square = signed(at_most(1 + G, r**2), (most, width), degree=2, squares=(G,))
    after = force(c1, c2, n + 1)
    larger = signed(
        at_most((1 + G) * F**2, after**2),
        (moved(), square),
        products=((square,),),
        squares=(F,),
        scales=(1, after + r * F),
    )

    def says(place: Expression) -> Expression:
        return at_most((1 + (place - 1) * G) * first**2, force(c1, c2, place) ** 2)

    order = assumed(PLACE)[-1]
    products = (width, assume(says(n))), (width, width, order), (width, width)
    step = signed(says(n + 1), (larger, width, order, assume(says(n))), products=products, squares=(first,))
    return from_1(says, signed(says(written(1))), step)


@cache
def leaves() -> Theorem:
    """The run that does not start on the hyperbola is not always near."""
    never = for_all(n, PLACES, within(e, n))
    width = assumed(WIDE)[-1]
    up, down = map(near_all, around(e)[4:])
    first, F = force(c1, c2, 1), force(c1, c2, n)
    most = 3 * c2 * P * e
    bounded = signed(at_most(F**2, most**2), (up, down), degree=2)
    grown = at(grows(), assume(PLACE))
    size = most**2 / G + first**2
    close_to_0 = signed(
        at_most(n * (first - 0) ** 2, size), (bounded, grown, width), products=((width,),), squares=(first,)
    )
    fades = comparison(tends(n, PLACES, first, 0), under(close_to_0, PLACE))
    zero = one_limit(continuity(tends(n, PLACES, first, first), (), ()), fades)
    return under(deny(never, contradict(zero, assume(OFF))), OFF)


def exist_gap_beyond(theorem: Theorem) -> Theorem:
    """A theorem that supposes a gap, without that, for `2 < h k`."""
    fast = assume(FAST)
    width, whole = signed(less(0, W - 2), (fast,)), signed(less(0, W - 1), (fast,))
    size = (W - 2) / (W - 1)
    goals = parts(replaced(GAP_BEYOND, G, size), "and")
    used = width, whole
    known = conjoin(
        *(signed(goal, used, products=((whole,), (width, whole), (width, width), (width,))) for goal in goals)
    )
    return choose(G, witnessed(exists(G, POSITIVE, GAP_BEYOND), known, size, facts=(positive(size, used),)), theorem)


@cache
def repulsion() -> Theorem:
    """`∀c1, c2, h > 0 ∀a, b`: where `ab = c1/c2` and `2 < h k` the point repels."""
    found = under(leaves(), *RUN, STEPS, within(e, 1))
    found = witnessed(repels(c1, c2), found, e, facts=assumed(NEAR))
    found = applied(exist_close(found, 1, signed(less(0, written(1)))), *assumed(GAP_BEYOND))
    found = exist_large(exist_gap_beyond(found))
    return under(found, *GIVEN[:2], STEP, *REST, FAST)
