"""The gradient flow from a point of a linear family exists, and stays there where its velocities are tangent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from proofs.zheng2024.formal.on_line.line_formulas import KEY, d, j, k, μ
from proofs.zheng2024.formal.on_line.trained_line import BLOCKS
from symbolic.core.expressions import Expression, Variable, opened
from symbolic.core.rules.facts import descent_exists, family_kept
from symbolic.core.rules.logic import conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    cell,
    conjunction,
    equal,
    exists,
    for_all,
    integers_between,
    member,
    real,
)
from symbolic.goals.engine import derived_sign_anywhere
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import at, quantified, replaced, under, witnessed

τ = real("τ")
PLACES = member(j, integers_between(1, d)), member(k, integers_between(1, d))


@dataclass(frozen=True)
class KeptFamily:
    """A family that is linear in its letters, at a law of starts."""

    model: ModelOnFamily
    law: Expression

    @property
    def _given(self) -> tuple[Expression, ...]:
        stated = self.model.stated
        return tuple(replaced(each, μ, self.law) for each in (*stated.given, *stated.blocks))

    def gradient(self, block: str) -> Expression:
        """An entry of the gradient by a block, at a point of the family."""
        return cell(self.model.stated.model.gradient(block, *self._given), j, k)

    def trained(self, block: str) -> Expression:
        """An entry of a block at the time τ, along the gradient flow from a point of the family."""
        return cell(self.model.stated.model.trajectory(block, *self._given, τ), j, k)

    @property
    def flows(self) -> Expression:
        """There is one gradient flow from a point of the family."""
        return self.model.stated.model.flows(*self._given)

    def value(self, block: str, letters: tuple[Expression, ...]) -> Expression:
        """An entry of a block of the family."""
        return opened(parts(self.model.stated.functions[BLOCKS.index(block)], "abstraction")[0], (*letters, j, k))

    def somewhere(self, entries: Mapping[str, Expression]) -> Expression:
        """Entries of all blocks are those of a point of the family."""
        letters = tuple(Variable(f"{each.name}'", each.sort) for each in self.model.stated.letters)
        found: Expression = conjunction(
            *(quantified(equal(entry, self.value(block, letters)), *PLACES) for block, entry in entries.items())
        )
        for letter, membership in zip(reversed(letters), reversed(self.model.point), strict=True):
            found = exists(letter, parts(membership, "member")[1], found)
        return found

    def stays(self) -> Expression:
        """From every point of the family there is one gradient flow, and at all times it is in the family."""
        later = for_all(τ, NONNEGATIVE, self.somewhere({block: self.trained(block) for block in BLOCKS}))
        return quantified(conjunction(self.flows, later), *self.model.point)

    def tangent(self, letters: tuple[Expression, ...], entries: Facts, facts: Facts = ()) -> Theorem:
        """The gradient is of the family, from its entries and the letters that have these."""
        goal = self.somewhere({block: self.gradient(block) for block in BLOCKS})
        return under(witnessed(goal, conjoin(*entries), *letters, facts=facts), *self.model.point)

    def kept(self, tangent: Theorem, regular: Theorem, given: Facts, shapes: Facts = ()) -> Theorem:
        """It, where the gradient is of the family; given are sizes and law."""
        flows = descent_exists(regular, at(derived_sign_anywhere(KEY), *given))
        stated = self.model.stated
        functions = tuple(replaced(each, μ, self.law) for each in stated.functions)
        stays = family_kept(functions, stated.letters, flows, regular, tangent, *shapes)
        return under(conjoin(flows, stays), *self.model.point)
