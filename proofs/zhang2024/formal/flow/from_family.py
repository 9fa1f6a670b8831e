"""What is stated of the gradient flow of all parameters from a family of a number and a matrix, for any model on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from proofs.zhang2024.formal.flow import any_pair
from proofs.zhang2024.formal.flow.any_pair import POINT, START, A, a
from proofs.zhang2024.formal.loss_in_traces import U, d, u
from proofs.zhang2024.formal.trained_point import there
from symbolic.core.expressions import Expression, Node, bound, opened
from symbolic.core.rules.convergence import eventually
from symbolic.core.rules.derivatives import along_field
from symbolic.core.rules.facts import flow_on_family
from symbolic.core.rules.flows import conserved, flow_shape, flow_start
from symbolic.core.rules.logic import assume, conjoin, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    Number,
    System,
    at_most,
    cell,
    conjunction,
    equal,
    for_all,
    function,
    integers_between,
    member,
    real,
    tends,
)
from symbolic.goals.stated import ENTRY, Stated
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import Solver, at, belonging, modulo, proved, quantified, under, witnessed
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

t = real("t")
TIME = member(t, NONNEGATIVE)
HEIGHT = u**2 - norm(U)
MOVING = ("W_PV_22", "W_KQ_11")


def velocities(*of: Expression) -> tuple[Expression, Expression]:
    """`tr(CQUᵀ) − u tr(SUQUᵀ)` and `−u² SUQ + u CQ`, of S, Q and C."""
    letters = any_pair.S, any_pair.Q, any_pair.C
    pull, move = (opened(bound(each, letters), of) for each in (any_pair.PULL, any_pair.MOVE))
    return pull, move


@dataclass(frozen=True)
class Followed:
    """A system of u and U that has one solution on [0, ∞): what holds at all points does where it is at time t."""

    system: System
    existence: Callable[[], Theorem]

    def now(self, term: Expression) -> Expression:
        """A term in u and U at time t."""
        return there(term, *self.system.at(t))

    def first(self, term: Expression) -> Expression:
        """A term in u and U at time 0."""
        return there(term, *self.system.at(0))

    def shape_at(self, of: Expression, time: Theorem) -> Theorem:
        """The shape of U at a time."""
        return flow_shape(of, self.existence(), time, assume(START[1]))

    def here(self, theorem: Theorem) -> Theorem:
        """What is proved of all points, of that at time t."""
        number, matrix = self.system.at(t)
        return at(under(theorem, *POINT), number, self.shape_at(matrix, assume(TIME)))


@dataclass(frozen=True)
class FromFamily:
    """A model on its family, and the velocities of u and U; other blocks are 0."""

    stated: Stated
    velocities: tuple[Expression, Expression]

    @property
    def blocks(self) -> tuple[str, ...]:
        """All blocks."""
        return tuple(self.stated.setting.blocks)

    def system(self, scalar: Expression = a, matrix: Expression = A) -> System:
        """The equations with a start."""
        return System((u, U), self.velocities, (scalar, matrix))

    def started(self, scalar: Expression = a, matrix: Expression = A) -> tuple[Expression, ...]:
        """Sizes, data and blocks at a start on the family."""
        return (*self.stated.given, *(there(block, scalar, matrix) for block in self.stated.blocks))

    def places(self, block: str) -> tuple[Expression, ...]:
        """Row and column of an entry of a block."""
        sides = zip(ENTRY, self.stated.shape(block), strict=True)
        return tuple(member(place, integers_between(1, length)) for place, length in sides)

    def stays(self, height: Expression = HEIGHT) -> Expression:
        """From every point there is one gradient flow; it follows the system, and keeps the height, on the family."""
        system, start = self.system(u, U), self.started(u, U)
        now = system.at(t)

        def followed(block: str) -> Expression:
            trained = cell(self.stated.model.trajectory(block, *start, t), *ENTRY)
            return self.stated.entries(block, equal(trained, there(self.stated.values(block), *now)))

        moved = for_all(t, NONNEGATIVE, conjunction(*map(followed, self.blocks)))
        same = for_all(t, NONNEGATIVE, equal(there(height, *now), height))
        flows = self.stated.model.flows(*start)
        return quantified(conjunction(system.is_global, flows, moved, same), *POINT)

    def trained(self, block: str, start: tuple[Expression, ...]) -> Expression:
        """An entry of a block at time t."""
        return cell(self.stated.model.trajectory(block, *start, t), *ENTRY)

    def ends(self, scalar: Expression, matrix: Expression, limit: Number, best: Expression) -> Node:
        """From a start there is one flow, along which u tends to a limit and U to a matrix over it; the rest is 0."""
        start = self.started(scalar, matrix)
        entries = self.stated.entries
        still = (
            for_all(t, NONNEGATIVE, entries(block, equal(self.trained(block, start), 0)))
            for block in self.blocks
            if block not in MOVING
        )
        ends = limit, cell(best, *ENTRY) / limit
        moved = (
            entries(block, tends(t, NONNEGATIVE, self.trained(block, start), end))
            for block, end in zip(MOVING, ends, strict=True)
        )
        return conjunction(self.stated.model.flows(*start), *moved, *still)

    def arrives(self, flow: Theorem, number: Theorem, matrix: Theorem) -> Theorem:
        """That it ends there, from where u and all entries of U tend along the system."""
        inner = tuple(map(assume, self.places(MOVING[1])))
        moved = zip(MOVING, (number, at(matrix, *inner)), strict=True)
        still = (self._still(block, flow) for block in self.blocks if block not in MOVING)
        return conjoin(part(0, flow), *(self._tends(block, flow, limit) for block, limit in moved), *still)

    def _entry(self, block: str, flow: Theorem) -> Theorem:
        """What an entry of a block is at time t."""
        now = at(part(1, flow), assume(TIME))
        return at(part(self.blocks.index(block), now), *map(assume, self.places(block)))

    def _still(self, block: str, flow: Theorem) -> Theorem:
        entry = self._entry(block, flow)
        left, _ = parts(entry.conclusion, "equal")
        return under(modulo(equal(left, 0), (entry,)), TIME, *self.places(block))

    def _tends(self, block: str, flow: Theorem, limit: Theorem) -> Theorem:
        entry = self._entry(block, flow)
        trained, _ = parts(entry.conclusion, "equal")
        domain, body, end = parts(limit.conclusion, "tends")
        same = modulo(equal(opened(body, (t,)), trained), (entry,))
        found = eventually(tends(t, domain, trained, end), limit, under(same, TIME, at_most(0, t)))
        return under(found, *self.places(block))

    def along(self, term: Expression) -> Expression:
        """The derivative along the field."""
        return along_field(term, (u, U), self.velocities)

    def flow(self, existence: Theorem, regular: Theorem, slopes: tuple[Theorem, ...], *shapes: Theorem) -> Theorem:
        """There is one gradient flow from a start, and it follows the system."""
        functions = tuple(function(u, U, *ENTRY, body=self.stated.values(block)) for block in self.blocks)
        goal = self.stated.model.flows(*self.started())
        return flow_on_family(goal, functions, regular, existence, slopes, *shapes)

    def kept(self, existence: Theorem, level: Theorem, facts: Facts, *shapes: Theorem) -> Theorem:
        """`∀t: u² − ‖U‖²` is what it is at the start, from that it does not change at any point."""
        now, first, begins = self.system().at(t), self.system().at(0), assume(START[1])
        value = there(HEIGHT, *now)
        slope = under(at(level, now[0], flow_shape(now[1], existence, assume(TIME), begins)), TIME)
        same = at(conserved(function(t, body=value), slope, existence, *shapes), assume(TIME))
        number, matrix = (flow_start(each, existence) for each in first)
        known = *facts, begins, flow_shape(first[1], existence, belonging(0, NONNEGATIVE), begins)
        length = rewritten_traces(equal(norm(first[1]), norm(A)), known, [matrix])
        return under(modulo(equal(value, there(HEIGHT, a, A)), (same, number, length)), TIME)

    def level(self, facts: Facts, *known: Theorem) -> Theorem:
        """`∀u ∀U`: the derivative of `u² − ‖U‖²` along the field is 0."""
        return under(rewritten_traces(equal(self.along(HEIGHT), 0), facts, (), known), *POINT)

    def stays_proved(self, existence: Theorem, flow: Theorem, kept: Theorem) -> Theorem:
        """That it stays."""
        found = under(conjoin(existence, *(part(n, flow) for n in range(2)), kept), *START)
        return under(at(found, *map(assume, POINT)), *POINT)

    def meaningful(self, existence: Callable[[], Theorem], regular: Solver) -> Solver:
        """A solver: that the system has a solution and that this has a shape, beside what another one settles."""
        system = self.system(u, U)

        def settled(formula: Expression, known: Facts) -> Theorem | None:
            solved = at(under(existence(), *START), *map(assume, POINT))
            if formula == system.is_global:
                return solved
            inside: Expression = formula
            while isinstance(inside, Node) and inside.head == "exists":
                inside = opened(inside.parts[1], (d,))
            if inside != formula and isinstance(inside, Node) and getattr(inside.parts[-1], "head", "") == "for_all":
                return witnessed(formula, proved(inside, known, settled), d, d, facts=known)
            shape = flow_shape(system.at(t)[1], solved, assume(TIME), assume(POINT[1]))
            return regular(formula, (*known, shape))

        return settled
