"""W uniform among unitary matrices at one length: the loss on the line and the flow from it, in every dimension."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property, reduce

from proofs.variants.formal.coordinate_sums import LAW, S22, S222, SIZE, not_negative, triples_not_negative
from proofs.variants.formal.lengths_on_line import POINT, R4, R6, a, b, d
from proofs.variants.formal.symmetric_starts import SymmetricStart
from proofs.variants.formal.trained_line import STARTS, TrainedLine
from proofs.zheng2024.formal.lemmas.line_loss import S2, S4, S6, S42, SIGNAL, pairs_not_negative, sums_positive
from proofs.zheng2024.formal.on_line.line_formulas import a0, b0, j, k
from proofs.zheng2024.formal.scalars.scalar_flow import reduced_flow, reduced_flow_exists
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.entries import indicator_of_true
from symbolic.core.rules.logic import apply, assume, conjoin, excluded_middle, part, parts, reflexive
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    at_most,
    conjunction,
    equal,
    indicator,
    integers_between,
    integers_from,
    less,
    member,
    negation,
)
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.goals.flows_on_family import TIME, FlowOnFamily, τ
from symbolic.tactics.evaluated import decided, equations
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    indicated,
    modulo,
    quantified,
    replaced,
    rewritten,
    substituted,
    swapped,
    under,
    whichever,
)
from symbolic.tactics.sums.counted_sums import counted_sum


def least_of(power: int) -> Expression:
    """The smaller one of a number and d."""
    below = at_most(power, d)
    return power * indicator(below) + d * indicator(negation(below))


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
        return () if self.number else tuple(signed(less(0, d + n), self.facts) for n in (0, 1, 2, 3, *below))

    @cached_property
    def indicators(self) -> Facts:
        """Which powers are at most d."""
        orders = (at_most(power, self.dimension) for power in self.pairs)
        return tuple(found for order in orders for found in indicated(self._compared(order)))

    def _compared(self, order: Expression) -> Theorem:
        return decided(order)[1] if self.number else signed(order, self.facts)

    @property
    def start(self) -> SymmetricStart:
        """The symmetries in the dimension."""
        return SymmetricStart(self.dimension)

    @property
    def supposed(self) -> tuple[Expression, Expression]:
        """That the law of the start has the symmetries, and that the start is not 0."""
        return self.start.symmetries, self.here(SIGNAL)

    @cached_property
    def flow(self) -> FlowOnFamily:
        """The flow from the line, by the reduced flow with the constants `p R4/d` and `q R6/d`."""
        c1, c2 = map(self.here, self._constants)
        return FlowOnFamily(self.model, reduced_flow(c1, c2, a0, b0))

    @property
    def _constants(self) -> tuple[Expression, Expression]:
        p, q = (added([each(n) for n in self.pairs]) for each in (linear, square))
        return p * R4 / d, q * R6 / d

    @property
    def moves(self) -> Expression:
        """From all starts on the line there is one flow, and it stays on the line."""
        line = TrainedLine(self.everywhere)
        return self.here(quantified(conjunction(line.flows, line.stays), *STARTS))

    def flow_theorem(self) -> Theorem:
        """It, for symmetric laws that are not 0."""
        flow = self.flow.theorem(self.existence, self.bottoms, settle=self._settled)
        return under(conjoin(part(0, flow), self._staying(flow)), *STARTS)

    def _staying(self, flow: Theorem) -> Theorem:
        """Each block is on the line at all times: its entries are known in the letters of the system."""
        goal = self.here(opened(parts(TrainedLine(self.everywhere).stays, "for_all")[1], (τ,)))
        now = at(part(1, flow), assume(TIME))
        blocks = zip(parts(goal, "and"), conjuncts(now), strict=True)
        return under(conjoin(*(self._block_stays(*each) for each in blocks)), TIME)

    def _block_stays(self, goal: Expression, followed: Theorem) -> Theorem:
        first = belonging(1, integers_between(1, self.dimension), self.facts)
        one = indicator_of_true(reflexive(written(1)))
        said = goal
        for place in (j, k):
            said = opened(parts(said, "for_all")[1], (place,))
        here = modulo(said, (at(followed, *map(assume, self._places)), at(followed, first, first), one))
        return under(here, *self._places)

    @property
    def _places(self) -> tuple[Expression, ...]:
        return tuple(member(place, integers_between(1, self.dimension)) for place in (j, k))

    @cached_property
    def existence(self) -> Theorem:
        """The reduced flow exists."""
        fourth, sixth_power = self._sums_positive
        p, q = (self._positive([each(n) for n in self.pairs]) for each in (linear, square))
        constants = zip(self._constants, ((p, fourth), (q, sixth_power)), strict=True)
        above = (positive(self.here(term), (*factors, *self.bottoms)) for term, factors in constants)
        c1, c2 = (belonging(parts(each.conclusion, "less")[1], POSITIVE, (each,)) for each in above)
        return at(reduced_flow_exists(), c1, c2, a0, b0)

    @property
    def _sums_positive(self) -> tuple[Theorem, Theorem]:
        """`0 < R4` and `0 < R6`."""
        four, six = sums_positive()
        pairs, mixed, triples = not_negative(S22, ()), pairs_not_negative(), triples_not_negative()
        fourth, sixth_power = signed(less(0, R4), (four, pairs)), signed(less(0, R6), (six, mixed, triples))
        one, other = map(self._here, (fourth, sixth_power))
        return one, other

    def _here(self, theorem: Theorem) -> Theorem:
        """A theorem on sums of moments in these dimensions."""
        size = belonging(self.dimension, integers_from(1), self.facts)
        return apply(at(under(theorem, SIZE, LAW, SIGNAL), size, assume(LAW)), assume(self.here(SIGNAL)))

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

    def _settled(self, goal: Expression, entry: Theorem) -> Theorem:
        """An entry of a gradient is opposite to the velocity: by what symmetries say of its moments."""
        if not parts(parts(entry.conclusion, "equal")[1], "add"):
            return modulo(goal, (entry,))
        places = assumed(*self._places)

        def here(case: Facts) -> Theorem:
            counting = _counting(parts(entry.conclusion, "equal")[1], case[0].conclusion)
            moments = tuple(self.start.sums(counting, (*self.facts, *places, *case)))
            sums = sums_of(self.start, self.facts) if case[0].conclusion == equal(j, k) else ()
            return modulo(goal, (entry, *self.indicators, *indicated(case[0]), *moments, *sums), self.bottoms)

        return whichever(goal, excluded_middle(equal(j, k)), here, here)


@cache
def sums_of(start: SymmetricStart, facts: Facts) -> Facts:
    """What sums of moments over all places are."""
    sums = (replaced(each, d, start.dimension) for each in (S4, S6, S22, S42, S222))
    return tuple(counted_sum(each, facts, start.moment) for each in sums)


def _counting(entry: Expression, case: Expression) -> Expression:
    """The summands of an entry of a gradient that count in a case of its row and column."""
    other = negation(case) if case == equal(j, k) else equal(j, k)
    return Node("add", tuple(each for each in parts(entry, "add") if indicator(other) not in parts(each, "multiply")))
