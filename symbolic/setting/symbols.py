"""Sizes, times and what is affine in them: `T`, `t`, `t - 1`, `2*N + 1`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import overload

from symbolic.setting.affine import Affine, HasAffine, as_affine, identifier
from symbolic.setting.valueless import Untraceable, Valueless
from symbolic.setting.weights import Weight, as_weight, weight_of


class Arithmetic(Valueless, HasAffine):
    """What sizes, times and affine expressions have in common: they are added, and become weights when multiplied."""

    def __add__(self, other: HasAffine | int) -> Expression:
        return Expression(self.affine().plus(as_affine(other)))

    def __radd__(self, other: int) -> Expression:
        return Expression(as_affine(other).plus(self.affine()))

    def __sub__(self, other: HasAffine | int) -> Expression:
        return Expression(self.affine().plus(as_affine(other), -1))

    def __rsub__(self, other: int) -> Expression:
        return Expression(as_affine(other).plus(self.affine(), -1))

    def __neg__(self) -> Expression:
        return Expression(self.affine().times(-1))

    @overload
    def __rmul__(self, other: int) -> Expression: ...
    @overload
    def __rmul__(self, other: Weight | Fraction) -> Weight: ...
    def __rmul__(self, other: object) -> Expression | Weight:
        return self._multiplied(other)

    @overload
    def __mul__(self, other: int) -> Expression: ...
    @overload
    def __mul__(self, other: Weight | HasAffine | Fraction) -> Weight: ...
    def __mul__(self, other: object) -> Expression | Weight:
        return self._multiplied(other)

    def _multiplied(self, other: object) -> Expression | Weight:
        if isinstance(other, int):
            return Expression(self.affine().times(other))
        right = as_weight(other)
        return NotImplemented if right is None else self.weight() * right

    def __truediv__(self, other: object) -> Weight:
        right = as_weight(other)
        return NotImplemented if right is None else self.weight() / right

    def __rtruediv__(self, other: object) -> Weight:
        left = as_weight(other)
        return NotImplemented if left is None else left / self.weight()

    def __pow__(self, power: int) -> Weight:
        return self.weight() ** power

    def weight(self) -> Weight:
        """The same as a weight."""
        return weight_of(self)


@dataclass(frozen=True)
class Expression(Arithmetic):
    """An affine expression that can be computed with: `t - 1`."""

    combination: Affine

    def affine(self) -> Affine:
        return self.combination

    def __eq__(self, other: object) -> bool:
        return self._same(other, isinstance(other, Expression) and self.combination == other.combination)

    def __hash__(self) -> int:
        return hash(self.combination)

    def __str__(self) -> str:
        return str(self.combination)


@dataclass(frozen=True)
class Size(Arithmetic):
    """A symbolic size: a dimension, a number of samples or the length of a sequence, from `at_least` on."""

    name: str
    at_least: int = 1

    def affine(self) -> Affine:
        return Affine(((self.name, 1),))

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, Size) and (self.name, self.at_least) == (other.name, other.at_least)
        return self._same(other, same)

    def __hash__(self) -> int:
        return hash((self.name, self.at_least))

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Time(Arithmetic):
    """A label: of a time, or of a sample."""

    name: str

    def affine(self) -> Affine:
        return Affine(((self.name, 1),))

    def __eq__(self, other: object) -> bool:
        return self._same(other, isinstance(other, Time) and self.name == other.name)

    def __hash__(self) -> int:
        return hash(self.name)

    def __str__(self) -> str:
        return self.name


def size(name: str, at_least: int = 1) -> Size:
    """A symbolic size, at least `at_least`.

    >>> print(size("N") + 1)
    N + 1
    """
    if not isinstance(at_least, int) or isinstance(at_least, bool) or at_least < 0:
        raise Untraceable(f"at_least= is the least value of a size, 0 or a whole number above; given {at_least!s}")
    return Size(identifier(name), at_least)


def time(name: str) -> Time:
    """A label that counts times or samples; it gets its range from `total` or from `over=` of the setting.

    >>> print(time("t") - 1)
    t - 1
    """
    return Time(identifier(name))
