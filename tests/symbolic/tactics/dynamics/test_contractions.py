"""Sequences with shrinking steps converge, at the rate that is known and at no better one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from symbolic.core.expressions import Expression, Refused, written
from symbolic.core.rules.logic import assume
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    conjunction,
    entry,
    exists,
    for_all,
    less,
    raised,
    real,
    tends,
    vector,
)
from symbolic.tactics.dynamics.contractions import PLACES, Contraction, X, falling
from symbolic.tactics.harmonic_numbers import n
from symbolic.tactics.signs import NotFound

g, x = vector("g"), vector("x")
ρ, K = real("ρ"), real("K")


def size(place: Expression) -> Expression:
    return entry(g, place)


def term(place: Expression) -> Expression:
    return entry(x, place)


SHRINKS = for_all(n, PLACES, at_most(size(n + 1), ρ * size(n)))
ABOVE = for_all(n, PLACES, at_most(0, size(n)))
STEPS = for_all(
    n,
    PLACES,
    conjunction(at_most(-(K * size(n)), term(n + 1) - term(n)), at_most(term(n + 1) - term(n), K * size(n))),
)
BETWEEN = less(0, ρ), less(ρ, 1)


@pytest.fixture
def run() -> Contraction:
    return Contraction(size, ρ, assume(SHRINKS), assume(ABOVE), tuple(map(assume, BETWEEN)))


def only(theorem: Theorem, *formulas: Expression) -> bool:
    """Whether a theorem supposes nothing but some formulas."""
    return theorem.hypotheses <= set(formulas)


def test_what_bounds_the_steps_falls_like_a_power_and_tends_to_0(run: Contraction) -> None:
    first = size(written(1)) ** 2
    assert run.powers.conclusion == for_all(n, PLACES, at_most(size(n) ** 2, first / ρ * raised(ρ, n)))
    assert run.slow.conclusion == for_all(n, PLACES, at_most(n * size(n) ** 2, first / (1 - ρ)))
    assert run.fades.conclusion == tends(n, PLACES, size(n), 0)
    for theorem in (run.powers, run.slow, run.fades):
        assert only(theorem, SHRINKS, ABOVE, *BETWEEN)


def test_a_sequence_with_such_steps_has_a_limit(run: Contraction) -> None:
    sign = at_most(0, K)
    found = run.settles(term, K, assume(STEPS), assume(sign))
    assert found.conclusion == exists(X, REALS, run.near(term, K, X))
    assert only(found, SHRINKS, ABOVE, *BETWEEN, STEPS, sign)
    near = run.near(term, K, X)
    limit = run.tends_there(term, K, assume(near), X)
    assert limit.conclusion == tends(n, PLACES, term(n), X)
    assert only(limit, SHRINKS, ABOVE, *BETWEEN, near)


def test_steps_that_do_not_shrink_give_no_limit(run: Contraction) -> None:
    unknown = replace(run, known=(run.known[0], assume(at_most(ρ, 1))))
    with pytest.raises((NotFound, Refused)):
        _ = unknown.fades
    growing = assume(for_all(n, PLACES, at_most(size(n), size(n + 1))))
    with pytest.raises((NotFound, Refused)):
        falling(size, growing)
