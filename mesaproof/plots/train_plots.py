"""Figures of a training run, as PNG and SVG: four curves, and the learned matrices. Needs Matplotlib."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mesaproof.errors import printable
from mesaproof.output.folder import filled
from mesaproof.output.marks import picture
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

RUN, EXACT, ALARM = "#1f4e79", "#b3541e", "#8b1a1a"
"""Colours of the run, of exact values, and of what is off the line."""

STYLE: Any = {
    "font.size": 9,
    "axes.titlesize": 9.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
    "grid.linewidth": 0.5,
    "lines.linewidth": 1.6,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "mathtext.fontset": "cm",
    "svg.hashsalt": "mesaproof",
    "svg.fonttype": "none",
}

MOST_WRITTEN = 6
"""Matrix entries are written into their cells up to this d."""


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
        (error, "squared error / error of predicting zero", columns["relative_error"], reference.relative_mse),
    ):
        axes.plot(at, values, color=RUN, label="full model")
        _exact_line(axes, exact, "exact, best on the line" + ("" if run.on_line[-1] else " (not this run)"))
        axes.set_title(title, loc="left")
        axes.margins(y=0.12)
    _logarithmic(error, columns["relative_error"])
    _off_line(off, at, columns["off_line"])
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


def _exact_line(axes: Axes, value: sympy.Expr | None, label: str) -> None:
    if value is not None:
        axes.axhline(to_float(value), color=EXACT, linestyle=(0, (4, 2)), linewidth=1.2, label=label, zorder=1)


def _logarithmic(axes: Axes, values: Real) -> None:
    """A logarithmic scale where the values span more than two decades."""
    if np.min(values) < 0.01 * np.max(values):
        axes.set_yscale("symlog", linthresh=1e-12) if np.min(values) <= 0 else axes.set_yscale("log")


def _off_line(axes: Axes, at: Real, values: Real) -> None:
    axes.set_title("largest off-line entry", loc="left")
    shown = values > 0
    if shown.any():
        axes.plot(at[shown], values[shown], color=ALARM)
        axes.set_yscale("log")
        axes.set_ylim(min(1e-17, float(np.min(values[shown]))), max(1.0, 2 * float(np.max(values))))
    else:
        axes.text(0.5, 0.5, "exactly 0 throughout", transform=axes.transAxes, ha="center", va="center", color=RUN)
        axes.set_yticks([])


def matrices(run: TrainingRun) -> Figure:
    """The six blocks at the end of the run as images on one symmetric colour scale."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 3.9), layout="constrained")
    panels, learned = figure.subplot_mosaic(PLACES), run.trajectory.last
    size = max(float(np.max(np.abs(block))) for block in learned.values()) or 1.0
    images = {name: _block(panels[name], name, block, size) for name, block in learned.items()}
    figure.colorbar(images["W_PV_12"], ax=list(panels.values()), shrink=0.8, pad=0.02)
    figure.suptitle(
        _title(run) + f":  parameters after {_length(run)}", fontsize=10, x=0.01, ha="left", parse_math=False
    )
    return figure


PLACES: Any = [["W_PV_12", "W_PV_13", "W_KQ_22", "W_KQ_23"], [".", ".", "W_KQ_32", "W_KQ_33"]]
"""The blocks as they stand in their matrices, side by side."""


def _title(run: TrainingRun) -> str:
    return printable(f"{run.law.description},  d = {run.d},  T = {run.T}")


def _length(run: TrainingRun) -> str:
    return f"{run.steps} steps" if run.step is not None else f"time {run.trajectory.times[-1]:.4g}"


def _block(axes: Axes, name: str, block: Real, size: float) -> Any:
    image = axes.imshow(block, cmap="RdBu_r", vmin=-size, vmax=size)
    matrix, place = name.split("_")[1:]
    axes.set_title(f"$W^{{{matrix}}}_{{{place}}}$", fontsize=10)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.grid(False)
    if len(block) <= MOST_WRITTEN:
        for (row, column), value in np.ndenumerate(block):
            shade = "white" if abs(value) > 0.6 * size else "black"
            axes.text(column, row, f"{value:.2g}", ha="center", va="center", fontsize=5.5, color=shade)
    return image
