"""That attention on the family predicts what the models of the test predict: its mean squared difference is 0."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.trained_model import INVERSE, SIZES, SQUARE, TESTED, M, R, d, valued
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import assume
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    equal,
    equal_matrices,
    implies,
    law,
    matrix_letter,
    member,
    moments,
    multiple,
    real,
    vector_law,
    vector_moments,
)
from symbolic.goals.engine import declared, derived_loss, derived_regularity
from symbolic.goals.stated import Stated
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import assumed, at, quantified, under

KEY, FAMILY = "zhang2024-attention", "reduced"
u, U = real("u"), matrix_letter("U")
ξ, η, ρ = vector_law("ξ"), law("η"), vector_law("ρ")
DATA = member(ξ, vector_moments(4)), member(η, moments(4)), member(ρ, vector_moments(6))
POINT = member(u, REALS), member(U, SQUARE)
LIMIT = equal_matrices(R, multiple(u, U))
"""Where the training ends."""


@cache
def stated() -> Stated:
    """Attention on the family, as formulas name it."""
    return Stated(declared(KEY), FAMILY)


def difference() -> Node:
    """`E (attention − x_qᵀ R (1/M) Σ y_i x_i)²`."""
    return stated().model.loss(d, M, ξ, η, ρ, R, *stated().blocks)


def predicts() -> Expression:
    """For all data: the difference is 0 where `R = u U`."""
    return quantified(implies(LIMIT, equal(difference(), 0)), *DATA, *POINT)


def is_predicted() -> Theorem:
    """The same as a theorem."""
    memberships = SIZES[0], TESTED, *DATA, INVERSE, *POINT
    derived = at(derived_loss(KEY, FAMILY), *map(assume, memberships))
    known = assumed(*memberships)
    same = valued(derived, 0, known, (assume(LIMIT),))
    return under(same, *DATA, *POINT, LIMIT)


def regular(formula: Expression, facts: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial there."""
    if isinstance(formula, Node) and formula.head == "regular" and formula.parts[1:] == difference().parts[1:]:
        return at(derived_regularity(KEY, FAMILY), *map(assume, (SIZES[0], TESTED, *DATA, INVERSE, *POINT)))
    return None
