"""The gradient on the line where `x_1 = 1_d`, entry by entry, by the rules."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from proofs.zheng2024.formal.on_line.line_formulas import KEY, OVERLAP, T, a, b, d, j, k, stated, μ
from symbolic.core.expressions import Expression, Node, bound, nodes, opened, written
from symbolic.core.rules.entries import indicator_of_true
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import assume, parts, reflexive
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    cell,
    conjunction,
    equal,
    for_all,
    integers_between,
    integers_from,
    listed,
    member,
    negation,
    point,
    real,
    vector_moments,
)
from symbolic.goals.engine import derived_gradient, derived_loss, derived_regularity
from symbolic.goals.written_blocks import SUMMED
from symbolic.tactics.finite_sums import sum_of_others
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, at, belonging, indicated, modulo, under
from symbolic.tactics.sums.constant_starts import moment_is_one
from symbolic.tactics.sums.counted_sums import counted_sum

i = real("i")
ONES = point(listed(i, d, 1))
"""The law of `x_1 = 1_d`."""

SIZES = member(d, integers_from(1)), member(T, integers_from(3))
POINT = member(a, REALS), member(b, REALS)
PLACES = member(j, integers_between(1, d)), member(k, integers_between(1, d))
FACTS = assumed(*SIZES)
BLOCKS = tuple(stated().setting.blocks)
KEY_BLOCK, VALUE_BLOCK = "W_KQ_32", "W_PV_12"


def gradient(block: str) -> Expression:
    """Entry `j, k` of the gradient by a block, at the point `a, b` of the line."""
    found = cell(stated().gradient(block), j, k)
    return opened(bound(found, (μ,)), (ONES,))


def blocks_at(*point_: Number) -> tuple[Expression, ...]:
    """All blocks at a point of the line."""
    return stated().blocks_at(*map(written, point_))


def loss_at(*point_: Number) -> Expression:
    """The loss at a point of the line."""
    return opened(bound(stated().model.loss(*stated().given, *blocks_at(*point_)), (μ,)), (ONES,))


def regular_at(*point_: Number) -> Theorem:
    """That the loss is a polynomial at a point of the line."""
    return at(derived_regularity(KEY, "line"), FACTS[0], FACTS[3], belonging(ONES, vector_moments(6)), *point_)


@cache
def loss_at_zero() -> Theorem:
    """The loss at zero, which is that of predicting zero, is `d (T − 2)/2`."""
    found = at(derived_loss(KEY, "line"), FACTS[0], FACTS[3], belonging(ONES, vector_moments(6)), 0, 0)
    left, right = parts(found.conclusion, "equal")
    (squares,) = (node for node in closed(parts(right, "add")[-1], "total"))
    counted = counted_sum(squares, FACTS, lambda moment, facts: moment_is_one(moment))
    return modulo(equal(left, d / 2 * (T - 2)), (found, counted))


def critical() -> Expression:
    """That the point `a, b` of the line is a critical point of the full loss."""
    lengths = integers_between(1, d)
    entries = (for_all(j, lengths, for_all(k, lengths, equal(gradient(block), 0))) for block in BLOCKS)
    return conjunction(*entries)


def derived(block: str, point_: Facts, places: Facts) -> Theorem:
    """An entry of the gradient by a block, as it is derived; given are memberships of the point and of the places."""
    law = belonging(ONES, vector_moments(6))
    return at(derived_gradient(KEY, "line", block), FACTS[0], FACTS[3], law, *point_, *places)


def closed(expression: Expression, head: str) -> Iterator[Node]:
    """The closed parts of an expression that have a head, each once."""
    return (node for node in nodes(expression) if node.head == head and not node.loose)


def _heads_below(node: Node) -> list[str]:
    """The heads of what the indicator in a sum is of."""
    return [inner.head for each in nodes(node) if each.head == "indicator" for inner in nodes(each.parts[0])][:1]


def sum_over_others(moments: Expression, facts: Facts) -> Theorem:
    """`Σ_{r ≠ j} E x_j² x_r⁴ = d − 1` and the like, j being a place by one of the facts."""
    r = SUMMED[1]
    summand = opened(parts(moments, "total")[2], (r,))
    where, moment = parts(summand, "multiply")
    label = member(r, integers_between(1, d))
    counted = Node("multiply", (where, written(1)))
    ones = equal_sums(under(modulo(equal(summand, counted), (moment_is_one(moment),)), label))
    (place,) = closed(where, "equal")
    j = place.parts[1]
    count = at(sum_of_others(), 1, belonging(j, integers_from(1), facts), belonging(d, integers_from(0), facts))
    within = indicator_of_true(next(fact for fact in facts if fact.conclusion == at_most(j, d)))
    return modulo(equal(moments, d - 1), (ones, count, within))


@cache
def diagonal(block: str) -> Theorem:
    """`∀a ∀b ∀j: (∂L/∂block)[j, j] = ((T−2) + (d−1) H) a²b − (T−2) a`, and likewise of the other block."""
    of, other = (b, a) if block == KEY_BLOCK else (a, b)
    place = assumed(PLACES[0])
    entry = derived(block, tuple(map(assume, POINT)), (place[0], place[0]))
    left, right = parts(entry.conclusion, "equal")
    over_others = (node for node in closed(right, "total") if "not" in _heads_below(node))
    sums = (sum_over_others(node, (*FACTS, *place)) for node in over_others)
    moments = map(moment_is_one, closed(right, "mean"))
    value = ((T - 2) + (d - 1) * OVERLAP) * of**2 * other - (T - 2) * of
    one = indicated(reflexive(j))
    return under(modulo(equal(left, value), (entry, *one, *sums, *moments)), *POINT, PLACES[0])


@cache
def first_beside_second() -> Theorem:
    """`∀a ∀b: (∂L/∂W_PV_12)[1, 2] = H a² b`, for d ≥ 2."""
    wide = assume(at_most(2, d))
    places = tuple(belonging(n, integers_between(1, d), (*FACTS, wide)) for n in (1, 2))
    entry = derived(VALUE_BLOCK, tuple(map(assume, POINT)), places)
    left, right = parts(entry.conclusion, "equal")
    different = signed(negation(equal(1, 2)))
    equations = (entry, *indicated(different), *map(moment_is_one, closed(right, "mean")))
    return under(modulo(equal(left, OVERLAP * a**2 * b), equations), *POINT)
