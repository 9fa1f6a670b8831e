"""That the trained model gets a third of the target where the query has the prompt's covariance: false, two thirds."""

from __future__ import annotations

from fractions import Fraction

from proofs.zhang2024.formal.long_prompts import EXPONENTIAL, LAWS, aligned, at_exponential, meaningful, tends_to
from proofs.zhang2024.formal.random_prompts.random_law import MODEL, VARIES
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.convergence import one_limit
from symbolic.core.rules.logic import apply, assume, deny, discharge, part, parts
from symbolic.core.rules.membership import lower_moments
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import FALSE, Number, implies, moments, negation
from symbolic.tactics.evaluated import worked_out
from symbolic.tactics.explicit_laws import table
from symbolic.tactics.explicit_means import all_moments
from symbolic.tactics.signs import Facts, signed, with_head
from symbolic.tactics.steps import at, proved, quantified, under

LEFT_OUT = (
    "The mean of the prediction given query and task: stated is what follows, that `E ŷy / E y²` tends to a third."
)
LAW = table((Fraction(1, 4), written(0)), (Fraction(2, 3), written(1)), (Fraction(1, 12), written(2)))
"""Three points whose squares have the moments 1, 2 and 6."""


def goal(limit: Number = Fraction(1, 3)) -> Expression:
    """For all sizes and laws whose squares have the first three moments of Exp(1): a third, in the limit."""
    return quantified(implies(EXPONENTIAL, tends_to(aligned(MODEL), limit)), *LAWS)


def refutation() -> Proof:
    """The denied goal and its definedness: it tends to two thirds."""
    data = 2, lower_moments(moments(6), all_moments(LAW))
    supposed, _ = parts(at(assume(goal()), *data).conclusion, "implies")
    holds = worked_out(supposed)
    found = apply(at(under(two_thirds(), *LAWS, EXPONENTIAL), *data), holds)
    wrong = signed(FALSE, (one_limit(found, apply(at(assume(goal()), *data), holds)),))
    denied = negation(goal())
    return Proof(denied, deny(goal(), wrong), proved(defined(denied), solve=meaningful_there))


def two_thirds() -> Theorem:
    """`E ŷy / E y² → 2/3`, for such laws."""
    found = at_exponential(aligned(MODEL), Fraction(2, 3))
    return varying(found, (part(1, assume(EXPONENTIAL)),))


def varying(theorem: Theorem, facts: Facts) -> Theorem:
    """A theorem without `0 < E λ²`, which is 2."""
    return apply(discharge(VARIES, theorem), signed(VARIES, facts)) if VARIES in theorem.hypotheses else theorem


def meaningful_there(formula: Expression, facts: Facts) -> Theorem | None:
    """The same solver, from the moments that are supposed."""
    found = meaningful(formula, facts)
    return varying(found, with_head(facts, "equal")) if found else None
