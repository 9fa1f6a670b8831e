"""The fourth root of a positive number, where the flow from starts with `u = ‖U‖` tends."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from symbolic.core.expressions import Expression
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.logic import parts
from symbolic.core.rules.membership import belongs
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import POSITIVE, at_most, equal, less, member, negation, root
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import conjuncts, other_than_0


@dataclass(frozen=True)
class FourthRoot:
    """`√√T`, from `0 < T`."""

    positive: Theorem

    @property
    def of(self) -> Expression:
        """T."""
        return parts(self.positive.conclusion, "less")[1]

    @property
    def root(self) -> Expression:
        """`√√T`."""
        return root(root(self.of))

    @cached_property
    def roots(self) -> Facts:
        """`0 ≤ T`, `0 ≤ √T`, `√T² = T`, `0 ≤ √√T` and `√√T² = √T`."""
        size = signed(at_most(0, self.of), (self.positive,))
        one = conjuncts(square_root(size))
        return (size, *one, *conjuncts(square_root(one[0])))

    @cached_property
    def sign(self) -> Theorem:
        """`0 < √√T`."""
        _, *one, two, four = self.roots
        first = signed(less(0, root(self.of)), (*one, self.positive), degree=2)
        return signed(less(0, self.root), (two, four, first), degree=2)

    @property
    def within(self) -> Theorem:
        """`√√T ∈ (0, ∞)`."""
        return belongs(member(self.root, POSITIVE), self.sign)

    def solves(self, level: Theorem) -> Theorem:
        """`r⁴ − C r² = T` for this root r, from `C = 0`."""
        *_, squared, _, fourth = self.roots
        using = (level, -(self.root**2)), (fourth, self.root**2 + root(self.of)), (squared, 1)
        return identity(self.root**4 - parts(level.conclusion, "equal")[0] * self.root**2, self.of, using=using)

    def meaningful(self, formula: Expression) -> Theorem | None:
        """A solver: that radicands are not negative, and that the root is not 0."""
        if formula == negation(equal(self.root, 0)):
            return other_than_0(self.sign)
        return next((fact for fact in self.roots if fact.conclusion == formula), None)
