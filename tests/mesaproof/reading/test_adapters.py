"""Laws out of SciPy and SymPy objects, tables, datasets and samplers: exact against independent sources, and traps."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import inf, nan
from pathlib import Path
from typing import Any

import flint
import numpy as np
import pytest
import sympy
from scipy import stats
from scipy.integrate import IntegrationWarning, quad
from sympy import stats as sympy_stats

import mesaproof as mp
from mesaproof.reading import adapters
from mesaproof.reading.adapters.numbers import decimal_parts, exact_number
from symbolic.laws.coordinates import MomentDoesNotExist
from tests.mesaproof.reading.law_traps import TRAPS, Trap

ORDERS = (2, 4, 6)
QUARTER_TURN = 1.5707963267948966

Moments = Callable[[int], float]
THIRD = Fraction(1, 3)


def moment(law: Any, order: int) -> Any:
    return mp.law(law).mixed_moment((order,), 1)


# Three sources: our table, SciPy's moments, and arb's own integration of the density


def power(x: flint.acb, exponent: float) -> flint.acb:
    return (x.log() * flint.arb(exponent)).exp()


def integrated(integrand: Callable[[flint.acb, int], flint.acb], low: float, high: float, pieces: int = 8) -> Moments:
    """`n -> ∫ f(s, n) ds / ∫ f(s, 0) ds` by arb's rigorous integration between two ends."""

    def integral(order: int) -> flint.acb:
        ends = [flint.arb(low) + (flint.arb(high) - low) * k / pieces for k in range(pieces + 1)]
        parts = (flint.acb.integral(lambda s, _: integrand(s, order), a, b) for a, b in pairwise(ends))
        return sum(parts, flint.acb(0))

    return lambda order: float((integral(order) / integral(0)).real.mid())


def density(p: Callable[[flint.acb], flint.acb], low: float, high: float, pieces: int = 8) -> Moments:
    return integrated(lambda x, n: p(x) * x**n, low, high, pieces)


def masses(terms: Callable[[int], Fraction | int], count: int) -> Moments:
    """`n -> Σ k^n p(k) / Σ p(k)` over `0 … count`, the unnormalised masses being exact rationals."""
    table = [Fraction(terms(k)) for k in range(count + 1)]
    return lambda order: float(sum(k**order * p for k, p in enumerate(table)) / sum(table))


def factorial_ratio(rate: Fraction, k: int) -> Fraction:
    out = Fraction(1)
    for n in range(1, k + 1):
        out = out * rate / n
    return out


def rising(r: Fraction, q: Fraction, k: int) -> Fraction:
    out = Fraction(1)
    for n in range(k):
        out = out * (r + n) / (n + 1) * q
    return out


@dataclass(frozen=True)
class Case:
    """A SciPy law, and its moments by integration of the density as the textbook writes it."""

    frozen: Any
    by_arb: Moments

    @property
    def name(self) -> str:
        return f"{self.frozen.dist.name}{self.frozen.args}{dict(self.frozen.kwds) or ''}"


CASES = [
    Case(stats.norm(0.5, 2), density(lambda x: (-((x - 0.5) ** 2) / 8).exp(), -40, 40)),
    Case(stats.laplace(0, 0.5), density(lambda x: (-2 * x).exp(), 0, 60)),  # even orders: half of it
    Case(stats.uniform(-1, 3), density(lambda x: x * 0 + 1, -1, 2)),
    Case(stats.t(8), integrated(lambda s, n: 8.0 ** (n // 2) * s.sin() ** n * s.cos() ** (7 - n), 0, QUARTER_TURN)),
    Case(stats.expon(scale=0.1), density(lambda x: (-10 * x).exp(), 0, 12)),
    Case(stats.gamma(2.5, scale=2), density(lambda x: power(x, 1.5) * (-x / 2).exp(), 1e-30, 300)),
    Case(stats.erlang(3), density(lambda x: x**2 * (-x).exp(), 0, 150)),
    Case(stats.chi2(3), density(lambda x: power(x, 0.5) * (-x / 2).exp(), 1e-30, 300)),
    Case(stats.beta(2, 3), density(lambda x: x * (1 - x) ** 2, 0, 1)),
    Case(stats.arcsine(), integrated(lambda s, n: s.sin() ** (2 * n), 0, QUARTER_TURN)),
    Case(stats.logistic(0, 2), density(lambda x: (-x / 2).exp() / (1 + (-x / 2).exp()) ** 2, -200, 200, 64)),
    Case(stats.gumbel_r(0, 2), density(lambda x: (-x / 2 - (-x / 2).exp()).exp(), -12, 200, 64)),
    Case(stats.gumbel_l(), density(lambda x: (x - x.exp()).exp(), -100, 6, 64)),
    Case(stats.pareto(8), integrated(lambda s, n: s ** (7 - n), 0, 1)),
    Case(stats.rayleigh(scale=2), density(lambda x: x * (-x * x / 8).exp(), 0, 40)),
    Case(stats.weibull_min(1.5), density(lambda x: power(x, 0.5) * (-power(x, 1.5)).exp(), 1e-30, 40, 16)),
    Case(stats.triang(0.5, -1, 2), density(lambda x: 1 - x, 0, 1)),
    Case(stats.lognorm(0.5), integrated(lambda s, n: (-2 * s * s + n * s).exp(), -12, 12)),
    Case(stats.poisson(3), masses(lambda k: factorial_ratio(Fraction(3), k), 90)),
    Case(stats.bernoulli(0.3), masses(lambda k: Fraction(3 if k else 7, 10), 1)),
    Case(stats.binom(10, 0.3), masses(lambda k: rising(Fraction(-10), Fraction(-3, 7), k), 10)),
    Case(stats.geom(0.3), masses(lambda k: Fraction(7, 10) ** k if k else 0, 250)),
    Case(stats.nbinom(2.5, 0.4), masses(lambda k: rising(Fraction(5, 2), Fraction(3, 5), k), 250)),
    Case(stats.randint(0, 5), masses(lambda k: 1, 4)),
    Case(stats.lomax(7), integrated(lambda s, n: s ** (6 - n) * (1 - s) ** n, 0, 1)),
    Case(stats.weibull_max(2), density(lambda x: x * (-x * x).exp(), 0, 15)),
]


@pytest.mark.sampled(8)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_moments_are_those_of_the_density(case: Case) -> None:
    """To twelve digits: arb encloses the integral, its ends cut off less than that."""
    for order in ORDERS:
        assert float(moment(case.frozen, order)) == pytest.approx(case.by_arb(order), rel=1e-12)


SCIPY_OFF = {
    ("laplace", 6): 1.8e-9,
    ("t", 6): 3.3e-9,
    ("expon", 6): 1.2e-9,
    ("gumbel_r", 6): 1.3e-9,
    ("logistic", 6): 1.1e-9,
    ("triang", 6): 2.2e-8,
    ("lognorm", 6): 1.8e-9,
    ("lomax", 6): 8.8e-5,
}
"""Relative errors of SciPy 1.17 beyond 1e-9, where arb confirms our value: it integrates numerically."""


@pytest.mark.sampled(8)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_moments_agree_with_scipy_but_for_its_known_errors(case: Case) -> None:
    for order in ORDERS:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", IntegrationWarning)  # SciPy says itself that it is not sure
            theirs = float(case.frozen.moment(order))
        allowed = 2 * SCIPY_OFF.get((case.frozen.dist.name, order), 5e-10)
        assert float(moment(case.frozen, order)) == pytest.approx(theirs, rel=allowed)


WRONG_IN_SCIPY = [
    (stats.t(6), 6, "infinite, 1224.9 in SciPy"),
    (stats.t(5, 1, 2), 6, "infinite, negative in SciPy"),
    (stats.pareto(5.5), 6, "infinite, -11 in SciPy"),
    (stats.lomax(6), 6, "infinite, 22.5 in SciPy"),
    (stats.cauchy(), 6, "infinite, 318.7 in SciPy"),
]


@pytest.mark.parametrize(("frozen", "order", "what"), WRONG_IN_SCIPY, ids=[what for _, _, what in WRONG_IN_SCIPY])
def test_infinite_moments_are_refused(frozen: Any, order: int, what: str) -> None:
    with pytest.raises(MomentDoesNotExist, match=rf"\^{order} of .* (is infinite|does not exist)"):
        moment(frozen, order)
    with pytest.raises(MomentDoesNotExist):
        mp.check(frozen, 2, 5)


@pytest.mark.parametrize(
    ("frozen", "order", "value"),
    [
        (stats.pareto(6.0001), 6, 60001),  # inf in SciPy
        (stats.lognorm(2), 6, sympy.exp(72)),  # 1e23 in SciPy for 1.9e31
        (stats.norm(1e6, 1e-3), 2, 10**12 + Fraction(1, 10**6)),
        (stats.logistic(0, 1e-8), 2, sympy.pi**2 / sympy.Integer(3 * 10**16)),
    ],
)
def test_moments_at_the_edge(frozen: Any, order: int, value: Any) -> None:
    assert moment(frozen, order) == value


# SymPy


X = sympy.Symbol("X")

SYMPY_LAWS = [
    sympy_stats.Normal("x", 1, 2),
    sympy_stats.Laplace("x", 1, 2),
    sympy_stats.Uniform("x", -1, 2),
    sympy_stats.StudentT("x", 8),
    sympy_stats.Exponential("x", 2),
    sympy_stats.Gamma("x", 3, sympy.Rational(1, 2)),
    sympy_stats.ChiSquared("x", 4),
    sympy_stats.Beta("x", 2, 3),
    sympy_stats.Logistic("x", 1, 2),
    sympy_stats.LogNormal("x", 0, sympy.Rational(1, 2)),
    sympy_stats.Triangular("x", 0, 3, 1),
    sympy_stats.Pareto("x", 2, 9),
    sympy_stats.Rayleigh("x", 2),
    sympy_stats.Weibull("x", 2, 3),
]


@pytest.mark.sampled(5)
@pytest.mark.parametrize("variable", SYMPY_LAWS, ids=lambda v: type(v.pspace.distribution).__name__)
def test_sympy_laws_have_the_second_moment_of_their_density(variable: Any) -> None:
    """The density is SymPy's own, integrated numerically: the parameters are read in its convention."""
    p = sympy.lambdify(X, variable.pspace.distribution.pdf(X), "numpy")
    support = variable.pspace.domain.set
    low, high = float(max(support.inf, -60)), float(min(support.sup, 60))
    points = [x for x in range(-20, 21) if low < x < high]
    second, mass = (quad(lambda x, n=n: x**n * p(x), low, high, points=points, limit=400)[0] for n in (2, 0))
    assert float(moment(variable, 2)) == pytest.approx(second / mass, rel=1e-6)


@pytest.mark.parametrize(
    ("variable", "first", "second"),
    [
        (sympy_stats.Die("x", 6), Fraction(7, 2), Fraction(91, 6)),
        (sympy_stats.Bernoulli("x", THIRD, 2, -1), Fraction(0), Fraction(2)),
        (sympy_stats.Binomial("x", 3, sympy.Rational(1, 2), 1, -1), Fraction(0), Fraction(3)),
        (sympy_stats.Rademacher("x"), Fraction(0), Fraction(1)),
        (sympy_stats.Poisson("x", 2), Fraction(2), Fraction(6)),
        (sympy_stats.Geometric("x", sympy.Rational(1, 2)), Fraction(2), Fraction(6)),
        (
            sympy_stats.FiniteRV("x", {1: sympy.Rational(1, 4), -2: sympy.Rational(3, 4)}),
            Fraction(-5, 4),
            Fraction(13, 4),
        ),
        (sympy_stats.DiscreteUniform("x", [1, 2, 3]), Fraction(2), Fraction(14, 3)),
        (sympy_stats.Normal("x", 0, 0.5), Fraction(0), Fraction(1, 4)),
    ],
)
def test_sympy_tables_and_counts(variable: Any, first: Fraction, second: Fraction) -> None:
    assert (moment(variable, 1), moment(variable, 2)) == (first, second)


def test_vectors_of_scipy_and_sympy() -> None:
    matrix, mean = [[2, 0.5], [0.5, 1]], [1, 0]
    ours = mp.law("gaussian_vector([2, 1/2], [1/2, 1], mean=[1, 0])")
    assert mp.law(stats.multivariate_normal(mean, matrix)) == ours
    assert mp.law(sympy_stats.Normal("v", mean, [[2, sympy.Rational(1, 2)], [sympy.Rational(1, 2), 1]])) == ours
    student = mp.law(stats.multivariate_t(mean, matrix, df=9))
    assert student == mp.law("elliptical(student_scale(df=9), [2, 1/2], [1/2, 1], mean=[1, 0])")


# Datasets and tables


def test_dataset_reads_the_same_law_from_an_array_npy_and_csv(tmp_path: Path) -> None:
    rows = np.array([[0.1, -2.5e-3], [1e3, 0.0], [0.1, 7.0]])
    np.save(tmp_path / "a.npy", rows)
    (tmp_path / "a.csv").write_text("left,right\n0.1,-2.5e-3\n1e3,0\n\n 0.10 ,7\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("0.1;-0.0025\n1000;0\n0.1;7.0", encoding="utf-8-sig")
    laws = [
        mp.law(rows),
        mp.law(f"dataset({tmp_path / 'a.npy'})"),
        mp.law(tmp_path / "a.csv"),
        mp.law(tmp_path / "b.csv"),
    ]
    for law in laws:
        assert law.atoms == laws[0].atoms
        assert law.moment((1, 1)) == (Fraction(1, 10) * (Fraction(-25, 10**4) + 7)) / 3


@pytest.mark.parametrize("text", ["1e999999999", "-1e-999999999", "1e801", "1" * 900, "0." + "1" * 900], ids=range(5))
def test_the_power_of_a_decimal_is_not_computed_before_it_is_known_to_be_small(text: str) -> None:
    with pytest.raises(mp.InputError, match="of more than 800 digits as x"):
        exact_number(Decimal(text), "x")


def test_a_decimal_of_any_form_is_read() -> None:
    assert exact_number(Decimal("0e-999999999")) == 0
    assert exact_number(Decimal("-1.5e3")) == -1500


def test_float32_is_read_as_it_is_written() -> None:
    assert mp.law(np.array([0.1], dtype=np.float32)).moment((1,)) == Fraction(1, 10)
    assert exact_number(np.float32(0.1)) == exact_number(0.1) == exact_number(Decimal("0.1")) == Fraction(1, 10)


def test_large_dataset_is_not_a_table_and_has_the_moments_of_its_rows() -> None:
    rows = np.arange(3000).reshape(1500, 2) / 8
    law = mp.law(rows)
    assert law.atoms is None
    assert float(law.moment((2, 1))) == pytest.approx(float(np.mean(rows[:, 0] ** 2 * rows[:, 1])), rel=1e-12)
    assert not law.sign_symmetric


def test_check_of_a_dataset_agrees_on_both_routes() -> None:
    rng = np.random.default_rng(5)
    report = mp.check(rng.normal(size=(600, 2)), None, 6)
    assert report.agrees
    assert [route.comparison is not None for route in report.crosschecks] == [True, True]
    assert report.hypotheses["zheng2024/assumption-4.1"].holds is False


# Samplers and densities: never exact


def test_sample_has_intervals_and_is_no_law() -> None:
    sample = adapters.sampled(lambda rng, m: rng.normal(size=(m, 2)), samples=20_000)
    known = sample.estimate((2, 0), variance=2.0)
    assert 1 in known
    assert 1.3 not in known
    assert (known.certified, known.rests_on) == (False, "the given variance")
    assert "heavy tail" in sample.estimate((2, 2)).rests_on
    assert not hasattr(sample, "moment")
    with pytest.raises(mp.InputError, match="expected a law description"):
        mp.check(sample, 2, 5)
    assert sample.empirical().d == 2


@pytest.mark.slow
def test_black_box_moments_are_marked() -> None:
    normal = adapters.numeric_moment(stats.gompertz(1), 2)
    assert (normal.certified, normal.value is not None) == (False, True)
    assert adapters.numeric_moment(stats.t(6), 4).value == pytest.approx(13.5, rel=1e-6)
    for heavy in (stats.t(6), stats.cauchy(), stats.lomax(5)):
        assert adapters.numeric_moment(heavy, 6).value is None
    assert adapters.numeric_moment(lambda x: np.exp(-x * x), 2).value == pytest.approx(0.5, rel=1e-6)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (lambda rng, m: rng.normal(size=m - 1), "expected"),
        (lambda rng, m: np.full(m, nan), "not finite"),
        (lambda rng, m: np.full(m, 1j), "real numbers"),
        (np.array([[1.0, inf]]), "not finite"),
        (np.zeros((0, 2)), "empty"),
    ],
)
def test_bad_samples(source: Any, message: str) -> None:
    with pytest.raises(mp.InputError, match=message):
        adapters.sampled(source, samples=10)


@pytest.mark.parametrize(
    "text", ["", "1.2.3", "e5", "nan", "inf", "1e4000", "0x10", "1_0", "१", "1,5", "--1", "1e", "."]
)
def test_bad_decimal(text: str) -> None:
    with pytest.raises(mp.InputError):
        decimal_parts(text, "a cell")


# The gate: no silent error


@pytest.mark.sampled(60)
@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.name)
def test_trap_is_answered_right_or_refused_in_words(trap: Trap) -> None:
    assert not trap.silent_error, f"{trap.kind}: {trap.name}: got {trap.answer()!r}, expected {trap.right!r}"


def test_there_are_many_traps_each_of_its_own_name() -> None:
    assert len({trap.name for trap in TRAPS}) == len(TRAPS) >= 100


def test_gate_notices_a_silent_error() -> None:
    assert Trap("wrong number", "x", lambda: Fraction(2), Fraction(1)).silent_error
    assert Trap("rounded number", "x", lambda: 1.0, Fraction(1)).silent_error
    assert Trap("answer where none is", "x", lambda: Fraction(1)).silent_error
    assert Trap("refusal of what is right", "x", lambda: exact_number(nan), Fraction(1)).silent_error
    assert not Trap("refusal", "x", lambda: exact_number(nan)).silent_error
