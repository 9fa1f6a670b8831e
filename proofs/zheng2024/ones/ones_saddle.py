"""The loss of any `W_KQ_32`, `W_PV_12` at `x_1 = 1_d`, other blocks zero, in rationals, and its bend off the family.

At T = 3 the prediction is `B x (c·x)` with `B = W_PV_12`, c the column sums of `W_KQ_32`. The bend is looked at where
the flow rests, along the curve of best B to the column sums `s(1 + e, 1 − e, 1, …)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from itertools import product

import sympy

from proofs.zheng2024.line.line import ON_LINE
from proofs.zheng2024.model.loss import cross, quadratic
from symbolic.algebra.partitions import canonical
from symbolic.algebra.rationals import to_sympy

Matrix = tuple[tuple[Fraction, ...], ...]

CENTRAL = ((1, Fraction(16, 12)), (2, Fraction(-1, 12)))
"""Central difference of second order, exact for polynomials up to degree 4: step and factor."""


def loss(value: Matrix, key: Matrix, length: int) -> Fraction:
    """The loss at `W_PV_12`, `W_KQ_32`: every moment of `x_1` is 1.

    >>> identity = ((Fraction(1), Fraction(0)), (Fraction(0), Fraction(1)))
    >>> loss(identity, identity, 3)
    Fraction(1, 1)
    """
    size = len(value)
    keys = [((l, m), key[l][m]) for l, m in product(range(size), repeat=2) if key[l][m]]
    total = Fraction((length - 2) * size, 2)
    for j in range(size):
        terms = [((k, *lm), value[j][k] * weight) for k in range(size) if value[j][k] for lm, weight in keys]
        total -= sum((_met(canonical((j, *read)), length) * weight for read, weight in terms), Fraction(0))
        pairs = product(terms, repeat=2)
        total += sum((_energy(canonical((*p, *q)), length) * v * w for (p, v), (q, w) in pairs), Fraction(0)) / 2
    return total


@cache
def _energy(labels: tuple[int, ...], length: int) -> Fraction:
    return Fraction(quadratic(ON_LINE, ON_LINE, labels).at(length))


@cache
def _met(labels: tuple[int, ...], length: int) -> Fraction:
    return Fraction(cross(ON_LINE, labels).at(length))


def bend(at: tuple[Matrix, Matrix], way: tuple[Matrix, Matrix], length: int) -> Fraction:
    """The second derivative of the loss along a direction; both pairs are `W_PV_12`, `W_KQ_32`."""

    def moved(step: int) -> Fraction:
        value, key = (_plus(one, other, step) for one, other in zip(at, way, strict=True))
        return loss(value, key, length)

    return sum((factor * (moved(step) + moved(-step) - 2 * moved(0)) for step, factor in CENTRAL), Fraction(0))


def _plus(one: Matrix, other: Matrix, step: int) -> Matrix:
    return tuple(tuple(p + step * q for p, q in zip(*rows, strict=True)) for rows in zip(one, other, strict=True))


def rest_at_three(size: int) -> tuple[Matrix, Matrix]:
    """`W_PV_12`, `W_KQ_32` where the flow rests at T = 3, with b = 1 and α = 0."""
    return exchangeable(size, Fraction(1), Fraction(-1, 2 * (size - 1))), exchangeable(size, Fraction(2, 2 * size - 1))


def exchangeable(size: int, diagonal: Fraction, other: Fraction = Fraction(0)) -> Matrix:
    """One value on the diagonal, one off it."""
    return tuple(tuple(diagonal if p == q else other for q in range(size)) for p in range(size))


def apart(size: int) -> tuple[Matrix, Matrix]:
    """A direction in which the first two coordinates part: `W_PV_12`, `W_KQ_32`."""
    tilt = [Fraction(1), Fraction(-1), *[Fraction(0)] * (size - 2)]
    s = Fraction(2, 2 * size - 1)
    key = tuple(tuple(s * tilt[p] if p == q else Fraction(0) for q in range(size)) for p in range(size))
    return tuple(tuple(_response(p, q, tilt, size) for q in range(size)) for p in range(size)), key


def _response(p: int, q: int, tilt: Sequence[Fraction], size: int) -> Fraction:
    """How the best entry of `W_PV_12` follows the column sums, to first order.

    With `r_j = c_j²/(|c|² − c_j²)` it is a multiple of `(r_p − r_p²/(1 + Σr))/c_p` on the diagonal, of
    `−r_p r_q/(c_q (1 + Σr))` off it; the r_j part by `2d²/(d−1)² · tilt/d`, their sum and |c| stay.
    """
    r, total = Fraction(1, size - 1), Fraction(2 * size - 1, size - 1)
    slope = Fraction(2 * size, (size - 1) ** 2)
    scale = r - r**2 / total
    if p == q:
        return tilt[p] * ((1 - 2 * r / total) * slope / scale - 1)
    return -(r * slope * (tilt[p] + tilt[q]) - r**2 * tilt[q]) / total / scale


def bend_at_three(size: int) -> sympy.Rational:
    """The bend along `apart` where the flow rests at T = 3.

    >>> bend_at_three(3)
    -9/25
    """
    return to_sympy(bend(rest_at_three(size), apart(size), 3))
