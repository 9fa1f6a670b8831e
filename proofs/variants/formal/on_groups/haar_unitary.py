"""W uniform among unitary matrices: the loss on the line for T = 3, 4, 5, and the flow that stays on it."""

from __future__ import annotations

from proofs.variants.formal.coordinate_sums import LAW, SIZE
from proofs.variants.formal.on_groups.lengths_on_line import POINT, d
from proofs.variants.formal.on_groups.unitary_line import UnitaryLine
from proofs.variants.formal.slopes_off_line import BLOCK
from proofs.variants.formal.symmetric_moments import SYMMETRIC
from proofs.zheng2024.formal.on_line.line_formulas import j, k
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume, cases, conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import FALSE, cell, conjunction, equal, implies, integers_between, member
from symbolic.goals.family_statements import defined_on
from symbolic.tactics.signs import signed
from symbolic.tactics.small_ranges import later_and
from symbolic.tactics.steps import at, modulo, proved, quantified, under

LOSSES = {3: 1, 4: 2, 5: 3}
"""By the length, the dimension from which on the loss is derived for all at once."""

FEW = 3
"""From that dimension on gradients on the line are derived for all at once, at the first two lengths."""

TWO = UnitaryLine(3, 2)
PLACES = member(j, integers_between(1, 2)), member(k, integers_between(1, 2))


def level() -> Expression:
    """The block that takes the flow off the line for orthogonal W has no gradient on it."""
    stated = TWO.model.stated
    entry = cell(stated.gradient(BLOCK), j, k)
    return quantified(equal(entry, 0), LAW, *POINT, *PLACES)


def moves(hypotheses: Expression = SYMMETRIC) -> Expression:
    """For all symmetric laws the flow stays on the line; of the longest sequences in two dimensions."""
    three, four, five = (UnitaryLine(length).moves for length in LOSSES)
    found = conjunction(three, four, implies(equal(d, 2), five))
    return quantified(implies(hypotheses, found), LAW)


def goal(loss: Expression | None = None, hypotheses: Expression = SYMMETRIC) -> Expression:
    """The loss at three lengths, and the flow, in all dimensions; and a block without a gradient."""
    *losses, last = (quantified(UnitaryLine(length).value, SIZE) for length in LOSSES)
    return conjunction(*losses, loss or last, quantified(moves(hypotheses), SIZE), level())


def losses() -> tuple[Theorem, ...]:
    """The loss at each length: in each dimension below one, and in all from there on at once."""
    return tuple(
        later_and(
            d,
            UnitaryLine(length).value,
            tuple(UnitaryLine(length, number).value_theorem() for number in range(1, first)),
            UnitaryLine(length, 0, first).value_theorem(),
        )
        for length, first in LOSSES.items()
    )


def moving(number: int, first: int = 1) -> Theorem:
    """The flow in a dimension, or in all from some on."""
    short = UnitaryLine(3, number, first)
    longest = UnitaryLine(5, number, first)
    two = equal(short.dimension, 2)
    last = longest.flow_theorem() if number == 2 else cases(longest.moves, signed(FALSE, (assume(two), *short.facts)))
    found = conjoin(short.flow_theorem(), UnitaryLine(4, number, first).flow_theorem(), under(last, two))
    return under(found, *short.size, LAW, short.supposed)


def levelled() -> Theorem:
    """There is no gradient by that block."""
    entry = at(TWO.model.slopes(BLOCK), *map(assume, (*POINT, *PLACES)))
    return under(modulo(equal(parts(entry.conclusion, "equal")[0], 0), (entry,)), LAW, *POINT, *PLACES)


def proof() -> Proof:
    """The goal and its definedness."""
    flows = later_and(d, moves(), tuple(map(moving, range(1, FEW))), moving(0, FEW))
    found = conjoin(*losses(), flows, levelled())
    return Proof(goal(), found, proved(defined(goal()), solve=defined_on(TWO.everywhere)))
