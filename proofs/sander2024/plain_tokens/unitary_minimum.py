"""The minimum of the loss on plain tokens, and that of the formula in the published program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import crosscheck
from proofs.parts import Equality
from proofs.sander2024.citation import printed
from proofs.sander2024.plain_tokens.encoded_loss import LAST, QUERY, SQUARES, F, R, S, loss
from proofs.sander2024.plain_tokens.plain_route import CASES, SAMPLED, mean_loss, sampled_loss
from proofs.sander2024.plain_tokens.program_loss import TERMS, formula
from proofs.sander2024.plain_tokens.unitary_loss import unitary_loss
from symbolic.algebra.notation import d
from symbolic.laws import Law, Ones
from symbolic.typeset.derivation import Chain, Line

DISTANCE = LAST**2 * F - 2 * LAST * R + d
"""`‖p_{T+1} C − I‖²`."""

OTHERS = SQUARES - LAST**2 - QUERY**2
"""The sum of `p_i²` over all keys but the last two."""

SQUARED = DISTANCE + F * OTHERS + S * QUERY**2


def surplus() -> sympy.Expr:
    """What the program's formula has above the loss."""
    return sympy.expand(formula(TERMS) - loss())


@claim(
    "sander2024/unitary-minimum",
    source=printed("Section 4, the minimisers for unitary W"),
    family=Ones(),
    parts=(Equality("loss", loss, SQUARED), Equality("surplus", surplus, F * QUERY**2)),
    uses=(unitary_loss,),
    formal="unitary_minimum",
)
def unitary_minimum() -> Iterator[Chain]:
    """The loss is `‖p_{T+1} C − I‖² + ‖C‖² Σ_{i<T} p_i² + S p_T²`: zero just where `p_{T+1} C = I`, all else 0 in p.

    For `s_1 = 1_d`, all d and `T >= 1`, over all real d × d matrices C and rows p. Where `C = I/p_{T+1}` both `‖C‖²`
    and `S = d/p_{T+1}²` are positive, so the other entries of p have to vanish. C of rank d needs at least d heads.
    Summed over several times, whose rows are different ones and whose C is the same, the least loss is 0 as well: every
    row has the same last entry ζ ≠ 0 and zeros else, and `C = I/ζ`. The formula of the published program exceeds the
    loss by `‖C‖² p_T²`, which is not negative and vanishes there: its minimisers are the same.
    """
    yield Chain("loss", "L", (Line(loss(), "derived"), Line(SQUARED, "as squares")))


@crosscheck(unitary_minimum, "quadrature", cases=CASES)
def by_enumeration(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The mean loss of the model with heads, over roots of unity."""
    return {"loss": mean_loss(law, T, parameters)}


@crosscheck(unitary_minimum, "sampled", cases=SAMPLED)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random sequences."""
    return {"loss": sampled_loss(law, T, parameters, rng)}
