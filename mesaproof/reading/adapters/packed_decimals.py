"""Columns of decimals `n · 10^e` as they are read: packed, and in the end all over one power of ten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mesaproof.errors import PATH_LENGTH, InputError, quoted
from symbolic.laws.integer_column import BLOCK, Block, IntegerColumn

MOST_BYTES = 200_000_000
"""What all columns may take over one denominator; entries of very different sizes have many digits there."""


@dataclass
class PackedDecimals:
    """A column: blocks of integers, each with its power of ten, and what is not packed yet."""

    numerators: list[int] = field(default_factory=list)
    exponents: list[int] = field(default_factory=list)
    blocks: list[tuple[Block, int]] = field(default_factory=list)

    def add(self, numerator: int, exponent: int) -> None:
        self.numerators.append(numerator)
        self.exponents.append(exponent)
        if len(self.numerators) == BLOCK:
            self.pack()

    def pack(self) -> None:
        """Put what is left into a block."""
        if self.numerators:
            least = min(self.exponents)
            scaled = [n * 10 ** (e - least) for n, e in zip(self.numerators, self.exponents, strict=True)]
            self.blocks.append((Block.of(scaled), least))
            self.numerators, self.exponents = [], []

    @property
    def least(self) -> int:
        return min(exponent for _, exponent in self.blocks)

    def bytes_over(self, least: int) -> float:
        """An upper bound of what the column takes over 10^-least, with 0.4153 bytes a digit."""
        return sum(len(block) * (block.width + 0.4153 * (exponent - least) + 1) for block, exponent in self.blocks)

    def over(self, least: int) -> Iterator[int]:
        """All numerators over 10^-least; blocks are given up as they are read."""
        while self.blocks:
            block, exponent = self.blocks.pop(0)
            factor = 10 ** (exponent - least)
            yield from block.values() if factor == 1 else [n * factor for n in block.values()]


def common_denominator(parts: Sequence[PackedDecimals], name: str) -> tuple[tuple[IntegerColumn, ...], int]:
    """The columns over one power of ten; raises InputError where they would take more than 200 MB."""
    for part in parts:
        part.pack()
    least = min(0, *(part.least for part in parts))
    if sum(part.bytes_over(least) for part in parts) > MOST_BYTES:
        raise InputError(
            f"{quoted(name, PATH_LENGTH)}, whose numbers over their common denominator 1e{-least} take more than "
            f"{MOST_BYTES // 10**6} MB",
            "fewer rows, or numbers of fewer digits",
            "round them, or take a part of the rows",
        )
    return tuple(IntegerColumn.of(part.over(least)) for part in parts), 10**-least
