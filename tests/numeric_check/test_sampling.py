"""The sampled half of each law agrees with its quadrature half, at a stated false-alarm rate."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from numeric_check import agreement, forward, quadrature, running, sampling
from symbolic.coordinates import Gaussian, Laplace, Uniform, rademacher, two_point
from symbolic.laws import IID, Atoms, FamilyLaw, Law, Ones, Sparse

SAMPLES = 20_000
BUDGET = agreement.Budget(1e-9)

LAWS = [
    IID(Gaussian(Fraction(1, 2))).at(2),
    IID(Laplace(Fraction(3, 2))).at(2),
    IID(Uniform(Fraction(2))).at(2),
    IID(rademacher(Fraction(3))).at(2),
    IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1))).at(2),
    Sparse(Fraction(1, 2)).at(2),
    Ones().at(2),
    Atoms.of([[1, Fraction(-1, 2)], [Fraction(1, 3), 2]], [Fraction(1, 4), Fraction(3, 4)]),
]
POWERS = [(1, 0), (0, 1), (2, 0), (0, 2), (1, 1), (3, 0), (0, 4), (2, 2)]
COMPARISONS = len(LAWS) * len(POWERS) + len(LAWS) + 8


@pytest.mark.parametrize("powers", POWERS)
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.description)
def test_samples_have_the_moments_of_the_nodes(law: Law, powers: tuple[int, int]) -> None:
    points, weights = quadrature.nodes(law, 8)
    values = np.prod(points ** np.array(powers), axis=1)
    mean = float(weights @ values)
    variance = float(weights @ (values - mean) ** 2) if np.ptp(values) else 0.0
    starts = sampling.draw(law, sampling.generator(f"{law.description}/{powers}", 0), SAMPLES)
    sample = np.prod(starts ** np.array(powers), axis=1)
    rate = BUDGET.share(COMPARISONS)
    found = agreement.sampled(mean, variance, sample, rate, 0, scale=float(np.max(np.abs(points))) ** sum(powers))
    assert starts.shape == (SAMPLES, 2)
    assert found.agrees, found
    moved = agreement.sampled(mean + 3 * found.resolution_sure, variance, sample, rate, 0)
    assert not moved.agrees, moved


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.description)
def test_sampled_radial_derivative_agrees_with_quadrature(law: Law) -> None:
    parameters, T = forward.on_line(2, 0.4, 0.7), 4
    mean, second = quadrature.radial_moments(law, T, parameters)
    rng = sampling.generator(f"{law.description}/radial", 0)
    values = running.radial(parameters, sampling.draw(law, rng, SAMPLES), sampling.draw_torus(rng, SAMPLES, 2), T)
    variance = max(second - mean**2, 0.0)
    found = agreement.sampled(mean, variance, values, BUDGET.share(COMPARISONS), 0, scale=second**0.5)
    assert found.agrees, found


@pytest.mark.parametrize("power", [1, 2, 3, 7])
def test_torus_has_mean_zero_characters(power: int) -> None:
    """`Re λ_1^n` and `Re λ_1 conj(λ_2)^n` have mean 0 and variance 1/2."""
    lam = sampling.draw_torus(sampling.generator(f"torus/{power}", 0), SAMPLES, 2)
    np.testing.assert_allclose(np.abs(lam), 1, rtol=1e-14)
    for sample in ((lam[:, 0] ** power).real, (lam[:, 0] * lam[:, 1].conj() ** power).real):
        found = agreement.sampled(0.0, 0.5, sample, BUDGET.share(COMPARISONS), 0)
        assert found.agrees, found


def test_generator_is_the_same_in_every_process() -> None:
    code = "from numeric_check.sampling import generator; print(generator('a/b', 7).integers(2**62))"
    root = Path(sampling.__file__).parent.parent
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for hash_seed in ("1", "2")
    }
    assert found == {str(sampling.generator("a/b", 7).integers(2**62))}


def test_generator_depends_on_key_and_seed() -> None:
    pairs = [("a", 0), ("b", 0), ("a", 1), ("a", -1), ("1:a", 0), ("", 10), ("0", 1)]
    assert len({int(sampling.generator(key, seed).integers(2**62)) for key, seed in pairs}) == len(pairs)


@dataclass(frozen=True)
class Stranger:
    d: int = 2


@pytest.mark.parametrize("wrap", [lambda law: law, lambda law: FamilyLaw(law, 2), lambda law: IID(law).at(2)])
def test_unknown_class_is_named(wrap: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError, match="class Stranger"):
        sampling.draw(wrap(Stranger()), sampling.generator("stranger", 0), 3)
