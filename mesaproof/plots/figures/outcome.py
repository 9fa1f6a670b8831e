"""What became of a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """One figure: its record for the index, or the sentence that says why there is none."""

    name: str
    record: dict[str, Any] | None
    failure: str | None

    @property
    def disagreements(self) -> tuple[str, ...]:
        """A sentence for each comparison that failed."""
        found = self.record["comparisons"] if self.record else []
        return tuple(
            f"{one['run']}: {one['what']} ended at {one['found']['float']:.8g}, exact {one['exact']['float']:.8g}"
            for one in found
            if not one["agrees"]
        )
