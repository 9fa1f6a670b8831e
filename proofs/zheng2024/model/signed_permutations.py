"""Sign flips and permutations of the coordinates: how they act on laws and on parameters, and which a law has."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from proofs.zheng2024.model.evaluation import Matrix, Parameters
from symbolic.laws import Atoms, Law


class Invariance(StrEnum):
    """Maps that may leave the law of `x_1` unchanged, for all coordinates."""

    SIGN_FLIPS = "x_j -> -x_j"
    PERMUTATIONS = "x_j <-> x_k"


@dataclass(frozen=True)
class SignedPermutation:
    """`(Q x)_p = signs[p] · x_{order[p]}`, coordinates numbered from 0.

    >>> SignedPermutation((1, 0), (1, -1)).on_block(((1, 2), (3, 4)))
    ((4, -3), (-2, 1))
    """

    order: tuple[int, ...]
    signs: tuple[int, ...]

    def on_block(self, M: Matrix) -> Matrix:
        """`Q M Q^T`."""
        rows = tuple(zip(self.order, self.signs, strict=True))
        return tuple(tuple(s * r * M[p][q] for q, r in rows) for p, s in rows)

    def on_parameters(self, parameters: Parameters) -> dict[str, Matrix]:
        return {name: self.on_block(block) for name, block in parameters.items()}

    def on_law(self, law: Atoms) -> Atoms:
        """The law of `Q x_1`."""
        rows = tuple(zip(self.order, self.signs, strict=True))
        return Atoms.of([[s * x[p] for p, s in rows] for x, _ in law.atoms], [w for _, w in law.atoms], law.name)


def invariances(law: Law) -> frozenset[Invariance]:
    """What leaves the law unchanged; of a table of atoms this is computed from the atoms.

    >>> from fractions import Fraction
    >>> invariances(Atoms.of([[1], [-1]], [Fraction(1, 3), Fraction(2, 3)], "one coordinate, two signs"))
    frozenset({<Invariance.PERMUTATIONS: 'x_j <-> x_k'>})
    """
    permuted = law.exchangeable or (isinstance(law, Atoms) and _exchangeable(law))
    found = ((Invariance.SIGN_FLIPS, law.sign_symmetric), (Invariance.PERMUTATIONS, permuted))
    return frozenset(invariance for invariance, holds in found if holds)


def _exchangeable(law: Atoms) -> bool:
    """Whether exchanging neighbouring coordinates, which generates all permutations, leaves the atoms unchanged."""
    order = tuple(range(law.d))
    swaps = ((*order[:j], j + 1, j, *order[j + 2 :]) for j in range(law.d - 1))
    return all(SignedPermutation(swap, (1,) * law.d).on_law(law).mass == law.mass for swap in swaps)
