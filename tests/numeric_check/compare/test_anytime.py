"""The anytime comparison keeps its rate however often it is looked at, notices what it says, and forgets nothing."""

from __future__ import annotations

from itertools import pairwise
from math import exp, inf, log, nan

import numpy as np
import pytest

from benchmarks import calibration
from benchmarks.sampled_laws import SampledLaw, laws
from numeric_check.arrays import Real
from numeric_check.compare import agreement, anytime
from numeric_check.compare.anytime import Anytime, interval
from numeric_check.laws.sampling import generator

RATE = 1e-2
COMPARISONS = 400
MISSES = (agreement.MISS, agreement.MISS_SURE)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("law", laws(), ids=lambda law: law.name)
def test_every_law_of_the_benchmark_keeps_the_rates_when_every_sample_is_looked_at(law: SampledLaw) -> None:
    deviations = law.deviations(COMPARISONS, calibration.SIZE, seed=4)
    for rate in calibration.RATES:
        counts = calibration.counts(calibration.ANYTIME, law, deviations, rate)
        assert [count for count in counts if not count.within] == []


@pytest.mark.parametrize("law", laws()[:3], ids=lambda law: law.name)
def test_the_calibration_notices_an_understated_variance(law: SampledLaw) -> None:
    deviations = law.deviations(COMPARISONS, calibration.SIZE, seed=4)
    null = next(calibration.counts(calibration.ANYTIME, law.understated(20), deviations, RATE))
    assert not null.within


def test_the_calibration_notices_a_fixed_rate_that_is_looked_at_again() -> None:
    """The normal approximation is right for one look at Gaussian samples, and wrong for four hundred."""
    law = laws()[0]
    deviations = law.deviations(COMPARISONS, calibration.SIZE, seed=4)
    once, watched = (next(calibration.counts(test, law, deviations, RATE)) for test in calibration.BASELINES)
    assert once.within
    assert not watched.within


def test_one_step_of_the_supermartingale() -> None:
    """`E exp(±ψ(λD)) <= exp(λ²v/2)`, exactly, for laws of two and three atoms with mean 0, near ones and far ones."""
    rng = generator("anytime: atoms", 0)
    for _ in range(200):
        atoms = rng.standard_t(1.5, size=3)
        weights = rng.dirichlet([0.3, 0.3, 0.3])
        atoms = atoms - weights @ atoms
        variance = float(weights @ atoms**2)
        for tuning in anytime.tunings(variance):
            for sign in (1, -1):
                mean = float(weights @ np.exp(sign * agreement.influence(tuning * atoms)))
                assert mean <= exp(tuning**2 * variance / 2) * (1 + 1e-12)


def heavy(n: int, seed: int = 0) -> Real:
    return generator("anytime: heavy", seed).standard_t(3, size=n)


@pytest.mark.parametrize("parts", [(1, 1, 998), (500, 500), (333, 0, 667)])
def test_batches_do_not_matter(parts: tuple[int, ...]) -> None:
    samples = heavy(1000)
    whole = Anytime(0.1, 3.0, RATE, seed=7).updated(samples)
    test = Anytime(0.1, 3.0, RATE, seed=7)
    for batch in np.split(samples, np.cumsum(parts)[:-1]):
        test = test.updated(batch)
    assert test.samples == whole.samples == 1000
    assert test.sums == pytest.approx(whole.sums, rel=1e-12)
    assert (test.peak, test.total) == pytest.approx((whole.peak, whole.total), rel=1e-12)


def test_long_batches_are_walked_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Anytime(0.0, 3.0, RATE).updated(heavy(1000))
    monkeypatch.setattr(anytime, "CHUNK", 64)
    assert Anytime(0.0, 3.0, RATE).updated(heavy(1000)).sums == pytest.approx(whole.sums, rel=1e-12)


def test_rows_are_walked_as_one_by_one() -> None:
    rows = heavy(2000).reshape(4, 500)
    sums, peaks = anytime.walk(rows, 3.0, np.zeros((anytime.SCALES, 4)), 0)
    for row, column, peak in zip(rows, sums.T, peaks, strict=True):
        alone = Anytime(0.0, 3.0, RATE).updated(row)
        assert alone.sums == pytest.approx(column, rel=1e-12)
        assert alone.peak == pytest.approx(peak, rel=1e-12)


def test_a_refusal_is_never_taken_back() -> None:
    refused = Anytime(0.0, 1.0, RATE).updated(np.ones(200))
    assert not refused.agrees
    assert refused.sums != Anytime(0.0, 1.0, RATE).sums
    balanced = refused.updated(-np.ones(200))
    assert balanced.sums == pytest.approx((0.0,) * anytime.SCALES, abs=1e-10)
    assert not balanced.agrees
    assert not balanced.updated(np.zeros(100)).agrees


def test_what_a_look_shows_is_kept_while_samples_come() -> None:
    """A refusal in the middle of a batch counts as well."""
    assert not Anytime(0.0, 1.0, RATE).updated(np.repeat([1.0, -1.0], 200)).agrees


def test_the_state_is_not_changed() -> None:
    test = Anytime(0.0, 1.0, RATE)
    test.updated(np.ones(200))
    assert test == Anytime(0.0, 1.0, RATE)
    assert test.updated(np.array([])) == test


@pytest.mark.parametrize("n", [200, 1000, 10**6])
@pytest.mark.parametrize("miss", MISSES)
def test_resolution_is_the_least_shift_that_some_scale_promises(n: int, miss: float) -> None:
    """The detection inequality of the module, at the resolution and just below it."""
    variance, rate = 3.0, 1e-9
    level = log(2 * anytime.SCALES / rate)

    def promised(shift: float) -> bool:
        return any(
            n * t * shift - n * t**2 * (variance + shift**2) / 2 - log(1 / miss) >= n * t**2 * variance / 2 + level
            for t in anytime.tunings(variance)
        )

    shift = anytime.resolution(n, variance, rate, miss)
    assert promised(shift * (1 + 1e-9))
    assert not promised(shift * (1 - 1e-9))


@pytest.mark.parametrize("miss", MISSES)
def test_looking_at_any_time_costs_less_than_a_tenth_of_the_resolution(miss: float) -> None:
    for n in np.unique(np.geomspace(200, 10**9, 60).astype(int)):
        fixed = agreement.resolution(int(n), 2.0, 1e-9, miss)
        assert anytime.resolution(int(n), 2.0, 1e-9, miss) < 1.1 * fixed


def test_resolution_falls_with_the_samples_and_is_infinite_before() -> None:
    found = [anytime.resolution(n, 1.0, RATE, agreement.MISS) for n in range(1, 2000)]
    assert found[0] == inf
    assert found[-1] < inf
    assert all(later <= earlier for earlier, later in pairwise(found))
    assert anytime.resolution(10_000, inf, RATE, agreement.MISS) == inf
    assert anytime.resolution(0, 1.0, RATE, agreement.MISS) == inf
    assert anytime.resolution(1, 0.0, RATE, agreement.MISS) == 0


def test_comparison_records_what_was_done() -> None:
    test = Anytime(0.25, 2.0, 1e-3, seed=11).updated(np.array([0.0, 1.0] * 200))
    found = test.comparison()
    assert (found.kind, found.claimed, found.estimate, found.samples, found.seed) == ("anytime", 0.25, 0.5, 400, 11)
    assert (found.false_alarm, found.agrees) == (1e-3, True)
    assert found.resolution == anytime.resolution(400, 2.0, 1e-3, agreement.MISS)
    assert found.resolution_sure == anytime.resolution(400, 2.0, 1e-3, agreement.MISS_SURE)
    assert type(found.agrees) is bool


@pytest.mark.parametrize(
    ("claimed", "variance", "samples"),
    [
        (nan, 1.0, [0.0, 0.0]),
        (0.0, nan, [0.0, 0.0]),
        (0.0, 1.0, [0.0, nan]),
        (inf, 1.0, [0.0, 0.0]),
        (0.0, 1.0, [inf, -inf]),
        (nan, 0.0, [0.0, 0.0]),
        (0.0, 0.0, [0.0, nan]),
        (inf, 0.0, [inf, inf]),
    ],
)
def test_what_is_not_finite_disagrees_for_good(claimed: float, variance: float, samples: list[float]) -> None:
    test = Anytime(claimed, variance, RATE).updated(np.array(samples))
    assert not test.agrees
    assert not test.updated(np.zeros(10)).agrees


@pytest.mark.parametrize("scale", [nan, inf])
@pytest.mark.parametrize("variance", [0.0, 1.0])
def test_a_scale_that_is_not_a_size_disagrees(variance: float, scale: float) -> None:
    assert Anytime(1.0, variance, RATE, scale=1.0).updated(np.ones(100)).agrees
    assert not Anytime(1.0, variance, RATE, scale=scale).updated(np.ones(100)).agrees


def test_a_constant_integrand_must_equal_the_claim() -> None:
    test = Anytime(1 / 3, 0.0, RATE).updated(np.full(10, (1 + 1e-14) / 3))
    found = test.comparison()
    assert found.agrees
    assert (found.false_alarm, found.resolution) == (0.0, agreement.ROUNDING / 3)
    assert not test.updated(np.array([1 / 3 + 1e-6])).updated(np.full(10, 1 / 3)).agrees


@pytest.mark.parametrize(
    ("variance", "rate", "message"),
    [
        (inf, RATE, "rest on the exact routes"),
        (-1.0, RATE, "finite bound"),
        (1.0, 0.0, "between"),
        (1.0, 1.0, "between"),
    ],
)
def test_bad_input_is_refused(variance: float, rate: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Anytime(0.0, variance, rate)
    with pytest.raises(ValueError, match=message):
        interval(np.zeros(3), variance, rate)


def test_there_is_nothing_to_report_before_the_first_sample() -> None:
    with pytest.raises(ValueError, match="no samples"):
        Anytime(0.0, 1.0, RATE).comparison()


def survives_the_last_look(claimed: float, samples: Real, variance: float) -> bool:
    sums, _ = anytime.walk(samples - claimed, variance, np.zeros(anytime.SCALES), 0)
    spent = [samples.size * tuning**2 * variance / 2 for tuning in anytime.tunings(variance)]
    return bool(np.all(np.abs(sums) - spent < anytime.level(RATE)))


@pytest.mark.parametrize("n", [1, 30, 1000])
@pytest.mark.parametrize("unit", [1.0, 1e-6])
def test_the_interval_holds_the_claims_that_survive(n: int, unit: float) -> None:
    samples, variance = 5 + unit * heavy(n), 3.0 * unit**2
    low, high = interval(samples, variance, RATE)
    inside, outside = (high - low) * 1e-6, -(high - low) * 1e-6
    for step, survives in ((inside, True), (outside, False)):
        assert survives_the_last_look(low + step, samples, variance) is survives
        assert survives_the_last_look(high - step, samples, variance) is survives
    assert not Anytime(high - outside, variance, RATE).updated(samples).agrees


def test_the_interval_is_about_as_wide_as_twice_the_resolution() -> None:
    low, high = interval(heavy(10_000), 3.0, 1e-9)
    assert low < 0 < high
    assert 0.5 < (high - low) / (2 * anytime.resolution(10_000, 3.0, 1e-9, agreement.MISS)) < 1


@pytest.mark.parametrize(
    ("samples", "variance"), [([], 1.0), ([0.0, nan], 1.0), ([inf], 1.0), ([0.0], 0.0), ([0.0], nan)]
)
def test_an_interval_needs_finite_samples(samples: list[float], variance: float) -> None:
    with pytest.raises(ValueError, match="all finite"):
        interval(np.array(samples), variance, RATE)
