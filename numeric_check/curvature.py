"""Second derivatives of the loss along directions, and the step size up to which descent is stable.

Predictions are bilinear in `W_PV` and `W_KQ`, so the loss has degree 4 and its gradient degree 3 in the parameters.
A central difference over ±h and ±2h that is exact up to degree 4 therefore gives `H v` with no truncation error.
"""

from __future__ import annotations

from math import inf

import numpy as np

from numeric_check.forward import Parameters, Real
from numeric_check.gradient_sources import Source
from numeric_check.training import flat, named

TOLERANCE = 1e-10


def hessian_times(source: Source, point: Parameters, direction: Parameters) -> dict[str, Real]:
    """The Hessian of the loss at a point, applied to a direction; four gradients. Raises as `source.gradient` does."""
    return named(_product(source, flat(point, source.d), flat(direction, source.d)), source.d)


def largest_curvature(source: Source, point: Parameters) -> float:
    """Largest eigenvalue of the Hessian at a point, found from products with vectors alone (Lanczos).

    It can be negative or zero. Raises as `source.gradient` does.
    """
    from scipy.sparse.linalg import LinearOperator, eigsh

    center = flat(point, source.d)
    generic = np.random.default_rng(0).normal(size=center.size)
    if not np.any(_product(source, center, generic)):
        return 0.0
    operator = LinearOperator((center.size, center.size), lambda v: _product(source, center, v), dtype=np.float64)
    found = eigsh(operator, k=1, which="LA", v0=generic, tol=TOLERANCE, return_eigenvectors=False)
    return float(found[0])


def largest_stable_step(source: Source, point: Parameters) -> float:
    """`2/λ_max` of the Hessian at a point: larger steps repel descent from there; inf without upward curvature."""
    curvature = largest_curvature(source, point)
    return 2 / curvature if curvature > 0 else inf


def _product(source: Source, center: Real, direction: Real) -> Real:
    size = float(np.linalg.norm(direction))
    if size == 0:
        return np.zeros_like(direction)
    step = (1 + float(np.linalg.norm(center))) / size / 4

    def odd(reach: float) -> Real:
        ahead, behind = (named(center + sign * reach * step * direction, source.d) for sign in (1, -1))
        return flat(source.gradient(ahead), source.d) - flat(source.gradient(behind), source.d)

    return (8 * odd(1) - odd(2)) / (12 * step)
