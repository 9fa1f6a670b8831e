"""Figures of a training run, as PNG and SVG: four curves, and the learned matrices. Needs Matplotlib."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mesaproof.errors import printable
from mesaproof.output.folder import filled
from mesaproof.output.marks import picture
from mesaproof.plots.house_style import ALARM, EXACT, RUN, STYLE, falling, image, with_room
from mesaproof.plots.matplotlib_settings import drawn_with
from symbolic.algebra.harmonics import to_float

if TYPE_CHECKING:
    import sympy
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from numeric_check.arrays import Real
    from proofs.zheng2024.answers.training_run import TrainingRun

FORMATS = ("png", "svg")
FILES = tuple(f"{name}.{form}" for name in ("curves", "matrices") for form in FORMATS)
DOTS = 200


def write_plots(run: TrainingRun, folder: Path) -> tuple[Path, ...]:
    """`curves` and `matrices`, each as PNG and SVG, all or none.

    Raises InputError where Matplotlib is missing, where writing fails, and where a file of this name is not of a run.
    """
    with drawn_with(STYLE):
        figures = {"curves": curves(run), "matrices": matrices(run)}
        drawn = {f"{name}.{form}": picture(figure, form, DOTS) for name, figure in figures.items() for form in FORMATS}
    return filled(folder, drawn)


def curves(run: TrainingRun) -> Figure:
    """Product ab, mean ratio, relative error and largest off-line entry against steps or time, with exact values."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 5.0), layout="constrained")
    panels = figure.subplots(2, 2, sharex=True)
    (product, ratio), (error, off) = panels
    at, columns, reference = _abscissa(run), run.columns, run.reference
    name = "$ab$" if all(run.on_line) else "$ab$ of the mean diagonals"
    for axes, title, values, exact in (
        (product, name, columns["ab"], reference.ab_line),
        (ratio, "mean of prediction / target", columns["ratio"], reference.mean_ratio),
    ):
        axes.plot(at, values, color=RUN, label="full model")
        _exact_line(axes, exact, "exact, best on the line" + ("" if run.on_line[-1] else " (not this run)"))
        axes.set_title(title, loc="left")
        with_room(axes, values)
    _error(error, at, columns["relative_error"], reference.relative_mse)
    off.set_title("largest off-line entry", loc="left")
    falling(off, at, columns["off_line"], _largest(run), ALARM)
    for axes in panels[1]:
        axes.set_xlabel("step" if run.step is not None else r"training time $\tau$")
    for axes in panels.flat:
        _scale_abscissa(axes, at, run)
    figure.legend(*ratio.get_legend_handles_labels(), loc="outside lower center", ncols=2)
    figure.suptitle(_title(run), fontsize=10, x=0.01, ha="left", parse_math=False)
    return figure


def _abscissa(run: TrainingRun) -> Real:
    times = run.trajectory.times
    return times if run.step is None else np.round(times / run.step)


def _scale_abscissa(axes: Axes, at: Real, run: TrainingRun) -> None:
    """Steps grow on a logarithmic scale, which starts at step 1; the start is at its left edge."""
    if run.step is not None and at[-1] > 1:
        axes.set_xscale("symlog", linthresh=1, linscale=0.25)
    axes.set_xlim(0, at[-1])


def _largest(run: TrainingRun) -> float:
    return max(float(np.max(np.abs(block))) for block in run.trajectory.last.values()) or 1.0


def _exact_line(axes: Axes, value: sympy.Expr | None, label: str = "") -> None:
    if value is not None:
        axes.axhline(to_float(value), color=EXACT, linestyle=(0, (4, 2)), linewidth=1.0, label=label, zorder=3)


def _error(axes: Axes, at: Real, values: Real, exact: sympy.Expr | None) -> None:
    """On a logarithmic axis where the error falls by two decades, which it does where the exact one is 0."""
    axes.set_title("squared error / error of predicting zero", loc="left")
    if np.min(values) >= 0.01 * np.max(values):
        axes.plot(at, values, color=RUN)
        with_room(axes, values)
        _exact_line(axes, exact)
    else:
        falling(axes, at, values, 1.0, RUN)
        if exact:
            _exact_line(axes, exact)


def matrices(run: TrainingRun) -> Figure:
    """The six blocks at the end of the run as images on one symmetric colour scale."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 3.9), layout="constrained")
    panels, learned, size = figure.subplot_mosaic(PLACES), run.trajectory.last, _largest(run)
    images = {name: _block(panels[name], name, block, size) for name, block in learned.items()}
    figure.colorbar(images["W_PV_12"], ax=list(panels.values()), shrink=0.8, pad=0.02)
    figure.suptitle(
        _title(run) + f":  parameters after {_length(run)}", fontsize=10, x=0.01, ha="left", parse_math=False
    )
    return figure


PLACES: Any = [["W_PV_12", "W_PV_13", "W_KQ_22", "W_KQ_23"], [".", ".", "W_KQ_32", "W_KQ_33"]]
"""The blocks as they stand in their matrices, side by side."""


def _title(run: TrainingRun) -> str:
    return printable(f"{run.given or run.law.description},  d = {run.d},  T = {run.T}")


def _length(run: TrainingRun) -> str:
    return f"{run.steps} steps" if run.step is not None else f"time {run.trajectory.times[-1]:.4g}"


def _block(axes: Axes, name: str, block: Real, size: float) -> Any:
    drawn = image(axes, block, size)
    matrix, place = name.split("_")[1:]
    axes.set_title(f"$W^{{{matrix}}}_{{{place}}}$", fontsize=10)
    return drawn
