"""Quantities that a gradient flow conserves because the loss does not change when whole blocks are scaled.

Where every monomial of the loss has weight 0, the loss is invariant under `B → s^{w_B} B` for real s > 0. Differentiate
at s = 1: `Σ_B w_B <B, ∂L/∂B> = 0` at all parameters: the flow of all entries conserves `Σ_B w_B ‖B‖²`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import gcd

import flint

from symbolic.algebra.laurent import Laurent
from symbolic.model.graphs import Graph
from symbolic.model.letters import Named
from symbolic.model.population_loss import Terms
from symbolic.model.terms import Kind

Weights = Mapping[str, int]
"""By block, what its squared Frobenius norm is multiplied with."""


def conserved_norms(terms: Terms, blocks: Mapping[str, Sequence[str]]) -> tuple[Weights, ...]:
    """A basis of the weights for which `Σ w_B ‖B‖²` is conserved, as coprime integers; blocks without weight left out.

    Blocks have the names of the letters that they are made of: themselves, or on a family matrices and scalars, of
    which each stands in one block only. Necessary and sufficient among scalings of whole blocks, since monomials in
    normal form are independent.
    """
    rows = sorted({row for graph, coefficient in terms.items() for row in _degrees(graph, coefficient, blocks)})
    matrix = flint.fmpz_mat([list(row) for row in rows] or [[0] * len(blocks)])
    basis, rank = matrix.nullspace()
    columns = [[int(basis[i, j]) for i in range(len(blocks))] for j in range(rank)]
    return tuple(_weights(column, tuple(blocks)) for column in columns)


def _degrees(graph: Graph, coefficient: Laurent, blocks: Mapping[str, Sequence[str]]) -> Iterator[tuple[int, ...]]:
    """How often the letters of each block stand in a monomial: as matrices in the graph, as scalars before it."""
    names = [f.name for f in graph.factors if f.kind is Kind.ENTRY]
    for exponents in coefficient.coefficients:
        scalars = {atom.name: power for atom, power in exponents if isinstance(atom, Named)}
        yield tuple(sum(names.count(x) + scalars.get(x, 0) for x in letters) for letters in blocks.values())


def _weights(column: Sequence[int], blocks: Sequence[str]) -> Weights:
    common = gcd(*column) or 1
    sign = -1 if next((c for c in column if c), 1) < 0 else 1
    return {block: sign * c // common for block, c in zip(blocks, column, strict=True) if c}
