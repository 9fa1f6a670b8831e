"""Moments of one coordinate, with any law: which are positive, and what one says of another."""

from __future__ import annotations

from symbolic.core.expressions import Expression
from symbolic.core.rules.facts import cauchy_schwarz
from symbolic.core.rules.logic import parts
from symbolic.core.rules.means import ordered_means
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, at_most, function, less, mean, member, real
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import under

x = real("x")


def moment(of: Expression, order: int) -> Expression:
    """`E xᵏ`."""
    return mean(x, of, x**order)


def even_moment_at_least_0(finite: Theorem, order: int) -> Theorem:
    """`0 ≤ E xᵏ` for even k."""
    square = signed(at_most(0, x**order), squares=(x ** (order // 2),))
    ordered = ordered_means(under(square, member(x, REALS)), finite)
    return signed(at_most(0, moment(parts(finite.conclusion, "member")[0], order)), (ordered, finite))


def schwarz(finite: Theorem, one: int, other: int) -> Theorem:
    """`(E xᵏ⁺ˡ)² ≤ E x²ᵏ · E x²ˡ`, in moments."""
    of = parts(finite.conclusion, "member")[0]
    found = cauchy_schwarz(function(x, body=x**one), function(x, body=x**other), finite)
    goal = at_most(moment(of, one + other) ** 2, moment(of, 2 * one) * moment(of, 2 * other))
    return signed(goal, (found, finite))


def moments_positive(finite: Theorem, signal: Theorem) -> tuple[Theorem, Theorem]:
    """`0 < E x⁴` and `0 < E x⁶`, from `0 < E x²`."""
    of = parts(finite.conclusion, "member")[0]
    flat, spread = schwarz(finite, 0, 2), schwarz(finite, 1, 3)
    four = signed(less(0, moment(of, 4)), (flat, signal, finite), products=((signal, signal),))
    return four, signed(less(0, moment(of, 6)), (spread, signal, four), products=((four, four), (signal,)))


def moments_ordered(finite: Theorem, signal: Theorem) -> Theorem:
    """`E x² E x⁴ ≤ E x⁶`, where `0 < E x²`."""
    of = parts(finite.conclusion, "member")[0]
    flat, spread = schwarz(finite, 0, 2), schwarz(finite, 1, 3)
    (four, six), m2, m4, m6 = moments_positive(finite, signal), *(moment(of, order) for order in (2, 4, 6))
    products = (signal,), (signal, spread), (four, flat), (six, flat)
    return signed(at_most(m2 * m4, m6), (finite, signal, four, six, spread, flat), products=products)
