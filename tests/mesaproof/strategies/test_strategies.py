"""Strategies of laws: exact, without rejection, shrinking, reaching whole polytopes; a second verifier judges them."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import lcm
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

import mesaproof.strategies as laws_and_sizes
from mesaproof.errors import InputError
from mesaproof.strategies.law_strategies import mixtures
from mesaproof.strategies.polytopes import Polytope, Weights
from mesaproof.strategies.spaces import homogeneous, require_spaces, spaces
from proofs.zheng2024.assumptions import (
    ASSUMPTION_4_1,
    ASSUMPTION_4_1_ODD,
    ASSUMPTION_4_2,
    ASSUMPTION_4_2_ALMOST,
    CENTRED_IID,
    CENTRED_IID_FINITE,
    LINE_CONDITIONS,
    ODD_REPAIRED,
    UNSKEWED_IID,
)
from proofs.zheng2024.capability.recovery import Recovers
from proofs.zheng2024.model.attention import BLOCKS
from symbolic.algebra.rationals import to_flint
from symbolic.decide.conditions import Equals, SameForAll, vanishes
from symbolic.decide.conditions.supports import Support
from symbolic.decide.conditions.symmetries import Independent, Permutations, SignFlips, Values
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.moments import Pattern
from symbolic.laws import Atoms, Law
from tests.witness_verifier import Table, holds, satisfies

SYMMETRIC = Hypotheses("symmetric and exchangeable", (SignFlips(), Permutations()))
WHITENED = Hypotheses("whitened", (vanishes(1), vanishes(1, 1), Equals(Pattern((2,)), 1), Equals(Pattern((4,)), 3)))
ON_AXES = Hypotheses("on the axes, even", (Support(((Pattern((1, 1)), 1),)), vanishes(1), vanishes(3)))
SIGNS = Hypotheses("signs", (Values((-1, 1)), vanishes(1, 1)))
MIXED_IID = Hypotheses("independent, a mixed moment vanishes", (Independent(), vanishes(3, 2)))

LINEAR = (
    ASSUMPTION_4_1,
    ASSUMPTION_4_1_ODD,
    LINE_CONDITIONS,
    ODD_REPAIRED,
    CENTRED_IID,
    CENTRED_IID_FINITE,
    UNSKEWED_IID,
    SYMMETRIC,
    WHITENED,
    ON_AXES,
    SIGNS,
    MIXED_IID,
)
GRIDS = ((-1, 0, 1), (-2, -1, 0, 1, 2))
quick = settings(max_examples=20, deadline=None, derandomize=True, database=None)


def named(hypotheses: Hypotheses) -> str:
    return hypotheses.name


def minimal(strategy: st.SearchStrategy[Any], condition: Any, examples: int = 200) -> Any:
    few = settings(max_examples=examples, deadline=None, database=None, phases=(Phase.generate, Phase.shrink))
    return find(strategy, condition, settings=few, random=Random(0))


@pytest.mark.sampled(4)
@pytest.mark.parametrize("hypotheses", LINEAR, ids=named)
def test_laws_satisfy_the_hypotheses_as_a_second_verifier_reads_them(hypotheses: Hypotheses) -> None:
    @quick
    @given(laws_and_sizes.laws(hypotheses))
    def judged(law: Law) -> None:
        assert satisfies(Table.of_law(law), hypotheses)

    judged()


@pytest.mark.parametrize("hypotheses", [ASSUMPTION_4_2, ASSUMPTION_4_2_ALMOST], ids=named)
def test_recovered_laws_take_one_size(hypotheses: Hypotheses) -> None:
    every = any(isinstance(c, Recovers) and c.every_W for c in hypotheses.conditions)

    @quick
    @given(laws_and_sizes.laws(hypotheses))
    def judged(law: Law) -> None:
        points = [[abs(x) for x in point if x] for point, _ in law.atoms or ()]
        assert len({x for point in points for x in point}) == 1
        assert not every or all(len(point) <= 1 for point in points)
        assert hypotheses.of(law).holds

    judged()


def broken(law: Law, hypotheses: Hypotheses) -> list[int]:
    table = Table.of_law(law)
    return [n for n, condition in enumerate(hypotheses.conditions) if not holds(table, condition)]


@pytest.mark.sampled(1)
@pytest.mark.parametrize("hypotheses", [ASSUMPTION_4_1, LINE_CONDITIONS, SYMMETRIC, CENTRED_IID, SIGNS], ids=named)
def test_violating_laws_break_exactly_one_condition(hypotheses: Hypotheses) -> None:
    @settings(quick, max_examples=5)
    @given(laws_and_sizes.laws_violating(hypotheses))
    def judged(law: Law) -> None:
        assert len(broken(law, hypotheses)) == 1

    judged()


@pytest.mark.sampled(3)
@pytest.mark.parametrize("condition", range(len(LINE_CONDITIONS.conditions)))
def test_each_condition_of_the_line_can_be_broken_alone(condition: int) -> None:
    """With two coordinates, but those on a third, and those that are one and the same there, with three."""
    d = 3 if condition in (3, 6, 7) else 2
    found = minimal(laws_and_sizes.laws_violating(LINE_CONDITIONS, condition, d), lambda law: True, 20)
    assert broken(found, LINE_CONDITIONS) == [condition]
    assert len(found.atoms) <= 20


def test_the_recovery_can_be_broken_alone() -> None:
    last = len(ASSUMPTION_4_2.conditions) - 1
    found = minimal(laws_and_sizes.laws_violating(ASSUMPTION_4_2, last, d=2), lambda law: True)
    assert ASSUMPTION_4_1.of(found).holds
    assert ASSUMPTION_4_2.conditions[last].of(found).holds is False


def test_a_condition_that_follows_is_not_broken() -> None:
    twice = Hypotheses("twice", (vanishes(1), vanishes(2)))
    with pytest.raises(InputError, match=r"breaks alone, d = 2, 3"):
        laws_and_sizes.laws_violating(twice, 0)
    assert broken(minimal(laws_and_sizes.laws_violating(twice), lambda law: True), twice) == [1]


def common_denominator(law: Law) -> int:
    return lcm(*(w.denominator for _, w in law.atoms or ()))


def test_laws_shrink_to_the_simplest() -> None:
    for hypotheses in (ASSUMPTION_4_1, LINE_CONDITIONS, SYMMETRIC):
        assert minimal(laws_and_sizes.laws(hypotheses), lambda law: True, 5).atoms == (((0, 0), 1),)


SHRUNK = [
    (ASSUMPTION_4_1, lambda law: not law.sign_symmetric, 4, 9),
    (ASSUMPTION_4_1, lambda law: law.moment((2, 0)) != 0, 4, 4),
    (LINE_CONDITIONS, lambda law: not law.sign_symmetric, 4, 16),
    (CENTRED_IID, lambda law: law.moment((3, 0)) != 0, 4, 9),
    (WHITENED, lambda law: law.moment((3, 0)) != 0, 12, 1000),
    (SYMMETRIC, lambda law: law.moment((2, 2)) != 0, 4, 4),
]


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("hypotheses", "condition", "atoms", "denominator"), SHRUNK, ids=range(len(SHRUNK)))
def test_laws_shrink_to_few_atoms_and_simple_weights(
    hypotheses: Hypotheses, condition: Any, atoms: int, denominator: int
) -> None:
    found = minimal(laws_and_sizes.laws(hypotheses), condition)
    assert found.d == 2
    assert len(found.atoms) <= atoms
    assert common_denominator(found) <= denominator


def every_vertex(polytope: Polytope) -> set[frozenset[Any]]:
    """By trying all supports."""
    count = range(len(polytope.atoms))
    supports = (chosen for size in range(1, len(polytope.rows) + 1) for chosen in combinations(count, size))
    found = (dict(zip((polytope.atoms[n] for n in s), w, strict=True)) for s in supports if (w := polytope.exact(s)))
    return {frozenset(weights.items()) for weights in found}


@pytest.mark.parametrize("hypotheses", [LINE_CONDITIONS, ASSUMPTION_4_1, Hypotheses("none", ())], ids=named)
def test_every_vertex_is_the_one_that_avoids_the_other_atoms(hypotheses: Hypotheses) -> None:
    polytope = spaces(hypotheses, 2)[0].polytope
    corners = every_vertex(polytope)
    assert len(corners) >= 3
    for corner in corners:
        outside = frozenset(n for n, atom in enumerate(polytope.atoms) if atom not in dict(corner))
        assert frozenset(polytope.chosen((), outside).items()) == corner


def test_mixtures_are_in_the_polytope_and_not_only_vertices() -> None:
    polytope = spaces(LINE_CONDITIONS, 2)[3].polytope
    seen: list[bool] = []

    @quick
    @given(mixtures(polytope, 3))
    def judged(weights: Weights) -> None:
        values = [sum(row[polytope.atoms.index(p)] * to_flint(w) for p, w in weights.items()) for row in polytope.rows]
        assert tuple(values) == polytope.values
        seen.append(polytope.is_vertex(weights))

    judged()
    assert set(seen) == {True, False}


def test_all_dimensions_of_small_grids_are_reached() -> None:
    for hypotheses in (LINE_CONDITIONS, CENTRED_IID):
        for grid in (laws_and_sizes.reach(hypotheses, 2, heights=heights, draws=90)[0] for heights in GRIDS):
            assert (grid.dimensions, grid.atoms) == (grid.possible_dimensions, grid.possible_atoms)
            assert 2 <= grid.vertices < grid.distinct
            assert grid.fewest < grid.most


def test_the_dimension_is_that_of_the_vertices() -> None:
    for hypotheses in (ASSUMPTION_4_1, LINE_CONDITIONS):
        polytope = spaces(hypotheses, 2)[0].polytope
        rows = [[dict(corner).get(atom, Fraction(0)) for atom in polytope.atoms] for corner in every_vertex(polytope)]
        steps = [[x - y for x, y in zip(row, rows[0], strict=True)] for row in rows[1:]]
        import sympy

        assert sympy.Matrix([[sympy.Rational(str(x)) for x in row] for row in steps]).rank() == polytope.dimension


@pytest.mark.sampled(2)
@pytest.mark.parametrize("hypotheses", [SYMMETRIC, ASSUMPTION_4_1_ODD], ids=named)
@pytest.mark.parametrize("heights", [(-1, 1, 2), (-3, -1, 0, 1, 2), (0, 1, 5)], ids=str)
def test_odd_moments_vanish_on_grids_that_are_not_symmetric(hypotheses: Hypotheses, heights: tuple[int, ...]) -> None:
    """As many exponents as there are values are not enough there: at -1 and 2 a law with mean 0 is not symmetric."""

    @quick
    @given(laws_and_sizes.laws(hypotheses, 2, heights=heights))
    def judged(law: Law) -> None:
        assert satisfies(Table.of_law(law), hypotheses)

    judged()


def test_values_and_sizes_are_those_asked_for() -> None:
    fifths = tuple(Fraction(n, 5) for n in (-5, -3, 0, 3, 5))

    @quick
    @given(laws_and_sizes.laws(LINE_CONDITIONS, d=4, heights=fifths[1:4]))
    def judged(law: Law) -> None:
        assert law.d == 4
        assert {x for point, _ in law.atoms or () for x in point} <= set(fifths)

    judged()


def test_only_homogeneous_hypotheses_are_stretched() -> None:
    assert homogeneous(LINE_CONDITIONS)
    assert homogeneous(ASSUMPTION_4_2)
    assert not homogeneous(WHITENED)
    assert not homogeneous(SIGNS)
    found = minimal(laws_and_sizes.laws(LINE_CONDITIONS), lambda law: law.moment((2, 0)).denominator % 10 == 0)
    assert LINE_CONDITIONS.of(found).holds


IMPOSSIBLE = (vanishes(2), Equals(Pattern((4,)), 1))
BAD: list[tuple[Any, str]] = [
    (lambda: laws_and_sizes.laws(Hypotheses("absurd", IMPOSSIBLE)), "absurd with d = 2"),
    (lambda: laws_and_sizes.laws(LINE_CONDITIONS, d=0), "d = 0"),
    (lambda: laws_and_sizes.laws(LINE_CONDITIONS, d=()), "no d, expected at least one value"),
    (lambda: laws_and_sizes.laws(WHITENED, heights=(0, 1)), "name the values"),
    (lambda: laws_and_sizes.laws_violating(LINE_CONDITIONS, 8), "a number from 0 to 7"),
    (lambda: laws_and_sizes.laws_violating(CENTRED_IID_FINITE, 2), r"E\[x_j\^2\] exists"),
    (lambda: laws_and_sizes.hunt(Hypotheses("absurd", IMPOSSIBLE)), "absurd"),
    (lambda: laws_and_sizes.laws(Hypotheses("x", (Independent(), Equals(Pattern((1, 1)), 1)))), "a moment of one"),
]


@pytest.mark.parametrize(("call", "message"), BAD, ids=range(len(BAD)))
def test_what_cannot_be_drawn_is_refused_at_once(call: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()


def test_a_law_that_fails_its_hypotheses_does_not_leave_a_space() -> None:
    (space, *_) = require_spaces(LINE_CONDITIONS, 2)
    with pytest.raises(ArithmeticError, match=r"E\[x_1\^3 x_2\^3\] = 1"):
        space.law({(Fraction(1), Fraction(1)): Fraction(1)})


@quick
@given(st.data())
def test_sizes_parameters_and_steps(data: st.DataObject) -> None:
    d, T = data.draw(laws_and_sizes.dimensions()), data.draw(laws_and_sizes.lengths())
    blocks = data.draw(laws_and_sizes.parameters(d))
    assert 1 <= d <= 4
    assert 3 <= T <= 12
    assert set(blocks) == set(BLOCKS)
    assert all(len(block) == d and all(len(row) == d for row in block) for block in blocks.values())
    a, b = data.draw(laws_and_sizes.starts())
    assert a + b != 0
    assert 0 < data.draw(laws_and_sizes.step_sizes()) <= 1
    assert abs(data.draw(laws_and_sizes.fractions(2, 3))) <= 2


def test_sizes_shrink_to_the_simplest() -> None:
    def anything(_: object) -> bool:
        return True

    assert minimal(laws_and_sizes.dimensions(), anything) == 1
    assert minimal(laws_and_sizes.lengths(), anything) == 3
    assert minimal(laws_and_sizes.line_points(), anything) == (0, 0)
    assert minimal(laws_and_sizes.fractions(), lambda x: x > 1) == 2
    assert minimal(laws_and_sizes.step_sizes(), anything) == 1
    assert minimal(laws_and_sizes.step_sizes(), lambda step: step < Fraction(1, 50)) == Fraction(1, 100)


def test_nothing_is_found_where_nothing_is() -> None:
    with pytest.raises(NoSuchExample):
        minimal(laws_and_sizes.laws(SYMMETRIC, 2), lambda law: law.moment((1, 2)) != 0, 40)
    assert isinstance(minimal(laws_and_sizes.laws(SYMMETRIC, 2), lambda law: True), Atoms)
    assert SameForAll(Pattern((4,))).of(minimal(laws_and_sizes.laws(LINE_CONDITIONS, 3), lambda law: True)).holds
