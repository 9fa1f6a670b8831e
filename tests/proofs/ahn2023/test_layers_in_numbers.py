"""Every equation between traces that a claim states, at exact matrices of several sizes.

No rule of the algebra of traces is used on the way: inverses and eigenvectors are those of the numbers.
"""

from __future__ import annotations

from typing import Any

import pytest
import sympy

from proofs.ahn2023.many_layers.layers import difference, query_entry
from proofs.ahn2023.one_layer.every_parameter import LINEAR
from proofs.catalogue import every_claim
from proofs.parts import Equality
from symbolic.algebra.operators import resolve
from tests.proofs.ahn2023.layer_numbers import letters, number, probability

UNDER_RULES = ("told_apart",)
"""Parts about data that are not any."""

LONG = ("ahn2023/moving-covariates", "ahn2023/two-layers")

EQUALITIES = [
    pytest.param(claim.key, part, id=f"{claim.key}, {part.name}", marks=[pytest.mark.slow] if claim.key in LONG else [])
    for claim in every_claim()
    if claim.key.startswith("ahn2023/")
    for part in claim.parts
    if isinstance(part, Equality) and part.name not in UNDER_RULES
]
SIZES = ((1, 2), (2, 1), (2, 3), (3, 2))


@pytest.mark.sampled(12)
@pytest.mark.parametrize(("key", "part"), EQUALITIES)
def test_both_sides_are_equal_at_numbers(key: str, part: Any) -> None:
    left, right = resolve(part.left()), resolve(part.right)
    for size, n in SIZES:
        one, other = (number(side, size, n, 7 * size + n, probability(key)) for side in (left, right))
        assert sympy.simplify(one - other) == 0
        assert one.is_number


def test_a_wrong_factor_is_seen_at_numbers() -> None:
    assert number(LINEAR.whole_loss, 2, 3, 1) != number(2 * LINEAR.whole_loss, 2, 3, 1)
    assert number(query_entry(symmetric=True), 2, 3, 1) != number(query_entry(symmetric=False), 2, 3, 1)
    assert number(difference(symmetric=False), 2, 3, 1) != 0


def test_the_letters_are_what_they_are_said_to_be() -> None:
    found = letters(3, 2, 5)
    rows, columns = found["V"], tuple(zip(*found["V"], strict=True))
    assert all(
        sum(x * y for x, y in zip(a, b, strict=True)) == (i == j)
        for lines in (rows, columns)
        for i, a in enumerate(lines)
        for j, b in enumerate(lines)
    )
    assert any(found["Σ"][0][k] for k in (1, 2))
