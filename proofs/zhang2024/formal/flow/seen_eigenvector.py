"""Every matrix other than 0 sees an eigenvector of the covariance: not all of a basis is sent to 0."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.dominated_gap import v, λ
from proofs.zhang2024.formal.flow.pair_above import COLUMN, EIGEN
from proofs.zhang2024.formal.loss_in_traces import Λ, d
from proofs.zhang2024.formal.trained_point import sizes, spread, square
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.entries import cell_of_matrix
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import assume, cases, conjoin, contradict, either, excluded_middle, parts, witness
from symbolic.core.rules.matrix_algebra import cell_of_product, cell_of_word, cells_of_equal, equal_in_cells
from symbolic.core.rules.membership import belongs, meant, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    cell,
    conjunction,
    equal,
    equal_matrices,
    exists,
    indicator,
    integers_between,
    integers_from,
    less,
    matrices,
    matrix_letter,
    member,
    negation,
    product,
    real,
    symmetric,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import belonging, conjuncts, modulo, under, whichever
from symbolic.tactics.sums.kronecker import selected
from symbolic.tactics.whole_matrices.eigenvectors import eigenvector
from symbolic.tactics.whole_matrices.matrix_letters import by_words, shaped
from symbolic.tactics.whole_matrices.spectra import Spectrum
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix

Ω = matrix_letter("Ω")
i, l, r = map(real, ("_i", "_l", "_r"))
ROW, INDEX, PLACE = (member(each, integers_between(1, d)) for each in (i, l, r))
ANY = member(Ω, matrices(d, d))

SIGHT = exists(λ, REALS, exists(v, COLUMN.parts[1], conjunction(EIGEN, less(0, square(product(Ω, v))))))
"""`Ω v` is not 0 for an eigenvector v of Λ."""


@cache
def spectrum() -> Spectrum:
    """That of the covariance."""
    known = conjuncts(meant(spread()))
    return Spectrum(belongs(member(Λ, symmetric(d)), conjoin(*known[:2])), (*sizes(), assume(ANY)))


def picked(turned: Expression, axis: Expression, row: Expression, place: Theorem, facts: Facts) -> Theorem:
    """`(A e)[i, 1] = A[i, r]` for the column e that is 1 at the place r."""
    where, whole = parts(place.conclusion, "member")[0], cell(product(turned, axis), row, 1)
    body, there = cell(turned, row, l), cell(axis, l, 1)
    each = modulo(equal(body * there, indicator(equal(l, where)) * body), (cell_of_matrix(there),))
    chosen = selected(belonging(d, integers_from(0), sizes()), place, l, body)
    equations = cell_of_product(whole, shaped(turned, facts)), equal_sums(under(each, INDEX)), chosen
    return modulo(equal(whole, cell(turned, row, where)), equations)


def column(vector: Expression, nothing: Theorem, place: Theorem) -> Theorem:
    """`(Ω V)[i, r] = 0`, from `Ω v = 0` for the column v of V at the place r."""
    of = spectrum()
    _, axis = parts(vector, "product")
    turned, facts = product(Ω, of.basis), (*of.known, assume(ROW), place)
    flat = equal_matrices(product(turned, axis), zeros(d, 1))
    none = by_words(flat, facts, (nothing, 1, None, None))
    one = belonging(1, integers_between(1, 1))
    entry = cells_of_equal(none, shaped(product(turned, axis), facts), assume(ROW), one)
    _, zero = parts(entry.conclusion, "equal")
    found = picked(turned, axis, i, place, facts)
    return signed(equal(cell(turned, i, r), 0), (found, entry, cell_of_word(zero)))


def unseen() -> Theorem:
    """`Ω = 0`, where no eigenvector is seen."""
    of, denied, place = spectrum(), assume(negation(SIGHT)), assume(PLACE)
    vector, scaled, _ = eigenvector(of, place)
    facts = (*of.known, place)
    image = product(Ω, vector)
    small = at_most(square(image), 0)

    def beyond(order: Facts) -> Theorem:
        inner = opened_(SIGHT, of.eigenvalue(r))
        seen = witness(inner, shaped(vector, facts), conjoin(scaled, order[0]))
        return cases(small, contradict(witness(SIGHT, belonging(of.eigenvalue(r), REALS), seen), denied))

    def within(order: Facts) -> Theorem:
        return signed(small, order)

    below = whichever(small, trichotomy(written(0), square(image)), beyond, within, within)
    entry = column(vector, zero_matrix(image, below, facts), place)
    turned = product(Ω, of.basis)
    nothing = zeros(d, d)
    same = modulo(equal(cell(turned, i, r), cell(nothing, i, r)), (entry, cell_of_word(cell(nothing, i, r))))
    flat = equal_in_cells(under(same, ROW, PLACE), shaped(turned, of.known), shaped(nothing, of.known))
    back = (of.equations[1], -1, Ω, None), (flat, 1, None, transpose(of.basis))
    found = by_words(equal_matrices(Ω, nothing), of.known, *back)
    return of.decided(found)


@cache
def some_is_seen() -> Theorem:
    """`∀Ω: ∃λ ∃v: Λ v = λ v ∧ 0 < ‖Ω v‖²`, or Ω is 0."""
    none = equal_matrices(Ω, zeros(d, d))
    goal = Node("or", (SIGHT, none))
    found = whichever(
        goal, excluded_middle(SIGHT), lambda known: either(goal, known[0]), lambda known: either(goal, unseen())
    )
    return under(found, ANY)


def opened_(formula: Expression, value: Expression) -> Expression:
    """What is said to exist, at a value."""
    return opened(parts(formula, "exists")[1], (value,))
