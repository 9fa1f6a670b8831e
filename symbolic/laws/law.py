"""What a law of `x_1` and a family of laws say of themselves, and the member of a family at one d."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from numbers import Integral
from typing import Any, Protocol

from symbolic.laws.coordinates import Number
from symbolic.views import ShownLaw

Point = tuple[Number, ...]
Table = tuple[tuple[Point, Number], ...]
"""Atoms with their weights."""

LARGEST_TABLE = 4096
"""A finite family is written out as a table of atoms only up to this many points."""


class LawFamily(Protocol):
    """Exchangeable laws of `x_1`, one for every d."""

    @property
    def description(self) -> str: ...
    @property
    def sign_symmetric(self) -> bool:
        """Whether flipping the sign of any one coordinate leaves the law unchanged, for every d."""

    def mixed_moment(self, exponents: tuple[int, ...], d: Any) -> Number:
        """`E[x_1^{r_1} … x_n^{r_n}]` for distinct coordinates and exponents >= 1; d may be a symbol."""

    def nonzero_probability(self, d: Any) -> Number:
        """`P(x_j ≠ 0)`."""

    def table(self, d: int) -> Table | None:
        """The atoms at one d, when they are finitely many and not too many."""

    def at(self, d: int) -> Law: ...


class Law(Protocol):
    """A law of `x_1` in a fixed dimension."""

    @property
    def d(self) -> int: ...
    @property
    def description(self) -> str: ...
    @property
    def exchangeable(self) -> bool: ...
    @property
    def sign_symmetric(self) -> bool: ...
    @property
    def zero(self) -> Number: ...
    @property
    def atoms(self) -> Table | None:
        """`(point, weight)` pairs when the law has a finite support that is not too large, else None."""

    def moment(self, exponents: tuple[int, ...]) -> Number:
        """`E Π_j x_j^{exponents[j]}`; one exponent a coordinate."""

    def nonzero_probability(self, j: int) -> Number:
        """`P(x_j ≠ 0)`, coordinates numbered from 0."""

    def family_moment(self, exponents: tuple[int, ...]) -> Number:
        """Mixed moment of distinct coordinates, for exchangeable laws."""


@dataclass(frozen=True)
class FamilyLaw(ShownLaw):
    """A member of a family at one d (or, for exact work, at a symbolic one).

    >>> from symbolic.laws.coordinates import Gaussian
    >>> from symbolic.laws import IID
    >>> IID(Gaussian()).at(3).moment((2, 0, 4))
    Fraction(3, 1)
    """

    family: LawFamily
    d: int
    exchangeable = True
    zero = Fraction(0)

    def __post_init__(self) -> None:
        if isinstance(self.d, Integral) and not isinstance(self.d, int):
            object.__setattr__(self, "d", int(self.d))

    @property
    def description(self) -> str:
        return self.family.description

    @cached_property
    def atoms(self) -> Table | None:
        return self.family.table(self.d) if isinstance(self.d, int) else None

    @property
    def sign_symmetric(self) -> bool:
        return self.family.sign_symmetric

    def moment(self, exponents: tuple[int, ...]) -> Number:
        return self.family_moment(tuple(n for n in exponents if n))

    def nonzero_probability(self, j: int) -> Number:
        return self.family.nonzero_probability(self.d)

    def family_moment(self, exponents: tuple[int, ...]) -> Number:
        return self.family.mixed_moment(exponents, self.d)
