"""Figure 2: what is learned from `x_1 = 1_d`, with the off-diagonal gradients masked and without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mesaproof.plots.figures import style
from symbolic.algebra.harmonics import to_float

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from proofs.zheng2024.figures.exact_values import Values
    from proofs.zheng2024.figures.learned_matrices import LearnedMatrices, Reduced
    from proofs.zheng2024.figures.simulation import Pair

PLACES = (("W_KQ_32", r"$W^{KQ}_{32}$"), ("W_PV_12", r"$W^{PV}_{12}$"))
LINEAR = 0.02
"""Below this size the colour scale is linear, above it logarithmic."""

DARK = 0.25
"""Entries beyond this stand in cells so dark that they are written in white."""

TICKS = (-1, -0.1, -0.01, 0, 0.01, 0.1, 1)


def figure(shown: LearnedMatrices) -> Figure:
    """The two learned blocks of the sampled runs, and the product while they are trained."""
    from matplotlib.figure import Figure

    made = Figure(figsize=(style.COLUMN, 5.2), layout="constrained")
    (upper,), (lower,) = made.subfigures(2, 1, squeeze=False, height_ratios=(1.55, 1))
    panels = upper.subplots(2, 2)
    image = _matrices(panels[0], shown.free, "no mask")
    _matrices(panels[1], shown.masked, "masked")
    for axes, (_, title) in zip(panels[0], PLACES, strict=True):
        axes.set_title(title, pad=3)
    _color_bar(upper, image, panels)
    _curves(lower.subplots(), shown.exact, shown.reduced, shown.masked, shown.free)
    style.key(lower, shown.sequences)
    return made


def _matrices(panels: Any, one: Pair, how: str) -> Any:
    from matplotlib.colors import SymLogNorm

    image = None
    for axes, (name, _) in zip(panels, PLACES, strict=True):
        block = one.sampled.last[name]
        image = axes.imshow(block, cmap="RdBu_r", norm=SymLogNorm(LINEAR, vmin=-1.0, vmax=1.0))
        axes.set_xticks([])
        axes.set_yticks([])
        axes.spines[:].set_visible(False)
        for (row, column), value in np.ndenumerate(block):
            shade = "white" if abs(value) > DARK else "black"
            axes.text(column, row, written(value), ha="center", va="center", fontsize=5.5, color=shade)
    panels[0].set_ylabel(how)
    return image


def _color_bar(figure: Any, image: Any, panels: Any) -> None:
    bar = figure.colorbar(image, ax=panels, shrink=0.9, pad=0.02, ticks=TICKS)
    bar.ax.set_yticklabels([f"{tick:g}".replace("-", "−") for tick in TICKS])
    bar.ax.minorticks_off()
    bar.ax.tick_params(labelsize=6, length=2)
    bar.set_label(f"entry (logarithmic beyond ±{LINEAR})", fontsize=6.5)


def written(value: float) -> str:
    """Two digits after the point, without the zero before it.

    >>> written(-0.045), written(0.0), written(1.25)
    ('−.04', '0', '1.25')
    >>> written(1.5e-18)
    '≈0'
    """
    if abs(value) < 0.005:
        return "≈0" if value else "0"
    return f"{value:.2f}".replace("0.", ".", 1 if abs(value) < 1 else 0).replace("-", "−")


def _curves(axes: Axes, values: Values, reduced: Reduced, masked: Pair, free: Pair) -> None:
    limit, exact = values.limit["product"], values.finite["product"]
    assert limit is not None
    assert exact is not None
    last = style.last_step((masked, free))
    for one, color in ((masked, style.STARTS[0]), (free, style.STARTS[1])):
        style.draw_pair(axes, one, "product", color, last)
    style.references(axes, None, limit)
    without = reduced.products["a b"]
    for height, color in ((to_float(exact), style.STARTS[0]), (without, style.STARTS[1])):
        axes.axhline(height, color=color, linestyle=(0, (1, 1)), linewidth=0.9, zorder=3)
    axes.set_ylim(0, 1.15 * to_float(limit))
    style.log_steps(axes, last)
    axes.set_ylabel("product of the diagonals")
    axes.set_xlabel("gradient step")
    labels = [
        (to_float(limit), f"printed, masked\n{style.ENDLESS}: {style.shown(limit)}", style.LIMIT),
        (without, f"no mask, exact\n{without:.4f} (dots)", style.STARTS[1]),
        (to_float(exact), f"masked, exact\n{style.shown(exact)} (dots)", style.STARTS[0]),
    ]
    style.beside(axes, labels, apart=3.8)
