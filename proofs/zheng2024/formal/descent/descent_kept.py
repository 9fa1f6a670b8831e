"""What a run of descent with small steps keeps, from one step to the next."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.descent.descent_runs import (
    CONSTANTS,
    MOVES,
    SMALL,
    STEPS,
    M,
    force,
    point,
    spread,
    total,
    unbalanced,
    α,
    β,
)
from proofs.zheng2024.formal.descent.descent_step import STEP, h, kept, small
from proofs.zheng2024.formal.scalars.scalar_flow import GIVEN, c1, c2
from proofs.zheng2024.formal.scalars.scalar_solution import square_positive
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import apply, assume, conjoin, discharge, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    conjunction,
    entry,
    equal,
    less,
)
from symbolic.tactics.dynamics.contractions import PLACE, from_1
from symbolic.tactics.harmonic_numbers import n
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import (
    at,
    conjuncts,
    modulo,
    rewritten,
    swapped,
    under,
)


def stepping(place: Theorem) -> Facts:
    """The two equations of a step."""
    return conjuncts(at(assume(STEPS), place))


@cache
def step_kept() -> Theorem:
    """Before each step n: what is small is so after it, and what else a small step does."""
    places = tuple(map(assume, (*GIVEN[:2], STEP)))
    found = at(kept(), *places, M, entry(α, n), entry(β, n))
    for _ in range(2):
        premise, _ = parts(found.conclusion, "implies")
        found = apply(found, assume(premise))
    for equation in stepping(assume(PLACE)):
        found = rewritten(swapped(equation), found)
    return found


def invariant(place: Expression) -> Expression:
    """What is small is so before a step, and `a + b` has the sign of the start."""
    return conjunction(small(c1, c2, h, *point(place)), less(0, M * total(place)))


@cache
def begins() -> Theorem:
    """`0 < (a + b)²` at the start."""
    return signed(less(0, M * M), (square_positive(M, assume(MOVES)),))


@cache
def always() -> Theorem:
    """At all n what is small is so, and `a + b` has the sign of the start."""
    now = applied(step_kept(), *parts_of(assume(invariant(n))))
    small_after, total_after = part(0, now), part(1, now)
    return from_1(invariant, conjoin(assume(SMALL), begins()), conjoin(small_after, total_after))


def applied(theorem: Theorem, *facts: Theorem) -> Theorem:
    """A theorem without the hypotheses that facts conclude."""
    for fact in facts:
        if fact.conclusion in theorem.hypotheses:
            theorem = apply(discharge(fact.conclusion, theorem), fact)
    return theorem


@cache
def now() -> Facts:
    """Before the step n: what is small, the sign of `a + b`, and what `step_kept` has."""
    small_now, total_now = parts_of(at(always(), assume(PLACE)))
    return (*conjuncts(small_now), total_now, *parts_of(applied(step_kept(), small_now, total_now)))


def parts_of(theorem: Theorem) -> Facts:
    """The conjuncts of a theorem."""
    return tuple(part(number, theorem) for number in range(len(parts(theorem.conclusion, "and"))))


UNBALANCED = unbalanced(c1, c2, n)


@cache
def shrinks() -> Theorem:
    """At every step C keeps its sign and shrinks, unless `C = 0` or `F = 0`."""
    down, up = now()[5:7]
    apart, off = (
        square_positive(term, part(i, assume(UNBALANCED))) for i, term in enumerate((spread(n), force(c1, c2, n)))
    )
    equations = stepping(assume(PLACE))
    factor = (1 - h * force(c1, c2, n)) * (1 + h * force(c1, c2, n))
    moved = modulo(equal(spread(n + 1), spread(n) * factor), equations)
    step = CONSTANTS[2]
    keeps = signed(
        less(0, spread(n) * spread(n + 1)),
        (moved, apart, down, up),
        products=((apart, down, up),),
        scales=(1, spread(n)),
    )
    less_than_1 = signed(
        less(factor**2, 1), (down, up, off, step), products=((step, step, off), (step, step, off, down, up))
    )
    smaller = signed(
        less(spread(n + 1) ** 2, spread(n) ** 2),
        (moved, apart, less_than_1),
        products=((apart, less_than_1),),
        scales=(1, spread(n + 1) + spread(n) * factor),
    )
    return under(under(conjoin(keeps, smaller), UNBALANCED), PLACE)


@cache
def never_grows() -> Theorem:
    """`∀n: C² after a step ≤ C² before it`."""
    down, up = now()[5:7]
    equations = stepping(assume(PLACE))
    factor = (1 - h * force(c1, c2, n)) * (1 + h * force(c1, c2, n))
    moved = modulo(equal(spread(n + 1), spread(n) * factor), equations)
    most = signed(at_most(factor**2, 1), (down, up), products=((down, up),), squares=(h * force(c1, c2, n),))
    found = signed(
        at_most(spread(n + 1) ** 2, spread(n) ** 2),
        (moved, most),
        products=((most,),),
        squares=(spread(n),),
        scales=(1, spread(n + 1) + spread(n) * factor),
    )
    return under(found, PLACE)
