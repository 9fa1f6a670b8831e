"""The slope averaged over the start: what it notices, for every kind of law, and what it needs of a law."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from unittest.mock import patch

import numpy as np
import pytest

from mesaproof.reading.law_spec import law_at, parse_law
from numeric_check.compare import agreement
from numeric_check.compare.agreement import Comparison
from numeric_check.laws.rules import factors
from proofs.zheng2024.answers.mean_slope import averaged_slope
from proofs.zheng2024.answers.mean_slope.averaged_slope import points_for
from proofs.zheng2024.answers.mean_slope.comparing import compared
from proofs.zheng2024.answers.mean_slope.controlled_slope import controlled
from proofs.zheng2024.answers.mean_slope.slope import Slope
from proofs.zheng2024.flow.line_flow import KAPPA1
from proofs.zheng2024.line import trained
from proofs.zheng2024.model import variance
from proofs.zheng2024.second_route import start_points
from symbolic.algebra.harmonics import to_float
from symbolic.expectation.exact_moments import total
from symbolic.laws import IID
from symbolic.laws.coordinates import Gaussian, MomentDoesNotExist
from symbolic.laws.empirical import Empirical

ALARM = 1e-9

LAWS = (
    "gaussian",
    "laplace",
    "uniform",
    "rademacher",
    "lognormal",
    "lognormal(sigma=2)",
    "student(9)",
    "poisson",
    "shift(exponential, -1)",
    "sphere",
    "equicorrelated(sigma=1, rho=1/2)",
    "ones",
    "mixture(1/2: gaussian, 1/2: laplace)",
    "scale_mixture(gaussian, gamma(2))",
    "product(gaussian, laplace, uniform)",
)


def slope_of(text: str, d: int = 3, T: int = 8) -> Slope:
    law = law_at(parse_law(text), d)
    u = to_float(trained.ab_line(law, T))
    return Slope(law, T, u, u * (T - 2) * to_float(total(law, KAPPA1)), seed=5)


@pytest.mark.parametrize("text", LAWS)
def test_a_millionth_is_noticed_where_draws_do_not_notice_a_hundredth(text: str) -> None:
    slope = slope_of(text)
    found, moments = compared(slope, ALARM, None)
    assert moments is None
    assert (found.agrees, found.false_alarm) == (True, ALARM)
    assert found.resolution < 1e-6 * slope.scale
    assert not compared(replace(slope, u=slope.u * (1 + 1e-4)), ALARM, None)[0].agrees
    try:
        drawn = variance.radial_second_moment(slope.law, slope.T, slope.u)
    except MomentDoesNotExist:
        assert text == "student(9)"
        return
    as_many = found.samples * 2**3
    assert agreement.resolution(as_many, drawn, ALARM, agreement.MISS) > 0.01 * slope.scale


def test_nodes_of_another_law_are_refused() -> None:
    """Its standard deviation is larger by a hundred-thousandth."""
    other = IID(Gaussian(1 + Fraction(1, 10**5))).at(3)
    with patch("proofs.zheng2024.second_route.start_points.factors", lambda law, degree: factors(other, degree)):
        found, _ = compared(slope_of("gaussian"), ALARM, None)
    assert not found.agrees


def test_starts_are_drawn_where_nodes_are_too_many() -> None:
    assert points_for(slope_of("gaussian", d=30, T=100), None) is None
    assert points_for(slope_of("gaussian", d=30, T=100), 0.01) is not None
    assert points_for(slope_of("equicorrelated(sigma=1, rho=1/2)", d=10), 0.01) is None


def test_a_resolution_that_is_asked_for_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the controls are so poor that it takes more turns."""
    monkeypatch.setattr(averaged_slope, "PILOT", 2)
    slope = slope_of("rademacher")
    found, _ = compared(slope, ALARM, 0.05)
    assert found.samples > averaged_slope.FEWEST_TURNS
    assert found.agrees
    assert found.resolution <= 0.05 * slope.scale


@pytest.mark.parametrize("text", ["gaussian", "equicorrelated(sigma=1, rho=1/2)"])
@pytest.mark.parametrize("by", [compared, controlled])
def test_at_every_rate_some_shift_is_noticed(text: str, by: Callable[..., tuple[Comparison, object]]) -> None:
    found, _ = by(slope_of(text), 1e-60, None)
    assert found.agrees
    assert found.resolution < slope_of(text).scale


def test_many_points_are_chosen_part_by_part_with_the_means_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = np.random.default_rng(3).standard_exponential((2000, 2))
    law = Empirical(tuple(tuple(int(x) for x in column) for column in np.round(rows * 10**6).T), 10**6)
    monkeypatch.setattr(start_points, "AT_ONCE", 150)
    squares, weights = start_points._squares(law)
    assert len(weights) <= 12
    exact = [(n, m) for n in range(4) for m in range(4 - n)]
    found = [float(np.sum(weights * squares[:, 0] ** n * squares[:, 1] ** m)) for n, m in exact]
    assert found == pytest.approx([float(law.moment((2 * n, 2 * m))) for n, m in exact], rel=1e-11)
