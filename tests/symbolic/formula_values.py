"""Values of terms and formulas of the kernel, from what their heads mean.

Matrices are tuples of rows, laws of sequences are atoms with weights.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from math import exp, log, prod, sqrt
from operator import mul
from typing import Any

from symbolic.core.expressions import Expression, Index, Node, Variable
from symbolic.core.vocabulary import INTEGERS

Values = Mapping[str, Any]
"""Numbers, matrices, laws by name; a function of numbers by the name of a constant."""

Sequence = Mapping[int, Fraction]
Atoms = tuple[tuple[Fraction, Sequence], ...]
"""Weights with sequences, which are tables from 1 on."""

Grid = tuple[tuple[Fraction, ...], ...]


def value(term: Expression, names: Values, bound: tuple[Any, ...] = ()) -> Any:
    """A number, a matrix or a truth value; what is quantified over has the value of its name, or each of some."""
    if isinstance(term, Variable):
        return names[term.name]
    if isinstance(term, Index):
        return bound[term.number]
    assert isinstance(term, Node)

    def inside(part: Expression, *new: Any) -> Any:
        return value(part, names, (*new, *bound))

    if term.head in _BINDERS:
        return _BINDERS[term.head](term, inside, names)
    return _plain(term, [inside(part) for part in term.parts if not _is_domain(part)], names)


DOMAINS = ("matrices", "integers_from", "integers_between", "reals", "positive", "symmetric")


def _is_domain(part: Expression) -> bool:
    return isinstance(part, Node) and part.head in DOMAINS


def _plain(term: Node, parts: list[Any], names: Values) -> Any:
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
        case "root", [one]:
            return sqrt(one)
        case "exponential", [one]:
            return exp(one)
        case "logarithm", [one]:
            return log(one)
        case "constant", _:
            return names[str(term.value)](*parts)
        case "entry", [sequence, place]:
            return sequence[int(place)]
        case "cell", [of, row, column]:
            return of[int(row) - 1][int(column) - 1]
        case "indicator", [holds]:
            return Fraction(int(holds))
        case "equal" | "equal_matrices", [one, other]:
            return one == other
        case "at_most", [one, other]:
            return one <= other
        case "less", [one, other]:
            return one < other
        case "not", [holds]:
            return not holds
        case "and", _:
            return all(parts)
        case "or", _:
            return any(parts)
        case "implies", [premise, conclusion]:
            return not premise or conclusion
        case "member", _:
            return True
    return _matrix(term, parts)


def _matrix(term: Node, parts: list[Any]) -> Any:
    match term.head, parts:
        case "multiple", [number, of]:
            return tuple(tuple(number * x for x in row) for row in of)
        case "sum_of_matrices", _:
            return tuple(tuple(map(sum, zip(*rows, strict=True))) for rows in zip(*parts, strict=True))
        case "product", _:
            return reduce(_times, parts)
        case "transpose", [of]:
            return tuple(zip(*of, strict=True))
        case "trace", [of]:
            return sum((row[n] for n, row in enumerate(of)), Fraction(0))
        case "stacked", _:
            return sum(parts, ())
        case "beside", _:
            return tuple(sum(rows, ()) for rows in zip(*parts, strict=True))
        case "identity", [size]:
            return tuple(tuple(Fraction(j == k) for k in range(int(size))) for j in range(int(size)))
        case "zeros", [rows, columns]:
            return ((Fraction(0),) * int(columns),) * int(rows)
    raise AssertionError(term.head)


def _times(one: Any, other: Any) -> Any:
    columns = tuple(zip(*other, strict=True))
    return tuple(tuple(sum(map(mul, row, column), Fraction(0)) for column in columns) for row in one)


Inside = Callable[..., Any]


def _iterated(term: Node, inside: Inside, names: Values) -> Any:
    body, start, count = term.parts
    state = inside(start)
    for step in range(1, int(inside(count)) + 1):
        state = inside(body, state, Fraction(step))
    return state


def _for_all(term: Node, inside: Inside, names: Values) -> bool:
    """At the value of what is bound, by its name; where it has none, the places of a matrix are all tried."""
    domain, body = term.parts
    name = term.hints[0]
    if name in names:
        return bool(inside(body, names[name]))
    assert isinstance(domain, Node)
    if domain.head == "integers_from":
        return True
    low, high = (int(inside(end)) for end in domain.parts)
    return all(inside(body, Fraction(n)) for n in range(low, high + 1))


def _total(term: Node, inside: Inside, names: Values) -> Any:
    low, high, body = term.parts
    return sum((inside(body, Fraction(n)) for n in range(int(inside(low)), int(inside(high)) + 1)), Fraction(0))


def _mean(term: Node, inside: Inside, names: Values) -> Any:
    law, body = term.parts
    return sum((weight * inside(body, sequence) for weight, sequence in inside(law)), Fraction(0))


def _almost_every(term: Node, inside: Inside, names: Values) -> bool:
    law, body = term.parts
    return all(inside(body, sequence) for weight, sequence in inside(law) if weight)


def _exists(term: Node, inside: Inside, names: Values) -> bool:
    """Whether the value of what is bound, by its name, is one; else whether one of some integers is.

    Quotients of the sizes in tests are among these.
    """
    domain, body = term.parts
    if term.hints[0] in names:
        return bool(inside(body, names[term.hints[0]]))
    assert domain == INTEGERS
    return any(inside(body, Fraction(n)) for n in range(-50, 51))


def _table(term: Node, inside: Inside, names: Values) -> Any:
    rows, columns, body = term.parts
    return tuple(
        tuple(inside(body, Fraction(j), Fraction(k)) for k in range(1, int(inside(columns)) + 1))
        for j in range(1, int(inside(rows)) + 1)
    )


_BINDERS: Mapping[str, Callable[[Node, Inside, Values], Any]] = {
    "iterated": _iterated,
    "for_all": _for_all,
    "total": _total,
    "mean": _mean,
    "almost_every": _almost_every,
    "exists": _exists,
    "matrix": _table,
}
