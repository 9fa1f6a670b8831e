"""Which two blocks are diagonal in the loss of two diagonals; no squares are listed, so that it bounds no others."""

from symbolic.goals.energy_squares import Squares

SQUARES = Squares("B_12", "A_32", ("T", -1), (), ())
"""Of the model's loss: b is `B_12` and a is `A_32`."""
