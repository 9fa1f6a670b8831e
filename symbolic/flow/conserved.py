"""Polynomials of the letters that a flow conserves, up to a degree, by linear algebra over its unknowns.

Which monomials stand in them is found where the unknowns are numbers. There the dimension is at least what it is over
rational functions of the unknowns, so that as many conserved polynomials as that, found exactly, are all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from math import prod
from typing import Any

import flint
import sympy
from sympy.polys.matrices import DomainMatrix
from sympy.polys.monomials import itermonomials

from symbolic.flow.field import Field
from symbolic.flow.polynomial_ring import Ring

PRIME = 2**61 - 1
"""Unknowns are powers of 3 modulo it where they are numbers."""


def conserved(field: Field, degree: int = 2) -> tuple[sympy.Expr, ...]:
    """A basis of the polynomials without constant term, of at most this degree, that do not change along the flow.

    >>> a, b, c = sympy.symbols("a b c", real=True)
    >>> conserved(Field((a, b), (b * (c - a * b), a * (c - a * b))))
    (a**2 - b**2,)
    """
    ring = Ring.of(field)
    monomials = [m for m in itermonomials(field.letters, degree) if m != 1]
    monomials.sort(key=lambda m: (sympy.Poly(m, *field.letters).total_degree(), str(m)))
    exact = [component.rep.to_dict() for component in ring.polynomials]
    places = [sympy.Poly(m, *field.letters).monoms()[0] for m in monomials]
    columns = [_along(place, exact) for place in places]
    for seed in count():
        numbers = _columns_of_numbers(places, exact, seed)
        vectors = [_vector(support, numbers, columns, ring.domain) for support in _supports(numbers)]
        if all(vectors):
            return tuple(_polynomial(vector, monomials, ring) for vector in vectors if vector)
    raise AssertionError


Places = tuple[int, ...]
"""Exponents of the letters."""

Column = dict[Places, Any]
"""The derivative of a monomial along the flow, by its monomials."""


def _along(place: Places, components: Sequence[Column]) -> Column:
    found: Column = {}
    for n, component in enumerate(components):
        if place[n]:
            for exponents, c in component.items():
                at = tuple(e + p - (k == n) for k, (e, p) in enumerate(zip(exponents, place, strict=True)))
                found[at] = found[at] + c * place[n] if at in found else c * place[n]
    return {at: c for at, c in found.items() if c}


def _columns_of_numbers(places: Sequence[Places], components: Sequence[Column], seed: int) -> list[Column]:
    """The derivatives where the unknowns are numbers."""

    def value(element: Any) -> flint.fmpq:
        if not hasattr(element, "field"):
            return flint.fmpq(int(element.numerator), int(element.denominator))
        at = [pow(3, 1000 * (seed + 1) + n, PRIME) for n in range(element.field.ngens)]
        return _at(element.numer, at) / _at(element.denom, at)

    return [_along(place, [{at: value(c) for at, c in each.items()} for each in components]) for place in places]


def _at(polynomial: Any, numbers: Sequence[int]) -> flint.fmpq:
    total = flint.fmpq(0)
    for exponents, c in polynomial.terms():
        product = prod(number**n for number, n in zip(numbers, exponents, strict=True))
        total += flint.fmpq(int(c.numerator), int(c.denominator)) * product
    return total


def _echelon(columns: Sequence[Column], rows: Sequence[Places]) -> tuple[list[list[flint.fmpq]], list[int]]:
    """The reduced rows that are not zero, and their pivots."""
    zero = flint.fmpq(0)
    table = [[column.get(row, zero) for column in columns] for row in rows]
    echelon, rank = flint.fmpq_mat(table or [[zero] * len(columns)]).rref()
    reduced = echelon.tolist()[:rank]
    return reduced, [next(n for n, entry in enumerate(row) if entry) for row in reduced]


def _supports(numbers: Sequence[Column]) -> Iterator[Places]:
    """Where the vectors of a basis of the kernel are not zero, the unknowns being numbers."""
    rows, pivots = _echelon(numbers, sorted({at for column in numbers for at in column}))
    for free in sorted(set(range(len(numbers))) - set(pivots)):
        yield tuple(sorted((free, *(pivot for row, pivot in zip(rows, pivots, strict=True) if row[free]))))


def _vector(support: Places, numbers: Sequence[Column], columns: Sequence[Column], domain: Any) -> list[Any] | None:
    """The vector that is zero elsewhere and that every row sends to zero, if there is one over the unknowns."""
    inside = [columns[n] for n in support]
    rows = sorted({at for column in inside for at in column})
    if not rows:
        return _placed([domain.one], support, len(columns))
    turned: list[Column] = [{(n,): numbers[k].get(row, flint.fmpq(0)) for n, k in enumerate(support)} for row in rows]
    _, chosen = _echelon(turned, [(n,) for n in range(len(support))])
    table = [[column.get(rows[n], domain.zero) for column in inside] for n in chosen]
    basis = DomainMatrix(table, (len(table), len(support)), domain).nullspace().to_list()
    if len(basis) != 1 or any(_sum(basis[0], inside, row, domain) for row in rows):
        return None
    return _placed(basis[0], support, len(columns))


def _sum(vector: Sequence[Any], columns: Sequence[Column], row: Places, domain: Any) -> Any:
    return sum((c * column[row] for c, column in zip(vector, columns, strict=True) if row in column), domain.zero)


def _placed(vector: Sequence[Any], support: Places, width: int) -> list[Any]:
    places = dict(zip(support, vector, strict=True))
    return [places.get(n) for n in range(width)]


def _polynomial(vector: Sequence[Any], monomials: Sequence[sympy.Expr], ring: Ring) -> sympy.Expr:
    """Scaled so that its leading coefficient is 1."""
    parts = [(sympy.Poly(m, *ring.letters).monoms()[0], m, c) for c, m in zip(vector, monomials, strict=True) if c]
    leading = max(parts, key=lambda part: part[0])[2]
    return ring.read(sympy.expand(sympy.Add(*(ring.domain.to_sympy(c / leading) * m for _, m, c in parts))))
