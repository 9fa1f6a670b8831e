"""Numbers, matrices and laws that closed terms denote, exactly, from what their heads mean; nothing of the kernel runs.

Numbers are fractions of flint, or balls where a root is no fraction; matrices are tuples of rows, sequences tuples, and
laws tuples of weights with values, of finitely many. Nothing is made up where a term denotes no number by its meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from itertools import product
from math import isqrt
from operator import add, mul
from typing import Any

import flint

from symbolic.core.expressions import Node

Value = Any
"""A number, a matrix, a sequence or a law."""

flint.ctx.prec = 200


class Unknown(Exception):
    """What a term denotes is not found here."""


class Undefined(Unknown):
    """A term denotes nothing that its reader could mean: a quotient by 0, an entry outside a matrix."""


def number(value: Fraction) -> Any:
    """A fraction of flint."""
    return flint.fmpq(value.numerator, value.denominator)


def whole(value: Any) -> int:
    """An integer; raises `Undefined` for another number."""
    if isinstance(value, flint.fmpq) and value.q == 1:
        return int(value.p)
    raise Undefined("an integer is expected")


def _quotient(one: Any, other: Any) -> Any:
    if other == 0:
        raise Undefined("a quotient by 0")
    return one / other


def _raised(base: Any, exponent: Any) -> Any:
    if (n := whole(exponent)) < 0:
        raise Undefined("a negative exponent")
    return base**n


def _root(of: Any) -> Any:
    if of < 0:
        raise Undefined("the root of a negative number")
    if isinstance(of, flint.fmpq):
        above, below = isqrt(int(of.p)), isqrt(int(of.q))
        if above**2 == of.p and below**2 == of.q:
            return flint.fmpq(above, below)
        return flint.arb(of).sqrt()
    return of.sqrt()


def _exponential(of: Any) -> Any:
    return flint.fmpq(1) if of == 0 else flint.arb(of).exp()


def _logarithm(of: Any) -> Any:
    if of <= 0:
        raise Undefined("the logarithm of a number that is not positive")
    return flint.fmpq(0) if of == 1 else flint.arb(of).log()


def _entry(sequence: tuple[Any, ...], place: Any) -> Any:
    if (n := whole(place)) < 1:
        raise Undefined("a sequence begins at 1")
    if n > len(sequence):
        raise Unknown("how a sequence goes on")
    return sequence[n - 1]


def _cell(of: tuple[tuple[Any, ...], ...], row: Any, column: Any) -> Any:
    j, k = whole(row), whole(column)
    if not (1 <= j <= len(of) and 1 <= k <= len(of[0])):
        raise Undefined("an entry outside a matrix")
    return of[j - 1][k - 1]


def shape(of: tuple[tuple[Any, ...], ...]) -> tuple[int, int]:
    """Rows and columns."""
    return len(of), len(of[0])


def _sum_of_matrices(*summands: Any) -> Any:
    if len({*map(shape, summands)}) > 1:
        raise Undefined("a sum of matrices of different shapes")
    return tuple(tuple(reduce(add, xs) for xs in zip(*rows, strict=True)) for rows in zip(*summands, strict=True))


def times(one: Any, other: Any) -> Any:
    """A product of two matrices."""
    if len(one[0]) != len(other):
        raise Undefined("a product of matrices that do not fit")
    columns = tuple(zip(*other, strict=True))
    return tuple(tuple(reduce(add, map(mul, row, column)) for column in columns) for row in one)


def transposed(of: Any) -> Any:
    """The transpose."""
    return tuple(zip(*of, strict=True))


def _trace(of: Any) -> Any:
    if len({*shape(of)}) > 1:
        raise Undefined("the trace of a matrix that is not square")
    return reduce(add, (row[n] for n, row in enumerate(of)))


def _beside(*blocks: Any) -> Any:
    if len({len(block) for block in blocks}) > 1:
        raise Undefined("matrices of different heights beside each other")
    return tuple(sum(rows, ()) for rows in zip(*blocks, strict=True))


def _stacked(*blocks: Any) -> Any:
    if len({len(block[0]) for block in blocks}) > 1:
        raise Undefined("matrices of different widths on each other")
    return sum(blocks, ())


def length(value: Any) -> int:
    """A number of rows or columns; matrices without any are left alone."""
    if (n := whole(value)) < 1:
        raise Unknown("an empty matrix")
    return n


def identity(size: Any) -> Any:
    """The identity of a size."""
    n = range(length(size))
    return tuple(tuple(flint.fmpq(j == k) for k in n) for j in n)


def zeros(rows: Any, columns: Any) -> Any:
    """Zero everywhere."""
    return ((flint.fmpq(0),) * length(columns),) * length(rows)


def _mixture(weight: Any, one: Any, other: Any) -> Any:
    if not 0 <= weight <= 1:
        raise Undefined("a weight is between 0 and 1")
    found = [(weight * w, x) for w, x in one] + [((1 - weight) * w, x) for w, x in other]
    return tuple((w, x) for w, x in found if w != 0)


ENTRIES = 3
"""Of a sequence of independent numbers so many entries are looked at."""


def _independent(law: Any) -> Any:
    if len(law) > 3:
        raise Unknown("too many values")
    every = product(law, repeat=ENTRIES)
    return tuple((reduce(mul, (w for w, _ in atoms)), tuple(x for _, x in atoms)) for atoms in every)


PLAIN: Mapping[str, Callable[..., Value]] = {
    "add": lambda *parts: reduce(add, parts, flint.fmpq(0)),
    "multiply": lambda *parts: reduce(mul, parts, flint.fmpq(1)),
    "negate": lambda one: -one,
    "divide": _quotient,
    "raised": _raised,
    "root": _root,
    "exponential": _exponential,
    "logarithm": _logarithm,
    "entry": _entry,
    "cell": _cell,
    "multiple": lambda by, of: tuple(tuple(by * x for x in row) for row in of),
    "sum_of_matrices": _sum_of_matrices,
    "product": lambda *factors: reduce(times, factors),
    "transpose": transposed,
    "trace": _trace,
    "stacked": _stacked,
    "beside": _beside,
    "identity": identity,
    "zeros": zeros,
    "sequence": lambda *entries: entries,
    "point": lambda one: ((flint.fmpq(1), one),),
    "mixture": _mixture,
    "independent": _independent,
}
"""What heads make of the values of their parts."""


def plain(node: Node, parts: list[Value]) -> Value:
    """The value of a term that binds nothing and names no model; raises `Unknown`."""
    if isinstance(node.value, Fraction):
        return number(node.value)
    if node.head == "power" and isinstance(node.value, int):
        return parts[0] ** node.value
    if node.head not in PLAIN:
        raise Unknown(node.head)
    return PLAIN[node.head](*parts)
