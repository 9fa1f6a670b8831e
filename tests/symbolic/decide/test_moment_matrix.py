"""Squares that hypotheses make zero or negative, and weights of finitely many values: against laws and by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic.decide.conditions import Condition, Equals, vanishes
from symbolic.decide.conditions.marginals import MomentsOf
from symbolic.decide.conditions.supports import Support
from symbolic.decide.conditions.symmetries import Independent, Permutations, SignFlips, Values
from symbolic.decide.confine import confined
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.moment_matrix import _isotropic, determined, squares
from symbolic.decide.value_weights import without_weights
from symbolic.expectation.moments import Pattern
from symbolic.laws import Atoms
from symbolic.laws.coordinates import Gaussian
from tests.strategies_of_laws import atom_laws, pool_of_laws
from tests.witness_verifier import Table, satisfies

ORDERS = (1, 2, 3, 4, 5, 6)


def of(*conditions: Condition) -> Hypotheses:
    return Hypotheses("H", conditions)


def moments_of(law: Atoms, orders: tuple[int, ...] = ORDERS) -> Hypotheses:
    """The moments of the first coordinate, asked of every coordinate."""
    return of(*(Equals(Pattern((n,)), law.moment((n,) + (0,) * (law.d - 1))) for n in orders))


@given(atom_laws(least_d=1, most_d=1, most_atoms=3))
def test_up_to_three_values_are_found_from_six_moments(law: Atoms) -> None:
    """The polynomial with these zeros has degree at most three, and the mean of its square is zero."""
    values = sorted({x for (x,), _ in law.atoms})
    known = confined(moments_of(law))
    assert not known.absurd
    assert known.hypotheses.of_kind(Values) == Values(tuple(values))


@given(atom_laws(least_d=1, most_d=1, most_atoms=3), st.integers(1, 3), st.integers(1, 5))
def test_an_even_moment_that_is_too_small_is_absurd(law: Atoms, half: int, below: int) -> None:
    """Against Cauchy and Schwarz."""
    order = 2 * half
    less = law.moment((half,)) ** 2 - Fraction(below, 7)
    known = confined(of(Equals(Pattern((half,)), law.moment((half,))), Equals(Pattern((order,)), less)))
    assert "< 0" in known.absurd


@given(atom_laws(least_d=2, most_d=2, most_atoms=3), st.sets(st.sampled_from(ORDERS), min_size=1))
def test_no_law_off_the_zeros_satisfies_the_hypotheses(law: Atoms, orders: set[int]) -> None:
    first = Atoms.of([point[:1] * 2 for point, _ in law.atoms], [w for _, w in law.atoms])
    hypotheses = moments_of(first, tuple(sorted(orders)))
    known = confined(hypotheses, 2)
    assert not known.absurd
    assert satisfies(Table.of(first.atoms), hypotheses)
    assert satisfies(Table.of(first.atoms), known.hypotheses)


SETS = {
    "signs": of(Equals(Pattern((2,)), 1), Equals(Pattern((4,)), 1)),
    "not two at once": of(vanishes(2, 2)),
    "equal": of(Equals(Pattern((2,)), 1), Equals(Pattern((1, 1)), 1)),
    "opposite squares": of(Equals(Pattern((4,)), 1), Equals(Pattern((2, 2)), 1)),
    "zero or one": of(*(Equals(Pattern((n,)), Fraction(1, 3)) for n in (2, 3, 4))),
}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("name", SETS)
def test_laws_of_the_pool_that_satisfy_the_hypotheses_are_on_the_support(name: str) -> None:
    known = confined(SETS[name])
    assert known.squares
    laws = [table for law in pool_of_laws() if satisfies(table := Table.of(law.atoms), SETS[name])]
    assert laws
    assert all(satisfies(law, known.hypotheses) for law in laws)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("name", SETS)
def test_the_mean_of_every_square_is_what_the_hypotheses_say(name: str) -> None:
    found = list(squares(SETS[name]))
    laws = [table for law in pool_of_laws() if satisfies(table := Table.of(law.atoms), SETS[name])]
    for square, law in product(found, laws):
        for free in permutations(range(law.d), square.frame):
            points = ((point, weight) for point, weight in law.mass)
            total = Fraction(0)
            for point, weight in points:
                value = Fraction(0)
                for powers, c in square.terms:
                    value += c * point[free[0]] ** powers[0] * (point[free[1]] ** powers[1] if len(powers) > 1 else 1)
                total += weight * value**2
            assert total == square.mean


@pytest.mark.parametrize("beside", [Fraction(1), Fraction(-1), Fraction(3, 2)])
def test_a_zero_pivot_with_an_entry_beside_it_is_negative_somewhere(beside: Fraction) -> None:
    matrix = [[Fraction(0), beside], [beside, Fraction(0)]]
    ((vector, value),) = _isotropic(matrix)
    assert value == 2 * vector[0] * vector[1] * beside == -2 * abs(beside)


def test_what_is_determined_does_not_depend_on_the_dimension() -> None:
    mean = of(Equals(Pattern((), (2,)), 3), Permutations())
    assert (2,) not in determined(mean, 1, None)
    assert determined(mean, 1, 3)[2,] == 1
    assert determined(mean, 1, 6)[2,] == Fraction(1, 2)


@pytest.mark.slow
def test_a_square_is_used_only_where_it_holds_in_every_dimension() -> None:
    """`Σ_{r≠j} x_r = 2 x_j` makes the coordinates zero, but for d = 3."""
    alike = of(Support(((Pattern((0,), (1,)), 1), (Pattern((1,)), -2))), Values((0, 1)))
    assert confined(alike).hypotheses.of_kind(Values) == Values((0, 1))
    assert confined(alike, 4).hypotheses.of_kind(Values) == Values((0,))
    assert confined(alike, 3).hypotheses.of_kind(Values) == Values((0, 1))


def test_laws_in_few_dimensions_are_not_called_absurd() -> None:
    few = of(Equals(Pattern((), (2,)), 3), Equals(Pattern((2,)), 1))
    assert (confined(few).absurd, confined(few).only) == ("", (3,))
    assert confined(few, 2).absurd
    assert not confined(few, 3).absurd


def test_moments_of_a_gaussian_are_not_absurd() -> None:
    for hypotheses in (of(MomentsOf(Gaussian())), of(MomentsOf(Gaussian(), but=(4,))), of(SignFlips(), Independent())):
        assert confined(hypotheses) == confined(hypotheses, None)
        assert not confined(hypotheses).absurd


@given(
    st.lists(st.integers(-3, 3), min_size=2, max_size=5, unique=True),
    st.lists(st.integers(0, 4), min_size=5, max_size=5).filter(any),
    st.sets(st.sampled_from((1, 2, 3, 4)), min_size=1, max_size=3),
)
def test_weights_that_exist_are_never_denied(values: list[int], raw: list[int], orders: set[int]) -> None:
    weights = [Fraction(w) for w in raw[: len(values)]]
    total = sum(weights) or Fraction(1)
    mass = [w / total for w in weights] if any(weights) else [Fraction(1, len(values))] * len(values)
    moments = {n: sum((w * x**n for x, w in zip(values, mass, strict=True)), Fraction(0)) for n in orders}
    hypotheses = of(Values(tuple(values)), *(Equals(Pattern((n,)), moment) for n, moment in moments.items()))
    assert without_weights(hypotheses) == ""


@given(st.lists(st.integers(-3, 3), min_size=2, max_size=5, unique=True), st.sampled_from((1, 2, 3)), st.integers(1, 9))
def test_a_mean_outside_its_range_is_denied(values: list[int], order: int, tenths: int) -> None:
    """A mean of powers lies between the smallest and the largest power."""
    powers = [x**order for x in values]
    for outside in (max(powers) + Fraction(tenths, 10), min(powers) - Fraction(tenths, 10)):
        reason = without_weights(of(Values(tuple(values)), Equals(Pattern((order,)), outside)))
        constant = len(set(powers)) == 1
        assert (
            (reason == "the hypotheses imply 1 = 0 at these values") if constant else (">= 0 at all values" in reason)
        )


def test_the_reason_can_be_checked_by_hand() -> None:
    mean = of(Values((-1, 1, 2)), Equals(Pattern((2,)), Fraction(1, 2)))
    assert confined(mean).absurd == "the hypotheses imply E[x_j^2 - 1] = -1/2, but x_j^2 - 1 >= 0 at all values"
    two = of(Values((0, 1, 2)), Equals(Pattern((2, 2)), Fraction(1, 8)), Equals(Pattern((1, 1)), Fraction(1, 2)))
    assert without_weights(two).startswith("the hypotheses imply E[x_j^2 x_k^2 - x_j x_k] = -3/8, but ")


def test_sets_of_values_are_intersected() -> None:
    assert confined(of(Values((0, 1)), Values((1, 2)))).hypotheses.of_kind(Values) == Values((1,))
    assert confined(of(Values((0, 1)), Values((2, 3)))).absurd == "no value is in every one of the sets"
