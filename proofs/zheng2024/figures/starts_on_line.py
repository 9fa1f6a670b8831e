"""Training from starts on the line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from proofs.figure import Contents, Finding, Row
from proofs.zheng2024.figures.ends_of_runs import Further, of_exact_run, of_sampled_run
from proofs.zheng2024.figures.exact_values import CURVES, Values, curve_arrays, curve_rows
from proofs.zheng2024.figures.simulation import STEP_FRACTION, Pair, Setting, pair
from proofs.zheng2024.figures.studio import GAUSSIAN, SPARSE, Studio
from proofs.zheng2024.second_route.forward import on_line

STARTS = ((0.1, 0.1), (0.5, 1.5), (2.0, 2.0))
"""As in the paper's Figure 1."""

SMALL_LENGTHS = (3, 10)

FURTHER = 20
"""Samples besides the one that is trained on."""


@dataclass(frozen=True, eq=False)
class TrainingCurves(Contents):
    """Runs from starts on the line in several settings, with their exact values; `further` samples of the first."""

    sequences: int
    settings: tuple[tuple[Values, list[Pair]], ...]
    further: Further | None


def gaussian(studio: Studio) -> TrainingCurves:
    """Figure 1 (a) and (b), and the ends of the runs."""
    setting = studio.setting(GAUSSIAN)
    values, pairs = Values(setting), pairs_on_line(studio, setting)
    studio.told(f"{setting.law.description}, T = {setting.T}: further samples")
    caption = (
        f"Figure 1 (a, b): Gaussian starts, σ = 1/2; d = {setting.d}, T = {setting.T}, starts (a_0, b_0). "
        f"{_caption(studio)} Last panel: the ends of the runs with two standard errors of the sample, and the mean of "
        f"the best products of {FURTHER} further samples of that size."
    )
    return _contents(caption, studio, [(values, pairs)], Further.of(values.slopes, FURTHER))


def sparse(studio: Studio) -> TrainingCurves:
    """Figure 1 (c) and (d)."""
    setting = studio.setting(SPARSE)
    found = [(Values(setting), pairs_on_line(studio, setting))]
    title = f"Figure 1 (c, d): Example 4.1, c = 1/2; d = {setting.d}, T = {setting.T}, starts (a_0, b_0)."
    return _contents(f"{title} {_caption(studio)}", studio, found)


def small_lengths(studio: Studio) -> TrainingCurves:
    """Review thread: T = 3 and T = 10."""
    settings = [studio.setting(GAUSSIAN, T) for T in SMALL_LENGTHS]
    caption = (
        f"Review thread, short sequences: Gaussian starts, σ = 1/2, d = {studio.sizes.d}, T = 3 and T = 10, starts "
        "(a_0, b_0) as in Figure 1. Training ends at the exact value of its T, far from the limit of long sequences."
    )
    found = [(Values(setting), pairs_on_line(studio, setting)) for setting in settings]
    return _contents(f"{caption} {_caption(studio)}", studio, found)


def _caption(studio: Studio) -> str:
    return (
        f"Gradient descent on all six blocks: on the exact population loss (broad) and on {studio.sizes.sequences} "
        "sequences drawn once (thin). Solid: exact value at this T. Dashed: its limit as T → ∞, κ1/κ2 for the product. "
        "The error is that of what the run is trained on, over the error of predicting zero."
    )


def _contents(
    caption: str, studio: Studio, found: list[tuple[Values, list[Pair]]], further: Further | None = None
) -> TrainingCurves:
    named: dict[str, Any] = {}
    rows: list[Row] = []
    arrays: dict[str, Any] = {}
    findings: list[Finding] = []
    for values, pairs in found:
        curves = [curve for one in pairs for curve in (one.exact, one.sampled)]
        named |= values.named()
        rows += curve_rows(values.setting, curves)
        arrays |= curve_arrays(values.setting, curves)
        findings += compared(values, pairs)
    more = () if further is None else (further.finding(found[0][0].limit["product"]),)
    sequences = studio.sizes.sequences
    return TrainingCurves(
        caption, named, CURVES, tuple(rows), arrays, (*findings, *more), sequences, tuple(found), further
    )


def pairs_on_line(studio: Studio, setting: Setting) -> list[Pair]:
    """Every start with one step size, that of the start which bears the smallest."""
    starts = [on_line(setting.d, *start) for start in STARTS]
    step = STEP_FRACTION * min(map(setting.stable_step, starts))
    found = []
    for (a, b), start in zip(STARTS, starts, strict=True):
        studio.told(f"{setting.law.description}, T = {setting.T}: training from ({a:g}, {b:g})")
        found.append(pair(setting, f"({a:g}, {b:g})", start, step, studio.sizes.settled))
    return found


def compared(values: Values, pairs: list[Pair]) -> list[Finding]:
    """Every end with its exact value."""
    limit = values.limit["product"]
    exact = [finding for one in pairs for finding in of_exact_run(values.setting, one.exact)]
    return exact + [of_sampled_run(values.slopes, one.sampled, limit) for one in pairs]
