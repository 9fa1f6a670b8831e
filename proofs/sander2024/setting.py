"""The model of Sander et al. in index form: unnormalised linear attention on `s_{t+1} = W s_t`, augmented tokens.

Tokens are `e_t = (0_d, s_t, s_{t-1})` with `s_0 = 0`, and commuting unitary W are diagonal ones in a basis of their
own. A is the product of key and query matrices, B the value matrix. The loss is read as the sum over t = 2, …, T
without a factor; a factor changes no minimiser. In the paper s_1 is the vector of ones. Source: Sander et al. 2024,
Sections 2 and 3, arXiv 2402.05787.
"""

from __future__ import annotations

from symbolic.setting import (
    AnyLaw,
    Array,
    Family,
    Orbit,
    Setting,
    Time,
    Torus,
    block,
    eye,
    parameter,
    scalar,
    size,
    stack,
    time,
    total,
    zero,
)

d, T, t, i = size("d"), size("T", at_least=2), time("t"), time("i")
s = Orbit("s", by=Torus(d), start=AnyLaw(d, "s_1"))
A, B = parameter("A", 3 * [d]), parameter("B", 3 * [d])


def multiple(letter: str) -> Array:
    identity: Array = eye(d)
    return identity * scalar(letter)


FAMILIES = {
    "line": Family(A_32=multiple("a"), B_12=multiple("b")),
    "six": Family(
        A_22=multiple("a_1"),
        A_23=multiple("a_2"),
        A_32=multiple("a_3"),
        A_33=multiple("a_4"),
        B_12=multiple("b_1"),
        B_13=multiple("b_2"),
    ),
}
"""Two scalars; and the six of Proposition 2."""


def token(r: Time) -> Array:
    return stack(zero(d), s[r], s[r - 1])


def prediction(t: Time) -> Array:
    context = total(token(i) @ token(i).H, i, 1, t)
    return block(B @ context @ A @ token(t), 1)


SANDER = Setting(
    "sander2024",
    sizes=(d, T),
    draws=(s,),
    parameters=(A, B),
    prediction=prediction,
    target=lambda t: s[t + 1],
    over=(t, 2, T),
    factor=1,
    families=FAMILIES,
    source="Sander et al. 2024, Sections 2 and 3, arXiv 2402.05787",
)
