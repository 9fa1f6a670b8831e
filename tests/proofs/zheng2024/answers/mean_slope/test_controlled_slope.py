"""Drawn sequences with control variates: what they notice, and that the controls never see the slope's formula."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from numeric_check.arrays import Real
from numeric_check.compare import agreement
from numeric_check.laws.rules import factors, joined
from numeric_check.laws.sampling import draw, generator
from proofs.zheng2024.answers.mean_slope import controlled_slope
from proofs.zheng2024.answers.mean_slope.controlled_slope import controlled, sequences
from proofs.zheng2024.answers.mean_slope.slope import Slope
from proofs.zheng2024.line import trained
from proofs.zheng2024.model import variance
from proofs.zheng2024.second_route import radial_controls
from symbolic.algebra.harmonics import to_float
from symbolic.laws import IID
from symbolic.laws.coordinates import Gaussian, Laplace, rademacher

ALARM = 1e-9


def slope_of(law: IID, d: int = 3, T: int = 8) -> Slope:
    member = law.at(d)
    u = to_float(trained.ab_line(member, T))
    return Slope(member, T, u, u * (T - 2) * float(member.moment((4, *[0] * (d - 1)))) * d, seed=5)


@pytest.fixture(autouse=True)
def few_sequences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(controlled_slope, "OPERATIONS", 1e6)


@pytest.mark.parametrize("law", [IID(Gaussian()), IID(Laplace())], ids=lambda law: str(law.description))
def test_controls_resolve_finer_and_leave_the_mean(law: IID) -> None:
    slope = slope_of(law)
    found, moments = controlled(slope, ALARM, None)
    whole = variance.radial_second_moment(slope.law, slope.T, slope.u)
    plain = agreement.resolution(found.samples, whole, ALARM, agreement.MISS)
    assert moments is not None
    assert found.agrees
    assert moments.agrees
    assert (found.false_alarm, moments.kind) == (ALARM, "quadrature")
    assert 2.5 * found.resolution < plain


def test_a_point_beside_the_best_one_is_refused() -> None:
    slope = slope_of(IID(Laplace()))
    found, moments = controlled(replace(slope, u=1.5 * slope.u), ALARM, None)
    assert not found.agrees
    assert moments is not None
    assert moments.agrees


def test_without_nodes_the_means_are_those_of_draws_which_share_the_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(controlled_slope, "_nodes", lambda slope: None)
    found, moments = controlled(slope_of(IID(Gaussian())), ALARM, None)
    assert moments is not None
    assert (found.agrees, moments.agrees, moments.kind) == (True, True, "sampled")
    assert found.false_alarm + moments.false_alarm == ALARM


def test_draws_of_another_law_are_refused_by_their_means(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are draws with half as much variance again; the residual alone would not show it."""
    monkeypatch.setattr(controlled_slope, "_nodes", lambda slope: None)
    name = "proofs.zheng2024.answers.mean_slope.controlled_slope.draw"
    monkeypatch.setattr(name, lambda law, rng, m: np.sqrt(1.5) * draw(law, rng, m))
    _, moments = controlled(slope_of(IID(Gaussian())), ALARM, None)
    assert moments is not None
    assert not moments.agrees


def test_nodes_of_another_law_are_refused_by_their_means(monkeypatch: pytest.MonkeyPatch) -> None:
    other = IID(Gaussian(Fraction(1) + Fraction(1, 10**6))).at(3)
    monkeypatch.setattr(controlled_slope, "_nodes", lambda slope: joined(factors(other, 6)))
    _, moments = controlled(slope_of(IID(Gaussian())), ALARM, None)
    assert moments is not None
    assert (moments.kind, moments.agrees) == ("quadrature", False)


def test_where_starts_do_not_spread_nothing_is_taken_off() -> None:
    found, moments = controlled(slope_of(IID(rademacher(1))), ALARM, None)
    assert moments is None
    assert (found.agrees, found.false_alarm) == (True, ALARM)


def test_controls_are_fixed_before_the_sequences_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    slope, fits = slope_of(IID(Gaussian())), []
    fitted = radial_controls.fitted

    def recorded(x1: Real, slopes: Real) -> radial_controls.Controls:
        fits.append(x1)
        return fitted(x1, slopes)

    monkeypatch.setattr(radial_controls, "fitted", recorded)
    controlled(slope, ALARM, None)
    [pilot] = fits
    [(starts, _)] = sequences(slope, "", len(pilot))
    assert not np.isin(pilot, starts).any()


def test_a_polynomial_of_power_sums_is_fitted_exactly() -> None:
    x1 = generator("controls", 0).standard_normal((200, 3))
    known = {indices: float(n) for n, indices in enumerate(radial_controls.PRODUCTS, 1)}
    fitted = radial_controls.fitted(x1, radial_controls.values(known, x1) + 7)
    assert fitted == pytest.approx(known, rel=1e-6)
