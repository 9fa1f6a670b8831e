"""Losses and gradients at explicit points of a model at an explicit covariance."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.zhang2024.formal.first_axis.first_covariate import ANYWHERE, FAMILY, KEY, FirstCovariate
from symbolic.core.expressions import Expression, Node, Variable, opened, written
from symbolic.core.rules.logic import apply, assume, conjoin, parts
from symbolic.core.rules.matrix_algebra import cells_of_equal, shape_of_equal
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    cell,
    equal,
    integers_between,
    integers_from,
    matrix_letter,
    member,
    product,
    real,
    semidefinite,
    trace,
    transpose,
)
from symbolic.goals.engine import derived_gradient
from symbolic.tactics.explicit_means import number
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.small_ranges import for_each, number_of
from symbolic.tactics.steps import assumed, at, belonging, modulo, rewritten, under
from symbolic.tactics.whole_matrices.diagonal_words import is_symmetric
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form
from symbolic.tactics.written_cells import WrittenCells

N, Λ = real("N"), matrix_letter("Λ")
LETTERS = ("α", "β", "γ")
"""Eigenvalues."""


@cache
def is_covariance(of: FirstCovariate) -> Theorem:
    """Λ is semidefinite."""
    symmetric = is_symmetric(of.covariance, ())

    def form(x: Variable, known: Facts) -> Theorem:
        value = trace(product(transpose(x), of.covariance, x))
        found = WrittenCells((*known, symmetric)).trace(value)
        squares = _cells(parts(found.conclusion, "equal")[1])
        return signed(at_most(0, value), (found,), squares=squares)

    return by_form(member(of.covariance, semidefinite(of.size)), (symmetric,), form)


def _cells(term: Expression) -> tuple[Expression, ...]:
    if isinstance(term, Node) and term.head == "cell":
        return (term,)
    inside = term.parts if isinstance(term, Node) else ()
    return tuple(dict.fromkeys(each for part in inside for each in _cells(part)))


@cache
def of_data(of: FirstCovariate) -> Facts:
    """That d and N are sizes, and Λ a covariance."""
    size, length, _ = of.data
    return belonging(size, integers_from(1)), belonging(length, integers_from(1)), is_covariance(of)


def at_point(of: FirstCovariate, everywhere: Theorem, point: tuple[Expression, ...], facts: Facts = ()) -> Theorem:
    """What is derived on the family, at a point of it; facts tell of the shapes of letters in it."""
    u, *matrices = point
    return at(everywhere, *of_data(of), u, *(shaped(each, facts) for each in matrices))


@cache
def in_entries(size: int) -> Theorem:
    """For all lengths, diagonal covariances of a size and blocks: the loss in the entries of these."""
    one = FirstCovariate((Fraction(1),) * size, 1)
    data, values = (member(N, integers_from(1)), member(Λ, semidefinite(size))), tuple(map(real, LETTERS[:size]))
    entries = tuple(
        equal(cell(Λ, row + 1, column + 1), values[row] if row == column else 0)
        for row in range(size)
        for column in range(size)
    )
    facts = (*assumed(*data), *map(assume, one.shapes))
    known = {parts(each, "equal")[0]: assume(each) for each in entries}
    found = ANYWHERE.derived(written(size), N, Λ, *one.stated.any_blocks, facts=facts)
    numbers = (member(each, REALS) for each in values)
    return under(WrittenCells(facts, known).without_traces(found), *data, *numbers, *entries, *one.shapes)


@cache
def at_blocks(of: FirstCovariate, blocks: tuple[Expression, ...], facts: Facts = ()) -> Theorem:
    """The loss at blocks, in the entries of those that are letters."""
    found = at(in_entries(of.size), *of_data(of)[1:], *of.eigenvalues)
    while isinstance(found.conclusion, Node) and found.conclusion.head == "implies":
        premise, _ = parts(found.conclusion, "implies")
        found = apply(found, modulo(premise, (of.cells.cell(parts(premise, "equal")[0]),)))
    found = at(found, *(shaped(each, facts) for each in blocks))
    return rewritten(identity(written(of.length) ** 2, of.length**2), found)


@cache
def value_at(of: FirstCovariate, point: tuple[Expression, ...]) -> Theorem:
    """The loss at a point of the family, as a number."""
    found = of.cells.valued(at_blocks(of, of.blocks(point)))
    left, value = parts(found.conclusion, "equal")
    return identity(left, number(value), using=((found, 1),))


def is_critical(of: FirstCovariate) -> Theorem:
    """The gradient by every block is 0 at the point, entry by entry."""
    names = of.stated.setting.blocks
    return conjoin(*(_vanishes(of, *each) for each in zip(names, of.critical.parts, strict=True)))


def _vanishes(of: FirstCovariate, block: str, goal: Expression) -> Theorem:
    found = at_point(of, derived_gradient(KEY, FAMILY, block), of.point)
    rows, columns = (number_of(parts(_domain(each), "integers_between")[1]) for each in (goal, _body(goal)))

    def entry(row: int, column: int) -> Theorem:
        places = belonging(row, integers_between(1, rows)), belonging(column, integers_between(1, columns))
        if getattr(found.conclusion, "head", "") == "equal_matrices":
            right = parts(found.conclusion, "equal_matrices")[1]
            equation = cells_of_equal(found, shape_of_equal(found, shaped(right, ())), *places)
        else:
            equation = at(found, *places)
        left, _ = parts(equation.conclusion, "equal")
        return identity(left, 0, using=((of.cells.valued(equation), 1),))

    lines = []
    for row in range(1, rows + 1):
        inner = opened(_body(goal), (written(row),))
        lines.append(for_each(inner, *(entry(row, column) for column in range(1, columns + 1))))
    return for_each(goal, *lines)


def _domain(goal: Expression) -> Expression:
    return parts(goal, "for_all")[0]


def _body(goal: Expression) -> Expression:
    return parts(goal, "for_all")[1]
