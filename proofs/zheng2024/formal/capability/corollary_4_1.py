"""On the line the model takes one step of gradient descent on the least squares of its context, by the rules."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.capability.context_step import DESCENT, STEP, Pair, statement
from proofs.zheng2024.formal.line import theorem_4_1_repaired
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import Number, conjunction
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import proved
from symbolic.tactics.whole_matrices.word_equations import proof_by_words


def goal(step: Number = STEP, descent: Pair = DESCENT) -> Expression:
    """For all sequences: the model predicts as after a step of descent; and where training leads on the line."""
    return conjunction(statement(step, descent), theorem_4_1_repaired.trained())


@cache
def of_sequences() -> Proof:
    """The statement about all sequences and its definedness."""
    return proof_by_words(statement())


def proof() -> Proof:
    """The goal and its definedness."""
    words = of_sequences()
    known = words.definedness, theorem_4_1_repaired.definedness(theorem_4_1_repaired.trained())

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        return next((each for each in known if each.conclusion == formula), None)

    found = conjoin(words.theorem, theorem_4_1_repaired.theorem())
    return Proof(goal(), found, proved(defined(goal()), solve=solve))
