"""Hypotheses about an unknown law, answered from intervals: violated, not refuted or not settled; none is said to hold.

An interval that rests on the variance of the sample alone violates nothing: what it excludes is not settled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, inf, isfinite, log10

from mesaproof.uncertain.demands import Demand, Quantity, hypotheses_at
from mesaproof.uncertain.moment_interval import MomentInterval

PRINTED, RECOVERY = "zheng2024/assumption-4.1", "zheng2024/assumption-4.2"
RECOVERED = "kappa_1^2 = kappa_2 E x_j^2, as recovery for almost every W needs"

VIOLATED, NOT_REFUTED, NOT_SETTLED = "violated", "not refuted", "not settled by this sample"

ASK = "a value that none of them shows may undo it, unless a bound is given"

Find = Callable[[Quantity], MomentInterval]


@dataclass(frozen=True)
class Range:
    """Where a number that follows from several means lies; too short, perhaps, where one of them is heavy-tailed."""

    low: float
    high: float
    heavy_tailed: bool = False


@dataclass(frozen=True)
class ConditionAnswer:
    """One condition: violated by an interval that excludes what it demands, or how far off the law may be.

    `off` is the largest departure that the intervals leave open, in units of `unit`, that is of `(E x_j²)^{n/2}` for a
    moment of order n (`inf` where that is 0). `whole` is False where only some of its moments are looked at.
    """

    text: str
    intervals: tuple[MomentInterval, ...]
    because: str
    violated: bool
    off: float
    unit: float
    whole: bool
    unsettled: bool = False
    """Whether an interval excludes what is demanded, and rests on nothing that is given."""

    @property
    def outcome(self) -> str:
        return _outcome(self.violated, self.unsettled)

    def rows_for(self, resolution: float) -> int | None:
        """Rows at which a departure of so many units would show with probability at least 0.999; None if unknown."""
        needed = [one.rows_for(resolution * self.unit) for one in self.intervals]
        known = [rows for rows in needed if rows is not None]
        return max(known) if known and len(known) == len(needed) else None


@dataclass(frozen=True)
class HypothesisAnswer:
    """A hypothesis about the unknown law: violated, not refuted or not settled; it is never said to hold."""

    conditions: tuple[ConditionAnswer, ...]

    @property
    def violated(self) -> bool:
        return any(one.violated for one in self.conditions)

    @property
    def unsettled(self) -> bool:
        return not self.violated and any(one.unsettled for one in self.conditions)

    @property
    def outcome(self) -> str:
        return _outcome(self.violated, self.unsettled)

    @property
    def off(self) -> float:
        """The largest departure left open, in the units of its condition."""
        return max((one.off for one in self.conditions), default=0.0)

    @property
    def because(self) -> str:
        """One sentence: the first interval that excludes, or the resolution."""
        seen = (one for one in self.conditions if (one.violated if self.violated else one.unsettled))
        found = next(seen, None)
        if found:
            return found.because
        worst = max(self.conditions, key=lambda one: one.off)
        return f"at this resolution: {worst.off:.2g}, in {worst.text}"


def _outcome(violated: bool, unsettled: bool) -> str:
    return VIOLATED if violated else NOT_SETTLED if unsettled else NOT_REFUTED


def answers(
    find: Find, moments: Mapping[str, Sequence[MomentInterval]], d: int, size: float
) -> dict[str, HypothesisAnswer]:
    """Every hypothesis that has a name; `size` is `E x_j²`, the unit of departures."""
    found = {
        key: HypothesisAnswer(tuple(_answer(find, one, size) for one in demands))
        for key, demands in hypotheses_at(d).items()
    }
    return found | {RECOVERY: HypothesisAnswer((*found[PRINTED].conditions, _recovers(moments, size)))}


def _answer(find: Find, demand: Demand, size: float) -> ConditionAnswer:
    asked = [(find(one), float(value)) for one, value in demand.asked]
    outside = [(one, value) for one, value in asked if one.excludes(value)]
    seeming = [(one, value) for one, value in asked if value not in one and not one.supported]
    order = max((one.quantity.degree for one, _ in asked), default=0)
    off = max((_in_units(one.reach(value), size, one.quantity.degree) for one, value in asked), default=0.0)
    intervals = tuple(one for one, _ in asked)
    because = _told(*outside[0]) if outside else _seen(*seeming[0]) if seeming else _left_open(intervals, off)
    unit, unsettled = size ** (order / 2), bool(seeming) and not outside
    return ConditionAnswer(demand.text, intervals, because, bool(outside), off, unit, demand.whole, unsettled)


def _left_open(intervals: Sequence[MomentInterval], off: float) -> str:
    if not intervals:
        return "nothing is demanded in this dimension"
    return f"departures up to {off:.2g} are left open" if off else f"no departure is seen; {intervals[0].why}"


def _in_units(departure: float, size: float, degree: int) -> float:
    return 0.0 if departure == 0 else ratio(departure, size ** (degree / 2))


def _told(one: MomentInterval, value: float) -> str:
    return f"{one.name} lies in {shown(one)}, which excludes {value:g}"


def _seen(one: MomentInterval, value: float) -> str:
    return f"{_told(one, value)} by the rows alone; {ASK}"


def shown(one: MomentInterval | Range) -> str:
    """An interval, its ends rounded outwards to four digits where they are far apart.

    >>> shown(Range(0.123456, 0.2))
    '[0.1234, 0.2]'
    """
    ends = [one.low, one.high]
    if not all(map(isfinite, ends)) or ends[0] == ends[1]:
        return f"[{ends[0]:.6g}, {ends[1]:.6g}]"
    unit = 10.0 ** (floor(log10(max(map(abs, ends)))) - 3)
    if ends[1] - ends[0] < 4 * unit:
        return f"[{ends[0]:.12g}, {ends[1]:.12g}]"
    return f"[{floor(ends[0] / unit) * unit:.4g}, {ceil(ends[1] / unit) * unit:.4g}]"


def _recovers(moments: Mapping[str, Sequence[MomentInterval]], size: float) -> ConditionAnswer:
    """`κ1² < κ2 E x_j²` for some j refutes it; by Cauchy and Schwarz the left side is never larger."""
    triples = [*zip(moments["kappa1"], moments["kappa2"], moments["m2"], strict=True)]
    gaps = [fourth.high**2 - sixth.low * second.low for fourth, sixth, second in triples]
    open_to = [_most(sixth.high, second.high) - fourth.low**2 for fourth, sixth, second in triples]
    sound = [all(one.supported for one in triple) for triple in triples]
    below = [j for j, gap in enumerate(gaps) if gap < 0]
    first = min(below, key=lambda j: (not sound[j], j), default=None)
    off = max(_in_units(max(gap, 0.0), size, 8) for gap in open_to)
    because = f"departures up to {off:.2g} are left open"
    if first is not None:
        because = f"kappa_1^2 < kappa_2 E x_{first + 1}^2: their difference is below {gaps[first]:.4g}"
        because += "" if sound[first] else f" by the rows alone; {ASK}"
    violated = first is not None and sound[first]
    unsettled = first is not None and not violated
    return ConditionAnswer(RECOVERED, (), because, violated, off, size**4, True, unsettled)


def _most(one: float, other: float) -> float:
    """The product of two upper ends; infinite as soon as one is."""
    return inf if inf in (one, other) else one * other


def ratio(top: float, bottom: float) -> float:
    """The upper end of a ratio; infinite where the lower end of what it is divided by is not positive."""
    return top / bottom if bottom > 0 else inf
