"""The rule of the gradient flow of a model: how its blocks begin to move."""

from __future__ import annotations

from collections.abc import Iterator

from symbolic.core.expressions import (
    Expression,
    Node,
    Refused,
    Sort,
    Variable,
    bound,
    free,
    fresh,
    nodes,
    opened,
    written,
)
from symbolic.core.rules.derivatives import derivative
from symbolic.core.rules.logic import parts, same
from symbolic.core.sorts import signature_of
from symbolic.core.theorems import Sequent, Theorem, rule, sequent
from symbolic.core.vocabulary import NONNEGATIVE, cell, equal, for_all, integers_between, member


@rule
def equal_slopes(flows: Theorem, regular: Theorem, theorem: Theorem, places: tuple[Theorem, ...]) -> Sequent:
    """What is equal along a gradient flow changes at the same rate at its start.

    From `Γ ⊢ there is one gradient flow from the blocks M`, `Δ ⊢ the loss is a polynomial` there and
    `Θ ⊢ ∀t ∈ [0, ∞): f(t) = g(t)` for polynomials f and g in t, in entries of blocks at time t and in exponentials,
    `… ⊢ f'(0) = g'(0)`, where the derivative of `Mₙ[j, k] at time t` is `−(∂L/∂Mₙ)(M)[j, k]`. Each j and k has to be
    known to be in its range.
    """
    start = parts(flows.conclusion, "flows")
    same(regular.conclusion, Node("regular", start))
    _, body = parts(theorem.conclusion, "for_all")
    time = fresh(Sort.REAL, theorem.conclusion, flows.conclusion)
    equality = opened(body, (time,))
    same(theorem.conclusion, for_all(time, NONNEGATIVE, equality))
    known = frozenset(place.conclusion for place in places)
    by: dict[Expression, Expression] = {time: written(1)}
    by |= {entry: _slope(entry, start, known) for entry in _entries(equality, start, time)}
    slopes = (derivative(side, by, frozenset((time,))) for side in parts(equality, "equal"))
    at_start = (opened(bound(slope, (time,)), (written(0),)) for slope in slopes)
    return sequent(equal(*at_start), flows, regular, theorem, *places)


def _entries(expression: Expression, start: tuple[Expression, ...], time: Variable) -> Iterator[Node]:
    """The entries of blocks along the gradient flow from a start, at a time that does not stand in their places."""
    for node in nodes(expression):
        match node:
            case Node(head="cell", parts=(Node(head="trajectory", parts=(*given, at)), *place)):
                if tuple(given) == start and at == time and time not in free(*place):
                    yield node


def _slope(entry: Node, start: tuple[Expression, ...], known: frozenset[Expression]) -> Expression:
    """Minus the gradient by an entry at the start; raises `Refused` for one that need not be in its block."""
    block, *place = entry.parts
    assert isinstance(block, Node)
    assert isinstance(block.value, int)
    shape = parts(start[len(start) - len(signature_of(block).blocks) + block.value], "matrix")[:2]
    for position, length in zip(place, shape, strict=True):
        if member(position, integers_between(1, length)) not in known:
            raise Refused(f"it is not known that the place {position} is in its range")
    return -cell(Node("gradient", start, block.value), *place)
