"""The printed course of an eigenvalue is that at twice the printed speed, which is that of descent on the loss."""

from __future__ import annotations

from proofs.bordelon2025.formal.learned_eigenvalue import (
    GIVEN,
    TIME,
    course,
    defined_for,
    existence,
    loss,
    positive,
    solved,
    λ,
    ω,
)
from proofs.bordelon2025.formal.learned_eigenvalue import LEFT_OUT as OF_EXPONENTIALS
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume, conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import Number, conjunction
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import at, proved, under

LEFT_OUT = f"That the speed is that of descent on the loss of L layers. {OF_EXPONENTIALS}"


def goal(factor: Number = 2, rate: Number = 4, half: Number = 2) -> Expression:
    """With the speed `2 ω λ² e^(−2λγ)` the course is `γ = ln(1 + 4ωλ³t)/(2λ)`; with half of it `ln(1 + 2ωλ³t)/(2λ)`."""
    return conjunction(solved(factor, rate), solved(1, half))


def at_speed(factor: int) -> Theorem:
    """The course at a multiple of the printed speed, and the loss."""
    here, rate = at(course(factor), assume(TIME)), 2 * factor
    left, right = parts(loss(factor, rate), "equal")
    of_loss = identity(left, right, (positive(rate),), ((here, ω * λ),))
    return under(conjoin(existence(factor), under(conjoin(here, of_loss), TIME)), *GIVEN)


def proof() -> Proof:
    """The goal and its definedness."""
    return Proof(goal(), conjoin(at_speed(2), at_speed(1)), proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, facts: Facts) -> Theorem | None:
    """A solver: that both flows exist, and that nothing is divided by 0."""
    return next((found for factor in (2, 1) if (found := defined_for(factor)(formula, facts))), None)
