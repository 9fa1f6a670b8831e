"""The gradient flow of a model from a point of a family on which it stays, as a system for the letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from symbolic.core.expressions import Expression, Variable, opened
from symbolic.core.rules.derivatives import along_field
from symbolic.core.rules.facts import flow_on_family
from symbolic.core.rules.logic import assume, conjoin, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    System,
    cell,
    conjunction,
    equal,
    for_all,
    integers_between,
    member,
    real,
)
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.goals.stated import ENTRY
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import at, modulo, under

τ = real("τ")
TIME = member(τ, NONNEGATIVE)

Settle = Callable[[Expression, Theorem], Theorem]
"""From what is to be shown of an entry of a gradient, and what is derived of it, to the proof."""


@dataclass(frozen=True)
class FlowOnFamily:
    """A model on a family, and the system that its letters follow from a start."""

    model: ModelOnFamily
    system: System

    @cached_property
    def start(self) -> tuple[Expression, ...]:
        """Sizes, data and blocks at the start."""
        return (*self.model.stated.given, *self.model.stated.blocks_at(*self.system.start))

    @property
    def exists(self) -> Expression:
        """There is one gradient flow."""
        return self.model.stated.model.flows(*self.start)

    @property
    def stays(self) -> Expression:
        """All entries of all blocks are at all times what they are on the family, at the letters then."""
        blocks = (self._followed(block) for block in self.model.stated.setting.blocks)
        return for_all(τ, NONNEGATIVE, conjunction(*blocks))

    def _followed(self, block: str) -> Expression:
        trained = cell(self.model.stated.model.trajectory(block, *self.start, τ), *ENTRY)
        return self._at_entries(block, equal(trained, self._value(block)))

    def _value(self, block: str) -> Expression:
        (body,) = parts(self._function(block), "abstraction")
        return opened(body, (*self.system.at(τ), *ENTRY))

    def _function(self, block: str) -> Expression:
        return self.model.stated.functions[tuple(self.model.stated.setting.blocks).index(block)]

    def _at_entries(self, block: str, formula: Expression) -> Expression:
        for membership in reversed(self.places(block)):
            variable, domain = parts(membership, "member")
            assert isinstance(variable, Variable)
            formula = for_all(variable, domain, formula)
        return formula

    def places(self, block: str) -> tuple[Expression, ...]:
        """Row and column of an entry of a block."""
        sides = zip(ENTRY, self.model.stated.shape(block), strict=True)
        return tuple(member(place, integers_between(1, length)) for place, length in sides)

    def theorem(
        self,
        existence: Theorem,
        known: Facts = (),
        equations: Facts = (),
        settle: Settle | None = None,
        given: Facts = (),
    ) -> Theorem:
        """Both, from the existence of a solution of the system; of all data, unless some are given.

        `known` tells that divisors in the slopes and in the system are not 0, equations what stands in the system is.
        `settle` proves of an entry of a gradient what is needed, from what is derived, where that is no identity.
        """
        by_identity = self._identity(known, equations)
        blocks = self.model.stated.setting.blocks
        slopes = tuple(self._slope(block, settle or by_identity, given) for block in blocks)
        return self.from_slopes(existence, slopes, given)

    def from_slopes(
        self, existence: Theorem, slopes: tuple[Theorem, ...], given: Facts = (), matrices: Facts = ()
    ) -> Theorem:
        """Both, from what the gradient by each block is, opposite to the velocity; all data, unless some are given.

        `matrices` are memberships of the matrices of the family.
        """
        stated = self.model.stated
        regular = self.model.regular_at(*self.system.start, *matrices, given=given)
        found = flow_on_family(self.exists, stated.functions, regular, existence, slopes)
        now = at(part(1, found), assume(TIME))
        entries = (self._same(part(n, now), block) for n, block in enumerate(stated.setting.blocks))
        return conjoin(part(0, found), under(conjoin(*entries), TIME))

    def _same(self, followed: Theorem, block: str) -> Theorem:
        """An entry along the system, as it is stated."""
        places = self.places(block)
        here = at(followed, *map(assume, places))
        left, _ = parts(here.conclusion, "equal")
        return under(modulo(equal(left, self._value(block)), (here,)), *places)

    def _identity(self, known: Facts, equations: Facts) -> Settle:
        return lambda goal, entry: modulo(goal, (entry, *equations), (*self.model.facts, *known))

    def _slope(self, block: str, settle: Settle, given: Facts) -> Theorem:
        """The gradient by a block is opposite to the velocity of the family, at all points and entries."""
        derived = self.model.slopes(block, given)
        places = self.places(block)
        entry = at(derived, *map(assume, (*self.model.point, *places)))
        left, _ = parts(entry.conclusion, "equal")
        letters = self.model.stated.letters
        velocity = along_field(self.model.stated.values(block), letters, self.system.velocities)
        return under(settle(equal(left, -velocity), entry), *self.model.point, *places)
