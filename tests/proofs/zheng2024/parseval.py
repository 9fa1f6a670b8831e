"""The population loss a second time, exactly and straight from the definition, for laws with finitely many atoms.

A prediction is a Laurent polynomial in the eigenvalues. It is multiplied out, monomial by monomial, and the mean of its
squared modulus over the torus is the sum of its squared coefficients (Parseval): no counting, no patterns, no moments.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import product

from proofs.zheng2024.model.attention import KQ_BLOCKS, PV_BLOCKS
from proofs.zheng2024.model.evaluation import Parameters
from symbolic.laws import Atoms

Exponents = tuple[int, ...]
Laurent = dict[Exponents, Fraction]
"""Coefficient of each monomial in the eigenvalues."""

Point = tuple[Fraction, ...]
HALVES = (0, 1)


def loss(law: Atoms, T: int, parameters: Parameters) -> Fraction:
    """`Σ_{t=2}^{T-1} ½ E‖ŷ_t − x_{t+1}‖²`."""
    squares = (weight * _square(point, t, parameters) for point, weight in law.atoms for t in range(2, T))
    return sum(squares, Fraction(0)) / 2


def prediction(point: Point, t: int, parameters: Parameters) -> list[Laurent]:
    """The coordinates of `ŷ_t` for the start `point`."""
    d = len(point)
    out: list[Laurent] = [defaultdict(Fraction) for _ in range(d)]
    for i in range(1, t + 1):
        for (value, k), (key, l), (query, m) in product(product(HALVES, range(d)), repeat=3):
            states = (i - value, i - key, t - query)
            asked = _entry(parameters, KQ_BLOCKS[2 * key + query], l, m) / (t - 1)
            if asked and 0 not in states:
                read = asked * point[k] * point[l] * point[m]
                where = _exponents(d, ((k, states[0] - 1), (l, 1 - states[1]), (m, states[2] - 1)))
                for j in range(d):
                    out[j][where] += _entry(parameters, PV_BLOCKS[value], j, k) * read
    return out


def target(point: Point, t: int, j: int) -> tuple[Exponents, Fraction]:
    """`(x_{t+1})_j`, one monomial."""
    return _exponents(len(point), ((j, t),)), point[j]


def _square(point: Point, t: int, parameters: Parameters) -> Fraction:
    total = Fraction(0)
    for j, coordinate in enumerate(prediction(point, t, parameters)):
        where, value = target(point, t, j)
        coordinate[where] -= value
        total += sum((c * c for c in coordinate.values()), Fraction(0))
    return total


def _exponents(d: int, powers: tuple[tuple[int, int], ...]) -> Exponents:
    total = [0] * d
    for coordinate, power in powers:
        total[coordinate] += power
    return tuple(total)


def _entry(parameters: Parameters, block: str, row: int, column: int) -> Fraction:
    return parameters[block][row][column] if block in parameters else Fraction(0)
