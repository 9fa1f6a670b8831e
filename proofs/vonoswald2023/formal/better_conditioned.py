"""What GD++ does to eigenvalues of the Gram matrix of its inputs, and that a short step improves their condition."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from proofs.vonoswald2023.formal.exact_steps import exactly, is_exact
from proofs.vonoswald2023.formal.layer import CONTEXT, Y, attended, inputs, m, projection, square
from proofs.vonoswald2023.formal.longest_steps import is_longest, longest
from proofs.vonoswald2023.formal.moved_values import STEP, L, l, moved, values, γ
from proofs.vonoswald2023.formal.two_eigenvalues import SQUARES
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, Variable, opened
from symbolic.core.rules.logic import apply, assume, choose, conjoin, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
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
    stacked,
    transpose,
    zeros,
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
BETTER = conjunction(less(0, l1), less(L1 / l1, L / l))


def improves(step: tuple[Expression, ...] = STEP) -> Expression:
    """Of extremes before and after such a step the quotient falls."""
    return quantified(implies(conjunction(*BEFORE, *step, *LATER), BETTER), *EXTREMES)


TAKEN, IMPROVES = moved(λ), improves()


OF_LAYER = member(m, integers_from(1)), member(Y, matrices(m, n))
LAYER = equal_matrices(
    attended(CONTEXT, CONTEXT, square(multiple(-γ, ONE), zeros(m, d), zeros(m, m)), inputs(), projection(1)),
    stacked(MOVED, Y),
)
"""A layer of attention moves the inputs, and leaves the labels below them as they are."""


def goal(
    value: Expression = TAKEN,
    better: Expression = IMPROVES,
    exact: Expression | None = None,
    steps: Expression | None = None,
    layer: Expression = LAYER,
) -> Expression:
    """For all sizes, inputs and steps: a layer, what becomes of eigenvalues and of the condition number, and where."""
    found = conjunction(quantified(layer, *OF_LAYER), taken(value), better)
    return conjunction(quantified(found, *SIZES, *DATA), exact or exactly(), steps or longest())


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
    premise = conjunction(*BEFORE, *STEP, *LATER)
    least, most, small, wide, *steps, later_least, later_most = (part(k, assume(premise)) for k in range(10))

    def both(one: Theorem, first: Theorem, other: Theorem, second: Theorem) -> Theorem:
        known = (small, wide, *steps, *(f for place in (one, other) for f in _bounds(place, least, most)))
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
    layer = rewritten_words(LAYER, (*FACTS, *assumed(*OF_LAYER)))
    found = conjoin(under(layer, *OF_LAYER), proved(taken(TAKEN), FACTS, of_words), better())
    theorem = conjoin(under(found, *SIZES, *DATA), is_exact(), is_longest())
    return Proof(goal(), theorem, proved(defined(goal()), solve=of_quotients))


def of_quotients(formula: Expression, facts: Facts) -> Theorem | None:
    """A solver: shapes, and that L, l and l' are not 0 where they divide."""
    match formula:
        case Node(head="not", parts=(Node(head="equal", parts=(divisor, _)),)) if divisor == SQUARES:
            small = next(fact for fact in facts if fact.conclusion == less(0, l))
            return other_than_0(signed(less(0, divisor), (small,), products=((small, small),), squares=(L,)))
        case Node(head="not", parts=(Node(head="equal", parts=(divisor, _)),)):
            return other_than_0(nonzero(divisor, facts))
    return of_matrices(formula, facts)
