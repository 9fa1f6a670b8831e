"""Elliptical laws of `x_1` in a fixed dimension: `mean + s z` with z Gaussian of any covariance, even a singular one.

With `radial`, s is the length of the vector before it is deformed instead: `x_1 = mean + s A u`, `A A^T = scatter`, u
uniform on the unit sphere. Symmetries are read off the mean and the matrix, exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import comb, prod
from typing import Any

from symbolic.laws import IID, FamilyLaw, Law, Table
from symbolic.laws.coordinates import CoordinateLaw, Finite, Gaussian, Number
from symbolic.laws.coordinates.derived import expanded, point_mass
from symbolic.laws.coordinates.existence import require_total
from symbolic.laws.isserlis import isserlis
from symbolic.views import ShownLaw

Matrix = tuple[tuple[Fraction, ...], ...]

UNIT = Finite(((Fraction(1), Fraction(1)),))
"""The mixing law of a Gaussian vector."""


@dataclass(frozen=True)
class Elliptical(ShownLaw):
    """Elliptical law; made by `elliptical`, which checks the matrix.

    >>> law = elliptical([[Fraction(1), Fraction(1, 2)], [Fraction(1, 2), Fraction(1)]])
    >>> law.moment((2, 2))
    Fraction(3, 2)
    """

    scatter: Matrix
    mean: tuple[Fraction, ...]
    mixing: CoordinateLaw = UNIT
    radial: bool = False
    zero = Fraction(0)
    _known: dict[tuple[int, ...], Number] = field(default_factory=dict, compare=False, repr=False)

    @property
    def d(self) -> int:
        return len(self.mean)

    @property
    def description(self) -> str:
        rows = ", ".join(f"[{', '.join(map(str, row))}]" for row in self.scatter)
        mean = f", mean=[{', '.join(map(str, self.mean))}]" if any(self.mean) else ""
        if self.mixing == UNIT and not self.radial:
            return f"gaussian_vector({rows}{mean})"
        return f"{'radial' if self.radial else 'elliptical'}({self.mixing.description}, {rows}{mean})"

    @property
    def atoms(self) -> Table | None:
        return None if any(map(any, self.scatter)) else ((self.mean, Fraction(1)),)

    @property
    def moments_below(self) -> Number | None:
        return self.mixing.moments_below

    @property
    def sign_symmetric(self) -> bool:
        off = (self.scatter[i][j] for i in range(self.d) for j in range(i))
        return not any(self.mean) and not any(off)

    @property
    def exchangeable(self) -> bool:
        off = {self.scatter[i][j] for i in range(self.d) for j in range(i)}
        diagonal = {self.scatter[i][i] for i in range(self.d)}
        return len(set(self.mean)) == 1 and len(diagonal) == 1 and len(off) <= 1

    def family_moment(self, exponents: tuple[int, ...]) -> Number:
        if not self.exchangeable:
            raise TypeError(f"{self.description} is not exchangeable; ask for moment(exponents)")
        if len(exponents) > self.d:
            return self.zero  # there are no such coordinates, and sums over them are empty
        return self.moment((*exponents, *((0,) * (self.d - len(exponents)))))

    def moment(self, exponents: tuple[int, ...]) -> Number:
        if exponents not in self._known:
            self._known[exponents] = self._moment(exponents)
        return self._known[exponents]

    def _moment(self, exponents: tuple[int, ...]) -> Number:
        """The binomial expansion around the mean; only even parts of the deviation count."""
        require_total(self, sum(exponents))
        free = (range(n + 1) if m else (n,) for n, m in zip(exponents, self.mean, strict=True))
        parts = (self._part(exponents, kept) for kept in product(*free) if sum(kept) % 2 == 0)
        return expanded(sum(parts, start=Fraction(0)))

    def _part(self, exponents: tuple[int, ...], kept: tuple[int, ...]) -> Number:
        around = zip(exponents, kept, self.mean, strict=True)
        weight = prod((comb(n, k) * m ** (n - k) for n, k, m in around), start=Fraction(1))
        return weight and weight * self._factor(sum(kept)) * isserlis(self.scatter, kept)

    def _factor(self, n: int) -> Number:
        """What multiplies the Gaussian's moment of degree n."""
        length = prod((self.d + 2 * k for k in range(n // 2)), start=Fraction(1)) if self.radial else Fraction(1)
        return self.mixing.moment(n) / length

    def nonzero_probability(self, j: int) -> Number:
        if self.mean[j]:
            return Fraction(1)
        return expanded(1 - point_mass(self.mixing, Fraction(0))) if self.scatter[j][j] else Fraction(0)

    @cached_property
    def factors(self) -> tuple[Matrix, tuple[Fraction, ...]]:
        """Unit lower triangular L and diagonal D with `L D L^T = scatter`."""
        return decomposition(self.scatter)


@dataclass(frozen=True)
class Member(FamilyLaw):
    """A member of a family under a name of its own, which holds its dimension."""

    name: str = ""

    @property
    def description(self) -> str:
        return self.name


def elliptical(
    scatter: Sequence[Sequence[Fraction]],
    mean: Sequence[Fraction] = (),
    mixing: CoordinateLaw = UNIT,
    radial: bool = False,
) -> Law:
    """The law, or independent Gaussians where it is that.

    Raises ValueError for a matrix that is not square, symmetric and positive semidefinite, for a mean of another
    length, for a mixing law that is 0 almost surely, and for `radial` in one dimension.
    """
    matrix = tuple(tuple(row) for row in scatter)
    size = len(matrix)
    centre = tuple(mean) or (Fraction(0),) * size
    _require(matrix, centre, mixing, radial)
    sizes = {abs(x) for x, _ in mixing.atoms or ()}
    if len(sizes) == 1 and not radial:
        square = sizes.pop() ** 2
        matrix, mixing = tuple(tuple(square * x for x in row) for row in matrix), UNIT
    law = Elliptical(matrix, centre, mixing, radial)
    plain = mixing == UNIT and not radial and law.exchangeable and law.sign_symmetric
    if plain and matrix[0][0]:
        return Member(IID(Gaussian(_root(matrix[0][0]))), size, law.description)
    return law


def _require(matrix: Matrix, mean: tuple[Fraction, ...], mixing: CoordinateLaw, radial: bool) -> None:
    size = len(matrix)
    if not matrix or any(len(row) != size for row in matrix):
        raise ValueError(f"the matrix must be square; given rows of lengths {[len(row) for row in matrix]}")
    for i, j in product(range(size), repeat=2):
        if matrix[i][j] != matrix[j][i]:
            raise ValueError(f"the matrix must be symmetric; entries ({i + 1}, {j + 1}) and ({j + 1}, {i + 1}) differ")
    if len(mean) != size:
        raise ValueError(f"the mean must have {size} entries; given {len(mean)}")
    if point_mass(mixing, Fraction(0)) == 1:
        raise ValueError("the mixing law must not be 0 almost surely")
    if radial and size == 1:
        raise ValueError("a radial law needs d >= 2: for d = 1 write the law of the coordinate")
    decomposition(matrix)


def decomposition(matrix: Matrix) -> tuple[Matrix, tuple[Fraction, ...]]:
    """Unit lower triangular L and non-negative D with `L D L^T = matrix`; raises ValueError where there is none.

    >>> decomposition(((Fraction(4), Fraction(2)), (Fraction(2), Fraction(1))))[1]
    (Fraction(4, 1), Fraction(0, 1))
    """
    size = len(matrix)
    rest = [list(row) for row in matrix]
    lower = [[Fraction(i == j) for j in range(size)] for i in range(size)]
    for k in range(size):
        pivot = rest[k][k]
        if pivot < 0 or (pivot == 0 and any(rest[i][k] for i in range(k + 1, size))):
            raise ValueError("the matrix must be positive semidefinite, as every covariance is")
        for i in range(k + 1, size) if pivot else ():
            lower[i][k] = rest[i][k] / pivot
        for i, j in product(range(k + 1, size), repeat=2):
            rest[i][j] -= lower[i][k] * lower[j][k] * pivot
    return tuple(map(tuple, lower)), tuple(rest[k][k] for k in range(size))


def _root(variance: Fraction) -> Any:
    """Exact square root: a fraction where it is one."""
    from symbolic.algebra.square_roots import square_root

    root = square_root(variance)
    return Fraction(int(root.p), int(root.q)) if root.is_Rational else root
