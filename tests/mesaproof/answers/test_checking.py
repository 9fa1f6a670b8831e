"""`check`: what it says of a law, against the full model and against the general evaluation of the gradient."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

import mesaproof as mp
from mesaproof.errors import InputError
from mesaproof.reading.law_spec import law_at, parse_law
from numeric_check.compare.agreement import ROUNDING
from numeric_check.model import node_means as expectation
from proofs.zheng2024.answers.law_report import LawReport
from proofs.zheng2024.line.invariance import leftovers
from proofs.zheng2024.model import evaluation
from proofs.zheng2024.model.variance import radial_second_moment
from proofs.zheng2024.second_route import forward, quadrature
from symbolic.algebra import notation
from symbolic.laws import Atoms, Law
from symbolic.laws.coordinates import MomentDoesNotExist
from tests.strategies_of_laws import atom_laws, on_line, symmetrised_laws

SKEWED = "twopoint(2:1/3, -1:2/3)"
WITH_ZERO = "finite(-1:1/4, 0:1/2, 1:1/4)"
INVARIANT = ("gaussian", "laplace(scale=1/2)", "uniform", "rademacher", "sparse(c=1/2)", WITH_ZERO)
NOT_INVARIANT = ("ones", SKEWED, "finite(0:1/2, 1:1/2)")
UNEQUAL = Atoms.of(
    [[1, 0, Fraction(-1, 2)], [0, 2, 1], [-1, 1, 0]], [Fraction(1, 4), Fraction(1, 4), Fraction(1, 2)], "three atoms"
)

POINTS = ((Fraction(2, 3), Fraction(-3, 5)), (Fraction(-1), Fraction(-2)), (Fraction(1, 2), Fraction(1, 3)))
"""Points (a, b) at which no two of the monomials that occur are proportional."""

PULLS = ("a", "b", "a**2*b", "a*b**2")
"""Powers of a and b that a left-over term may multiply."""


def off_the_line(law: Law, T: int, a: Fraction, b: Fraction) -> dict[tuple[str, int, int], Fraction]:
    """Non-zero parts of the gradient across the line: entries off it, and diagonal entries minus the first one."""
    found = evaluation.gradient(law, T, on_line(law.d, a, b))
    across = {}
    for block, rows in found.items():
        for p, row in enumerate(rows):
            for q, entry in enumerate(row):
                tangent = p == q and block in ("W_PV_12", "W_KQ_32")
                across[block, p, q] = entry - rows[0][0] if tangent else entry
    return {place: value for place, value in across.items() if value}


def power(coefficient: str, a: Fraction, b: Fraction) -> Fraction:
    return dict(zip(PULLS, (a, b, a**2 * b, a * b**2), strict=True))[coefficient]


def pulled(law: Law, T: int, a: Fraction, b: Fraction) -> dict[tuple[str, int, int], Fraction]:
    """The same from the left-over terms."""
    total: dict[tuple[str, int, int], Fraction] = {}
    for item in leftovers(law, T):
        value = Fraction(int(item.value.p), int(item.value.q)) * power(item.coefficient, a, b)
        for p, q in _places(item.entry, law.d):
            total[item.block, p, q] = total.get((item.block, p, q), Fraction(0)) + value
    return {place: value for place, value in total.items() if value}


def _places(entry: str, d: int) -> list[tuple[int, int]]:
    if entry == "j,k":
        return [(p, q) for p in range(d) for q in range(d) if p != q]
    row, column = entry.split(",")
    return [(int(row) - 1, int(column) - 1)]


# invariance and what is left over


@pytest.mark.sampled(2)
@pytest.mark.parametrize("law", INVARIANT)
def test_line_is_invariant_for_symmetric_laws(law: str) -> None:
    report = mp.check(law, 2, 4)
    assert report.line_invariant
    assert report.leftover == ()
    assert report.ab_limit is not None
    assert report.ab_limit == report.ab_line


@pytest.mark.sampled(1)
@pytest.mark.parametrize("law", NOT_INVARIANT)
def test_line_is_left_by_other_laws_and_then_there_is_no_limit(law: str) -> None:
    report = mp.check(law, 2, 4)
    assert not report.line_invariant
    assert report.ab_limit is None
    assert report.ab_line is not None


@pytest.mark.parametrize("law", NOT_INVARIANT)
def test_in_one_dimension_every_law_keeps_the_line(law: str) -> None:
    report = mp.check(law, 1, 4)
    assert report.line_invariant
    assert report.ab_limit == report.kappa1[0] / report.kappa2[0]


@pytest.mark.sampled(30)
@pytest.mark.parametrize("law", [*INVARIANT, *NOT_INVARIANT])
@pytest.mark.parametrize("d", [1, 2, 3])
@pytest.mark.parametrize("point", POINTS, ids=str)
def test_left_over_terms_are_the_gradient_across_the_line(law: str, d: int, point: tuple[Fraction, Fraction]) -> None:
    member = law_at(law, d)
    assert pulled(member, 5, *point) == off_the_line(member, 5, *point)


@given(atom_laws() | symmetrised_laws(), st.integers(3, 6), st.sampled_from(POINTS))
def test_left_over_terms_are_the_gradient_across_the_line_for_any_atoms(
    law: Atoms, T: int, point: tuple[Fraction, Fraction]
) -> None:
    assert pulled(law, T, *point) == off_the_line(law, T, *point)


def test_report_holds_the_left_over_terms() -> None:
    report = mp.check(SKEWED, 3, 6)
    assert report.leftover == leftovers(law_at(SKEWED, 3), 6)
    assert {item.block for item in report.leftover} == {"W_PV_12", "W_KQ_32"}


# moments by coordinate


def test_moments_are_listed_where_coordinates_differ() -> None:
    report = mp.check(UNEQUAL, T=6)
    points, weights = expectation.nodes(UNEQUAL, 6)
    assert report.d == 3
    squares = points**2
    others = (squares**2).sum(axis=1, keepdims=True) - squares**2
    for found, expected in (
        (report.m2, squares),
        (report.kappa1, squares**2),
        (report.kappa2, squares**3),
        (report.kappa3, squares * others),
    ):
        assert len(found) == 3
        assert np.allclose([float(value) for value in found], weights @ expected, rtol=ROUNDING, atol=0)


def test_one_moment_stands_for_all_where_coordinates_agree() -> None:
    corners = Atoms.of([[1, 2], [2, 1]], [Fraction(1, 2)] * 2)
    report = mp.check(corners, T=5)
    assert (report.m2, report.kappa1, report.kappa2, report.kappa3) == (
        (sympy.Rational(5, 2),),
        (sympy.Rational(17, 2),),
        (sympy.Rational(65, 2),),
        (10,),
    )


# the trained model against the full one


def ratios(law: Law, t: int, ab: float) -> Any:
    """`E[ŷ_j / x_{t+1,j} | x_1j ≠ 0]` over nodes and roots of unity, the prediction written out from its definition."""
    points, weights = expectation.nodes(law, 2)
    roots = np.exp(2j * np.pi * np.arange(3 * t + 1) / (3 * t + 1))
    turns = np.stack(np.meshgrid(*[roots] * law.d, indexing="ij"), axis=-1).reshape(-1, law.d)
    x1, lam = np.repeat(points, len(turns), axis=0), np.tile(turns, (len(points), 1))
    mass = np.repeat(weights, len(turns)) / len(turns)
    states = forward.sequence(x1, lam, t + 1)
    query, target = states[t - 1], states[t]
    prediction = sum(
        ab * states[i] * np.sum(states[i - 1].conj() * query, axis=1, keepdims=True) for i in range(1, t)
    ) / (t - 1)
    present = x1 != 0
    quotient = np.divide(prediction, target, out=np.zeros_like(target), where=present)
    return (mass @ quotient) / (mass @ present)


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "law", ["gaussian(sigma=1/2)", "laplace", "rademacher", "sparse(c=2)", "ones", SKEWED, WITH_ZERO]
)
@pytest.mark.parametrize(("d", "T", "t"), [(1, 4, 2), (2, 5, 2), (2, 5, 4), (2, 3, 6)])
def test_mean_ratio_is_that_of_the_full_model(law: str, d: int, T: int, t: int) -> None:
    report = mp.check(law, d, T)
    assert report.mean_ratio is not None
    found = ratios(law_at(law, d), t, float(report.ab_line))
    assert np.allclose(found, float(report.mean_ratio[0]), rtol=ROUNDING, atol=0)


def test_mean_ratio_goes_by_coordinate() -> None:
    report = mp.check(UNEQUAL, T=4)
    assert report.mean_ratio is not None
    expected = [float(value) for value in report.mean_ratio]
    assert len(expected) == 3
    assert np.allclose(ratios(UNEQUAL, 3, float(report.ab_line)), expected, rtol=ROUNDING, atol=0)


def test_mean_ratio_is_undefined_where_a_coordinate_is_zero() -> None:
    report = mp.check(Atoms.of([[1, 0], [-1, 0]], [Fraction(1, 2)] * 2), T=4)
    assert report.mean_ratio is None
    assert report.ab_line == 1


@pytest.mark.sampled(2)
@pytest.mark.parametrize("law", ["gaussian", "uniform", "sparse(c=1/2)", "ones", SKEWED, WITH_ZERO, UNEQUAL], ids=str)
def test_relative_error_is_a_quotient_of_losses_and_least_at_the_best_product(law: Any) -> None:
    member = law_at(law, None if law is UNEQUAL else 2)
    report = mp.check(member, T=5)
    ab = float(report.ab_line)
    zero, best, below, above = (
        quadrature.loss(member, 5, forward.on_line(member.d, u, 1.0)) for u in (0.0, ab, 0.9 * ab, 1.1 * ab)
    )
    assert abs(best / zero - float(report.relative_mse)) <= ROUNDING
    assert best < min(below, above)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("law", "d", "almost_every", "every"),
    [
        ("rademacher", 1, True, True),
        ("rademacher", 2, True, False),
        ("sparse(c=1/2)", 3, True, True),
        ("ones", 1, True, True),
        ("ones", 3, True, False),
        ("gaussian", 1, False, False),
        ("gaussian", 2, False, False),
        (SKEWED, 2, False, False),
        (WITH_ZERO, 1, True, True),
        (WITH_ZERO, 2, True, False),
    ],
)
def test_recovery_is_what_long_prompts_give(law: str, d: int, almost_every: bool, every: bool) -> None:
    recovery = mp.check(law, d, 4).recovery
    assert (recovery.almost_every_W, recovery.every_W) == (almost_every, every)
    assert long_prompts_recover(law_at(law, d), np.exp(2j * np.pi * np.arange(d) / 7)) == almost_every
    assert long_prompts_recover(law_at(law, d), np.ones(d, dtype=np.complex128)) == every


def long_prompts_recover(law: Law, turn: Any) -> bool:
    """Whether `κ1/κ2 · mean(x_i x_i^*) x_1 = x_1`, the mean over a whole period of seventh roots of unity."""
    points, weights = expectation.nodes(law, 6)
    step = float(weights @ points[:, 0] ** 4) / float(weights @ points[:, 0] ** 6)
    states = forward.sequence(points, np.tile(turn, (len(points), 1)), 7)
    mean = np.einsum("imj,imk->mjk", states, states.conj()) / 7
    return bool(np.allclose(step * np.einsum("mjk,mk->mj", mean, points), points, rtol=0, atol=1e-9))


def test_recovery_is_unknown_where_its_step_is_not_defined() -> None:
    for report in (mp.check(UNEQUAL, T=4), mp.check("sparse(c=0)", 2, 4)):
        assert (report.recovery.almost_every_W, report.recovery.every_W) == (None, None)
        assert report.recovery.because


def test_zero_law_trains_nothing() -> None:
    report = mp.check("sparse(c=0)", 2, 5)
    assert (report.ab_line, report.mean_ratio, report.relative_mse) == (None, None, None)
    assert report.line_invariant
    assert report.crosschecks[1].comparison is None
    assert "nothing to compare" in report.crosschecks[1].because
    assert report.agrees


# hypotheses

HYPOTHESES = ("zheng2024/assumption-4.1", "zheng2024/line-conditions", "zheng2024/assumption-4.2")


@pytest.mark.parametrize(
    ("law", "d", "holds"),
    [
        ("gaussian", 2, (True, True, False)),
        ("sparse(c=3)", 2, (True, True, True)),
        ("rademacher", 2, (True, True, True)),
        (SKEWED, 2, (True, False, False)),
        ("ones", 2, (False, False, False)),
    ],
)
def test_hypotheses_are_asked_of_the_law(law: str, d: int, holds: tuple[bool, ...]) -> None:
    found = mp.check(law, d, 4).hypotheses
    assert tuple(found) == HYPOTHESES
    assert tuple(finding.holds for finding in found.values()) == holds
    assert all(finding.because for finding in found.values())


# symbolic sizes


@cache
def of_any_size(law: str) -> LawReport:
    report: LawReport = mp.check(law)
    return report


@pytest.mark.sampled(2)
@pytest.mark.parametrize("law", ["gaussian(sigma=1/2)", "laplace", "sparse(c=1/2)", "ones", SKEWED, WITH_ZERO])
@pytest.mark.parametrize(("d", "T"), [(2, 3), (3, 7), (5, 12)])
def test_formulas_with_symbolic_sizes_have_the_exact_values(law: str, d: int, T: int) -> None:
    general, exact = of_any_size(law), mp.check(law, d, T)
    assert (general.d, general.T) == (notation.d, notation.T)
    assert general.line_invariant == exact.line_invariant

    def at_sizes(value: sympy.Expr | None) -> sympy.Expr | None:
        return None if value is None else sympy.sympify(value).subs({notation.d: d, notation.T: T}).doit()

    for name in ("ab_line", "ab_limit", "relative_mse"):
        assert at_sizes(getattr(general, name)) == getattr(exact, name)
    for name in ("m2", "kappa1", "kappa2", "kappa3", "mean_ratio"):
        assert tuple(map(at_sizes, getattr(general, name))) == getattr(exact, name)
    assert [at_sizes(item.value) for item in general.leftover] == [item.value for item in exact.leftover]


def test_one_size_may_be_symbolic() -> None:
    in_d, in_T = mp.check("gaussian", T=4).ab_line, mp.check("gaussian", d=5).ab_line
    assert in_d is not None
    assert in_T is not None
    assert in_d.free_symbols == {notation.d}
    assert in_T.free_symbols == {notation.T}
    assert in_d.subs(notation.d, 5) == in_T.subs(notation.T, 4).doit() == sympy.Rational(1, 8)


def test_simulation_says_at_which_sizes_it_ran() -> None:
    routes = mp.check("rademacher").crosschecks
    assert [route.kind for route in routes] == ["quadrature", "sampled"]
    assert all(isinstance(route.d, int) and isinstance(route.T, int) for route in routes)


@pytest.mark.parametrize(("d", "T"), [(1, 10**6), (40, 5)])
def test_simulation_of_a_large_model_runs_at_smaller_sizes_and_says_so(d: int, T: int) -> None:
    routes = mp.check("rademacher", d, T).crosschecks
    assert all(route.d <= d and route.T <= T and (route.d, route.T) != (d, T) for route in routes)
    assert all(route.comparison is not None and route.comparison.agrees for route in routes)


def test_simulation_without_an_error_bar_is_not_available_and_says_why() -> None:
    report = mp.check("student(df=8)", 30, 100)
    exact, sampled = report.crosschecks
    assert exact.comparison is not None
    assert exact.comparison.agrees
    assert sampled.comparison is None
    assert "E x_j^12" in sampled.because
    assert report.agrees


def test_law_without_sixth_moments_has_no_report() -> None:
    with pytest.raises(MomentDoesNotExist, match=r"E x_j\^6"):
        mp.check("student(df=6)", 2, 4)


# law arguments, seeds, errors


def test_law_may_be_a_text_a_family_or_a_member() -> None:
    family = parse_law("gaussian(sigma=1/2)")
    reports = [mp.check(law, 2, 4) for law in ("gaussian(sigma=1/2)", family, law_at(family, 2))]
    assert {(report.ab_line, report.relative_mse, report.kappa3) for report in reports} == {
        (reports[0].ab_line, reports[0].relative_mse, reports[0].kappa3)
    }


def test_simulation_is_reproducible_and_follows_the_seed() -> None:
    first, again, other = (mp.check("gaussian", 2, 4, seed=seed).crosschecks[1].comparison for seed in (3, 3, 4))
    assert first is not None
    assert other is not None
    assert first == again
    assert (first.seed, other.seed) == (3, 4)
    assert first.estimate != other.estimate


@pytest.mark.parametrize(
    ("law", "d", "T", "part"),
    [
        ("gauss", 2, 4, "gaussian"),
        ("gaussian", 0, 4, "d >= 1"),
        ("gaussian", 2, 2, "T >= 3"),
        ("gaussian", None, -1, "T >= 3"),
        (UNEQUAL, 2, 4, "d = 3"),
        ("atoms(nowhere.json)", None, None, "nowhere.json"),
    ],
    ids=str,
)
def test_bad_input_is_an_input_error(law: Any, d: int | None, T: int | None, part: str) -> None:
    with pytest.raises(InputError, match=part):
        mp.check(law, d, T)


def test_every_public_name_exists() -> None:
    assert [name for name in mp.__all__ if not hasattr(mp, name)] == []
    assert set(mp.__all__) <= set(dir(mp))


def test_law_of_a_text_is_what_check_takes() -> None:
    assert mp.law("sparse(c=1/2)") == parse_law("sparse(c=1/2)")
    assert mp.check(mp.law("gaussian"), 1, 4).ab_limit == sympy.Rational(1, 5)


# the second moment that the simulation uses

PRODUCTS = (-0.5, 0.0, 0.2, 1.0, 2.5)


def slope_square(law: Law, T: int, u: float) -> float:
    """`E D²` of the full model."""
    return quadrature.radial_moments(law, T, forward.on_line(law.d, u, 1.0))[1]


def rounding(law: Law, T: int, u: float) -> float:
    """What rounding may contribute: a share of the mean square of the terms of D, with their signs dropped."""
    points, weights = expectation.nodes(law, 12)
    size = np.sum(points**2, axis=1)
    return float(ROUNDING * T**2 * (weights @ (abs(u) * size**2 + u**2 * size**3) ** 2))


@pytest.mark.sampled(30)
@pytest.mark.parametrize("law", ["gaussian", "laplace(scale=1/2)", "uniform", "rademacher", "sparse", "ones", SKEWED])
@pytest.mark.parametrize("T", [3, 4, 5])
@pytest.mark.parametrize("u", PRODUCTS)
def test_second_moment_of_the_slope_is_exact(law: str, T: int, u: float) -> None:
    member = law_at(law, 2)
    assert abs(radial_second_moment(member, T, u) - slope_square(member, T, u)) <= rounding(member, T, u)


@given(atom_laws(least_d=2, most_d=2, most_atoms=3), st.integers(3, 4), st.sampled_from(PRODUCTS))
def test_second_moment_of_the_slope_is_exact_for_any_atoms(law: Atoms, T: int, u: float) -> None:
    assert abs(radial_second_moment(law, T, u) - slope_square(law, T, u)) <= rounding(law, T, u)
