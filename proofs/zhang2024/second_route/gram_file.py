"""A sample of prompts whose Gram matrices, queries and weights are in a file: a step holds few prompts at a time.

A prompt is a record of `d² + 2d` numbers. What a step takes in memory does not grow with the number of prompts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from numeric_check.arrays import Parameters, Real, Shapes
from proofs.zhang2024.second_route.gram_sample import Part, mean_gradient, mean_loss

AT_ONCE = 100
"""Prompts that a step holds together."""


@dataclass(frozen=True)
class GramFile:
    """Half the mean squared error on the prompts in a file, by whole matrices: as `gram_sample.GramSample`."""

    N: int
    d: int
    count: int
    path: Path

    @staticmethod
    def written(path: Path, N: int, parts: Iterable[Part]) -> GramFile:
        """A new file of prompts that come in parts, each with N samples; raises FileExistsError where there is one."""
        d = count = 0
        with path.open("xb") as file:
            for grams, queries, weights in parts:
                d, count = queries.shape[1], count + len(queries)
                np.concatenate([grams.reshape(len(grams), -1), queries, weights], axis=1).tofile(file)
        return GramFile(N, d, count, path)

    @property
    def blocks(self) -> Shapes:
        return dict.fromkeys(("W_PV", "W_KQ"), (self.d + 1, self.d + 1))

    def loss(self, parameters: Parameters) -> float:
        """At both matrices."""
        return mean_loss(self.parts(), self.N, self.count, parameters)

    def gradient(self, parameters: Parameters) -> dict[str, Real]:
        """By every entry."""
        return mean_gradient(self.parts(), self.N, self.count, parameters)

    def parts(self) -> Iterator[Part]:
        """A few prompts at a time, into the same memory."""
        d, size = self.d, self.d**2 + 2 * self.d
        held: Real = np.empty((AT_ONCE, size))
        with self.path.open("rb", buffering=0) as file:
            for start in range(0, self.count, AT_ONCE):
                part = held[: min(AT_ONCE, self.count - start)]
                if file.readinto(part.data.cast("B")) != part.nbytes:
                    raise ValueError(f"{self.path} holds fewer than {self.count} prompts of {d} dimensions")
                yield part[:, : d * d].reshape(-1, d, d), part[:, d * d : d * d + d], part[:, d * d + d :]
