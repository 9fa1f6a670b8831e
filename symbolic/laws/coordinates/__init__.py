"""Laws of one real coordinate, exact: Gaussian, Laplace, uniform, Student, and finitely many values.

Moments are rationals when the parameters are; a symbolic parameter gives SymPy expressions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import factorial, prod
from typing import Protocol

from symbolic.laws.coordinates.existence import MomentDoesNotExist as MomentDoesNotExist
from symbolic.laws.coordinates.existence import Number as Number
from symbolic.laws.coordinates.existence import require_moment


class CoordinateLaw(Protocol):
    """Law of one real coordinate."""

    @property
    def description(self) -> str: ...
    @property
    def symmetric(self) -> bool: ...
    @property
    def atoms(self) -> tuple[tuple[Number, Number], ...] | None:
        """`(value, weight)` pairs when the support is finite, else None."""

    @property
    def moments_below(self) -> Number | None:
        """Moments exist below this order only; None where all exist."""

    def moment(self, n: int) -> Number: ...


@dataclass(frozen=True)
class Gaussian:
    """`N(0, σ²)`: `E x^n = (n-1)!! σ^n` for even n.

    >>> Gaussian(Fraction(1, 2)).moment(6)
    Fraction(15, 64)
    """

    sigma: Number = Fraction(1)
    symmetric = True
    atoms = None
    moments_below = None

    @property
    def description(self) -> str:
        return f"gaussian(sigma={self.sigma})"

    def moment(self, n: int) -> Number:
        return 0 * self.sigma if n % 2 else Fraction(prod(range(1, n, 2))) * self.sigma**n


@dataclass(frozen=True)
class Laplace:
    """Density `exp(-|x|/s)/(2s)`: `E x^n = n! s^n` for even n.

    >>> Laplace().moment(6)
    Fraction(720, 1)
    """

    scale: Number = Fraction(1)
    symmetric = True
    atoms = None
    moments_below = None

    @property
    def description(self) -> str:
        return f"laplace(scale={self.scale})"

    def moment(self, n: int) -> Number:
        return 0 * self.scale if n % 2 else Fraction(factorial(n)) * self.scale**n


@dataclass(frozen=True)
class Uniform:
    """Uniform on `[-w, w]`: `E x^n = w^n/(n+1)` for even n.

    >>> Uniform(Fraction(2)).moment(4)
    Fraction(16, 5)
    """

    half_width: Number = Fraction(1)
    symmetric = True
    atoms = None
    moments_below = None

    @property
    def description(self) -> str:
        return f"uniform(half_width={self.half_width})"

    def moment(self, n: int) -> Number:
        return 0 * self.half_width if n % 2 else Fraction(1, n + 1) * self.half_width**n


@dataclass(frozen=True)
class Student:
    """Student's t: density proportional to `(1 + x²/ν)^{-(ν+1)/2}`; moments exist below order `ν = df` only.

    >>> Student(Fraction(8)).moment(6)
    Fraction(160, 1)
    """

    df: Fraction
    symmetric = True
    atoms = None

    @property
    def moments_below(self) -> Fraction:
        return self.df

    @property
    def description(self) -> str:
        return f"student(df={self.df})"

    def moment(self, n: int) -> Number:
        require_moment(self, n)
        if n % 2:
            return Fraction(0)
        return prod((self.df * (2 * k - 1) / (self.df - 2 * k) for k in range(1, n // 2 + 1)), start=Fraction(1))


@dataclass(frozen=True)
class Finite:
    """Finitely many values with given probabilities (Rademacher, two-point, …). Weights are positive and sum to 1.

    >>> Finite(((Fraction(2), Fraction(1, 3)), (Fraction(-1), Fraction(2, 3)))).moment(3)
    Fraction(2, 1)
    """

    atoms: tuple[tuple[Number, Number], ...]
    name: str = field(default="", compare=False)

    moments_below = None

    @property
    def description(self) -> str:
        kind = "twopoint" if len(self.atoms) == 2 else "finite"
        return self.name or f"{kind}(" + ", ".join(f"{x}:{w}" for x, w in self.atoms) + ")"

    @cached_property
    def symmetric(self) -> bool:
        mass: dict[Number, Number] = {}
        for x, w in self.atoms:
            mass[x] = mass.get(x, 0) + w
        return all(mass.get(-x, 0) == w for x, w in mass.items())

    def moment(self, n: int) -> Number:
        return sum((w * x**n for x, w in self.atoms), start=0 * self.atoms[0][0])


def rademacher(scale: Number = Fraction(1)) -> Finite:
    """±scale with probability 1/2 each."""
    half = Fraction(1, 2)
    return Finite(((scale, half), (-scale, half)), name=f"rademacher(scale={scale})")


def two_point(first: Number, weight: Number, second: Number) -> Finite:
    """`first` with probability `weight`, else `second`."""
    return Finite(((first, weight), (second, 1 - weight)))
