"""What letters stand for at a case."""

from __future__ import annotations

from fractions import Fraction

from proofs.crosschecks import Case
from proofs.zhang2024.second_route import fixed_letters
from proofs.zhang2024.trace_values import covariance
from symbolic.algebra.traces import Rows, inverse
from symbolic.laws import Law


def matrices(law: Law | None, case: Case) -> dict[str, Rows]:
    """Λ is the covariance of the law; Ψ has 1 on its diagonal and 1/3 beside it; Q is the inverse that they make."""
    if law is None:
        return {}
    d, N, known = law.d, case.size("N"), covariance(law)
    beside = {0: Fraction(1), 1: Fraction(1, 3)}
    Ψ = tuple(tuple(beside.get(abs(k - m), Fraction(0)) for m in range(d)) for k in range(d))
    product = [[sum((Ψ[k][j] * known[j][m] for j in range(d)), Fraction(0)) for m in range(d)] for k in range(d)]
    noise = Fraction(dict(case.parameters)["sigma"]) ** 2
    shift = (sum((product[k][k] for k in range(d)), Fraction(0)) + noise) / N
    grown = tuple(tuple((1 + Fraction(1, N)) * product[k][m] + shift * (k == m) for m in range(d)) for k in range(d))
    named = {"A": "U", "b": "p", "mu": "v"}
    return {"Λ": known, "Ψ": Ψ, "Q": inverse(grown)} | {
        letter: fixed_letters.rows(name, d) for letter, name in named.items()
    }
