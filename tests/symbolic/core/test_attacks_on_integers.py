"""Attacks on induction and on sums: other beginnings, other steps, captured bounds, ends that are no integers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symbolic.core.expressions import Expression, Index, Node, written
from symbolic.core.rules.integers import empty_sum, equal_sums, induction, next_sum, ordered_sums
from symbolic.core.rules.logic import assume
from symbolic.core.theorems import Sequent, Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    NONNEGATIVE,
    REALS,
    at_most,
    equal,
    exists,
    for_all,
    function,
    implies,
    integers_between,
    integers_from,
    less,
    member,
    real,
    total,
)
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused, given

i, j, n, m = map(real, "ijnm")
k, x = map(real, ("_1", "_0"))
"""The checkers call their own variables `_0`, `_1`, …: so are these, which no rule may mix up with them."""


def says(n: Expression) -> Node:
    """A statement about n and another number."""
    return at_most(x, n**2)


def step(says: Callable[[Expression], Node], domain: Expression, *, by: int = 1) -> Theorem:
    """The assumed step of an induction."""
    return assume(for_all(n, domain, implies(says(n), says(n + by))))


FROM = integers_from(k)
K, BASE, STEP = assume(member(k, INTEGERS)), assume(says(k)), step(says, FROM)
SAYS = function(n, body=says(n))
SUM = total(i, k, n, i * x)
N, ORDER = assume(member(n, INTEGERS)), assume(at_most(k, n + 1))
BETWEEN = integers_between(k, n)

HONEST: Honest = {
    "induction": (
        lambda: induction(SAYS, K, BASE, STEP),
        given(for_all(m, FROM, says(m)), K.conclusion, BASE.conclusion, STEP.conclusion),
    ),
    "empty_sum": (lambda: empty_sum(SUM, assume(less(n, k))), given(equal(SUM, 0), less(n, k))),
    "next_sum": (
        lambda: next_sum(SUM, N, ORDER),
        given(equal(total(i, k, n + 1, i * x), SUM + (n + 1) * x), N.conclusion, ORDER.conclusion),
    ),
    "equal_sums": (
        lambda: equal_sums(assume(for_all(i, BETWEEN, equal(i * x, i + i)))),
        given(equal(SUM, total(j, k, n, j + j)), for_all(i, BETWEEN, equal(i * x, i + i))),
    ),
    "ordered_sums": (
        lambda: ordered_sums(assume(for_all(i, BETWEEN, at_most(i * x, i + i)))),
        given(at_most(SUM, total(j, k, n, j + j)), for_all(i, BETWEEN, at_most(i * x, i + i))),
    ),
}


CAPTURED = function(n, body=exists(i, REALS, less(n, i)))

ATTACKS: Attacks = {
    "from a number that is no integer": lambda: induction(SAYS, assume(member(k, REALS)), BASE, STEP),
    "from an integer elsewhere": lambda: induction(SAYS, assume(member(m, INTEGERS)), BASE, STEP),
    "from an integer in a range": lambda: induction(SAYS, assume(member(k, integers_from(0))), BASE, STEP),
    "a base elsewhere": lambda: induction(SAYS, K, assume(says(k + 1)), STEP),
    "no base": lambda: induction(SAYS, K, assume(implies(says(k), says(k + 1))), STEP),
    "a step of 2": lambda: induction(SAYS, K, BASE, step(says, FROM, by=2)),
    "a step of -1": lambda: induction(SAYS, K, BASE, step(says, FROM, by=-1)),
    "a step of 0": lambda: induction(SAYS, K, BASE, step(says, FROM, by=0)),
    "a step from later on": lambda: induction(SAYS, K, BASE, step(says, integers_from(k + 1))),
    "a step for finitely many": lambda: induction(SAYS, K, BASE, step(says, integers_between(k, 9))),
    "a step for another domain": lambda: induction(SAYS, K, BASE, step(says, NONNEGATIVE)),
    "a step backwards": lambda: induction(SAYS, K, BASE, assume(for_all(n, FROM, implies(says(n + 1), says(n))))),
    "a step for one n": lambda: induction(SAYS, K, BASE, assume(implies(says(n), says(n + 1)))),
    "a step of another statement": lambda: induction(SAYS, K, BASE, step(lambda n: at_most(x, n**3), FROM)),
    "a captured step": lambda: induction(
        CAPTURED,
        K,
        assume(exists(i, REALS, less(k, i))),
        assume(
            for_all(
                n, FROM, implies(exists(i, REALS, less(n, i)), Node("exists", (REALS, less(Index(0) + 1, Index(0)))))
            )
        ),
    ),
    "induction on a function": lambda: induction(function(n, body=n), K, BASE, STEP),
    "induction on a predicate of two": lambda: induction(function(n, m, body=says(n)), K, BASE, STEP),
    "no empty sum from at most": lambda: empty_sum(SUM, assume(at_most(n, k))),
    "no empty sum backwards": lambda: empty_sum(SUM, assume(less(k, n))),
    "no empty sum of another end": lambda: empty_sum(SUM, assume(less(m, k))),
    "an empty sum of no sum": lambda: empty_sum(x, assume(less(n, k))),
    "the next of an end that is no integer": lambda: next_sum(SUM, assume(member(n, REALS)), ORDER),
    "the next of another integer": lambda: next_sum(SUM, assume(member(m, INTEGERS)), ORDER),
    "the next of an empty sum": lambda: next_sum(SUM, N, assume(at_most(k, n + 2))),
    "the next without order": lambda: next_sum(SUM, N, assume(less(n, k))),
    "the next of a term": lambda: next_sum(x, N, ORDER),
    "an open sum": lambda: next_sum(total(i, k, n, Index(1)), N, ORDER),
    "sums of what is equal elsewhere": lambda: equal_sums(assume(for_all(i, FROM, equal(i * x, i)))),
    "sums of what is equal somewhere": lambda: equal_sums(assume(exists(i, BETWEEN, equal(i * x, i)))),
    "sums of what is ordered": lambda: equal_sums(assume(for_all(i, BETWEEN, at_most(i * x, i)))),
    "ordered sums of what is less": lambda: ordered_sums(assume(for_all(i, BETWEEN, less(i * x, i)))),
    "ordered sums of reals": lambda: ordered_sums(assume(for_all(i, REALS, at_most(i * x, i)))),
}


@pytest.mark.parametrize(("use", "expected"), HONEST.values(), ids=HONEST)
def test_honest_use(use: Callable[[], Theorem], expected: Expression | Sequent) -> None:
    check_proved(use, expected)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)


def test_a_sum_that_is_shifted_keeps_its_own_variable() -> None:
    """In `Σ_{i=k}^{n} i x` with the free i for n, the last summand is about the free i."""
    found = next_sum(total(j, k, i, j * x), assume(member(i, INTEGERS)), assume(at_most(k, i + 1)))
    assert found.conclusion == equal(total(m, k, i + 1, m * x), total(m, k, i, m * x) + (i + 1) * x)


def test_sums_from_a_number_that_is_no_integer_are_over_the_integers_between() -> None:
    half = written(1) / 2
    found = next_sum(total(i, half, 0, i), assume(member(0, INTEGERS)), assume(at_most(half, written(0) + 1)))
    assert found.conclusion == equal(total(i, half, written(0) + 1, i), total(i, half, 0, i) + (written(0) + 1))
