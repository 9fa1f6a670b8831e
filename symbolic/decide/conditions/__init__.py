"""Conditions on the law of `x_1`, as data: moment equations, families of them, supports, invariances, independence.

A condition prints, can be asked of a law, gives its instances as linear forms in moment patterns (for proofs), and its
constraints on tables of atoms (for witnesses). What a finite list of instances cannot say, a condition says by
*covering* patterns: it forces them to vanish.
"""

from symbolic.decide.conditions.condition import Condition, Constraint, Finding, Inside, SideCondition
from symbolic.decide.conditions.equations import Equals, SameForAll, require_exact, vanishes
from symbolic.decide.conditions.mixed_moments import LOW_EXPONENTS
from symbolic.decide.conditions.polynomials import Polynomial, difference, polynomial_of
from symbolic.decide.conditions.values import values_taken
from symbolic.decide.conditions.vanishing import MixedMomentsVanish

__all__ = [
    "LOW_EXPONENTS",
    "Condition",
    "Constraint",
    "Equals",
    "Finding",
    "Inside",
    "MixedMomentsVanish",
    "Polynomial",
    "SameForAll",
    "SideCondition",
    "difference",
    "polynomial_of",
    "require_exact",
    "values_taken",
    "vanishes",
]
