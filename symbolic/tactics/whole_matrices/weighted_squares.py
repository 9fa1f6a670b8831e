"""`tr(Aᵀ Y A Z)` for semidefinite Y and Z: it is not negative; and the identity is semidefinite."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, Node, Variable, written
from symbolic.core.rules.logic import assume, cases, contradict, parts
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    definite,
    equal,
    equal_matrices,
    identity_matrix,
    integers_from,
    less,
    matrices,
    matrix_letter,
    member,
    product,
    real,
    semidefinite,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, under, whichever
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form, of_inverse, of_root, with_inverse, with_root
from symbolic.tactics.whole_matrices.sums_of_squares import semidefinite_too, zero_matrix
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

m, n = real("m"), real("n")
A, Y, Z, B, C, S, T = map(matrix_letter, ("A", "Y", "Z", "B", "C", "S", "T"))
GIVEN = (
    *(member(size, integers_from(1)) for size in (m, n)),
    *(member(of, semidefinite(size)) for of, size in ((Y, m), (Z, n))),
    member(A, matrices(m, n)),
)


def weighted(of: Expression, before: Expression, behind: Expression) -> Node:
    """`tr(AᵀYAZ)`, the squared norm of `Y^½ A Z^½`."""
    return trace(product(transpose(of), before, of, behind))


@cache
def weighted_not_negative() -> Theorem:
    """`∀m ∀n ∀Y ∀Z ∀A: 0 ≤ tr(AᵀYAZ)`, by roots of Y and Z."""
    roots = of_root(Y, m, B), of_root(Z, n, C)
    facts = (*assumed(*GIVEN), *(assume(each) for each, _ in roots))
    scaled = product(B, A, C)
    same = rewritten_traces(equal(norm(scaled), weighted(A, Y, Z)), facts, [assume(each) for _, each in roots])
    found = signed(at_most(0, weighted(A, Y, Z)), (same, not_negative(scaled, facts)))
    return under(with_root(assume(GIVEN[2]), B, with_root(assume(GIVEN[3]), C, found)), *GIVEN)


def weighted_sign(of: Expression, before: Theorem, behind: Theorem, facts: Facts) -> Theorem:
    """`0 ≤ tr(AᵀYAZ)`, from that Y and Z are semidefinite."""
    shape = shaped(of, facts)
    sizes = (parts(parts(each.conclusion, "member")[1], "semidefinite")[0] for each in (before, behind))
    counts = (belonging(size, integers_from(1), facts) for size in sizes)
    return at(weighted_not_negative(), *counts, before, behind, shape)


def identity_is_semidefinite(size: Expression, facts: Facts) -> Theorem:
    """`I` is semidefinite."""
    one = identity_matrix(size)

    def form(x: Variable, known: Facts) -> Theorem:
        value = trace(product(transpose(x), one, x))
        same = traces(equal(norm(x), value), (), (), known_letters((*facts, *known), x, one), ())
        return signed(at_most(0, value), (same, not_negative(x, (*facts, *known))))

    return by_form(member(one, semidefinite(size)), facts, form)


@cache
def none_weighted() -> Theorem:
    """`∀m ∀n ∀Y ∀Z ∀A`: where Y and Z are definite and `tr(AᵀYAZ) ≤ 0`, A is 0."""
    given = (*GIVEN[:2], *(member(of, definite(size)) for of, size in ((Y, m), (Z, n))), GIVEN[4])
    spreads = tuple(semidefinite_too(assume(each)) for each in given[2:4])
    small = at_most(weighted(A, Y, Z), 0)
    roots = of_root(Y, m, B), of_root(Z, n, C)
    inverses = of_inverse(Y, m, S), of_inverse(Z, n, T)
    of_letters = (assume(place) for place, _ in (*roots, *inverses))
    facts = (*assumed(*given[:2]), *spreads, assume(given[4]), *of_letters)
    scaled, squares = product(B, A, C), tuple(assume(each) for _, each in roots)
    same = rewritten_traces(equal(norm(scaled), weighted(A, Y, Z)), facts, squares)
    nothing = zero_matrix(scaled, signed(at_most(norm(scaled), 0), (same, assume(small))), facts)
    (_, back), (ahead, _) = (conjuncts(assume(each)) for _, each in inverses)
    using = (
        (nothing, 1, product(S, B), product(C, T)),
        (squares[0], -1, S, product(A, C, C, T)),
        (squares[1], -1, product(S, Y, A), T),
        (back, -1, None, product(A, Z, T)),
        (ahead, -1, A, None),
    )
    found = by_words(equal_matrices(A, zeros(m, n)), facts, *using)
    for theorem, letters in zip(spreads, (B, C), strict=True):
        found = with_root(theorem, letters, found)
    for definite_, letter in zip(given[2:4], (S, T), strict=True):
        found = with_inverse(assume(definite_), letter, found)
    return under(found, *given, small)


def identity_is_definite(size: Expression, facts: Facts) -> Theorem:
    """`I` is definite: a column whose square is not positive is 0."""
    one = identity_matrix(size)

    def form(x: Variable, known: Facts) -> Theorem:
        value, within = trace(product(transpose(x), one, x)), (*facts, *known)
        same = traces(equal(norm(x), value), (), (), known_letters(within, x, one), ())
        goal = less(0, value)

        def none(case: Facts) -> Theorem:
            gone = zero_matrix(x, signed(at_most(norm(x), 0), (same, *case)), within)
            return cases(goal, contradict(gone, known[1]))

        def some(case: Facts) -> Theorem:
            return case[0]

        return whichever(goal, trichotomy(value, written(0)), none, none, some)

    return by_form(member(one, definite(size)), facts, form)
