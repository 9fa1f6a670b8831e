"""Second derivatives of the loss along directions, the step size up to which descent is stable, the best multiple.

Where predictions are bilinear in two groups of blocks, the loss has degree 4 and its gradient degree 3 in the
parameters. A central difference over ±h and ±2h that is exact up to degree 4 therefore gives `H v` with no truncation
error; for other losses the error is of order h⁴.
"""

from __future__ import annotations

from math import inf

import numpy as np

from numeric_check.arrays import Parameters, Real
from numeric_check.model.points import flat, named
from numeric_check.model.source import Source, free_entries
from symbolic.progress import at_least

TOLERANCE = 1e-10
BASIS = 8
"""Vectors that Lanczos keeps; each costs four gradients before the first estimate, so a few are best."""


def hessian_times(source: Source, point: Parameters, direction: Parameters) -> dict[str, Real]:
    """The Hessian of the loss at a point, applied to a direction; four gradients. Raises as `source.gradient` does."""
    return named(_product(source, flat(point, source.blocks), flat(direction, source.blocks)), source.blocks)


def second_derivatives(source: Source, point: Parameters) -> Real:
    """All of them at a point, entries in the order of `points.flat`: symmetric, four gradients a row."""
    center = flat(point, source.blocks)
    rows = np.array([_product(source, center, direction) for direction in np.eye(len(center))])
    return np.asarray((rows + rows.T) / 2)


def largest_curvature(source: Source, point: Parameters, tolerance: float = TOLERANCE) -> float:
    """Largest eigenvalue of the Hessian at a point, found from products with vectors alone (Lanczos).

    Only entries that the source lets move count. It can be negative or zero. `tolerance` is the relative residual of
    the eigenvector; the error of the eigenvalue is of the order of its square. Raises ValueError where the Hessian is
    not finite, and as `source.gradient` does.
    """
    from scipy.sparse.linalg import LinearOperator, eigsh

    center, free = flat(point, source.blocks), free_entries(source)

    def times(direction: Real) -> Real:
        whole = np.zeros_like(center)
        whole[free] = direction
        product = _product(source, center, whole)[free]
        product_made()
        return np.asarray(product)

    generic, basis = np.random.default_rng(0).normal(size=free.size), min(BASIS, free.size)
    with at_least(basis + 1, "products with the Hessian, for the stable step") as product_made:
        curved = times(generic)
        if not np.all(np.isfinite(curved)):
            raise ValueError("the second derivatives of the loss leave the range of floating point")
        if not np.any(curved):
            return 0.0
        if free.size == 1:
            return float(curved[0] / generic[0])
        operator = LinearOperator((free.size, free.size), times, dtype=np.float64)
        found = eigsh(operator, k=1, which="LA", v0=generic, ncv=basis, tol=tolerance, return_eigenvectors=False)
    return float(found[0])


def largest_stable_step(source: Source, point: Parameters, tolerance: float = TOLERANCE) -> float:
    """`2/λ_max` of the Hessian at a point: larger steps repel descent from there; inf without upward curvature."""
    curvature = largest_curvature(source, point, tolerance)
    return 2 / curvature if curvature > 0 else inf


def best_multiple(source: Source, point: Parameters) -> dict[str, Real]:
    """The multiple of a point at which the loss is least, if on a ray it is quadratic in the square of the multiple.

    It is where predictions are bilinear in two groups of blocks; for another loss this is the best multiple of the
    polynomial through three losses. The point itself where it is zero. Raises as `source.loss` does.
    """
    whole = flat(point, source.blocks)
    size = float(np.max(np.abs(whole)))
    unit = whole / size if size else whole
    zero, one, two = (source.loss(named(reach * unit, source.blocks)) for reach in (0, 1, 2))
    quartic = ((two - zero) - 4 * (one - zero)) / 12
    square = -(one - zero - quartic) / (2 * quartic) if quartic > 0 else 0.0
    return named(max(square, 0.0) ** 0.5 * unit, source.blocks)


def _product(source: Source, center: Real, direction: Real) -> Real:
    size = float(np.linalg.norm(direction))
    if size == 0:
        return np.zeros_like(direction)
    step = (1 + float(np.linalg.norm(center))) / size / 4

    def odd(reach: float) -> Real:
        ahead, behind = (named(center + sign * reach * step * direction, source.blocks) for sign in (1, -1))
        return flat(source.gradient(ahead), source.blocks) - flat(source.gradient(behind), source.blocks)

    return (8 * odd(1) - odd(2)) / (12 * step)
