"""What the trained model gets of the target, for queries apart and not, and the error that long prompts leave."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from proofs.zhang2024.formal import constant_eigenvalues
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
from proofs.zhang2024.formal.random_law import MODEL, VARIES
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import conjoin
from symbolic.core.vocabulary import Number, conjunction, equal, implies
from symbolic.tactics.steps import proved, quantified, under

LEFT_OUT = (
    "That the mean of the prediction given query and task is a multiple of the target: stated is what E ŷy is beside "
    "E y²; and that a square with the mean 0 is 0 almost surely."
)
LIMIT_AT = {aligned(APART): Fraction(1, 3), aligned(MODEL): Fraction(2, 3), relative_error(): Fraction(1, 3)}


FLOOR = LIMITS[relative_error()]


def goal(
    values: Mapping[Expression, Expression] = VALUES,
    limits: Mapping[Expression, Fraction] = LIMIT_AT,
    floor: Number = FLOOR,
    varies: Expression = VARIES,
    constant: Expression | None = None,
) -> Expression:
    """For all sizes and laws: three numbers at every length, the error in the limit, and all limits for Exp(1).

    No error is left just where an eigenvalue has one value beside 0.
    """
    each = quantified(conjunction(*(equal(number, value) for number, value in values.items())), LENGTH)
    exponential = conjunction(*(tends_to(number, limit) for number, limit in limits.items()))
    nothing = constant or constant_eigenvalues.goal()
    found = conjunction(each, tends_to(relative_error(), floor), nothing, implies(EXPONENTIAL, exponential))
    return quantified(implies(varies, found), *LAWS)


def proof() -> Proof:
    """The goal and its definedness."""
    each = under(conjoin(*map(at_each_length, VALUES)), LENGTH)
    exponential = conjoin(*(at_exponential(number, limit) for number, limit in LIMIT_AT.items()))
    nothing = constant_eigenvalues.theorem()
    found = conjoin(each, long(relative_error()), nothing, under(exponential, EXPONENTIAL))
    return Proof(goal(), under(found, *LAWS, VARIES), proved(defined(goal()), solve=meaningful))
