"""Eigenvectors of a symmetric matrix in its basis, and its largest eigenvalue."""

from __future__ import annotations

from collections.abc import Callable

from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.entries import indicator_of_true
from symbolic.core.rules.logic import (
    apply,
    assume,
    cases,
    conjoin,
    contradict,
    deny,
    excluded_middle,
    part,
    parts,
    reflexive,
    witness,
)
from symbolic.core.rules.matrix_algebra import cells_of_equal
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    REALS,
    Number,
    at_most,
    conjunction,
    equal,
    equal_matrices,
    exists,
    for_all,
    implies,
    indicator,
    integers_between,
    less,
    matrices,
    matrix,
    matrix_letter,
    member,
    multiple,
    negation,
    product,
    real,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    indicated,
    modulo,
    under,
    whichever,
)
from symbolic.tactics.whole_matrices.diagonal_words import At, Places, by_entries, entries, j, k, place_of
from symbolic.tactics.whole_matrices.matrix_letters import by_words, shaped
from symbolic.tactics.whole_matrices.spectra import Spectrum
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

μ, r = map(real, ("_μ", "_r"))
w = matrix_letter("_w")


def eigenvector(of: Spectrum, place: Theorem) -> tuple[Expression, Theorem, Theorem]:
    """A column v of V, with `S v = λ_r v` and `¬ v = 0`, for a place r."""
    r = place_of(place)
    axis, value, facts = matrix(j, k, (of.size, 1), indicator(equal(j, r))), of.eigenvalue(r), (*of.known, place)

    def settle(goal: Expression, apart: Facts, places: Places, _: Facts) -> Theorem:
        def here(known: Facts) -> Theorem:
            return modulo(goal, (*apart, known[0]))

        def elsewhere(known: Facts) -> Theorem:
            return modulo(goal, (*apart, *indicated(known[0])))

        return whichever(goal, excluded_middle(equal(place_of(places[0]), r)), here, elsewhere)

    diagonal = of.diagonal(of.eigenvalue)
    along = by_entries(equal_matrices(product(diagonal, axis), multiple(value, axis)), facts, settle)
    vector = product(of.basis, axis)
    orthonormal, _, decomposed = of.equations
    scaled = by_words(
        equal_matrices(product(of.of, vector), multiple(value, vector)),
        facts,
        (decomposed, 1, None, vector),
        (orthonormal, 1, product(of.basis, diagonal), axis),
        (along, 1, of.basis, None),
    )
    return vector, scaled, _not_zero(of, vector, axis, place)


def _not_zero(of: Spectrum, vector: Expression, axis: Expression, place: Theorem) -> Theorem:
    """`¬ V e = 0`: else `e = Vᵀ V e` had no entry 1."""
    facts, nothing = (*of.known, place), equal_matrices(vector, zeros(of.size, 1))
    flat = equal_matrices(axis, zeros(of.size, 1))
    found = rewritten_words(flat, facts, [assume(nothing), of.equations[0]])
    cells = cells_of_equal(found, shaped(axis, facts), place, belonging(1, integers_between(1, 1)))
    apart = (equation for each in parts(cells.conclusion, "equal") for equation in entries(each, facts))
    return deny(nothing, signed(FALSE, (cells, *apart, indicator_of_true(reflexive(place_of(place))))))


def is_largest(value: Number, of: Expression, size: Expression) -> Expression:
    """A number is the largest eigenvalue of a matrix: it is one, and every eigenvalue is at most that."""
    return _is_extreme(value, of, size, at_most)


def is_smallest(value: Number, of: Expression, size: Expression) -> Expression:
    """A number is the smallest eigenvalue of a matrix: it is one, and every eigenvalue is at least that."""
    return _is_extreme(value, of, size, lambda one, other: at_most(other, one))


def _is_extreme(value: Number, of: Expression, size: Expression, order: Callable[[Number, Number], Node]) -> Expression:
    v, μ = matrix_letter("v"), real("μ")
    column, apart = matrices(size, 1), negation(equal_matrices(v, zeros(size, 1)))

    def along(number: Number) -> Expression:
        return conjunction(apart, equal_matrices(product(of, v), multiple(number, v)))

    bounded = for_all(v, column, implies(along(μ), order(μ, written(value))))
    return conjunction(exists(v, column, along(value)), for_all(μ, REALS, bounded))


def largest(of: Spectrum, place: Theorem, above: Theorem) -> Theorem:
    """That an eigenvalue is the largest, from its place r and `∀l ∈ {1, …, n}: λ_l ≤ λ_r`."""
    value = of.eigenvalue(place_of(place))
    goal = is_largest(value, of.of, of.size)
    one, _ = parts(goal, "and")
    vector, scaled, apart = eigenvector(of, place)
    facts = (*of.known, place)
    attained = witness(one, shaped(vector, facts), conjoin(apart, scaled))
    column = member(w, matrices(of.size, 1))
    supposed = conjunction(
        negation(equal_matrices(w, zeros(of.size, 1))), equal_matrices(product(of.of, w), multiple(μ, w))
    )
    wanted = at_most(μ, value)

    def beyond(known: Facts) -> Theorem:
        nothing = _vanishes(of, w, part(1, assume(supposed)), above, known[0], assumed(column))
        return cases(wanted, contradict(nothing, part(0, assume(supposed))))

    def within(known: Facts) -> Theorem:
        return signed(wanted, known)

    found = whichever(wanted, trichotomy(μ, value), within, within, beyond)
    return conjoin(attained, under(found, member(μ, REALS), column, supposed))


def _vanishes(
    of: Spectrum, vector: Expression, scaled: Theorem, above: Theorem, beyond: Theorem, facts: Facts
) -> Theorem:
    """`w = 0` from `S w = μ w` where μ is above every eigenvalue."""
    number = parts(parts(scaled.conclusion, "equal_matrices")[1], "multiple")[0]

    def other(place: Theorem, here: Expression, equation: Theorem) -> Theorem:
        below = signed(less(of.eigenvalue(place_of(place)), number), (at(above, place), beyond))
        return signed(equal(here, 0), (equation, below), degree=2)

    inside = (*of.known, *facts, above, beyond)
    return vanishing(of, (of.equations[2], of.eigenvalue), vector, scaled, other, inside)


Other = Callable[[Theorem, Expression, Theorem], Theorem]
"""That a number y is 0, from its place and `f(r) y = μ y`."""


def vanishing(
    of: Spectrum, base: tuple[Theorem, At], vector: Expression, scaled: Theorem, other: Other, facts: Facts
) -> Theorem:
    """`w = 0` from `B w = μ w`, `B = V diag(f(1), …) Vᵀ`: each entry of `Vᵀ w` is 0 as `f(r) (Vᵀ w)_r = μ (Vᵀ w)_r`."""
    (decomposed, value), back = base, transpose(of.basis)
    inside = (*facts, scaled, decomposed)
    number = parts(parts(scaled.conclusion, "equal_matrices")[1], "multiple")[0]
    turned, diagonal, none = product(back, vector), of.diagonal(value), zeros(of.size, 1)
    same = by_words(
        equal_matrices(product(diagonal, turned), multiple(number, turned)),
        inside,
        (scaled, 1, back, None),
        (decomposed, -1, back, vector),
        (of.equations[0], -1, None, product(diagonal, turned)),
    )

    def settle(goal: Expression, apart: Facts, places: Places, known: Facts) -> Theorem:
        here, there = parts(goal, "equal")[0], value(place_of(places[0]))
        cells = cells_of_equal(same, shaped(product(diagonal, turned), inside), *places)
        left, right = (entries(each, known)[0] for each in parts(cells.conclusion, "equal"))
        equation = identity(there * here, number * here, known, ((cells, 1), (left, -1), (right, 1)))
        return modulo(goal, (other(places[0], here, equation), *apart), known)

    flat = by_entries(equal_matrices(turned, none), inside, settle)
    return rewritten_words(equal_matrices(vector, none), inside, [flat, of.equations[1]])


def some_place(
    of: Spectrum, base: tuple[Theorem, At], vector: Expression, scaled: Theorem, apart: Theorem, facts: Facts
) -> Theorem:
    """`∃r ∈ {1, …, n}: f(r) = μ` from `B w = μ w` and `¬ w = 0`, `B = V diag(f(1), …) Vᵀ`."""
    value, number = base[1], parts(parts(scaled.conclusion, "equal_matrices")[1], "multiple")[0]
    goal = exists(r, integers_between(1, of.size), equal(value(r), number))

    def nowhere(known: Facts) -> Theorem:
        def other(place: Theorem, here: Expression, equation: Theorem) -> Theorem:
            there, wanted = value(place_of(place)), equal(here, 0)

            def same(equality: Facts) -> Theorem:
                found = witness(goal, place, equality[0])
                return cases(wanted, contradict(found, known[0]))

            def differs(order: Facts) -> Theorem:
                return signed(wanted, (equation, *order), degree=2)

            return whichever(wanted, trichotomy(there, number), differs, same, differs)

        nothing = vanishing(of, base, vector, scaled, other, (*of.known, *facts, *known, apart))
        return cases(goal, contradict(nothing, apart))

    return whichever(goal, excluded_middle(goal), lambda known: known[0], nowhere)


def below_largest(of: Spectrum, known: Theorem, place: Theorem) -> Theorem:
    """`λ_r ≤ μ` for a place r, from the theorem that μ is the largest eigenvalue; `μ ≤ λ_r` of the smallest."""
    vector, scaled, apart = eigenvector(of, place)
    every = at(part(1, known), of.eigenvalue(place_of(place)), shaped(vector, (*of.known, place)))
    return apply(every, conjoin(apart, scaled))
