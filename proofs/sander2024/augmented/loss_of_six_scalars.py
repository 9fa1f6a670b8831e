"""The loss on the six scalars of Proposition 2."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import crosscheck
from proofs.parts import Equality
from proofs.sander2024.augmented.augmented_route import AT_POINT, SAMPLED_AT_POINT, mean_loss, sampled_loss
from proofs.sander2024.augmented.six_scalars import in_products, paired
from proofs.sander2024.citation import printed
from proofs.sander2024.notation import a1, a4, p, q, r, u, v, w
from symbolic.algebra.notation import T, d, t
from symbolic.laws import Law, Ones
from symbolic.typeset.derivation import Chain, Line

TARGET = (1 - t * p) ** 2 + (d - 1) * t * p**2
ONE = (t * (q + u) + (d - 1) * q) ** 2 + (d - 1) * (u**2 + (t - 1) * (q + u) ** 2)
TWO = (t + d - 1) ** 2 * (r + v) ** 2 + (d - 1) * (r**2 + v**2 + (t - 2) * (r + v) ** 2)
THREE = ((t + d - 1) ** 2 + (d - 1) * (t - 1)) * w**2
"""The mean square of a coordinate at one time, by how many states before the target the products belong."""

LOSS = d * sympy.Sum(TARGET + ONE + TWO + THREE, (t, 2, T))


def in_both() -> sympy.Expr:
    """How the loss changes when a_1 grows and a_4 falls."""
    return sympy.expand(sympy.diff(paired(), a1) - sympy.diff(paired(), a4))


@claim(
    "sander2024/reduced-loss",
    source=printed("Proposition 2, its loss"),
    family=Ones(),
    parts=(
        Equality("loss", lambda: in_products().as_expr(), LOSS),
        Equality("in_both", in_both, sympy.Integer(0)),
    ),
    formal="loss_of_six_scalars",
)
def reduced_loss() -> Iterator[Chain]:
    """On the six scalars the loss is a sum of squares of six products, in four parts that do not mix.

    For `s_0 = 1_d`, all d and all `T >= 2`, where every token has a predecessor; the blocks are multiples of the
    identity by `a_1`, …, `a_4`, `b_1`, `b_2`. The products are `p = a_3 b_1`, `q = (a_1 + a_4) b_1`, `u = a_3 b_2`,
    `r = a_2 b_1`, `v = (a_1 + a_4) b_2`, `w = a_2 b_2`, so that `a_1` and `a_4` enter by their sum alone. What comes of
    p has the degree of the target in W, of q and u one less, of r and v two less, of w three less; W may be turned by
    one phase, and so the means of products of two such degrees vanish.
    """
    yield Chain(
        "loss",
        "L",
        (
            Line(in_products().as_expr(), "derived, W integrated out by orthogonality of characters"),
            Line(LOSS, "summed over the times again"),
        ),
    )


@crosscheck(reduced_loss, "quadrature", cases=AT_POINT)
def by_enumeration(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The mean loss of the model over roots of unity."""
    return {"loss": mean_loss(law, T, parameters)}


@crosscheck(reduced_loss, "sampled", cases=SAMPLED_AT_POINT)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The losses of random sequences."""
    return {"loss": sampled_loss(law, T, parameters, rng)}
