"""How all pictures look: one font for words and formulas, colours by what is shown, what is nothing but rounding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from numeric_check.arrays import Real

STARTS = ("#0072B2", "#CC79A7", "#009E73")
RUN, EXACT, LIMIT, ALARM, QUIET = STARTS[0], "#000000", "#D55E00", "#D55E00", "#666666"
"""Colours of Okabe and Ito: for each start, exact values, limits of long sequences, what is off a line, notes."""

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
    "mathtext.fontset": "dejavusans",
    "svg.hashsalt": "mesaproof",
    "svg.fonttype": "none",
}

ROUNDING = 1e-13
"""What is smaller than this part of the largest number beside it is nothing but rounding."""

NO_MORE = "0 within rounding"

MOST_WRITTEN = 6
"""Matrix entries are written into their cells up to this size."""


def entry(value: float, largest: float) -> str:
    """A number in a cell: 0 where it is, and ≈0 where it is nothing but rounding beside the largest one.

    >>> entry(-0.25, 1.0), entry(0.0, 1.0), entry(1.5e-18, 1.0)
    ('−0.25', '0', '≈0')
    """
    if value and abs(value) < ROUNDING * largest:
        return "≈0"
    return f"{value:.2g}".replace("-", "−")


def image(axes: Axes, block: Real, size: float) -> Any:
    """A block as colours on a symmetric scale up to `size`, without a frame, small ones with their numbers."""
    drawn = axes.imshow(block, cmap="RdBu_r", vmin=-size, vmax=size)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.grid(False)
    axes.spines[:].set_visible(False)
    if max(block.shape) <= MOST_WRITTEN:
        for (row, column), value in np.ndenumerate(block):
            shade = "white" if abs(value) > 0.6 * size else "black"
            axes.text(column, row, entry(value, size), ha="center", va="center", fontsize=6.5, color=shade)
    return drawn


def with_room(axes: Axes, values: Real) -> None:
    """Margins above and below; where the values differ by rounding alone the axis does not zoom into it."""
    low, high = float(np.min(values)), float(np.max(values))
    size = max(abs(low), abs(high)) or 1.0
    if high - low < 1e-9 * size:
        axes.set_ylim(low - size / 2, high + size / 2)
    else:
        axes.margins(y=0.12)


def falling(axes: Axes, at: Real, values: Real, beside: float, color: str) -> None:
    """Sizes on a logarithmic axis that ends where rounding begins, beside a number of the same kind.

    In words where nothing is above it; where the last value is below the axis, words say what that means.
    """
    floor = ROUNDING * beside
    shown = values > floor
    if not shown.any():
        middle: Any = {"transform": axes.transAxes, "ha": "center", "va": "center", "color": color}
        axes.text(0.5, 0.5, NO_MORE if values.any() else "exactly 0 throughout", **middle)
        axes.set_yticks([])
        return
    axes.plot(at, np.maximum(values, floor / 10), color=color)
    axes.set_yscale("log")
    top = float(np.max(values))
    axes.set_ylim(max(floor, min(float(np.min(values[shown])) / 3, top / 100)), 3 * top)
    if not shown[-1]:
        how: Any = {"transform": axes.transAxes, "va": "bottom", "color": QUIET, "fontsize": 7.5}
        axes.text(0.02, 0.02, f"below: {NO_MORE}", **how)
