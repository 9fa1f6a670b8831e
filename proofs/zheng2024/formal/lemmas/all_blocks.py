"""The full loss: all blocks free, beside the trained points of the line."""

from __future__ import annotations

from proofs.zheng2024.formal.on_line.line_flow import SIZES, given
from proofs.zheng2024.formal.on_line.line_formulas import (
    KEY,
    LINE_CONDITIONS,
    ODD_VANISH,
    SAME,
    a,
    b,
    j,
    k,
    of_each,
    stated,
)
from proofs.zheng2024.formal.on_line.line_signs import constants
from proofs.zheng2024.formal.on_line.trained_line import C1, C2, for_each_law, well_defined
from symbolic.core.expressions import Expression, Node, Variable, opened, written
from symbolic.core.rules.logic import apply, conjoin, discharge
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    cell,
    conjunction,
    equal,
    for_all,
    implies,
    negation,
)
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import other_than_0

BLOCKS = stated().any_blocks
"""Any matrices of the model's shapes, P11, …, P33, K11, …, K33."""
TRAINED = stated().model.loss(*stated().given, *stated().blocks_at(a, b))
ANYWHERE = stated().model.loss(*stated().given, *BLOCKS)
"""The loss at the point `W_KQ_32 = a I`, `W_PV_12 = b I` of the line, and at any blocks."""
NOWHERE_LOWER = at_most(TRAINED, ANYWHERE)
AT_REST = equal(a * b, C1 / C2)
"""The point of the line is a trained one."""


def for_each_trained_point(formula: Expression, hypotheses: Expression = LINE_CONDITIONS) -> Expression:
    """A formula for all sizes, laws under the conditions for an invariant line where `κ1 > 0`, and trained points."""
    return for_each_law(for_all(a, REALS, for_all(b, REALS, implies(AT_REST, formula))), hypotheses)


def within(distance: Number) -> Expression:
    """That no entry of the blocks is farther from that of the point of the line than a distance."""
    functions = zip(BLOCKS, stated().functions, strict=True)
    return conjunction(*(_near(block, opened(each.parts[0], (a, b, j, k)), distance) for block, each in functions))


def _near(block: Variable, entry: Expression, distance: Number) -> Expression:
    difference = cell(block, j, k) if entry == written(0) else cell(block, j, k) - entry
    return of_each(at_most(difference**2, distance**2), j, k)


def regular(formula: Node, facts: Facts) -> Theorem:
    """The loss is a polynomial at some blocks, whose shapes are written or among the facts."""
    return ModelAnywhere(KEY).regular(formula, (*facts, *map(given, SIZES)))


def all_defined(goal: Expression) -> Theorem:
    """A goal about trained points and all blocks is defined."""
    divisor = negation(equal(C2, 0))

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        if isinstance(formula, Node) and formula.head == "regular":
            return regular(formula, facts)
        return supplied_with(facts, other_than_0(constants()[1])) if formula == divisor else None

    return well_defined(goal, solve)


def supplied_with(facts: Facts, theorem: Theorem) -> Theorem:
    """A theorem under the conditions for an invariant line, from the facts that they are made of."""
    both = (next(fact for fact in facts if fact.conclusion == each) for each in (ODD_VANISH, SAME))
    return apply(discharge(LINE_CONDITIONS, theorem), conjoin(*both))
