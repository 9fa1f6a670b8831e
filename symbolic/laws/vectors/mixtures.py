"""Mixtures of laws of one dimension."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from symbolic.laws import LARGEST_TABLE, Atoms, Law, Table
from symbolic.laws.coordinates import Number
from symbolic.laws.coordinates.derived import expanded
from symbolic.laws.coordinates.existence import least_order, moments_end
from symbolic.laws.vectors.asymmetry import odd, require_asymmetry, swapped
from symbolic.laws.vectors.fixed_dimension import FixedDimension


@dataclass(frozen=True)
class VectorMixture(FixedDimension):
    """One of several laws of the same dimension; made by `vector_mixture`."""

    parts: tuple[tuple[Law, Fraction], ...]

    @property
    def d(self) -> int:
        return self.parts[0][0].d

    @property
    def description(self) -> str:
        return f"mixture({', '.join(f'{w}: {law.description}' for law, w in self.parts)})"

    @property
    def sign_symmetric(self) -> bool:
        return all(law.sign_symmetric for law, _ in self.parts)

    @property
    def moments_below(self) -> Number | None:
        return least_order(moments_end(law) for law, _ in self.parts)

    @property
    def atoms(self) -> Table | None:
        tables = [(law.atoms, w) for law, w in self.parts]
        found = tuple((point, w * v) for table, w in tables for point, v in table or ())
        complete = all(table is not None for table, _ in tables)
        return found if complete and len(found) <= LARGEST_TABLE else None

    def moment(self, exponents: tuple[int, ...]) -> Number:
        return expanded(sum((w * law.moment(exponents) for law, w in self.parts), start=Fraction(0)))

    def nonzero_probability(self, j: int) -> Number:
        return expanded(sum((w * law.nonzero_probability(j) for law, w in self.parts), start=Fraction(0)))


def vector_mixture(parts: Sequence[tuple[Law, Fraction]]) -> Law:
    """One of several laws of one dimension; tables of atoms make a table.

    Raises ValueError for weights that are not positive or do not sum to 1 and for laws of different dimensions.
    """
    weights = [w for _, w in parts]
    if not parts or min(weights) <= 0 or sum(weights) != 1:
        raise ValueError(f"the weights of a mixture are positive and sum to 1; given {', '.join(map(str, weights))}")
    if len({law.d for law, _ in parts}) > 1:
        raise ValueError(f"the laws of a mixture have one dimension; given d = {[law.d for law, _ in parts]}")
    law = VectorMixture(tuple(parts))
    if all(isinstance(part, Atoms) for part, _ in parts):
        table = law.atoms or ()
        return Atoms(tuple((tuple(map(Fraction, p)), w) for p, w in table), law.description) if table else law
    if not law.sign_symmetric:
        require_asymmetry(law, "sign flips change", odd(law))
    require_asymmetry(law, "a permutation of the coordinates changes", swapped(law))
    return law
