"""A law of eight points in four dimensions whose coordinates come in two pairs, at T = 3: its trained point, others."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, T, d, j, k, stated, μ
from proofs.zheng2024.formal.on_line.line_signs import SIGNAL
from proofs.zheng2024.formal.on_line.trained_line import KEY_BLOCK, VALUE_BLOCK
from symbolic.core.expressions import Expression, Node, bound, opened, written
from symbolic.core.rules.logic import apply, parts, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import function, matrix, real
from symbolic.tactics.explicit_instances import computed, held
from symbolic.tactics.finite_laws import mean_value, moments_exist, uniform
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, modulo, replaced

SIZE, LENGTH = written(4), written(3)
HALVES = (
    *((4, 0, 3, 3), (-4, 0, 3, 3), (0, 4, 3, -3), (0, -4, 3, -3)),
    *((3, 3, 4, 0), (3, 3, -4, 0), (3, -3, 0, 4), (3, -3, 0, -4)),
)
"""One coordinate of one pair is 0 and its partner ±4, those of the other pair are ±3."""

LAW = uniform(*HALVES)
GIVEN = SIZE, LENGTH, LAW
PRODUCT = written(Fraction(1, 34))
"""`c1/c2` of this law at this length."""


def values(mean: Expression) -> Facts:
    """What a moment of different coordinates is; where two are the same, a factor of it is 0 in all formulas."""
    places = [parts(parts(factor, "power")[0], "entry")[1] for factor in parts(parts(mean, "mean")[1], "multiply")]
    return (mean_value(mean),) if len({*places}) == len(places) else ()


def here(formula: Expression) -> Expression:
    """A formula or term about sizes and a law, of these."""
    return opened(bound(formula, (d, T, μ)), GIVEN)


@cache
def conditions_hold() -> Theorem:
    """The conditions for an invariant line."""
    return held(here(LINE_CONDITIONS), values)


@cache
def signal() -> Theorem:
    """`0 < κ1`."""
    goal = here(SIGNAL)
    return signed(goal, values(parts(goal, "less")[1]))


def trained(theorem: Theorem) -> Theorem:
    """What is said of all sizes, laws and trained points, at this law and its trained point `W_PV_12 = I`."""
    of_law = at(theorem, SIZE, LENGTH, moments_exist(LAW, 6))
    of_point = at(apply(apply(of_law, conditions_hold()), signal()), PRODUCT, 1)
    return apply(of_point, at_rest(parts(of_point.conclusion, "implies")[0]))


def at_rest(equation: Expression) -> Theorem:
    """`1/34 · 1 = c1/c2`."""
    count, one, hole = LENGTH - 2, written(1), real("hole")
    predicate = function(hole, body=replaced(equation, count, hole))
    goal = opened(predicate.parts[0], (one,))
    return rewrite(predicate, identity(one, count), modulo(goal, computed(goal, values)))


def blocks(value: Expression, product: Expression = PRODUCT) -> tuple[Node, ...]:
    """`W_PV_12` with these entries, `W_KQ_32` with their multiples by a product, and all others 0; in terms of j, k."""
    scaled = {VALUE_BLOCK: value, KEY_BLOCK: product * value}
    entries = (scaled.get(block, written(0)) for block in stated().setting.blocks)
    return tuple(matrix(j, k, (SIZE, SIZE), each) for each in entries)


def loss(given: tuple[Node, ...]) -> Node:
    """The loss at blocks."""
    return stated().model.loss(*GIVEN, *given)
