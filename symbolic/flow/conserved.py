"""Polynomials of the letters that a flow conserves, up to a degree, by linear algebra over its unknowns."""

from __future__ import annotations

from collections.abc import Iterator

import sympy
from sympy.polys.matrices import DomainMatrix
from sympy.polys.monomials import itermonomials

from symbolic.flow.field import Field


def conserved(field: Field, degree: int = 2) -> tuple[sympy.Expr, ...]:
    """A basis of the polynomials without constant term, of at most this degree, that do not change along the flow.

    >>> a, b, c = sympy.symbols("a b c", real=True)
    >>> conserved(Field((a, b), (b * (c - a * b), a * (c - a * b))))
    (a**2 - b**2,)
    """
    monomials = [m for m in itermonomials(field.letters, degree) if m != 1]
    monomials.sort(key=lambda m: (sympy.Poly(m, *field.letters).total_degree(), str(m)))
    columns = [sympy.Poly(field.along(m), *field.letters) for m in monomials]
    places = sorted({place for column in columns for place in column.monoms()})
    rows = [[column.coeff_monomial(place) for column in columns] for place in places]
    return tuple(_polynomial(vector, monomials, field) for vector in _kernel(rows, len(columns)))


def _kernel(rows: list[list[sympy.Expr]], width: int) -> Iterator[list[sympy.Expr]]:
    """A basis of the vectors that every row sends to zero."""
    matrix = DomainMatrix.from_list_sympy(len(rows), width, rows).to_field()
    yield from matrix.nullspace().to_Matrix().tolist()


def _polynomial(vector: list[sympy.Expr], monomials: list[sympy.Expr], field: Field) -> sympy.Expr:
    """Scaled so that its leading coefficient is 1."""
    total = sympy.Poly(sympy.Add(*(c * m for c, m in zip(vector, monomials, strict=True))), *field.letters)
    return sympy.expand(sympy.cancel(total.as_expr() / total.LC()))
