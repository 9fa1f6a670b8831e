"""The loss on plain tokens at the start of ones, and formulas for it in norms and sums of C and of a row p."""

from __future__ import annotations

from proofs.sander2024.formal.starts_of_ones import ONES
from symbolic.core.expressions import Expression, Sort, Variable
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    cell,
    integers_from,
    matrices,
    member,
    raised,
    real,
    total,
)
from symbolic.goals.model_anywhere import ModelAnywhere

PLAIN = ModelAnywhere("sander2024-unitary")
d, T, x, y, γ, δ, i, j, k, l = map(real, ("d", "T", "x", "y", "gamma", "delta", "i", "j", "k", "l"))
C = Variable("C", Sort.MATRIX)

SIZES = member(d, integers_from(1)), member(T, integers_from(1))
ROW = member(δ, POSITIVE), member(γ, POSITIVE), member(x, REALS), member(y, REALS)
"""The row p is the sum of two geometric series, from these numbers."""

GIVEN = d, T, ONES, δ, γ, x, y
"""Sizes and data of the model."""

HEADS = member(C, matrices(d, d))
DATA = (*SIZES, *ROW, HEADS)

NORM = total(j, 1, d, total(k, 1, d, cell(C, j, k) ** 2))
"""`‖C‖²`."""

SUM = total(j, 1, d, total(k, 1, d, total(l, 1, d, cell(C, j, k) * cell(C, j, l))))
"""The sum of all entries of `CᵀC`."""

TRACE = total(j, 1, d, cell(C, j, j))


def weight(place: Expression) -> Expression:
    """The entry of the row at a place from 1 to `T + 1`: the query is at T."""
    return x * raised(γ, T + 1 - place) + y * raised(δ, T + 1 - place)


SQUARES = total(i, 1, T + 1, weight(i) ** 2)
"""`Σ p_i²`."""

QUERY, LAST = x * γ + y * δ, x + y
"""`p_T` and `p_{T+1}`."""

PROGRAM = NORM * SQUARES + SUM * QUERY**2 - 2 * TRACE * LAST + d
"""The formula of the published program."""


def loss() -> Expression:
    """The loss of the model, at the start of ones."""
    return PLAIN.loss(*GIVEN, C)
