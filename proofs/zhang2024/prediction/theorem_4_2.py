"""The error of the trained model on labels of any law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.zhang2024.notation import RULES, Λ, M, N, R, in_N, t
from proofs.zhang2024.prediction.prediction import prediction
from proofs.zhang2024.prediction.prediction_route import LABELLED, by_samples, labelled_errors
from proofs.zhang2024.prediction.tested import SQUARE, S, b, form, general_error
from proofs.zhang2024.sources import printed
from symbolic.algebra.traces import trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

BEST = SQUARE - trace(b.T @ Λ @ b)
"""The error of the best linear predictor `b·x`, `b = Λ⁻¹ E[x y]`."""

PRINTED = BEST + trace(S @ R @ R @ Λ, RULES) / M + (form(3) + 2 * t * form(2) + t**2 * form(1)) / N**2


@claim(
    "zhang2024/theorem-4.2",
    source=printed("Theorem 4.2"),
    parts=(Equality("error", lambda: in_N(general_error()), in_N(PRINTED)),),
    uses=(prediction,),
    formal="error_on_any_labels",
)
def theorem_4_2() -> Iterator[Chain]:
    """`E(ŷ − y)² = min_b E(b·x − y)² + tr(ΣΓ⁻²Λ)/M + (‖b‖²_3 + 2 tr Λ ‖b‖²_2 + (tr Λ)² ‖b‖²_1)/N²`.

    Here `‖b‖²_k = bᵀ Γ⁻² Λ^k b`, `b = Λ⁻¹ E[x y]`, `Σ = Cov(x y)`; M is the length of the prompt of the test, N that of
    the training. Printed for `x ~ N(0, Λ)` and labels with finite `E y`, `E y²`, `E x y`, `E y² x xᵀ`; it holds for all
    d, M, N, every positive definite Λ and every law of (x, y) with `E x xᵀ = Λ` for which these are finite: neither
    that the covariates are normal nor that they have mean 0 is used once the model is trained. The samples of the
    prompt are independent of one another and of the query. The trained model is that with `uU = Γ⁻¹`, the limit of
    `theorem-4.1`.
    """
    yield from ()


CASES = (Case(LABELLED, d=2, N=1, M=2), Case(LABELLED, d=2, N=2, M=1))


@crosscheck(theorem_4_2, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The mean squared error of the trained model where labels are a polynomial of degree 2."""
    source, error = labelled_errors(law, N, M)
    return {"error": source.mean(error)}


@crosscheck(theorem_4_2, "sampled", cases=CASES[1:])
def by_sampling(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random prompts."""
    return {"error": by_samples(*labelled_errors(law, N, M), rng)}
