"""Every kind of condition: the atoms that it allows, how it prints and combines, and bad input to it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from proofs.zheng2024.capability.recovery import Recovers
from proofs.zheng2024.line.start_conditions import OnLine, StartCondition
from proofs.zheng2024.notation import a, a0, b0, sigma
from symbolic.decide.conditions import Condition, Equals, SideCondition
from symbolic.decide.conditions.marginals import MomentsOf
from symbolic.decide.conditions.supports import Support
from symbolic.decide.conditions.symmetries import Values
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.moments import Pattern
from symbolic.laws import Atoms
from symbolic.laws.coordinates import Gaussian, Student
from tests.strategies_of_laws import atom_laws, symmetrised_laws
from tests.symbolic.decide.conditions_of_laws import HALF, KINDS


@given(st.sampled_from(KINDS), symmetrised_laws() | atom_laws())
def test_a_law_that_satisfies_a_condition_has_only_atoms_that_it_allows(condition: Condition, law: Atoms) -> None:
    if condition.of(law).holds:
        assert all(condition.allows(point) for point, _ in law.atoms)


def test_values_allow_points_with_these_coordinates() -> None:
    together = Hypotheses("H", (Values((-1, 0, 1)), Support(((Pattern((1, 1)), 1),)), Equals(Pattern((2,)), 1)))
    assert together.allows((Fraction(0), Fraction(-1)))
    assert not together.allows((Fraction(1), Fraction(-1)))
    assert not together.allows((Fraction(0), HALF))
    with pytest.raises(ValueError, match="at least one value"):
        Values(())


def test_every_kind_of_condition_is_among_those_tested() -> None:
    assert {type(kind) for kind in KINDS} == set(_concrete(Condition))


def _concrete(kind: type[Any]) -> Iterator[type]:
    """The classes of conditions that the toolkit itself defines and that can be made."""
    for below in kind.__subclasses__():
        if below.__module__.split(".")[0] in ("symbolic", "proofs") and below is not SideCondition:
            yield below
        yield from _concrete(below)


@pytest.mark.parametrize("condition", KINDS, ids=lambda kind: type(kind).__name__)
def test_conditions_print(condition: Condition) -> None:
    assert condition.text
    assert condition.latex.count("{") == condition.latex.count("}")
    assert condition.latex.isascii()
    assert r"\\" not in condition.latex


def test_conditions_combine_once() -> None:
    both = Hypotheses("one", KINDS[:9]) & Hypotheses("other", KINDS[5:])
    assert both.conditions == KINDS
    assert both.without(0).conditions == KINDS[1:]
    assert both.of_kind(Recovers) == Recovers()
    assert both.of_kind(OnLine) == OnLine()


WRONG_ORDER: Any = "4"


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (partial(MomentsOf, Student(Fraction(5))), "below order 5"),
        (partial(MomentsOf, Student(Fraction(11, 2)), but=(6, 7)), "below order 11/2"),
        (partial(MomentsOf, Student(Fraction(5)), most=5), "below order 5"),
        (partial(MomentsOf, Gaussian(sigma)), "sigma"),
        (partial(MomentsOf, Gaussian(), most=0), "not 0"),
        (partial(MomentsOf, Gaussian(), but=(WRONG_ORDER,)), "'4'"),
        (partial(StartCondition, sympy.Eq(a0, b0)), "restricts the start to a curve"),
        (partial(StartCondition, a0 >= b0), "sympy.Ne"),
        (partial(StartCondition, a0 != b0), "Python's !="),
        (partial(StartCondition, sympy.Ne(a0 * a, 0)), "alone"),
        (partial(StartCondition, 1 / a0 > 0), "polynomial"),
        (partial(StartCondition, a0 > sympy.Float(0.1)), "exact"),
    ],
)
def test_bad_input_is_named(make: partial[object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        make()
