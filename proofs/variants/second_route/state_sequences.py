"""Sequences of states: powers of eigenvalues, with noise or without; every combination of points, and random ones.

A circular complex normal number is `(u + i v)/√2` with u and v standard normal; a product of Gauss rules with n points
is exact up to degree `2n - 1` in each of them. **Exponent of one eigenvalue.** A prediction is `x_i conj(x_k) x_t`,
with exponents from `-(T-1)` to `2(T-1)`, and a residual times its conjugate has exponents of at most `4(T-1)` in
modulus, its square twice as many; the mean of `λ^n` over M-th roots of unity is 0 unless M divides n.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

import numpy as np

from numeric_check.arrays import Complex, Real
from numeric_check.laws import sampling
from numeric_check.model import node_means
from symbolic.laws import Law

OfStates = Callable[[Complex], Real]
"""From states `(m, T, d)` to numbers `(m,)`, each of them like a loss."""

DEGREE = 6
"""Of a loss in the states."""

CHUNK = 20_000
SEQUENCES = 40_000
ROUNDING = 1e-13
"""A variance below this part of the mean square is rounding error."""


@dataclass(frozen=True)
class Drawn:
    """Values at random sequences, and the exact variance of one."""

    values: Real
    variance: float


def turned(start: Complex, eigenvalues: Complex, length: int) -> Complex:
    """`x_1, λ x_1, λ² x_1, …`, `(m, length, d)`."""
    return noisy([start, *[np.zeros_like(start)] * (length - 1)], eigenvalues)


def noisy(added: list[Complex], eigenvalues: Complex) -> Complex:
    """`x_{t+1} = λ x_t + e_t` from the start and what is added after it."""
    states = [np.asarray(added[0], dtype=np.result_type(np.complex128, added[0], eigenvalues))]
    for noise in added[1:]:
        states.append(eigenvalues * states[-1] + noise)
    return np.stack(states, axis=1)


@dataclass(frozen=True)
class Circular:
    """A circular start with variance `sigma²` a coordinate; with `noise` it is 1, and `sigma²` that of the noise."""

    d: int
    T: int
    sigma: float
    noise: bool

    def mean(self, of: OfStates, power: int = 1) -> float:
        """The mean of a power of a number that is like a loss, over all combinations of points."""
        rules = self._rules(power)
        order = 4 * (self.T - 1) * power + 1
        shape = (*(len(weights) for _, weights in rules), *[order] * self.d)
        total = 0.0
        for first in range(0, int(np.prod(shape)), CHUNK):
            places = np.unravel_index(np.arange(first, min(first + CHUNK, int(np.prod(shape)))), shape)
            drawn = [points[place] for (points, _), place in zip(rules, places, strict=False)]
            mass = reduce(np.multiply, [w[place] for (_, w), place in zip(rules, places, strict=False)])
            turns = np.exp(2j * np.pi * np.stack(places[len(rules) :], axis=1) / order)
            values = of(self._states(np.stack(drawn, axis=1), turns)) ** power
            total += float(np.sum(mass * values))
        return float(total / order**self.d)

    def _rules(self, power: int) -> list[tuple[Complex, Real]]:
        """One for each normal number; in what is added last, to a state that is a target alone, a loss has degree 2."""
        whole, last = _circular_rule(power * DEGREE // 2 + 1), _circular_rule(power + 1)
        return [whole] * self.d * (self.T - 1) + [last] * self.d if self.noise else [whole] * self.d

    def drawn(self, of: OfStates, rng: np.random.Generator) -> Drawn:
        """The number at random sequences."""
        count = self.d * (self.T if self.noise else 1)
        normals = (rng.normal(size=(SEQUENCES, count)) + 1j * rng.normal(size=(SEQUENCES, count))) / np.sqrt(2)
        values = of(self._states(normals, sampling.draw_torus(rng, SEQUENCES, self.d)))
        return Drawn(values, _variance(self.mean(of, 2), self.mean(of)))

    def _states(self, normals: Complex, turns: Complex) -> Complex:
        if not self.noise:
            return turned(self.sigma * normals, turns, self.T)
        start, *others = np.split(normals, self.T, axis=1)
        return noisy([start, *(self.sigma * other for other in others)], turns)


@dataclass(frozen=True)
class Roots:
    """A start of any law, and eigenvalues on the roots of unity of an order."""

    law: Law
    order: int
    length: int

    def mean(self, of: OfStates, power: int = 1) -> float:
        """The mean of a power of a number that is like a loss, over all eigenvalues."""
        found = node_means.mean(self.law, power * DEGREE, self.order, lambda x, lam: self._at(of, x, lam) ** power)
        return float(found)

    def drawn(self, of: OfStates, rng: np.random.Generator) -> Drawn:
        """The number at random sequences."""
        start = sampling.draw(self.law, rng, SEQUENCES)
        values = self._at(of, start, sampling.draw_roots(rng, SEQUENCES, self.law.d, self.order))
        return Drawn(values, _variance(self.mean(of, 2), self.mean(of)))

    def _at(self, of: OfStates, start: Real, turns: Complex) -> Real:
        return of(turned(start.astype(np.complex128), turns, self.length))


def _variance(square: float, mean: float) -> float:
    variance = max(0.0, square - mean**2)
    return variance if variance > ROUNDING * square else 0.0


def _circular_rule(count: int) -> tuple[Complex, Real]:
    nodes, weights = np.polynomial.hermite_e.hermegauss(count)
    weights = weights / weights.sum()
    points = (nodes[:, None] + 1j * nodes[None, :]) / np.sqrt(2)
    return points.ravel(), np.outer(weights, weights).ravel()
