"""Prompts of the tests are what their names say."""

from __future__ import annotations

import numpy as np

from numeric_check.arrays import Real
from proofs.garg2022.second_route.eight_prompts import Drawing, normal_points

TESTS = Drawing(normal_points(np.array([[2.0, 0.5, 0.0], [0.5, 1.0, 0.0], [0.0, 0.0, 0.5]])), 3, 2)


def generator() -> np.random.Generator:
    return np.random.default_rng(3)


def tasks(x: Real, y: Real) -> Real:
    """The weights that fit, for three samples or more."""
    return np.stack([np.linalg.lstsq(a, b)[0] for a, b in zip(x, y, strict=True)])


def test_samples_of_a_prompt_lie_in_one_orthant_and_the_query_anywhere() -> None:
    x, _, q, _ = TESTS.orthants(generator(), 200)
    assert np.all(np.sign(x) == np.sign(x[:, :1]))
    assert {-1.0, 1.0} == set(np.sign(x[:, 0, 0]))
    assert 0.3 < np.mean(np.sign(q) == np.sign(x[:, 0])) < 0.7


def test_a_query_is_orthogonal_or_the_last_sample() -> None:
    x, _, q, _ = TESTS.orthogonal(generator(), 50)
    assert np.max(np.abs(x @ q[:, :, None])) < 1e-10
    assert np.min(np.linalg.norm(q, axis=1)) > 0
    x, y, q, target = TESTS.matching(generator(), 50)
    assert np.all(q == x[:, -1])
    assert np.allclose(y[:, -1], target)


def test_images_scales_and_noise_are_those_that_are_asked_for() -> None:
    long = Drawing(TESTS.points, 3, 5)
    linear = np.diag([1.0, 2.0, 0.5])
    x, y, q, target = long.image(generator(), 20, linear)
    plain = long.numbers(generator(), 20)
    assert np.allclose(x, plain[0] @ linear)
    assert np.allclose(q, plain[1] @ linear)
    assert np.allclose(tasks(x, y), plain[2])
    x, y, q, target = long.scaled_weights(generator(), 20, 3.0)
    assert np.allclose(tasks(x, y), 3 * plain[2])
    assert np.allclose(target, 3 * np.sum(plain[1] * plain[2], axis=1))
    x, y, _, _ = long.noisy(generator(), 4_000, 0.5)
    spread = y - np.einsum("mik,mk->mi", x, long.numbers(generator(), 4_000)[2])
    assert 0.45 < spread.std() < 0.55
