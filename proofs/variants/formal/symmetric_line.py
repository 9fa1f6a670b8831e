"""The flow from the line where the law of the start is symmetric: what its gradient is, that it exists, that it stays.

The dimension is a letter or a number.
"""

from __future__ import annotations

from dataclasses import dataclass

from proofs.variants.formal.symmetric_moments import not_negative, of_first, value, vanishes_without_signal
from proofs.variants.formal.trained_line import FIRST_ENTRIES, TrainedLine
from proofs.zheng2024.formal.on_line.line_formulas import a, a0, b, b0, d, j, k
from proofs.zheng2024.formal.scalars.scalar_flow import reduced_flow, reduced_flow_exists
from symbolic.core.expressions import Expression, Node, free, nodes, written
from symbolic.core.rules.derivatives import along_field
from symbolic.core.rules.entries import indicator_of_true
from symbolic.core.rules.facts import bounded_flow
from symbolic.core.rules.logic import assume, cases, conjoin, excluded_middle, part, parts, reflexive
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    POSITIVE,
    REALS,
    at_most,
    equal,
    function,
    indicator,
    integers_between,
    member,
)
from symbolic.goals.flows_on_family import TIME, FlowOnFamily
from symbolic.goals.stated import ENTRY
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, indicated, modulo, swapped, under, whichever
from symbolic.tactics.sums.counted_sums import counted_sum

K4, K6, K22, K42, K222 = (of_first(*powers) for powers in ((4,), (6,), (2, 2), (4, 2), (2, 2, 2)))
POINT = member(a, REALS), member(b, REALS)


@dataclass(frozen=True)
class SymmetricLine:
    """A model on the line, the constants by which it moves by `b (c1 − c2 ab)` and `a (c1 − c2 ab)`, and the dimension.

    `facts` are what is known of the sizes, `given` the sizes and the law as the model takes them, `equations` what
    stands in the constants, and `divisors` that what is divided by is not 0.
    """

    line: TrainedLine
    constants: tuple[Expression, Expression]
    facts: Facts
    given: Facts = ()
    equations: Facts = ()
    divisors: Facts = ()
    dimension: Expression = d

    @property
    def flow(self) -> FlowOnFamily:
        """The flow, as a system for a and b."""
        return FlowOnFamily(self.line.model, reduced_flow(*self.constants, a0, b0))

    @property
    def places(self) -> tuple[Expression, Expression]:
        """Row and column of an entry."""
        return member(j, integers_between(1, self.dimension)), member(k, integers_between(1, self.dimension))

    def theorem(self, positive: tuple[Theorem, Theorem]) -> tuple[Theorem, Theorem]:
        """There is one flow, and it stays on the line; the constants are positive where `0 < E x_1⁴`."""
        found = self.flow.theorem(self._existence(positive), settle=self._settled, given=self.given)
        now = conjuncts(at(part(1, found), assume(TIME)))
        blocks = zip(self.line.model.stated.setting.blocks, now, strict=True)
        return part(0, found), under(conjoin(*(self._on_line(*each) for each in blocks)), TIME)

    def _on_line(self, block: str, followed: Theorem) -> Theorem:
        """A block at the time τ as the line has it, from what it is along the system."""
        here = at(followed, *map(assume, self.places))
        left, _ = parts(here.conclusion, "equal")
        if block not in FIRST_ENTRIES:
            return under(modulo(equal(left, 0), (here,)), *self.places)
        first = belonging(1, integers_between(1, self.dimension), self.facts)
        there = at(followed, first, first)
        scale = indicator(equal(*ENTRY)) * self.line.entry(block, 1, 1)
        one = indicator_of_true(reflexive(parts(first.conclusion, "member")[0]))
        return under(modulo(equal(left, scale), (here, there, one)), *self.places)

    def _settled(self, wanted: Expression, entry: Theorem) -> Theorem:
        """An entry of a gradient is opposite to the velocity of the line."""
        _, right = parts(entry.conclusion, "equal")
        if not any(isinstance(each, Node) and each.head == "mean" for each in nodes(right)):
            return modulo(wanted, (entry,))
        known = (*self.facts, *assumed(*self.places))

        def case(facts: Facts) -> Theorem:
            moments = self._moments(right, (*known, *facts), _is_equation(facts[0]))
            return modulo(wanted, (entry, *self.equations, *moments, *indicated(facts[0])), self.divisors)

        return whichever(wanted, excluded_middle(equal(j, k)), case, case)

    def _moments(self, term: Expression, facts: Facts, diagonal: bool) -> Facts:
        """What moments and sums of moments are in an entry of a gradient, those on the diagonal or those beside it."""
        found: list[Theorem] = []
        for each in nodes(term):
            if not isinstance(each, Node) or each.loose or (k in free(each)) is diagonal:
                continue
            if each.head == "total" and each.parts[1] == self.dimension:
                found.append(counted_sum(each, facts, self._value))
            elif each.head == "mean":
                found.append(self._value(each, facts))
        return tuple(dict.fromkeys(found))

    def _value(self, term: Expression, facts: Facts) -> Theorem:
        return value(term, facts, self.dimension)

    def _existence(self, positive: tuple[Theorem, Theorem]) -> Theorem:
        """The flow on the line exists: it moves as from any start of the reduced flow, or there is nothing to learn."""
        goal = self.flow.system.is_global

        def moves(_: Facts) -> Theorem:
            signs = zip(self.constants, positive, strict=True)
            return at(reduced_flow_exists(), *(belonging(each, POSITIVE, (sign,)) for each, sign in signs), a0, b0)

        def never(facts: Facts) -> Theorem:
            return cases(goal, signed(FALSE, (*facts, not_negative(4))))

        return whichever(goal, trichotomy(written(0), K4), moves, lambda facts: self._at_rest(swapped(facts[0])), never)

    def _at_rest(self, nothing: Theorem) -> Theorem:
        """Where `E x_1⁴ = 0` all moments vanish, and every point of the line is at rest."""
        system, squares = self.flow.system, a**2 + b**2
        zero = (vanishes_without_signal(nothing, *powers) for powers in ((6,), (2, 2), (4, 2), (2, 2, 2)))
        slope = along_field(squares, system.variables, system.velocities)
        still = modulo(equal(slope, 0), (nothing, *zero), self.divisors)
        low = at_most(squares, a0**2 + b0**2)
        falls = under(signed(at_most(slope, 0), (still, *self.divisors)), *POINT)
        bounded = under(assume(low), *POINT, low)
        return bounded_flow(system.is_global, function(a, b, body=squares), falls, bounded)


def _is_equation(fact: Theorem) -> bool:
    return isinstance(fact.conclusion, Node) and fact.conclusion.head == "equal"
