"""Values of closed terms: numbers, comparisons, sequences that begin in some way, laws of finitely many points.

Everything is evaluated from its form alone; what is not defined has no value here, though the kernel gives it one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import prod

from symbolic.core.expressions import Expression, Node, Refused, Variable, opened, written

Known = Mapping[Variable, Fraction]
"""Values of free variables."""

Weighted = tuple[Fraction, tuple[Fraction, ...]]
"""A probability, and the first coordinates of a point."""

NOTHING: Known = {}


def number(term: Expression, known: Known = NOTHING) -> Fraction:
    """The rational number that a term is, where it is defined; raises `Refused` for every other term.

    >>> from symbolic.core.vocabulary import equal, indicator, real, total
    >>> j = real("j")
    >>> number(total(j, 1, 3, j**2 / 2 + indicator(equal(j, 2))))
    Fraction(8, 1)
    """
    if isinstance(term, Variable):
        if term not in known:
            raise Refused(f"{term.name} has no value")
        return known[term]
    assert isinstance(term, Node)
    match term.head, term.parts:
        case "total", (least, greatest, body):
            first, last = integer(least, known), integer(greatest, known)
            return sum((number(opened(body, (written(n),)), known) for n in range(first, last + 1)), Fraction(0))
        case "indicator", (formula,):
            return Fraction(holds(formula, known))
        case "entry", (sequence, place):
            return coordinate(sequence, integer(place, known), known)
        case "cell", (Node(head="matrix") as matrix, row, column):
            return number(cell_at(matrix, integer(row, known), integer(column, known), known), known)
    return _arithmetic(term, known)


def _arithmetic(term: Node, known: Known) -> Fraction:
    if term.head not in ("number", "add", "multiply", "negate", "divide", "power"):
        raise Refused(f"{term.head} has no value by its form alone")
    values = [number(part, known) for part in term.parts]
    match term.head, term.value:
        case "number", Fraction() as value:
            return value
        case "add", _:
            return sum(values, Fraction(0))
        case "multiply", _:
            return prod(values, start=Fraction(1))
        case "negate", _:
            return -values[0]
        case "power", int(exponent):
            return values[0] ** exponent
    if not values[1]:
        raise Refused("a divisor is 0")
    return values[0] / values[1]


def integer(term: Expression, known: Known = NOTHING) -> int:
    """The integer that a term is; raises `Refused` for another number."""
    value = number(term, known)
    if value.denominator != 1:
        raise Refused(f"{value} is no integer")
    return int(value)


def holds(formula: Expression, known: Known = NOTHING) -> bool:
    """Whether a comparison, or what is made of comparisons, is true; all of it has to be defined."""
    assert isinstance(formula, Node)
    if formula.head in ("equal", "at_most", "less"):
        left, right = (number(part, known) for part in formula.parts)
        return {"equal": left == right, "at_most": left <= right, "less": left < right}[formula.head]
    if formula.head not in ("and", "or", "not"):
        raise Refused(f"{formula.head} is not decided by its form alone")
    inside = [holds(part, known) for part in formula.parts]
    return {"and": all(inside), "or": any(inside), "not": not all(inside)}[formula.head]


def coordinate(sequence: Expression, place: int, known: Known = NOTHING) -> Fraction:
    """An entry of a sequence that is written; raises `Refused` where it is not, or does not say this entry."""
    match sequence:
        case Node(head="sequence", parts=entries) if 1 <= place <= len(entries):
            return number(entries[place - 1], known)
        case Node(head="vector", parts=(_, body)) if place >= 1:
            return number(opened(body, (written(place),)), known)
    raise Refused(f"the sequence does not say its entry {place}")


def shape(matrix: Expression, known: Known = NOTHING) -> tuple[int, int]:
    """Rows and columns of a matrix that is written."""
    match matrix:
        case Node(head="matrix", parts=(rows, columns, _)):
            return integer(rows, known), integer(columns, known)
    raise Refused("the matrix is not written")


def cell_at(matrix: Node, row: int, column: int, known: Known = NOTHING) -> Expression:
    """The term in a cell of a matrix that is written; raises `Refused` outside its shape."""
    rows, columns = shape(matrix, known)
    if not (1 <= row <= rows and 1 <= column <= columns):
        raise Refused(f"there is no cell {row}, {column} in a {rows} × {columns} matrix")
    return opened(matrix.parts[2], (written(row), written(column)))


def points(law: Expression, dimension: int) -> tuple[Weighted, ...]:
    """The points of a law of sequences by their first coordinates, with their probabilities, none of them 0.

    >>> from symbolic.core.vocabulary import mixture, point, sequence
    >>> points(mixture(Fraction(1, 3), point(sequence(1, 2)), point(sequence(0, 5))), 1)
    ((Fraction(1, 3), (Fraction(1, 1),)), (Fraction(2, 3), (Fraction(0, 1),)))
    """
    return tuple(_points(law, dimension, Fraction(1)))


def _points(law: Expression, dimension: int, mass: Fraction) -> Iterator[Weighted]:
    match law:
        case Node(head="point", parts=(sequence,)):
            found = tuple(coordinate(sequence, place) for place in range(1, dimension + 1))
            if mass:
                yield mass, found
        case Node(head="mixture", parts=(weight, one, other)):
            share = number(weight)
            if not 0 <= share <= 1:
                raise Refused(f"{share} is no probability")
            yield from _points(one, dimension, mass * share)
            yield from _points(other, dimension, mass * (1 - share))
        case _:
            raise Refused("the law is not one of finitely many points that are written")
