"""The loss for unitary W on plain tokens, with positional encoding, at one time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from proofs.claim import Step, claim
from proofs.crosschecks import crosscheck
from proofs.parts import Equality, Settled
from proofs.sander2024.citation import printed
from proofs.sander2024.plain_tokens.encoded_loss import loss
from proofs.sander2024.plain_tokens.plain_route import CASES, SAMPLED, mean_loss, sampled_loss
from proofs.sander2024.plain_tokens.program_loss import LOSS, is_the_loss, program_loss
from symbolic.laws import Law, Ones
from symbolic.typeset.derivation import Chain, Line

TERMS = (1, 1, -1, -2, 1)
"""How often there are `‖C‖² Σ p_i²`, `S p_T²`, `‖C‖² p_T²`, `tr C p_{T+1}`, d."""


@claim(
    "sander2024/unitary-loss",
    source=printed("Section 4, the loss for unitary W"),
    family=Ones(),
    parts=(Equality("loss", loss, LOSS), Settled("terms", TERMS, is_the_loss)),
    assumed=(Step("argued in the statement", "what holds for all sums of two geometric series holds for every row p"),),
    repairs=program_loss,
    formal="unitary_loss",
)
def unitary_loss() -> Iterator[Chain]:
    """For unitary W on plain tokens the loss is `‖C‖² Σ p_i² + (S − ‖C‖²) p_T² − 2 tr C p_{T+1} + d`.

    For `s_1 = 1_d`, all d, every real d × d matrix C and every row p of length T + 1, `T >= 1`; the query is `s_T`, the
    last key s_{T+1}, the target s_{T+2}. S is the sum of all entries of `C^T C`; any number of heads with diagonal
    matrices has `C = Σ_h b_h a_h^T`. Derived for rows that are sums of two geometric series, with x, y, γ, δ free. That
    is every row: the loss is a quadratic function of p, and in the coefficient of 2xy, a polynomial in γ and δ, the
    coefficient of `γ^m δ^n` is that of `p_{T+1-m} p_{T+1-n}`; there is none with m ≠ n.
    """
    yield Chain(
        "loss",
        "L",
        (Line(loss(), "derived, W integrated out by orthogonality of characters"), Line(LOSS, "collected")),
    )


@crosscheck(unitary_loss, "quadrature", cases=CASES)
def by_enumeration(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The mean loss of the model with heads, over roots of unity."""
    return {"loss": mean_loss(law, T, parameters)}


@crosscheck(unitary_loss, "sampled", cases=SAMPLED)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random sequences."""
    return {"loss": sampled_loss(law, T, parameters, rng)}
