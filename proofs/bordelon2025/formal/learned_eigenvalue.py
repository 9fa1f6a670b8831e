"""How one eigenvalue of Γ is learned through many layers: the flow of `v = e^(−λγ)`, from 1 on."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.derivatives import along_field, in_time
from symbolic.core.rules.facts import bounded_flow, sign_kept
from symbolic.core.rules.flows import flow_start
from symbolic.core.rules.logic import apply, assume, part
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    Number,
    System,
    at_most,
    conjunction,
    equal,
    for_all,
    function,
    less,
    member,
    real,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import Solver, assumed, at, modulo, other_than_0, quantified, under

ω, λ, t, v = map(real, ("ω", "λ", "t", "v"))
GIVEN, TIME = (member(ω, POSITIVE), member(λ, POSITIVE)), member(t, NONNEGATIVE)

LEFT_OUT = (
    "That `(1 − λγ/L)^(2L−1)` tends to `e^(−2λγ)`, and exponentials themselves: v stands for `e^(−λγ)`, which changes "
    "at `−λγ'v`, and γ is the printed logarithm where `v² = 1/(1 + 4ωλ³t)`."
)


def system(factor: Number) -> System:
    """`v' = −λγ'v` for `γ' = c ω λ² v²`, from `v = 1`, where γ is 0."""
    speed = (ω if factor == 1 else factor * ω) * λ**2 * v**2
    return System((v,), (-(λ * speed * v),), (written(1),))


def size(factor: Number, time: Number = t) -> Expression:
    """`e^(−2λγ)` at a time."""
    (now,) = system(factor).at(time)
    return now**2


def learned(rate: Number, time: Number = t) -> Expression:
    """`1/(1 + r ω λ³ t)`."""
    return 1 / (1 + rate * ω * λ**3 * time)


def loss(factor: Number, rate: Number = 4) -> Expression:
    """The loss of the eigenvalue, `ωλ e^(−2λγ)`, is `ωλ/(1 + r ω λ³ t)`."""
    return equal(ω * λ * size(factor), ω * λ / (1 + rate * ω * λ**3 * t))


def solved(factor: Number, rate: Number = 4) -> Expression:
    """For all ω and λ: the flow exists, `e^(−2λγ)` is as printed at all times, and so is the loss of the eigenvalue."""
    everywhere = for_all(t, NONNEGATIVE, conjunction(equal(size(factor), learned(rate)), loss(factor, rate)))
    return quantified(conjunction(system(factor).is_global, everywhere), *GIVEN)


FACTS = assumed(*GIVEN)
SIGNS = tuple(fact for fact in FACTS if isinstance(fact.conclusion, Node) and fact.conclusion.head == "less")


@cache
def existence(factor: Number) -> Theorem:
    """The flow exists for all times: `v²` does not grow."""
    flow, height = system(factor), v**2
    rate = signed(less(0, ω * λ**3), SIGNS, products=((*SIGNS, SIGNS[1], SIGNS[1]),))
    slope = signed(
        at_most(along_field(height, (v,), flow.velocities), 0), (rate,), products=((rate,),), squares=(v**2,)
    )
    low = at_most(height, written(1) ** 2)
    bounded = under(signed(at_most(Node("add", (v**2,)), 1), (assume(low),)), member(v, REALS), low)
    return bounded_flow(flow.is_global, function(v, body=height), under(slope, member(v, REALS)), bounded)


@cache
def course(factor: Number) -> Theorem:
    """`∀t: v² = 1/(1 + 2c ω λ³ t)`, since `1 − v² (1 + 2c ω λ³ t)` is 0 at first and changes at a rate."""
    exists = existence(factor)
    rate = 2 * factor * ω * λ**3
    value = 1 - size(factor) * (1 + rate * t)
    slope = under(identity(in_time(value, t)[0], -rate * size(factor) * value), TIME)
    both = sign_kept(function(t, body=value), function(t, body=-rate * size(factor)), slope, exists)
    (first,) = system(factor).at(0)
    begun = modulo(equal(1 - first**2 * (1 + rate * written(0)), 0), (flow_start(first, exists),))
    nothing = at(apply(part(1, both), begun), assume(TIME))
    bottom = 1 + rate * t
    found = identity(size(factor), learned(2 * factor), (positive(2 * factor),), ((nothing, -1 / bottom),))
    return under(found, TIME)


def positive(rate: Number) -> Theorem:
    """`0 < 1 + r ω λ³ t`."""
    later = assumed(TIME)[-1]
    products = ((later, *SIGNS, SIGNS[1], SIGNS[1]),)
    return signed(less(0, 1 + rate * ω * λ**3 * t), (later, *SIGNS), products=products)


def defined_for(factor: Number) -> Solver:
    """A solver: that the flow exists, and that nothing is divided by 0."""

    bottoms = {1 + rate * ω * λ**3 * t: rate for rate in (2, 4)}

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        if formula == system(factor).is_global:
            return existence(factor)
        match formula:
            case Node(head="not", parts=(Node(head="equal", parts=(divisor, _)),)) if divisor in bottoms:
                return other_than_0(positive(bottoms[divisor]))
        return None

    return solve
