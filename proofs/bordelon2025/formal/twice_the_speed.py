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
from symbolic.core.vocabulary import Number
from symbolic.tactics.signs import identity
from symbolic.tactics.steps import at, proved, under

LEFT_OUT = f"That the speed is that of descent on the loss of L layers. {OF_EXPONENTIALS}"


def goal(factor: Number = 2, rate: Number = 4) -> Expression:
    """With the speed `2 ω λ² e^(−2λγ)` the course is `γ = ln(1 + 4ωλ³t)/(2λ)`."""
    return solved(factor, rate)


def proof() -> Proof:
    """The goal and its definedness."""
    here = at(course(2), assume(TIME))
    left, right = parts(loss(2), "equal")
    of_loss = identity(left, right, (positive(4),), ((here, ω * λ),))
    found = under(conjoin(existence(2), under(conjoin(here, of_loss), TIME)), *GIVEN)
    return Proof(goal(), found, proved(defined(goal()), solve=defined_for(2)))
