"""Polynomials in a square matrix, of a degree that is a term: sums, products, and what their first coefficient is.

`a Sⁿ + c[1] Sⁿ⁻¹ + … + c[n] I` is made in n steps, `Y ← S Y + c[t] I` from `a I` on, as Horner writes it.
"""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.entries import entry_of_vector, indicator_of_false, indicator_of_true
from symbolic.core.rules.logic import apply, assume, contradict, deny, parts, reflexive, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    REALS,
    SEQUENCES,
    Number,
    at_most,
    entry,
    equal,
    equal_matrices,
    function,
    identity_matrix,
    implies,
    indicator,
    integers_from,
    iterated,
    listed,
    matrices,
    matrix_letter,
    member,
    multiple,
    negation,
    product,
    real,
    sum_of_matrices,
    vector,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, replaced, under
from symbolic.tactics.whole_matrices.iterated_matrices import At, after, next_step, over_steps, start
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

a, b, n, l, j, k, t, m, x, y, hole = map(real, ("a", "b", "n", "l", "j", "k", "t", "m", "x", "y", "_hole"))
c, e, g, h = map(vector, "pqgh")
S, Y = matrix_letter("S"), matrix_letter("Y")
ONE = identity_matrix(m)
PLACES = member(m, integers_from(1)), member(S, matrices(m, m))
NATURAL = integers_from(0)


def polynomial(first: Number, others: Expression, degree: Number) -> Node:
    """`a Sⁿ + c[1] Sⁿ⁻¹ + … + c[n] I`."""
    made = sum_of_matrices(product(S, Y), multiple(entry(others, t), ONE))
    return iterated(Y, t, made, multiple(first, ONE), degree)


@cache
def facts() -> Facts:
    """The size and shape of S."""
    return assumed(*PLACES)


def grown(of: Node, count: Expression, known: Facts) -> Theorem:
    """`p_{n+1} = S pₙ + c[n + 1] I`."""
    return next_step(of, count, (*facts(), *known))


def with_value(theorem: Theorem, value: Theorem) -> Theorem:
    """A theorem with the value of a number in its place."""
    term, _ = parts(value.conclusion, "equal")
    return rewrite(function(hole, body=replaced(theorem.conclusion, term, hole)), value, theorem)


def by_steps(says: At, *around: Node, value: Theorem | None = None) -> Theorem:
    """`∀n: A[n]`, an equation between what polynomials are after n steps, by the steps of each.

    The entry n + 1 of a sequence that is written has a value.
    """

    def step(before: Theorem, known: Facts) -> Theorem:
        longer = tuple(grown(each, n, known) for each in around)
        if value:
            longer = tuple(with_value(each, value) for each in longer)
        return rewritten_words(says(n + 1), (*facts(), *known), (*longer, before))

    base = rewritten_words(says(written(0)), facts(), [start(each) for each in around])
    return over_steps(says, n, base, step)


@cache
def combined() -> Theorem:
    """`∀x, y, a, b ∀c, e ∀S ∀n: x p + y q = r` for polynomials of the same length."""
    both = listed(j, 1, x * entry(c, j) + y * entry(e, j))
    around = polynomial(a, c, n), polynomial(b, e, n), polynomial(x * a + y * b, both, n)

    def says(count: Expression) -> Expression:
        one, other, whole = (after(each, count) for each in around)
        return equal_matrices(sum_of_matrices(multiple(x, one), multiple(y, other)), whole)

    found = by_steps(says, *around, value=entry_of_vector(entry(both, n + 1)))
    sequences = (member(each, SEQUENCES) for each in (c, e))
    return under(found, *(member(each, REALS) for each in (x, y, a, b)), *sequences, *PLACES)


@cache
def commuting() -> Theorem:
    """`∀a ∀c ∀S ∀n: S p = p S`."""
    of = polynomial(a, c, n)
    found = by_steps(lambda count: equal_matrices(product(S, after(of, count)), product(after(of, count), S)), of)
    return under(found, member(a, REALS), member(c, SEQUENCES), *PLACES)


@cache
def multiplied() -> Theorem:
    """`∀a ∀c ∀l ∀S: S p = q`, a polynomial with one step more, whose last number is 0."""
    cut = listed(j, 1, indicator(at_most(j, l)) * entry(c, j))
    one, other = polynomial(a, c, n), polynomial(a, cut, n)
    length = assumed(member(l, NATURAL))

    def says(count: Expression) -> Expression:
        return implies(at_most(count, l), equal_matrices(after(one, count), after(other, count)))

    def step(before: Theorem, known: Facts) -> Theorem:
        premise = at_most(n + 1, l)
        within = assume(premise)
        value = modulo(equal(entry(cut, n + 1), entry(c, n + 1)), (cut_at(n + 1), indicator_of_true(within)))
        longer = grown(one, n, known), with_value(grown(other, n, known), value)
        shorter = apply(before, signed(at_most(n, l), (within,)))
        goal = equal_matrices(after(one, n + 1), after(other, n + 1))
        return under(rewritten_words(goal, (*facts(), *known), (*longer, shorter)), premise)

    def cut_at(place: Expression) -> Theorem:
        return entry_of_vector(entry(cut, place))

    begun = rewritten_words(equal_matrices(after(one, 0), after(other, 0)), facts(), [start(one), start(other)])
    every = over_steps(says, n, under(begun, at_most(0, l)), step)
    same = apply(at(every, assume(member(l, NATURAL))), signed(at_most(l, l)))
    beyond = deny(at_most(l + 1, l), signed(FALSE, (assume(at_most(l + 1, l)),)))
    none = modulo(equal(entry(cut, l + 1), 0), (cut_at(l + 1), indicator_of_false(beyond)))
    longer = with_value(grown(after(other, l), l, length), none)
    goal = equal_matrices(product(S, after(one, l)), after(other, l + 1))
    found = rewritten_words(goal, (*facts(), *length), (longer, same))
    return under(found, member(a, REALS), member(c, SEQUENCES), member(l, NATURAL), *PLACES)


@cache
def lengthened() -> Theorem:
    """`∀b ∀c ∀S ∀n: p = q`, with a 0 before its first coefficient."""
    late = listed(j, 1, indicator(equal(j, 1)) * b + indicator(negation(equal(j, 1))) * entry(c, j - 1))
    one, other = polynomial(b, c, n), polynomial(0, late, n)

    def first() -> Theorem:
        place = written(0) + 1
        here = identity(place, 1)
        others = deny(negation(here.conclusion), contradict(here, assume(negation(here.conclusion))))
        indicators = indicator_of_true(here), indicator_of_false(others)
        return modulo(equal(entry(late, place), b), (entry_of_vector(entry(late, place)), *indicators))

    def later(known: Facts) -> Theorem:
        place = n + 1 + 1
        apart = deny(equal(place, 1), signed(FALSE, (assume(equal(place, 1)), *known)))
        indicators = indicator_of_false(apart), indicator_of_true(apart)
        moved = rewrite(
            function(hole, body=equal(entry(c, place - 1), entry(c, hole))),
            identity(place - 1, n + 1),
            reflexive(entry(c, place - 1)),
        )
        return modulo(
            equal(entry(late, place), entry(c, n + 1)), (entry_of_vector(entry(late, place)), *indicators, moved)
        )

    def says(count: Expression) -> Expression:
        return equal_matrices(after(one, count), after(other, count + 1))

    def step(before: Theorem, known: Facts) -> Theorem:
        inside = (*known, belonging(n + 1, NATURAL, known))
        longer = grown(one, n, inside), with_value(grown(other, n + 1, inside), later(known))
        return rewritten_words(says(n + 1), (*facts(), *inside), (*longer, before))

    begun = with_value(grown(other, written(0), ()), first())
    base = rewritten_words(says(written(0)), facts(), [start(one), start(other), begun])
    return under(over_steps(says, n, base, step), member(b, REALS), member(c, SEQUENCES), *PLACES)
