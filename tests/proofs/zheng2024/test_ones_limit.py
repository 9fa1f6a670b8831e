"""The limit for the all-ones start at every T and d: what is proved, what is refused, and the full model trained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import isclose, sqrt

import flint
import numpy as np
import pytest
import sympy

from numeric_check.model.points import flat, named
from proofs.catalogue import find
from proofs.parts import Settled
from proofs.verdict import Outcome, Verdict
from proofs.zheng2024.landscape.landscape_route import at_rest
from proofs.zheng2024.ones import ones_forms, ones_long, ones_point, ones_root
from proofs.zheng2024.ones.exchangeable_rest import curves, energy_is_definite
from proofs.zheng2024.ones.ones_forms import D, G, H, N, X
from proofs.zheng2024.ones.ones_limit import AT_TWO, LONG, REST, ROOT, WIDE, exchangeable, point
from proofs.zheng2024.ones.ones_positive import harmonic, positive_at, positive_from
from proofs.zheng2024.second_route.forward import on_line, shapes
from proofs.zheng2024.second_route.population import Population
from symbolic.algebra.notation import d
from symbolic.decide.outcomes import Fails, Holds
from symbolic.laws import Ones

KQ, PV = "W_KQ_32", "W_PV_12"


def test_the_shortest_length_is_proved(verdicts: Mapping[str, Verdict]) -> None:
    verdict = verdicts["zheng2024/ones-limit-three"]
    assert verdict.outcome is Outcome.PROVED, verdict.reason


def test_what_is_stated_holds(verdicts: Mapping[str, Verdict]) -> None:
    settled = [part.name for part in find("zheng2024/ones-limit").parts if isinstance(part, Settled)]
    assert settled == ["forms", "quintic", "point", "root", "long", "wide"]
    assert verdicts["zheng2024/ones-limit"].outcome is Outcome.PROVED


@pytest.mark.parametrize("power", range(6))
def test_a_wrong_coefficient_is_refused(power: int) -> None:
    altered = tuple(c + int(5 - k == power) for k, c in enumerate(AT_TWO))
    answer = ones_forms.settle_quintic(altered)
    assert isinstance(answer, Fails)
    assert f"x^{power}" in answer.because


@pytest.mark.parametrize("power", range(6))
def test_the_velocities_vanish_at_no_other_polynomial(power: int, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = replace(ones_forms.forms(), c=ones_forms.forms().c)
    object.__setattr__(wrong, "quintic", ones_forms.forms().quintic + D * X**power)
    monkeypatch.setattr(ones_forms, "forms", lambda: wrong)
    assert isinstance(point(REST), Fails)
    assert isinstance(ones_forms.settle_quintic(AT_TWO), Fails)


@pytest.mark.parametrize("altered", [(REST[0], 2 * REST[1]), (-REST[0], REST[1]), (REST[0] + 1, REST[1])])
def test_another_point_is_refused(altered: tuple[sympy.Expr, sympy.Expr]) -> None:
    assert isinstance(point(altered), Fails)


@pytest.mark.parametrize(
    "altered", [(5, 1, ROOT[2]), (4, 2, ROOT[2]), (4, 1, ROOT[2].closure), (4, 1, sympy.Interval.open(-2, 0))]
)
def test_another_root_is_refused(altered: tuple[int, int, sympy.Set]) -> None:
    assert isinstance(ones_root.settle_root(altered), Fails)


@pytest.mark.parametrize("n", range(4))
def test_another_limit_is_refused(n: int) -> None:
    altered = tuple(c * (1 + (k == n)) for k, c in enumerate(LONG))
    assert isinstance(ones_long.settle_long(altered), Fails)
    assert not ones_long.sequence(altered[n], [ones_long.long_values(2, 10**k)[n] for k in (2, 4, 6)], SIZES).approaches


SIZES = [(2, 100), (2, 10**4), (2, 10**6)]


def test_limits_for_large_d_are_followed() -> None:
    assert isinstance(ones_long.settle_wide(WIDE), Holds)
    assert isinstance(ones_long.settle_wide((WIDE[0], WIDE[1] + 1)), Fails)


def test_the_form_of_the_energy_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """With another polynomial a step of the proof fails, at one length and at all."""
    turned = tuple(-c for c in ones_forms.quintic())
    monkeypatch.setattr(ones_root, "quintic", lambda: turned)
    assert ones_root.doubted_at(4) == "its leading coefficient"
    assert not positive_from(next(ones_root.inequalities()).value, 12)


def test_positivity_is_not_given_away() -> None:
    assert not positive_from(H - N, 12)
    assert not positive_from(D * N - 20 * H, 12)
    with pytest.raises(ArithmeticError, match="n = 1"):
        positive_from(D * N, 3)
    assert positive_at(N - H, 4)
    assert not positive_at(N - H, 3)


def test_positive_means_positive_wherever_h_and_g_can_be() -> None:
    """`c − g` and `g − c` for many c: what is said to be positive from T = 12 on is so wherever it is tried."""
    m, second = 10, harmonic(10, 2)
    said = 0
    for k in range(-4, 25):
        c = second + flint.fmpq(k, 100)
        for sign in (1, -1):
            value = sign * (G - c)
            if positive_from(value, m + 2):
                said += 1
                lengths = (m, m + 1, m + 5, 3 * m, 200 * m)
                assert all(sign * (harmonic(n, 2) - c) > 0 for n in lengths), (sign, k)
    assert said == 19


def test_five_real_roots_are_not_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """`−2d (x + 1/(2d)) (x + 2) (x + 3) (x + 4) (x + 5)` passes every step but the count."""
    four = sympy.Poly(sympy.prod(sympy.Symbol("x") + n for n in (2, 3, 4, 5))).all_coeffs()[::-1]
    below, above = [0, *map(int, four)], [*map(int, four), 0]
    five = tuple(-2 * D * low - high for low, high in zip(below, above, strict=True))
    monkeypatch.setattr(ones_root, "quintic", lambda: five)
    assert ones_root.count(2, 5) == 5
    assert ones_root.doubted_at(5) == "the count at d = 2"


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("size", "length"), [(2, 4), (3, 7), (4, 11), (5, 12), (7, 30), (5, 100)])
def test_the_listed_elimination_finds_the_same(size: int, length: int) -> None:
    """`exchangeable_rest` eliminates at one d and T, in SymPy, and counts by Sturm's theorem."""
    law, found = Ones().at(size), ones_point.point(size, length)
    (curve,) = curves(law, length)
    for value, other in zip(curve.values, (found.ratio, found.other, found.product), strict=True):
        assert abs(value - other) < flint.arb("1e-30")
    assert energy_is_definite(law, length)
    assert ones_root.count(size, length) == 1
    assert -1 < size * found.ratio < 0


@pytest.mark.sampled(1)
@pytest.mark.parametrize(
    ("size", "length", "start"), [(2, 7, (0.5, 0.5)), (3, 6, (-0.75, -0.25)), (3, 5, (1.0, 0.25)), (3, 12, (0.3, 0.6))]
)
def test_training_ends_there(size: int, length: int, start: tuple[float, float]) -> None:
    source, exact = Population(Ones().at(size), length), ones_point.point(size, length)
    end = at_rest(source, on_line(size, *start))
    a, b = end[KQ][0, 0], end[PV][0, 0]
    x, y, u = (float(value) for value in (exact.ratio, exact.other, exact.product))
    assert np.allclose([end[KQ][0, 1] / a, end[PV][0, 1] / b, a * b], [x, y, u], rtol=1e-8, atol=0)
    zero = {name: np.zeros_like(block) for name, block in end.items()}
    assert isclose(1 - source.loss(end) / source.loss(zero), float(exact.gain), rel_tol=1e-9)
    p, q, c = 1 + (size - 1) * x**2, 1 + (size - 1) * y**2, start[0] ** 2 - start[1] ** 2
    assert isclose(a**2, (c + sqrt(c**2 + 4 * p * q * u**2)) / (2 * p), rel_tol=1e-8)
    assert b * start[1] > 0


@pytest.mark.parametrize(("size", "length"), [(2, 4), (3, 4), (3, 6)])
def test_from_four_on_no_direction_leads_down(size: int, length: int) -> None:
    exact = ones_point.point(size, length)
    side = sqrt(float(exact.product))
    ratio, other = float(exact.ratio), float(exact.other)
    blocks = {**on_line(size, 0.0, 0.0), KQ: exchangeable(size, side, ratio), PV: exchangeable(size, side, other)}
    source, here, step = Population(Ones().at(size), length), flat(blocks, shapes(size)), 1e-4

    def slope(point: np.ndarray) -> np.ndarray:
        return flat(source.gradient(named(point, source.blocks)), source.blocks)

    ways = step * np.eye(len(here))
    curvature = np.array([(slope(here + way) - slope(here - way)) / (2 * step) for way in ways])
    assert np.linalg.eigvalsh((curvature + curvature.T) / 2)[0] > -1e-6


def test_the_polynomial_is_zero_at_three_only() -> None:
    assert all(ones_root.at_size(size, 3).is_zero for size in (2, 3, 9))
    assert not any(ones_root.at_size(size, 4).is_zero for size in (2, 3, 9))
    assert ones_forms.polynomial(d * 2) == 2 * D
