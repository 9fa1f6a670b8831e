"""The comparison keeps its false-alarm rate, catches what it says it catches, and refuses nonsense."""

from __future__ import annotations

from math import inf, log, nan, sqrt

import numpy as np
import pytest
from scipy import stats

from numeric_check import agreement
from numeric_check.agreement import Budget, close, sampled
from numeric_check.forward import Real
from numeric_check.sampling import generator

RATE = 1e-2
REPETITIONS = 3000
SIZE = 300
VARIANCE = 3.0
"""Of Student's t with 3 degrees of freedom: finite, while the fourth moment is not."""

SUITE_ALARM = 1e-9
"""Each test of a rate below fails by chance with at most this probability, whatever the seed."""


def heavy_tails(key: str) -> Real:
    return generator(key, 0).standard_t(3, size=(REPETITIONS, SIZE))


def refusals(rows: Real, claimed: float, variance: float) -> int:
    return sum(not sampled(claimed, variance, row, RATE, 0).agrees for row in rows)


def most(rate: float) -> float:
    """Number of events of the given rate that is exceeded with probability at most `SUITE_ALARM`."""
    return float(stats.binom.isf(SUITE_ALARM, REPETITIONS, rate))


def test_true_claims_are_refused_no_more_often_than_stated() -> None:
    assert refusals(heavy_tails("null"), 0.0, VARIANCE) <= most(RATE)


def test_the_calibration_notices_an_understated_variance() -> None:
    assert refusals(heavy_tails("null"), 0.0, VARIANCE / 20) > most(RATE)


@pytest.mark.parametrize("sign", [1, -1])
def test_shifts_of_the_sure_resolution_are_caught(sign: int) -> None:
    shift = agreement.resolution(SIZE, VARIANCE, RATE, agreement.MISS_SURE)
    missed = REPETITIONS - refusals(heavy_tails(f"sure/{sign}"), sign * shift, VARIANCE)
    assert missed <= most(agreement.MISS_SURE)


def test_shifts_of_the_resolution_are_caught_half_the_time() -> None:
    shift = agreement.resolution(SIZE, VARIANCE, RATE, agreement.MISS)
    missed = REPETITIONS - refusals(heavy_tails("half"), shift, VARIANCE)
    assert missed <= most(agreement.MISS)


def test_small_shifts_are_not_caught() -> None:
    """The resolution is not an understatement: a tenth of it passes more often than `MISS_SURE` allows."""
    shift = agreement.resolution(SIZE, VARIANCE, RATE, agreement.MISS_SURE) / 10
    assert REPETITIONS - refusals(heavy_tails("small"), shift, VARIANCE) > most(agreement.MISS_SURE)


@pytest.mark.parametrize("n", [100, 10_000])
@pytest.mark.parametrize("miss", [agreement.MISS, agreement.MISS_SURE])
def test_resolution_solves_the_quadratic_inequality(n: int, miss: float) -> None:
    alpha = sqrt(2 * log(2 / RATE) / (n * VARIANCE))
    needed = 2 * log(2 / RATE) / (n * alpha)

    def promised(shift: float) -> float:
        return shift - alpha / 2 * (VARIANCE + shift * shift) - log(1 / miss) / (n * alpha)

    shift = agreement.resolution(n, VARIANCE, RATE, miss)
    assert promised(shift) == pytest.approx(needed, rel=1e-12)
    assert promised(shift * 1.001) > needed > promised(shift * 0.999)


def test_too_few_samples_promise_nothing() -> None:
    found = sampled(0.0, 1.0, np.zeros(5), 1e-9, 3)
    assert found.agrees
    assert (found.resolution, found.resolution_sure) == (inf, inf)


def test_influence_lies_within_its_bounds() -> None:
    x = np.concatenate([np.linspace(-5, 5, 2001), np.array([-1e6, -1e-9, 1e-9, 1e6])])
    value = agreement.influence(x)
    assert np.all(value <= np.log(1 + x + x**2 / 2) + 1e-12)
    assert np.all(value >= -np.log(1 - x + x**2 / 2) - 1e-12)
    assert np.all(np.diff(value[np.argsort(x)]) > 0)


def test_comparison_records_what_was_done() -> None:
    found = sampled(0.25, 2.0, np.array([0.0, 1.0] * 200), 1e-3, 11)
    assert (found.kind, found.claimed, found.estimate, found.samples, found.seed) == ("sampled", 0.25, 0.5, 400, 11)
    assert found.false_alarm == 1e-3
    assert 0 < found.resolution < found.resolution_sure < inf


@pytest.mark.parametrize(
    ("claimed", "variance", "samples"),
    [
        (nan, 1.0, [0.0, 0.0]),
        (0.0, nan, [0.0, 0.0]),
        (0.0, 1.0, [0.0, nan]),
        (inf, 1.0, [0.0, 0.0]),
        (0.0, 1.0, [0.0, inf]),
        (0.0, 1.0, [inf, -inf]),
        (nan, 0.0, [0.0, 0.0]),
        (0.0, 0.0, [0.0, nan]),
        (inf, 0.0, [inf, inf]),
    ],
)
def test_what_is_not_finite_disagrees(claimed: float, variance: float, samples: list[float]) -> None:
    assert not sampled(claimed, variance, np.array(samples), RATE, 0).agrees


@pytest.mark.parametrize(("variance", "scale"), [(0.0, nan), (0.0, inf), (1.0, nan), (1.0, inf), (1.0, 1e200)])
def test_a_scale_that_is_not_a_size_disagrees(variance: float, scale: float) -> None:
    assert sampled(1.0, variance, np.ones(1000), RATE, 0, scale=1.0).agrees
    assert not sampled(1.0, variance, np.ones(1000), RATE, 0, scale=scale).agrees


def test_answers_are_plain_python_numbers() -> None:
    claimed, samples = np.float64(1.0), np.ones(10)
    for found in (close(claimed, claimed, claimed), sampled(claimed, claimed, samples, RATE, 0)):
        assert found.agrees is True
        assert type(found.claimed) is type(found.estimate) is type(found.resolution) is float


def test_a_constant_integrand_must_equal_the_claim() -> None:
    values = np.full(10, 1 / 3)
    found = sampled(1 / 3, 0.0, values * (1 + 1e-14), RATE, 0)
    assert found.agrees
    assert (found.false_alarm, found.resolution) == (0.0, agreement.ROUNDING / 3)
    assert not sampled(1 / 3 + 2 * found.resolution, 0.0, values, RATE, 0).agrees
    values[7] += 1e-6
    assert not sampled(1 / 3, 0.0, values, RATE, 0).agrees


def test_a_zero_by_cancellation_needs_its_scale() -> None:
    noise = np.array([1e-17, -3e-17, 0.0])
    assert not sampled(0.0, 0.0, noise, RATE, 0).agrees
    assert sampled(0.0, 0.0, noise, RATE, 0, scale=1.0).agrees
    assert not sampled(0.0, 0.0, noise + 1e-9, RATE, 0, scale=1.0).agrees


def test_a_variance_below_rounding_counts_as_rounding() -> None:
    """Samples off by the last digits are no evidence against a claim of standard deviation 1e-16."""
    values = np.full(1000, 1.0) + 1e-14
    assert sampled(1.0, 1e-32, values, RATE, 0).agrees
    assert not sampled(1.0, 1e-32, values + 1e-9, RATE, 0).agrees


@pytest.mark.parametrize(
    ("variance", "samples", "rate", "message"),
    [
        (1.0, [], RATE, "no samples"),
        (-1.0, [0.0], RATE, "finite bound"),
        (inf, [0.0], RATE, "finite bound"),
        (1.0, [0.0], 0.0, "between 0 and 1"),
        (1.0, [0.0], 1.0, "between 0 and 1"),
    ],
)
def test_bad_input_is_refused(variance: float, samples: list[float], rate: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        sampled(0.0, variance, np.array(samples), rate, 0)


def test_budget_is_split_evenly() -> None:
    assert sum([Budget(1e-6).share(1000)] * 1000) == pytest.approx(1e-6, rel=1e-12)
    with pytest.raises(ValueError, match="at least one"):
        Budget().share(0)
    for total in (0.0, 1.0, nan):
        with pytest.raises(ValueError, match="between 0 and 1"):
            Budget(total)


def test_close_is_relative_to_the_scale() -> None:
    found = close(1.0, 1.0 + 5e-11, 1.0)
    assert found.agrees
    assert (found.kind, found.false_alarm, found.samples, found.seed) == ("quadrature", 0.0, 0, None)
    assert not close(1.0 + 3 * found.resolution, 1.0, 1.0).agrees
    assert not close(1.0, 1.0 + 5e-11, 0.1).agrees
    assert close(0.0, 0.0, 0.0).agrees


@pytest.mark.parametrize(
    ("claimed", "computed", "scale"),
    [(nan, 0.0, 1.0), (0.0, nan, 1.0), (0.0, 0.0, nan), (inf, inf, 1.0), (0.0, 0.0, inf), (inf, 0.0, inf)],
)
def test_close_refuses_what_is_not_finite(claimed: float, computed: float, scale: float) -> None:
    assert not close(claimed, computed, scale).agrees
