"""The planned number of samples is the smallest that reaches the resolution; what cannot be reached is refused."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import ceil, floor, inf, log, nan, sqrt

import numpy as np
import pytest

from numeric_check.compare import agreement, anytime, planning
from numeric_check.compare.agreement import MISS, MISS_SURE, sampled
from numeric_check.compare.planning import anytime_samples_for, samples_for
from numeric_check.laws.sampling import generator

Plan = Callable[[float, float, float, float], int]
Resolution = Callable[[int, float, float, float], float]
PLANS: list[tuple[Plan, Resolution]] = [(samples_for, agreement.resolution), (anytime_samples_for, anytime.resolution)]
REQUESTS = [
    (r, v, rate, miss)
    for r in (3e-3, 0.02, 1.0, 50.0)
    for v in (0.5, 40.0)
    for rate in (1e-2, 1e-9)
    for miss in (MISS, MISS_SURE)
]


@pytest.mark.parametrize(("plan", "resolution"), PLANS)
@pytest.mark.parametrize(("requested", "variance", "rate", "miss"), REQUESTS)
def test_the_planned_size_is_the_smallest(
    plan: Plan, resolution: Resolution, requested: float, variance: float, rate: float, miss: float
) -> None:
    n = plan(requested, variance, rate, miss)
    assert resolution(n, variance, rate, miss) <= requested < resolution(n - 1, variance, rate, miss)


@pytest.mark.parametrize(("requested", "variance", "rate", "miss"), REQUESTS)
def test_the_fixed_sample_in_closed_form(requested: float, variance: float, rate: float, miss: float) -> None:
    level = log(2 / rate)
    least = 6 * level + 2 * log(1 / miss)
    unit = requested * sqrt(2 * level / variance)
    exact = ((unit + least / unit) / 2) ** 2 if unit < sqrt(least) else floor(least) + 1
    assert samples_for(requested, variance, rate, miss) == pytest.approx(ceil(exact), abs=1)


def test_a_planned_comparison_resolves_what_was_asked() -> None:
    n = samples_for(0.25, 1.0, 1e-9)
    found = sampled(0.0, 1.0, generator("planning", 0).standard_normal(n), 1e-9, 0)
    assert found.agrees
    assert found.resolution < found.resolution_sure <= 0.25
    assert not sampled(0.25, 1.0, generator("planning", 0).standard_normal(n), 1e-9, 0).agrees


@pytest.mark.parametrize(("plan", "resolution"), PLANS)
def test_resolutions_fall_with_the_samples(plan: Plan, resolution: Resolution) -> None:
    """The bisection rests on it: at consecutive sizes and at sizes far apart."""
    sizes = [*range(1, 500), *np.unique(np.geomspace(500, planning.MOST, 200).astype(int)).tolist()]
    found = [resolution(n, 2.0, 1e-9, MISS) for n in sizes]
    assert all(later <= earlier for earlier, later in pairwise(found))


@pytest.mark.parametrize(("plan", "resolution"), PLANS)
def test_without_spread_one_sample_does(plan: Plan, resolution: Resolution) -> None:
    assert plan(1e-9, 0.0, 1e-9, MISS) == 1


@pytest.mark.parametrize("plan", [samples_for, anytime_samples_for])
@pytest.mark.parametrize(
    ("requested", "variance", "rate", "miss", "message"),
    [
        (0.0, 1.0, 1e-9, MISS, "positive and finite"),
        (-1.0, 1.0, 1e-9, MISS, "positive and finite"),
        (inf, 1.0, 1e-9, MISS, "positive and finite"),
        (nan, 1.0, 1e-9, MISS, "positive and finite"),
        (0.1, inf, 1e-9, MISS, "rest on the exact routes"),
        (0.1, nan, 1e-9, MISS, "finite bound"),
        (0.1, -1.0, 1e-9, MISS, "finite bound"),
        (0.1, 1.0, 0.0, MISS, "false-alarm rate"),
        (0.1, 1.0, 1e-9, 0.0, "to miss a shift"),
        (0.1, 1.0, 1e-9, 1.0, "to miss a shift"),
        (1e-7, 1.0, 1e-9, MISS, r"more than 1e\+12 samples"),
    ],
)
def test_impossible_requests_are_refused(
    plan: Plan, requested: float, variance: float, rate: float, miss: float, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        plan(requested, variance, rate, miss)


def test_the_anytime_test_resolves_no_finer_than_its_last_scale() -> None:
    limit = anytime.resolution(planning.MOST, 1.0, 1e-9, MISS)
    assert anytime_samples_for(limit, 1.0, 1e-9, MISS) <= planning.MOST
    with pytest.raises(ValueError, match="rest on the exact routes"):
        anytime_samples_for(limit * 0.99, 1.0, 1e-9, MISS)
    assert samples_for(limit * 0.99, 1.0, 1e-9, MISS) < planning.MOST
