"""How the figures look: sizes, colours that colour-blind readers can tell apart, direct labels. Needs Matplotlib."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy

from mesaproof.plots import house_style
from mesaproof.plots.house_style import EXACT as EXACT
from mesaproof.plots.house_style import LIMIT as LIMIT
from mesaproof.plots.house_style import QUIET as QUIET
from mesaproof.plots.house_style import STARTS as STARTS
from symbolic.algebra.harmonics import to_float
from symbolic.typeset.printing import text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from numeric_check.arrays import Real
    from proofs.zheng2024.figures.simulation import Curve, Pair

COLUMN = 3.5
"""Width of a column of print, in inches."""

STYLE: Any = {
    **house_style.STYLE,
    "font.size": 7.5,
    "axes.titlesize": 8,
    "axes.labelsize": 7.5,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "axes.grid": False,
    "axes.linewidth": 0.6,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "legend.fontsize": 6.5,
    "legend.handlelength": 1.8,
    "legend.borderaxespad": 0.2,
    "legend.labelspacing": 0.3,
}

SMALL = 6.8
"""Size of direct labels, in points."""

LONGEST = 12
"""A longer exact value is shown as a decimal alone; the index has it whole."""

PRODUCT = r"product $ab$"
RATIO = r"ratio  $\hat y_t\,/\,x_{t+1}$"
ERROR = "squared error\n" r"$\Sigma\,\|\hat y_t-x_{t+1}\|^2/\,\Sigma\,\|x_{t+1}\|^2$"

ENDLESS = r"$T\to\infty$"


def shown(value: sympy.Expr) -> str:
    """A value as it stands in a figure: exact where that is short, and to four digits where it is not an integer.

    >>> shown(sympy.Rational(4, 9)), shown(sympy.Integer(4)), shown(sympy.Rational(10**9, 3 * 10**9 + 7))
    ('4/9 = 0.4444', '4', '0.3333')
    """
    exact, decimal = text(value), f"{to_float(value):.4g}"
    if value.is_Integer:
        return exact
    return f"{exact} = {decimal}" if len(exact) <= LONGEST else decimal


def draw_pair(axes: Axes, pair: Pair, series: str, color: str, last: float) -> None:
    """Exact training as a broad pale line, sampled training as a thin one; where a run settled it goes on as it is."""
    for curve, look in (
        (pair.exact, {"linewidth": 3.2, "alpha": 0.35, "solid_capstyle": "butt"}),
        (pair.sampled, {"linewidth": 0.8}),
    ):
        values = getattr(curve, series)
        axes.plot([*at(curve), last], [*values, values[-1]], color=color, **look)


def at(curve: Curve) -> Real:
    """Numbers of the steps; the start stands at 1/2 of the logarithmic axis."""
    return np.maximum(curve.steps, 0.5)


def log_steps(axes: Axes, last: float) -> None:
    axes.set_xscale("log")
    axes.set_xlim(0.5, last)


def last_step(pairs: Sequence[Pair]) -> float:
    """The last step of the longest run."""
    return max(float(one.exact.steps[-1]) for one in pairs)


def references(axes: Axes, exact: sympy.Expr | None, limit: sympy.Expr | None) -> None:
    """Exact value as a solid line, limit of long sequences as a dashed one."""
    if limit is not None:
        axes.axhline(to_float(limit), color=LIMIT, linestyle=(0, (4, 2)), linewidth=1.0, zorder=3)
    if exact is not None:
        axes.axhline(to_float(exact), color=EXACT, linewidth=0.8, zorder=3)


Label = tuple[float, str, str]
"""Height in data, words, colour."""


def value_labels(exact: sympy.Expr, limit: sympy.Expr, T: int, of_limit: str, formula: str = "") -> list[Label]:
    """Words for the exact value and the limit; one label where they are the same."""
    if exact == limit:
        return [(to_float(exact), f"exact at every $T$\n{formula}{shown(exact)}", EXACT)]
    return [
        (to_float(limit), f"{of_limit}\n{formula}{shown(limit)}", LIMIT),
        (to_float(exact), f"exact, $T = {T}$\n{shown(exact)}", EXACT),
    ]


def beside(axes: Axes, labels: Sequence[Label], apart: float = 2.7) -> None:
    """Labels right of the axes at the heights of their lines, `apart` letters apart or more. After the limits."""
    figure = axes.get_figure()
    assert figure is not None
    low, high = axes.get_ylim()
    tall = float(axes.bbox.height) / float(figure.dpi) * 72
    room, places = apart * SMALL / tall, sorted(labels)
    heights = [(value - low) / (high - low) for value, _, _ in places]
    middle = sum(heights) / len(heights)
    for number in range(1, len(heights)):
        heights[number] = max(heights[number], heights[number - 1] + room)
    shift = sum(heights) / len(heights) - middle
    for height, (_, words, color) in zip(heights, places, strict=True):
        how: Any = {"transform": axes.transAxes, "va": "center", "fontsize": SMALL, "linespacing": 1.15}
        axes.text(1.03, height - shift, words, color=color, **how)


def spaced(count: int) -> str:
    """A number in groups of three digits, from five digits on.

    >>> spaced(1000), spaced(10000) == "10" + chr(0x2009) + "000"
    ('1000', True)
    """
    return str(count) if count < 10_000 else f"{count:,}".replace(",", "\u2009")


def key(figure: Figure, sequences: int) -> None:
    """What broad and thin lines are, below the panels."""
    from matplotlib.lines import Line2D

    broad = Line2D([], [], color=QUIET, linewidth=3.2, alpha=0.35)
    thin = Line2D([], [], color=QUIET, linewidth=0.8)
    names = ["trained on the exact loss", f"on {spaced(sequences)} sequences"]
    figure.legend([broad, thin], names, loc="outside lower center", ncols=2)
