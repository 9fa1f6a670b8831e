"""Training on prompts of a regression: the error, the entries off the family and the distance from the limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mesaproof.plots.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from proofs.zhang2024.figures.loss_by_time import LossByTime, Path

SERIES = {
    "error": "squared error\n" r"$E(\hat y-y)^2/\,E\,y^2$",
    "off_family": "largest entry\noff the family",
    "off_limit": r"$\|uU-\Gamma^{-1}\|\,/\,\|\Gamma^{-1}\|$",
}
SMALLEST = 1e-6
"""Smaller numbers stand at the lower edge of a logarithmic axis."""


def figure(shown: LossByTime) -> Figure:
    """Three panels over one axis of time."""
    from matplotlib.figure import Figure

    made = Figure(figsize=(style.COLUMN, 5.2), layout="constrained")
    panels = made.subplots(3, 1, sharex=True, height_ratios=(1.3, 1, 1))
    for axes, (series, name) in zip(panels, SERIES.items(), strict=True):
        _curves(axes, shown, series)
        axes.set_ylabel(name)
    first = panels[0]
    first.axhline(shown.least, color=style.EXACT, linewidth=0.8)
    first.set_ylim(0, 1.08)
    style.beside(first, [(shown.least, f"exact, $N = {shown.N}$\n{shown.least:.4g}", style.EXACT)])
    panels[-1].set_xlabel("time of the gradient flow")
    _key(made, shown)
    made.align_ylabels()
    return made


def _curves(axes: Axes, shown: LossByTime, series: str) -> None:
    for full, sample, color in zip(shown.full, shown.sample, style.STARTS, strict=True):
        _curve(axes, full, series, color, linewidth=3.2, alpha=0.35, solid_capstyle="butt")
        _curve(axes, sample, series, color, linewidth=0.8)
    if series != "off_family":
        _curve(axes, shown.reduced, series, style.EXACT, linewidth=1.0, linestyle=(0, (1, 2)))
    axes.set_xscale("log")
    axes.set_xlim(shown.reduced.times[1], shown.reduced.times[-1])
    if series != "error":
        axes.set_yscale("log")
        axes.set_ylim(SMALLEST / 2, 3)


def _curve(axes: Axes, path: Path, series: str, color: str, **look: Any) -> None:
    values = getattr(path, series)[1:]
    if series != "error":
        values = np.where(values < SMALLEST, np.nan, values)
    axes.plot(path.times[1:], values, color=color, **look)


def _key(figure: Figure, shown: LossByTime) -> None:
    from matplotlib.lines import Line2D

    lines = [Line2D([], [], color=color) for color in style.STARTS]
    names = [path.start for path in shown.full]
    lines += [
        Line2D([], [], color=style.QUIET, linewidth=3.2, alpha=0.35),
        Line2D([], [], color=style.QUIET, linewidth=0.8),
        Line2D([], [], color=style.EXACT, linewidth=1.0, linestyle=(0, (1, 2))),
    ]
    names += ["exact loss", f"{style.spaced(shown.sequences)} prompts", "reduced flow"]
    figure.legend(lines, names, loc="outside lower center", ncols=2)
