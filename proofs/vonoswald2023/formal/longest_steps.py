"""How long steps may be that improve every spectrum between l and L: up to `1/(L + l)`, or to the root of a cubic."""

from __future__ import annotations

from proofs.vonoswald2023.formal.exact_steps import OF_EVERY
from proofs.vonoswald2023.formal.moved_values import HIGH, MIDDLE, STEP, L, l, γ
from proofs.vonoswald2023.formal.scaled_values import falls, falls_more
from proofs.vonoswald2023.formal.two_eigenvalues import LETTERS, PREMISE, SUM, is_ordered
from symbolic.core.expressions import Expression, opened, written
from symbolic.core.rules.facts import intermediate_value
from symbolic.core.rules.logic import apply, assume, both_ways, cases, choose, conjoin, part, parts, witness
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    REALS,
    at_most,
    conjunction,
    equal,
    exists,
    function,
    iff,
    implies,
    less,
    member,
    real,
)
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import belonging, conjuncts, quantified, rewritten, under, whichever

g = real("g")
NEAR, FAR = at_most(L, 2 * l), less(2 * l, L)
UP_TO_SUM, UP_TO_ROOT = conjunction(less(0, γ), less(γ, 1 / SUM)), conjunction(less(0, γ), less(γ, g))
ROOT = conjunction(less(1 / (3 * L), g), less(g, 1 / L), equal(27 * g * L**2 * (1 - g * L) ** 2, 4 * l))
"""`27 g L² (1 − gL)² = 4 l`, between `1/(3L)` and 1/L."""


def longest(up_to_sum: Expression = UP_TO_SUM, up_to_root: Expression = UP_TO_ROOT) -> Expression:
    """For all extremes and steps: where `L ≤ 2l`, and where `2l < L`; there is a root."""
    near = implies(NEAR, iff(OF_EVERY, up_to_sum))
    every = quantified(implies(ROOT, iff(OF_EVERY, up_to_root)), member(g, REALS))
    far = implies(FAR, conjunction(exists(g, REALS, ROOT), every))
    return quantified(implies(PREMISE, conjunction(near, far)), *LETTERS)


def step_of(*steps: Theorem) -> Theorem:
    """That a step is one of these."""
    ahead, short, middle, high = steps
    return conjoin(ahead, short, under(middle, MIDDLE), under(high, HIGH))


def near() -> Theorem:
    """Where `L ≤ 2l`."""
    small, _, large, whole = is_ordered()
    close, share = assume(NEAR), positive(1 / SUM, (whole,))
    ahead, _, _, high = (part(n, assume(OF_EVERY)) for n in range(4))
    goal = less(γ * SUM, 1)

    def low(case: Facts) -> Theorem:
        return signed(goal, (*case, ahead, close), products=((ahead, close),))

    def up(case: Facts) -> Theorem:
        return apply(high, signed(HIGH, case))

    below = whichever(goal, trichotomy(3 * γ * l, written(1)), low, up, up)
    there = conjoin(ahead, signed(less(γ, 1 / SUM), (below, share, whole), products=((below, share),)))
    return both_ways(under(there, OF_EVERY), under(near_enough(small, large, whole, close), UP_TO_SUM))


def near_enough(small: Theorem, large: Theorem, whole: Theorem, close: Theorem) -> Theorem:
    """Where γ is below `1/(L + l)`."""
    ahead, below = conjuncts(assume(UP_TO_SUM))
    slow = signed(less(γ * SUM, 1), (below, whole), products=((below, whole),))
    short = signed(less(γ * L, 1), (slow, ahead, small), products=((ahead, small),))
    low, high = conjuncts(assume(MIDDLE))
    wide = is_ordered()[1]
    c, p = γ * L, γ * l
    over = signed(at_most(c, 2 * p), (close, ahead), products=((ahead, close),))
    third, two_thirds = signed(at_most(1, 3 * c), (high,)), signed(at_most(3 * c, 2), (over, low))
    half, share = c * (1 - c), written(2) / 9
    room = signed(at_most(0, half - share), (third, two_thirds), products=((third, two_thirds),))
    middle = parts(STEP[2], "implies")[1]
    inverse = positive(1 / γ, (ahead,))

    def scaled(strict: Theorem, square: Theorem) -> Theorem:
        bare = signed(less(4 * p, 27 * half**2), (strict, square))
        return signed(middle, (bare, inverse, ahead), products=((bare, inverse),))

    def inside(case: Facts) -> Theorem:
        strict = signed(less(3 * p, 1), case)
        return scaled(strict, signed(at_most(written(4) / 3, 27 * half**2), (room,), products=((room, room), (room,))))

    def at_third(case: Facts) -> Theorem:
        first = signed(less(1, 3 * c), (*case, wide, ahead), products=((wide, ahead),))
        second = signed(less(3 * c, 2), (*case, slow))
        more = signed(less(0, half - share), (first, second), products=((first, second),))
        square = signed(less(written(4) / 3, 27 * half**2), (more,), products=((more, more), (more,)))
        return scaled(low, square)

    found = whichever(
        middle,
        trichotomy(3 * γ * l, written(1)),
        inside,
        at_third,
        lambda case: cases(middle, signed(FALSE, (*case, low))),
    )
    return step_of(ahead, short, found, slow)


def root() -> Facts:
    """`1 < 3gL`, `gL < 1`, and the equation of g."""
    *_, large, _ = is_ordered()
    first, second, equation = conjuncts(assume(ROOT))
    above = signed(less(1, 3 * (g * L)), (first, large), products=((first, large),))
    return above, signed(less(g * L, 1), (second, large), products=((second, large),)), equation


def below_cubic(step: Expression) -> Expression:
    """`4 l − 27 g L² (1 − gL)²`."""
    return 4 * l - 27 * step * L**2 * (1 - step * L) ** 2


def some_root() -> Theorem:
    """There is a root between `1/(3L)`, where this is `4 (l − L)`, and 1/L, where it is 4 l."""
    small, order, large, _ = is_ordered()
    first, last = 1 / (3 * L), 1 / L
    low, high = identity(below_cubic(first), 4 * (l - L), (large,)), identity(below_cubic(last), 4 * l, (large,))
    ordered = signed(at_most(first, last), (large, positive(last, (large,))))
    ends = (at_most(below_cubic(first), 0), (low, order, large)), (at_most(0, below_cubic(last)), (high, small, large))
    found = intermediate_value(function(g, body=below_cubic(g)), ordered, *(signed(*each) for each in ends))
    above, below, nothing = conjuncts(assume(opened(parts(found.conclusion, "exists")[1], (g,))))

    def apart(one: Expression, other: Expression, end: Expression, *known: Theorem) -> Theorem:
        goal = less(one, other)

        def alike(case: Facts) -> Theorem:
            same = identity(g, end, (large,), ((case[0], 1 if one == g else -1),))
            return cases(goal, signed(FALSE, (rewritten(same, nothing), large, *known)))

        def beyond(case: Facts) -> Theorem:
            return cases(goal, signed(FALSE, (*case, above, below, large)))

        return whichever(goal, trichotomy(one, other), lambda case: case[0], alike, beyond)

    equation = identity(27 * g * L**2 * (1 - g * L) ** 2, 4 * l, using=((nothing, -1),))
    inside = apart(first, g, first, low, order), apart(g, last, last, high, small)
    return choose(g, found, witness(exists(g, REALS, ROOT), belonging(g, REALS), conjoin(*inside, equation)))


def far() -> Theorem:
    """Where `2l < L`: g is the root."""
    return under(both_ways(under(below_root(), OF_EVERY), under(far_enough(), UP_TO_ROOT)), ROOT)


def below_root() -> Theorem:
    """Steps from g on improve not every spectrum."""
    *_, large, _ = is_ordered()
    ahead, short, middle, high = (part(n, assume(OF_EVERY)) for n in range(4))
    above, _, equation = root()
    goal = less(γ, g)

    def late(case: Facts) -> Theorem:
        later = signed(at_most(g, γ), case)
        order = signed(at_most(g * L, γ * L), (later, large), products=((later, large),))
        less_ = falls(
            g * L, γ * L, order, signed(at_most(1, 3 * (g * L)), (above,)), signed(at_most(γ * L, 1), (short,))
        )
        most = signed(
            at_most(27 * γ * L**2 * (1 - γ * L) ** 2, 4 * l), (less_, equation, large), products=((less_, large),)
        )

        def low(small: Facts) -> Theorem:
            within = signed(at_most(3 * γ * l, 1), small), signed(at_most(1, 3 * γ * L), (above, order))
            return signed(FALSE, (most, apply(middle, conjoin(*within))))

        def up(wide: Facts) -> Theorem:
            there = apply(high, signed(HIGH, wide))
            return signed(FALSE, (there, *wide, assume(FAR), ahead), products=((assume(FAR), ahead),))

        return cases(goal, whichever(FALSE, trichotomy(3 * γ * l, written(1)), low, low, up))

    return conjoin(ahead, whichever(goal, trichotomy(γ, g), lambda case: case[0], late, late))


def far_enough() -> Theorem:
    """Steps below g improve every spectrum."""
    small, _, large, _ = is_ordered()
    ahead, below = conjuncts(assume(UP_TO_ROOT))
    _, end, equation = root()
    order = signed(less(γ * L, g * L), (below, large), products=((below, large),))
    short = signed(less(γ * L, 1), (order, end))
    _, high = conjuncts(assume(MIDDLE))
    less_ = falls_more(γ * L, g * L, order, signed(at_most(1, 3 * (γ * L)), (high,)), end)
    middle = signed(parts(STEP[2], "implies")[1], (less_, equation, large), products=((less_, large),))
    return step_of(
        ahead, short, middle, cases(less(γ * SUM, 1), not_so_high(small, ahead, below, order, end, equation))
    )


def not_so_high(
    small: Theorem, ahead: Theorem, below: Theorem, order: Theorem, end: Theorem, equation: Theorem
) -> Theorem:
    """Below the root γl is less than 1/3."""
    far_ = assume(FAR)
    high = signed(at_most(1, 3 * (γ * l)), (assume(HIGH),))
    wide = signed(less(2 * (γ * l), γ * L), (far_, ahead), products=((far_, ahead),))
    root_high = signed(less(2, 3 * (g * L)), (high, wide, order))
    third = signed(less(1, 3 * (g * L)), (root_high,))
    half = g * L * (1 - g * L)
    low = signed(less(half, written(2) / 9), (root_high, third), products=((root_high, third),))
    rest, size = signed(less(0, 1 - g * L), (end,)), signed(less(0, g * L), (third,))
    positive_ = signed(less(0, half), (rest, size), products=((rest, size),))
    square = signed(less(27 * half**2, written(4) / 3), (low, positive_), products=((low, positive_), (low,)))
    more = signed(less(γ * l, g * l), (below, small), products=((below, small),))
    scaled = identity(27 * half**2, 4 * (g * l), (), ((equation, g),))
    return signed(FALSE, (square, scaled, more, high))


def is_longest() -> Theorem:
    """Both, as a theorem."""
    found = conjoin(under(near(), NEAR), under(conjoin(some_root(), under(far(), member(g, REALS))), FAR))
    return under(found, *LETTERS, PREMISE)
