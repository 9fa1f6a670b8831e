"""Quadratic forms of two numbers: `P x² + 2 R x y + Q y²` is positive unless both are 0, where P and `P Q − R²` are."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume, conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, Number, at_most, equal, less, member, real
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import under

P, Q, R, x, y = map(real, ("P", "Q", "R", "x", "y"))


def form(first: Number, mixed: Number, second: Number, one: Expression, other: Expression) -> Expression:
    """`P x² + 2 R x y + Q y²`."""
    return first * one**2 + 2 * mixed * one * other + second * other**2


@cache
def definite() -> Theorem:
    """`∀P, R, Q, x, y: 0 < P ⇒ 0 < P Q − R² ⇒ 0 ≤ f ∧ (f ≤ 0 ⇒ x = 0 ∧ y = 0)`, f being the form."""
    positive, determined = map(assume, (less(0, P), less(0, P * Q - R**2)))
    value = form(P, R, Q, x, y)
    squares = P * x + R * y, y
    known = positive, determined
    products = (positive,), (determined,)
    above = signed(at_most(0, value), known, products=products, squares=squares)
    low = assume(at_most(value, 0))
    multiplied = (*products, (positive, low))
    second = signed(equal(y, 0), (*known, low), products=multiplied, squares=squares)
    alone = signed(at_most(P * x**2, 0), (*known, low, second), scales=(1, x, y, Q * y, R * x))
    first = signed(equal(x, 0), (positive, alone), products=((positive,),), squares=(x,))
    found = conjoin(above, under(conjoin(first, second), low.conclusion))
    letters = tuple(member(each, REALS) for each in (P, R, Q, x, y))
    return under(found, *letters, positive.conclusion, determined.conclusion)
