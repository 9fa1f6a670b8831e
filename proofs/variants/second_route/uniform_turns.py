"""Sequences turned by a uniform orthogonal or unitary matrix: over angles in few dimensions, and random ones.

A loss up to time T - 1 has degree at most `2 max(3T − 7, T − 1)` in the entries of W and their conjugates, since a
prediction is made of `x_i conj(x_{i-1}) x_t`, or has two times at most where other blocks are moved: `3T − 6` then.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numeric_check.arrays import Complex, Real
from numeric_check.laws import sampling
from numeric_check.laws.haar_rules import haar_rule
from numeric_check.model.node_means import nodes
from proofs.variants.second_route.state_sequences import DEGREE, SEQUENCES, Drawn, OfStates
from symbolic.laws import Law

CHUNK = 20_000


@dataclass(frozen=True)
class Uniform:
    """A start of any law, and W uniform among orthogonal or unitary matrices."""

    law: Law
    group: str
    length: int

    def mean(self, of: OfStates, power: int = 1) -> float:
        """The mean of a power of a number that is like a loss."""
        starts, masses = nodes(self.law, power * DEGREE)
        matrices, shares = haar_rule(self.group, self.law.d, 2 * power * max(3 * self.length - 6, self.length - 1))
        total = 0.0
        for first in range(0, len(starts) * len(matrices), CHUNK):
            places = np.arange(first, min(first + CHUNK, len(starts) * len(matrices)))
            start, turn = np.divmod(places, len(matrices))
            values = of(orbits(matrices[turn], starts[start], self.length)) ** power
            total += float(np.sum(masses[start] * shares[turn] * values))
        return total

    def drawn(self, of: OfStates, rng: np.random.Generator) -> Drawn:
        """The number at random sequences."""
        start = sampling.draw(self.law, rng, SEQUENCES)
        values = of(orbits(sampling.draw_haar(rng, SEQUENCES, self.law.d, self.group), start, self.length))
        return Drawn(values, max(0.0, self.mean(of, 2) - self.mean(of) ** 2))


def orbits(matrices: Complex | Real, start: Complex | Real, length: int) -> Complex:
    """`x_1, W x_1, W² x_1, …`, `(m, length, d)`; exact numbers stay exact."""
    states = [np.asarray(start)]
    for _ in range(length - 1):
        states.append((matrices @ states[-1][:, :, None])[:, :, 0])
    return np.stack(states, axis=1)
