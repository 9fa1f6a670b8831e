"""Two starts on the line whose blocks tend to the same limits, entry by entry."""

from __future__ import annotations

from proofs.zheng2024.formal.line_formulas import LINE_CONDITIONS, a0, b0, j, k, of_each, stated
from proofs.zheng2024.formal.trained_line import BLOCKS, START, for_each_law, trained, τ
from symbolic.core.expressions import Expression
from symbolic.core.vocabulary import NONNEGATIVE, REALS, conjunction, equal, exists, for_all, real, tends

a1, b1, l = map(real, ("a1", "b1", "l"))
OTHER = (*stated().given, *stated().blocks_at(a1, b1))
"""The start `(a1, b1)`."""


def shared(block: str) -> Expression:
    """That each entry of a block has one limit from both starts."""
    limits = (tends(τ, NONNEGATIVE, trained(block, j, k, start=start), l) for start in (START, OTHER))
    return of_each(exists(l, REALS, conjunction(*limits)), j, k)


SHARED = conjunction(*map(shared, BLOCKS))
"""Both starts have one limit: that of the trained blocks, in all their entries."""
FLOW = conjunction(stated().model.flows(*START), stated().model.flows(*OTHER))
SAME_START = conjunction(equal(a0, a1), equal(b0, b1))


def for_two_starts(formula: Expression, hypotheses: Expression = LINE_CONDITIONS) -> Expression:
    """A formula for all sizes, laws as in `for_each_law`, and pairs of starts on the line."""
    for variable in (b1, a1, b0, a0):
        formula = for_all(variable, REALS, formula)
    return for_each_law(formula, hypotheses)
