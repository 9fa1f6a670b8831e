"""The pseudoinverse by its four properties: that it exists, and what follows from them."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, conjoin, contradict, deny, excluded_middle, parts, witness
from symbolic.core.rules.matrix_algebra import equal_transposes, traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    REALS,
    at_most,
    conjunction,
    difference,
    equal,
    equal_matrices,
    exists,
    identity_matrix,
    indicator,
    integers_from,
    matrices,
    matrix_letter,
    member,
    negation,
    product,
    real,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, conjuncts, indicated, modulo, under, whichever
from symbolic.tactics.whole_matrices.diagonal_words import Places, by_entries, is_symmetric, place_of
from symbolic.tactics.whole_matrices.matrix_letters import known_letters, shaped
from symbolic.tactics.whole_matrices.singular_values import spectrum_of_gram
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

m, n, d = map(real, ("m", "n", "d"))
S, P = matrix_letter("S"), matrix_letter("P")
SIZES = member(m, integers_from(1)), member(n, integers_from(1))
SHAPE, INVERSE_SHAPE = member(S, matrices(m, n)), member(P, matrices(n, m))
FACTS = assumed(*SIZES, SHAPE)
SPECTRUM = spectrum_of_gram(S, m, FACTS)


def is_pseudoinverse(of: Expression = P) -> Expression:
    """`SPS = S`, `PSP = P`, and SP and PS are symmetric."""
    one, other = product(S, of), product(of, S)
    return conjunction(
        equal_matrices(product(S, of, S), S),
        equal_matrices(product(of, S, of), of),
        equal_matrices(transpose(one), one),
        equal_matrices(transpose(other), other),
    )


def _share(of: Expression) -> Expression:
    """`1[λ ≠ 0]`, written as `1 − 1[λ = 0]`."""
    return 1 - indicator(equal(of, 0))


def _reciprocal(of: Expression) -> Expression:
    """`1/λ`, and 0 for `λ = 0`."""
    return _share(of) / (of + indicator(equal(of, 0)))


@cache
def reciprocals() -> Theorem:
    """`∀λ: λ g = e ∧ e g = g ∧ e λ = λ`, and that g has no divisor 0; `e = 1[λ ≠ 0]`, g is 1/λ, and 0 for `λ = 0`."""
    flat = indicator(equal(d, 0))
    divisor, g, e = d + flat, _reciprocal(d), _share(d)
    settled = conjunction(equal(flat * (1 - flat), 0), equal(flat * d, 0), negation(equal(divisor, 0)))

    def all_three(known: Facts, wrong: Theorem) -> Theorem:
        sides = (modulo(each, known) for each in parts(settled, "and")[:2])
        return conjoin(*sides, deny(equal(divisor, 0), wrong))

    def at_nothing(known: Facts) -> Theorem:
        here = (*indicated(known[0]), *known)
        return all_three(here, signed(FALSE, (assume(equal(divisor, 0)), *here)))

    def elsewhere(known: Facts) -> Theorem:
        here = indicated(known[0])[:1]
        return all_three(here, contradict(signed(equal(d, 0), (assume(equal(divisor, 0)), *here)), known[0]))

    idle, none, apart = conjuncts(whichever(settled, excluded_middle(equal(d, 0)), at_nothing, elsewhere))
    found = conjoin(
        identity(d * g, e, (apart,), ((idle, -1 / divisor),)),
        identity(e * g, g, (apart,), ((idle, -1 / divisor),)),
        identity(e * d, d, (), ((none, -1),)),
        apart,
    )
    return under(found, member(d, REALS))


def _diagonals() -> tuple[Expression, Expression, Expression]:
    """`D`, `D⁺` with the reciprocals, and `E = D D⁺`."""
    value = SPECTRUM.eigenvalue
    bodies = value, lambda place: _reciprocal(value(place)), lambda place: _share(value(place))
    one, other, both = map(SPECTRUM.diagonal, bodies)
    return one, other, both


def _at(place: Theorem) -> Facts:
    return conjuncts(at(reciprocals(), SPECTRUM.eigenvalue(place_of(place))))


def _multiplied(one: Expression, other: Expression, both: Expression, number: int) -> Theorem:
    """A product of two diagonals as a third, by one of the equations of reciprocals."""

    def settle(goal: Expression, apart: Facts, places: Places, facts: Facts) -> Theorem:
        equation, (j, k) = _at(places[0])[number], map(place_of, places)
        (x, y), z = parts(parts(equation.conclusion, "equal")[0], "multiply"), parts(equation.conclusion, "equal")[1]
        here = indicator(equal(j, k))
        scaled = identity(x * (here * y), here * z, facts, ((equation, here),))
        return modulo(goal, (*apart, scaled), facts)

    goal = equal_matrices(product(one, other), both)
    return by_entries(goal, SPECTRUM.known, settle, lambda places: _at(places[0])[3:])


def exists_one() -> Theorem:
    """`∃P: P is the pseudoinverse of S`: `P = Sᵀ V D⁺ Vᵀ`."""
    one, other, both = _diagonals()
    V = SPECTRUM.basis
    symmetric_ = (is_symmetric(each, SPECTRUM.known, lambda place: _at(place)[3:]) for each in (one, other, both))
    known = (*symmetric_, *SPECTRUM.known)
    used = (
        *SPECTRUM.equations,
        SPECTRUM.turned_round,
        _multiplied(one, other, both, 0),
        _multiplied(both, other, other, 1),
        _multiplied(both, one, one, 2),
    )
    found = product(transpose(S), V, other, transpose(V))
    kept = _kept(both, used, known)
    sides = parts(is_pseudoinverse(found), "and")
    shown = conjoin(*(rewritten_words(side, known, [*used, kept]) for side in sides))
    goal = exists(P, matrices(n, m), is_pseudoinverse())
    return SPECTRUM.decided(witness(goal, shaped(found, known), shown))


def _kept(both: Expression, used: Facts, known: Facts) -> Theorem:
    """`V E Vᵀ S = S`: the difference times its transpose is 0."""
    V = SPECTRUM.basis
    off = difference(product(V, both, transpose(V), S), S)
    square = rewritten_words(equal_matrices(product(off, transpose(off)), zeros(m, m)), known, used)
    letters = known_letters(known, S, V, both)
    whole = identity_matrix(m)
    size = trace(product(transpose(transpose(off)), transpose(off)))
    vanishes = traces(equal(size, 0), (square,), ((0, written(1), whole, whole),), letters, ())
    flat = equal_transposes(zero_matrix(transpose(off), signed(at_most(size, 0), (vanishes,)), known))
    return rewritten_words(equal_matrices(product(V, both, transpose(V), S), S), known, [flat])
