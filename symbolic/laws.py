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
from math import log, prod
from typing import Any, Protocol

import flint

from symbolic.coordinates import CoordinateLaw, Number
from symbolic.coordinates.images import point_mass
from symbolic.rationals import to_flint, to_fraction

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


@dataclass(frozen=True)
class IID:
    """Independent copies of a coordinate law.

    >>> from symbolic.coordinates import Gaussian
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
        return 1 - point_mass(self.coordinate, Fraction(0))

    def table(self, d: int) -> Table | None:
        atoms = self.coordinate.atoms
        if atoms is None or d * log(len(atoms)) > log(LARGEST_TABLE):
            return None
        chosen = product(atoms, repeat=d)
        return tuple((tuple(x for x, _ in point), prod((w for _, w in point), start=Fraction(1))) for point in chosen)

    def at(self, d: int) -> FamilyLaw:
        return FamilyLaw(self, d)

    def _repr_html_(self) -> str:
        from symbolic.law_markup import family_html

        return family_html(self)


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

    def _repr_html_(self) -> str:
        from symbolic.law_markup import family_html

        return family_html(self)


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

    def _repr_html_(self) -> str:
        from symbolic.law_markup import family_html

        return family_html(self)


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

    >>> from symbolic.coordinates import Gaussian
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

    def _repr_html_(self) -> str:
        from symbolic.law_markup import law_html

        return law_html(self)


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
            self._known[exponents] = to_fraction(total)
        return self._known[exponents]

    @cached_property
    def _flint(self) -> list[tuple[list[flint.fmpq], flint.fmpq]]:
        """The table in python-flint's rationals, an order of magnitude faster than `Fraction`."""
        exact = [([*point, weight]) for point, weight in self.atoms]
        rows = [[to_flint(x) for x in row] for row in exact]
        return [(row[:-1], row[-1]) for row in rows]

    @cached_property
    def _known(self) -> dict[tuple[int, ...], Fraction]:
        return {}

    def nonzero_probability(self, j: int) -> Fraction:
        return sum((w for point, w in self.atoms if point[j]), Fraction(0))

    def family_moment(self, exponents: tuple[int, ...]) -> Fraction:
        raise TypeError("a table of atoms is not assumed exchangeable; ask for moment(exponents)")

    def _repr_html_(self) -> str:
        from symbolic.law_markup import law_html

        return law_html(self)


def listed(points: Sequence[Sequence[Number]], weights: Sequence[Number]) -> str:
    """A table of atoms in one line.

    >>> listed([(Fraction(1), Fraction(0)), (Fraction(0), Fraction(2))], [Fraction(1, 3), Fraction(2, 3)])
    'atoms (1, 0): 1/3, (0, 2): 2/3'
    """
    shown = (f"({', '.join(map(str, p))}): {w}" for p, w in zip(points, weights, strict=True))
    return "atoms " + ", ".join(shown)
