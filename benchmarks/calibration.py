"""Do sampled comparisons keep their stated rates? True claims and shifted ones, light tails and heavy, 10 000 each.

Every count is of errors: refused true claims, or shifts that pass. It is held against the stated rate by an exact
binomial test that a test with just that rate would fail with probability 1e-9; a count beyond it stops the run. With
`--figure` the refusal rate is drawn against the shift as well.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats

from benchmarks.median_of_means import MedianOfMeans
from benchmarks.sampled_laws import SampledLaw, laws
from numeric_check.arrays import Real
from numeric_check.compare import agreement, anytime
from numeric_check.compare.agreement import MISS, MISS_SURE

COMPARISONS = 10_000
SIZE = 400
"""Samples of one comparison; at 1e-9 more than 142 are needed to promise anything."""

RATES = (1e-2, 1e-9)
MULTIPLES = (1, 2, 4)
"""Shifts, in units of the resolution; half of them have to be caught, and from the sure resolution on 99.9 %."""

SUITE_ALARM = 1e-9
CHUNK = 250
FIGURE = Path(__file__).parent.parent / "docs" / "figures" / "calibration.svg"


@dataclass(frozen=True)
class Test:
    """A comparison under test: the rows of deviations `(m, n)` it refuses, and the shift it promises to notice."""

    name: str
    refusals: Callable[[Real, float, float], Any]
    resolution: Callable[[int, float, float, float], float]


def watched(deviations: Real, variance: float, false_alarm: float) -> Any:
    """Whether the anytime test refuses at any of its samples, each of which is looked at."""
    start = np.zeros((anytime.SCALES, len(deviations)))
    return ~(anytime.walk(deviations, variance, start, 0)[1] < anytime.level(false_alarm))


FIXED = Test("fixed sample", agreement.refuses, agreement.resolution)
ANYTIME = Test("anytime, every sample looked at", watched, anytime.resolution)


@dataclass(frozen=True)
class Count:
    """Errors among so many comparisons, and the stated rate that they are held against."""

    test: str
    law: str
    false_alarm: float
    shift: str
    errors: int
    comparisons: int
    stated: float

    @property
    def most(self) -> int:
        """Errors that the stated rate exceeds with probability at most 1e-9."""
        return int(stats.binom.isf(SUITE_ALARM, self.comparisons, self.stated))

    @property
    def within(self) -> bool:
        return self.errors <= self.most


def counts(test: Test, law: SampledLaw, deviations: Real, false_alarm: float) -> Iterator[Count]:
    """Errors of one test at one law: at no shift, at multiples of the resolution, at the sure resolution."""
    total, size = deviations.shape
    near, sure = (test.resolution(size, law.variance, false_alarm, miss) for miss in (MISS, MISS_SURE))
    plan = [("0", 0.0, false_alarm), *((f"{k}", k * near, MISS_SURE if k * near >= sure else MISS) for k in MULTIPLES)]
    for name, shift, stated in [*plan, ("sure", sure, MISS_SURE)]:
        refused = refusals(test, law, deviations, shift, false_alarm)
        errors = total - refused if shift else refused
        yield Count(test.name, law.name, false_alarm, name, errors, total, stated)


def refusals(test: Test, law: SampledLaw, deviations: Real, shift: float, false_alarm: float) -> int:
    """Refused comparisons; in every other row the true mean is above the claim by the shift, else below it."""
    signs = np.where(np.arange(len(deviations)) % 2, 1.0, -1.0)[:, None]
    parts = np.array_split(deviations + shift * signs, max(1, len(deviations) // CHUNK))
    return sum(int(np.sum(test.refusals(part, law.variance, false_alarm))) for part in parts)


def normal_alarms(deviations: Real, variance: float, false_alarm: float) -> Any:
    """What is refused by the normal approximation with an error bar estimated from the sample."""
    error = np.std(deviations, axis=-1, ddof=1) / sqrt(deviations.shape[-1])
    return np.abs(np.mean(deviations, axis=-1)) > stats.norm.isf(false_alarm / 2) * error


def watched_normal_alarms(deviations: Real, variance: float, false_alarm: float) -> Any:
    """What is refused by the normal approximation with the exact variance, at any sample."""
    error = np.sqrt(variance * np.arange(1, deviations.shape[-1] + 1))
    return np.any(np.abs(np.cumsum(deviations, axis=-1)) > stats.norm.isf(false_alarm / 2) * error, axis=-1)


BASELINES = (
    Test("normal approximation, estimated error bar", normal_alarms, agreement.resolution),
    Test("normal approximation, exact variance, every sample looked at", watched_normal_alarms, agreement.resolution),
)


def half_point(deviations: Real, variance: float, false_alarm: float, steps: int = 20) -> float:
    """Shift at which the fixed sample refuses half of the comparisons, by bisection: refusals grow with the shift."""
    low, high = 0.0, 2 * agreement.resolution(deviations.shape[-1], variance, false_alarm, MISS)
    for _ in range(steps):
        middle = (low + high) / 2
        few = np.mean(agreement.refuses(deviations + middle, variance, false_alarm)) < 0.5
        low, high = (middle, high) if few else (low, middle)
    return high


def main(figure: bool = False) -> None:
    found = list(_all_counts())
    _print_counts(found)
    _print_baselines()
    _print_ratios()
    if wrong := [count for count in found if not count.within]:
        raise ValueError(f"{len(wrong)} counts exceed their stated rates, such as {wrong[0]}")
    if figure:
        draw_figure(FIGURE)


def _all_counts() -> Iterator[Count]:
    for law in laws():
        deviations = law.deviations(COMPARISONS, SIZE)
        for test in (FIXED, ANYTIME):
            for rate in RATES:
                yield from counts(test, law, deviations, rate)


def _print_counts(found: list[Count]) -> None:
    print(
        f"Errors in {COMPARISONS} comparisons of {SIZE} samples each; stated rate and most errors allowed in the heads"
    )
    for test in (FIXED, ANYTIME):
        for rate in RATES:
            here = [count for count in found if (count.test, count.false_alarm) == (test.name, rate)]
            columns = [count for count in here if count.law == here[0].law]
            print(f"\n{test.name}, false-alarm rate {rate:g}")
            print(_row("shift, in resolutions", [count.shift for count in columns]))
            print(_row("stated rate of errors", [f"{count.stated:g}" for count in columns]))
            print(_row("allowed", [str(count.most) for count in columns]))
            for law in laws():
                print(_row(law.name, [str(count.errors) for count in here if count.law == law.name]))


def _print_baselines(rate: float = RATES[0]) -> None:
    print(f"\nFalse alarms of other tests at the same rate of {rate:g}")
    tests = (*BASELINES, FIXED)
    for number, test in enumerate(tests, 1):
        print(f"({number}) {test.name}" + (", with a variance understated 20 times" if test is FIXED else ""))
    print(_row("", [f"({number})" for number in range(1, len(tests) + 1)]))
    for law in laws():
        deviations = law.deviations(COMPARISONS, SIZE)
        used = [law.understated(20) if test is FIXED else law for test in tests]
        alarms = [refusals(test, one, deviations, 0.0, rate) for test, one in zip(tests, used, strict=True)]
        print(_row(law.name, [str(number) for number in alarms]))


def _row(name: str, cells: list[str]) -> str:
    return f"{name:<42}" + "".join(f"{cell:>8}" for cell in cells)


def _print_ratios(n: int = 2000, rate: float = 1e-9, rows: int = 500) -> None:
    """How many times coarser median of means is, promised and observed."""
    print(f"\nMedian of means, beside Catoni's comparison of {n} samples at {rate:g}")
    textbook = MedianOfMeans.textbook(n, 1.0, rate)
    for miss in (MISS, MISS_SURE):
        fine = agreement.resolution(n, 1.0, rate, miss)
        tuned = MedianOfMeans.tuned(n, 1.0, rate, miss)
        for name, test in (
            (f"{textbook.blocks} blocks as in textbooks", textbook),
            (f"best of all, {tuned.blocks} blocks", tuned),
        ):
            ratio = test.resolution(n, 1.0, miss) / fine
            print(f"resolution at power {1 - miss:g}, {name}: {ratio:.2f} times coarser")
    for law in laws():
        deviations = law.deviations(rows, n) / sqrt(law.variance)
        ratio = textbook.half_point(deviations) / half_point(deviations, 1.0, rate)
        print(f"shift refused half the time, {law.name}: {ratio:.2f} times as large")


def draw_figure(path: Path, comparisons: int = 1000, rate: float = RATES[0]) -> None:
    """Refusal rate against the shift in units of the resolution, law by law, beside what is stated."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    grid = np.linspace(0, 1.6, 33)
    with rc_context({"svg.hashsalt": "calibration", "svg.fonttype": "none", "font.size": 9}):
        figure = Figure(figsize=(9, 3.9), layout="constrained")
        for axes, test in zip(figure.subplots(1, 2, sharey=True), (FIXED, ANYTIME), strict=True):
            _draw_stated(axes, test, rate)
            for law, style in zip(laws(), ("-", "--", "-.", ":", (0, (1, 3))), strict=True):
                axes.plot(grid, _rates(test, law, grid, comparisons, rate), linestyle=style, label=law.name)
        figure.axes[0].set_ylabel("comparisons refused")
        figure.legend(*figure.axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=3, frameon=False)
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def _rates(test: Test, law: SampledLaw, grid: Real, comparisons: int, rate: float) -> list[float]:
    deviations = law.deviations(comparisons, SIZE, seed=1)
    unit = test.resolution(SIZE, law.variance, rate, MISS)
    return [refusals(test, law, deviations, shift * unit, rate) / comparisons for shift in grid]


def _draw_stated(axes: Any, test: Test, rate: float) -> None:
    """The stated bounds: from above at no shift, from below from the resolution on."""
    near, sure = (test.resolution(SIZE, 1.0, rate, miss) for miss in (MISS, MISS_SURE))
    steps, floors = [1, sure / near, 1.6], [1 - MISS, 1 - MISS_SURE, 1 - MISS_SURE]
    axes.fill_between(steps, floors, step="post", color="0.88", label="refused less often than stated")
    axes.plot(0, rate, "v", color="black", clip_on=False, label=f"stated without a shift: at most {rate:g}")
    axes.set(title=test.name, xlabel="shift, in units of the resolution", xlim=(0, 1.6), ylim=(0, 1.03))


if __name__ == "__main__":
    main(figure="--figure" in sys.argv[1:])
