"""Same, different or undecided: never "same" for different functions, and every point of difference is one."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from proofs.zheng2024.notation import a, kappa1, kappa2
from symbolic.algebra.equality import Different, Same, Undecided, certainly_nonzero, normal, same
from symbolic.algebra.notation import LOWEST, T, d

H = sympy.harmonic(T - 2)
GENERATORS = (T, a, H)

Powers = tuple[int, int, int]
Polynomial = dict[Powers, int]
"""Coefficients by the exponents of T, a and the harmonic number."""

Quotient = tuple[Polynomial, Polynomial]

polynomials = st.dictionaries(st.tuples(*[st.integers(0, 2)] * 3), st.integers(-3, 3).filter(bool), max_size=3)
nonzero = polynomials.filter(bool)
fractions = st.tuples(polynomials, nonzero)


def product(one: Polynomial, other: Polynomial) -> Polynomial:
    total: dict[Powers, int] = defaultdict(int)
    for (i, j, k), c in one.items():
        for (l, m, n), e in other.items():
            total[i + l, j + m, k + n] += c * e
    return {powers: c for powers, c in total.items() if c}


def written(polynomial: Polynomial) -> sympy.Expr:
    return sympy.Add(
        *(c * sympy.Mul(*(g**n for g, n in zip(GENERATORS, p, strict=True))) for p, c in polynomial.items())
    )


def value(polynomial: Polynomial, at: dict[str, Fraction]) -> Fraction:
    harmonic = sum((Fraction(1, s) for s in range(1, int(at["T"]) - 1)), Fraction(0))
    place = (at["T"], at["a"], harmonic)
    terms = (c * place[0] ** p[0] * place[1] ** p[1] * place[2] ** p[2] for p, c in polynomial.items())
    return sum(terms, Fraction(0))


def completed(point: dict[str, Fraction], denominators: tuple[Polynomial, ...]) -> dict[str, Fraction]:
    """A difference may be free of T or of a; any value will do for them at which both sides are defined."""
    tries = ({"T": Fraction(T), "a": Fraction(a)} | point for T in range(3, 13) for a in range(1, 9))
    return next(at for at in tries if all(value(denominator, at) for denominator in denominators))


@given(fractions, fractions)
def test_random_rational_functions(left: Quotient, right: Quotient) -> None:
    identical = product(left[0], right[1]) == product(right[0], left[1])
    answer = same(written(left[0]) / written(left[1]), written(right[0]) / written(right[1]))
    assert isinstance(answer, Same if identical else Different)
    if isinstance(answer, Different):
        at = completed({name: Fraction(int(v.p), int(v.q)) for name, v in answer.point}, (left[1], right[1]))
        ours = value(left[0], at) / value(left[1], at) - value(right[0], at) / value(right[1], at)
        assert sympy.Rational(ours.numerator, ours.denominator) == answer.difference != 0


@given(fractions, nonzero)
def test_the_same_function_written_otherwise(fraction: Quotient, factor: Polynomial) -> None:
    top, bottom = written(product(fraction[0], factor)), written(product(fraction[1], factor))
    shifted = top.subs(H, sympy.harmonic(T) - 1 / T - 1 / (T - 1))
    assert same(shifted / bottom, written(fraction[0]) / written(fraction[1])) == Same()


@given(fractions, nonzero)
def test_a_changed_coefficient_is_noticed(fraction: Quotient, change: Polynomial) -> None:
    left = written(fraction[0]) / written(fraction[1])
    assert isinstance(same(left, left + written(change)), Different)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (sympy.harmonic(T + 3, 2) - sympy.harmonic(T + 1, 2), 1 / (T + 2) ** 2 + 1 / (T + 3) ** 2),
        (sympy.harmonic(2 * T + 1), sympy.harmonic(2 * T) + 1 / (2 * T + 1)),
        (sympy.harmonic(4), sympy.Rational(25, 12)),
        ((a**2 - 1) / (a - 1), a + 1),
        (sympy.sqrt(kappa1) ** 2, kappa1),
        (sympy.sqrt(6 * kappa1), sympy.sqrt(2) * sympy.sqrt(3) * sympy.sqrt(kappa1)),
        (sympy.Sum(1 / (d - 1), (d, 2, T - 1)), H),
        (sympy.Derivative(a**3 * kappa1, a), 3 * a**2 * kappa1),
    ],
    ids=str,
)
def test_identities(left: sympy.Expr, right: sympy.Expr) -> None:
    assert same(left, right) == Same()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (sympy.harmonic(T - 1), H),
        (sympy.harmonic(T - 2, 2), H),
        (sympy.harmonic(T - 2, 2), sympy.pi**2 / 6),
        (sympy.sqrt(a**2), a),
        (sympy.sqrt(2), sympy.Rational(141421356237309504880168872420969807857, 10**38)),
        (sympy.sqrt(kappa1 + kappa2), sympy.sqrt(kappa1) + sympy.sqrt(kappa2)),
        (sympy.exp(kappa1), 1 + kappa1),
        (sympy.Piecewise((1, T >= 4), (0, True)), sympy.Integer(1)),
        (kappa1, kappa2),
        ((T - 3) * (T - 4) * (T - 5), sympy.Integer(0)),
    ],
    ids=str,
)
def test_differences(left: sympy.Expr, right: sympy.Expr) -> None:
    answer = same(left, right)
    assert isinstance(answer, Different)
    there = {symbol: v for symbol in (left - right).free_symbols for n, v in answer.point if n == symbol.name}
    assert abs(sympy.N((left - right).subs(there), 50)) > sympy.Rational(1, 10**45)
    assert "differ by" in str(answer)


@given(fractions, fractions)
def test_points_respect_the_assumptions(left: Quotient, right: Quotient) -> None:
    answer = same(written(left[0]) / written(left[1]) + kappa1 / d, written(right[0]) / written(right[1]))
    assert isinstance(answer, Different)
    for name, number in answer.point:
        if name in LOWEST:
            assert number.is_integer
            assert number >= LOWEST[name]
        if name.startswith("kappa"):
            assert number > 0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (sympy.sqrt(5 + 2 * sympy.sqrt(6)), sympy.sqrt(2) + sympy.sqrt(3)),
        (sympy.sin(a) ** 2 + sympy.cos(a) ** 2, sympy.Integer(1)),
        (sympy.nan, sympy.nan),
        (sympy.zoo, sympy.Integer(1)),
    ],
    ids=str,
)
def test_what_has_no_rule_is_undecided(left: sympy.Expr, right: sympy.Expr) -> None:
    answer = same(left, right)
    assert isinstance(answer, Undecided)
    assert answer.reason


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (sympy.Float("0.1") * a, a / 10),
        (a + sympy.Float(1), a + 1 + sympy.Float("1e-17")),
        (sympy.Float("1e17") * a + a, sympy.Float("1e17") * a),
    ],
    ids=str,
)
def test_rounded_numbers_never_make_an_identity(left: sympy.Expr, right: sympy.Expr) -> None:
    assert not isinstance(same(left, right), Same)


def test_a_complex_zero_is_not_told_from_zero() -> None:
    zero = (1 + sympy.I) ** 2 - 2 * sympy.I
    assert zero != 0
    assert not certainly_nonzero(zero)
    assert certainly_nonzero(zero + 1)
    assert certainly_nonzero(zero + sympy.I)
    for value in (sympy.nan, sympy.zoo, sympy.oo):
        assert not certainly_nonzero(value)


@given(fractions)
def test_normal_form_is_zero_only_for_zero(fraction: Quotient) -> None:
    assert (normal(written(fraction[0]) / written(fraction[1])) == 0) == (not fraction[0])
