"""Attacks on intermediate values: functions that jump, ends that are exchanged, signs of something else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.facts import intermediate_value
from symbolic.core.rules.logic import assume
from symbolic.core.theorems import Sequent, Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    conjunction,
    equal,
    exists,
    exponential,
    function,
    indicator,
    integers_between,
    less,
    logarithm,
    matrix_letter,
    raised,
    real,
    root,
    total,
    trace,
)
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused, given

x, a, b, n = map(real, ("x", "a", "_0", "n"))
"""The checker calls its own variable `_0`: so is this one, which no rule may mix up with it."""
i, A = real("i"), matrix_letter("A")
Body = Callable[[Expression], Expression]


def polynomial(place: Expression) -> Expression:
    """A function with a power to a term, an exponential and a quotient by what is without x."""
    return raised(place, n) / b + exponential(place**2) - a * place


def between(body: Body = polynomial, **changed: Expression) -> Theorem:
    """The rule, with its premises assumed."""
    order = changed.get("order", at_most(a, b))
    low, high = changed.get("low", at_most(body(a), 0)), changed.get("high", at_most(0, body(b)))
    return intermediate_value(function(x, body=body(x)), *map(assume, (order, low, high)))


FOUND = exists(x, REALS, conjunction(at_most(a, x), at_most(x, b), equal(polynomial(x), 0)))
HONEST: Honest = {
    "a value in between": (
        between,
        given(FOUND, at_most(a, b), at_most(polynomial(a), 0), at_most(0, polynomial(b))),
    ),
}

ATTACKS: Attacks = {
    "a function that jumps": lambda: between(lambda place: indicator(less(a, place)) - n),
    "a function with a pole": lambda: between(lambda place: 1 / place),
    "a quotient of a polynomial by another": lambda: between(lambda place: place / (1 + place**2)),
    "a root, which is anything below 0": lambda: between(lambda place: root(place) - n),
    "a logarithm, which is anything below 0": lambda: between(logarithm),
    "an exponent that moves": lambda: between(lambda place: raised(n, place) - 2),
    "a sum up to a place": lambda: between(lambda place: total(i, 1, place, n) - 1),
    "a function of which nothing is known": lambda: between(lambda place: Node("constant", (place,), "f")),
    "a trace": lambda: between(lambda place: trace(Node("multiple", (place, A)))),
    "ends the other way": lambda: between(order=at_most(b, a)),
    "ends in no order": lambda: between(order=equal(a, b)),
    "a strict order": lambda: between(order=less(a, b)),
    "signs exchanged": lambda: between(low=at_most(0, polynomial(a)), high=at_most(polynomial(b), 0)),
    "both signs at one end": lambda: between(high=at_most(0, polynomial(a))),
    "the sign of another function": lambda: between(low=at_most(a, 0)),
    "a sign at another place": lambda: between(low=at_most(polynomial(n), 0)),
    "a function of two variables": lambda: intermediate_value(
        function(x, i, body=x), *map(assume, (at_most(a, b), at_most(a, 0), at_most(0, b)))
    ),
    "a domain in the place of an order": lambda: between(order=Node("member", (a, integers_between(a, b)))),
}


@pytest.mark.parametrize(("use", "expected"), HONEST.values(), ids=HONEST)
def test_honest_use(use: Callable[[], Theorem], expected: Expression | Sequent) -> None:
    check_proved(use, expected)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)
