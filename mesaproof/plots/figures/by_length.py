"""The trained models at test lengths: ratio and error at every test time, beside the exact values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mesaproof.plots.figures import style
from mesaproof.plots.figures.picture import Picture
from numeric_check.arrays import Real
from proofs.zheng2024.figures.by_length import FEW, HEADER, Tested, exact_values, tested
from proofs.zheng2024.figures.exact_values import Values
from proofs.zheng2024.figures.studio import GAUSSIAN, SPARSE, Studio
from symbolic.algebra.harmonics import to_float

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def picture(studio: Studio) -> Picture:
    """Figure 1 (b) and (d), read as functions of the test length."""
    from matplotlib.figure import Figure

    found = [tested(studio, law) for law in (GAUSSIAN, SPARSE)]
    figure = Figure(figsize=(2 * style.COLUMN, 3.6), layout="constrained")
    panels = figure.subplots(2, 2, sharex=True)
    for one, column, title in zip(found, panels.T, ("Gaussian, σ = 1/2", "Example 4.1, c = 1/2"), strict=True):
        column[0].set_title(title, loc="left")
        _ratio(column[0], one)
        _error(column[1], one)
    panels[0, 0].set_ylabel(style.RATIO)
    panels[1, 0].set_ylabel("squared error\n" r"$E\|\hat y_t-x_{t+1}\|^2/\,E\|x_{t+1}\|^2$")
    figure.align_ylabels()
    _key(figure, studio.sizes.sequences)
    return Picture(
        _caption(studio),
        figure,
        {name: value for one in found for name, value in exact_values(one).items()},
        HEADER,
        tuple(row for one in found for row in one.rows()),
        {name: array for one in found for name, array in one.arrays().items()},
        tuple(finding for one in found for finding in one.findings()),
    )


def _caption(studio: Studio) -> str:
    sizes = studio.sizes
    return (
        f"Figure 1 (b, d) at test times: models trained at T = {sizes.T}, d = {sizes.d}, on the exact loss, tested on "
        f"{sizes.sequences} new sequences (band: mean ± 2 standard errors) and on {FEW} of them, as the review thread "
        "says the ratio was estimated. The error is the mean squared error over the mean squared target. Solid: exact "
        "value; the ratio does not depend on the test time. Dashed: limit of long training and test sequences."
    )


def _ratio(axes: Axes, one: Tested) -> None:
    limit, exact = Values(one.setting).limit["ratio"], one.exact_ratio()
    assert limit is not None
    _band(axes, one.times, one.ratios)
    axes.plot(one.times, one.ratios[:, :FEW].mean(axis=1), color=style.STARTS[1], linewidth=0.8)
    style.references(axes, exact, limit)
    axes.set_ylim(0, 2 * to_float(limit))
    style.beside(axes, style.value_labels(exact, limit, one.setting.T, f"printed, {style.ENDLESS}"))


def _error(axes: Axes, one: Tested) -> None:
    limit = Values(one.setting).limit["error"]
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


def _key(figure: Any, sequences: int) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    band, thin = Patch(color=style.STARTS[0], alpha=0.35), Line2D([], [], color=style.STARTS[1], linewidth=0.8)
    names = [f"{style.spaced(sequences)} test sequences, ± 2 s.e.", f"{FEW} of them"]
    figure.legend([band, thin], names, loc="outside lower center", ncols=2)
