"""Attacks on how a gradient flow begins: flows that need not exist, other starts, other times, places out of range."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symbolic.core.expressions import Expression, Node, Sort, Variable, written
from symbolic.core.rules.gradient_flows import equal_slopes
from symbolic.core.rules.logic import assume
from symbolic.core.signatures import Signature
from symbolic.core.theorems import Sequent, Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    Model,
    Number,
    at_most,
    cell,
    equal,
    exists,
    for_all,
    integers_between,
    law,
    matrix,
    member,
    negation,
    real,
    root,
)
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused, given

i, j, p, q = map(real, ("i", "j", "p", "q"))
t = real("_0")
"""Called as the checker calls its own time."""
MODEL = Model(Signature("m", ("n",), (("x", Sort.LAW),), ("A", "B")))
SIZES = written(3), law("μ")
START = (*SIZES, matrix(i, j, (2, 3), p * i), matrix(i, j, (1, 1), q))
OTHER = (*SIZES, matrix(i, j, (2, 3), q * i), matrix(i, j, (1, 1), q))
FLOWS, REGULAR = assume(MODEL.flows(*START)), assume(MODEL.regular(*START))


def a(row: Number, column: Number, at: Expression = t, start: tuple[Expression, ...] = START) -> Node:
    """An entry of the block A at a time."""
    return cell(MODEL.trajectory("A", *start, at), row, column)


def b(at: Expression = t) -> Node:
    """The entry of the block B at a time."""
    return cell(MODEL.trajectory("B", *START, at), 1, 1)


def slope(block: str, row: Number, column: Number) -> Node:
    """The gradient by an entry at the start."""
    return cell(MODEL.gradient(block, *START), row, column)


def in_range(place: Number, length: Number) -> Theorem:
    """That a place is in its range."""
    return assume(member(place, integers_between(1, length)))


PLACES = in_range(1, 2), in_range(2, 2), in_range(1, 3), in_range(2, 3), in_range(1, 1), in_range(q, 2)


def always(formula: Expression, domain: Expression = NONNEGATIVE) -> Theorem:
    """Something at all times, assumed."""
    return assume(for_all(t, domain, formula))


def of(formula: Expression, *places: Theorem) -> Theorem:
    """The slopes of both sides of an equation at the start."""
    return equal_slopes(FLOWS, REGULAR, always(formula), places or PLACES)


def from_these(conclusion: Expression, formula: Expression, *places: Theorem) -> Sequent:
    """A conclusion under what `of` is given."""
    known = (each.conclusion for each in (FLOWS, REGULAR, *(places or PLACES)))
    return given(conclusion, for_all(t, NONNEGATIVE, formula), *known)


RESTS, TOGETHER = equal(a(1, 2), p), equal(a(q, 1), a(1, 1))
NEEDED = in_range(1, 2), in_range(2, 3)

HONEST: Honest = {
    "an entry that rests": (lambda: of(RESTS), from_these(equal(-slope("A", 1, 2), 0), RESTS)),
    "only the places that stand there": (
        lambda: of(RESTS, *NEEDED),
        from_these(equal(-slope("A", 1, 2), 0), RESTS, *NEEDED),
    ),
    "two that move together": (
        lambda: of(TOGETHER),
        from_these(equal(-slope("A", q, 1), -slope("A", 1, 1)), TOGETHER),
    ),
    "one that moves with time": (
        lambda: of(equal(a(2, 1), t)),
        from_these(equal(-slope("A", 2, 1), 1), equal(a(2, 1), t)),
    ),
    "two blocks": (
        lambda: of(equal(a(2, 1), b())),
        from_these(equal(-slope("A", 2, 1), -slope("B", 1, 1)), equal(a(2, 1), b())),
    ),
    "a square": (
        lambda: of(equal(b() ** 2, t)),
        from_these(equal(2 * b(written(0)) ** 1 * -slope("B", 1, 1), 1), equal(b() ** 2, t)),
    ),
}

ATTACKS: Attacks = {
    "a flow that need not exist": lambda: equal_slopes(REGULAR, REGULAR, always(RESTS), PLACES),
    "a loss that need not be regular": lambda: equal_slopes(FLOWS, FLOWS, always(RESTS), PLACES),
    "a flow from another start": lambda: equal_slopes(assume(MODEL.flows(*OTHER)), REGULAR, always(RESTS), PLACES),
    "regular at another start": lambda: equal_slopes(FLOWS, assume(MODEL.regular(*OTHER)), always(RESTS), PLACES),
    "entries from another start": lambda: of(equal(a(1, 2, start=OTHER), p)),
    "at positive times": lambda: equal_slopes(FLOWS, REGULAR, always(RESTS, POSITIVE), PLACES),
    "at some time": lambda: equal_slopes(FLOWS, REGULAR, assume(exists(t, NONNEGATIVE, RESTS)), PLACES),
    "at one time": lambda: equal_slopes(FLOWS, REGULAR, assume(RESTS), PLACES),
    "an order": lambda: of(at_most(a(1, 2), p)),
    "a denial": lambda: of(negation(RESTS)),
    "a row out of range": lambda: of(equal(a(3, 1), p)),
    "a column out of range": lambda: of(equal(a(1, 4), p)),
    "a row that is a column": lambda: of(equal(a(3, 2), p), in_range(3, 3), in_range(2, 3)),
    "a place that is not known": lambda: of(RESTS, in_range(1, 2)),
    "a place that depends on time": lambda: of(equal(a(t, 1), p), in_range(t, 2), in_range(1, 3)),
    "at twice the time": lambda: of(equal(a(1, 2, 2 * t), p)),
    "at a later time": lambda: of(equal(a(1, 2, t + 1), p)),
    "from a start that depends on time": lambda: of(
        equal(a(1, 2, start=(*SIZES, matrix(i, j, (2, 3), t * i), START[-1])), p)
    ),
    "a root": lambda: of(equal(root(a(1, 2)), p)),
    "a quotient": lambda: of(equal(p / a(1, 2), p)),
    "blocks whose shapes are not known": lambda: equal_slopes(
        assume(MODEL.flows(*SIZES, *map(_matrix, "MN"))),
        assume(MODEL.regular(*SIZES, *map(_matrix, "MN"))),
        always(equal(a(1, 1, start=(*SIZES, *map(_matrix, "MN"))), p)),
        PLACES,
    ),
}


def _matrix(name: str) -> Variable:
    return Variable(name, Sort.MATRIX)


@pytest.mark.parametrize(("use", "expected"), HONEST.values(), ids=HONEST)
def test_honest_use(use: Callable[[], Theorem], expected: Expression | Sequent) -> None:
    check_proved(use, expected)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)
