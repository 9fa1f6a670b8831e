"""The fuzzer alone, told no answers, finds and shrinks the known defects within a stated budget, and invents none."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest

from mesaproof.strategies import Hunt, hunt, missed, off_the_line
from proofs.zheng2024.assumptions import (
    ASSUMPTION_4_1,
    ASSUMPTION_4_1_ODD,
    CENTRED_IID,
    CENTRED_IID_FINITE,
    LINE_CONDITIONS,
    ODD_REPAIRED,
    UNSKEWED_IID,
)
from proofs.zheng2024.line.invariance import line_invariant
from symbolic.decide.conclusions import moment_is
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.moments import Pattern
from symbolic.laws import Law
from tests.witness_verifier import Table, satisfies

BUDGET = 100
"""Laws that a hunt may draw."""

DEFECTS = [
    (ASSUMPTION_4_1, 8),
    (ASSUMPTION_4_1_ODD, 24),
    (CENTRED_IID, 8),
    (CENTRED_IID_FINITE, 8),
]
"""Hypotheses of false statements, and how many atoms a shrunk counterexample has at most."""


def found(hypotheses: Hypotheses, seed: int) -> tuple[Hunt, Law]:
    result = hunt(hypotheses, budget=BUDGET, seed=seed)
    assert result.law is not None, result.text
    return result, result.law


@pytest.mark.sampled(1)
@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize(("hypotheses", "atoms"), DEFECTS, ids=lambda x: getattr(x, "name", ""))
def test_a_false_statement_is_found_false_and_the_law_is_shrunk(hypotheses: Hypotheses, atoms: int, seed: int) -> None:
    result, law = found(hypotheses, seed)
    assert result.tried == result.first
    assert result.tried <= BUDGET
    assert satisfies(Table.of_law(law), hypotheses)
    assert off_the_line()(law) == result.because != ""
    assert len(law.atoms or ()) <= atoms
    assert all(x.denominator == 1 and abs(x) <= 3 for point, _ in law.atoms or () for x in point)


@pytest.mark.sampled(1)
@pytest.mark.parametrize("hypotheses", [hypotheses for hypotheses, _ in DEFECTS], ids=lambda x: x.name)
def test_the_full_model_leaves_the_line_at_the_law_found(hypotheses: Hypotheses) -> None:
    """By quadrature of the definition, which shares nothing with the search."""
    from proofs.zheng2024.second_route import forward, quadrature

    _, law = found(hypotheses, 0)
    gradient = quadrature.gradient(law, 5, forward.on_line(law.d, 0.75, -1.25))
    assert max(_off_line(gradient, law.d)) > 1e-3
    small = quadrature.gradient(_symmetric(law.d), 5, forward.on_line(law.d, 0.75, -1.25))
    assert max(_off_line(small, law.d)) < 1e-10


def _off_line(gradient: Mapping[str, Any], d: int) -> list[float]:
    """Sizes of what does not point along the line."""
    on = ("W_KQ_32", "W_PV_12")
    sizes = [
        abs(float(gradient[name][p, q]))
        for name, p, q in product(gradient, range(d), range(d))
        if p != q or name not in on
    ]
    return [*sizes, *(abs(float(gradient[name][p, p] - gradient[name][0, 0])) for name in on for p in range(d))]


def _symmetric(d: int) -> Law:
    from mesaproof.reading.law_spec import law_at

    return law_at("rademacher", d)


@pytest.mark.slow
def test_the_odd_reading_fails_only_from_three_coordinates_on() -> None:
    assert found(ASSUMPTION_4_1_ODD, 0)[1].d == 3
    assert hunt(ASSUMPTION_4_1_ODD, budget=BUDGET, d=2).law is None


@pytest.mark.sampled(1)
@pytest.mark.parametrize("hypotheses", [LINE_CONDITIONS, ODD_REPAIRED, UNSKEWED_IID], ids=lambda x: x.name)
def test_nothing_is_found_where_the_statement_is_proved(hypotheses: Hypotheses) -> None:
    result = hunt(hypotheses, budget=BUDGET)
    assert (result.law, result.because, result.first) == (None, "", None)
    assert result.tried >= BUDGET // 2
    assert result.text == f"no counterexample among {result.tried} laws"


@pytest.mark.sampled(2)
@pytest.mark.parametrize("n", range(len(LINE_CONDITIONS.conditions)))
def test_each_condition_of_the_line_that_is_dropped_is_missed(n: int) -> None:
    fewer = LINE_CONDITIONS.without(n)
    result = hunt(fewer, missed(line_invariant()), budget=BUDGET, d=3)
    assert result.law is not None, (n, result.text)
    assert satisfies(Table.of_law(result.law), fewer)


def test_any_conclusion_can_be_hunted() -> None:
    odd = hunt(LINE_CONDITIONS, moment_is(Pattern((1,))), budget=BUDGET, d=2)
    assert odd.law is not None
    assert "E[x_j] = 0 fails by" in odd.because
    small = hunt(LINE_CONDITIONS, lambda law: "large" if law.moment((2, 0)) > 3 else "", budget=BUDGET, d=2)
    assert small.law is not None
    assert small.because == "large"


def test_the_same_seed_finds_the_same_law() -> None:
    first, again = found(CENTRED_IID, 3), found(CENTRED_IID, 3)
    assert first[0] is not again[0]
    assert first == again
    assert "(law " in first[0].text
