"""Mixtures of families, in one form; at d = 1 a mixture is one of the coordinate laws of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from symbolic.laws import IID, LARGEST_TABLE, FamilyLaw, LawFamily, Ones, Sparse, Table
from symbolic.laws.composite.dependence import Comonotone, Composite, Equicorrelated, Sphere
from symbolic.laws.composite.shifts import Shifted
from symbolic.laws.coordinates import CoordinateLaw, Finite, Gaussian, MomentDoesNotExist, Number, rademacher
from symbolic.laws.coordinates.derived import SymmetryUnknown, affine, expanded, mixed
from symbolic.laws.coordinates.existence import least_order, moments_end

ODD_PATTERNS = ((1,), (3,), (5,), (1, 1), (1, 2), (1, 3), (3, 3), (1, 4), (3, 2), (1, 5), (5, 5), (7,))
"""A mixture that is not seen to be symmetric is proved not to be by one of these moments."""


@dataclass(frozen=True)
class Mixture(Composite):
    """One of several families, chosen once for the whole vector; made by `mixture`, which merges parts.

    >>> mixture([(IID(Gaussian()), Fraction(1, 2)), (Ones(), Fraction(1, 2))]).mixed_moment((2, 2), 3)
    Fraction(1, 1)
    """

    parts: tuple[tuple[LawFamily, Fraction], ...]

    @property
    def description(self) -> str:
        return f"mixture({', '.join(f'{w}: {law.description}' for law, w in self.parts)})"

    @cached_property
    def sign_symmetric(self) -> bool:
        """For d >= 2; raises SymmetryUnknown where no odd moment shows that the mixture is not symmetric."""
        if all(law.sign_symmetric for law, _ in self.parts):
            return True
        if any(self._known_moment(pattern) != 0 for pattern in ODD_PATTERNS):
            return False
        raise SymmetryUnknown(f"whether sign flips change {self.description} could not be decided from its moments")

    def _known_moment(self, pattern: tuple[int, ...]) -> Number:
        try:
            return self.mixed_moment(pattern, 2)
        except MomentDoesNotExist:
            return Fraction(0)

    def at(self, d: int) -> FamilyLaw:
        marginals = [(marginal(law), w) for law, w in self.parts]
        if d == 1 and all(law is not None for law, _ in marginals):
            return IID(mixed([(law, w) for law, w in marginals if law is not None])).at(1)
        return super().at(d)

    @property
    def moments_below(self) -> Number | None:
        return least_order(moments_end(law) for law, _ in self.parts)

    def mixed_moment(self, exponents: tuple[int, ...], d: Any) -> Number:
        return expanded(sum((w * law.mixed_moment(exponents, d) for law, w in self.parts), start=Fraction(0)))

    def nonzero_probability(self, d: Any) -> Number:
        return expanded(sum((w * law.nonzero_probability(d) for law, w in self.parts), start=Fraction(0)))

    def table(self, d: int) -> Table | None:
        tables = [(law.table(d), w) for law, w in self.parts]
        atoms = tuple((point, w * v) for table, w in tables for point, v in table or ())
        complete = all(table is not None for table, _ in tables)
        return atoms if complete and len(atoms) <= LARGEST_TABLE else None


def mixture(parts: Sequence[tuple[LawFamily, Fraction]]) -> LawFamily:
    """The mixture in its one form: nested mixtures flattened, equal parts merged and sorted.

    Raises ValueError for weights that are not positive or do not sum to 1.
    """
    weights = [w for _, w in parts]
    if not parts or min(weights) <= 0 or sum(weights) != 1:
        raise ValueError(f"the weights of a mixture are positive and sum to 1; given {', '.join(map(str, weights))}")
    weight_of: dict[LawFamily, Fraction] = {}
    for part, w in parts:
        for law, v in part.parts if isinstance(part, Mixture) else ((part, Fraction(1)),):
            weight_of[law] = weight_of.get(law, Fraction(0)) + w * v
    ordered = sorted(weight_of.items(), key=lambda item: item[0].description)
    return ordered[0][0] if len(ordered) == 1 else Mixture(tuple(ordered))


def marginal(family: LawFamily) -> CoordinateLaw | None:
    """The law at d = 1, as a coordinate law; None where that has no name."""
    match family:
        case IID(coordinate=coordinate) | Comonotone(coordinate=coordinate):
            return coordinate
        case Ones():
            return Finite(((Fraction(1), Fraction(1)),))
        case Sparse(c=size) | Sphere(radius=size):
            return rademacher(size) if size else Finite(((Fraction(0), Fraction(1)),))
        case Equicorrelated(sigma=sigma):
            return Gaussian(sigma)
        case Shifted(base=base, shift=shift):
            inner = marginal(base)
            return None if inner is None else affine(inner, Fraction(1), shift)
    return None
