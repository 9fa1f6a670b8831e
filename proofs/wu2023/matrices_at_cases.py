"""What letters stand for at a case."""

from __future__ import annotations

from fractions import Fraction

from proofs.crosschecks import Case
from proofs.zhang2024.second_route import fixed_letters
from proofs.zhang2024.trace_values import covariance
from symbolic.algebra.traces import Rows, inverse
from symbolic.laws import Law


def matrices(law: Law | None, case: Case) -> dict[str, Rows]:
    """Λ is the covariance of the law, R the inverse of Γ for the prompts that are predicted, Q that of a training."""
    if law is None:
        return {}
    known, given = covariance(law), {name: Fraction(value) for name, value in case.parameters}
    ratio = (given["sigma"] / given["psi"]) ** 2
    by_size = {name: inverse(gamma(known, size, ratio)) for name, size in case.sizes if name in ("N", "M")}
    inverses = {"R": by_size["M"], "Q": by_size["N"]} if "M" in by_size else {"R": by_size["N"]}
    return {"Λ": known, "A": fixed_letters.rows("U", law.d), **inverses}


def gamma(known: Rows, samples: int, ratio: Fraction) -> Rows:
    """`(n+1)/n Λ + (tr Λ + ρ)/n`."""
    d = len(known)
    shift = (sum((known[k][k] for k in range(d)), Fraction(0)) + ratio) / samples
    grown = 1 + Fraction(1, samples)
    return tuple(tuple(grown * known[k][m] + shift * (k == m) for m in range(d)) for k in range(d))
