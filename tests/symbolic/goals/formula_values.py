"""Values of closed terms of the kernel, from what the heads mean: laws of sequences are atoms with weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from math import prod
from operator import mul
from typing import Any

from symbolic.core.expressions import Expression, Index, Node, Variable
from symbolic.core.vocabulary import INTEGERS

Sequence = Mapping[int, Fraction]
Atoms = tuple[tuple[Fraction, Sequence], ...]
"""Weights with sequences, which are tables from 1 on."""


def value(term: Expression, names: Mapping[Variable, Any], bound: tuple[Any, ...] = ()) -> Any:
    """The value of a term or formula where free variables have values."""
    if isinstance(term, Variable):
        return names[term]
    if isinstance(term, Index):
        return bound[term.number]
    assert isinstance(term, Node)

    def inside(part: Expression, *new: Any) -> Any:
        return value(part, names, (*new, *bound))

    if term.head in _BINDERS:
        return _BINDERS[term.head](term, inside)
    return _plain(term, [inside(part) for part in term.parts])


def _plain(term: Node, parts: list[Any]) -> Any:
    match term.head, parts:
        case "number", []:
            return term.value
        case "add", _:
            return sum(parts, Fraction(0))
        case "multiply", _:
            return prod(parts, start=Fraction(1))
        case "negate", [one]:
            return -one
        case "divide", [one, other]:
            return one / other
        case "power", [one] if isinstance(term.value, int):
            return one**term.value
        case "raised", [one, other]:
            return one ** int(other)
        case "entry", [sequence, place]:
            return sequence[int(place)]
        case "cell", [matrix, row, column]:
            return matrix[int(row) - 1][int(column) - 1]
        case "indicator", [holds]:
            return Fraction(int(holds))
        case "equal", [one, other]:
            return one == other
        case "not", [holds]:
            return not holds
        case "and", _:
            return all(parts)
    return _of_matrices(term, parts)


def _of_matrices(term: Node, parts: list[Any]) -> Any:
    """Matrices are tuples of rows."""
    match term.head, parts:
        case "multiple", [number, of]:
            return tuple(tuple(number * x for x in row) for row in of)
        case "sum_of_matrices", [first, *others]:
            rows = range(len(first))
            return tuple(tuple(map(sum, zip(*(each[n] for each in (first, *others)), strict=True))) for n in rows)
        case "product", _:
            return reduce(_times, parts)
        case "transpose", [of]:
            return tuple(zip(*of, strict=True))
        case "trace", [of]:
            return sum((row[n] for n, row in enumerate(of)), Fraction(0))
    raise AssertionError(term.head)


def _times(one: Any, other: Any) -> Any:
    columns = tuple(zip(*other, strict=True))
    return tuple(tuple(sum(map(mul, row, column), Fraction(0)) for column in columns) for row in one)


Inside = Callable[..., Any]


def _total(term: Node, inside: Inside) -> Fraction:
    low, high, body = term.parts
    return sum((inside(body, Fraction(n)) for n in range(int(inside(low)), int(inside(high)) + 1)), Fraction(0))


def _mean(term: Node, inside: Inside) -> Fraction:
    law, body = term.parts
    return sum((weight * inside(body, sequence) for weight, sequence in inside(law)), Fraction(0))


def _exists(term: Node, inside: Inside) -> bool:
    """Whether one of some integers is one; quotients of the sizes in tests are among them."""
    domain, body = term.parts
    assert domain == INTEGERS
    return any(inside(body, Fraction(n)) for n in range(-50, 51))


_BINDERS: Mapping[str, Callable[[Node, Inside], Any]] = {"total": _total, "mean": _mean, "exists": _exists}
