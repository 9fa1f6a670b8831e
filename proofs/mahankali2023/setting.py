"""One layer of linear self-attention on prompts of a noisy linear regression, with its query left out of the keys.

Tokens are `(x_i, y_i)`, `y_i = w·x_i + sigma·eps_i`, the query is `(q, 0)`, and the prediction is the last entry of
`P Σ_i e_i e_iᵀ K (q, 0)` without normalisation; the target is the query's noisy label. In `ISOTROPIC` x and w are
N(0, I), in `CORRELATED` x is N(0, Λ) and w is N(0, V), which in the paper is `Λ⁻¹`. `even` is the part of the
prediction that keeps its value when w and the noise change their signs, as a model of its own. Source: Mahankali,
Hashimoto, Ma 2023, arXiv 2307.03576.
"""

from __future__ import annotations

from symbolic.setting import (
    Array,
    Family,
    Gaussian,
    Setting,
    block,
    covariance,
    eye,
    given,
    parameter,
    scalar,
    size,
    stack,
    time,
    total,
    zero,
)
from symbolic.setting.nodes import Array as Node
from symbolic.setting.randomness import Covariance

d, N, i = size("d"), size("N"), time("i")
sigma = scalar("sigma")
P, K, A = parameter("P", [d, 1]), parameter("K", [d, 1]), parameter("A", [d])
eps, eta = Gaussian("eps", 1).each(i), Gaussian("eta", 1)

REACHING = Family(P_21=given("p", [], [d]), P_22=scalar("u"), K_11=given("U", [d]), K_21=given("v", [], [d]))
"""All that the prediction depends on: the last row of P, the first d columns of K."""

SPARSE = Family(P_22=scalar("u"), K_11=given("U", [d]))


def layer(key: str, spread: Covariance | Node, of_weights: Covariance | Node) -> tuple[Setting, Setting, Setting]:
    """The model with these covariances of covariates and weights, the even part of its prediction, and what is apart.

    The loss of the last one is the mean squared difference of the predictions of the layer and of a step with A.
    """
    x, q, w = Gaussian("x", spread).each(i), Gaussian("q", spread), Gaussian("w", of_weights)
    label = w.H @ x[i] + sigma * eps[i]
    token, query = stack(x[i], label), stack(q, zero(1))

    def of_covariates() -> Array:
        return block(P, 2, 1) @ total(x[i] @ x[i].H, i, 1, N) @ block(K, 1, 1) @ q

    def of_labels() -> Array:
        return -1 * (block(P, 2, 2) * total(label * label, i, 1, N) * (block(K, 2, 1) @ q))

    whole = Setting(
        key,
        sizes=(d, N),
        draws=(x, q, w, eps, eta),
        parameters=(P, K),
        prediction=lambda: block(P @ total(token @ token.H, i, 1, N) @ K @ query, 2),
        target=lambda: w.H @ q + sigma * eta,
        factor=1,
        families={"reaching": REACHING, "sparse": SPARSE},
        source="Mahankali, Hashimoto, Ma 2023, arXiv 2307.03576",
    )
    even = Setting(
        f"{key}-even",
        sizes=(d, N),
        draws=(x, q, w, eps),
        parameters=(P, K),
        prediction=of_covariates,
        target=of_labels,
        factor=1,
        families={"reaching": REACHING},
    )
    apart = Setting(
        f"{key}-apart",
        sizes=(d, N),
        draws=(x, q, w, eps),
        parameters=(P, K, A),
        prediction=lambda: block(P @ total(token @ token.H, i, 1, N) @ K @ query, 2),
        target=lambda: total(label * x[i], i, 1, N).H @ A @ q,
        factor=1,
    )
    return whole, even, apart


ISOTROPIC, ISOTROPIC_EVEN, ISOTROPIC_APART = layer("mahankali2023", eye(d), eye(d))
CORRELATED, CORRELATED_EVEN, CORRELATED_APART = layer(
    "mahankali2023-correlated", covariance("Λ", d), covariance("V", d)
)
