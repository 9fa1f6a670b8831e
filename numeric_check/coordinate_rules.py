"""Quadrature rules of one coordinate, law by law, found from its density or its masses; no moment is ever asked of it.

Gauss rules of the classical orthogonal polynomials (Hermite, Legendre, Laguerre, Jacobi, Charlier, Meixner, Stieltjes
and Wigert, continuous Hahn), whose recurrence is known in closed form. Other laws are discretised (`density_rules`).
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from numpy.polynomial.laguerre import laggauss
from numpy.polynomial.legendre import leggauss

from numeric_check.density_rules import at_least, extreme, gumbel, rayleigh, triangular, truncated, weibull
from numeric_check.gauss_rules import (
    Rule,
    compressed,
    gauss,
    gauss_points,
    jacobi,
    laguerre,
    mixed_rules,
    normalised,
    require_order,
    table,
)
from symbolic.coordinates import Finite, Gaussian, Laplace, MomentDoesNotExist, Student, Uniform
from symbolic.coordinates.counting import NegativeBinomial, Poisson
from symbolic.coordinates.images import Affine, CoordinateMixture
from symbolic.coordinates.mixing import StudentScale
from symbolic.coordinates.positive import Beta, Gamma, LogNormal, Pareto
from symbolic.coordinates.unbounded import Cauchy, Logistic

MOST_ATOMS = 16
"""A longer table is replaced by the Gauss rule of its masses."""


@singledispatch
def coordinate_rule(coordinate: Any, degree: int) -> Rule:
    """Rule of one coordinate, exact for polynomials of the given degree.

    Raises TypeError for a law of an unknown class, `MomentDoesNotExist` where the degree has no moment.
    """
    raise TypeError(
        f"no quadrature rule is known for a coordinate law of class {type(coordinate).__name__}: {coordinate!r}"
    )


@coordinate_rule.register
def _(coordinate: Finite, degree: int) -> Rule:
    points, weights = table([((value,), weight) for value, weight in coordinate.atoms])
    return (points, weights) if len(weights) <= MOST_ATOMS else compressed(points[:, 0], weights, degree)


@coordinate_rule.register
def _(coordinate: Gaussian, degree: int) -> Rule:
    """Gauss–Hermite for the density `exp(-x²/2)` of `x/σ`."""
    points, weights = hermegauss(gauss_points(degree))
    return normalised(float(coordinate.sigma) * points[:, None], weights)


@coordinate_rule.register
def _(coordinate: Uniform, degree: int) -> Rule:
    """Gauss–Legendre for the constant density of `x/w` on `[-1, 1]`."""
    points, weights = leggauss(gauss_points(degree))
    return normalised(float(coordinate.half_width) * points[:, None], weights)


@coordinate_rule.register
def _(coordinate: Laplace, degree: int) -> Rule:
    """Gauss–Laguerre for the density `exp(-y)` of `|x|/s`, and its mirror image."""
    points, weights = laggauss(gauss_points(degree))
    both = float(coordinate.scale) * np.concatenate([points, -points])
    return normalised(both[:, None], np.concatenate([weights, weights]))


@coordinate_rule.register
def _(coordinate: Student, degree: int) -> Rule:
    """Gauss–Jacobi in `z = 1/(1 + x²/ν)`, which has the density `z^{ν/2-1} (1-z)^{-1/2}`, both signs of x alike.

    `x^{2k} z^m` is a polynomial of degree m in z for k <= m, so the factor `z^{-m}` goes into the weight function; that
    is integrable exactly when `2m < ν`, that is when the moments exist. Raises `MomentDoesNotExist` otherwise.
    """
    from scipy.special import roots_jacobi

    df, half = float(coordinate.df), (degree + 1) // 2
    require_order(coordinate, 2 * half)
    points, weights = roots_jacobi(gauss_points(half), -0.5, df / 2 - 1 - half)
    z = (1 + points) / 2
    x = np.sqrt(df * (1 - z) / z)
    return normalised(np.concatenate([x, -x])[:, None], np.tile(weights * z**half, 2))


@coordinate_rule.register
def _(coordinate: StudentScale, degree: int) -> Rule:
    """Gauss–Laguerre in `w = χ²/2`, the factor `w^{-m}` of `s^{2m}` in the weight function; for even powers of s."""
    half, df = (degree + 1) // 2, float(coordinate.df)
    require_order(coordinate, 2 * half)
    w, weights = laguerre(df / 2 - 1 - half, gauss_points(half))
    return normalised(np.sqrt(df / 2 / w)[:, None], weights * w**half)


@coordinate_rule.register
def _(coordinate: Pareto, degree: int) -> Rule:
    """Gauss–Jacobi in `z = minimum/x`, of density `α z^{α-1}` on (0, 1), the factor `z^{-degree}` in the weights."""
    require_order(coordinate, degree)
    z, weights = jacobi(float(coordinate.alpha) - degree, 1.0, gauss_points(degree))
    return normalised(float(coordinate.minimum) / z[:, None], weights * z**degree)


@coordinate_rule.register
def _(coordinate: Gamma, degree: int) -> Rule:
    points, weights = laguerre(float(coordinate.shape) - 1, gauss_points(degree))
    return float(coordinate.scale) * points[:, None], weights


@coordinate_rule.register
def _(coordinate: Beta, degree: int) -> Rule:
    points, weights = jacobi(float(coordinate.a), float(coordinate.b), gauss_points(degree))
    return points[:, None], weights


@coordinate_rule.register
def _(coordinate: LogNormal, degree: int) -> Rule:
    """Stieltjes–Wigert: `a_k = ω^{k-1/2} ((ω+1) ω^k - 1)`, `b_k² = ω^{3k-2} (ω^k - 1)`, `ω = exp(σ²)`."""
    k, omega = np.arange(gauss_points(degree)), float(coordinate.sigma) ** 2
    diagonal = np.exp(omega * (k - 0.5)) * (np.exp(omega * k) * (np.exp(omega) + 1) - 1)
    off = np.exp(omega * (3 * k[1:] - 2)) * np.expm1(omega * k[1:])
    points, weights = gauss(diagonal, np.sqrt(off))
    return np.exp(float(coordinate.mu)) * points[:, None], weights


@coordinate_rule.register
def _(coordinate: Logistic, degree: int) -> Rule:
    """Continuous Hahn polynomials: `b_k² = π² k⁴/(4k² - 1)`."""
    k = np.arange(gauss_points(degree), dtype=np.float64)
    points, weights = gauss(np.zeros(len(k)), np.pi * k[1:] ** 2 / np.sqrt(4 * k[1:] ** 2 - 1))
    return float(coordinate.scale) * points[:, None], weights


@coordinate_rule.register
def _(coordinate: Poisson, degree: int) -> Rule:
    """Charlier polynomials: `a_k = k + rate`, `b_k² = k rate`."""
    k, rate = np.arange(gauss_points(degree)), float(coordinate.rate)
    points, weights = gauss(k + rate, np.sqrt(k[1:] * rate))
    return points[:, None], weights


@coordinate_rule.register
def _(coordinate: NegativeBinomial, degree: int) -> Rule:
    """Meixner polynomials: `a_k = (k + (k + r) q)/(1 - q)`, `b_k² = k (k + r - 1) q/(1 - q)²`."""
    k, r, p = np.arange(gauss_points(degree)), float(coordinate.successes), float(coordinate.p)
    points, weights = gauss((k + (k + r) * (1 - p)) / p, np.sqrt(k[1:] * (k[1:] + r - 1) * (1 - p)) / p)
    return points[:, None], weights


@coordinate_rule.register
def _(coordinate: Cauchy, degree: int) -> Rule:
    raise MomentDoesNotExist(f"{coordinate.description} has no moments of order 1 or more, which a rule needs")


@coordinate_rule.register
def _(coordinate: Affine, degree: int) -> Rule:
    points, weights = coordinate_rule(coordinate.coordinate, degree)
    return float(coordinate.factor) * points + float(coordinate.shift), weights


@coordinate_rule.register
def _(coordinate: CoordinateMixture, degree: int) -> Rule:
    return mixed_rules([(coordinate_rule(law, degree), float(weight)) for law, weight in coordinate.parts])


for _discretised in (triangular, rayleigh, weibull, gumbel, truncated, at_least, extreme):
    coordinate_rule.register(_discretised)
