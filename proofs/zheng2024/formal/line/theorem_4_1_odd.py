"""Theorem 4.1 is refuted where all moments with an odd exponent vanish: the flow leaves the line on the diagonal."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from proofs.zheng2024.formal.on_line.assumption_4_1 import ASSUMPTION_4_1_ODD
from proofs.zheng2024.formal.on_line.departure import Instance
from proofs.zheng2024.formal.on_line.line_statements import KEY_BLOCK
from proofs.zheng2024.formal.on_line.trained_line import FLOWS, MOVES, STAYS, for_each_start
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression, Node
from symbolic.core.vocabulary import conjunction, implies
from symbolic.tactics.explicit_laws import row, table

SHARES = {(1, 2, 0): 1, (0, 1, 1): 16, (1, 0, 1): 4, (2, 0, 0): 1, (1, 0, 0): 15, (0, 1, 0): 4, (0, 0, 2): 1}
"""Absolute values of the three coordinates, each with a share of the probability; all signs are equally likely."""


def points() -> Iterator[tuple[Fraction, Node]]:
    """The points with their probabilities."""
    for sizes, share in SHARES.items():
        signed = tuple(product(*(dict.fromkeys((size, -size)) for size in sizes)))
        yield from ((Fraction(share, sum(SHARES.values()) * len(signed)), row(*point)) for point in signed)


LAW = table(*points())


def goal(hypotheses: Expression = ASSUMPTION_4_1_ODD) -> Expression:
    """For all sizes, laws and starts with `a0 + b0 ≠ 0`: there is one flow, and it stays on the line."""
    return for_each_start(implies(MOVES, conjunction(FLOWS, STAYS)), hypotheses)


def refutation() -> Proof:
    """The denied goal and its definedness: the first two entries of the gradient by `W_KQ_32` differ."""
    return Instance(goal(), LAW, (3, 3)).refutation(KEY_BLOCK, 2, 2)
