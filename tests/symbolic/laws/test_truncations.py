"""Moments of truncated laws: against integrals of the density in balls, against nodes, and against samples."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint
import numpy as np
import pytest
import sympy

from numeric_check.compare import agreement
from numeric_check.laws import sampling
from numeric_check.laws.coordinate_rules import coordinate_rule
from numeric_check.laws.coordinate_sampling import draw_coordinate
from symbolic.algebra.equality import Same, same
from symbolic.algebra.rationals import to_sympy
from symbolic.laws.coordinates import CoordinateLaw, Finite, Gaussian, Laplace, MomentDoesNotExist, Student, Uniform
from symbolic.laws.coordinates.counting import NegativeBinomial, Poisson, binomial
from symbolic.laws.coordinates.derived import affine, mixed
from symbolic.laws.coordinates.intervals import Truncated
from symbolic.laws.coordinates.partial_moments import incomplete_gamma, ratio
from symbolic.laws.coordinates.positive import Beta, Gamma, LogNormal, Pareto, Rayleigh, Triangular, Weibull
from symbolic.laws.coordinates.truncation import truncated
from symbolic.laws.coordinates.unbounded import Cauchy, Gumbel, Logistic

F = Fraction
HALF, ONE, TWO, THREE = F(1, 2), F(1), F(2), F(3)
FAR = 60
"""In place of infinity; what is left out is below exp(-60)."""

Density = Callable[[Any], Any]


@dataclass(frozen=True)
class Case:
    """A law, an interval, and the density in arb, up to a factor."""

    law: CoordinateLaw
    low: Fraction | None
    high: Fraction | None
    density: Density
    ends: tuple[float, float]

    @property
    def truncation(self) -> CoordinateLaw:
        return truncated(self.law, self.low, self.high)


def case(law: CoordinateLaw, low: Fraction | None, high: Fraction | None, density: Density, *ends: float) -> Case:
    start, end = ends or (float(low or 0), float(high or FAR))
    return Case(law, low, high, density, (start, end))


def normal(x: Any) -> Any:
    return (-x * x / 2).exp()


CASES = [
    case(Gaussian(), -ONE, TWO, normal),
    case(Gaussian(), -ONE, ONE, normal),
    case(Gaussian(), ONE, None, normal, 1, 20),
    case(Gaussian(), None, -HALF, normal, -20, -0.5),
    case(Gaussian(), F(30), F(31), lambda x: ((900 - x * x) / 2).exp()),
    case(affine(Gaussian(TWO), -ONE, ONE), F(0), THREE, lambda x: (-((x - 1) ** 2) / 8).exp()),
    case(Laplace(TWO), ONE, None, lambda x: (-x / 2).exp(), 1, 200),
    case(Gamma(ONE, TWO), None, ONE, lambda x: (-x / 2).exp()),
    case(Gamma(F(3, 2)), ONE, TWO, lambda x: x.sqrt() * (-x).exp()),
    case(Gamma(F(5, 2)), TWO, None, lambda x: x * x.sqrt() * (-x).exp(), 2, 120),
    case(Gamma(THREE), ONE, None, lambda x: x * x * (-x).exp(), 1, 120),
    case(Rayleigh(TWO), ONE, THREE, lambda x: x * (-x * x / 8).exp()),
    case(Weibull(TWO), ONE, THREE, lambda x: x * (-x * x).exp()),
    case(Weibull(HALF), ONE, THREE, lambda x: (-x.sqrt()).exp() / x.sqrt()),
    case(Pareto(THREE), None, F(4), lambda x: 1 / x**4, 1, 4),
    case(Pareto(F(5, 2)), TWO, F(4), lambda x: 1 / (x**3 * x.sqrt())),
    case(Beta(TWO, THREE), F(1, 4), HALF, lambda x: x * (1 - x) ** 2),
    case(Triangular(F(0), TWO, THREE), HALF, ONE, lambda x: x),
    case(Triangular(F(0), ONE, THREE), TWO, None, lambda x: 3 - x, 2, 3),
    case(LogNormal(F(0), HALF), HALF, THREE, lambda x: (-2 * x.log() ** 2).exp() / x),
    case(Student(THREE), -ONE, THREE, lambda x: (1 + x * x / 3) ** -2),
    case(Student(F(4)), -ONE, THREE, lambda x: (1 + x * x / 4) ** -2 / (1 + x * x / 4).sqrt()),
    case(Student(TWO), ONE, TWO, lambda x: 1 / ((1 + x * x / 2) * (1 + x * x / 2).sqrt())),
    case(Cauchy(TWO), -ONE, F(5), lambda x: 1 / (4 + x * x)),
]


def integral(density: Density, order: int, ends: tuple[float, float]) -> Any:
    return flint.acb.integral(lambda x, _: x**order * density(x), *ends)


@pytest.mark.sampled(8)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.truncation.description)
def test_moments_are_those_of_the_density(case: Case) -> None:
    """The integrals are enclosed by arb; infinity is replaced by a far point."""
    with flint.ctx.workprec(120):
        whole = integral(case.density, 0, case.ends)
        for order in range(1, 7):
            expected = float((integral(case.density, order, case.ends) / whole).real)
            found = float(sympy.N(sympy.sympify(case.truncation.moment(order)), 30))
            assert found == pytest.approx(expected, rel=1e-13, abs=1e-14)


NODES_TOO = [
    *[case.truncation for case in CASES],
    truncated(Laplace(), -ONE, TWO),
    truncated(Student(F(16)), ONE, None),
    truncated(LogNormal(F(0), F(1, 4)), TWO, None),
    truncated(Poisson(TWO), ONE, None),
    truncated(NegativeBinomial(F(5, 2), HALF), THREE, None),
    truncated(NegativeBinomial(TWO, HALF), THREE, None),
    truncated(affine(Gamma(THREE), F(-2), ONE), F(-9), F(0)),
]
SHARE = agreement.Budget(1e-9).share(3 * len(NODES_TOO))


@pytest.mark.sampled(10)
@pytest.mark.parametrize("law", NODES_TOO, ids=lambda law: law.description)
def test_exact_moments_nodes_and_samples_agree(law: CoordinateLaw) -> None:
    """Nodes come from SciPy's densities, samples from its inverse distribution functions."""
    points, weights = coordinate_rule(law, 6)
    sample = draw_coordinate(law, sampling.generator(law.description, 0), (10_000, 1))[:, 0]
    for order in range(1, 7):
        values = points[:, 0] ** order
        mean = float(weights @ values)
        exact = float(sympy.N(sympy.sympify(law.moment(order)), 20))
        assert agreement.close(exact, mean, float(weights @ np.abs(values))).agrees
        if order <= 3:
            variance, scale = float(weights @ (values - mean) ** 2), float(np.max(np.abs(values)))
            assert agreement.sampled(mean, variance, sample**order, SHARE, 0, scale=scale).agrees


def test_samples_stay_in_the_interval() -> None:
    law = truncated(Gaussian(), F(30), F(31))
    sample = draw_coordinate(law, sampling.generator("far", 0), (1000, 2))
    assert sample.shape == (1000, 2)
    assert 30 <= sample.min() < sample.max() - 0.01 <= 31
    assert sample.max() <= 31


@pytest.mark.parametrize("law", [Gaussian(), Laplace(TWO), Student(THREE), Cauchy()], ids=lambda law: law.description)
def test_odd_moments_vanish_by_symmetry(law: CoordinateLaw) -> None:
    found = truncated(law, -TWO, TWO)
    assert found.symmetric
    assert [found.moment(n) for n in (1, 3, 5)] == [0, 0, 0]
    moved = truncated(affine(law, ONE, THREE), ONE, F(5))
    assert not moved.symmetric
    assert affine(moved, ONE, -THREE) == found
    assert truncated(law, -TWO, THREE).moment(3) != 0


def test_gaussian_moments_follow_the_recursion() -> None:
    """`m_n = (n-1) m_{n-2} - (b^{n-1} φ(b) - a^{n-1} φ(a))/P`, formally."""
    a, b = -1, 2
    law = truncated(Gaussian(), F(a), F(b))
    root = sympy.sqrt(2)
    mass = (sympy.erf(b / root) - sympy.erf(a / root)) / 2
    for n in range(2, 7):
        edge = b ** (n - 1) * sympy.exp(-sympy.Integer(2)) - a ** (n - 1) * sympy.exp(-sympy.Rational(1, 2))
        expected = (n - 1) * law.moment(n - 2) - edge / (sympy.sqrt(2) * sympy.sqrt(sympy.pi) * mass)
        assert isinstance(same(law.moment(n).doit(), expected.doit()), Same)


SAME = [
    (truncated(Gaussian(), None, None), Gaussian()),
    (truncated(Gamma(ONE), F(-3), None), Gamma(ONE)),
    (truncated(Gamma(ONE), ONE, None), affine(Gamma(ONE), ONE, ONE)),
    (truncated(Gamma(ONE), ONE, TWO), affine(truncated(Gamma(ONE), None, ONE), ONE, ONE)),
    (truncated(Laplace(), ONE, TWO), truncated(Gamma(ONE), ONE, TWO)),
    (truncated(Laplace(), -TWO, -ONE), affine(truncated(Gamma(ONE), ONE, TWO), -ONE)),
    (truncated(Pareto(THREE), TWO, None), Pareto(THREE, TWO)),
    (truncated(Triangular(-ONE, F(0), ONE), None, F(0)), Triangular(-ONE, F(0), F(0))),
    (truncated(Triangular(-ONE, F(0), ONE), -HALF, F(0)), truncated(Triangular(-ONE, F(0), TWO), -HALF, F(0))),
    (truncated(truncated(Gaussian(), -TWO, ONE), -ONE, THREE), truncated(Gaussian(), -ONE, ONE)),
    (truncated(affine(Gaussian(), F(-2)), F(0), TWO), affine(truncated(Gaussian(), F(0), ONE), TWO)),
    (affine(truncated(Gaussian(), F(0), ONE), -ONE), truncated(Gaussian(), -ONE, F(0))),
    (affine(truncated(Beta(TWO, THREE), F(0), HALF), -ONE, ONE), truncated(Beta(THREE, TWO), HALF, ONE)),
    (truncated(Uniform(), F(0), TWO), affine(Uniform(HALF), ONE, HALF)),
    (truncated(NegativeBinomial(ONE, HALF), TWO, None), affine(NegativeBinomial(ONE, HALF), ONE, TWO)),
    (truncated(truncated(Poisson(ONE), ONE, None), TWO, None), truncated(Poisson(ONE), F(3, 2), None)),
    (truncated(binomial(2, HALF), ONE, None), Finite(((ONE, F(2, 3)), (TWO, F(1, 3))))),
    (
        truncated(mixed([(Uniform(), HALF), (Finite(((ONE, ONE),)), HALF)]), F(0), TWO),
        mixed([(affine(Uniform(HALF), ONE, HALF), F(1, 3)), (Finite(((ONE, ONE),)), F(2, 3))]),
    ),
]


@pytest.mark.parametrize(("one", "other"), SAME, ids=lambda law: law.description)
def test_equal_laws_compare_equal(one: CoordinateLaw, other: CoordinateLaw) -> None:
    assert one == other


REFUSED = [
    (Gaussian(), ONE, ONE, "no interval"),
    (Gaussian(), TWO, ONE, "not be above"),
    (Gaussian(), F(40), F(41), "nothing is left"),
    (Gaussian(), F(0), F(1, 10**20), "narrower"),
    (Student(THREE), F(10**9), None, "nothing is left"),
    (Gamma(ONE), -TWO, -ONE, "no interval"),
    (Poisson(ONE), F(400), None, "nothing is left"),
    (Poisson(ONE), F(1, 3), HALF, "no value"),
    (Gamma(F(1, 3)), ONE, TWO, "no closed form"),
    (Logistic(), ONE, TWO, "no closed form"),
    (Gumbel(), ONE, TWO, "no closed form"),
    (Student(F(7, 2)), ONE, TWO, "no closed form"),
    (mixed([(Gaussian(), HALF), (Laplace(), HALF)]), ONE, TWO, "not rational"),
]


@pytest.mark.parametrize(("law", "low", "high", "why"), REFUSED)
def test_what_is_refused(law: CoordinateLaw, low: Fraction, high: Fraction | None, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        truncated(law, low, high)


def test_half_lines_keep_the_end_of_the_moments() -> None:
    law = truncated(Student(THREE), ONE, None)
    assert law.moments_below == 3
    assert law.moment(2) != 0
    with pytest.raises(MomentDoesNotExist, match="end below 3"):
        law.moment(3)


def test_incomplete_gamma_and_ratio_refer_to_one_mass() -> None:
    part, whole = incomplete_gamma(F(5, 2), 0, 1), incomplete_gamma(HALF, 0, 1)
    found = ratio(sympy.expand(part), sympy.expand(whole))
    expected = sympy.lowergamma(sympy.Rational(5, 2), 1) / sympy.lowergamma(sympy.Rational(1, 2), 1)
    assert abs(sympy.N(found - expected, 30)) < sympy.Rational(1, 10**25)


def test_far_tail_keeps_its_digits() -> None:
    """The mass is 1e-198: a difference of two numbers near 1 would lose it. Mills' ratio `m_1 = x + 1/x - 2/x³ + …`."""
    law = truncated(Gaussian(), F(30), None)
    series = 30 + F(1, 30) - F(2, 30**3) + F(10, 30**5)
    assert abs(sympy.N(law.moment(1) - to_sympy(series), 20)) < sympy.Rational(74 * 2, 30**7)
    assert isinstance(law, Truncated)
