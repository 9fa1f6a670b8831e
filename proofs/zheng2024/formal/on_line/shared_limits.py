"""Two starts on the line whose blocks tend to the same limits, entry by entry."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from proofs.zheng2024.formal.flow.reduced_flow_basins import FAR, has_sign
from proofs.zheng2024.formal.on_line.fibres import divisors, fibres, limits_on, of_limit
from proofs.zheng2024.formal.on_line.line_flow import FACTS
from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, a0, b0, d, j, k, of_each, stated
from proofs.zheng2024.formal.on_line.trained_line import (
    BLOCKS,
    KEY_BLOCK,
    START,
    STARTS,
    TIME,
    VALUE_BLOCK,
    for_each_law,
    stays,
    trained,
    τ,
)
from proofs.zheng2024.formal.scalars.scalar_limits import SPREAD
from symbolic.core.expressions import Expression, opened, written
from symbolic.core.rules.convergence import continuity, eventually, one_limit
from symbolic.core.rules.logic import (
    apply,
    assume,
    both_ways,
    cases,
    choose,
    conjoin,
    discharge,
    one_way,
    part,
    parts,
    rewrite,
    witness,
)
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    NONNEGATIVE,
    POSITIVE,
    REALS,
    at_most,
    conjunction,
    equal,
    exists,
    for_all,
    function,
    iff,
    indicator,
    integers_between,
    less,
    member,
    real,
    tends,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, belonging, conjuncts, swapped, under, whichever

a1, b1, l = map(real, ("a1", "b1", "l"))
OTHER = (*stated().given, *stated().blocks_at(a1, b1))
"""The start `(a1, b1)`."""


def shared(block: str) -> Expression:
    """That each entry of a block has one limit from both starts."""
    limits = (tends(τ, NONNEGATIVE, trained(block, j, k, start=start), l) for start in (START, OTHER))
    return of_each(exists(l, REALS, conjunction(*limits)), j, k)


SHARED = conjunction(*map(shared, BLOCKS))
"""Both starts have one limit: that of the trained blocks, in all their entries."""
FLOW = conjunction(stated().model.flows(*START), stated().model.flows(*OTHER))
SAME_START = conjunction(equal(a0, a1), equal(b0, b1))


def for_two_starts(formula: Expression, hypotheses: Expression = LINE_CONDITIONS) -> Expression:
    """A formula for all sizes, laws as in `for_each_law`, and pairs of starts on the line."""
    for variable in (b1, a1, b0, a0):
        formula = for_all(variable, REALS, formula)
    return for_each_law(formula, hypotheses)


ONE_SIDE, OTHER_SIDE = a0 + b0, a1 + b1
SAME_SIDE = conjunction(iff(less(0, ONE_SIDE), less(0, OTHER_SIDE)), iff(less(ONE_SIDE, 0), less(OTHER_SIDE, 0)))
"""`a0 + b0` and `a1 + b1` have the same sign."""
SAME_SPREAD = equal(SPREAD, a1**2 - b1**2)
CONDITION = conjunction(SAME_SPREAD, SAME_SIDE)
"""When two starts share their limit."""
PLACES = member(j, integers_between(1, d)), member(k, integers_between(1, d))
PAIR = *STARTS, member(a1, REALS), member(b1, REALS)
VALUES = {1: FAR, -1: tuple(-far for far in FAR), 0: (written(0), written(0))}


def of_other(theorem: Theorem) -> Theorem:
    """What holds for each start `(a0, b0)`, at the start `(a1, b1)`."""
    return at(under(theorem, *STARTS), *map(assume, PAIR[2:]))


@cache
def other_fibre(sign: int) -> tuple[Theorem, Theorem]:
    """Both directions of what goes from `(a1, b1)` to `(ã, b̃)`, to its mirror image or to the origin."""
    found = part({1: 0, -1: 1, 0: 2}[sign], of_other(fibres()))
    if sign:
        places = (belonging(far, POSITIVE, (above,)) for far, above in zip(FAR, of_limit()[:2], strict=True))
        found = at(found, *places)
    both = one_way(found)
    return part(0, both), part(1, both)


def other_side(sign: int) -> Theorem:
    """`a1 + b1` has the sign of `a0 + b0`."""
    known = assume(has_sign(ONE_SIDE, sign))
    up, down = (one_way(part(n, part(1, assume(CONDITION)))) for n in range(2))
    if sign:
        return apply(part(0, up if sign > 0 else down), known)
    goal = equal(OTHER_SIDE, 0)

    def absurd(direction: Theorem) -> Callable[[Facts], Theorem]:
        return lambda facts: cases(goal, signed(FALSE, (apply(part(1, direction), facts[0]), known)))

    return whichever(goal, trichotomy(OTHER_SIDE, written(0)), absurd(down), lambda facts: facts[0], absurd(up))


def other_limits(sign: int) -> Facts:
    """From `(a1, b1)` the scalars go where they go from `(a0, b0)`."""
    *_, product, spread = of_limit()
    side = other_side(sign)
    if not sign:
        return conjuncts(apply(other_fibre(0)[1], side))
    same = part(0, assume(CONDITION))
    at_limit = identity(a1**2 - b1**2, FAR[0] ** 2 - FAR[1] ** 2, divisors(), ((same, -1), (spread, -1)))
    return conjuncts(apply(other_fibre(sign)[1], conjoin(product, at_limit, side)))


def entry_tends(block: str, staying: Theorem, start: tuple[Expression, ...], scalar: Theorem | None) -> Theorem:
    """An entry of a block tends to `1[j = k]` times the limit of its scalar, or to 0."""
    now = at(part(BLOCKS.index(block), at(staying, assume(TIME))), *map(assume, PLACES))
    entry, along = parts(now.conclusion, "equal")
    value: Expression = written(0)
    if scalar:
        value = indicator(equal(j, k)) * parts(scalar.conclusion, "tends")[2]
    found = continuity(tends(τ, NONNEGATIVE, along, value), (scalar,) if scalar else (), ())
    later = under(discharge(at_most(0, τ), swapped(now)), TIME)
    return eventually(tends(τ, NONNEGATIVE, entry, value), found, later)


def shared_block(block: str, here: Facts, there: Facts) -> Theorem:
    """A block has one limit from both starts, if the scalars have."""
    number = (KEY_BLOCK, VALUE_BLOCK).index(block) if block in (KEY_BLOCK, VALUE_BLOCK) else None
    starts = (START, stays(), here), (OTHER, of_other(stays()), there)
    both = conjoin(
        *(entry_tends(block, stay, start, None if number is None else known[number]) for start, stay, known in starts)
    )
    _, _, value = parts(parts(both.conclusion, "and")[0], "tends")
    inner = at(assume(shared(block)), *map(assume, PLACES)).conclusion
    return under(witness(inner, belonging(value, REALS), both), *PLACES)


@cache
def limits_shared() -> Theorem:
    """Under CONDITION the blocks have one limit from both starts."""

    def case(sign: int) -> Callable[[Facts], Theorem]:
        here, there = limits_on(sign), other_limits(sign)
        return lambda facts: conjoin(*(shared_block(block, here, there) for block in BLOCKS))

    return under(whichever(SHARED, trichotomy(ONE_SIDE, written(0)), *map(case, (-1, 0, 1))), CONDITION)


def condition_from(limits: tuple[Facts, Facts], sign: int) -> Theorem:
    """CONDITION, where both starts have the same limits of scalars, under the sign of `a0 + b0`."""
    known = assume(has_sign(ONE_SIDE, sign))
    equations = map(one_limit, limits[0], limits_on(sign))
    there = (
        rewrite(function(hole, body=tends(τ, NONNEGATIVE, scalar, hole)), equation, reached)
        for scalar, equation, reached in zip(OTHER_SCALARS, equations, limits[1], strict=True)
    )
    *more, side = conjuncts(apply(other_fibre(sign)[0], conjoin(*there)))
    spread = of_limit()[3]
    using = ((more[1], -1), (spread, -1)) if sign else ((known, a0 - b0), (side, b1 - a1))
    same = identity(SPREAD, a1**2 - b1**2, divisors(), using)
    return conjoin(same, conjoin(*(same_sign(each, (known, side)) for each in parts(SAME_SIDE, "and"))))


def same_sign(formula: Expression, facts: Facts) -> Theorem:
    """An equivalence of two signs, from what the signs are."""
    left, right = parts(formula, "iff")
    forth = under(signed(right, (*facts, assume(left))), left)
    return both_ways(forth, under(signed(left, (*facts, assume(right))), right))


def only_then() -> Theorem:
    """Where the blocks have one limit from both starts, CONDITION holds."""
    first = belonging(1, integers_between(1, d), FACTS)
    existences = tuple(
        at(part(BLOCKS.index(block), assume(SHARED)), first, first) for block in (KEY_BLOCK, VALUE_BLOCK)
    )
    l_of_a, l_of_b = real("l_a"), real("l_b")
    chosen = tuple(
        conjuncts(assume(opened(parts(existence.conclusion, "exists")[1], (value,))))
        for existence, value in zip(existences, (l_of_a, l_of_b), strict=True)
    )
    limits = (chosen[0][0], chosen[1][0]), (chosen[0][1], chosen[1][1])
    found = whichever(
        CONDITION,
        trichotomy(ONE_SIDE, written(0)),
        *(lambda facts, sign=sign: condition_from(limits, sign) for sign in (-1, 0, 1)),
    )
    found = choose(l_of_b, existences[1], found)
    return under(choose(l_of_a, existences[0], found), SHARED)


hole = real("hole")
OTHER_SCALARS = trained(KEY_BLOCK, 1, 1, start=OTHER), trained(VALUE_BLOCK, 1, 1, start=OTHER)
