"""That trained points are global minima of the full loss: false, at a law whose coordinates come in two pairs."""

from __future__ import annotations

from fractions import Fraction

from proofs.zheng2024.formal.lemmas.all_blocks import NOWHERE_LOWER, all_defined, for_each_trained_point
from proofs.zheng2024.formal.lemmas.pairs_of_coordinates import blocks, trained
from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, j, k, stated
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import assume, deny, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import FALSE, at_most, conjunction, equal, indicator, negation
from symbolic.goals.explicit_values import exact_value
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import at

ONE_PAIR = indicator(conjunction(equal(j, k), at_most(j, 2)))
BEST = written(Fraction(209, 3506))
"""The product that is best where one pair is used and the other is not."""


def goal(hypotheses: Expression = LINE_CONDITIONS, lower: Expression = NOWHERE_LOWER) -> Expression:
    """For all sizes, laws, trained points and blocks: the loss at the trained point is not larger."""
    return for_each_trained_point(stated().for_all_blocks(lower), hypotheses)


def elsewhere() -> Theorem:
    """From the goal, `L(trained point) ≤ L(one pair)` at the law of two pairs."""
    return at(trained(assume(goal())), *blocks(ONE_PAIR, BEST))


def refutation() -> Proof:
    """The negation of the goal, and that it is defined."""
    claimed = elsewhere()
    losses = parts(claimed.conclusion, "at_most")
    values = tuple(exact_value(each) for each in losses if isinstance(each, Node))
    denial = negation(goal())
    return Proof(denial, deny(goal(), signed(FALSE, (claimed, *values))), all_defined(denial))
