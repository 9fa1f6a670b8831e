"""What letters stand for at a case: the law's covariance, inverses of Γ, and the fixed data of the second route."""

from __future__ import annotations

from fractions import Fraction

from proofs.ahn2023.second_route import fixed_data
from proofs.crosschecks import Case
from proofs.zhang2024.trace_values import covariance
from symbolic.algebra.traces import Rows, inverse
from symbolic.laws import Law

KEPT = {"R": Fraction(1), "K": Fraction(1, 2)}
"""The probabilities with which samples are kept, by the letter of the inverse."""


def inverse_of_gamma(covariances: Rows, n: int, kept: Fraction) -> Rows:
    """`((κ + (2 − κ)/n) Σ + (tr Σ)/n)⁻¹`; raises ZeroDivisionError for the covariance 0."""
    d, share = len(covariances), Fraction(1, n)
    mean = sum((covariances[k][k] for k in range(d)), Fraction(0)) * share
    grown = kept + (2 - kept) * share
    return inverse(tuple(tuple(grown * covariances[i][j] + mean * (i == j) for j in range(d)) for i in range(d)))


def matrices(law: Law, case: Case) -> dict[str, Rows]:
    """What letters stand for at a case."""
    known, n = covariance(law), case.size("n")
    inverses = {name: inverse_of_gamma(known, n, kept) for name, kept in KEPT.items()}
    return {name: fixed_data.rows(name, law.d, n) for name in fixed_data.NAMES} | inverses | {"Σ": known}
