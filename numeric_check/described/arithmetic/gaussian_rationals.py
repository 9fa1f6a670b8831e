"""Exact complex numbers with rational parts, such as the phase (3+4i)/5, and arrays of them that NumPy multiplies."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

Objects = NDArray[np.object_]
"""Arrays whose entries are `Fraction` or `GaussianRational`."""


@dataclass(frozen=True, eq=False)
class GaussianRational:
    """`real + imag·i` with rational parts.

    >>> turn = GaussianRational(Fraction(3, 5), Fraction(4, 5))
    >>> print(turn * turn.conjugate(), turn**2)
    1 -7/25 + 24/25i
    """

    real: Fraction
    imag: Fraction = Fraction(0)

    @staticmethod
    def of(real: Fraction | int, imag: Fraction | int) -> GaussianRational:
        """From its parts, integers among them."""
        return GaussianRational(Fraction(real), Fraction(imag))

    def conjugate(self) -> GaussianRational:
        return GaussianRational(self.real, -self.imag)

    def __add__(self, other: object) -> GaussianRational:
        if not isinstance(other, (GaussianRational, Fraction, int)):
            return NotImplemented
        return GaussianRational(self.real + other.real, self.imag + other.imag)

    __radd__ = __add__

    def __neg__(self) -> GaussianRational:
        return GaussianRational(-self.real, -self.imag)

    def __sub__(self, other: object) -> GaussianRational:
        if not isinstance(other, (GaussianRational, Fraction, int)):
            return NotImplemented
        return GaussianRational(self.real - other.real, self.imag - other.imag)

    def __rsub__(self, other: object) -> GaussianRational:
        return (-self).__add__(other)

    def __mul__(self, other: object) -> GaussianRational:
        if isinstance(other, (Fraction, int)):
            return GaussianRational(self.real * other, self.imag * other)
        if not isinstance(other, GaussianRational):
            return NotImplemented
        return GaussianRational(
            self.real * other.real - self.imag * other.imag, self.real * other.imag + self.imag * other.real
        )

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> GaussianRational:
        if isinstance(other, (Fraction, int)):
            return GaussianRational(self.real / other, self.imag / other)
        if not isinstance(other, GaussianRational):
            return NotImplemented
        return self * other.conjugate() / (other.real**2 + other.imag**2)

    def __rtruediv__(self, other: object) -> GaussianRational:
        return GaussianRational(Fraction(1)) / self * other

    def __pow__(self, power: int) -> GaussianRational:
        base, out = self if power >= 0 else 1 / self, GaussianRational(Fraction(1))
        for _ in range(abs(power)):
            out = out * base
        return out

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (GaussianRational, Fraction, int)):
            return NotImplemented
        return self.real == other.real and self.imag == other.imag

    def __hash__(self) -> int:
        return hash((self.real, self.imag)) if self.imag else hash(self.real)

    def __complex__(self) -> complex:
        return complex(float(self.real), float(self.imag))

    def __str__(self) -> str:
        return f"{self.real} {'-' if self.imag < 0 else '+'} {abs(self.imag)}i" if self.imag else str(self.real)


def objects(rows: Any) -> Objects:
    """Nested sequences of exact numbers as an array of Python objects; integers become fractions.

    >>> objects([[1, Fraction(1, 2)]]).shape
    (1, 2)
    """
    found = np.array(rows, dtype=object)
    return np.array([_exact(x) for x in found.ravel()], dtype=object).reshape(found.shape)


def is_complex(array: Objects) -> bool:
    """Whether an entry has an imaginary part."""
    return any(bool(x.imag) for x in array.ravel())


def random_rationals(rng: np.random.Generator, shape: tuple[int, ...], size: int = 6) -> Objects:
    """Fractions whose numerators are at most `size` in modulus; denominators from 1 to `size`."""
    tops, bottoms = rng.integers(-size, size + 1, size=shape), rng.integers(1, size + 1, size=shape)
    pairs = zip(tops.ravel().tolist(), bottoms.ravel().tolist(), strict=True)
    return np.array([Fraction(*pair) for pair in pairs], dtype=object).reshape(shape)


def random_phases(rng: np.random.Generator, shape: tuple[int, ...], size: int = 6) -> Objects:
    """Numbers `(a + bi)/(a - bi)` of modulus 1 with small integers a and b, b not zero."""
    reals, imags = rng.integers(-size, size + 1, size=shape), rng.integers(1, size + 1, size=shape)
    pairs = zip(reals.ravel().tolist(), imags.ravel().tolist(), strict=True)
    points = [GaussianRational(Fraction(a), Fraction(b)) for a, b in pairs]
    return np.array([z / z.conjugate() for z in points], dtype=object).reshape(shape)


def _exact(value: Any) -> Fraction | GaussianRational:
    return value if isinstance(value, GaussianRational) else Fraction(value)
