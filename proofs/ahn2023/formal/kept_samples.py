"""The least loss of one layer whose samples are kept with some probability, for every covariance of the covariates."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from proofs.mahankali2023.formal.best_layers import BestLayer
from proofs.mahankali2023.formal.designs import DesignedLayer
from proofs.mahankali2023.formal.layers import inside
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import assume, cases, contradict, parts
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    at_most,
    conjunction,
    equal,
    equal_matrices,
    exists,
    identity_matrix,
    implies,
    integers_from,
    less,
    matrices,
    matrix_letter,
    member,
    multiple,
    negation,
    product,
    real,
    semidefinite,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import assumed, conjuncts, quantified, whichever
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.definite_matrices import inverse_of_definite
from symbolic.tactics.whole_matrices.definite_sums import sum_is_definite
from symbolic.tactics.whole_matrices.matrix_letters import by_words, divisors, known_letters
from symbolic.tactics.whole_matrices.roots_and_inverses import of_root, with_root
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.weighted_squares import (
    identity_is_definite,
    identity_is_semidefinite,
    weighted,
    weighted_sign,
)

d, n = map(real, ("d", "n"))
Σ, R, B = map(matrix_letter, ("Σ", "R", "B"))
SIZES = tuple(member(size, integers_from(1)) for size in (d, n))
ONE = identity_matrix(d)
DATA = (*SIZES, member(Σ, semidefinite(d)))
GIVEN = member(R, matrices(d, d))
MANY = signed(less(0, n), assumed(*SIZES))
NOT_ZERO = negation(equal_matrices(Σ, zeros(d, d)))


@dataclass(frozen=True)
class KeptSamples:
    """A layer, the number with which Γ grows with Σ, that this is positive, and how probable it is to keep a sample.

    `Γ = g Σ + (tr Σ)/n I`, and the loss is `k tr(DᵀΓΣDΣ)` above the least one with `D = A + Γ⁻¹`.
    """

    layer: DesignedLayer
    growth: Expression
    grown: Theorem
    kept: Fraction = Fraction(1)

    @cached_property
    def gamma(self) -> Node:
        """Γ."""
        return sum_of_matrices(multiple(self.growth, Σ), multiple(trace(Σ) / n, ONE))

    @cached_property
    def inverse(self) -> Node:
        """`R = Γ⁻¹`."""
        return conjunction(equal_matrices(product(self.gamma, R), ONE), equal_matrices(product(R, self.gamma), ONE))

    @property
    def exists(self) -> Node:
        """There is such an R."""
        return exists(R, matrices(d, d), self.inverse)

    @property
    def solvable(self) -> Expression:
        """Γ has an inverse, unless all covariates are 0."""
        return quantified(implies(NOT_ZERO, self.exists), *DATA)

    @cached_property
    def least(self) -> Expression:
        """`tr Σ − k tr(Γ⁻¹Σ²)`."""
        return trace(Σ) - self._part(trace(product(R, Σ, Σ)))

    @cached_property
    def off(self) -> Node:
        """`A + Γ⁻¹`."""
        return sum_of_matrices(self.layer.step, R)

    def _part(self, number: Expression) -> Expression:
        return number if self.kept == 1 else self.kept * number

    def gap(self, of: Expression) -> Expression:
        """`k tr(DᵀΓΣDΣ)` with `D = A + Γ⁻¹`: the squared norm of `(ΓΣ)^½ D Σ^½`, times k."""
        return self._part(weighted(sum_of_matrices(of, R), product(self.gamma, Σ), Σ))

    def best(self, least: Expression | None = None, at: Number = -1) -> BestLayer:
        """The layer with what is stated of it."""
        return BestLayer(self.layer, self.least if least is None else least, self.gap, multiple(at, R))

    def of_step(self) -> Theorem:
        """The loss of a step with A is the least one, and the gap."""
        A, facts, k = self.layer.step, self.layer.facts, self.kept
        sides = equal(self.layer.design.of_step(A), self.least + self.gap(A))
        inverse = conjuncts(assume(self.inverse))[:1]
        taken = (
            (0, written(-2 * k), product(transpose(A), Σ), Σ),
            (0, written(-k), product(transpose(R), Σ), Σ),
        )
        return traces(sides, inverse, taken, known_letters(facts, *inside(sides), ONE), divisors(facts, sides))

    def parts_of_gap(self) -> tuple[Theorem, Facts, tuple[Facts, Facts]]:
        """The gap is k times `g tr((ΣD)ᵀΣDΣ)` and `tr Σ / n` times `tr(DᵀΣDΣ)`; signs of these, and products."""
        facts, off = self.layer.facts, self.off
        known, one = assume(DATA[2]), identity_is_semidefinite(d, facts)
        first = weighted_sign(product(Σ, off), one, known, facts)
        second, wide = weighted_sign(off, known, known, facts), weighted_sign(ONE, known, one, facts)
        of_first, of_second, of_wide = (parts(each.conclusion, "at_most")[1] for each in (first, second, wide))
        sides = equal(
            self.gap(self.layer.step), self._part(self.growth * of_first) + self._part(of_wide * of_second / n)
        )
        same = traces(sides, (), (), known_letters(facts, *inside(sides)), divisors(facts, sides))
        small = positive(1 / n, (MANY,))
        return same, (MANY, self.grown, small, first, second, wide), ((self.grown, first), (small, wide, second))

    def gap_sign(self) -> Theorem:
        """The gap is not negative."""
        same, signs, products = self.parts_of_gap()
        return signed(at_most(0, self.gap(self.layer.step)), (same, *signs), products=products)

    def has_trace(self) -> Theorem:
        """`0 < tr Σ`, where Σ is not 0: it is the sum of the squares of a root."""
        place, root = of_root(Σ, d, B)
        facts, goal_ = (*self.layer.facts, assume(place)), less(0, trace(Σ))
        squares = traces(
            equal(norm(B), trace(Σ)), (assume(root),), ((0, written(1), ONE, ONE),), known_letters(facts, Σ, B, ONE), ()
        )

        def none(case: Facts) -> Theorem:
            gone = zero_matrix(B, signed(at_most(norm(B), 0), (squares, *case)), facts)
            nothing = by_words(
                equal_matrices(Σ, zeros(d, d)), facts, (assume(root), -1, None, None), (gone, 1, B, None)
            )
            return cases(goal_, contradict(nothing, assume(NOT_ZERO)))

        def some(case: Facts) -> Theorem:
            return case[0]

        found = whichever(goal_, trichotomy(trace(Σ), written(0)), none, none, some)
        return with_root(assume(DATA[2]), B, found)

    def gamma_has_inverse(self) -> Theorem:
        """Γ has an inverse, where Σ is not 0."""
        share = positive(1 / n, (MANY,))
        spread = signed(less(0, trace(Σ) / n), (MANY, share, self.has_trace()), products=((share, self.has_trace()),))
        one, facts = identity_is_definite(d, self.layer.facts), self.layer.facts
        return inverse_of_definite(sum_is_definite(self.gamma, (one, spread), (assume(DATA[2]), self.grown), facts))
