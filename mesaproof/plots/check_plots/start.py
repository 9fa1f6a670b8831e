"""The start law as a panel: its atoms with area by weight, or draws of its first two coordinates. Needs Matplotlib."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from mesaproof.plots.figures.style import QUIET, STARTS
from numeric_check.laws import sampling
from symbolic.algebra.harmonics import to_float
from symbolic.typeset.printing import text

if TYPE_CHECKING:
    import sympy
    from matplotlib.axes import Axes

    from numeric_check.arrays import Real
    from proofs.zheng2024.answers.law_report import LawReport
    from proofs.zheng2024.answers.scene import Scene

DRAWS, FEWEST, MOST_ENTRIES = 3000, 200, 20_000_000
"""Draws of a panel, fewer where d is so large that they would have more entries; below the second number none."""

REPEATED = 0.05
"""Draws with at most so many different points per draw are shown as points with frequencies."""

INNER = 0.98
"""Every axis shows the middle of the draws, at least so many of each coordinate."""

MOST_WEIGHTS, LONGEST_WEIGHT = 9, 7
"""Exact weights are written beside so few points, where they are so short."""

LARGEST_AREA, SMALLEST_AREA = 420.0, 3.0
"""Areas of points, in square points of print."""

SHOWN_COORDINATES, LONGEST = 4, 26
BINS = 40
POINTS, AREAS = STARTS[0], STARTS[0]


@dataclass(frozen=True, eq=False)
class Starts:
    """Points `(n, 1)` or `(n, 2)`, the first coordinates of starts; `weights (n,)`, or None for single draws.

    `written` are exact weights in words, where there are any; `what` says what the points are.
    """

    points: Real
    weights: Real | None
    written: tuple[str, ...]
    what: str

    @staticmethod
    def of(scene: Scene, seed: int) -> Starts | None:
        """Atoms where the law has a table of them, else draws; None where d is too large for draws."""
        if scene.law.atoms is not None:
            return _table(scene.law.atoms, scene.law.d)
        count = min(DRAWS, MOST_ENTRIES // scene.law.d)
        if count < FEWEST:
            return None
        rng = sampling.generator(f"check --plot {scene.law.description} d={scene.law.d}", seed)
        return _draws(sampling.draw(scene.law, rng, count)[:, :2], seed)

    @property
    def arrays(self) -> dict[str, Any]:
        """Points, and weights where there are any, for the NPZ file."""
        weights = {} if self.weights is None else {"start_weights": self.weights}
        return {"start_points": self.points, **weights}


def _table(atoms: Any, d: int) -> Starts:
    """The law of the first two coordinates: atoms that agree in these are one point."""
    found: dict[tuple[Any, ...], Any] = defaultdict(Fraction)
    for point, weight in atoms:
        found[tuple(point[:2])] += weight
    places = np.array([[float(x) for x in point] for point in found])
    written = tuple(map(str, found.values())) if len(found) <= MOST_WEIGHTS else ()
    short = written if all(len(words) <= LONGEST_WEIGHT for words in written) else ()
    size = "height" if d == 1 else "area"
    atoms = f"{len(found)} atom{'s' * (len(found) > 1)}{' of the first two coordinates' * (d > 2)}"
    return Starts(
        places, np.array([float(weight) for weight in found.values()]), short, f"{atoms}, {size} by exact weight"
    )


def _draws(drawn: Real, seed: int) -> Starts:
    points, counts = np.unique(drawn, axis=0, return_counts=True)
    words = f"{len(drawn)} draws, seed {seed}"
    if len(points) <= REPEATED * len(drawn):
        size = "height" if drawn.shape[1] == 1 else "area"
        return Starts(points, counts / len(drawn), (), f"{words}, {size} by frequency")
    return Starts(drawn, None, (), words)


def draw_start(axes: Axes, starts: Starts) -> str:
    """Draw the panel; returns what the caption says of the points."""
    one = starts.points.shape[1] == 1
    axes.set_anchor("S")
    axes.set_xlabel(r"$x_{1}$" if one else r"first coordinate of $x_1$")
    if not one:
        axes.set_ylabel(r"second coordinate of $x_1$")
    if starts.weights is not None:
        _stems(axes, starts) if one else _atoms(axes, starts)
        return starts.what
    shown = _histogram(axes, starts.points[:, 0]) if one else _cloud(axes, starts.points)
    return starts.what + (f", {len(starts.points) - shown} of them outside" if shown < len(starts.points) else "")


def _stems(axes: Axes, starts: Starts) -> None:
    assert starts.weights is not None
    axes.vlines(starts.points[:, 0], 0, starts.weights, color=AREAS, linewidth=1.4)
    axes.plot(starts.points[:, 0], starts.weights, "o", color=AREAS, markersize=5)
    axes.set_ylim(0, 1.15 * float(np.max(starts.weights)))
    _margins(axes, starts.points[:, :1])
    axes.set_ylabel("weight")
    axes.set_box_aspect(1)
    for x, weight, words in zip(starts.points[:, 0], starts.weights, starts.written, strict=False):
        axes.annotate(words, (x, weight), (0, 5), textcoords="offset points", ha="center", fontsize=8)


def _atoms(axes: Axes, starts: Starts) -> None:
    assert starts.weights is not None
    areas = np.maximum(SMALLEST_AREA, LARGEST_AREA * starts.weights / np.max(starts.weights))
    _cross(axes)
    x, y = starts.points.T
    axes.scatter(x, y, s=areas, color=AREAS, alpha=0.75, linewidths=0.6, edgecolors="white", zorder=2)
    _square(axes, starts.points)
    for point, area, words in zip(starts.points, areas, starts.written, strict=False):
        off = 0.5 * np.sqrt(area) + 2
        axes.annotate(words, tuple(point), (off, off), textcoords="offset points", fontsize=8)


def _histogram(axes: Axes, values: Real) -> int:
    """Density of one coordinate; returns how many draws are within the axes."""
    low, high = _inner(values)
    axes.hist(values, bins=BINS, range=(low, high), color=POINTS, alpha=0.75, density=True)
    axes.set_xlim(low, high)
    axes.set_ylabel("density of the draws")
    axes.set_box_aspect(1)
    return int(np.sum((values >= low) & (values <= high)))


def _cloud(axes: Axes, points: Real) -> int:
    """Draws of two coordinates with the histogram of each at the edge; returns how many are within the axes."""
    bounds = [_inner(points[:, n]) for n in range(2)]
    low, high = min(one for one, _ in bounds), max(other for _, other in bounds)
    _cross(axes)
    x, y = points.T
    axes.scatter(x, y, s=4, color=POINTS, alpha=0.35, linewidths=0, rasterized=True, zorder=2)
    axes.set(xlim=(low, high), ylim=(low, high), aspect="equal")
    for column, place in ((0, (0, 1.02, 1, 0.14)), (1, (1.02, 0, 0.14, 1))):
        edge = axes.inset_axes(place)
        orientation: Any = "horizontal" if column else "vertical"
        edge.hist(points[:, column], bins=BINS, range=(low, high), color=POINTS, alpha=0.75, orientation=orientation)
        edge.set(**{"ylim" if column else "xlim": (low, high)})
        edge.axis("off")
    return int(np.sum(np.all((points >= low) & (points <= high), axis=1)))


def _inner(values: Real) -> tuple[float, float]:
    """An interval around the middle of the values: all of them, unless a few are far outside."""
    low, high = np.quantile(values, ((1 - INNER) / 2, (1 + INNER) / 2))
    room = 0.35 * (high - low) or 1.0
    return max(float(low - room), float(values.min() - 0.1 * room)), min(
        float(high + room), float(values.max() + 0.1 * room)
    )


def _cross(axes: Axes) -> None:
    axes.axhline(0, color=QUIET, linewidth=0.5, alpha=0.6, zorder=0)
    axes.axvline(0, color=QUIET, linewidth=0.5, alpha=0.6, zorder=0)


def _square(axes: Axes, points: Real) -> None:
    """Equal scales on both axes, the origin and all points within, with room around them."""
    low, high = min(0.0, float(points.min())), max(0.0, float(points.max()))
    room = 0.22 * ((high - low) or 1.0)
    axes.set(xlim=(low - room, high + room), ylim=(low - room, high + room), aspect="equal")


def _margins(axes: Axes, points: Real) -> None:
    low, high = min(0.0, float(points.min())), max(0.0, float(points.max()))
    room = 0.15 * ((high - low) or 1.0)
    axes.set_xlim(low - room, high + room)


def moments(report: LawReport) -> str:
    """The exact moments of a report in words, those that differ between coordinates as a list."""
    named = (("m2", report.m2), ("κ1", report.kappa1), ("κ2", report.kappa2), ("κ3", report.kappa3))
    return ",  ".join(f"{name} = {_listed(values)}" for name, values in named)


def _listed(values: tuple[sympy.Expr, ...]) -> str:
    words = [_short(value) for value in values[:SHOWN_COORDINATES]]
    rest = ["…"] if len(values) > SHOWN_COORDINATES else []
    return words[0] if len(values) == 1 else f"({', '.join(words + rest)})"


def _short(value: sympy.Expr) -> str:
    exact = text(value).replace("**", "^").replace("*", "·")
    if len(exact) <= LONGEST:
        return exact
    return f"{to_float(value):.6g}…" if value.is_number else f"{exact[: LONGEST - 1]}…"
