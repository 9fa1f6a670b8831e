"""A step from learned weights on sequences of a uniform orthogonal W: after 2 and 3 elements, its loss and least."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from proofs.vonoswald2023b.formal.learned_steps import LearnedStep, η
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    conjunction,
    difference,
    equal_matrices,
    identity_matrix,
    integers_from,
    less,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    sum_of_matrices,
    transpose,
)
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import assumed, proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import of_matrices
from symbolic.tactics.whole_matrices.word_equations import of_words

d, n, m, ω, ζ = map(real, ("d", "n", "m", "ω", "ζ"))
X, W, q = map(matrix_letter, ("X", "W", "q"))
SHAPES = (
    *(member(size, integers_from(1)) for size in (n, m)),
    *(member(X, matrices(n, m)), member(W, matrices(n, n)), member(q, matrices(n, 1))),
    *(member(ω, REALS), member(ζ, REALS)),
)


def missed() -> Expression:
    """What the layer misses of `W q`, its keys being X and its values W X, is `(W − ω)(ζ X Xᵀ − 1) q`."""
    one, gram = identity_matrix(n), product(X, transpose(X))
    error = product(difference(product(W, X), multiple(ω, X)), transpose(X))
    predicted = product(sum_of_matrices(multiple(ω, one), multiple(ζ, error)), q)
    turned = product(difference(W, multiple(ω, one)), difference(multiple(ζ, gram), one), q)
    return quantified(equal_matrices(difference(predicted, product(W, q)), turned), *SHAPES)


@dataclass(frozen=True)
class AfterElements:
    """So many elements: from which dimension on the loss is stated, with its bracket, its least value, and what stays.

    The least value is `above/(2 below)`.
    """

    length: int
    first: int
    step: LearnedStep
    stays: Expression
    above: Expression
    below: Expression

    @cached_property
    def model(self) -> ModelOnFamily:
        """The model at this length, in these dimensions."""
        return model(self.length, self.first)

    @property
    def size(self) -> Expression:
        """The dimensions."""
        return member(d, integers_from(self.first))

    def says(self, step: LearnedStep | None = None, stays: Expression | None = None) -> Expression:
        """The loss, where it is least, and what stays there; with others in the place of these."""
        said = step or self.step
        found = conjunction(said.value, said.minimiser, said.share(stays or self.stays))
        return quantified(found, self.size)

    @cached_property
    def signs(self) -> Facts:
        """The least value and the curvature are positive, and so is what is divided by."""
        facts = assumed(self.size)
        wide = facts[-1]
        ahead = tuple(signed(less(0, d + n), facts) for n in (0, 2, 4, 6))
        products = (wide, wide, wide), (wide, wide), (wide, wide, ahead[0])
        top, bottom = (signed(less(0, each), (*facts, *ahead), products=products) for each in (self.above, self.below))
        least, curved = (positive(each, (top, bottom, *ahead)) for each in (self.step.least, self.step.curvature))
        return least, curved, *ahead, bottom

    def theorem(self) -> Theorem:
        """It."""
        return under(self.step.theorem(self.stays, self.model.derived, self.signs), self.size)

    def divisors(self) -> Facts:
        """What is divided by is positive."""
        return *self.signs, self.step.divisor(self.model.derived, self.signs)


def model(length: int, first: int) -> ModelOnFamily:
    """The layer after so many elements, from some dimension on."""
    return ModelOnFamily("vonoswald2023b-orthogonal", "step", (("t", length),), first)


HALF = Fraction(1, 2)
CURVED = (d + 4) * (d + 6)
TWO = AfterElements(
    2,
    1,
    LearnedStep(
        model(2, 1).loss,
        d / 2 - η * (d + 2) + η**2 * (d + 2) * (d + 4) / 2,
        HALF * (d**2 + 3 * d - 2) / (d + 4),
        HALF * (d + 2) * (d + 4),
        1 / (d + 4),
    ),
    1 - (d + 2) / (d * (d + 4)),
    d**2 + 3 * d - 2,
    d + 4,
)
THREE = AfterElements(
    3,
    2,
    LearnedStep(
        model(3, 2).loss,
        d / 2 - 2 * η * (d + 3) + η**2 * (d + 4) * (d + 6),
        HALF * (d * CURVED - 2 * (d + 3) ** 2) / CURVED,
        CURVED,
        (d + 3) / CURVED,
    ),
    1 - 2 * (d + 3) ** 2 / (d * (d + 4) * (d + 6)),
    d * CURVED - 2 * (d + 3) ** 2,
    CURVED,
)


def goal(two: Expression | None = None, three: Expression | None = None) -> Expression:
    """What the layer misses, whatever W is; and after 2 and 3 elements the loss, where it is least, and what stays."""
    return conjunction(missed(), two or TWO.says(), three or THREE.says())


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(proved(missed(), solve=of_words), TWO.theorem(), THREE.theorem())
    known = proved(defined(missed()), solve=of_matrices), *map(_defined, (TWO, THREE))

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        return next((each for each in known if each.conclusion == formula), None)

    return Proof(goal(), found, proved(defined(goal()), solve=solve))


def _defined(after: AfterElements) -> Theorem:
    return proved(defined(after.says()), solve=defined_on(after.model, divisors=lambda facts: after.divisors()))
