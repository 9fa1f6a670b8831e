"""W uniform among unitary matrices and long sequences: where best products and their errors tend, from the loss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from proofs.variants.formal.coordinate_sums import LAW, sixth, triples_not_negative
from proofs.variants.formal.normal_limits import normal_mean, normal_sums, of_normal
from proofs.variants.formal.on_groups.lengths_on_line import POINT, R4, R6, a, a1, b, b1, d
from proofs.variants.formal.on_groups.unitary_means import LENGTH, Means
from proofs.variants.formal.on_groups.unitary_sums import OF_Q, SIZE, P, Q
from proofs.zheng2024.formal.lemmas.line_loss import S2, SIGNAL, pairs_not_negative
from proofs.zheng2024.formal.on_line.line_formulas import T
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import conjunction, equal, implies, integers_from, less, tends
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.tactics.dynamics.fading import long_limit, reciprocal_fades
from symbolic.tactics.parabolas import OfLetters, Parabola, completed
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, conjuncts, modulo, proved, quantified, replaced, under
from symbolic.tactics.sums.counted_sums import counted_sum

REAL = ModelOnFamily("variants-haar-unitary", "line")
CIRCULAR = ModelOnFamily("variants-haar-circular", "line")
LENGTHS = integers_from(3)
SUMS = Means(0), Means(1)


def loss(second: Expression, fourth: Expression, sixth: Expression) -> Expression:
    """The loss on the line of a start with these moments of its length."""
    product = a * b
    return (product**2 * (sixth * Q) - 2 * product * (fourth * P) + second * (T - 2)) / 2


@dataclass(frozen=True)
class LongLine:
    """A model on the line for all lengths, and the moments `E‖x‖²`, `E‖x‖⁴`, `E‖x‖⁶` of its start."""

    value: OfLetters
    second: Expression
    fourth: Expression
    sixth: Expression

    @property
    def supposed(self) -> Expression:
        """What the loss is."""
        return equal(self.value(a, b), loss(self.second, self.fourth, self.sixth))

    @property
    def best(self) -> Expression:
        """The best product."""
        return self.fourth * P / (self.sixth * Q)

    @property
    def error(self) -> Expression:
        """What of the loss of predicting 0 is left there."""
        return 1 - self.fourth**2 * P**2 / (self.second * self.sixth * ((T - 2) * Q))

    @property
    def rate(self) -> Expression:
        """Where the best product tends."""
        return (d + 2) * self.fourth / (3 * self.sixth)

    @property
    def floor(self) -> Expression:
        """Where what is left tends."""
        return 1 - 2 * (d + 2) * self.fourth**2 / (3 * (d + 1) * (self.second * self.sixth))

    @property
    def least(self) -> Parabola:
        """The loss is least just where the product is the best one."""
        return Parabola.in_two(self.value, (a, b), (a1, b1), self.best)

    def says(self, rate: Expression | None = None, floor: Expression | None = None) -> Expression:
        """At every length the best product and what is left, and where both tend."""
        left = equal(self.value(a, b) / self.value(0, 0), self.error)
        there = quantified(implies(equal(a * b, self.best), left), *POINT)
        longer = tends(T, LENGTHS, self.best, rate or self.rate), tends(T, LENGTHS, self.error, floor or self.floor)
        return conjunction(quantified(conjunction(self.least.formula, there), LENGTH), *longer)

    def theorem(self, value: Theorem, signs: Facts, rate: Expression, floor: Expression) -> Theorem:
        """It, from what the loss is at all points of the line, and that second and sixth moment are positive."""
        known = self.known(value, signs)
        bend = self.sixth * Q / 2
        rest = (self.second * (T - 2) - self.fourth**2 * P**2 / (self.sixth * Q)) / 2
        form = completed(rest, bend, a * b - self.best)
        around = under(identity(self.value(a, b), form, known, ((at(value, a, b), 1),)), *POINT)
        curved = signed(less(0, bend), known[:1])
        least = self.least.theorem(around, curved, known)
        of_zero = self.value(0, 0)
        factors = 1 / of_zero, -self.error / of_zero, bend * (a * b - self.best) / of_zero
        best = assume(equal(a * b, self.best))
        using = tuple(zip((at(around, a, b), at(value, 0, 0), best), factors, strict=True))
        left = under(identity(self.value(a, b) / of_zero, self.error, known, using), *POINT, best.conclusion)
        return conjoin(under(conjoin(least, left), LENGTH), *self._limits(rate, floor, known, signs))

    def known(self, value: Theorem, signs: Facts) -> Facts:
        """What is divided by is positive, the loss of predicting 0 among it."""
        facts = assumed(SIZE, LENGTH)
        longer = signed(less(0, T - 2), facts)
        second, sixth = signs
        curvature = positive(self.sixth * Q, (sixth, SUMS[1].positive))
        bottom = positive(self.second * self.sixth * ((T - 2) * Q), (second, sixth, longer, SUMS[1].positive))
        of_zero = signed(less(0, self.value(0, 0)), (at(value, 0, 0), second, longer), products=((second, longer),))
        return curvature, bottom, longer, of_zero, second, sixth, SUMS[1].positive

    def _limits(self, rate: Expression, floor: Expression, known: Facts, signs: Facts) -> Iterator[Theorem]:
        """The limits, since the means of p and of q tend."""
        of_p, of_q = (each.whole / (T - 2) for each in SUMS)
        best = self.fourth * of_p / (self.sixth * of_q)
        left = 1 - self.fourth**2 * of_p**2 / (self.second * self.sixth * of_q)
        fades = tuple(each.settles for each in SUMS)
        facts = assumed(SIZE)
        wide = tuple(signed(less(0, each), facts) for each in (d, d + 1, d + 2))
        last = positive(OF_Q, wide)
        reached = *wide, *signs, last
        there = *reached, *(positive(each, reached) for each in (self.sixth * OF_Q, self.second * self.sixth * OF_Q))
        for value, form, limit in ((self.best, best, rate), (self.error, left, floor)):
            yield long_limit(tends(T, LENGTHS, value, limit), T, form, fades, reached=there, known=known)


NORMAL_RATE, NORMAL_FLOOR = (d + 2) / (3 * (d + 4)), 1 - 2 * (d + 2) ** 2 / (3 * (d + 1) * (d + 4))
"""The limits for standard normal starts."""

THIRD = written(1) / 3


ANY = LongLine(REAL.loss, S2, R4, R6)
ROUND = LongLine(CIRCULAR.loss, d, d * (d + 1), d * (d + 1) * (d + 2))
"""A circular start of variance 1."""

LOSSES = conjunction(
    quantified(ANY.supposed, SIZE, LENGTH, LAW, *POINT), quantified(ROUND.supposed, SIZE, LENGTH, *POINT)
)
"""What is supposed: the loss for all dimensions and lengths."""


def goal(
    losses: Expression = LOSSES,
    floor: Expression | None = None,
    third: Expression = THIRD,
    normal: Expression = NORMAL_RATE,
) -> Expression:
    """From the losses, in all dimensions: real starts of any law, standard normal ones, and circular ones."""
    found = conjunction(
        quantified(implies(SIGNAL, ANY.says(floor=floor)), SIZE, LAW),
        quantified(conjunction(*_normal(normal, NORMAL_FLOOR)), SIZE),
        *(equal(replaced(each, d, written(1)), value) for each, value in ONE.items()),
        *(tends(d, integers_from(1), each, THIRD) for each in ONE),
        quantified(ROUND.says(third, THIRD), SIZE),
    )
    return implies(losses, found)


ONE = {NORMAL_RATE: written(1) / 5, NORMAL_FLOOR: written(2) / 5}
"""The limits for normal starts in one dimension."""


def _normal(rate: Expression, floor: Expression) -> tuple[Expression, Expression]:
    return equal(of_normal(ANY.rate), rate), equal(of_normal(ANY.floor), floor)


def _of_any() -> tuple[Theorem, Facts]:
    """The loss of real starts, and that `E‖x‖²` and `E‖x‖⁶` are positive."""
    value = at(conjuncts(assume(LOSSES))[0], *map(assume, (SIZE, LENGTH, LAW)))
    sixth_power = signed(less(0, R6), (sixth(), pairs_not_negative(), triples_not_negative()))
    return value, (assume(SIGNAL), sixth_power)


def _of_round() -> tuple[Theorem, Facts]:
    """The same of circular starts."""
    value = at(conjuncts(assume(LOSSES))[1], *map(assume, (SIZE, LENGTH)))
    wide = tuple(signed(less(0, each), assumed(SIZE)) for each in (d, d + 1, d + 2))
    return value, (wide[0], positive(ROUND.sixth, wide))


@cache
def normal_values() -> Facts:
    """`E‖x‖⁶ = d (d + 2)(d + 4)` and `E‖x‖² = d` for standard normal starts, and what they are made of."""
    facts = assumed(SIZE)
    sums = *normal_sums(), counted_sum(of_normal(S2), facts, normal_mean)
    numbers = (R6, d * (d + 2) * (d + 4)), (S2, d)
    return *sums, *(modulo(equal(of_normal(each), number), sums) for each, number in numbers)


@cache
def normal_signs() -> Facts:
    """What is divided by for these is positive."""
    ahead = tuple(signed(less(0, each), assumed(SIZE)) for each in (d, d + 1, d + 2, d + 4))
    found = (parts(each.conclusion, "equal") for each in normal_values()[-2:])
    of_numbers = tuple((term, positive(number, ahead)) for term, number in found)
    terms = zip(normal_values()[-2:], of_numbers, strict=True)
    return *ahead, *(signed(less(0, term), (each, sign)) for each, (term, sign) in terms), of_numbers[0][1]


def _in_numbers() -> Theorem:
    """The limits for standard normal starts."""
    goals = _normal(NORMAL_RATE, NORMAL_FLOOR)
    return under(conjoin(*(modulo(each, normal_values()[:-2], normal_signs()) for each in goals)), SIZE)


def _growing() -> tuple[Theorem, Theorem]:
    """The limits of these as d grows."""
    share, wide = 1 / d, tuple(signed(less(0, each), assumed(SIZE)) for each in (d, d + 1, d + 4))
    bottoms = 3 * (1 + 4 * share), 3 * (1 + share) * (1 + 4 * share)
    rate, floor = (1 + 2 * share) / bottoms[0], 1 - 2 * (1 + 2 * share) ** 2 / bottoms[1]
    reached = tuple(signed(less(0, replaced(each, share, written(0)))) for each in bottoms)
    fading = positive(share, wide)
    known = *wide, *(signed(less(0, each), (fading, *wide)) for each in (1 + share, 1 + 4 * share))

    def limit(value: Expression, form: Expression) -> Theorem:
        goal = tends(d, integers_from(1), value, THIRD)
        return long_limit(goal, d, form, (reciprocal_fades(d, 0, 1),), reached=reached, known=known)

    return limit(NORMAL_RATE, rate), limit(NORMAL_FLOOR, floor)


@cache
def divisors() -> Facts:
    """What is divided by is positive."""
    return *ANY.known(*_of_any()), *ROUND.known(*_of_round()), *normal_signs()


def proof() -> Proof:
    """The goal and its definedness."""
    ones = tuple(identity(replaced(each, d, written(1)), value) for each, value in ONE.items())
    real = under(ANY.theorem(*_of_any(), ANY.rate, ANY.floor), SIZE, LAW, SIGNAL)
    circular = under(ROUND.theorem(*_of_round(), THIRD, THIRD), SIZE)
    found = under(conjoin(real, _in_numbers(), *ones, *_growing(), circular), LOSSES)
    return Proof(
        goal(), found, proved(defined(goal()), solve=defined_on(REAL, CIRCULAR, divisors=lambda facts: divisors()))
    )
