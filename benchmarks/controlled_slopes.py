"""Does the sampled slope of `check` keep its stated rates? Controls of a pilot of their own for every comparison.

Errors are refused true claims, and shifts that pass: by half, one and two resolutions, and by the sure one, of either
sign in turns. Each is held against the most errors that a comparison with just the stated rate exceeds with probability
1e-9 (exact binomial). Three ways of sampling:

- *averaged, poor controls*: averaged over nodes of the start at sampled turns W, with a pilot so small that much of the
  variance is left;
- *drawn*: starts are drawn, too;
- *averaged, as check does it*: with its pilot and its turns, a tenth of the comparisons.

`python -m benchmarks.controlled_slopes [COMPARISONS]`; 1000 by default.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import stats

from mesaproof.reading.law_spec import law_at, parse_law
from numeric_check.arrays import Real
from numeric_check.compare import agreement
from numeric_check.compare.agreement import MISS, MISS_SURE
from proofs.zheng2024.answers.mean_slope import averaged_slope, controlled_slope
from proofs.zheng2024.answers.mean_slope.slope import Slope
from proofs.zheng2024.flow.line_flow import KAPPA1
from proofs.zheng2024.line import trained
from symbolic.algebra.harmonics import to_float
from symbolic.expectation.exact_moments import total

AVERAGED = ("gaussian", "laplace", "uniform", "rademacher", "lognormal", "shift(exponential, -1)", "sphere")
DRAWN = ("gaussian", "laplace", "shift(exponential, -1)")
D, T = 2, 5
TURNS_D, TURNS_T = 3, 8
PILOT, SIZE = 500, 400
TURNS_PILOT, TURNS = 6, 100
RATE, SUITE_ALARM = 1e-2, 1e-9

PART = 10
"""What check does itself is tried so many times less often: what is left of its variance is mostly its allowance."""

SHIFTS: tuple[tuple[str, float | None, float], ...] = (
    ("0", 0.0, RATE),
    ("1/2", 0.5, 1.0),
    ("1", 1.0, MISS),
    ("2", 2.0, MISS),
    ("sure", None, MISS_SURE),
)
"""Shifts in resolutions, None for the sure one, and the rate of errors that is stated there."""

Sample = tuple[Real, float]
"""Slopes less controls of a pilot, and the bound of their variance."""

Drawn = Callable[[Slope], Sample]
"""A sample for each seed; what seeds share is prepared for the first one."""


@dataclass(frozen=True)
class Counted:
    """Errors at each of `SHIFTS` among comparisons of one law."""

    law: str
    errors: tuple[int, ...]


def main(comparisons: int = 1000) -> None:
    """Count the errors at every law; raises ValueError where there are more than the stated rates allow."""
    print(f"Errors in {comparisons} comparisons, rate {RATE:g}")
    poor = f"averaged, poor controls: {TURNS} turns, a pilot of {TURNS_PILOT}, d={TURNS_D}, T={TURNS_T}"
    _table(poor, AVERAGED, _poorly_turned, TURNS_D, TURNS_T, comparisons)
    drawn = f"drawn: {SIZE} sequences, a pilot of {PILOT}, d={D}, T={T}"
    _table(drawn, DRAWN, _controlled, D, T, comparisons)
    some, used = comparisons // PART, f"{averaged_slope.FEWEST_TURNS} turns, a pilot of {averaged_slope.PILOT}"
    as_used = f"averaged, as check does it: {used}, d={TURNS_D}, T={TURNS_T}, {some} comparisons"
    _table(as_used, AVERAGED, _turned, TURNS_D, TURNS_T, some)


def _table(
    title: str, laws: tuple[str, ...], prepared: Callable[[Slope], Drawn], d: int, length: int, comparisons: int
) -> None:
    most = [int(stats.binom.isf(SUITE_ALARM, comparisons, rate)) if rate < 1 else comparisons for *_, rate in SHIFTS]
    print(f"\n{title}")
    print(_row("shift, in resolutions", [name for name, *_ in SHIFTS]))
    print(_row("allowed", [str(number) if number < comparisons else "-" for number in most]))
    for text in laws:
        found = counted(text, prepared, d, length, comparisons)
        print(_row(text, [str(number) for number in found.errors]), flush=True)
        if any(errors > bound for errors, bound in zip(found.errors, most, strict=True)):
            raise ValueError(f"{text}: more errors than the stated rates allow")


def _row(name: str, cells: list[str]) -> str:
    return f"{name:<30}" + "".join(f"{cell:>8}" for cell in cells)


def counted(text: str, prepared: Callable[[Slope], Drawn], d: int, length: int, comparisons: int) -> Counted:
    """Errors of comparisons of which each fits its own controls."""
    law = law_at(parse_law(text), d)
    u = to_float(trained.ab_line(law, length))
    scale, errors = u * (length - 2) * to_float(total(law, KAPPA1)), np.zeros(len(SHIFTS), dtype=int)
    slopes = [Slope(law, length, u, scale, seed) for seed in range(comparisons)]
    drawn = prepared(slopes[0])
    for seed, slope in enumerate(slopes):
        residuals, left = drawn(slope)
        errors += [_error(residuals, left, shift, 1 if seed % 2 else -1) for _, shift, _ in SHIFTS]
    return Counted(text, tuple(errors.tolist()))


def _error(residuals: Real, left: float, shift: float | None, sign: int) -> bool:
    unit = agreement.resolution(residuals.size, left, RATE, MISS_SURE if shift is None else MISS)
    by = sign * unit * (1.0 if shift is None else shift)
    return bool(agreement.refuses(residuals + by, left, RATE)) == (by == 0)


def _turned(first: Slope, pilot: int = averaged_slope.PILOT, turns: int = averaged_slope.FEWEST_TURNS) -> Drawn:
    starts = averaged_slope.points_for(first, None)
    if starts is None:
        raise ValueError(f"{first.law.description}: starts are drawn")

    def sample(slope: Slope) -> Sample:
        controls, left = averaged_slope.fitted_controls(slope, starts, pilot)
        return averaged_slope.residuals(slope, starts, controls, turns), left + (
            averaged_slope.NODES * slope.scale
        ) ** 2

    return sample


def _poorly_turned(first: Slope) -> Drawn:
    return _turned(first, TURNS_PILOT, TURNS)


def _controlled(first: Slope) -> Drawn:
    def sample(slope: Slope) -> Sample:
        controls, left = controlled_slope.fitted_controls(slope, PILOT)
        return controlled_slope.residuals(slope, controls, SIZE), left

    return sample


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
