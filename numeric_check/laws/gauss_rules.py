"""Quadrature rules as points and weights: tables, mixtures, and Gauss rules.

A Gauss rule with n points is exact up to degree `2n - 1`. It comes from the recurrence of the law's orthogonal
polynomials `x p_k = b_{k+1} p_{k+1} + a_k p_k + b_k p_{k-1}` (Golub and Welsch 1969), which for a discrete measure is
found by the Stieltjes procedure (Gautschi 2004, section 2.2).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from numeric_check.arrays import Real
from symbolic.laws.coordinates import MomentDoesNotExist

Rule = tuple[Real, Real]
"""Points `(n, k)` of k joint coordinates and their weights `(n,)`, which sum to 1."""


class OutOfReach(ValueError):
    """What quadrature cannot compute here, in words."""


class TooLarge(OutOfReach):
    """The quadrature has more nodes than the limit."""

    def __init__(self, nodes: int, limit: int) -> None:
        super().__init__(f"quadrature needs {nodes} nodes, more than the limit of {limit}: take smaller d or T")
        self.nodes = nodes
        self.limit = limit


class Untrusted(OutOfReach):
    """A rule whose own accuracy, measured by computing it twice, is not enough to judge a number by."""


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
    """The Gauss rule of a discrete measure with points `(n,)`: as few points as the degree allows.

    Raises `Untrusted` where the points or weights leave the range of floating point.
    """
    size = min(gauss_points(degree), len(points))
    centre, unit = float(weights @ points), float(np.max(np.abs(points))) or 1.0
    x, diagonal, off = (points - centre) / unit, np.zeros(size), np.zeros(size)
    before, current = np.zeros(len(x)), np.ones(len(x))
    for k in range(size):
        norm = np.sqrt(weights @ current**2)
        current, off[k] = current / norm, norm
        diagonal[k] = weights @ (x * current**2)
        before, current = current, (x - diagonal[k]) * current - (norm * before if k else 0.0)
    if not np.all(np.isfinite([diagonal, off])):
        raise Untrusted("the points of a quadrature rule leave the range of floating point")
    found, shares = gauss(diagonal, off[1:])
    return centre + unit * found[:, None], shares


def gauss(diagonal: Any, off: Any) -> Rule:
    """Gauss points `(n,)` and weights from a recurrence: weights as `1/Σ p_k(x)²`, small ones to full precision."""
    points = np.linalg.eigvalsh(np.diag(diagonal) + np.diag(off, 1) + np.diag(off, -1))
    before, current, total = np.zeros(len(points)), np.ones(len(points)), np.ones(len(points))
    for k, b in enumerate(off):
        before, current = current, ((points - diagonal[k]) * current - (off[k - 1] * before if k else 0.0)) / b
        total += current**2
    return normalised(points, 1 / total)


def gauss_points(degree: int) -> int:
    """n Gauss points are exact up to degree `2n - 1`."""
    return degree // 2 + 1


def require_order(coordinate: Any, order: int) -> None:
    """Raise `MomentDoesNotExist` for a law without moments of an order."""
    if order >= coordinate.moments_below:
        raise MomentDoesNotExist(f"{coordinate.description} has no moments of order {order}, which the rule needs")
