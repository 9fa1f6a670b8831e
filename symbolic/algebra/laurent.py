"""Laurent polynomials in sizes, named numbers and sums that have no closed form, with rational coefficients.

Atoms of different kinds are independent of one another as functions, so that equal functions have equal normal forms:
powers of a size shifted so that its pole is at 0, harmonic sums, indicators of single values.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sympy


class Atom(ABC):
    """A letter of a Laurent polynomial."""

    @property
    @abstractmethod
    def text(self) -> str:
        """What it is called; different atoms have different texts."""

    @abstractmethod
    def value(self, numbers: Mapping[str, Fraction]) -> Fraction:
        """Its value where the sizes and scalars have these; raises KeyError where one is missing."""

    @abstractmethod
    def expression(self) -> sympy.Expr:
        """It as a SymPy expression."""

    @property
    @abstractmethod
    def names(self) -> frozenset[str]:
        """Sizes, times and scalars that it depends on."""


Power = tuple[Atom, int]
Exponents = tuple[Power, ...]
"""Atoms with their exponents, none of them zero, sorted by text."""

ONE: Mapping[Exponents, Fraction] = {(): Fraction(1)}


@dataclass(frozen=True)
class Laurent:
    """A sum of rational multiples of products of powers of atoms; no coefficient is zero.

    >>> print(Laurent.number(3) * Laurent.number(Fraction(1, 6)))
    1/2
    """

    coefficients: Mapping[Exponents, Fraction]

    @staticmethod
    def number(value: Fraction | int) -> Laurent:
        return Laurent({(): Fraction(value)} if value else {})

    @staticmethod
    def atom(atom: Atom, power: int = 1) -> Laurent:
        return Laurent({((atom, power),) if power else (): Fraction(1)})

    @staticmethod
    def total(parts: Iterable[Laurent]) -> Laurent:
        out: dict[Exponents, Fraction] = {}
        for part in parts:
            for exponents, c in part.coefficients.items():
                out[exponents] = out.get(exponents, Fraction(0)) + c
        return Laurent({exponents: c for exponents, c in out.items() if c})

    def __add__(self, other: Laurent) -> Laurent:
        return Laurent.total((self, other))

    def __sub__(self, other: Laurent) -> Laurent:
        return self + other * -1

    def __mul__(self, other: Laurent | Fraction | int) -> Laurent:
        if not isinstance(other, Laurent):
            return Laurent({exponents: c * other for exponents, c in self.coefficients.items()} if other else {})
        for one, rest in ((self, other), (other, self)):
            if one.coefficients == ONE:
                return rest
        out: dict[Exponents, Fraction] = {}
        for left, c in self.coefficients.items():
            for right, k in other.coefficients.items():
                exponents = _product(left, right)
                out[exponents] = out.get(exponents, Fraction(0)) + c * k
        return Laurent({exponents: c for exponents, c in out.items() if c})

    def power(self, n: int) -> Laurent:
        """To a non-negative power; a single product also to a negative one."""
        if n < 0:
            ((exponents, c),) = self.coefficients.items()
            return Laurent({tuple((atom, -k) for atom, k in exponents): 1 / c}).power(-n)
        out = Laurent.number(1)
        for _ in range(n):
            out = out * self
        return out

    def __bool__(self) -> bool:
        return bool(self.coefficients)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Laurent) and self.coefficients == other.coefficients)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(frozenset(self.coefficients.items()))

    @cached_property
    def atoms(self) -> frozenset[Atom]:
        return frozenset(atom for exponents in self.coefficients for atom, _ in exponents)

    @property
    def names(self) -> frozenset[str]:
        """Sizes, times and scalars in it."""
        return frozenset(name for atom in self.atoms for name in atom.names)

    def mapped(self, change: Callable[[Exponents], Laurent]) -> Laurent:
        """With every product of powers replaced."""
        return Laurent.total(change(exponents) * c for exponents, c in self.coefficients.items())

    def value(self, numbers: Mapping[str, Fraction]) -> Fraction:
        """The exact number that it is at these sizes and scalars."""
        values = {atom: atom.value(numbers) for atom in self.atoms}
        total = Fraction(0)
        for exponents, c in self.coefficients.items():
            for atom, power in exponents:
                c *= values[atom] ** power
            total += c
        return total

    def expression(self) -> sympy.Expr:
        """The same as a SymPy expression."""
        import sympy

        from symbolic.algebra.rationals import to_sympy

        letters = {atom: atom.expression() for atom in self.atoms}
        return sympy.Add(
            *(to_sympy(c) * sympy.Mul(*(letters[a] ** n for a, n in e)) for e, c in self.coefficients.items())
        )

    def __str__(self) -> str:
        def factor(atom: Atom, power: int) -> str:
            return atom.text if power == 1 else f"{atom.text}^{power}"

        parts = [" ".join([str(c), *(factor(*p) for p in e)]) for e, c in sorted(self.coefficients.items(), key=_order)]
        return " + ".join(parts) or "0"


def _order(item: tuple[Exponents, Fraction]) -> tuple[tuple[str, int], ...]:
    return tuple((atom.text, power) for atom, power in item[0])


def _product(left: Exponents, right: Exponents) -> Exponents:
    if not left or not right:
        return left or right
    powers = dict(left)
    for atom, power in right:
        powers[atom] = powers.get(atom, 0) + power
    return tuple(sorted(((atom, n) for atom, n in powers.items() if n), key=lambda power: power[0].text))
