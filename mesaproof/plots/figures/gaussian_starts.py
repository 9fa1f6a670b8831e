"""Standard initialisation, drawn: every entry of every block from `N(0, scale²)`, at three scales."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mesaproof.plots.figures import style
from mesaproof.plots.figures.training_curves import NAMES, labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from proofs.zheng2024.figures.gaussian_starts import GaussianStarts


def figure(shown: GaussianStarts) -> Figure:
    """Ratio, error, and the entries off the two diagonals, while training; the two diagonals at the end."""
    from matplotlib.figure import Figure

    made = Figure(figsize=(style.COLUMN, 6.2), layout="constrained")
    ratio, error, elsewhere, ends = made.subplots(4, 1)
    _curves(ratio, shown, "ratio")
    _curves(error, shown, "error")
    _elsewhere(elsewhere, shown)
    for axes in (ratio, error):
        axes.tick_params(labelbottom=False)
    _diagonals(ends, shown)
    style.key(made, shown.sequences)
    made.align_ylabels()
    return made


def _curves(axes: Axes, shown: GaussianStarts, series: str) -> None:
    values, pairs = shown.exact, shown.pairs
    last = style.last_step(pairs)
    for one, color in zip(pairs, style.STARTS, strict=True):
        style.draw_pair(axes, one, series, color, last)
    style.references(axes, values.finite[series], values.limit[series])
    axes.set_ylabel(NAMES[series])
    axes.set_ylim(-0.04, 1.1) if series == "error" else axes.margins(y=0.12)
    style.log_steps(axes, last)
    style.beside(axes, labels(values, series))


def _elsewhere(axes: Axes, shown: GaussianStarts) -> None:
    last = style.last_step(shown.pairs)
    for one, scale, color in zip(shown.pairs, shown.scales, style.STARTS, strict=True):
        style.draw_pair(axes, one, "elsewhere", color, last)
        axes.text(0.6, 1.6 * float(one.exact.elsewhere[0]), f"$s = {scale:g}$", color=color)
    axes.set_yscale("log")
    axes.set_ylim(1e-6, 5)
    axes.set_ylabel("largest entry\noff the diagonals")
    axes.set_xlabel("gradient step")
    style.log_steps(axes, last)


def _diagonals(axes: Axes, shown: GaussianStarts) -> None:
    values, pairs = shown.exact, shown.pairs
    d = values.setting.d
    style.references(axes, values.finite["product"], values.limit["product"])
    for number, (one, color) in enumerate(zip(pairs, style.STARTS, strict=True)):
        places = np.arange(1, d + 1) + 0.22 * (number - 1)
        axes.plot(places, one.exact.diagonal_products, "o", color=color, alpha=0.4, markersize=6, markeredgewidth=0)
        axes.plot(places, one.sampled.diagonal_products, "o", color=color, markersize=2)
    axes.set_xticks(range(1, d + 1))
    axes.tick_params(axis="x", length=0)
    axes.set_xlabel("coordinate $j$")
    axes.set_ylabel("product of the\n$j$th diagonal entries")
    axes.margins(y=0.3)
    style.beside(axes, labels(values, "product"))
