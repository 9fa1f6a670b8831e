"""What a condition on the law of `x_1` can be asked, and what it answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar

import sympy

from symbolic.decide.conditions.polynomials import Polynomial
from symbolic.decide.spans.instances import Instance
from symbolic.expectation.moments import Pattern
from symbolic.laws import Law


@dataclass(frozen=True)
class Finding:
    """Whether something holds of a law (None: unknown), and because of what.

    What holds for several `reasons` has them in `because` one after another.
    """

    holds: bool | None
    because: str
    reasons: tuple[str, ...] = field(default=(), repr=False, compare=False)

    @staticmethod
    def of_all(reasons: Iterable[str]) -> Finding:
        """What holds because all of these do.

        >>> Finding.of_all(("E[x_j] = 0", "E[x_j^2] = 1", "E[x_j] = 0")).because
        'E[x_j] = 0; E[x_j^2] = 1'
        """
        distinct = tuple(dict.fromkeys(reasons))
        return Finding(True, "; ".join(distinct), distinct)

    @property
    def brief(self) -> str:
        """The first reason where there are several."""
        return self.reasons[0] if self.reasons else self.because


@dataclass(frozen=True)
class Constraint:
    """`E polynomial = value` in a fixed dimension."""

    polynomial: Polynomial
    value: Fraction = Fraction(0)


@dataclass(frozen=True)
class Inside:
    """Where laws are looked for that satisfy a condition which is not linear in the law.

    Laws with these coordinate values that satisfy the linear `conditions` and have no atom at 0 satisfy it, and do so
    when they are stretched.
    """

    heights: tuple[Fraction, ...]
    conditions: tuple[Condition, ...]


class Condition(ABC):
    """One assumption on the law of `x_1`; what a kind does not say of itself, it leaves open."""

    @property
    @abstractmethod
    def text(self) -> str: ...

    @property
    @abstractmethod
    def latex(self) -> str: ...

    @abstractmethod
    def of(self, law: Law) -> Finding:
        """Whether it holds of a law."""

    def covers(self, pattern: Pattern) -> bool:
        """Whether it forces this moment to be zero for all distinct indices."""
        return False

    def instances(self, frame: int) -> Iterator[Instance]:
        """Its linear forms relative to the first `frame` coordinates, for every d."""
        return iter(())

    def instances_at(self, frame: int, orders: tuple[int, ...]) -> Iterator[Instance]:
        """Further ones, of a family without end, about moments of one coordinate of these orders."""
        return iter(())

    def constraints(self, d: int, heights: tuple[Fraction, ...]) -> Iterator[Constraint]:
        """Finitely many equations that, with `allows`, say the same of laws on the grid with these values."""
        return iter(())

    def allows(self, point: Sequence[Fraction]) -> bool:
        """Whether an atom at this point can have positive weight under a law that satisfies the condition."""
        return True

    def implied(self) -> tuple[Condition, ...]:
        """Conditions that every law satisfies which satisfies this one: what is said of it where it says nothing."""
        return ()

    def holds_of_multiples(self) -> bool:
        """Whether a law that satisfies it satisfies it when all coordinates are stretched by one number."""
        return False

    def after_stretching(self) -> tuple[Condition, ...]:
        """Conditions that each law which satisfies this one satisfies when it is stretched by some number."""
        return ()

    def excludes_tables(self) -> bool:
        """Whether no law with finitely many atoms satisfies it."""
        return False

    def inside(self) -> Inside | None:
        """For a condition that is not linear in the law, laws in reach of linear ones; None for one that is."""
        return None


@dataclass(frozen=True)
class SideCondition(Condition):
    """A condition on something else than the law, such as the start of training: every law satisfies it."""

    about: ClassVar[str] = "something else"

    def holds_of_multiples(self) -> bool:
        return True

    def of(self, law: Law) -> Finding:
        return Finding(True, f"a condition on {self.about}, not on the law")

    @staticmethod
    def jointly_possible(conditions: Sequence[SideCondition]) -> bool:
        """Whether something is known that satisfies all of these; they are of one class."""
        return True

    @staticmethod
    def possible_at(conditions: Sequence[SideCondition], values: Mapping[sympy.Symbol, sympy.Expr]) -> bool:
        """The same where letters have these values; by default nothing is said of letters."""
        return True
