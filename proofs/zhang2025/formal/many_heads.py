"""The slopes of the loss of n heads of rank one, by numbers, keys and queries, in `G = ΓΛWΛ − Λ²`; which are critical.

The heads add to `W = X V Yᵀ`: keys are the columns of X and queries those of Y, numbers stand on the diagonal of V.
What is said holds of every V.
"""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.loss_in_traces import Λ, N, d, gradient_shape
from proofs.zhang2024.formal.trained_point import DATA, K, R, divisors, folded, inverses, spread
from proofs.zhang2025.formal.stationary_sums import P, force, level
from symbolic.core.expressions import Expression, Node, bound, opened, written
from symbolic.core.rules.entries import cell_of_matrix
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import assume, conjoin, parts, witness
from symbolic.core.rules.matrix_algebra import cell_of_product, cell_of_word, equal_in_cells, equal_transposes
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    cell,
    conjunction,
    difference,
    equal,
    equal_matrices,
    exists,
    identity_matrix,
    implies,
    indicator,
    integers_between,
    integers_from,
    matrices,
    matrix,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    symmetric,
    transpose,
    zeros,
)
from symbolic.goals.engine import derived_gradient, derived_regularity
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, modulo, quantified, under
from symbolic.tactics.sums.kronecker import selected
from symbolic.tactics.whole_matrices.matrix_letters import Using, by_words, chained, shaped
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

MODEL = ModelOnFamily("zhang2025-many", "heads")
n, j, k, l = map(real, "njkl")
V, X, Y = map(matrix_letter, "VXY")
HEADS = member(n, integers_from(1))
POINT = member(V, matrices(n, n)), member(X, matrices(d, n)), member(Y, matrices(d, n))
SUM = product(X, V, transpose(Y))
NONE, FLAT_NUMBERS = zeros(d, n), zeros(n, n)


def gradient(block: str) -> Node:
    """The gradient by a block at the heads."""
    stated = MODEL.stated
    return stated.gradient(block)


BY_KEYS = product(force(SUM), Y, transpose(V))
BY_QUERIES = product(transpose(force(SUM)), X, V)
BY_NUMBERS = product(transpose(X), force(SUM), Y)
"""Halves of the slopes: of a head they are `v_h G r_h`, `v_h Gᵀ k_h` and `k_hᵀ G r_h`."""

HALVES = {"k": BY_KEYS, "r": BY_QUERIES, "v": BY_NUMBERS}


def slopes(factor: int = 2) -> Node:
    """All slopes."""
    return conjunction(*(equal_matrices(gradient(block), multiple(factor, half)) for block, half in HALVES.items()))


CRITICAL = conjunction(*(equal_matrices(gradient(block), NONE) for block in "kr"))
FLAT = conjunction(CRITICAL, equal_matrices(gradient("v"), FLAT_NUMBERS))
PROJECTION = member(P, symmetric(d))
COMMUTES = equal_matrices(product(P, P), P), equal_matrices(product(P, Λ), product(Λ, P))
ALONG = conjunction(
    *COMMUTES, equal_matrices(SUM, product(R, P)), *(equal_matrices(product(P, each), each) for each in (X, Y))
)
"""A projection commutes with Λ, the heads add to `Γ⁻¹P`, and keys and queries are in its range."""


def reached(along: Expression = ALONG) -> Expression:
    """Such heads are critical."""
    return quantified(implies(along, FLAT), PROJECTION)


@cache
def within() -> Facts:
    """What is known of sizes, letters and heads."""
    return (*folded()[1], *assumed(HEADS), *map(assume, (*POINT, PROJECTION)))


@cache
def slope(block: str) -> Theorem:
    """A slope as it is stated."""
    data = *map(assume, (*DATA[:2], HEADS)), spread()
    theorem = at(derived_gradient(MODEL.key, MODEL.family, block), *data, *map(assume, POINT))
    _, right = parts(theorem.conclusion, "equal_matrices")
    same = rewritten_words(equal_matrices(right, multiple(2, HALVES[block])), within(), (), divisors())
    return chained((*within(), gradient_shape(theorem, within())), theorem, same)


def slopes_proved() -> Theorem:
    """All of them."""
    return conjoin(*map(slope, HALVES))


def level_sum() -> Theorem:
    """`G Wᵀ = 0` and `Gᵀ W = 0` where the slopes by keys and queries are 0."""
    found = []
    for goal, block, flat, behind in zip(
        parts(level(SUM), "and"), "kr", conjuncts(assume(CRITICAL)), (X, Y), strict=True
    ):
        inside = (*within(), gradient_shape(slope(block), within()))
        using = (
            (slope(block), -written(1) / 2, None, transpose(behind)),
            (flat, written(1) / 2, None, transpose(behind)),
        )
        found.append(by_words(goal, inside, *using, known=divisors()))
    return conjoin(*found)


def none_along(other: Expression, turned: bool) -> Theorem:
    """`G Y = 0` where `P Y = Y`, or `Gᵀ X = 0`."""
    _, commutes, whole, *kept = conjuncts(assume(ALONG))
    stays = next(each for each in kept if parts(each.conclusion, "equal_matrices")[1] == other)
    word = product(Λ, P, R, K, other) if turned else product(K, R, P, Λ, other)
    learned = difference(word, product(Λ, Λ, other))
    none = rewritten_words(equal_matrices(learned, NONE), within(), (*folded()[0], commutes, stays), divisors(), (K,))
    matrix = transpose(force(SUM)) if turned else force(SUM)
    ends = (Λ, product(K, other)) if turned else (K, product(Λ, other))
    using = (equal_transposes(whole) if turned else whole, 1, *ends), (none, 1, None, None)
    return by_words(equal_matrices(product(matrix, other), NONE), within(), *using, known=divisors())


def is_reached() -> Theorem:
    """That such heads are critical."""
    ways = {"k": (Y, False, None, transpose(V)), "r": (X, True, None, V), "v": (Y, False, transpose(X), None)}
    flat = []
    for block, (other, turned, before, behind) in ways.items():
        found = slope(block)
        shapes = (*within(), gradient_shape(found, within()))
        goal = equal_matrices(gradient(block), FLAT_NUMBERS if block == "v" else NONE)
        using = (found, 1, None, None), (none_along(other, turned), 2, before, behind)
        flat.append(by_words(goal, shapes, *using, known=divisors()))
    return under(conjoin(conjoin(*flat[:2]), flat[2]), PROJECTION, ALONG)


ENOUGH = at_most(d, n)
UNIT, ONE = matrix(j, k, (d, n), indicator(equal(k, j))), identity_matrix(n)
"""J, with the entries 1 on the diagonal and 0 beside it."""

KEYS, QUERIES = product(R, P, UNIT), product(P, UNIT)
"""Columns of `Γ⁻¹P` and of P, and columns that are 0."""


def exhibited(enough: Expression = ENOUGH) -> Expression:
    """As many heads as the dimension, or more, add to each such matrix at a critical point, their numbers being 1."""
    says = opened(bound(conjunction(equal_matrices(SUM, product(R, P)), FLAT), (V,)), (ONE,))
    pair = exists(X, matrices(d, n), exists(Y, matrices(d, n), says))
    return quantified(implies(enough, quantified(implies(conjunction(*COMMUTES), pair), PROJECTION)), HEADS)


@cache
def unit_rows() -> Theorem:
    """`J Jᵀ = 1` for `d ≤ n`."""
    known = (*folded()[1], *assumed(HEADS, ENOUGH))
    square, one = product(UNIT, transpose(UNIT)), identity_matrix(d)
    rows = tuple(member(each, integers_between(1, d)) for each in (j, k))
    inside = (*known, *assumed(*rows))
    whole = cell_of_product(cell(square, j, k), shaped(UNIT, known))
    _, _, body = parts(parts(whole.conclusion, "equal")[1], "total")
    first, second = cell_of_matrix(cell(UNIT, j, l)), cell_of_matrix(cell(UNIT, k, l))
    turned = cell_of_word(cell(transpose(UNIT), l, k))
    term = indicator(equal(l, k))
    each = modulo(equal(opened(body, (l,)), indicator(equal(l, j)) * term), (first, turned, second))
    summed = equal_sums(under(each, member(l, integers_between(1, n))))
    count = belonging(n, integers_from(0), inside)
    chosen = selected(count, belonging(j, integers_between(1, n), inside), l, term)
    entry = modulo(equal(cell(square, j, k), cell(one, j, k)), (whole, summed, chosen, cell_of_word(cell(one, j, k))))
    return equal_in_cells(under(entry, *rows), *(shaped(each, known) for each in (square, one)))


def exhibited_proved() -> Theorem:
    """Keys are the columns of `Γ⁻¹P`, and queries those of P."""
    known = (*folded()[1], *assumed(HEADS, ENOUGH), assume(PROJECTION))
    shapes = tuple(shaped(each, known) for each in (ONE, KEYS, QUERIES))
    twice, commutes = conjuncts(assume(conjunction(*COMMUTES)))
    rows = unit_rows()
    whole = rewritten_words(
        equal_matrices(product(KEYS, ONE, transpose(QUERIES)), product(R, P)), known, (rows, twice), divisors()
    )
    behind = by_words(
        equal_matrices(product(P, R), product(R, P)),
        known,
        *_passing(commutes),
        known=divisors(),
    )
    kept = (
        rewritten_words(equal_matrices(product(P, each), each), known, (behind, twice), divisors())
        for each in (KEYS, QUERIES)
    )
    general = under(is_reached(), *POINT)
    flat = at(general, *shapes, assume(PROJECTION), conjoin(twice, commutes, whole, *kept))
    inside = parts(parts(opened(parts(exhibited(), "for_all")[1], (n,)), "implies")[1], "for_all")[1]
    goal = parts(opened(inside, (P,)), "implies")[1]
    inner = opened(parts(goal, "exists")[1], (KEYS,))
    found = witness(goal, shapes[1], witness(inner, shapes[2], conjoin(whole, flat)))
    return under(found, HEADS, ENOUGH, PROJECTION, conjunction(*COMMUTES))


def _passing(commutes: Theorem) -> tuple[Using, ...]:
    """`P R − R P = R (Γ P − P Γ) R`, and Γ is a sum of Λ and the identity."""
    one, other = inverses()
    grown = 1 + 1 / N
    return (other, -1, None, product(P, R)), (commutes, -grown, R, R), (one, 1, product(R, P), None)


def regular(formula: Expression, known: Facts) -> Theorem:
    """That the loss is a polynomial at heads, whose numbers are those of V, or 1."""
    general = at(derived_regularity(MODEL.key, MODEL.family), *map(assume, (*DATA[:2], HEADS)), spread())
    found = (at(general, numbers, *map(assume, POINT[1:])) for numbers in (assume(POINT[0]), shaped(ONE, known)))
    return next(each for each in found if each.conclusion == formula)
