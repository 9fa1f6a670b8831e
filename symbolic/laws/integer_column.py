"""A long column of integers in few bytes: eight each where they fit into 64 bits, else as many as the largest needs."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import overload

BLOCK = 10_000
"""Integers that are packed together, and of which a moment is taken at a time."""

WORD = 8


@dataclass(frozen=True, eq=False)
class Block:
    """Some integers, in two's complement of `width` bytes each."""

    content: bytes | array[int]
    width: int

    @classmethod
    def of(cls, values: Sequence[int]) -> Block:
        width = max(max(values).bit_length(), min(values).bit_length()) // 8 + 1
        if width <= WORD:
            return cls(array("q", values), WORD)
        return cls(b"".join([x.to_bytes(width, "little", signed=True) for x in values]), width)

    def __len__(self) -> int:
        return len(self.content) // self.width if isinstance(self.content, bytes) else len(self.content)

    def __getitem__(self, n: int) -> int:
        if isinstance(self.content, bytes):
            return int.from_bytes(self.content[n * self.width : (n + 1) * self.width], "little", signed=True)
        return self.content[n]

    def values(self) -> list[int]:
        if isinstance(self.content, bytes):
            read, content, w = int.from_bytes, self.content, self.width
            return [read(content[k : k + w], "little", signed=True) for k in range(0, len(content), w)]
        return self.content.tolist()


@dataclass(frozen=True, eq=False)
class IntegerColumn(Sequence[int]):
    """Integers, read one by one or a block at a time; all blocks but the last are equally long.

    >>> column = IntegerColumn.of(iter([1, -(10**30), 3]))
    >>> len(column), column[1] == -(10**30), list(column) == [1, -(10**30), 3]
    (3, True, True)
    """

    blocks: tuple[Block, ...]
    size: int

    @classmethod
    def of(cls, values: Iterable[int]) -> IntegerColumn:
        """The values, packed as they come; a column is returned as it is."""
        if isinstance(values, IntegerColumn):
            return values
        left = iter(values)
        blocks = tuple(Block.of(some) for some in iter(lambda: list(islice(left, BLOCK)), []))
        return cls(blocks, sum(map(len, blocks)))

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[int]:
        return (x for block in self.blocks for x in block.values())

    @overload
    def __getitem__(self, n: int) -> int: ...

    @overload
    def __getitem__(self, n: slice) -> list[int]: ...

    def __getitem__(self, n: int | slice) -> int | list[int]:
        if isinstance(n, slice):
            return [self[k] for k in range(self.size)[n]]
        block, place = divmod(range(self.size)[n], len(self.blocks[0]))
        return self.blocks[block][place]
