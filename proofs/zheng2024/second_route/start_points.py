"""Few starts with weights that average a slope over `x_1` exactly, whatever W is.

Along the line the slope of a sequence is a polynomial of degree six in `x_1`, even in each coordinate: of degree three
in the squares `A_j = x_j²`. Where groups of coordinates are independent, every monomial of that degree in the
deviations of `A` from its mean that meets two groups has one of them to degree one, and its mean is 0. So

    E f(A) = f(m) + Σ_g (E f(m with A_g in the place of m_g) − f(m)),      m = E A,

and each group is averaged alone, by its nodes: 2d + 1 starts for independent coordinates instead of `2^d` or `4^d`.
Dependent coordinates keep only so many of their nodes as there are monomials of that degree in their squares: with
weights that solve a linear system they have the means of all nodes. Some weights are negative. Nodes come from
densities; no moment is asked of the law.
"""

from __future__ import annotations

from functools import singledispatch
from itertools import combinations_with_replacement
from typing import Any

import numpy as np

from numeric_check.arrays import Real
from numeric_check.laws.coordinate_rules import mixing_rule
from numeric_check.laws.gauss_rules import OutOfReach, Rule, compressed
from numeric_check.laws.rules import factors
from symbolic.laws import FamilyLaw, Law
from symbolic.laws.composite import Mixture, ScaleMixture
from symbolic.laws.vectors import VectorMixture

DEGREE, IN_SQUARES = 6, 3
"""Degree of the slope in the start, and in its squares."""

DIGITS = 40
"""Binary digits to which squares are one."""

SAME = 1e-12
"""Relative error to which fewer points have the means of all."""

Weighted = tuple[Real, Real]
"""Squares `(n, d)` and weights `(n,)`, which sum to 1."""


def start_points(law: Law, most: int) -> Rule | None:
    """Starts `(n, d)` and their weights; None where no rule is known for the law, or n is more than `most`.

    >>> from symbolic.laws import IID
    >>> from symbolic.laws.coordinates import rademacher
    >>> points, weights = start_points(IID(rademacher()).at(3), 50)
    >>> points.tolist(), weights.tolist()
    ([[1.0, 1.0, 1.0]], [1.0])
    """
    try:
        squares, weights = _squares(law)
    except (OutOfReach, TypeError):
        return None
    return (np.sqrt(np.maximum(squares, 0.0)), weights) if len(weights) <= most else None


def _squares(law: Law) -> Weighted:
    if isinstance(law, FamilyLaw):
        return _of_family(law.family, law.d)
    if isinstance(law, VectorMixture):
        return _mixed([(_squares(part), float(weight)) for part, weight in law.parts])
    return _independent(factors(law, DEGREE))


@singledispatch
def _of_family(family: Any, d: int) -> Weighted:
    return _independent(factors(family.at(d), DEGREE))


@_of_family.register
def _(family: Mixture, d: int) -> Weighted:
    return _mixed([(_of_family(part, d), float(weight)) for part, weight in family.parts])


@_of_family.register
def _(family: ScaleMixture, d: int) -> Weighted:
    scales, shares = mixing_rule(family.mixing, DEGREE)
    squares, weights = _of_family(family.base, d)
    return _mixed([((square * squares, weights), share) for square, share in zip(scales**2, shares, strict=True)])


def _independent(groups: list[Rule]) -> Weighted:
    """The formula above."""
    marginals = [_group(points**2, weights) for points, weights in groups]
    mean = np.concatenate([weights @ squares for squares, weights in marginals])
    parts, first = [(mean[None, :], np.array([1.0 - len(marginals)]))], 0
    for squares, weights in marginals:
        table = np.tile(mean, (len(weights), 1))
        table[:, first : first + squares.shape[1]] = squares
        parts, first = [*parts, (table, weights)], first + squares.shape[1]
    return _merged(*(np.concatenate(each) for each in zip(*parts, strict=True)))


AT_ONCE = 50_000
"""Points of which monomials are tabled together; of more, some of each so many are chosen, and some of these."""


def _group(squares: Real, weights: Real) -> Weighted:
    """The squares of one group, each once; of a single coordinate two of them do."""
    every = _merged(squares, weights)
    few = _two(*every) if squares.shape[1] == 1 else _chosen(*every)
    return few if len(few[1]) < len(every[1]) and _same_means(few, every) else every


def _same_means(few: Weighted, every: Weighted) -> bool:
    unit = float(np.max(every[0])) or 1.0
    found, means = (_means(squares / unit, weights) for squares, weights in (few, every))
    return bool(np.all(np.abs(found - means) <= SAME * _means(every[0] / unit, np.abs(every[1]))))


def _means(squares: Real, weights: Real) -> Real:
    """Of all monomials, summed `AT_ONCE` points at a time."""
    parts = (slice(k, k + AT_ONCE) for k in range(0, len(weights), AT_ONCE))
    return np.asarray(sum(_monomials(squares[part]) @ weights[part] for part in parts))


def _two(squares: Real, weights: Real) -> Weighted:
    """The Gauss rule of two points."""
    return compressed(squares[:, 0], weights, IN_SQUARES) if len(weights) > 1 else (squares, weights)


def _chosen(squares: Real, weights: Real) -> Weighted:
    """Of the points as many as there are monomials, by pivots, with weights that solve the linear system of means."""
    from scipy.linalg import qr

    if len(weights) > AT_ONCE:
        parts = (slice(k, k + AT_ONCE) for k in range(0, len(weights), AT_ONCE))
        few = [_chosen(squares[part], weights[part]) for part in parts]
        return _chosen(*(np.concatenate(each) for each in zip(*few, strict=True)))
    table = _monomials(squares / (np.max(squares) or 1.0))
    means = table @ np.abs(weights)
    table, sizes = table[means > 0] / means[means > 0, None], np.sqrt(np.abs(weights))
    triangle, order = qr(table * sizes, mode="r", pivoting=True)
    pivots = np.abs(np.diag(triangle))
    chosen = order[: int(np.sum(pivots > SAME * pivots[0]))]
    shares = np.linalg.lstsq(table[:, chosen] * sizes[chosen], table @ weights, rcond=None)[0]
    return squares[chosen], sizes[chosen] * shares


def _monomials(squares: Real) -> Real:
    """Monomials of degree three at most, `(monomials, n)`."""
    every = (each for k in range(IN_SQUARES + 1) for each in combinations_with_replacement(range(squares.shape[1]), k))
    return np.stack([np.prod(squares[:, list(each)], axis=1) for each in every])


def _mixed(parts: list[tuple[Weighted, float]]) -> Weighted:
    squares = np.concatenate([squares for (squares, _), _ in parts])
    return _group(squares, np.concatenate([share * weights for (_, weights), share in parts]))


def _merged(squares: Real, weights: Real) -> Weighted:
    """Rows that are equal to forty binary digits together, and none that counts for nothing."""
    mantissas, exponents = np.frexp(squares)
    digits = np.ldexp(np.round(np.ldexp(mantissas, DIGITS)), exponents - DIGITS)
    _, first, place = np.unique(digits, axis=0, return_index=True, return_inverse=True)
    shares = np.bincount(place.ravel(), weights=weights, minlength=len(first))
    return squares[first][shares != 0], shares[shares != 0]
