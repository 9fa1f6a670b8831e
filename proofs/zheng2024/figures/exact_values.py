"""Exact values beside the runs of a setting, and the runs as rows and arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import sympy

from proofs.figure import Row
from proofs.zheng2024.figures.ends_of_runs import Slopes
from proofs.zheng2024.figures.simulation import SERIES, Curve, Setting
from proofs.zheng2024.flow.line_flow import KAPPA1, KAPPA2
from proofs.zheng2024.line import trained
from symbolic.expectation.exact_moments import by_coordinate, number


@dataclass(frozen=True, eq=False)
class Values:
    """Exact values of a setting at its T, and what they tend to for long sequences."""

    setting: Setting

    @cached_property
    def finite(self) -> dict[str, sympy.Expr | None]:
        best = self.setting.reference
        return {"product": best.ab_line, "ratio": best.mean_ratio, "error": best.relative_mse}

    @cached_property
    def limit(self) -> dict[str, sympy.Expr | None]:
        """As `T → ∞`, for laws whose moments are the same at every coordinate: κ1/κ2, and what belongs to it."""
        law = self.setting.law
        first, second, third = (by_coordinate(law, pattern)[0] for pattern in (trained.SECOND, KAPPA1, KAPPA2))
        product, chance = second / third, number(law.nonzero_probability(0))
        return {"product": product, "ratio": product * first / chance, "error": trained.error_floor(law)}

    @cached_property
    def slopes(self) -> Slopes:
        return Slopes(self.setting)

    def named(self) -> dict[str, sympy.Expr | float | None]:
        """Both by name, for the index."""
        at = f"{self.setting.law.description}, d = {self.setting.d}, T = {self.setting.T}"
        endless = f"{self.setting.law.description}, T -> oo"
        return {f"{what} ({at})": value for what, value in self.finite.items()} | {
            f"{what} ({endless})": value for what, value in self.limit.items()
        }


CURVES = ("setting", "start", "training", *SERIES)


def curve_rows(setting: Setting, curves: Iterable[Curve]) -> Iterator[Row]:
    """One row for each recorded step of each run, under `CURVES`."""
    for curve in curves:
        words = f"T={setting.T}", curve.name, training(curve)
        yield from ((*words, *row) for row in zip(*(s.tolist() for s in curve.series.values()), strict=True))


def curve_arrays(setting: Setting, curves: Iterable[Curve]) -> dict[str, Any]:
    """The series and the blocks at the end of every run."""
    found: dict[str, Any] = {}
    for curve in curves:
        place = f"T={setting.T}/{training(curve)}/{curve.name}"
        found |= {f"{place}/{name}": series for name, series in curve.series.items()}
        found |= {f"{place}/{name}": np.asarray(block) for name, block in curve.last.items()}
    return found


def training(curve: Curve) -> str:
    return "sampled" if curve.sampled else "exact"
