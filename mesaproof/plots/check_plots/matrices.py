"""The learned matrices as a panel: the rows and columns of W_PV and W_KQ that act, block by block. Needs Matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mesaproof.plots.figures.learned_matrices import written

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from numeric_check.arrays import Real
    from proofs.zheng2024.answers.scene import Scene, Training

MOST_WRITTEN = 4
"""Entries are written into their cells up to this d."""

FADING = 0.02
"""Off the line, colours are linear up to this part of the largest entry and logarithmic beyond."""

ROUNDING = 1e-12
"""Below this size a relative loss is nothing but rounding."""

DARK = 0.6
"""Cells with a colour beyond this part of the scale carry white words."""


def draw_matrices(panels: tuple[Axes, Axes], scene: Scene, training: Training) -> str:
    """Both matrices on one symmetric scale; returns the caption."""
    path = training.paths[0]
    (pv, kq), size, left = path.acting, path.largest, path.left
    norm, unit = _norm(size, left), _unit(size)
    for axes, matrix, name, rows in zip(panels, (pv, kq), ("PV", "KQ"), ((1,), (2, 3)), strict=True):
        image = axes.imshow(matrix, cmap="RdBu_r", norm=norm)
        _blocks(axes, matrix, name, rows)
        _entries(axes, matrix, norm, unit)
    figure = panels[0].get_figure()
    assert figure is not None
    bar = figure.colorbar(image, ax=list(panels), shrink=0.8, pad=0.03, aspect=28)
    if left:
        bar.set_ticks(ticks := _ticks(size), labels=[f"{tick:g}".replace("-", "−") for tick in ticks])
        bar.ax.minorticks_off()
    bar.set_label("entry" + (f" (logarithmic beyond ±{FADING * size:.1g})" if left else ""))
    units = f" Written in units of {unit:g}." if unit != 1 and len(pv) <= MOST_WRITTEN else ""
    return _caption(scene, training, units)


def _unit(size: float) -> float:
    """What entries are written in: 1, or a power of ten where the largest is below 0.1 or 100 and more."""
    return 1.0 if 0.1 <= size < 100 else float(10.0 ** np.floor(np.log10(size)))


def _ticks(size: float) -> list[float]:
    """0 and the powers of ten in the logarithmic part of the scale, with both signs."""
    lowest, highest = int(np.ceil(np.log10(1.5 * FADING * size))), int(np.floor(np.log10(size)))
    powers = [10.0**n for n in range(lowest, highest + 1)]
    return [*(-power for power in reversed(powers)), 0.0, *powers]


def _caption(scene: Scene, training: Training, more: str) -> str:
    path = training.paths[0]
    where = (
        f"An entry is off the line by {path.off_line:.3g}."
        if path.left
        else "Off the line every entry is 0, up to rounding."
    )
    rest = "" if path.settled else " The flow had not come to rest."
    return (
        f"The full model, all six blocks, after gradient flow on the exact loss from a = b = {scene.start}. "
        f"{where} Error / error of predicting 0: {_shown(training)}.{more}{rest}"
    )


def _shown(training: Training) -> str:
    """The relative loss, with as many digits as cancellation in the loss leaves."""
    value = training.relative_loss or 0.0
    return f"{value:.4g}" if abs(value) > ROUNDING else "0, up to rounding"


def _norm(size: float, left: bool) -> Any:
    from matplotlib.colors import Normalize, SymLogNorm

    return SymLogNorm(FADING * size, vmin=-size, vmax=size) if left else Normalize(-size, size)


def _blocks(axes: Axes, matrix: Real, name: str, rows: tuple[int, ...]) -> None:
    """Lines between the blocks, and their names beside them: above, those of the last row below."""
    d = matrix.shape[1] // 2
    axes.axvline(d - 0.5, color="black", linewidth=1.0)
    if len(rows) == 2:
        axes.axhline(d - 0.5, color="black", linewidth=1.0)
    axes.set(xticks=[], yticks=[])
    axes.grid(False)
    axes.spines[:].set(visible=True, linewidth=1.0)
    for row in rows:
        for number, column in enumerate((2, 3)):
            place: Any = (0.25 + 0.5 * number, 1.0 if row == rows[0] else 0.0)
            above: Any = {"va": "bottom"} if row == rows[0] else {"va": "top"}
            words, off = f"$W^{{{name}}}_{{{row}{column}}}$", (0, 2 if row == rows[0] else -2)
            axes.annotate(
                words, place, off, "axes fraction", textcoords="offset points", ha="center", fontsize=9, **above
            )


def _entries(axes: Axes, matrix: Real, norm: Any, unit: float) -> None:
    """Two digits in each cell that is not 0 up to these digits, where d is small."""
    d = matrix.shape[1] // 2
    if d > MOST_WRITTEN:
        return
    for (row, column), value in np.ndenumerate(matrix):
        words = written(float(value) / unit)
        if words.strip("−0."):
            shade = "white" if abs(2 * float(norm(value)) - 1) > DARK else "black"
            axes.text(column, row, words, ha="center", va="center", fontsize=9.5 - 0.8 * d, color=shade)
