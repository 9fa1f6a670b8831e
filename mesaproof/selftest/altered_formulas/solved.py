"""Elements that meet the equations of premises: those that are linear in what is chosen last are solved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import flint

from symbolic.core.expressions import Expression, Index, Node

Supposed = tuple[tuple[Node, int], ...]
"""Equations, each with how many binders deeper than the element it stands."""

Residual = Callable[[Any], list[Any]]
"""By how much equations fail at an element."""


def equations(quantified: Node, branch: int) -> Iterator[tuple[Node, int]]:
    """Equations that are supposed of what is bound and of what is bound further out, with how deep they stand.

    Where a formula has several branches, those of one of them.
    """
    yield from ((each, depth) for each, depth in _supposed(quantified.parts[1], 0, branch) if _least(each) == depth)


def _supposed(formula: Expression, depth: int, branch: int) -> Iterator[tuple[Node, int]]:
    if not isinstance(formula, Node):
        return
    match formula.head:
        case "for_all" | "exists" | "almost_every":
            yield from _supposed(formula.parts[1], depth + 1, branch)
        case "and" if formula.parts:
            yield from _supposed(formula.parts[branch % len(formula.parts)], depth, branch // len(formula.parts))
            yield from _stated(formula, depth)
        case "implies":
            yield from _stated(formula.parts[0], depth)
            yield from _supposed(formula.parts[1], depth, branch)
        case "iff":
            yield from _stated(formula.parts[branch % 2], depth)


def _stated(formula: Expression, depth: int) -> Iterator[tuple[Node, int]]:
    assert isinstance(formula, Node)
    if formula.head == "and":
        for part in formula.parts:
            yield from _stated(part, depth)
    elif formula.head in ("equal", "equal_matrices"):
        yield formula, depth


def _least(expression: Expression, depth: int = 0) -> int:
    """The innermost bound variable that occurs; a large number where none does."""
    if isinstance(expression, Index):
        return expression.number - depth if expression.number >= depth else 10**6
    if not isinstance(expression, Node) or expression.loose <= depth:
        return 10**6
    found = (_least(part, depth + n) for part, n in zip(expression.parts, expression.bound, strict=True))
    return min(found, default=10**6)


def solution(residual: Residual, first: Any) -> Any:
    """An element near the first one at which equations hold, were they linear; None where these have no solution."""
    entries = _entries(first)
    away = residual(first)
    columns = []
    for n in range(len(entries)):
        moved = [x + int(n == k) for k, x in enumerate(entries)]
        columns.append([one - other for one, other in zip(residual(_like(first, moved)), away, strict=True)])
    found = _linear(columns, away)
    return None if found is None else _like(first, [x + by for x, by in zip(entries, found, strict=True)])


def _entries(element: Any) -> list[Any]:
    return [x for row in element for x in row] if isinstance(element, tuple) else [element]


def _like(element: Any, entries: list[Any]) -> Any:
    if not isinstance(element, tuple):
        return entries[0]
    width = len(element[0])
    return tuple(tuple(entries[n : n + width]) for n in range(0, len(entries), width))


def _linear(columns: list[list[Any]], away: list[Any]) -> list[Any] | None:
    """Some x with `Σ xₙ columnₙ = −away`; free unknowns are 0."""
    rows = [[column[k] for column in columns] + [-away[k]] for k in range(len(away))]
    if not all(isinstance(x, flint.fmpq) for row in rows for x in row):
        return None
    reduced, rank = flint.fmpq_mat(rows).rref()
    found = [flint.fmpq(0)] * len(columns)
    for k in range(rank):
        pivot = next(n for n in range(len(columns) + 1) if reduced[k, n] != 0)
        if pivot == len(columns):
            return None
        found[pivot] = reduced[k, len(columns)]
    return found
