"""Letters for what eigenvalues are bounded by: roots of `ΓΛ − κ1` and `Λ − κ2`, and an eigenvector of Λ.

Where κ1 is at most the smallest eigenvalue of ΓΛ and κ2 at most that of Λ, both differences are positive semidefinite
and have symmetric roots P and Q, functions of Λ that commute with it and with one another.
"""

from __future__ import annotations

import sympy

from proofs.zhang2024.notation import GAMMA, LETTERS, RULES, Λ, gamma, lam
from symbolic.algebra.traces import IDENTITY, Letter, Rules, of_letter

kappa1, kappa2 = sympy.symbols("kappa_1 kappa_2", positive=True)

_P = Letter("P", r"(\Gamma\Lambda - \kappa_1)^{1/2}", symmetric=True)
_Q = Letter("Q", r"(\Lambda - \kappa_2)^{1/2}", symmetric=True)
P, Q = of_letter(_P), of_letter(_Q)

_NAMED = {"Λ": LETTERS["Λ"], "R": LETTERS["R"], "B": LETTERS["B"], "H": LETTERS["H"], "P": _P}

BOUNDED: Rules = {
    **RULES,
    (_P, _P): GAMMA @ Λ - IDENTITY * kappa1,
    (_Q, _Q): Λ - IDENTITY * kappa2,
    **{(_P, _NAMED[name]): of_letter(_NAMED[name]) @ P for name in ("Λ", "R", "B", "H")},
    **{(_Q, _NAMED[name]): of_letter(_NAMED[name]) @ Q for name in ("Λ", "R", "B", "H", "P")},
}
"""The squares of the roots; they commute with Λ, R, B, H and one another."""

_VECTOR = Letter("v", vector=True)
v = of_letter(_VECTOR)
"""A unit vector with `Λ v = λ v`."""

OF_EIGENVECTOR: Rules = {
    **RULES,
    (LETTERS["Λ"], _VECTOR): v * lam,
    (_VECTOR.transposed, LETTERS["Λ"]): v.T * lam,
    (LETTERS["R"], _VECTOR): v * (1 / gamma),
    (_VECTOR.transposed, LETTERS["R"]): v.T * (1 / gamma),
}
"""Γ has the eigenvalue γ there."""
