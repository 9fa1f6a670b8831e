"""Attacks on means over laws of sequences, on equal means, on means of sums: domains, moments, numbers exchanged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symbolic.core.expressions import Expression, Index, Node, written
from symbolic.core.rules.facts import cauchy_schwarz, jensen, normal_moment, normal_moments
from symbolic.core.rules.logic import assume, generalise, instantiate
from symbolic.core.rules.means import (
    equal_means,
    mixture_mean,
    mixture_moments,
    ordered_means,
    point_mean,
    point_moments,
    separate_means,
)
from symbolic.core.rules.membership import belongs, lower_moments
from symbolic.core.theorems import Sequent, Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    SEQUENCES,
    TRUE,
    at_most,
    entry,
    equal,
    exists,
    for_all,
    function,
    independent,
    law,
    less,
    listed,
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

c, p, j, y = map(real, ("_0", "_1", "j", "y"))
x, v = vector("x"), vector("_2")
"""The checkers call their own variables `_0`, `_1`, …: so are these, which no rule may mix up with them."""

μ, ν, ρ = law("μ"), vector_law("ν"), vector_law("ρ")
FOUR, OTHER, NUMBERS = member(ν, vector_moments(4)), member(ρ, vector_moments(4)), member(μ, moments(4))
four, other, numbers = assume(FOUR), assume(OTHER), assume(NUMBERS)
WEIGHT = at_most(0, p), at_most(p, 1)
above, below = map(assume, WEIGHT)
MIXED = mixture(p, ν, ρ)
MIXED_MEAN = mean(x, MIXED, entry(x, j) ** 2)
X1, X2 = entry(x, 1), entry(x, 2)

BELOW = for_all(x, SEQUENCES, at_most(c * X1 * X2, X1**4 + X2**2))
SAME = for_all(x, SEQUENCES, equal(X1 / X2, c))
SAME_NUMBERS = for_all(y, REALS, equal(root(y), c * y))
SUM = Node("add", (c * (X1**3 * X2), -1 * X2, (c / p) * X1**2))
PARTS = tuple(Node("multiply", each) for each in ((c, X1**3 * X2), (written(-1), X2), (c / p, X1**2)))
FACTORS = c, written(-1), c / p


def means(*terms: Expression) -> Expression:
    """A sum of means with their numbers."""
    found = (number * mean(x, ν, term) for number, term in zip(FACTORS, terms, strict=True))
    return Node("add", tuple(found))


SEPARATE = mean(x, ν, Node("add", PARTS))

HONEST: Honest = {
    "ordered_means": (
        lambda: ordered_means(assume(BELOW), four),
        given(at_most(mean(x, ν, c * X1 * X2), mean(x, ν, X1**4 + X2**2)), BELOW, FOUR),
    ),
    "equal_means": (
        lambda: equal_means(ν, assume(SAME)),
        given(equal(mean(x, ν, X1 / X2), mean(x, ν, c)), SAME),
    ),
    "equal_means, of numbers": (
        lambda: equal_means(μ, assume(SAME_NUMBERS)),
        given(equal(mean(y, μ, root(y)), mean(y, μ, c * y)), SAME_NUMBERS),
    ),
    "equal_means, of a law that is called as the checker's variable": (
        lambda: equal_means(point(v), assume(SAME)),
        given(equal(mean(x, point(v), X1 / X2), mean(x, point(v), c)), SAME),
    ),
    "separate_means": (
        lambda: separate_means(SEPARATE, ν, FACTORS, four),
        given(equal(SEPARATE, means(X1**3 * X2, X2, X1**2)), FOUR),
    ),
    "separate_means, of numbers": (
        lambda: separate_means(mean(y, μ, Node("add", (c * y**2,))), μ, (c,), numbers),
        given(equal(mean(y, μ, Node("add", (c * y**2,))), Node("add", (c * mean(y, μ, y**2),))), NUMBERS),
    ),
    "point_moments": (lambda: point_moments(vector_moments(9), v), member(point(v), vector_moments(9))),
    "point_mean": (
        lambda: point_mean(mean(x, point(v), X1**2 * X2 + c)),
        equal(mean(x, point(v), X1**2 * X2 + c), entry(v, 1) ** 2 * entry(v, 2) + c),
    ),
    "mixture_moments": (
        lambda: mixture_moments(p, above, below, four, other),
        given(member(MIXED, vector_moments(4)), *WEIGHT, FOUR, OTHER),
    ),
    "mixture_mean": (
        lambda: mixture_mean(MIXED_MEAN, above, below, four, other),
        given(
            equal(MIXED_MEAN, p * mean(x, ν, entry(x, j) ** 2) + (1 - p) * mean(x, ρ, entry(x, j) ** 2)),
            *WEIGHT,
            FOUR,
            OTHER,
        ),
    ),
    "lower_moments": (
        lambda: lower_moments(vector_moments(3), four),
        given(member(ν, vector_moments(3)), FOUR),
    ),
}


@pytest.mark.parametrize(("use", "expected"), HONEST.values(), ids=HONEST)
def test_honest_use(use: Callable[[], Theorem], expected: Expression | Sequent) -> None:
    check_proved(use, expected)


def parted(body: Expression, numbers: tuple[Expression, ...], finite: Theorem = four) -> Theorem:
    """`separate_means` of another body."""
    return separate_means(mean(x, ν, body), ν, numbers, finite)


made: Any = Node

ATTACKS: Attacks = {
    "ordered for numbers": lambda: ordered_means(assume(for_all(y, REALS, at_most(c, c))), four),
    "ordered for sequences, of numbers": lambda: ordered_means(assume(for_all(x, SEQUENCES, at_most(c, c))), numbers),
    "ordered somewhere": lambda: ordered_means(assume(exists(x, SEQUENCES, at_most(X1, X2))), four),
    "ordered strictly": lambda: ordered_means(assume(for_all(x, SEQUENCES, less(X1, X1**2 + 1))), four),
    "ordered, of a higher order on the left": lambda: ordered_means(
        assume(for_all(x, SEQUENCES, at_most(X1**3 * X2**2, c))), four
    ),
    "ordered, of a higher order on the right": lambda: ordered_means(
        assume(for_all(x, SEQUENCES, at_most(c, X1**3 * X2**2))), four
    ),
    "ordered, of a quotient": lambda: ordered_means(assume(for_all(x, SEQUENCES, at_most(c, 1 / X1))), four),
    "ordered, of an entry that is drawn": lambda: ordered_means(
        assume(for_all(x, SEQUENCES, at_most(c, entry(x, X1)))), four
    ),
    "ordered, of a sum over entries": lambda: ordered_means(
        assume(for_all(x, SEQUENCES, at_most(c, total(j, 1, X1, X2)))), four
    ),
    "ordered, of a sequence made of the drawn one": lambda: ordered_means(
        assume(for_all(x, SEQUENCES, at_most(c, entry(listed(j, 2, 1 / entry(x, j)), 1)))), four
    ),
    "ordered, with moments of numbers": lambda: ordered_means(assume(BELOW), numbers),
    "ordered, with no moments": lambda: ordered_means(assume(BELOW), assume(member(x, SEQUENCES))),
    "equal for numbers": lambda: equal_means(ν, assume(SAME_NUMBERS)),
    "equal for sequences, of numbers": lambda: equal_means(μ, assume(SAME)),
    "equal constants for numbers": lambda: equal_means(ν, assume(for_all(y, REALS, equal(c, c)))),
    "equal constants for sequences": lambda: equal_means(μ, assume(for_all(x, SEQUENCES, equal(c, c)))),
    "equal for positive numbers": lambda: equal_means(μ, assume(for_all(y, NONNEGATIVE, equal(root(y**2), y)))),
    "equal somewhere": lambda: equal_means(ν, assume(exists(x, SEQUENCES, equal(X1, X2)))),
    "equal for one": lambda: equal_means(ν, assume(equal(X1, X2))),
    "equal, by an order": lambda: equal_means(ν, assume(for_all(x, SEQUENCES, at_most(X1, X2)))),
    "equal means over a number": lambda: equal_means(c, assume(SAME)),
    "equal means over a sequence": lambda: equal_means(v, assume(SAME)),
    "equal means over a domain": lambda: equal_means(SEQUENCES, assume(SAME)),
    "equal means over an open law": lambda: equal_means(normal(Index(0)), assume(SAME_NUMBERS)),
    "a sum with a number that is drawn": lambda: parted(Node("add", (Node("multiply", (X1, X2)),)), (X1,)),
    "a sum with a number that is drawn, by its index": lambda: parted(
        Node("add", (Node("multiply", (X1, X2)),)), (made("entry", (Index(0), written(1))),)
    ),
    "a sum with a number called as the drawn sequence": lambda: parted(
        Node("add", (Node("multiply", (X1, X2)),)), (entry(vector("_0"), 1),)
    ),
    "a sum with another number": lambda: parted(Node("add", PARTS), (c, c, c / p)),
    "a sum with a number too few": lambda: parted(Node("add", PARTS), FACTORS[:2]),
    "a sum with a number too many": lambda: parted(Node("add", PARTS), (*FACTORS, c)),
    "a sum with numbers exchanged": lambda: parted(Node("add", PARTS), FACTORS[::-1]),
    "a sum of a product of three": lambda: parted(Node("add", (Node("multiply", (c, X1, X2)),)), (c,)),
    "a sum of a product of none": lambda: parted(Node("add", (Node("multiply"),)), (c,)),
    "a sum of a term without a number": lambda: parted(Node("add", (X1**1,)), (written(1),)),
    "a sum with its number behind": lambda: parted(Node("add", (X1 * c,)), (c,)),
    "no sum": lambda: parted(c * X1, (c,)),
    "a sum of a higher order": lambda: parted(Node("add", (c * X1**5,)), (c,)),
    "a sum of orders that cancel": lambda: parted(Node("add", (1 * X1**5, -1 * X1**5)), (written(1), written(-1))),
    "a sum of a higher order, of two entries": lambda: parted(Node("add", (c * (X1**3 * X2**2),)), (c,)),
    "a sum of a quotient": lambda: parted(Node("add", (c * (1 / X1),)), (c,)),
    "a sum, with moments of another law": lambda: parted(Node("add", PARTS), FACTORS, other),
    "a sum, with moments of numbers": lambda: parted(Node("add", PARTS), FACTORS, numbers),
    "a sum, with no moments": lambda: parted(Node("add", PARTS), FACTORS, assume(less(0, 1))),
    "a sum, of another law": lambda: separate_means(SEPARATE, ρ, FACTORS, other),
    "a sum outside a mean": lambda: separate_means(c, ν, FACTORS, four),
    "moments of a number for sequences": lambda: point_moments(vector_moments(1), c),
    "moments of a sequence for numbers": lambda: point_moments(moments(1), v),
    "moments of an open sequence": lambda: point_moments(vector_moments(1), Node("vector", (c, Index(1)))),
    "a mean at a sequence, of a quotient": lambda: point_mean(mean(x, point(v), 1 / X1)),
    "a mean at a sequence, of a drawn entry": lambda: point_mean(mean(x, point(v), entry(x, X1))),
    "a mean at a sequence, of another law": lambda: point_mean(mean(x, ν, X1)),
    "a mixture of laws of two kinds": lambda: mixture_moments(p, above, below, four, numbers),
    "a mixture of laws of two kinds, the other way": lambda: mixture_moments(p, above, below, numbers, four),
    "a mixture of fewer moments": lambda: mixture_moments(p, above, below, four, assume(member(ρ, vector_moments(3)))),
    "a mixture without a weight": lambda: mixture_moments(c, above, below, four, other),
    "a mean of a mixture of a higher order": lambda: mixture_mean(
        mean(x, MIXED, X1**3 * X2**2), above, below, four, other
    ),
    "a mean of a mixture of a drawn entry": lambda: mixture_mean(
        mean(x, MIXED, entry(x, X1)), above, below, four, other
    ),
    "a mean of a mixture, one without moments": lambda: mixture_mean(
        mean(x, MIXED, X1**4), above, below, four, assume(member(ρ, vector_moments(3)))
    ),
    "higher moments": lambda: lower_moments(vector_moments(5), four),
    "moments of numbers from those of sequences": lambda: lower_moments(moments(2), four),
    "moments of sequences from those of numbers": lambda: lower_moments(vector_moments(2), numbers),
    "squares over sequences": lambda: cauchy_schwarz(function(y, body=y), function(y, body=y), four),
    "a convex function over sequences": lambda: jensen(
        function(y, body=y**2),
        function(y, body=y),
        assume(for_all(y, REALS, at_most(0, written(2) * (written(1) * y**0 * 1) * 1))),
        four,
    ),
    "normal sequences": lambda: normal_moments(vector_moments(2), c),
    "the normal moment of an entry": lambda: normal_moment(mean(x, independent(normal(c)), X1**2)),
    "numbers are sequences": lambda: belongs(member(c, SEQUENCES), assume(TRUE)),
    "a sequence for a law": lambda: instantiate(
        assume(for_all(ν, vector_moments(1), less(0, 1))), assume(member(x, SEQUENCES))
    ),
    "in general, for a sequence of which something is assumed": lambda: generalise(
        member(x, SEQUENCES), assume(less(0, X1))
    ),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)
