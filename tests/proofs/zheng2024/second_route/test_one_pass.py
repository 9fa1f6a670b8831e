"""The running Gram matrix gives the losses and gradients of the reference route."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numeric_check.arrays import Real
from proofs.zheng2024.model.attention import BLOCKS, PV_BLOCKS
from proofs.zheng2024.second_route import forward, one_pass

RELATIVE = 1e-11


def assert_close(found: Real, expected: Real) -> None:
    np.testing.assert_allclose(found, expected, rtol=0, atol=RELATIVE * max(1.0, float(np.max(np.abs(expected)))))


@given(
    d=st.integers(1, 3),
    T=st.integers(3, 8),
    present=st.sets(st.sampled_from(BLOCKS), min_size=1),
    entropy=st.integers(0, 2**32 - 1),
)
@settings(max_examples=60, deadline=None)
def test_running_is_forward(d: int, T: int, present: set[str], entropy: int) -> None:
    rng = np.random.default_rng(entropy)
    parameters = {name: rng.uniform(-1, 1, size=(d, d)) for name in sorted(present)}
    x1, lam = rng.uniform(-2, 2, size=(5, d)), rng.uniform(0, 1.2, (5, d)) * np.exp(2j * np.pi * rng.random((5, d)))
    assert_close(one_pass.losses(parameters, x1, lam, T), forward.losses(parameters, x1, lam, T))
    found, expected = (route.gradients(parameters, x1, lam, T) for route in (one_pass, forward))
    assert_close(*(np.stack([gradients[name] for name in BLOCKS]) for gradients in (found, expected)))
    assert_close(one_pass.radial(parameters, x1, lam, T), radial_derivative(expected, parameters))
    total = one_pass.total_gradient(parameters, x1, lam, T)
    assert_close(*(np.stack([blocks[name] for name in BLOCKS]) for blocks in (total, summed(expected))))


def summed(gradients: Mapping[str, Real]) -> dict[str, Real]:
    return {name: np.sum(blocks, axis=0) for name, blocks in gradients.items()}


def radial_derivative(gradients: Mapping[str, Real], parameters: Mapping[str, Real]) -> Real:
    """Chain rule for `W_PV → s W_PV` at `s = 1`."""
    parts = [np.sum(gradients[name] * parameters[name], axis=(1, 2)) for name in PV_BLOCKS if name in parameters]
    return np.asarray(sum(parts, start=np.zeros(5)), dtype=np.float64)


def test_chunks_join_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    x1, lam = rng.normal(size=(150, 2)), np.exp(2j * np.pi * rng.random((150, 2)))
    parameters = {name: rng.normal(size=(2, 2)) for name in BLOCKS}
    expected = forward.gradients(parameters, x1, lam, 4)["W_KQ_23"], forward.losses(parameters, x1, lam, 4)
    total = summed(forward.gradients(parameters, x1, lam, 4))["W_KQ_23"]
    monkeypatch.setattr(one_pass, "CHUNK_ENTRIES", 1)
    assert_close(one_pass.total_gradient(parameters, x1, lam, 4)["W_KQ_23"], total)
    assert_close(one_pass.gradients(parameters, x1, lam, 4)["W_KQ_23"], expected[0])
    assert_close(one_pass.losses(parameters, x1, lam, 4), expected[1])


def test_the_comparison_notices_a_swapped_block() -> None:
    rng = np.random.default_rng(4)
    x1, lam = rng.normal(size=(5, 2)), np.exp(2j * np.pi * rng.random((5, 2)))
    right = {"W_PV_12": np.eye(2), "W_KQ_32": np.eye(2)}
    wrong = {"W_PV_12": np.eye(2), "W_KQ_23": np.eye(2)}
    with pytest.raises(AssertionError, match="Not equal to tolerance"):
        assert_close(one_pass.losses(wrong, x1, lam, 5), forward.losses(right, x1, lam, 5))


@pytest.mark.parametrize("function", [one_pass.losses, one_pass.gradients, one_pass.total_gradient, one_pass.radial])
def test_shapes_that_do_not_fit_are_refused(function: object) -> None:
    assert callable(function)
    with pytest.raises(ValueError, match="must both be"):
        function(forward.on_line(2, 1.0, 1.0), np.ones((4, 3)), np.ones((4, 3), dtype=complex), 5)
    with pytest.raises(ValueError, match="T >= 3"):
        function(forward.on_line(2, 1.0, 1.0), np.ones((4, 2)), np.ones((4, 2), dtype=complex), 2)


def test_single_precision_is_close() -> None:
    rng = np.random.default_rng(5)
    x1, lam = rng.normal(size=(40, 3)), np.exp(2j * np.pi * rng.random((40, 3)))
    parameters = {name: rng.normal(size=(3, 3)) for name in BLOCKS}
    exact, single = (one_pass.total_gradient(parameters, x1, lam.astype(kind), 9) for kind in (complex, np.complex64))
    for name in BLOCKS:
        difference = float(np.max(np.abs(exact[name] - single[name])) / np.max(np.abs(exact[name])))
        assert 0 < difference < 1e-5
