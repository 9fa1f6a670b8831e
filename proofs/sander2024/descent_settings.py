"""How far attention is from one step of gradient descent on the pairs of its prompt, with the same query.

The objective is `½ Σ_{i=1}^{t} ‖s_i − W s_{i-1}‖²`, the step starts at zero and has the size eta. Over all matrices it
ends at `eta Σ s_i s_{i-1}^*`, over diagonal ones `W = diag(λ)` at the diagonal of that. The loss is the mean squared
difference of what both make of s_t, summed over t; the state s_t is written `s[t+1]` here. Source: Sander et al. 2024,
Sections 2 and 3, arXiv 2402.05787.
"""

from __future__ import annotations

from collections.abc import Callable

from proofs.sander2024.paired import prediction
from proofs.sander2024.setting import FAMILIES, A, B, T, d, i, multiple, s, t
from symbolic.setting import Array, Family, Setting, Time, diagonal, scalar, total

η = scalar("eta")
LINE = {"line": FAMILIES["line"]}
OPPOSED = Family(A_22=multiple("c"), A_32=multiple("a"), A_33=multiple("c") * -1, B_12=multiple("b"))
"""Where a_1 is the opposite of a_4, both may be other than 0 at the minimisers over six scalars."""


def over_matrices(t: Time) -> Array:
    """`eta Σ s_i s_{i-1}^* s_t`."""
    found: Array = total(s[i + 1] @ s[i].H, i, 1, t) @ s[t + 1] * η
    return found


def over_diagonals(t: Time) -> Array:
    """`eta Σ (s_i ⊙ conj s_{i-1}) ⊙ s_t`."""
    found: Array = total(diagonal(s[i + 1]) @ diagonal(s[i]).H, i, 1, t) @ s[t + 1] * η
    return found


def beside(key: str, target: Callable[[Time], Array], families: dict[str, Family]) -> Setting:
    """The model with that as its target."""
    return Setting(
        key,
        sizes=(d, T),
        draws=(s,),
        parameters=(A, B),
        prediction=prediction,
        target=target,
        over=(t, 2, T),
        factor=1,
        families=families,
        source="Sander et al. 2024, Sections 2 and 3, arXiv 2402.05787",
    )


WHOLE_STEP = beside("sander2024-step", over_matrices, {**LINE, "opposed": OPPOSED})
DIAGONAL_STEP = beside("sander2024-diagonal-step", over_diagonals, LINE)
