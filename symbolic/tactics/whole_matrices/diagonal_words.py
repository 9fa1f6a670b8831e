"""Diagonal matrices whose entries are terms: what they do to rows, and identities of them entry by entry."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from symbolic.core.expressions import Expression, Node, Variable, opened
from symbolic.core.rules.entries import cell_of_matrix
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import assume, conjoin, excluded_middle, parts
from symbolic.core.rules.matrix_algebra import cell_of_product, cell_of_word, equal_in_cells
from symbolic.core.rules.membership import belongs
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    cell,
    equal,
    equal_matrices,
    indicator,
    integers_between,
    integers_from,
    matrix,
    member,
    product,
    real,
    symmetric,
    total,
    transpose,
)
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import assumed, at, belonging, indicated, modulo, turned_round, under, unused, whichever
from symbolic.tactics.sums.kronecker import selected
from symbolic.tactics.whole_matrices.matrix_letters import shaped

At = Callable[[Expression], Expression]
"""What depends on a place."""

j, k = real("_j"), real("_k")


def diagonal(size: Expression, value: At) -> Node:
    """The matrix with the entries `1[j = k] f(j)`; f has neither of the letters in it that are bound here."""
    return matrix(j, k, (size, size), indicator(equal(j, k)) * value(j))


@cache
def turned() -> Theorem:
    """`∀j ∀k: 1[j = k] = 1[k = j]`."""
    goal = equal(indicator(equal(j, k)), indicator(equal(k, j)))

    def case(facts: Facts) -> Theorem:
        return modulo(goal, (*indicated(facts[0]), *indicated(turned_round(facts[0]))))

    return under(whichever(goal, excluded_middle(equal(j, k)), case, case), member(j, REALS), member(k, REALS))


def scaled_row(term: Expression, facts: Facts) -> Theorem:
    """`(D B)[i, l] = f(i) B[i, l]` for a diagonal D, its row being among facts."""
    matrices, row, column = parts(term, "cell")
    first, *others = parts(matrices, "product")
    size, _, body = parts(first, "matrix")
    rest = others[0] if len(others) == 1 else product(*others)
    count, place = belonging(size, integers_from(0), facts), belonging(row, integers_between(1, size), facts)
    whole = cell_of_product(term, shaped(first, facts))
    l = unused(facts, term)
    of_entry = cell_of_matrix(cell(first, row, l))
    value = parts(opened(body, (row, l)), "multiply")[1]
    summand = opened(parts(parts(whole.conclusion, "equal")[1], "total")[2], (l,))
    apart = indicator(equal(row, l)) * value * cell(rest, l, column)
    summed = equal_sums(under(modulo(equal(summand, apart), (of_entry,), facts), member(l, integers_between(1, size))))
    found = at(_selected(count, place, l, cell(rest, l, column)), value)
    return modulo(equal(term, value * cell(rest, row, column)), (whole, summed, found), facts)


def _selected(count: Theorem, place: Theorem, index: Variable, term: Expression) -> Theorem:
    """`∀c: Σ_{l=1}^{n} 1[i = l] c f(l) = c f(i)`."""
    row, (_, length) = place_of(place), parts(parts(place.conclusion, "member")[1], "integers_between")
    number = unused((place, count), index, term)
    summand, same = indicator(equal(row, index)) * number * term, indicator(equal(index, row)) * (number * term)
    each = modulo(equal(summand, same), (at(turned(), row, index),))
    summed = equal_sums(under(each, member(index, integers_between(1, length))))
    chosen = selected(count, place, index, number * term)
    whole = total(index, 1, length, summand)
    return under(modulo(equal(whole, parts(chosen.conclusion, "equal")[1]), (summed, chosen)), member(number, REALS))


def entries(term: Expression, facts: Facts) -> Facts:
    """Equations that take an entry of a word apart, one after another: of sums, of tables, behind diagonal matrices."""
    matrices, *_ = parts(term, "cell")
    match matrices:
        case Node(head="sum_of_matrices" | "multiple" | "transpose" | "identity" | "zeros"):
            equation = cell_of_word(term)
        case Node(head="matrix"):
            return (cell_of_matrix(term),)
        case Node(head="product", parts=(Node(head="matrix"), *_)):
            equation = scaled_row(term, facts)
        case _:
            return ()
    right = parts(equation.conclusion, "equal")[1]
    return equation, *(each for inner in _cells(right) for each in entries(inner, facts))


def _cells(term: Expression) -> tuple[Expression, ...]:
    match term:
        case Node(head="cell"):
            return (term,)
        case Node(head="add" | "multiply" | "negate", parts=inside):
            return tuple(found for each in inside for found in _cells(each))
    return ()


Places = tuple[Theorem, Theorem]
"""That a row and a column are among those of a matrix."""

Settle = Callable[[Expression, Facts, Places, Facts], Theorem]
"""What proves an equation of entries: given are equations that take them apart, their places, and what is known."""


def taken_apart(goal: Expression, apart: Facts, places: Places, facts: Facts) -> Theorem:
    """The equation, once the entries are taken apart."""
    return modulo(goal, apart, facts)


def nothing_more(places: Places) -> Facts:
    """What is known at places beside what is known everywhere."""
    return ()


def by_entries(
    goal: Expression, facts: Facts, settle: Settle = taken_apart, more: Callable[[Places], Facts] = nothing_more
) -> Theorem:
    """`A = B` entry by entry."""
    left, right = parts(goal, "equal_matrices")
    shape, other = shaped(left, facts), shaped(right, facts)
    sizes = parts(parts(shape.conclusion, "member")[1], "matrices")
    row = unused(facts, goal)
    column = unused(facts, goal, row)
    within = tuple(member(at_, integers_between(1, size)) for at_, size in zip((row, column), sizes, strict=True))
    places = assume(within[0]), assume(within[1])
    inside = (*facts, *assumed(*within), *more(places))
    sides = cell(left, row, column), cell(right, row, column)
    apart = tuple(each for side in sides for each in entries(side, inside))
    found = settle(equal(*sides), apart, places, inside)
    return equal_in_cells(under(found, *within), shape, other)


def place_of(membership: Theorem) -> Expression:
    """What is said to belong somewhere."""
    return parts(membership.conclusion, "member")[0]


def is_symmetric(diagonal: Expression, facts: Facts, more: Callable[[Theorem], Facts] = lambda place: ()) -> Theorem:
    """`D ∈ ℝⁿˣⁿ, Dᵀ = D` for a diagonal; more is what its value at a place needs."""

    def settle(goal: Expression, apart: Facts, places: Places, known: Facts) -> Theorem:
        def here(same: Facts) -> Theorem:
            return modulo(goal, (*apart, same[0]), known)

        def elsewhere(other: Facts) -> Theorem:
            return modulo(goal, (*apart, *indicated(other[0]), *indicated(turned_round(other[0]))), known)

        return whichever(goal, excluded_middle(equal(*map(place_of, places))), here, elsewhere)

    goal = equal_matrices(transpose(diagonal), diagonal)
    same = by_entries(goal, facts, settle, lambda places: (*more(places[0]), *more(places[1])))
    size = parts(diagonal, "matrix")[0]
    return belongs(member(diagonal, symmetric(size)), conjoin(shaped(diagonal, facts), same))
