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

from numeric_check.compare import agreement
from numeric_check.laws import sampling
from numeric_check.model import node_means as expectation
from proofs.zheng2024.second_route import forward, one_pass, quadrature
from symbolic.laws import IID, Atoms, FamilyLaw, Law, Ones, Sparse
from symbolic.laws.composite import Comonotone, Equicorrelated, ScaleMixture, Sphere, mixture, transformed
from symbolic.laws.coordinates import (
    CoordinateLaw,
    Gaussian,
    Laplace,
    MomentDoesNotExist,
    Student,
    Uniform,
    rademacher,
    two_point,
)
from symbolic.laws.coordinates.counting import NegativeBinomial, Poisson, binomial
from symbolic.laws.coordinates.derived import affine, mixed
from symbolic.laws.coordinates.mixing import StudentScale
from symbolic.laws.coordinates.positive import Beta, Gamma, LogNormal, Pareto, Rayleigh, Triangular, Weibull
from symbolic.laws.coordinates.unbounded import Cauchy, Gumbel, Logistic
from symbolic.laws.elliptical import elliptical
from symbolic.laws.empirical import Empirical
from symbolic.laws.vectors import independent, linear_image, vector_mixture

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
    points, weights = expectation.nodes(law, 8)
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
    values = one_pass.radial(parameters, sampling.draw(law, rng, SAMPLES), sampling.draw_torus(rng, SAMPLES, 2), T)
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


ONE, HALF = Fraction(1), Fraction(1, 2)
SCATTER = [[Fraction(2), ONE], [ONE, ONE]]

COORDINATES: list[CoordinateLaw] = [
    Gamma(Fraction(3, 2), HALF),
    Beta(HALF, Fraction(2)),
    Pareto(Fraction(14)),
    Triangular(-ONE, HALF, Fraction(2)),
    Rayleigh(),
    Weibull(Fraction(3, 2)),
    LogNormal(Fraction(-1, 2), Fraction(1, 4)),
    Logistic(HALF),
    Gumbel(HALF),
    Poisson(Fraction(2)),
    NegativeBinomial(Fraction(5, 2), HALF),
    binomial(20, Fraction(1, 3)),
    affine(Gamma(ONE), -ONE, ONE),
    affine(Student(Fraction(14)), HALF, ONE),
    mixed([(Gaussian(), HALF), (Gamma(ONE), HALF)]),
]
COMPOSITES: list[Law] = [
    *[IID(coordinate).at(2) for coordinate in COORDINATES],
    Sphere(Fraction(2)).at(3),
    Sphere().at(2),
    Comonotone(Laplace()).at(2),
    Equicorrelated(ONE, Fraction(1, 3)).at(2),
    ScaleMixture(IID(Gaussian()), StudentScale(Fraction(14))).at(2),
    ScaleMixture(Sphere(), Gamma(Fraction(2))).at(3),
    mixture([(IID(Gaussian()), HALF), (Comonotone(Uniform()), HALF)]).at(2),
    transformed(Sphere(), Fraction(2), ONE).at(3),
    independent([Gamma(ONE), Uniform()]),
    elliptical(SCATTER, [ONE, Fraction(0)]),
    elliptical([[Fraction(4), Fraction(2)], [Fraction(2), ONE]]),
    elliptical(SCATTER, mixing=StudentScale(Fraction(14))),
    elliptical(SCATTER, [ONE, ONE], Gamma(Fraction(2)), radial=True),
    vector_mixture([(independent([Gaussian(), Laplace()]), HALF), (elliptical(SCATTER), HALF)]),
    linear_image(independent([Gaussian(), Laplace()]), [[ONE, ONE], [ONE, Fraction(-2)]], [HALF, ONE]),
    Empirical(((1, 5, -2, 0), (3, 3, 7, 1)), 4),
]
EXPONENTS = [(1, 0), (0, 2), (1, 1), (3, 0), (2, 2), (1, 3), (4, 2), (6, 0)]
SHARED = agreement.Budget(1e-9).share(len(COMPOSITES) * len(EXPONENTS))


def padded(law: Law, powers: tuple[int, int]) -> tuple[int, ...]:
    return (*powers, *((0,) * (law.d - 2)))


@pytest.mark.parametrize("law", COMPOSITES, ids=lambda law: law.description)
def test_exact_moments_are_those_of_the_nodes(law: Law) -> None:
    """The nodes come from densities, masses and recurrences; no moment is asked."""
    points, weights = expectation.nodes(law, 6)
    for powers in EXPONENTS:
        values = np.prod(points ** np.array(padded(law, powers)), axis=1)
        found = agreement.close(
            law.moment(padded(law, powers)), float(weights @ values), float(weights @ np.abs(values))
        )
        assert found.agrees, (powers, found)


@pytest.mark.sampled(10)
@pytest.mark.parametrize("law", COMPOSITES, ids=lambda law: law.description)
def test_sampled_half_agrees_with_the_exact_half(law: Law) -> None:
    starts = sampling.draw(law, sampling.generator(f"{law.description}/halves", 0), SAMPLES)
    assert starts.shape == (SAMPLES, law.d)
    for powers in EXPONENTS:
        exact = float(law.moment(padded(law, powers)))
        variance = float(law.moment(padded(law, (2 * powers[0], 2 * powers[1])))) - exact**2
        values = np.prod(starts ** np.array(padded(law, powers)), axis=1)
        scale = float(np.max(np.abs(values))) + abs(exact)
        found = agreement.sampled(exact, max(variance, 0.0), values, SHARED, 0, scale)
        assert found.agrees, (powers, found)


@pytest.mark.parametrize("law", COMPOSITES, ids=lambda law: law.description)
def test_wrong_exact_half_is_noticed(law: Law) -> None:
    """A law moved by one and twice as wide has other moments than the sample, by far more than the resolution."""
    starts = 2 * sampling.draw(law, sampling.generator(f"{law.description}/halves", 0), SAMPLES) + 1
    second, fourth = (float(law.moment(padded(law, (n, 0)))) for n in (2, 4))
    found = agreement.sampled(second, max(fourth - second**2, 0.0), starts[:, 0] ** 2, SHARED, 0, fourth)
    assert not found.agrees, found


@pytest.mark.parametrize("law", [IID(Cauchy()).at(2), IID(Pareto(Fraction(6))).at(2), IID(Student(Fraction(6))).at(2)])
def test_rule_of_a_law_without_the_moment_is_refused(law: Law) -> None:
    with pytest.raises(MomentDoesNotExist, match="no moments of order"):
        expectation.nodes(law, 6)
    assert sampling.draw(law, sampling.generator("heavy", 0), 5).shape == (5, 2)


def test_joint_rule_with_too_many_points_is_refused() -> None:
    with pytest.raises(quadrature.TooLarge, match="nodes"):
        expectation.nodes(mixture([(IID(Gaussian()), HALF), (Comonotone(Laplace()), HALF)]).at(12), 6)


def test_small_weights_of_a_rule_are_right_to_rounding() -> None:
    """The twelfth moment of a log-normal law with sigma = 3/2 sits on nodes whose weights are below 1e-50."""
    law = IID(LogNormal(Fraction(0), Fraction(3, 2))).at(1)
    points, weights = expectation.nodes(law, 12)
    assert agreement.close(law.moment((12,)), float(weights @ points[:, 0] ** 12), float(law.moment((12,)))).agrees


def test_generator_is_the_same_in_every_process() -> None:
    code = "from numeric_check.laws.sampling import generator; print(generator('a/b', 7).integers(2**62))"
    root = Path(sampling.__file__).parents[2]
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
