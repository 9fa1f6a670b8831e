"""Attacks on exponentials and logarithms: logarithms of what is not positive, curves that solve other equations."""

from __future__ import annotations

from collections.abc import Callable
from math import exp
from typing import Any

import pytest

from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Index, Node, written
from symbolic.core.rules.arithmetic import field
from symbolic.core.rules.derivatives import along_field
from symbolic.core.rules.facts import bounded_flow, explicit_solution, jensen
from symbolic.core.rules.flows import conserved
from symbolic.core.rules.logic import assume
from symbolic.core.rules.powers import (
    above_tangent,
    exponential_of_logarithm,
    exponential_of_nothing,
    exponential_of_sum,
)
from symbolic.core.theorems import Sequent, Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    System,
    at_most,
    conjunction,
    equal,
    exponential,
    for_all,
    function,
    implies,
    law,
    less,
    logarithm,
    matrix_letter,
    member,
    moments,
    negation,
    real,
    root,
    vector,
)
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused, given

x, y, t, c, p = map(real, ("x", "y", "t", "_0", "_1"))
A, v, μ = matrix_letter("A"), vector("v"), law("μ")
POSITIVE_X = assume(less(0, x))


def always(formula: Expression, domain: Expression = NONNEGATIVE) -> Theorem:
    """A formula at all times, assumed."""
    return assume(for_all(t, domain, formula))


SLOW = System((x,), (c * exponential(-x),), (logarithm(p),))
"""`x' = c e^(−x)`, `x(0) = ln p`: it is `ln (p + c t)` where that is defined."""
INSIDE = p + c * t
CURVE = function(t, body=logarithm(INSIDE))
START = assume(equal(logarithm(p + c * written(0)), logarithm(p)))
SLOPE = equal((0 + c * 1) / INSIDE, c * exponential(-logarithm(INSIDE)))
ARGUMENT = always(less(0, INSIDE))
SOLVED = conjunction(SLOW.is_global, for_all(t, NONNEGATIVE, conjunction(equal(SLOW.at(t)[0], logarithm(INSIDE)))))
KNOWN = START.conclusion, for_all(t, NONNEGATIVE, SLOPE), ARGUMENT.conclusion

PAIR = System((x, y), (y, 2 * x * y), (written(0), written(1)))
"""`x' = y`, `y' = 2 x y`, which ends at π/2; the curves are said to solve it."""


def solves(
    goal: Expression = SLOW.is_global,
    curve: tuple[Expression, ...] = (CURVE,),
    starts: tuple[Theorem, ...] = (START,),
    slopes: tuple[Theorem, ...] = (always(SLOPE),),
    arguments: tuple[Theorem, ...] = (ARGUMENT,),
) -> Theorem:
    """That a curve solves an equation."""
    return explicit_solution(goal, curve, starts, slopes, arguments)


HEIGHT = function(x, body=x**2)
SINKS = System((x,), (-(x * exponential(x)),), (p,))
FALLS = for_all(x, REALS, at_most(2 * x**1 * -(x * exponential(x)), 0))
LOW = for_all(x, REALS, implies(at_most(x**2, p**2), at_most(Node("add", (x**2,)), c)))

HONEST: Honest = {
    "at 0": (exponential_of_nothing, equal(exponential(0), 1)),
    "at a sum": (lambda: exponential_of_sum(x, y), equal(exponential(x + y), exponential(x) * exponential(y))),
    "above the tangent": (lambda: above_tangent(x), at_most(1 + x, exponential(x))),
    "of a logarithm": (
        lambda: exponential_of_logarithm(POSITIVE_X),
        given(equal(exponential(logarithm(x)), x), POSITIVE_X.conclusion),
    ),
    "a curve that solves an equation": (solves, given(SOLVED, *KNOWN)),
    "a field with an exponential": (
        lambda: bounded_flow(SINKS.is_global, HEIGHT, assume(FALLS), assume(LOW)),
        given(SINKS.is_global, FALLS, LOW),
    ),
}

ATTACKS: Attacks = {
    "a logarithm of what is not negative": lambda: exponential_of_logarithm(assume(at_most(0, x))),
    "a logarithm of what is not 0": lambda: exponential_of_logarithm(assume(negation(equal(x, 0)))),
    "a logarithm of what is above −1": lambda: exponential_of_logarithm(assume(less(-1, x))),
    "a logarithm of what is negative": lambda: exponential_of_logarithm(assume(less(x, 0))),
    "an exponential of a matrix": lambda: above_tangent(Node("exponential", (A,))),
    "an exponential of a sequence": lambda: exponential_of_sum(v, x),
    "an exponential that carries a number": lambda: above_tangent(Node("exponential", (x,), 2)),
    "a loose exponent": lambda: above_tangent(Index(0)),
    "a product without a rule": lambda: field(equal(exponential(x) * exponential(y), exponential(x + y)), (), (), ()),
    "an exponent written otherwise": lambda: field(equal(exponential(x + x), exponential(2 * x)), (), (), ()),
    "a derivative of a logarithm": lambda: along_field(logarithm(x), (x,), (written(1),)),
    "a derivative of an exponential of a root": lambda: along_field(exponential(root(x)), (x,), (written(1),)),
    "a convex exponential": lambda: jensen(
        function(x, body=exponential(x)),
        function(x, body=x),
        assume(for_all(x, REALS, at_most(0, exponential(x) * 1 * 1))),
        assume(member(μ, moments(4))),
    ),
    "an exponential that does not move": lambda: conserved(
        function(t, body=exponential(t)), always(equal(0, 0)), assume(SLOW.is_global)
    ),
    "an argument that is not positive": lambda: solves(arguments=(always(at_most(0, INSIDE)),)),
    "an argument that is positive later": lambda: solves(arguments=(always(less(0, INSIDE), POSITIVE),)),
    "an argument that nothing is known of": lambda: solves(arguments=()),
    "the argument of another logarithm": lambda: solves(arguments=(always(less(0, INSIDE + 1)),)),
    "another start": lambda: solves(starts=(assume(equal(logarithm(p + c * written(1)), logarithm(p))),)),
    "the start of another": lambda: solves(starts=(assume(equal(logarithm(p + c * written(0)), p)),)),
    "no start": lambda: solves(starts=()),
    "a slope at positive times": lambda: solves(slopes=(always(SLOPE, POSITIVE),)),
    "another slope": lambda: solves(slopes=(always(equal((0 + c * 1) / INSIDE, c * exponential(logarithm(INSIDE)))),)),
    "the slope of another curve": lambda: solves(slopes=(always(equal(c, c * exponential(-logarithm(INSIDE)))),)),
    "a slope at one time": lambda: solves(slopes=(assume(SLOPE),)),
    "a curve of two times": lambda: solves(curve=(function(t, x, body=logarithm(INSIDE)),)),
    "a curve with a corner": lambda: solves(curve=(function(t, body=root(t**2)),), arguments=()),
    "a curve along another flow": lambda: solves(curve=(function(t, body=SLOW.at(t)[0]),), arguments=()),
    "the solution exists": lambda: solves(goal=equal(0, 0)),
    "a curve for one of two components": lambda: solves(goal=PAIR.is_global),
    "a field that is not smooth": lambda: solves(goal=System((x,), (root(x),), (logarithm(p),)).is_global),
    "a field with a logarithm": lambda: solves(goal=System((x,), (logarithm(x),), (logarithm(p),)).is_global),
    "a field with an exponential and a larger bound": lambda: bounded_flow(
        SINKS.is_global, HEIGHT, assume(FALLS), assume(for_all(x, REALS, at_most(x**2, c)))
    ),
}


@pytest.mark.parametrize(("use", "expected"), HONEST.values(), ids=HONEST)
def test_honest_use(use: Callable[[], Theorem], expected: Expression | Sequent) -> None:
    check_proved(use, expected)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)


NEEDS: dict[str, tuple[Expression, Expression]] = {
    "an exponential": (equal(exponential(x), 0), conjunction()),
    "a logarithm": (equal(logarithm(x), 0), less(0, x)),
    "a logarithm of a quotient": (
        equal(logarithm(1 / x), 0),
        conjunction(negation(equal(x, 0)), less(0, 1 / x)),
    ),
}


@pytest.mark.parametrize(("formula", "needed"), NEEDS.values(), ids=NEEDS)
def test_what_exponentials_need_to_be_defined(formula: Expression, needed: Expression) -> None:
    assert defined(formula) == needed


@pytest.mark.parametrize("body", [exponential(-(x**2)), x * exponential(exponential(x)), exponential(x) ** 3])
def test_derivatives_are_differences(body: Expression) -> None:
    from tests.symbolic.formula_values import value

    slope, step = along_field(body, (x,), (written(1),)), 1e-6
    for place in (-0.7, 0.0, 0.4):
        high, low = (value(body, {"x": place + sign * step}) for sign in (1, -1))
        assert abs((high - low) / (2 * step) - value(slope, {"x": place})) < 1e-6 * exp(3)
