"""What coefficients of a loss are made of: sizes, scalars, sums over times, indicators, moments of a coordinate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import sympy

from symbolic.algebra.harmonics import harmonic_number
from symbolic.algebra.laurent import Atom, Laurent
from symbolic.setting.affine import Affine

Numbers = Mapping[str, Fraction]


@dataclass(frozen=True)
class Shifted(Atom):
    """A size or a time plus an integer: `N`, `t - 1`."""

    name: str
    shift: int = 0

    @cached_property
    def text(self) -> str:
        base = str(Affine.of({self.name: 1}, self.shift))
        return f"({base})" if self.shift else base

    def value(self, numbers: Numbers) -> Fraction:
        return numbers[self.name] + self.shift

    def expression(self) -> sympy.Expr:
        return size_symbol(self.name) + self.shift

    @property
    def names(self) -> frozenset[str]:
        return frozenset((self.name,))


@dataclass(frozen=True)
class Combined(Atom):
    """An affine expression in several sizes, as it stands in a denominator: `N + M`."""

    base: Affine

    @cached_property
    def text(self) -> str:
        return str(self.base) if str(self.base).isidentifier() else f"({self.base})"

    def value(self, numbers: Numbers) -> Fraction:
        return affine_value(self.base, numbers)

    def expression(self) -> sympy.Expr:
        return affine_expression(self.base)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.base.names)


@dataclass(frozen=True)
class Named(Atom):
    """A scalar by name, or a moment of a coordinate of a draw: `sigma`, `m4(x)`."""

    name: str

    @property
    def text(self) -> str:
        return self.name

    def value(self, numbers: Numbers) -> Fraction:
        return numbers[self.name]

    def expression(self) -> sympy.Expr:
        return sympy.Symbol(self.name, real=True)

    @property
    def names(self) -> frozenset[str]:
        return frozenset((self.name,))


@dataclass(frozen=True)
class Geometric(Atom):
    """A scalar to the power of a size or a time: `gamma^t`."""

    base: str
    exponent: str

    @property
    def text(self) -> str:
        return f"{self.base}^{self.exponent}"

    def value(self, numbers: Numbers) -> Fraction:
        return Fraction(numbers[self.base]) ** int(numbers[self.exponent])

    def expression(self) -> sympy.Expr:
        return sympy.Symbol(self.base, real=True) ** size_symbol(self.exponent)

    @property
    def names(self) -> frozenset[str]:
        return frozenset((self.base, self.exponent))


Ratios = tuple[tuple[str, int], ...]
"""Scalars and how often each is multiplied from one summand to the next."""


@dataclass(frozen=True)
class PowerSum(Atom):
    """`Σ_{s=1}^{upper} s^exponent Π ratio^s`: harmonic numbers, and geometric sums."""

    exponent: int
    upper: Affine
    ratios: Ratios = ()

    @cached_property
    def text(self) -> str:
        if not self.ratios:
            return f"H({self.upper})" if self.exponent == -1 else f"H({self.upper}, {-self.exponent})"
        powers = [f"{name}^{'s' if k == 1 else f'({k} s)'}" for name, k in self.ratios]
        powers += [f"s^{self.exponent}"] if self.exponent else []
        return f"sum_(s=1..{self.upper}) {' '.join(powers)}"

    def value(self, numbers: Numbers) -> Fraction:
        n = int(affine_value(self.upper, numbers))
        if not self.ratios:
            return harmonic_number(n, -self.exponent)
        ratio = Fraction(1)
        for name, k in self.ratios:
            ratio *= Fraction(numbers[name]) ** k
        return sum((Fraction(s) ** self.exponent * ratio**s for s in range(1, n + 1)), Fraction(0))

    def expression(self) -> sympy.Expr:
        upper = affine_expression(self.upper)
        if not self.ratios:
            return sympy.harmonic(upper) if self.exponent == -1 else sympy.harmonic(upper, -self.exponent)
        s = sympy.Symbol("s", integer=True, positive=True)
        ratio = sympy.Mul(*(sympy.Symbol(name, real=True) ** (k * s) for name, k in self.ratios))
        return sympy.Sum(s**self.exponent * ratio, (s, 1, upper))

    @property
    def names(self) -> frozenset[str]:
        return frozenset((*self.upper.names, *(name for name, _ in self.ratios)))


@dataclass(frozen=True)
class Equals(Atom):
    """1 where a size or a time has one value, else 0."""

    name: str
    at: int

    @property
    def text(self) -> str:
        return f"[{self.name} = {self.at}]"

    def value(self, numbers: Numbers) -> Fraction:
        return Fraction(int(numbers[self.name] == self.at))

    def expression(self) -> sympy.Expr:
        return sympy.Piecewise((1, sympy.Eq(size_symbol(self.name), self.at)), (0, True))

    @property
    def names(self) -> frozenset[str]:
        return frozenset((self.name,))


@dataclass(frozen=True)
class Residue(Atom):
    """1 where a size or a time leaves a remainder when it is divided, else 0; the remainder is not 0."""

    name: str
    order: int
    remainder: int

    @property
    def text(self) -> str:
        return f"[{self.name} = {self.remainder} mod {self.order}]"

    def value(self, numbers: Numbers) -> Fraction:
        return Fraction(int(numbers[self.name] % self.order == self.remainder))

    def expression(self) -> sympy.Expr:
        leaves = sympy.Eq(sympy.Mod(size_symbol(self.name), self.order), self.remainder)
        return sympy.Piecewise((1, leaves), (0, True))

    @property
    def names(self) -> frozenset[str]:
        return frozenset((self.name,))


@dataclass(frozen=True)
class Reached(Atom):
    """1 where an affine expression is at least 0, else 0: whether a time belongs to the loss."""

    base: Affine

    @cached_property
    def text(self) -> str:
        return f"[{self.base} >= 0]"

    def value(self, numbers: Numbers) -> Fraction:
        return Fraction(int(affine_value(self.base, numbers) >= 0))

    def expression(self) -> sympy.Expr:
        return sympy.Piecewise((1, affine_expression(self.base) >= 0), (0, True))

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.base.names)


@dataclass(frozen=True)
class Least(Atom):
    """The smallest of some affine expressions: samples that two ranges share."""

    of: tuple[Affine, ...]

    @cached_property
    def text(self) -> str:
        return f"min({', '.join(map(str, self.of))})"

    def value(self, numbers: Numbers) -> Fraction:
        return min(affine_value(affine, numbers) for affine in self.of)

    def expression(self) -> sympy.Expr:
        return sympy.Min(*map(affine_expression, self.of))

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for affine in self.of for name in affine.names)


@dataclass(frozen=True)
class TimeTotal(Atom):
    """A product of powers summed over the times of a loss, where the sum has no closed form here."""

    label: str
    low: int
    high: Affine
    summand: Laurent

    @cached_property
    def text(self) -> str:
        return f"sum_({self.label}={self.low}..{self.high}) {self.summand}"

    def value(self, numbers: Numbers) -> Fraction:
        times = range(self.low, int(affine_value(self.high, numbers)) + 1)
        return sum((self.summand.value({**numbers, self.label: Fraction(time)}) for time in times), Fraction(0))

    def expression(self) -> sympy.Expr:
        time = size_symbol(self.label)
        return sympy.Sum(self.summand.expression(), (time, self.low, affine_expression(self.high)))

    @property
    def names(self) -> frozenset[str]:
        return (self.summand.names - {self.label}) | frozenset(self.high.names)


def size_symbol(name: str) -> sympy.Symbol:
    """The SymPy symbol of a size or a time."""
    return sympy.Symbol(name, integer=True, positive=True)


def affine_value(affine: Affine, numbers: Numbers) -> Fraction:
    """The number that an affine expression is."""
    return Fraction(affine.constant) + sum((c * numbers[name] for name, c in affine.slopes), Fraction(0))


def affine_expression(affine: Affine) -> sympy.Expr:
    """An affine expression in SymPy symbols."""
    return sympy.Add(affine.constant, *(c * size_symbol(name) for name, c in affine.slopes))


def affine_laurent(affine: Affine, shifts: Mapping[str, int]) -> Laurent:
    """An affine expression as a polynomial in shifted sizes.

    >>> print(affine_laurent(Affine.of({"t": 1}), {"t": -1}))
    1 + 1 (t - 1)
    """
    parts = [Laurent.number(affine.constant - sum(c * shifts.get(name, 0) for name, c in affine.slopes))]
    parts += [Laurent.atom(Shifted(name, shifts.get(name, 0))) * c for name, c in affine.slopes]
    return Laurent.total(parts)
