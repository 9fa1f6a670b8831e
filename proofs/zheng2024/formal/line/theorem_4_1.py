"""Theorem 4.1 as printed is refuted: at independent coordinates that are 2 or −1 the flow leaves the line."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from proofs.zheng2024.formal.line.theorem_4_1_repaired import PRINTED
from proofs.zheng2024.formal.on_line.assumption_4_1 import ASSUMPTION_4_1
from proofs.zheng2024.formal.on_line.departure import Instance
from proofs.zheng2024.formal.on_line.line_statements import VALUE_BLOCK
from proofs.zheng2024.formal.on_line.trained_line import FLOWS, MOVES, PRODUCT, STAYS, for_each_start, τ
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression
from symbolic.core.vocabulary import NONNEGATIVE, conjunction, implies, tends
from symbolic.tactics.explicit_laws import row, table

COIN = ((2, Fraction(1, 3)), (-1, Fraction(2, 3)))
LAW = table(*((p * q, row(x, y)) for (x, p), (y, q) in product(COIN, COIN)))
"""Both coordinates are 2 with probability 1/3, else −1, independently."""


def goal(hypotheses: Expression = ASSUMPTION_4_1) -> Expression:
    """For all sizes, laws and starts with `a0 + b0 ≠ 0`: one flow, it stays on the line, ab tends to the limit."""
    claimed = conjunction(FLOWS, STAYS, tends(τ, NONNEGATIVE, PRODUCT, PRINTED))
    return for_each_start(implies(MOVES, claimed), hypotheses)


def refutation() -> Proof:
    """The denied goal and its definedness: the entry 1, 2 of the gradient by `W_PV_12` is `E x_1³ x_2³ = 4`."""
    return Instance(goal(), LAW, (2, 3)).refutation(VALUE_BLOCK, 1, 2)
