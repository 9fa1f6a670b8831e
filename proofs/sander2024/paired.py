"""The same model where the first token has a predecessor as well, so that t tokens hold t pairs of neighbours.

Tokens are `e_t = (0_d, s_t, s_{t-1})` for t = 1, …, T with `s_t = W^t s_0` and s_0 the vector of ones: the state s_t is
written `s[t+1]` here, since an orbit begins at 1. In this reading the printed sums of Proposition 2, in which T counts
pairs, come out. Source: Sander et al. 2024, Sections 2 and 3, arXiv 2402.05787.
"""

from __future__ import annotations

from proofs.sander2024.setting import FAMILIES, A, B, T, d, i, s, t
from symbolic.setting import Array, Family, Setting, Time, block, diagonal, given, stack, total, zero


def token(r: Time) -> Array:
    return stack(zero(d), s[r + 1], s[r])


def prediction(t: Time) -> Array:
    context = total(token(i) @ token(i).H, i, 1, t)
    return block(B @ context @ A @ token(t), 1)


def column(name: str) -> Array:
    """A diagonal matrix by the column of its entries."""
    return diagonal(given(name, [d], []))


TARGET_DIAGONALS = Family(A_32=column("α3"), B_12=column("β1"))
DIAGONALS = Family(
    A_22=column("α1"),
    A_23=column("α2"),
    A_32=column("α3"),
    A_33=column("α4"),
    B_12=column("β1"),
    B_13=column("β2"),
)
"""The two diagonals whose products make the target; and the six blocks of Proposition 2 as diagonals."""


def of_target(t: Time) -> Array:
    """The part of the prediction that has products of `A_32` and `B_12`."""
    seen = total(
        stack(zero(d), s[i + 1], zero(d)) * (stack(zero(d), zero(d), s[i]).H @ A @ stack(zero(d), s[t + 1], zero(d))),
        i,
        1,
        t,
    )
    return block(B @ seen, 1)


PAIRED = Setting(
    "sander2024-paired",
    sizes=(d, T),
    draws=(s,),
    parameters=(A, B),
    prediction=prediction,
    target=lambda t: s[t + 2],
    over=(t, 2, T),
    factor=1,
    families={**FAMILIES, "diagonals": DIAGONALS, "target-diagonals": TARGET_DIAGONALS},
    source="Sander et al. 2024, Sections 2 and 3, arXiv 2402.05787",
)

BESIDE_TARGET = Setting(
    "sander2024-beside-target",
    sizes=(d, T),
    draws=(s,),
    parameters=(A, B),
    prediction=lambda t: prediction(t) - of_target(t),
    target=lambda t: zero(d),
    over=(t, 2, T),
    factor=1,
    families={"diagonals": DIAGONALS},
    source="Sander et al. 2024, Sections 2 and 3, arXiv 2402.05787",
)
"""All other products of blocks, whose mean square is the loss."""
