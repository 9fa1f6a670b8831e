"""Random rational matrices for the letters of a formula, at small sizes: an attempt to refute what it states."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from fractions import Fraction
from typing import Any

import flint

from symbolic.core.expressions import Expression, Node, Variable, opened
from symbolic.core.sorts import members
from tests.symbolic.formula_values import Grid, value

Values = dict[str, Any]
Fill = Callable[[Values, random.Random], Mapping[str, Any]]
"""What has to fit together, such as a matrix and its inverse."""


def drawn(shape: tuple[int, int], source: random.Random) -> Grid:
    """A matrix of small fractions."""
    rows, columns = shape
    entries = (Fraction(source.randint(-3, 3), source.choice((1, 2))) for _ in range(rows * columns))
    return tuple(tuple(next(entries) for _ in range(columns)) for _ in range(rows))


def inverse(of: Grid) -> Grid:
    """The inverse of a matrix; raises ZeroDivisionError where there is none."""
    size = range(len(of))
    found = flint.fmpq_mat([[flint.fmpq(x.numerator, x.denominator) for x in row] for row in of]).inv()
    return tuple(tuple(Fraction(int(found[j, k].p), int(found[j, k].q)) for k in size) for j in size)


def instance(goal: Expression, source: random.Random, fill: Fill) -> Values:
    """Sizes from 1 to 3, numbers of steps from 0 to 3, and random matrices and numbers for all that is bound."""
    names: Values = {}
    _bind(goal, names, source)
    names |= fill(names, source)
    return names


def _bind(formula: Expression, names: Values, source: random.Random) -> None:
    if not isinstance(formula, Node):
        return
    if formula.head != "for_all":
        for part in formula.parts:
            _bind(part, names, source)
        return
    domain, body = formula.parts
    assert isinstance(domain, Node)
    variable = Variable(formula.hints[0], members(domain))
    match domain.head:
        case "integers_from":
            least = int(value(domain.parts[0], names))
            found: Any = Fraction(source.randint(least, 3))
        case "matrices":
            found = drawn(tuple(int(value(length, names)) for length in domain.parts), source)  # type: ignore[arg-type]
        case "positive":
            found = Fraction(source.randint(1, 5), 3)
        case "reals":
            found = Fraction(source.randint(-4, 4), 3)
        case _:
            return
    names.setdefault(variable.name, found)
    _bind(opened(body, (variable,)), names, source)


def fails_and_holds(goal: Expression, fill: Fill, times: int) -> tuple[int, int]:
    """At how many of some random instances a formula fails, and at how many it holds."""
    found = {True: 0, False: 0}
    for seed in range(times):
        source = random.Random(seed)
        with suppress(ZeroDivisionError):
            found[bool(value(goal, instance(goal, source, fill)))] += 1
    return found[False], found[True]
