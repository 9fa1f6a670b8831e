"""Where the eigenvalues of W are signs the flow leaves the line: the block `W_KQ_23` has a gradient there."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.variants.formal.slopes_off_line import BLOCK
from proofs.variants.formal.trained_line import STARTS, SYMMETRIC, TrainedLine
from proofs.zheng2024.formal.on_line.line_formulas import T, d, μ
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, nodes
from symbolic.core.rules.gradient_flows import equal_slopes
from symbolic.core.rules.logic import apply, assume, deny, parts
from symbolic.core.rules.membership import lower_moments
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    conjunction,
    implies,
    integers_between,
    integers_from,
    member,
    negation,
    vector_moments,
)
from symbolic.goals.engine import derived_regularity
from symbolic.goals.explicit_values import exact_value
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.goals.flows_on_family import TIME
from symbolic.tactics.evaluated import worked_out
from symbolic.tactics.explicit_laws import row, table
from symbolic.tactics.explicit_means import all_moments
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import at, belonging, conjuncts, proved, quantified, under

LINE = TrainedLine(ModelOnFamily("variants-signs", "line"))
SIZES = member(d, integers_from(2)), member(T, integers_from(3)), member(μ, vector_moments(6))

LAW = table(*((Fraction(1, 4), row(*point)) for point in ((1, 0), (-1, 0), (0, 1), (0, -1))))
"""One coordinate is a sign, the other 0."""

START = 2, 1


def goal(hypotheses: Expression = SYMMETRIC) -> Expression:
    """For all sizes, laws with these symmetries and starts on the line: there is one flow, and it stays on the line."""
    stays = quantified(conjunction(LINE.flows, LINE.stays), *STARTS)
    return quantified(implies(hypotheses, stays), *SIZES)


@cache
def sizes() -> tuple[int | Theorem, ...]:
    """Two coordinates, three states, and that the law has moments."""
    return 2, 3, lower_moments(vector_moments(6), all_moments(LAW))


def refutation() -> Proof:
    """The denied goal and its definedness: the entry 1, 1 of the gradient by that block is 1 there, not 0."""
    instance = at(assume(goal()), *sizes())
    hypotheses, _ = parts(instance.conclusion, "implies")
    flows, stays = conjuncts(at(apply(instance, worked_out(hypotheses)), *START))[:2]
    along = conjuncts(at(stays, assume(TIME)))
    number = tuple(LINE.model.stated.setting.blocks).index(BLOCK)
    none = under(at(along[number], 1, 1), TIME)
    regular = at(derived_regularity(LINE.model.key, LINE.model.family), *sizes(), *START)
    place = belonging(1, integers_between(1, 2))
    slope = equal_slopes(flows, regular, none, (place, place))
    left, _ = parts(slope.conclusion, "equal")
    wrong = signed(FALSE, (slope, exact_value(_gradient(left))))
    denied = negation(goal())
    return Proof(denied, deny(goal(), wrong), proved(defined(denied), solve=defined_on(LINE.model)))


def _gradient(slope: Expression) -> Node:
    """The entry of a gradient that a slope is opposite to."""
    found = next(node for node in nodes(slope) if node.head == "cell")
    return found
