"""The loss of one layer of linear attention at all blocks: that of a step with a matrix, and of its even part.

What is written of the layers of several papers: the loss depends on the last row `(p, u)` of the values and on the
first columns of keys and queries, U above v, alone; it is the loss of one step with `A = uU + pᵀv` plus the mean square
of the part of the prediction that is even in weights and noise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from proofs.mahankali2023.formal.even_part import even_not_negative
from symbolic.core.expressions import Expression, Node, Sort, Variable, nodes, opened, written
from symbolic.core.rules.logic import apply, assume, parts
from symbolic.core.rules.matrix_algebra import trace_of_identity, traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    at_most,
    cell,
    conjunction,
    equal,
    equal_matrices,
    identity_matrix,
    implies,
    integers_from,
    matrices,
    member,
    multiple,
    product,
    semidefinite,
    sum_of_matrices,
    symmetric,
    trace,
    transpose,
    zeros,
)
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, modulo, proved, quantified, swapped, under
from symbolic.tactics.whole_matrices.matrix_letters import divisors, known_letters, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import as_number
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.weighted_squares import identity_is_semidefinite, weighted
from symbolic.tactics.whole_matrices.word_equations import of_words

ONE, ZERO, UNIT = identity_matrix(1), written(0), written(1)

Scalar = tuple[Expression, Expression, Expression]
"""A number c and symmetric matrices Y and Z."""

UNREACHED = (0, 1, 5, 7)
"""Blocks that the prediction does not depend on: the first rows of the values, the last columns of keys and queries."""

ROW, NUMBER, SQUARE, COLUMN = 2, 3, 4, 6
"""The others: p, u, U and v."""


@dataclass(frozen=True)
class Design:
    """What covariates and weights are: covariances Λ and V with `tr VΛ` and `tr VΛVΛ`, the variances of the noise.

    That of the samples' labels, and that of the query's, which is part of the target. What is predicted is the sum over
    the samples times the scale.
    """

    samples: Number
    spread: Expression
    weights: Expression
    trace: Expression
    square: Expression
    noise: Expression = ZERO
    own: Expression = ZERO
    scale: Expression = UNIT

    def of_step(self, of: Expression) -> Expression:
        """The loss of the step `Σ y xᵀ A q` times the scale."""
        N, Λ, V, s = self.samples, self.spread, self.weights, self.scale
        squares = (N**2 + N) * weighted(of, product(Λ, V, Λ), Λ) + N * (self.trace + self.noise) * weighted(of, Λ, Λ)
        return self.own + self.trace - 2 * N * s * trace(product(of, Λ, V, Λ)) + s**2 * squares

    @property
    def scalars(self) -> tuple[Scalar, ...]:
        """`(c, Y, Z)` for `c tr(AᵀYAZ)` in it."""
        N, Λ, V, s = self.samples, self.spread, self.weights, self.scale
        first = s**2 * (N**2 + N), product(Λ, V, Λ), Λ
        return first, (s**2 * N * (self.trace + self.noise), Λ, Λ)


@dataclass(frozen=True)
class Layer:
    """A layer and its even part, by models with the same blocks, and what sizes, matrices and numbers they are about.

    Known is what follows from that, such as the sign of a divisor, and what is supposed of them.
    """

    model: ModelAnywhere
    part: ModelAnywhere
    design: Design
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
        goal, places = self.alike(), []
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
    def split(self) -> Theorem:
        """The loss is that of the step, and the mean square of the even part."""
        whole, part = derived(self.model, self.loss(), self.facts), derived(self.part, self.even(), self.facts)
        of_step = self.design.of_step(self.step)
        sides = equal(value_of(whole), of_step + value_of(part))
        p, _, _, v = self.reached()
        words = [(product(p, Y, transpose(p)), product(v, Z, transpose(v)), c) for c, Y, Z in self.design.scalars]
        numbers = tuple(as_number(each, self.facts) for each, _, _ in words)
        taken = tuple((n, -c, ONE, behind) for n, (_, behind, c) in enumerate(words))
        around = (*(each for inner in words for each in inner[:2]), *inside(sides))
        known = divisors(self.facts, sides)
        same = traces(sides, numbers, taken, known_letters(self.facts, *around), known)
        using = (whole, 1), (part, -1), (same, 1)
        return identity(self.loss(), of_step + self.even(), self.facts, using)

    @cached_property
    def even_sign(self) -> Theorem:
        """The mean square of the even part is not negative."""
        design, (p, u, square, v) = self.design, self.reached()
        row, matrix = (multiple(design.scale, each) for each in (v, square))
        sizes = (belonging(each, integers_from(1), self.facts) for each in (self.size, design.samples))
        spreads = (
            self._spread(design.spread),
            proved(member(design.weights, symmetric(self.size)), self.facts, of_words),
        )
        shapes = (shaped(each, self.facts) for each in (p, row, matrix))
        numbers = u, design.trace + design.noise, design.square
        supposed = at(even_not_negative(), *sizes, *spreads, *shapes, *numbers)
        found = apply(supposed, self._square(parts(supposed.conclusion, "implies")[0]))
        part = derived(self.part, self.even(), self.facts)
        sides = equal(parts(found.conclusion, "at_most")[1], value_of(part))
        same = traces(sides, (), (), known_letters(self.facts, *inside(sides)), divisors(self.facts, sides))
        return signed(at_most(0, self.even()), (part, same, found, *self.known))

    def _spread(self, spread: Expression) -> Theorem:
        """That the covariance of covariates is semidefinite."""
        goal = member(spread, semidefinite(self.size))
        known = [fact for fact in self.facts if fact.conclusion == goal]
        return known[0] if known else identity_is_semidefinite(self.size, self.facts)

    def _square(self, goal: Expression) -> Theorem:
        """`tr VΛVΛ` as it is called."""
        found, value = parts(goal, "equal")
        if found == self.size:
            one = trace(identity_matrix(self.size))
            same = traces(equal(one, value), (), (), known_letters(self.facts, *inside(goal)), ())
            return modulo(goal, (swapped(same), self.of_identity))
        return traces(goal, (), (), known_letters(self.facts, *inside(goal)), ())

    @cached_property
    def of_identity(self) -> Theorem:
        """`tr I = d`."""
        return trace_of_identity(belonging(self.size, integers_from(0), self.facts))


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
