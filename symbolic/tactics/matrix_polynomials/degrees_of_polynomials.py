"""That something is a polynomial of a degree in a square matrix, with its first coefficient: of sums and products."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from symbolic.core.expressions import Expression, Node, Variable, opened, written
from symbolic.core.rules.logic import assume, choose, parts, witness
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    SEQUENCES,
    Number,
    entry,
    equal,
    equal_matrices,
    exists,
    member,
    multiple,
    product,
    sum_of_matrices,
    vector,
)
from symbolic.tactics.matrix_polynomials.horner_steps import (
    NATURAL,
    ONE,
    PLACES,
    S,
    a,
    b,
    c,
    combined,
    commuting,
    e,
    facts,
    g,
    h,
    k,
    l,
    lengthened,
    multiplied,
    n,
    polynomial,
)
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import assumed, at, belonging, modulo, quantified, under, with_meaning
from symbolic.tactics.whole_matrices.iterated_matrices import next_step, over_steps, recounted, start
from symbolic.tactics.whole_matrices.matrix_letters import Using, by_words

f, NUMBERS = vector("f"), vector("c")


def has_degree(of: Expression, first: Number, degree: Number) -> Node:
    """For some numbers c and all S: `f(S) = a Sⁿ + c[1] Sⁿ⁻¹ + … + c[n] I`."""
    return exists(NUMBERS, SEQUENCES, quantified(equal_matrices(of, polynomial(first, NUMBERS, degree)), *PLACES))


@dataclass(frozen=True)
class Polynomial:
    """What is a polynomial in S, its first coefficient, its degree, and that it is so."""

    of: Expression
    first: Expression
    degree: Expression
    theorem: Theorem

    def renamed(self, first: Number, degree: Expression, *known: Theorem) -> Polynomial:
        """With its first coefficient and its degree written otherwise; known are equations of exponents."""
        theorem = self.theorem
        if self.first != written(first):
            theorem = recounted(lambda at_: has_degree(self.of, at_, self.degree), identity(self.first, first), theorem)
        if self.degree != degree:
            same = modulo(equal(self.degree, degree), known)
            theorem = recounted(lambda at_: has_degree(self.of, first, at_), same, theorem)
        return Polynomial(self.of, written(first), degree, theorem)


def from_numbers(
    of: Expression, first: Expression, degree: Expression, numbers: Expression, found: Theorem
) -> Polynomial:
    """From the numbers of a polynomial."""
    goal = has_degree(of, first, degree)
    theorem = witness(goal, belonging(numbers, SEQUENCES), under(found, *PLACES))
    return Polynomial(of, first, degree, theorem)


def equation(of: Polynomial, letter: Variable) -> Theorem:
    """What it is at S, its numbers being a letter."""
    formula = opened(parts(of.theorem.conclusion, "exists")[1], (letter,))
    return at(assume(formula), *map(assume, PLACES))


def without(letter: Variable, of: Polynomial, found: Polynomial) -> Polynomial:
    """What is found of the numbers of a polynomial, without supposing these."""
    return Polynomial(found.of, found.first, found.degree, choose(letter, of.theorem, found.theorem))


def sum_of(
    one: Polynomial, other: Polynomial, scales: tuple[Number, Number], count: Theorem, *known: Theorem
) -> Polynomial:
    """`x f + y g`, of the same degree, which is a natural number."""
    first, second = map(written, scales)
    ends = equation(one, g), equation(other, h)
    whole = at(combined(), first, second, one.first, other.first, *sequences(g, h), *map(assume, PLACES), count)
    of = sum_of_matrices(multiple(first, one.of), multiple(second, other.of))
    _, right = parts(whole.conclusion, "equal_matrices")
    using = (whole, 1, None, None), (ends[0], first, None, None), (ends[1], second, None, None)
    found = by_words(equal_matrices(of, right), inside(count, *known), *using)
    made = from_numbers(of, first * one.first + second * other.first, one.degree, _numbers(right), found)
    return without(g, one, without(h, other, made))


def inside(*counts: Theorem) -> Facts:
    """What is known where numbers of steps are natural."""
    return (*facts(), *(each for count in counts for each in with_meaning(count)))


def sequences(*letters: Variable) -> Facts:
    """That letters are sequences."""
    return tuple(assume(member(each, SEQUENCES)) for each in letters)


def _numbers(of: Expression) -> Expression:
    """The sequence that stands in the steps of a polynomial."""
    body, _, _ = parts(of, "iterated")
    _, last = parts(body, "sum_of_matrices")
    return parts(parts(last, "multiple")[0], "entry")[0]


def times_matrix(of: Polynomial, count: Theorem, *known: Theorem) -> Polynomial:
    """`S f`, of a degree that is larger by 1."""
    there = at(multiplied(), of.first, *sequences(g), count, *map(assume, PLACES))
    _, right = parts(there.conclusion, "equal_matrices")
    made = product(S, of.of)
    using = (there, 1, None, None), (equation(of, g), 1, S, None)
    found = by_words(equal_matrices(made, right), inside(count, *known), *using)
    return without(g, of, from_numbers(made, of.first, of.degree + 1, _numbers(right), found))


def longer(of: Polynomial, count: Theorem, *known: Theorem) -> Polynomial:
    """The same with a 0 as the first coefficient."""
    there = at(lengthened(), of.first, *sequences(g), *map(assume, PLACES), count)
    _, right = parts(there.conclusion, "equal_matrices")
    using = (there, 1, None, None), (equation(of, g), 1, None, None)
    found = by_words(equal_matrices(of.of, right), inside(count, *known), *using)
    return without(g, of, from_numbers(of.of, written(0), of.degree + 1, _numbers(right), found))


@cache
def much_longer() -> Theorem:
    """`∀b ∀c ∀n ∀k`: p is one of the degree n + 1 + k with the first coefficient 0."""
    of = polynomial(b, c, n)
    given = member(b, REALS), member(c, SEQUENCES), member(n, NATURAL)
    count = assume(given[2])

    def says(more: Expression) -> Expression:
        return has_degree(of, 0, n + 1 + more)

    alone = itself(of, b, n, c, (count,))
    base = longer(alone, count).renamed(0, n + 1 + 0)

    def step(before: Theorem, known: Facts) -> Theorem:
        degree = n + 1 + k
        natural = belonging(degree, NATURAL, (*assumed(given[2]), *known))
        return (
            longer(Polynomial(of, written(0), degree, before), natural, count, *known)
            .renamed(0, n + 1 + (k + 1))
            .theorem
        )

    return under(over_steps(says, k, base.theorem, step), *given)


def itself(of: Expression, first: Expression, degree: Expression, numbers: Expression, known: Facts) -> Polynomial:
    """A polynomial that is written is one."""
    return from_numbers(of, first, degree, numbers, by_words(equal_matrices(of, of), inside(*known)))


def raised_to(of: Polynomial, more: Theorem, count: Theorem, *known: Theorem) -> Polynomial:
    """The same of the degree `n + 1 + k` with the first coefficient 0."""
    extra, _ = parts(more.conclusion, "member")
    there = at(much_longer(), of.first, *sequences(g), count, more)
    ended = Polynomial(polynomial(of.first, g, of.degree), written(0), of.degree + 1 + extra, there)
    ends = equation(ended, h)
    _, right = parts(ends.conclusion, "equal_matrices")
    using = (ends, 1, None, None), (equation(of, g), 1, None, None)
    found = by_words(equal_matrices(of.of, right), inside(count, more, *known), *using)
    made = from_numbers(of.of, written(0), ended.degree, h, found)
    return without(g, of, without(h, ended, made))


@cache
def of_products() -> Theorem:
    """`∀a ∀c ∀n ∀l ∀b ∀e`: p q is a polynomial of the degree n + l with the first coefficient a b."""
    given = member(a, REALS), member(c, SEQUENCES), member(n, NATURAL)
    inner = member(b, REALS), member(e, SEQUENCES)
    count = assume(given[2])
    one, other = polynomial(a, c, n), polynomial(b, e, l)

    def says(length: Expression) -> Expression:
        return quantified(has_degree(product(one, polynomial(b, e, length)), a * b, n + length), *inner)

    alone = itself(one, a, n, c, (count,))
    scaled = sum_of(alone, alone, (b, 0), count).renamed(a * b, n + 0)
    first = start(polynomial(b, e, 0))
    begun = same(scaled, product(one, polynomial(b, e, 0)), (first, 1, one, None), known=with_meaning(count))
    base = under(begun.theorem, *inner)

    def step(before: Theorem, known: Facts) -> Theorem:
        natural, length = belonging(n + l, NATURAL, (*assumed(given[2]), *known)), known[0]
        whole = Polynomial(product(one, other), a * b, n + l, at(before, *map(assume, inner)))
        turned = times_matrix(whole, natural, count, *known).renamed(a * b, n + (l + 1))
        late = raised_to(alone, length, count).renamed(0, n + (l + 1))
        last = entry(e, l + 1)
        top = belonging(n + (l + 1), NATURAL, (*assumed(given[2]), *known))
        both = sum_of(turned, late, (1, last), top, count, *known)
        both = both.renamed(a * b, n + (l + 1))
        made = next_step(polynomial(b, e, l), l, (*facts(), *known))
        moved = at(commuting(), a, assume(given[1]), *map(assume, PLACES), count)
        goal = product(one, polynomial(b, e, l + 1))
        using = (made, 1, one, None), (moved, -1, None, other)
        return under(same(both, goal, *using, known=(*with_meaning(count), *known)).theorem, *inner)

    return under(over_steps(says, l, base, step), *given)


def same(of: Polynomial, value: Expression, *using: Using, known: Facts = ()) -> Polynomial:
    """What is equal to it for all S, by multiples of equations."""
    ends = equation(of, f)
    _, right = parts(ends.conclusion, "equal_matrices")
    found = by_words(equal_matrices(value, right), (*facts(), *known), (ends, 1, None, None), *using)
    return without(f, of, from_numbers(value, of.first, of.degree, f, found))


def product_of(one: Polynomial, other: Polynomial, counts: tuple[Theorem, Theorem], known: Facts = ()) -> Polynomial:
    """`f g`, of the degree n + l."""
    there = at(of_products(), one.first, *sequences(g), *counts, other.first, *sequences(h))
    numbers = tuple(polynomial(each.first, letter, each.degree) for each, letter in ((one, g), (other, h)))
    made = Polynomial(product(*numbers), one.first * other.first, one.degree + other.degree, there)
    ends = equation(made, f)
    _, right = parts(ends.conclusion, "equal_matrices")
    value = product(one.of, other.of)
    (first, _), second = numbers, (equation(one, g), equation(other, h))
    using = (ends, 1, None, None), (second[0], 1, None, other.of), (second[1], 1, first, None)
    found = by_words(equal_matrices(value, right), inside(*counts, *known), *using)
    whole = from_numbers(value, made.first, made.degree, f, found)
    return without(g, one, without(h, other, without(f, made, whole)))


def constant_polynomial(number: Expression) -> Polynomial:
    """A multiple of I, of the degree 0."""
    alone = polynomial(number, c, 0)
    nothing = belonging(0, NATURAL)
    found = itself(alone, number, written(0), c, (nothing,))
    return same(found, multiple(number, ONE), (start(alone), -1, None, None), known=(nothing,))
