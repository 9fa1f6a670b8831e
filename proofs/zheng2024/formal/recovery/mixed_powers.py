"""Sums over a context of `U_m V̄_{m−1}`, for the powers U and V of two eigenvalues: bounded unless these coincide."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, written
from symbolic.core.rules.integers import empty_sum, next_sum
from symbolic.core.rules.logic import assume, cases, conjoin, contradict, parts
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    INTEGERS,
    Number,
    at_most,
    conjunction,
    entry,
    equal,
    integers_from,
    less,
    member,
    negation,
    real,
    total,
    vector,
)
from symbolic.tactics.dynamics.circle import addition, cosine, nothing, sine, unit
from symbolic.tactics.harmonic_numbers import by_induction, n
from symbolic.tactics.signs import Facts, Using, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, modulo, rewritten, whichever

θ = vector("θ")
j, k, m = map(real, "jkm")
Pair = tuple[Expression, Expression]
"""Real and imaginary part."""


def angle(place: Expression) -> Expression:
    """The angle of an eigenvalue of W."""
    return entry(θ, place)


def eigenvalue(place: Expression) -> Pair:
    """An eigenvalue of W."""
    return cosine(angle(place)), sine(angle(place))


def power(exponent: Number, place: Expression) -> Pair:
    """A power of an eigenvalue."""
    turned = written(exponent) * angle(place)
    return cosine(turned), sine(turned)


def times(one: Pair, other: Pair) -> Pair:
    """The product of two complex numbers."""
    (a, b), (c, d) = one, other
    return a * c - b * d, a * d + b * c


def turned_back(one: Pair, other: Pair) -> Pair:
    """A complex number times the conjugate of another one."""
    (a, b), (c, d) = one, other
    return a * c + b * d, b * c - a * d


def mixed(exponent: Expression, other: Expression = k) -> Pair:
    """`U_m V̄_{m−1}`."""
    return turned_back(power(exponent, j), power(exponent - 1, other))


def sums(count: Number, other: Expression = k) -> Pair:
    """`Σ_{m=1}^{n} U_m V̄_{m−1}`."""
    re, im = (total(m, 1, count, each) for each in mixed(m, other))
    return re, im


Z = turned_back(eigenvalue(j), eigenvalue(k))
"""The quotient z of two eigenvalues."""


@cache
def following(exponent: Expression, place: Expression) -> Facts:
    """`U_{n+1} = U_n U_1`."""
    added = at(addition(), exponent * angle(place), angle(place))
    both = rewritten(identity(exponent * angle(place) + angle(place), (exponent + 1) * angle(place)), added)
    return conjuncts(both)


def at_first(place: Expression) -> Facts:
    """`U_0 = 1`."""
    return conjuncts(at(nothing(), angle(place)))


@cache
def telescoped() -> Theorem:
    """`∀n: (1 − z) Σ_{m=1}^{n} U_m V̄_{m−1} = U_1 − U_{n+1} V̄_n`, in real and imaginary parts."""

    def says(count: Expression) -> Expression:
        (re, im), (x, y) = sums(count), Z
        left = (1 - x) * re + y * im, (1 - x) * im - y * re
        last = turned_back(power(count + 1, j), power(count, k))
        right = (one - other for one, other in zip(eigenvalue(j), last, strict=True))
        return conjunction(*(equal(a, b) for a, b in zip(left, right, strict=True)))

    def base(goal: Expression) -> Theorem:
        none = tuple(empty_sum(each, signed(less(0, 1))) for each in sums(written(0)))
        first = identity((written(0) + 1) * angle(j), angle(j))
        return conjoin(*(modulo(each, (*none, first, *at_first(k))) for each in parts(goal, "and")))

    def step(goal: Expression, facts: Facts) -> Theorem:
        integer = next(fact for fact in facts if fact.conclusion == member(n, INTEGERS))
        order = signed(at_most(1, n + 1), facts)
        before = identity((n + 1 - 1) * angle(k), n * angle(k))
        more = tuple(rewritten(before, next_sum(each, integer, order)) for each in sums(n))
        hypothesis = facts[-2:]
        weights = (1 - Z[0], Z[1]), (-Z[1], 1 - Z[0])
        found = zip(parts(goal, "and"), hypothesis, weights, last_term(), strict=True)
        return conjoin(
            *(stepped(each, old, tuple(zip(more, pair, strict=True)), end) for each, old, pair, end in found)
        )

    return by_induction(says, base, step)


def stepped(goal: Expression, old: Theorem, more: Using, end: Theorem) -> Theorem:
    """A part of the next equation, from that of the equation before, what is added to the sums, and its product."""
    left, right = parts(goal, "equal")
    return identity(left, right, using=(*more, (old, 1), (end, 1)))


@cache
def last_term() -> Facts:
    """`(1 − z) U_{n+1} V̄_n = U_{n+1} V̄_n − U_{n+2} V̄_{n+1}`, in real and imaginary parts."""
    (x, y), now = Z, turned_back(power(n + 1, j), power(n, k))
    after = turned_back(power(n + 1 + 1, j), power(n + 1, k))
    left = (1 - x) * now[0] + y * now[1], (1 - x) * now[1] - y * now[0]
    equations = (*following(n + 1, j), *following(n, k))
    return tuple(modulo(equal(a, b - c), equations) for a, b, c in zip(left, now, after, strict=True))


N = real("N")
COUNTED = member(N, integers_from(1))
SAME = conjunction(*(equal(one, other) for one, other in zip(eigenvalue(j), eigenvalue(k), strict=True)))
GAP = (1 - Z[0]) ** 2 + Z[1] ** 2
"""`|1 − z|²`."""


def of_unit(place: Expression, exponent: Number | None = None) -> Theorem:
    """The square of the modulus of an eigenvalue, or of a power of it, is 1."""
    return at(unit(), angle(place) if exponent is None else written(exponent) * angle(place))


@cache
def gap() -> Theorem:
    """`0 < |1 − z|²`, where the eigenvalues differ."""
    (a, b), (c, e) = eigenvalue(j), eigenvalue(k)
    far = (a - c) ** 2 + (b - e) ** 2
    ones = of_unit(j), of_unit(k)
    same = identity(GAP, far, using=((ones[0], c**2 + e**2 - 1),))
    goal = less(0, far)

    def zero(given: Facts) -> Theorem:
        both = conjoin(*(signed(equal(p, q), given, squares=(a - c, b - e)) for p, q in ((a, c), (b, e))))
        return cases(goal, contradict(both, assume(negation(SAME))))

    def below(given: Facts) -> Theorem:
        return cases(goal, signed(FALSE, given, squares=(a - c, b - e)))

    found = whichever(goal, trichotomy(far, written(0)), below, zero, lambda given: signed(goal, given))
    return signed(less(0, GAP), (found, same))


@cache
def bounded() -> Theorem:
    """`|1 − z|² |Σ_{m=1}^{N} U_m V̄_{m−1}|² ≤ 4`."""
    first, second = conjuncts(at(telescoped(), belonging(N, integers_from(0), assumed(COUNTED))))
    (re, im), u, v = sums(N), power(N + 1, j), power(N, k)
    last, own = turned_back(u, v), eigenvalue(j)
    left = tuple(parts(each.conclusion, "equal")[0] for each in (first, second))
    whole = identity(GAP * (re**2 + im**2), left[0] ** 2 + left[1] ** 2)
    ones = of_unit(j, N + 1), of_unit(k, N)
    product = identity(last[0] ** 2 + last[1] ** 2, 1, using=((ones[0], v[0] ** 2 + v[1] ** 2), (ones[1], 1)))
    ends = tuple(x - y for x, y in zip(own, last, strict=True))
    size = signed(
        at_most(ends[0] ** 2 + ends[1] ** 2, 4),
        (product, of_unit(j)),
        squares=tuple(x + y for x, y in zip(own, last, strict=True)),
    )
    squares = identity(
        left[0] ** 2 + left[1] ** 2,
        ends[0] ** 2 + ends[1] ** 2,
        using=((first, left[0] + ends[0]), (second, left[1] + ends[1])),
    )
    return signed(at_most(GAP * (re**2 + im**2), 4), (whole, squares, size))
