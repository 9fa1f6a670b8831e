"""The slope averaged over the start by nodes, at sampled turns W, with control variates of mean 0.

Two samples of turns are drawn, each with a generator of its own. A *pilot* fits the controls; given it they are fixed,
and what follows holds for any controls. Then slopes, averaged over the start, have the controls taken off: the mean is
that of the slope, and the variance a number that the exact side knows, from moments of order six.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from numeric_check.arrays import Complex, Real
from numeric_check.compare import agreement
from numeric_check.compare.agreement import Comparison, sampled
from numeric_check.compare.planning import samples_for
from numeric_check.laws.gauss_rules import Rule
from numeric_check.laws.sampling import draw_torus
from proofs.zheng2024.answers.mean_slope.slope import MOST_SEQUENCES, OPERATIONS, Slope, at_least
from proofs.zheng2024.model.turn_variance import turn_variance
from proofs.zheng2024.second_route.start_points import start_points
from proofs.zheng2024.second_route.turn_controls import TurnControls, Weights, fitted

PILOT, FEWEST_TURNS = 100, 300
"""Turns of the pilot, and of the sample at least."""

FINE = 1e-3
"""A relative shift that is fine enough where none is asked for."""

NODES = 1e-8
"""What the accuracy of nodes and rounding may shift a slope by, relative to its size: 1e-10 and a margin."""

LONGER = 4
"""Where nodes are at hand a check may take so many times as long as one that draws starts."""

MOST_POINTS = 1000
"""Nodes of the start beyond which starts are drawn."""


def points_for(slope: Slope, resolution: float | None) -> Rule | None:
    """Nodes of the start, where there are so few that all of them at every turn are affordable."""
    affordable = LONGER * OPERATIONS / (slope.operations * (PILOT + FEWEST_TURNS))
    return start_points(slope.law, MOST_POINTS if resolution else min(MOST_POINTS, int(affordable)))


def averaged(slope: Slope, starts: Rule, false_alarm: float, resolution: float | None) -> Comparison:
    """Whether the mean slope is 0; raises `MomentDoesNotExist` and `Refused` as `compared` does."""
    controls, left = fitted_controls(slope, starts, PILOT)
    spread = left + (NODES * slope.scale) ** 2
    count = _count(slope, starts, spread, false_alarm, resolution)
    return sampled(0.0, spread, residuals(slope, starts, controls, count), false_alarm, slope.seed, slope.scale)


def fitted_controls(slope: Slope, starts: Rule, pilot: int) -> tuple[TurnControls, float]:
    """Controls from a pilot of so many turns, and the variance that they leave."""
    lam = np.concatenate(list(_turns(slope, starts, " pilot", pilot)))
    controls = fitted(Weights.of(starts), lam, _mean(slope, starts, lam), slope.T - 2)
    return controls, turn_variance(slope.law, slope.T, slope.u, controls.by_pair, controls.by_triple)


def residuals(slope: Slope, starts: Rule, controls: TurnControls, count: int) -> Real:
    """Averaged slopes less their controls, at so many turns."""
    turns = _turns(slope, starts, "", count)
    return np.concatenate([_mean(slope, starts, lam) - controls.values(lam) for lam in turns])


def _count(slope: Slope, starts: Rule, spread: float, false_alarm: float, resolution: float | None) -> int:
    sequences, fewest = len(starts[1]), at_least(FEWEST_TURNS, false_alarm)
    if resolution:
        return max(fewest, slope.planned(spread, false_alarm, resolution, sequences))
    affordable = min(MOST_SEQUENCES, OPERATIONS / slope.operations) / sequences
    fine = samples_for(FINE, spread / slope.scale**2, false_alarm, agreement.MISS)
    return max(fewest, min(int(affordable), fine))


def _turns(slope: Slope, starts: Rule, name: str, count: int) -> Iterator[Complex]:
    """Eigenvalues of so many turns `(m, d)`, in parts of bounded memory."""
    for rng, part in slope.parts(name, count, max(1, MOST_SEQUENCES // len(starts[1]))):
        yield draw_torus(rng, part, slope.law.d)


def _mean(slope: Slope, starts: Rule, lam: Complex) -> Real:
    """The slope averaged over the start at turns `(m, d)`, as `(m,)`."""
    points, weights = starts
    slopes = slope.at(np.repeat(points, len(lam), axis=0), np.tile(lam, (len(points), 1)))
    return np.asarray(weights @ slopes.reshape(len(points), len(lam)))
