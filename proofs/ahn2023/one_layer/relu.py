"""Where the loss of one layer of attention with ReLU is least."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.ahn2023.notation import n, printed
from proofs.ahn2023.one_layer.every_parameter import RELU
from proofs.ahn2023.one_layer.layer_letters import Σ, B, H, K, U, Z, p, t, u, v
from proofs.ahn2023.one_layer.one_layer_route import FLAT, NARROW, POINT
from proofs.ahn2023.one_layer.relu_route import loss_on_line, relu_by_folding, relu_by_samples
from proofs.ahn2023.one_layer.theorem_1 import theorem_1
from proofs.claim import Step, claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from symbolic.algebra.notation import d
from symbolic.algebra.traces import IDENTITY, substituted, trace
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain
from symbolic.typeset.naming import square

RULES = RELU.rules

OFF = square(r"(\Gamma\Sigma)^{1/2} (uU + p v^{\top} + \Gamma^{-1}) \Sigma^{1/2}", H @ (U * u + p @ v.T + K) @ B, RULES)

beta = sympy.Symbol("beta", real=True)
"""`Q_11 = −β I`."""

PRINTED = 1 / ((n - 1) / (2 * n) + (d + 2) / n)
"""The coefficient of the identity."""

s, y = sympy.Symbol("s", positive=True), sympy.Symbol("y", real=True)


def coin(statement: sympy.Rational) -> Answer:
    """Whether, of a sample and its reflection, the entries `y max(s, 0)` are `y s` once and 0 else, of this share.

    The score s and the label or covariate y change their sign with the sample; every sign of s is looked at.
    """
    for score in (s, -s, sympy.Integer(0)):
        both = [y * sympy.Max(score, 0), -y * sympy.Max(-score, 0)]
        if sorted(both, key=str) != sorted([y * score, sympy.Integer(0)], key=str):
            return Fails(f"a sample with the score {score} and its reflection give {both}", f"score {score}")
    if statement != sympy.Rational(1, len(both)) or statement != RELU.kept:
        return Fails("one of the two is kept", f"kept with probability {statement}")
    return Holds("of a sample and its reflection one is kept as it is in linear attention, for every sign of the score")


def isotropic(expression: sympy.Expr) -> sympy.Expr:
    """At `Σ = I`."""
    return RELU.in_n(substituted(expression, {"Σ": IDENTITY}))


def on_line() -> sympy.Expr:
    """The derived loss at `Σ = I`, `P_22 = 1`, `Q_11 = −β I`."""
    return isotropic(substituted(RELU.sparse_loss.subs(u, 1), {"U": IDENTITY * -beta}))


@claim(
    "ahn2023/relu",
    source=printed("one layer of attention with ReLU"),
    parts=(
        Settled("coin", sympy.Rational(1, 2), coin),
        Equality("split", lambda: RELU.whole_loss - RELU.odd_loss - RELU.even_loss, sympy.Integer(0)),
        Equality("gap", lambda: RELU.in_n(RELU.whole_loss - RELU.even_loss - RELU.least), RELU.in_n(OFF) / 2),
        Equality("least", lambda: RELU.in_n(RELU.least), RELU.in_n(t - trace(K @ Σ @ Σ, RULES) / 2)),
        Equality("isotropic", lambda: isotropic(trace(Z @ RELU.gamma())), trace(Z) / PRINTED),
        Equality("on_line", on_line, d * beta**2 / (2 * PRINTED) - d * beta + d),
        Equality("loss_there", lambda: on_line().subs(beta, PRINTED), d - d * PRINTED / 2),
    ),
    uses=(theorem_1,),
    assumed=(Step("argued in the statement", "the loss with ReLU is that of linear attention with a fair coin"),),
    rests_on=("spectral-theorem", "reflection"),
    formal="kept_by_a_coin",
)
def relu() -> Iterator[Chain]:
    """One layer with ReLU is best at `P = diag(0, 1)`, `Q_11 = −(½(n−1)/n + (d+2)/n)⁻¹ I`, all else 0, for `Σ = I`.

    The output is `Z + P Z M max(Zᵀ Q Z, 0)/n`, covariates and query are N(0, Σ), `w ~ N(0, I)`, for all d and n. The
    point is a global minimum over all P and Q. For every Σ that is not zero it is that at `Q_11 = −Γ⁻¹` with
    `Γ = (½(n−1)/n + 2/n) Σ + (tr Σ)/n`, and the loss minus its least value `tr Σ − ½ tr(Γ⁻¹Σ²)` is
    `½ ‖(ΓΣ)^½ (u Q_11 + p vᵀ + Γ⁻¹) Σ^½‖²` plus the mean square of the prediction's part that is even in w, of a model
    of its own. The loss is that of linear attention in which a fair coin keeps each sample: where a sample is reflected
    its score and its value in the sum change their signs, so that of the two `y max(s, 0)` one is `y s` and the other
    0, and both are as likely given the sample but for its sign, the query and the weights. On the line `Q_11 = −β I`,
    `Σ = I`, the loss is `½ d (½(n−1)/n + (d+2)/n) β² − dβ + d` for every real β.
    """
    yield from ()


FOLDED = (Case(NARROW, d=2, n=1, parameters=POINT), Case("gaussian", d=1, n=3, parameters=POINT))


@crosscheck(relu, "quadrature", cases=FOLDED)
def by_quadrature(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Means of losses with ReLU over nodes that lie symmetrically, the least one by normal equations."""
    return relu_by_folding(law, n, parameters)


LINE = (("beta", 0.75),)


@crosscheck(relu, "quadrature", cases=(Case(FLAT, d=2, n=2, parameters=LINE),))
def on_the_line(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The mean loss of the layer with ReLU at a multiple of the identity."""
    return {"on_line": loss_on_line(law, n, parameters["beta"])}


@crosscheck(relu, "sampled", cases=(Case(FLAT, d=2, n=2, parameters=LINE), Case(FLAT, d=1, n=4, parameters=LINE)))
def by_sampling(law: Law, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random prompts on the line."""
    return relu_by_samples(law, n, parameters, rng)
