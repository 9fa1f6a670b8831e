"""Attacks on the rules of almost every draw: of other laws, of more than countably many sets, of what is caught."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Index, Node, bound, opened, written
from symbolic.core.rules.logic import assume
from symbolic.core.rules.null_sets import all_almost_surely, follows_almost_surely, independent_draws, some_draw
from symbolic.core.sorts import sort_of
from symbolic.core.theorems import Sequent, Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    NONNEGATIVE,
    REALS,
    SEQUENCES,
    Number,
    System,
    almost_every,
    at_most,
    conjunction,
    constant,
    entry,
    equal,
    exists,
    for_all,
    iff,
    implies,
    independent,
    indicator,
    integers_between,
    integers_from,
    law,
    less,
    member,
    negation,
    normal,
    raised,
    real,
    root,
    tends,
    vector,
    vector_law,
)
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused, given

x, y, n = map(real, "xyn")
c, p = map(real, ("_0", "_1"))
"""The rules call their own variables `_0`, `_1`, …: so are these, which no rule may mix up with them."""

v, μ, ν, λ = vector("_2"), law("μ"), law("ν"), vector_law("λ")
SQUARE, BELOW = almost_every(x, μ, equal(x**2, c)), almost_every(y, μ, at_most(p, y))
STEP = for_all(x, REALS, implies(conjunction(equal(x**2, c), at_most(p, x)), less(0, x + c)))
ALWAYS = for_all(x, REALS, implies(conjunction(), at_most(0, x**2 + c)))
OF_SEQUENCES = almost_every(v, λ, equal(entry(v, n), c))
EACH = for_all(n, integers_from(1), OF_SEQUENCES)
FIRST = for_all(v, SEQUENCES, implies(conjunction(equal(entry(v, n), c)), equal(entry(v, n) ** 2, c**2)))


y0, z0, j, k = map(real, ("_0", "_1", "_2", "_3"))


def turning(angle: Expression, time: Number = 1) -> Expression:
    """The first component of `u' = −φ v`, `v' = φ u` from `(1, φ²)`."""
    u, w = map(real, "uv")
    return System((u, w), (-(angle * w), angle * u), (written(1), angle**2)).at(time)[0]


def exists_for(domain: Expression, angle: Expression = y0) -> Expression:
    """That the system has one solution for all angles of a domain."""
    system = turning(angle)
    assert isinstance(system, Node)
    return for_all(y0, domain, Node("global", system.parts[:-1]))


PLACES = member(j, integers_from(1)), member(k, integers_from(1))
APART = negation(equal(j, k))


def pairs(
    formula: Expression,
    *existence: Expression,
    of: Expression = ν,
    places: tuple[Expression, Expression] = PLACES,
    apart: Expression = APART,
) -> Theorem:
    """`independent_draws` of assumed premises."""
    every = assume(for_all(y0, REALS, almost_every(z0, of, formula)))
    return independent_draws(
        every, (assume(places[0]), assume(places[1])), assume(apart), tuple(map(assume, existence))
    )


def of_pair(formula: Expression, *existence: Expression) -> Sequent:
    """What it gives."""
    drawn = opened(bound(formula, (y0, z0)), (entry(v, j), entry(v, k)))
    premises = for_all(y0, REALS, almost_every(z0, ν, formula)), *PLACES, APART
    return given(almost_every(v, independent(ν), drawn), *premises, *existence)


DISTINCT = negation(equal(y0, z0))
CUBIC = implies(less(y0**3 - z0 / (y0 * z0), c * z0), conjunction(at_most(z0, 2), negation(equal(y0, c))))
TURNED = negation(equal(turning(y0), turning(z0)))


def follows(step: Expression = STEP, *premises: Expression) -> Theorem:
    """`follows_almost_surely` of assumed premises."""
    return follows_almost_surely(μ, assume(step), *map(assume, premises))


HONEST: Honest = {
    "follows_almost_surely": (
        lambda: follows(STEP, SQUARE, BELOW),
        given(almost_every(y, μ, less(0, y + c)), STEP, SQUARE, BELOW),
    ),
    "follows_almost_surely, of everything": (
        lambda: follows(ALWAYS),
        given(almost_every(y, μ, at_most(0, y**2 + c)), ALWAYS),
    ),
    "follows_almost_surely, of sequences": (
        lambda: follows_almost_surely(λ, assume(FIRST), assume(OF_SEQUENCES)),
        given(almost_every(v, λ, equal(entry(v, n) ** 2, c**2)), FIRST, OF_SEQUENCES),
    ),
    "follows_almost_surely, twice almost surely": (
        lambda: follows(
            for_all(x, REALS, implies(conjunction(), almost_every(y, normal(x), at_most(0, x * y)))),
        ),
        given(
            almost_every(y, μ, almost_every(x, normal(y), at_most(0, y * x))),
            for_all(x, REALS, implies(conjunction(), almost_every(y, normal(x), at_most(0, x * y)))),
        ),
    ),
    "all_almost_surely": (
        lambda: all_almost_surely(assume(EACH)),
        given(almost_every(v, λ, for_all(n, integers_from(1), equal(entry(v, n), c))), EACH),
    ),
    "all_almost_surely, of few": (
        lambda: all_almost_surely(assume(for_all(n, integers_between(1, c), SQUARE))),
        given(
            almost_every(y, μ, for_all(n, integers_between(1, c), equal(y**2, c))),
            for_all(n, integers_between(1, c), SQUARE),
        ),
    ),
    "independent_draws": (lambda: pairs(DISTINCT), of_pair(DISTINCT)),
    "independent_draws, of polynomials": (lambda: pairs(CUBIC), of_pair(CUBIC)),
    "independent_draws, of solutions": (
        lambda: pairs(TURNED, exists_for(REALS)),
        of_pair(TURNED, exists_for(REALS)),
    ),
    "some_draw": (lambda: some_draw(assume(SQUARE)), given(exists(y, REALS, equal(y**2, c)), SQUARE)),
    "some_draw, of sequences": (
        lambda: some_draw(assume(OF_SEQUENCES)),
        given(exists(v, SEQUENCES, equal(entry(v, n), c)), OF_SEQUENCES),
    ),
}


@pytest.mark.parametrize(("use", "expected"), HONEST.values(), ids=HONEST)
def test_honest_use(use: Callable[[], Theorem], expected: Expression | Sequent) -> None:
    check_proved(use, expected)


ATTACKS: Attacks = {
    "what follows in another order": lambda: follows(STEP, BELOW, SQUARE),
    "what follows from less": lambda: follows(STEP, SQUARE),
    "what follows from nothing": lambda: follows(STEP),
    "what follows from more": lambda: follows(STEP, SQUARE, BELOW, BELOW),
    "what follows for positive numbers": lambda: follows(
        for_all(x, NONNEGATIVE, implies(conjunction(equal(x**2, c)), equal(x, c))), SQUARE
    ),
    "what follows somewhere": lambda: follows(
        exists(x, REALS, implies(conjunction(equal(x**2, c)), less(0, x))), SQUARE
    ),
    "what follows without a connective": lambda: follows(
        for_all(x, REALS, implies(equal(x**2, c), less(0, x))), SQUARE
    ),
    "what follows both ways": lambda: follows(for_all(x, REALS, iff(conjunction(equal(x**2, c)), less(0, x))), SQUARE),
    "what follows of another law": lambda: follows_almost_surely(ν, assume(STEP), assume(SQUARE), assume(BELOW)),
    "what follows of two laws": lambda: follows(STEP, SQUARE, almost_every(y, ν, at_most(p, y))),
    "what follows of all that is so somewhere": lambda: follows(STEP, exists(x, REALS, equal(x**2, c)), BELOW),
    "what follows of a law of sequences": lambda: follows_almost_surely(λ, assume(STEP), assume(SQUARE), assume(BELOW)),
    "what follows of sequences for numbers": lambda: follows_almost_surely(μ, assume(FIRST), assume(OF_SEQUENCES)),
    "what is said of another draw": lambda: follows(
        for_all(x, REALS, implies(conjunction(equal(c**2, c)), less(0, x))), SQUARE
    ),
    "uncountably many sets": lambda: all_almost_surely(
        assume(for_all(y, REALS, almost_every(x, μ, negation(equal(x, y)))))
    ),
    "sets for each positive number": lambda: all_almost_surely(
        assume(for_all(y, NONNEGATIVE, almost_every(x, μ, negation(equal(x, y)))))
    ),
    "sets for each sequence": lambda: all_almost_surely(assume(for_all(v, SEQUENCES, SQUARE))),
    "a law for each number": lambda: all_almost_surely(
        assume(for_all(n, INTEGERS, almost_every(x, normal(n), less(0, x))))
    ),
    "a set for one number": lambda: all_almost_surely(assume(exists(n, INTEGERS, SQUARE))),
    "what holds where it is drawn for all": lambda: all_almost_surely(
        assume(almost_every(x, μ, for_all(n, INTEGERS, equal(x, n))))
    ),
    "a draw and itself": lambda: pairs(DISTINCT, places=(PLACES[0], PLACES[0])),
    "draws that may be one": lambda: pairs(DISTINCT, apart=equal(j, k)),
    "draws that are apart from others": lambda: pairs(DISTINCT, apart=negation(equal(k, j))),
    "a draw at place 0": lambda: pairs(DISTINCT, places=(member(j, integers_from(0)), PLACES[1])),
    "a draw between two": lambda: pairs(DISTINCT, places=(member(j, REALS), PLACES[1])),
    "a law that depends on the draw": lambda: pairs(DISTINCT, of=normal(y0)),
    "draws of sequences": lambda: independent_draws(
        assume(for_all(y0, REALS, almost_every(v, λ, negation(equal(entry(v, 1), y0))))),
        (assume(PLACES[0]), assume(PLACES[1])),
        assume(APART),
        (),
    ),
    "draws that differ from positive numbers": lambda: independent_draws(
        assume(for_all(y0, NONNEGATIVE, almost_every(z0, ν, DISTINCT))),
        (assume(PLACES[0]), assume(PLACES[1])),
        assume(APART),
        (),
    ),
    "draws for all numbers": lambda: independent_draws(
        assume(for_all(y0, REALS, for_all(z0, REALS, DISTINCT))),
        (assume(PLACES[0]), assume(PLACES[1])),
        assume(APART),
        (),
    ),
    "a set by a quantifier": lambda: pairs(exists(x, REALS, equal(x + y0, z0))),
    "a set by a function that is not known": lambda: pairs(less(constant("f", y0), z0)),
    "a set by a root": lambda: pairs(less(root(y0), z0)),
    "a set by an exponent": lambda: pairs(less(raised(2, y0), z0)),
    "a set by an indicator": lambda: pairs(less(indicator(equal(constant("f", y0), 0)), z0)),
    "a set by an entry": lambda: pairs(less(entry(v, y0), z0)),
    "a set by integers": lambda: pairs(member(y0 - z0, INTEGERS)),
    "a set by a limit": lambda: pairs(tends(n, INTEGERS, y0 * n, z0)),
    "solutions that need not exist": lambda: pairs(TURNED),
    "solutions that exist for some": lambda: pairs(TURNED, exists_for(NONNEGATIVE)),
    "solutions that exist for another": lambda: pairs(TURNED, exists_for(REALS, x)),
    "solutions of another system": lambda: pairs(TURNED, exists_for(REALS, 2 * y0)),
    "solutions at a time that is not given": lambda: pairs(less(turning(y0, x), z0), exists_for(REALS)),
    "solutions at a time that is drawn": lambda: pairs(less(turning(y0, y0), z0), exists_for(REALS)),
    "solutions before the start": lambda: pairs(less(turning(y0, -1), z0), exists_for(REALS)),
    "solutions with a jump": lambda: pairs(
        less(turning(indicator(less(0, y0))), z0), exists_for(REALS, indicator(less(0, y0)))
    ),
    "solutions with a quotient": lambda: pairs(less(turning(1 / y0), z0), exists_for(REALS, 1 / y0)),
    "some draw of all": lambda: some_draw(assume(STEP)),
    "some draw of what is 0": lambda: some_draw(assume(equal(c, 0))),
    "some draw of an implication": lambda: some_draw(assume(implies(SQUARE, BELOW))),
    "almost every number": lambda: sort_of(Node("almost_every", (REALS, less(0, c)))),
    "almost every draw of a number": lambda: sort_of(Node("almost_every", (c, less(0, c)))),
    "a term of almost every draw": lambda: sort_of(Node("almost_every", (μ, c))),
    "two draws": lambda: sort_of(Node("almost_every", (μ, less(0, Index(1))))),
    "a draw in its law": lambda: sort_of(Node("almost_every", (normal(Index(0)), less(0, c)))),
    "an entry of a number that is drawn": lambda: sort_of(Node("almost_every", (μ, less(0, entry(Index(0), 1))))),
    "something to carry": lambda: sort_of(Node("almost_every", (μ, less(0, c)), 1)),
    "a law alone": lambda: sort_of(Node("almost_every", (μ,))),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)


def test_what_holds_for_almost_every_draw_is_defined_for_all() -> None:
    assert defined(almost_every(x, μ, equal(1 / x, c))) == for_all(x, REALS, negation(equal(x, 0)))
    assert defined(almost_every(x, μ, equal(x, c))) == conjunction()
    of_sequences = defined(almost_every(v, λ, equal(1 / entry(v, 1), c)))
    assert opened(of_sequences.parts[1], (v,)) == conjunction(
        member(1, integers_from(1)), negation(equal(entry(v, 1), 0))
    )
