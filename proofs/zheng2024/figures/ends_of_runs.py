"""What the end of a run is compared with, and what the sequences themselves say of an exact value.

**Exact training** must end at the exact value to a relative 1e-6 (the error: to 1e-6 of that of predicting zero).

**Sampled training** ends at the best point of its sequences, which differs from the exact one by a sampling error. Let
`D_i` be the slope of sequence i's loss along scaling `W_PV`, at the exact product u: u is the best product on the line
exactly where `E D_i = 0`. Three things have to hold.

1. The mean of the `D_i` is compatible with 0, given a bound of the variance that the exact side supplies
   (`numeric_check.compare.agreement`). The mean slope over the mean of `Σ_t |ŷ_t|²/u` is the shift of the product,
   which turns standard error and resolution of that test into units of the product.
2. Training has found, to 1e-6, an error as small as that of the best point of the line for these sequences.
3. The product at the end is within the resolution of u. Where nothing varies between the sequences, it is as near as 2
   implies: the error is a parabola, and a product off by the part δ costs `δ² (1 − R)` with the exact error R.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import sympy

from numeric_check.arrays import Complex, Real
from numeric_check.compare import agreement
from numeric_check.compare.agreement import ROUNDING, Budget, Comparison
from proofs.figure import Finding
from proofs.zheng2024.figures.simulation import Curve, Setting
from proofs.zheng2024.model.variance import radial_second_moment
from proofs.zheng2024.second_route import one_pass
from proofs.zheng2024.second_route.forward import on_line
from symbolic.algebra.harmonics import to_float

TRAINED = 1e-6
"""Relative distance from the exact value at which exact training counts as having arrived."""

SAMPLES_COMPARED = 16
"""More settings than the figures have; each has an equal share of the false-alarm rate of all."""


def arrived(run: str, what: str, exact: sympy.Expr | float, found: float, scale: float | None = None) -> Finding:
    """Exact training against an exact value: to 1e-6 of the scale, by default of the value."""
    symbolic = None if isinstance(exact, float) else exact
    claimed = exact if isinstance(exact, float) else to_float(exact)
    size = abs(claimed) if scale is None else scale
    agrees = bool(abs(found - claimed) <= TRAINED * size)
    return Finding(run, what, symbolic, claimed, found, agrees, {"kind": "exact training", "tolerance": TRAINED * size})


def of_exact_run(setting: Setting, curve: Curve) -> list[Finding]:
    """Product, ratio and error of a run on the exact loss."""
    best = setting.reference
    assert best.ab_line is not None
    assert best.mean_ratio is not None
    assert best.relative_mse is not None
    return [
        arrived(_of(curve), "product", best.ab_line, float(curve.product[-1])),
        arrived(_of(curve), "ratio", best.mean_ratio, float(curve.ratio[-1])),
        arrived(_of(curve), "error", best.relative_mse, float(curve.error[-1]), scale=1.0),
    ]


@dataclass(frozen=True, eq=False)
class Slopes:
    """Slopes of sequences at the exact product, and what they say of it; by default those of the training sample."""

    setting: Setting
    sequences: tuple[Real, Complex] | None = None

    @cached_property
    def product(self) -> float:
        best = self.setting.reference.ab_line
        assert best is not None
        return to_float(best)

    @cached_property
    def values(self) -> Real:
        return self._radial(1.0)

    @cached_property
    def squares(self) -> Real:
        """`Σ_t |ŷ_t|²` of each sequence: half of what slopes at twice the product exceed twice those at it by."""
        return np.asarray((self._radial(2.0) - 2 * self.values) / 2)

    @property
    def energy(self) -> float:
        """Mean of `Σ_t |ŷ_t|²`."""
        return float(np.mean(self.squares))

    def at(self, product: float) -> Real:
        """Slopes at another product: they are `q ab² − l ab`."""
        part = product / self.product
        return np.asarray(part * (self.values + (part - 1) * self.squares))

    @property
    def per_slope(self) -> float:
        """Shift of the product for a unit of the mean slope."""
        return float(self.product / self.energy)

    @property
    def best(self) -> float:
        """The product that minimises the loss of these sequences on the line, where their loss is a parabola."""
        return float(self.product - np.mean(self.values) * self.per_slope)

    @property
    def standard_error(self) -> float:
        """Of that best product, estimated from the slopes."""
        return float(np.std(self.values) / len(self.values) ** 0.5 * self.per_slope)

    @cached_property
    def comparison(self) -> Comparison:
        """Whether the mean slope at the exact product is 0."""
        return no_slope(self.setting, self.product, self.values, self.energy)

    @property
    def resolution(self) -> float:
        """Shift of the product that the comparison would notice with probability 1/2 or more."""
        return float(self.comparison.resolution * self.per_slope)

    @cached_property
    def best_error(self) -> float:
        """Error of that best product, of the training sample."""
        sample, d = self.setting.sample, self.setting.d
        return float(sample.loss(on_line(d, self.best, 1.0)) / sample.loss(on_line(d, 0.0, 0.0)))

    @property
    def room(self) -> float:
        """How far from the exact product a sampled run may end."""
        exact = self.setting.reference.relative_mse
        assert exact is not None
        return max(self.resolution, abs(self.product) * float((TRAINED / (1 - to_float(exact))) ** 0.5))

    def _radial(self, multiple: float) -> Real:
        point = on_line(self.setting.d, multiple * self.product, 1.0)
        return one_pass.radial(point, *(self.sequences or self.setting.drawn), self.setting.T)


def no_slope(setting: Setting, product: float, slopes: Real, scale: float) -> Comparison:
    """Whether slopes at a product have mean 0, with the variance bound of the exact side."""
    variance = radial_second_moment(setting.law, setting.T, product)
    rate = Budget().share(SAMPLES_COMPARED)
    return agreement.sampled(0.0, variance, slopes, rate, setting.seed, scale=scale)


@dataclass(frozen=True, eq=False)
class Further:
    """Samples that nothing was trained on: the best product of each, and comparisons of all their slopes together."""

    slopes: Slopes
    samples: tuple[Slopes, ...]

    @staticmethod
    def of(slopes: Slopes, count: int) -> Further:
        """So many independent samples of the size of the training sample."""
        setting = slopes.setting
        drawn = (setting.draw(f"further {number}", setting.sequences) for number in range(count))
        return Further(slopes, tuple(Slopes(setting, one) for one in drawn))

    @cached_property
    def bests(self) -> Real:
        return np.array([one.best for one in self.samples])

    @property
    def mean(self) -> float:
        return float(np.mean(self.bests))

    @property
    def standard_error(self) -> float:
        """Of the mean, from the spread between samples."""
        return float(np.std(self.bests, ddof=1) / len(self.bests) ** 0.5)

    def comparison(self, product: float) -> Comparison:
        """Whether the slopes of all samples together have mean 0 at a product."""
        values = np.concatenate([one.at(product) for one in self.samples])
        return no_slope(self.slopes.setting, product, values, self.slopes.energy)

    def finding(self, limit: sympy.Expr | None) -> Finding:
        """The comparison at the exact product, and whether the same samples refuse the limit in its place."""
        exact, best = self.slopes.product, self.slopes.setting.reference.ab_line
        compared = self.comparison(exact)
        how = _sampled("further samples", compared, compared.resolution * self.slopes.per_slope)
        how |= _distances(self.mean, exact, limit, self.standard_error)
        how |= {"limit_refused": None if limit is None else not self.comparison(to_float(limit)).agrees}
        run = f"{len(self.bests)} further samples"
        return Finding(run, "best product", best, exact, self.mean, compared.agrees, how)


def of_sampled_run(slopes: Slopes, curve: Curve, limit: sympy.Expr | None) -> Finding:
    """The product of a sampled run, by the three conditions above, and how far it is from the exact and the limit."""
    found, tested, reached = float(curve.product[-1]), slopes.comparison, float(curve.error[-1])
    how = _sampled("sampled training", tested, slopes.resolution)
    how |= _distances(found, slopes.product, limit, slopes.standard_error)
    how |= {"error": reached, "error_of_best_on_line": slopes.best_error, "room": finite(slopes.room)}
    near, low = abs(found - slopes.product) <= slopes.room, reached <= slopes.best_error + TRAINED
    best = slopes.setting.reference.ab_line
    return Finding(_of(curve), "product", best, slopes.product, found, tested.agrees and bool(near and low), how)


def _sampled(kind: str, tested: Comparison, resolution: float) -> dict[str, Any]:
    return {
        "kind": kind,
        "sequences": tested.samples,
        "slopes_agree": tested.agrees,
        "false_alarm": tested.false_alarm,
        "resolution": finite(resolution),
    }


def _distances(found: float, exact: float, limit: sympy.Expr | None, error: float) -> dict[str, Any]:
    """In standard errors; None where the sequences differ by rounding errors only."""
    varies = error > ROUNDING * abs(exact)
    return {
        "standard_error": error,
        "standard_errors_from_exact": (found - exact) / error if varies else None,
        "standard_errors_from_limit": (found - to_float(limit)) / error if varies and limit is not None else None,
    }


def finite(value: float) -> float | None:
    """The number, None where it is infinite: JSON has no infinity."""
    return value if np.isfinite(value) else None


def _of(curve: Curve) -> str:
    return f"{'sampled' if curve.sampled else 'exact'} training from {curve.name}"
