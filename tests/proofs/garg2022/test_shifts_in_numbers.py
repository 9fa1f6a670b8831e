"""Both sides of every equality of the paper's claims at random exact matrices of several sizes.

No rule of the algebra of traces is used on the way: inverses, roots and projections are those of the numbers.
"""

from __future__ import annotations

from typing import Any

import flint
import pytest
import sympy

from proofs.catalogue import every_claim
from proofs.garg2022.covariates.in_subspace_repaired import INSIDE, defect
from proofs.parts import Equality
from proofs.zhang2024.notation import Z
from symbolic.algebra.operators import resolve
from symbolic.algebra.rationals import to_flint
from symbolic.algebra.traces import trace
from tests.proofs.garg2022.exact_shapes import number, shapes

EQUALITIES = [
    (claim.key, part)
    for claim in every_claim()
    if claim.key.startswith("garg2022/")
    for part in claim.parts
    if isinstance(part, Equality)
]
SIZES = ((1, 2), (2, 3), (3, 2))


@pytest.mark.sampled(6)
@pytest.mark.parametrize("part", [pytest.param(part, id=f"{key}, {part.name}") for key, part in EQUALITIES])
def test_both_sides_are_equal_at_numbers(part: Any) -> None:
    left, right = resolve(part.left()), resolve(part.right)
    for size, N in SIZES:
        one, other = (number(side, size, N, seed=7 * size + N) for side in (left, right))
        assert sympy.simplify(one - other) == 0
        assert not one.free_symbols


def test_a_projection_that_leaves_a_part_out_is_seen_at_numbers() -> None:
    inside = trace(Z.T @ INSIDE @ Z)
    assert number(defect(), 3, 2, 1) > 0
    assert number(resolve(defect() - inside), 3, 2, 1) != number(resolve(defect()), 3, 2, 1)


def test_the_letters_are_what_they_are_said_to_be() -> None:
    exact = shapes(3, 2, 5)
    found = {name: flint.fmpq_mat([list(map(to_flint, row)) for row in rows]) for name, rows in exact.items()}
    identity = flint.fmpq_mat([[int(k == m) for m in range(3)] for k in range(3)])
    assert found["L"] * found["Λ"] == identity
    assert found["P"] * found["P"] == found["P"]
    assert found["P"].rank() == 2
    assert (found["s"].transpose() * found["s"])[0, 0] == 3
