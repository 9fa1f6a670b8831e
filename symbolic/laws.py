"""Laws of the start `x_1`: the exact half of a distribution.

A `LawFamily` gives mixed moments of distinct coordinates for every d at once (all families here are exchangeable);
`family.at(d)` is a `Law`. A table of atoms has a fixed d and no symmetry is assumed of it. Moments are exact
rationals when the parameters are; a symbolic parameter gives SymPy expressions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import factorial, log, prod
from typing import Any, Protocol

import flint

Number = Any
"""`Fraction`, or a SymPy expression when a parameter is symbolic."""


Point = tuple[Number, ...]
Table = tuple[tuple[Point, Number], ...]
"""Atoms with their weights."""

LARGEST_TABLE = 4096
"""A finite family is written out as a table of atoms only up to this many points."""


class MomentDoesNotExist(ValueError):
    """The requested moment is infinite or undefined."""


class CoordinateLaw(Protocol):
    """Law of one real coordinate."""

    @property
    def description(self) -> str: ...
    @property
    def symmetric(self) -> bool: ...
    @property
    def atoms(self) -> tuple[tuple[Number, Number], ...] | None:
        """`(value, weight)` pairs when the support is finite, else None."""

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
    def description(self) -> str:
        return f"student(df={self.df})"

    def moment(self, n: int) -> Number:
        if n >= self.df:
            raise MomentDoesNotExist(f"E x_j^{n} of {self.description} does not exist: its moments end below {self.df}")
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


@dataclass(frozen=True)
class IID:
    """Independent copies of a coordinate law.

    >>> IID(Gaussian()).mixed_moment((2, 4), 5)
    Fraction(3, 1)
    """

    coordinate: CoordinateLaw

    @property
    def description(self) -> str:
        return self.coordinate.description

    @property
    def sign_symmetric(self) -> bool:
        return self.coordinate.symmetric

    def mixed_moment(self, exponents: tuple[int, ...], d: Any) -> Number:
        return prod((self.coordinate.moment(n) for n in exponents), start=Fraction(1))

    def nonzero_probability(self, d: Any) -> Number:
        atoms = self.coordinate.atoms
        return Fraction(1) if atoms is None else sum(w for x, w in atoms if x)

    def table(self, d: int) -> Table | None:
        atoms = self.coordinate.atoms
        if atoms is None or d * log(len(atoms)) > log(LARGEST_TABLE):
            return None
        chosen = product(atoms, repeat=d)
        return tuple((tuple(x for x, _ in point), prod((w for _, w in point), start=Fraction(1))) for point in chosen)

    def at(self, d: int) -> FamilyLaw:
        return FamilyLaw(self, d)


@dataclass(frozen=True)
class Sparse:
    """Uniform on `{±c e_1, …, ±c e_d}` (Zheng et al. 2024, Example 4.1, arXiv 2405.16845).

    >>> Sparse(Fraction(1, 2)).mixed_moment((4,), 5)
    Fraction(1, 80)
    """

    c: Number = Fraction(1)
    sign_symmetric = True

    @property
    def description(self) -> str:
        return f"sparse(c={self.c})"

    def mixed_moment(self, exponents: tuple[int, ...], d: Any) -> Number:
        if not exponents:
            return Fraction(1)
        if len(exponents) > 1 or exponents[0] % 2:
            return 0 * self.c
        power = self.c ** exponents[0]
        return power * Fraction(1, d) if isinstance(d, int) else power / d

    def nonzero_probability(self, d: Any) -> Number:
        return (Fraction(1, d) if isinstance(d, int) else 1 / d) if self.c else Fraction(0)

    def table(self, d: int) -> Table | None:
        signs = [(sign, k) for k in range(d) for sign in (1, -1)]
        return tuple(
            (tuple(s * self.c if j == k else 0 * self.c for j in range(d)), Fraction(1, 2 * d)) for s, k in signs
        )

    def at(self, d: int) -> FamilyLaw:
        return FamilyLaw(self, d)


@dataclass(frozen=True)
class Ones:
    """The constant start `x_1 = 1_d`."""

    sign_symmetric = False

    @property
    def description(self) -> str:
        return "ones"

    def mixed_moment(self, exponents: tuple[int, ...], d: Any) -> Number:
        return Fraction(1)

    def nonzero_probability(self, d: Any) -> Number:
        return Fraction(1)

    def table(self, d: int) -> Table | None:
        return (((Fraction(1),) * d, Fraction(1)),)

    def at(self, d: int) -> FamilyLaw:
        return FamilyLaw(self, d)


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
class FamilyLaw:
    """A member of a family at one d (or, for exact work, at a symbolic one).

    >>> IID(Gaussian()).at(3).moment((2, 0, 4))
    Fraction(3, 1)
    """

    family: LawFamily
    d: int
    exchangeable = True
    zero = Fraction(0)

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


@dataclass(frozen=True)
class Atoms:
    """A finitely supported law: rational points with positive rational weights that sum to 1.

    >>> Atoms.of([[1, 0], [0, 1]], [Fraction(1, 4), Fraction(3, 4)]).moment((2, 0))
    Fraction(1, 4)
    """

    atoms: tuple[tuple[tuple[Fraction, ...], Fraction], ...]
    name: str = field(default="atoms", compare=False)
    exchangeable = False
    zero = Fraction(0)

    @staticmethod
    def of(points: Sequence[Sequence[Fraction | int]], weights: Sequence[Fraction | int], name: str = "atoms") -> Atoms:
        """Raises ValueError for ragged points, a weight that is not positive, or weights that do not sum to 1."""
        if len(points) != len(weights):
            raise ValueError(f"{len(points)} atoms but {len(weights)} weights: give one weight for each atom")
        if not points or len({len(point) for point in points}) != 1 or not points[0]:
            lengths = sorted({len(point) for point in points})
            raise ValueError(f"atoms must all have the same number d >= 1 of coordinates; lengths found: {lengths}")
        exact = [Fraction(weight) for weight in weights]
        if bad := [weight for weight in exact if weight <= 0]:
            raise ValueError(f"weights must be positive; found {bad[0]}")
        if sum(exact) != 1:
            raise ValueError(f"weights must sum to 1; they sum to {sum(exact)}")
        return Atoms(tuple((tuple(map(Fraction, point)), w) for point, w in zip(points, exact, strict=True)), name)

    @property
    def d(self) -> int:
        return len(self.atoms[0][0])

    @property
    def description(self) -> str:
        return self.name

    @cached_property
    def mass(self) -> dict[tuple[Fraction, ...], Fraction]:
        out: dict[tuple[Fraction, ...], Fraction] = {}
        for point, weight in self.atoms:
            out[point] = out.get(point, Fraction(0)) + weight
        return out

    @cached_property
    def sign_symmetric(self) -> bool:
        flips = (
            (tuple(-x if k == j else x for k, x in enumerate(point)), weight)
            for point, weight in self.mass.items()
            for j in range(self.d)
        )
        return all(self.mass.get(point) == weight for point, weight in flips)

    def moment(self, exponents: tuple[int, ...]) -> Fraction:
        if exponents not in self._known:
            present = [(j, n) for j, n in enumerate(exponents) if n]
            total = sum((prod((point[j] ** n for j, n in present), start=w) for point, w in self._flint), flint.fmpq(0))
            self._known[exponents] = Fraction(int(total.p), int(total.q))
        return self._known[exponents]

    @cached_property
    def _flint(self) -> list[tuple[list[flint.fmpq], flint.fmpq]]:
        """The table in python-flint's rationals, an order of magnitude faster than `Fraction`."""
        exact = [([*point, weight]) for point, weight in self.atoms]
        rows = [[flint.fmpq(x.numerator, x.denominator) for x in row] for row in exact]
        return [(row[:-1], row[-1]) for row in rows]

    @cached_property
    def _known(self) -> dict[tuple[int, ...], Fraction]:
        return {}

    def nonzero_probability(self, j: int) -> Fraction:
        return sum((w for point, w in self.atoms if point[j]), Fraction(0))

    def family_moment(self, exponents: tuple[int, ...]) -> Fraction:
        raise TypeError("a table of atoms is not assumed exchangeable; ask for moment(exponents)")
