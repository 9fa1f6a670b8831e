"""A model at an explicit covariance, and its point that predicts from the first covariate alone."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from symbolic.core.expressions import Expression, Node, Variable, bound, opened, written
from symbolic.core.rules.logic import parts
from symbolic.core.vocabulary import (
    Number,
    at_most,
    cell,
    conjunction,
    equal,
    indicator,
    integers_between,
    matrices,
    matrix,
    member,
    multiple,
    real,
    zeros,
)
from symbolic.goals.engine import declared
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.goals.stated import Stated
from symbolic.tactics.steps import quantified
from symbolic.tactics.written_cells import WrittenCells

KEY, FAMILY = "zhang2024", "reaching"
ANYWHERE = ModelAnywhere(KEY)
j, k, ε = map(real, ("j", "k", "ε"))
ROW, SCALAR, SQUARE, COLUMN = REACHED = 2, 3, 4, 6
"""Places of the blocks that the prediction depends on: p, u, U and v."""


def through(values: tuple[Fraction, ...], place: Expression) -> Expression:
    """The polynomial that has these values at 1, 2, …"""
    coefficients = [Fraction(0)] * len(values)
    for n, value in enumerate(values):
        product_ = [value]
        for other in (m + 1 for m in range(len(values)) if m != n):
            ahead, behind = [Fraction(0), *product_], [*product_, Fraction(0)]
            product_ = [(x - other * y) / (n + 1 - other) for x, y in zip(ahead, behind, strict=True)]
        coefficients = [x + y for x, y in zip(coefficients, product_, strict=True)]
    powers = (written(1), place, *(place**n for n in range(2, len(values))))
    summands = [c if x == 1 else x * c for x, c in zip(coefficients, powers, strict=True) if x]
    first, *others = (written(coefficients[0]), *summands[1:]) if coefficients[0] else summands
    return Node("add", (first, *others)) if others else first


@dataclass(frozen=True)
class FirstCovariate:
    """The eigenvalues of a diagonal covariance, the largest first, and the length of the prompt."""

    eigenvalues: tuple[Fraction, ...]
    length: int

    @property
    def size(self) -> int:
        """d."""
        return len(self.eigenvalues)

    @cached_property
    def covariance(self) -> Node:
        """Λ."""
        return self._diagonal(self.eigenvalues)

    def _diagonal(self, values: tuple[Fraction, ...]) -> Node:
        return matrix(j, k, (self.size, self.size), indicator(equal(j, k)) * through(values, j))

    @property
    def gamma(self) -> tuple[Fraction, ...]:
        """The eigenvalues of Γ."""
        n, whole = Fraction(1, self.length), sum(self.eigenvalues, Fraction(0))
        return tuple((1 + n) * each + n * whole for each in self.eigenvalues)

    @cached_property
    def stated(self) -> Stated:
        """The setting on the family of all that the prediction depends on."""
        return Stated(declared(KEY), FAMILY)

    @property
    def data(self) -> tuple[Expression, ...]:
        """d, N and Λ."""
        return written(self.size), written(self.length), self.covariance

    @property
    def point(self) -> tuple[Expression, ...]:
        """u, p, U and v: `p = e`, `v = e/γ` for the first axis e, and nothing else."""
        axis = matrix(j, k, (1, self.size), indicator(equal(k, 1)))
        return written(0), axis, zeros(self.size, self.size), multiple(1 / self.gamma[0], axis)

    @property
    def trained(self) -> tuple[Expression, ...]:
        """u, p, U and v where `u = 1`, `U = Γ⁻¹`."""
        none = zeros(1, self.size)
        return written(1), none, self._diagonal(tuple(1 / each for each in self.gamma)), none

    def blocks(self, point: tuple[Expression, ...]) -> tuple[Expression, ...]:
        """All blocks at a point of the family."""
        return tuple(self._at(block, point) for block in self.stated.blocks)

    def _at(self, expression: Expression, point: tuple[Expression, ...]) -> Expression:
        places = (parts(each, "member")[0] for each in self.stated.domains)
        letters = tuple(each for each in places if isinstance(each, Variable))
        return opened(bound(expression, letters), (*self.data, *point))

    def loss(self, *blocks: Expression) -> Node:
        """The loss at all blocks."""
        return self.stated.model.loss(*self.data, *blocks)

    def gradient(self, block: str) -> Node:
        """The gradient by a block at the point."""
        return self.stated.model.gradient(block, *self.data, *self.blocks(self.point))

    @cached_property
    def cells(self) -> WrittenCells:
        """Entries of words of explicit matrices, worked out once."""
        return WrittenCells(())

    @property
    def critical(self) -> Node:
        """The gradient by every block vanishes there."""
        return conjunction(*(self._vanishing(block) for block in self.stated.setting.blocks))

    def _vanishing(self, block: str) -> Expression:
        sides = (self._at(side, self.point) for side in self.stated.shape(block))
        places = (member(each, integers_between(1, side)) for each, side in zip((j, k), sides, strict=True))
        return quantified(equal(cell(self.gradient(block), j, k), 0), *places)

    @property
    def shapes(self) -> tuple[Node, ...]:
        """That all blocks have their shapes."""
        names, letters = self.stated.setting.blocks, self.stated.any_blocks
        sides = ((self._at(side, self.point) for side in self.stated.shape(name)) for name in names)
        return tuple(member(letter, matrices(*each)) for letter, each in zip(letters, sides, strict=True))

    def near(self, distance: Number = ε, blocks: tuple[Expression, ...] | None = None) -> Node:
        """No entry of the blocks that the prediction depends on is farther from that of the point."""
        centre, others = self.blocks(self.point), blocks or self.stated.any_blocks
        return conjunction(*(self._near(others[n], centre[n], distance) for n in REACHED))

    def _near(self, block: Expression, centre: Expression, distance: Number) -> Expression:
        rows, columns, body = parts(centre, "matrix")
        middle, entry = opened(body, (j, k)), cell(block, j, k)
        apart = entry if middle in (written(0), cell(zeros(rows, columns), j, k)) else entry - middle
        places = (member(each, integers_between(1, side)) for each, side in ((j, rows), (k, columns)))
        return quantified(at_most(apart**2, distance**2), *places)
