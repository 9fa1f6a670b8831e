"""The sampled slope of the loss along the line, with control variates where they help.

Three samples are drawn, each with a generator of its own. A *pilot* fits the controls; given it they are fixed, and all
that follows holds for any controls. The *sequences* give slopes, of which the controls less their exact means are taken
off: the mean is that of the slope, and the variance a number that the exact side bounds. The *starts* alone, which are
cheap, have their own mean of the controls compared with that of the law, so that moments of a law which are not those
of its draws are noticed: in the difference alone they would cancel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from numeric_check.arrays import Real
from numeric_check.compare import agreement
from numeric_check.compare.agreement import Budget, Comparison, sampled
from numeric_check.compare.planning import samples_for
from numeric_check.laws.sampling import draw, draw_torus, generator
from proofs.refusal import Refused
from proofs.zheng2024.model import variance
from proofs.zheng2024.second_route import forward, one_pass, radial_controls
from symbolic.laws import Law
from symbolic.progress import parts

OPERATIONS = 5e7
"""Complex multiplications that the simulation of one check may cost; it fixes the number of sequences."""

FEWEST_SEQUENCES, MOST_SEQUENCES = 500, 100_000
"""Sequences of a simulation that no resolution is asked of; so many at most are drawn at a time in any."""

MOST_OPERATIONS = 1e11
"""Complex multiplications that a requested resolution may cost: minutes."""

PILOT, PILOT_SHARE = 500, 16
"""Sequences of the pilot: so many, or this part of the others, if that is more."""

MULTIPLICATIONS = 20
"""What a coordinate of a start alone costs: there are so many starts that they cost about as much as the sequences."""

MOST_STARTS = 100
"""Starts alone for each sequence, at most."""

WORTH = 0.5
"""Controls are used where they leave less than this part of the variance."""


@dataclass(frozen=True)
class Slope:
    """The point `ab = u` of the line for one law and length, and the size that slopes are relative to."""

    law: Law
    T: int
    u: float
    scale: float
    seed: int

    @property
    def operations(self) -> float:
        """Complex multiplications of one sequence."""
        return float(self.T * (self.law.d + 2) ** 2)

    def sample(self, name: str, count: int) -> Iterator[tuple[Real, Real]]:
        """Starts and slopes of so many sequences, in parts of bounded memory."""
        point = forward.on_line(self.law.d, self.u, 1.0)
        for rng, part in self._parts(name, count):
            x1, lam = draw(self.law, rng, part), draw_torus(rng, part, self.law.d)
            yield x1, one_pass.radial(point, x1, lam, self.T)

    def starts(self, count: int, function: Callable[[Real], Real]) -> Real:
        """A function of starts alone, in the time of so many sequences."""
        count *= int(min(MOST_STARTS, max(1, self.operations / (MULTIPLICATIONS * self.law.d))))
        return np.concatenate([function(draw(self.law, rng, part)) for rng, part in self._parts(" starts", count)])

    def _parts(self, name: str, count: int) -> Iterator[tuple[Any, int]]:
        rng = generator(f"check {self.law.description} d={self.law.d} T={self.T}{name}", self.seed)
        for start in parts(range(0, count, MOST_SEQUENCES), "parts of the simulation"):
            yield rng, min(MOST_SEQUENCES, count - start)


def compared(slope: Slope, false_alarm: float, resolution: float | None) -> tuple[Comparison, Comparison | None]:
    """Whether the mean slope is 0, and, where controls are used, whether the draws have their means.

    Both together refuse what is true with probability at most `false_alarm`. Raises `MomentDoesNotExist` where no
    number bounds the variance, `Refused` for a resolution that would take more than minutes.
    """
    whole = variance.radial_second_moment(slope.law, slope.T, slope.u)
    cheap = int(min(MOST_SEQUENCES, max(FEWEST_SEQUENCES, OPERATIONS / slope.operations)))
    controls = _controls(slope, cheap)
    left = variance.residual_variance(slope.law, slope.T, slope.u, controls)
    used = left < WORTH * whole
    rate, spread = (Budget(false_alarm).share(2), left) if used else (false_alarm, whole)
    count = _planned(slope, spread, rate, resolution) if resolution else cheap
    if not used:
        slopes = np.concatenate([found for _, found in slope.sample("", count)])
        return sampled(0.0, whole, slopes, rate, slope.seed, slope.scale), None
    return _controlled(slope, controls, left, count, rate)


def _controls(slope: Slope, count: int) -> radial_controls.Controls:
    pilot = slope.sample(" pilot", max(PILOT, count // PILOT_SHARE))
    x1, slopes = (np.concatenate(each) for each in zip(*pilot, strict=True))
    return radial_controls.fitted(x1, slopes)


def _controlled(
    slope: Slope, controls: radial_controls.Controls, left: float, count: int, rate: float
) -> tuple[Comparison, Comparison]:
    mean = variance.expectation(slope.law, controls)
    residuals = [found - (radial_controls.values(controls, x1) - mean) for x1, found in slope.sample("", count)]
    drawn = slope.starts(count, lambda x1: radial_controls.values(controls, x1))
    spread = variance.controls_variance(slope.law, controls)
    return (
        sampled(0.0, left, np.concatenate(residuals), rate, slope.seed, slope.scale),
        sampled(mean, spread, drawn, rate, slope.seed, slope.scale),
    )


def _planned(slope: Slope, spread: float, false_alarm: float, resolution: float) -> int:
    """How many sequences notice a relative shift of that size."""
    relative, most = spread / slope.scale**2, int(MOST_OPERATIONS / slope.operations)
    best = agreement.resolution(most, relative, false_alarm, agreement.MISS)
    if best > resolution:
        raise Refused(
            f"a resolution of {resolution:g}",
            f"{best:.2g} or coarser, which takes {most} sequences and minutes",
            "smaller d or T resolve more in the same time",
        )
    return max(FEWEST_SEQUENCES, samples_for(resolution, relative, false_alarm, agreement.MISS))
