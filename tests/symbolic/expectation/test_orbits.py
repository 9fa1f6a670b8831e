"""Laws on orbits: moments against sums over their tables, families in every dimension, the text against the law."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from proofs.zheng2024.assumptions import ASSUMPTION_4_1, LINE_CONDITIONS
from proofs.zheng2024.line.invariance import line_invariant
from symbolic.algebra.notation import d
from symbolic.decide.certify import certificates_of
from symbolic.decide.conclusions import Requirement
from symbolic.decide.conditions.supports import Support
from symbolic.decide.conditions.symmetries import Permutations, SignFlips, Values
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.refute import broken
from symbolic.decide.search.allowance import Allowance
from symbolic.decide.search.orbit_search import averaged, families_breaking, laws_on_orbits
from symbolic.expectation.draws import Draws
from symbolic.expectation.moments import Pattern
from symbolic.expectation.orbit_families import OrbitFamily, OrbitLaw
from symbolic.expectation.orbits import Orbit, as_expression
from tests.witness_verifier import Table, family_at, missed, satisfies

VALUES = tuple(map(Fraction, (-2, -1, 0, 1, 2)))
PATTERNS = (Pattern((1,), (2,)), Pattern((2, 0), (1,)), Pattern((1, 3)), Pattern((2,), (2, 2)))


@st.composite
def orbits(draw: DrawFn, special: int, signed: bool) -> Orbit:
    values = st.sampled_from([x for x in VALUES if x >= 0] if signed else VALUES)
    background = draw(values)
    others = draw(st.lists(values.filter(lambda x: x != background), max_size=2))
    return Orbit(tuple(draw(values) for _ in range(special)), tuple(sorted(others)), background, signed)


@st.composite
def draws(draw: DrawFn, special: int, signed: bool) -> Draws:
    values = st.sampled_from([x for x in VALUES if x >= 0] if signed else VALUES)
    taken = draw(st.lists(values, min_size=1, max_size=2, unique=True))
    chances = (Fraction(1),) if len(taken) == 1 else (Fraction(1, 3), Fraction(2, 3))
    return Draws(tuple(draw(values) for _ in range(special)), tuple(zip(taken, chances, strict=True)), signed)


@st.composite
def families(draw: DrawFn) -> OrbitFamily:
    """Two different orbits, or independent draws among them, their weights depending on d."""
    special, signed = draw(st.integers(0, 2)), draw(st.booleans())
    parts = orbits(special, signed) | draws(special, signed)
    first, second = draw(st.lists(parts, min_size=2, max_size=2, unique=True))
    weights = (1 / d, 1 - 1 / d)
    return OrbitFamily((first, second), weights, max(2, first.coordinates, second.coordinates))


@given(
    orbits(1, False) | orbits(2, True) | orbits(0, False) | draws(0, False) | draws(1, True),
    st.lists(st.integers(1, 3), max_size=3),
    st.data(),
)
def test_totals_are_sums_over_the_points(orbit: Orbit | Draws, elsewhere: list[int], data: st.DataObject) -> None:
    size = data.draw(st.integers(max(orbit.coordinates, 2), 4))
    special = len(orbit.first)
    first = tuple(data.draw(st.integers(0, 3)) for _ in range(special))
    law = Table.of(orbit.atoms(size))
    assert orbit.size(size) >= len(law.mass)
    total = Fraction(0)
    for chosen in permutations(range(special, size), len(elsewhere)):
        placed = dict(zip(chosen, elsewhere, strict=True))
        total += law.mean((*first, *(placed.get(j, 0) for j in range(special, size))))
    found = as_expression(orbit.total(first, tuple(elsewhere))).subs(d, size)
    assert sympy.Rational(total.numerator, total.denominator) == found


@given(
    families(), st.sampled_from([Pattern((1,), (2,)), Pattern((2, 0), (1,)), Pattern((1, 3)), Pattern((2,), (2, 2))])
)
def test_moments_with_symbolic_dimension_are_those_of_each_table(family: OrbitFamily, pattern: Pattern) -> None:
    general = family.at(d)
    for size in range(family.from_d, min(family.from_d + 2, 5)):
        table = Table.of(family.in_one_dimension(size).atoms)
        for free in permutations(range(size), len(pattern.free)):
            value = table.moment(pattern, free)
            there = sympy.sympify(pattern.at(general, free)).subs(d, size)
            assert there == sympy.Rational(value.numerator, value.denominator)


@given(families())
def test_the_text_describes_the_law(family: OrbitFamily) -> None:
    """Read back from its description, the law is the same in three dimensions."""
    for size in range(family.from_d, min(family.from_d + 3, 6)):
        assert family_at(family.description, size) == Table.of(family.in_one_dimension(size).atoms)


@given(families())
def test_what_a_law_says_of_itself(family: OrbitFamily) -> None:
    general = OrbitLaw(family, d)
    for size in range(family.from_d, min(family.from_d + 2, 5)):
        table = family.in_one_dimension(size)
        seen = {x for point, _ in table.atoms for x in point}
        assert seen <= general.values
        assert table.sign_symmetric or not general.sign_symmetric
        for j in range(size):
            chance = sympy.sympify(general.nonzero_probability(min(j, general.special))).subs(d, size)
            assert chance == sympy.Rational(str(table.nonzero_probability(j)))


def test_a_family_does_not_exist_below_its_start() -> None:
    family = OrbitFamily((Orbit((), (Fraction(1),)),), (sympy.Integer(1),), 3)
    with pytest.raises(ValueError, match="begins at d = 3"):
        family.at(2)
    with pytest.raises(TypeError, match="symbol"):
        family.at(d).moment((1, 1))


CASES = {
    "as printed": ASSUMPTION_4_1,
    "exchangeable": Hypotheses("exchangeable", (Permutations(),)),
    "signs": Hypotheses("signs", (SignFlips(),)),
    "few values": Hypotheses("few values", (Values((-1, 0, 1)), Permutations())),
    "sphere": Hypotheses("sphere", (Support(((Pattern((), (2,)), 1),), 1), SignFlips())),
    **{f"without {n}": LINE_CONDITIONS.without(n) for n in (0, 6)},
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", CASES)
def test_a_family_breaks_the_requirement_from_its_start_on(name: str) -> None:
    """Every verified family, in the three dimensions from its start, by sums over its atoms."""
    hypotheses, count = CASES[name], 0
    for requirement in reversed(certificates_of(hypotheses, line_invariant(), None)[1]):
        for family in families_breaking(hypotheses, requirement, Allowance()):
            if broken(hypotheses, requirement, family.at(d)):
                count += 1
                for size in range(family.from_d, family.from_d + 3):
                    table = Table.of(family.in_one_dimension(size).atoms)
                    assert satisfies(table, hypotheses)
                    assert missed(table, requirement)
                break
        if count:
            break
    assert count


@pytest.mark.slow
@pytest.mark.parametrize("size", [2, pytest.param(3, marks=pytest.mark.slow), pytest.param(4, marks=pytest.mark.slow)])
def test_a_law_on_orbits_in_one_dimension_breaks_the_requirement(size: int) -> None:
    (cubes,) = (r for r in line_invariant().requirements if r.name == "E[x_j^3 x_k^3] = 0")
    found = [
        law for law in laws_on_orbits(ASSUMPTION_4_1, cubes, size, Allowance()) if broken(ASSUMPTION_4_1, cubes, law)
    ]
    assert found
    for law in found[:2]:
        assert satisfies(Table.of(law.atoms), ASSUMPTION_4_1)
        assert missed(Table.of(law.atoms), cubes)


@given(st.integers(2, 5), st.integers(0, 2))
def test_an_averaged_requirement_has_the_mean_over_the_places_left(size: int, special: int) -> None:
    """`E x_j² x_k² - 1` over all choices of the places that are not special, for a law that treats these alike."""
    requirement = Requirement("r", 2, ((Pattern((2, 2)), Fraction(1)),), Fraction(1))
    orbit = Orbit(tuple(Fraction(n + 1) for n in range(special)), (), Fraction(3))
    family = OrbitFamily((orbit,), (sympy.Integer(1),), 2)
    law = Table.of(family.in_one_dimension(max(size, special)).atoms)
    free = range(special, law.d)
    chosen = [(*range(min(special, 2)), *rest) for rest in permutations(free, 2 - min(special, 2))]
    expected = sum((law.moment(Pattern((2, 2)), places) - 1 for places in chosen), Fraction(0))
    total = sum(
        (
            as_expression(c * orbit.total(p.free if any(p.exponents) else (0,) * special, p.summed)).subs(d, law.d)
            for p, c in averaged(requirement, special).items()
        ),
        sympy.Integer(0),
    )
    assert total == sympy.Rational(expected.numerator, expected.denominator)
