"""Values of traces at a case: the law's covariance, sizes, and the fixed data of the second route."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import flint
import sympy

from proofs.ahn2023.second_route import fixed_data
from proofs.claim import Case
from symbolic.algebra.rationals import to_flint, to_fraction, to_sympy
from symbolic.algebra.traces import Rows, Trace, value
from symbolic.laws import Law

KEPT = {"R": Fraction(1), "K": Fraction(1, 2)}
"""The probabilities with which samples are kept, by the letter of the inverse."""


def covariance_of(law: Law) -> Rows:
    """`E x xᵀ` of a law with mean zero, from its moments."""
    places = range(law.d)
    return tuple(
        tuple(Fraction(law.moment(tuple((k == i) + (k == j) for k in places))) for j in places) for i in places
    )


def inverse_of_gamma(covariance: Rows, n: int, kept: Fraction) -> Rows:
    """`((κ + (2 − κ)/n) Σ + (tr Σ)/n)⁻¹`; raises ZeroDivisionError for the covariance 0."""
    d, share = len(covariance), Fraction(1, n)
    mean = sum((covariance[k][k] for k in range(d)), Fraction(0)) * share
    rows = [[(kept + (2 - kept) * share) * covariance[i][j] + mean * (i == j) for j in range(d)] for i in range(d)]
    found = flint.fmpq_mat([[to_flint(entry) for entry in row] for row in rows]).inv()
    return tuple(tuple(to_fraction(found[i, j]) for j in range(d)) for i in range(d))


def letters(law: Law, n: int) -> dict[str, Rows]:
    """What letters stand for."""
    covariance = covariance_of(law)
    inverses = {name: inverse_of_gamma(covariance, n, kept) for name, kept in KEPT.items()}
    return {name: fixed_data.rows(name, law.d, n) for name in fixed_data.NAMES} | inverses | {"Σ": covariance}


def matrices(law: Law, case: Case) -> dict[str, Rows]:
    """What letters stand for at a case."""
    return letters(law, case.size("n"))


def values(formal: sympy.Expr, law: Law, case: Case) -> sympy.Expr:
    """The expression with every trace replaced whose letters have a value at the case."""
    known = matrices(law, case)
    traces = [symbol for symbol in formal.free_symbols if isinstance(symbol, Trace)]
    return formal.xreplace({one: _value(one, known) for one in traces if {x.name for x in one.word} <= set(known)})


def _value(symbol: Trace, known: Mapping[str, Rows]) -> sympy.Expr:
    return to_sympy(Fraction(value(symbol.word, known)))
