"""The height `u² − ‖U‖²`, which the flow keeps, and the square of u where it tends from a start of some height."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.dominated_gap import meaningful
from proofs.zhang2024.formal.loss_in_traces import U, u
from proofs.zhang2024.formal.trained_point import R, by_letters, facts, square
from symbolic.core.expressions import Expression
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import at_most, equal, product, real, root, trace
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import conjuncts
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative

C = real("C")
SECOND = trace(product(R, R))
"""`tr Γ⁻²`."""

HEIGHT = u**2 - square(U)
RADICAND = C**2 + 4 * SECOND
LIMIT = (C + root(RADICAND)) / 2
"""The square of u at the limit."""


@cache
def radicand_sign() -> Theorem:
    """`0 ≤ C² + 4 tr Γ⁻²`."""
    length = by_letters(equal(square(R), SECOND))
    return signed(at_most(0, RADICAND), (length, not_negative(R, facts())), squares=(C,))


@cache
def root_there() -> Facts:
    """`0 ≤ √(C² + 4 tr Γ⁻²)` and what its square is."""
    return conjuncts(square_root(radicand_sign()))


def settled(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial, shapes, and that a radicand is not negative."""
    return radicand_sign() if formula == at_most(0, RADICAND) else meaningful(formula, known)
