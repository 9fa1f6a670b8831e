"""Dependent coordinates with given margins: the copulas of Farlie, Gumbel and Morgenstern."""

from __future__ import annotations

from fractions import Fraction

from symbolic.laws import IID, LawFamily
from symbolic.laws.composite import mixture
from symbolic.laws.coordinates import CoordinateLaw
from symbolic.laws.coordinates.order_statistics import largest, smallest


def fgm(coordinate: CoordinateLaw, theta: Fraction) -> LawFamily:
    """Every coordinate has the given law, any two the distribution function `F G (1 + θ (1 - F)(1 - G))`.

    With probability θ/2 each coordinate is the larger of two copies of its own, with θ/2 the smaller, else plain.
    The larger and the smaller one make up the law, so the margins are exact; where F is continuous the density is
    that of independence times `1 + θ Σ Π_{j in S} (2F_j - 1)`, S running over even numbers of coordinates from two on.

    Raises ValueError for θ outside [0, 1] and for a law without extremes of two copies in closed form. Source:
    Morgenstern 1956, Gumbel 1960 and Farlie 1960 for two coordinates; Nelsen 2006, An Introduction to Copulas, section
    3.2.5; mixtures of order statistics, Baker 2008, J. Multivariate Analysis 99.

    >>> from symbolic.laws.coordinates.positive import Gamma
    >>> fgm(Gamma(Fraction(1)), Fraction(1, 2)).mixed_moment((1, 1), 3) - 1  # covariance θ/4
    Fraction(1, 8)
    """
    if not 0 <= theta <= 1:
        raise ValueError(f"theta lies between 0 and 1, so that the copula is one in every dimension; given {theta}")
    parts = [(coordinate, 1 - theta), (largest(coordinate), theta / 2), (smallest(coordinate), theta / 2)]
    return mixture([(IID(law), weight) for law, weight in parts if weight])
