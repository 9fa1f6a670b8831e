"""Independent coordinates of one symmetric law with the variance 1, after training with `Λ = I`: the error."""

from __future__ import annotations

from proofs.garg2022.formal.isotropic import ENDED, apart, count, sizes, γ
from proofs.garg2022.formal.orthants.error_in_orthants import on_diagonal
from proofs.garg2022.formal.trained_model import ONE, SIZES, TASK, TESTED, M, d, derived, loss, w
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import conjunction, equal, implies, law, mean, member, moments, real, trace
from symbolic.tactics.signs import Facts, nonzero
from symbolic.tactics.steps import assumed, other_than_0, quantified, rewritten, under
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

KEY = "garg2022-coordinates"
ρ, η, z = law("ρ"), law("η"), real("z")
"""What a coordinate of a sample has, and one of the query."""
LAWS = member(ρ, moments(4)), member(η, moments(2))


def moment(of: Expression, order: int) -> Expression:
    """`E zᵏ` of a coordinate."""
    return mean(z, of, z**order)


SYMMETRIC = conjunction(equal(moment(ρ, 1), 0), equal(moment(ρ, 3), 0), equal(moment(η, 1), 0))
UNIT = conjunction(equal(moment(ρ, 2), 1), equal(moment(η, 2), 1))
ERROR = loss(KEY, d, M, ρ, η, w, ENDED)
DATA = TESTED, *LAWS, TASK


def value(size: Expression = d) -> Expression:
    """The error over the mean square of the target."""
    return (1 / γ - 1) ** 2 + (size - 2 + moment(ρ, 4)) / (γ**2 * M)


def of_coordinates(relative: Expression | None = None, unit: Expression = UNIT) -> Expression:
    """For all sizes, laws and tasks: the error."""
    error = implies(unit, equal(ERROR, norm(w) * (relative or value())))
    return quantified(quantified(implies(SYMMETRIC, error), *DATA), *SIZES)


def with_coordinates() -> Theorem:
    """The same as a theorem."""
    known = (*sizes(), *assumed(*DATA), assume(SYMMETRIC))
    found = derived(ERROR, known)
    units = tuple(part(place, assume(UNIT)) for place in range(2))
    for each in (*units, on_diagonal(found, known)):
        found = rewritten(each, found)
    _, right = parts(found.conclusion, "equal")
    same = rewritten_traces(equal(right, norm(w) * value(trace(ONE))), known, (), divisors())
    return under(rewritten(count(), rewritten(same, found)), *SIZES, *DATA, SYMMETRIC, UNIT)


def divisors() -> Facts:
    """What divides in the error is not 0."""
    return (*apart(), other_than_0(nonzero(M, assumed(TESTED))))
