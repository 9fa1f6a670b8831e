"""The figures of a paper, simulated again: `draw` makes them, `names` lists them. Nothing heavy is imported here."""

from mesaproof.plots.figures.drawing import draw, names

__all__ = ["draw", "names"]
