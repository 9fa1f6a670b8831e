"""Two layers that take two steps of preconditioned gradient descent, at their best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import sympy

from proofs.ahn2023.many_layers.lemma_1 import lemma_1
from proofs.ahn2023.many_layers.two_layer_route import means, random_losses
from proofs.ahn2023.many_layers.two_steps import (
    DETERMINANT,
    LEAST,
    PRODUCT,
    SUM,
    a_0,
    a_1,
    loss,
    loss_of,
    m_2,
    m_3,
    m_4,
    paired,
    slope,
)
from proofs.ahn2023.notation import printed
from proofs.ahn2023.one_layer.one_layer_route import NARROW
from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Positive
from symbolic.algebra.notation import d
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain


@cache
def stated() -> sympy.Expr:
    """The loss as it is stated."""
    return loss_of(a_0 + a_1, a_0 * a_1)


OFF_SUM, OFF_PRODUCT = a_0 + a_1 - SUM, a_0 * a_1 - PRODUCT

GAP = d * (m_2 * OFF_SUM**2 - 2 * m_3 * OFF_SUM * OFF_PRODUCT + m_4 * OFF_PRODUCT**2)


@claim(
    "ahn2023/two-layers",
    source=printed("Section 4, two layers with `A_l = a_l Σ⁻¹`"),
    parts=(
        Equality("loss", loss, lambda: stated()),
        Equality("first", lambda: slope(0), lambda: paired(sympy.diff(stated(), a_0) / d)),
        Equality("second", lambda: slope(1), lambda: paired(sympy.diff(stated(), a_1) / d)),
        Equality("gap", lambda: loss() - LEAST, GAP),
        Positive("definite", lambda: DETERMINANT),
        Positive("sum", lambda: SUM),
        Positive("product", lambda: PRODUCT),
        Positive("discriminant", lambda: sympy.factor(SUM**2 - 4 * PRODUCT)),
    ),
    uses=(lemma_1,),
    formal="best_two_steps",
)
def two_layers() -> Iterator[Chain]:
    """With `A_l = a_l Σ⁻¹` two layers are best at the roots of `a² − e_1 a + e_2`, critical among all `A_0` and `A_1`.

    For all d and n, every positive definite Σ, `x_i ~ N(0, Σ)` and `w ~ N(0, Σ⁻¹)`, and two sparse layers, which take
    two steps of descent preconditioned by `A_0` and `A_1`. With `m_k = E tr S^k / d` for `S = (1/n) Σ x_i x_iᵀ` and
    covariates N(0, I), stated as mean squares of `S^j e`, `e ~ N(0, I)`, and of `S^j x_i`, `D = m_2 m_4 − m_3²`,
    `e_1 = (m_4 − m_2 m_3)/D`, `e_2 = (m_3 − m_2²)/D`: the loss minus its least value on these matrices is
    `d (m_2 x² − 2 m_3 x y + m_4 y²)` with `x = a_0 + a_1 − e_1`, `y = a_0 a_1 − e_2`, a positive definite form as
    `D > 0`. The roots are real, positive and different from each other, and the two are unique but for their order. At
    all such matrices the gradient by all entries of `A_l` is `(1/d) ∂L/∂a_l Σ`, so that it vanishes at the roots.
    Whether another pair of matrices has a smaller loss is not said.
    """
    yield from ()


STEPS = (("a_0", 0.5), ("a_1", 0.25))
CASES = (Case(NARROW, d=2, n=1, parameters=STEPS), Case("gaussian", d=1, n=2, parameters=STEPS))


@crosscheck(two_layers, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The mean loss of the transformer, its slopes, and how far it is above the least one."""
    return means(law, n, parameters)


@crosscheck(two_layers, "sampled", cases=CASES)
def by_sampling(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random prompts."""
    return {"loss": random_losses(law, n, parameters, rng)}
