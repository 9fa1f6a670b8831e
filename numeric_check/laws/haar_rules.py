"""Points and weights for uniform matrices: orthogonal ones in up to three dimensions, unitary ones in one and two.

A rule is exact up to a degree in the entries and their conjugates together. O(1) has two signs, U(1) the circle; O(2)
has rotations and reflections by an angle; O(3) rotations and their opposites, turned about the third axis, the second
and the third again, the first and last angle uniform and the cosine of the second uniform on [−1, 1]; U(2) is `e^(iφ)`
times `[[c e^(iα), s e^(iβ)], [-s e^(-iβ), c e^(-iα)]]` with `c² + s² = 1`, c² uniform on [0, 1] and angles uniform.
Roots of unity of an order above the degree stand for an angle, and Gauss points for c² and for the cosine: what is left
of a polynomial in the mean over the other angles is one in these.
"""

from __future__ import annotations

import numpy as np

from numeric_check.arrays import Complex, Real
from numeric_check.laws.gauss_rules import OutOfReach

LARGEST = {"orthogonal": 3, "unitary": 2}


def haar_rule(group: str, d: int, degree: int) -> tuple[Complex, Real]:
    """Matrices `(n, d, d)` and their weights `(n,)`; raises OutOfReach for d above 3, of unitary ones above 2.

    >>> points, weights = haar_rule("orthogonal", 2, 4)
    >>> round(float(weights @ points[:, 0, 0].real ** 4), 12)
    0.375
    """
    if d > LARGEST[group]:
        raise OutOfReach(
            f"a matrix that is uniform among {group} ones in {d} dimensions has no rule of points here, which end at "
            f"{LARGEST[group]}: take a sample"
        )
    circle = np.exp(2j * np.pi * np.arange(degree + 1) / (degree + 1))
    if d == 1:
        points = np.array([1.0 + 0j, -1.0]) if group == "orthogonal" else circle
        return points[:, None, None], np.full(len(points), 1 / len(points))
    if d == LARGEST["orthogonal"]:
        return _space(circle, degree)
    return _plane(circle) if group == "orthogonal" else _unitary(circle, degree)


def _plane(circle: Complex) -> tuple[Complex, Real]:
    c, s = circle.real, circle.imag
    rotations = np.stack([np.stack([c, -s], axis=-1), np.stack([s, c], axis=-1)], axis=-2)
    points = np.concatenate([rotations, rotations * np.array([1, -1])]).astype(np.complex128)
    return points, np.full(len(points), 1 / len(points))


def _space(circle: Complex, degree: int) -> tuple[Complex, Real]:
    nodes, masses = np.polynomial.legendre.leggauss(degree // 2 + 1)
    sines, n = np.sqrt(1 - nodes**2), len(circle)
    first, second, last = (axis.ravel() for axis in np.indices((n, len(nodes), n)))
    begun, ended = (_about(2, circle.real[angle], circle.imag[angle]) for angle in (first, last))
    rotations = begun @ _about(1, nodes[second], sines[second]) @ ended
    weights = masses[second] / (4 * n**2)
    return np.concatenate([rotations, -rotations]).astype(np.complex128), np.concatenate([weights, weights])


def _about(axis: int, c: Real, s: Real) -> Real:
    """Rotations about an axis in space by angles with these cosines and sines, `(n, 3, 3)`."""
    one, other = ((axis + 1) % 3, (axis + 2) % 3)
    found = np.zeros((len(c), 3, 3))
    found[:, axis, axis] = 1.0
    found[:, one, one], found[:, other, other] = c, c
    found[:, one, other], found[:, other, one] = -s, s
    return found


def _unitary(circle: Complex, degree: int) -> tuple[Complex, Real]:
    nodes, masses = np.polynomial.legendre.leggauss(degree // 4 + 1)
    squares, n = (nodes + 1) / 2, len(circle)
    turn, alpha, beta, place = (axis.ravel() for axis in np.indices((n, n, n, len(nodes))))
    c, s = (np.sqrt(part)[place] for part in (squares, 1 - squares))
    a, b = c * circle[alpha], s * circle[beta]
    rows = [np.stack([a, b], axis=-1), np.stack([-b.conj(), a.conj()], axis=-1)]
    return circle[turn][:, None, None] * np.stack(rows, axis=-2), masses[place] / (2 * n**3)
