"""The largest and the smallest of n copies, and the copulas made of them: margins, dependence, second route."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import flint
import numpy as np
import pytest
import sympy

from mesaproof.reading.law_spec import parse_law
from numeric_check.compare import agreement
from numeric_check.laws import sampling
from numeric_check.laws.coordinate_rules import coordinate_rule
from numeric_check.laws.coordinate_sampling import draw_coordinate
from numeric_check.model import node_means as expectation
from symbolic.algebra.equality import Same, same
from symbolic.laws.coordinates import CoordinateLaw, Finite, Gaussian, Laplace, Student, Uniform, rademacher
from symbolic.laws.coordinates.counting import NegativeBinomial, Poisson
from symbolic.laws.coordinates.derived import affine, point_mass
from symbolic.laws.coordinates.extremes import Extreme
from symbolic.laws.coordinates.order_statistics import largest, smallest
from symbolic.laws.coordinates.positive import Beta, Gamma, LogNormal, Pareto, Rayleigh, Weibull
from symbolic.laws.coordinates.unbounded import Cauchy, Gumbel, Logistic
from symbolic.laws.copulas import fgm

F = Fraction
HALF, ONE, TWO, THREE = F(1, 2), F(1), F(2), F(3)

MANY: list[CoordinateLaw] = [
    Laplace(TWO),
    Logistic(HALF),
    Gumbel(TWO),
    Gamma(ONE, TWO),
    Pareto(F(15)),
    Rayleigh(TWO),
    Weibull(THREE),
    Weibull(HALF),
    NegativeBinomial(ONE, F(1, 3)),
    Uniform(TWO),
    rademacher(),
    affine(Gamma(ONE), -ONE, ONE),
]
PAIRS: list[CoordinateLaw] = [Gaussian(TWO), LogNormal(HALF, F(1, 4)), Gamma(THREE, TWO)]
EXTREMES: list[tuple[CoordinateLaw, int]] = [*product(MANY, (2, 3)), *product(PAIRS, (2,))]
NAMES = [f"{law.description}, {n}" for law, n in EXTREMES]
SHARE = agreement.Budget(1e-9).share(6 * len(EXTREMES))


def number(value: Any) -> float:
    return float(sympy.N(sympy.sympify(value), 20))


@pytest.mark.sampled(9)
@pytest.mark.parametrize(("law", "copies"), EXTREMES, ids=NAMES)
def test_exact_moments_nodes_and_samples_agree(law: CoordinateLaw, copies: int) -> None:
    """Nodes come from SciPy's distribution functions; samples are the largest of n draws."""
    for extreme in (largest(law, copies), smallest(law, copies)):
        points, weights = coordinate_rule(extreme, 6)
        sample = draw_coordinate(extreme, sampling.generator(extreme.description, 0), (5_000, 1))[:, 0]
        for order in range(1, 7):
            values = points[:, 0] ** order
            mean = float(weights @ values)
            assert agreement.close(number(extreme.moment(order)), mean, float(weights @ np.abs(values))).agrees
            if order <= 3:
                variance, scale = float(weights @ (values - mean) ** 2), float(np.max(np.abs(values)))
                assert agreement.sampled(mean, variance, sample**order, SHARE, 0, scale=scale).agrees


@pytest.mark.parametrize("law", [*MANY, *PAIRS], ids=lambda law: law.description)
def test_larger_and_smaller_make_up_the_law(law: CoordinateLaw) -> None:
    for order in range(1, 7):
        both = largest(law).moment(order) + smallest(law).moment(order)
        assert isinstance(same(sympy.sympify(both), sympy.sympify(2 * law.moment(order))), Same)


def test_sampler_takes_the_largest_of_the_draws() -> None:
    """Of Cauchy's law there are no moments to compare, but `P(largest of 2 <= 0) = 1/4`."""
    sample = draw_coordinate(Extreme(Cauchy(), 2), sampling.generator("cauchy", 0), (20_000, 1))
    below = (sample <= 0).astype(float)[:, 0]
    assert agreement.sampled(0.25, 3 / 16, below, 1e-9, 0).agrees


def by_balls(density: Callable[[Any], Any], order: int, low: float, high: float) -> float:
    with flint.ctx.workprec(100):
        part = flint.acb.integral(lambda x, _: x**order * density(x), low, high)
        whole = flint.acb.integral(lambda x, _: density(x), low, high)
        return float((part / whole).real)


def test_largest_of_two_gaussians_by_integration_in_balls() -> None:
    """Density `2 φ Φ`."""
    root = flint.arb(2).sqrt()

    def density(x: Any) -> Any:
        return (-x * x / 2).exp() * (1 + (x / root).erf())

    for order in range(1, 8):
        expected = by_balls(density, order, -20, 20)
        assert number(largest(Gaussian()).moment(order)) == pytest.approx(expected, rel=1e-10)


def test_known_values() -> None:
    assert largest(Gaussian()).moment(1) == 1 / sympy.sqrt(sympy.pi)
    assert largest(Gamma(ONE), 4).moment(1) == 1 + HALF + F(1, 3) + F(1, 4)
    assert largest(Logistic(), 2).moment(1) == 1
    assert smallest(Weibull(THREE)).moment(3) == HALF
    assert sympy.expand(largest(Gumbel(), 3).moment(1) - sympy.log(3) - sympy.EulerGamma) == 0


SAME_LAWS = [
    (smallest(Gamma(ONE), 3), Gamma(ONE, F(1, 3))),
    (smallest(Pareto(THREE)), Pareto(F(6))),
    (smallest(Weibull(HALF, F(4)), 2), Weibull(HALF, ONE)),
    (smallest(NegativeBinomial(ONE, HALF)), NegativeBinomial(ONE, F(3, 4))),
    (largest(affine(Uniform(HALF), ONE, HALF), 3), Beta(THREE, ONE)),
    (largest(largest(Gaussian(), 1), 2), largest(Gaussian())),
    (largest(largest(Laplace()), 3), largest(Laplace(), 6)),
    (largest(affine(Gaussian(), -ONE, ONE)), affine(largest(Gaussian()), ONE, ONE)),
    (affine(largest(Gaussian()), F(-2)), smallest(Gaussian(TWO))),
    (affine(largest(Gamma(THREE)), -ONE), smallest(affine(Gamma(THREE), -ONE))),
    (largest(rademacher()), Finite(((-ONE, F(1, 4)), (ONE, F(3, 4))))),
]


@pytest.mark.parametrize(("one", "other"), SAME_LAWS, ids=lambda law: law.description)
def test_equal_laws_compare_equal(one: CoordinateLaw, other: CoordinateLaw) -> None:
    assert one == other


def test_point_masses_of_a_geometric_maximum() -> None:
    law = largest(NegativeBinomial(ONE, HALF), 2)
    masses = [point_mass(law, F(k)) for k in range(60)]
    assert masses[:2] == [F(1, 4), F(5, 16)]
    assert 1 - sum(masses) < F(1, 2**58)


@pytest.mark.parametrize(
    ("law", "copies"), [(Gaussian(), 3), (Student(F(9)), 2), (Poisson(ONE), 2), (Gamma(HALF), 2), (Laplace(), 9)]
)
def test_what_is_refused(law: CoordinateLaw, copies: int) -> None:
    with pytest.raises(ValueError, match=r"closed form|number of copies"):
        largest(law, copies)


MARGINS = [
    Gaussian(),
    Laplace(),
    Gamma(ONE),
    Gamma(TWO),
    Uniform(),
    rademacher(),
    Gumbel(),
    NegativeBinomial(ONE, HALF),
]


@pytest.mark.parametrize("law", MARGINS, ids=lambda law: law.description)
def test_margins_of_the_copula_are_the_law(law: CoordinateLaw) -> None:
    """And two coordinates have `E x^m y^n = E x^m E x^n + θ δ_m δ_n`, δ being half of largest less smallest."""
    theta = F(1, 3)
    family = fgm(law, theta)
    for m in range(1, 7):
        assert isinstance(same(sympy.sympify(family.mixed_moment((m,), 3)), sympy.sympify(law.moment(m))), Same)
    for m, n in ((1, 1), (1, 2), (3, 3)):
        half = [(largest(law).moment(k) - smallest(law).moment(k)) / 2 for k in (m, n)]
        expected = law.moment(m) * law.moment(n) + theta * half[0] * half[1]
        assert isinstance(same(sympy.sympify(family.mixed_moment((m, n), 3)), sympy.sympify(expected)), Same)


def test_copula_of_uniform_margins() -> None:
    """Integrals of the density `1 + θ (2u - 1)(2v - 1)`; three coordinates have no interaction of their own."""
    u, v, w = sympy.symbols("u v w")
    law = fgm(affine(Uniform(HALF), ONE, HALF), HALF)
    pairs = (2 * u - 1) * (2 * v - 1) + (2 * u - 1) * (2 * w - 1) + (2 * v - 1) * (2 * w - 1)
    for powers in ((1, 1, 0), (2, 3, 0), (1, 1, 1), (1, 2, 3)):
        integrand = sympy.Poly((1 + pairs / 2) * u ** powers[0] * v ** powers[1] * w ** powers[2], u, v, w)
        expected = sum(F(int(c.p), int(c.q)) / ((i + 1) * (j + 1) * (k + 1)) for (i, j, k), c in integrand.terms())
        assert law.at(3).moment(powers) == expected


@pytest.mark.parametrize("text", ["fgm(exponential, 1/4)", "fgm(gaussian, 1)", "fgm(geometric(1/2), 1/3)"])
def test_copula_by_the_second_route(text: str) -> None:
    law: Any = parse_law(text)
    assert parse_law(law.description) == law
    points, weights = expectation.nodes(law.at(2), 6)
    starts = sampling.draw(law.at(2), sampling.generator(text, 0), 10_000)
    for powers in ((1, 1), (2, 1), (2, 2), (1, 3)):
        values = np.prod(points ** np.array(powers), axis=1)
        mean = float(weights @ values)
        assert agreement.close(number(law.at(2).moment(powers)), mean, float(weights @ np.abs(values))).agrees
        if sum(powers) <= 3:
            variance, scale = float(weights @ (values - mean) ** 2), float(np.max(np.abs(values)))
            sample = np.prod(starts ** np.array(powers), axis=1)
            assert agreement.sampled(mean, variance, sample, 1e-10, 0, scale=scale).agrees


def test_theta_is_a_probability() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        fgm(Gaussian(), F(5, 4))
    assert fgm(Gaussian(), F(0)).description == "gaussian(sigma=1)"
    assert fgm(Finite(((TWO, ONE),)), ONE).mixed_moment((1, 1), 2) == 4
