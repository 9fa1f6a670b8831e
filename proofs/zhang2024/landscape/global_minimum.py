"""The trained point among all parameters that reach the prediction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zhang2024.landscape.all_parameters import even_loss, odd_loss, p, unreached, v, whole_loss
from proofs.zhang2024.landscape.landscape_route import least_loss, odd_part, prompts
from proofs.zhang2024.notation import B, H, R, U, square, u
from proofs.zhang2024.reduced.gradient_dominance import gradient_dominance
from proofs.zhang2024.reduced.on_family import least
from proofs.zhang2024.reduced.reduced_route import NARROW, sampled
from proofs.zhang2024.sources import printed
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

OFF = square(r"(\Gamma\Lambda)^{1/2} (uU + p v^{\top} - \Gamma^{-1}) \Lambda^{1/2}", H @ (U * u + p @ v.T - R) @ B)

UNREACHED = ("W_KQ_12", "W_KQ_22", "W_PV_11", "W_PV_12")


def blocks_without_effect(statement: tuple[str, ...]) -> Answer:
    """Whether these blocks, and no others, do not change the loss at any parameters."""
    if tuple(sorted(statement)) == unreached():
        return Holds("the gradient by the other blocks has no term")
    return Fails(f"the loss does not depend on {', '.join(unreached())}", f"blocks {', '.join(statement)}")


@claim(
    "zhang2024/global-minimum",
    source=printed("Theorem 4.1, beyond it: all parameters"),
    parts=(
        Settled("unreached", UNREACHED, blocks_without_effect),
        Equality("split", lambda: whole_loss() - odd_loss() - even_loss(), sympy.Integer(0)),
        Equality("gap", lambda: whole_loss() - even_loss() - least(), OFF / 2),
    ),
    uses=(gradient_dominance,),
    rests_on=("spectral-theorem",),
    formal="odd_and_even_part",
)
def global_minimum() -> Iterator[Chain]:
    """The trained point is a global minimum of the loss over all parameters that reach the prediction.

    For all d, N and every positive definite Λ. These are the last row (pᵀ, u) of `W_PV` and the first d columns of
    `W_KQ`, U above vᵀ; the loss does not depend on the other blocks. `L − ½ tr Λ + ½ tr(Γ⁻¹Λ²)` is half the squared
    norm of `(ΓΛ)^½ (uU + p vᵀ − Γ⁻¹) Λ^½` plus `L_even`, half the mean square of the prediction's part that is even in
    the task's weights, which is the loss of a model of its own. Both vanish at the trained
    point, the limit of `theorem-4.1`: `uU = Γ⁻¹`, p = 0, v = 0.
    """
    yield from ()


POINT = (("u", 0.75),)


@crosscheck(global_minimum, "quadrature", cases=(Case(NARROW, d=2, N=2, parameters=POINT),))
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The mean loss at parameters without a zero block, less what is even in the weights, above the trained model's."""
    return {"gap": prompts(law, N).mean(odd_part(d, parameters["u"])) - least_loss(law, N)}


@crosscheck(global_minimum, "sampled", cases=(Case(NARROW, d=2, N=1, parameters=POINT),))
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same of random prompts."""
    source, least = prompts(law, N), least_loss(law, N)
    odd = odd_part(d, parameters["u"])
    return {"gap": sampled(source, lambda *data: odd(*data) - least, rng)}
