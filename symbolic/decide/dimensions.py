"""In which dimensions do hypotheses force a conclusion? The exact set of d, where it can be told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from symbolic.decide.certify import general_certificate, general_exceptions
from symbolic.decide.conclusions import Conclusion
from symbolic.decide.confine import confined
from symbolic.decide.decision import (
    LARGEST_SINGLE,
    Decision,
    Proof,
    Refutation,
    Undecided,
    Vacuous,
    decide,
    in_dimension,
)
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.refute import SEARCHED_D
from symbolic.progress import parts

KINDS = (Proof, Refutation, Undecided, Vacuous)

LAST_SINGLE = 5
"""Dimensions up to this one are decided one by one where no family of laws settles the larger ones.

Where the search for all of them came to its end before it was through, those that it looked at are.
"""


@dataclass(frozen=True)
class Dimensions:
    """Single dimensions by answer, and what holds from some dimension on; `open_from` is None where nothing is open."""

    proved: tuple[int, ...] = ()
    refuted: tuple[int, ...] = ()
    undecided: tuple[int, ...] = ()
    vacuous: tuple[int, ...] = ()
    vacuous_from: int | None = None
    refuted_from: int | None = None
    proved_from: int | None = None
    open_from: int | None = None

    @property
    def exact(self) -> bool:
        """Whether every d >= 2 is settled."""
        return self.open_from is None and not self.undecided

    @property
    def text(self) -> str:
        parts = [_part("holds", self.proved, self.proved_from), _part("fails", self.refuted, self.refuted_from)]
        parts += [
            _part("undecided", self.undecided, self.open_from),
            _part("no law at all", self.vacuous, self.vacuous_from),
        ]
        return "; ".join(part for part in parts if part)


def _part(word: str, single: tuple[int, ...], start: int | None) -> str:
    """Dimensions in words, single ones right below the start joined to it.

    >>> _part("fails", (3, 4, 5), 6)
    'fails for every d >= 3'
    """
    listed = list(single)
    while start is not None and listed and listed[-1] == start - 1:
        start = listed.pop()
    where = [f"d = {', '.join(map(str, listed))}"] if listed else []
    where += [f"every d >= {start}"] if start is not None else []
    return f"{word} for {' and '.join(where)}" if where else ""


def dimensions(hypotheses: Hypotheses, conclusion: Conclusion) -> Dimensions:
    """Decide every dimension: the small ones one by one, the others by a certificate or by a family of laws.

    >>> from symbolic.decide.conclusions import moment_is
    >>> from symbolic.expectation.moments import Pattern
    >>> dimensions(Hypotheses("none", ()), moment_is(Pattern((2, 2), (2,)))).text
    'holds for d = 2; fails for every d >= 3'
    """
    general = decide(hypotheses, conclusion)
    only = confined(hypotheses, None, conclusion.homogeneous).only
    if only is not None and only[-1] <= LARGEST_SINGLE:
        return _classified(_singles(hypotheses, conclusion, only[-1]), vacuous_from=only[-1] + 1)
    match general:
        case Proof():
            return _proved(hypotheses)
        case Vacuous():
            return Dimensions(vacuous_from=SEARCHED_D[0])
        case Refutation() if general.from_d is not None:
            singles = _singles(hypotheses, conclusion, min(general.from_d - 1, LARGEST_SINGLE))
            between = tuple(range(LARGEST_SINGLE + 1, general.from_d))
            found = _classified(singles, refuted_from=general.from_d)
            return replace(found, undecided=(*found.undecided, *between))
    start = _proved_from(confined(hypotheses, None, conclusion.homogeneous).hypotheses, conclusion)
    if start is not None and start <= LARGEST_SINGLE + 1:
        return replace(_classified(_singles(hypotheses, conclusion, start - 1)), proved_from=start)
    last = SEARCHED_D[-1] if isinstance(general, Undecided) and general.ended else LAST_SINGLE
    return _classified(_singles(hypotheses, conclusion, last), open_from=last + 1)


def _proved_from(hypotheses: Hypotheses, conclusion: Conclusion) -> int | None:
    """The dimension above all exceptions to certificates for every other d; None where there are no such."""
    found = [general_certificate(hypotheses, one) for one in conclusion.requirements]
    every = [general_exceptions(hypotheses, one) for one in found if one is not None]
    return max((d for one in every for d in one), default=1) + 1 if len(every) == len(found) else None


def _proved(hypotheses: Hypotheses) -> Dimensions:
    """All dimensions, but for small ones in which the hypotheses contradict each other."""
    empty = tuple(d for d in range(SEARCHED_D[0], LAST_SINGLE + 1) if confined(hypotheses, d).absurd)
    start = max(empty, default=SEARCHED_D[0] - 1) + 1
    proved = tuple(d for d in range(SEARCHED_D[0], start) if d not in empty)
    return Dimensions(proved, vacuous=empty, proved_from=start)


def _singles(hypotheses: Hypotheses, conclusion: Conclusion, last: int) -> dict[int, Decision]:
    return {d: in_dimension(hypotheses, conclusion, d) for d in parts(range(SEARCHED_D[0], last + 1), "dimensions")}


def _classified(
    singles: dict[int, Decision],
    refuted_from: int | None = None,
    open_from: int | None = None,
    vacuous_from: int | None = None,
) -> Dimensions:
    kinds: dict[type, list[int]] = {}
    for d, decision in singles.items():
        kinds.setdefault(type(decision), []).append(d)
    proved, refuted, undecided, vacuous = (tuple(kinds.get(kind, ())) for kind in KINDS)
    return Dimensions(proved, refuted, undecided, vacuous, vacuous_from, refuted_from, open_from=open_from)
