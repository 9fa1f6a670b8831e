"""Starts on the axes as printed, of any size: at size 0 the step κ1/κ2 is 0/0."""

from __future__ import annotations

from proofs.zheng2024.formal.capability.example_4_1_repaired import RATIO
from proofs.zheng2024.formal.capability.few_shot_loss import loss as last_loss
from proofs.zheng2024.formal.lemmas.axes_starts import ANY_SIZE, at_axes, c, constants, line_conditions
from proofs.zheng2024.formal.lemmas.trained_product import LENGTHS
from proofs.zheng2024.formal.on_line.line_flow import SIZES
from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, T, d, kappa2
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, contradict, deny
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import Number, conjunction, equal, implies, less, negation, tends
from symbolic.tactics.signs import signed, with_head
from symbolic.tactics.steps import at, conjuncts, modulo, quantified, replaced, under


def goal(error: Number = 0, sizes: Expression | None = None) -> Expression:
    """For every c and d: the line is invariant, and at the step `κ1/κ2` the error of the last prediction tends to 0."""
    recovers = conjunction(LINE_CONDITIONS, tends(T, LENGTHS, last_loss(RATIO, 1), error))
    return quantified(implies(sizes, at_axes(recovers)) if sizes else at_axes(recovers), ANY_SIZE, SIZES[0])


def at_nothing(theorem: Theorem) -> Theorem:
    """What holds for every c and d, at c = 0 and d = 1."""
    return at(under(theorem, ANY_SIZE, SIZES[0]), 0, 1)


def ill_posed() -> Theorem:
    """The goal divides by 0 where c = 0 and d = 1: there `κ2 = 0`."""
    formula = defined(goal())
    needs = at(assume(formula), 0, 1)
    guarded = with_head(conjuncts(needs), "implies")[-1]
    of_blocks = with_head(conjuncts(at(apply(guarded, at_nothing(line_conditions())), 3)), "for_all")[-1]
    of_entry = conjuncts(at(of_blocks, 1, 1))
    bottom = replaced(replaced(at_axes(kappa2()), d, written(1)), c, written(0))
    divides = next(need for need in of_entry if need.conclusion == negation(equal(bottom, 0)))
    vanishes = modulo(equal(bottom, 0), (at_nothing(constants()[1]),), (signed(less(0, written(1))),))
    return deny(formula, contradict(vanishes, divides))
