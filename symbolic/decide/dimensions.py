"""In which dimensions do hypotheses force a conclusion? The exact set of d, where it can be told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count

from symbolic.decide.certify import general_certificate, general_exceptions
from symbolic.decide.conclusions import Conclusion
from symbolic.decide.confine import Confined, confined
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
from symbolic.decide.dimension_classes import Classes, classes
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.known_laws import SEARCHED_D, laws_from
from symbolic.progress import parts

ALL = Classes()
KINDS = (Proof, Refutation, Undecided, Vacuous)

LAST_SINGLE = 5
"""Dimensions up to this one are decided one by one where no family of laws settles the larger ones.

Where the search for all of them came to its end before it was through, those that it looked at are.
"""


@dataclass(frozen=True)
class Dimensions:
    """Single dimensions by answer, and what holds from some dimension on; `open_from` is None where nothing is open.

    What holds or fails from some dimension on does so for the d of `classes`; in all others there is no law. Where
    `laws_known` is False, what holds from some d on does so wherever there is a law, and none is known for every d.
    """

    proved: tuple[int, ...] = ()
    refuted: tuple[int, ...] = ()
    undecided: tuple[int, ...] = ()
    vacuous: tuple[int, ...] = ()
    vacuous_from: int | None = None
    refuted_from: int | None = None
    proved_from: int | None = None
    open_from: int | None = None
    classes: Classes = ALL
    laws_known: bool = True

    @property
    def exact(self) -> bool:
        """Whether every d >= 2 is settled."""
        return self.open_from is None and not self.undecided

    @property
    def text(self) -> str:
        held = "" if self.laws_known else " in which there is a law"
        parts = [
            _part("holds", self.proved, self.proved_from, self.classes, held),
            _part("fails", self.refuted, self.refuted_from, self.classes),
            _part("undecided", self.undecided, self.open_from, self.classes),
            _part("no law at all", self._vacuous, self.vacuous_from),
        ]
        if self.classes != ALL and self.vacuous_from is None:
            parts.append(f"no law at all for every {self.classes.rest.text()}")
        return "; ".join(part for part in parts if part)

    @property
    def _vacuous(self) -> tuple[int, ...]:
        """Without a law though in the classes, or all where there is a law in few dimensions."""
        return tuple(d for d in self.vacuous if self.classes.have(d) or self.vacuous_from is not None)


def _part(word: str, single: tuple[int, ...], start: int | None, among: Classes = ALL, held: str = "") -> str:
    """Dimensions in words, single ones right below the start joined to it where the same is said of them.

    >>> _part("fails", (3, 4, 5), 6)
    'fails for every d >= 3'
    """
    listed = list(single)
    while start is not None and not held and listed and _next(listed[-1], among) >= start:
        start = listed.pop()
    where = [f"d = {', '.join(map(str, listed))}"] if listed else []
    where += [f"every {among.text(start)}{held}"] if start is not None else []
    return f"{word} for {' and '.join(where)}" if where else ""


def _next(d: int, among: Classes) -> int:
    """The next dimension of the classes."""
    return next(n for n in count(d + 1) if among.have(n))


def dimensions(hypotheses: Hypotheses, conclusion: Conclusion) -> Dimensions:
    """Decide every dimension: the small ones one by one, the others by a certificate or by a family of laws.

    >>> from symbolic.decide.conclusions import moment_is
    >>> from symbolic.expectation.moments import Pattern
    >>> dimensions(Hypotheses("none", ()), moment_is(Pattern((2, 2), (2,)))).text
    'holds for d = 2; fails for every d >= 3'
    """
    general = decide(hypotheses, conclusion)
    known = confined(hypotheses, None, conclusion.homogeneous)
    if known.only is not None and known.only[-1] <= LARGEST_SINGLE:
        return _classified(_singles(hypotheses, conclusion, known.only[-1]), vacuous_from=known.only[-1] + 1)
    if isinstance(general, Vacuous):
        return Dimensions(vacuous_from=SEARCHED_D[0])
    return replace(_from_some_on(hypotheses, conclusion, general, known), classes=classes(known.hypotheses))


def _from_some_on(hypotheses: Hypotheses, conclusion: Conclusion, general: Decision, known: Confined) -> Dimensions:
    if isinstance(general, Refutation) and general.from_d is not None:
        singles = _singles(hypotheses, conclusion, min(general.from_d - 1, LARGEST_SINGLE))
        between = tuple(range(LARGEST_SINGLE + 1, general.from_d))
        found = _classified(singles, refuted_from=general.from_d)
        return replace(found, undecided=(*found.undecided, *between))
    start = _proved_from(known.hypotheses, conclusion)
    if start is not None and start <= LARGEST_SINGLE + 1:
        return _proved(hypotheses, conclusion, start, laws_from(hypotheses, known.hypotheses))
    last = SEARCHED_D[-1] if isinstance(general, Undecided) and general.ended else LAST_SINGLE
    return _classified(_singles(hypotheses, conclusion, last), open_from=last + 1)


def _proved(hypotheses: Hypotheses, conclusion: Conclusion, start: int, laws: int | None) -> Dimensions:
    """What follows from one dimension on: it holds where laws are known, and else where there is one.

    Where no dimension is known to have a law, nothing is said to hold.
    """
    first = max(start, laws or start)
    there = first <= LARGEST_SINGLE + 1 and in_dimension(hypotheses, conclusion, first)
    if laws is not None and isinstance(there, Proof):
        return replace(_classified(_singles(hypotheses, conclusion, first - 1)), proved_from=first)
    last = max(start - 1, LAST_SINGLE)
    found = _classified(_singles(hypotheses, conclusion, last))
    if not found.proved and not found.refuted:
        return replace(found, open_from=last + 1)
    return replace(found, proved_from=last + 1, laws_known=False)


def _proved_from(hypotheses: Hypotheses, conclusion: Conclusion) -> int | None:
    """The dimension above all exceptions to certificates for every other d; None where there are no such."""
    found = [general_certificate(hypotheses, one) for one in conclusion.requirements]
    every = [general_exceptions(hypotheses, one) for one in found if one is not None]
    return max((d for one in every for d in one), default=1) + 1 if len(every) == len(found) else None


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
