"""The loss where some eigenvectors are learned, and that it is level along keys and queries in their span."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.loss_in_traces import GAMMA, Λ, N, d, gradient_shape
from proofs.zhang2024.formal.trained_point import (
    DATA,
    HIGH_INVERSE,
    SQUARE,
    K,
    R,
    divisors,
    facts,
    folded,
    form,
    inverses,
    size_of_spread,
    spread,
    without_letters,
)
from proofs.zhang2024.formal.trained_point import count as samples
from proofs.zhang2024.formal.trained_point import share as share_of_count
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, bound, opened
from symbolic.core.rules.entries import cell_of_matrix, indicator_of_true
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import assume, conjoin, parts, reflexive, witness
from symbolic.core.rules.matrix_algebra import trace_of_cells
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    SEQUENCES,
    cell,
    conjunction,
    entry,
    equal,
    equal_matrices,
    exists,
    for_all,
    identity_matrix,
    implies,
    integers_between,
    integers_from,
    less,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    sum_of_matrices,
    total,
    trace,
    transpose,
    vector,
    zeros,
)
from symbolic.goals.engine import derived_gradient, derived_loss, derived_regularity
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, conjuncts, modulo, other_than_0, proved, quantified, under
from symbolic.tactics.whole_matrices.diagonal_words import by_entries, diagonal, is_symmetric, place_of
from symbolic.tactics.whole_matrices.matrix_letters import by_words, chained, of_matrices, shaped
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

LEFT_OUT = (
    "that the eigenvalues of a definite Λ are positive; that slopes by keys and queries are products with the slope by "
    "W, so that heads along such eigenvectors, or zero, are critical, which `stationary-functions` says of two heads"
)
MODEL = ModelOnFamily("zhang2025-matrix", "any")
m, i = real("m"), real("i")
E, W = map(matrix_letter, ("E", "W"))
λ = vector("λ")
COUNT, BASIS, VALUES = member(m, integers_from(1)), member(E, matrices(d, m)), member(λ, SEQUENCES)
PLACE = integers_between(1, m)


def eigenvalue(place: Expression) -> Expression:
    """λ at a place."""
    return entry(λ, place)


def of_gamma(place: Expression) -> Expression:
    """`γ = (1 + 1/N) λ + tr Λ/N`, the eigenvalue of Γ."""
    return (1 + 1 / N) * eigenvalue(place) + trace(Λ) / N


D, G, G_ = (diagonal(m, each) for each in (eigenvalue, of_gamma, lambda place: 1 / of_gamma(place)))
SUPPOSED = conjunction(
    equal_matrices(product(transpose(E), E), identity_matrix(m)),
    equal_matrices(product(Λ, E), product(E, D)),
    for_all(i, PLACE, less(0, eigenvalue(i))),
)
"""The columns of E are orthonormal eigenvectors, with positive eigenvalues."""

P = product(E, transpose(E))
LEARNED = product(R, E, transpose(E))
"""`W = Γ⁻¹P`."""


def there(expression: Expression) -> Expression:
    """What is said of W, of that."""
    return opened(bound(expression, (W,)), (LEARNED,))


def loss() -> Expression:
    """The loss there."""
    return there(MODEL.loss())


def slope() -> Expression:
    """The gradient there."""
    stated = MODEL.stated
    return there(stated.model.gradient("W", *stated.given, *stated.blocks))


def share(place: Expression) -> Expression:
    """What an eigenvector takes off the loss."""
    value = eigenvalue(place)
    return value / (1 + (1 + trace(Λ) / value) / N)


VALUE = trace(Λ) - total(i, 1, m, share(i))
FLAT = conjunction(equal_matrices(product(slope(), P), zeros(d, d)), equal_matrices(product(P, slope()), zeros(d, d)))
SLOPE = equal_matrices(slope(), sum_of_matrices(multiple(2, product(Λ, Λ, P)), multiple(-2, product(Λ, Λ))))


def goal(value: Expression = VALUE, supposed: Expression = SUPPOSED, slope_: Expression = SLOPE) -> Expression:
    """For all sizes, definite Λ and orthonormal eigenvectors: the loss where these are learned, and its slope."""
    found = conjunction(equal_matrices(product(P, Λ), product(Λ, P)), equal(loss(), value), slope_, FLAT)
    inside = exists(R, SQUARE, conjunction(HIGH_INVERSE[1], implies(supposed, found)))
    return quantified(inside, *DATA, COUNT, BASIS, VALUES)


@cache
def known() -> Facts:
    """What is known of sizes, of letters and of the basis."""
    count = assumed(COUNT)
    return (*folded()[1], *count, assume(BASIS), is_symmetric(D, count), is_symmetric(G_, (*facts(), *count), at_place))


@cache
def supposed() -> Facts:
    """`EᵀE = 1`, `ΛE = ED`, and the signs of eigenvalues."""
    return conjuncts(assume(SUPPOSED))


def at_place(place: Theorem) -> Facts:
    """What is divided by at a place is positive: an eigenvalue of Λ, and that of Γ."""
    value = at(supposed()[2], place)
    where = place_of(place)
    count, size = share_of_count(), size_of_spread()
    known_ = value, count, size, samples()
    whole = signed(less(0, of_gamma(where)), known_, products=((value, count), (size, count)))
    ratio = positive(trace(Λ) / eigenvalue(where), (size, value))
    below = signed(less(0, 1 + (1 + trace(Λ) / eigenvalue(where)) / N), (ratio, *known_), products=((ratio, count),))
    return value, whole, below, samples(), *divisors()


@cache
def turned() -> Theorem:
    """`Γ⁻¹E = E diag(1/γ)`."""
    _, along, _ = supposed()
    count = assumed(COUNT)
    parted = sum_of_matrices(multiple(1 + 1 / N, D), multiple(trace(Λ) / N, identity_matrix(m)))
    whole = by_entries(equal_matrices(G, parted), (*facts(), *count))
    grown = by_words(
        equal_matrices(product(GAMMA, E), product(E, G)),
        known(),
        (along, 1 + 1 / N, None, None),
        (whole, -1, E, None),
        known=divisors(),
    )
    one = equal_matrices(product(G, G_), identity_matrix(m))
    flat = by_entries(one, (*facts(), *count), more=lambda places: at_place(places[0]))
    using = (flat, -1, product(R, E), None), (grown, -1, R, G_), (inverses()[1], 1, None, product(E, G_))
    return by_words(equal_matrices(product(R, E), product(E, G_)), known(), *using, known=divisors())


@cache
def value() -> Theorem:
    """The loss there: `tr Λ − tr(D² diag(1/γ))`, and that trace is the sum of shares."""
    orthonormal, along, _ = supposed()
    whole = assume(member(W, SQUARE))
    data = *map(assume, DATA[:2]), spread()
    theorem = at(derived_loss(MODEL.key, MODEL.family), *data, whole)
    left, right = parts(theorem.conclusion, "equal")
    plain = form(W) - 2 * trace(product(Λ, Λ, W)) + trace(Λ)
    same = rewritten_traces(equal(right, plain), (*facts(), whole), (), divisors())
    anywhere = under(identity(left, plain, divisors(), ((theorem, 1), (same, 1))), member(W, SQUARE))
    here = at(anywhere, shaped(LEARNED, known()))
    taken = trace(product(D, D, G_))
    equations = (*folded()[0], turned(), along, orthonormal)
    right = parts(here.conclusion, "equal")[1]
    found = rewritten_traces(equal(right, trace(Λ) - taken), known(), equations, divisors(), (K,))
    return identity(loss(), VALUE, divisors(), ((here, 1), (found, 1), (summed(), -1)))


def summed() -> Theorem:
    """`tr(D² diag(1/γ)) = Σ λ/(1 + (1 + tr Λ/λ)/N)`."""
    inside = (*facts(), *assumed(COUNT))
    shares = diagonal(m, share)
    word = product(D, D, G_)
    same = by_entries(equal_matrices(word, shares), inside, more=lambda places: at_place(places[0]))
    one = rewritten_traces(equal(trace(word), trace(shares)), known(), (same,))
    cells = trace_of_cells(trace(shares), shaped(shares, inside))
    place = member(i, PLACE)
    entry_ = cell_of_matrix(cell(shares, i, i))
    each = modulo(
        equal(cell(shares, i, i), share(i)), (entry_, indicator_of_true(reflexive(i))), at_place(assume(place))
    )
    return modulo(equal(trace(word), total(i, 1, m, share(i))), (one, cells, equal_sums(under(each, place))))


@cache
def slope_theorem() -> Theorem:
    """The gradient there is `2Λ²(P − 1)`."""
    orthonormal, along, _ = supposed()
    data = *map(assume, DATA[:2]), spread()
    theorem = at(derived_gradient(MODEL.key, MODEL.family, "W"), *data, shaped(LEARNED, known()))
    _, right = parts(theorem.conclusion, "equal_matrices")
    stated = parts(SLOPE, "equal_matrices")[1]
    equations = (*folded()[0], turned(), along, orthonormal)
    same = rewritten_words(equal_matrices(right, stated), known(), equations, divisors())
    return chained((*known(), gradient_shape(theorem, known())), theorem, same)


def flat() -> Theorem:
    """Its products with P vanish on both sides."""
    orthonormal, along, _ = supposed()
    theorem = slope_theorem()
    inside = (*known(), gradient_shape(theorem, known()))
    stated = parts(SLOPE, "equal_matrices")[1]
    behind, ahead = parts(FLAT, "and")
    found = []
    for goal_, word, using in (
        (behind, product(stated, P), (theorem, 1, None, P)),
        (ahead, product(P, stated), (theorem, 1, P, None)),
    ):
        none = rewritten_words(equal_matrices(word, zeros(d, d)), known(), (along, orthonormal), divisors())
        found.append(by_words(goal_, inside, using, (none, 1, None, None), known=divisors()))
    return conjoin(*found)


def proof() -> Proof:
    """The goal and its definedness."""
    orthonormal, along, _ = supposed()
    commutes = rewritten_words(equal_matrices(product(P, Λ), product(Λ, P)), known(), (along, orthonormal))
    found = under(conjoin(commutes, value(), slope_theorem(), flat()), SUPPOSED)
    inside = goal()
    for membership in (*DATA, COUNT, BASIS, VALUES):
        inside = opened(parts(inside, "for_all")[1], parts(membership, "member")[:1])
    whole = without_letters(witness(inside, assume(HIGH_INVERSE[0]), conjoin(assume(HIGH_INVERSE[1]), found)))
    return Proof(goal(), under(whole, *DATA, COUNT, BASIS, VALUES), proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, inside: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial, shapes, that of the gradient too, and what is divided by at a place."""
    match formula:
        case Node(head="regular"):
            data = *map(assume, DATA[:2]), spread()
            return at(derived_regularity(MODEL.key, MODEL.family), *data, shaped(LEARNED, inside))
        case Node(head="not"):
            here = tuple(map(other_than_0, at_place(assume(member(i, PLACE)))))
            return next(each for each in here if each.conclusion == formula)
    shapes = (gradient_shape(each, inside) for each in inside if each.conclusion == SLOPE)
    return of_matrices(formula, (*inside, *shapes))
