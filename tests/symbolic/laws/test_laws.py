"""Exact moments against SciPy's, tables against families, and the flags a law carries."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import exp, inf, pi, prod, sqrt
from typing import Any

import pytest
import sympy
from hypothesis import given
from scipy import integrate, stats

from symbolic.laws import IID, LARGEST_TABLE, Atoms, LawFamily, Ones, Sparse
from symbolic.laws.coordinates import (
    CoordinateLaw,
    Finite,
    Gaussian,
    Laplace,
    MomentDoesNotExist,
    Uniform,
    rademacher,
    two_point,
)
from tests.strategies_of_laws import atom_laws, finite_coordinates, flipped_average

THIRD = Fraction(1, 3)
SCIPY = [
    (Gaussian(Fraction(3, 2)), stats.norm(scale=1.5)),
    (Laplace(Fraction(1, 2)), stats.laplace(scale=0.5)),
    (Uniform(Fraction(5, 2)), stats.uniform(-2.5, 5)),
    (two_point(Fraction(2), THIRD, Fraction(-1)), stats.rv_discrete(values=((-1, 2), (2 / 3, 1 / 3)))),
    (rademacher(Fraction(2)), stats.rv_discrete(values=((-2, 2), (0.5, 0.5)))),
]
ORDERS = (1, 2, 3, 4, 5, 6)
QUADRATURE = 1.49e-8
"""Where SciPy has no closed form it integrates with `quad`, at this default tolerance."""


@pytest.mark.parametrize(("law", "reference"), SCIPY, ids=lambda item: getattr(item, "description", ""))
@pytest.mark.parametrize("order", ORDERS)
def test_moments_are_scipys(law: CoordinateLaw, reference: stats.rv_continuous, order: int) -> None:
    size = float(law.moment(2 * ((order + 1) // 2)))
    assert abs(float(law.moment(order)) - float(reference.moment(order))) <= QUADRATURE * size


Density = Callable[[float], float]
DENSITIES: list[tuple[CoordinateLaw, Density, float]] = [
    (Gaussian(Fraction(1, 2)), lambda x: exp(-2 * x * x) / (sqrt(2 * pi) / 2), inf),
    (Laplace(Fraction(3)), lambda x: exp(-abs(x) / 3) / 6, inf),
    (Uniform(Fraction(2)), lambda x: 0.25, 2.0),
]


@pytest.mark.parametrize(("law", "density", "end"), DENSITIES)
@pytest.mark.parametrize("order", [2, 4, 6])
def test_moments_are_integrals_of_the_density(
    law: CoordinateLaw, density: Callable[[float], float], end: float, order: int
) -> None:
    half, error = integrate.quad(lambda x: x**order * density(x), 0, end, epsabs=0, epsrel=1e-11)
    assert abs(2 * half - float(law.moment(order))) <= 2 * error + 1e-15 * float(law.moment(order))


@pytest.mark.parametrize("law", [Gaussian, Laplace, Uniform])
def test_parameters_may_be_symbols(law: Callable[[Any], CoordinateLaw]) -> None:
    s = sympy.Symbol("s", positive=True)
    for order in ORDERS:
        symbolic, at_two = (law(value).moment(order) for value in (s, Fraction(2)))
        assert sympy.sympify(symbolic).subs(s, 2) == sympy.Rational(at_two.numerator, at_two.denominator)


@given(finite_coordinates())
def test_symmetric_means_that_every_odd_moment_vanishes(law: Finite) -> None:
    """Odd moments up to twice the number of values determine the odd part of a finite law."""
    odd = range(1, 2 * len(law.atoms) * 2, 2)
    assert law.symmetric == (not any(law.moment(order) for order in odd))


FAMILIES: list[LawFamily] = [
    IID(two_point(Fraction(2), THIRD, Fraction(-1))),
    IID(rademacher(Fraction(1, 2))),
    IID(Finite(((Fraction(0), THIRD), (Fraction(1), THIRD), (Fraction(-1), THIRD)))),
    Sparse(Fraction(3, 2)),
    Sparse(Fraction(0)),
    Ones(),
]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.description))
@pytest.mark.parametrize("d", [1, 2, 3])
def test_a_table_has_the_moments_and_the_flags_of_its_family(family: LawFamily, d: int) -> None:
    law, points = family.at(d), family.table(d)
    assert points is not None
    assert law.atoms == points
    table = Atoms.of([point for point, _ in points], [weight for _, weight in points])
    for exponents in product(range(5), repeat=d):
        assert law.moment(exponents) == table.moment(exponents)
    assert law.sign_symmetric == table.sign_symmetric
    assert all(law.nonzero_probability(j) == table.nonzero_probability(j) for j in range(d))


@given(atom_laws())
def test_moments_of_a_table(law: Atoms) -> None:
    for exponents in product(range(3), repeat=law.d):
        direct = sum(
            (w * prod(x**n for x, n in zip(point, exponents, strict=True)) for point, w in law.atoms), Fraction(0)
        )
        assert law.moment(exponents) == direct


@given(atom_laws())
def test_sign_symmetric_means_unchanged_by_every_flip(law: Atoms) -> None:
    assert law.sign_symmetric == all(flipped_average(law, j).mass == law.mass for j in range(law.d))
    for j in range(law.d):
        law = flipped_average(law, j)
    assert law.sign_symmetric


@pytest.mark.parametrize(
    ("law", "symmetric"),
    [
        (Gaussian(), True),
        (Laplace(), True),
        (Uniform(), True),
        (rademacher(), True),
        (FAMILIES[2], True),
        (FAMILIES[0], False),
    ],
    ids=lambda item: getattr(item, "description", ""),
)
def test_known_flags(law: CoordinateLaw | IID, symmetric: bool) -> None:
    assert (law.sign_symmetric if isinstance(law, IID) else law.symmetric) is symmetric


def test_big_tables_are_not_written_out() -> None:
    binary = IID(rademacher())
    edge = LARGEST_TABLE.bit_length() - 1
    assert 2**edge == LARGEST_TABLE
    assert binary.at(edge + 1).atoms is None
    assert len(binary.at(edge - 1).atoms or ()) == 2 ** (edge - 1)
    assert IID(Gaussian()).at(1).atoms is None


@pytest.mark.parametrize(
    ("points", "weights", "message"),
    [
        ([[1], [2]], [1], "2 atoms but 1 weights"),
        ([], [], "d >= 1"),
        ([[]], [1], "d >= 1"),
        ([[1, 2], [1]], [Fraction(1, 2)] * 2, r"\[1, 2\]"),
        ([[1], [2]], [2, -1], "positive; found -1"),
        ([[1], [2]], [1, 0], "positive; found 0"),
        ([[1], [2]], [Fraction(1, 2), Fraction(1, 3)], "sum to 5/6"),
    ],
)
def test_bad_tables_are_refused(points: list[list[int]], weights: list[Fraction | int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Atoms.of(points, weights)


def test_a_table_is_not_assumed_exchangeable() -> None:
    with pytest.raises(TypeError, match="not assumed exchangeable"):
        Atoms.of([[1, 1]], [1]).family_moment((2,))


def test_a_missing_moment_is_a_value_error() -> None:
    assert issubclass(MomentDoesNotExist, ValueError)
