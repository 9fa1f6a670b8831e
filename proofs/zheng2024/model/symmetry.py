"""Groups that act on the law of `x_1` and on the parameters: their fixed points are invariant under the flow.

Let a group act on the parameters by orthogonal maps that leave the loss unchanged, `L(gθ) = L(θ)`. Then `∇L(gθ) =
g ∇L(θ)`, so that at a fixed point `∇L(θ) = g ∇L(θ)` for every g: the gradient is fixed too, and the flow of the
individual entries that starts at a fixed point stays among the fixed points.

Signed permutations Q act by `M → Q M Q^T` on every block: entries move and change sign, which is orthogonal. For every
law `L(Q θ Q^T; Q x_1) = L(θ; x_1)`, as the loss treats all coordinates alike and each sign occurs as often, modulo 2,
in the entries of a monomial as in its moment; hence `L(Q θ Q^T) = L(θ)` for a law that Q leaves unchanged. Phases,
which ask nothing of the law, are in `charges`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from proofs.zheng2024.line.line import Place
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.model.charges import LINE_BLOCKS, Monomial, Weights, monomials, phases
from proofs.zheng2024.model.evaluation import Parameters
from proofs.zheng2024.model.signed_permutations import Invariance
from symbolic.algebra.partitions import Blocks, canonical, set_partitions


@dataclass(frozen=True)
class FixedPoints:
    """Other blocks vanish, and so do entries at other places; `uniform`: one value for each block and place.

    >>> FixedPoints(("W_PV_12", "W_KQ_32"), (Place.DIAGONAL,)).dimension(3)
    6
    """

    blocks: tuple[str, ...] = BLOCKS
    places: tuple[Place, ...] = tuple(Place)
    uniform: bool = False

    def __and__(self, other: FixedPoints) -> FixedPoints:
        blocks = tuple(block for block in self.blocks if block in other.blocks)
        places = tuple(place for place in self.places if place in other.places)
        return FixedPoints(blocks, places, self.uniform or other.uniform)

    @property
    def is_line(self) -> bool:
        return self == FixedPoints(LINE_BLOCKS, (Place.DIAGONAL,), uniform=True)

    @property
    def text(self) -> str:
        full = ("any matrices", "x I + y 11^T, x and y for each block")
        kind = (full if Place.OFF_DIAGONAL in self.places else ("diagonal", "multiples of I"))[self.uniform]
        return f"{', '.join(self.blocks)}: {kind}" + ("; other blocks zero" if self.blocks != BLOCKS else "")

    def dimension(self, d: int) -> int:
        """Number of free parameters."""
        entries = {Place.DIAGONAL: d, Place.OFF_DIAGONAL: d * (d - 1)}
        return len(self.blocks) * sum(min(entries[p], 1) if self.uniform else entries[p] for p in self.places)

    def contains(self, parameters: Parameters) -> bool:
        """Whether the parameters (or a gradient) are fixed."""
        for block, matrix in parameters.items():
            for place in Place:
                values = {x for p, row in enumerate(matrix) for q, x in enumerate(row) if _place((p, q)) is place}
                allowed = block in self.blocks and place in self.places
                if (any(values) and not allowed) or (self.uniform and len(values) > 1):
                    return False
        return True


@dataclass(frozen=True)
class Phase:
    """`W → e^{iφ} W`, block B multiplied by `e^{iφ w_B}`."""

    weights: Weights
    needs = None

    @property
    def text(self) -> str:
        return "phases, " + ", ".join(f"{b} of weight {w}" for b, w in zip(BLOCKS, self.weights, strict=True) if w)

    def leaves(self, monomial: Monomial) -> bool:
        """The monomial has weight 0."""
        return monomial.weight(self.weights, -1) == 0

    @property
    def fixed_points(self) -> FixedPoints:
        return FixedPoints(blocks=tuple(block for block, w in zip(BLOCKS, self.weights, strict=True) if not w))


@dataclass(frozen=True)
class SignFlips:
    """`M → S M S` for all diagonal matrices S of signs: entry `[p, q]` is multiplied by `s_p s_q`."""

    needs = Invariance.SIGN_FLIPS
    text = "sign flips, entry [p, q] of every block multiplied by s_p s_q"

    def leaves(self, monomial: Monomial) -> bool:
        """Its entries change sign exactly when its moment does, and then the moment is zero."""
        found = {*monomial.indices, *monomial.labels}
        return all((monomial.indices.count(x) - monomial.labels.count(x)) % 2 == 0 for x in found)

    @property
    def fixed_points(self) -> FixedPoints:
        """An entry stays where its two indices cancel each other's sign."""
        even = (pattern for pattern in set_partitions(2) if pattern.count(pattern[0]) % 2 == 0)
        return FixedPoints(places=tuple(_place(pattern) for pattern in even))


@dataclass(frozen=True)
class Permutations:
    """`M → P M P^T` for all permutation matrices P: entry `[p, q]` moves to `[P(p), P(q)]`."""

    needs = Invariance.PERMUTATIONS
    text = "permutations, entry [p, q] of every block moved to [P(p), P(q)]"

    def leaves(self, monomial: Monomial) -> bool:
        """Renaming coordinates renames entries and moment together: no label is in the moment alone."""
        return set(monomial.labels) <= set(monomial.indices)

    @property
    def fixed_points(self) -> FixedPoints:
        """Entries can be moved to each other exactly when their index pairs have the same coincidence pattern."""
        return FixedPoints(places=tuple(_place(pattern) for pattern in set_partitions(2)), uniform=True)


Symmetry = Phase | SignFlips | Permutations


def fixed_points(groups: Collection[Symmetry]) -> FixedPoints:
    """The parameters that every group leaves where they are.

    >>> fixed_points([SignFlips(), Permutations()]).text
    'W_PV_12, W_PV_13, W_KQ_22, W_KQ_23, W_KQ_32, W_KQ_33: multiples of I'
    """
    total = FixedPoints()
    for group in groups:
        total &= group.fixed_points
    return total


@dataclass(frozen=True)
class Step:
    """A group that leaves every one of `monomials` of the loss unchanged, and the fixed points of it and all before."""

    symmetry: Symmetry
    monomials: int
    fixed_points: FixedPoints

    @property
    def text(self) -> str:
        return f"{self.symmetry.text}: {self.monomials} monomials unchanged; {self.fixed_points.text}"


@dataclass(frozen=True)
class SymmetryProof:
    """The fixed points after the last step are invariant under the flow, for every law with the invariances needed."""

    steps: tuple[Step, ...]

    @property
    def needs(self) -> frozenset[Invariance]:
        return frozenset(step.symmetry.needs for step in self.steps if step.symmetry.needs is not None)

    @property
    def conclusion(self) -> FixedPoints:
        return self.steps[-1].fixed_points if self.steps else FixedPoints()

    @property
    def text(self) -> str:
        return "\n".join(step.text for step in self.steps)


def proof(groups: Sequence[Symmetry]) -> SymmetryProof:
    """The proof by these groups. Raises ArithmeticError when one does not leave the loss unchanged."""
    return SymmetryProof(tuple(_step(groups[: n + 1]) for n in range(len(groups))))


def _step(groups: Sequence[Symmetry]) -> Step:
    for monomial in monomials():
        if not groups[-1].leaves(monomial):
            raise ArithmeticError(f"{groups[-1].text}: does not leave {monomial} of the loss unchanged")
    return Step(groups[-1], len(monomials()), fixed_points(groups))


def invariant_set(invariances: Collection[Invariance]) -> SymmetryProof:
    """The smallest set around the line that these symmetries show to be invariant, at every T and d.

    Uses phases that leave the line in place, and the groups whose invariance the law is said to have.
    """
    groups: list[Symmetry] = [*map(Phase, phases(LINE_BLOCKS)), SignFlips(), Permutations()]
    return proof([group for group in groups if group.needs is None or group.needs in invariances])


def keeps_line(invariances: Collection[Invariance]) -> SymmetryProof | None:
    """A proof by symmetry that the line is invariant for every law with the invariances, or None.

    >>> keeps_line([Invariance.SIGN_FLIPS, Invariance.PERMUTATIONS]).conclusion.text
    'W_PV_12, W_KQ_32: multiples of I; other blocks zero'
    >>> keeps_line([Invariance.PERMUTATIONS]) is None
    True
    """
    found = invariant_set(invariances)
    return found if found.conclusion.is_line else None


def _place(pattern: Blocks) -> Place:
    return Place.DIAGONAL if canonical(pattern) == (0, 0) else Place.OFF_DIAGONAL
