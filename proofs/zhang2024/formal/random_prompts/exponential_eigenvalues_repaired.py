"""What the trained model gets of the target, for queries apart and not, and the error that long prompts leave."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from proofs.zhang2024.formal.long_prompts import (
    APART,
    EXPONENTIAL,
    LAWS,
    LENGTH,
    LIMITS,
    VALUES,
    aligned,
    at_each_length,
    at_exponential,
    long,
    meaningful,
    relative_error,
    tends_to,
)
from proofs.zhang2024.formal.random_prompts import constant_eigenvalues, given_query
from proofs.zhang2024.formal.random_prompts.random_law import MODEL, VARIES
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import conjoin
from symbolic.core.sorts import signature_of
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import Number, conjunction, equal, implies
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import of_matrices

LIMIT_AT = {aligned(APART): Fraction(1, 3), aligned(MODEL): Fraction(2, 3), relative_error(): Fraction(1, 3)}


FLOOR = LIMITS[relative_error()]


def goal(
    values: Mapping[Expression, Expression] = VALUES,
    limits: Mapping[Expression, Fraction] = LIMIT_AT,
    floor: Number = FLOOR,
    varies: Expression = VARIES,
    constant: Expression | None = None,
    predicted: Expression | None = None,
) -> Expression:
    """For all sizes and laws: three numbers at every length, the error in the limit, and all limits for Exp(1).

    No error is left just where an eigenvalue has one value beside 0. The prediction in the mean at each query and task.
    """
    each = quantified(conjunction(*(equal(number, value) for number, value in values.items())), LENGTH)
    exponential = conjunction(*(tends_to(number, limit) for number, limit in limits.items()))
    nothing = constant or constant_eigenvalues.goal()
    at_queries = predicted or given_query.goal()
    limits_ = implies(EXPONENTIAL, exponential)
    found = conjunction(each, tends_to(relative_error(), floor), nothing, at_queries, limits_)
    return quantified(implies(varies, found), *LAWS)


def proof() -> Proof:
    """The goal and its definedness."""
    each = under(conjoin(*map(at_each_length, VALUES)), LENGTH)
    exponential = conjoin(*(at_exponential(number, limit) for number, limit in LIMIT_AT.items()))
    nothing = constant_eigenvalues.theorem()
    found = conjoin(each, long(relative_error()), nothing, given_query.theorem(), under(exponential, EXPONENTIAL))
    return Proof(goal(), under(found, *LAWS, VARIES), proved(defined(goal()), solve=solver))


def solver(formula: Expression, facts: Facts) -> Theorem | None:
    """What the goal needs to be defined."""
    match formula:
        case Node(head="regular") if model := given_query.MODELS.get(signature_of(formula).key):
            return model.regular(formula, facts)
    return meaningful(formula, facts) or of_matrices(formula, facts)
