"""One layer of linear attention on normal covariates with a covariance Λ and weights with a covariance V.

Its step has the loss that is written here, and the mean square of its even part is not negative.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from proofs.mahankali2023.formal.even_part import even_not_negative
from proofs.mahankali2023.formal.layers import Layer, derived, inside, value_of
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, parts
from symbolic.core.rules.logic import part as part_
from symbolic.core.rules.matrix_algebra import trace_of_identity, traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    at_most,
    equal,
    identity_matrix,
    integers_from,
    member,
    multiple,
    product,
    semidefinite,
    symmetric,
    trace,
    transpose,
)
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import at, belonging, modulo, proved, swapped
from symbolic.tactics.whole_matrices.matrix_letters import divisors, known_letters, shaped
from symbolic.tactics.whole_matrices.weighted_squares import identity_is_semidefinite, weighted
from symbolic.tactics.whole_matrices.word_equations import of_words

ZERO, UNIT = written(0), written(1)

Scalar = tuple[Expression, Expression, Expression]
"""A number c and symmetric matrices Y and Z."""


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


@dataclass(frozen=True, kw_only=True)
class DesignedLayer(Layer):
    """A layer on data of a design."""

    design: Design

    @property
    def ends(self) -> tuple[tuple[Expression, Expression, Expression], ...]:
        """Words x and y of one row and one column, and c, for `c tr(x y)` in the loss of the step."""
        p, _, _, v = self.reached()
        return tuple((product(p, Y, transpose(p)), product(v, Z, transpose(v)), c) for c, Y, Z in self.design.scalars)

    @cached_property
    def split(self) -> Theorem:
        """The loss is that of the step, as its design has it, and the mean square of the even part."""
        return self.split_by(self.design.of_step(self.step), *self.ends)

    @cached_property
    def even_sign(self) -> Theorem:
        """The mean square of the even part is not negative."""
        return self._even_signs[0]

    @cached_property
    def even_share(self) -> Theorem:
        """It is at least `2 N² θ u² (v Λ vᵀ)`, U and v being taken times the scale."""
        return self._even_signs[1]

    @cached_property
    def _even_signs(self) -> tuple[Theorem, Theorem]:
        design, (p, u, square, v) = self.design, self.reached()
        row, matrix = (multiple(design.scale, each) for each in (v, square))
        sizes = (belonging(each, integers_from(1), self.facts) for each in (self.size, design.samples))
        of_weights = proved(member(design.weights, symmetric(self.size)), self.facts, of_words)
        spreads = self._spread(design.spread), of_weights
        shapes = (shaped(each, self.facts) for each in (p, row, matrix))
        numbers = u, design.trace + design.noise, design.square
        supposed = at(even_not_negative(), *sizes, *spreads, *shapes, *numbers)
        both = apply(supposed, self._square(parts(supposed.conclusion, "implies")[0]))
        least, part = part_(1, both), derived(self.part, self.even(), self.facts)
        sides = equal(parts(least.conclusion, "at_most")[1], value_of(part))
        same = traces(sides, (), (), known_letters(self.facts, *inside(sides)), divisors(self.facts, sides))
        known = part, same, *self.known
        share = parts(least.conclusion, "at_most")[0]
        signs = (at_most(0, self.even()), part_(0, both)), (at_most(share, self.even()), least)
        first, second = (signed(goal, (*known, found)) for goal, found in signs)
        return first, second

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
