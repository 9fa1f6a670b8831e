"""The losses where the sequence begins with `s_0 = 1_d`, and sums over the times, by the rules."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, nodes
from symbolic.core.rules.logic import assume, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    equal,
    integers_from,
    member,
    real,
    total,
    vector_moments,
)
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import at, belonging, modulo
from symbolic.tactics.sums.constant_starts import all_ones, sum_over_places
from symbolic.tactics.sums.telescoped_sums import closed_sum

d, T, t = map(real, ("d", "T", "t"))
ONES = all_ones(d)
SIZE = member(d, integers_from(1))
GIVEN = d, T, ONES
"""Sizes and the law of the start."""

POWERS = {1: t * (t + 1) / 2 - 1, 2: t * (t + 1) * (2 * t + 1) / 6 - 1}
"""`Σ_{s=2}^{t} s` and `Σ_{s=2}^{t} s²`."""


def power_sum(order: int) -> Expression:
    """`Σ_{t=2}^{T} tᵏ`."""
    return total(t, 2, T, t if order == 1 else t**order)


@cache
def summed(order: int, length: Expression) -> Theorem:
    """What it is as a polynomial, where T is `{1, 2, …}`; given is the membership of T."""
    term = t if order == 1 else t**order
    return at(closed_sum(t, 2, term, POWERS[order]), belonging(T, integers_from(1), given_length(length)))


def given_length(length: Expression) -> Facts:
    """What the membership of T means."""
    from symbolic.tactics.steps import assumed

    return assumed(length)


def loss(model: ModelOnFamily, *letters: Number) -> Expression:
    """The loss of a model at a point of the family."""
    return model.loss(*letters, given=GIVEN)


def at_ones(
    model: ModelOnFamily, value: Expression, *letters: Number, facts: Facts = (), equations: Facts = ()
) -> Theorem:
    """That the loss at a point is some term in sizes, as it is derived with all moments 1, modulo equations."""
    size, length, _ = model.data
    given = assume(size), assume(length), belonging(ONES, vector_moments(model.stated.order))
    derived = model.derived(*letters, given=given)
    moments = _outer_sums(parts(derived.conclusion, "equal")[1])
    sums = tuple(sum_over_places(each, assume(size)) for each in moments)
    return modulo(equal(loss(model, *letters), value), (derived, *sums, *equations), facts)


def _outer_sums(term: Expression) -> tuple[Expression, ...]:
    """The sums over coordinates that stand in no other one."""
    return tuple(each for each in nodes(term) if each.head == "total" and not each.loose and each.parts[1] == d)
