"""The start has independent Gaussian coordinates with different variances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.variants.line_loss import best, relative_error
from proofs.variants.line_route import as_sample, lowest, of_pairs
from proofs.variants.moment_sums import K2, K4, K6, K42
from proofs.variants.sources import ours
from proofs.zheng2024.setting import ZHENG
from symbolic.algebra.notation import T
from symbolic.decide.family_invariance import stays_on
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.laws import Law
from symbolic.model.derived_model import Derived
from symbolic.model.tangency import Tangency
from symbolic.typeset.derivation import Chain

h = sympy.harmonic(T - 2) / (T - 2)

S1, S2, S3 = sympy.symbols("S_1 S_2 S_3", positive=True)
"""`Σ v_j`, `Σ v_j²`, `Σ v_j³` of the variances."""

GAUSSIAN = {K2: S1, K4: 3 * S2, K6: 15 * S3, K42: 3 * (S1 * S2 - S3)}

u, v, w = sympy.symbols("u v w", positive=True)


def gap() -> sympy.Expr:
    """`Σ v_j Σ v_j³ − (Σ v_j²)²` of three variances."""
    sums = [u**k + v**k + w**k for k in (1, 2, 3)]
    return sympy.expand(sums[0] * sums[2] - sums[1] ** 2)


def needed(requirements: tuple[str, ...]) -> Answer:
    """Whether these are among what is necessary and sufficient for the flow to stay on the line."""
    conclusion = stays_on(Tangency(Derived(ZHENG).on(ZHENG.families["line"])), "line")
    names = {requirement.name for requirement in conclusion.requirements} if conclusion else set()
    if missing := [name for name in requirements if name not in names]:
        return Fails(f"{missing[0]} is not needed", "any law")
    return Holds(f"the flow stays on the line only where {', '.join(requirements)}")


@claim(
    "variants/unequal-variances",
    source=ours("coordinates with different variances"),
    parts=(
        Settled("line", ("E[x_j^4] is the same for every j",), needed),
        Equality("product", lambda: best(ZHENG), K4 / (K6 + K42 * h)),
        Equality("gaussian", lambda: best(ZHENG).xreplace(GAUSSIAN), S2 / (5 * S3 + (S1 * S2 - S3) * h)),
        Equality("limit", lambda: sympy.Limit(best(ZHENG).xreplace(GAUSSIAN), T, sympy.oo), S2 / (5 * S3)),
        Equality(
            "explained",
            lambda: sympy.Limit((1 - relative_error(ZHENG)).xreplace(GAUSSIAN), T, sympy.oo),
            3 * S2**2 / (5 * S1 * S3),
        ),
        Equality("gap", gap, u * v * (u - v) ** 2 + u * w * (u - w) ** 2 + v * w * (v - w) ** 2),
    ),
    formal="unequal_variances",
)
def unequal_variances() -> Iterator[Chain]:
    """With variances `v_j` the best product tends to `Σ v_j²/(5 Σ v_j³)`; the flow leaves the line unless they agree.

    For independent real Gaussian coordinates with mean zero and variances `v_j = s_j²`, `s_j > 0`, or any law with
    their moments of order 2, 4, 6 and `E x_j² x_k⁴`, all d and `T >= 3`, the loss among the points of the line
    `W_KQ_32 = a I`, `W_PV_12 = b I`, a and b real, is least just where ab is
    `S_2/(5 S_3 + (S_1 S_2 − S_3) H_{T−2}/(T−2))`, with `S_k = Σ v_j^k`. Of the loss of predicting zero
    `1 − 3 S_2²/(5 S_1 S_3)` stays there in the limit. By `S_1 S_3 − S_2² = Σ_{j<k} v_j v_k (v_j − v_k)²`, here written
    for three variances, that is at least the 2/5 of equal ones. The flow of all entries stays on the line only where
    `E x_j⁴ = 3 v_j²` is the same for every j, only where the variances are equal: from a start with `a ≠ 0`, `b = 0`
    the diagonal of `W_PV_12` alone stays a multiple of the identity only there.
    """
    yield from ()


LAWS = (("product(gaussian, gaussian(sigma=2))", 2, 3), ("product(gaussian, gaussian(sigma=1/2))", 2, 4))
CASES = tuple(Case(law, d=d, T=T) for law, d, T in LAWS)


def _sequences(law: Law, T: int) -> Any:
    from proofs.variants.second_route.state_sequences import Roots

    return Roots(law, 8 * (T - 1) + 1, T)


@crosscheck(unequal_variances, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The least of the parabola through three mean losses of the model."""
    return {"product": lowest(_sequences(law, T).mean, d, range(2, T))["product"]}


@crosscheck(unequal_variances, "sampled", cases=CASES[:1], at_claimed=True)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The slope of the loss of random sequences, which must vanish at the claimed product."""
    ends = [of_pairs(d, range(2, T), (parameters["product"] + step, 1.0)) for step in (0.5, -0.5)]
    found = as_sample(_sequences(law, T).drawn(lambda states: ends[0](states) - ends[1](states), rng))
    return {"product": found}
