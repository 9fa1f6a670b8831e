"""Gradient descent on the line with small steps: it keeps the sign of `c1 − c2 ab` and converges geometrically."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.descent.descent_kept import (
    applied,
    begins,
    never_grows,
    now,
    parts_of,
    shrinks,
)
from proofs.zheng2024.formal.descent.descent_rates import (
    BELOW,
    LONGEST,
    PAST,
    falls_below,
    falls_past,
    kept_below,
    ratio,
    short_steps,
)
from proofs.zheng2024.formal.descent.descent_runs import (
    CONSTANTS,
    GEOMETRIC,
    MOVES,
    RUN,
    SMALL,
    STEPS,
    A,
    B,
    M,
    distance,
    force,
    point,
    settles,
    size,
    small_step,
    spread,
    total,
    unbalanced,
)
from proofs.zheng2024.formal.descent.descent_step import STEP, h, size_squared, slack
from proofs.zheng2024.formal.scalars.scalar_flow import GIVEN, c1, c2
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.convergence import continuity, one_limit, ordered_limits
from symbolic.core.rules.logic import apply, assume, choose, conjoin, part, parts
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    equal,
    integers_from,
    less,
    member,
    raised,
    tends,
)
from symbolic.tactics.dynamics.contractions import PLACE, PLACES, Contraction, falling, from_1, from_place, stays, t
from symbolic.tactics.harmonic_numbers import n
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    rewritten,
    under,
    whichever,
    witnessed,
)


def first(place: Expression) -> Expression:
    """The scalar a before a step."""
    return point(place)[0]


def second(place: Expression) -> Expression:
    """The scalar b before a step."""
    return point(place)[1]


TERMS = first, second
LIMITS = A, B


def run_of(sign: int) -> Contraction:
    """How F shrinks, from `0 < F` at the start for 1, and from `F ≤ 0` for −1."""
    return falls_below() if sign > 0 else falls_past()


@cache
def nears(sign: int) -> Facts:
    """That a and b near A and B, each under itself."""
    return tuple(assume(run_of(sign).near(term, LONGEST, limit)) for term, limit in zip(TERMS, LIMITS, strict=True))


@cache
def tending(sign: int) -> Facts:
    """A and B are the limits of a and b."""
    found = zip(TERMS, nears(sign), LIMITS, strict=True)
    return tuple(run_of(sign).tends_there(term, LONGEST, near, limit) for term, near, limit in found)


@cache
def geometric(sign: int) -> Theorem:
    """`(a, b)` nears `(A, B)` geometrically."""
    run = run_of(sign)
    first = run.bound(written(1)) ** 2 / run.rate
    room, bound = run.room(LONGEST), run.bound(n)
    low, below, *_ = run.known
    power = at(run.powers, assume(PLACE))
    scale = positive(h * c2, CONSTANTS[1:])
    gap = signed(less(0, 1 - run.rate), (below,))
    squares = []
    for near, term, end in zip(nears(sign), TERMS, LIMITS, strict=True):
        one, other = conjuncts(at(near, assume(PLACE)))
        goal = at_most((term(n) - end) ** 2, (room * bound) ** 2)
        squares.append(signed(goal, (one, other, gap, scale), products=((one, other),)))
    most = 2 * room**2 * first
    close = signed(
        at_most(distance(n), most * raised(run.rate, n)),
        (*squares, power, low, gap, scale),
        products=((power,),),
        squares=(room,),
    )
    found = conjoin(signed(at_most(0, run.rate), (low,)), below, under(close, PLACE))
    return witnessed(GEOMETRIC, found, most, run.rate)


@cache
def on_hyperbola(sign: int) -> Theorem:
    """`AB = c1/c2`, as F tends to 0."""
    run = run_of(sign)
    end = sign * slack(c1, c2, A, B)
    goes = continuity(tends(n, PLACES, run.bound(n), end), tending(sign), ())
    zero = one_limit(goes, run.fades)
    return identity(A * B, c1 / c2, CONSTANTS, ((zero, -sign / c2),))


@cache
def same_branch(sign: int) -> Theorem:
    """`0 < (a + b)(A + B)`, `a + b` that of the start."""
    goes = continuity(tends(n, PLACES, M * total(n), M * (A + B)), tending(sign), ())
    if sign > 0:
        above = under(parts_of(at(kept_below(), assume(PLACE)))[1], PLACE)
        least = ordered_limits(continuity(tends(n, PLACES, M * M, M * M), (), ()), goes, above)
        return signed(less(0, M * (A + B)), (least, begins()))
    above = under(signed(at_most(0, M * total(n)), (now()[2],)), PLACE)
    least = ordered_limits(continuity(tends(n, PLACES, written(0), written(0)), (), ()), goes, above)
    first, second, _ = CONSTANTS
    apart = signed(
        less(0, (A + B) ** 2), (on_hyperbola(sign), positive(c1 / c2, (first, second)), first, second), squares=(A, B)
    )
    return signed(less(0, M * (A + B)), (least, apart, begins()), degree=2)


def end_of_spread(sign: int, place: int) -> Theorem:
    """`(A² − B²)² ≤ C²` before a step of an explicit number."""

    def squares(number: Expression) -> Expression:
        return spread(number) ** 2

    falls = falling(squares, never_grows())
    later = member(t, integers_from(place))
    facts = assumed(later)
    there = belonging(t, PLACES, facts)
    below = under(apply(at(falls, place, there), facts[-1]), later)
    goes = continuity(tends(n, PLACES, squares(n), (A**2 - B**2) ** 2), tending(sign), ())
    return ordered_limits(from_place(goes, place), stays(squares(written(place)), written(place)), below)


@cache
def size_known() -> Theorem:
    """`0 ≤ k` and `k² = 4 c1² + c2² C²`, at the start."""
    inside = size_squared(c1, c2, *point(1))
    return square_root(signed(at_most(0, inside), squares=(c1, c2 * spread(1))))


@cache
def flatter(sign: int) -> tuple[Theorem, Theorem]:
    """`c2 (A² + B²) ≤ k`, and `<` unless `C = 0` or `F = 0` at the start."""
    _, second, _ = CONSTANTS
    curvature = c2 * (A**2 + B**2)
    least, squared = parts_of(size_known())
    end = identity(
        curvature**2, size_squared(c1, c2, A, B), CONSTANTS, ((on_hyperbola(sign), 4 * c2**2 * (A * B + c1 / c2)),)
    )
    nonnegative = signed(at_most(0, curvature), (second,), products=((second,),), squares=(A, B))
    same = end_of_spread(sign, 1)
    square = signed(at_most(curvature**2, size(c1, c2) ** 2), (end, squared, same), products=((same,),), squares=(c2,))
    most = signed(at_most(curvature, size(c1, c2)), (square, least, nonnegative), degree=2)
    start = unbalanced(c1, c2, 1)
    both = apply(at(shrinks(), 1), assume(start))
    second_place = rewritten(identity(written(1) + 1, 2), part(1, both))
    later = end_of_spread(sign, 2)
    strict = signed(
        less(curvature**2, size(c1, c2) ** 2),
        (end, squared, later, second_place, second),
        products=((later,), (second, second, second_place)),
        squares=(c2,),
    )
    less_than = signed(less(curvature, size(c1, c2)), (strict, least, nonnegative), degree=2)
    return most, under(less_than, start)


@cache
def settled(sign: int) -> Theorem:
    """The run settles, from `0 < F` at the start for 1, and from `F ≤ 0` for −1."""
    run = run_of(sign)
    goal = settles(c1, c2)
    found = conjoin(*tending(sign), geometric(sign), on_hyperbola(sign), same_branch(sign), *flatter(sign))
    found = witnessed(goal, found, A, B)
    scale = positive(h * c2, CONSTANTS[1:])
    above = signed(at_most(0, LONGEST), (CONSTANTS[2], scale), products=((scale,), (CONSTANTS[2], scale)))
    for component, limit in reversed(tuple(enumerate(LIMITS))):
        existence = run.settles(TERMS[component], LONGEST, short_steps(run, sign, component), above)
        found = choose(limit, existence, found)
    return found


@cache
def signs_kept() -> Theorem:
    """F keeps the sign that it has at the start."""
    over = under(under(parts_of(at(kept_below(), assume(PLACE)))[0], PLACE), BELOW)
    moved, _, _, _, under_0 = now()[7:]

    def negative(place: Expression) -> Expression:
        return less(force(c1, c2, place), 0)

    def zero(place: Expression) -> Expression:
        return equal(force(c1, c2, place), 0)

    past = from_1(negative, assume(negative(written(1))), apply(under_0, assume(negative(n))))
    rests = identity(force(c1, c2, n + 1), 0, using=((moved, 1), (assume(zero(n)), ratio(n))))
    there = from_1(zero, assume(zero(written(1))), rests)
    return conjoin(over, under(past, negative(written(1))), under(there, zero(written(1))))


@cache
def runs() -> Theorem:
    """`∀c1, c2, h > 0 ∀a, b`: what descent does with a step that is small at the start, where `a + b ≠ 0`."""

    def below(given: Facts) -> Theorem:
        return settled(1)

    def past(given: Facts) -> Theorem:
        return applied(settled(-1), signed(PAST, given))

    end = whichever(settles(c1, c2), trichotomy(force(c1, c2, 1), written(0)), past, past, below)
    found = applied(conjoin(signs_kept(), shrinks(), end), small_enough())
    return under(found, *GIVEN[:2], STEP, *RUN, STEPS, small_step(c1, c2), MOVES)


def small_enough() -> Theorem:
    """`h² k² ≤ 1` and `h c2 (a² + b²) ≤ 1` at the start, from what is supposed of the step."""
    (slow, short), (least, squared) = parts_of(assume(small_step(c1, c2))), parts_of(size_known())
    product = signed(at_most(0, h * size(c1, c2)), (least, CONSTANTS[2]), degree=2)
    square = signed(at_most((h * size(c1, c2)) ** 2, 1), (slow, product), degree=2)
    return conjoin(signed(parts(SMALL, "and")[0], (square, squared), scales=(1, h**2)), short)
