"""Entries of words in matrices that are written entry by entry, at given places: they are numbers."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.entries import cell_of_matrix
from symbolic.core.rules.logic import parts, reflexive, rewrite
from symbolic.core.rules.matrix_algebra import cell_of_product, cell_of_word
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import cell, equal, function, real
from symbolic.tactics.evaluated import equations
from symbolic.tactics.explicit_means import number
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import modulo, substituted
from symbolic.tactics.whole_matrices.matrix_letters import shaped

hole = real("_hole")


def number_at(term: Expression, facts: Facts = ()) -> Theorem:
    """`A[j, k] = c` for numbers j, k and c."""
    known = _apart(term, facts)
    value = substituted(term, *known)
    return modulo(equal(term, number(value)), known)


def _apart(term: Expression, facts: Facts) -> Facts:
    """Equations that take an entry apart, one after another."""
    matrix, *places = parts(term, "cell")
    if plain := _at_plain_places(matrix, places):
        return plain, *_apart(parts(plain.conclusion, "equal")[1], facts)
    match matrix:
        case Node(head="product", parts=(first, *_)):
            equation = cell_of_product(term, shaped(first, facts))
        case Node(head="matrix"):
            equation = cell_of_matrix(term)
        case _:
            equation = cell_of_word(term)
    found = (equation, *equations(parts(equation.conclusion, "equal")[1]))
    for each in _cells(substituted(term, *found)):
        found = (*found, *_apart(each, facts))
    return found


def _at_plain_places(matrix: Expression, places: list[Expression]) -> Theorem | None:
    """`A[j, k] = A[m, n]` where j and k are made of numbers, m and n the numbers themselves."""
    values = [written(number(place)) for place in places]
    if values == places:
        return None
    found = reflexive(cell(matrix, *places))
    for n, (place, value) in enumerate(zip(places, values, strict=True)):
        at = [*values[:n], hole, *places[n + 1 :]]
        predicate = function(hole, body=equal(cell(matrix, *places), cell(matrix, *at)))
        found = rewrite(predicate, identity(place, value), found)
    return found


def _cells(term: Expression) -> tuple[Expression, ...]:
    match term:
        case Node(head="cell"):
            return (term,)
        case Node(head="add" | "multiply" | "negate" | "power", parts=inside):
            return tuple(dict.fromkeys(found for each in inside for found in _cells(each)))
    return ()
