"""Laws with a letter for their size: formulas in it, and refusals where numbers are needed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy

import mesaproof as mp
from mesaproof.documents.json_records import law_record
from mesaproof.errors import InputError
from mesaproof.reading.law_spec import law_at, parse_law
from proofs.zheng2024.line import trained
from proofs.zheng2024.line.invariance import leftovers
from symbolic.algebra.limits import limit_at_infinity
from symbolic.algebra.notation import T
from symbolic.laws import IID
from symbolic.laws.coordinates import Gaussian
from symbolic.laws.law_letters import law_letters
from tests.mesaproof.cli.runs import run

LAWS = {
    "gaussian(sigma)": "gaussian(sigma={})",
    "N(0, sigma=s)": "N(0, sigma={})",
    "laplace(scale)": "laplace(scale={})",
    "uniform(half_width)": "uniform(half_width={})",
    "rademacher(σ)": "rademacher({})",
    "sparse(c)": "sparse(c={})",
    "sphere(radius=r_1)": "sphere(radius={})",
}
"""With a letter, and with a place for a number."""

DENSITIES = {
    "gaussian(s)": lambda x, s: sympy.exp(-(x**2) / (2 * s**2)) / (s * sympy.sqrt(2 * sympy.pi)),
    "laplace(s)": lambda x, s: sympy.exp(-x / s) / (2 * s),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("text", LAWS)
def test_formulas_in_a_letter_are_right_at_every_number(text: str) -> None:
    report = mp.check(text, 3, 6)
    (letter,) = law_letters(report.law)
    for number in (Fraction(2, 3), Fraction(5)):
        law, value = law_at(LAWS[text].format(number), 3), {letter: sympy.Rational(number)}
        assert sympy.sympify(report.ab_limit).subs(value) == trained.ab_line(law, 6)
        assert sympy.sympify(report.relative_mse).subs(value) == trained.relative_mse(law, 6)
        assert sympy.sympify(report.ab_long).subs(value) == limit_at_infinity(trained.ab_line(law, T), T)
        recovery = trained.recovers(law)
        assert (report.recovery.almost_every_W, report.recovery.every_W) == (
            recovery.almost_every_W,
            recovery.every_W,
        )
        assert report.line_invariant == (not leftovers(law, 6))


@pytest.mark.sampled(1)
@pytest.mark.parametrize("text", DENSITIES)
def test_moments_in_a_letter_are_integrals(text: str) -> None:
    law: Any = parse_law(text)
    s, x = sympy.Symbol("s", positive=True), sympy.Symbol("x", positive=True)
    for power in (2, 4, 6):
        integral = 2 * sympy.integrate(x**power * DENSITIES[text](x, s), (x, 0, sympy.oo))
        assert sympy.simplify(law.mixed_moment((power,), 3) - integral) == 0


def test_records_hold_formulas_and_nothing_is_drawn() -> None:
    report = mp.check("laplace(s)", 2, 5)
    record = law_record(report)
    assert (record["given"], record["letters"], record["kappa2"]) == (
        "laplace(s)",
        ["s"],
        {"exact": "720*s**6", "float": None},
    )
    assert record["relative_mse"]["float"] is not None
    assert all(route.comparison is None and "s is a letter" in route.because for route in report.crosschecks)
    assert report.agrees
    assert parse_law(record["law"]) == parse_law("laplace(s)")


@pytest.mark.parametrize(
    "text",
    [
        *("gaussian(d)", "gaussian(T)", "gaussian(s, mean=1)", "shift(gaussian(s), 1)", "iid(gaussian(s))"),
        *("student(nu)", "exponential(s)", "uniform(w, low=1)", "mixture(1/2: gaussian(s), 1/2: laplace(s))"),
        *("gaussian(2 s)", "gaussian(s + 1)", "gaussian(s.real)", "gaussian(__class__)", "gaussian(nan)", "sparse(-c)"),
    ],
)
def test_letters_elsewhere_are_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(InputError):
        mp.check(text, 3, 6)


@pytest.mark.parametrize(
    "asked",
    [
        lambda law: mp.train(law, 2, 4, steps=1),
        lambda law: mp.gradient(law, 2, 4),
        lambda law: mp.flow(law, 2, 4, start=(1, 1)),
        lambda law: mp.sweep([law], [2], [4], "rows"),
        lambda law: mp.enclosure(law, 2),
        lambda law: mp.check_properties(law, 2, 4),
        lambda law: mp.check(law, 2, 4, resolution=0.1),
    ],
)
def test_what_needs_numbers_says_so(asked: Any) -> None:
    with pytest.raises(InputError, match="letter s"):
        asked("gaussian(s)")


def test_a_letter_that_may_be_negative_is_refused() -> None:
    with pytest.raises(InputError, match="positive"):
        mp.check(IID(Gaussian(sympy.Symbol("s"))), 2, 5)


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("law", "key", "code", "said"),
    [
        ("rademacher(s)", "line-invariant", 0, ""),
        ("rademacher(s)", "recovers", 0, ""),
        ("laplace(s)", "recovers", 1, "required: recovers fails"),
        ("ones", "line-invariant", 1, "required: the line is left: "),
        ("product(rademacher, rademacher(2))", "recovers", 1, "required: recovers is unknown"),
        ("laplace(s)", "line_invariant", 2, "did you mean line-invariant?"),
    ],
)
def test_requirements_are_those_of_the_plugin(law: str, key: str, code: int, said: str) -> None:
    told = run("check", law, "-d", "2", "-T", "4", "--require", key, code=code)
    assert said in told.stderr


def test_help_lists_the_laws() -> None:
    told = run("check", "--help").stdout
    assert all(name in told for name in ("equicorrelated", "normal, N,", "twopoint(2:1/3, -1:2/3)", "sample(FILE)"))
