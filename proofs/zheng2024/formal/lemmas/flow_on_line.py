"""The gradient flow of a loss from the line, where the line moves by a system of two scalars."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from proofs.zheng2024.formal.on_line.line_flow import FACTS, PLACES, POINT, SIZES, given
from proofs.zheng2024.formal.on_line.line_formulas import a, a0, b, b0, d, j, k, of_each
from proofs.zheng2024.formal.on_line.trained_line import KEY_BLOCK, TIME, VALUE_BLOCK, τ
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.convergence import eventually
from symbolic.core.rules.entries import indicator_of_true
from symbolic.core.rules.facts import flow_on_family
from symbolic.core.rules.logic import assume, conjoin, discharge, part, parts, reflexive
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    Number,
    System,
    at_most,
    cell,
    conjunction,
    equal,
    for_all,
    indicator,
    integers_between,
    tends,
)
from symbolic.goals.engine import derived_regularity
from symbolic.goals.stated import Stated
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import at, belonging, modulo, quantified, under

LINE = KEY_BLOCK, VALUE_BLOCK


@dataclass(frozen=True)
class FlowOnLine:
    """A loss on the line, and the system by which its flow moves there from a and b at the start."""

    stated: Stated
    system: System

    @cached_property
    def start(self) -> tuple[Expression, ...]:
        """Sizes, law and blocks at the start."""
        return (*self.stated.given, *self.stated.blocks_at(a0, b0))

    @property
    def exists(self) -> Expression:
        """There is one gradient flow."""
        return self.stated.model.flows(*self.start)

    def trained(self, block: str, row: Number, column: Number) -> Expression:
        """An entry of a block at the time τ."""
        return cell(self.stated.model.trajectory(block, *self.start, τ), row, column)

    @property
    def product(self) -> Expression:
        """The product of the two scalars at the time τ."""
        return self.trained(KEY_BLOCK, 1, 1) * self.trained(VALUE_BLOCK, 1, 1)

    def scale(self, block: str) -> Expression:
        """What the entry `j, k` of a block is on the line, at the time τ."""
        return indicator(equal(j, k)) * self.trained(block, 1, 1) if block in LINE else written(0)

    @property
    def stays(self) -> Expression:
        """All blocks are on the line at all times."""
        blocks = (of_each(equal(self.trained(b, j, k), self.scale(b)), j, k) for b in self.stated.setting.blocks)
        return for_all(τ, NONNEGATIVE, conjunction(*blocks))

    def opposite(self, block: str) -> Expression:
        """An entry of the gradient by a block at the point `(a, b)` of the line is opposite to the system."""
        given_blocks = (*self.stated.given, *self.stated.blocks_at(a, b))
        velocities = dict(zip(LINE, self.system.velocities, strict=True))
        velocity = -(indicator(equal(j, k)) * velocities[block]) if block in LINE else written(0)
        return equal(cell(self.stated.model.gradient(block, *given_blocks), j, k), velocity)

    @property
    def moves(self) -> Expression:
        """On the line, minus the gradient by the entries of all blocks is the velocity of the system."""
        blocks = (of_each(self.opposite(block), j, k) for block in self.stated.setting.blocks)
        return quantified(conjunction(*blocks), *POINT)

    def moving(self, slopes: tuple[Theorem, ...], facts: Facts) -> Theorem:
        """The same from the gradients along the system, as `flow` has them."""

        def of_block(block: str, slope: Theorem) -> Theorem:
            here = at(slope, a, b, *map(assume, PLACES))
            left, right = parts(self.opposite(block), "equal")
            return under(identity(left, right, facts, ((here, 1),)), *PLACES)

        blocks = zip(self.stated.setting.blocks, slopes, strict=True)
        return under(conjoin(*(of_block(*each) for each in blocks)), *POINT)

    def flow(self, existence: Theorem, slopes: tuple[Theorem, ...]) -> Theorem:
        """There is one gradient flow, and it is the line along the system."""
        sizes = (given(membership) for membership in SIZES)
        regular = at(derived_regularity(self.stated.setting.key, self.stated.family), *sizes, a0, b0)
        return flow_on_family(self.exists, self.stated.functions, regular, existence, slopes)

    def followed(self, flow: Theorem, block: str, row: Theorem, column: Theorem) -> Theorem:
        """An entry of a block at the time τ, along the system."""
        now = at(part(1, flow), assume(TIME))
        return at(part(tuple(self.stated.setting.blocks).index(block), now), row, column)

    def first_entry(self, flow: Theorem, block: str) -> Theorem:
        """The first entry of a block at the time τ, along the system."""
        first = belonging(1, integers_between(1, d), FACTS)
        return self.followed(flow, block, first, first)

    def staying(self, flow: Theorem) -> Theorem:
        """All blocks are on the line at all times."""
        one = indicator_of_true(reflexive(written(1)))

        def block_stays(block: str) -> Theorem:
            here = self.followed(flow, block, *map(assume, PLACES))
            goal = equal(self.trained(block, j, k), self.scale(block))
            return under(modulo(goal, (here, self.first_entry(flow, block), one)), *PLACES)

        return under(conjoin(*map(block_stays, self.stated.setting.blocks)), TIME)

    def product_tends(self, flow: Theorem, limit: Theorem) -> Theorem:
        """The limit of the product, from that along the system."""
        one = indicator_of_true(reflexive(written(1)))
        scaled = Node("multiply", self.system.at(τ))
        entries = modulo(equal(scaled, self.product), (*(self.first_entry(flow, block) for block in LINE), one))
        later = under(discharge(at_most(0, τ), entries), TIME)
        value = parts(limit.conclusion, "tends")[2]
        return eventually(tends(τ, NONNEGATIVE, self.product, value), limit, later)
