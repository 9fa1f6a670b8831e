"""How one eigenvalue of Γ is learned through many layers: what descent tends to, and its course from 0 on."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.convergence import continuity
from symbolic.core.rules.derivatives import derivative
from symbolic.core.rules.facts import explicit_solution
from symbolic.core.rules.logic import assume, part
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    Number,
    System,
    equal,
    exponential,
    function,
    integers_from,
    less,
    logarithm,
    member,
    raised,
    real,
    tends,
)
from symbolic.tactics.exponential_function.exponential_limits import to_exponential, to_exponential_before
from symbolic.tactics.exponential_function.exponential_signs import logarithm_of_1, of_minus_logarithm
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, modulo, other_than_0, rewritten, under

ω, λ, t, γ, g, L, n = map(real, ("ω", "λ", "t", "γ", "g", "L", "n"))
GIVEN, TIME = (member(ω, POSITIVE), member(λ, POSITIVE)), member(t, NONNEGATIVE)
ANY, LAYERS = member(g, REALS), member(L, integers_from(1))
LEFT = exponential(-2 * λ * g)
"""`e^(−2λg)`, g being an eigenvalue at which a speed or a loss is looked at."""

FACTS = assumed(*GIVEN)
SIGNS = tuple(fact for fact in FACTS if isinstance(fact.conclusion, Node) and fact.conclusion.head == "less")


def scaled(factor: Number) -> Expression:
    """`c ω λ²`."""
    return (ω if factor == 1 else factor * ω) * λ**2


def speed(factor: Number) -> Expression:
    """`c ω λ² (1 − λg/L)^(2L − 1)`."""
    return scaled(factor) * raised(1 - λ * g / L, 2 * L - 1)


def slows(factor: Number) -> Expression:
    """The speed tends to `c ω λ² e^(−2λg)` as L grows."""
    return tends(L, integers_from(1), speed(factor), scaled(factor) * LEFT)


def of_many_layers(power: Expression, before: bool) -> Theorem:
    """`c (1 − λg/L)^(2L)`, or to the power `2L − 1`, tends to `c e^(−2λg)`, for a factor c."""
    found = at((to_exponential_before if before else to_exponential)(), λ * g)
    found = rewritten(identity(-2 * (λ * g), -2 * λ * g), found)
    factor, _ = power.parts if isinstance(power, Node) else ()
    return continuity(tends(L, integers_from(1), power, factor * LEFT), (found,), ())


def system(factor: Number) -> System:
    """`γ' = c ω λ² e^(−2λγ)`, from 0."""
    return System((γ,), (scaled(factor) * exponential(-2 * λ * γ),), (written(0),))


def argument(rate: Number, time: Number = t) -> Expression:
    """`1 + r ω λ³ t`."""
    return 1 + rate * ω * λ**3 * time


def learned(rate: Number, time: Number = t) -> Expression:
    """`ln(1 + r ω λ³ t)/(2λ)`."""
    return logarithm(argument(rate, time)) / (2 * λ)


def course(factor: Number, rate: Number = 4) -> Expression:
    """The eigenvalue is as printed."""
    (now,) = system(factor).at(t)
    return equal(now, learned(rate))


def positive(rate: Number, facts: Facts = FACTS) -> Theorem:
    """`0 < 1 + r ω λ³ t`."""
    later = assumed(TIME)[-1]
    products = ((later, *SIGNS, SIGNS[1], SIGNS[1]),)
    return signed(less(0, argument(rate)), (later, *SIGNS), products=products)


@cache
def solution(factor: Number) -> Theorem:
    """The flow exists for all times, and is `ln(1 + 2cωλ³t)/(2λ)`."""
    rate, below = 2 * factor, positive(2 * factor)
    curve = learned(rate)
    nothing = logarithm_of_1(identity(argument(rate, 0), 1))
    start = identity(learned(rate, 0), 0, (SIGNS[1],), ((nothing, 1 / (2 * λ)),))
    slope = derivative(argument(rate), {t: written(1)}, frozenset((t,))) / argument(rate) / (2 * λ)
    exponent = identity(-2 * λ * curve, -logarithm(argument(rate)), (SIGNS[1],))
    asked = scaled(factor) * exponential(-2 * λ * curve)
    moves = modulo(equal(slope, asked), (exponent, of_minus_logarithm(below)), (below, SIGNS[1]))
    always = under(moves, TIME)
    return explicit_solution(
        system(factor).is_global, (function(t, body=curve),), (start,), (always,), (under(below, TIME),)
    )


def at_time(factor: Number) -> Theorem:
    """The course at a time."""
    return part(0, at(part(1, solution(factor)), assume(TIME)))


def defined_for(formula: Expression, facts: Facts) -> Theorem | None:
    """A solver: that the flows exist, and that nothing is divided by 0 or has no logarithm."""
    for factor in (1, 2):
        if formula == system(factor).is_global:
            return part(0, solution(factor))
    for rate in (2, 4):
        if formula == less(0, argument(rate)):
            return positive(rate)
        if formula == Node("not", (equal(argument(rate), 0),)):
            return other_than_0(positive(rate))
    return None
