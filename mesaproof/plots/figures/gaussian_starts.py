"""Standard initialisation, drawn: every entry of every block from `N(0, scale²)`, at three scales."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mesaproof.plots.figures import style
from mesaproof.plots.figures.picture import Picture
from mesaproof.plots.figures.training_curves import NAMES, labels
from proofs.zheng2024.figures.exact_values import CURVES, Values, curve_arrays, curve_rows
from proofs.zheng2024.figures.gaussian_starts import SCALES, compared, pair_from, products
from proofs.zheng2024.figures.simulation import Pair, Setting
from proofs.zheng2024.figures.studio import GAUSSIAN, Studio

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def picture(studio: Studio) -> Picture:
    """Ratio, error, and the entries off the two diagonals, while training; the two diagonals at the end."""
    from matplotlib.figure import Figure

    setting = studio.setting(GAUSSIAN)
    values, pairs = Values(setting), [pair_from(studio, setting, scale) for scale in SCALES]
    figure = Figure(figsize=(style.COLUMN, 6.2), layout="constrained")
    ratio, error, elsewhere, ends = figure.subplots(4, 1)
    _curves(ratio, values, pairs, "ratio")
    _curves(error, values, pairs, "error")
    _elsewhere(elsewhere, pairs)
    for axes in (ratio, error):
        axes.tick_params(labelbottom=False)
    _diagonals(ends, values, pairs)
    style.key(figure, studio.sizes.sequences)
    figure.align_ylabels()
    curves = [curve for one in pairs for curve in (one.exact, one.sampled)]
    return Picture(
        _caption(setting, studio),
        figure,
        values.named(),
        CURVES,
        tuple(curve_rows(setting, curves)),
        curve_arrays(setting, curves),
        tuple(compared(values, pairs)),
    )


def _caption(setting: Setting, studio: Studio) -> str:
    return (
        f"Review thread, standard initialisation: Gaussian starts, σ = 1/2, d = {setting.d}, T = {setting.T}, every "
        f"entry of every block drawn from N(0, s²), s = {', '.join(f'{scale:g}' for scale in SCALES)} (the stored text "
        f"of the thread has lost its scales). Broad: exact population loss; thin: {studio.sizes.sequences} sequences. "
        "The ratio is that under the law. Third panel: largest entry on neither diagonal. Last panel: the product "
        "W_KQ_32[j,j] W_PV_12[j,j] of each coordinate at the end, circles exact, dots sampled. Trained on the exact "
        "loss, both diagonals have the same sign at each coordinate, which differs between coordinates; product, ratio "
        "and error are those of the line."
    )


def _curves(axes: Axes, values: Values, pairs: list[Pair], series: str) -> None:
    last = style.last_step(pairs)
    for one, color in zip(pairs, style.STARTS, strict=True):
        style.draw_pair(axes, one, series, color, last)
    style.references(axes, values.finite[series], values.limit[series])
    axes.set_ylabel(NAMES[series])
    axes.set_ylim(-0.04, 1.1) if series == "error" else axes.margins(y=0.12)
    style.log_steps(axes, last)
    style.beside(axes, labels(values, series))


def _elsewhere(axes: Axes, pairs: list[Pair]) -> None:
    last = style.last_step(pairs)
    for one, scale, color in zip(pairs, SCALES, style.STARTS, strict=True):
        style.draw_pair(axes, one, "elsewhere", color, last)
        axes.text(0.6, 1.6 * float(one.exact.elsewhere[0]), f"$s = {scale:g}$", color=color)
    axes.set_yscale("log")
    axes.set_ylim(1e-6, 5)
    axes.set_ylabel("largest entry\noff the diagonals")
    axes.set_xlabel("gradient step")
    style.log_steps(axes, last)


def _diagonals(axes: Axes, values: Values, pairs: list[Pair]) -> None:
    d = values.setting.d
    style.references(axes, values.finite["product"], values.limit["product"])
    for number, (one, color) in enumerate(zip(pairs, style.STARTS, strict=True)):
        places = np.arange(1, d + 1) + 0.22 * (number - 1)
        axes.plot(places, products(one.exact), "o", color=color, alpha=0.4, markersize=6, markeredgewidth=0)
        axes.plot(places, products(one.sampled), "o", color=color, markersize=2)
    axes.set_xticks(range(1, d + 1))
    axes.tick_params(axis="x", length=0)
    axes.set_xlabel("coordinate $j$")
    axes.set_ylabel("product of the\n$j$th diagonal entries")
    axes.margins(y=0.3)
    style.beside(axes, labels(values, "product"))
