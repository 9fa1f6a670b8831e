"""How much is searched before an answer: counted in entries of linear programs, so that it is the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass

ENTRIES = 25_000
"""Entries of programs over orbits that one question may take: some twenty seconds, the rest of the search included."""


@dataclass
class Allowance:
    """What is left of the search; it ends at the first program that is larger than what is left.

    >>> few = Allowance(10)
    >>> few.covers(6), few.covers(6), few.covers(1), few.ended
    (True, False, False, True)
    """

    left: int = ENTRIES
    ended: bool = False

    def covers(self, entries: int) -> bool:
        """Whether a program of that size may still be solved; it is then taken off."""
        self.ended = self.ended or entries > self.left
        self.left -= 0 if self.ended else entries
        return not self.ended
