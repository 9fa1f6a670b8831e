"""Slopes by keys and queries are products with the slope by W; heads with keys and queries in a span are critical."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.loss_in_traces import gradient_shape
from proofs.zhang2024.formal.trained_point import DATA, R, divisors, spread
from proofs.zhang2025.formal.many_heads import (
    FLAT,
    HEADS,
    POINT,
    SUM,
    V,
    X,
    Y,
    gradient,
    is_reached,
    slope,
    within,
)
from symbolic.core.expressions import Expression, bound, opened
from symbolic.core.rules.logic import assume, conjoin, parts
from symbolic.core.rules.matrix_algebra import equal_transposes
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import conjunction, equal_matrices, implies, matrix_letter, product, transpose
from symbolic.goals.engine import derived_gradient
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import at, conjuncts, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import by_words, shaped

MODEL = ModelOnFamily("zhang2025-matrix", "any")
W = matrix_letter("W")


def by_sum() -> Expression:
    """The slope by W at the sum of the heads."""
    stated = MODEL.stated
    return opened(bound(stated.gradient("W"), (W,)), (SUM,))


def products() -> Expression:
    """Slopes by keys, queries and numbers are products with that."""
    whole = by_sum()
    words = {"k": (whole, Y, transpose(V)), "r": (transpose(whole), X, V), "v": (transpose(X), whole, Y)}
    says = (equal_matrices(gradient(block), product(*word)) for block, word in words.items())
    return quantified(conjunction(*says), HEADS, *POINT)


def along(projection: Expression, learned: Expression, supposed: Expression | None = None) -> Expression:
    """Heads that add to what is learned, keys and queries being kept by the projection, are critical."""
    kept = (equal_matrices(product(projection, each), each) for each in (X, Y))
    premise = supposed or conjunction(equal_matrices(SUM, learned), *kept)
    return quantified(implies(premise, FLAT), HEADS, *POINT)


@cache
def of_matrix() -> Theorem:
    """The slope by W as it is derived."""
    data = *map(assume, DATA[:2]), spread()
    return at(derived_gradient(MODEL.key, MODEL.family, "W"), *data, shaped(SUM, within()))


def shape_by_sum() -> Theorem:
    """Its shape."""
    return gradient_shape(of_matrix(), within())


def products_proved() -> Theorem:
    """That they are such products."""
    whole, shape = of_matrix(), shape_by_sum()
    ways = {
        "k": (whole, None, product(Y, transpose(V))),
        "r": (equal_transposes(whole), None, product(X, V)),
        "v": (whole, transpose(X), Y),
    }
    found = []
    inside = products()
    for membership in (HEADS, *POINT):
        inside = opened(parts(inside, "for_all")[1], parts(membership, "member")[:1])
    for goal, (block, (equation, before, behind)) in zip(parts(inside, "and"), ways.items(), strict=True):
        shapes = (*within(), shape, gradient_shape(slope(block), within()))
        using = (slope(block), 1, None, None), (equation, -1, before, behind)
        found.append(by_words(goal, shapes, *using, known=divisors()))
    return under(conjoin(*found), HEADS, *POINT)


def along_proved(projection: Theorem, twice: Theorem, passes: Theorem, learned: Expression, facts: Facts) -> Theorem:
    """That such heads are critical, from that the projection is symmetric, one, and commutes with Λ."""
    of, _ = parts(projection.conclusion, "member")
    premise = conjunction(equal_matrices(SUM, learned), *(equal_matrices(product(of, each), each) for each in (X, Y)))
    whole, *kept = conjuncts(assume(premise))
    same = by_words(equal_matrices(SUM, product(R, of)), (*within(), *facts), (whole, 1, None, None))
    flat = at(is_reached(), projection, conjoin(twice, passes, same, *kept))
    return under(under(flat, premise), HEADS, *POINT)
