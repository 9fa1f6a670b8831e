"""A trained point is critical for the full loss, and no maximum: beside it on the line the loss is larger."""

from __future__ import annotations

from proofs.zheng2024.formal.lemmas.all_blocks import AT_REST, TRAINED
from proofs.zheng2024.formal.on_line.line_dominance import loss, loss_on_line
from proofs.zheng2024.formal.on_line.line_field import PLACES, VELOCITIES, field, gradient
from proofs.zheng2024.formal.on_line.line_flow import FACTS, POINT
from proofs.zheng2024.formal.on_line.line_formulas import a, b, d, j, k, of_each
from proofs.zheng2024.formal.on_line.line_signs import constants
from proofs.zheng2024.formal.on_line.trained_line import BLOCKS, C1, C2, KEY_BLOCK
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, conjoin, part
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import POSITIVE, Number, conjunction, equal, indicator, less, member, real
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.steps import assumed, at, quantified, under

e = real("e")
CRITICAL = conjunction(*(of_each(equal(gradient(block, j, k), 0), j, k) for block in BLOCKS))
"""The gradient by all entries of all blocks vanishes."""


def rises(beside: Expression = a * (1 + e)) -> Expression:
    """At all points `(a (1 + e), b)` of the line with `e > 0` the loss is larger."""
    return quantified(less(TRAINED, loss(beside, b)), member(e, POSITIVE))


def critical() -> Theorem:
    """The gradient vanishes at a trained point."""

    def of_block(number: int) -> Theorem:
        block = BLOCKS[number]
        here = at(part(number, at(field(), *map(assume, POINT))), *map(assume, PLACES))
        scalar = b if block == KEY_BLOCK else a
        factor: Number = indicator(equal(j, k)) * scalar * C2 if block in VELOCITIES else 0
        zero = identity(gradient(block, j, k), 0, constants(), ((here, 1), (assume(AT_REST), factor)))
        return under(zero, *PLACES)

    return conjoin(*map(of_block, range(len(BLOCKS))))


def larger_beside() -> Theorem:
    """`L(a (1 + e), b) = L(trained) + d c1² e²/(2 c2)`."""
    first, second = constants()
    (_, step), length = assumed(member(e, POSITIVE)), signed(less(0, d), FACTS)
    there, here = at(loss_on_line(), a * (1 + e), b), at(loss_on_line(), *map(assume, POINT))
    value = d * C1**2 * e**2 / (2 * C2)
    factor = -(d * C1 * e) + d * C2 / 2 * (2 * e + e**2) * (a * b + C1 / C2)
    using = (there, 1), (here, -1), (assume(AT_REST), factor)
    beside = identity(loss(a * (1 + e), b), TRAINED + value, (second,), using)
    scale = signed(less(0, d * C1**2 * e**2), (length, first, step), products=((length, first, first, step, step),))
    above = signed(less(0, value), (scale, second), products=((second,), (scale,)), scales=(1, written(2)))
    return under(signed(less(TRAINED, loss(a * (1 + e), b)), (beside, above, second)), member(e, POSITIVE))
