"""The constructed layer as a setting: its prediction on any data, and that of a step of gradient descent.

Tokens are `(x_i, y_i)`, the query is `(q, −W₀q)` and attends to the tokens of the context alone; x, y and q have any
laws. The loss is the mean squared difference of the two predictions.
"""

from __future__ import annotations

from collections.abc import Callable

import sympy

from symbolic.model.derived_model import Derived
from symbolic.model.traced import in_traces
from symbolic.setting import (
    AnyLaw,
    Array,
    Family,
    Setting,
    block,
    eye,
    given,
    parameter,
    scalar,
    size,
    stack,
    time,
    total,
)

d, m, N, i = size("d"), size("m"), size("N"), time("i")
x, y, q = AnyLaw(d, "x").each(i), AnyLaw(m, "y").each(i), AnyLaw(d, "q")
P, K = parameter("W_PV", [d, m]), parameter("W_KQ", [d, m])
W0, V, h = given("W_0", [m], [d]), given("V", [m], [d]), scalar("h")


def attended() -> Array:
    """Minus the last block of the query after the layer."""
    context = total(stack(x[i], y[i]) @ stack(x[i], y[i]).H, i, 1, N)
    query = stack(q, -1 * (W0 @ q))
    return -1 * block(query + P @ context @ K @ query, 2)


def stepped() -> Array:
    """`(W₀ + ΔW) q` with `ΔW = −Σ (V x_i + h y_i) x_iᵀ`: a step of descent for `V = (η/N) W₀` and `h = −η/N`."""
    change = total((V @ x[i] + h * y[i]) @ x[i].H, i, 1, N)
    return W0 @ q - change @ q


def compared_with(target: Callable[[], Array]) -> Setting:
    """The layer beside another prediction."""
    return Setting(
        "vonoswald2023-layer",
        sizes=(d, m, N),
        draws=(x, y, q),
        parameters=(P, K),
        prediction=attended,
        target=target,
        families={"constructed": Family(W_PV_21=V, W_PV_22=h * eye(m), W_KQ_11=eye(d))},
        factor=1,
    )


def difference(target: Callable[[], Array] = stepped) -> sympy.Expr:
    """The mean squared difference, for all matrices V and numbers h."""
    setting = compared_with(target)
    return in_traces(Derived(setting).on(setting.families["constructed"]).terms)
