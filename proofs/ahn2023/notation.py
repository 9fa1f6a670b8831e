"""The symbols of the paper, and where its statements are printed.

`S` and `S_0`, `S_1`, `S_2` are preconditioners that are symmetric, printed as A; `A` and `A_0`, … are any matrices.
"""

from __future__ import annotations

import sympy

from proofs.claim import Source
from symbolic.algebra.traces import Letter, Matrices, of_letter

n = sympy.Symbol("n", integer=True, positive=True)
"""Samples in a prompt."""

X = of_letter(Letter("X"))
"""The samples as columns, d × n."""

a, w, q, e, f, z, k = (of_letter(Letter(name, vector=True)) for name in ("a", "w", "q", "e", "f", "z", "k"))
"""The weights of the task, those that descent has reached, the query; any vectors."""

ZERO = Matrices({})


def printed(place: str) -> Source:
    """A place in the paper."""
    return Source("ahn2023", place, "2306.00297")
