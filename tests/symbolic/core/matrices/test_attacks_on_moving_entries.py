"""Attacks on derivatives of entries: of a multiple of a fixed matrix they are known, of no other matrix that moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symbolic.core.expressions import Expression
from symbolic.core.rules.derivatives import along_field
from symbolic.core.vocabulary import (
    cell,
    equal,
    identity_matrix,
    indicator,
    matrix,
    matrix_letter,
    multiple,
    product,
    real,
    sum_of_matrices,
    trace,
    transpose,
)
from tests.symbolic.core.attacks import Attacks, check_refused

x, y, v, j, k = map(real, "xyvjk")
M = matrix_letter("M")


def moving(term: Expression) -> Expression:
    """The derivative where x moves with the velocity v."""
    return along_field(term, (x,), (v,))


def test_an_entry_of_a_multiple_moves_with_the_number() -> None:
    assert moving(cell(multiple(x, M), j, k)) == v * cell(M, j, k)
    assert moving(cell(multiple(x * y, M), j, k)) == moving(x * y) * cell(M, j, k)


def test_a_trace_moves_with_what_it_is_of() -> None:
    assert moving(trace(multiple(x, M))) == trace(multiple(v, M))


ATTACKS: Attacks = {
    "a matrix that moves too": lambda: moving(cell(multiple(x, multiple(x, M)), j, k)),
    "a place that moves": lambda: moving(cell(multiple(y, M), x, k)),
    "both": lambda: moving(cell(multiple(x, M), x, k)),
    "a product": lambda: moving(cell(product(multiple(x, M), M), j, k)),
    "a sum": lambda: moving(cell(sum_of_matrices(multiple(x, M), M), j, k)),
    "a transpose": lambda: moving(cell(transpose(multiple(x, M)), j, k)),
    "a trace of a matrix that is written": lambda: moving(trace(matrix(j, k, (1, 1), x))),
    "a size that moves": lambda: moving(cell(multiple(y, identity_matrix(x)), j, k)),
    "a matrix that is written": lambda: moving(cell(matrix(j, k, (1, 1), x), 1, 1)),
    "an indicator inside": lambda: moving(cell(multiple(indicator(equal(x, y)), M), j, k)),
    "a quotient inside": lambda: moving(cell(multiple(1 / x, M), j, k)),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)
