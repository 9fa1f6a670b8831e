"""What letters stand for at a case."""

from __future__ import annotations

from fractions import Fraction

from proofs.crosschecks import Case
from proofs.wu2023.matrices_at_cases import gamma
from proofs.zhang2024.second_route import fixed_letters
from proofs.zhang2024.trace_values import covariance
from symbolic.algebra.traces import Rows, inverse
from symbolic.laws import Law

AXIS = ((Fraction(4, 5), Fraction(2, 5)), (Fraction(2, 5), Fraction(1, 5)))
"""The projection on (2, 1)."""


def matrices(law: Law | None, case: Case) -> dict[str, Rows]:
    """Λ is the covariance of the law, R the inverse of Γ; the heads are fixed; P is that of the larger eigenvalue."""
    if law is None:
        return {}
    known, fixed = covariance(law), {name: fixed_letters.rows(name, law.d) for name in ("U", "Z", "p", "v", "w")}
    sum_of = tuple(tuple(fixed["U"][k][m] + fixed["Z"][m][k] for m in range(law.d)) for k in range(law.d))
    return {
        "Λ": known,
        "R": inverse(gamma(known, case.size("N"), Fraction(0))),
        "U_1": fixed["U"],
        "U_2": fixed["Z"],
        "Z": fixed["Z"],
        "W": sum_of,
        "k_1": fixed["p"],
        "r_1": fixed["v"],
        "k_2": fixed["w"],
        "r_2": fixed["p"],
        "z": fixed["w"],
        "P": AXIS if law.d == 2 else ((Fraction(1),),),
    }
