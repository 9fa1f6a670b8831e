"""Symbols that all papers share, each declared once with its assumptions: sizes and times; the names of indices."""

from __future__ import annotations

import sympy

T = sympy.Symbol("T", integer=True, positive=True)
"""Length of the training sequence; the loss sums over `t = 2, …, T-1`, so `T >= 3`."""

T_MIN = 3

d = sympy.Symbol("d", integer=True, positive=True)
"""Dimension of the state."""

t = sympy.Symbol("t", integer=True, positive=True)
"""A time of the loss."""

PARAMETERS = sympy.symbols("a b", real=True)
"""The letters of two scalar parameters, of whatever model: in print terms of a sum stand by their degree in these."""

tau = sympy.Symbol("tau", real=True, nonnegative=True)
"""Time of the gradient flow."""

FREE_INDICES = ("j", "k", "l", "m")
SUMMED_INDICES = ("r", "s", "u", "v")

LOWEST = {"T": T_MIN, "d": 1, "t": 2}
"""Smallest value at which an integer symbol is meant, by name; witness points start here."""
