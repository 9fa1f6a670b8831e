"""Groups of sign flips and permutations: equivariance, fixed points and the invariance of the line, all exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from proofs.zheng2024.assumptions import LINE_CONDITIONS
from proofs.zheng2024.line.invariance import forms, leftovers
from proofs.zheng2024.line.line import Place
from proofs.zheng2024.model import evaluation
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.model.charges import LINE_BLOCKS, Monomial, phases
from proofs.zheng2024.model.evaluation import Matrix
from proofs.zheng2024.model.signed_permutations import Invariance, SignedPermutation, invariances
from proofs.zheng2024.model.symmetry import (
    FixedPoints,
    Permutations,
    Phase,
    SignFlips,
    Symmetry,
    fixed_points,
    invariant_set,
    keeps_line,
    proof,
)
from symbolic.laws import IID, Atoms, Law, Ones, Sparse
from symbolic.laws.coordinates import Gaussian, rademacher, two_point
from tests.strategies_of_laws import atom_laws, parameters, small_fractions

BOTH = frozenset(Invariance)
ALL_SETS = [frozenset[Invariance](), *({one} for one in Invariance), BOTH]
UNEQUAL = Atoms.of([[s, 2 * t] for s in (1, -1) for t in (1, -1)], [Fraction(1, 4)] * 4, "(±1, ±2)")
EXCHANGED = Atoms.of([[1, 2], [2, 1]], [Fraction(1, 2)] * 2, "(1, 2) or (2, 1)")
NEITHER = Atoms.of([[2, 1], [-1, 3]], [Fraction(1, 3), Fraction(2, 3)], "skewed")


def group(needed: frozenset[Invariance], d: int) -> list[SignedPermutation]:
    """All signed permutations that the invariances generate."""
    orders = permutations(range(d)) if Invariance.PERMUTATIONS in needed else [tuple(range(d))]
    signs = list(product((1, -1), repeat=d)) if Invariance.SIGN_FLIPS in needed else [(1,) * d]
    return [SignedPermutation(order, sign) for order, sign in product(orders, signs)]


def averaged(law: Atoms, over: list[SignedPermutation]) -> Atoms:
    images = [image for g in over for image in g.on_law(law).atoms]
    return Atoms.of([point for point, _ in images], [weight / len(over) for _, weight in images])


@dataclass(frozen=True)
class Symmetrised:
    """A law averaged over the group of some invariances."""

    law: Atoms
    has: frozenset[Invariance]


@st.composite
def symmetrised(draw: DrawFn) -> Symmetrised:
    law, has = draw(atom_laws(most_d=2, most_atoms=2)), draw(st.sets(st.sampled_from(Invariance)).map(frozenset))
    return Symmetrised(averaged(law, group(has, law.d)), has)


@st.composite
def in_fixed_points(draw: DrawFn, points: FixedPoints, d: int) -> dict[str, Matrix]:
    """Parameters that a fixed-point set contains."""
    theta: dict[str, Matrix] = {}
    for block in points.blocks:
        one = {place: draw(small_fractions()) for place in Place}
        free = [[one[_place(p, q)] if points.uniform else draw(small_fractions()) for q in range(d)] for p in range(d)]
        allowed = [
            [x if _place(p, q) in points.places else Fraction(0) for q, x in enumerate(r)] for p, r in enumerate(free)
        ]
        theta[block] = tuple(map(tuple, allowed))
    return theta


def _place(p: int, q: int) -> Place:
    return Place.DIAGONAL if p == q else Place.OFF_DIAGONAL


@given(st.data(), atom_laws(most_d=2), st.integers(3, 5))
def test_the_loss_follows_signed_permutations_of_law_and_parameters(data: st.DataObject, law: Atoms, T: int) -> None:
    theta = data.draw(parameters(law.d))
    for g in group(BOTH, law.d):
        assert evaluation.loss(g.on_law(law), T, g.on_parameters(theta)) == evaluation.loss(law, T, theta)


@given(st.data(), symmetrised(), st.integers(3, 5))
def test_loss_and_gradient_follow_the_group_of_a_symmetric_law(data: st.DataObject, one: Symmetrised, T: int) -> None:
    theta = data.draw(parameters(one.law.d))
    gradient = evaluation.gradient(one.law, T, theta)
    for g in group(one.has, one.law.d):
        assert evaluation.loss(one.law, T, g.on_parameters(theta)) == evaluation.loss(one.law, T, theta)
        assert evaluation.gradient(one.law, T, g.on_parameters(theta)) == g.on_parameters(gradient)


@pytest.mark.parametrize(
    ("law", "g"),
    [(EXCHANGED, SignedPermutation((0, 1), (1, -1))), (UNEQUAL, SignedPermutation((1, 0), (1, 1)))],
    ids=["sign flip", "exchange"],
)
def test_the_loss_changes_where_the_law_lacks_the_symmetry(law: Atoms, g: SignedPermutation) -> None:
    matrix = ((Fraction(1), Fraction(2)), (Fraction(-1), Fraction(3)))
    theta = dict.fromkeys(BLOCKS, matrix)
    assert evaluation.loss(law, 4, g.on_parameters(theta)) != evaluation.loss(law, 4, theta)


@given(symmetrised())
def test_invariances_of_a_table_are_found(one: Symmetrised) -> None:
    found = invariances(one.law)
    assert found >= one.has
    for g in group(found, one.law.d):
        assert g.on_law(one.law).mass == one.law.mass


@pytest.mark.parametrize(
    ("law", "expected"),
    [
        (IID(Gaussian()).at(3), BOTH),
        (Sparse().at(2), BOTH),
        (Ones().at(2), {Invariance.PERMUTATIONS}),
        (EXCHANGED, {Invariance.PERMUTATIONS}),
        (UNEQUAL, {Invariance.SIGN_FLIPS}),
        (NEITHER, set()),
    ],
    ids=lambda value: getattr(value, "description", ""),
)
def test_invariances_of_named_laws(law: Law, expected: set[Invariance]) -> None:
    assert invariances(law) == expected


@pytest.mark.parametrize("d", [1, 2, 3])
@pytest.mark.parametrize("needed", ALL_SETS, ids=lambda needed: ",".join(sorted(one.name for one in needed)) or "none")
def test_fixed_points_are_the_matrices_that_the_group_leaves(needed: frozenset[Invariance], d: int) -> None:
    """Every 0-1 matrix, in one block."""
    groups: list[Symmetry] = [one for one in (SignFlips(), Permutations()) if one.needs in needed]
    points = fixed_points(groups)
    for entries in product((Fraction(0), Fraction(1)), repeat=d * d):
        matrix = tuple(entries[k : k + d] for k in range(0, d * d, d))
        left = all(g.on_block(matrix) == matrix for g in group(needed, d))
        assert points.contains({"W_KQ_22": matrix}) == left


@given(st.data(), symmetrised(), st.integers(3, 5))
def test_the_gradient_at_fixed_points_is_fixed(data: st.DataObject, one: Symmetrised, T: int) -> None:
    points = invariant_set(one.has).conclusion
    theta = data.draw(in_fixed_points(points, one.law.d))
    assert points.contains(theta)
    assert points.contains(evaluation.gradient(one.law, T, theta))


@pytest.mark.parametrize(("law", "lacks"), [(EXCHANGED, Invariance.SIGN_FLIPS), (UNEQUAL, Invariance.PERMUTATIONS)])
def test_the_gradient_leaves_fixed_points_of_a_symmetry_that_the_law_lacks(law: Atoms, lacks: Invariance) -> None:
    points = invariant_set({lacks}).conclusion
    matrix = ((Fraction(2), Fraction(0)), (Fraction(0), Fraction(2)))
    theta = dict.fromkeys(LINE_BLOCKS, matrix)
    assert points.contains(theta)
    assert not points.contains(evaluation.gradient(law, 4, theta))


@pytest.mark.parametrize("needed", ALL_SETS)
def test_the_line_is_kept_by_both_symmetries_together_only(needed: frozenset[Invariance]) -> None:
    found = keeps_line(needed)
    assert (found is not None) == (needed == BOTH)
    if found:
        assert found.needs == BOTH
        assert [type(step.symmetry) for step in found.steps] == [Phase, SignFlips, Permutations]
        assert found.conclusion.dimension(7) == 2


@given(symmetrised(), st.integers(3, 5))
def test_a_law_with_both_symmetries_meets_the_moment_conditions(one: Symmetrised, T: int) -> None:
    law = averaged(one.law, group(BOTH, one.law.d))
    assert keeps_line(invariances(law))
    assert LINE_CONDITIONS.of(law).holds
    assert leftovers(law, T) == ()


def test_both_symmetries_settle_every_form_of_the_moment_proof() -> None:
    """Off the line a moment has an odd exponent; on it there is one free coordinate, and they are alike."""
    for form in forms():
        for pattern, _ in form.combination:
            odd = any(power % 2 for power in pattern.exponents)
            assert len(pattern.free) == 1 if form.along_line else odd


def test_moment_conditions_reach_further_than_symmetry() -> None:
    law = IID(two_point(Fraction(2), Fraction(1, 3), Fraction(-1))).at(1)
    assert keeps_line(invariances(law)) is None
    assert LINE_CONDITIONS.of(law).holds


def test_a_proof_refuses_a_group_that_changes_the_loss() -> None:
    weights = list(phases(LINE_BLOCKS)[0])
    weights[BLOCKS.index("W_KQ_23")] = 1
    with pytest.raises(ArithmeticError, match="W_KQ_23 of weight 1"):
        proof([Phase(tuple(weights))])


def test_groups_refuse_monomials_whose_moment_does_not_follow() -> None:
    entries = (("W_PV_12", 0, 1), ("W_KQ_32", 2, 2))
    good, odd, apart = (Monomial(entries, (), labels) for labels in ((0, 1, 2, 2), (0, 1, 1, 2), (0, 1, 3, 3)))
    assert SignFlips().leaves(good)
    assert not SignFlips().leaves(odd)
    assert SignFlips().leaves(apart)
    assert not Permutations().leaves(apart)
    assert Permutations().leaves(odd)


@pytest.mark.parametrize("d", [1, 2, 4])
def test_dimensions(d: int) -> None:
    found = [invariant_set(needed).conclusion.dimension(d) for needed in ALL_SETS]
    assert found == [2 * d * d, 2 * d, 2 * (1 + (d > 1)), 2]


def test_an_empty_proof_concludes_nothing() -> None:
    assert proof([]).conclusion == FixedPoints()
    assert proof([]).conclusion.text == ", ".join(BLOCKS) + ": any matrices"


def test_signs_and_permutations_act_as_a_matrix_product() -> None:
    g = SignedPermutation((2, 0, 1), (1, -1, 1))
    Q = [[Fraction(s if p == o else 0) for p in range(3)] for o, s in zip(g.order, g.signs, strict=True)]
    M = tuple(tuple(Fraction(3 * p + q) for q in range(3)) for p in range(3))
    by_product = tuple(
        tuple(sum(Q[p][r] * M[r][s] * Q[q][s] for r in range(3) for s in range(3)) for q in range(3)) for p in range(3)
    )
    assert g.on_block(M) == by_product
    law = Atoms.of([[1, 2, 3]], [1])
    assert g.on_law(law).atoms[0][0] == tuple(sum(Q[p][r] * law.atoms[0][0][r] for r in range(3)) for p in range(3))


def test_signs_of_a_coordinate_law_are_both_symmetries() -> None:
    assert keeps_line(invariances(IID(rademacher()).at(4))) is not None
