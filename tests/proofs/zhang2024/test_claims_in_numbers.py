"""Both sides of every equality of the paper's claims at random exact matrices of several sizes.

No rule of the algebra of traces is used on the way: roots, inverses and eigenvectors are those of the numbers.
"""

from __future__ import annotations

from typing import Any

import flint
import pytest
import sympy

from proofs.catalogue import every_claim
from proofs.parts import Equality
from proofs.zhang2024.reduced.gradient_dominance import GAP, gap
from symbolic.algebra.operators import resolve
from symbolic.algebra.rationals import to_flint
from tests.proofs.zhang2024.exact_letters import first_eigenvalue, letters, number

EQUALITIES = [
    (claim.key, part)
    for claim in every_claim()
    if claim.key.startswith("zhang2024/")
    for part in claim.parts
    if isinstance(part, Equality)
]
SIZES = ((1, 2), (2, 1), (2, 3), (3, 2))


@pytest.mark.sampled(6)
@pytest.mark.parametrize("part", [pytest.param(part, id=f"{key}, {part.name}") for key, part in EQUALITIES])
def test_both_sides_are_equal_at_numbers(part: Any) -> None:
    left, right = resolve(part.left()), resolve(part.right)
    for size, N in SIZES:
        one, other = (number(side, size, N, seed=7 * size + N) for side in (left, right))
        assert sympy.simplify(one - other) == 0
        assert one.is_number


def test_a_wrong_factor_is_seen_at_numbers() -> None:
    assert number(resolve(gap()), 2, 3, 1) != number(resolve(2 * GAP), 2, 3, 1)


def test_the_letters_are_what_they_are_said_to_be() -> None:
    exact = letters(3, 2, 5)
    found = {name: flint.fmpq_mat([list(map(to_flint, row)) for row in rows]) for name, rows in exact.items()}
    identity = flint.fmpq_mat([[int(k == m) for m in range(3)] for k in range(3)])
    assert found["B"] * found["K"] == identity
    assert found["B"] * found["B"] == found["Λ"]
    assert any(found["Λ"][0, k] for k in (1, 2))
    assert found["Λ"] * found["v"] == found["v"] * to_flint(first_eigenvalue(exact))
    assert found["R"] * (found["Λ"] * flint.fmpq(3, 2) + identity * (_trace(found["Λ"]) / 2)) == identity


def _trace(matrix: flint.fmpq_mat) -> flint.fmpq:
    return sum((matrix[k, k] for k in range(3)), flint.fmpq(0))
