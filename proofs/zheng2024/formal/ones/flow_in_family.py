"""The gradient flow from the line in the family of four values, at a length: it follows a system; its entries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from proofs.zheng2024.formal.on_line.line_formulas import T, a, a0, b, b0, d, j, k
from proofs.zheng2024.formal.ones import exchangeable_gradient as general
from proofs.zheng2024.formal.ones import ones_gradient as line
from proofs.zheng2024.formal.ones.exchangeable_gradient import (
    EXCHANGEABLE,
    LETTERS,
    ON_AND_OFF,
    PLACES,
    POINT,
    entry,
)
from proofs.zheng2024.formal.ones.ones_gradient import BLOCKS, KEY_BLOCK, ONES, SIZES, VALUE_BLOCK
from symbolic.core.expressions import Expression, Node, bound, opened, written
from symbolic.core.rules.convergence import eventually
from symbolic.core.rules.derivatives import along_field
from symbolic.core.rules.facts import flow_on_family
from symbolic.core.rules.logic import apply, assume, conjoin, discharge, excluded_middle, part, parts, reflexive
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
    indicator,
    integers_between,
    integers_from,
    member,
    negation,
    real,
    tends,
)
from symbolic.goals.usual_terms import apart
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, indicated, modulo, replaced, under, whichever

t = real("τ")
TIME = member(t, NONNEGATIVE)
WIDE = assumed(member(d, integers_from(2)))
LINE = (KEY_BLOCK, KEY_BLOCK, VALUE_BLOCK, VALUE_BLOCK)
"""The blocks of the four values."""


def of_each_entry(formula: Expression) -> Expression:
    """A formula for all entries `j, k` of a block."""
    return for_all(j, integers_between(1, d), for_all(k, integers_between(1, d), formula))


@dataclass(frozen=True)
class FlowInFamily:
    """The flow at a length, along a system of the four values whose velocities are the derived ones by equations.

    The length is one of `{3, 4, …}` by a theorem; the equations say what sums in the derived velocities are.
    """

    length: Theorem
    system: System
    sums: Facts = ()

    def there(self, expression: Expression) -> Expression:
        """An expression with the length in the place of T."""
        length, _ = parts(self.length.conclusion, "member")
        return opened(bound(expression, (T,)), (length,))

    def known(self, theorem: Theorem) -> Theorem:
        """A theorem for all sizes, at this length and for `d ≥ 2`."""
        return at(under(theorem, *SIZES), belonging(d, integers_from(1), WIDE), self.length)

    @cached_property
    def start(self) -> tuple[Expression, ...]:
        """Sizes, law and blocks at the start."""
        return tuple(map(self.there, (d, T, ONES, *line.blocks_at(a0, b0))))

    @property
    def flows(self) -> Expression:
        """There is one gradient flow."""
        return EXCHANGEABLE.model.flows(*self.start)

    def trained(self, block: str, row: Number, column: Number) -> Node:
        """An entry of a block at the time τ."""
        return cell(EXCHANGEABLE.model.trajectory(block, *self.start, t), row, column)

    @cached_property
    def entries(self) -> tuple[Node, ...]:
        """The values on and off the diagonals of the two blocks at the time τ."""
        return tuple(self.trained(block, 1, column) for block, column in zip(LINE, (1, 2, 1, 2), strict=True))

    def of_family(self, block: str) -> Expression:
        """Entry `j, k` of a block with these values on and off the diagonals."""
        if block not in ON_AND_OFF:
            return written(0)
        on, off = self.entries[:2] if block == KEY_BLOCK else self.entries[2:]
        return indicator(equal(j, k)) * on + (1 - indicator(equal(j, k))) * off

    @property
    def in_family(self) -> Expression:
        """All blocks are in the family, at the time τ."""
        return conjunction(
            *(of_each_entry(equal(self.trained(block, j, k), self.of_family(block))) for block in BLOCKS)
        )

    def velocity(self, block: str, on_diagonal: bool) -> Expression:
        """The velocity of the value of a block on or off its diagonal."""
        return self.system.velocities[(0 if block == KEY_BLOCK else 2) + (0 if on_diagonal else 1)]

    def gradient(self, block: str, on_diagonal: bool) -> Theorem:
        """An entry of the gradient by a block, for all places `j, k` off the diagonal or `j, j` on it."""
        hypotheses = PLACES[:1] if on_diagonal else (*PLACES, apart(j, k))
        found = self.known(under(entry(block, on_diagonal), *POINT, *hypotheses))
        inside = _without(at(found, *LETTERS), hypotheses)
        left, _ = parts(inside.conclusion, "equal")
        return under(modulo(equal(left, -self.velocity(block, on_diagonal)), (inside, *self.sums)), *hypotheses)

    @cached_property
    def slopes(self) -> dict[str, Theorem]:
        """The gradient by each block is opposite to the velocity of the family."""
        return {block: self._slope(block) for block in BLOCKS}

    def _slope(self, block: str) -> Theorem:
        velocity = along_field(EXCHANGEABLE.values(block), LETTERS, self.system.velocities)
        goal = equal(self.there(general.gradient(block)), -velocity)
        places = tuple(map(assume, PLACES))
        if block not in ON_AND_OFF:
            derived = at(self.known(under(general.derived(block, *places), *POINT, *PLACES)), *LETTERS, *places)
            return under(modulo(goal, (derived,)), *POINT, *PLACES)

        def on(facts: Facts) -> Theorem:
            value = at(self.gradient(block, True), places[1])
            return modulo(goal, (facts[0], *indicated(reflexive(k)), value))

        def off(facts: Facts) -> Theorem:
            value = apply(at(self.gradient(block, False), *places), facts[0])
            return modulo(goal, (*indicated(facts[0]), value))

        return under(whichever(goal, excluded_middle(equal(j, k)), on, off), *POINT, *PLACES)

    def critical(self, rests: Facts) -> Facts:
        """The gradient by each block vanishes where the four velocities do, as theorems say."""
        places = tuple(map(assume, PLACES))
        shares = -indicator(equal(j, k)), -(1 - indicator(equal(j, k)))

        def of_block(block: str) -> Theorem:
            found = at(self.slopes[block], *LETTERS, *places)
            values = () if block not in ON_AND_OFF else rests[:2] if block == KEY_BLOCK else rests[2:]
            using = [(found, written(1)), *zip(values, shares, strict=False)]
            return under(identity(parts(found.conclusion, "equal")[0], 0, using=using), *PLACES)

        return tuple(map(of_block, BLOCKS))

    def regular(self, *point: Number) -> Theorem:
        """The loss is a polynomial at blocks of the family."""
        return at(self.known(under(general.regular(*LETTERS), *POINT)), *point)

    def regular_on_line(self, *point: Number) -> Theorem:
        """The loss is a polynomial at a point of the line."""
        return at(self.known(under(line.regular_at(a, b), *line.POINT)), *point)

    def flow(self, existence: Theorem) -> Theorem:
        """From the line there is one gradient flow, and it is the family along the four values."""
        regular, slopes = self.regular_on_line(a0, b0), tuple(self.slopes.values())
        return flow_on_family(self.flows, EXCHANGEABLE.functions, regular, existence, slopes)

    def followed(self, flow: Theorem, block: str, row: Theorem, column: Theorem) -> Theorem:
        """An entry of a block at the time τ, along the four values."""
        now = at(part(1, flow), assume(TIME))
        return at(part(tuple(BLOCKS).index(block), now), row, column)

    def first_entries(self, flow: Theorem) -> Facts:
        """The four entries at the time τ, along the four values."""
        first, second = (belonging(n, integers_between(1, d), WIDE) for n in (1, 2))
        places = first, second, first, second
        known = *indicated(reflexive(written(1))), *indicated(signed(negation(equal(1, 2))))
        follow = (self.followed(flow, block, first, place) for block, place in zip(LINE, places, strict=True))
        pairs = zip(self.entries, self.system.at(t), follow, strict=True)
        return tuple(modulo(equal(one, value), (followed, *known)) for one, value, followed in pairs)

    def stays(self, flow: Theorem, first_entries: Facts) -> Theorem:
        """All blocks are in the family at the time τ."""
        places = tuple(map(assume, PLACES))

        def of_block(block: str) -> Theorem:
            here = self.followed(flow, block, *places)
            goal = equal(self.trained(block, j, k), self.of_family(block))
            return under(modulo(goal, (here, *first_entries)), *PLACES)

        return conjoin(*map(of_block, BLOCKS))

    def in_entries(self, term: Expression) -> Expression:
        """A term in the four values, as one in the entries."""
        for value, one in zip(self.system.at(t), self.entries, strict=True):
            term = replaced(term, value, one)
        return term

    def limit_in_entries(
        self, limit: Theorem, equations: Facts, facts: Facts = (), term: Expression | None = None
    ) -> Theorem:
        """A limit of a term in the four values as one of a term in the entries, by default the same one."""
        _, body, value = parts(limit.conclusion, "tends")
        now = opened(body, (t,))
        term = self.in_entries(now) if term is None else term
        later = under(discharge(at_most(0, t), modulo(equal(now, term), equations, facts)), TIME)
        return eventually(tends(t, NONNEGATIVE, term, value), limit, later)


def _without(theorem: Theorem, hypotheses: tuple[Expression, ...]) -> Theorem:
    """A theorem under quantifiers and premises, with these as hypotheses again."""
    for hypothesis in hypotheses:
        match hypothesis:
            case Node(head="member"):
                theorem = at(theorem, assume(hypothesis))
            case _:
                theorem = apply(theorem, assume(hypothesis))
    return theorem
