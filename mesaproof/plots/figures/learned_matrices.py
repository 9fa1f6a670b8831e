"""Figure 2: what is learned from `x_1 = 1_d`, with the off-diagonal gradients masked and without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mesaproof.plots.figures import style
from mesaproof.plots.figures.picture import Picture
from proofs.zheng2024.answers.off_line import START
from proofs.zheng2024.figures.exact_values import CURVES, Values, curve_arrays, curve_rows
from proofs.zheng2024.figures.learned_matrices import Reduced, compared, pair_of_ones
from proofs.zheng2024.figures.simulation import Pair, Setting
from proofs.zheng2024.figures.studio import ONES, Studio
from symbolic.algebra.harmonics import to_float

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PLACES = (("W_KQ_32", r"$W^{KQ}_{32}$"), ("W_PV_12", r"$W^{PV}_{12}$"))
LINEAR = 0.02
"""Below this size the colour scale is linear, above it logarithmic."""

DARK = 0.25
"""Entries beyond this stand in cells so dark that they are written in white."""

TICKS = (-1, -0.1, -0.01, 0, 0.01, 0.1, 1)


def picture(studio: Studio) -> Picture:
    """The two learned blocks of the sampled runs, and the product while they are trained."""
    from matplotlib.figure import Figure

    setting = studio.setting(ONES)
    values, reduced = Values(setting), Reduced(setting)
    masked, free = (pair_of_ones(studio, setting, mask) for mask in (True, False))
    figure = Figure(figsize=(style.COLUMN, 5.2), layout="constrained")
    (upper,), (lower,) = figure.subfigures(2, 1, squeeze=False, height_ratios=(1.55, 1))
    panels = upper.subplots(2, 2)
    image = _matrices(panels[0], free, "no mask")
    _matrices(panels[1], masked, "masked")
    for axes, (_, title) in zip(panels[0], PLACES, strict=True):
        axes.set_title(title, pad=3)
    _color_bar(upper, image, panels)
    _curves(lower.subplots(), values, reduced, masked, free)
    style.key(lower, studio.sizes.sequences)
    curves = [curve for one in (masked, free) for curve in (one.exact, one.sampled)]
    return Picture(
        _caption(setting, studio),
        figure,
        values.named() | {f"{name} without mask (exact reduced flow)": v for name, v in reduced.products.items()},
        CURVES,
        tuple(curve_rows(setting, curves)),
        curve_arrays(setting, curves),
        tuple(compared(values, reduced, masked, free)),
    )


def _caption(setting: Setting, studio: Studio) -> str:
    return (
        f"Figure 2: x_1 = 1_d, d = {setting.d}, T = {setting.T}, start a_0 = b_0 = {START:g}. Matrices: the two blocks "
        f"that move, after training on {studio.sizes.sequences} sequences, without and with the mask of the "
        "off-diagonal gradients. Without it the entries off the diagonal become negative. Curves: mean over j of "
        "W_KQ_32[j,j] W_PV_12[j,j]. Solid: exact value, with the mask the best product on the line, without it the "
        "limit of the exact reduced flow. Dashed: κ1/κ2, the limit with the mask as T → ∞."
    )


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
    """
    if value == 0:
        return "0"
    return f"{value:.2f}".replace("0.", ".", 1 if abs(value) < 1 else 0).replace("-", "−")


def _curves(axes: Axes, values: Values, reduced: Reduced, masked: Pair, free: Pair) -> None:
    limit, exact = values.limit["product"], values.finite["product"]
    assert limit is not None
    assert exact is not None
    last = style.last_step((masked, free))
    for one, color in ((masked, style.STARTS[0]), (free, style.STARTS[1])):
        style.draw_pair(axes, one, "product", color, last)
    style.references(axes, exact, limit)
    without = reduced.products["a b"]
    axes.axhline(without, color=style.EXACT, linewidth=0.8, zorder=3)
    axes.set_ylim(0, 1.15 * to_float(limit))
    style.log_steps(axes, last)
    axes.set_ylabel("product of the diagonals")
    axes.set_xlabel("gradient step")
    labels = [
        (to_float(limit), f"printed, masked\n{style.ENDLESS}:  {style.shown(limit)}", style.LIMIT),
        (without, f"exact, no mask\n{without:.4f}", style.STARTS[1]),
        (to_float(exact), f"exact, masked\n{style.shown(exact)}", style.STARTS[0]),
    ]
    style.beside(axes, labels)
