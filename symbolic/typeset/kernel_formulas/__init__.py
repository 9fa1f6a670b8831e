r"""Formulas of the kernel in print, as text and as LaTeX: what a goal says, read off the goal.

A bound variable has its own name, with a number behind it where the name is taken (`x_2`), and stands between
quotes where it is no name but could be read as a formula. A solution is written `a(τ)`, the loss of a model at a point
`L` and its gradient there `∂L/∂W[j, k]`; the statement in which both problem and point are known ends with them, once:
`…, where L is the loss of … at (…)`. There, blocks that are 0 are counted only. So ends also a statement that repeats a
long term: `0 < c ∧ c ≤ 1, where c = …`. Quantifiers of one kind over one set stand together, `∀j, k ∈ {1, …, d}: …`,
and so do conjuncts that differ in the block of a model only: `∂L/∂W[j, k] = 0 for all blocks W but P`.
"""

from __future__ import annotations

from symbolic.core.expressions import Expression
from symbolic.typeset.kernel_formulas.broken_rows import rows
from symbolic.typeset.kernel_formulas.printer import Printer
from symbolic.typeset.kernel_formulas.styles import LATEX, TEXT


def text(formula: Expression) -> str:
    """A closed formula or term as a line of text.

    >>> from symbolic.core.vocabulary import POSITIVE, for_all, less, real
    >>> x, y = real("x"), real("y")
    >>> text(for_all(x, POSITIVE, less(0, x / (x + y))))
    '∀x ∈ (0, ∞): 0 < x/(x + y)'
    """
    return Printer(TEXT).statement(formula)


def lines(formula: Expression, room: int = 80) -> tuple[str, ...]:
    """A closed formula or term as rows of text, of at most so many characters where its parts allow it.

    >>> from symbolic.core.vocabulary import POSITIVE, for_all, less, real
    >>> x, y = real("x"), real("y")
    >>> lines(for_all(x, POSITIVE, less(0, x / (x + y))), room=20)
    ('∀x ∈ (0, ∞):', '  0 < x/(x + y)')
    """
    return rows(text(formula), room)


def latex(formula: Expression) -> str:
    r"""A closed formula or term as LaTeX, for mathematics in a line.

    >>> from symbolic.core.vocabulary import POSITIVE, for_all, less, real
    >>> x = real("x0")
    >>> latex(for_all(x, POSITIVE, less(0, 1 / x)))
    '\\forall x_{0} \\in (0, \\infty): 0 < \\frac{1}{x_{0}}'
    """
    return Printer(LATEX).statement(formula)


__all__ = ["latex", "lines", "text"]
