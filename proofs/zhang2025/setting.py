"""Linear attention with two heads on prompts of a linear regression, in the entries that training moves.

The prediction for a query q is `s·W q` with `s = (1/N) Σ y_i x_i`, `y_i = w·x_i`. Merged, `W = Σ v_h U_h`, each head
a number and a matrix; separate and of rank one, `W = Σ v_h k_h r_hᵀ`, a number, a key and a query vector. All other
entries of the layer are zero. The loss is the mean squared error, and training follows half its gradient, in units of
the time constant. Source: Zhang, Singh, Latham, Saxe 2025, arXiv 2501.16265.
"""

from __future__ import annotations

from collections.abc import Mapping

from symbolic.setting import (
    Array,
    Family,
    Gaussian,
    Setting,
    covariance,
    eye,
    given,
    parameter,
    scalar,
    size,
    time,
    total,
)
from symbolic.setting.nodes import Array as Node
from symbolic.setting.nodes import Parameter
from symbolic.setting.randomness import Covariance
from symbolic.setting.symbols import Size

d, N, i = size("d"), size("N"), time("i")

v_1, v_2 = parameter("v_1", [], []), parameter("v_2", [], [])
U_1, U_2 = parameter("U_1", [d]), parameter("U_2", [d])
k_1, k_2, r_1, r_2 = (parameter(name, [d], []) for name in ("k_1", "k_2", "r_1", "r_2"))

NUMBERS = {"v_1": scalar("v_1"), "v_2": scalar("v_2")}
OF_MERGED = {
    "heads": Family(**NUMBERS, U_1=given("U_1", [d]), U_2=given("U_2", [d])),
    "multiples": Family(v_1=scalar("v"), U_1=scalar("u") * eye(d)),
}
ALONG = scalar("v") * given("e", [d], [])
OF_SEPARATE = {
    "heads": Family(**NUMBERS, **{name: given(name, [d], []) for name in ("k_1", "k_2", "r_1", "r_2")}),
    "along": Family(v_1=scalar("v"), k_1=ALONG, r_1=ALONG),
}
"""All parameters by their names; and one head, its matrix a multiple of the identity, or both vectors along one."""


def heads(
    key: str,
    spread: Covariance | Node,
    parameters: tuple[Parameter, ...],
    W: Array,
    families: Mapping[str, Family],
    sizes: tuple[Size, ...] = (d, N),
) -> Setting:
    """The model with this covariance of the covariates, where the heads add to W."""
    x, q, w = Gaussian("x", spread).each(i), Gaussian("q", spread), Gaussian("w", eye(d))
    return Setting(
        key,
        sizes=sizes,
        draws=(x, q, w),
        parameters=parameters,
        prediction=lambda: total((w.H @ x[i]) * x[i], i, 1, N).H @ W @ q / N,
        target=lambda: w.H @ q,
        factor=1,
        families=families,
        source="Zhang, Singh, Latham, Saxe 2025, arXiv 2501.16265",
    )


Λ = covariance("Λ", d)
merged = v_1 * U_1 + v_2 * U_2
MERGED = heads("zhang2025", Λ, (v_1, U_1, v_2, U_2), merged, OF_MERGED)
SEPARATE = heads(
    "zhang2025-separate",
    Λ,
    (v_1, k_1, r_1, v_2, k_2, r_2),
    v_1 * (k_1 @ r_1.H) + v_2 * (k_2 @ r_2.H),
    OF_SEPARATE,
)
n = size("n")
MANY = heads(
    "zhang2025-many",
    Λ,
    (v := parameter("v", [n], [n]), k := parameter("k", [d], [n]), r := parameter("r", [d], [n])),
    k @ v @ r.H,
    {"heads": Family(v=given("V", [n], [n]), k=given("X", [d], [n]), r=given("Y", [d], [n]))},
    sizes=(d, N, n),
)
"""n heads of rank one: their keys and queries are columns, their numbers stand on the diagonal of v."""

WHITE = heads("zhang2025-white", eye(d), (v_1, U_1, v_2, U_2), merged, OF_MERGED)
"""With `Λ = I`."""

MATRIX = parameter("W", [d])
ALONE = heads("zhang2025-matrix", Λ, (MATRIX,), MATRIX, {"any": Family(W=given("W", [d]))})
"""Where W itself is the parameter."""
