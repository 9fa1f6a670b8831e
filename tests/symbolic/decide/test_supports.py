"""Support conditions: what they say of laws, and every instance against brute force over coordinates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, partial
from itertools import permutations, product
from math import prod
from typing import Any

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from proofs.zheng2024.notation import sigma
from symbolic.algebra import notation
from symbolic.decide.conditions.supports import HIGHEST_DEGREE, Support
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.spans.instances import ELSEWHERE, placements
from symbolic.decide.spans.multiples import Multiplier, multipliers, times
from symbolic.expectation.moments import Pattern
from symbolic.laws import IID, Atoms, Law, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, Number, Student, rademacher, two_point
from symbolic.laws.zeros import is_zero
from tests.strategies_of_laws import atom_laws, weights

SPHERE = Support(((Pattern((), (2,)), 1),), 1)
SPARSE = Support(((Pattern((1, 1)), 1),))
CUBES = Support(((Pattern((3,)), 1), (Pattern((1,)), -1)))
SIGNS = Support(((Pattern((2,)), 1),), 1)
ALL_EQUAL = Support(((Pattern((1, 0)), 1), (Pattern((0, 1)), -1)))
DETERMINED = Support(
    ((Pattern((1,)), 2), (Pattern((0,), (1,)), Fraction(-1, 2)), (Pattern((1,), (2,)), 1)), Fraction(1, 3)
)
"""A polynomial with nothing special about it: two sums, a product, a constant."""

CONDITIONS = (SPHERE, SPARSE, CUBES, SIGNS, ALL_EQUAL, DETERMINED)
VALUES = tuple(Fraction(n, m) for n, m in ((0, 1), (1, 1), (-1, 1), (3, 5), (-4, 5), (1, 2), (-1, 2), (2, 3), (-1, 3)))


def brute_value(support: Support, point: tuple[Fraction, ...], free: tuple[int, ...]) -> Fraction:
    """The polynomial at a point, straight from its definition."""
    total = -Fraction(support.value)
    for pattern, c in support.terms:
        for summed in permutations(set(range(len(point))) - set(free), len(pattern.summed)):
            total += c * prod(point[i] ** n for i, n in zip((*free, *summed), pattern.exponents, strict=True))
    return total


def on_support(support: Support, point: tuple[Fraction, ...]) -> bool:
    return not any(brute_value(support, point, free) for free in permutations(range(len(point)), support.size))


def points_on(support: Support, d: int) -> list[tuple[Fraction, ...]]:
    return [point for point in product(VALUES, repeat=d) if on_support(support, point)]


SUPPORTED = {(s, d): points for s in CONDITIONS for d in (2, 3) if (points := points_on(s, d))}


@st.composite
def laws_on(draw: DrawFn, support: Support, d: int) -> Atoms:
    points = draw(st.lists(st.sampled_from(SUPPORTED[support, d]), min_size=1, max_size=4))
    return Atoms.of(points, draw(weights(len(points))))


def at_size(form: Mapping[Pattern, sympy.Expr], d: int) -> tuple[tuple[Pattern, Fraction], ...]:
    return tuple((pattern, Fraction(str(c.subs(notation.d, d)))) for pattern, c in form.items())


@cache
def instances_at(support: Support, frame: int, d: int) -> tuple[tuple[str, tuple[tuple[Pattern, Fraction], ...]], ...]:
    return tuple((instance.text, at_size(instance.form, d)) for instance in support.instances(frame))


def value_of(form: Iterable[tuple[Pattern, Fraction]], law: Law, frame: int) -> Fraction:
    free = tuple(range(frame))
    return sum((c * pattern.at(law, free[: len(pattern.free)]) for pattern, c in form), start=Fraction(0))


def not_vanishing(support: Support, law: Atoms, frame: int) -> list[str]:
    return [text for text, form in instances_at(support, frame, law.d) if value_of(form, law, frame)]


def test_there_are_laws_on_the_supports() -> None:
    assert {support for support, _ in SUPPORTED} == set(CONDITIONS) - {DETERMINED}


@pytest.mark.parametrize("frame", [1, 2])
@given(st.sampled_from(sorted(SUPPORTED, key=str)), st.data())
def test_every_instance_vanishes_on_the_support(frame: int, case: tuple[Support, int], data: st.DataObject) -> None:
    support, d = case
    law = data.draw(laws_on(support, d))
    assert support.of(law).holds
    assert not_vanishing(support, law, frame) == []


@pytest.mark.parametrize(
    ("support", "point"),
    [
        (SPHERE, (Fraction(1, 2), Fraction(1, 2), Fraction(1, 2), Fraction(-1, 2))),
        (SPARSE, (0, 0, Fraction(-3), 0)),
        (CUBES, (1, 0, -1, 1)),
        (SIGNS, (1, -1, -1, 1)),
        (ALL_EQUAL, (2, 2, 2, 2)),
    ],
)
@pytest.mark.parametrize("frame", [1, 2])
def test_instances_in_four_dimensions(support: Support, point: tuple[Fraction | int, ...], frame: int) -> None:
    law = Atoms.of([point, [point[-1], *point[:-1]]], [Fraction(1, 3), Fraction(2, 3)])
    assert not_vanishing(support, law, frame) == []


@pytest.mark.parametrize("support", CONDITIONS)
def test_some_instance_fails_off_the_support(support: Support) -> None:
    law = Atoms.of([[2, 3, 0], [1, -1, Fraction(1, 3)]], [Fraction(1, 2)] * 2)
    assert support.of(law).holds is False
    assert not_vanishing(support, law, 2)


def brute_multiple(support: Support, multiplier: Multiplier, places: tuple[int, ...], law: Atoms) -> Fraction:
    """Mean of polynomial times monomial, summed over every choice of the coordinates that are elsewhere."""
    frame = len(multiplier.frame)
    count = places.count(ELSEWHERE)
    powers = (*multiplier.frame, *multiplier.elsewhere, *multiplier.further)
    total = Fraction(0)
    for chosen in permutations(range(frame, law.d), count + len(multiplier.further)):
        own = iter(chosen[:count])
        free = tuple(next(own) if place == ELSEWHERE else place for place in places)
        indices = (*range(frame), *chosen)
        for point, weight in law.atoms:
            monomial = prod((point[i] ** n for i, n in zip(indices, powers, strict=True)), start=weight)
            total += monomial * brute_value(support, point, free)
    return total


def cases() -> Iterator[tuple[Support, int, tuple[int, ...], Multiplier]]:
    for support, frame in product(CONDITIONS, (1, 2)):
        for places in placements(support.size, frame):
            for multiplier in multipliers(frame, places.count(ELSEWHERE), 3):
                yield support, frame, places, multiplier


CASES = tuple(cases())


@given(st.sampled_from(CASES), atom_laws(least_d=2, most_d=4, most_atoms=2))
def test_multiples_at_any_law(case: tuple[Support, int, tuple[int, ...], Multiplier], law: Atoms) -> None:
    support, frame, places, multiplier = case
    form = at_size(times(support.polynomial, multiplier, places), law.d)
    assert value_of(form, law, frame) == brute_multiple(support, multiplier, places, law)


@pytest.mark.parametrize("support", CONDITIONS)
@pytest.mark.parametrize("frame", [1, 2])
def test_instances_are_distinct_and_of_bounded_degree(support: Support, frame: int) -> None:
    instances = list(support.instances(frame))
    assert max(pattern.degree for i in instances for pattern in i.form) == HIGHEST_DEGREE
    forms = {frozenset(i.form.items()) for i in instances}
    assert len(forms) == len(instances) == len({i.text for i in instances})
    assert all(len(pattern.free) == frame for i in instances for pattern in i.form if pattern.free)


def test_a_polynomial_of_high_degree_still_stands_for_itself() -> None:
    instances = list(Support(((Pattern((8,)), 1),), 1).instances(1))
    assert {i.place for i in instances} == {"j; times 1", "elsewhere; times 1"}


@given(st.sampled_from(CONDITIONS), atom_laws(least_d=1, most_d=3))
def test_a_table_is_asked_atom_by_atom(support: Support, law: Atoms) -> None:
    assert support.of(law).holds is all(on_support(support, point) for point, _ in law.atoms)
    assert support.of(law).holds is all(support.allows(point) for point, _ in law.atoms)


@dataclass(frozen=True)
class Untabulated:
    """A table that does not show its atoms: it must be asked through its moments."""

    law: Atoms
    exchangeable = False
    sign_symmetric = False
    atoms = None
    zero = Fraction(0)
    description = "untabulated"

    @property
    def d(self) -> int:
        return self.law.d

    def moment(self, exponents: tuple[int, ...]) -> Number:
        return self.law.moment(exponents)

    def nonzero_probability(self, j: int) -> Number:
        return self.law.nonzero_probability(j)

    def family_moment(self, exponents: tuple[int, ...]) -> Fraction:
        return self.law.family_moment(exponents)


@given(st.sampled_from(sorted(SUPPORTED, key=str)), st.data())
def test_moments_give_the_same_answer_as_atoms(case: tuple[Support, int], data: st.DataObject) -> None:
    support, d = case
    law = data.draw(laws_on(support, d) | atom_laws(least_d=d, most_d=d))
    assert support.of(Untabulated(law)).holds is support.of(law).holds


HALF = Fraction(1, 2)
ROUNDED: Any = 0.5
UNPAIRED: Any = (Pattern((1,)), 1)


@pytest.mark.parametrize(
    ("support", "law", "holds"),
    [
        (SPHERE, IID(Gaussian()).at(3), False),
        (SPHERE, IID(Gaussian()).at(notation.d), False),
        (SPHERE, Sparse().at(3), True),
        (SPHERE, Sparse().at(notation.d), True),
        (SPHERE, Sparse(HALF).at(notation.d), False),
        (SPHERE, Ones().at(2), False),
        (SPHERE, Ones().at(notation.d), None),
        (SIGNS, Ones().at(notation.d), True),
        (SIGNS, IID(rademacher()).at(40), True),
        (SIGNS, IID(rademacher()).at(notation.d), True),
        (SIGNS, IID(two_point(Fraction(2), HALF, Fraction(-1))).at(2), False),
        (SPARSE, Sparse(HALF).at(notation.d), True),
        (SPARSE, IID(rademacher()).at(3), False),
        (SPARSE, Ones().at(1), True),
        (CUBES, Sparse().at(5), True),
        (CUBES, IID(Gaussian()).at(5), False),
        (SPHERE, IID(Student(Fraction(3))).at(2), None),
        (SPHERE, Sparse(sympy.Symbol("c", positive=True)).at(2), None),
        (SPARSE, Sparse(sympy.Symbol("c", positive=True)).at(2), True),
        (SPHERE, IID(Gaussian(sigma)).at(2), None),
    ],
)
def test_known_laws(support: Support, law: Law, holds: bool | None) -> None:
    finding = support.of(law)
    assert finding.holds is holds
    assert finding.because


def test_reasons_show_the_atom_or_the_moment() -> None:
    on_atom = "sum_{r} x_r^2 - 1 = 1 at (1, 1), which has positive probability"
    assert SPHERE.of(Ones().at(2)).because == on_atom
    assert "is infinite" in Hypotheses("H", (SPHERE,)).of(IID(Student(Fraction(3))).at(2)).because


@given(st.sampled_from(sorted(SUPPORTED, key=str)), st.lists(st.integers(1, 3), min_size=1, max_size=2), st.data())
def test_what_a_support_covers_vanishes(case: tuple[Support, int], powers: list[int], data: st.DataObject) -> None:
    support, d = case
    pattern, law = Pattern(tuple(powers)), data.draw(laws_on(support, d))
    if support.covers(pattern):
        assert not any(pattern.at(law, free) for free in permutations(range(d), len(powers)))


def test_a_monomial_covers_what_it_divides() -> None:
    assert SPARSE.covers(Pattern((2,), (1,)))
    assert not SPARSE.covers(Pattern((4,)))
    square = Support(((Pattern((2, 1)), 3),))
    assert square.covers(Pattern((1, 5)))
    assert not square.covers(Pattern((1, 1)))
    assert not any(support.covers(Pattern((3, 3), (3,))) for support in (SPHERE, CUBES, SIGNS, ALL_EQUAL))


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (partial(Support, ()), "needs a term"),
        (partial(Support, ((Pattern((1,)), 0),)), "needs a term"),
        (partial(Support, ((Pattern((1,)), 1), (Pattern((1,)), -1))), "needs a term"),
        (partial(Support, ((Pattern((1,)), 1), (Pattern((1, 1)), 1))), r"found \[1, 2\]"),
        (partial(Support, ((Pattern((1,) * 5), 1),)), "at most 4"),
        (partial(Support, ((Pattern((1,)), ROUNDED),)), "0.5"),
        (partial(Support, ((Pattern((1,)), 1),), ROUNDED), "0.5"),
        (partial(Support, UNPAIRED), "a pair"),
        (partial(Pattern, (ROUNDED,)), "0.5"),
        (partial(Pattern, (-1,)), "-1"),
    ],
)
def test_bad_input_is_named(make: partial[object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        make()


def test_text() -> None:
    assert SPARSE.text == "x_j x_k = 0 almost surely for all distinct j, k"
    assert CUBES.text == "x_j^3 - x_j = 0 almost surely for every j"
    assert DETERMINED.text == "2 x_j - 1/2 sum_{r} x_r + sum_{r} x_j x_r^2 = 1/3 almost surely for every j"
    merged = Support(((Pattern((1,)), 1), (Pattern((2,)), -2), (Pattern((1,)), 1)))
    assert merged.text == "2 x_j - 2 x_j^2 = 0 almost surely for every j"


def test_terms_with_sums_and_no_free_index_mix() -> None:
    with pytest.raises(ValueError, match="same number"):
        Support(((Pattern((), (2,)), 1), (Pattern((2,)), -1)))


def test_zeros_of_exact_numbers() -> None:
    d, c = notation.d, sympy.Symbol("c", positive=True)
    never = (Fraction(1, 3), 2, d, d**2 - 2, d + 1, 1 / d, sympy.sqrt(2))
    always = (0, Fraction(0), d - d, (d + 1) ** 2 - d**2 - 2 * d - 1, sympy.sqrt(2) ** 2 - 2)
    sometimes = (d - 3, (d**2 - 4) / d, c, c - d)
    assert [is_zero(value) for value in never] == [False] * len(never)
    assert [is_zero(value) for value in always] == [True] * len(always)
    assert [is_zero(value) for value in sometimes] == [None] * len(sometimes)
