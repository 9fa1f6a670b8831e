"""Definite matrices by their eigenvalues, which are positive: they have inverses."""

from __future__ import annotations

from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, conjoin, part, parts, witness
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import belongs, meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    conjunction,
    equal,
    equal_matrices,
    exists,
    identity_matrix,
    less,
    matrices,
    matrix_letter,
    member,
    product,
    symmetric,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import at
from symbolic.tactics.whole_matrices.diagonals import place_of
from symbolic.tactics.whole_matrices.eigenvectors import eigenvector
from symbolic.tactics.whole_matrices.matrix_letters import known_letters, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.spectra import Spectrum

R = matrix_letter("R")


def spectrum_of_definite(definite: Theorem, facts: Facts) -> Spectrum:
    """That of a definite matrix."""
    of, domain = parts(definite.conclusion, "member")
    known = meant(definite)
    symmetric_ = belongs(member(of, symmetric(*parts(domain, "definite"))), conjoin(part(0, known), part(1, known)))
    return Spectrum(symmetric_, (*facts, symmetric_))


def positive_eigenvalue(of: Spectrum, definite: Theorem, place: Theorem) -> Theorem:
    """`0 < λ_r`, since `0 < vᵀ A v = λ_r ‖v‖²`."""
    vector, scaled, apart = eigenvector(of, place)
    facts, value = (*of.known, place), of.eigenvalue(place_of(place))
    form = apply(at(part(2, meant(definite)), shaped(vector, facts)), apart)
    square = trace(product(transpose(vector), vector))
    multiplier = (0, written(1), transpose(vector), identity_matrix(1))
    letters = known_letters(facts, of.of, vector)
    same = traces(equal(parts(form.conclusion, "less")[1], value * square), (scaled,), (multiplier,), letters, ())
    size = not_negative(vector, facts)
    return signed(less(0, value), (form, same, size), products=((size,),))


def is_inverse(of: Expression, size: Expression, inverse: Expression = R) -> Expression:
    """`A R = I` and `R A = I`."""
    one = identity_matrix(size)
    return conjunction(*(equal_matrices(product(*both), one) for both in ((of, inverse), (inverse, of))))


def inverse_exists(definite: Theorem, facts: Facts) -> Theorem:
    """`∃R: A R = R A = I`."""
    of = spectrum_of_definite(definite, facts)
    whole = equal_matrices(of.of, of.turned(of.eigenvalue))
    base = next(each for each in of.equations if each.conclusion == whole)
    back, found = of.inverse(base, of.eigenvalue, lambda place: positive_eigenvalue(of, definite, place))
    goal = exists(R, matrices(of.size, of.size), is_inverse(of.of, of.size))
    return of.decided(witness(goal, shaped(back, of.known), found))
