"""Remainders of integers, forms of two numbers and terms below sums: what is found is true, what is false is not."""

from __future__ import annotations

import pytest

from symbolic.core.expressions import Refused, written
from symbolic.core.rules.logic import assume, parts
from symbolic.core.vocabulary import (
    INTEGERS,
    at_most,
    equal,
    integers_between,
    integers_from,
    less,
    member,
    real,
    total,
)
from symbolic.goals.usual_terms import leaves
from symbolic.tactics.binary_forms import definite
from symbolic.tactics.remainders import remainder
from symbolic.tactics.signs import NotFound, signed
from symbolic.tactics.single_terms import below_sum
from symbolic.tactics.steps import at, under

q, n, j, k = map(real, "qnjk")


@pytest.mark.parametrize("order", [2, 3, 5])
@pytest.mark.parametrize("shift", [-4, 0, 1, 7])
def test_a_remainder_is_that_of_the_shift(order: int, shift: int) -> None:
    for left in range(order):
        term = leaves(order * q + shift, order, left)
        found = remainder(term, assume(member(q, INTEGERS)), order, shift - left)
        assert found.conclusion == equal(term, int(shift % order == left))


def test_another_gap_decides_nothing() -> None:
    with pytest.raises(Refused):
        remainder(leaves(3 * q + 1, 3, 1), assume(member(q, INTEGERS)), 3, 3)


def test_a_form_at_numbers_needs_its_signs() -> None:
    found = at(definite(), 1, 2, 3, q, n)
    _, rest = parts(found.conclusion, "implies")
    determined, _ = parts(rest, "implies")
    assert determined == less(0, written(1) * written(3) - written(2) ** 2)


def test_a_term_is_below_the_sum_of_what_is_not_negative() -> None:
    whole, place = total(k, 1, n, k**2), assume(member(j, integers_between(1, n)))
    signs = under(signed(at_most(0, k**2), squares=(k,)), member(k, integers_between(1, n)))
    count = assume(member(n, integers_from(0)))
    assert below_sum(whole, signs, count, place).conclusion == at_most(j**2, whole)
    with pytest.raises(NotFound):
        below_sum(total(k, 1, n, k), signs, count, place)
