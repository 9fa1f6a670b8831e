"""Which coordinate labels coincide: set partitions, and the split of a sum over all indices into distinct ones."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence, Set
from typing import TypeVar

X = TypeVar("X", bound=Hashable)

Blocks = tuple[int, ...]
"""Block number of each label, blocks numbered by first appearance: `(0, 1, 0)` puts labels 0 and 2 together."""


def set_partitions(size: int) -> Iterator[Blocks]:
    """Every partition of `size` labels once (restricted growth strings; Knuth, TAOCP 4A, 7.2.1.5).

    >>> sum(1 for _ in set_partitions(6))
    203
    """

    def grow(prefix: Blocks, used: int) -> Iterator[Blocks]:
        if len(prefix) == size:
            yield prefix
            return
        for block in range(used + 1):
            yield from grow((*prefix, block), max(used, block + 1))

    yield from grow((), 0)


def connected(sets: Iterable[Set[X]]) -> list[set[X]]:
    """Unions of the sets that share an element, directly or through others; empty sets are left out.

    >>> connected([{1}, {2, 3}, {4}, {3, 4}])
    [{1}, {2, 3, 4}]
    """
    parts: list[set[X]] = []
    for joined in filter(None, sets):
        touching = [part for part in parts if part & joined]
        parts = [part for part in parts if not part & joined]
        parts.append(set(joined).union(*touching))
    return parts


def canonical(labels: Sequence[int]) -> Blocks:
    """The partition in which equal labels share a block.

    >>> canonical((7, 3, 7))
    (0, 1, 0)
    """
    seen: dict[int, int] = {}
    return tuple(seen.setdefault(label, len(seen)) for label in labels)


def sizes(blocks: Blocks) -> tuple[int, ...]:
    """How many labels each block holds.

    >>> sizes((0, 1, 0))
    (2, 1)
    """
    return tuple(blocks.count(block) for block in range(max(blocks, default=-1) + 1))
