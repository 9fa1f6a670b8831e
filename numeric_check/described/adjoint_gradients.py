"""Gradients pulled back through the interpreted description: all entries at the cost of a few losses.

An acceleration of differences (`stencils`), which tests compare it with; training and samples use it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from numeric_check.arrays import Real
from numeric_check.described.arithmetic.arithmetics import Floats
from numeric_check.described.arithmetic.tape import Tape
from numeric_check.described.data_set_losses import losses
from numeric_check.described.enumeration import FEW, KEPT, world_at
from numeric_check.described.interpreter import Interpreter, World
from numeric_check.described.joint_points import Points
from numeric_check.described.placed import Blocks, parts_of_blocks
from symbolic.setting.setting import Setting


def population_gradient(points: Points, blocks: Blocks) -> dict[str, Real]:
    """The derivative of the mean loss by every real entry, block by block, at one point of the parameters."""
    total: dict[str, Real] = {}
    for here, tape, weights in _taped(points, blocks):
        total = added(total, pulled_back(points.setting, here, tape, weights))
    return total


def gradient_moments(points: Points, blocks: Blocks) -> dict[str, Real]:
    """Mean and second moment of the derivative of one data set, `(2, rows, columns)` a block.

    The points must be those of the square of the loss.
    """
    total: dict[str, Real] = {}
    for here, tape, weights in _taped(points, blocks):
        each = pulled_apart(points.setting, here, tape, len(weights))
        total = added(total, {name: np.tensordot(weights, np.stack([g, g**2], axis=1), 1) for name, g in each.items()})
    return total


def _taped(points: Points, blocks: Blocks) -> Iterator[tuple[World, Tape, Real]]:
    """Worlds of a few combinations at a time and their weights, with a tape that tells how many may be run next."""
    tables, start, chunk = points.tables(Floats()), 0, FEW
    while start < points.count:
        places, tape = np.arange(start, min(start + chunk, points.count)), Tape()
        yield world_at(points, blocks, tape, tables, places), tape, tables.weights(places)
        start, chunk = start + len(places), max(1, KEPT * len(places) // tape.entries)


def pulled_back(setting: Setting, here: World, tape: Tape, weights: Real) -> dict[str, Real]:
    """The derivative of the sum of the losses of a world, each with a weight, by every real entry."""
    leaves = {p.name: tape.leaf(here.matrices[p.name]) for p in setting.parameters}
    return {name: block[0] for name, block in _pulled(setting, here, tape, leaves, weights).items()}


def pulled_apart(setting: Setting, here: World, tape: Tape, samples: int) -> dict[str, Real]:
    """The derivative of the loss of each sample by every real entry, `(samples, rows, columns)` a block."""
    matrices = {p.name: here.matrices[p.name] for p in setting.parameters}
    leaves = {name: tape.leaf(np.broadcast_to(m, (1, samples, *m.shape[-2:]))) for name, m in matrices.items()}
    return _pulled(setting, here, tape, leaves, np.ones(samples))


def added(left: Mapping[str, Real], right: Mapping[str, Real]) -> dict[str, Real]:
    """Sums block by block; nothing on the left is zero."""
    return {name: block + left.get(name, 0.0) for name, block in right.items()}


def _pulled(setting: Setting, here: World, tape: Tape, leaves: Mapping[str, Any], weights: Real) -> dict[str, Real]:
    end = losses(setting, Interpreter(replace(here, matrices={**here.matrices, **leaves})))
    cotangents = tape.pulled(end, weights[None])
    found: dict[str, Real] = {}
    for parameter in setting.parameters:
        leaf = leaves[parameter.name]
        whole = cotangents.get(id(leaf), np.zeros(leaf.shape))[0]
        found |= parts_of_blocks(parameter, here.sizes, whole)
    return found
