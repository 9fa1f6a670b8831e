"""The velocities on the family, that the gradient flow of all parameters follows them, and what it conserves."""

from __future__ import annotations

from proofs.zhang2024.formal import conserved_difference
from proofs.zhang2024.formal.flow.family_flow import DATA, FLOW, meaningful, stays_proved
from proofs.zhang2024.formal.loss_in_traces import derived_force
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import conjunction
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import proved, quantified, under


def goal(points: Expression | None = None, flow: Expression | None = None) -> Expression:
    """For all sizes and covariances: both velocities and what alone is conserved, and the flow from every point."""
    return conjunction(points or conserved_difference.goal(), quantified(flow or FLOW.stays(), *DATA))


def proof() -> Proof:
    """The goal and its definedness."""
    theorem = conjoin(conserved_difference.proof().theorem, under(stays_proved(), *DATA))
    return Proof(goal(), theorem, proved(defined(goal()), solve=settled))


def settled(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: the same, and the shape of the gradient by U."""
    return meaningful(formula, (*known, derived_force()[1]))
