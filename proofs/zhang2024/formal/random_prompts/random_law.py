"""The model with random eigenvalues on two families, and what is known of the moments of an eigenvalue."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import written
from symbolic.core.rules.facts import cauchy_schwarz
from symbolic.core.rules.logic import assume
from symbolic.core.rules.means import mean_of_constant, ordered_means
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, at_most, function, law, less, mean, member, real
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import under

MODEL, REDUCED = (ModelOnFamily("zhang2024-random", family) for family in ("multiples", "reduced"))
d, N, x = map(real, ("d", "N", "x"))
μ = law("μ")
m1, m2, m3 = (mean(x, μ, x**power) for power in (2, 4, 6))
"""`E λ`, `E λ²` and `E λ³`, λ the square of what has the law."""

WEIGHT = (1 + 1 / N) * m3 + (m3 + (d - 1) * m1 * m2) / N
"""A diagonal entry c of `E ΓΛ²`."""

VARIES = less(0, m2)


@cache
def constants() -> Facts:
    """`0 < E λ²`, `0 < c` and `0 < N`, as `(E λ²)² ≤ E λ E λ³`."""
    finite, count, varies = MODEL.given[2], positive(N, MODEL.facts), assume(VARIES)
    mixed = cauchy_schwarz(function(x, body=x), function(x, body=x**3), finite)
    low, high = (not_negative_mean(power, finite) for power in (2, 6))
    third = signed(less(0, m3), (mixed, low, high, varies, finite), degree=2)
    share = positive(1 / N, (count,))
    wide = signed(at_most(0, d - 1), MODEL.facts)
    weight = signed(
        less(0, WEIGHT),
        (third, low, varies, count, share, wide, finite),
        products=((third, share), (wide, low, varies, share)),
    )
    return varies, weight, count


def not_negative_mean(power: int, finite: Theorem) -> Theorem:
    """`0 ≤ E x^power` for an even power."""
    square = signed(at_most(0, x**power), squares=(x ** (power // 2),))
    ordered = ordered_means(under(square, member(x, REALS)), finite)
    return signed(at_most(0, mean(x, μ, x**power)), (ordered, finite, mean_of_constant(mean(x, μ, written(0)))))
