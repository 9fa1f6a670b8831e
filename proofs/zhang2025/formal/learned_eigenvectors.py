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
    spread,
    without_letters,
)
from proofs.zhang2025.formal.heads_at_plateaus import (
    MODEL,
    W,
    along_proved,
    products_proved,
    shape_by_sum,
)
from proofs.zhang2025.formal.learned_stated import (
    BASIS,
    COUNT,
    FLAT,
    G_,
    IN_TRACES,
    LEARNED,
    PLACE,
    SLOPE,
    SUPPOSED,
    VALUE,
    VALUES,
    D,
    E,
    G,
    P,
    goal,
    i,
    loss,
    m,
    share,
)
from proofs.zhang2025.formal.many_heads import SUM
from proofs.zhang2025.formal.many_heads import regular as of_heads
from proofs.zhang2025.formal.signs_of_eigenvalues import at_place, known, signs, supposed
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, bound, opened
from symbolic.core.rules.entries import cell_of_matrix, indicator_of_true
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import (
    assume,
    conjoin,
    parts,
    reflexive,
    witness,
)
from symbolic.core.rules.matrix_algebra import trace_of_cells
from symbolic.core.rules.membership import belongs
from symbolic.core.sorts import signature_of
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    cell,
    equal,
    equal_matrices,
    identity_matrix,
    member,
    multiple,
    product,
    sum_of_matrices,
    symmetric,
    total,
    trace,
    transpose,
    zeros,
)
from symbolic.goals.engine import derived_gradient, derived_loss, derived_regularity
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import (
    assumed,
    at,
    modulo,
    other_than_0,
    proved,
    under,
)
from symbolic.tactics.whole_matrices.diagonal_words import by_entries, diagonal
from symbolic.tactics.whole_matrices.matrix_letters import by_words, chained, of_matrices, shaped
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words


@cache
def turned() -> Theorem:
    """`Γ⁻¹E = E diag(1/γ)`."""
    _, along_ = supposed()
    count = assumed(COUNT)
    parted = sum_of_matrices(multiple(1 + 1 / N, D), multiple(trace(Λ) / N, identity_matrix(m)))
    whole = by_entries(equal_matrices(G, parted), (*facts(), *count))
    grown = by_words(
        equal_matrices(product(GAMMA, E), product(E, G)),
        known(),
        (along_, 1 + 1 / N, None, None),
        (whole, -1, E, None),
        known=divisors(),
    )
    one = equal_matrices(product(G, G_), identity_matrix(m))
    flat = by_entries(one, (*facts(), *count), more=lambda places: at_place(places[0]))
    using = (flat, -1, product(R, E), None), (grown, -1, R, G_), (inverses()[1], 1, None, product(E, G_))
    return by_words(equal_matrices(product(R, E), product(E, G_)), known(), *using, known=divisors())


@cache
def values() -> tuple[Theorem, Theorem]:
    """The loss there: `tr Λ − tr(D² diag(1/γ))`, and that trace is the sum of shares and `tr(Γ⁻¹Λ²P)`."""
    orthonormal, along_ = supposed()
    whole = assume(member(W, SQUARE))
    data = *map(assume, DATA[:2]), spread()
    theorem = at(derived_loss(MODEL.key, MODEL.family), *data, whole)
    left, right = parts(theorem.conclusion, "equal")
    plain = form(W) - 2 * trace(product(Λ, Λ, W)) + trace(Λ)
    same = rewritten_traces(equal(right, plain), (*facts(), whole), (), divisors())
    anywhere = under(identity(left, plain, divisors(), ((theorem, 1), (same, 1))), member(W, SQUARE))
    here = at(anywhere, shaped(LEARNED, known()))
    taken = trace(product(D, D, G_))
    equations = (*folded()[0], turned(), along_, orthonormal)
    right = parts(here.conclusion, "equal")[1]
    found = rewritten_traces(equal(right, trace(Λ) - taken), known(), equations, divisors(), (K,))
    in_traces = rewritten_traces(equal(IN_TRACES, trace(Λ) - taken), known(), equations, divisors(), (K,))
    using = (here, 1), (found, 1)
    first = identity(loss(), VALUE, divisors(), (*using, (summed(), -1)))
    return first, identity(loss(), IN_TRACES, divisors(), (*using, (in_traces, -1)))


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
    orthonormal, along_ = supposed()
    data = *map(assume, DATA[:2]), spread()
    theorem = at(derived_gradient(MODEL.key, MODEL.family, "W"), *data, shaped(LEARNED, known()))
    _, right = parts(theorem.conclusion, "equal_matrices")
    stated = parts(SLOPE, "equal_matrices")[1]
    equations = (*folded()[0], turned(), along_, orthonormal)
    same = rewritten_words(equal_matrices(right, stated), known(), equations, divisors())
    return chained((*known(), gradient_shape(theorem, known())), theorem, same)


def flat() -> Theorem:
    """Its products with P vanish on both sides."""
    orthonormal, along_ = supposed()
    theorem = slope_theorem()
    inside = (*known(), gradient_shape(theorem, known()))
    stated = parts(SLOPE, "equal_matrices")[1]
    behind, ahead = parts(FLAT, "and")
    found = []
    for goal_, word, using in (
        (behind, product(stated, P), (theorem, 1, None, P)),
        (ahead, product(P, stated), (theorem, 1, P, None)),
    ):
        none = rewritten_words(equal_matrices(word, zeros(d, d)), known(), (along_, orthonormal), divisors())
        found.append(by_words(goal_, inside, using, (none, 1, None, None), known=divisors()))
    return conjoin(*found)


def proof() -> Proof:
    """The goal and its definedness."""
    orthonormal, along_ = supposed()
    commutes = rewritten_words(equal_matrices(product(P, Λ), product(Λ, P)), known(), (along_, orthonormal))
    twice = rewritten_words(equal_matrices(product(P, P), P), known(), (orthonormal,))
    turned_ = rewritten_words(equal_matrices(transpose(P), P), known())
    projection = belongs(member(P, symmetric(d)), conjoin(shaped(P, known()), turned_))
    heads = along_proved(projection, twice, commutes, LEARNED, known())
    there_ = conjoin(commutes, *values(), slope_theorem(), flat(), heads)
    found = products_proved(), under(conjoin(signs(), there_), SUPPOSED)
    inside = goal()
    for membership in (*DATA, COUNT, BASIS, VALUES):
        inside = opened(parts(inside, "for_all")[1], parts(membership, "member")[:1])
    whole = without_letters(witness(inside, assume(HIGH_INVERSE[0]), conjoin(assume(HIGH_INVERSE[1]), *found)))
    return Proof(goal(), under(whole, *DATA, COUNT, BASIS, VALUES), proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, inside: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial, shapes, that of the gradient too, and what is divided by at a place."""
    match formula:
        case Node(head="regular"):
            return regular(formula, inside)
        case Node(head="not"):
            here = tuple(map(other_than_0, at_place(assume(member(i, PLACE)))))
            return next(each for each in here if each.conclusion == formula)
    shapes = (gradient_shape(each, inside) for each in inside if each.conclusion == SLOPE)
    return of_matrices(formula, (*inside, *shapes, shape_by_sum()))


def regular(formula: Expression, inside: Facts) -> Theorem:
    """That the loss is a polynomial: at a matrix that is learned, at a sum of heads, or at heads."""
    if signature_of(formula).key != MODEL.key:
        return of_heads(formula, inside)
    stated = MODEL.stated
    says = stated.model.regular(*stated.given, *stated.blocks)
    of = next(each for each in (LEARNED, SUM) if opened(bound(says, (W,)), (each,)) == formula)
    data = *map(assume, DATA[:2]), spread()
    return at(derived_regularity(MODEL.key, MODEL.family), *data, shaped(of, inside))
