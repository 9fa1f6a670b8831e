"""The loss and its gradient on the family, and that the gradient flow of all parameters from it stays there."""

from __future__ import annotations

from proofs.zhang2024.formal import loss_in_traces
from proofs.zhang2024.formal.flow.family_flow import DATA, FLOW, meaningful, stays_proved
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import conjoin
from symbolic.core.vocabulary import conjunction
from symbolic.tactics.steps import proved, quantified, under


def goal(points: Expression | None = None, flow: Expression | None = None) -> Expression:
    """For all sizes and covariances: what holds at every point, and where the flow from every point is."""
    return conjunction(points or loss_in_traces.goal(), quantified(flow or FLOW.stays(), *DATA))


def proof() -> Proof:
    """The goal and its definedness."""
    points = loss_in_traces.proof()
    theorem = conjoin(points.theorem, under(stays_proved(), *DATA))
    return Proof(goal(), theorem, proved(defined(goal()), solve=meaningful))
