"""The reference route against the definition written out, and its gradient against differences of its loss."""

from __future__ import annotations

import numpy as np
import pytest

from numeric_check.arrays import Complex, Parameters, Real
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.second_route import forward


def random_parameters(rng: np.random.Generator, d: int) -> dict[str, Real]:
    return {name: rng.normal(size=(d, d)) for name in BLOCKS}


def random_sequences(rng: np.random.Generator, m: int, d: int) -> tuple[Real, Complex]:
    return rng.normal(size=(m, d)), np.exp(2j * np.pi * rng.random((m, d)))


def test_full_places_each_block_by_its_one_based_row_and_column() -> None:
    blocks = {name: np.full((2, 2), float(number + 1)) for number, name in enumerate(BLOCKS)}
    pv, kq = forward.full(blocks)
    assert pv[::2, ::2].tolist() == [[0, 1, 2], [0, 0, 0], [0, 0, 0]]
    assert kq[::2, ::2].tolist() == [[0, 0, 0], [0, 3, 4], [0, 5, 6]]
    assert pv[1::2, 1::2].tolist() == pv[::2, ::2].tolist()


def test_sequence_multiplies_by_the_eigenvalues() -> None:
    states = forward.sequence(np.array([[2.0, 3.0]]), np.array([[1j, -1.0]]), 3)
    assert states[:, 0].tolist() == [[2, 3], [2j, -3], [-2, 3]]


def test_loss_of_one_scalar_sequence_by_hand() -> None:
    """`d = 1, x = (1, i, -1), T = 3`: the scores of `e_1, e_2` against `a x_2` are `0` and `a x_1^* x_2`."""
    a, b = 0.25, 3.0
    prediction = b * 1j * (a * 1j)
    (value,) = forward.losses(forward.on_line(1, a, b), np.ones((1, 1)), np.array([[1j]]), 3)
    assert value == pytest.approx(0.5 * abs(prediction - (-1)) ** 2, rel=1e-14)


def test_zero_parameters_predict_zero() -> None:
    x1, lam = random_sequences(np.random.default_rng(1), 4, 3)
    values = forward.losses({"W_PV_12": np.zeros((3, 3))}, x1, lam, 6)
    np.testing.assert_allclose(values, 0.5 * 4 * np.sum(x1**2, axis=1), rtol=1e-13)


@pytest.mark.parametrize("T", [3, 4, 6])
def test_gradients_are_differences_of_losses(T: int) -> None:
    """The loss is quadratic in any one entry, so central differences of any step have no truncation error."""
    rng = np.random.default_rng(T)
    parameters, (x1, lam) = random_parameters(rng, 2), random_sequences(rng, 3, 2)
    gradients = forward.gradients(parameters, x1, lam, T)
    assert set(gradients) == set(BLOCKS)
    size = max(float(np.max(np.abs(block))) for block in gradients.values())
    for name, p, q in [(name, p, q) for name in BLOCKS for p in range(2) for q in range(2)]:
        difference = central_difference(parameters, x1, lam, T, name, p, q)
        np.testing.assert_allclose(gradients[name][:, p, q], difference, rtol=0, atol=1e-12 * size)


def central_difference(parameters: Parameters, x1: Real, lam: Complex, T: int, name: str, p: int, q: int) -> Real:
    up, down = ({**parameters, name: parameters[name] + sign * unit(p, q) / 2} for sign in (1, -1))
    return forward.losses(up, x1, lam, T) - forward.losses(down, x1, lam, T)


def unit(p: int, q: int) -> Real:
    matrix = np.zeros((2, 2))
    matrix[p, q] = 1
    return matrix


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({}, "square and of one size"),
        ({"W_PV_11": np.eye(2)}, "unknown parameter block 'W_PV_11'"),
        ({"W_PV_12": np.eye(2), "W_KQ_32": np.eye(3)}, "square and of one size"),
        ({"W_PV_12": np.ones((2, 3))}, "square and of one size"),
    ],
)
def test_parameters_that_do_not_fit_are_refused(parameters: Parameters, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        forward.full(parameters)


@pytest.mark.parametrize(
    ("x1", "lam", "T", "message"),
    [
        (np.ones((4, 3)), np.ones((4, 3), dtype=complex), 5, r"must both be \(m, 2\)"),
        (np.ones((4, 2)), np.ones((3, 2), dtype=complex), 5, r"must both be \(m, 2\)"),
        (np.ones(2), np.ones(2, dtype=complex), 5, r"must both be \(m, 2\)"),
        (np.ones((4, 2)), np.ones((4, 2), dtype=complex), 2, "T >= 3"),
    ],
)
def test_sequences_that_do_not_fit_are_refused(x1: Real, lam: Complex, T: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        forward.losses(forward.on_line(2, 1.0, 1.0), x1, lam, T)
