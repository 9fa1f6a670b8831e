"""Where all figures of one call are made: their sizes, their seed, and the settings that several of them share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from proofs.zheng2024.figures import simulation
from proofs.zheng2024.figures.simulation import Setting, Sizes
from symbolic.laws import IID, LawFamily, Ones, Sparse
from symbolic.laws.coordinates import Gaussian

GAUSSIAN, SPARSE, ONES = IID(Gaussian(Fraction(1, 2))), Sparse(Fraction(1, 2)), Ones()
"""The laws of the paper's figures."""


@dataclass(frozen=True, eq=False)
class Studio:
    """Sizes and seed of all figures of a call, and settings that several of them share."""

    sizes: Sizes
    seed: int
    told: Callable[[str], None]
    kept: dict[tuple[LawFamily, int], Setting] = field(default_factory=dict)

    def setting(self, law: LawFamily, T: int | None = None) -> Setting:
        """The same object for the same law and length, so that a sample is drawn and expanded once."""
        place = law, T or self.sizes.T
        if place not in self.kept:
            self.kept[place] = Setting.of(law.at(self.sizes.d), self.sizes, self.seed, T)
        return self.kept[place]


def studio(quick: bool, seed: int, told: Callable[[str], None]) -> Studio:
    """The studio at the sizes of the paper, or at smaller ones."""
    return Studio(simulation.QUICK if quick else simulation.FULL, seed, told)
