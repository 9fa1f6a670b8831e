"""The loss of one layer of linear attention at all blocks: that of a step with a matrix, and of its even part.

What is written of the layers of several papers: the loss depends on the last row `(p, u)` of the values and on the
first columns of keys and queries, U above v, alone; it is the loss of one step with `A = uU + pᵀv` plus the mean square
of the part of the prediction that is even in weights and noise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from symbolic.core.expressions import Expression, Node, Sort, Variable, nodes, opened
from symbolic.core.rules.logic import assume, parts
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    cell,
    conjunction,
    equal,
    equal_matrices,
    identity_matrix,
    implies,
    matrices,
    member,
    multiple,
    product,
    sum_of_matrices,
    transpose,
    zeros,
)
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import assumed, conjuncts, modulo, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import divisors, known_letters
from symbolic.tactics.whole_matrices.matrix_numbers import as_number
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

ONE = identity_matrix(1)

UNREACHED = (0, 1, 5, 7)
"""Blocks that the prediction does not depend on: the first rows of the values, the last columns of keys and queries."""

ROW, NUMBER, SQUARE, COLUMN = 2, 3, 4, 6
"""The others: p, u, U and v."""


@dataclass(frozen=True)
class Layer:
    """A layer and its even part, by models with the same blocks, and what sizes, matrices and numbers they are about.

    Known is what follows from that, such as the sign of a divisor, and what is supposed of them.
    """

    model: ModelAnywhere
    part: ModelAnywhere
    data: tuple[Expression, ...]
    known: Facts = ()

    @cached_property
    def given(self) -> tuple[Expression, ...]:
        """Sizes, matrices and numbers."""
        return tuple(parts(each, "member")[0] for each in self.data)

    @cached_property
    def blocks(self) -> tuple[Variable, ...]:
        """The blocks of values, of keys and queries."""
        return self.model.stated.any_blocks

    @cached_property
    def places(self) -> tuple[Node, ...]:
        """That they have their shapes."""
        return tuple(member(each, matrices(*shape)) for each, shape in zip(self.blocks, self._shapes, strict=True))

    @property
    def _shapes(self) -> tuple[tuple[Expression, Expression], ...]:
        return tuple(map(self.model.stated.shape, self.model.stated.setting.blocks))

    @property
    def size(self) -> Expression:
        """The dimension of covariates."""
        return self._shapes[0][0]

    @cached_property
    def facts(self) -> Facts:
        """What memberships of data and blocks say, and what else is known."""
        return (*(each for formula in (*self.data, *self.places) for each in assumed(formula)), *self.known)

    def reached(self) -> tuple[Expression, Expression, Expression, Expression]:
        """p, u, U and v, u as a number."""
        p, number, square, v = (self.blocks[n] for n in (ROW, NUMBER, SQUARE, COLUMN))
        return p, cell(number, 1, 1), square, v

    @property
    def step(self) -> Node:
        """`uU + pᵀv`."""
        p, u, square, v = self.reached()
        return sum_of_matrices(multiple(u, square), product(transpose(p), v))

    def loss(self, *blocks: Expression) -> Node:
        """The loss at blocks; at all of them, unless some are given."""
        return self.model.loss(*self.given, *(blocks or self.blocks))

    def even(self, *blocks: Expression) -> Node:
        """The mean square of the even part there."""
        return self.part.loss(*self.given, *(blocks or self.blocks))

    def sparse(self, square: Expression) -> tuple[Expression, ...]:
        """The blocks with `u = 1`, U and no others."""
        empty = {n: zeros(*shape) for n, shape in enumerate(self._shapes)}
        return tuple({**empty, NUMBER: identity_matrix(1), SQUARE: square}.values())

    def others(self) -> tuple[Variable, ...]:
        """More letters for blocks that the prediction does not depend on."""
        return tuple(Variable(f"{self.blocks[n].name}0", Sort.MATRIX) for n in UNREACHED)

    def alike(self) -> Expression:
        """The loss is the same whatever those blocks are."""
        other = dict(zip(UNREACHED, self.others(), strict=True))
        moved = tuple(other.get(n, block) for n, block in enumerate(self.blocks))
        places = (member(other[n], matrices(*self._shapes[n])) for n in UNREACHED)
        return quantified(equal(self.loss(), self.loss(*moved)), *places)

    def vanishing(self) -> Expression:
        """The even part is 0 where p and v are."""
        p, _, _, v = self.reached()
        nothing = zeros(1, self.size)
        return implies(conjunction(equal_matrices(p, nothing), equal_matrices(v, nothing)), equal(self.even(), 0))

    def is_alike(self) -> Theorem:
        """That."""
        goal, places = self.alike(), list[Node]()
        while isinstance(goal, Node) and goal.head == "for_all":
            number = len(places)
            places.append(member(self.others()[number], matrices(*self._shapes[UNREACHED[number]])))
            goal = _opened(goal, self.others()[number])
        left, right = parts(goal, "equal")
        known = (*self.facts, *map(assume, places))
        one, other = (derived(self.model, of, known) for of in (left, right))
        return under(modulo(goal, (one, other), self.known), *places)

    def vanishes(self) -> Theorem:
        """That."""
        premise, _ = parts(self.vanishing(), "implies")
        found = derived(self.part, self.even(), self.facts)
        gone = rewritten_traces(equal(value_of(found), 0), self.facts, conjuncts(assume(premise)))
        return under(identity(self.even(), 0, self.facts, ((found, 1), (gone, 1))), premise)

    @cached_property
    def even_sign(self) -> Theorem:
        """The mean square of the even part is not negative."""
        return self.part.not_negative(*self.given, *self.blocks, facts=self.facts)

    def split_by(self, of_step: Expression, *ends: tuple[Expression, Expression, Expression]) -> Theorem:
        """The loss is what that of the step is said to be, and the mean square of the even part.

        The ends are words x and y of one row and one column, and c, where `c tr(x y)` stands in the loss of the step.
        """
        whole, part = derived(self.model, self.loss(), self.facts), derived(self.part, self.even(), self.facts)
        sides = equal(value_of(whole), of_step + value_of(part))
        numbers = tuple(as_number(each, self.facts) for each, _, _ in ends)
        taken = tuple((n, -c, ONE, behind) for n, (_, behind, c) in enumerate(ends))
        around = (*(each for inner in ends for each in inner[:2]), *inside(sides))
        known = divisors(self.facts, sides)
        same = traces(sides, numbers, taken, known_letters(self.facts, *around), known)
        using = (whole, 1), (part, -1), (same, 1)
        return identity(self.loss(), of_step + self.even(), self.facts, using)


def _opened(goal: Expression, variable: Variable) -> Expression:
    return opened(parts(goal, "for_all")[1], (variable,))


def value_of(equation: Theorem) -> Expression:
    return parts(equation.conclusion, "equal")[1]


def inside(formula: Expression) -> Iterator[Expression]:
    return (node.parts[0] for node in nodes(formula) if node.head == "trace")


def derived(model: ModelAnywhere, of: Expression, facts: Facts) -> Theorem:
    """A loss as it is derived."""
    assert isinstance(of, Node)
    return model.derived(*of.parts[1:], facts=facts)
