"""Points and weights for matrices that are uniform among orthogonal or unitary ones, in one and two dimensions.

A rule is exact up to a degree in the entries and their conjugates together. O(1) has two signs, U(1) the circle; O(2)
has rotations and reflections by an angle; U(2) is `e^(iφ)` times `[[c e^(iα), s e^(iβ)], [-s e^(-iβ), c e^(-iα)]]` with
`c² + s² = 1`, c² uniform on [0, 1] and angles uniform. Roots of unity of an order above the degree stand for an angle,
and Gauss points for c²: where the mean over the angles is not zero, the powers of c and of s are even.
"""

from __future__ import annotations

import numpy as np

from numeric_check.arrays import Complex, Real
from numeric_check.laws.gauss_rules import OutOfReach

LARGEST = 2


def haar_rule(group: str, d: int, degree: int) -> tuple[Complex, Real]:
    """Matrices `(n, d, d)` and their weights `(n,)`; raises OutOfReach for d above 2.

    >>> points, weights = haar_rule("orthogonal", 2, 4)
    >>> round(float(weights @ points[:, 0, 0].real ** 4), 12)
    0.375
    """
    if d > LARGEST:
        raise OutOfReach(
            f"a matrix that is uniform among {group} ones in {d} dimensions has no rule of points here, which end at "
            f"{LARGEST}: take a sample"
        )
    circle = np.exp(2j * np.pi * np.arange(degree + 1) / (degree + 1))
    if d == 1:
        points = np.array([1.0 + 0j, -1.0]) if group == "orthogonal" else circle
        return points[:, None, None], np.full(len(points), 1 / len(points))
    return _plane(circle) if group == "orthogonal" else _unitary(circle, degree)


def _plane(circle: Complex) -> tuple[Complex, Real]:
    c, s = circle.real, circle.imag
    rotations = np.stack([np.stack([c, -s], axis=-1), np.stack([s, c], axis=-1)], axis=-2)
    points = np.concatenate([rotations, rotations * np.array([1, -1])]).astype(np.complex128)
    return points, np.full(len(points), 1 / len(points))


def _unitary(circle: Complex, degree: int) -> tuple[Complex, Real]:
    nodes, masses = np.polynomial.legendre.leggauss(degree // 4 + 1)
    squares, n = (nodes + 1) / 2, len(circle)
    turn, alpha, beta, place = (axis.ravel() for axis in np.indices((n, n, n, len(nodes))))
    c, s = (np.sqrt(part)[place] for part in (squares, 1 - squares))
    a, b = c * circle[alpha], s * circle[beta]
    rows = [np.stack([a, b], axis=-1), np.stack([-b.conj(), a.conj()], axis=-1)]
    return circle[turn][:, None, None] * np.stack(rows, axis=-2), masses[place] / (2 * n**3)
