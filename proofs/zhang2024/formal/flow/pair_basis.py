"""What keeps u above a positive number where the start is not negative along a basis of eigenvectors of Λ."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.flow.any_pair import A
from proofs.zhang2024.formal.flow.pair_above import (
    BEFORE,
    LATE,
    slanted_stays,
)
from proofs.zhang2024.formal.flow.seen_eigenvector import l, picked
from proofs.zhang2024.formal.loss_in_traces import LINEAR, Λ, U, d
from proofs.zhang2024.formal.trained_point import (
    DATA,
    ONE,
    POINT,
    sizes,
    spread,
    square,
)
from symbolic.core.expressions import Expression, bound, opened, written
from symbolic.core.rules.entries import cell_of_matrix
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import apply, assume, conjoin, parts
from symbolic.core.rules.matrix_algebra import cell_of_product, cell_of_word, trace_of_cells, traces
from symbolic.core.rules.membership import belongs, meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    SEQUENCES,
    at_most,
    cell,
    conjunction,
    equal,
    exists,
    for_all,
    indicator,
    integers_between,
    integers_from,
    less,
    matrices,
    member,
    product,
    real,
    symmetric,
    trace,
    transpose,
)
from symbolic.core.vocabulary import vector as vector_letter
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, modulo, under
from symbolic.tactics.sums.kronecker import selected
from symbolic.tactics.whole_matrices.diagonal_words import entries, is_symmetric
from symbolic.tactics.whole_matrices.eigenvectors import eigenvector
from symbolic.tactics.whole_matrices.matrix_letters import known_letters, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import sum_of_one
from symbolic.tactics.whole_matrices.singular_values import positive_square
from symbolic.tactics.whole_matrices.spectra import Spectrum
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

i, j = map(real, ("i", "j"))
PLACES = integers_between(1, d)


@cache
def basis() -> Spectrum:
    """`Λ = V D Vᵀ`, supposed of V and of the eigenvalues."""
    known = conjuncts(meant(spread()))
    return Spectrum(belongs(member(Λ, symmetric(d)), conjoin(*known[:2])), (*sizes(), assume(POINT[1])))


V = basis().basis
VALUES = vector_letter("λ_V")
DIAGONAL = basis().diagonal(basis().eigenvalue)
TURNED = product(transpose(V), U, V)
ORTHONORMAL = conjunction(*(each.conclusion for each in basis().equations))


def along(place: Expression, of: Expression = A) -> Expression:
    """`vᵀUv` for the vector at a place."""
    return cell(product(transpose(V), of, V), place, place)


def sided(of: Expression) -> tuple[Expression, Expression]:
    """No vector of the basis is seen as negative, and one as positive."""
    none = for_all(j, PLACES, at_most(0, along(j, of)))
    return none, exists(j, PLACES, less(0, along(j, of)))


def case(of: Expression) -> Expression:
    """There is such a basis."""
    values = vector_letter("μ")
    inside = opened(bound(conjunction(ORTHONORMAL, *sided(of)), (VALUES,)), (values,))
    return exists(V, matrices(d, d), exists(values, SEQUENCES, inside))


def vector(place: Expression) -> tuple[Expression, Theorem, Theorem]:
    """The vector at a place, that it is an eigenvector, and that it is not 0."""
    return eigenvector(basis(), assume(member(place, PLACES)))


def slanted(place: Expression, of: Expression) -> Expression:
    """The same as a trace."""
    found, _, _ = vector(place)
    return trace(product(transpose(found), of, found))


@cache
def as_cell() -> Theorem:
    """`∀U ∀j: tr(vᵀUv) = (Vᵀ U V)[j, j]`."""
    place = assume(member(j, PLACES))
    facts = (*basis().known, place)
    _, axis = parts(vector(j)[0], "product")
    inner = product(TURNED, axis)
    whole = product(transpose(axis), inner)
    same = rewritten_traces(equal(slanted(j, U), trace(whole)), facts)
    number = trace_of_cells(trace(whole), shaped(whole, facts))
    single = sum_of_one(parts(number.conclusion, "equal")[1])
    entry = cell(whole, 1, 1)
    left, body = cell(transpose(axis), 1, l), cell(inner, l, 1)
    turned = cell_of_word(left), cell_of_matrix(cell(axis, l, 1))
    each = modulo(equal(left * body, indicator(equal(l, j)) * body), turned)
    summed = equal_sums(under(each, member(l, PLACES)))
    chosen = selected(belonging(d, integers_from(0), sizes()), place, l, body)
    column = picked(TURNED, axis, j, place, facts)
    equations = same, number, single, cell_of_product(entry, shaped(transpose(axis), facts)), summed, chosen, column
    found = modulo(equal(slanted(j, U), along(j, U)), equations)
    return under(found, POINT[1], member(j, PLACES))


def seen_at(place: Expression, of: Theorem) -> Theorem:
    """The same at a place, of a matrix."""
    return at(as_cell(), of, assume(member(place, PLACES)))


@cache
def as_sum() -> Theorem:
    """`∀U: tr(Λ²Uᵀ) = Σ_j λ_j² (Vᵀ U V)[j, j]`."""
    of = basis()
    facts = (*of.known, is_symmetric(DIAGONAL, of.known))
    orthonormal, _, decomposed = of.equations
    whole = product(DIAGONAL, product(DIAGONAL, TURNED))
    steps = (
        (0, written(1), ONE, product(Λ, transpose(U))),
        (0, written(1), product(V, DIAGONAL, transpose(V)), transpose(U)),
        (1, written(1), product(V, DIAGONAL), product(DIAGONAL, transpose(V), transpose(U))),
    )
    letters = known_letters(facts, Λ, U, V, DIAGONAL, ONE)
    same = traces(equal(LINEAR, trace(whole)), (decomposed, orthonormal), steps, letters, ())
    summed = trace_of_cells(trace(whole), shaped(whole, facts))
    _, right = parts(summed.conclusion, "equal")
    body = opened(parts(right, "total")[2], (j,))
    known = (*facts, *assumed(member(j, PLACES)))
    each = modulo(equal(body, weighted(j, U)), entries(body, known))
    found = equal_sums(under(each, member(j, PLACES)))
    whole_sum = parts(found.conclusion, "equal")[1]
    return under(modulo(equal(LINEAR, whole_sum), (same, summed, found)), POINT[1])


def weighted(place: Expression, of: Expression) -> Expression:
    """`λ_j² (Vᵀ U V)[j, j]`."""
    value = basis().eigenvalue(place)
    return value * (value * along(place, of))


def lengths(place: Expression) -> tuple[Theorem, Theorem]:
    """`0 < ‖v‖²` and `0 < λ` at a place, as Λ is definite."""
    found, scaled, apart = vector(place)
    facts = (*basis().known, assume(member(place, PLACES)))
    long = positive_square(found, apart, facts)
    forms = conjuncts(meant(assume(DATA[2])))[-1]
    form_ = apply(at(forms, shaped(found, facts)), apart)
    value = basis().eigenvalue(place)
    same = rewritten_traces(equal(trace(product(transpose(found), Λ, found)), value * square(found)), facts, [scaled])
    return long, signed(less(0, value), (form_, same, long), products=((long,),))


def stays(place: Expression, number: Theorem, start: Theorem, small: Theorem) -> Theorem:
    """`c ‖v‖² ≤ vᵀUv` at time T, for the vector at a place, where u is positive before."""
    found, scaled, _ = vector(place)
    facts = (*basis().known, assume(member(place, PLACES)))
    long, _ = lengths(place)
    lemma = at(slanted_stays(), belonging(basis().eigenvalue(place), REALS), shaped(found, facts))
    lemma = at(apply(apply(lemma, scaled), long), number)
    return apply(at(apply(apply(lemma, start), small), assume(LATE)), assume(BEFORE))
