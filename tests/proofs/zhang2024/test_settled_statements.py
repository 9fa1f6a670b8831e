"""Procedures that settle statements of the paper: what they refuse, and their answers by another way."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest
import sympy

from proofs.zhang2024.covariance.exponential_prediction import third
from proofs.zhang2024.covariance.theorem_4_5 import STAYING, invariant
from proofs.zhang2024.landscape.global_minimum import UNREACHED, blocks_without_effect
from proofs.zhang2024.landscape.local_minima import HALF, diagonal, first_only, minima, signs
from proofs.zhang2024.landscape.second_derivatives import at, hessian, inertia, polynomial
from proofs.zhang2024.reduced.initialisation import from_signed
from proofs.zhang2024.reduced.reduced_flow import weights
from proofs.zhang2024.reduced.reduced_loss import ELSEWHERE, vanishing
from proofs.zhang2024.setting import ZHANG
from symbolic.decide.outcomes import Fails, Holds, Unknown
from symbolic.model.derived_model import Derived
from symbolic.setting import Values


def test_blocks_are_refused_where_one_is_missing_or_too_many() -> None:
    for settle, blocks in ((vanishing, ELSEWHERE), (blocks_without_effect, UNREACHED), (invariant, STAYING)):
        assert isinstance(settle(blocks), Holds)
        assert isinstance(settle(blocks[1:]), Fails)
        assert isinstance(settle((*blocks, "W_KQ_11")), Fails)


def test_other_weights_are_not_conserved() -> None:
    assert isinstance(weights((1, -1)), Holds)
    assert isinstance(weights((1, 1)), Fails)


def test_only_the_negative_ray_ends_at_the_origin() -> None:
    assert isinstance(from_signed((1,)), Unknown)
    assert isinstance(from_signed((-1,)), Fails)


def test_two_thirds_are_not_refuted_by_the_mean_that_refutes_a_third() -> None:
    assert isinstance(third(sympy.Rational(1, 3)), Fails)
    assert isinstance(third(sympy.Rational(2, 3)), Unknown)


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_the_inertia_is_that_of_the_eigenvalues(size: int) -> None:
    random = Random(size)
    for rank in range(size + 1):
        columns = [[random.randint(-3, 3) for _ in range(size)] for _ in range(rank)]
        signs_of_squares = [random.choice((1, -1)) for _ in range(rank)]
        matrix = [
            [
                Fraction(sum(s * c[i] * c[j] for s, c in zip(signs_of_squares, columns, strict=True)))
                for j in range(size)
            ]
            for i in range(size)
        ]
        eigenvalues = np.linalg.eigvalsh(np.array(matrix, dtype=np.float64))
        expected = tuple(
            int(np.sum(found)) for found in (eigenvalues > 1e-9, abs(eigenvalues) <= 1e-9, eigenvalues < -1e-9)
        )
        assert inertia(matrix) == expected


def test_the_polynomial_is_the_derived_loss() -> None:
    covariance = ((Fraction(2), Fraction(1, 2)), (Fraction(1, 2), Fraction(1)))
    point = {"u": [Fraction(1, 2)], "p": [Fraction(1), Fraction(-2)], "v": [Fraction(1, 3), Fraction(1)]}
    square = [Fraction(k, 3) for k in (1, -2, 4, 5)]
    found = polynomial(covariance, 3)(*at({**point, "U": square}, 2))
    blocks = {
        "W_PV_21": (tuple(point["p"]),),
        "W_PV_22": ((Fraction(1, 2),),),
        "W_KQ_11": (tuple(square[:2]), tuple(square[2:])),
        "W_KQ_21": (tuple(point["v"]),),
    }
    values = Values({"d": 2, "N": 3}, covariances={"Λ": covariance}, parameters=blocks)
    assert Fraction(str(found)) == Derived(ZHANG).loss_at(values)


def test_a_row_with_another_number_is_refused() -> None:
    assert isinstance(minima(((HALF, 10, 8, 0),)), Holds)
    assert isinstance(minima(((HALF, 11, 8, 0),)), Fails)
    assert isinstance(minima((((Fraction(1, 2), Fraction(1)), 1, 8, 0),)), Fails)


def test_the_loss_is_smaller_beside_the_saddle_and_nowhere_near_the_minimum() -> None:
    random = Random(0)
    for N, lower in ((10, False), (11, True)):
        loss = polynomial(diagonal(HALF), N)
        values = at(first_only(HALF, N), 2)
        there = loss(*values)
        curvatures, ways = np.linalg.eigh(np.array(hessian(loss, values), dtype=np.float64))
        ahead = [sympy.Rational(round(1e6 * x), 10**9) for x in ways[:, 0]]
        moved = [[x + step for x, step in zip(values, ahead, strict=True)]]
        moved += [[x + sympy.Rational(random.randint(-9, 9), 10**4) for x in values] for _ in range(200)]
        assert any(loss(*point) < there for point in moved) is lower
        assert signs(HALF, N)[1][2] == (curvatures[0] < -1e-9)
