"""Assumptions on the law of `x_1`: named sets of conditions that print, combine, and can be asked of a law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from symbolic.decide.conditions import Condition, Finding, SameForAll
from symbolic.expectation.moments import Pattern
from symbolic.laws import Law
from symbolic.laws.coordinates import MomentDoesNotExist
from symbolic.views import Shown

Kind = TypeVar("Kind", bound=Condition)


@dataclass(frozen=True)
class Hypotheses(Shown):
    """A set of conditions on the law of `x_1`, with a name.

    >>> from symbolic.decide.conditions import MixedMomentsVanish, vanishes
    >>> assumption = Hypotheses("H", (vanishes(3, 3), MixedMomentsVanish()))
    >>> assumption.covers(Pattern((1, 3))), assumption.covers(Pattern((3, 3)))
    (True, False)
    """

    name: str
    conditions: tuple[Condition, ...]

    @property
    def text(self) -> str:
        return "; ".join(condition.text for condition in self.conditions)

    @property
    def latex(self) -> str:
        return r" \\ ".join(condition.latex for condition in self.conditions)

    def covers(self, pattern: Pattern) -> bool:
        """Whether a family of equations forces the moment to vanish, by itself."""
        return any(condition.covers(pattern) for condition in self.conditions)

    def constant(self, pattern: Pattern) -> bool:
        """Whether the moment is said to be the same for every choice of its free index."""
        return any(isinstance(condition, SameForAll) and condition.pattern == pattern for condition in self.conditions)

    def allows(self, point: Sequence[Fraction]) -> bool:
        """Whether every condition lets an atom at this point have positive weight."""
        return all(condition.allows(point) for condition in self.conditions)

    def of_kind(self, kind: type[Kind]) -> Kind | None:
        """The condition of that kind, if there is one."""
        return next((condition for condition in self.conditions if isinstance(condition, kind)), None)

    def without(self, index: int) -> Hypotheses:
        """The same hypotheses with one condition dropped."""
        kept = self.conditions[:index] + self.conditions[index + 1 :]
        return Hypotheses(f"{self.name} without ({self.conditions[index].text})", kept)

    def __and__(self, other: Hypotheses) -> Hypotheses:
        """Both sets together."""
        joined = dict.fromkeys((*self.conditions, *other.conditions))
        return Hypotheses(f"{self.name} and {other.name}", tuple(joined))

    def of(self, law: Law) -> Finding:
        """Holds when every condition holds; fails with the first that fails; a missing moment is a failure."""
        findings = [_asked(condition, law) for condition in self.conditions]
        for verdict in (False, None):
            for finding in findings:
                if finding.holds is verdict:
                    return finding
        return Finding.of_all(finding.because for finding in findings)


def _asked(condition: Condition, law: Law) -> Finding:
    try:
        return condition.of(law)
    except MomentDoesNotExist as missing:
        return Finding(False, str(missing))
