"""The gradient of the loss by the two scalars of the line: d times that by individual entries."""

from __future__ import annotations

from proofs.zheng2024.formal.on_line.line_dominance import SLACK, loss, loss_on_line
from proofs.zheng2024.formal.on_line.line_flow import POINT
from proofs.zheng2024.formal.on_line.line_formulas import a, b, d
from proofs.zheng2024.formal.on_line.trained_line import C2
from proofs.zheng2024.formal.scalars.scalar_portrait import FIRST, inverse_tends, n
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.convergence import continuity, eventually
from symbolic.core.rules.logic import assume, conjoin, discharge
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import Number, at_most, conjunction, member, tends
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.steps import assumed, at, quantified, rewritten, under


def slope(by: tuple[int, int], value: Expression) -> Expression:
    """The derivative of the loss on the line, by a or by b: `n (L(a + 1/n, b) − L(a, b)) → value`."""
    moved = tuple(x + 1 / n if moves else x for x, moves in zip((a, b), by, strict=True))
    return tends(n, FIRST, n * (loss(*moved) - loss(a, b)), value)


def by_scalars(times: Number = d) -> Expression:
    """At all points of the line: both derivatives, as multiples of what the entries of the gradient are."""
    times = written(times)
    return quantified(conjunction(slope((1, 0), -(times * (b * SLACK))), slope((0, 1), -(times * (a * SLACK)))), *POINT)


def derivative(by: tuple[int, int]) -> Theorem:
    """One of the two derivatives."""
    other = b if by == (1, 0) else a
    value, square = -(d * (other * SLACK)), d * C2 / 2 * other**2
    reached = continuity(tends(n, FIRST, value + square * (1 / n), value + square * 0), (inverse_tends(),), ())
    moved = tuple(x + 1 / n if moves else x for x, moves in zip((a, b), by, strict=True))
    there, here = at(loss_on_line(), *moved), at(loss_on_line(), *map(assume, POINT))
    place = member(n, FIRST)
    above = signed(at_most(1, n), assumed(place))
    same = identity(value + square * (1 / n), n * (loss(*moved) - loss(a, b)), (above,), ((there, -n), (here, n)))
    later = under(discharge(at_most(1, n), same), place)
    found = eventually(slope(by, value + square * 0), reached, later)
    return rewritten(identity(value + square * 0, value), found)


def derivatives_by_scalars() -> Theorem:
    """Both derivatives, at all points of the line."""
    return under(conjoin(derivative((1, 0)), derivative((0, 1))), *POINT)
