"""The printed course of an eigenvalue is that at twice the printed speed, which is that of descent on the loss."""

from __future__ import annotations

from proofs.bordelon2025.formal.learned_eigenvalue import (
    ANY,
    GIVEN,
    LAYERS,
    LEFT,
    SIGNS,
    TIME,
    L,
    argument,
    at_time,
    course,
    defined_for,
    g,
    learned,
    n,
    of_many_layers,
    positive,
    slows,
    solution,
    speed,
    system,
    λ,
    ω,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, opened
from symbolic.core.rules.convergence import continuity, eventually
from symbolic.core.rules.logic import conjoin, discharge, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    conjunction,
    equal,
    exponential,
    integers_from,
    less,
    logarithm,
    member,
    raised,
    real,
    tends,
)
from symbolic.tactics.exponential_function.exponential_signs import of_minus_logarithm
from symbolic.tactics.exponential_function.slopes_of_powers import slope_of_power
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, proved, quantified, rewritten_limit, under

r = real("r")
FROM_1, DIRECTION = integers_from(1), member(r, REALS)


def loss(eigenvalue: Expression = g) -> Expression:
    """The loss `ωλ (1 − λg/L)^(2L)` of the eigenvalue."""
    return ω * λ * raised(1 - λ * eigenvalue / L, 2 * L)


QUOTIENT = n * (loss(g + r / n) - loss())
MANY = tends(L, FROM_1, loss(), ω * λ * LEFT)
"""The loss of the eigenvalue tends to `ωλ e^(−2λg)` as L grows."""


def descends(factor: Number) -> Expression:
    """The derivative of the loss along r is minus the speed v times r: `n (l(g + r/n) − l(g)) → −v r`."""
    return quantified(tends(n, FROM_1, QUOTIENT, -(speed(factor) * r)), LAYERS, DIRECTION)


def solved(factor: Number, rate: Number) -> Expression:
    """The flow with the limit exists, is as said at all times, and so is the loss of the eigenvalue."""
    (now,) = system(factor).at(TIME.parts[0])
    left = equal(ω * λ * exponential(-2 * λ * now), ω * λ / argument(rate))
    return conjunction(system(factor).is_global, quantified(conjunction(course(factor, rate), left), TIME))


def goal(factor: Number = 2, rate: Number = 4, half: Number = 2) -> Expression:
    """What descent tends to, and its course; with half the speed it is `ln(1 + 2ωλ³t)/(2λ)`."""
    layers = quantified(conjunction(descends(factor), slows(factor), MANY), ANY)
    return quantified(conjunction(layers, solved(factor, rate), solved(1, half)), *GIVEN)


def descent() -> Theorem:
    """The speed is that of descent on the loss of L layers."""
    facts, place = assumed(LAYERS), member(n, FROM_1)
    layers, more = signed(less(0, L), facts), signed(less(0, n), assumed(place))
    base, turn = 1 - λ * g / L, -(λ * r / L)
    found = at(slope_of_power(), base, turn, belonging(2 * L - 1, integers_from(0), facts))
    exponent = identity(2 * L - 1 + 1, 2 * L)
    moved = identity(base + turn * (1 / n), 1 - λ * (g + r / n) / L, (layers, more))
    factor = ω * λ
    _, body, limit = parts(found.conclusion, "tends")
    quotient, value = opened(body, (n,)), identity(factor * limit, -(speed(2) * r), (layers,))
    scaled = continuity(tends(n, FROM_1, factor * quotient, factor * limit), (found,), ())
    same = modulo(equal(factor * quotient, QUOTIENT), (exponent, moved))
    later = under(discharge(at_most(1, n), same), place)
    reached = eventually(tends(n, FROM_1, QUOTIENT, factor * limit), scaled, later)
    return under(rewritten_limit(value, reached), LAYERS, DIRECTION)


def at_speed(factor: int) -> Theorem:
    """The course at a multiple of the printed speed, and the loss."""
    rate, here = 2 * factor, at_time(factor)
    below, (now,) = positive(rate), system(factor).at(TIME.parts[0])
    exponent = identity(-2 * λ * learned(rate), -logarithm(argument(rate)), (SIGNS[1],))
    left = equal(ω * λ * exponential(-2 * λ * now), ω * λ / argument(rate))
    of_loss = modulo(left, (here, exponent, of_minus_logarithm(below)), (below, SIGNS[1]))
    return conjoin(part(0, solution(factor)), under(conjoin(here, of_loss), TIME))


def proof() -> Proof:
    """The goal and its definedness."""
    layers = under(conjoin(descent(), of_many_layers(speed(2), True), of_many_layers(loss(), False)), ANY)
    found = under(conjoin(layers, at_speed(2), at_speed(1)), *GIVEN)
    return Proof(goal(), found, proved(defined(goal()), solve=defined_for))
