"""Quadrature rules for the starts `x_1`, law by law: the atoms of a finite law, else Gauss rules found from a density.

A law is a product of independent groups of coordinates, its *factors*; each has a finite table of points and weights.
No moment is ever asked of the law.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from numpy.polynomial.laguerre import laggauss
from numpy.polynomial.legendre import leggauss

from numeric_check.forward import Real
from symbolic.coordinates import Finite, Gaussian, Laplace, MomentDoesNotExist, Student, Uniform
from symbolic.laws import IID, Atoms, FamilyLaw, Ones, Sparse

Rule = tuple[Real, Real]
"""Points `(n, k)` of k joint coordinates and their weights `(n,)`, which sum to 1."""


@singledispatch
def factors(law: Any, degree: int) -> list[Rule]:
    """Independent groups of coordinates, in order, each with a rule exact up to the degree in every coordinate.

    Raises TypeError for a law of an unknown class and ValueError for weights that do not sum to 1.
    """
    raise _unknown("law", law)


@factors.register
def _(law: Atoms, degree: int) -> list[Rule]:
    return [_table([(point, weight) for point, weight in law.atoms])]


@factors.register
def _(law: FamilyLaw, degree: int) -> list[Rule]:
    return family_factors(law.family, law.d, degree)


@singledispatch
def family_factors(family: Any, d: int, degree: int) -> list[Rule]:
    """`factors` of the member of a family at d."""
    raise _unknown("family of laws", family)


@family_factors.register
def _(family: IID, d: int, degree: int) -> list[Rule]:
    return [coordinate_rule(family.coordinate, degree)] * d


@family_factors.register
def _(family: Sparse, d: int, degree: int) -> list[Rule]:
    ends = float(family.c) * np.eye(d)
    return [_normalised(np.concatenate([ends, -ends]), np.ones(2 * d))]


@family_factors.register
def _(family: Ones, d: int, degree: int) -> list[Rule]:
    return [_normalised(np.ones((1, d)), np.ones(1))]


@singledispatch
def coordinate_rule(coordinate: Any, degree: int) -> Rule:
    """Rule of one coordinate, exact for polynomials of the given degree."""
    raise _unknown("coordinate law", coordinate)


@coordinate_rule.register
def _(coordinate: Finite, degree: int) -> Rule:
    return _table([((value,), weight) for value, weight in coordinate.atoms])


@coordinate_rule.register
def _(coordinate: Gaussian, degree: int) -> Rule:
    """Gauss–Hermite for the density `exp(-x²/2)` of `x/σ`."""
    points, weights = hermegauss(_gauss_points(degree))
    return _normalised(float(coordinate.sigma) * points[:, None], weights)


@coordinate_rule.register
def _(coordinate: Uniform, degree: int) -> Rule:
    """Gauss–Legendre for the constant density of `x/w` on `[-1, 1]`."""
    points, weights = leggauss(_gauss_points(degree))
    return _normalised(float(coordinate.half_width) * points[:, None], weights)


@coordinate_rule.register
def _(coordinate: Laplace, degree: int) -> Rule:
    """Gauss–Laguerre for the density `exp(-y)` of `|x|/s`, and its mirror image."""
    points, weights = laggauss(_gauss_points(degree))
    both = float(coordinate.scale) * np.concatenate([points, -points])
    return _normalised(both[:, None], np.concatenate([weights, weights]))


@coordinate_rule.register
def _(coordinate: Student, degree: int) -> Rule:
    """Gauss–Jacobi in `z = 1/(1 + x²/ν)`, which has the density `z^{ν/2-1} (1-z)^{-1/2}`, both signs of x alike.

    `x^{2k} z^m` is a polynomial of degree m in z for k <= m, so the factor `z^{-m}` goes into the weight function; that
    is integrable exactly when `2m < ν`, that is when the moments exist. Raises `MomentDoesNotExist` otherwise.
    """
    from scipy.special import roots_jacobi

    df, half = float(coordinate.df), (degree + 1) // 2
    if 2 * half >= df:
        raise MomentDoesNotExist(f"{coordinate.description} has no moments of order {2 * half}, which the rule needs")
    points, weights = roots_jacobi(_gauss_points(half), -0.5, df / 2 - 1 - half)
    z = (1 + points) / 2
    x = np.sqrt(df * (1 - z) / z)
    return _normalised(np.concatenate([x, -x])[:, None], np.tile(weights * z**half, 2))


def _gauss_points(degree: int) -> int:
    """n Gauss points are exact up to degree `2n - 1`."""
    return degree // 2 + 1


def _table(atoms: list[tuple[tuple[Any, ...], Any]]) -> Rule:
    points = np.array([[float(entry) for entry in point] for point, _ in atoms])
    weights = np.array([float(weight) for _, weight in atoms])
    if np.any(weights < 0) or not np.isclose(np.sum(weights), 1, rtol=0, atol=1e-12):
        raise ValueError(f"weights must be non-negative and sum to 1; found {weights.tolist()}")
    return points, weights


def _normalised(points: Real, weights: Real) -> Rule:
    """The weight functions of the classical rules are the densities up to a constant."""
    return points, weights / np.sum(weights)


def _unknown(what: str, given: object) -> TypeError:
    return TypeError(f"no quadrature rule is known for a {what} of class {type(given).__name__}: {given!r}")
