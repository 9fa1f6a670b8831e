"""The points of a family as a subspace of all entries, and how far other points are from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import prod

import numpy as np

from numeric_check.arrays import Parameters, Real, Shapes
from numeric_check.described.arithmetic.arithmetics import Numbers
from numeric_check.described.arithmetic.gaussian_rationals import objects
from numeric_check.described.family_points import on_family
from numeric_check.described.placed import blocks_of, shapes
from numeric_check.laws.gauss_rules import OutOfReach
from numeric_check.model.points import flat, named
from numeric_check.model.source import Source
from symbolic.setting.family import Family
from symbolic.setting.point import IMAGINARY, Matrix, Values
from symbolic.setting.setting import Setting

GENERIC = 2**31
"""Whole numbers below it are letters at which a family is looked at: a polynomial vanishes there if it is zero."""


MOST_NUMBERS = 2_000_000
"""Entries of a model times entries of letters: so many numbers are made, exactly."""


@dataclass(frozen=True, eq=False)
class FamilySubspace:
    """All entries `(n,)` as `offset + slope @ letters`, the entries of all letters being one vector `(m,)`."""

    blocks: Shapes
    letters: Shapes
    offset: Real
    slope: Real

    def nearest(self, points: Real) -> Real:
        """The nearest points of the family, of points `(…, n)`."""
        return np.asarray(self.offset + (points - self.offset) @ self._basis @ self._basis.T)

    def along(self, directions: Real) -> Real:
        """The part of directions `(…, n)` along the family."""
        return np.asarray(directions @ self._basis @ self._basis.T)

    def departure(self, points: Real) -> Real:
        """The largest entry of the difference from the nearest point, `(…,)`."""
        return np.asarray(np.max(np.abs(points - self.nearest(points)), axis=-1, initial=0.0))

    def letters_at(self, point: Real) -> dict[str, Real]:
        """The letters of the nearest point, the shortest ones where several have it."""
        found: Real = np.asarray(np.linalg.lstsq(self.slope, point - self.offset, rcond=None)[0], dtype=np.float64)
        return named(found, self.letters)

    @cached_property
    def _basis(self) -> Real:
        """Orthonormal directions along the family, `(n, k)`."""
        left, sizes, _ = np.linalg.svd(self.slope, full_matrices=False)
        least = max(self.slope.shape, default=0) * np.finfo(np.float64).eps * np.max(sizes, initial=0.0)
        return np.asarray(left[:, sizes > least])


@dataclass(frozen=True, eq=False)
class HeldOn:
    """A source of which only the points of a family are seen, and only the slope along it."""

    source: Source
    family: FamilySubspace

    @property
    def blocks(self) -> Shapes:
        return self.family.blocks

    def loss(self, parameters: Parameters) -> float:
        return self.source.loss(self._on(parameters))

    def gradient(self, parameters: Parameters) -> dict[str, Real]:
        slope = flat(self.source.gradient(self._on(parameters)), self.blocks)
        return named(self.family.along(slope), self.blocks)

    def _on(self, parameters: Parameters) -> dict[str, Real]:
        return named(self.family.nearest(flat(parameters, self.blocks)), self.blocks)


def family_subspace(setting: Setting, name: str, values: Values) -> FamilySubspace | None:
    """The family at these sizes and at the scalars and matrices of the setting; None where it is not affine.

    Letters of the family, and parameters, may have values or not: they are not looked at. Raises as `on_family`, and
    OutOfReach for a family that is too large.

    >>> from symbolic.setting import AnyLaw, Family, eye, parameter, scalar, size
    >>> d = size("d")
    >>> x, W = AnyLaw(d, "x"), parameter("W", [d])
    >>> linear = Setting(
    ...     "linear", sizes=(d,), draws=(x,), parameters=(W,), prediction=lambda: W @ x, target=lambda: x,
    ...     families={"multiples": Family(W=scalar("a") * eye(d))},
    ... )
    >>> multiples = family_subspace(linear, "multiples", Values({"d": 2}))
    >>> multiples.slope.ravel().tolist(), float(multiples.departure(np.array([1.0, 0.5, 0.0, 1.0])))
    ([1.0, 0.0, 0.0, 1.0], 0.5)
    """
    place = _Place(setting, name, values)
    count = sum(map(prod, place.letters.values()))
    place.require(count)
    offset = place.entries([0] * count)
    slope = [place.entries([int(n == m) for n in range(count)]) - offset for m in range(count)]
    generic = [int(n) for n in np.random.default_rng(0).integers(1, GENERIC, size=count)]
    straight = sum((n * column for n, column in zip(generic, slope, strict=True)), offset)
    if np.any(place.entries(generic) != straight):
        return None
    columns = np.stack([offset, *slope], axis=1).astype(np.float64)
    return FamilySubspace(shapes(setting, values.sizes), place.letters, columns[:, 0], columns[:, 1:])


@dataclass(frozen=True, eq=False)
class _Place:
    """A family of a setting at values."""

    setting: Setting
    name: str
    values: Values

    @cached_property
    def letters(self) -> dict[str, tuple[int, ...]]:
        """Shapes of what only the family has, by name; a complex letter is two."""
        family, values = self.setting.families.get(self.name, Family()), self.values
        found: dict[str, tuple[int, ...]] = {
            name: (1, 1) for name in family.scalars if name not in self.setting.scalars
        }
        for name, letter in family.letters.items():
            if name not in self.setting.given:
                shape = tuple(values.dimension(axis) for axis in letter.blocks[name])
                found |= {name + part: shape for part in (("", IMAGINARY) if letter.complex_ else ("",))}
        return found

    def require(self, count: int) -> None:
        """Raise OutOfReach where so many entries of letters are too many."""
        entries = sum(map(prod, shapes(self.setting, self.values.sizes).values()))
        if entries * count > MOST_NUMBERS:
            raise OutOfReach(
                f"the family {self.name} has {count} entries of letters among {entries} parameters, too many for "
                "distances from it; give the start by blocks, without a family"
            )

    def entries(self, letters: list[int]) -> Numbers:
        """All entries at the point with these letters, as fractions."""
        blocks = blocks_of(on_family(self.setting, self.name, self._at(letters)))
        every = shapes(self.setting, self.values.sizes)
        rows = [blocks[name].ravel().tolist() if name in blocks else _zeros(every[name]) for name in every]
        return objects([entry for block in rows for entry in block])

    def _at(self, letters: list[int]) -> Values:
        """The values with these letters."""
        scalars, matrices, left = dict(self.values.scalars), dict(self.values.matrices), iter(map(Fraction, letters))
        imaginary: dict[str, Matrix] = {}
        for name, (rows, columns) in self.letters.items():
            matrix = tuple(tuple(next(left) for _ in range(columns)) for _ in range(rows))
            if name.endswith(IMAGINARY):
                imaginary[name.removesuffix(IMAGINARY)] = matrix
            elif name in self.setting.families[self.name].letters:
                matrices[name] = matrix
            else:
                scalars[name] = matrix[0][0]
        return replace(self.values, scalars=scalars, matrices=matrices, parameters={}, imaginary=imaginary)


def _zeros(shape: tuple[int, ...]) -> list[Fraction]:
    return [Fraction(0)] * prod(shape)
