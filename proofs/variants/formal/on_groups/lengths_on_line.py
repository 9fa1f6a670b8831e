"""Losses on the line that know a start by its length alone: where W is uniform on a group."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from proofs.variants.formal.coordinate_sums import LAW, S22, S222, SIZE, sixth, triples_not_negative
from proofs.variants.formal.normal_limits import normal_sums, of_normal
from proofs.zheng2024.formal.lemmas.line_loss import S2, S4, S6, S42, SIGNAL, pairs_not_negative, sums_positive
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import apply, assume, conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, conjunction, equal, implies, integers_from, less, member, real
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.parabolas import Parabola, completed
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, quantified, rewritten, under

d, a, b, a1, b1 = map(real, ("d", "a", "b", "a1", "b1"))
POINT = member(a, REALS), member(b, REALS)
R4, R6 = S4 + S22, S6 + 3 * S42 + S222
"""`E‖x‖⁴` and `E‖x‖⁶`, in sums over different coordinates."""


@dataclass(frozen=True)
class LengthsOnLine:
    """The loss `½ (ab)² q R6 − ab p R4 + n S2/2` over n pairs from some dimension on, the best product, and p/q.

    `divisors` are what p, q and p/q are divided by.
    """

    group: str
    length: int
    first: int
    linear: Expression
    square: Expression
    best_share: Expression
    divisors: tuple[Expression, ...]

    @property
    def model(self) -> ModelOnFamily:
        """The model at this length, in these dimensions."""
        return ModelOnFamily(f"variants-haar-{self.group}", "line", (("T", self.length),), self.first)

    @property
    def size(self) -> Expression:
        """The dimensions."""
        return member(d, integers_from(self.first))

    @property
    def formula(self) -> Expression:
        """The loss, in the product ab."""
        product, pairs = a * b, self.length - 2
        square = product**2 * R6 * self.square / 2
        return square - product * R4 * self.linear + (pairs * S2 / 2 if pairs > 1 else S2 / 2)

    @property
    def best(self) -> Expression:
        """The best product."""
        return R4 / R6 * self.best_share

    def least(self, best: Expression) -> Parabola:
        """The loss on the line is least just where the product is the best one."""
        return Parabola.in_two(self.model.loss, (a, b), (a1, b1), best)

    def says(self, best: Expression | None = None, signal: Expression = SIGNAL) -> Expression:
        """In all dimensions and for all laws: the loss, and where it is least."""
        value = quantified(equal(self.model.loss(a, b), self.formula), *POINT)
        found = conjunction(value, self.least(best or self.best).formula)
        return quantified(implies(signal, found), self.size, LAW)

    @cached_property
    def facts(self) -> Facts:
        """What is divided by is positive, as are R6 and half of what the square of the product is multiplied with."""
        given = assumed(self.size)
        bottoms = tuple(signed(less(0, each), given) for each in (d, *self.divisors))
        signs = tuple(map(self._here, (sixth(), pairs_not_negative(), triples_not_negative(), sums_positive()[0])))
        sixth_power = signed(less(0, R6), signs)
        share = positive(self.square, (*bottoms, *self._numerators(bottoms)))
        curved = signed(less(0, R6 * self.square / 2), (sixth_power, share, *bottoms), products=((sixth_power, share),))
        return sixth_power, curved, *bottoms

    def _numerators(self, bottoms: Facts) -> Facts:
        """Sums in d are positive as d is."""
        return tuple(signed(less(0, d * n + m), bottoms) for n, m in ((2, 5), (3, 10)))

    def _here(self, theorem: Theorem) -> Theorem:
        """A theorem on sums of moments in these dimensions."""
        everywhere = under(theorem, SIZE, LAW, SIGNAL)
        found = at(everywhere, belonging(d, integers_from(1), assumed(self.size)), assume(LAW))
        return apply(found, assume(SIGNAL))

    def theorem(self) -> Theorem:
        """It."""
        derived = self.model.derived(a, b)
        value = under(identity(self.model.loss(a, b), self.formula, self.facts, ((derived, 1),)), *POINT)
        bend = R6 * self.square / 2
        lowest = (self.length - 2) * S2 / 2 - bend * self.best**2
        form = completed(lowest, bend, a * b - self.best)
        around = under(identity(self.model.loss(a, b), form, self.facts, ((at(value, a, b), 1),)), *POINT)
        least = self.least(self.best).theorem(around, self.facts[1], self.facts)
        return under(conjoin(value, least), self.size, LAW, SIGNAL)

    def normal(self, product: Expression) -> Expression:
        """What the best product is for independent standard normal coordinates."""
        return quantified(equal(of_normal(self.best), product), self.size)

    def at_normal(self, product: Expression) -> Theorem:
        """It."""
        known = *self.normal_divisors(), *self.facts[2:]
        in_numbers = known[0]
        for each in self._normal_sums:
            in_numbers = rewritten(each, in_numbers)
        goal = equal(of_normal(self.best), product)
        return under(modulo(goal, self._normal_sums, (in_numbers, *known)), self.size)

    def normal_divisors(self) -> Facts:
        """What is divided by for these is positive: R6 is `d (d + 2)(d + 4)`."""
        wide = self.facts[2]
        ahead = tuple(signed(less(0, d + n), (wide,)) for n in (2, 4))
        sixth_power = signed(
            less(0, of_normal(R6)), (wide, *self._normal_sums), products=((wide,), (wide, wide), (wide, wide, wide))
        )
        return sixth_power, *ahead

    @cached_property
    def _normal_sums(self) -> Facts:
        dimension = belonging(d, integers_from(1), assumed(self.size))
        return tuple(at(under(each, SIZE), dimension) for each in normal_sums())
