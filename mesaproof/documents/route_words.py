"""How the second routes came out, in words: for the table of `verify` and for the pages of `report`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from numeric_check.compare import AGREES, DISAGREES, EVIDENCE, NO_EVIDENCE
from proofs.verdict import CheckedNumber, Outcome, Verdict

if TYPE_CHECKING:
    from numeric_check.compare.agreement import Comparison


class CameOut(Enum):
    """How a second route came out."""

    NOT_RUN = auto()
    DISAGREES = auto()
    STOPPED = auto()
    AGREES = auto()
    MISSING = auto()


@dataclass(frozen=True)
class RouteLine:
    """A line of words on second routes that came out alike."""

    came_out: CameOut
    words: str


def route_lines(verdict: Verdict) -> tuple[RouteLine, ...]:
    """A line for each disagreement, for each kind of route with its coarsest resolution, and for what was missing."""
    checked, missing = verdict.crosschecks, verdict.unavailable
    if not checked and not missing:
        return (RouteLine(CameOut.NOT_RUN, "not run"),)
    wrong = [disagreement(one) for one in checked if not one.comparison.agrees]
    broken = [f"{one.kind} STOPPED at {one.case}: {one.because}" for one in missing if one.stopped]
    absent = [f"{one.kind} not available at {one.case}: {one.because}" for one in missing if not one.stopped]
    agreeing = _agreeing([one for one in checked if one.comparison.agrees])
    said = (
        (CameOut.DISAGREES, wrong),
        (CameOut.STOPPED, broken),
        (CameOut.AGREES, agreeing),
        (CameOut.MISSING, absent),
    )
    return tuple(RouteLine(came_out, words) for came_out, listed in said for words in listed)


def disagreement(one: CheckedNumber) -> str:
    """Which number disagrees, and both its values."""
    numbers = f"claimed {one.comparison.claimed:.10g}, found {one.comparison.estimate:.10g}"
    return f"DISAGREES: {one.name} at {one.case}: {numbers}"


def _agreeing(checked: Sequence[CheckedNumber]) -> Iterator[str]:
    by_kind: dict[str, list[float]] = {}
    for one in checked:
        by_kind.setdefault(one.comparison.kind, []).append(one.relative_resolution)
    said = {
        "exact": lambda r: f"in rational numbers, to {max(r):.0e}",
        "quadrature": lambda r: f"exact to {max(r):.0e}",
        "sampled": lambda r: f"sampled to {percent(max(r))}",
    }
    for kind in sorted(by_kind, key=("exact", "quadrature", "sampled", "trained").index):
        yield f"{len(by_kind[kind])} {said[kind](by_kind[kind]) if kind in said else 'seen in training'}"


def is_evidence(one: CheckedNumber) -> bool:
    """Whether a comparison would have noticed a shift by half; all but sampled ones are finer."""
    return one.comparison.kind != "sampled" or one.relative_resolution <= EVIDENCE


def compared(found: Comparison, resolution: float) -> tuple[str, str]:
    """How one comparison of `check` came out, and how fine it was; resolutions are relative."""
    if found.kind == "quadrature":
        return AGREES if found.agrees else DISAGREES, f"to {resolution:.0e} of the largest entry"
    word = DISAGREES if not found.agrees else AGREES if resolution <= EVIDENCE else NO_EVIDENCE
    return word, f"on {found.samples} samples; a shift of {percent(resolution)} would show"


def percent(fraction: float) -> str:
    """A fraction in per cent with two digits.

    >>> percent(0.0912), percent(0.25)
    ('9.1%', '25%')
    """
    return f"{fraction:.0%}" if fraction >= 0.1 else f"{100 * fraction:.2g}%"


def outcomes(listed: Sequence[Verdict]) -> str:
    """How many claims came out how, e.g. `40 PROVED, 9 REFUTED`."""
    counts = {outcome: sum(verdict.outcome is outcome for verdict in listed) for outcome in Outcome}
    return ", ".join(f"{count} {outcome.words}" for outcome, count in counts.items() if count)


def false_alarms(checked: Iterable[CheckedNumber]) -> str:
    """The false-alarm rate of all comparisons together; nothing where none was sampled."""
    rate = sum(one.comparison.false_alarm for one in checked)
    return f"{rate:.1g}" if rate else ""


def together(listed: Iterable[Verdict]) -> str:
    """The end of a summary: what the sampled comparisons of all claims may wrongly alarm at."""
    rate = false_alarms(one for verdict in listed for one in verdict.crosschecks)
    return f"; false-alarm rate of the sampled comparisons together {rate}" if rate else ""
