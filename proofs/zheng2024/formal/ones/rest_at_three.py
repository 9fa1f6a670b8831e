"""Where the four values of the family come to rest from the line at T = 3: all four have limits."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.on_line.line_formulas import a0, b0, d
from proofs.zheng2024.formal.ones.exchangeable_gradient import LETTERS
from proofs.zheng2024.formal.ones.family_at_three import (
    AT,
    EVERYWHERE,
    SUM,
    TIME,
    TWO,
    VELOCITIES,
    bounded,
    existence,
    form,
    height,
    height_shrinks,
    start,
    t,
)
from proofs.zheng2024.formal.ones.limits_at_three import product_tends, scales
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.convergence import continuity, one_limit
from symbolic.core.rules.derivatives import along_field
from symbolic.core.rules.facts import gradient_converges
from symbolic.core.rules.flows import decreasing
from symbolic.core.rules.logic import apply, assume, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import NONNEGATIVE, equal, function, less, tends
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, rewritten, under

SIZE = 1 - 2 * SUM * LETTERS[2] + SUM**2 * form(*LETTERS[2:])
"""The loss over `d/2`."""
SHARES: tuple[Expression, ...] = (written(2), 2 * (d - 1), written(2), 2 * (d - 1))
ENDS = tuple(tends(t, NONNEGATIVE, value, letter) for value, letter in zip(AT, LETTERS, strict=True))
RESTS = tuple(equal(velocity, 0) for velocity in VELOCITIES)
"""That the values tend to a, α, b, β, and that these are at rest."""


@cache
def not_higher() -> Theorem:
    """The height at the time τ is not larger than at the start."""
    value = height(*AT)
    order = decreasing(function(t, body=value), under(at(height_shrinks(), *AT), TIME), existence())
    belongs, later = assumed(TIME)
    found = apply(at(order, 0, belongs), later)
    for equation in start():
        found = rewritten(equation, found)
    return found


@cache
def comes_to_rest() -> Theorem:
    """`∃a ∃α ∃b ∃β`: the four values tend to these, where all four velocities are 0."""
    first = height(a0, written(0), b0, written(0))
    inside = apply(at(bounded(), first, *AT), not_higher())
    signs = tuple(signed(less(0, share), (TWO,)) for share in SHARES)
    return gradient_converges(function(*LETTERS, body=SIZE), SHARES, signs, slopes(), existence(), under(inside, TIME))


def slopes() -> Facts:
    """`wᵢ vᵢ = −∂(2L/d)/∂pᵢ` for the four velocities."""
    units = (tuple(written(int(m == n)) for m in range(4)) for n in range(4))
    return tuple(
        under(identity(share * v, -along_field(SIZE, LETTERS, unit)), *EVERYWHERE)
        for share, v, unit in zip(SHARES, VELOCITIES, units, strict=True)
    )


@cache
def predicts() -> Theorem:
    """`0 < sb` at the limit, where it is `2/(2d − 1)`."""
    product = SUM * LETTERS[2]
    along = (AT[0] + (d - 1) * AT[1]) * AT[2]
    found = continuity(tends(t, NONNEGATIVE, along, product), tuple(map(assume, ENDS)), ())
    value = one_limit(found, product_tends())
    return signed(less(0, product), (value, positive(parts(value.conclusion, "equal")[1], scales()), *scales()))
