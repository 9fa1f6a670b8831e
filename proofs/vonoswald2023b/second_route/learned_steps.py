"""A linear layer that steps from weights W_0, on sequences `s_{i+1} = W s_i`, in NumPy: over all points, and sampled.

Sequences are `(m, T, d)` with `T = t + 1`; the layer sees the first t elements. A residual is cubic in `s_1`, with
`s_i s_{i-1}* s_t` of degree at most `3t − 4` in the entries of W, and the target of degree t; the loss is its square.
**Points.** Gauss rules are exact for `s_1`; the mean of an exponential of an angle over n equidistant ones is 0 unless
n divides its exponent; a rotation in three dimensions is `R_z R_y R_z` with two uniform angles and a uniform cosine,
and orthogonal matrices are rotations with either sign of one column.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numeric_check.arrays import Parameters, Real
from numeric_check.laws.sampling import draw_torus
from proofs.vonoswald2023b.second_route.running_layers import sequences

SEQUENCES = 40_000

States = NDArray[Any]
"""Real or complex numbers, or exact ones."""


def predictions(blocks: Parameters, s: States, t: int) -> States:
    """`(W_0 + D Σ (s_i − W_0 s_{i-1}) s_{i-1}* C) s_t`, `(m, d)`; a missing block is zero. Exact numbers stay exact."""
    none = np.zeros((s.shape[2], s.shape[2]), dtype=next(iter(blocks.values())).dtype)
    W_0, D, C = (blocks.get(name, none) for name in ("W_0", "D", "C"))
    query = s[:, t - 1, :, None]
    found = W_0 @ query
    for i in range(1, t):
        value, key = s[:, i, :, None] - W_0 @ s[:, i - 1, :, None], s[:, i - 1, :, None]
        found = found + D @ value @ (np.swapaxes(key.conj(), 1, 2) @ (C @ query))
    return np.asarray(found[:, :, 0])


def losses(blocks: Parameters, s: States, t: int) -> Real:
    """Half the squared error of each sequence, `(m,)`."""
    off = predictions(blocks, s, t) - s[:, t]
    square = np.sum(off.conj() * off, axis=1) / 2
    return np.asarray(square if square.dtype == object else np.real(square))


def on_family(d: int, parameters: Mapping[str, float]) -> dict[str, Real]:
    """`W_0 = w I`, `D = η I`, `C = I`."""
    return {"W_0": parameters["w"] * np.eye(d), "D": parameters["eta"] * np.eye(d), "C": np.eye(d)}


@dataclass(frozen=True)
class Dynamics:
    """Sequences of one kind in d dimensions, of which t elements are seen."""

    d: int
    t: int

    @abstractmethod
    def points(self, power: int) -> Iterator[tuple[States, Real]]:
        """Sequences, with weights by which powers of a loss have their exact mean."""

    @abstractmethod
    def sample(self, rng: Any, count: int) -> States:
        """Random ones."""

    def _angles(self, power: int) -> int:
        """So many equidistant angles have the exact mean of a power of a loss."""
        return 2 * max(self.t, 3 * self.t - 4) * power + 1

    def mean(self, parameters: Mapping[str, float], power: int = 1) -> float:
        """The mean of a power of the loss on the family."""
        blocks = on_family(self.d, parameters)
        return sum(float(weights @ losses(blocks, s, self.t) ** power) for s, weights in self.points(power))

    def drawn(self, parameters: Mapping[str, float], rng: Any) -> Real:
        """The loss of random sequences."""
        return losses(on_family(self.d, parameters), self.sample(rng, SEQUENCES), self.t)


def orbits(W: States, start: States, t: int) -> States:
    """`s_1, W s_1, …, W^t s_1`, by plain products, from matrices `(…, d, d)` and starts `(m, d)`."""
    states = [np.broadcast_to(start, np.broadcast_shapes(start.shape, W.shape[:-2] + W.shape[-1:]))]
    for _ in range(t):
        states.append((W @ states[-1][:, :, None])[:, :, 0])
    return np.stack(states, axis=1)


def diagonal(eigenvalues: States) -> States:
    """Matrices `(m, d, d)` with these eigenvalues `(m, d)`."""
    return np.asarray(eigenvalues[:, :, None] * np.eye(eigenvalues.shape[1]))


class Circle(Dynamics):
    """Eigenvalues uniform on the circle, the start circular."""

    def points(self, power: int) -> Iterator[tuple[States, Real]]:
        nodes, weights = _normal(2 * self.d, power)
        start = (nodes[:, : self.d] + 1j * nodes[:, self.d :]) / np.sqrt(2)
        order = self._angles(power)
        for places in product(range(order), repeat=self.d):
            turns = np.exp(2j * np.pi * np.array([places]) / order)
            yield orbits(diagonal(turns), start, self.t), weights / order**self.d

    def sample(self, rng: Any, count: int) -> States:
        start = (rng.standard_normal((count, self.d)) + 1j * rng.standard_normal((count, self.d))) / np.sqrt(2)
        return orbits(diagonal(draw_torus(rng, count, self.d)), start, self.t)


class Signs(Dynamics):
    """Eigenvalues 1 and -1, the start of N(0, I)."""

    def points(self, power: int) -> Iterator[tuple[States, Real]]:
        start, weights = _normal(self.d, power)
        for signs in product((1.0, -1.0), repeat=self.d):
            yield orbits(diagonal(np.array([signs])), start, self.t), weights / 2**self.d

    def sample(self, rng: Any, count: int) -> States:
        signs = rng.choice([-1.0, 1.0], (count, self.d))
        return orbits(diagonal(signs), rng.standard_normal((count, self.d)), self.t)


class Orthogonal(Dynamics):
    """Uniform among the orthogonal matrices of two or three dimensions, the start of N(0, I)."""

    def points(self, power: int) -> Iterator[tuple[States, Real]]:
        start, weights = _normal(self.d, power)
        for rotation, share in self._rotations(self._angles(power)):
            for sign in (1.0, -1.0):
                W = rotation * np.array([*[1.0] * (self.d - 1), sign])
                yield orbits(W[None], start, self.t), weights * share / 2

    def _rotations(self, order: int) -> Iterator[tuple[Real, float]]:
        angles = 2 * np.pi * np.arange(order) / order
        if self.d == 2:
            yield from ((_turn(angle, 2, 0, 1), 1 / order) for angle in angles)
            return
        heights, shares = np.polynomial.legendre.leggauss(order // 2 + 1)
        for first, last in product(angles, angles):
            for height, share in zip(heights, shares, strict=True):
                middle = _turn(np.arccos(height), 3, 0, 2)
                yield _turn(first, 3, 0, 1) @ middle @ _turn(last, 3, 0, 1), share / (2 * order**2)

    def sample(self, rng: Any, count: int) -> States:
        return sequences(rng, count, self.t + 1, self.d)


def lowest(source: Dynamics) -> dict[str, float]:
    """The η at which the mean loss from `W_0 = 0` is least, and the share of that at η = 0 that stays: a parabola."""
    below, at, above = (source.mean({"w": 0.0, "eta": eta}) for eta in (-1.0, 0.0, 1.0))
    slope, bend = (above - below) / 2, (above + below) / 2 - at
    return {"step": -slope / (2 * bend), "error": 1 - slope**2 / (4 * bend * at)}


def _turn(angle: float, d: int, j: int, k: int) -> Real:
    """The rotation by an angle in the plane of two coordinates."""
    out = np.eye(d)
    out[j, j] = out[k, k] = np.cos(angle)
    out[j, k], out[k, j] = -np.sin(angle), np.sin(angle)
    return out


def _normal(count: int, power: int) -> tuple[Real, Real]:
    """Points of so many standard normal numbers, exact for powers of a loss."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(3 * power + 1)
    points = np.array([*product(nodes, repeat=count)])
    shares = np.array([*product(weights / weights.sum(), repeat=count)])
    return points, np.prod(shares, axis=1)
