"""Procedures that settle statements of the paper: what they refuse, and what they cannot refute."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy

from proofs.garg2022.covariates import different_orthants, in_subspace, skewed_covariance
from proofs.garg2022.covariates.scaled_inputs import exact_scales
from proofs.garg2022.general.covariate_shift import never_tolerated
from proofs.garg2022.queries.orthogonal_query import predicted_zero
from symbolic.decide.outcomes import Fails, Holds, Unknown
from symbolic.laws import IID
from symbolic.laws.coordinates import Gaussian, rademacher
from symbolic.laws.elliptical import elliptical


def test_only_all_three_scales_are_exact() -> None:
    assert isinstance(exact_scales(sympy.FiniteSet(-1, 0, 1)), Holds)
    for some in (sympy.FiniteSet(1), sympy.FiniteSet(0, 1), sympy.FiniteSet(-1, 0, 1, 2), sympy.S.Reals):
        assert isinstance(exact_scales(some), Fails)


def test_a_law_with_another_second_moment_or_a_normal_one_refutes_nothing() -> None:
    assert isinstance(never_tolerated((IID(rademacher()).at(3),)), Fails)
    assert isinstance(never_tolerated((IID(rademacher(Fraction(2))).at(3),)), Unknown)
    assert isinstance(never_tolerated((IID(Gaussian()).at(3),)), Unknown)


def test_the_identity_and_a_projection_are_tolerated() -> None:
    for rows in ([[1, 0], [0, 1]], [[1, 0], [0, 0]]):
        law = elliptical([[Fraction(x) for x in row] for row in rows])
        assert isinstance(skewed_covariance.vanishing((law,)), Unknown)


@pytest.mark.parametrize(("whole", "part", "refuted"), [(4, 4, False), (4, 2, True), (6, 5, True), (2, 3, False)])
def test_a_subspace_is_refuted_where_it_is_one(whole: int, part: int, refuted: bool) -> None:
    assert isinstance(in_subspace.tolerated(((whole, part),)), Fails) == refuted


def test_one_coordinate_has_one_orthant_up_to_sign() -> None:
    assert isinstance(different_orthants.tolerated((1,)), Unknown)
    assert isinstance(different_orthants.tolerated((2,)), Fails)


def test_a_multiple_of_the_identity_predicts_zero() -> None:
    assert isinstance(predicted_zero(((Fraction(2), Fraction(2)),)), Unknown)
    assert isinstance(predicted_zero(((Fraction(2), Fraction(1), Fraction(1)),)), Fails)
