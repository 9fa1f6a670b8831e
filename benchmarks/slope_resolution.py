"""How fine the sampled slope of `check` is, beside plain draws of as many sequences as fit into the same time.

Plain draws are those of 0.2, without control variates. Both compare at a rate of 1e-9, seconds are of processors and
exclude imports, contenders take turns, and resolutions are relative. A resolution falls with the root of the time, so
that the ratio is `plain / ours · sqrt(plain seconds / our seconds)`; the median of the rounds is shown.

`python -m benchmarks.slope_resolution [D T]`; 5 and 100 by default.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from math import inf, sqrt
from statistics import median
from time import process_time

import numpy as np

from benchmarks.timing import ROUNDS, shown, times
from mesaproof.reading.law_spec import law_at, parse_law
from numeric_check.compare.agreement import Comparison, sampled
from proofs.zheng2024.answers.mean_slope.comparing import compared
from proofs.zheng2024.answers.mean_slope.controlled_slope import FEWEST_SEQUENCES, sequences
from proofs.zheng2024.answers.mean_slope.slope import MOST_SEQUENCES, OPERATIONS, Slope
from proofs.zheng2024.flow.line_flow import KAPPA1
from proofs.zheng2024.line import trained
from proofs.zheng2024.model import variance
from symbolic.algebra.harmonics import to_float
from symbolic.expectation.exact_moments import total
from symbolic.laws.coordinates import MomentDoesNotExist

ALARM = 1e-9

LAWS = (
    "gaussian",
    "laplace",
    "logistic",
    "uniform",
    "rademacher",
    "student(9)",
    "student(13)",
    "exponential",
    "shift(exponential, -1)",
    "gamma(shape=2)",
    "chi2(df=3)",
    "beta(a=2, b=3)",
    "triangular(low=-1, mode=0, high=1)",
    "pareto(alpha=13)",
    "rayleigh",
    "weibull(shape=2)",
    "gumbel",
    "lognormal",
    "poisson",
    "bernoulli(p=1/3)",
    "binomial(n=5, p=1/2)",
    "geometric(p=1/3)",
    "negative_binomial(successes=2, p=1/2)",
    "twopoint(2: 1/3, -1: 2/3)",
    "truncated(gaussian, -1, 1)",
    "largest(gaussian, 2)",
    "coordinate_mixture(1/2: gaussian, 1/2: laplace)",
    "ones",
    "sphere",
    "mixture(1/2: gaussian, 1/2: laplace)",
    "comonotone(gaussian)",
    "fgm(exponential, 1/2)",
    "equicorrelated(sigma=1, rho=1/2)",
    "scale_mixture(sphere, gamma(2))",
    "multivariate_student(df=14)",
    "product(gaussian, laplace, uniform, gaussian, rademacher)",
)
"""Every law of `docs/laws.md` that has the moments which the slope's mean needs and a start that is not sparse."""


@dataclass(frozen=True)
class Measured:
    """Resolutions, relative, and seconds of a round."""

    plain: float
    ours: float
    plain_seconds: float
    our_seconds: float

    @property
    def ratio(self) -> float:
        return self.plain / self.ours * sqrt(self.plain_seconds / self.our_seconds)


def main(d: int = 5, T: int = 100, rounds: int = ROUNDS) -> None:
    """Every law, a line each."""
    print(f"{f'd={d}, T={T}':<60}{'plain':>10}{'ours':>10}{'times finer in the same time':>32}{'time':>12}")
    for text in LAWS:
        slope = slope_of(text, d, T)
        found = [measured(slope) for _ in range(rounds)]
        plain, ours, ratio, seconds = (
            median(values)
            for values in zip(*((one.plain, one.ours, one.ratio, one.our_seconds) for one in found), strict=True)
        )
        gain = "no bound without" if plain == inf else f"{ratio:.1g}" if ratio >= 100 else times(ratio)
        print(f"{text:<60}{plain:>10.2g}{ours:>10.2g}{gain:>32}{shown(seconds):>12}", flush=True)


def slope_of(text: str, d: int, T: int) -> Slope:
    law = law_at(parse_law(text), d)
    u = to_float(trained.ab_line(law, T))
    return Slope(law, T, u, u * (T - 2) * to_float(total(law, KAPPA1)), seed=0)


def measured(slope: Slope) -> Measured:
    start = process_time()
    plain = _plain(slope)
    middle = process_time()
    ours, moments = compared(slope, ALARM, None)
    end = process_time()
    if not (ours.agrees and (moments is None or moments.agrees)):
        raise ValueError(f"{slope.law.description}: the slope at the best point is refused")
    fine = ours.resolution + (moments.resolution if moments else 0.0)
    coarse = plain.resolution if plain else inf
    return Measured(coarse / slope.scale, fine / slope.scale, middle - start, end - middle)


def _plain(slope: Slope) -> Comparison | None:
    """Draws without controls, in the number that a check may cost; None where no number bounds their variance."""
    try:
        whole = variance.radial_second_moment(slope.law, slope.T, slope.u)
    except MomentDoesNotExist:
        return None
    count = int(min(MOST_SEQUENCES, max(FEWEST_SEQUENCES, OPERATIONS / slope.operations)))
    slopes = np.concatenate([found for _, found in sequences(slope, " plain", count)])
    return sampled(0.0, whole, slopes, ALARM, slope.seed, slope.scale)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
