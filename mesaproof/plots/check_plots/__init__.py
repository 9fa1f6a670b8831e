"""What `check` says of a law, drawn: the start, the flow in the (a,b)-plane, the learned matrices."""

from __future__ import annotations

from mesaproof.plots.check_plots.whole_figure import Drawing, draw, drawing, targets

__all__ = ["Drawing", "draw", "drawing", "targets"]
