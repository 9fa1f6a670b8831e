"""Values of products, of sums over coordinates and of numbers of a matrix at a case of a second route."""

from __future__ import annotations

from fractions import Fraction

import sympy

from proofs.crosschecks import Case
from proofs.sander2024.notation import FIRST_SQUARES, SECOND_SQUARES, SPELLED, SQUARED, SUMMED
from proofs.sander2024.plain_tokens.encoded_loss import BASES, F, R, S
from proofs.sander2024.second_route import diagonals, heads
from symbolic.algebra.rationals import to_sympy
from symbolic.laws import Law

Known = dict[sympy.Symbol, sympy.Expr]


def values(formal: sympy.Expr, law: Law, case: Case) -> sympy.Expr:
    """Products as letters, where a case has values for these; all else at the fixed diagonals and the fixed matrix."""
    products = SPELLED if "a_1" in dict(case.parameters) else {}
    known = {**products, **_of_diagonals(law.d), **_of_matrix(law.d), **_geometric(case)}
    return formal.xreplace({symbol: value for symbol, value in known.items() if symbol in formal.free_symbols})


def _of_diagonals(size: int) -> Known:
    first, second = diagonals.FIRST[:size], diagonals.SECOND[:size]
    pairs = [x * y for x, y in zip(first, second, strict=True)]
    sums = {
        SUMMED: sum(pairs),
        SQUARED: sum(x**2 for x in pairs),
        FIRST_SQUARES: sum(x**2 for x in first),
        SECOND_SQUARES: sum(y**2 for y in second),
    }
    return {symbol: to_sympy(Fraction(total)) for symbol, total in sums.items()}


def _of_matrix(size: int) -> Known:
    """`‖C‖²`, the sum of all entries of `C^T C`, and the trace."""
    rows = [[Fraction(entry) for entry in row[:size]] for row in heads.ENTRIES[:size]]
    found = {
        F: sum(entry**2 for row in rows for entry in row),
        S: sum(row[k] * row[n] for row in rows for k in range(len(row)) for n in range(len(row))),
        R: sum(row[n] for n, row in enumerate(rows)),
    }
    return {symbol: to_sympy(Fraction(total)) for symbol, total in found.items()}


def _geometric(case: Case) -> Known:
    """The sums of powers of γ and δ, term by term."""
    return {symbol: sympy.Add(*(base**s for s in range(1, case.size("T") + 1))) for symbol, base in BASES.items()}
