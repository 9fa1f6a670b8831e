"""The loss of one layer at all parameters that the prediction depends on, and its parts that are even and odd in w.

These are `P_21 = pᵀ`, `P_22 = u`, `Q_11 = U`, `Q_21 = vᵀ`. The prediction has a part that is odd in the weights of the
task, `−(1/n) Σ y_i x_iᵀ (uU + p vᵀ) q`, and an even one, which is the prediction of a model of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import sympy

from proofs.ahn2023.one_layer.layer_letters import LETTERS, Kept, U, p, u, v
from proofs.ahn2023.setting import AHN, COIN, REACHING, P, Q, b, d, i, n, q, w, x
from symbolic.algebra.traces import Matrices, substituted
from symbolic.model.derived_model import Derived
from symbolic.model.traced import in_traces
from symbolic.setting import Array, Setting, block, total


def _of_covariates(weight: Array | int) -> Array:
    """`−pᵀ (1/n) Σ x_i x_iᵀ U q`."""
    second = total(weight * (x[i] @ x[i].H), i, 1, n)
    return -1 * (block(P, 2, 1) @ second @ block(Q, 1, 1) @ q / n)


def _of_labels(weight: Array | int) -> Array:
    """`u (1/n) Σ y_i² vᵀ q`: as a target, it is subtracted."""
    labels = total(weight * (w.H @ x[i]) * (w.H @ x[i]), i, 1, n)
    return block(P, 2, 2) * labels * (block(Q, 2, 1) @ q) / n


def _even(of: Setting, weight: Array | int) -> Setting:
    return Setting(
        f"{of.key}-even",
        sizes=(d, n),
        draws=of.draws,
        parameters=(P, Q),
        prediction=lambda: _of_covariates(weight),
        target=lambda: _of_labels(weight),
        factor=1,
        families={"reaching": REACHING},
    )


@dataclass(frozen=True)
class Layer(Kept):
    """One layer whose samples are kept with a probability, derived from a model and the even part of that."""

    setting: Setting
    even: Setting

    def _derived(self, setting: Setting, family: str) -> sympy.Expr:
        found = in_traces(Derived(setting).on(setting.families[family]).terms, LETTERS)
        moments = {symbol: self.kept for symbol in found.free_symbols if symbol.name in ("m1(b)", "m2(b)")}
        return self.in_g(found.xreplace(moments))

    @cached_property
    def whole_loss(self) -> sympy.Expr:
        """At all parameters that reach the prediction."""
        return self._derived(self.setting, "reaching")

    @cached_property
    def even_loss(self) -> sympy.Expr:
        """The mean square of the part of the prediction that keeps its value when w changes its sign."""
        return self._derived(self.even, "reaching")

    @cached_property
    def sparse_loss(self) -> sympy.Expr:
        """Where `P_22 = u` and `Q_11 = U`, all else zero."""
        return self._derived(self.setting, "sparse")

    def at(self, product: Matrices) -> sympy.Expr:
        """The sparse loss at `uU`."""
        return substituted(self.sparse_loss.subs(u, 1), {"U": product}, self.rules)

    @property
    def odd_loss(self) -> sympy.Expr:
        """That of the odd part alone."""
        return substituted(self.sparse_loss.subs(u, 1), {"U": U * u + p @ v.T})

    @property
    def least(self) -> sympy.Expr:
        """The sparse loss at `uU = −Γ⁻¹`."""
        return self.at(self.inverse * -1)

    @cached_property
    def unreached(self) -> tuple[str, ...]:
        """Blocks by which the derived gradient vanishes at all parameters."""
        gradient = Derived(self.setting).gradient
        return tuple(sorted(name for name, terms in gradient.items() if not terms))


EVEN = _even(AHN, 1)
"""The even part of linear attention."""

COIN_EVEN = _even(COIN, b[i])
"""That where a coin keeps samples."""

LINEAR = Layer(sympy.Integer(1), "R", AHN, EVEN)
"""Linear attention."""

RELU = Layer(sympy.Rational(1, 2), "K", COIN, COIN_EVEN)
"""Attention with ReLU, where a fair coin keeps a sample."""
