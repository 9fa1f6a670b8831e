"""Semidefinite matrices by their eigenvalues: these have roots, and definite matrices have inverses."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from symbolic.core.expressions import Expression, Node, Sort, fresh, opened, written
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.logic import apply, assume, conjoin, part, parts, witness
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import belongs, meaning, meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    definite,
    equal,
    equal_matrices,
    exists,
    identity_matrix,
    indicator,
    integers_from,
    invertible,
    less,
    matrix_letter,
    member,
    product,
    real,
    root,
    semidefinite,
    symmetric,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, conjuncts, modulo, under
from symbolic.tactics.whole_matrices.diagonal_words import At, Places, by_entries, is_symmetric, place_of
from symbolic.tactics.whole_matrices.eigenvectors import eigenvector
from symbolic.tactics.whole_matrices.matrix_letters import known_letters, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.singular_values import positive_square
from symbolic.tactics.whole_matrices.spectra import Spectrum
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

n = real("_n")
A, B = matrix_letter("_A"), matrix_letter("_B")
SIZE = member(n, integers_from(1))


def _spectrum(membership: Expression) -> Spectrum:
    """That of a matrix which is supposed to be semidefinite, or definite."""
    known = meant(assume(membership))
    symmetric_ = belongs(member(A, symmetric(n)), conjoin(part(0, known), part(1, known)))
    return Spectrum(symmetric_, (*assumed(SIZE), symmetric_))


def _sign(of: Spectrum, membership: Expression, place: Theorem) -> Theorem:
    """`0 ≤ λ_r`, or `0 < λ_r` where the matrix is definite, since `vᵀ A v = λ_r ‖v‖²`."""
    vector, scaled, apart = eigenvector(of, place)
    facts, value = (*of.known, place), of.eigenvalue(place_of(place))
    form = at(part(2, meant(assume(membership))), shaped(vector, facts))
    strict = membership == member(A, definite(n))
    form, relation = (apply(form, apart), less) if strict else (form, at_most)
    square = trace(product(transpose(vector), vector))
    taken = ((0, written(1), transpose(vector), identity_matrix(1)),)
    letters, whole = known_letters(facts, A, vector), trace(product(transpose(vector), A, vector))
    same = traces(equal(whole, value * square), (scaled,), taken, letters, ())
    size = positive_square(vector, apart, facts)
    return signed(relation(0, value), (form, same, size), products=((size,),))


@cache
def _every_inverse() -> Theorem:
    """`∀n ∀A definite: ∃R: A R = R A = I`."""
    membership = member(A, definite(n))
    of = _spectrum(membership)
    back, found = of.inverse(of.equations[2], of.eigenvalue, lambda place: _sign(of, membership, place))
    goal = parts(meaning(member(A, invertible(n))), "and")[1]
    return under(of.decided(witness(goal, shaped(back, of.known), found)), SIZE, membership)


@cache
def _every_root() -> Theorem:
    """`∀n ∀A semidefinite: ∃B semidefinite: B B = A`: `B = V diag(√λ) Vᵀ`."""
    membership = member(A, semidefinite(n))
    of = _spectrum(membership)

    value = of.eigenvalue

    def half(place: Expression) -> Expression:
        return root(value(place))

    def quarter(place: Expression) -> Expression:
        return root(half(place))

    def of_half(place: Theorem) -> Facts:
        return conjuncts(square_root(_sign(of, membership, place)))

    square = _squared(of, half, value, lambda place: of_half(place)[1])
    fourth = _squared(of, quarter, half, lambda place: conjuncts(square_root(of_half(place)[0]))[1])
    found = of.turned(half)
    same = rewritten_words(equal_matrices(product(found, found), A), of.known, [square, *of.equations])
    goal = exists(B, semidefinite(n), equal_matrices(product(B, B), A))
    sign = _of_square(of, found, of.diagonal(quarter), fourth)
    return under(of.decided(witness(goal, sign, same)), SIZE, membership)


def _squared(of: Spectrum, value: At, square: At, equation: Callable[[Theorem], Theorem]) -> Theorem:
    """`diag(f) diag(f) = diag(g)`, from `f(r)² = g(r)`."""

    def settle(goal: Expression, apart: Facts, places: Places, facts: Facts) -> Theorem:
        here, entry = indicator(equal(*map(place_of, places))), value(place_of(places[0]))
        scaled = identity(
            entry * (here * entry), here * square(place_of(places[0])), (), ((equation(places[0]), here),)
        )
        return modulo(goal, (*apart, scaled), facts)

    one = of.diagonal(value)
    return by_entries(equal_matrices(product(one, one), of.diagonal(square)), of.known, settle)


def _of_square(of: Spectrum, found: Expression, quarter: Expression, fourth: Theorem) -> Theorem:
    """`V E Vᵀ` is semidefinite, from `F F = E` for a diagonal F: its form is `‖F Vᵀ x‖²`."""
    goal = member(found, semidefinite(n))
    half = parts(found, "product")[1]
    facts = (*of.known, *(is_symmetric(each, of.known) for each in (quarter, half)))
    _, turned, forms = parts(meaning(goal), "and")
    x = fresh(Sort.MATRIX, goal)
    domain, body = parts(forms, "for_all")
    place, inside = member(x, domain), opened(body, (x,))
    V, known = of.basis, (*facts, *assumed(place))
    moved = product(quarter, transpose(V), x)
    taken = ((0, written(-1), product(transpose(x), V), product(transpose(V), x)),)
    size = trace(product(transpose(moved), moved))
    same = traces(
        equal(parts(inside, "at_most")[1], size), (fourth,), taken, known_letters(known, V, half, quarter, x), ()
    )
    form = signed(inside, (same, not_negative(moved, known)))
    return belongs(goal, conjoin(shaped(found, facts), rewritten_words(turned, facts), under(form, place)))


def inverse_of_definite(given: Theorem) -> Theorem:
    """`∃R: A R = R A = I`, from a definite A of a size that is supposed to be one of `{1, 2, …}`."""
    return _at(_every_inverse(), given)


def root_of_semidefinite(given: Theorem) -> Theorem:
    """`∃B semidefinite: B B = A`, from a semidefinite A of a size that is supposed to be one of `{1, 2, …}`."""
    return _at(_every_root(), given)


def _at(every: Theorem, given: Theorem) -> Theorem:
    domain = parts(given.conclusion, "member")[1]
    assert isinstance(domain, Node)
    return at(every, assume(member(domain.parts[0], integers_from(1))), given)
