"""Where the figures of one call are made, and their recipes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from proofs.figure import Recipe
from proofs.zhang2024.answers.known_moments import Covariates, matrix
from proofs.zhang2024.answers.limit import Trained

WIDE = ((2, Fraction(1, 2), 0), (Fraction(1, 2), 1, Fraction(-1, 4)), (0, Fraction(-1, 4), Fraction(1, 2)))
"""The covariance, which is not diagonal; smaller figures have its first rows and columns."""


@dataclass(frozen=True)
class PromptSizes:
    """Dimension, samples in a prompt (as T), prompts that are trained on, and the time of the flow."""

    d: int
    T: int
    sequences: int
    time: float


FULL, QUICK = PromptSizes(3, 20, 10_000, 3e3), PromptSizes(2, 10, 1_000, 3e2)


@dataclass(frozen=True, eq=False)
class RegressionStudio:
    """Sizes and seed of all figures of a call, and the model that training tends to."""

    sizes: PromptSizes
    seed: int
    told: Callable[[str], None]

    @cached_property
    def trained(self) -> Trained:
        d = self.sizes.d
        return Trained(Covariates.normal(matrix([[Fraction(x) for x in row[:d]] for row in WIDE[:d]])), self.sizes.T)


def studio(quick: bool, seed: int, told: Callable[[str], None]) -> RegressionStudio:
    """The studio, at smaller sizes where it is quick."""
    return RegressionStudio(QUICK if quick else FULL, seed, told)


RECIPES: Mapping[str, Recipe] = {
    "training": Recipe(
        "proofs.zhang2024.figures.loss_by_time:contents",
        "regression_training:figure",
        "Theorem 4.1: training from the paper's start and from small Gaussian entries",
        4,
    )
}
