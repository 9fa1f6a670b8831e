"""The interval of one mean, as a report holds it: where the mean lies, and what that rests on."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from mesaproof.uncertain.demands import Quantity
from symbolic.views import Shown

HEAVY, FEW = 0.5, 10
"""Where so few rows carry more than this share of the variance of the sample, that variance says little."""

OWN_VARIANCE = "the variance of the sample, which a heavy tail may exceed without bound"


@dataclass(frozen=True)
class MomentInterval(Shown):
    """Where the mean of a polynomial lies, and what that rests on; `certified` is False: it is no proof.

    `variance` is the one used, `heavy` the share of it that ten rows carry (None where the interval does not rest on
    the variance of the sample). All intervals of a report hold together; `false_alarm` is the share of this one, None
    where nothing is random.
    """

    quantity: Quantity
    low: float
    high: float
    rests_on: str
    variance: float | None = None
    heavy: float | None = None
    false_alarm: float | None = None
    certified: bool = False

    @property
    def name(self) -> str:
        return self.quantity.name

    @property
    def supported(self) -> bool:
        """Whether it rests on what is given, not on the sample alone: a law may hide a value from any sample."""
        return self.heavy is None

    @property
    def heavy_tailed(self) -> bool:
        return self.heavy is not None and self.heavy > HEAVY

    @property
    def why(self) -> str:
        """What the interval rests on, with what makes it doubtful."""
        if self.heavy is None or self.variance is None or self.rests_on != OWN_VARIANCE:
            return self.rests_on
        return f"{self.rests_on}; {FEW} rows carry {self.heavy:.0%} of it"

    def __contains__(self, value: float) -> bool:
        return self.low <= float(value) <= self.high

    def excludes(self, value: float) -> bool:
        """Whether the value lies outside; never where the interval rests on the variance of the sample alone."""
        return self.supported and value not in self

    def reach(self, value: float) -> float:
        """How far from the value the mean may lie."""
        return max(abs(self.low - value), abs(self.high - value))

    def rows_for(self, resolution: float) -> int | None:
        """Rows at which a shift so large is noticed with probability at least 0.999, if the variance is as it is here.

        None beyond 10¹² rows, and where the variance is not known.
        """
        from numeric_check.compare.planning import samples_for

        if self.variance is None or self.false_alarm is None or not 0 < resolution < inf:
            return None
        try:
            return samples_for(resolution, self.variance, self.false_alarm)
        except ValueError:
            return None
