"""The second routes of a claim as tables: what was claimed, what was found, and how fine the comparison was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from mesaproof.documents.route_words import false_alarms, is_evidence, percent
from proofs.verdict import CheckedNumber, Unavailable, Verdict
from symbolic.typeset.sections import heading

KINDS = {
    "exact": "in rational numbers",
    "quadrature": "by quadrature",
    "sampled": "by sampling",
    "trained": "seen in training",
}
"""What a second route computes with, in words."""

LARGEST_SHOWN = 1.5
"""On the strip, a deviation in units of the resolution is at most so large."""


@dataclass(frozen=True)
class Row:
    """One comparison, as text."""

    name: str
    at: str
    kind: str
    claimed: str
    found: str
    resolution: str
    false_alarm: str


@dataclass(frozen=True)
class Folded:
    """The comparisons of one kind that agree: a sentence, and their rows; `deviations` are in units of resolutions."""

    summary: str
    rows: tuple[Row, ...]
    deviations: tuple[float, ...] = ()


@dataclass(frozen=True)
class SecondRoutes:
    """What disagrees, what proves nothing, what broke off or was not available, and what agrees, kind by kind."""

    disagreeing: tuple[Row, ...]
    coarse: tuple[Row, ...]
    missing: tuple[str, ...]
    agreeing: tuple[Folded, ...]


def second_routes(verdict: Verdict) -> SecondRoutes:
    """The second routes of a claim; those that agree and would have noticed something are grouped by kind."""
    agreeing = [one for one in verdict.crosschecks if one.comparison.agrees]
    fine = [one for one in agreeing if is_evidence(one)]
    kinds = dict.fromkeys(kind for kind in KINDS if any(one.comparison.kind == kind for one in fine))
    return SecondRoutes(
        tuple(_row(one) for one in verdict.crosschecks if not one.comparison.agrees),
        tuple(_row(one) for one in agreeing if not is_evidence(one)),
        tuple(map(_missing, verdict.unavailable)),
        tuple(_folded(kind, [one for one in fine if one.comparison.kind == kind]) for kind in kinds),
    )


def _folded(kind: str, found: Sequence[CheckedNumber]) -> Folded:
    coarsest = max(one.relative_resolution for one in found)
    many = "comparison agrees" if len(found) == 1 else "comparisons agree"
    fine = "" if kind == "trained" else f", the coarsest to {_fineness(coarsest)}"
    rate = f"; false alarms together {rate}" if (rate := false_alarms(found)) else ""
    deviations = tuple(map(_deviation, found)) if kind == "sampled" else ()
    return Folded(f"{len(found)} {many} {KINDS[kind]}{fine}{rate}", tuple(map(_row, found)), deviations)


def _deviation(one: CheckedNumber) -> float:
    """How far what was found is from what is claimed, in units of what would have been noticed."""
    shift = one.comparison.estimate - one.comparison.claimed
    resolution = one.comparison.resolution
    share = shift / resolution if isfinite(resolution) and resolution else 0.0
    return max(-LARGEST_SHOWN, min(LARGEST_SHOWN, share))


def _row(one: CheckedNumber) -> Row:
    compared = one.comparison
    return Row(
        heading(one.name),
        str(one.case),
        compared.kind,
        f"{compared.claimed:.7g}",
        _found(one),
        _fineness(one.relative_resolution),
        false_alarms([one]) or "0",
    )


def _found(one: CheckedNumber) -> str:
    """What was found; where that is nothing but the rounding of a claimed 0, it reads 0."""
    compared = one.comparison
    rounded = compared.kind != "sampled" and compared.claimed == 0 and abs(compared.estimate) <= ROUNDING
    return "0" if rounded and compared.agrees else f"{compared.estimate:.7g}"


ROUNDING = 1e-12
"""An exact comparison with 0 that agrees finds no more than rounding below this."""


def _fineness(relative: float) -> str:
    """A relative resolution: per cent where it is coarse."""
    if not isfinite(relative):
        return "none"
    return percent(relative) if relative >= 1e-4 else f"{relative:.0e}"


def _missing(one: Unavailable) -> str:
    how = "STOPPED" if one.stopped else "not available"
    return f"{one.kind} {how} at {one.case}: {one.because}"
