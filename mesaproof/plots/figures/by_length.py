"""The trained models at test lengths: ratio and error at every test time, beside the exact values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mesaproof.plots.figures import style
from symbolic.algebra.harmonics import to_float

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from numeric_check.arrays import Real
    from proofs.zheng2024.figures.by_length import ByLength, Tested


def figure(shown: ByLength) -> Figure:
    """Ratio above error, a column for each model."""
    from matplotlib.figure import Figure

    made = Figure(figsize=(2 * style.COLUMN, 3.6), layout="constrained")
    panels = made.subplots(2, 2, sharex=True)
    for (title, one), column in zip(shown.tested, panels.T, strict=True):
        column[0].set_title(title, loc="left")
        _ratio(column[0], one, shown.few)
        _error(column[1], one)
    panels[0, 0].set_ylabel(style.RATIO)
    panels[1, 0].set_ylabel("squared error\n" r"$E\|\hat y_t-x_{t+1}\|^2/\,E\|x_{t+1}\|^2$")
    made.align_ylabels()
    _key(made, shown)
    return made


def _ratio(axes: Axes, one: Tested, few: int) -> None:
    limit, exact = one.limit["ratio"], one.exact_ratio()
    assert limit is not None
    _band(axes, one.times, one.ratios)
    axes.plot(one.times, one.ratios[:, :few].mean(axis=1), color=style.STARTS[1], linewidth=0.8)
    style.references(axes, exact, limit)
    axes.set_ylim(0, 2 * to_float(limit))
    style.beside(axes, style.value_labels(exact, limit, one.setting.T, f"printed, {style.ENDLESS}"))


def _error(axes: Axes, one: Tested) -> None:
    limit = one.limit["error"]
    assert limit is not None
    _band(axes, one.times, one.errors / one.size)
    exact, last = [to_float(one.exact_error(t)) for t in one.times], one.exact_error(one.times[-1])
    axes.plot(one.times, exact, color=style.EXACT, linewidth=0.8)
    style.references(axes, None, limit)
    axes.set_xlabel("test time $t$")
    axes.set_xlim(0, one.setting.T)
    axes.set_ylim(-0.04, 1.0)
    if last == limit:
        style.beside(axes, [(to_float(limit), f"exact at every $t$\n{style.shown(limit)}", style.EXACT)])
        return
    at_end = f"exact, $t = {one.times[-1]}$\n{style.shown(last)}"
    endless = f"{style.ENDLESS}\n{style.shown(limit)}"
    style.beside(axes, [(exact[-1], at_end, style.EXACT), (to_float(limit), endless, style.LIMIT)])


def _band(axes: Axes, times: range, values: Real) -> None:
    mean, error = values.mean(axis=1), values.std(axis=1) / values.shape[1] ** 0.5
    axes.fill_between(times, mean - 2 * error, mean + 2 * error, color=style.STARTS[0], alpha=0.35, linewidth=0)


def _key(figure: Figure, shown: ByLength) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    band, thin = Patch(color=style.STARTS[0], alpha=0.35), Line2D([], [], color=style.STARTS[1], linewidth=0.8)
    names = [
        f"mean over {style.spaced(shown.sequences)} test sequences, ± 2 standard errors",
        f"mean over the first {shown.few} alone (ratio)",
    ]
    figure.legend([band, thin], names, loc="outside lower center", ncols=2)
