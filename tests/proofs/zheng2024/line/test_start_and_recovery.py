"""Conditions on the start, recovery, and what the amended remark asks for."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given

from proofs.zheng2024.assumptions import (
    ASSUMPTION_3_1,
    ASSUMPTION_4_2,
    ASSUMPTION_4_2_ALMOST,
    CENTRED_IID,
    CENTRED_IID_FINITE,
)
from proofs.zheng2024.capability.recovery import Recovers
from proofs.zheng2024.line.start_conditions import StartCondition, start_satisfying
from proofs.zheng2024.notation import a0, b0
from symbolic.algebra import notation
from symbolic.decide.hypotheses import Hypotheses
from symbolic.laws import IID, Atoms, Law, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, Student, rademacher
from tests.strategies_of_laws import small_fractions
from tests.symbolic.decide.conditions_of_laws import HALF, PAIRWISE_ONLY


@given(small_fractions(), small_fractions())
def test_start_conditions_at_a_start(a: Fraction, b: Fraction) -> None:
    assert StartCondition(sympy.Ne(a0 + b0, 0)).holds_at(a, b) is (a + b != 0)
    assert StartCondition(a0 * b0 > HALF).holds_at(a, b) is (a * b > HALF)
    assert StartCondition(a0**2 < b0).holds_at(a, b) is (a**2 < b)


def test_start_conditions_are_exhibited() -> None:
    positive, apart = StartCondition(a0 * b0 > 0), StartCondition(sympy.Ne(a0 - b0, 0))
    far = StartCondition(a0 > 100)
    assert positive.example() == (Fraction(1), Fraction(1))
    assert (positive.realisable, far.realisable) == (True, False)
    found = start_satisfying(positive, apart, StartCondition(a0 < 0))
    assert found is not None
    assert found[0] < 0
    assert found[1] < 0
    assert found[0] != found[1]
    assert start_satisfying(positive, StartCondition(a0 * b0 < 0)) is None


@pytest.mark.parametrize("law", [IID(Gaussian()).at(notation.d), Ones().at(2), Sparse().at(3), PAIRWISE_ONLY])
def test_the_start_is_no_matter_of_the_law(law: Law) -> None:
    for condition in (*ASSUMPTION_3_1.conditions, StartCondition(sympy.Ne(a0 + b0, 0))):
        assert condition.of(law).holds is True
        assert "not on the law" in condition.of(law).because


@pytest.mark.parametrize(
    ("law", "almost", "every"),
    [
        (Sparse(HALF).at(3), True, True),
        (Sparse(HALF).at(notation.d), True, True),
        (IID(rademacher()).at(3), True, False),
        (IID(Gaussian()).at(3), False, False),
        (IID(Student(Fraction(5))).at(3), False, False),
        (Atoms.of([[0, 0]], [1]), None, None),
    ],
)
def test_recovery(law: Law, almost: bool | None, every: bool | None) -> None:
    assert ASSUMPTION_4_2_ALMOST.of(law).holds is almost
    assert ASSUMPTION_4_2.of(law).holds is every
    assert Hypotheses("H", (Recovers(),)).of(law).holds is almost
    assert Hypotheses("H", (Recovers(every_W=True),)).of(law).holds is every


def test_the_amended_remark_asks_for_moments() -> None:
    heavy = IID(Student(Fraction(5))).at(notation.d)
    assert CENTRED_IID.of(heavy).holds is True
    assert CENTRED_IID_FINITE.of(heavy).holds is False
    assert CENTRED_IID_FINITE.of(IID(Student(Fraction(7))).at(notation.d)).holds is True
