"""In which dimensions do hypotheses force a conclusion? The exact set of d, where it can be told."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.conclusions import Conclusion
from symbolic.decide import Decision, Proof, Refutation, Undecided, Vacuous, decide, in_dimension
from symbolic.hypotheses import Hypotheses
from symbolic.refute import SEARCHED_D

KINDS = (Proof, Refutation, Undecided, Vacuous)

LAST_SINGLE = 5
"""Dimensions up to this one are decided one by one where no family of laws settles the larger ones."""


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

    >>> from symbolic.conclusions import moment_is
    >>> from symbolic.moments import Pattern
    >>> dimensions(Hypotheses("none", ()), moment_is(Pattern((2, 2), (2,)))).text
    'holds for d = 2; fails for every d >= 3'
    """
    general = decide(hypotheses, conclusion)
    match general:
        case Proof():
            return Dimensions(proved_from=SEARCHED_D[0])
        case Vacuous():
            return Dimensions(vacuous_from=SEARCHED_D[0])
        case Refutation() if general.from_d is not None:
            singles = _singles(hypotheses, conclusion, general.from_d - 1)
            return _classified(singles, refuted_from=general.from_d)
    return _classified(_singles(hypotheses, conclusion, LAST_SINGLE), open_from=LAST_SINGLE + 1)


def _singles(hypotheses: Hypotheses, conclusion: Conclusion, last: int) -> dict[int, Decision]:
    return {d: in_dimension(hypotheses, conclusion, d) for d in range(SEARCHED_D[0], last + 1)}


def _classified(
    singles: dict[int, Decision], refuted_from: int | None = None, open_from: int | None = None
) -> Dimensions:
    kinds: dict[type, list[int]] = {}
    for d, decision in singles.items():
        kinds.setdefault(type(decision), []).append(d)
    proved, refuted, undecided, vacuous = (tuple(kinds.get(kind, ())) for kind in KINDS)
    return Dimensions(proved, refuted, undecided, vacuous, refuted_from=refuted_from, open_from=open_from)
