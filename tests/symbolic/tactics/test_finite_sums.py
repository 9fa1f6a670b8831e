"""Sums written as combinations of others, and the first summand apart: theorems without hypotheses but those given."""

from __future__ import annotations

import pytest

from symbolic.core.expressions import Refused, written
from symbolic.core.rules.logic import assume, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import Number, equal, for_all, integers_from, member, real, total
from symbolic.tactics.finite_sums import combined_sum, first_apart
from symbolic.tactics.steps import assumed, belonging

r, N, y, n = map(real, ("r", "N", "y", "n"))
COUNT = member(N, integers_from(1))
SQUARES, NUMBERS = total(r, 1, N, r**2), total(r, 1, N, r)


def count() -> Theorem:
    return belonging(N, integers_from(0), assumed(COUNT))


def test_a_sum_is_a_combination_of_others() -> None:
    both = total(r, 1, N, (r + y) * r)
    found = combined_sum(both, (1, y), (SQUARES, NUMBERS), count(), r)
    assert parts(found.conclusion, "equal")[0] == both
    assert found.hypotheses == {COUNT}


def test_an_equation_for_the_summand_is_used() -> None:
    known = assume(equal(r * y, 2 * r))
    with pytest.raises(Refused):
        combined_sum(total(r, 1, N, r * y), (2,), (NUMBERS,), count(), r)
    with pytest.raises(Refused):  # what is assumed of the place cannot be bound
        combined_sum(total(r, 1, N, r * y), (2,), (NUMBERS,), count(), r, known)


@pytest.mark.parametrize("numbers", [(1, 2 * y), (2, y), (y, 1)])
def test_no_other_combination_is_found(numbers: tuple[Number, Number]) -> None:
    with pytest.raises(Refused):
        combined_sum(total(r, 1, N, (r + y) * r), numbers, (SQUARES, NUMBERS), count(), r)


def test_the_first_summand_is_apart() -> None:
    found = first_apart(r, r**2 * y)
    moved = total(r, 1, n, (r + 1) ** 2 * y)
    first = equal(total(r, 1, n + 1, r**2 * y), written(1) ** 2 * y + moved)
    assert found.conclusion == for_all(n, integers_from(0), first)
    assert not found.hypotheses
