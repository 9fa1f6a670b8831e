"""Which blocks carry charge: phases and scalings of whole blocks that leave the loss unchanged, for every law.

**Phases.** `W → e^{iφ} W` leaves Haar measure unchanged and multiplies `x_t` by `e^{iφ(t-1)}`, which no real change of
the parameters undoes; a complex one does: block B is multiplied by `e^{iφ w_B}` and its conjugate by `e^{-iφ w_B}`.
With the entries of the conjugated prediction kept apart, the loss is a polynomial in entries and conjugated entries,
and invariant when every monomial has weight 0 (conjugated entries counting negatively). The conclusion is about real
parameters: where all blocks vanish that the phases multiply by something other than 1, so do the gradient's entries in
these blocks. For a monomial of the derivative by such an entry is an invariant monomial less one factor that is not
invariant, so that it has another one, and that is an entry that vanishes. The flow of the individual entries therefore
stays where these blocks vanish.

**Scalings.** When every monomial has weight 0 with conjugated entries counting positively, the loss is invariant under
`B → s^{w_B} B` for real s > 0. Differentiating at s = 1 gives `Σ_B w_B <B, ∂L/∂B> = 0` at all parameters: the flow
conserves `Σ_B w_B ‖B‖²` (Frobenius norms).

The weights are found by integer linear algebra from the non-zero monomials of the derived loss, symbolic T and d.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from math import gcd

import flint

from proofs.zheng2024.line.line import ON_LINE
from proofs.zheng2024.model.attention import BLOCKS, Term
from proofs.zheng2024.model.loss import cross_terms, quadratic_terms

Weights = tuple[int, ...]
"""One integer for each of `BLOCKS`."""

LINE_BLOCKS = (ON_LINE.pv_block, ON_LINE.kq_block)
"""The two blocks in which the line lies."""

COMMON_ROW = -1
"""Label of the row j of both predictions in `‖ŷ‖² = Σ_j ŷ_j ŷ_j^*`; it may coincide with any other."""


@dataclass(frozen=True)
class Monomial:
    """One monomial of the loss: entries and conjugated entries as `(block, row, column)`, and the moment's labels.

    Rows, columns and labels are numbers of a coincidence pattern; they stand for all choices of coordinates.
    """

    entries: tuple[tuple[str, int, int], ...]
    conjugated: tuple[tuple[str, int, int], ...]
    labels: tuple[int, ...]

    def weight(self, weights: Weights, conjugates: int) -> int:
        """Total weight of the entries plus `conjugates` (-1 or 1) times that of the conjugated ones."""
        table = dict(zip(BLOCKS, weights, strict=True))
        return sum(table[b] for b, *_ in self.entries) + conjugates * sum(table[b] for b, *_ in self.conjugated)

    @property
    def indices(self) -> tuple[int, ...]:
        """Rows and columns of all its entries."""
        return tuple(index for _, *place in (*self.entries, *self.conjugated) for index in place)


@cache
def monomials() -> tuple[Monomial, ...]:
    """Every monomial of the loss whose coefficient is not zero, for symbolic T and d."""
    return tuple(_monomials())


def _monomials() -> Iterator[Monomial]:
    for left, right, (k, l, m, *others), _ in quadratic_terms():
        yield Monomial(_entries(left, COMMON_ROW, k, l, m), _entries(right, COMMON_ROW, *others), (k, l, m, *others))
    for term, labels, _ in cross_terms():
        yield Monomial(_entries(term, *labels), (), labels)


def _entries(term: Term, j: int, k: int, l: int, m: int) -> tuple[tuple[str, int, int], ...]:
    return (term.pv_block, j, k), (term.kq_block, l, m)


@cache
def phases(kept: tuple[str, ...] = ()) -> tuple[Weights, ...]:
    """Basis of the weights of all phase symmetries under which the kept blocks have weight 0.

    >>> phases(kept=("W_PV_12", "W_KQ_32"))  # in the order of BLOCKS
    ((0, 1, 1, 2, 0, 1),)
    """
    return _weights(-1, kept)


@cache
def scalings() -> tuple[Weights, ...]:
    """Basis of the weights of all scalings of blocks that leave the loss unchanged.

    >>> scalings()  # ‖W_PV‖² − ‖W_KQ‖² is conserved
    ((1, 1, -1, -1, -1, -1),)
    """
    return _weights(1, ())


@cache
def staying_zero(kept: tuple[str, ...] = LINE_BLOCKS) -> tuple[str, ...]:
    """Blocks that stay zero under the flow if all of them start at zero, whatever the kept blocks and the law are.

    Those that some phase moves which leaves the kept blocks unchanged; by single angles too, such as half a turn.

    >>> staying_zero()
    ('W_PV_13', 'W_KQ_22', 'W_KQ_23', 'W_KQ_33')
    >>> staying_zero(("W_PV_12", "W_KQ_32", "W_KQ_23"))
    ('W_PV_13', 'W_KQ_22', 'W_KQ_33')
    """
    fixed = [*_equations(-1), *(_unit(block) for block in kept)]
    return tuple(block for block in BLOCKS if _lattice([*fixed, _unit(block)]) != _lattice(fixed))


def _lattice(rows: Collection[Weights]) -> list[Weights]:
    """The lattice of integer combinations of the rows, as its Hermite normal form without zero rows.

    Its dual group are the angles, one for each block, at which every row adds up to whole turns; a unit vector outside
    it is a block that some of them turn.
    """
    table = flint.fmpz_mat([list(row) for row in rows]).hnf().tolist()
    return [tuple(int(x) for x in row) for row in table if any(row)]


def _unit(block: str) -> Weights:
    return tuple(int(block == other) for other in BLOCKS)


@cache
def _equations(conjugates: int) -> tuple[Weights, ...]:
    """For each monomial, how often each block occurs, conjugated entries counting by `conjugates`."""
    units = [_unit(block) for block in BLOCKS]
    return tuple(sorted({tuple(monomial.weight(unit, conjugates) for unit in units) for monomial in monomials()}))


def _weights(conjugates: int, kept: Collection[str]) -> tuple[Weights, ...]:
    """Basis, in reduced echelon form and with integers, of the weights under which every monomial has weight 0."""
    rows = [*_equations(conjugates), *(_unit(block) for block in kept)]
    kernel, nullity = flint.fmpz_mat([list(row) for row in rows]).nullspace()
    echelon, _, _ = kernel.transpose().rref()
    return tuple(_primitive([int(x) for x in row]) for row in echelon.tolist()[:nullity])


def _primitive(row: list[int]) -> Weights:
    """The row without common factor, its first non-zero entry positive."""
    factor = gcd(*row) * (1 if next(x for x in row if x) > 0 else -1)
    return tuple(x // factor for x in row)
