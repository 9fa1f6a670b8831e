"""Does the sampled slope with control variates keep its stated rates? A pilot of its own for every comparison.

Errors are refused true claims, and shifts by the sure resolution that pass; each is held against the most that a
comparison with just the stated rate exceeds with probability 1e-9.

`python -m benchmarks.controlled_slopes [COMPARISONS]`; 1000 by default.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import stats

from mesaproof.reading.law_spec import law_at, parse_law
from numeric_check.arrays import Real
from numeric_check.compare import agreement
from numeric_check.compare.agreement import MISS_SURE
from proofs.zheng2024.answers.sampled_slope import Slope
from proofs.zheng2024.line import trained
from proofs.zheng2024.model import variance
from proofs.zheng2024.second_route import radial_controls
from symbolic.algebra.harmonics import to_float

LAWS = ("gaussian", "laplace", "shift(exponential, -1)")
D, T = 2, 5
PILOT, SIZE = 500, 400
RATE, SUITE_ALARM = 1e-2, 1e-9


@dataclass(frozen=True)
class Counted:
    """Errors among comparisons of one law, and how much finer they resolve than without controls."""

    law: str
    alarms: int
    missed: int
    finer: float


def main(comparisons: int = 1000) -> None:
    """Count the errors at every law; raises ValueError where there are more than the stated rates allow."""
    allowed = [int(stats.binom.isf(SUITE_ALARM, comparisons, rate)) for rate in (RATE, MISS_SURE)]
    print(f"{comparisons} comparisons of {SIZE} sequences, a pilot of {PILOT} each, d={D}, T={T}, rate {RATE:g}")
    print(f"{'':<24}{'refused':>10}{'missed':>10}{'finer':>10}")
    print(f"{'allowed':<24}{allowed[0]:>10}{allowed[1]:>10}")
    for text in LAWS:
        found = counted(text, comparisons)
        print(f"{found.law:<24}{found.alarms:>10}{found.missed:>10}{found.finer:>9.1f}x", flush=True)
        if found.alarms > allowed[0] or found.missed > allowed[1]:
            raise ValueError(f"{text}: more errors than the stated rates allow")


def counted(text: str, comparisons: int) -> Counted:
    """Errors of comparisons of which each fits its own controls."""
    law = law_at(parse_law(text), D)
    u = to_float(trained.ab_line(law, T))
    whole = variance.radial_second_moment(law, T, u)
    alarms = missed = 0
    ratios = []
    for seed in range(comparisons):
        residuals, left = controlled(Slope(law, T, u, 1.0, seed))
        shift = agreement.resolution(SIZE, left, RATE, MISS_SURE) * (1 if seed % 2 else -1)
        alarms += bool(agreement.refuses(residuals, left, RATE))
        missed += not agreement.refuses(residuals + shift, left, RATE)
        ratios.append(sqrt(whole / left))
    return Counted(text, alarms, missed, float(np.median(ratios)))


def controlled(slope: Slope) -> tuple[Real, float]:
    """Slopes less controls of a pilot, and the bound of their variance."""
    [pilot], [(starts, slopes)] = slope.sample(" pilot", PILOT), slope.sample("", SIZE)
    controls = radial_controls.fitted(*pilot)
    mean = variance.expectation(slope.law, controls)
    left = variance.residual_variance(slope.law, slope.T, slope.u, controls)
    return slopes - (radial_controls.values(controls, starts) - mean), left


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
