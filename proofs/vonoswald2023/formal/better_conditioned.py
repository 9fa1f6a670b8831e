"""What GD++ does to eigenvalues of the Gram matrix of its inputs, and that a short step improves their condition."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from proofs.vonoswald2023.formal.moved_values import L, l, moved, values, γ
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, Variable, opened
from symbolic.core.rules.logic import apply, assume, choose, conjoin, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    conjunction,
    difference,
    equal_matrices,
    identity_matrix,
    implies,
    integers_from,
    less,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    transpose,
)
from symbolic.tactics.signs import Facts, nonzero, signed
from symbolic.tactics.steps import assumed, at, conjuncts, other_than_0, proved, quantified, rewritten, under
from symbolic.tactics.whole_matrices.diagonal_words import by_entries, place_of
from symbolic.tactics.whole_matrices.eigenvectors import below_largest, is_largest, is_smallest, some_place
from symbolic.tactics.whole_matrices.matrix_letters import by_words, of_matrices
from symbolic.tactics.whole_matrices.singular_values import gram, spectrum_of_gram
from symbolic.tactics.whole_matrices.word_equations import of_words, rewritten_words

d, n, λ, l1, L1 = map(real, ("d", "N", "λ", "l'", "L'"))
X, v, u = map(matrix_letter, "Xvu")
SIZES = member(d, integers_from(1)), member(n, integers_from(1))
DATA = member(X, matrices(d, n)), member(γ, REALS)
OF_V, OF_U, VALUE = member(v, matrices(d, 1)), member(u, matrices(n, 1)), member(λ, REALS)
ONE = identity_matrix(d)

LEFT_OUT = (
    "That no other γ do so for every spectrum with the largest eigenvalue L; which ones improve two eigenvalues, and "
    "which every spectrum between two extremes; and that an attention layer makes this step."
)

GRAM = gram(X)
MOVED = product(difference(ONE, multiple(γ, GRAM)), X)
"""`(I − γXXᵀ) X`."""

AFTER = gram(MOVED)


def taken(value: Expression) -> Expression:
    """Eigenvectors stay, of `XXᵀ` and of `XᵀX`, and the eigenvalue λ becomes a value."""
    of_gram = implies(
        equal_matrices(product(GRAM, v), multiple(λ, v)), equal_matrices(product(AFTER, v), multiple(value, v))
    )
    of_tokens = implies(
        equal_matrices(product(transpose(X), X, u), multiple(λ, u)),
        equal_matrices(product(transpose(MOVED), MOVED, u), multiple(value, u)),
    )
    return quantified(conjunction(quantified(of_gram, OF_V), quantified(of_tokens, OF_U)), VALUE)


EXTREMES = tuple(member(each, REALS) for each in (l, L, l1, L1))
BEFORE = is_smallest(l, GRAM, d), is_largest(L, GRAM, d), less(0, l), less(l, L)
LATER = is_smallest(l1, AFTER, d), is_largest(L1, AFTER, d)
SHORT = less(0, γ), at_most(γ, 1 / (2 * L))
BETTER = conjunction(less(0, l1), less(L1 / l1, L / l))


def improves(short: tuple[Expression, Expression] = SHORT) -> Expression:
    """Of extremes before and after a short step the quotient falls."""
    return quantified(implies(conjunction(*BEFORE, *short, *LATER), BETTER), *EXTREMES)


TAKEN, IMPROVES = moved(λ), improves()


def goal(value: Expression = TAKEN, better: Expression = IMPROVES) -> Expression:
    """For all sizes, inputs and steps: what becomes of eigenvalues, and of the condition number."""
    return quantified(conjunction(taken(value), better), *SIZES, *DATA)


FACTS = assumed(*SIZES, *DATA)
SPECTRUM = spectrum_of_gram(X, d, FACTS)


def value_at(place: Expression) -> Expression:
    """`f(λ_r)`."""
    return moved(SPECTRUM.eigenvalue(place))


@cache
def base() -> Theorem:
    """`X' X'ᵀ = V diag(f(λ_1), …) Vᵀ`."""
    left, diagonal = difference(ONE, multiple(γ, GRAM)), SPECTRUM.diagonal(SPECTRUM.eigenvalue)
    factor = SPECTRUM.diagonal(lambda place: 1 - γ * SPECTRUM.eigenvalue(place))
    known = SPECTRUM.known
    one = by_entries(equal_matrices(factor, difference(ONE, multiple(γ, diagonal))), known)
    three = by_entries(equal_matrices(SPECTRUM.diagonal(value_at), product(factor, product(diagonal, factor))), known)
    both = equal_matrices(product(left, GRAM, left), SPECTRUM.turned(value_at))
    same = rewritten_words(both, known, [*SPECTRUM.equations, one, three], whole=(GRAM,))
    return by_words(equal_matrices(AFTER, SPECTRUM.turned(value_at)), known, (same, 1, None, None))


def _place(of: Theorem, vector: Variable, place: Variable, found: Callable[[Theorem, Theorem], Theorem]) -> Theorem:
    """What is proved of a place r with `f(λ_r)` as an extreme eigenvalue after the step, without naming it."""
    existence = part(0, of)
    column, body = parts(existence.conclusion, "exists")
    along = assume(opened(body, (vector,)))
    facts = (*SPECTRUM.known, *assumed(member(vector, column)))
    some = some_place(SPECTRUM, (base(), value_at), vector, part(1, along), part(0, along), facts)
    places, equation = parts(some.conclusion, "exists")
    inner = found(assume(member(place, places)), assume(opened(equation, (place,))))
    return choose(vector, existence, choose(place, some, inner))


def better() -> Theorem:
    """`0 < l'` and `L'/l' < L/l`."""
    premise = conjunction(*BEFORE, *SHORT, *LATER)
    least, most, small, wide, forward, short, later_least, later_most = (part(k, assume(premise)) for k in range(8))
    large = signed(less(0, L), (small, wide))
    step = signed(at_most(2 * γ * L, 1), (short, large), products=((short, large),))

    def both(one: Theorem, first: Theorem, other: Theorem, second: Theorem) -> Theorem:
        known = (small, wide, forward, step, *(f for place in (one, other) for f in _bounds(place, least, most)))
        numbers = γ, l, L, *(SPECTRUM.eigenvalue(place_of(place)) for place in (one, other))
        found = at(values(), *numbers)
        for each in known:
            found = apply(found, each)
        later, order = conjuncts(rewritten(second, rewritten(first, found)))
        ratio = signed(less(L1 / l1, L / l), (order, small, later), products=((order,), (small, later)))
        return conjoin(later, ratio)

    r, s = real("_r"), real("_s")
    found = _place(
        later_most,
        matrix_letter("v'"),
        r,
        lambda one, first: _place(
            later_least, matrix_letter("w'"), s, lambda other, second: both(one, first, other, second)
        ),
    )
    return under(under(SPECTRUM.decided(found), premise), *EXTREMES)


def _bounds(place: Theorem, least: Theorem, most: Theorem) -> tuple[Theorem, Theorem]:
    """`l ≤ λ_r` and `λ_r ≤ L`."""
    return below_largest(SPECTRUM, least, place), below_largest(SPECTRUM, most, place)


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(proved(taken(TAKEN), FACTS, of_words), better())
    return Proof(goal(), under(found, *SIZES, *DATA), proved(defined(goal()), solve=of_quotients))


def of_quotients(formula: Expression, facts: Facts) -> Theorem | None:
    """A solver: shapes, and that L, l and l' are not 0 where they divide."""
    match formula:
        case Node(head="not", parts=(Node(head="equal", parts=(divisor, _)),)):
            return other_than_0(nonzero(divisor, facts))
    return of_matrices(formula, facts)
