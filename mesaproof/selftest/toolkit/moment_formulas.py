"""Other exact moments, to be put in the place of the right ones: formulas, parameters, families, tables, patterns."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import factorial, prod
from typing import Any

from mesaproof.selftest.toolkit.starts import expectation
from symbolic import laws
from symbolic.expectation import moments
from symbolic.laws import coordinates

D = 3
"""Coordinates of the laws whose moments are looked at."""

Moment = Callable[[Any, int], Any]

CLASSES: dict[str, tuple[type, str]] = {
    "gaussian": (coordinates.Gaussian, "gaussian(sigma=3/2)"),
    "laplace": (coordinates.Laplace, "laplace(scale=3/2)"),
    "uniform": (coordinates.Uniform, "uniform(half_width=3)"),
    "student": (coordinates.Student, "student(df=15)"),
    "finite": (coordinates.Finite, "twopoint(2:1/3, -3:2/3)"),
}


def _even(value: Callable[[Any, int], Any]) -> Moment:
    return lambda law, n: Fraction(0) if n % 2 else Fraction(value(law, n))


def _double_factorial(n: int) -> int:
    return prod(range(n, 0, -2))


_gaussian, _laplace = (vars(owner)["moment"] for owner in (coordinates.Gaussian, coordinates.Laplace))
_uniform, _student = (vars(owner)["moment"] for owner in (coordinates.Uniform, coordinates.Student))
_finite, _sparse = vars(coordinates.Finite)["moment"], vars(laws.Sparse)["mixed_moment"]

FORMULAS: dict[str, dict[str, Moment]] = {
    "gaussian": {
        "n!! for (n-1)!!": _even(lambda x, n: _double_factorial(n) * x.sigma**n),
        "(n+1)!! for (n-1)!!": _even(lambda x, n: _double_factorial(n + 1) * x.sigma**n),
        "(n-3)!! for (n-1)!!": _even(lambda x, n: _double_factorial(n - 3) * x.sigma**n),
        "n! for (n-1)!!": _even(lambda x, n: factorial(n) * x.sigma**n),
        "(n/2)! for (n-1)!! (circular complex)": _even(lambda x, n: factorial(n // 2) * x.sigma**n),
        "1 for (n-1)!!": _even(lambda x, n: x.sigma**n),
        "sigma read as a variance": _even(lambda x, n: _double_factorial(n - 1) * x.sigma ** (n // 2)),
        "variance squared": _even(lambda x, n: _double_factorial(n - 1) * x.sigma ** (2 * n)),
        "standard deviation forgotten": _even(lambda x, n: _double_factorial(n - 1)),
        "sixth moment from E x^2 E x^4": _even(lambda x, n: 3 ** (n // 4) * x.sigma**n),
        "moments of laplace": _even(lambda x, n: factorial(n) * x.sigma**n),
        "one order too high": lambda x, n: _gaussian(x, n + 2),
        "odd moments of |x|": lambda x, n: _gaussian(x, n + n % 2),
    },
    "laplace": {
        "(n-1)!! for n!": _even(lambda x, n: _double_factorial(n - 1) * x.scale**n),
        "(n-1)! for n!": _even(lambda x, n: factorial(max(n - 1, 0)) * x.scale**n),
        "(n+1)! for n!": _even(lambda x, n: factorial(n + 1) * x.scale**n),
        "n! 2^(-n) for n!": _even(lambda x, n: Fraction(factorial(n), 2**n) * x.scale**n),
        "scale read as a variance": _even(lambda x, n: factorial(n) * x.scale ** (n // 2)),
        "scale read as a standard deviation": _even(lambda x, n: Fraction(factorial(n), 2 ** (n // 2)) * x.scale**n),
        "scale forgotten": _even(lambda x, n: factorial(n)),
        "scale inverted (a rate)": _even(lambda x, n: factorial(n) / x.scale**n),
        "not mirrored (exponential)": lambda x, n: Fraction(factorial(n)) * x.scale**n,
        "one order too high": lambda x, n: _laplace(x, n + 2),
    },
    "uniform": {
        "width read as half width": _even(lambda x, n: (x.half_width / 2) ** n / (n + 1)),
        "half width read as width": _even(lambda x, n: (2 * x.half_width) ** n / (n + 1)),
        "1/n for 1/(n+1)": _even(lambda x, n: x.half_width**n / max(n, 1)),
        "1/(n+2) for 1/(n+1)": _even(lambda x, n: x.half_width**n * Fraction(2, n + 2)),
        "not normalised": _even(lambda x, n: 2 * x.half_width**n / (n + 1) if n else 1),
        "two points for an interval": _even(lambda x, n: x.half_width**n),
        "interval from 0": lambda x, n: Fraction(x.half_width**n) / (n + 1),
        "half width forgotten": _even(lambda x, n: Fraction(1, n + 1)),
        "half width read as a variance": _even(lambda x, n: x.half_width ** (n // 2) / (n + 1)),
        "one order too high": lambda x, n: _uniform(x, n + 2),
    },
    "student": {
        "normal limit": _even(lambda x, n: _double_factorial(n - 1)),
        "df one larger": lambda x, n: _student(coordinates.Student(x.df + 1), n),
        "df one smaller": lambda x, n: _student(coordinates.Student(x.df - 1), n),
        "scaled to unit variance": _even(lambda x, n: _student(x, n) * ((x.df - 2) / x.df) ** (n // 2)),
        "numerator df lost": _even(lambda x, n: _student(x, n) / x.df ** (n // 2)),
        "2k+1 for 2k-1": _even(lambda x, n: _student(x, n) * (n + 1)),
        "df-2k-2 for df-2k": _even(lambda x, n: _student(x, n + 2) / _student(x, 2)),
        "one order too high": lambda x, n: _student(x, n + 2),
    },
    "finite": {
        "weights ignored": lambda x, n: sum(v**n for v, _ in x.atoms) / Fraction(len(x.atoms)),
        "weights squared": lambda x, n: sum(w * w * v**n for v, w in x.atoms),
        "weights exchanged": lambda x, n: x.atoms[0][1] * x.atoms[1][0] ** n + x.atoms[1][1] * x.atoms[0][0] ** n,
        "weights not normalised": lambda x, n: 2 * _finite(x, n),
        "moments of |x|": lambda x, n: sum(w * abs(v) ** n for v, w in x.atoms),
        "odd moments zero": _even(_finite),
        "first atom only": lambda x, n: x.atoms[0][0] ** n,
        "last atom forgotten": lambda x, n: x.atoms[0][1] * x.atoms[0][0] ** n,
        "centred": lambda x, n: sum(w * (v - _finite(x, 1)) ** n for v, w in x.atoms),
        "one order too high": lambda x, n: _finite(x, n + 1),
    },
}
"""Altered formulas for `E x^n`."""


def _iid(value: Callable[[Any, tuple[int, ...]], Any]) -> Callable[..., Any]:
    return lambda family, exponents, d: value(family.coordinate.moment, exponents)


def _falling(first: int, size: int) -> int:
    return prod((first - k for k in range(size)), start=1)


def _table(value: Callable[[Any, int, Any, tuple[int, ...]], Any]) -> Callable[..., Any]:
    """A sum over the atoms of a table: number of atoms, weight, point, exponents."""
    return lambda law, exponents: sum((value(len(law.atoms), w, x, exponents) for x, w in law.atoms), Fraction(0))


def _monomial(point: Any, exponents: tuple[int, ...]) -> Fraction:
    return prod((x**n for x, n in zip(point, exponents, strict=True)), start=Fraction(1))


SPARSE, SKEW = "sparse(c=3/2)", "twopoint(2:1/3, -3:2/3)"

FAMILIES: dict[str, tuple[Any, str, str, dict[str, Any]]] = {
    "iid": (
        laws.IID,
        SKEW,
        "mixed_moment",
        {
            "coordinates all equal": _iid(lambda m, powers: m(sum(powers))),
            "factors added": _iid(
                lambda m, powers: sum((m(n) for n in powers), Fraction(0)) if powers else Fraction(1)
            ),
            "last factor forgotten": _iid(lambda m, powers: prod(map(m, powers[:-1]), start=Fraction(1))),
            "first factor twice": _iid(lambda m, powers: prod(map(m, powers[:1] + powers), start=Fraction(1))),
            "odd factors zero": _iid(lambda m, powers: prod((m(n) * (1 - n % 2) for n in powers), start=Fraction(1))),
            "all factors of the largest power": _iid(
                lambda m, powers: prod((m(max(powers)) for _ in powers), start=Fraction(1))
            ),
            "mixed moments zero": _iid(lambda m, powers: m(*powers or (0,)) if len(powers) < 2 else Fraction(0)),
            "uncorrelated only": _iid(lambda m, powers: m(2) ** len(powers) if len(powers) > 1 else m(*powers or (0,))),
        },
    ),
    "sparse": (
        laws.Sparse,
        SPARSE,
        "mixed_moment",
        {
            "every coordinate present": lambda law, powers, d: _sparse(law, powers, d) * (d if powers else 1),
            "1/d^2 for 1/d": lambda law, powers, d: _sparse(law, powers, d) / (d if powers else 1),
            "1/(2d) for 1/d": lambda law, powers, d: _sparse(law, powers, d) / (2 if powers else 1),
            "1/(d-1) for 1/d": lambda law, powers, d: _sparse(law, powers, d - 1),
            "1/(d+1) for 1/d": lambda law, powers, d: _sparse(law, powers, d + 1),
            "c read as a variance": lambda law, p, d: law.c ** (sum(p) // 2) * (_sparse(laws.Sparse(), p, d)),
            "c squared": lambda law, powers, d: law.c ** sum(powers) * _sparse(law, powers, d),
            "c forgotten": lambda law, powers, d: _sparse(laws.Sparse(), powers, d),
            "positive only": lambda law, p, d: law.c ** sum(p) * Fraction(1, d) ** (len(p) > 0) * (len(p) < 2),
            "coordinates independent": lambda law, p, d: prod((_sparse(law, (n,), d) for n in p), start=Fraction(1)),
            "coordinates together": lambda law, p, d: _sparse(law, (sum(p),), d) if p else Fraction(1),
        },
    ),
    "ones": (
        laws.Ones,
        "ones",
        "mixed_moment",
        {
            "normalised to length 1 in square": lambda law, powers, d: Fraction(1, d) ** (sum(powers) // 2),
            "random signs": lambda law, powers, d: Fraction(int(all(n % 2 == 0 for n in powers))),
            "mixed moments zero": lambda law, powers, d: Fraction(int(len(powers) < 2)),
            "one unit vector": lambda law, powers, d: Fraction(1, d) * (len(powers) < 2) if powers else Fraction(1),
            "twice as large": lambda law, powers, d: Fraction(2) ** sum(powers),
            "sum of the exponents": lambda law, powers, d: Fraction(max(1, sum(powers))),
        },
    ),
    "table": (
        laws.Atoms,
        "table",
        "moment",
        {
            "weights ignored": _table(lambda n, w, x, e: Fraction(1, n) * _monomial(x, e)),
            "weights squared": _table(lambda n, w, x, e: w * w * _monomial(x, e)),
            "coordinates reversed": _table(lambda n, w, x, e: w * _monomial(x[::-1], e)),
            "coordinates moved by one": _table(lambda n, w, x, e: w * _monomial((*x[1:], x[0]), e)),
            "moments of |x|": _table(lambda n, w, x, e: w * abs(_monomial(x, e))),
            "first coordinate for all": _table(lambda n, w, x, e: w * x[0] ** sum(e)),
            "exponents capped at 4": _table(lambda n, w, x, e: w * _monomial(x, tuple(min(k, 4) for k in e))),
            "first atom only": lambda law, e: _monomial(law.atoms[0][0], e),
            "last atom forgotten": lambda law, e: sum((w * _monomial(x, e) for x, w in law.atoms[:-1]), Fraction(0)),
            "coordinates independent": lambda law, e: prod(
                (expectation(law, tuple(n * (j == k) for k in range(len(e)))) for j, n in enumerate(e)),
                start=Fraction(1),
            ),
        },
    ),
    "pattern": (
        moments,
        SKEW,
        "falling",
        {
            "summed indices may meet the free ones": lambda first, size: _falling(first + 1, size),
            "one choice too few": lambda first, size: _falling(first - 1, size),
            "summed indices may coincide": lambda first, size: first**size,
            "unordered choices": lambda first, size: _falling(first, size) // factorial(size),
            "one summand for the sum": lambda first, size: 1,
            "ordered twice": lambda first, size: _falling(first, size) * 2**size,
            "free indices forgotten": lambda first, size: _falling(D, size),
        },
    ),
}
"""Altered families, a table and the number of choices of summed indices."""
