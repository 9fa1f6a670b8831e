"""Loss, gradient and second moments a second time, exactly: predictions are multiplied out, monomial by monomial.

A prediction is a polynomial in `x_1` and a Laurent polynomial in the eigenvalues. The mean over the torus keeps the
monomials in which no eigenvalue is left; over `x_1` it is taken by `starts`. Nothing is counted, no equation is solved,
and of the exact side only the names of the blocks are used. For small d and T.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from mesaproof.selftest.toolkit.starts import expectation
from proofs.zheng2024.model.attention import BLOCKS, KQ_BLOCKS, PV_BLOCKS
from proofs.zheng2024.model.evaluation import Matrix, Parameters
from symbolic.laws import Law

Powers = tuple[int, ...]
Polynomial = dict[tuple[Powers, Powers], Fraction]
"""Coefficients by the exponents of the eigenvalues and of the coordinates of `x_1`."""

Vector = dict[int, Polynomial]
"""The coordinates that are not zero."""


def loss(law: Law, T: int, parameters: Parameters) -> Fraction:
    """`Σ_{t=2}^{T-1} ½ E‖ŷ_t − x_{t+1}‖²`."""
    squares = (
        _mean(law, _product(_conjugate(r), r)) for t in range(2, T) for r in _residual(law.d, t, parameters).values()
    )
    return sum(squares, Fraction(0)) / 2


def gradient(law: Law, T: int, parameters: Parameters) -> dict[str, Matrix]:
    """`∂L/∂W[p, q]` for every entry of every block."""
    return {
        block: tuple(
            tuple(_mean(law, entry_slope(law.d, T, parameters, block, p, q)) for q in range(law.d))
            for p in range(law.d)
        )
        for block in BLOCKS
    }


def entry_slope(d: int, T: int, parameters: Parameters, block: str, p: int, q: int) -> Polynomial:
    """A polynomial whose real part is the derivative of one sequence's loss by `block[p, q]`."""
    unit = {block: tuple(tuple(Fraction(int((p, q) == (j, k))) for k in range(d)) for j in range(d))}
    other = PV_BLOCKS if block in KQ_BLOCKS else KQ_BLOCKS
    direction = unit | {name: rows for name, rows in parameters.items() if name in other}
    return _sum(_inner(_prediction(d, t, direction), _residual(d, t, parameters)) for t in range(2, T))


def radial_slope(d: int, T: int, parameters: Parameters) -> Polynomial:
    """A polynomial whose real part is `Re Σ_t ⟨ŷ_t − x_{t+1}, ŷ_t⟩` of one sequence."""
    return _sum(_inner(_prediction(d, t, parameters), _residual(d, t, parameters)) for t in range(2, T))


def mean(law: Law, polynomial: Polynomial) -> Fraction:
    """`E Re P`."""
    return _mean(law, polynomial)


def second_moment(law: Law, polynomial: Polynomial) -> Fraction:
    """`E (Re P)² = ½ E|P|² + ½ E P²`; the coefficients are real."""
    square = _mean(law, _product(_conjugate(polynomial), polynomial))
    return (square + _mean(law, _product(polynomial, polynomial))) / 2


def _prediction(d: int, t: int, parameters: Parameters) -> Vector:
    out: Vector = {}
    for (v, j, k, weight), (n, l, m, asked) in product(
        _entries(parameters, PV_BLOCKS), _entries(parameters, KQ_BLOCKS)
    ):
        for i in range(1, t + 1):
            read = ((k, i - v), (l, i - n // 2), (m, t - n % 2))
            if all(time > 0 for _, time in read):
                turns = [0] * d
                for (coordinate, time), sign in zip(read, (1, -1, 1), strict=True):
                    turns[coordinate] += sign * (time - 1)
                key = tuple(turns), tuple((k, l, m).count(c) for c in range(d))
                out.setdefault(j, defaultdict(Fraction))[key] += weight * asked / (t - 1)
    return out


def _residual(d: int, t: int, parameters: Parameters) -> Vector:
    out = _prediction(d, t, parameters)
    for j in range(d):
        unit = tuple(int(c == j) for c in range(d))
        out.setdefault(j, defaultdict(Fraction))[tuple(t * c for c in unit), unit] -= 1
    return out


def _entries(parameters: Mapping[str, Matrix], names: tuple[str, ...]) -> list[tuple[int, int, int, Fraction]]:
    return [
        (number, p, q, entry)
        for number, name in enumerate(names)
        for p, row in enumerate(parameters.get(name, ()))
        for q, entry in enumerate(row)
        if entry
    ]


def _inner(left: Vector, right: Vector) -> Polynomial:
    return _sum(_product(_conjugate(entry), right[j]) for j, entry in left.items() if j in right)


def _conjugate(polynomial: Polynomial) -> Polynomial:
    return {(tuple(-n for n in turns), powers): c for (turns, powers), c in polynomial.items()}


def _product(left: Polynomial, right: Polynomial) -> Polynomial:
    """Only what has a partner matters for a mean, but all of it is multiplied out."""
    out: Polynomial = defaultdict(Fraction)
    for (turns, powers), c in left.items():
        for (more, others), e in right.items():
            key = tuple(map(sum, zip(turns, more, strict=True))), tuple(map(sum, zip(powers, others, strict=True)))
            out[key] += c * e
    return out


def _sum(polynomials: Iterator[Polynomial]) -> Polynomial:
    out: Polynomial = defaultdict(Fraction)
    for polynomial in polynomials:
        for key, c in polynomial.items():
            out[key] += c
    return out


def _mean(law: Law, polynomial: Polynomial) -> Fraction:
    kept = ((powers, c) for (turns, powers), c in polynomial.items() if c and not any(turns))
    return sum((c * expectation(law, powers) for powers, c in kept), Fraction(0))
