"""Attacks on the rules of laws and on the inequalities: moments that need not exist, functions that are not convex."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symbolic.core.expressions import Expression, Index, Node, opened, written
from symbolic.core.rules.derivatives import along_field
from symbolic.core.rules.facts import (
    arithmetic_geometric,
    cauchy_schwarz,
    jensen,
    normal_modulus,
    normal_moment,
    normal_moments,
    vanishing_mean,
)
from symbolic.core.rules.logic import assume
from symbolic.core.rules.means import (
    average_mean,
    average_moments,
    mixture_mean,
    mixture_moments,
    ordered_means,
    point_mean,
    point_moments,
)
from symbolic.core.theorems import Sequent, Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    NONNEGATIVE,
    REALS,
    SEQUENCES,
    almost_every,
    at_most,
    average,
    entry,
    equal,
    exists,
    for_all,
    function,
    integers_between,
    integers_from,
    law,
    less,
    mean,
    member,
    mixture,
    moments,
    normal,
    point,
    real,
    root,
    total,
    vector,
    vector_law,
    vector_moments,
)
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused, given

x, y = map(real, "xy")
c, p, σ = map(real, ("_0", "_1", "_2"))
"""The checkers call their own variables `_0`, `_1`, …: so are these, which no rule may mix up with them."""

μ, ν = map(law, "μν")
FOUR, OTHER = member(μ, moments(4)), member(ν, moments(4))
four, other = assume(FOUR), assume(OTHER)
WEIGHT = at_most(0, p), at_most(p, 1)
above, below = map(assume, WEIGHT)
MIXED = mixture(p, μ, ν)
i, n = map(real, ("_3", "_4"))
NUMBERED = integers_between(1, n)
OF_EACH, COUNT = for_all(i, NUMBERED, member(normal(i), moments(4))), member(n, integers_from(1))
of_each, count = assume(OF_EACH), assume(COUNT)
AVERAGE = average(i, n, normal(i))
NEARLY = almost_every(x, μ, at_most(c * x**2, x))
BELOW = for_all(x, REALS, at_most(c * x**2, x**4 + 1))
MODULI = for_all(x, REALS, at_most(c * x**2, root((x**2 - c) ** 2) * root(x**2) ** 2))
CONVEX = function(x, body=x**2 - c * x)


def curvature(body: Expression) -> Expression:
    """`∀x: 0 ≤ φ''(x)`, as the rule writes it."""
    slope = along_field(body, (x,), (written(1),))
    return for_all(x, REALS, at_most(0, along_field(slope, (x,), (written(1),))))


NO_MEAN, SIGNS = equal(mean(x, μ, x**2), 0), for_all(x, REALS, at_most(0, x**2))
v, j, λ = vector("v"), real("_3"), vector_law("λ")
SEQUENCES_FOUR = member(λ, vector_moments(4))
FIRST = entry(v, j) ** 2
NOTHING_OF_SEQUENCES = equal(mean(v, λ, FIRST), 0), for_all(v, SEQUENCES, at_most(0, FIRST))


def none(vanishes: Expression = NO_MEAN, signs: Expression = SIGNS, finite: Expression = FOUR) -> Theorem:
    """`vanishing_mean` of assumed premises, one of which is another."""
    return vanishing_mean(*map(assume, (vanishes, signs, finite)))


HONEST: Honest = {
    "ordered_means": (
        lambda: ordered_means(assume(BELOW), four),
        given(at_most(mean(y, μ, c * y**2), mean(y, μ, y**4 + 1)), BELOW, FOUR),
    ),
    "point_moments": (lambda: point_moments(moments(9), x / 0), member(point(x / 0), moments(9))),
    "point_mean": (lambda: point_mean(mean(x, point(c), x**2 + y)), equal(mean(x, point(c), x**2 + y), c**2 + y)),
    "mixture_moments": (
        lambda: mixture_moments(p, above, below, four, other),
        given(member(MIXED, moments(4)), *WEIGHT, FOUR, OTHER),
    ),
    "mixture_mean": (
        lambda: mixture_mean(mean(x, MIXED, x**2), above, below, four, other),
        given(equal(mean(x, MIXED, x**2), p * mean(x, μ, x**2) + (1 - p) * mean(x, ν, x**2)), *WEIGHT, FOUR, OTHER),
    ),
    "average_moments": (
        lambda: average_moments(of_each, count),
        given(member(AVERAGE, moments(4)), OF_EACH, COUNT),
    ),
    "average_mean": (
        lambda: average_mean(mean(x, AVERAGE, c * x**4), of_each, count),
        given(equal(mean(x, AVERAGE, c * x**4), total(i, 1, n, mean(x, normal(i), c * x**4)) / n), OF_EACH, COUNT),
    ),
    "cauchy_schwarz": (
        lambda: cauchy_schwarz(function(x, body=x), function(x, body=c * x**2), four),
        given(at_most(mean(x, μ, x * (c * x**2)) ** 2, mean(x, μ, x**2) * mean(x, μ, (c * x**2) ** 2)), FOUR),
    ),
    "cauchy_schwarz, with a number in the first": (
        lambda: cauchy_schwarz(function(x, body=c * x), function(x, body=x), four),
        given(at_most(mean(x, μ, c * x * x) ** 2, mean(x, μ, (c * x) ** 2) * mean(x, μ, x**2)), FOUR),
    ),
    "jensen, with a number inside": (
        lambda: jensen(function(x, body=x**2), function(y, body=c * y), assume(curvature(x**2)), four),
        given(at_most(mean(x, μ, c * x) ** 2, mean(x, μ, (c * x) ** 2)), FOUR, curvature(x**2)),
    ),
    "jensen": (
        lambda: jensen(CONVEX, function(y, body=y**2), assume(curvature(x**2 - c * x)), four),
        given(
            at_most(mean(x, μ, x**2) ** 2 - c * mean(x, μ, x**2), mean(x, μ, (x**2) ** 2 - c * x**2)),
            FOUR,
            curvature(x**2 - c * x),
        ),
    ),
    "arithmetic_geometric": (
        lambda: arithmetic_geometric(assume(at_most(0, x)), assume(at_most(0, y))),
        given(at_most(Node("multiply", (x, y)), (Node("add", (x, y)) / 2) ** 2), at_most(0, x), at_most(0, y)),
    ),
    "vanishing_mean": (none, given(almost_every(y, μ, equal(y**2, 0)), NO_MEAN, SIGNS, FOUR)),
    "vanishing_mean, with a number": (
        lambda: none(equal(mean(x, μ, (x - c) ** 2), 0), for_all(x, REALS, at_most(0, (x - c) ** 2))),
        given(
            almost_every(y, μ, equal((y - c) ** 2, 0)),
            equal(mean(x, μ, (x - c) ** 2), 0),
            for_all(x, REALS, at_most(0, (x - c) ** 2)),
            FOUR,
        ),
    ),
    "vanishing_mean, of sequences": (
        lambda: none(*NOTHING_OF_SEQUENCES, SEQUENCES_FOUR),
        given(almost_every(v, λ, equal(FIRST, 0)), *NOTHING_OF_SEQUENCES, SEQUENCES_FOUR),
    ),
    "ordered_means, almost surely": (
        lambda: ordered_means(assume(NEARLY), four),
        given(at_most(mean(y, μ, c * y**2), mean(y, μ, y)), NEARLY, FOUR),
    ),
    "normal_moments": (lambda: normal_moments(moments(7), σ), member(normal(σ), moments(7))),
    "normal_moment": (
        lambda: normal_moment(mean(x, normal(σ), x**6)),
        equal(mean(x, normal(σ), x**6), written(15) * σ**6),
    ),
    "normal_modulus": (
        lambda: normal_modulus(mean(x, normal(σ), root(x**2) ** 5)),
        equal(mean(x, normal(σ), root(x**2) ** 5), written(8) * σ**4 * mean(x, normal(σ), root(x**2))),
    ),
    "ordered_means, of moduli": (
        lambda: ordered_means(assume(MODULI), four),
        given(at_most(mean(y, μ, c * y**2), mean(y, μ, root((y**2 - c) ** 2) * root(y**2) ** 2)), MODULI, FOUR),
    ),
    "point_mean, of a modulus": (
        lambda: point_mean(mean(x, point(c), root(x**2))),
        equal(mean(x, point(c), root(x**2)), root(c**2)),
    ),
    "normal_moment, odd": (
        lambda: normal_moment(mean(x, normal(σ), x**5)),
        equal(mean(x, normal(σ), x**5), 0),
    ),
    "normal_moment, 4": (
        lambda: normal_moment(mean(x, normal(σ), x**4)),
        equal(mean(x, normal(σ), x**4), written(3) * σ**4),
    ),
    "normal_moment, 3": (
        lambda: normal_moment(mean(x, normal(σ), x**3)),
        equal(mean(x, normal(σ), x**3), 0),
    ),
    "normal_moment, none": (
        lambda: normal_moment(mean(x, normal(σ), x**0)),
        equal(mean(x, normal(σ), x**0), written(1) * σ**0),
    ),
}


@pytest.mark.parametrize(("use", "expected"), HONEST.values(), ids=HONEST)
def test_honest_use(use: Callable[[], Theorem], expected: Expression | Sequent) -> None:
    check_proved(use, expected)


ATTACKS: Attacks = {
    "nothing of a mean that is 1": lambda: none(vanishes=equal(mean(x, μ, x**2), 1)),
    "nothing of a mean that is at most 0": lambda: none(vanishes=at_most(mean(x, μ, x**2), 0)),
    "nothing of a number that is 0": lambda: none(vanishes=equal(c, 0)),
    "nothing by the mean of another law": lambda: none(vanishes=equal(mean(x, ν, x**2), 0)),
    "nothing by the mean of another power": lambda: none(vanishes=equal(mean(x, μ, x**4), 0)),
    "nothing of what may be negative": lambda: none(signs=for_all(x, REALS, at_most(0, x**3))),
    "nothing of an odd power": lambda: none(equal(mean(x, μ, x**3), 0), for_all(x, NONNEGATIVE, at_most(0, x**3))),
    "nothing of what is not negative somewhere": lambda: none(signs=for_all(x, NONNEGATIVE, at_most(0, x**2))),
    "nothing of what is somewhere not negative": lambda: none(signs=exists(x, REALS, at_most(0, x**2))),
    "nothing of what is not positive": lambda: none(signs=for_all(x, REALS, at_most(x**2, 0))),
    "nothing of a root": lambda: none(equal(mean(x, μ, root(x)), 0), for_all(x, REALS, at_most(0, root(x)))),
    "nothing of a quotient": lambda: none(equal(mean(x, μ, x / x), 0), for_all(x, REALS, at_most(0, x / x))),
    "nothing of a power without moments": lambda: none(equal(mean(x, μ, x**6), 0), for_all(x, REALS, at_most(0, x**6))),
    "nothing by the moments of another law": lambda: none(finite=OTHER),
    "nothing by a law of sequences": lambda: none(finite=SEQUENCES_FOUR),
    "nothing of sequences by a law of numbers": lambda: none(*NOTHING_OF_SEQUENCES, FOUR),
    "means of what is ordered for the draws of another law": lambda: ordered_means(assume(NEARLY), other),
    "means of what is less almost surely": lambda: ordered_means(assume(almost_every(x, μ, less(x, 2 * x))), four),
    "means of a higher power almost surely": lambda: ordered_means(assume(almost_every(x, μ, at_most(x**5, c))), four),
    "means of a root almost surely": lambda: ordered_means(assume(almost_every(x, μ, at_most(root(x), c))), four),
    "means of what is ordered for positive numbers": lambda: ordered_means(
        assume(for_all(x, NONNEGATIVE, at_most(c * x**2, x**4 + 1))), four
    ),
    "means of what is ordered somewhere": lambda: ordered_means(assume(exists(x, REALS, at_most(x, x**2))), four),
    "means of what is less": lambda: ordered_means(assume(for_all(x, REALS, less(x, x**2 + 1))), four),
    "means of a higher power on the left": lambda: ordered_means(assume(for_all(x, REALS, at_most(x**5, c))), four),
    "means of a higher power on the right": lambda: ordered_means(assume(for_all(x, REALS, at_most(c, x**6))), four),
    "means of a root": lambda: ordered_means(assume(for_all(x, REALS, at_most(root(x), c))), four),
    "means of a quotient": lambda: ordered_means(assume(for_all(x, REALS, at_most(c, 1 / x))), four),
    "means by an order": lambda: ordered_means(assume(BELOW), assume(less(0, c))),
    "means by a membership of numbers": lambda: ordered_means(assume(BELOW), assume(member(c, REALS))),
    "moments of a domain of numbers": lambda: point_moments(REALS, c),
    "means of a modulus of a higher power": lambda: ordered_means(
        assume(for_all(x, REALS, at_most(c, root((x**5) ** 2)))), four
    ),
    "means of a product of moduli of a higher power": lambda: ordered_means(
        assume(for_all(x, REALS, at_most(c, root(x**2) * root((x**4) ** 2)))), four
    ),
    "means of a root of a cube": lambda: ordered_means(assume(for_all(x, REALS, at_most(c, root(x**3)))), four),
    "means of a root of a fourth power": lambda: ordered_means(assume(for_all(x, REALS, at_most(c, root(x**4)))), four),
    "means of a root of a product": lambda: ordered_means(assume(for_all(x, REALS, at_most(c, root(x * x)))), four),
    "means of a modulus of a quotient": lambda: ordered_means(
        assume(for_all(x, REALS, at_most(c, root((1 / x) ** 2)))), four
    ),
    "means of a modulus of a root": lambda: ordered_means(
        assume(for_all(x, REALS, at_most(c, root(root(x) ** 2)))), four
    ),
    "a convex function with a modulus": lambda: jensen(
        function(x, body=root(x**2)), function(y, body=y), assume(for_all(x, REALS, at_most(0, 0))), four
    ),
    "the normal modulus of another law": lambda: normal_modulus(mean(x, μ, root(x**2) ** 3)),
    "the normal modulus, even": lambda: normal_modulus(mean(x, normal(σ), root(x**2) ** 4)),
    "the normal modulus of the number": lambda: normal_modulus(mean(x, normal(σ), x**3)),
    "the normal modulus of a shifted number": lambda: normal_modulus(mean(x, normal(σ), root((x + c) ** 2) ** 3)),
    "the normal modulus of another number": lambda: normal_modulus(mean(x, normal(σ), root(c**2) ** 3)),
    "the normal modulus of a root": lambda: normal_modulus(mean(x, normal(σ), root(x) ** 3)),
    "the normal modulus without a power": lambda: normal_modulus(mean(x, normal(σ), root(x**2))),
    "a mean at a point of a root": lambda: point_mean(mean(x, point(c), root(x))),
    "a mean at a point of a quotient": lambda: point_mean(mean(x, point(c), 1 / x)),
    "a mean at a point of another law": lambda: point_mean(mean(x, normal(c), x)),
    "a mean at a point of a term": lambda: point_mean(c),
    "moments of a mixture without a weight": lambda: mixture_moments(c, above, below, four, other),
    "moments of a mixture with a negative weight": lambda: mixture_moments(
        p, assume(at_most(-1, p)), below, four, other
    ),
    "moments of a mixture with a large weight": lambda: mixture_moments(p, above, assume(at_most(p, 2)), four, other),
    "moments of a mixture of fewer": lambda: mixture_moments(p, above, below, four, assume(member(ν, moments(3)))),
    "moments of a mixture of numbers": lambda: mixture_moments(p, above, below, assume(member(c, INTEGERS)), four),
    "a mean of a mixture of a higher power": lambda: mixture_mean(mean(x, MIXED, x**5), above, below, four, other),
    "a mean of a mixture, one without moments": lambda: mixture_mean(
        mean(x, MIXED, x**4), above, below, four, assume(member(ν, moments(3)))
    ),
    "a mean of a mixture, the same twice": lambda: mixture_mean(mean(x, MIXED, x**2), above, below, four, four),
    "a mean of a mixture without a weight": lambda: mixture_mean(
        mean(x, MIXED, x**2), above, assume(at_most(p, 2)), four, other
    ),
    "a mean of a mixture of a root": lambda: mixture_mean(mean(x, MIXED, root(x)), above, below, four, other),
    "a mean of a mixture that is none": lambda: mixture_mean(mean(x, μ, x**2), above, below, four, other),
    "moments of an average of no laws": lambda: average_moments(of_each, assume(member(n, integers_from(0)))),
    "moments of an average of half a law": lambda: average_moments(of_each, assume(member(n, REALS))),
    "moments of an average of more laws": lambda: average_moments(of_each, assume(member(n + 1, integers_from(1)))),
    "moments of an average, from a second law on": lambda: average_moments(
        assume(for_all(i, integers_between(2, n), member(normal(i), moments(4)))), count
    ),
    "moments of an average, some law having them": lambda: average_moments(
        assume(exists(i, NUMBERED, member(normal(i), moments(4)))), count
    ),
    "moments of an average of numbers": lambda: average_moments(
        assume(for_all(i, NUMBERED, member(i, INTEGERS))), count
    ),
    "a mean of an average of a higher power": lambda: average_mean(mean(x, AVERAGE, x**5), of_each, count),
    "a mean of an average of a root": lambda: average_mean(mean(x, AVERAGE, root(x)), of_each, count),
    "a mean of an average of other laws": lambda: average_mean(
        mean(x, average(i, n, normal(2 * i)), x**2), of_each, count
    ),
    "a mean of an average of fewer laws": lambda: average_mean(
        mean(x, average(i, n - 1, normal(i)), x**2), of_each, count
    ),
    "a mean of an average of no laws": lambda: average_mean(
        mean(x, AVERAGE, x**2), of_each, assume(member(n, integers_from(0)))
    ),
    "a mean of an average that is none": lambda: average_mean(mean(x, normal(1), x**2), of_each, count),
    "squares without moments": lambda: cauchy_schwarz(function(x, body=x), function(x, body=x**3), four),
    "squares with moments of the sum of the orders": lambda: cauchy_schwarz(
        function(x, body=x), function(x, body=x**3), assume(member(μ, moments(5)))
    ),
    "a convex function with moments of the sum of the orders": lambda: jensen(
        function(x, body=x**4), function(y, body=y**2), assume(curvature(x**4)), assume(member(μ, moments(7)))
    ),
    "squares of the first without moments": lambda: cauchy_schwarz(function(x, body=x**3), function(x, body=x), four),
    "squares of a root": lambda: cauchy_schwarz(function(x, body=x), function(x, body=root(x)), four),
    "squares of two variables": lambda: cauchy_schwarz(function(x, y, body=x), function(x, body=x), four),
    "squares of a predicate": lambda: cauchy_schwarz(function(x, body=less(0, x)), function(x, body=x), four),
    "squares of an open function": lambda: cauchy_schwarz(
        Node("abstraction", (Index(1),), 1), function(x, body=x), four
    ),
    "a function that is not convex": lambda: jensen(
        function(x, body=x**3), function(y, body=y), assume(for_all(x, REALS, at_most(0, 6))), four
    ),
    "a function that is convex for positive numbers": lambda: jensen(
        function(x, body=x**3),
        function(y, body=y),
        assume(for_all(x, NONNEGATIVE, parts_of(curvature(x**3)))),
        four,
    ),
    "the curvature of another function": lambda: jensen(
        function(x, body=x**3), function(y, body=y), assume(curvature(x**2)), four
    ),
    "a convex function without moments": lambda: jensen(
        function(x, body=x**4), function(y, body=y**2), assume(curvature(x**4)), four
    ),
    "a constant function of what has no moments": lambda: jensen(
        function(x, body=c), function(y, body=y**5), assume(curvature(c)), four
    ),
    "a convex function of a root": lambda: jensen(
        CONVEX, function(y, body=root(y)), assume(curvature(x**2 - c * x)), four
    ),
    "a function with a pole": lambda: jensen(
        function(x, body=1 / x), function(y, body=y), assume(for_all(x, REALS, at_most(0, 2 / x**3))), four
    ),
    "the mean of no numbers": lambda: arithmetic_geometric(),
    "the mean of a number that may be negative": lambda: arithmetic_geometric(assume(at_most(-1, x))),
    "the mean of a number that is not positive": lambda: arithmetic_geometric(assume(at_most(x, 0))),
    "the mean of positive numbers, unread": lambda: arithmetic_geometric(assume(less(0, x))),
    "the normal moments of numbers": lambda: normal_moments(REALS, σ),
    "the normal moment of another law": lambda: normal_moment(mean(x, μ, x**2)),
    "the normal moment of another power": lambda: normal_moment(mean(x, normal(σ), (x + 1) ** 2)),
    "the normal moment of no power": lambda: normal_moment(mean(x, normal(σ), x)),
    "the normal moment of a power of something else": lambda: normal_moment(mean(x, normal(σ), c**2)),
}


def parts_of(formula: Expression) -> Expression:
    """The body of a quantifier over x, with x in it."""
    assert isinstance(formula, Node)
    return opened(formula.parts[1], (x,))


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)
