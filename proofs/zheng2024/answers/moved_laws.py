"""A law with its coordinates permuted and multiplied: what equivariance is about."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod

from proofs.zheng2024.model.attention import BLOCKS, PV_BLOCKS
from proofs.zheng2024.model.charges import LINE_BLOCKS
from proofs.zheng2024.model.evaluation import Matrix, gradient
from symbolic.laws import Law, Table
from symbolic.laws.coordinates import Number


@dataclass(frozen=True)
class Moved:
    """The law of y with `y_j = factors[j] · x_{order[j]}`, for x with the given law; exact moments only.

    Coordinates are numbered from 0, and no symmetry is taken over from a family, so that its formulas are met by those
    for any law.

    >>> from symbolic.laws import Atoms
    >>> one = Atoms.of([(Fraction(1), Fraction(3))], [Fraction(1)])
    >>> Moved(one, (1, 0), (Fraction(1), Fraction(-2))).moment((1, 1))
    Fraction(-6, 1)
    """

    law: Law
    order: tuple[int, ...]
    factors: tuple[Fraction, ...]
    exchangeable = False

    @property
    def d(self) -> int:
        return self.law.d

    @property
    def description(self) -> str:
        places = ", ".join(f"{c} x_{j + 1}" for c, j in zip(self.factors, self.order, strict=True))
        return f"({places}) for x from {self.law.description}"

    @property
    def zero(self) -> Number:
        return self.law.zero

    @property
    def sign_symmetric(self) -> bool:
        return self.law.sign_symmetric

    @cached_property
    def atoms(self) -> Table | None:
        if self.law.atoms is None:
            return None
        places = tuple(zip(self.factors, self.order, strict=True))
        return tuple((tuple(c * point[j] for c, j in places), weight) for point, weight in self.law.atoms)

    def moment(self, exponents: tuple[int, ...]) -> Number:
        placed = dict(zip(self.order, exponents, strict=True))
        factor = prod((c**n for c, n in zip(self.factors, exponents, strict=True)), start=Fraction(1))
        return factor * self.law.moment(tuple(placed[j] for j in range(self.d)))

    def nonzero_probability(self, j: int) -> Number:
        return self.law.nonzero_probability(self.order[j]) if self.factors[j] else Fraction(0)

    def family_moment(self, exponents: tuple[int, ...]) -> Number:
        raise TypeError("the coordinates of a moved law are not exchangeable; ask for moment(exponents)")


def moved(matrix: Matrix, order: tuple[int, ...], signs: tuple[Fraction, ...]) -> Matrix:
    """The matrix in the new coordinates, for factors that are all 1 or −1 times the same size."""
    size = abs(signs[0])
    turn = tuple(sign / size for sign in signs)
    return tuple(
        tuple(s * t * matrix[p][q] for q, t in zip(order, turn, strict=True)) for p, s in zip(order, turn, strict=True)
    )


def disagreement(law: Law, T: int, order: tuple[int, ...], factors: tuple[Fraction, ...]) -> str:
    """Where the exact gradient at the moved law is not the moved gradient; empty where it is.

    Factors are one size c times signs. Predictions are cubic in the start, so that with `W_KQ / c²` they scale by c and
    the loss by c²: the gradient by `W_PV` is multiplied by c², that by `W_KQ` by c⁴. Taken at parameters with entries
    on and off the line in every block.
    """
    c, there = abs(factors[0]), parameters_everywhere(law.d)
    here = gradient(law, T, there)
    new = {n: scaled(moved(m, order, factors), Fraction(1) if n in PV_BLOCKS else c**-2) for n, m in there.items()}
    found = gradient(Moved(law, order, factors), T, new)
    for name in BLOCKS:
        if found[name] != scaled(moved(here[name], order, factors), c**2 if name in PV_BLOCKS else c**4):
            return f"the gradient by {name} does not follow the coordinates"
    return ""


def scaled(matrix: Matrix, factor: Fraction) -> Matrix:
    """The matrix times a number."""
    return tuple(tuple(factor * entry for entry in row) for row in matrix)


def parameters_everywhere(d: int) -> dict[str, Matrix]:
    """The line's identities, and in every block two further entries of their own; few, so that gradients stay cheap."""
    return {name: tuple(tuple(_entry(name, d, p, q) for q in range(d)) for p in range(d)) for name in BLOCKS}


def _entry(name: str, d: int, p: int, q: int) -> Fraction:
    number = BLOCKS.index(name)
    own = {(0, number % d): Fraction(number + 1, 2), (d - 1, (number + 1) % d): Fraction(-1, number + 2)}
    return own.get((p, q), Fraction(0)) + (p == q and name in LINE_BLOCKS)
