"""How Theorem 4.1 is refuted by a law of finitely many points: the flow leaves the line at its start."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from proofs.zheng2024.formal.line import gradient
from proofs.zheng2024.formal.line.theorem_4_1_repaired import solve
from proofs.zheng2024.formal.on_line.line_flow import SIZES
from proofs.zheng2024.formal.on_line.line_formulas import KEY
from proofs.zheng2024.formal.on_line.line_statements import BLOCKS
from proofs.zheng2024.formal.on_line.trained_line import TIME
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.gradient_flows import equal_slopes
from symbolic.core.rules.logic import apply, assume, deny, parts
from symbolic.core.rules.membership import lower_moments
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import FALSE, integers_between, negation
from symbolic.goals.engine import derived_regularity
from symbolic.tactics.evaluated import decided, equations, evaluated, worked_out
from symbolic.tactics.explicit_means import all_moments
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, belonging, conjuncts, proved, under

START = 1, 1
"""The start `(a0, b0)`."""


@dataclass(frozen=True)
class Instance:
    """Theorem 4.1, under some hypotheses, at a law and sizes `(d, T)`, from the start."""

    goal: Expression
    law: Node
    sizes: tuple[int, int]

    @cached_property
    def memberships(self) -> tuple[int | Theorem, ...]:
        """That the law is one, with its moments."""
        return (*self.sizes, lower_moments(SIZES[2].parts[1], all_moments(self.law)))

    @cached_property
    def claimed(self) -> Facts:
        """Under the goal: there is one flow, and it stays on the line."""
        found = at(assume(self.goal), *self.memberships)
        for _ in range(2):
            found = apply(found, worked_out(parts(found.conclusion, "implies")[0]))
        here = at(found, *START)
        return conjuncts(apply(here, worked_out(parts(here.conclusion, "implies")[0])))[:2]

    @cached_property
    def entries(self) -> Facts:
        """The entries of the gradient at the start, as in the theorem about it."""
        return conjuncts(at(under(gradient.entries(), *SIZES), *self.memberships, *START))

    def slope(self, block: str, row: int, column: int) -> Theorem:
        """An entry of the gradient at the start, as a number."""
        on, off = self.entries[2 * BLOCKS.index(block) :][:2]
        found = at(on, row) if row == column else at(off, row, column)
        if row != column:
            found = apply(found, decided(parts(found.conclusion, "implies")[0])[1])
        left, value = parts(found.conclusion, "equal")
        number = evaluated(value)
        return identity(left, parts(number.conclusion, "equal")[1], using=((found, 1), (number, 1)))

    def same_slopes(self, block: str, row: int, column: int) -> Theorem:
        """Under the goal: an entry of the gradient at the start is the first of its block, or 0 off the diagonal."""
        flows, stays = self.claimed
        along = conjuncts(at(stays, assume(TIME)))[BLOCKS.index(block)]
        entry, scaled = parts(at(along, row, column).conclusion, "equal")
        counts, first = parts(scaled, "multiply")
        (indicated,) = equations(counts)
        follows = identity(
            entry, first if row == column else 0, using=((at(along, row, column), 1), (indicated, first))
        )
        regular = at(derived_regularity(KEY, "line"), *self.memberships, *START)
        places = (belonging(place, integers_between(1, self.sizes[0])) for place in (1, row, column))
        return equal_slopes(flows, regular, under(follows, TIME), tuple(places))

    def refutation(self, block: str, row: int, column: int) -> Proof:
        """The denied goal and its definedness, as the flow would leave the line at an entry of a block."""
        slopes = (self.slope(block, *place) for place in dict.fromkeys(((row, column), (1, 1))))
        wrong = signed(FALSE, (self.same_slopes(block, row, column), *slopes))
        denied = negation(self.goal)
        return Proof(denied, deny(self.goal, wrong), proved(defined(denied), solve=solve))
