"""Figures of a training run of a setting, as PNG and SVG: its curves, and the learned blocks. Needs Matplotlib."""

from __future__ import annotations

from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mesaproof.errors import printable
from mesaproof.output.folder import filled
from mesaproof.output.marks import picture
from mesaproof.plots.house_style import ALARM, EXACT, ROUNDING, RUN, STYLE, falling, image, with_room
from mesaproof.plots.matplotlib_settings import drawn_with
from mesaproof.plots.train_plots import DOTS, FORMATS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mesaproof.answers.setting_runs import SettingRun
    from numeric_check.arrays import Real

ACROSS = 4
"""Blocks that are drawn side by side."""

MOST_BLOCKS = 16


def write_plots(found: SettingRun, folder: Path) -> tuple[Path, ...]:
    """`curves` and `matrices`, each as PNG and SVG, all or none.

    Raises InputError where Matplotlib is missing, where writing fails, and where a file of this name is not of a run.
    """
    with drawn_with(STYLE):
        figures = {"curves": curves(found), "matrices": matrices(found)}
        drawn = {f"{name}.{form}": picture(figure, form, DOTS) for name, figure in figures.items() for form in FORMATS}
    return filled(folder, drawn)


def curves(found: SettingRun) -> Figure:
    """Loss, gradient norm and, where there is a family, the largest entry off it, against steps or time."""
    from matplotlib.figure import Figure

    series = {"loss": found.run.path.losses, "gradient norm": found.run.gradient_norms}
    if found.departures is not None:
        series["largest entry off the family"] = found.departures
    figure = Figure(figsize=(7.2, 1.1 + 1.7 * len(series)), layout="constrained")
    panels = figure.subplots(len(series), 1, sharex=True, squeeze=False)[:, 0]
    for axes, (name, values) in zip(panels, series.items(), strict=True):
        beside = _largest(found) if name.endswith("family") else float(np.max(values)) or 1.0
        _curve(axes, _abscissa(found), name, values, beside)
    if not isinstance(found.exact, str):
        exact = float(found.exact.loss)
        panels[0].axhline(exact, color=EXACT, linestyle=(0, (4, 2)), linewidth=1.0, label="exact at the end", zorder=3)
        panels[0].legend()
    panels[-1].set_xlabel("step" if found.run.step is not None else r"training time $\tau$")
    _scale_abscissa(panels[-1], found)
    figure.suptitle(_title(found), fontsize=10, x=0.01, ha="left", parse_math=False)
    return figure


def _abscissa(found: SettingRun) -> Real:
    times, step = found.run.path.times, found.run.step
    return times if step is None else np.round(times / step)


def _curve(axes: Axes, at: Real, name: str, values: Real, beside: float) -> None:
    """On a logarithmic scale where the values span more than two decades, down to what is rounding beside a number."""
    axes.set_title(name, loc="left")
    color = ALARM if name.endswith("family") else RUN
    if values.any() and np.min(values) >= 0.01 * np.max(values) > 0 and np.max(values) > ROUNDING * beside:
        axes.plot(at, values, color=color)
        with_room(axes, values)
    else:
        falling(axes, at, values, beside, color)


def _scale_abscissa(axes: Axes, found: SettingRun) -> None:
    last = float(_abscissa(found)[-1])
    if found.run.step is not None and last > 1:
        axes.set_xscale("symlog", linthresh=1, linscale=0.25)
    axes.set_xlim(0, last or 1.0)


def matrices(found: SettingRun) -> Figure:
    """The blocks at the end as images on one symmetric colour scale; the largest ones where there are many."""
    from matplotlib.figure import Figure

    learned = dict(sorted(found.parameters.items(), key=lambda one: -float(np.max(np.abs(one[1]))))[:MOST_BLOCKS])
    learned = {name: block for name, block in found.parameters.items() if name in learned}
    rows = ceil(len(learned) / ACROSS)
    figure = Figure(figsize=(7.2, 0.6 + 1.8 * rows), layout="constrained")
    panels = list(figure.subplots(rows, ACROSS, squeeze=False).flat)
    size = _largest(found)
    images = [_image(axes, name, block, size) for axes, (name, block) in zip(panels, learned.items(), strict=False)]
    for axes in panels[len(learned) :]:
        axes.set_axis_off()
    figure.colorbar(images[0], ax=panels, shrink=0.8, pad=0.02)
    figure.suptitle(f"{_title(found)}:  at the end", fontsize=10, x=0.01, ha="left", parse_math=False)
    return figure


def _image(axes: Axes, name: str, block: Real, size: float) -> Any:
    axes.set_title(printable(name), fontsize=10, parse_math=False)
    return image(axes, block, size)


def _largest(found: SettingRun) -> float:
    return max(float(np.max(np.abs(block))) for block in found.parameters.values()) or 1.0


def _title(found: SettingRun) -> str:
    sizes = ",  ".join(f"{name} = {n}" for name, n in found.values.sizes.items())
    return printable(f"{found.setting.key},  {sizes}" if sizes else found.setting.key)
