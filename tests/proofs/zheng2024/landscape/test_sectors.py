"""Charges, squares and second derivatives against the loss evaluated at concrete laws and parameters."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations, product

import flint
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs.zheng2024.assumptions import LINE_CONDITIONS
from proofs.zheng2024.landscape.global_minimum_repaired import SQUARES, VANISHING
from proofs.zheng2024.landscape.sector_coordinates import settle_sum
from proofs.zheng2024.landscape.sector_curvature import (
    curvature,
    hessian,
    inertia,
    saddles,
    trained_inertia,
    trained_point,
    two_pairs,
)
from proofs.zheng2024.landscape.sector_squares import Row, Square, settle_positive, settle_squares
from proofs.zheng2024.landscape.sectors import (
    energy,
    never_negative,
    overlap,
    positive_from,
    sectors,
    target_meets,
    unequal_totals,
)
from proofs.zheng2024.model import evaluation
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.model.evaluation import Matrix
from proofs.zheng2024.ones.exchangeable import exchangeable_flow
from proofs.zheng2024.ones.exchangeable_rest import curves, energy_is_definite
from proofs.zheng2024.ones.masked import held_back, rest_points
from symbolic.algebra.notation import T, d
from symbolic.decide.outcomes import Fails, Holds
from symbolic.expectation.summation import Power, Present, TimeSum
from symbolic.laws import IID, Atoms, Law, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, rademacher, two_point
from tests.strategies_of_laws import atom_laws, small_fractions

PV, KQ = "W_PV_12", "W_KQ_32"
WITHOUT_THIRD = IID(two_point(Fraction(1), Fraction(1, 2), Fraction(-1)))


def matrices(size: int) -> st.SearchStrategy[Matrix]:
    row = st.tuples(*[small_fractions()] * size)
    return st.tuples(*[row] * size)


def moment(law: Law, labels: tuple[int, ...]) -> Fraction:
    return Fraction(law.moment(tuple(map(labels.count, range(law.d)))))


def at_labels(weights: dict[tuple[int, ...], TimeSum], law: Law, horizon: int, of_labels: object) -> Fraction:
    """An orbit sum at a law: every term at all choices of distinct coordinates."""
    assert callable(of_labels)
    total = Fraction(0)
    for labels, coefficient in weights.items():
        for chosen in permutations(range(law.d), max(labels) + 1):
            total += coefficient.at(horizon) * of_labels(tuple(chosen[label] for label in labels))
    return total


@given(st.data(), atom_laws(), st.integers(3, 6))
def test_orbit_sums_are_the_loss(data: st.DataObject, law: Atoms, horizon: int) -> None:
    b, a = data.draw(matrices(law.d)), data.draw(matrices(law.d))

    def square(at: tuple[int, ...]) -> Fraction:
        j, k, k2, l, m, l2, m2 = at
        return b[j][k] * b[j][k2] * a[l][m] * a[l2][m2] * moment(law, at[1:])

    def mixed(at: tuple[int, ...]) -> Fraction:
        j, k, l, m = at
        return b[j][k] * a[l][m] * moment(law, at)

    second = sum((moment(law, (j, j)) for j in range(law.d)), Fraction(0))
    found = at_labels(dict(energy()), law, horizon, square) / 2 - at_labels(overlap(), law, horizon, mixed)
    assert found + second * (horizon - 2) / 2 == evaluation.loss(law, horizon, {PV: b, KQ: a})


@settings(max_examples=10)
@given(st.data(), atom_laws(), st.integers(3, 5))
def test_other_blocks_only_add(data: st.DataObject, law: Atoms, horizon: int) -> None:
    theta = {block: data.draw(matrices(law.d)) for block in BLOCKS}
    assert evaluation.loss(law, horizon, theta) >= evaluation.loss(law, horizon, {PV: theta[PV], KQ: theta[KQ]})


def test_sectors_list_every_product_once() -> None:
    listed = [pair for _, pairs in sectors() for pair in pairs]
    assert len(listed) == len(set(listed)) == 8
    assert target_meets() == (0,)
    assert unequal_totals() == ()


def value(row: Row, law: Atoms, horizon: int, b: Matrix, a: Matrix) -> Fraction:
    """A kind of squares summed over rows and labels, each square as the mean over atoms: nothing is multiplied out."""
    square, total = Square.of(row), Fraction(0)
    for place in _places(square, law.d, {}, ("j", *square.outer)):
        inner = list(_places(square, law.d, place, (square.inner,))) if square.inner else [place]
        for point, weight in law.atoms:
            root = sum((_term(term, at, point, b, a) for at in inner for term in square.terms), Fraction(0))
            total += weight * root**2
    return square.weight.at(horizon) * total


def _places(square: Square, size: int, known: dict[str, int], labels: tuple[str, ...]) -> Iterator[dict[str, int]]:
    for chosen in product(range(size), repeat=len(labels)):
        place = {**known, **dict(zip(labels, chosen, strict=True))}
        pairs = [pair for pair in square.distinct if pair <= set(place)]
        if all(len({place[label] for label in pair}) == 2 for pair in pairs):
            yield place


def _term(term: tuple[str, ...], at: dict[str, int], point: tuple[Fraction, ...], b: Matrix, a: Matrix) -> Fraction:
    k, l, m = (at[label] for label in term)
    return b[at["j"]][k] * a[l][m] * point[k] * point[l] * point[m]


def diagonal(matrix: Matrix) -> Matrix:
    return tuple(tuple(x if p == q else Fraction(0) for q, x in enumerate(row)) for p, row in enumerate(matrix))


def uneven() -> Atoms:
    """A law of three coordinates, not exchangeable, without symmetric signs but with all odd mixed moments zero."""
    points = [(1, 0, 0), (-2, 0, 0), (0, 3, 0), (0, 0, 1)]
    signed = [(s, 2 * t, 3 * r) for s in (1, -1) for t in (1, -1) for r in (1, -1)]
    return Atoms.of([*points, *signed], [Fraction(1, 12)] * 12)


@pytest.mark.sampled(1)
@pytest.mark.parametrize("horizon", [3, 4, 6])
@settings(max_examples=6)
@given(data=st.data())
def test_squares_are_the_energy_off_the_diagonals(data: st.DataObject, horizon: int) -> None:
    law = uneven()
    b, a = data.draw(matrices(3)), data.draw(matrices(3))
    excess = evaluation.loss(law, horizon, {PV: b, KQ: a}) - evaluation.loss(
        law, horizon, {PV: diagonal(b), KQ: diagonal(a)}
    )
    assert excess == sum((value(row, law, horizon, b, a) for row in SQUARES), Fraction(0)) / 2 >= 0


def weight_of(numbers: tuple[int, int, int, int]) -> TimeSum:
    return TimeSum.of(dict(zip((Power(0), Power(1), Power(2), Present(2)), numbers, strict=True)))


def test_squares_need_the_moments_to_vanish() -> None:
    assert isinstance(settle_squares(VANISHING, SQUARES), Holds)
    for n in range(len(VANISHING)):
        if VANISHING[n].degree == 6:
            assert isinstance(settle_squares(VANISHING[:n] + VANISHING[n + 1 :], SQUARES), Fails)


@pytest.mark.parametrize("dropped", range(len(SQUARES)))
def test_no_square_can_be_dropped(dropped: int) -> None:
    assert isinstance(settle_squares(VANISHING, SQUARES[:dropped] + SQUARES[dropped + 1 :]), Fails)


def test_a_negative_weight_is_refused() -> None:
    split = (((0, 2, 0, 0), *SQUARES[3][1:]), ((0, -1, 0, 0), *SQUARES[3][1:]))
    answer = settle_squares(VANISHING, (*SQUARES[:3], *split, *SQUARES[4:]))
    assert isinstance(answer, Fails)
    assert "weight" in answer.because


@given(st.tuples(*[st.integers(-2, 3)] * 4).map(weight_of).filter(never_negative))
def test_a_weight_said_to_be_never_negative_is_not(weight: TimeSum) -> None:
    values = [weight.at(horizon) for horizon in range(3, 30)]
    assert min(values) >= 0
    if weight:
        assert next(n for n, x in enumerate(values, 3) if x > 0) == positive_from(weight)


@pytest.mark.parametrize("numbers", [(0, 1, -2, 0), (-1, 2, 0, 0), (0, 0, 1, -2), (0, 0, -1, 1)])
def test_a_weight_with_a_negative_share_is_found_out(numbers: tuple[int, int, int, int]) -> None:
    assert not never_negative(weight_of(numbers))


def test_positive_from_is_stated_exactly() -> None:
    assert isinstance(settle_positive(SQUARES[:2], (4, 3)), Holds)
    assert isinstance(settle_positive(SQUARES[:2], (4, 4)), Fails)


def test_inertia_of_known_matrices() -> None:
    assert inertia(flint.fmpq_mat([[2, 1], [1, 2]])) == (2, 0, 0)
    assert inertia(flint.fmpq_mat([[1, 2], [2, 1]])) == (1, 0, 1)
    assert inertia(flint.fmpq_mat([[1, 1], [1, 1]])) == (1, 1, 0)
    with pytest.raises(ValueError, match="symmetric"):
        inertia(flint.fmpq_mat([[1, 1], [0, 1]]))


@pytest.mark.parametrize("family", [IID(Gaussian()), Ones()], ids=lambda family: str(family.description))
def test_second_derivatives_are_those_of_the_model(family: IID | Ones) -> None:
    import numpy as np

    from numeric_check.model.curvature import hessian_times
    from numeric_check.model.points import flat, named
    from proofs.zheng2024.second_route.population import Population

    law = family.at(2)
    point = trained_point(law, 4)
    exact = np.array([[int(x.p) / int(x.q) for x in row] for row in hessian(law, 4, point).tolist()])
    source, center = Population(law, 4), {name: np.array(block, dtype=float) for name, block in point.items()}
    columns = [
        flat(hessian_times(source, center, named(unit, source.blocks)), source.blocks) for unit in np.eye(len(exact))
    ]
    assert np.allclose(exact, np.array(columns), atol=1e-9 * abs(exact).max())


def test_the_best_point_on_the_line_of_the_ones_bends_down() -> None:
    assert trained_inertia(Ones().at(2), 4) == (23, 0, 1)
    assert trained_inertia(Sparse().at(2), 4)[2] == 0


def test_pairs_keep_the_line_and_bend_down() -> None:
    law = two_pairs(4, 3)
    assert LINE_CONDITIONS.of(law).holds
    found = next(saddles(LINE_CONDITIONS, 3))
    assert found.law == law
    assert found.better[1] < found.trained
    signs = (1, 1, -1, -1)
    point = trained_point(law, 3)
    apart = {
        block: tuple(tuple(x * s for x in row) for s, row in zip(signs, m, strict=True)) for block, m in point.items()
    }
    assert curvature(law, 3, point, apart) == found.curvature < 0


def test_equal_pairs_do_not_bend_down() -> None:
    assert not [found for found in saddles(LINE_CONDITIONS, 3) if found.law == two_pairs(3, 3)]


def test_what_a_mask_holds_back() -> None:
    assert dict(held_back(Ones().at(d))) == {block: int(block in (PV, KQ)) for block in BLOCKS}
    assert not any(dict(held_back(IID(Gaussian()).at(d))).values())
    assert held_back(WITHOUT_THIRD.at(d)) == held_back(IID(rademacher()).at(d))


def test_rest_points_need_a_monomial() -> None:
    assert len(rest_points(Ones().at(1))) == 2
    with pytest.raises(ValueError, match="monomial"):
        rest_points(IID(Gaussian()).at(d))


@pytest.mark.parametrize(("size", "length"), [(2, 4), (3, 7)])
def test_velocities_vanish_on_the_curve(size: int, length: int) -> None:
    (curve,) = curves(Ones().at(size), length)
    at_x, at_y, product_ab = (float(value.mid()) for value in curve.values)
    flow = exchangeable_flow(Ones().at(size)).velocity
    point = dict(zip(flow, (product_ab, product_ab * at_x, 1.0, at_y), strict=True))
    for velocity in flow.values():
        assert abs(float(velocity.subs(T, length).doit().subs(point))) < 1e-12


def test_three_tokens_leave_the_ratio_open() -> None:
    with pytest.raises(ArithmeticError, match="not determined"):
        curves(Ones().at(2), 3)
    assert not energy_is_definite(Ones().at(2), 3)
    assert energy_is_definite(Ones().at(2), 4)


K, R = sympy.symbols("k r", positive=True)
S = sympy.Symbol("s", real=True)


@pytest.mark.parametrize(
    "coefficient",
    [K - 1, 1 - K, K * R - K + 1, K**2 - 2 * K * R + R**2],
    ids=str,
)
def test_a_coefficient_that_is_negative_somewhere_is_not_a_sum_of_squares(coefficient: sympy.Expr) -> None:
    """For `k, r >= 0` it is negative, or may be, though others of its terms are positive: nothing is shown by it."""
    derived = sympy.expand(coefficient * S**2)
    assert isinstance(settle_sum(derived, (K, R), ((coefficient, sympy.Integer(1), S),)), Fails)


def test_a_sum_of_squares_is_shown() -> None:
    derived = sympy.expand((K + 2 * R) * (S - K) ** 2 + S**2)
    statement = ((K + 2 * R, sympy.Integer(1), S - K), (sympy.Integer(1), sympy.Integer(1), S))
    assert isinstance(settle_sum(derived, (K, R), statement), Holds)
    assert isinstance(settle_sum(derived + 1, (K, R), statement), Fails)
