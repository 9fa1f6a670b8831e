"""Counts of solutions as closed forms in t, against enumeration of the box."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from symbolic.expectation.characters import Affine, Count, OutOfReach
from tests.box_counts import solutions

TIMES = (*range(2, 15), 30)

System = tuple[tuple[Affine, ...], tuple[int, ...]]

ROWS = {
    0: ((),),
    1: ((0,), (1,), (-1,)),
    2: ((0, 0), (1, 0), (0, 1), (-1, 0), (0, -1)),
}
COUPLED = (((1, -1), (-1, 1)), ((1, 1), (-1, -1)))
"""With either pair the rows stay totally unimodular; with both the count would depend on the parity of t."""


@st.composite
def unimodular_systems(draw: DrawFn) -> System:
    size = draw(st.integers(0, 2))
    rows = ROWS[size] + (draw(st.sampled_from(COUPLED)) if size == 2 else ())
    affine = st.tuples(st.sampled_from(rows), st.integers(-3, 3), st.integers(-6, 6)).map(
        lambda parts: (*parts[0], parts[1], parts[2])
    )
    lows = draw(st.lists(st.integers(1, 2), min_size=size, max_size=size))
    return tuple(draw(st.lists(affine, max_size=3))), tuple(lows)


def enumerated(equations: tuple[Affine, ...], lows: tuple[int, ...], t: int) -> int:
    boxes = product(*(range(low, t + 1) for low in lows))
    return sum(all(_value(row, box, t) == 0 for row in equations) for box in boxes)


def _value(row: Affine, box: tuple[int, ...], t: int) -> int:
    return sum(c * i for c, i in zip(row, (*box, t, 1), strict=True))


@given(unimodular_systems())
def test_counts_are_those_of_enumeration(system: System) -> None:
    count = solutions(*system)
    assert [count.at(t) for t in TIMES] == [enumerated(*system, t) for t in TIMES]


@given(unimodular_systems())
def test_a_count_is_false_exactly_when_there_is_never_a_solution(system: System) -> None:
    assert bool(solutions(*system)) == any(enumerated(*system, t) for t in range(2, 60))


@pytest.mark.parametrize("low", [1, 2])
def test_a_fixed_index_outside_the_box_is_exceptional(low: int) -> None:
    assert solutions(((1, 0, -4),), (low,)) == Count((1,), ((2, -1), (3, -1)))


def test_an_equation_in_t_alone_holds_at_one_time() -> None:
    assert solutions(((0, 2, -10),), (1,)) == Count((), ((5, 5),))
    assert not solutions(((0, 2, -9),), (1,))
    assert not solutions(((0, 1, -1),), (1,))


@pytest.mark.parametrize("equations", [((2, -2, 0, 0),), ((2, -2, 2, -4),), ((2, -2, 0, 1),), ((3, -3, 0, 6),)])
def test_a_common_divisor_of_an_equation_is_no_residue(equations: tuple[Affine, ...]) -> None:
    count = solutions(equations, (1, 2))
    assert [count.at(t) for t in TIMES] == [enumerated(equations, (1, 2), t) for t in TIMES]


@pytest.mark.parametrize(
    "equations",
    [((2, 0, -1, 0),), ((1, 1, 0, 0), (1, -1, -1, 0)), ((2, 3, -1, 0),)],
)
def test_counts_that_depend_on_residues_are_refused(equations: tuple[Affine, ...]) -> None:
    with pytest.raises(OutOfReach, match="residues of t"):
        solutions(equations, (1, 1))


def test_three_coupled_indices_are_refused() -> None:
    with pytest.raises(OutOfReach, match="not an interval"):
        solutions(((1, -1, -1, 0, 0),), (1, 1, 1))
