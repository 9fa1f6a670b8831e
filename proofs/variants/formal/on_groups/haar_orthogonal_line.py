"""Where W is uniform among orthogonal matrices the flow leaves the line: the block `W_KQ_23` has a gradient there."""

from __future__ import annotations

from functools import cache

from proofs.variants.formal.coordinate_sums import LAW
from proofs.variants.formal.signs_line import LAW as FOUR_POINTS
from proofs.variants.formal.signs_line import START
from proofs.variants.formal.slopes_off_line import BLOCK
from proofs.variants.formal.trained_line import STARTS, SYMMETRIC, TrainedLine
from proofs.zheng2024.formal.on_line.line_formulas import d
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.gradient_flows import equal_slopes
from symbolic.core.rules.logic import apply, assume, deny, parts
from symbolic.core.rules.membership import lower_moments
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import FALSE, conjunction, implies, integers_between, negation, vector_moments
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.goals.flows_on_family import TIME
from symbolic.tactics.evaluated import evaluated, worked_out
from symbolic.tactics.explicit_means import all_moments
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import at, belonging, conjuncts, proved, quantified, replaced, under

MODEL = ModelOnFamily("variants-haar-orthogonal", "line", (("d", 2), ("T", 3)))
LINE = TrainedLine(MODEL)


def goal(hypotheses: Expression = SYMMETRIC) -> Expression:
    """In two dimensions, for three states, all symmetric laws and starts: one flow, which stays."""
    stays = quantified(conjunction(LINE.flows, LINE.stays), *STARTS)
    return quantified(replaced(implies(hypotheses, stays), d, written(2)), LAW)


@cache
def moments() -> Theorem:
    """The law has the moments that the loss needs."""
    return lower_moments(vector_moments(6), all_moments(FOUR_POINTS))


def refutation() -> Proof:
    """The denied goal and its definedness: the entry 1, 1 of the gradient by that block is 1/2 there, not 0."""
    instance = at(assume(goal()), moments())
    hypotheses, _ = parts(instance.conclusion, "implies")
    flows, stays = conjuncts(at(apply(instance, worked_out(hypotheses)), *START))[:2]
    along = conjuncts(at(stays, assume(TIME)))
    number = tuple(MODEL.stated.setting.blocks).index(BLOCK)
    none = under(at(along[number], 1, 1), TIME)
    regular = MODEL.regular_at(*START, given=(moments(),))
    place = belonging(1, integers_between(1, 2))
    moves = equal_slopes(flows, regular, none, (place, place))
    derived = at(MODEL.slopes(BLOCK, given=(moments(),)), *START, 1, 1)
    _, right = parts(derived.conclusion, "equal")
    wrong = signed(FALSE, (moves, derived, evaluated(right)))
    denied = negation(goal())
    return Proof(denied, deny(goal(), wrong), proved(defined(denied), solve=defined_on(MODEL)))
