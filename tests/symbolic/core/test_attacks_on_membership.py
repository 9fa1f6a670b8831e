"""Attacks on the rules of domains: memberships that mean something else, integers that are none."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from symbolic.core.expressions import Expression, Index, Node, written
from symbolic.core.rules.logic import assume, conjoin
from symbolic.core.rules.membership import belongs, integral, lower_moments, meant, next_integer, trichotomy
from symbolic.core.theorems import Sequent, Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    NONNEGATIVE,
    POSITIVE,
    REALS,
    SEQUENCES,
    TRUE,
    at_most,
    conjunction,
    disjunction,
    equal,
    integers_between,
    integers_from,
    law,
    less,
    listed,
    matrix_letter,
    member,
    moments,
    real,
    root,
    vector,
    vector_law,
)
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused, given

m, n, x = map(real, "mnx")
μ = law("μ")
v, SQUARES = vector("v"), listed(m, n, m**2)
WHOLE = assume(member(m, INTEGERS)), assume(member(n, INTEGERS))

HONEST: Honest = {
    "sequences": (lambda: belongs(member(SQUARES, SEQUENCES), conjoin()), member(SQUARES, SEQUENCES)),
    "meant of sequences": (lambda: meant(assume(member(v, SEQUENCES))), given(TRUE, member(v, SEQUENCES))),
    "the reals": (lambda: belongs(member(x / 0, REALS), conjoin()), member(x / 0, REALS)),
    "not negative": (
        lambda: belongs(member(x, NONNEGATIVE), assume(at_most(0, x))),
        given(member(x, NONNEGATIVE), at_most(0, x)),
    ),
    "positive": (lambda: belongs(member(x, POSITIVE), assume(less(0, x))), given(member(x, POSITIVE), less(0, x))),
    "integers from": (
        lambda: belongs(member(n, integers_from(x)), conjoin(WHOLE[1], assume(at_most(x, n)))),
        given(member(n, integers_from(x)), member(n, INTEGERS), at_most(x, n)),
    ),
    "integers between": (
        lambda: belongs(
            member(n, integers_between(1, x)), conjoin(WHOLE[1], assume(at_most(1, n)), assume(at_most(n, x)))
        ),
        given(member(n, integers_between(1, x)), member(n, INTEGERS), at_most(1, n), at_most(n, x)),
    ),
    "meant": (lambda: meant(assume(member(x, POSITIVE))), given(less(0, x), member(x, POSITIVE))),
    "meant of the reals": (lambda: meant(assume(member(x, REALS))), given(TRUE, member(x, REALS))),
    "meant of integers": (
        lambda: meant(assume(member(n, integers_between(1, x)))),
        given(conjunction(member(n, INTEGERS), at_most(1, n), at_most(n, x)), member(n, integers_between(1, x))),
    ),
    "integral": (
        lambda: integral(-(m**3) * n + 7 - m, *WHOLE),
        given(member(-(m**3) * n + 7 - m, INTEGERS), *(each.conclusion for each in WHOLE)),
    ),
    "next_integer": (
        lambda: next_integer(*WHOLE, assume(less(m, n))),
        given(at_most(m + 1, n), less(m, n), *(each.conclusion for each in WHOLE)),
    ),
    "lower_moments": (
        lambda: lower_moments(moments(2), assume(member(μ, moments(4)))),
        given(member(μ, moments(2)), member(μ, moments(4))),
    ),
    "the same moments": (
        lambda: lower_moments(moments(4), assume(member(μ, moments(4)))),
        given(member(μ, moments(4)), member(μ, moments(4))),
    ),
    "trichotomy": (lambda: trichotomy(m, n), disjunction(less(m, n), equal(m, n), less(n, m))),
}

ATTACKS: Attacks = {
    "0 is not positive": lambda: belongs(member(x, POSITIVE), assume(at_most(0, x))),
    "another element": lambda: belongs(member(x, POSITIVE), assume(less(0, n))),
    "an integer below": lambda: belongs(member(n, integers_from(3)), conjoin(WHOLE[1], assume(at_most(2, n)))),
    "no integer": lambda: belongs(member(n, integers_from(3)), conjoin(assume(at_most(3, n)))),
    "an end forgotten": lambda: belongs(member(n, integers_between(1, x)), conjoin(WHOLE[1], assume(at_most(1, n)))),
    "ends exchanged": lambda: belongs(
        member(n, integers_between(1, x)), conjoin(WHOLE[1], assume(at_most(n, x)), assume(at_most(1, n)))
    ),
    "integers mean nothing else": lambda: belongs(member(x, INTEGERS), conjoin()),
    "moments mean nothing else": lambda: belongs(member(μ, moments(2)), conjoin()),
    "no membership": lambda: belongs(less(0, x), assume(less(0, x))),
    "a number is no sequence": lambda: belongs(member(x, SEQUENCES), conjoin()),
    "a sequence is no number": lambda: belongs(member(v, REALS), conjoin()),
    "a law of sequences is none": lambda: belongs(member(vector_law("λ"), SEQUENCES), conjoin()),
    "a matrix is no sequence": lambda: belongs(member(matrix_letter("A"), SEQUENCES), conjoin()),
    "a sequence with a loose index": lambda: belongs(
        member(Node("vector", (written(3), Index(1))), SEQUENCES), conjoin()
    ),
    "sequences for another premise": lambda: belongs(member(v, SEQUENCES), assume(less(0, x))),
    "a law is no real": lambda: belongs(member(μ, REALS), conjoin()),
    "meant of integers alone": lambda: meant(assume(member(x, INTEGERS))),
    "meant of moments": lambda: meant(assume(member(μ, moments(2)))),
    "meant of an order": lambda: meant(assume(less(0, x))),
    "half an integer": lambda: integral(m / 2, *WHOLE),
    "a fraction": lambda: integral(written(Fraction(1, 2))),
    "a root": lambda: integral(root(m), *WHOLE),
    "an integer that is not known": lambda: integral(m + x, *WHOLE),
    "a positive number is no integer": lambda: integral(x, assume(member(x, POSITIVE))),
    "an integer bound makes no integer": lambda: integral(x, assume(at_most(1, x))),
    "the next integer of a number": lambda: next_integer(assume(member(x, REALS)), WHOLE[1], assume(less(x, n))),
    "the next integer below a number": lambda: next_integer(WHOLE[0], assume(member(x, REALS)), assume(less(m, x))),
    "the next integer from at most": lambda: next_integer(*WHOLE, assume(at_most(m, n))),
    "the next integer backwards": lambda: next_integer(*WHOLE, assume(less(n, m))),
    "higher moments": lambda: lower_moments(moments(5), assume(member(μ, moments(4)))),
    "moments of a domain of numbers": lambda: lower_moments(REALS, assume(member(μ, moments(4)))),
    "moments of a number": lambda: lower_moments(moments(0), assume(member(x, REALS))),
}


@pytest.mark.parametrize(("use", "expected"), HONEST.values(), ids=HONEST)
def test_honest_use(use: Callable[[], Theorem], expected: Expression | Sequent) -> None:
    check_proved(use, expected)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)
