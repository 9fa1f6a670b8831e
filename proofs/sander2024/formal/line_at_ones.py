"""The loss on the line at the start of ones, `A_32 = aI`, `B_12 = bI`: where it is least, and what stays there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

from proofs.sander2024.formal.starts_of_ones import SIZE, T, at_ones, loss
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import Number, equal, implies, integers_from, less, member, real
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.parabolas import Parabola, completed
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, quantified, under

a, b, a1, b1 = map(real, ("a", "b", "a1", "b1"))


@dataclass(frozen=True)
class LineAtOnes:
    """A model whose loss there is `E − 2 D ab + C (ab)²` for lengths from some number on.

    Given are E, D, C, each as a term in d and T.
    """

    key: str
    least_length: int
    zero: Expression
    aligned: Expression
    curved: Expression
    equations: Callable[[], Facts] = lambda: ()
    """What sums in these are as polynomials in T."""

    @cached_property
    def model(self) -> ModelOnFamily:
        """The model."""
        return ModelOnFamily(self.key, "line")

    @property
    def length(self) -> Expression:
        """The membership of T."""
        return member(T, integers_from(self.least_length))

    @cached_property
    def facts(self) -> Facts:
        """What the sizes are."""
        return assumed(SIZE, self.length)

    def loss(self, a: Number, b: Number) -> Expression:
        """The loss at a point of the line."""
        return loss(self.model, a, b)

    def least(self, product: Expression) -> Parabola:
        """That it is least just where ab is a product."""
        return Parabola.in_two(self.loss, (a, b), (a1, b1), product)

    def share(self, product: Expression, value: Expression) -> Expression:
        """That, where ab is this product, some part of the loss of predicting 0 is left."""
        left = equal(self.loss(a, b) / self.loss(0, 0), value)
        return quantified(implies(equal(a * b, product), left), *self.model.point)

    def value(self, product: Expression) -> Expression:
        """The loss as a parabola."""
        return self.zero - 2 * self.aligned * product + self.curved * product**2

    def on_line(self, known: Facts) -> Theorem:
        """`∀a ∀b`: the loss is the parabola at ab; `known` tells that divisors are not 0."""
        return _on_line(self, known)

    def around(self, product: Expression, known: Facts) -> Theorem:
        """`∀a ∀b`: it around its best product."""
        return _around(self, product, known)

    def least_just_there(self, product: Expression, known: Facts) -> Theorem:
        """What `least` says, from `0 < C`, among what is known."""
        curved = next(fact for fact in known if fact.conclusion == less(0, self.curved))
        return self.least(product).theorem(self.around(product, known), curved, known)

    def loss_of_zero(self, known: Facts) -> Theorem:
        """`0 < L(0, 0)`, from `0 < E`, among what is known."""
        nothing = at(self.on_line(known), 0, 0)
        zero = next(fact for fact in known if fact.conclusion == less(0, self.zero))
        return signed(less(0, self.loss(0, 0)), (nothing, *known), products=((zero,),))

    def share_left(self, product: Expression, value: Expression, known: Facts) -> Theorem:
        """What `share` says."""
        best, of_zero = assume(equal(a * b, product)), self.loss(0, 0)
        around, nothing = at(self.around(product, known), a, b), at(self.on_line(known), 0, 0)
        factors = 1 / of_zero, -value / of_zero, self.curved * (a * b - product) / of_zero
        using = tuple(zip((around, nothing, best), factors, strict=True))
        divisors = (*known, self.loss_of_zero(known))
        return under(identity(self.loss(a, b) / of_zero, value, divisors, using), *self.model.point, best.conclusion)


@cache
def _on_line(line: LineAtOnes, known: Facts) -> Theorem:
    here = at_ones(line.model, line.value(a * b), a, b, facts=known, equations=line.equations())
    return under(here, *line.model.point)


@cache
def _around(line: LineAtOnes, product: Expression, known: Facts) -> Theorem:
    value = completed(line.zero - line.aligned**2 / line.curved, line.curved, a * b - product)
    here = at(line.on_line(known), a, b)
    return under(identity(line.loss(a, b), value, known, ((here, 1),)), *line.model.point)
