"""The trained models at test lengths: ratio and error at every test time, and their exact values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy

from numeric_check.arrays import Complex, Parameters, Real
from proofs.figure import Contents, Finding, Row
from proofs.zheng2024.figures.ends_of_runs import arrived
from proofs.zheng2024.figures.exact_values import Values
from proofs.zheng2024.figures.simulation import STEP_FRACTION, Setting
from proofs.zheng2024.figures.studio import GAUSSIAN, SPARSE, Studio
from proofs.zheng2024.line import trained
from proofs.zheng2024.second_route.forward import full, on_line, sequence
from proofs.zheng2024.second_route.mean_ratio import MeanRatio
from proofs.zheng2024.second_route.population import Population
from symbolic.algebra.harmonics import to_float
from symbolic.expectation.exact_moments import total
from symbolic.laws import LawFamily

FEW = 10
"""Test examples, as in the review thread."""

COMPARED = (2, 3, 10)
"""Test times at which exact training is compared, besides the last one."""

HEADER = ("law", "t", "ratio exact", "ratio", "ratio s.e.", "error exact", "error", "error s.e.", f"ratio of {FEW}")


@dataclass(frozen=True, eq=False)
class Tested:
    """A model trained on the exact loss, tested at the times t = 2, …, T−1 on sequences it has not seen.

    `ratios` and `errors` are of each sequence, `(T-2, m)`: the mean over coordinates that are not 0 of the real part of
    prediction over target, and `‖ŷ_t − x_{t+1}‖²`; `size` is `E‖x_1‖²`.
    """

    setting: Setting
    product: sympy.Expr
    model: Parameters
    ratios: Real
    errors: Real
    size: float

    @property
    def times(self) -> range:
        return range(2, self.setting.T)

    @property
    def limit(self) -> dict[str, sympy.Expr | None]:
        """What the exact values of the setting tend to for long sequences."""
        return Values(self.setting).limit

    def exact_ratio(self) -> sympy.Expr:
        best = self.setting.reference.mean_ratio
        assert best is not None
        return best

    def exact_error(self, t: int) -> sympy.Expr:
        """Error at the time t over that of predicting zero: from the loss on the line at T = t + 1 less that at t."""
        law, u = self.setting.law, self.product
        curvature, slope = (_last(law, t, powers) for powers in ((2, 1), (1, 0)))
        return sympy.cancel(1 + (curvature * u**2 + 2 * slope * u) / total(law, trained.SECOND))

    def rows(self) -> list[Row]:
        """Exact values, means and standard errors at every time, under `HEADER`."""
        ratio, root = to_float(self.exact_ratio()), self.ratios.shape[1] ** 0.5
        relative = self.errors / self.size
        columns = (
            [to_float(self.exact_error(t)) for t in self.times],
            *((v.mean(axis=1).tolist(), (v.std(axis=1) / root).tolist()) for v in (self.ratios, relative)),
            self.ratios[:, :FEW].mean(axis=1).tolist(),
        )
        exact, (ratios, ratio_errors), (errors, error_errors), few = columns
        name = self.setting.law.description
        table = zip(self.times, ratios, ratio_errors, exact, errors, error_errors, few, strict=True)
        return [(name, t, ratio, *row) for t, *row in table]

    def arrays(self) -> dict[str, Any]:
        """The numeric columns of the rows."""
        columns = zip(HEADER[1:], np.array([row[1:] for row in self.rows()], dtype=np.float64).T, strict=True)
        return {f"{self.setting.law.description}/{name}": column for name, column in columns}

    def findings(self) -> list[Finding]:
        """The exact loss and the exact mean ratio of the trained model at some test times, against the exact values."""
        times = [t for t in (*COMPARED, self.setting.T - 1) if t < self.setting.T]
        return [finding for t in dict.fromkeys(times) for finding in self._at(t)]

    def _at(self, t: int) -> list[Finding]:
        law, run = self.setting.law, f"exactly trained on {self.setting.law.description}"
        losses = [Population(law, T).loss(self.model) if T > 2 else 0.0 for T in (t, t + 1)]
        sums = [(T - 2) * MeanRatio(law, T).at(self.model)[0] if T > 2 else 0.0 for T in (t, t + 1)]
        error, ratio = 2 * (losses[1] - losses[0]) / self.size, float(sums[1] - sums[0])
        return [
            arrived(run, f"error at test time {t}", self.exact_error(t), error, scale=1.0),
            arrived(run, f"ratio at test time {t}", self.exact_ratio(), ratio),
        ]


@dataclass(frozen=True, eq=False)
class ByLength(Contents):
    """Trained models that were tested, each with a title; `few` of the sequences are shown by themselves."""

    sequences: int
    few: int
    tested: tuple[tuple[str, Tested], ...]


def contents(studio: Studio) -> ByLength:
    """Figure 1 (b) and (d), read as functions of the test length."""
    found = [tested(studio, law) for law in (GAUSSIAN, SPARSE)]
    return ByLength(
        _caption(studio),
        {name: value for one in found for name, value in exact_values(one).items()},
        HEADER,
        tuple(row for one in found for row in one.rows()),
        {name: array for one in found for name, array in one.arrays().items()},
        tuple(finding for one in found for finding in one.findings()),
        studio.sizes.sequences,
        FEW,
        tuple(zip(("Gaussian, σ = 1/2", "Example 4.1, c = 1/2"), found, strict=True)),
    )


def _caption(studio: Studio) -> str:
    sizes = studio.sizes
    return (
        f"Figure 1 (b, d) at test times: models trained at T = {sizes.T}, d = {sizes.d}, on the exact loss, tested on "
        f"{sizes.sequences} new sequences (band: mean ± 2 standard errors) and on {FEW} of them, as the review thread "
        "says the ratio was estimated. The error is the mean squared error over the mean squared target. Solid: exact "
        "value; the ratio does not depend on the test time. Dashed: limit of long training and test sequences."
    )


def tested(studio: Studio, law: LawFamily) -> Tested:
    """Train on the exact loss from (0.1, 0.1), and test."""
    setting = studio.setting(law)
    studio.told(f"{setting.law.description}, T = {setting.T}: testing")
    start = on_line(setting.d, 0.1, 0.1)
    step = STEP_FRACTION * setting.stable_step(start)
    model = setting.exact_run("(0.1, 0.1)", start, step, studio.sizes.settled).last
    x1, lam = setting.draw("test", studio.sizes.sequences)
    ratios, errors = measured(model, x1, lam, setting.T)
    product = setting.reference.ab_line
    assert product is not None
    return Tested(setting, product, model, ratios, errors, to_float(total(setting.law, trained.SECOND)))


def measured(model: Parameters, x1: Real, lam: Complex, T: int) -> tuple[Real, Real]:
    """Mean ratio over nonzero coordinates and squared error of m sequences at t = 2, …, T−1, each `(T-2, m)`."""
    pv, kq = full(model)
    d, states = x1.shape[1], sequence(x1, lam, T)
    p, k = pv[:d, d:], kq[d:, d:]
    tokens = np.concatenate([states, np.concatenate([np.zeros_like(states[:1]), states[:-1]])], axis=2)
    gram = tokens[0, :, :, None] * tokens[0, :, None, :].conj()
    ratios, errors = [], []
    for t in range(2, T):
        token = tokens[t - 1]
        gram += token[:, :, None] * token[:, None, :].conj()
        predicted = np.einsum("jn,mnk,kl,ml->mj", p, gram, k, token, optimize=True) / (t - 1)
        ratios.append(_mean_ratio(predicted, states[t]))
        errors.append(np.sum(np.abs(predicted - states[t]) ** 2, axis=1))
    return np.array(ratios), np.array(errors)


def _mean_ratio(predicted: Complex, target: Complex) -> Real:
    there = target != 0
    parts = np.where(there, (predicted / np.where(there, target, 1)).real, 0)
    return np.asarray(parts.sum(axis=1) / there.sum(axis=1))


def _last(law: Any, t: int, powers: tuple[int, int]) -> sympy.Expr:
    """The part of the time t alone: of T = t + 1 less that of T = t, whose sum is empty for t = 2."""
    before = trained.slope_part(law, t, *powers) if t > 2 else sympy.Integer(0)
    return trained.slope_part(law, t + 1, *powers) - before


def exact_values(one: Tested) -> dict[str, sympy.Expr | float | None]:
    """Those of the setting, and the error at the times that are compared."""
    times = [t for t in (*COMPARED, one.setting.T - 1) if t < one.setting.T]
    errors = {f"error at test time {t} ({one.setting.law.description})": one.exact_error(t) for t in times}
    return Values(one.setting).named() | errors
