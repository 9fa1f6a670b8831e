"""What letters stand for at a case."""

from __future__ import annotations

from proofs.crosschecks import Case
from proofs.zhang2024.second_route import fixed_letters
from proofs.zhang2024.trace_values import covariance
from symbolic.algebra.traces import Rows, inverse
from symbolic.laws import Law


def matrices(law: Law | None, case: Case) -> dict[str, Rows]:
    """Λ is the covariance of the law, V its inverse; the letters of the layer are fixed."""
    if law is None:
        return {}
    known = covariance(law)
    return {"Λ": known, "V": inverse(known)} | {name: fixed_letters.rows(name, law.d) for name in ("U", "p", "v")}
