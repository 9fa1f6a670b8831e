"""The (a, b)-plane as a panel: the reduced flow with its basins, or paths of the full model. Needs Matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mesaproof.plots.figures.style import EXACT, LIMIT, QUIET, STARTS, shown
from symbolic.algebra.harmonics import to_float

if TYPE_CHECKING:
    import sympy
    from matplotlib.axes import Axes

    from numeric_check.arrays import Real
    from proofs.zheng2024.answers.model_paths import Path
    from proofs.zheng2024.answers.reduced_plane import Plane
    from proofs.zheng2024.answers.scene import Scene, Training

REACH = 2.4
"""The plane is drawn up to so many times `sqrt(ab_line)`."""

GRID, HYPERBOLA, DOTTED, SPARSE = 41, 120, 14, 0.75
"""Points of the grid of arrows along an axis, of a branch, of a dotted path; density of the arrows."""

ABOVE, BELOW, SADDLE = STARTS[0], STARTS[1], LIMIT
"""Colours of what reaches the branch of minima with a, b > 0, the branch with a, b < 0, and the origin."""

LONGEST = 16
"""A longer exact product stands in the legend as a decimal alone."""

PALEST = 0.86
"""The part of the scale of off-line sizes that is used: beyond it colours are too pale for lines on white."""


def _frame(axes: Axes, scene: Scene) -> Real:
    """Limits and labels of the plane; returns the values of its axes."""
    reach = REACH * scene.unit
    axes.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal")
    axes.set_anchor("S")
    axes.locator_params(nbins=6)
    axes.set_xlabel(r"$a$,  mean diagonal of $W^{KQ}_{32}$")
    axes.set_ylabel(r"$b$,  mean diagonal of $W^{PV}_{12}$", labelpad=0)
    return np.linspace(-reach, reach, GRID)


def _hyperbola(axes: Axes, scene: Scene, words: str, **look: Any) -> None:
    one = np.geomspace(1 / REACH, REACH, HYPERBOLA) * scene.unit
    assert scene.ab_line is not None
    for sign, label in ((1, f"{words}: $ab$ = {_brief(scene.ab_line)}"), (-1, None)):
        axes.plot(sign * one, sign * scene.unit**2 / one, **{"color": EXACT, "zorder": 3, "label": label, **look})


def _brief(value: sympy.Expr) -> str:
    exact = shown(value)
    return exact if len(exact) <= LONGEST else f"{to_float(value):.4g}"


def _legend(axes: Axes) -> None:
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, fontsize=8, columnspacing=1.2)


def draw_plane(axes: Axes, scene: Scene, plane: Plane, training: Training) -> str:
    """Streamlines, basins, minima, the boundary a + b = 0 and curves from a few starts; returns the caption."""
    grid = _frame(axes, scene)
    reach = float(grid[-1])
    axes.fill_between([-reach, reach], [reach, -reach], reach, color=ABOVE, alpha=0.06, linewidth=0)
    axes.fill_between([-reach, reach], -reach, [reach, -reach], color=BELOW, alpha=0.08, linewidth=0)
    one, other = np.meshgrid(grid, grid)
    look: Any = {"color": "#b0b0b0", "linewidth": 0.6, "arrowsize": 0.7, "density": SPARSE}
    axes.streamplot(grid, grid, *plane.velocity(one, other), **look)
    _hyperbola(axes, scene, "minima", linewidth=1.8)
    boundary: Any = {"color": SADDLE, "linewidth": 1.2, "linestyle": (0, (4, 2)), "zorder": 2, "label": "$a+b=0$"}
    axes.plot([-reach, reach], [reach, -reach], **boundary)
    _legend(axes)
    for start, limit, curve in zip(plane.starts, plane.limits, plane.curves, strict=True):
        color = SADDLE if limit == (0.0, 0.0) else ABOVE if sum(limit) > 0 else BELOW
        axes.plot(*curve.T, color=color, linewidth=1.5, zorder=4)
        axes.plot(*start, "o", color=color, markerfacecolor="white", markersize=4.5, zorder=5)
        axes.plot(*limit, "o", color=color, markersize=5.5, markeredgecolor="white", markeredgewidth=0.6, zorder=5)
    if training.paths:
        axes.plot(*_spaced(training.paths[0]).T, "o", color=EXACT, markersize=2.2, zorder=6)
    seen = " Dots: the full model of (c)." if training.paths else ""
    return (
        "The line is invariant. Arrows: reduced flow. Black: minima, reached from every start with a + b ≠ 0, at the "
        f"point with the start's a² − b². Dashed: boundary of the basins, into the saddle at 0.{seen}"
    )


def _spaced(path: Path) -> Real:
    """Points (a, b) of a run at even distances along it."""
    points = np.stack([path.trajectory.a, path.trajectory.b], axis=1)
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    at = np.linspace(0.0, length[-1], DOTTED)
    return np.stack([np.interp(at, length, column) for column in points.T], axis=1)


def draw_paths(axes: Axes, scene: Scene, training: Training) -> str:
    """Paths of the full model in the plane, coloured by how far they are off the line; returns the caption."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.collections import LineCollection
    from matplotlib.colors import ListedColormap, Normalize

    _frame(axes, scene)
    _hyperbola(axes, scene, "best on the line", linestyle=(0, (4, 2)), linewidth=1.2, color=QUIET)
    _legend(axes)
    runs = [path.trajectory for path in training.paths]
    scale = Normalize(0, max(float(run.off_line.max()) for run in runs))
    colors = ListedColormap(_scale()(np.linspace(0, PALEST, 256)))
    for run in runs:
        points = np.stack([run.a, run.b], axis=1)
        pieces = LineCollection(np.stack([points[:-1], points[1:]], axis=1).tolist(), cmap=colors, norm=scale)
        pieces.set(array=(run.off_line[:-1] + run.off_line[1:]) / 2, linewidth=2.2, capstyle="round", zorder=4)
        axes.add_collection(pieces)
        axes.plot(*points[0], "o", color=colors(0.0), markerfacecolor="white", markersize=4.5, zorder=5)
        end = colors(scale(run.off_line[-1]))
        axes.plot(*points[-1], "o", color=end, markersize=6, markeredgecolor="white", markeredgewidth=0.6, zorder=5)
    figure = axes.get_figure()
    assert figure is not None
    bar = figure.colorbar(ScalarMappable(scale, colors), ax=axes, shrink=0.75, pad=0.02)
    bar.set_label("largest off-line entry")
    a_end, b_end, off_end = (float(series[-1]) for series in (runs[0].a, runs[0].b, runs[0].off_line))
    paths = "Path" if len(runs) == 1 else "Paths"
    rest = "rest" if all(path.settled for path in training.paths) else "where it was left"
    return (
        f"The line is not invariant: the reduced flow does not describe training. {paths}: the full model, from the "
        f"start (open) to {rest} (full); from a = b = {scene.start} to a = {a_end:.4g}, b = {b_end:.4g}, "
        f"off the line by {off_end:.3g}."
    )


def _scale() -> Any:
    from matplotlib import colormaps

    return colormaps["viridis"]
