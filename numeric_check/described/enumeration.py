"""The mean of a loss over all draws without sampling: a weighted sum over every combination of their points.

The points of each draw, and the order of the roots of unity that stand for each phase, follow from the degrees of the
loss (`degrees`). Copies that the loss does not depend on are zero. The number of combinations is known before work
starts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from numeric_check.arrays import Integers
from numeric_check.described.arithmetic.arithmetics import Arithmetic, Floats, Numbers
from numeric_check.described.arithmetic.gaussian_rationals import objects
from numeric_check.described.arithmetic.prime_fields import MOST_PRIMES, Divides, NoRational, rational
from numeric_check.described.data_set_losses import losses
from numeric_check.described.interpreter import Interpreter, World
from numeric_check.described.joint_points import Points, Tables
from numeric_check.described.placed import Blocks, world
from symbolic.progress import at_least, parts
from symbolic.setting.point import Values
from symbolic.setting.randomness import Draw

LIMIT = 20_000_000
"""Losses that a mean may take: combinations of points times points of the parameters."""

KEPT = 2**20
"""Numbers that are kept at a time; as many combinations are run together as that allows."""

FEW = 32
"""So many combinations are run together in any case."""


Integrand = Callable[[Arithmetic, Numbers], Numbers]
"""From losses `(…, points, samples)` to what is averaged, of the same shape."""


def itself(arithmetic: Arithmetic, found: Numbers) -> Numbers:
    """The losses as they are."""
    return found


def float_mean(points: Points, blocks: Blocks, integrand: Integrand = itself, limit: int = LIMIT) -> Numbers:
    """Means of the losses at all points of the parameters, `(points,)`, exact up to rounding.

    Raises TooManyPoints above the limit.
    """
    points.require(limit, _times(blocks))
    return np.real(_mean(points, blocks, Floats(), integrand))


def exact_mean(points: Points, blocks: Blocks, integrand: Integrand = itself, limit: int = LIMIT) -> Numbers:
    """The same as fractions, `(points,)`, from residues modulo as many primes as they need.

    Raises TooManyPoints above the limit, NoRational where many primes do not suffice.
    """
    points.require(limit, _times(blocks))
    moduli: list[int] = []
    residues: list[Numbers] = []
    with at_least(4, "primes of exact means") as counted:
        for prime_field in points.fields:
            try:
                found = _mean(points, blocks, prime_field, integrand)
            except Divides:
                continue
            counted()
            moduli.append(prime_field.prime)
            residues.append(found[0])
            if len(moduli) > 2 and (rationals := _rationals(residues, moduli)) is not None:
                return rationals
            if len(moduli) > MOST_PRIMES:
                break
    raise NoRational(f"the losses are no fractions of fewer than {29 * MOST_PRIMES} bits")


def _times(blocks: Blocks) -> int:
    """At how many points of the parameters the blocks stand."""
    return max([1, *(len(block) for block in blocks.values() if block.ndim == 3)])


def _rationals(residues: Sequence[Numbers], moduli: Sequence[int]) -> Numbers | None:
    found = []
    for column in np.stack(residues, axis=1).tolist():
        if (value := rational(column, moduli)) is None:
            return None
        found.append(value)
    return objects(found)


def _mean(points: Points, blocks: Blocks, arithmetic: Arithmetic, integrand: Integrand) -> Numbers:
    """The first few combinations say how many numbers are kept for each, and how many may be run together then."""
    tables, few = points.tables(arithmetic), min(FEW, points.count)

    def part(places: Integers) -> tuple[Numbers, int]:
        found, entries = _losses(points, blocks, arithmetic, tables, places)
        weighted = arithmetic.times(tables.weights(places)[..., None, :], integrand(arithmetic, found))
        return arithmetic.summed(weighted), entries

    total, entries = part(np.arange(few))
    chunk = max(1, KEPT * few // entries)
    for start in parts(range(few, points.count, chunk), "parts of the combinations of points"):
        total = arithmetic.plus(total, part(np.arange(start, min(start + chunk, points.count)))[0])
    return total


def _losses(
    points: Points, blocks: Blocks, arithmetic: Arithmetic, tables: Tables, places: Integers
) -> tuple[Numbers, int]:
    """Losses at some combinations, and how many numbers were kept for them."""
    interpreter = Interpreter(world_at(points, blocks, arithmetic, tables, places))
    return losses(points.setting, interpreter), interpreter.entries


def world_at(points: Points, blocks: Blocks, arithmetic: Arithmetic, tables: Tables, places: Integers) -> World:
    """The world at some combinations of points, a sample each."""
    copies, turns = tables.at(places)
    zero = arithmetic.made(objects([[0]]))[..., None, None, :, :]
    return world(
        points.setting,
        points.values,
        arithmetic,
        blocks,
        lambda draw, label: copies.get((draw.name, label), _repeated(zero, draw, points.values)),
        lambda torus: turns[torus.name],
    )


def _repeated(zero: Numbers, draw: Draw, values: Values) -> Numbers:
    return np.repeat(zero, values.dimension(draw.axis[0]) if draw.axis else 1, axis=-2)
