"""The loss at all parameters that the prediction depends on: the last row of `W_PV`, the first d columns of `W_KQ`.

These are `W_PV_21 = pᵀ`, `W_PV_22 = u`, `W_KQ_11 = U`, `W_KQ_21 = vᵀ`. The prediction has a part that is odd in the
weights of the task, `(1/N) Σ y_i x_iᵀ (uU + p vᵀ) q`, and an even one, which is the prediction of `EVEN`.
"""

from __future__ import annotations

from functools import cache

import sympy

from proofs.zhang2024.notation import LETTERS, U, in_g, u
from proofs.zhang2024.reduced.on_family import loss
from proofs.zhang2024.setting import ZHANG, K, N, P, d, i, q, w, x
from symbolic.algebra.traces import Letter, of_letter, substituted
from symbolic.model.derived_model import Derived
from symbolic.model.traced import in_traces
from symbolic.setting import Array, Family, Setting, block, given, scalar, total

REACHING = Family(
    W_PV_21=given("p", [], [d]), W_PV_22=scalar("u"), W_KQ_11=given("U", [d]), W_KQ_21=given("v", [], [d])
)

p, v = (of_letter(Letter(name, vector=True)) for name in ("p", "v"))


def _of_covariates() -> Array:
    """`pᵀ (1/N) (Σ x_i x_iᵀ + q qᵀ) U q`."""
    second = total(x[i] @ x[i].H, i, 1, N) + q @ q.H
    return block(P, 2, 1) @ second @ block(K, 1, 1) @ q / N


def _of_labels() -> Array:
    """`−u (1/N) Σ y_i² vᵀ q`: subtracted as a target, it is added."""
    labels = total((w.H @ x[i]) * (w.H @ x[i]), i, 1, N)
    return block(P, 2, 2) * (-1 * labels) * (block(K, 2, 1) @ q) / N


EVEN = Setting(
    "zhang2024-even",
    sizes=(d, N),
    draws=(x, q, w),
    parameters=(P, K),
    prediction=_of_covariates,
    target=_of_labels,
    families={"reaching": REACHING},
)
"""Half the mean square of the part of the prediction that keeps its value when w changes its sign."""


@cache
def whole_loss() -> sympy.Expr:
    """The derived loss."""
    return in_g(in_traces(Derived(ZHANG).on(REACHING).terms, LETTERS))


@cache
def even_loss() -> sympy.Expr:
    """The derived loss of `EVEN`."""
    return in_g(in_traces(Derived(EVEN).on(REACHING).terms, LETTERS))


@cache
def odd_loss() -> sympy.Expr:
    """The derived loss on the family of u and U, at `u = 1` and `U = uU + p vᵀ`."""
    return substituted(loss().subs(u, 1), {"U": U * u + p @ v.T})


@cache
def unreached() -> tuple[str, ...]:
    """Blocks by which the derived gradient vanishes at all parameters."""
    derived = Derived(ZHANG)
    return tuple(sorted(name for name, terms in derived.gradient.items() if not terms))
