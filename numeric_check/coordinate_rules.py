"""Quadrature rules of one coordinate, law by law, found from its density or its masses; no moment is ever asked of it.

A Gauss rule with n points is exact up to degree `2n - 1`. It comes from the recurrence of the law's orthogonal
polynomials `x p_k = b_{k+1} p_{k+1} + a_k p_k + b_k p_{k-1}` (Golub and Welsch 1969): known in closed form for the
classical laws (Hermite, Laguerre, Jacobi, Charlier, Meixner, Stieltjes and Wigert, continuous Hahn), else found by the
Stieltjes procedure from a fine discretisation of the density (Gautschi 2004, section 2.2).
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from numpy.polynomial.laguerre import laggauss
from numpy.polynomial.legendre import leggauss

from numeric_check.coordinate_densities import distribution, ends, log_nodes, values_above
from numeric_check.forward import Real
from symbolic.coordinates import Finite, Gaussian, Laplace, MomentDoesNotExist, Student, Uniform
from symbolic.coordinates.counting import NegativeBinomial, Poisson
from symbolic.coordinates.extremes import Extreme
from symbolic.coordinates.images import Affine, CoordinateMixture
from symbolic.coordinates.intervals import AtLeast, Truncated
from symbolic.coordinates.mixing import StudentScale
from symbolic.coordinates.positive import Beta, Gamma, LogNormal, Pareto, Rayleigh, Triangular, Weibull
from symbolic.coordinates.unbounded import Cauchy, Gumbel, Logistic

Rule = tuple[Real, Real]
"""Points `(n, k)` of k joint coordinates and their weights `(n,)`, which sum to 1."""


class TooLarge(ValueError):
    """The quadrature has more nodes than the limit."""

    def __init__(self, nodes: int, limit: int) -> None:
        super().__init__(f"quadrature needs {nodes} nodes, more than the limit of {limit}: take smaller d or T")
        self.nodes = nodes
        self.limit = limit


MOST_ATOMS = 16
"""A longer table is replaced by the Gauss rule of its masses."""

PANELS, NODES = 60, 16
"""A density is discretised by so many Gauss–Legendre panels of so many nodes."""

TAIL = 745.0
"""Where `exp(-x)` underflows."""


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
    points, weights = hermegauss(_gauss_points(degree))
    return normalised(float(coordinate.sigma) * points[:, None], weights)


@coordinate_rule.register
def _(coordinate: Uniform, degree: int) -> Rule:
    """Gauss–Legendre for the constant density of `x/w` on `[-1, 1]`."""
    points, weights = leggauss(_gauss_points(degree))
    return normalised(float(coordinate.half_width) * points[:, None], weights)


@coordinate_rule.register
def _(coordinate: Laplace, degree: int) -> Rule:
    """Gauss–Laguerre for the density `exp(-y)` of `|x|/s`, and its mirror image."""
    points, weights = laggauss(_gauss_points(degree))
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
    _require_order(coordinate, 2 * half)
    points, weights = roots_jacobi(_gauss_points(half), -0.5, df / 2 - 1 - half)
    z = (1 + points) / 2
    x = np.sqrt(df * (1 - z) / z)
    return normalised(np.concatenate([x, -x])[:, None], np.tile(weights * z**half, 2))


@coordinate_rule.register
def _(coordinate: StudentScale, degree: int) -> Rule:
    """Gauss–Laguerre in `w = χ²/2`, the factor `w^{-m}` of `s^{2m}` in the weight function; for even powers of s."""
    half, df = (degree + 1) // 2, float(coordinate.df)
    _require_order(coordinate, 2 * half)
    w, weights = _laguerre(df / 2 - 1 - half, _gauss_points(half))
    return normalised(np.sqrt(df / 2 / w)[:, None], weights * w**half)


@coordinate_rule.register
def _(coordinate: Pareto, degree: int) -> Rule:
    """Gauss–Jacobi in `z = minimum/x`, of density `α z^{α-1}` on (0, 1), the factor `z^{-degree}` in the weights."""
    _require_order(coordinate, degree)
    z, weights = _jacobi(float(coordinate.alpha) - degree, 1.0, _gauss_points(degree))
    return normalised(float(coordinate.minimum) / z[:, None], weights * z**degree)


@coordinate_rule.register
def _(coordinate: Gamma, degree: int) -> Rule:
    points, weights = _laguerre(float(coordinate.shape) - 1, _gauss_points(degree))
    return float(coordinate.scale) * points[:, None], weights


@coordinate_rule.register
def _(coordinate: Beta, degree: int) -> Rule:
    points, weights = _jacobi(float(coordinate.a), float(coordinate.b), _gauss_points(degree))
    return points[:, None], weights


@coordinate_rule.register
def _(coordinate: LogNormal, degree: int) -> Rule:
    """Stieltjes–Wigert: `a_k = ω^{k-1/2} ((ω+1) ω^k - 1)`, `b_k² = ω^{3k-2} (ω^k - 1)`, `ω = exp(σ²)`."""
    k, omega = np.arange(_gauss_points(degree)), float(coordinate.sigma) ** 2
    diagonal = np.exp(omega * (k - 0.5)) * (np.exp(omega * k) * (np.exp(omega) + 1) - 1)
    off = np.exp(omega * (3 * k[1:] - 2)) * np.expm1(omega * k[1:])
    points, weights = _gauss(diagonal, np.sqrt(off))
    return np.exp(float(coordinate.mu)) * points[:, None], weights


@coordinate_rule.register
def _(coordinate: Logistic, degree: int) -> Rule:
    """Continuous Hahn polynomials: `b_k² = π² k⁴/(4k² - 1)`."""
    k = np.arange(_gauss_points(degree), dtype=np.float64)
    points, weights = _gauss(np.zeros(len(k)), np.pi * k[1:] ** 2 / np.sqrt(4 * k[1:] ** 2 - 1))
    return float(coordinate.scale) * points[:, None], weights


@coordinate_rule.register
def _(coordinate: Poisson, degree: int) -> Rule:
    """Charlier polynomials: `a_k = k + rate`, `b_k² = k rate`."""
    k, rate = np.arange(_gauss_points(degree)), float(coordinate.rate)
    points, weights = _gauss(k + rate, np.sqrt(k[1:] * rate))
    return points[:, None], weights


@coordinate_rule.register
def _(coordinate: NegativeBinomial, degree: int) -> Rule:
    """Meixner polynomials: `a_k = (k + (k + r) q)/(1 - q)`, `b_k² = k (k + r - 1) q/(1 - q)²`."""
    k, r, p = np.arange(_gauss_points(degree)), float(coordinate.successes), float(coordinate.p)
    points, weights = _gauss((k + (k + r) * (1 - p)) / p, np.sqrt(k[1:] * (k[1:] + r - 1) * (1 - p)) / p)
    return points[:, None], weights


@coordinate_rule.register
def _(coordinate: Triangular, degree: int) -> Rule:
    low, mode, high = float(coordinate.low), float(coordinate.mode), float(coordinate.high)
    x, w = leggauss(_gauss_points(degree + 1))
    left, right = (low + mode + (mode - low) * x) / 2, (mode + high + (high - mode) * x) / 2
    weights = np.concatenate([w * (1 + x) * (mode - low), w * (1 - x) * (high - mode)])
    return compressed(np.concatenate([left, right]), weights / np.sum(weights), degree)


@coordinate_rule.register
def _(coordinate: Rayleigh, degree: int) -> Rule:
    x, w = _panels(0.0, 12.0 + degree)
    density = x * np.exp(-x * x / 2)
    return compressed(float(coordinate.sigma) * x, normalised(x, w * density)[1], degree)


@coordinate_rule.register
def _(coordinate: Weibull, degree: int) -> Rule:
    """Of `s = log E`, `x = scale exp(s/shape)`."""
    shape = float(coordinate.shape)
    s, w = _panels(-40.0, np.log(TAIL + 8 * degree / shape))
    weights = normalised(s, w * np.exp(s - np.exp(s)))[1]
    return compressed(float(coordinate.scale) * np.exp(s / shape), weights, degree)


@coordinate_rule.register
def _(coordinate: Gumbel, degree: int) -> Rule:
    x, w = _panels(-7.0, 60.0 + 4.0 * degree)
    weights = normalised(x, w * np.exp(-x - np.exp(-x)))[1]
    return compressed(float(coordinate.scale) * x, weights, degree)


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


@coordinate_rule.register
def _(coordinate: Truncated, degree: int) -> Rule:
    """SciPy's density over the interval."""
    if coordinate.moments_below is not None:
        _require_order(coordinate, degree)
    x, w = log_nodes(coordinate.coordinate, *ends(coordinate))
    with np.errstate(over="ignore"):
        weights = w * distribution(coordinate.coordinate).pdf(x)
    return compressed(x, normalised(x, weights)[1], degree)


@coordinate_rule.register
def _(coordinate: AtLeast, degree: int) -> Rule:
    x = values_above(coordinate.coordinate, coordinate.low)
    return compressed(x, normalised(x, distribution(coordinate.coordinate).pmf(x))[1], degree)


@coordinate_rule.register
def _(coordinate: Extreme, degree: int) -> Rule:
    """The density times the power of the distribution function, or of the tail, that all other copies add."""
    if coordinate.moments_below is not None:
        _require_order(coordinate, degree)
    law, n = distribution(coordinate.coordinate), coordinate.copies
    if isinstance(coordinate.coordinate, NegativeBinomial):
        x = values_above(coordinate.coordinate, 0)
        weights = law.pmf(x) * sum(law.cdf(x) ** k * law.cdf(x - 1) ** (n - 1 - k) for k in range(n))
    else:
        x, w = log_nodes(coordinate.coordinate, *law.support())
        with np.errstate(over="ignore"):
            weights = w * law.pdf(x) * (law.cdf(x) if coordinate.largest else law.sf(x)) ** (n - 1)
    return compressed(x, normalised(x, weights)[1], degree)


def mixed_rules(parts: list[tuple[Rule, float]]) -> Rule:
    """The rule of a mixture: the parts' points together."""
    points = np.concatenate([points for (points, _), _ in parts])
    return points, np.concatenate([weight * weights for (_, weights), weight in parts])


def table(atoms: list[tuple[tuple[Any, ...], Any]]) -> Rule:
    """A finite law as its own rule; raises ValueError for weights that are negative or do not sum to 1."""
    points = np.array([[float(entry) for entry in point] for point, _ in atoms])
    weights = np.array([float(weight) for _, weight in atoms])
    if np.any(weights < 0) or not np.isclose(np.sum(weights), 1, rtol=0, atol=1e-12):
        raise ValueError(f"weights must be non-negative and sum to 1; found {weights.tolist()}")
    return points, weights


def normalised(points: Real, weights: Real) -> Rule:
    """The weight functions of the classical rules are the densities up to a constant."""
    return points, weights / np.sum(weights)


def compressed(points: Real, weights: Real, degree: int) -> Rule:
    """The Gauss rule of a discrete measure with points `(n,)`: as few points as the degree allows."""
    size = min(_gauss_points(degree), len(points))
    centre, unit = float(weights @ points), float(np.max(np.abs(points))) or 1.0
    x, diagonal, off = (points - centre) / unit, np.zeros(size), np.zeros(size)
    before, current = np.zeros(len(x)), np.ones(len(x))
    for k in range(size):
        norm = np.sqrt(weights @ current**2)
        current, off[k] = current / norm, norm
        diagonal[k] = weights @ (x * current**2)
        before, current = current, (x - diagonal[k]) * current - (norm * before if k else 0.0)
    found, shares = _gauss(diagonal, off[1:])
    return centre + unit * found[:, None], shares


def _gauss(diagonal: Any, off: Any) -> Rule:
    """Gauss points `(n,)` and weights from a recurrence: weights as `1/Σ p_k(x)²`, small ones to full precision."""
    from scipy.linalg import eigvalsh_tridiagonal

    points = eigvalsh_tridiagonal(diagonal, off) if len(off) else np.array(diagonal, dtype=np.float64)
    before, current, total = np.zeros(len(points)), np.ones(len(points)), np.ones(len(points))
    for k, b in enumerate(off):
        before, current = current, ((points - diagonal[k]) * current - (off[k - 1] * before if k else 0.0)) / b
        total += current**2
    return normalised(points, 1 / total)


def _laguerre(alpha: float, size: int) -> Rule:
    """For the density proportional to `x^alpha exp(-x)`."""
    k = np.arange(size)
    return _gauss(2 * k + 1 + alpha, np.sqrt(k[1:] * (k[1:] + alpha)))


def _jacobi(a: float, b: float, size: int) -> Rule:
    """For the beta density on (0, 1)."""
    k, s = np.arange(size, dtype=np.float64), a + b
    with np.errstate(invalid="ignore", divide="ignore"):
        diagonal = np.where(k == 0, a / s, 0.5 + (a - b) * (s - 2) / (2 * (2 * k + s - 2) * (2 * k + s)))
        n = k[1:]
        square = (
            n * (n + a - 1) * (n + b - 1) * (n + s - 2) / ((2 * n + s - 2) ** 2 * (2 * n + s - 3) * (2 * n + s - 1))
        )
    if size > 1:
        square[0] = a * b / (s * s * (s + 1))
    return _gauss(diagonal, np.sqrt(square))


def _panels(low: float, high: float) -> Rule:
    """Composite Gauss–Legendre rule for integrals over an interval, nodes `(n,)`."""
    x, w = leggauss(NODES)
    edges = np.linspace(low, high, PANELS + 1)
    middle, half = (edges[1:] + edges[:-1]) / 2, (edges[1:] - edges[:-1]) / 2
    return (middle[:, None] + half[:, None] * x).ravel(), (half[:, None] * w).ravel()


def _gauss_points(degree: int) -> int:
    """n Gauss points are exact up to degree `2n - 1`."""
    return degree // 2 + 1


def _require_order(coordinate: Any, order: int) -> None:
    if order >= coordinate.moments_below:
        raise MomentDoesNotExist(f"{coordinate.description} has no moments of order {order}, which the rule needs")
