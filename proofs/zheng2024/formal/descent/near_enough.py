"""How near is near enough: sizes that proofs about a neighbourhood need exist."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.descent.attracted_run import (
    BEGIN,
    GAP,
    LEG,
    WIDE,
)
from proofs.zheng2024.formal.descent.descent_nearby import (
    AT_REST,
    LARGE,
    NEAR,
    SENSITIVE,
    STEEPNESS,
    G,
    L,
    P,
    close,
    e,
    ε,
)
from proofs.zheng2024.formal.descent.descent_runs import (
    CONSTANTS,
)
from proofs.zheng2024.formal.descent.descent_step import h
from proofs.zheng2024.formal.scalars.scalar_flow import a, b, c1, c2
from symbolic.core.expressions import written
from symbolic.core.rules.logic import assume, choose, conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    Number,
    at_most,
    exists,
    less,
)
from symbolic.tactics.signs import positive, signed
from symbolic.tactics.steps import (
    assumed,
    modulo,
    replaced,
    witnessed,
)

W = h * STEEPNESS
"""`h k`."""


def exist_large(theorem: Theorem) -> Theorem:
    """A theorem that supposes a P as it is needed, without that."""
    size = 1 + a**2 + b**2
    goals = parts(replaced(LARGE, P, size), "and")
    known = conjoin(
        *(
            signed(goal, squares=(a, b, a - written(1) / 2, a + written(1) / 2, b - written(1) / 2, b + written(1) / 2))
            for goal in goals
        )
    )
    return choose(P, witnessed(exists(P, REALS, LARGE), known, size), theorem)


@cache
def sensitive() -> Theorem:
    """`0 ≤ S`, where the multiplier varies by at most S times the distance."""
    second, step = CONSTANTS[1:]
    size = signed(less(0, P), assumed(LARGE))
    one = signed(less(0, h * c2), (second, step), degree=2)
    cube = signed(less(0, h * c2 * P**3), (one, size), products=((one, size, size, size),))
    return signed(at_most(0, SENSITIVE), (one, size, cube), products=((one, size), (one, cube)))


def exist_close(theorem: Theorem, most: Number, limit: Theorem) -> Theorem:
    """A theorem that supposes an e that is small enough, without that; most is positive, and `0 < G ≤ 1`."""
    most = written(most)
    whole = 2 * (1 + SENSITIVE) * (1 + most)
    width, least = assumed(WIDE)[-1], sensitive()
    divides = positive(
        whole, (signed(less(0, 1 + SENSITIVE), (least,)), signed(less(0, 1 + most), (limit,)), signed(less(0, 2)))
    )
    size = G * most / whole
    narrow = assume(at_most(G, 1))
    used = divides, width, limit, least, narrow
    of_width = (width,), (width, limit), (width, least), (narrow, limit)
    products = (divides,), *of_width, (limit,), (limit, limit), (limit, least), (limit, limit, least), (least,)
    goals = parts(replaced(close(most), e, size), "and")
    known = conjoin(*(signed(goal, used, products=products) for goal in goals))
    existence = witnessed(exists(e, POSITIVE, close(most)), known, size, facts=(positive(size, used),))
    return choose(e, existence, theorem)


def exist_leg(theorem: Theorem) -> Theorem:
    """A theorem that supposes an L as it is needed, without that."""
    width, step, large = assumed(WIDE)[-1], CONSTANTS[2], assumed(LARGE)[0]
    size = 4 * h * P / G
    above, equation = parts(replaced(LEG, L, size), "and")
    least = signed(above, (width, step, large), products=((width,), (step, large), (step,)))
    known = conjoin(least, modulo(equation, (), (width,)))
    return choose(L, witnessed(exists(L, REALS, LEG), known, size), theorem)


def exist_start(theorem: Theorem) -> Theorem:
    """A theorem that supposes a start that is near enough, without that."""
    near, second, large, leg = assumed(NEAR)[-1], CONSTANTS[1], assumed(LARGE)[0], assumed(LEG)[0]
    factor = L * (3 * c2 * P)
    least = signed(at_most(0, factor), (leg, second, large), products=((leg, second, large), (leg, second)))
    divides = signed(less(0, 1 + factor), (least,))
    size = e / (1 + factor)
    goals = parts(replaced(BEGIN, ε, size), "and")
    used = near, least, divides
    known = conjoin(*(signed(goal, used, products=((divides,), (near, least))) for goal in goals))
    existence = witnessed(exists(ε, POSITIVE, BEGIN), known, size, facts=(positive(size, used),))
    return choose(ε, existence, theorem)


SLOW, FAST = less(W, 2), less(2, W)
"""The step is smaller, or larger, than `2/k`."""


@cache
def steepness() -> Theorem:
    """`0 < h k`."""
    first, second, step = CONSTANTS
    ratio = positive(c1 / c2, (first, second))
    apart = signed(less(0, a**2 + b**2), (ratio, assume(AT_REST), first, second), squares=(a - b,))
    return positive(W, (step, second, apart))


def exist_gap(theorem: Theorem) -> Theorem:
    """A theorem that supposes a gap, without that, for `h k < 2`."""
    steep, slow = steepness(), assume(SLOW)
    size = W * (2 - W) / 2
    width = signed(less(0, size), (steep, slow), degree=2)
    goals = parts(replaced(GAP, G, size), "and")
    known = conjoin(*(signed(goal, (steep, slow), degree=2, squares=(W - 1,)) for goal in goals))
    return choose(G, witnessed(exists(G, POSITIVE, GAP), known, size, facts=(width,)), theorem)
