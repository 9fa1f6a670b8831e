"""The comparison keeps its false-alarm rate, catches what it says it catches, and refuses nonsense."""

from __future__ import annotations

from math import inf, log, nan, sqrt
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from benchmarks import calibration
from benchmarks.median_of_means import MedianOfMeans
from benchmarks.sampled_laws import SampledLaw, laws
from numeric_check.arrays import Real
from numeric_check.compare import agreement
from numeric_check.compare.agreement import Budget, close, sampled
from numeric_check.laws.sampling import generator

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


@pytest.mark.parametrize("n", [143, 500, 10_000, 10**9])
def test_resolution_in_closed_form(n: int) -> None:
    """`√n - √(n - K)` in the unit `sqrt(v/(2L))`, with less digits than the form without cancellation has."""
    level, least = log(2e9), agreement.fewest(1e-9, agreement.MISS_SURE)
    assert least == pytest.approx(6 * level + 2 * log(1000), rel=1e-15)
    expected = (sqrt(n) - sqrt(n - least)) * sqrt(VARIANCE / (2 * level))
    found = agreement.resolution(n, VARIANCE, 1e-9, agreement.MISS_SURE)
    assert found == pytest.approx(expected, rel=1e-15 * n)


def test_resolution_is_infinite_until_there_are_samples_enough() -> None:
    least = agreement.fewest(RATE, agreement.MISS)
    assert agreement.resolution(int(least), 1.0, RATE, agreement.MISS) == inf
    assert agreement.resolution(int(least) + 1, 1.0, RATE, agreement.MISS) < inf
    assert agreement.resolution(10_000, inf, RATE, agreement.MISS) == inf
    assert agreement.resolution(1, 0.0, RATE, agreement.MISS) == 0


DOCUMENT = Path(__file__).parents[3] / "docs" / "agreement.md"

COMPARISONS = 400
"""Of the benchmark's calibration in small."""


@pytest.mark.parametrize("law", laws(), ids=lambda law: law.name)
def test_every_law_of_the_benchmark_keeps_the_rates(law: SampledLaw) -> None:
    deviations = law.deviations(COMPARISONS, calibration.SIZE, seed=2)
    for rate in calibration.RATES:
        counts = list(calibration.counts(calibration.FIXED, law, deviations, rate))
        assert [count.shift for count in counts] == ["0", "1", "2", "4", "sure"]
        assert [count for count in counts if not count.within] == []


@pytest.mark.parametrize("law", laws()[:3], ids=lambda law: law.name)
def test_the_benchmark_notices_an_understated_variance(law: SampledLaw) -> None:
    deviations = law.deviations(COMPARISONS, calibration.SIZE, seed=2)
    null = next(calibration.counts(calibration.FIXED, law.understated(20), deviations, RATE))
    assert not null.within


def test_the_document_shows_what_the_benchmark_counts() -> None:
    """One row of its table, counted again, and the laws that its figure names."""
    law = laws()[0]
    deviations = law.deviations(calibration.COMPARISONS, calibration.SIZE)
    errors = [str(count.errors) for count in calibration.counts(calibration.FIXED, law, deviations, RATE)]
    table = DOCUMENT.read_text(encoding="utf-8").split("fixed sample, false-alarm rate 0.01\n")[1]
    assert next(line for line in table.splitlines() if line.startswith(law.name)).split() == [law.name, *errors]
    drawn = calibration.FIGURE.read_text(encoding="utf-8")
    assert [law.name for law in laws() if f">{law.name}<" not in drawn] == []


def test_variances_of_the_benchmark_are_those_of_its_laws() -> None:
    """Where a law has a fourth moment, its variance is a claim about squares, and compared as one."""
    gaussian, sixth, *_, two_points = laws()
    for law, fourth in ((gaussian, 3.0), (two_points, two_points.variance * (1 - 3 * two_points.variance))):
        squares = law.deviations(COMPARISONS, calibration.SIZE, seed=3).ravel() ** 2
        assert sampled(law.variance, fourth - law.variance**2, squares, SUITE_ALARM, 3).agrees
    assert sixth.variance == 11 * 9 * 7 * 5 * 3 - (5 * 3) ** 2


def test_median_of_means_is_coarser() -> None:
    """Several times: promised and observed, with the textbook's blocks and with the best number of them."""
    n, rate = 2000, 1e-9
    textbook = MedianOfMeans.textbook(n, 1.0, rate)
    for miss in (agreement.MISS, agreement.MISS_SURE):
        tuned = MedianOfMeans.tuned(n, 1.0, rate, miss)
        fine = agreement.resolution(n, 1.0, rate, miss)
        assert 2 * fine < tuned.resolution(n, 1.0, miss) < textbook.resolution(n, 1.0, miss) < 4 * fine
    deviations = laws()[0].deviations(200, n)
    half = calibration.half_point(deviations, 1.0, rate)
    assert np.mean(agreement.refuses(deviations + half, 1.0, rate)) == pytest.approx(0.5, abs=0.01)
    assert np.mean(textbook.medians(deviations + textbook.half_point(deviations)) > textbook.radius) == 0.5


def test_rows_are_refused_as_one_by_one() -> None:
    rows = heavy_tails("rows")[:50] + np.linspace(0, 2, 50)[:, None]
    one_by_one = [not sampled(0.0, VARIANCE, row, RATE, 0).agrees for row in rows]
    assert agreement.refuses(rows, VARIANCE, RATE).tolist() == one_by_one
    assert 0 < sum(one_by_one) < 50


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
        (inf, [0.0], RATE, "rest on the exact routes"),
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


def test_budget_is_split_by_weights() -> None:
    weights = (1, 2.5, 1e-3)
    shares = Budget(1e-6).shares(weights)
    assert sum(shares) == pytest.approx(1e-6, rel=1e-12)
    assert [share / shares[0] for share in shares] == pytest.approx(weights, rel=1e-12)
    assert Budget(1e-6).shares((3, 3)) == (Budget(1e-6).share(2),) * 2
    for bad in ((), (0.0,), (1.0, -1.0), (nan,), (inf,)):
        with pytest.raises(ValueError, match="positive finite weights"):
            Budget().shares(bad)


def test_reruns_together_spend_one_budget() -> None:
    runs = 10_000
    spent = sum(Budget(1e-6).rerun(k).total for k in range(1, runs + 1))
    assert 1e-6 * (1 - 1 / runs) < spent < 1e-6
    with pytest.raises(ValueError, match="counted from 1"):
        Budget().rerun(0)


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
