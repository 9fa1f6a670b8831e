"""The limit of Theorem 4.1: where ab tends along the gradient flow from the line, under the conditions on the law."""

from __future__ import annotations

from proofs.zheng2024.formal.line_flow import SIZES
from proofs.zheng2024.formal.line_formulas import LINE_CONDITIONS, stated
from proofs.zheng2024.formal.line_signs import SIGNAL
from proofs.zheng2024.formal.line_statements import from_all_starts
from proofs.zheng2024.formal.theorem_4_1_repaired import PRINTED, solve, tends_to_printed
from proofs.zheng2024.formal.trained_line import MOVES, PRODUCT, START, STARTS, flow, τ
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import conjoin, part
from symbolic.core.vocabulary import NONNEGATIVE, Number, conjunction, implies, tends
from symbolic.tactics.steps import proved, under


def goal(value: Number = PRINTED, hypotheses: Expression = LINE_CONDITIONS, moves: Expression = MOVES) -> Expression:
    """For all sizes, laws and starts on the line there is one flow, and ab tends to the printed limit."""
    goes = implies(moves, tends(τ, NONNEGATIVE, PRODUCT, value))
    return from_all_starts(hypotheses, conjunction(stated().model.flows(*START), goes))


def proof() -> Proof:
    """The goal and its definedness."""
    found = under(conjoin(part(0, flow()), tends_to_printed()), *STARTS)
    theorem = under(found, *SIZES, LINE_CONDITIONS, SIGNAL)
    return Proof(goal(), theorem, proved(defined(goal()), solve=solve))
