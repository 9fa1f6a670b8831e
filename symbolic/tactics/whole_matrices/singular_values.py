"""The spectrum of `S Sᵀ`: no eigenvalue is negative, and the largest is the square of the largest singular value."""

from __future__ import annotations

from symbolic.core.expressions import Expression, opened, written
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.logic import assume, cases, choose, contradict, parts
from symbolic.core.rules.matrix_algebra import equal_transposes, traces
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    NONNEGATIVE,
    Number,
    at_most,
    equal,
    equal_matrices,
    exists,
    identity_matrix,
    integers_between,
    less,
    member,
    product,
    real,
    root,
    symmetric,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import conjuncts, modulo, proved, rewritten, swapped, unused, whichever, witnessed
from symbolic.tactics.sums.greatest_terms import has_greatest
from symbolic.tactics.whole_matrices.diagonal_words import Places, by_entries, place_of
from symbolic.tactics.whole_matrices.eigenvectors import below_largest, eigenvector, is_largest, largest
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.spectra import Spectrum
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.word_equations import of_words, rewritten_words

σ = real("σ")


def gram(of: Expression) -> Expression:
    """`S Sᵀ`."""
    return product(of, transpose(of))


def is_norm(value: Number, of: Expression, rows: Expression) -> Expression:
    """A number is the largest singular value of S: its square is the largest eigenvalue of `S Sᵀ`."""
    return is_largest(written(value) ** 2, gram(of), rows)


def spectrum_of_gram(of: Expression, rows: Expression, facts: Facts) -> Spectrum:
    """That of `S Sᵀ`, from facts about the shape of S."""
    return Spectrum(proved(member(gram(of), symmetric(rows)), facts, of_words), facts)


def positive_square(vector: Expression, apart: Theorem, facts: Facts) -> Theorem:
    """`0 < tr(vᵀ v)` from `¬ v = 0`."""
    goal = less(0, trace(product(transpose(vector), vector)))

    def flat(known: Facts) -> Theorem:
        small = signed(at_most(parts(goal, "less")[1], 0), known)
        return cases(goal, contradict(zero_matrix(vector, small, facts), apart))

    return whichever(goal, trichotomy(*parts(goal, "less")), lambda known: known[0], flat, flat)


def no_negative_eigenvalue(of: Spectrum, factor: Expression, place: Theorem) -> Theorem:
    """`0 ≤ λ_r` for an eigenvalue of `S Sᵀ`, S being given: `λ ‖v‖² = ‖Sᵀ v‖²`."""
    vector, scaled, apart = eigenvector(of, place)
    facts, value = (*of.known, place), parts(parts(scaled.conclusion, "equal_matrices")[1], "multiple")[0]
    moved = product(transpose(factor), vector)
    squares = trace(product(transpose(moved), moved)), trace(product(transpose(vector), vector))
    letters = known_letters(facts, factor, vector)
    multiplier = (0, written(1), transpose(vector), identity_matrix(1))
    same = traces(equal(squares[0], value * squares[1]), (scaled,), (multiplier,), letters, ())
    known = same, not_negative(moved, facts), positive_square(vector, apart, facts)
    return signed(at_most(0, value), known, products=((known[2],),))


def norm_exists(of: Spectrum, factor: Expression, positive: Theorem) -> Theorem:
    """`∃σ ∈ [0, ∞): σ is the largest singular value of S`, S having at least one row."""
    goal = exists(σ, NONNEGATIVE, is_norm(σ, factor, of.size))
    best = has_greatest(of.eigenvalue, positive)
    r = unused((*of.known, best), goal)
    place = assume(member(r, integers_between(1, of.size)))
    above = assume(opened(parts(best.conclusion, "exists")[1], (r,)))
    value = of.eigenvalue(r)
    sign, square = conjuncts(square_root(no_negative_eigenvalue(of, factor, place)))
    found = rewritten(swapped(square), largest(of, place, above))
    found = witnessed(goal, found, root(value), facts=(sign,))
    return of.decided(choose(r, best, found))


def positive_norm(of: Spectrum, factor: Expression, norm: Expression, known: Theorem, apart: Theorem) -> Theorem:
    """`0 < σ²`, given that σ is the largest singular value of S and `¬ S = 0`: else all eigenvalues were 0."""
    square = norm**2
    goal, facts, nothing = less(0, square), (*of.known, known, apart), zeros(of.size, of.size)
    diagonal = of.diagonal(of.eigenvalue)

    def flat(order: Facts) -> Theorem:
        def settle(equation: Expression, entries: Facts, places: Places, _: Facts) -> Theorem:
            bounds = below_largest(of, known, places[0]), no_negative_eigenvalue(of, factor, places[0])
            value = signed(equal(of.eigenvalue(place_of(places[0])), 0), (*bounds, *order), degree=2)
            return modulo(equation, (*entries, value))

        none = by_entries(equal_matrices(diagonal, nothing), (*facts, *order), settle)
        around = none, 1, of.basis, transpose(of.basis)
        vanishes = by_words(equal_matrices(of.of, nothing), of.known, (of.equations[2], 1, None, None), around)
        back, one = transpose(factor), identity_matrix(of.size)
        size = trace(product(transpose(back), back))
        letters = known_letters(of.known, factor)
        zero = traces(equal(size, 0), (vanishes,), ((0, written(1), one, one),), letters, ())
        small = signed(at_most(size, 0), (zero,))
        gone = equal_transposes(zero_matrix(back, small, of.known))
        left, right = parts(parts(apart.conclusion, "not")[0], "equal_matrices")
        return cases(goal, contradict(rewritten_words(equal_matrices(left, right), of.known, [gone]), apart))

    def below(order: Facts) -> Theorem:
        return cases(goal, signed(FALSE, order, squares=(norm,)))

    return of.decided(whichever(goal, trichotomy(*parts(goal, "less")), lambda order: order[0], flat, below))
