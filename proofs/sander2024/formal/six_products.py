"""The loss on the six scalars at the start of ones, as a sum over the times of squares of six products."""

from __future__ import annotations

from functools import cache

from proofs.sander2024.formal.starts_of_ones import POWERS, SIZE, T, at_ones, d, loss, t
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, equal, integers_from, member, real, total
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.steps import assumed, at, belonging, modulo, under
from symbolic.tactics.sums.telescoped_sums import closed_sum

PAIRED = ModelOnFamily("sander2024-paired", "six")
LETTERS = a1, a2, a3, a4, b1, b2 = PAIRED.stated.letters
OTHERS = tuple(map(real, ("α_1", "α_2", "α_3", "α_4", "β_1", "β_2")))
LENGTH = member(T, integers_from(2))
SIZES = SIZE, LENGTH

PRODUCTS = p, q, u, r, v, w = tuple(map(real, ("p", "q", "u", "r", "v", "w")))
"""`p = a_3 b_1`, `q = (a_1 + a_4) b_1`, `u = a_3 b_2`, `r = a_2 b_1`, `v = (a_1 + a_4) b_2`, `w = a_2 b_2`."""

Letters = tuple[Expression, ...]


def products(letters: Letters = LETTERS) -> Letters:
    """The six products of six scalars."""
    a1, a2, a3, a4, b1, b2 = letters
    return a3 * b1, (a1 + a4) * b1, a3 * b2, a2 * b1, (a1 + a4) * b2, a2 * b2


def target(p: Expression) -> Expression:
    """The mean square of a coordinate at the time t in p."""
    return (1 - t * p) ** 2 + (d - 1) * t * p**2


def one_before(q: Expression, u: Expression) -> Expression:
    """What q and u add."""
    return (t * (q + u) + (d - 1) * q) ** 2 + (d - 1) * (u**2 + (t - 1) * (q + u) ** 2)


def two_before(r: Expression, v: Expression) -> Expression:
    """What r and v add."""
    return (t + d - 1) ** 2 * (r + v) ** 2 + (d - 1) * (r**2 + v**2 + (t - 2) * (r + v) ** 2)


def three_before(w: Expression) -> Expression:
    """What w adds."""
    return ((t + d - 1) ** 2 + (d - 1) * (t - 1)) * w**2


def at_time(products: Letters) -> Expression:
    """The mean square of a coordinate at the time t."""
    p, q, u, r, v, w = products
    return target(p) + one_before(q, u) + two_before(r, v) + three_before(w)


def summed(products: Letters) -> Expression:
    """`Σ_{t=2}^{T}` of it."""
    return total(t, 2, T, at_time(products))


def in_powers() -> Expression:
    """The sum up to the time t, as a polynomial in it."""
    e, y, s = d - 1, r + v, q + u
    constant = (
        1 + e**2 * q**2 + e * u**2 - e * s**2 + e**2 * y**2 + e * (r**2 + v**2) - 2 * e * y**2 + (e**2 - e) * w**2
    )
    slope = e * (p**2 + 2 * q * s + s**2 + 3 * y**2 + 3 * w**2) - 2 * p
    square = p**2 + s**2 + y**2 + w**2
    return constant * (t - 1) + slope * POWERS[1] + square * POWERS[2]


@cache
def closed() -> Theorem:
    """`∀p, q, u, r, v, w: Σ_{t=2}^{T}` of the squares is that polynomial."""
    every = closed_sum(t, 2, at_time(PRODUCTS), in_powers())
    found = at(every, belonging(T, integers_from(1), assumed(LENGTH)))
    return under(found, *(member(each, REALS) for each in PRODUCTS))


def paired_loss(letters: Letters) -> Expression:
    """The loss of the model at six scalars."""
    return loss(PAIRED, *letters)


@cache
def reduced() -> Theorem:
    """`∀letters`: the loss is d times the sum over the times."""
    value = d * summed(products())
    sums = at(closed(), *products())
    _, right = parts(sums.conclusion, "equal")
    derived = at_ones(PAIRED, d * right, *LETTERS)
    return under(modulo(equal(paired_loss(LETTERS), value), (derived, sums)), *PAIRED.point)
