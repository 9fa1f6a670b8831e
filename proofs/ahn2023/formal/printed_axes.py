"""`Γ⁻¹` in the axes of a covariance: `U diag(((n+1)/n λ_i + (1/n) Σ λ_k)⁻¹) Uᵀ` for `Σ = U diag(λ_i) Uᵀ`."""

from __future__ import annotations

from functools import cache

from proofs.ahn2023.formal.best_layer import GAMMA, INVERSE
from proofs.ahn2023.formal.kept_samples import DATA, GIVEN, MANY, ONE, SIZES, Σ, R, d, n
from symbolic.core.expressions import Expression, Node, Variable, loose, nodes, written
from symbolic.core.rules.entries import cell_of_matrix, indicator_of_true
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import assume, deny, parts, reflexive
from symbolic.core.rules.matrix_algebra import cells_of_equal, trace_of_cells
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    SEQUENCES,
    cell,
    conjunction,
    entry,
    equal,
    equal_matrices,
    implies,
    indicator,
    integers_between,
    matrices,
    matrix_letter,
    member,
    multiple,
    negation,
    product,
    real,
    sum_of_matrices,
    total,
    trace,
    transpose,
    vector,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, conjuncts, modulo, other_than_0, quantified, rewritten, under
from symbolic.tactics.whole_matrices.diagonal_words import Places, by_entries, diagonal, entries, is_symmetric, place_of
from symbolic.tactics.whole_matrices.matrix_letters import by_words, shaped
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

U, λ, k = matrix_letter("U"), vector("λ"), real("k")
AXES = member(U, matrices(d, d)), member(λ, SEQUENCES)
PLACE = integers_between(1, d)
SPREAD = total(k, 1, d, entry(λ, k))
"""`Σ λ_k`."""


def eigenvalue(place: Expression) -> Expression:
    """λ at a place."""
    return entry(λ, place)


def of_gamma(place: Expression, spread: Expression = SPREAD) -> Expression:
    """`(n+1)/n λ_i + (1/n) Σ λ_k`; or with the trace of Σ in the place of the sum."""
    return (n + 1) / n * eigenvalue(place) + spread / n


def inverted(spread: Expression = SPREAD) -> Node:
    """The diagonal matrix of their inverses."""
    return diagonal(d, lambda place: 1 / of_gamma(place, spread))


D, G, G_ = diagonal(d, eigenvalue), diagonal(d, lambda place: of_gamma(place, trace(Σ))), inverted(trace(Σ))
DECOMPOSED = conjunction(
    equal_matrices(product(transpose(U), U), ONE),
    equal_matrices(product(U, transpose(U)), ONE),
    equal_matrices(Σ, product(U, D, transpose(U))),
)
IN_AXES = product(transpose(U), R, U)
PRINTED = product(U, inverted(), transpose(U))


def goal(printed: Expression = PRINTED, decomposed: Expression = DECOMPOSED) -> Expression:
    """For all sizes and covariances for which Γ has an inverse: it is that in each of their orthonormal axes."""
    found = quantified(implies(decomposed, equal_matrices(R, printed)), *AXES)
    return quantified(implies(INVERSE, found), *DATA, GIVEN)


@cache
def facts() -> Facts:
    """What is known of sizes and matrices."""
    return (*assumed(*SIZES), *assumed(DATA[2]), *map(assume, (GIVEN, AXES[0])), MANY, other_than_0(MANY))


@cache
def trace_of_spread() -> Theorem:
    """`tr Σ = Σ λ_k`."""
    orthonormal, _, whole = conjuncts(assume(DECOMPOSED))
    one = rewritten_traces(equal(trace(Σ), trace(D)), facts(), (whole, orthonormal))
    cells, place = trace_of_cells(trace(D), shaped(D, facts())), member(k, PLACE)
    on_diagonal = cell_of_matrix(cell(D, k, k)), indicator_of_true(reflexive(k))
    each = modulo(equal(cell(D, k, k), eigenvalue(k)), on_diagonal)
    return modulo(equal(trace(Σ), SPREAD), (one, cells, equal_sums(under(each, place))))


@cache
def in_axes() -> Theorem:
    """`diag(γ_i) UᵀΓ⁻¹U = 1`, as `UᵀΓ = diag(γ_i) Uᵀ`."""
    orthonormal, _, whole = conjuncts(assume(DECOMPOSED))
    inverse, _ = conjuncts(assume(INVERSE))
    parted = sum_of_matrices(multiple((n + 1) / n, D), multiple(trace(Σ) / n, ONE))
    of_entries = by_entries(equal_matrices(G, parted), facts())
    share, back = (n + 1) / n, transpose(U)
    grown = by_words(
        equal_matrices(product(back, GAMMA), product(G, back)),
        known(),
        (whole, share, back, None),
        (orthonormal, share, None, product(D, back)),
        (of_entries, -1, None, back),
    )
    using = (grown, -1, None, product(R, U)), (inverse, 1, back, U), (orthonormal, 1, None, None)
    return by_words(equal_matrices(product(G, IN_AXES), ONE), known(), *using)


@cache
def known() -> Facts:
    """What is known of matrices, the diagonal ones among them."""
    return (*facts(), is_symmetric(D, facts()), is_symmetric(G, facts()))


def at_places(row: Theorem, column: Theorem) -> Theorem:
    """`γ_j (UᵀΓ⁻¹U)[j, k] = 1[j = k]`."""
    word, places = product(G, IN_AXES), (place_of(row), place_of(column))
    here, inside = cells_of_equal(in_axes(), shaped(word, known()), row, column), (*known(), row, column)
    (scaled,), (unit,) = (entries(side, inside) for side in parts(here.conclusion, "equal"))
    value = of_gamma(places[0], trace(Σ)) * cell(IN_AXES, *places)
    return identity(value, indicator(equal(*places)), facts(), ((scaled, -1), (here, 1), (unit, 1)))


def is_apart(place: Theorem) -> Theorem:
    """`γ_j` is not 0, as its product with an entry is 1."""
    value, entry_ = of_gamma(place_of(place), trace(Σ)), cell(IN_AXES, place_of(place), place_of(place))
    one = modulo(
        equal(value * entry_, 1), (at_places(place, place), indicator_of_true(reflexive(place_of(place)))), facts()
    )
    zero = equal(value, 0)
    wrong = identity(written(1), 0, facts(), ((one, -1), (assume(zero), entry_)))
    return deny(zero, signed(FALSE, (wrong,)))


def proof() -> Theorem:
    """The goal."""
    _, outer, _ = conjuncts(assume(DECOMPOSED))

    def settle(goal_: Expression, apart: Facts, places: Places, inside: Facts) -> Theorem:
        value, (left, _) = of_gamma(place_of(places[0]), trace(Σ)), parts(goal_, "equal")
        here = is_apart(places[0])
        same = indicator(equal(*map(place_of, places)))
        found = identity(left, same * (1 / value), (*facts(), here), ((at_places(*places), 1 / value),))
        return modulo(goal_, (*apart, found), (*inside, here))

    inside = (*known(), is_symmetric(G_, facts(), lambda place: (is_apart(place),)))
    same = by_entries(equal_matrices(IN_AXES, G_), inside, settle, lambda places: (is_apart(places[0]),))
    using = (same, 1, U, transpose(U)), (outer, -1, None, product(R, U, transpose(U))), (outer, -1, R, None)
    found = by_words(equal_matrices(R, product(U, G_, transpose(U))), inside, *using)
    printed = rewritten(trace_of_spread(), found)
    return under(printed, *DATA, GIVEN, INVERSE, *AXES, DECOMPOSED)


def divides(formula: Expression) -> Theorem | None:
    """That an eigenvalue of Γ is not 0, where that is what a formula says."""
    places = {node.parts[1] for node in nodes(formula) if node.head == "entry" and not loose(node)}
    for place in (each for each in places if isinstance(each, Variable)):
        if formula == negation(equal(of_gamma(place), 0)):
            return rewritten(trace_of_spread(), is_apart(assume(member(place, PLACE))))
    return None
