"""One layer of linear attention on noisy linear regressions of two designs.

Tokens are `(x_i, y_i)`, `y_i = w·x_i + sigma·eps_i`, the query is `(q, 0)` and no key; the prediction is the last entry
of `P Σ e_i e_iᵀ K (q, 0)`, the target `w·q`. `INDEPENDENT`: x and q are N(0, Λ), w is N(0, V). `RETRIEVED`: samples
that resemble the query, `x_i = alpha·q + beta·g_i`, where `beta² = 1 − alpha²`, g_i, q and w are N(0, I). Source: Li,
Rawat, Oymak 2024, arXiv 2407.10005.
"""

from __future__ import annotations

from dataclasses import dataclass

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
from symbolic.setting.nodes import Parameter
from symbolic.setting.randomness import Source

d, N, i = size("d"), size("N"), time("i")
sigma, alpha, beta = scalar("sigma"), scalar("alpha"), scalar("beta")
P, K, A = parameter("P", [d, 1]), parameter("K", [d, 1]), parameter("A", [d])
eps = Gaussian("eps", 1).each(i)

REACHING = Family(P_21=given("p", [], [d]), P_22=scalar("u"), K_11=given("U", [d]), K_21=given("v", [], [d]))
"""All that the prediction depends on."""

SOURCE = "Li, Rawat, Oymak 2024, arXiv 2407.10005"


@dataclass(frozen=True, eq=False)
class Design:
    """Samples, query and weights, and what they are made of."""

    key: str
    draws: tuple[Source, ...]
    x: Array
    q: Array
    w: Array

    @property
    def label(self) -> Array:
        found: Array = self.w.H @ self.x + sigma * eps[i]
        return found

    def attention(self) -> Setting:
        """One layer."""
        token, query = stack(self.x, self.label), stack(self.q, zero(1))
        whole = block(P @ total(token @ token.H, i, 1, N) @ K @ query, 2)
        return self._setting(self.key, (P, K), whole, self.w.H @ self.q)

    def step(self) -> Setting:
        """One step of descent from 0, preconditioned by A: `Σ y_i x_iᵀ A q`."""
        found = total(self.label * self.x, i, 1, N).H @ A @ self.q
        return self._setting(f"{self.key}-step", (A,), found, self.w.H @ self.q)

    def even(self) -> Setting:
        """The part of the prediction that keeps its value when w and the noise change their signs."""
        second = total(self.x @ self.x.H, i, 1, N)
        covariates = block(P, 2, 1) @ second @ block(K, 1, 1) @ self.q
        labels = block(P, 2, 2) * total(self.label * self.label, i, 1, N) * (block(K, 2, 1) @ self.q)
        return self._setting(f"{self.key}-even", (P, K), covariates, -1 * labels)

    def _setting(self, key: str, trained: tuple[Parameter, ...], prediction: Array, target: Array) -> Setting:
        return Setting(
            key,
            sizes=(d, N),
            draws=(*self.draws, eps),
            parameters=trained,
            prediction=lambda: prediction,
            target=lambda: target,
            factor=1,
            families={"reaching": REACHING} if P in trained else {},
            source=SOURCE,
        )


x, q, w = (
    Gaussian("x", covariance("Λ", d)).each(i),
    Gaussian("q", covariance("Λ", d)),
    Gaussian("w", covariance("V", d)),
)
g, z, v = Gaussian("g", eye(d)).each(i), Gaussian("q", eye(d)), Gaussian("w", eye(d))

FREE = Design("li2024", (x, q, w), x[i], q, w)
ALIKE = Design("li2024-retrieval", (g, z, v), alpha * z + beta * g[i], z, v)
INDEPENDENT, RETRIEVED = FREE.attention(), ALIKE.attention()
INDEPENDENT_STEP, RETRIEVED_STEP = FREE.step(), ALIKE.step()
INDEPENDENT_EVEN, RETRIEVED_EVEN = FREE.even(), ALIKE.even()
