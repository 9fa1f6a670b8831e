"""Local minima of the loss that are no global ones, and saddles, at some covariances and lengths of prompts."""

from __future__ import annotations

from fractions import Fraction

from proofs.zhang2024.formal.first_axis.first_covariate import ANYWHERE, FAMILY, KEY, FirstCovariate
from proofs.zhang2024.formal.first_axis.nearby import no_lower, nowhere_lower
from proofs.zhang2024.formal.first_axis.saddles import lower_somewhere, somewhere_lower
from proofs.zhang2024.formal.first_axis.second_derivatives import (
    inertia,
    inertia_known,
    level,
    level_known,
    moved,
    stretched,
)
from proofs.zhang2024.formal.first_axis.values_there import at_point, is_critical, of_data, value_at
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import conjunction, equal, less
from symbolic.goals.engine import derived_regularity
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import proved
from symbolic.tactics.whole_matrices.matrix_letters import of_matrices

HALF, TENTH = (Fraction(1), Fraction(1, 2)), (Fraction(1), Fraction(1, 10))
FIRST = FirstCovariate(HALF, 1)
MINIMA = (
    FIRST,
    FirstCovariate(HALF, 10),
    FirstCovariate(TENTH, 202),
    FirstCovariate((*HALF, Fraction(1, 4)), 2),
)
SADDLES = FirstCovariate(HALF, 11), FirstCovariate(TENTH, 203)
VALUES = Fraction(17, 28), Fraction(39, 70)
"""The loss at the first of them, and at the trained point."""


def points(of: FirstCovariate) -> tuple[Node, Node]:
    """The losses at the point and at the trained one."""
    return of.loss(*of.blocks(of.point)), of.loss(*of.blocks(of.trained))


def minimum(of: FirstCovariate) -> Node:
    """A local minimum, with a larger loss than the trained point, with second derivatives and the curve."""
    here, best = points(of)
    return conjunction(no_lower(of), less(best, here), inertia(of), level(of))


def saddle(of: FirstCovariate) -> Node:
    """A critical point that is no local minimum, with second derivatives and the curve."""
    return conjunction(of.critical, lower_somewhere(of), inertia(of), level(of))


def goal(
    minima: tuple[FirstCovariate, ...] = MINIMA,
    saddles: tuple[FirstCovariate, ...] = SADDLES,
    values: tuple[Fraction, ...] = VALUES,
    first: Expression | None = None,
) -> Expression:
    """Where the point is a local minimum, where it is a saddle, and two losses."""
    found = zip(points(FIRST), values, strict=True)
    at_first = minimum(minima[0]) if first is None else first
    return conjunction(at_first, *map(minimum, minima[1:]), *map(saddle, saddles), *(equal(*each) for each in found))


def lowest(of: FirstCovariate) -> Theorem:
    """A local minimum that is no global one."""
    here, best = points(of)
    values = value_at(of, of.point), value_at(of, of.trained)
    return conjoin(nowhere_lower(of), signed(less(best, here), values), inertia_known(of), level_known(of))


def proof() -> Proof:
    """The goal and its definedness."""
    saddles = (conjoin(is_critical(of), somewhere_lower(of), inertia_known(of), level_known(of)) for of in SADDLES)
    values = (value_at(FIRST, point) for point in (FIRST.point, FIRST.trained))
    theorem = conjoin(*map(lowest, MINIMA), *saddles, *values)
    return Proof(goal(), theorem, proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that losses are polynomials, and shapes."""
    if isinstance(formula, Node) and formula.head == "regular":
        size, length, covariance, *blocks = formula.parts[1:]
        of = next(each for each in (*MINIMA, *SADDLES) if each.data == (size, length, covariance))
        for point in (of.point, of.trained, moved(of), stretched(of)):
            if of.blocks(point) == tuple(blocks):
                return at_point(of, derived_regularity(KEY, FAMILY), point, known)
        return ANYWHERE.regular(formula, (*known, *of_data(of)))
    return of_matrices(formula, known)
