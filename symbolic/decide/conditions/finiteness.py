"""The condition that a moment exists: all that is asked of a heavy-tailed law."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.decide.conditions import Condition, Finding
from symbolic.expectation.moments import Pattern, choices
from symbolic.laws import Law
from symbolic.laws.coordinates import MomentDoesNotExist


@dataclass(frozen=True)
class Finite(Condition):
    """The moment exists for every choice of distinct free indices; every table of atoms has it.

    >>> from fractions import Fraction
    >>> from symbolic.laws.coordinates import Student
    >>> from symbolic.laws import IID
    >>> Finite(Pattern((6,))).of(IID(Student(Fraction(5))).at(2)).because
    'E x_j^6 of student(df=5) is infinite: its moments end below 5'
    """

    pattern: Pattern

    @property
    def text(self) -> str:
        return f"{self.pattern.text} exists"

    @property
    def latex(self) -> str:
        return rf"{self.pattern.latex} \text{{ exists}}"

    def of(self, law: Law) -> Finding:
        try:
            for free in choices(self.pattern, law):
                self.pattern.at(law, free)
        except MomentDoesNotExist as missing:
            return Finding(False, str(missing))
        return Finding(True, self.text)

    def holds_of_multiples(self) -> bool:
        return True
