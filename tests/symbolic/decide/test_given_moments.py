"""Conditions that coordinates have the moments of a given law: instances, constraints, tables, known laws."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from symbolic.algebra import notation
from symbolic.decide.conclusions import moment_is
from symbolic.decide.conditions import Equals
from symbolic.decide.conditions.marginals import COMPARED_UP_TO, INSTANCES_UP_TO, MomentsOf
from symbolic.decide.conditions.symmetries import SignFlips
from symbolic.decide.decision import Refutation, Undecided, decide
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.moments import Pattern
from symbolic.laws import IID, Atoms, Law, Ones, Sparse
from symbolic.laws.coordinates import CoordinateLaw, Gaussian, Student, Uniform, rademacher
from symbolic.laws.coordinates import Finite as FiniteCoordinate
from tests.strategies_of_laws import finite_coordinates, pool_of_laws, small_fractions, weights
from tests.symbolic.decide.conditions_of_laws import ZERO_MEAN_BUT_DEPENDENT


def product_law(coordinate: FiniteCoordinate, d: int) -> Atoms:
    table = IID(coordinate).at(d).atoms or ()
    return Atoms.of([point for point, _ in table], [weight for _, weight in table])


def comonotone(coordinate: FiniteCoordinate, d: int) -> Atoms:
    return Atoms.of([[x] * d for x, _ in coordinate.atoms], [weight for _, weight in coordinate.atoms])


@given(finite_coordinates(), st.integers(2, 3), st.sampled_from([product_law, comonotone]))
def test_instances_of_given_moments(coordinate: FiniteCoordinate, d: int, joined: Any) -> None:
    law: Atoms = joined(coordinate, d)
    for condition in (MomentsOf(coordinate), MomentsOf(coordinate, most=3), MomentsOf(coordinate, but=(2,))):
        assert condition.of(law).holds is True
        for instance in condition.instances(2):
            terms = (c.subs(notation.d, d) * p.at(law, (0, 1)[: len(p.free)]) for p, c in instance.form.items())
            assert sum(terms) == 0
        assert all(not Pattern((n,)).at(law, (0,)) for n in range(1, 9) if condition.covers(Pattern((n,))))


def reweighted(values: list[Fraction]) -> st.SearchStrategy[FiniteCoordinate]:
    return weights(len(values)).map(lambda drawn: FiniteCoordinate(tuple(zip(values, drawn, strict=True))))


def orders(condition: MomentsOf) -> set[int]:
    return {pattern.degree for instance in condition.instances(2) for pattern in instance.form} - {0}


def test_orders_left_out_are_left_out() -> None:
    assert orders(MomentsOf(Gaussian(), but=(4,))) == set(range(1, INSTANCES_UP_TO + 1)) - {4}
    assert orders(MomentsOf(Gaussian(), most=10)) == set(range(1, 11))
    free = MomentsOf(Gaussian(), most=8, but=(5,))
    covered = [n for n in range(1, 12) if free.covers(Pattern((n,)))]
    assert covered == [1, 3, 7]
    assert not free.covers(Pattern((1, 2)))


@given(finite_coordinates(), st.sampled_from([None, 4]), st.sampled_from([(), (2,), (1, 4)]), st.data())
def test_constraints_say_all_that_the_family_says(
    coordinate: FiniteCoordinate, most: int | None, but: tuple[int, ...], data: st.DataObject
) -> None:
    """On laws that share values with the coordinate law, and on others, against orders up to 20."""
    condition = MomentsOf(coordinate, most, but)
    values = st.lists(st.sampled_from([x for x, _ in coordinate.atoms]), min_size=1, max_size=3, unique=True)
    other = data.draw(values.flatmap(reweighted) | finite_coordinates() | st.just(coordinate))
    law = comonotone(other, 2)
    heights = tuple({x for x, _ in other.atoms})
    expected = [n for n in range(1, (most or 20) + 1) if n not in but]
    same = all(coordinate.moment(n) == other.moment(n) for n in expected)
    satisfied = (law.moment(powers) == c.value for c in condition.constraints(2, heights) for powers in c.polynomial)
    assert all(satisfied) is same
    assert condition.of(law).holds is same


@given(st.sets(small_fractions(), min_size=1, max_size=3), st.sets(st.integers(1, 5)), st.booleans())
def test_no_table_has_the_moments_of_a_law_of_infinite_support(
    heights: set[Fraction], but: set[int], gaussian: bool
) -> None:
    """The square that vanishes on the table has, by the orders that are asked for, a positive mean."""
    coordinate: CoordinateLaw = Gaussian() if gaussian else Uniform()
    condition = MomentsOf(coordinate, but=tuple(but))
    x = sympy.Symbol("x")
    lowest = next(n for n in range(0, 8, 2) if not but or n > max(but))
    square = sympy.Poly(x**lowest * sympy.prod((x - sympy.Rational(h)) ** 2 for h in heights), x)
    used = {n: Fraction(str(c)) for (n,), c in square.terms()}
    asked = {powers: c.value for c in condition.constraints(1, tuple(heights)) for powers in c.polynomial}
    mean = sum(c * (asked[(n,)] if n else 1) for n, c in used.items())
    assert mean > 0
    assert condition.of(Atoms.of([[h] for h in heights], [Fraction(1, len(heights))] * len(heights))).holds is False


THIRD = Gaussian(sympy.sqrt(sympy.Rational(1, 3)))
QUADRATURE = Atoms.of([[0], [1], [-1]], [Fraction(2, 3), Fraction(1, 6), Fraction(1, 6)])
"""Gauss's rule with three nodes for N(0, 1/3): the moments agree up to order five."""


class Relabelled(Gaussian):
    """The same moments under another name."""


@pytest.mark.parametrize(
    ("condition", "law", "holds", "because"),
    [
        (MomentsOf(Gaussian()), IID(Gaussian()).at(3), True, "gaussian(sigma=1)"),
        (MomentsOf(Gaussian()), IID(Gaussian(Fraction(2))).at(3), False, "E[x_1^2] = 4, not 1"),
        (MomentsOf(Gaussian(), but=(2,)), IID(Gaussian(Fraction(2))).at(3), False, "E[x_1^4] = 48, not 3"),
        (MomentsOf(Gaussian(), most=1), IID(Gaussian(Fraction(2))).at(3), True, "1 <= r <= 1"),
        (MomentsOf(Gaussian()), IID(Relabelled()).at(3), None, f"order {COMPARED_UP_TO}"),
        (MomentsOf(Gaussian(), most=8), IID(Relabelled()).at(3), True, "r <= 8"),
        (MomentsOf(Gaussian()), Ones().at(2), False, "E[x_1] = 1, not 0"),
        (MomentsOf(rademacher()), IID(rademacher()).at(notation.d), True, "rademacher"),
        (MomentsOf(rademacher()), ZERO_MEAN_BUT_DEPENDENT, True, "rademacher"),
        (MomentsOf(rademacher()), Sparse().at(3), False, "E[x_1^2] = 1/3, not 1"),
        (MomentsOf(rademacher()), Sparse().at(notation.d), None, "E[x_1^2] = 1/d, not 1"),
        (MomentsOf(THIRD, most=5), QUADRATURE, True, "1 <= r <= 5"),
        (MomentsOf(THIRD), QUADRATURE, False, "E[x_1^6] = 1/3, not 5/9"),
        (MomentsOf(THIRD, but=(6,)), QUADRATURE, False, "E[x_1^8] = 1/3, not 35/27"),
    ],
)
def test_given_moments_of_known_laws(condition: MomentsOf, law: Law, holds: bool | None, because: str) -> None:
    finding = condition.of(law)
    assert finding.holds is holds
    assert because in finding.because


def test_a_law_without_a_moment_does_not_have_the_given_ones() -> None:
    matched = MomentsOf(Student(Fraction(7)), most=6)
    assert Hypotheses("H", (matched,)).of(IID(Student(Fraction(5))).at(2)).holds is False
    assert Hypotheses("H", (MomentsOf(Uniform()),)).of(IID(Student(Fraction(2))).at(2)).holds is False


def test_tables_are_searched_where_one_can_have_the_moments() -> None:
    """All moments of signs leave the correlation open, which a table of two points shows."""
    signs = MomentsOf(rademacher())
    answer = decide(Hypotheses("signs", (signs,)), moment_is(Pattern((1, 1))))
    assert isinstance(answer, Refutation)
    assert answer.law.atoms
    assert not signs.excludes_tables()
    assert not MomentsOf(Gaussian(), most=6).excludes_tables()
    assert not any(condition.excludes_tables() for condition in (SignFlips(), Equals(Pattern((2,)), 1)))


@pytest.mark.sampled(1)
@pytest.mark.parametrize("condition", [MomentsOf(Gaussian()), MomentsOf(Gaussian(), but=(4,))])
def test_no_table_has_all_moments_of_a_law_with_a_density(condition: MomentsOf) -> None:
    assert condition.excludes_tables()
    assert not any(condition.of(law).holds for law in pool_of_laws())
    answer = decide(Hypotheses("H", (condition,)), moment_is(Pattern((1, 2)), 5))
    assert not isinstance(answer, Undecided) or "no law on finitely many values" in answer.reason
