"""The loss of a layer at all parameters that the prediction depends on, and its parts, derived."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import sympy

from proofs.mahankali2023.notation import LETTERS, RULES, U, p, u, v
from proofs.mahankali2023.setting import CORRELATED, CORRELATED_EVEN, ISOTROPIC, ISOTROPIC_EVEN
from symbolic.algebra.traces import Matrices, substituted
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.model.derived_model import Derived
from symbolic.model.traced import in_traces
from symbolic.setting import Setting

UNREACHED = ("K_12", "K_22", "P_11", "P_12")
"""Blocks that a prediction does not reach."""


@dataclass(frozen=True)
class Layer:
    """A model and the even part of its prediction."""

    setting: Setting
    even: Setting

    @cached_property
    def whole(self) -> sympy.Expr:
        return _derived(self.setting, "reaching")

    @cached_property
    def even_square(self) -> sympy.Expr:
        """The mean square of the even part."""
        return _derived(self.even, "reaching")

    @cached_property
    def sparse(self) -> sympy.Expr:
        """Where all blocks but `P_22 = u` and `K_11 = U` are zero."""
        return _derived(self.setting, "sparse")

    def at(self, product: Matrices) -> sympy.Expr:
        """The sparse loss at `uU`."""
        return substituted(self.sparse.subs(u, 1), {"U": product}, RULES)

    @property
    def rest(self) -> sympy.Expr:
        """The loss less the even part and less the sparse loss at `uU + p vᵀ`."""
        return sympy.expand(substituted(self.whole - self.even_square, {}, RULES) - self.at(U * u + p @ v.T))

    @property
    def even_without(self) -> sympy.Expr:
        """The even part where p and v are zero."""
        return substituted(self.even_square, {"p": p * 0, "v": v * 0})

    def without_effect(self, statement: tuple[str, ...]) -> Answer:
        """Whether these blocks, and no others, do not change the loss at any parameters."""
        return without_effect(self.setting, statement)


def without_effect(setting: Setting, statement: tuple[str, ...]) -> Answer:
    """Whether the derived gradient by these blocks, and by no others, vanishes at all parameters."""
    found = tuple(sorted(name for name, terms in Derived(setting).gradient.items() if not terms))
    if tuple(sorted(statement)) == found:
        return Holds("the gradient by these blocks has no term")
    return Fails(f"the loss does not depend on {', '.join(found)}", f"blocks {', '.join(statement)}")


def _derived(setting: Setting, family: str) -> sympy.Expr:
    return in_traces(Derived(setting).on(setting.families[family]).terms, LETTERS)


FLAT, SKEWED = Layer(ISOTROPIC, ISOTROPIC_EVEN), Layer(CORRELATED, CORRELATED_EVEN)
