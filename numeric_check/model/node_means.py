"""Exact means over a law and a torus: weighted sums over the nodes of rules and over roots of unity.

The points run through the nodes of `rules`, each eigenvalue through the M-th roots of unity. For an integrand that is a
polynomial in both, the weighted sum over all nodes is its expectation once both are long enough: the rules for its
degree in the points, M for its exponents in an eigenvalue, since the mean of `λ^n` over M-th roots of unity is 0 unless
M divides n. There is no formula for any moment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy as np

from numeric_check.arrays import Complex, Real
from numeric_check.laws.gauss_rules import Rule, TooLarge
from numeric_check.laws.rules import factors
from symbolic.laws import Law
from symbolic.progress import parts

Integrand = Callable[[Real, Complex], Real]
"""From points of the law and eigenvalues, both `(m, d)`, to values `(m, …)`."""

LIMIT = 4_000_000
CHUNK = 8192


def mean(law: Law, degree: int, order: int, integrand: Integrand, limit: int = LIMIT) -> Real:
    """Mean of an integrand of at most this degree in each coordinate, over `order` roots of unity in each eigenvalue.

    Raises OutOfReach, in words, above `limit` nodes and where the law's rule is not accurate; TypeError for a law of an
    unknown class, and what the integrand raises.
    """
    points, turns = factors(law, degree), [_roots(order)] * law.d
    count = _count([*points, *turns], limit)
    shape = tuple(prod(len(weights) for _, weights in group) for group in (points, turns))
    chunks = parts(range(0, count, CHUNK), "chunks of quadrature nodes")
    ranges = (np.arange(start, min(start + CHUNK, count)) for start in chunks)
    weighted = (_weighted(points, turns, np.unravel_index(places, shape), integrand) for places in ranges)
    return np.asarray(sum(weighted), dtype=np.float64)


def cost(law: Law, degree: int, order: int) -> int:
    """Number of nodes that `mean` visits.

    >>> from symbolic.laws.coordinates import rademacher
    >>> from symbolic.laws import IID
    >>> cost(IID(rademacher()).at(2), 6, 7)  # 2² points, 7² pairs of eigenvalues
    196
    """
    return prod([*(len(weights) for _, weights in factors(law, degree)), *[order] * law.d])


def nodes(law: Law, degree: int, limit: int = LIMIT) -> Rule:
    """Points `(n, d)` and weights `(n,)` that integrate polynomials of the given degree in each coordinate.

    Raises TooLarge above `limit` nodes, otherwise as `rules.factors`.
    """
    groups = factors(law, degree)
    return _joint(groups, np.arange(_count(groups, limit)))


def _roots(order: int) -> tuple[Complex, Real]:
    return np.exp(2j * np.pi * np.arange(order) / order)[:, None], np.full(order, 1 / order)


def _count(rules: Sequence[Any], limit: int) -> int:
    count = prod(len(weights) for _, weights in rules)
    if count > limit:
        raise TooLarge(count, limit)
    return count


def _weighted(points: Sequence[Any], turns: Sequence[Any], index: tuple[Any, ...], integrand: Integrand) -> Real:
    starts, mass = _joint(points, index[0])
    eigenvalues, share = _joint(turns, index[1])
    return np.tensordot(mass * share, integrand(starts, eigenvalues), axes=(0, 0))


def _joint(rules: Sequence[Any], flat: Any) -> tuple[Any, Real]:
    """The nodes of a product of rules at the given flat positions."""
    places = np.unravel_index(flat, tuple(len(weights) for _, weights in rules))
    points = [table[place] for (table, _), place in zip(rules, places, strict=True)]
    weights = [weights[place] for (_, weights), place in zip(rules, places, strict=True)]
    return np.concatenate(points, axis=1), np.prod(weights, axis=0)
