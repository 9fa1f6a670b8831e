"""Points of a model's parameters: as one vector, as blocks by name, and random ones."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from math import prod

import numpy as np

from numeric_check.arrays import Parameters, Real, Shapes


def size(blocks: Shapes) -> int:
    """Number of entries of all blocks.

    >>> size({"A": (2, 3), "B": (3,)})
    9
    """
    return sum(prod(shape) for shape in blocks.values())


def flat(parameters: Parameters, blocks: Shapes) -> Real:
    """All entries as one vector, block after block in the order of `blocks`.

    Raises ValueError for an unknown block and for shapes that do not fit.
    """
    if parameters.keys() != blocks.keys() and (unknown := sorted(set(parameters) - set(blocks))):
        raise ValueError(f"unknown parameter block {unknown[0]!r}; the blocks are {', '.join(blocks)}")
    return np.concatenate([_block(parameters, name, shape) for name, shape in blocks.items()], axis=None)


def named(points: Real, blocks: Shapes) -> dict[str, Real]:
    """The inverse of `flat`: vectors `(…, n)` as blocks `(…, *shape)`."""
    above = points.shape[:-1]
    places = _places(tuple(blocks.items()))
    return {name: points[..., start:end].reshape(above + shape) for name, start, end, shape in places}


@lru_cache(maxsize=128)
def _places(blocks: tuple[tuple[str, tuple[int, ...]], ...]) -> tuple[tuple[str, int, int, tuple[int, ...]], ...]:
    """Where each block begins and ends in a vector, with its shape."""
    ends = tuple(accumulate(prod(shape) for _, shape in blocks))
    return tuple((name, end - prod(shape), end, shape) for (name, shape), end in zip(blocks, ends, strict=True))


def zeros(blocks: Shapes) -> dict[str, Real]:
    """All blocks zero."""
    return {name: np.zeros(shape) for name, shape in blocks.items()}


def gaussian_start(blocks: Shapes, scale: float, rng: np.random.Generator) -> dict[str, Real]:
    """All blocks with independent `N(0, scale²)` entries."""
    return {name: scale * rng.normal(size=shape) for name, shape in blocks.items()}


def largest(blocks: Parameters) -> Real:
    """Largest size of an entry at each of n points, `(n,)`, of blocks `(n, …)`."""
    each = [np.max(np.abs(block), axis=tuple(range(1, block.ndim))) for block in blocks.values()]
    return np.asarray(np.max(each, axis=0))


def _block(parameters: Parameters, name: str, shape: tuple[int, ...]) -> Real:
    block = parameters.get(name)
    if block is None:
        return np.zeros(shape)
    given = np.asarray(block)
    if given.shape != shape:
        needed, found = (" x ".join(map(str, lengths)) for lengths in (shape, given.shape))
        raise ValueError(f"parameter block {name} must be {needed}; it is {found}")
    return given
