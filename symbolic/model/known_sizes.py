"""What is known of sizes and times before they have values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from symbolic.setting.affine import Affine


@dataclass(frozen=True)
class Domain:
    """What is known of sizes and times: the smallest value of each, the largest where there is one, and their poles."""

    least: Mapping[str, int]
    most: Mapping[str, Affine] = field(default_factory=dict)
    shifts: Mapping[str, int] = field(default_factory=dict)

    def never_negative(self, affine: Affine) -> bool:
        """Whether the expression is at least 0 for all sizes and times, as far as single bounds tell."""
        for name, largest in self.most.items():
            if affine.slope(name) < 0:
                affine = affine.at({name: largest})
        lowest = affine.constant + sum(c * self.least.get(name, 0) for name, c in affine.slopes)
        return lowest >= 0 and all(c > 0 and name in self.least for name, c in affine.slopes)
