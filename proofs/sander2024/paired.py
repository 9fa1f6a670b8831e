"""The same model where the first token has a predecessor as well, so that t tokens hold t pairs of neighbours.

Tokens are `e_t = (0_d, s_t, s_{t-1})` for t = 1, …, T with `s_t = W^t s_0` and s_0 the vector of ones: the state s_t is
written `s[t+1]` here, since an orbit begins at 1. In this reading the printed sums of Proposition 2, in which T counts
pairs, come out. Source: Sander et al. 2024, Sections 2 and 3, arXiv 2402.05787.
"""

from __future__ import annotations

from proofs.sander2024.setting import FAMILIES, A, B, T, d, i, s, t
from symbolic.setting import Array, Setting, Time, block, stack, total, zero


def token(r: Time) -> Array:
    return stack(zero(d), s[r + 1], s[r])


def prediction(t: Time) -> Array:
    context = total(token(i) @ token(i).H, i, 1, t)
    return block(B @ context @ A @ token(t), 1)


PAIRED = Setting(
    "sander2024-paired",
    sizes=(d, T),
    draws=(s,),
    parameters=(A, B),
    prediction=prediction,
    target=lambda t: s[t + 2],
    over=(t, 2, T),
    factor=1,
    families=FAMILIES,
    source="Sander et al. 2024, Sections 2 and 3, arXiv 2402.05787",
)
