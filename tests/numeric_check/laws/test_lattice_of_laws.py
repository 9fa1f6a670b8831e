"""Every named law, near the end of its moments and at tiny and huge parameters: the second route is right or silent.

A rule that is given away agrees with the exact moments and refuses moments that are moved by a few resolutions; what
cannot be computed accurately is refused in words. The default suite takes a sample; with MESAPROOF_FUZZ set it takes
the whole lattice.
"""

from __future__ import annotations

import json
import os
import warnings
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest

from mesaproof.answers.checking import check
from mesaproof.documents.json_records import law_record
from mesaproof.output.json_text import json_text
from mesaproof.reading.law_spec import parse_law
from numeric_check.compare import agreement
from numeric_check.laws.coordinate_rules import coordinate_rule, mixing_rule
from numeric_check.laws.gauss_rules import OutOfReach
from numeric_check.laws.sampling import generator
from symbolic.laws.coordinates import Student
from symbolic.laws.coordinates.counting import NegativeBinomial, Poisson
from symbolic.laws.coordinates.mixing import StudentScale

TINY, ORDINARY, HUGE = ("1e-15", "1/1000000"), ("1/2", "3"), ("10001", "1e12")
SHAPES = (*TINY, *ORDINARY, *HUGE)
HEAVY = ("6.000000000000001", "6.0000001", "6.01", "13/2", "8", "10001", "1e12")
"""Parameters that end the moments just above the sixth, or far off."""

NAMED = [
    *(f"gaussian(sigma={s}, mean={m})" for s, m in product(("1/1000000", "3"), ("0", "1e9"))),
    *(f"laplace(scale={s}, mean={m})" for s, m in product(("1/1000000", "3"), ("0", "1e9"))),
    *(f"logistic(scale={s}, mean={m})" for s, m in product(("1/1000000", "3"), ("0", "1e9"))),
    *(f"gumbel(scale={s}, location={m})" for s, m in product(("1/1000000", "3"), ("0", "1e9"))),
    *(f"uniform(low={m}, high={m + 1})" for m in (0, 10**9)),
    *(f"rademacher(scale={s})" for s in SHAPES),
    *(f"student(df={df}, mean={m})" for df, m in product(HEAVY, ("0", "1000"))),
    *(f"shift({law}, {m})" for law, m in product((f"student_scale(df={df})" for df in HEAVY), ("0", "-1"))),
    *(f"pareto(alpha={alpha}, minimum={m})" for alpha, m in product(HEAVY, ("1/1000", "3"))),
    *(f"centred(pareto(alpha={alpha}))" for alpha in HEAVY),
    *(f"gamma(shape={s}, scale={t})" for s, t in product(SHAPES, ORDINARY)),
    *(f"centred(gamma(shape={s}))" for s in SHAPES),
    *(f"chi2(df={s})" for s in SHAPES),
    *(f"beta(a={a}, b={b})" for a, b in product(SHAPES, SHAPES)),
    *(f"centred(beta(a={a}, b={b}))" for a, b in product(SHAPES, ("1e12", "3"))),
    *(f"triangular(0, {mode}, 1)" for mode in ("0", "1e-15", "1/2", "1")),
    *(f"rayleigh(sigma={s})" for s in SHAPES),
    *(f"weibull(shape={s})" for s in ("1/100", "1/10", "1/2", "3", "1000", "1e12")),
    *(f"lognormal(mu={m}, sigma={s})" for m, s in product(("-50", "0", "50"), ("1e-15", "1/2", "3", "5"))),
    *(f"poisson(rate={r})" for r in (*SHAPES, "1e18", "1e30")),
    *(f"centred(poisson(rate={r}))" for r in (*SHAPES, "1e18")),
    *(f"binomial(n={n}, p={p})" for n, p in product((1, 16, 500), ("0", "1e-15", "1/3", "1"))),
    *(f"geometric({p})" for p in ("1e-15", "1/1000000", "1/2", "1")),
    *(f"negative_binomial(successes={r}, p={p})" for r, p in product(SHAPES, ("1e-9", "1/2", "999999/1000000"))),
    *(f"centred(negative_binomial(successes={r}, p=1/2))" for r in SHAPES),
    *(f"truncated(student(df=7), {a}, {b})" for a, b in (("-1", "1"), ("100", "200"), ("0", "inf"))),
    *(f"truncated(gaussian, {a}, {b})" for a, b in (("-1", "1"), ("30", "inf"), ("1", "1001/1000"))),
    *(f"truncated(cauchy, {a}, {b})" for a, b in (("-1", "1"), ("-1000000", "1"), ("1000", "2000"))),
    *(f"truncated(pareto({a}), 2, 1000000)" for a in ("1/1000", "3", "6.0000001")),
    *(f"truncated(lognormal(sigma={s}), 1, inf)" for s in ("1/2", "3")),
    *(f"truncated(weibull({s}), 0, 1)" for s in ("1/40", "1/3", "2")),
    *(f"truncated(poisson(rate={r}), 2, inf)" for r in ("1/1000000", "3", "1000")),
    *(f"largest({law}, 3)" for law in ("exponential", "pareto(6.01)", "weibull(1/5)", "geometric(1/1000)", "gumbel")),
]
SEARCHING = "MESAPROOF_FUZZ" in os.environ
SAMPLE = 24
CELLS = NAMED if SEARCHING else sorted(generator("lattice of laws", 0).choice(NAMED, SAMPLE, replace=False).tolist())

FOUND = [
    "student(df=6.0000001)",
    "student(df=10001)",
    "pareto(alpha=6.0000001)",
    "centred(pareto(alpha=1e12))",
    "truncated(student(df=7), 100, 200)",
    "beta(1/1000, 1e9)",
    "gamma(1e-12)",
    "negative_binomial(1e-9, 1/2)",
    "poisson(rate=1e-30)",
]
"""What disagreed, or was nan, with rules in double precision."""


def _moments(law: Any) -> list[float]:
    return [float(law.moment(n)) for n in range(7)]


def _rule_or_refusal(law: Any) -> tuple[Any, str]:
    """The rule, computed without a warning, or why there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return coordinate_rule(law, 6), ""
        except OutOfReach as error:
            return None, str(error)


@pytest.mark.parametrize("text", [*FOUND, *CELLS])
def test_a_rule_agrees_with_exact_moments_or_says_that_it_is_not_available(text: str) -> None:
    family: Any = parse_law(text)
    law = family.coordinate
    rule, refusal = _rule_or_refusal(law)
    assert bool(refusal) == (rule is None)
    if rule is None:
        assert text not in FOUND
        return
    points, weights = rule
    assert np.all(weights >= 0)
    for n, claimed in enumerate(_moments(law)):
        if not 1e-200 < abs(claimed) < 1e200:
            continue
        powers = points[:, 0] ** n
        computed, size = float(weights @ powers), float(weights @ np.abs(powers))
        assert agreement.close(claimed, computed, size).agrees
        assert not agreement.close(claimed + 3 * agreement.ROUNDING * size, computed, size).agrees


CHECKED = ["student(df=10001)", "pareto(alpha=6.0000001)", "multivariate_student(df=6.000001)"]
ROTATED = "[[2, 1], [1, 2]]"[1:-1]


@pytest.mark.sampled(3)
@pytest.mark.heavy
@pytest.mark.parametrize(
    "text",
    [
        *CHECKED,
        f"elliptical(student_scale(df=8), {ROTATED}, mean=[1, 0])",
        f"elliptical(shift(student_scale(df=8), 1), {ROTATED})",
        f"radial(coordinate_mixture(1/2: student_scale(df=8), 1/2: gamma(2)), {ROTATED})",
        "centred(poisson(rate=1000000))",
        "centred(geometric(1e-9))",
    ],
)
def test_the_second_route_raises_no_false_alarm(text: str) -> None:
    quadrature, *sampled = check(text, 2, 3).crosschecks
    assert quadrature.comparison is not None
    assert quadrature.comparison.agrees
    assert sampled
    assert all(one.comparison is None or one.comparison.agrees for one in sampled)


def test_odd_powers_of_student_scale_near_the_end_of_its_moments_are_refused_in_words() -> None:
    law: Any = parse_law("student_scale(df=6.0000001)")
    with pytest.raises(OutOfReach, match="too many nodes"):
        coordinate_rule(law.coordinate, 6)
    points, weights = mixing_rule(law.coordinate, 6)
    assert agreement.close(float(law.coordinate.moment(6)), float(weights @ points[:, 0] ** 6), 1e10).agrees


def test_rules_are_exact_parameters_and_no_floats() -> None:
    """`alpha - 6` of alpha as a float has half its digits."""
    law = Student(Fraction("6.000000000000001"))
    points, weights = coordinate_rule(law, 6)
    assert agreement.close(float(law.moment(6)), float(weights @ points[:, 0] ** 6), float(law.moment(6))).agrees


def test_an_elliptical_law_of_many_coordinates_is_checked_by_samples_alone() -> None:
    rows = ", ".join(str([1 + (i == j) for j in range(9)]) for i in range(9))
    quadrature, *sampled = check(f"elliptical(gamma(2), {rows})", 9, 5).crosschecks
    assert "more than the limit" in quadrature.because
    assert sampled
    assert all(one.comparison is not None and one.comparison.agrees for one in sampled)


def test_harmonic_numbers_of_a_huge_length_are_not_summed() -> None:
    """Where the line is not invariant, training was followed with `H_{T-2}` as a rational of a trillion terms."""
    from proofs.zheng2024.notation import a
    from proofs.zheng2024.ones.exchangeable import numeric_flow

    family: Any = parse_law("bernoulli")
    law = family.at(5)
    near, exact = (numeric_flow(law, length, 30).loss.coeff(a, 0).free_symbols for length in (10**12, 20))
    assert near == exact
    long, longer = (numeric_flow(law, length, 30).velocity[a] for length in (1000, 1001))
    point = dict.fromkeys(long.free_symbols | longer.free_symbols, 0.25)
    assert float(longer.subs(point) / long.subs(point)) == pytest.approx(1, rel=2e-3)


def test_moments_beyond_floating_point_are_null_in_json() -> None:
    record = json.loads(json_text(law_record(check("lognormal(mu=50, sigma=5)", 2, 3))), parse_constant=pytest.fail)
    assert record["kappa2"] == {"exact": "exp(750)", "float": None}


LARGE = Fraction(10**12)


@pytest.mark.parametrize(
    ("law", "value"),
    [
        (Poisson(LARGE), 10**12),
        (NegativeBinomial(Fraction(1), Fraction(1, 10**9)), 10**9),
        (NegativeBinomial(LARGE, Fraction(1, 2)), 10**12),
    ],
)
def test_a_probability_of_millions_of_digits_is_short(law: Any, value: int) -> None:
    from scipy import stats

    mass = law.mass(Fraction(value))
    assert len(str(mass)) < 200
    expected = (
        stats.poisson.logpmf(value, float(law.rate))
        if isinstance(law, Poisson)
        else stats.nbinom.logpmf(value, float(law.successes), float(law.p))
    )
    assert np.log(float(mass)) == pytest.approx(expected, rel=1e-3)


def test_a_student_scale_of_many_degrees_of_freedom_keeps_its_gamma_functions() -> None:
    law = StudentScale(LARGE)
    assert float(law.moment(5)) == pytest.approx(1, rel=1e-10)
    assert len(str(law.moment(5))) < 200
