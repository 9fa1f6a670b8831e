"""Is the best layer unique but for its scale, in every dimension?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.ahn2023.notation import n, printed
from proofs.ahn2023.one_layer.even_part import in_one_dimension, inverse
from proofs.ahn2023.one_layer.every_parameter import LINEAR
from proofs.ahn2023.one_layer.layer_letters import g, u
from proofs.ahn2023.one_layer.one_layer_route import exchanged_loss, sampled_exchanged
from proofs.ahn2023.one_layer.theorem_1 import theorem_1
from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from symbolic.algebra.notation import d
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

lam = sympy.Symbol("lambda", positive=True)
"""Σ in one dimension."""

c = sympy.Symbol("c", positive=True)
"""`P_21` there."""

GAMMA = g * lam + LINEAR.share * lam
"""Γ there."""

EXCHANGED = {"Σ": lam, "p": c, "v": -1 / (c * GAMMA), "U": sympy.Integer(0), "R": 1 / GAMMA}


def exchanged() -> sympy.Expr:
    """The derived loss in one dimension at `P_21 = c`, `Q_21 = −1/(cγ)`, all else zero."""
    return LINEAR.in_n(in_one_dimension(LINEAR.whole_loss.subs(u, 0), EXCHANGED).subs(d, 1))


def least() -> sympy.Expr:
    """The derived least loss in one dimension."""
    return LINEAR.in_n(in_one_dimension(LINEAR.least, EXCHANGED).subs(d, 1))


def outer_products() -> tuple[int, ...]:
    """Dimensions in which `−Γ⁻¹` may be an outer product: `tr M² = (tr M)²` for `M = p vᵀ Γ`, and M would be −1."""
    left = sympy.factor(inverse(True, d) - inverse(False, d) ** 2)
    return tuple(sorted(int(root) for root in sympy.roots(left, d) if root.is_integer and root > 0))


def only_rescaled(statement: int) -> Answer:
    """Whether from this dimension on, and not before, `uU + p vᵀ = −Γ⁻¹` is met by no outer product p vᵀ alone.

    In a dimension in which that is not excluded by traces, the loss at such a point is looked at.
    """
    excluded = outer_products()
    if statement in excluded:
        values = {lam: sympy.Integer(1), n: sympy.Integer(1), c: sympy.Integer(1)}
        if excluded != (1,) or (exchanged() - least()).xreplace(values) != 0:
            return Unknown(f"an outer product is not excluded in the dimensions {excluded}")
        where = "d = 1, n = 1, Σ = 1, P_21 = 1, Q_21 = −1/3, all other blocks 0"
        return Fails("the least loss is taken with u = 0 and Q_11 = 0 as well", where, point=((d, sympy.Integer(1)),))
    if statement != max(excluded) + 1:
        return Fails(f"outer products are possible in the dimensions {excluded} alone", f"d = {max(excluded) + 1}")
    return Holds("−Γ⁻¹ is no outer product from there on, by the traces of Γ⁻¹Γ and of its square, and is one before")


def from_two_on(statement: int) -> int:
    """The first dimension that is not degenerate."""
    return max(statement, 2)


@claim(
    "ahn2023/uniqueness",
    source=printed("Theorem 1, up to rescaling"),
    parts=(
        Settled("dimension", 1, only_rescaled, within=from_two_on),
        Equality("exchanged", exchanged, lam - lam / (1 + 2 / n)),
    ),
    uses=(theorem_1,),
    formal="not_unique",
)
def uniqueness() -> Iterator[Chain]:
    """For every d and positive definite Σ the minimiser of Theorem 1 is unique but for `P → cP`, `Q → Q/c`.

    Blocks that the prediction does not depend on aside. False for d = 1: there `P_21` and `Q_21` can take the places of
    `P_22` and `Q_11`, with the same prediction `−P_21 Q_21 (1/n) Σ x_i y_i x_q`, and the loss is least at
    `P_21 Q_21 = −1/γ` too. For Σ = λ it is `λ − λ/(1 + 2/n)` there.
    """
    yield from ()


CASES = (
    Case("gaussian", d=1, n=1, parameters=(("lambda", 1.0),)),
    Case("gaussian(sigma=2)", d=1, n=3, parameters=(("lambda", 4.0),)),
)


@crosscheck(uniqueness, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The mean loss with `P_21` and the best `Q_21` alone."""
    return {"exchanged": exchanged_loss(law, n)}


@crosscheck(uniqueness, "sampled", cases=CASES[1:])
def by_sampling(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random prompts there."""
    return {"exchanged": sampled_exchanged(law, n, rng)}
