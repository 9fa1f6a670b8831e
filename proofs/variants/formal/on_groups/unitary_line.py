"""W uniform among unitary matrices at one length: the loss on the line and the flow from it, in every dimension."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, reduce

from proofs.variants.formal.coordinate_sums import LAW
from proofs.variants.formal.on_groups.lengths_on_line import POINT, R4, R6, a, b, d
from proofs.variants.formal.on_groups.unitary_sums import least_of
from proofs.variants.formal.symmetric_line import K4, K6, K22, K42, K222, SymmetricLine
from proofs.variants.formal.symmetric_moments import not_negative, symmetries
from proofs.variants.formal.trained_line import STARTS, TrainedLine
from proofs.zheng2024.formal.lemmas.line_loss import S2
from proofs.zheng2024.formal.on_line.line_signs import SIGNAL, sixth_moment_positive
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import assume, conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import at_most, conjunction, equal, integers_from, less, member
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.evaluated import decided, equations
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import (
    assumed,
    indicated,
    modulo,
    quantified,
    replaced,
    rewritten,
    substituted,
    swapped,
    under,
)


def added(terms: list[Expression]) -> Expression:
    """Their sum."""
    return reduce(lambda one, other: one + other, terms)


def linear(n: int) -> Expression:
    """`p_n`."""
    return added([d + least_of(m) for m in range(1, n + 1)]) / (n * d * (d + 1))


def square(n: int) -> Expression:
    """`q_n`."""
    pairs = [(m, l - m) for l in range(1, n + 1) for m in range(1, l)]
    if not pairs:
        return linear(n) / n
    apart = added([d + least_of(m) + least_of(rest) for m, rest in pairs])
    return linear(n) / n + 4 * apart / (n**2 * d * (d + 1) * (d + 2))


@dataclass(frozen=True)
class UnitaryLine:
    """Sequences of one length in one dimension, or in all from some on where there is no number of it."""

    length: int
    number: int = 0
    first: int = 1

    @property
    def dimension(self) -> Expression:
        """The number, or d."""
        return written(self.number) if self.number else d

    @cached_property
    def model(self) -> ModelOnFamily:
        """The model in these dimensions."""
        number = (("d", self.number),) if self.number else ()
        return ModelOnFamily("variants-haar-unitary", "line", (*number, ("T", self.length)), self.first)

    @cached_property
    def everywhere(self) -> ModelOnFamily:
        """The model in all dimensions."""
        return replace(self, number=0, first=1).model

    @property
    def size(self) -> tuple[Expression, ...]:
        """The dimensions, where there is no number."""
        return () if self.number else (member(d, integers_from(self.first)),)

    def here(self, expression: Expression) -> Expression:
        """A formula or term about d, of the number."""
        return replaced(expression, d, self.dimension)

    @property
    def pairs(self) -> range:
        """How many pairs the prompts have."""
        return range(1, self.length - 1)

    @cached_property
    def _said(self) -> Expression:
        """What the loss is."""
        product = a * b
        each = [product**2 * R6 * square(n) - 2 * product * R4 * linear(n) + S2 for n in self.pairs]
        return equal(self.model.loss(a, b), self.here(added(each) / 2))

    @property
    def value(self) -> Expression:
        """For all laws and points of the line."""
        return quantified(self._said, LAW, *POINT)

    def value_theorem(self) -> Theorem:
        """It: sums over different coordinates are written out where there is a number."""
        derived = self.model.derived(a, b)
        goal = self._said
        sums = equations(*parts(derived.conclusion, "equal"), *parts(goal, "equal")) if self.number else ()
        return under(modulo(goal, (derived, *self.indicators, *sums), self.bottoms), *self.size, LAW, *POINT)

    @cached_property
    def facts(self) -> Facts:
        """What the dimensions are."""
        return assumed(*self.size)

    @cached_property
    def bottoms(self) -> Facts:
        """What p and q are divided by is positive, and so is `d − 1` where d is not 1."""
        below = (-1,) if self.first > 1 else ()
        return () if self.number else tuple(signed(less(0, d + n), self.facts) for n in (0, 1, 2, *below))

    @cached_property
    def indicators(self) -> Facts:
        """Which powers are at most d."""
        orders = (at_most(power, self.dimension) for power in self.pairs)
        return tuple(found for order in orders for found in indicated(self._compared(order)))

    def _compared(self, order: Expression) -> Theorem:
        return decided(order)[1] if self.number else signed(order, self.facts)

    @property
    def supposed(self) -> Expression:
        """That the law of the start has the symmetries."""
        return symmetries(self.dimension)

    @property
    def moves(self) -> Expression:
        """From all starts on the line there is one flow, and it stays on the line."""
        line = TrainedLine(self.everywhere)
        return self.here(quantified(conjunction(line.flows, line.stays), *STARTS))

    def flow_theorem(self) -> Theorem:
        """It, for symmetric laws."""
        line = SymmetricLine(
            TrainedLine(self.model),
            self._constants,
            self.facts,
            equations=self.indicators,
            divisors=self.bottoms,
            dimension=self.dimension,
        )
        return under(conjoin(*line.theorem(self._positive_constants)), *STARTS)

    @property
    def _sums(self) -> tuple[Expression, ...]:
        """`Σ p_n`, `Σ q_n`, and `E‖x‖⁴/d`, `E‖x‖⁶/d` of a symmetric start."""
        p, q = (added([each(n) for n in self.pairs]) for each in (linear, square))
        fourth = K4 + (d - 1) * K22
        sixth = K6 + 3 * ((d - 1) * K42) + (d - 1) * ((d - 2) * K222)
        return tuple(map(self.here, (p, q, fourth, sixth)))

    @property
    def _constants(self) -> tuple[Expression, Expression]:
        """The flow on the line moves by `b (c1 − c2 ab)` and `a (c1 − c2 ab)`."""
        p, q, fourth, sixth = self._sums
        return p * fourth, q * sixth

    @property
    def _positive_constants(self) -> tuple[Theorem, Theorem]:
        """They are, where `0 < E x_1⁴`."""
        _, _, fourth, sixth = self._sums
        pair, mixed, triple = (not_negative(*powers) for powers in ((2, 2), (4, 2), (2, 2, 2)))
        others = () if self.number else tuple(signed(at_most(0, d - n), self.facts) for n in (1, 2))
        products = ((others[0], pair), (others[0], mixed), (*others, triple)) if others else ()
        known = assume(SIGNAL), sixth_moment_positive(), pair, mixed, triple, *others
        moments = (signed(less(0, each), known, products=products) for each in (fourth, sixth))
        shares = (self._positive([each(n) for n in self.pairs]) for each in (linear, square))
        one, other = (
            positive(constant, (*signs, *self.bottoms))
            for constant, signs in zip(self._constants, zip(shares, moments, strict=True), strict=True)
        )
        return one, other

    def _positive(self, terms: list[Expression]) -> Theorem:
        """The sum of some p or q is positive."""
        each = tuple(map(self._one_positive, map(self.here, terms)))
        return signed(less(0, self.here(added(terms))), (*each, *self.bottoms))

    def _one_positive(self, term: Expression) -> Theorem:
        """One of them is, since numbers stand for indicators."""
        simple = substituted(term, *self.indicators)
        summands = parts(simple, "add") if isinstance(simple, Node) and simple.head == "add" else (simple,)
        each = tuple(positive(summand, self.bottoms) for summand in summands)
        above = each[0] if len(each) == 1 else signed(less(0, simple), (*each, *self.bottoms))
        return rewritten(swapped(modulo(equal(term, simple), self.indicators, self.bottoms)), above)
