"""Training from starts on the line: product, ratio and error, with exact values and their limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mesaproof.plots.figures import style
from symbolic.algebra.harmonics import to_float

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from proofs.zheng2024.figures.ends_of_runs import Further
    from proofs.zheng2024.figures.exact_values import Values
    from proofs.zheng2024.figures.simulation import Pair
    from proofs.zheng2024.figures.starts_on_line import TrainingCurves

NAMED_STEPS = 3
"""The name of a start takes up the width of so many steps."""

NAMES = {"product": style.PRODUCT, "ratio": style.RATIO, "error": style.ERROR}


def gaussian(shown: TrainingCurves) -> Figure:
    """The curves, and the ends of the runs enlarged."""
    from matplotlib.figure import Figure

    ((values, pairs),) = shown.settings
    assert shown.further is not None
    figure = Figure(figsize=(style.COLUMN, 6.2), layout="constrained")
    panels = figure.subplots(4, 1, height_ratios=(1.4, 1, 1, 1))
    _panels(panels[:3], values, pairs)
    _name_starts(panels[0], values, pairs)
    for axes in panels[:2]:
        axes.tick_params(labelbottom=False)
    _ends(panels[3], values, pairs, shown.further)
    return _keyed(figure, shown)


def sparse(shown: TrainingCurves) -> Figure:
    """The curves of one setting."""
    from matplotlib.figure import Figure

    ((values, pairs),) = shown.settings
    figure = Figure(figsize=(style.COLUMN, 4.9), layout="constrained")
    panels = figure.subplots(3, 1, sharex=True, height_ratios=(1.4, 1, 1))
    _panels(panels, values, pairs)
    _name_starts(panels[0], values, pairs)
    return _keyed(figure, shown)


def small_lengths(shown: TrainingCurves) -> Figure:
    """The curves of two lengths side by side."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2 * style.COLUMN, 4.9), layout="constrained")
    panels = figure.subplots(3, 2, sharex="col", sharey="row", height_ratios=(1.4, 1, 1))
    for (values, pairs), column in zip(shown.settings, panels.T, strict=True):
        column[0].set_title(f"$T = {values.setting.T}$", loc="left")
        _panels(column, values, pairs)
    _name_starts(panels[0, 0], *shown.settings[0])
    for axes in panels[:, 1]:
        axes.set_ylabel("")
    return _keyed(figure, shown)


def _keyed(figure: Figure, shown: TrainingCurves) -> Figure:
    style.key(figure, shown.sequences)
    figure.align_ylabels()
    return figure


def _panels(panels: Any, values: Values, pairs: list[Pair]) -> None:
    last = style.last_step(pairs)
    for axes, (series, name) in zip(panels, NAMES.items(), strict=True):
        for one, color in zip(pairs, style.STARTS, strict=True):
            style.draw_pair(axes, one, series, color, last)
        style.references(axes, values.finite[series], values.limit[series])
        axes.set_ylabel(name)
        axes.set_ylim(*_heights(values, pairs, series))
        style.log_steps(axes, last)
        style.beside(axes, labels(values, series))
    panels[-1].set_xlabel(f"gradient step  (size {pairs[0].exact.step:.2g})")


def labels(values: Values, series: str) -> list[style.Label]:
    """Exact value and limit of a series in words; the error has no printed limit."""
    finite, limit = values.finite[series], values.limit[series]
    assert finite is not None
    assert limit is not None
    formula = r"$\kappa_1/\kappa_2$ = " if series == "product" else ""
    of_limit = style.ENDLESS if series == "error" else f"printed, {style.ENDLESS}"
    return style.value_labels(finite, limit, values.setting.T, of_limit, formula)


def _heights(values: Values, pairs: list[Pair], series: str) -> tuple[float, float]:
    """From 0 to somewhat above the limit, further where a start is above it; an error up to that of zero."""
    limit = values.limit[series]
    assert limit is not None
    if series == "error":
        return -0.04, 1.2
    above = any(float(getattr(one.exact, series)[0]) > 1.05 * to_float(limit) for one in pairs)
    return 0.0, (1.7 if above else 1.2) * to_float(limit)


def _name_starts(axes: Axes, values: Values, pairs: list[Pair]) -> None:
    """Each start beside the left end of its curve, or at the top edge where that is above it."""
    top = axes.get_ylim()[1]
    for one, color in zip(pairs, style.STARTS, strict=True):
        begin, words = one.exact.product[one.exact.steps <= NAMED_STEPS], f"${one.name}$"
        if begin[0] > top:
            inside = style.at(one.exact)[int(np.argmax(one.exact.product < top))]
            axes.text(1.6 * inside, 0.98 * top, words, color=color, va="top")
        elif any(
            begin[0] < to_float(v) < begin[0] + 0.12 * top for v in (values.finite["product"], values.limit["product"])
        ):
            axes.text(0.575, begin.min() - 0.03 * top, words, color=color, va="top")
        else:
            axes.text(0.575, begin.max() + 0.02 * top, words, color=color, va="bottom")


def _ends(axes: Axes, values: Values, pairs: list[Pair], further: Further) -> None:
    """Ends of the runs, two standard errors of a sample, and what further samples say."""
    error = values.slopes.standard_error
    style.references(axes, values.finite["product"], values.limit["product"])
    for place, (one, color) in enumerate(zip(pairs, style.STARTS, strict=True)):
        axes.plot(place - 0.1, one.exact.product[-1], "o", color=color, alpha=0.4, markersize=7, markeredgewidth=0)
        axes.errorbar(
            place + 0.1, one.sampled.product[-1], 2 * error, fmt="o", color=color, markersize=2.5, linewidth=0.8
        )
    axes.errorbar(3, further.mean, 2 * further.standard_error, fmt="D", color=style.QUIET, markersize=3, linewidth=1)
    axes.set_xticks(range(4), [*(f"${one.name}$" for one in pairs), f"{len(further.samples)} further\nsamples"])
    axes.tick_params(axis="x", length=0, labelsize=6)
    axes.set_xlim(-0.5, 3.5)
    axes.set_ylabel("$ab$ at the end\n(± 2 s.e.)")
    style.beside(axes, labels(values, "product"))
