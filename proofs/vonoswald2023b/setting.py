"""One linear layer on a sequence `s_{i+1} = W s_i` with W diagonal, which makes a step from learned weights W_0.

Tokens hold `s_i` and `s_{i-1}`; from the first t elements the next one is predicted by `(W_0 − D G C) s_t`, G the
gradient `Σ (W_0 s_{i-1} − s_i) s_{i-1}*` of the squares of what W_0 misses. Source: von Oswald et al. 2023, linear
self-attention as a step with learned W₀, arXiv 2309.05858; there W is orthogonal; here it is that, or diagonal.
"""

from __future__ import annotations

from symbolic.setting import (
    Array,
    Family,
    Gaussian,
    Haar,
    Orbit,
    Setting,
    Torus,
    eye,
    parameter,
    scalar,
    size,
    time,
    total,
)

d, t, i = size("d"), size("t", at_least=2), time("i")
W_0, D, C = parameter("W_0", [d]), parameter("D", [d]), parameter("C", [d])
STEP = Family(W_0=scalar("w") * eye(d), D=scalar("eta") * eye(d), C=eye(d))


def dynamics(key: str, s: Orbit, words: str) -> Setting:
    """The layer on one kind of sequence."""

    def prediction() -> Array:
        missed = total((s[i] - W_0 @ s[i - 1]) @ s[i - 1].H, i, 2, t)
        return W_0 @ s[t] + D @ missed @ C @ s[t]

    source = f"von Oswald et al. 2023, a step with learned W₀, {words}, arXiv 2309.05858"
    return Setting(
        key,
        sizes=(d, t),
        draws=(s,),
        parameters=(W_0, D, C),
        prediction=prediction,
        target=lambda: s[t + 1],
        families={"step": STEP},
        source=source,
    )


CIRCLE = dynamics(
    "vonoswald2023b-circle",
    Orbit("s", by=Torus(d), start=Gaussian("s_1", eye(d), field="complex")),
    "W with eigenvalues on the circle and a circular start",
)
ORTHOGONAL = dynamics(
    "vonoswald2023b-orthogonal",
    Orbit("s", by=Haar(d, "orthogonal"), start=Gaussian("s_1", eye(d))),
    "W uniform among orthogonal matrices",
)
SIGNS = dynamics(
    "vonoswald2023b-signs", Orbit("s", by=Torus(d, order=2), start=Gaussian("s_1", eye(d))), "W with random signs"
)
