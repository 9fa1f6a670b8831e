"""Where the figure of one call is made, and its recipe."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from proofs.figure import Recipe
from proofs.garg2022.answers.eight_rows import Shifts
from proofs.zhang2024.answers.known_moments import Covariates, identity, matrix
from proofs.zhang2024.answers.limit import Trained


@dataclass(frozen=True)
class CurveSizes:
    """Dimension, samples in a training prompt (as T), and prompts at each length of the test."""

    d: int
    T: int
    sequences: int


FULL, QUICK = CurveSizes(20, 40, 5_000), CurveSizes(4, 8, 1_000)
"""d = 20 and 2 d samples, as in the paper; and small ones."""


@dataclass(frozen=True, eq=False)
class ShiftsStudio:
    """Sizes and seed of a call, and the model trained with `Λ = I`."""

    sizes: CurveSizes
    seed: int
    told: Callable[[str], None]

    @cached_property
    def trained(self) -> Trained:
        return Trained(Covariates.normal(identity(self.sizes.d)), self.sizes.T)

    @property
    def shifts(self) -> Shifts:
        """Eigenvalues that fall as 1/k², half of the coordinates, and noise of variance 1, as in the paper."""
        d = self.sizes.d
        skew = matrix([[Fraction(int(j == k), k + 1) for k in range(d)] for j in range(d)])
        part = matrix([[Fraction(int(j == k < d // 2)) for k in range(d)] for j in range(d)])
        return Shifts(skew, part, Fraction(3), Fraction(1))


def studio(quick: bool, seed: int, told: Callable[[str], None]) -> ShiftsStudio:
    """The studio, at smaller sizes where it is quick."""
    return ShiftsStudio(QUICK if quick else FULL, seed, told)


RECIPES: Mapping[str, Recipe] = {
    "shifts": Recipe(
        "proofs.garg2022.figures.shift_curves:contents",
        "error_by_examples:figure",
        "Prompts unlike those of the training: error by the number of examples",
        6,
    )
}
