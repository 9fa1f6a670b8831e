"""What letters stand for at a case."""

from __future__ import annotations

from fractions import Fraction

from proofs.crosschecks import Case
from proofs.zhang2024.second_route import fixed_letters
from proofs.zhang2024.trace_values import covariance
from symbolic.algebra.traces import Rows
from symbolic.laws import Law

BESIDE = {0: Fraction(1), 1: Fraction(1, 3)}


def matrices(law: Law | None, case: Case) -> dict[str, Rows]:
    """Λ is the covariance of the law, V has 1 on its diagonal and 1/3 beside it; the letters of a layer are fixed."""
    if law is None:
        return {}
    spread = tuple(tuple(BESIDE.get(abs(k - m), Fraction(0)) for m in range(law.d)) for k in range(law.d))
    fixed = {name: fixed_letters.rows(name, law.d) for name in ("U", "p", "v")}
    return fixed | {"Λ": covariance(law), "V": spread}
