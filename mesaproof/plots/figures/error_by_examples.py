"""The error under six shifts by the number of examples in the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mesaproof.plots.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from proofs.garg2022.figures.shift_curves import Panel, ShiftCurves

LEAST, MOST = 0.01, 300.0
"""Of the logarithmic axis of errors."""


def figure(shown: ShiftCurves) -> Figure:
    """Two rows of three panels with one scale."""
    from matplotlib.figure import Figure

    made = Figure(figsize=(2 * style.COLUMN, 4.3), layout="constrained")
    panels = made.subplots(2, 3, sharex=True, sharey=True)
    for axes, panel in zip(panels.flat, shown.panels, strict=True):
        _drawn(axes, panel)
    for axes in panels[:, 0]:
        axes.set_ylabel("squared error\nover that of 0")
    for axes in panels[1]:
        axes.set_xlabel("examples in the prompt")
    panels[0, 0].set(yscale="log", ylim=(LEAST, MOST), xlim=(0, 2 * shown.d + 0.5))
    _key(made, shown)
    return made


def _drawn(axes: Axes, panel: Panel) -> None:
    axes.set_title(panel.name, loc="left")
    axes.axhline(1.0, color=style.QUIET, linewidth=0.6)
    if panel.long is not None:
        axes.axhline(panel.long, color=style.LIMIT, linestyle=(0, (4, 2)), linewidth=0.9)
    axes.errorbar(
        panel.places, panel.squares, 2 * panel.squares_error, color=style.STARTS[0], linewidth=0.9, elinewidth=0.6
    )
    axes.plot(panel.lengths, panel.exact, color=style.EXACT, linewidth=1.0)
    axes.errorbar(
        panel.places, panel.model, 2 * panel.model_error, fmt="o", color=style.EXACT, markersize=2.2, elinewidth=0.6
    )


def _key(figure: Figure, shown: ShiftCurves) -> None:
    from matplotlib.lines import Line2D

    lines = [
        Line2D([], [], color=style.EXACT, linewidth=1.0),
        Line2D([], [], color=style.EXACT, marker="o", markersize=2.2, linewidth=0.6),
        Line2D([], [], color=style.STARTS[0], linewidth=0.9),
        Line2D([], [], color=style.LIMIT, linestyle=(0, (4, 2)), linewidth=0.9),
        Line2D([], [], color=style.QUIET, linewidth=0.6),
    ]
    names = [
        f"linear attention, $N = {shown.N}$, exact",
        f"on {style.spaced(shown.sequences)} prompts, ± 2 s.e.",
        "least squares",
        "linear attention, long prompts",
        "predicting 0",
    ]
    figure.legend(lines, names, loc="outside lower center", ncols=3)
