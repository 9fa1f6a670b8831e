"""The model of Zheng et al. with one thing changed: the start, the eigenvalues of W, noise in the sequence, or heads.

Tokens are `e_t = (0_d, x_t, x_{t-1})` with `x_0 = 0`, the loss is ½ the mean squared error of `x_{t+1}`, summed over
t = 2, …, T - 1; on the line `W_KQ_32 = a I`, `W_PV_12 = b I`. The source of what is varied: Zheng et al. 2024, Section
3, arXiv 2405.16845. The variants are ours.
"""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.setting import (
    AnyLaw,
    Array,
    Family,
    Gaussian,
    Haar,
    Orbit,
    Setting,
    Time,
    Torus,
    block,
    eye,
    parameter,
    recursion,
    scalar,
    size,
    stack,
    time,
    total,
    zero,
)
from symbolic.setting.randomness import Source
from symbolic.setting.recursion import Recursion

d, T, t, i = size("d"), size("T", at_least=3), time("t"), time("i")
σ = scalar("sigma")
LINE = Family(W_KQ_32=scalar("a") * eye(d), W_PV_12=scalar("b") * eye(d))
TWO_LINES = Family(
    W_KQ_32=scalar("a") * eye(d),
    W_PV_12=scalar("b") * eye(d),
    V_KQ_32=scalar("a_2") * eye(d),
    V_PV_12=scalar("b_2") * eye(d),
)


@dataclass(frozen=True)
class Attention:
    """Linear attention on a sequence, one product of two matrices a head."""

    x: Orbit | Recursion
    heads: tuple[str, ...] = ("W",)

    def token(self, s: Time) -> Array:
        return stack(zero(d), self.x[s], self.x[s - 1])

    def setting(self, key: str, draws: tuple[Source, ...], source: str, last: bool = False) -> Setting:
        """The loss over the times from 2 to T - 1, or at the last of them."""
        pairs = [(parameter(f"{head}_PV", 3 * [d]), parameter(f"{head}_KQ", 3 * [d])) for head in self.heads]

        def prediction(t: Time) -> Array:
            context = total(self.token(i) @ self.token(i).H, i, 1, t)
            first, *others = (P @ context @ K @ self.token(t) / (t - 1) for P, K in pairs)
            return block(sum(others, first), 1)

        return Setting(
            key,
            sizes=(d, T),
            draws=draws,
            parameters=tuple(matrix for pair in pairs for matrix in pair),
            prediction=prediction,
            target=lambda t: self.x[t + 1],
            over=(t, T - 1 if last else 2, T - 1),
            families={"line": LINE if len(self.heads) == 1 else TWO_LINES},
            source=f"{source}; a variant of Zheng et al. 2024, Section 3, arXiv 2405.16845",
        )


def on_roots(order: int, last: bool = False) -> Setting:
    """Eigenvalues of W that are roots of unity, and a start of any law."""
    x = Orbit("x", by=Torus(d, order=order), start=AnyLaw(d))
    name = {2: "signs", 3: "cube-roots"}.get(order, f"roots-{order}")
    words = f"W with eigenvalues on the roots of unity of order {order}"
    return Attention(x).setting(f"variants-{name}{'-one-time' if last else ''}", (x,), words, last)


def _circular() -> Setting:
    x = Orbit("x", by=Torus(d), start=Gaussian("x_1", σ**2 * eye(d), field="complex"))
    return Attention(x).setting("variants-circular", (x,), "a circular complex Gaussian start")


def _noisy() -> Setting:
    start = Gaussian("x_1", eye(d), field="complex")
    ξ, W = Gaussian("xi", eye(d), field="complex").each(i), Torus(d)
    x = recursion("x", start, lambda x, s: W @ x + σ * ξ[s])
    return Attention(x).setting(
        "variants-noisy", (start, ξ), "circular complex Gaussian noise in every step of the sequence"
    )


def _heads() -> Setting:
    x = Orbit("x", by=Torus(d), start=AnyLaw(d))
    return Attention(x, ("W", "V")).setting("variants-heads", (x,), "two heads")


def on_group(group: str) -> Setting:
    """W uniform among orthogonal, or unitary, matrices, and a start of any law."""
    x = Orbit("x", by=Haar(d, group), start=AnyLaw(d))
    return Attention(x).setting(f"variants-haar-{group}", (x,), f"W uniform among {group} matrices")


def _circular_on_group() -> Setting:
    x = Orbit("x", by=Haar(d, "unitary"), start=Gaussian("x_1", eye(d), field="complex"))
    words = "W uniform among unitary matrices and a circular complex Gaussian start"
    return Attention(x).setting("variants-haar-circular", (x,), words)


HAAR_ORTHOGONAL, HAAR_UNITARY, HAAR_CIRCULAR = on_group("orthogonal"), on_group("unitary"), _circular_on_group()
SIGNS_LAST, CUBE_ROOTS_LAST, FOURTH_ROOTS_LAST = (on_roots(order, last=True) for order in (2, 3, 4))
"""The loss of the last term of a sequence alone."""

FOURTH_ROOTS, FIFTH_ROOTS, SIXTH_ROOTS = map(on_roots, (4, 5, 6))

SIGNS, CUBE_ROOTS, CIRCULAR, NOISY, HEADS = on_roots(2), on_roots(3), _circular(), _noisy(), _heads()
