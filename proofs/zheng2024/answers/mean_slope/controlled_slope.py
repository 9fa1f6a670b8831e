"""The slope along the line of drawn sequences, with control variates where they help.

Samples are drawn each with a generator of its own. A *pilot* fits the controls; given it they are fixed, and all that
follows holds for any controls. The *sequences* give slopes, of which the controls less their exact means are taken off:
the mean is that of the slope, and the variance a number that the exact side bounds. The difference alone would not
notice moments of a law that are not those of its draws: they would cancel. So the controls' mean over nodes of the
start is compared with that of the law, and where no nodes are known, their mean over draws of *starts* alone, which are
cheap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from numeric_check.arrays import Real
from numeric_check.compare.agreement import Budget, Comparison, close, sampled
from numeric_check.laws.gauss_rules import OutOfReach, Rule
from numeric_check.laws.rules import factors, joined
from numeric_check.laws.sampling import draw, draw_torus
from proofs.zheng2024.answers.mean_slope.slope import MOST_SEQUENCES, OPERATIONS, Slope, at_least
from proofs.zheng2024.model import variance
from proofs.zheng2024.second_route import radial_controls

FEWEST_SEQUENCES = 500
"""Sequences of a simulation that no resolution is asked of, at least."""

PILOT, PILOT_SHARE = 500, 16
"""Sequences of the pilot: so many, or this part of the others, if that is more."""

MULTIPLICATIONS = 20
"""What a coordinate of a start alone costs: there are so many starts that they cost about as much as the sequences."""

MOST_STARTS = 100
"""Starts alone for each sequence, at most."""

WORTH = 0.5
"""Controls are used where they leave less than this part of the variance."""

DEGREE = 6
"""Of the controls, in the start."""


def controlled(slope: Slope, false_alarm: float, resolution: float | None) -> tuple[Comparison, Comparison | None]:
    """Whether the mean slope is 0, and, where controls are used, whether they have their means; as `compared`."""
    whole = variance.radial_second_moment(slope.law, slope.T, slope.u)
    cheap = int(min(MOST_SEQUENCES, max(FEWEST_SEQUENCES, OPERATIONS / slope.operations)))
    controls, left = fitted_controls(slope, max(PILOT, cheap // PILOT_SHARE))
    used, nodes = left < WORTH * whole, _nodes(slope)
    rate = Budget(false_alarm).share(2) if used and nodes is None else false_alarm
    planned = slope.planned(left if used else whole, rate, resolution) if resolution else cheap
    count = max(at_least(FEWEST_SEQUENCES, rate), planned)
    if not used:
        slopes = np.concatenate([found for _, found in sequences(slope, "", count)])
        return sampled(0.0, whole, slopes, rate, slope.seed, slope.scale), None
    taken_off = residuals(slope, controls, count)
    found = sampled(0.0, left, taken_off, rate, slope.seed, slope.scale)
    return found, _drawn(slope, controls, count, rate) if nodes is None else _at_nodes(slope, controls, nodes)


def sequences(slope: Slope, name: str, count: int) -> Iterator[tuple[Real, Real]]:
    """Starts and slopes of so many sequences, in parts of bounded memory."""
    for rng, part in slope.parts(name, count):
        x1, lam = draw(slope.law, rng, part), draw_torus(rng, part, slope.law.d)
        yield x1, slope.at(x1, lam)


def starts(slope: Slope, count: int, function: Callable[[Real], Real]) -> Real:
    """A function of starts alone, in the time of so many sequences."""
    count *= int(min(MOST_STARTS, max(1, slope.operations / (MULTIPLICATIONS * slope.law.d))))
    return np.concatenate([function(draw(slope.law, rng, part)) for rng, part in slope.parts(" starts", count)])


def _nodes(slope: Slope) -> Rule | None:
    """Nodes of the start by which controls are averaged exactly, where they are known and not too many."""
    try:
        nodes = joined(factors(slope.law, DEGREE))
    except (OutOfReach, TypeError):
        return None
    return nodes if len(nodes[1]) <= MOST_SEQUENCES else None


def fitted_controls(slope: Slope, pilot: int) -> tuple[radial_controls.Controls, float]:
    """Controls from a pilot of so many sequences, and a bound of the variance that they leave."""
    x1, slopes = (np.concatenate(each) for each in zip(*sequences(slope, " pilot", pilot), strict=True))
    controls = radial_controls.fitted(x1, slopes)
    return controls, variance.residual_variance(slope.law, slope.T, slope.u, controls)


def residuals(slope: Slope, controls: radial_controls.Controls, count: int) -> Real:
    """Slopes of so many sequences less the controls and their exact mean."""
    mean, drawn = variance.expectation(slope.law, controls), sequences(slope, "", count)
    return np.concatenate([found - (radial_controls.values(controls, x1) - mean) for x1, found in drawn])


def _drawn(slope: Slope, controls: radial_controls.Controls, count: int, rate: float) -> Comparison:
    """The mean of the controls over draws of starts alone."""
    mean, spread = variance.expectation(slope.law, controls), variance.controls_variance(slope.law, controls)
    drawn = starts(slope, count, lambda x1: radial_controls.values(controls, x1))
    return sampled(mean, spread, drawn, rate, slope.seed, slope.scale)


def _at_nodes(slope: Slope, controls: radial_controls.Controls, nodes: Rule) -> Comparison:
    """The mean of the controls over nodes, up to rounding of what is added up."""
    points, weights = nodes
    sizes = {indices: abs(c) for indices, c in controls.items()}
    found, size = (float(weights @ radial_controls.values(each, points)) for each in (controls, sizes))
    return close(variance.expectation(slope.law, controls), found, max(size, slope.scale))
