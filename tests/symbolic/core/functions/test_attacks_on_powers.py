"""Attacks on powers to terms and on moments of every order: exponents that are no natural numbers, other beginnings."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import inf
from typing import Any

import pytest

from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.arithmetic import field
from symbolic.core.rules.derivatives import along_field
from symbolic.core.rules.logic import assume
from symbolic.core.rules.means import mixture_mean, ordered_means, point_mean, point_moments
from symbolic.core.rules.membership import integral, lower_moments
from symbolic.core.rules.powers import next_power, power_to_nothing, power_to_number
from symbolic.core.theorems import Sequent, Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    NONNEGATIVE,
    REALS,
    SEQUENCES,
    at_most,
    conjunction,
    entry,
    equal,
    for_all,
    integers_from,
    law,
    mean,
    member,
    mixture,
    moments,
    point,
    raised,
    real,
    vector,
    vector_law,
    vector_moments,
)
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused, given

x, y, n = map(real, "xyn")
μ, ν, v = law("μ"), vector_law("ν"), vector("v")
NATURAL = assume(member(n, integers_from(0)))
EVERY = assume(member(μ, moments(inf)))
HALF = assume(at_most(0, Fraction(1, 2))), assume(at_most(Fraction(1, 2), 1))
POWER = mean(x, μ, raised(x, n))

HONEST: Honest = {
    "to nothing": (lambda: power_to_nothing(x), equal(raised(x, 0), 1)),
    "0 to nothing": (lambda: power_to_nothing(written(0)), equal(raised(0, 0), 1)),
    "to the next": (
        lambda: next_power(x, NATURAL),
        given(equal(raised(x, n + 1), raised(x, n) * x), NATURAL.conclusion),
    ),
    "to a number": (lambda: power_to_number(x, 3), equal(raised(x, 3), x**3)),
    "to the number 0": (lambda: power_to_number(x, 0), equal(raised(x, 0), x**0)),
    "a mean at a point": (
        lambda: point_mean(mean(x, point(y), raised(x, n))),
        equal(mean(x, point(y), raised(x, n)), raised(y, n)),
    ),
    "fewer moments than every": (
        lambda: lower_moments(moments(7), EVERY),
        given(member(μ, moments(7)), EVERY.conclusion),
    ),
    "as many as every": (lambda: lower_moments(moments(inf), EVERY), given(EVERY.conclusion, EVERY.conclusion)),
    "moments of a point": (lambda: point_moments(moments(inf), y), member(point(y), moments(inf))),
    "means of powers that are ordered": (
        lambda: ordered_means(assume(for_all(x, REALS, at_most(raised(x, n), raised(x, n)))), EVERY),
        given(at_most(POWER, POWER), for_all(x, REALS, at_most(raised(x, n), raised(x, n))), EVERY.conclusion),
    ),
}

ATTACKS: Attacks = {
    "a negative exponent": lambda: power_to_number(x, -1),
    "an exponent that is a truth value": lambda: power_to_number(x, True),
    "the next of a number": lambda: next_power(x, assume(member(n, REALS))),
    "the next of a number that is not negative": lambda: next_power(x, assume(member(n, NONNEGATIVE))),
    "the next of an integer": lambda: next_power(x, assume(member(n, INTEGERS))),
    "the next of an integer from −1": lambda: next_power(x, assume(member(n, integers_from(-1)))),
    "the next of an order": lambda: next_power(x, assume(at_most(0, n))),
    "a power of a law": lambda: power_to_nothing(raised(μ, n)),
    "a power to a sequence": lambda: power_to_nothing(raised(x, v)),
    "a power that carries a number": lambda: power_to_nothing(Node("raised", (x, n), 2)),
    "every moment from some": lambda: lower_moments(moments(inf), assume(member(μ, moments(9)))),
    "moments of numbers from those of sequences": lambda: lower_moments(
        moments(2), assume(member(ν, vector_moments(inf)))
    ),
    "means of powers by some moments": lambda: ordered_means(
        assume(for_all(x, REALS, at_most(raised(x, n), raised(x, n)))), assume(member(μ, moments(9)))
    ),
    "a mean of powers by some moments": lambda: mixture_mean(
        mean(x, mixture(Fraction(1, 2), μ, μ), raised(x, n)), *HALF, *[assume(member(μ, moments(9)))] * 2
    ),
    "a mean of an exponent": lambda: point_mean(mean(n, point(y), raised(x, n))),
    "a power to an exponent is no integer": lambda: integral(raised(x, n), assume(member(x, INTEGERS)), NATURAL),
    "a derivative of a power": lambda: along_field(raised(x, n), (x,), (written(1),)),
    "powers that only look alike": lambda: field(equal(raised(x, n), raised(x, y)), (), (), ()),
    "a power to a number without a rule": lambda: field(equal(raised(x, 2), x**2), (), (), ()),
    "powers multiplied without a rule": lambda: field(equal(raised(x, n) * x, raised(x, n + 1)), (), (), ()),
    "means expanded by moments of every order": lambda: field(
        equal(mean(x, μ, x + 1), mean(x, μ, x) + 1), (), (), (EVERY,)
    ),
    "another order for every": lambda: lower_moments(Node("moments", (), "all"), EVERY),
}


@pytest.mark.parametrize(("use", "expected"), HONEST.values(), ids=HONEST)
def test_honest_use(use: Callable[[], Theorem], expected: Expression | Sequent) -> None:
    check_proved(use, expected)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)


NEEDS: dict[str, tuple[Expression, Expression]] = {
    "a power": (equal(raised(x, n), 0), member(n, integers_from(0))),
    "a mean of powers": (
        equal(POWER, 0),
        conjunction(for_all(x, REALS, member(n, integers_from(0))), member(μ, moments(inf))),
    ),
    "a mean of powers of entries": (
        equal(mean(v, ν, raised(entry(v, 1), n)), 0),
        conjunction(
            for_all(v, SEQUENCES, conjunction(member(written(1), integers_from(1)), member(n, integers_from(0)))),
            member(ν, vector_moments(inf)),
        ),
    ),
    "a mean of a power to nothing": (
        equal(mean(x, μ, raised(x, n) ** 0), 0),
        conjunction(for_all(x, REALS, member(n, integers_from(0))), member(μ, moments(0))),
    ),
    "a mean of a constant power": (
        equal(mean(x, μ, raised(y, n)), 0),
        conjunction(for_all(x, REALS, member(n, integers_from(0))), member(μ, moments(0))),
    ),
    "a mean over an exponent": (
        equal(mean(n, μ, raised(x, n)), 0),
        conjunction(for_all(n, REALS, member(n, integers_from(0))), Node("or")),
    ),
}


@pytest.mark.parametrize(("formula", "needed"), NEEDS.values(), ids=NEEDS)
def test_what_powers_need_to_be_defined(formula: Expression, needed: Expression) -> None:
    assert defined(formula) == needed
