"""Values of traces at exact matrices, where the expressions of a claim are compared with a second route."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy

from numeric_check.model.rational_matrices import Rational, Rows, rows_of
from symbolic.algebra.rationals import to_sympy
from symbolic.algebra.traces import Trace, value


def with_values(formal: sympy.Expr, matrices: Mapping[str, Rational]) -> sympy.Expr:
    """The expression with every trace replaced whose letters, by name, have a value.

    >>> from numeric_check.model.rational_matrices import array
    >>> from symbolic.algebra.traces import matrix, trace
    >>> A = matrix("A")
    >>> with_values(trace(A @ A.T), {"A": array([[1, 2]], 1, 2)})
    5
    """
    known = as_rows(matrices)
    traces = (symbol for symbol in formal.free_symbols if isinstance(symbol, Trace))
    found = {one: _value(one, known) for one in traces if {letter.name for letter in one.word} <= set(known)}
    return formal.xreplace(found)


def as_rows(matrices: Mapping[str, Rational]) -> dict[str, Rows]:
    """The same matrices as tuples."""
    return {name: rows_of(matrix) for name, matrix in matrices.items()}


def _value(symbol: Trace, known: Mapping[str, Rows]) -> sympy.Expr:
    return to_sympy(Fraction(value(symbol.word, known)))
