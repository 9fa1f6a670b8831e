"""The covariance with the eigenvalues `κ/i²`: it is semidefinite, and κ is more than 1 where their mean is 1."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.first_unit import AXIS
from proofs.garg2022.formal.trained_model import SIZES, d
from symbolic.core.expressions import Expression, Variable
from symbolic.core.rules.logic import apply, assume, excluded_middle
from symbolic.core.rules.membership import belongs
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    at_most,
    equal,
    equal_matrices,
    indicator,
    integers_from,
    less,
    matrix,
    member,
    multiple,
    product,
    real,
    semidefinite,
    trace,
    transpose,
)
from symbolic.goals.stated import ENTRY
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, indicated, modulo, whichever
from symbolic.tactics.sums.square_harmonics import below_count, both_sums, squares
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.diagonal_words import Places, by_entries, is_symmetric, place_of
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

κ = real("κ")
SCALE = member(κ, POSITIVE)
ON_DIAGONAL = indicator(equal(*ENTRY))
SKEW = matrix(*ENTRY, (d, d), ON_DIAGONAL * (κ / ENTRY[0] ** 2))
ROOT = matrix(*ENTRY, (d, d), ON_DIAGONAL * (1 / ENTRY[0]))
MEAN = equal(κ * squares(d), d)
"""The eigenvalues have the mean 1."""


@cache
def known() -> Facts:
    """What is known of d and κ."""
    return assumed(SIZES[0], SCALE)


def spread() -> Facts:
    """That κ is positive."""
    return (positive(κ, known()),)


def of_place(place: Theorem) -> Facts:
    """That a place is not 0."""
    return (signed(less(0, place_of(place)), assumed(place.conclusion)),)


def of_places(places: Places) -> Facts:
    """That of a row."""
    return of_place(places[0])


@cache
def squared_root() -> Theorem:
    """It is `κ D²` for `D = diag(1/i)`."""
    goal = equal_matrices(SKEW, multiple(κ, product(ROOT, ROOT)))
    return by_entries(goal, known(), more=of_places)


@cache
def is_semidefinite() -> Theorem:
    """It is semidefinite: its form is `κ ‖D x‖²`."""
    root = is_symmetric(ROOT, known(), of_place)

    def sign(x: Variable, more: Facts) -> Theorem:
        inside = (*known(), *more, root, shaped(SKEW, known()))
        image = product(ROOT, x)
        value = trace(product(transpose(x), SKEW, x))
        same = rewritten_traces(equal(value, κ * norm(image)), inside, [squared_root()])
        signs = same, not_negative(image, inside), *spread()
        return signed(at_most(0, value), signs, products=(signs[1:],))

    turned = is_symmetric(SKEW, known(), of_place)
    return by_form(member(SKEW, semidefinite(d)), (*known(), turned), sign)


@cache
def is_skewed() -> Theorem:
    """The first unit vector is an eigenvector, of the eigenvalue κ."""

    def settle(goal: Expression, apart: Facts, places: Places, facts: Facts) -> Theorem:
        def here(case: Facts) -> Theorem:
            return modulo(goal, (*apart, case[0]), facts)

        def elsewhere(case: Facts) -> Theorem:
            return modulo(goal, (*apart, *indicated(case[0])), facts)

        return whichever(goal, excluded_middle(equal(place_of(places[0]), 1)), here, elsewhere)

    goal = equal_matrices(product(SKEW, AXIS), multiple(κ, AXIS))
    return by_entries(goal, known(), settle, of_places)


def more_than_1(several: Theorem) -> Theorem:
    """`1 < κ` from d = 2 on, as `1 + 1/4 + … + 1/d²` is less than d."""
    within = (*known(), several)
    sums = conjuncts(at(both_sums(), assume(SIZES[0])))
    below = at(below_count(), belonging(d, integers_from(2), within))
    goal = less(1, κ)
    least = next(each for each in sums if each.conclusion == at_most(1, squares(d)))
    return signed(goal, (*sums, below, assume(MEAN), *within), products=((least,),))


def at_mean(theorem: Theorem) -> Theorem:
    """What holds for all κ with which the mean is 1 at one of them, `d/(1 + 1/4 + … + 1/d²)`."""
    sums = conjuncts(at(both_sums(), assume(SIZES[0])))
    whole = signed(less(0, squares(d)), sums)
    scale = d / squares(d)
    wide = positive(scale, (whole, *assumed(SIZES[0])))
    mean = identity(scale * squares(d), d, (whole,))
    return apply(at(theorem, belongs(member(scale, POSITIVE), wide)), mean)
