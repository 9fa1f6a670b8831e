"""A step of Newton's iteration squares both residuals, entry by entry."""

from __future__ import annotations

from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, Sort, Variable
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import assume, conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    cell,
    conjunction,
    equal,
    implies,
    indicator,
    integers_between,
    integers_from,
    matrices,
    member,
    real,
    total,
)
from symbolic.tactics.finite_sums import separate_sums
from symbolic.tactics.signs import identity
from symbolic.tactics.steps import assumed, at, belonging, modulo, proved, quantified, swapped, under
from symbolic.tactics.sums.kronecker import associated, selected

m, n, j, k, l, o, p, q = map(real, ("m", "N", "j", "k", "l", "o", "p", "q"))
A, X, Y = (Variable(name, Sort.MATRIX) for name in ("A", "X", "Y"))
SIZES = member(m, integers_from(1)), member(n, integers_from(1))
SHAPES = member(A, matrices(m, n)), member(X, matrices(n, m)), member(Y, matrices(n, m))


def product(one: Expression, other: Expression, row: Expression, column: Expression) -> Expression:
    """An entry of AX, AY, XA or YA."""
    return total(q, 1, n if one == A else m, cell(one, row, q) * cell(other, q, column))


def one(row: Expression, column: Expression) -> Expression:
    """An entry of the identity."""
    return indicator(equal(row, column))


def newton(double: Number = 2) -> Expression:
    """`Y = X (2I − AX)`, entry by entry."""
    made = total(p, 1, m, cell(X, l, p) * (double * one(p, k) - product(A, X, p, k)))
    return quantified(equal(cell(Y, l, k), made), member(l, integers_between(1, n)), member(k, integers_between(1, m)))


def squared(
    before: tuple[Expression, Expression], after: tuple[Expression, Expression], length: Expression
) -> Expression:
    """`I − AY = (I − AX)²`, or the same with the factors exchanged."""
    factors = (one(p, j) - product(*before, j, p)) * (one(p, k) - product(*before, p, k))
    equation = equal(one(j, k) - product(*after, j, k), total(p, 1, length, factors))
    return quantified(equation, member(j, integers_between(1, length)), member(k, integers_between(1, length)))


RIGHT, LEFT = squared((A, X), (A, Y), m), squared((X, A), (Y, A), n)


BOTH, STEP = conjunction(RIGHT, LEFT), newton()


def goal(step: Expression = STEP, residuals: Expression = BOTH) -> Expression:
    """For all sizes and matrices: the step squares both residuals."""
    return quantified(implies(step, residuals), *SIZES, *SHAPES)


FACTS = assumed(*SIZES)
COUNTS: dict[Expression, Theorem] = {length: belonging(length, integers_from(0), FACTS) for length in (m, n)}


def separated(factors: tuple[Number, ...], sums: tuple[Expression, ...], length: Expression) -> Theorem:
    """A sum of products with numbers, apart."""
    return at(separate_sums(factors, sums), COUNTS[length])


def step_apart() -> Theorem:
    """`∀l ∀k: Y_lk = 2 X_lk − Σ_p X_lp (AX)_pk`."""
    places = member(l, integers_between(1, n)), member(k, integers_between(1, m))
    made = at(assume(newton()), *map(assume, places))
    _, whole = parts(made.conclusion, "equal")
    terms = one(p, k) * cell(X, l, p), cell(X, l, p) * product(A, X, p, k)
    body = Node("add", (2 * terms[0], -1 * terms[1]))
    summand = cell(X, l, p) * (2 * one(p, k) - product(A, X, p, k))
    same = equal_sums(under(identity(summand, body), member(p, integers_between(1, m))))
    sums = tuple(total(p, 1, m, each) for each in terms)
    chosen = selected(COUNTS[m], assume(places[1]), p, cell(X, l, p))
    found = modulo(equal(whole, 2 * cell(X, l, k) - sums[1]), (same, separated((2, -1), sums, m), chosen))
    return under(modulo(equal(cell(Y, l, k), 2 * cell(X, l, k) - sums[1]), (made, found)), *places)


def of_square(before: tuple[Expression, Expression], length: Expression) -> Theorem:
    """`Σ_p (1 − AX)_jp (1 − AX)_pk = 1 − 2 (AX)_jk + Σ_p (AX)_jp (AX)_pk`."""
    places = member(j, integers_between(1, length)), member(k, integers_between(1, length))
    first, second = product(*before, j, p), product(*before, p, k)
    terms = one(p, j) * one(p, k), one(p, j) * second, one(p, k) * first, first * second
    numbers = 1, -1, -1, 1
    body = Node("add", tuple(number * term for number, term in zip(numbers, terms, strict=True)))
    summand = (one(p, j) - first) * (one(p, k) - second)
    same = equal_sums(under(identity(summand, body), member(p, integers_between(1, length))))
    sums = tuple(total(p, 1, length, each) for each in terms)
    chosen = (
        selected(COUNTS[length], assume(places[0]), p, one(p, k)),
        selected(COUNTS[length], assume(places[0]), p, second),
        selected(COUNTS[length], assume(places[1]), p, first),
    )
    left, _ = parts(same.conclusion, "equal")
    value = one(j, k) - 2 * product(*before, j, k) + sums[3]
    return modulo(equal(left, value), (same, separated(numbers, sums, length), *chosen))


def right() -> Theorem:
    """The residual `I − AX`."""
    places = member(j, integers_between(1, m)), member(k, integers_between(1, m))
    row = member(q, integers_between(1, n))
    after = at(step_apart(), assume(row), assume(places[1]))
    _, made = parts(after.conclusion, "equal")
    inner = parts(parts(made, "add")[1], "negate")[0]
    terms = cell(A, j, q) * cell(X, q, k), cell(A, j, q) * inner
    body = Node("add", (2 * terms[0], -1 * terms[1]))
    each = equal_sums(under(modulo(equal(cell(A, j, q) * cell(Y, q, k), body), (after,)), row))
    sums = tuple(total(q, 1, n, each) for each in terms)
    together = associated(cell(A, j, q), cell(X, q, p), product(A, X, p, k), (q, COUNTS[n]), (p, COUNTS[m]))
    square = of_square((A, X), m)
    equation = parts(square.conclusion, "equal")[0]
    goal_ = equal(one(j, k) - product(A, Y, j, k), equation)
    return under(modulo(goal_, (each, separated((2, -1), sums, n), together, square)), *places)


def left() -> Theorem:
    """The residual `I − XA`."""
    places = member(j, integers_between(1, n)), member(k, integers_between(1, n))
    row = member(o, integers_between(1, m))
    after = at(step_apart(), assume(places[0]), assume(row))
    _, made = parts(after.conclusion, "equal")
    inner = parts(parts(made, "add")[1], "negate")[0]
    terms = cell(X, j, o) * cell(A, o, k), cell(A, o, k) * inner
    body = Node("add", (2 * terms[0], -1 * terms[1]))
    each = equal_sums(under(modulo(equal(cell(Y, j, o) * cell(A, o, k), body), (after,)), row))
    sums = tuple(total(o, 1, m, term) for term in terms)
    square = of_square((X, A), n)
    turned = equal_sums(under(identity(terms[1], inner * cell(A, o, k)), row))
    goal_ = equal(one(j, k) - product(Y, A, j, k), parts(square.conclusion, "equal")[0])
    equations = each, separated((2, -1), sums, m), turned, three_factors(), square
    return under(modulo(goal_, equations), *places)


def three_factors() -> Theorem:
    """`Σ_o (Σ_p X_jp (AX)_po) A_ok = Σ_q (XA)_jq (XA)_qk`."""
    at_m, at_n = COUNTS[m], COUNTS[n]
    outer = associated(cell(X, j, p), product(A, X, p, o), cell(A, o, k), (p, at_m), (o, at_m))
    _, whole = parts(outer.conclusion, "equal")
    middle = associated(cell(A, p, q), cell(X, q, o), cell(A, o, k), (q, at_n), (o, at_m))
    inside, apart = parts(middle.conclusion, "equal")
    same = identity(cell(X, j, p) * apart, cell(X, j, p) * inside, using=((middle, -cell(X, j, p)),))
    within = equal_sums(under(same, member(p, integers_between(1, m))))
    last = associated(cell(X, j, p), cell(A, p, l), product(X, A, l, k), (p, at_m), (l, at_n))
    _, value = parts(last.conclusion, "equal")
    return modulo(equal(whole, value), (swapped(outer), within, last))


def proof() -> Proof:
    """The goal and its definedness."""
    found = under(under(conjoin(right(), left()), newton()), *SIZES, *SHAPES)
    return Proof(goal(), found, proved(defined(goal())))
