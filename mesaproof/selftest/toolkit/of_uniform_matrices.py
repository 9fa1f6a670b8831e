"""Altered random matrices: orthogonal or unitary ones that are not uniform, or none of them at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from mesaproof.selftest.altering import Patch
from mesaproof.selftest.mutant import DomainMutant, Kind, Reading, compared
from mesaproof.selftest.toolkit.of_samplers import SAMPLES
from mesaproof.selftest.toolkit.of_second_route import NOT_EXACT
from numeric_check.compare import FALSE_ALARM
from numeric_check.laws import sampling

KEY = "selftest matrices"
D = 2

MEANS: dict[str, tuple[tuple[int, int, float, float], ...]] = {
    "orthogonal": ((1, 0, 0.0, 0.5), (2, 0, 0.5, 0.125), (0, 1, 0.0, 1.0), (0, 2, 1.0, 2.0)),
    "unitary": ((1, 0, 0.0, 0.25), (2, 0, 0.0, 1 / 6), (0, 1, 0.0, 0.5), (0, 2, 0.0, 1.0)),
}
"""`(n, m, mean, variance bound)` of `Re W_11^n (tr W)^m` in two dimensions."""

SECOND = {"orthogonal": 1.0, "unitary": 0.0}
"""The mean of `Re tr W²`, whose variance is at most 2."""


@dataclass(frozen=True)
class SampledMatrices:
    """Powers of an entry and of the trace, the trace of the square, and `W W*`, of sampled matrices."""

    def __call__(self) -> tuple[Reading, ...]:
        return tuple(reading for group in MEANS for reading in self._readings(group))

    def _readings(self, group: str) -> Iterator[Reading]:
        from numeric_check.compare.agreement import sampled

        W = sampling.draw_haar(sampling.generator(f"{KEY} {group}", 0), SAMPLES, D, group)
        trace = W[:, 0, 0] + W[:, 1, 1]
        for n, m, mean, variance in MEANS[group]:
            values = np.asarray((W[:, 0, 0] ** n * trace**m).real, dtype=np.float64)
            yield compared(f"{group}: E Re W_11^{n} tr^{m}", sampled(mean, variance, values, FALSE_ALARM, 0, 1.0))
        square = np.asarray(np.einsum("mij,mji->m", W, W).real, dtype=np.float64)
        yield compared(f"{group}: E Re tr W^2", sampled(SECOND[group], 2.0, square, FALSE_ALARM, 0, 1.0))
        for j, k in ((0, 0), (0, 1), (1, 1)):
            product = np.asarray(np.sum(W[:, j] * W[:, k].conj(), axis=1).real, dtype=np.float64)
            yield compared(
                f"{group}: W W* at {j + 1}, {k + 1}", sampled(float(j == k), 0.0, product, FALSE_ALARM, 0, 1.0)
            )


Matrices = Callable[[Any, int, str], Any]
"""From a generator, a number of samples and a group to `(m, 2, 2)`."""


def matrix_mutants() -> Iterator[DomainMutant]:
    """One for each way to draw other matrices."""
    for change, made in CHANGES.items():
        yield DomainMutant(
            f"sampler/haar/{change}".replace(" ", "-"),
            Kind.SAMPLER,
            f"uniform matrices: {change}",
            NOT_EXACT,
            SampledMatrices(),
            partial(_patches, made),
        )


def _patches(made: Matrices) -> tuple[Patch, ...]:
    return (Patch(sampling, "draw_haar", lambda rng, m, d, group: made(rng, m, group)),)


def _normal(rng: Any, m: int, group: str) -> Any:
    return rng.normal(size=(m, D, D)) + (1j * rng.normal(size=(m, D, D)) if group == "unitary" else 0)


def _factor(rng: Any, m: int, group: str) -> Any:
    return np.linalg.qr(_normal(rng, m, group))[0]


def _rotations(rng: Any, m: int, group: str) -> Any:
    angle = 2 * np.pi * rng.random(m)
    c, s = np.cos(angle), np.sin(angle)
    return np.stack([np.stack([c, -s], axis=-1), np.stack([s, c], axis=-1)], axis=-2)


def _special(rng: Any, m: int, group: str) -> Any:
    """Of determinant 1."""
    found = _factor(rng, m, group)
    return found / np.linalg.det(found)[:, None, None] ** 0.5 if group == "unitary" else _rotations(rng, m, group)


def _diagonal(rng: Any, m: int, group: str) -> Any:
    phases = np.exp(2j * np.pi * rng.random((m, D))) if group == "unitary" else rng.choice([-1.0, 1.0], size=(m, D))
    return phases[:, :, None] * np.eye(D)


def _reflections(rng: Any, m: int, group: str) -> Any:
    v = _normal(rng, m, group)[:, :, :1]
    length = np.sum(np.abs(v) ** 2, axis=1, keepdims=True)
    return np.eye(D) - 2 * v @ np.swapaxes(v.conj(), 1, 2) / length


CHANGES: dict[str, Matrices] = {
    "factors without fixed phases": _factor,
    "of determinant one": _special,
    "rotations in both groups": _rotations,
    "diagonal": _diagonal,
    "reflections in random hyperplanes": _reflections,
    "gaussian without factoring": lambda rng, m, group: _normal(rng, m, group) / np.sqrt(D),
    "all the identity": lambda rng, m, group: np.broadcast_to(np.eye(D), (m, D, D)),
    "one for all sequences": lambda rng, m, group: np.repeat(_factor(rng, 1, group), m, axis=0),
    "real in both groups": lambda rng, m, group: _factor(rng, m, "orthogonal"),
    "complex in both groups": lambda rng, m, group: _factor(rng, m, "unitary"),
    "a hundredth too long": lambda rng, m, group: 1.01 * _factor(rng, m, group),
}
