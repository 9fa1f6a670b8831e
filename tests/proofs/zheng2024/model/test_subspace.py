"""Subspaces of the parameters: echelon form, coordinates and names."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.model.evaluation import Matrix
from proofs.zheng2024.model.subspace import Subspace, flattened, unflattened
from tests.strategies_of_laws import parameters, small_fractions

SIZES = st.lists(parameters(2), max_size=4)


def spanned(vectors: list[dict[str, Matrix]]) -> Subspace:
    return Subspace.spanned(2, [flattened(one, 2) for one in vectors])


@given(parameters(2))
def test_flattening_is_undone(theta: dict[str, Matrix]) -> None:
    assert unflattened([Fraction(int(x.p), int(x.q)) for x in flattened(theta, 2)], 2) == theta


@given(SIZES)
def test_a_span_contains_what_spans_it_and_does_not_depend_on_the_order(vectors: list[dict[str, Matrix]]) -> None:
    space = spanned(vectors)
    assert len(space.rows) <= len(vectors)
    assert all(space.contains(one) for one in vectors)
    assert spanned(vectors[::-1]) == space == space.plus([flattened(one, 2) for one in vectors])


@given(st.data(), SIZES)
def test_coordinates_are_the_entries_at_the_pivots(data: st.DataObject, vectors: list[dict[str, Matrix]]) -> None:
    space = spanned(vectors)
    coordinates = [data.draw(small_fractions()) for _ in space.rows]
    theta = space.parameters(coordinates)
    assert space.contains(theta)
    entries = [x for block in BLOCKS for row in theta[block] for x in row]
    assert [entries[pivot] for pivot in space.pivots] == coordinates


@given(SIZES)
def test_gram_matrix_holds_inner_products(vectors: list[dict[str, Matrix]]) -> None:
    space = spanned(vectors)
    for i, row in enumerate(space.rows):
        for j, other in enumerate(space.rows):
            assert space.gram[i][j] == sum(
                int(x.p * y.p) / Fraction(int(x.q * y.q)) for x, y in zip(row, other, strict=True)
            )


def test_names() -> None:
    upper = ((Fraction(0), Fraction(2)), (Fraction(0), Fraction(0)))
    skew = ((Fraction(1), Fraction(-1)), (Fraction(-1), Fraction(1)))
    space = spanned([{"W_KQ_23": upper}, {"W_PV_13": skew}])
    assert space.directions == ("sum_j W_PV_13[j,j] + (-1)*sum_(j!=k) W_PV_13[j,k]", "W_KQ_23[1,2]")
    assert [symbol.name for symbol in space.coordinates] == ["W_PV_13[1,1]", "W_KQ_23[1,2]"]


def test_something_outside_is_noticed() -> None:
    one = ((Fraction(1), Fraction(0)), (Fraction(0), Fraction(1)))
    space = spanned([{"W_KQ_32": one, "W_PV_12": one}])
    assert not space.contains({"W_KQ_32": one})
    assert spanned([]).contains({})
    assert not spanned([]).contains({"W_KQ_32": one})


def test_unknown_blocks_are_refused() -> None:
    with pytest.raises(ValueError, match="W_KQ_11"):
        flattened({"W_KQ_11": ()}, 2)
