"""Claims on step sizes, short sequences and small violations: verdicts, and training of the full model beside them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
import sympy

from numeric_check.arrays import Real
from numeric_check.model.curvature import largest_stable_step
from numeric_check.model.training import Diverged
from proofs.verdict import Outcome, Verdict
from proofs.zheng2024 import notation
from proofs.zheng2024.line.short_sequences import FAMILIES, STATED
from proofs.zheng2024.robustness import response
from proofs.zheng2024.robustness.response_route import change, independent, times, weights
from proofs.zheng2024.robustness.robustness import skewed
from proofs.zheng2024.second_route.forward import on_line
from proofs.zheng2024.second_route.line_trajectory import off_line_part
from proofs.zheng2024.second_route.model_training import descend, flow
from proofs.zheng2024.second_route.population import Population
from symbolic.algebra.notation import T, d
from symbolic.laws import IID, Atoms, Law
from symbolic.laws.coordinates import Finite, Gaussian, rademacher

KEYS = ("step-size", "short-sequences", "robustness", "robustness-coordinates")
SIZE, LENGTH = 2, 4
VALUES = tuple((Fraction(x), Fraction(1, 8) if abs(x) == 2 else Fraction(1, 4)) for x in range(-2, 3))
BASE = IID(Finite(VALUES)).at(SIZE)
NUMBERS = {T: LENGTH, d: SIZE, notation.m2: sympy.Rational(3, 2), notation.m4: sympy.Rational(9, 2)}
NUMBERS |= {notation.m6: sympy.Rational(33, 2), **{symbol: n for n, symbol in response.CHANGES.items()}}


@pytest.mark.parametrize("key", KEYS)
def test_is_proved(key: str, verdicts: Mapping[str, Verdict]) -> None:
    verdict = verdicts[f"zheng2024/{key}"]
    assert verdict.outcome is Outcome.PROVED, verdict.reason


@pytest.mark.parametrize(("name", "length"), STATED)
def test_the_product_at_short_lengths_grows_with_the_length(name: str, length: int) -> None:
    later = {10: sympy.oo, 3: STATED.get((name, 10), sympy.oo)}[length]
    at_five = STATED[name, length].subs(d, 5)
    assert at_five <= (FAMILIES[name].at(5).moment((4, 0, 0, 0, 0)) / FAMILIES[name].at(5).moment((6, 0, 0, 0, 0)))
    assert later == sympy.oo or at_five <= later.subs(d, 5)


def test_the_predicted_limit_is_not_a_fifth_at_length_three() -> None:
    run = flow(Population(IID(Gaussian()).at(5), 3), on_line(5, 0.3, 0.3), 20.0, records=2)
    assert abs(run.products[-1] - 1 / 9) < 1e-8


LAW = IID(rademacher()).at(2)
RATE = {"c1": 2.0, "c2": 3.5}
"""At d = 2, T = 4."""


def ending(start: tuple[float, float], factor: float, steps: int = 4000) -> tuple[float, float, float]:
    """Where descent of the full model ends from a start on the line, with a step of `factor` over k; and its size."""
    spread = start[0] ** 2 - start[1] ** 2
    k = float(np.hypot(2 * RATE["c1"], RATE["c2"] * spread))
    run = descend(Population(LAW, LENGTH), on_line(2, *start), factor / k, steps, every=steps)
    return float(run.a[-1]), float(run.b[-1]), float(run.off_line[-1])


def best() -> float:
    return RATE["c1"] / RATE["c2"]


@pytest.mark.sampled(1)
@pytest.mark.parametrize("start", [(0.1, 0.1), (0.5, 0.9), (-0.2, 0.7)])
def test_steps_up_to_one_over_k_reach_the_flows_product_at_a_flatter_point(start: tuple[float, float]) -> None:
    x, y, off = ending(start, 1.0)
    assert abs(x * y - best()) < 1e-12
    assert off < 1e-12
    before, after = start[0] ** 2 - start[1] ** 2, x * x - y * y
    assert abs(after) < abs(before) or before == 0
    assert after * before >= 0


@pytest.mark.parametrize("slope", [1.0, 2.0])
def test_the_largest_stable_step_divides_attraction_from_repulsion(slope: float) -> None:
    point = (slope * best() ** 0.5, best() ** 0.5 / slope)
    near = (point[0] * (1 + 1e-4), point[1])
    for factor, attracts in ((1.9, True), (2.1, False)):
        k = RATE["c2"] * (point[0] ** 2 + point[1] ** 2)
        run = descend(Population(LAW, LENGTH), on_line(2, *near), factor / k, 60)
        gaps = np.abs(run.products - best())
        assert (gaps[-1] < gaps[0] / 50) if attracts else (gaps[-1] > 10 * gaps[0])


def test_next_to_the_line_less_will_do() -> None:
    """A step that is stable on the line, and not for the full model: a small push off the line grows."""
    side = best() ** 0.5
    source, point = Population(LAW, LENGTH), on_line(2, side, side)
    on, full = 1 / RATE["c1"], largest_stable_step(source, point)
    assert full < on
    push = {name: 1e-6 * np.ones((2, 2)) for name in ("W_PV_13", "W_KQ_22", "W_KQ_33")}
    middle = (full * on) ** 0.5
    grown = [descend(source, {**point, **push}, step, 12).off_line for step in (0.9 * full, middle)]
    assert grown[0][-1] < 2 * grown[0][0]
    assert grown[1][-1] > 10 * grown[1][0]


def test_a_far_too_large_step_diverges() -> None:
    with pytest.raises(Diverged):
        descend(Population(LAW, LENGTH), on_line(2, 1.0, 2.0), 3.0, 100)


def trained(law: Law) -> tuple[float, float, float, dict[str, Real]]:
    """Mean diagonals, their product, and all blocks, where training comes to rest."""
    start = on_line(law.d, 0.4, 0.4)
    run = flow(Population(law, LENGTH), start, 12.0, rtol=1e-12, atol=1e-14, records=2)
    last = run.last
    speed = max(float(np.abs(g).max()) for g in Population(law, LENGTH).gradient(last).values())
    assert speed < 1e-10
    return float(run.a[-1]), float(run.b[-1]), float(run.products[-1]), last


THIRDS = (Fraction(1), Fraction(1, 2), Fraction(1, 4))


def test_training_ends_where_the_response_to_skewness_says() -> None:
    """Displacement over the square of the third moment tends to the derivative, its error as the fourth power."""
    found, relative = response.skewed_response(), []
    expected = [float(value.subs(NUMBERS).doit()) for value in (found.x, found.y, found.product)]
    bare = float(response.trained_product().subs(NUMBERS).doit())
    for third in THIRDS:
        x, y, product, last = trained(skewed(BASE, third))
        square = float(third) ** 2
        beside = (last["W_KQ_32"][0, 1] / x / square, last["W_PV_12"][0, 1] / y / square)
        measured = np.array([*beside, (product / bare - 1) / square**2])
        relative.append(np.abs(measured / expected - 1))
        other = {n: block for n, block in off_line_part(last).items() if n not in ("W_KQ_32", "W_PV_12")}
        assert max(float(np.abs(block).max()) for block in other.values()) < 1e-10
    for larger, smaller in pairwise(relative):
        assert np.all(np.abs(larger / smaller - 16) < 1), (larger, smaller)


def test_displacement_off_the_line_falls_by_four_and_of_the_product_by_sixteen() -> None:
    runs = [trained(skewed(BASE, third)) for third in THIRDS[1:]]
    bare = float(response.trained_product().subs(NUMBERS).doit())
    off = [run[3]["W_KQ_32"][0, 1] for run in runs]
    shift = [run[2] - bare for run in runs]
    assert abs(off[0] / off[1] - 4) < 0.05
    assert abs(shift[0] / shift[1] - 16) < 0.4


def scaled(part: Fraction) -> Law:
    """The first coordinate larger by a part, the second smaller."""
    base = dict(VALUES)
    table = independent(base, [{}] * SIZE).atoms
    points = [[x * (1 + part), y * (1 - part)] for (x, y), _ in table]
    return Atoms.of(points, [weight for _, weight in table])


@pytest.mark.slow
def test_training_ends_where_the_response_to_differing_scales_says() -> None:
    key, value = (float(x.subs(NUMBERS).doit()) for x in response.differing_response())
    bare, errors = float(response.trained_product().subs(NUMBERS).doit()), []
    for part in (Fraction(1, 20), Fraction(1, 40), Fraction(1, 80)):
        *_, last = trained(scaled(part))
        products = np.diag(last["W_KQ_32"]) * np.diag(last["W_PV_12"])
        errors.append(abs(float(products[0] / bare - 1) / float(part) / (key + value) - 1))
    assert errors[0] / errors[1] == pytest.approx(2, abs=0.2)
    assert errors[1] / errors[2] == pytest.approx(2, abs=0.1)


def test_changes_of_weights_have_the_moments_they_are_asked_for() -> None:
    base = weights(BASE)
    odd = change(base, {0: Fraction(0), 1: Fraction(0), 2: Fraction(0), 3: Fraction(1), 4: Fraction(0)})
    assert [sum(w * x**n for x, w in odd.items()) for n in range(5)] == [0, 0, 0, 1, 0]
    law = independent(base, [times(Fraction(1, 100), odd), {}])
    assert law.moment((3, 0)) == Fraction(1, 100)
    assert law.moment((0, 3)) == 0
    assert law.moment((6, 0)) == Fraction(33, 2)
