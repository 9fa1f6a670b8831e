"""The model of Sander et al. on tokens that are not augmented, with positional encoding, at one time.

Tokens are the states, `e_t = s_t` for t = 1, …, T + 1 with s_1 the vector of ones in the paper; the query is one behind
the last key. With heads `A_h = diag(a_h)`, `B_h = diag(b_h)`, and p the row of the positional encoding for this query,

    ŷ = Σ_h Σ_i p_i B_h s_i (s_T^* A_h s_i),      i = 1, …, T + 1,

which depends on the heads by `C = Σ_h b_h a_h^T` alone: `ŷ_j = Σ_i p_i s_{ij} Σ_k C_jk conj(s_{Tk}) s_{ik}`. The target
is the next state, `s_{T+2}`. Here `p_i = x γ^{T+1-i} + y δ^{T+1-i}`: two series are enough for any p, since a quadratic
form in p is known by its values at pairs of them. T is the position of the query. Source: Sander et al. 2024, Section
4, arXiv 2402.05787; queries and keys are those of the published program, github.com/michaelsdr/ical, at beaf4d6.
"""

from __future__ import annotations

from proofs.sander2024.setting import d, i, s, t
from symbolic.setting import Array, Setting, Time, diagonal, ones, parameter, scalar, size, total

T = size("T")
C = parameter("C", [d])
x, y, γ, δ = scalar("x"), scalar("y"), scalar("gamma"), scalar("delta")


def head(i: Time, t: Time) -> Array:
    """`diag(s_i) C diag(s_i) conj(s_t)`."""
    return diagonal(s[i]) @ C @ diagonal(s[i]) @ diagonal(s[t]).H @ ones(d)


def prediction(t: Time) -> Array:
    series: Array = total(head(i, t) * (x * γ ** (t + 1 - i) + y * δ ** (t + 1 - i)), i, 1, t + 1)
    return series


UNITARY = Setting(
    "sander2024-unitary",
    sizes=(d, T),
    draws=(s,),
    parameters=(C,),
    prediction=prediction,
    target=lambda t: s[t + 2],
    over=(t, T, T),
    factor=1,
    source="Sander et al. 2024, Section 4, arXiv 2402.05787",
)
