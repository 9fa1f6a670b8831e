"""The errors of the eight tests at exact numbers, against what the claims derive, and by brute force."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
import sympy

from proofs.garg2022.answers.eight_rows import Row, Shifts, rows
from proofs.garg2022.answers.orthant_moments import mean_modulus
from proofs.garg2022.covariates.different_orthants import ERROR as IN_ORTHANT
from proofs.garg2022.covariates.different_orthants import LENGTH
from proofs.garg2022.notation import gamma
from proofs.garg2022.queries.matching_query import ERROR as MATCHING
from proofs.garg2022.shifted_errors import error
from proofs.garg2022.shifted_settings import TASKS
from proofs.zhang2024.answers.known_moments import Covariates, Matrix, identity, matrix, rows_of
from proofs.zhang2024.answers.limit import Trained
from proofs.zhang2024.notation import M, N, u
from proofs.zhang2024.other_laws.other_covariates import LOSS
from symbolic.algebra.notation import d
from symbolic.algebra.rationals import to_sympy
from symbolic.algebra.traces import at_matrices
from symbolic.laws import Atoms

ROOT = matrix([[Fraction(1), Fraction(1, 2)], [Fraction(0), Fraction(2)]])
KNOWN = ROOT * ROOT.transpose()
SKEW, PART = (
    matrix([[Fraction(2), Fraction(1)], [Fraction(0), Fraction(1, 3)]]),
    matrix([[Fraction(1), Fraction(0)], [Fraction(0), Fraction(0)]]),
)
SHIFTS = Shifts(SKEW, PART, Fraction(3), Fraction(1, 2))
LENGTH_OF_TRAINING, LENGTH_OF_TEST = 3, 4
NORMAL = Trained(Covariates.normal(KNOWN), LENGTH_OF_TRAINING)
POINTS = Atoms.of([[2, 0], [0, 1], [-1, Fraction(1, 2)]], [Fraction(1, 4), Fraction(1, 2), Fraction(1, 4)])


def found(trained: Trained, length: int = LENGTH_OF_TEST, shifts: Shifts = SHIFTS) -> dict[str, Row]:
    return {row.name: row for row in rows(trained, shifts, length)}


def derived(formal: Any, test: Matrix, tasks: Matrix | None = None, noise: Fraction = Fraction(0)) -> Fraction:
    """What a claim derives, at the trained model and at the second moments of a test."""
    letters = {"R": NORMAL.product, "G": test, "Q": test, "W": tasks or identity(2), "Λ": KNOWN}
    at_test = formal.xreplace({M: sympy.Integer(LENGTH_OF_TEST), sympy.Symbol("sigma", real=True): to_sympy(noise)})
    return Fraction(str(at_matrices(sympy.expand(at_test), {name: rows_of(one) for name, one in letters.items()})))


def test_covariate_and_task_shifts_are_what_the_general_claim_derives() -> None:
    general = error(TASKS)
    skewed = SKEW * KNOWN * SKEW.transpose()
    size = (KNOWN[0, 0] + KNOWN[1, 1]) / (skewed[0, 0] + skewed[1, 1])
    here = found(NORMAL)
    assert here["in distribution"].error == to_sympy(derived(general, KNOWN))
    assert here["skewed covariance"].error == to_sympy(derived(general, skewed * size))
    assert here["scaled inputs"].error == to_sympy(derived(general, KNOWN * 9))
    assert here["scaled weights"].error == to_sympy(derived(general, KNOWN, identity(2) * 9))
    clean, noisy = here["in distribution"].error, here["noisy output"].error
    product = NORMAL.product
    added = product.transpose() * KNOWN * product * KNOWN
    assert noisy is not None
    assert noisy - clean == to_sympy(Fraction(str((added[0, 0] + added[1, 1]) / 16)))


def test_a_matching_query_is_what_its_claim_says() -> None:
    letters = {"R": rows_of(NORMAL.product), "Λ": rows_of(KNOWN)}
    at_test = MATCHING.xreplace({M: sympy.Integer(LENGTH_OF_TEST)})
    tasks = (((Fraction(1),), (Fraction(0),)), ((Fraction(0),), (Fraction(1),)))
    assert found(NORMAL)["query matches a sample"].error == sum(
        at_matrices(at_test, {**letters, "w": w}) for w in tasks
    )


@pytest.mark.parametrize("size", [1, 3])
def test_one_orthant_is_what_its_claim_says(size: int) -> None:
    trained = Trained(Covariates.normal(identity(size)), LENGTH_OF_TRAINING)
    shifts = replace(SHIFTS, skew=identity(size), projection=identity(size))
    at = {LENGTH: d, gamma: 1 + (d + 1) / N, M: LENGTH_OF_TEST}
    claimed = IN_ORTHANT.subs(at).subs({d: size, N: LENGTH_OF_TRAINING})
    assert sympy.simplify(found(trained, shifts=shifts)["different orthants"].error - claimed) == 0


def test_one_orthant_of_dependent_coordinates_by_angles_and_signs() -> None:
    """Moduli are integrated over the circle, signs are enumerated; nothing is known of what their average leaves."""
    angles = (np.arange(200_000) + 0.5) * (2 * np.pi / 200_000)
    root, known, U = (np.array(rows_of(one), dtype=np.float64) for one in (ROOT, KNOWN, NORMAL.product))
    moduli = np.abs(root @ np.array([np.cos(angles), np.sin(angles)]))
    twice = 2 * moduli @ moduli.T / len(angles)
    fourfold = 8 * (moduli * np.sum(moduli**2, axis=0)) @ moduli.T / len(angles)
    errors = []
    for signs in product((-1.0, 1.0), repeat=2):
        S = np.diag(signs)
        mean, one = S @ twice @ S, S @ fourfold @ S
        square = mean @ mean + (one - mean @ mean) / LENGTH_OF_TEST
        errors.append(np.trace(known) - 2 * np.trace(mean @ U @ known) + np.trace(U.T @ square @ U @ known))
    row = found(NORMAL)["different orthants"]
    assert row.error is not None
    assert float(row.error) == pytest.approx(np.mean(errors), rel=1e-8)
    assert "by E |x_j x_k| of N(0, Λ)" in row.note


def test_moduli_of_dependent_coordinates_and_where_they_are_refused() -> None:
    one = Fraction(1)
    assert mean_modulus(one, one) == mean_modulus(one, -one) == 1
    assert mean_modulus(Fraction(0), Fraction(0)) == 0
    assert float(mean_modulus(one, one / 2)) == pytest.approx(2 / np.pi * (3**0.5 / 2 + np.pi / 12), rel=1e-14)
    singular = Trained(Covariates.normal(matrix([[one, one], [one, one]])), LENGTH_OF_TRAINING)
    by_hand = sympy.Rational(29, 25)  # 2 − 2 · 6/10 + 2 · 2 · (3/10)², the product being 3/10 on (1, 1)/√2
    assert found(singular, shifts=replace(SHIFTS, skew=identity(2)))["different orthants"].long == by_hand
    drawn = found(Trained(Covariates.drawn(POINTS), 2))["different orthants"]
    assert drawn.error is None
    assert "for normal x alone" in drawn.note


def test_an_orthogonal_query_has_the_error_of_zero() -> None:
    trained = Trained(Covariates.normal(identity(4) * 2), LENGTH_OF_TRAINING)
    shifts = replace(SHIFTS, skew=identity(4), projection=identity(4))
    assert found(trained, 1, shifts)["orthogonal query"].error == 6
    assert found(trained, 4, shifts)["orthogonal query"].error is None


def test_errors_are_twice_the_loss_of_the_claim() -> None:
    for trained in (NORMAL, Trained(Covariates.drawn(POINTS), 2)):
        here = trained.covariates
        letters = {"Λ": here.second, "F": here.fourth, "Q": here.second, "U": trained.product}
        formal = sympy.expand((2 * LOSS).xreplace({u: sympy.Integer(1), N: sympy.Integer(5)}))
        claimed = at_matrices(formal, {name: rows_of(one) for name, one in letters.items()})
        assert to_sympy(trained.error(here, here.second, 5)) == claimed


def test_images_of_a_finite_law_are_summed_by_force() -> None:
    trained, length = Trained(Covariates.drawn(POINTS), 2), 2
    weights = [float(w) for _, w in POINTS.atoms]
    points = np.array([[float(x) for x in point] for point, _ in POINTS.atoms])
    product = np.array(rows_of(trained.product), dtype=np.float64)
    linear = np.array(rows_of(SKEW), dtype=np.float64)
    row = found(trained, length)["skewed covariance"]
    known = np.einsum("n,nj,nk->jk", weights, points, points)
    moved = points @ linear.T * np.sqrt(np.trace(known) / np.trace(linear @ known @ linear.T))
    total = 0.0
    for a, p in zip(moved, weights, strict=True):
        for b, q in zip(moved, weights, strict=True):
            for last, r in zip(moved, weights, strict=True):
                average = (np.outer(a, a) + np.outer(b, b)) / length
                total += p * q * r * float(np.sum((average @ product @ last - last) ** 2))
    assert row.error is not None
    assert abs(total - float(row.error)) < 1e-12 * total


def test_a_singular_covariance_is_trained_on_its_range() -> None:
    singular = matrix([[Fraction(1), Fraction(1)], [Fraction(1), Fraction(1)]])
    trained = Trained(Covariates.normal(singular), 2)
    projector = singular / 2
    assert trained.product == projector * trained.gamma.inv() * projector
    assert trained.product * trained.covariates.second == trained.gamma.inv() * singular
