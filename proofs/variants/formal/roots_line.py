"""Where the eigenvalues of W are roots of unity of order 3 to 6 the flow of all entries stays on the line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import proofs.declared_settings  # noqa: F401
from proofs.variants.formal.sums_by_remainder import Shares
from proofs.variants.formal.symmetric_moments import SYMMETRIC, not_negative, of_first, value, vanishes_without_signal
from proofs.variants.formal.trained_line import FIRST_ENTRIES, STARTS, TrainedLine
from proofs.zheng2024.formal.on_line.line_formulas import T, a, a0, b, b0, d, j, k, μ
from proofs.zheng2024.formal.on_line.line_signs import SIGNAL, sixth_moment_positive
from proofs.zheng2024.formal.scalars.scalar_flow import reduced_flow, reduced_flow_exists
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, free, nodes, written
from symbolic.core.rules.derivatives import along_field
from symbolic.core.rules.entries import indicator_of_true
from symbolic.core.rules.facts import bounded_flow
from symbolic.core.rules.logic import assume, cases, conjoin, excluded_middle, parts, reflexive
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    POSITIVE,
    at_most,
    cell,
    conjunction,
    equal,
    function,
    implies,
    indicator,
    integers_between,
    integers_from,
    less,
    member,
    vector_moments,
)
from symbolic.goals.engine import derived_gradient
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.goals.flows_on_family import TIME, FlowOnFamily
from symbolic.goals.stated import ENTRY
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    indicated,
    modulo,
    proved,
    quantified,
    swapped,
    under,
    whichever,
)
from symbolic.tactics.sums.counted_sums import counted_sum

TURNED_BLOCK = "W_KQ_23"
"""It reads the last state where two turns by W are none."""
ORDERS = (3, 4, 5, 6)
KEYS = {2: "variants-signs", 3: "variants-cube-roots", **{m: f"variants-roots-{m}" for m in (4, 5, 6)}}
SIZES = member(d, integers_from(2)), member(T, integers_from(3)), member(μ, vector_moments(6))
PLACES = member(j, integers_between(1, d)), member(k, integers_between(1, d))
K4, K6, K22, K42, K222 = (of_first(*powers) for powers in ((4,), (6,), (2, 2), (4, 2), (2, 2, 2)))
FACTS = assumed(*SIZES)


def given() -> Facts:
    """The sizes and the law as the model takes them, which is for d = 1 too."""
    return belonging(d, integers_from(1), FACTS), *map(assume, SIZES[1:])


@dataclass(frozen=True)
class RootsLine:
    """The model with eigenvalues on the roots of unity of one order, trained from the line."""

    order: int

    @cached_property
    def line(self) -> TrainedLine:
        """The model on the line."""
        return TrainedLine(ModelOnFamily(KEYS[self.order], "line"))

    @property
    def constants(self) -> tuple[Expression, Expression]:
        """The constants of the flow on the line, which moves by `b (c1 − c2 ab)` and `a (c1 − c2 ab)`."""
        share, alike, both = Shares(self.order).sums
        pairs = (2 * share + alike) * ((d - 1) * K42)
        return (T - 2) * K4 + share * ((d - 1) * K22), (T - 2) * K6 + pairs + both * ((d - 1) * ((d - 2) * K222))

    @cached_property
    def flow(self) -> FlowOnFamily:
        """The flow, as a system for a and b."""
        return FlowOnFamily(self.line.model, reduced_flow(*self.constants, a0, b0))

    def goal(self, hypotheses: Expression, sizes: tuple[Expression, ...]) -> Expression:
        """For all sizes, laws with these symmetries and starts on the line: there is one flow, and it stays there."""
        stays = quantified(conjunction(self.line.flows, self.line.stays), *STARTS)
        return quantified(implies(hypotheses, stays), *sizes)

    def theorem(self) -> Theorem:
        """It."""
        return under(under(conjoin(*self._flow), *STARTS), *SIZES, SYMMETRIC)

    def without_slope(self, block: str) -> Expression:
        """For every law the gradient by a block is 0 on the line."""
        stated = self.line.model.stated
        gradient = stated.model.gradient(block, *stated.given, *stated.blocks)
        return quantified(equal(cell(gradient, *ENTRY), 0), *stated.domains, *PLACES)

    def no_slope(self) -> Theorem:
        """It, by the block that reads the target where eigenvalues are signs."""
        model = self.line.model
        places = tuple(map(assume, (*model.stated.domains, *PLACES)))
        here = at(derived_gradient(model.key, model.family, TURNED_BLOCK), *places)
        left, _ = parts(here.conclusion, "equal")
        return under(modulo(equal(left, 0), (here,)), *model.stated.domains, *PLACES)

    @property
    def flows(self) -> Theorem:
        """There is one flow from every point of the line."""
        return self._flow[0]

    @cached_property
    def _flow(self) -> tuple[Theorem, Theorem]:
        slopes = tuple(self._slope(block) for block in self.line.model.stated.setting.blocks)
        flows, along = conjuncts(self.flow.from_slopes(self._existence(), slopes, given()))
        now = conjuncts(at(along, assume(TIME)))
        blocks = zip(self.line.model.stated.setting.blocks, now, strict=True)
        return flows, under(conjoin(*(self._on_line(block, followed) for block, followed in blocks)), TIME)

    def _on_line(self, block: str, followed: Theorem) -> Theorem:
        """A block at the time τ as the line has it, from what it is along the system."""
        here = at(followed, *map(assume, PLACES))
        left, _ = parts(here.conclusion, "equal")
        if block not in FIRST_ENTRIES:
            return under(modulo(equal(left, 0), (here,)), *PLACES)
        first = belonging(1, integers_between(1, d), FACTS)
        there = at(followed, first, first)
        scale = indicator(equal(*ENTRY)) * self.line.entry(block, 1, 1)
        one = indicator_of_true(reflexive(parts(first.conclusion, "member")[0]))
        return under(modulo(equal(left, scale), (here, there, one)), *PLACES)

    def _slope(self, block: str) -> Theorem:
        """The gradient by a block is opposite to the velocity of the line, at all points and entries."""
        model = self.line.model
        derived = derived_gradient(model.key, model.family, block)
        entry = at(derived, *given(), *map(assume, (*model.point, *PLACES)))
        system = self.flow.system
        velocity = along_field(model.stated.values(block), model.stated.letters, system.velocities)
        left, right = parts(entry.conclusion, "equal")
        wanted = equal(left, -velocity)
        known = *assumed(*SIZES, *PLACES), signed(at_most(0, d - 1), FACTS)

        def case(facts: Facts) -> Theorem:
            return modulo(
                wanted, (entry, *_moments(right, (*known, *facts), _is_equation(facts[0])), *indicated(facts[0]))
            )

        found = whichever(wanted, excluded_middle(equal(j, k)), case, case) if block in FIRST_ENTRIES else None
        return under(found or modulo(wanted, (entry,)), *model.point, *PLACES)

    def _existence(self) -> Theorem:
        """The flow on the line exists: it moves as from any start of the reduced flow, or there is nothing to learn."""
        goal = self.flow.system.is_global

        def moves(_: Facts) -> Theorem:
            signs = zip(self.constants, self._positive(), strict=True)
            return at(reduced_flow_exists(), *(belonging(each, POSITIVE, (sign,)) for each, sign in signs), a0, b0)

        def never(facts: Facts) -> Theorem:
            return cases(goal, signed(FALSE, (*facts, not_negative(4))))

        return whichever(goal, trichotomy(written(0), K4), moves, lambda facts: self._at_rest(swapped(facts[0])), never)

    def _positive(self) -> tuple[Theorem, Theorem]:
        """`0 < c1` and `0 < c2`, where `0 < E x_1⁴`."""
        longer = signed(less(0, T - 2), FACTS)
        others, more = signed(at_most(0, d - 1), FACTS), signed(at_most(0, d - 2), FACTS)
        share, alike, both = conjuncts(at(Shares(self.order).not_negative, belonging(T, integers_from(2), FACTS)))
        pair, mixed, triple = (not_negative(*powers) for powers in ((2, 2), (4, 2), (2, 2, 2)))
        first, second = self.constants
        signal, sixth = assume(SIGNAL), sixth_moment_positive()
        known = longer, others, more, share, alike, both, pair, mixed, triple, signal, sixth
        products = (longer, sixth), (share, others, mixed), (alike, others, mixed), (both, others, more, triple)
        return (
            signed(less(0, first), known, products=((longer, signal), (share, others, pair))),
            signed(less(0, second), known, products=products),
        )

    def _at_rest(self, nothing: Theorem) -> Theorem:
        """Where `E x_1⁴ = 0` all moments vanish, and every point of the line is at rest."""
        system, squares = self.flow.system, a**2 + b**2
        zero = (vanishes_without_signal(nothing, *powers) for powers in ((6,), (2, 2), (4, 2), (2, 2, 2)))
        slope = along_field(squares, system.variables, system.velocities)
        still = modulo(equal(slope, 0), (nothing, *zero))
        start = a0**2 + b0**2
        low = at_most(squares, start)
        falls = under(signed(at_most(slope, 0), (still,)), *self.line.model.point)
        bounded = under(assume(low), *self.line.model.point, low)
        return bounded_flow(system.is_global, function(a, b, body=squares), falls, bounded)


def _is_equation(fact: Theorem) -> bool:
    return isinstance(fact.conclusion, Node) and fact.conclusion.head == "equal"


def _moments(term: Expression, facts: Facts, diagonal: bool) -> Facts:
    """What moments and sums of moments are in an entry of a gradient, those on the diagonal or those beside it."""
    found: list[Theorem] = []
    for each in nodes(term):
        if not isinstance(each, Node) or each.loose or (k in free(each)) is diagonal:
            continue
        if each.head == "total" and each.parts[1] == d:
            found.append(counted_sum(each, facts, value))
        elif each.head == "mean":
            found.append(value(each, facts))
    return tuple(dict.fromkeys(found))


MODELS = tuple(map(RootsLine, ORDERS))


def goal(
    hypotheses: Expression = SYMMETRIC,
    sizes: tuple[Expression, ...] = SIZES,
    models: tuple[RootsLine, ...] = MODELS,
    block: str = TURNED_BLOCK,
) -> Expression:
    """For each of the orders: the flow stays for laws with these symmetries, and a gradient is 0 for every law."""
    stay = (each.goal(hypotheses, sizes) for each in models)
    return conjunction(*stay, *(each.without_slope(block) for each in models))


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(*(each.theorem() for each in MODELS), *(each.no_slope() for each in MODELS))
    solve = defined_on(*(each.line.model for each in MODELS), theorems=tuple(each.flows for each in MODELS))
    return Proof(goal(), found, proved(defined(goal()), solve=solve))
