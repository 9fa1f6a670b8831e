"""The gradient where `x_1 = 1_d`, at blocks with one value on the diagonal and one off it, entry by entry."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from proofs.zheng2024.formal.on_line.line_formulas import KEY, OVERLAP, T, d, j, k, μ
from proofs.zheng2024.formal.ones.ones_gradient import (
    FACTS,
    KEY_BLOCK,
    ONES,
    VALUE_BLOCK,
    closed,
)
from proofs.zheng2024.setting import ZHENG
from symbolic.core.expressions import Expression, Node, bound, nodes, opened, written
from symbolic.core.rules.logic import assume, parts, reflexive
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    cell,
    equal,
    integers_between,
    member,
    negation,
    real,
    vector_moments,
)
from symbolic.goals.engine import derived_gradient, derived_loss, derived_regularity
from symbolic.goals.stated import Stated
from symbolic.goals.usual_terms import apart, power_sum
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import assumed, at, belonging, indicated, modulo, under
from symbolic.tactics.sums.constant_starts import moment_is_one
from symbolic.tactics.sums.counted_sums import counted_sum

FAMILY = "exchangeable"
EXCHANGEABLE = Stated(ZHENG, FAMILY)
a, α, b, β = LETTERS = tuple(map(real, ("a", "alpha", "b", "beta")))
"""The values on and off the diagonal of `W_KQ_32`, and of `W_PV_12`, as the setting calls them."""

N, H, H2 = T - 2, OVERLAP, power_sum(T - 2, 2)
ENERGY_A = a**2 + 2 * a * α
ENERGY_B = b**2 + 2 * b * β + (2 * d - 3) * β**2
CUBE = d**2 - 3 * d + 3

VELOCITIES: tuple[Expression, ...] = (
    N * (b - a * b**2 - (d - 1) * a * β**2)
    - H * (d - 1) * (a * ENERGY_B + 2 * α * b**2 + 2 * α * b * β + (3 * d - 4) * α * β**2)
    - H2 * (d - 1) * (d - 2) * α * ENERGY_B,
    -N * α * (b**2 + (d - 1) * β**2)
    + H * (b - 2 * a * b**2 - 2 * a * b * β - (3 * d - 4) * a * β**2)
    - H * α * ((3 * d - 5) * b**2 + (3 * d**2 - 8 * d + 5) * β**2)
    - H2 * (d - 2) * (a * ENERGY_B + α * ((d - 2) * b**2 + 2 * b * β + d * (d - 2) * β**2))
    - CUBE * α * β * (2 * b + (d - 2) * β),
    N * (a - a**2 * b - (d - 1) * α**2 * b)
    - H * (d - 1) * (ENERGY_A * β + a**2 * b + 4 * a * α * b + (3 * d - 5) * α**2 * b - α)
    - H2 * (d - 1) * (d - 2) * α * (2 * a * b + 2 * a * β + (d - 2) * α * b + α * β)
    - CUBE * (d - 1) * α**2 * β,
    -N * β * (a**2 + (d - 1) * α**2)
    - H * (ENERGY_A * b + (2 * d - 3) * a**2 * β + (6 * d - 8) * a * α * β + (3 * d**2 - 8 * d + 5) * α**2 * β)
    - H2 * (d - 2) * α * (2 * a * b + (4 * d - 6) * a * β + α * b + d * (d - 2) * α * β)
    - CUBE * α**2 * (b + (d - 2) * β),
)
"""Of a, α, b and β."""

POINT = tuple(member(letter, REALS) for letter in LETTERS)
PLACES = member(j, integers_between(1, d)), member(k, integers_between(1, d))
ON_AND_OFF = {KEY_BLOCK: VELOCITIES[:2], VALUE_BLOCK: VELOCITIES[2:]}
"""The velocities of the entries of a block on and off its diagonal."""


@cache
def law() -> Theorem:
    """`x_1 = 1_d` has the moments."""
    return belonging(ONES, vector_moments(6))


def at_point(expression: Expression, *point: Number) -> Expression:
    """An expression in the letters where these have values."""
    return opened(bound(expression, LETTERS), tuple(map(written, point)))


def gradient(block: str) -> Expression:
    """Entry `j, k` of the gradient by a block, at the blocks of the family."""
    found = cell(EXCHANGEABLE.gradient(block), j, k)
    return opened(bound(found, (μ,)), (ONES,))


def regular(*point: Number) -> Theorem:
    """That the loss is a polynomial at blocks of the family."""
    return at(derived_regularity(KEY, FAMILY), FACTS[0], FACTS[3], law(), *point)


@cache
def derived(block: str, row: Theorem, column: Theorem) -> Theorem:
    """An entry of the gradient by a block, as it is derived."""
    found = derived_gradient(KEY, FAMILY, block)
    return at(found, FACTS[0], FACTS[3], law(), *map(assume, POINT), row, column)


LINEAR = N * a + (d - 1) * H * α
"""What the value b is multiplied with in the loss."""
LOSS = d / 2 * (N - b * LINEAR - b * VELOCITIES[2] - (d - 1) * β * VELOCITIES[3])
"""The loss, its part of degree two in b and β being half of what these change it by."""


def loss(*point: Number) -> Expression:
    """The loss at blocks of the family."""
    found = EXCHANGEABLE.model.loss(*EXCHANGEABLE.given, *EXCHANGEABLE.blocks_at(*map(written, point)))
    return opened(bound(found, (μ,)), (ONES,))


@cache
def loss_there() -> Theorem:
    """`∀a ∀α ∀b ∀β`: the loss at blocks of the family."""
    found = at(derived_loss(KEY, FAMILY), FACTS[0], FACTS[3], law(), *map(assume, POINT))
    left, right = parts(found.conclusion, "equal")
    sums = dict.fromkeys(each for summand in parts(right, "add") for each in _outermost(summand))
    counted = (counted_sum(each, FACTS, one) for each in sums)
    return under(modulo(equal(left, LOSS), (found, *counted, *map(moment_is_one, closed(right, "mean")))), *POINT)


def one(summand: Expression, facts: Facts) -> Theorem:
    """A moment of `1_d` is 1."""
    return moment_is_one(summand)


def valued(entry: Theorem, on_diagonal: bool, facts: Facts) -> Facts:
    """Equations for the indicators, sums and moments in a derived entry."""
    _, right = parts(entry.conclusion, "equal")
    sums = dict.fromkeys(each for summand in parts(right, "add") for each in _sums(summand, on_diagonal))
    return (
        *(counted_sum(each, facts, one) for each in sums),
        *map(moment_is_one, closed(right, "mean")),
    )


def _sums(summand: Expression, on_diagonal: bool) -> Iterator[Node]:
    """The outermost sums over places in a summand that counts."""
    where = [parts(each, "indicator")[0] for each in closed(summand, "indicator")]
    other = negation(equal(j, j)) if on_diagonal else equal(j, k)
    if where and where[0] == other:
        return
    yield from _outermost(summand)


def _outermost(summand: Expression) -> Iterator[Node]:
    """The sums over places in an expression that stand in no other one."""
    inner = set[Expression]()
    for node in closed(summand, "total"):
        if node.parts[1] == d and node not in inner:
            yield node
            inner |= set(nodes(node)) - {node}


@cache
def entry(block: str, on_diagonal: bool) -> Theorem:
    """An entry of the gradient by a block is minus the velocity, on the diagonal at `j, j` or off it at `j, k`."""
    places = tuple(map(assume, PLACES))
    apart_ = () if on_diagonal else assumed(apart(j, k))
    found = derived(block, places[0], places[0] if on_diagonal else places[1])
    facts = (*FACTS, *(each for place in PLACES for each in assumed(place)), *apart_)
    where = indicated(reflexive(j)) if on_diagonal else indicated(apart_[0])
    left, _ = parts(found.conclusion, "equal")
    value = -ON_AND_OFF[block][0 if on_diagonal else 1]
    return modulo(equal(left, value), (found, *where, *valued(found, on_diagonal, facts)))
