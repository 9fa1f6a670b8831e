"""The same tokens with attention that is divided by the number of pairs, and one time alone.

`SANDER_NORMALISED` differs from `setting` by the factor `1/(t − 1)` and, as in Zheng et al. 2024, sums half the squared
error over t = 2, …, T − 1; `ONE_TIME` is the squared error at the last time alone, without normalisation. The start is
that of `setting`: the first token has no predecessor. Source: Sander et al. 2024, Sections 2 and 3, arXiv 2402.05787.
"""

from __future__ import annotations

from fractions import Fraction

from proofs.sander2024.setting import FAMILIES, A, B, T, d, prediction, s, t
from symbolic.setting import Array, Setting, Time, size

LONG = size("T", at_least=3)


def divided(t: Time) -> Array:
    shared: Array = prediction(t) / (t - 1)
    return shared


SANDER_NORMALISED = Setting(
    "sander2024-normalised",
    sizes=(d, LONG),
    draws=(s,),
    parameters=(A, B),
    prediction=divided,
    target=lambda t: s[t + 1],
    over=(t, 2, LONG - 1),
    factor=Fraction(1, 2),
    families=FAMILIES,
    source="Sander et al. 2024, Sections 2 and 3, arXiv 2402.05787",
)

ONE_TIME = Setting(
    "sander2024-one-time",
    sizes=(d, T),
    draws=(s,),
    parameters=(A, B),
    prediction=prediction,
    target=lambda t: s[t + 1],
    over=(t, T, T),
    factor=1,
    families=FAMILIES,
    source="Sander et al. 2024, Sections 2 and 3, arXiv 2402.05787",
)
