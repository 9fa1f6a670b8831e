"""On the line the model takes one step of gradient descent on the least squares of its context, by the rules."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.capability.context_identities import expansion, stepped
from proofs.zheng2024.formal.capability.context_step import (
    ANY,
    AT_ZERO,
    BEGINS,
    DESCENT,
    OBJECTIVE,
    POINT,
    ROW,
    SEQUENCE,
    SQUARE,
    STEP,
    WEIGHTS,
    after_step,
    prediction,
)
from proofs.zheng2024.formal.line import theorem_4_1_repaired
from proofs.zheng2024.formal.on_line.line_formulas import d, j, k
from proofs.zheng2024.formal.recovery.mixed_powers import Pair
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    conjunction,
    equal,
    implies,
    total,
)
from symbolic.tactics.steps import (
    proved,
    quantified,
    under,
)

LEFT_OUT = "the blocks that are zero on the line, which the prediction is written without"


def goal(step: Expression = STEP, descent: Pair = DESCENT, hypotheses: Expression = BEGINS) -> Expression:
    """For all sequences: the gradient of the objective at 0, and the prediction after a step along it, at any point."""
    slope = total(j, 1, d, total(k, 1, d, WEIGHTS[0] * descent[0] + WEIGHTS[1] * descent[1]))
    expanded = quantified(equal(OBJECTIVE, AT_ZERO - slope + SQUARE), *ANY)
    stepped = (after_step(step, factor, descent) for factor in (1, 2))
    found = (equal(one, other) for each in stepped for one, other in zip(prediction(), each, strict=True))
    steps = quantified(conjunction(*found), *POINT, ROW)
    of_sequences = quantified(implies(hypotheses, conjunction(expanded, steps)), *SEQUENCE)
    return conjunction(of_sequences, theorem_4_1_repaired.trained())


@cache
def theorem() -> Theorem:
    """The goal."""
    steps = under(conjoin(*(stepped(number, factor) for factor in (1, 2) for number in range(2))), *POINT, ROW)
    of_sequences = under(conjoin(expansion(), steps), *SEQUENCE, BEGINS)
    return conjoin(of_sequences, theorem_4_1_repaired.theorem())


def proof() -> Proof:
    """The goal and its definedness."""
    return Proof(goal(), theorem(), definedness())


def definedness() -> Theorem:
    """The goal is defined."""
    known = theorem_4_1_repaired.definedness(theorem_4_1_repaired.trained())
    return proved(defined(goal()), solve=lambda formula, facts: known if formula == known.conclusion else None)
