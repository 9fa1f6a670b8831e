"""Quadrature rules for the starts `x_1`, law by law: the atoms of a finite law, else Gauss rules found from a density.

A law is a product of independent groups of coordinates, its *factors*; each has a finite table of points and weights.
No moment is ever asked of the law.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from math import prod
from typing import Any

import numpy as np

from numeric_check.arrays import Real
from numeric_check.laws.coordinate_rules import coordinate_rule, mixing_rule
from numeric_check.laws.gauss_rules import Rule, TooLarge, mixed_rules, normalised, table
from symbolic.laws import IID, Atoms, FamilyLaw, Ones, Sparse
from symbolic.laws.composite import Comonotone, Equicorrelated, Mixture, ScaleMixture, Shifted, Sphere
from symbolic.laws.coordinates import Gaussian
from symbolic.laws.elliptical import Elliptical
from symbolic.laws.empirical import Empirical
from symbolic.laws.vectors import LinearImage, Product, VectorMixture

MOST_POINTS = 1_000_000
"""A joint rule of dependent coordinates has at most so many points."""


@singledispatch
def factors(law: Any, degree: int) -> list[Rule]:
    """Independent groups of coordinates, in order, each with a rule exact up to the degree.

    The degree is that in every coordinate, and for dependent coordinates that in all. Raises TypeError for a law of an
    unknown class, ValueError for weights that do not sum to 1, TooLarge for too many points.
    """
    raise _unknown("law", law)


@factors.register
def _(law: Atoms, degree: int) -> list[Rule]:
    return [table([(point, weight) for point, weight in law.atoms])]


@factors.register
def _(law: Empirical, degree: int) -> list[Rule]:
    points = np.empty((law.rows, law.d))
    for j, column in enumerate(law.columns):
        points[:, j] = np.fromiter((x / law.denominator for x in column), np.float64, law.rows)
    return [normalised(points, np.ones(law.rows))]


@factors.register
def _(law: FamilyLaw, degree: int) -> list[Rule]:
    return family_factors(law.family, law.d, degree)


@factors.register
def _(law: Product, degree: int) -> list[Rule]:
    return [coordinate_rule(coordinate, degree) for coordinate in law.coordinates]


@factors.register
def _(law: VectorMixture, degree: int) -> list[Rule]:
    return [mixed_rules([(joined(factors(part, degree)), float(weight)) for part, weight in law.parts])]


@factors.register
def _(law: LinearImage, degree: int) -> list[Rule]:
    points, weights = joined(factors(law.base, degree))
    return [(points @ _floats(law.matrix).T + _floats(law.offset), weights)]


@factors.register
def _(law: Elliptical, degree: int) -> list[Rule]:
    lower, diagonal = law.factors
    root = _floats(lower) * np.sqrt(_floats(diagonal))
    directions = sphere_rule(law.d, degree) if law.radial else joined(_gaussian(law.d, degree))
    points, weights = _scaled(directions, mixing_rule(law.mixing, degree))
    return [(points @ root.T + _floats(law.mean), weights)]


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
    return [normalised(np.concatenate([ends, -ends]), np.ones(2 * d))]


@family_factors.register
def _(family: Ones, d: int, degree: int) -> list[Rule]:
    return [normalised(np.ones((1, d)), np.ones(1))]


@family_factors.register
def _(family: Comonotone, d: int, degree: int) -> list[Rule]:
    points, weights = coordinate_rule(family.coordinate, degree)
    return [(np.tile(points, (1, d)), weights)]


@family_factors.register
def _(family: Sphere, d: int, degree: int) -> list[Rule]:
    points, weights = sphere_rule(d, degree)
    return [(float(family.radius) * points, weights)]


@family_factors.register
def _(family: Equicorrelated, d: int, degree: int) -> list[Rule]:
    points, weights = joined(_gaussian(d + 1, degree))
    rho = float(family.rho)
    return [(float(family.sigma) * (np.sqrt(rho) * points[:, :1] + np.sqrt(1 - rho) * points[:, 1:]), weights)]


@family_factors.register
def _(family: ScaleMixture, d: int, degree: int) -> list[Rule]:
    return [_scaled(joined(family_factors(family.base, d, degree)), mixing_rule(family.mixing, degree))]


@family_factors.register
def _(family: Mixture, d: int, degree: int) -> list[Rule]:
    return [mixed_rules([(joined(family_factors(part, d, degree)), float(weight)) for part, weight in family.parts])]


@family_factors.register
def _(family: Shifted, d: int, degree: int) -> list[Rule]:
    groups = family_factors(family.base, d, degree)
    return [(points + float(family.shift), weights) for points, weights in groups]


def joined(groups: Sequence[Rule]) -> Rule:
    """One rule for several independent groups; raises TooLarge above `MOST_POINTS` points."""
    _require_few(prod(len(weights) for _, weights in groups))
    points, weights = groups[0]
    for other, shares in groups[1:]:
        left, right = np.repeat(points, len(other), axis=0), np.tile(other, (len(points), 1))
        points, weights = np.concatenate([left, right], axis=1), np.outer(weights, shares).ravel()
    return points, weights


def sphere_rule(d: int, degree: int) -> Rule:
    """Points on the unit sphere: one coordinate has the density `(1-t²)^{(d-3)/2}`, the others are a smaller sphere."""
    from scipy.special import roots_gegenbauer

    if d == 1:
        return np.array([[1.0], [-1.0]]), np.array([0.5, 0.5])
    if d == 2:
        angles = 2 * np.pi * (np.arange(degree + 1) + 0.25) / (degree + 1)
        return normalised(np.stack([np.cos(angles), np.sin(angles)], axis=1), np.ones(degree + 1))
    points, weights = sphere_rule(d - 1, degree)
    t, shares = roots_gegenbauer(degree // 2 + 1, (d - 2) / 2)
    _require_few(len(t) * len(weights))
    first, rest = np.repeat(t, len(weights))[:, None], np.tile(points, (len(t), 1))
    return normalised(np.concatenate([first, np.sqrt(1 - first**2) * rest], axis=1), np.outer(shares, weights).ravel())


def _scaled(directions: Rule, scales: Rule) -> Rule:
    """The rule of a vector times an independent number."""
    (points, weights), (s, shares) = directions, scales
    _require_few(len(weights) * len(shares))
    return (s[:, None] * points).reshape(-1, points.shape[1]), np.outer(shares, weights).ravel()


def _gaussian(d: int, degree: int) -> list[Rule]:
    return [coordinate_rule(Gaussian(), degree)] * d


def _floats(values: Any) -> Real:
    return np.array(values, dtype=np.float64)


def _require_few(points: int) -> None:
    if points > MOST_POINTS:
        raise TooLarge(points, MOST_POINTS)


def _unknown(what: str, given: object) -> TypeError:
    return TypeError(f"no quadrature rule is known for a {what} of class {type(given).__name__}: {given!r}")
