"""The solution of `E' = −r E`, `E(0) = 1`, which is `exp(−r τ)`: it exists, is positive, falls, and tends to 0."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.scalars.scalar_flow import t
from symbolic.core.expressions import Expression, Node, Variable, written
from symbolic.core.rules.convergence import comparison
from symbolic.core.rules.derivatives import along_field, in_time
from symbolic.core.rules.facts import bounded_flow, sign_kept
from symbolic.core.rules.flows import decreasing, flow_start
from symbolic.core.rules.logic import apply, assume, conjoin, part
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    System,
    at_most,
    conjunction,
    equal,
    for_all,
    function,
    implies,
    less,
    member,
    real,
    tends,
)
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.steps import assumed, at, rewritten, under

r, e, earlier = real("r"), real("E"), real("σ")
GIVEN = member(r, POSITIVE)
TIME = member(t, NONNEGATIVE)


def decay(rate: Expression) -> System:
    """`E' = −r E`, `E(0) = 1`.

    >>> decay(written(2)).start
    (Node(head='number', parts=(), value=Fraction(1, 1)),)
    """
    return System((e,), (-(rate * e),), (written(1),))


def falls(rate: Expression, time: Variable) -> Expression:
    """`E(0) = 1`, and E is positive, never increases, and tends to 0."""
    system = decay(rate)
    (now,), (before,), (start,) = system.at(time), system.at(earlier), system.at(0)
    order = for_all(
        earlier, NONNEGATIVE, for_all(time, NONNEGATIVE, implies(at_most(earlier, time), at_most(now, before)))
    )
    return conjunction(
        equal(start, 1), for_all(time, NONNEGATIVE, less(0, now)), order, tends(time, NONNEGATIVE, now, 0)
    )


@cache
def decay_exists() -> Theorem:
    """`∀r > 0: the solution exists for all times`."""
    _, positive = assumed(GIVEN)
    system = decay(r)
    height = e**2
    slope = signed(
        at_most(along_field(height, (e,), system.velocities), 0), (positive,), products=((positive,),), squares=(e,)
    )
    low = at_most(height, written(1) ** 2)
    bounded = under(signed(at_most(Node("add", (e**2,)), 1), (assume(low),)), member(e, REALS), low)
    goal = system.is_global
    return under(bounded_flow(goal, function(e, body=height), under(slope, member(e, REALS)), bounded), GIVEN)


@cache
def decays() -> Theorem:
    """`∀r > 0: falls(r)`."""
    _, positive = assumed(GIVEN)
    belongs, later = assumed(TIME)
    exist = at(decay_exists(), assume(GIVEN))
    (now,), (start,) = decay(r).at(t), decay(r).at(0)
    begins = flow_start(start, exist)
    slope = under(identity(in_time(now, t)[0], -r * now), TIME)
    both = sign_kept(function(t, body=now), function(t, body=-r), slope, exist)
    above = apply(part(0, both), signed(less(0, start), (begins,)))
    here = at(above, belongs)
    sinks = signed(at_most(in_time(now, t)[0], 0), (positive, here), products=((positive, here),))
    order = decreasing(function(t, body=now), under(sinks, TIME), exist)
    value = (1 + 2 * r * t) * now**2
    squares = signed(
        at_most(in_time(value, t)[0], 0), (positive, later), products=((positive, positive, later),), squares=(now,)
    )
    shrinks = decreasing(function(t, body=value), under(squares, TIME), exist)
    low = rewritten(begins, apply(at(shrinks, 0, belongs), later))
    most = 1 / (2 * r)
    close = signed(at_most(t * (now - 0) ** 2, most), (low, positive), products=((positive,),), squares=(now,))
    end = comparison(tends(t, NONNEGATIVE, now, 0), under(close, TIME))
    return under(conjoin(begins, above, order, end), GIVEN)
