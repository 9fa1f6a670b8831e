"""Quantities that a gradient flow conserves because the loss does not change when whole blocks are scaled.

Where every monomial of the loss has weight 0, the loss is invariant under `B → s^{w_B} B` for real s > 0. Differentiate
at s = 1: `Σ_B w_B <B, ∂L/∂B> = 0` at all parameters: the flow of all entries conserves `Σ_B w_B ‖B‖²`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import gcd

import flint

from symbolic.model.population_loss import Terms
from symbolic.model.terms import Factor, Kind

Weights = Mapping[str, int]
"""By block, what its squared Frobenius norm is multiplied with."""


def conserved_norms(terms: Terms, blocks: Sequence[str]) -> tuple[Weights, ...]:
    """A basis of the weights for which `Σ w_B ‖B‖²` is conserved, as coprime integers; blocks without weight left out.

    Necessary and sufficient among scalings of whole blocks: monomials of a loss in normal form are independent.
    """
    rows = sorted({_degrees(graph.factors, blocks) for graph in terms})
    matrix = flint.fmpz_mat([list(row) for row in rows] or [[0] * len(blocks)])
    basis, rank = matrix.nullspace()
    columns = [[int(basis[i, j]) for i in range(len(blocks))] for j in range(rank)]
    return tuple(_weights(column, blocks) for column in columns)


def _degrees(factors: Iterable[Factor], blocks: Sequence[str]) -> tuple[int, ...]:
    names = [f.name for f in factors if f.kind is Kind.ENTRY]
    return tuple(names.count(block) for block in blocks)


def _weights(column: Sequence[int], blocks: Sequence[str]) -> Weights:
    common = gcd(*column) or 1
    sign = -1 if next((c for c in column if c), 1) < 0 else 1
    return {block: sign * c // common for block, c in zip(blocks, column, strict=True) if c}
