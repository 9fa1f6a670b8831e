"""The error of layers at every time of a sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mesaproof.plots.figures import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from proofs.vonoswald2023b.figures.mesa_curves import MesaCurves


def figure(shown: MesaCurves) -> Figure:
    """One panel."""
    from matplotlib.figure import Figure

    made = Figure(figsize=(style.COLUMN, 3.1), layout="constrained")
    axes = made.subplots()
    axes.axhline(1.0, color=style.QUIET, linewidth=0.6, label="predicting 0")
    axes.plot(shown.times, shown.attention, color=style.LIMIT, linewidth=1.2, label="attention, one step")
    for (ridge, values), color in zip(shown.mesa.items(), style.STARTS, strict=False):
        axes.plot(shown.times, values, color=color, linewidth=1.2, label=rf"mesa-layer, $1/\lambda$ = {ridge:g}")
    axes.plot(shown.times, shown.exact, color=style.EXACT, linewidth=0.8, label="least squares, exact")
    axes.plot(
        shown.times,
        shown.least_squares,
        "o",
        color=style.EXACT,
        markersize=2.2,
        label=f"on {style.spaced(shown.sequences)} sequences",
    )
    axes.set(xlabel="time $t$", xlim=(1, float(shown.times[-1])), ylim=(-0.03, 1.1))
    axes.set_ylabel("squared error over that of 0")
    made.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=2)
    return made
