"""Attacks on the rules of sequences, matrices, indicators and independent numbers: places that may be the same."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from symbolic.core.expressions import Expression, Index, Node, Sort, Variable, written
from symbolic.core.rules.entries import (
    cell_of_matrix,
    cell_within_shape,
    entry_of_sequence,
    entry_of_vector,
    independent_mean,
    independent_moments,
    indicator_of_false,
    indicator_of_true,
    matrix_of_shape,
)
from symbolic.core.rules.logic import assume
from symbolic.core.rules.membership import lower_moments
from symbolic.core.theorems import Sequent, Theorem
from symbolic.core.vocabulary import (
    FALSE,
    INTEGERS,
    POSITIVE,
    REALS,
    Number,
    at_most,
    cell,
    conjunction,
    entry,
    equal,
    for_all,
    has_cell,
    implies,
    independent,
    indicator,
    integers_between,
    integers_from,
    law,
    less,
    listed,
    matrices,
    matrix,
    mean,
    member,
    moments,
    negation,
    normal,
    point,
    real,
    sequence,
    total,
    vector,
    vector_law,
    vector_moments,
)
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused, given

i, j, k, n = map(real, "ijkn")
a, b, y = map(real, ("_0", "_1", "y"))
"""Called as the checkers call their own variables, which no rule may mix up with them."""

x = vector("x")
μ, ν = law("μ"), vector_law("ν")
M = Variable("M", Sort.MATRIX)
IID = independent(μ)
FOUR = member(μ, moments(4))
four = assume(FOUR)
AT_J, AT_K, APART = member(j, integers_from(1)), member(k, integers_from(1)), negation(equal(j, k))
AT_I, K_I, J_I = member(i, integers_from(1)), negation(equal(k, i)), negation(equal(j, i))
places, apart = (assume(AT_J), assume(AT_K)), (assume(APART),)


def mixed(*powers: tuple[Expression, int], of: Expression = IID) -> Expression:
    """`E x[j]ⁿ x[k]ᵐ ⋯`."""
    return mean(x, of, Node("multiply", tuple(entry(x, place) ** order for place, order in powers)))


def separate(*orders: int, of: Expression = μ) -> Expression:
    """`E yⁿ E yᵐ ⋯`."""
    return Node("multiply", tuple(mean(y, of, y**order) for order in orders))


SQUARE = matrix(i, j, (n, 2), a * i - j)
N_LONG, TWO_LONG = (assume(member(length, integers_from(0))) for length in (n, written(2)))
TWO = mixed((j, 4), (k, 2))


def of_shape(rows: Number, columns: Number) -> Theorem:
    """That M has a shape, assumed."""
    return assume(member(M, matrices(rows, columns)))


def up_to(place: Number, last: Number) -> Theorem:
    """That a place is from 1 to the last one, assumed."""
    return assume(member(place, integers_between(1, last)))


HONEST: Honest = {
    "entry_of_vector": (
        lambda: entry_of_vector(entry(listed(i, n, a * i), b)),
        equal(entry(listed(i, n, a * i), b), a * b),
    ),
    "entry_of_vector, below another binder": (
        lambda: entry_of_vector(entry(listed(i, n, total(j, 1, i, i * j)), j)),
        equal(entry(listed(i, n, total(j, 1, i, i * j)), j), total(k, 1, j, j * k)),
    ),
    "cell_of_matrix": (
        lambda: cell_of_matrix(cell(matrix(i, j, (n, 2), a * i - j), b, k)),
        equal(cell(matrix(i, j, (n, 2), a * i - j), b, k), a * b - k),
    ),
    "cell_of_matrix, row and column exchanged": (
        lambda: cell_of_matrix(cell(matrix(i, j, (n, 2), i - j), j, i)),
        equal(cell(matrix(i, j, (n, 2), i - j), j, i), j - i),
    ),
    "entry_of_sequence": (
        lambda: entry_of_sequence(entry(sequence(a, 2, n), 3)),
        equal(entry(sequence(a, 2, n), 3), n),
    ),
    "matrix_of_shape": (
        lambda: matrix_of_shape(member(SQUARE, matrices(n, 2)), N_LONG, TWO_LONG),
        given(member(SQUARE, matrices(n, 2)), *N_LONG.hypotheses, *TWO_LONG.hypotheses),
    ),
    "cell_within_shape": (
        lambda: cell_within_shape(of_shape(n, 2), up_to(j, n), up_to(k, 2)),
        given(has_cell(M, j, k), *(each.conclusion for each in (of_shape(n, 2), up_to(j, n), up_to(k, 2)))),
    ),
    "indicator_of_true": (
        lambda: indicator_of_true(assume(less(a, b))),
        given(equal(indicator(less(a, b)), 1), less(a, b)),
    ),
    "indicator_of_false": (lambda: indicator_of_false(assume(APART)), given(equal(indicator(equal(j, k)), 0), APART)),
    "independent_moments": (
        lambda: independent_moments(four),
        given(member(IID, vector_moments(4)), FOUR),
    ),
    "independent_mean": (
        lambda: independent_mean(TWO, four, places, apart),
        given(equal(TWO, separate(4, 2)), FOUR, AT_J, AT_K, APART),
    ),
    "independent_mean, of three": (
        lambda: of_three(APART, J_I, K_I),
        given(equal(mixed((j, 1), (k, 1), (i, 1)), separate(1, 1, 1)), FOUR, AT_J, AT_K, AT_I, APART, J_I, K_I),
    ),
    "independent_mean, of one": (
        lambda: independent_mean(mixed((j, 3)), four, places[:1], ()),
        given(equal(mixed((j, 3)), separate(3)), FOUR, AT_J),
    ),
    "independent_mean, of none": (
        lambda: independent_mean(mixed(), assume(member(μ, moments(0))), (), ()),
        given(equal(mixed(), separate()), member(μ, moments(0))),
    ),
    "independent_mean, of a law that is called as the variable": (
        lambda: independent_mean(mixed((j, 2), of=independent(normal(y))), known(normal(y), 2), places[:1], ()),
        given(
            equal(mixed((j, 2), of=independent(normal(y))), separate(2, of=normal(y))),
            member(normal(y), moments(2)),
            AT_J,
        ),
    ),
}


def known(of: Expression, order: int) -> Theorem:
    """That a law has moments, assumed."""
    return assume(member(of, moments(order)))


@pytest.mark.parametrize(("use", "expected"), HONEST.values(), ids=HONEST)
def test_honest_use(use: Callable[[], Theorem], expected: Expression | Sequent) -> None:
    check_proved(use, expected)


def of_three(*distinct: Expression) -> Theorem:
    """The mean of a product of three entries, for places of which some are known to differ."""
    three = (*places, assume(AT_I))
    return independent_mean(mixed((j, 1), (k, 1), (i, 1)), four, three, tuple(map(assume, distinct)))


ATTACKS: Attacks = {
    "an entry of a variable": lambda: entry_of_vector(entry(x, 1)),
    "an entry of another term": lambda: entry_of_vector(a),
    "an entry of a sequence, as a matrix": lambda: cell_of_matrix(entry(listed(i, n, i), 1)),
    "an entry whose index is loose": lambda: entry_of_vector(entry(listed(i, n, i), Index(0))),
    "an entry of an open sequence": lambda: entry_of_vector(entry(Node("vector", (n, Index(1))), 1)),
    "an entry before the first": lambda: entry_of_sequence(entry(sequence(a, b), 0)),
    "an entry from the end": lambda: entry_of_sequence(entry(sequence(a, b), -1)),
    "an entry beyond those that are written": lambda: entry_of_sequence(entry(sequence(a, b), 3)),
    "an entry between two": lambda: entry_of_sequence(entry(sequence(a, b), Fraction(3, 2))),
    "an entry at a place that is no number": lambda: entry_of_sequence(entry(sequence(a, b), n)),
    "an entry at a place that has to be computed": lambda: entry_of_sequence(entry(sequence(a, b), written(1) + 0)),
    "an entry of a table, as of a sequence": lambda: entry_of_sequence(entry(listed(i, n, i), 1)),
    "an entry of a variable, as of a sequence": lambda: entry_of_sequence(entry(x, 1)),
    "a sequence as a table": lambda: entry_of_vector(entry(sequence(a), 1)),
    "the shape of a variable": lambda: matrix_of_shape(member(M, matrices(n, 2)), N_LONG, TWO_LONG),
    "another shape": lambda: matrix_of_shape(member(SQUARE, matrices(2, 2)), TWO_LONG, TWO_LONG),
    "rows and columns exchanged": lambda: matrix_of_shape(member(SQUARE, matrices(2, n)), TWO_LONG, N_LONG),
    "rows that are not known to be whole": lambda: matrix_of_shape(
        member(SQUARE, matrices(n, 2)), assume(less(0, n)), TWO_LONG
    ),
    "columns that are known to be another number": lambda: matrix_of_shape(
        member(SQUARE, matrices(n, 2)), N_LONG, N_LONG
    ),
    "rows that may be negative": lambda: matrix_of_shape(
        member(SQUARE, matrices(n, 2)), assume(member(n, INTEGERS)), TWO_LONG
    ),
    "a shape that is a domain of numbers": lambda: matrix_of_shape(member(a, REALS), N_LONG, TWO_LONG),
    "a cell below the last row": lambda: cell_within_shape(of_shape(n, 2), up_to(j, 2), up_to(k, 2)),
    "a cell with row and column exchanged": lambda: cell_within_shape(of_shape(n, 2), up_to(k, 2), up_to(j, n)),
    "a cell before the first column": lambda: cell_within_shape(
        of_shape(n, 2), up_to(j, n), assume(member(k, integers_between(0, 2)))
    ),
    "a cell in a row that is no integer": lambda: cell_within_shape(of_shape(n, 2), assume(at_most(1, j)), up_to(k, 2)),
    "a cell of a number": lambda: cell_within_shape(assume(member(a, REALS)), up_to(j, n), up_to(k, 2)),
    "a cell of a variable": lambda: cell_of_matrix(cell(M, 1, 1)),
    "a cell of another term": lambda: cell_of_matrix(a),
    "a cell as an entry": lambda: entry_of_vector(cell(matrix(i, j, (2, 2), i), 1, 1)),
    "a cell whose index is loose": lambda: cell_of_matrix(cell(matrix(i, j, (2, 2), i), 1, Index(0))),
    "a cell of an open matrix": lambda: cell_of_matrix(cell(Node("matrix", (n, n, Index(2))), 1, 1)),
    "an indicator of what is not known to be false": lambda: indicator_of_false(assume(equal(j, k))),
    "an indicator of what is not known": lambda: indicator_of_false(assume(at_most(j, k))),
    "an indicator of what is true": lambda: indicator_of_false(assume(conjunction(less(j, k)))),
    "an indicator of a premise": lambda: indicator_of_false(assume(implies(less(j, k), APART))),
    "moments of numbers that are a domain": lambda: independent_moments(assume(member(a, REALS))),
    "moments of sequences": lambda: independent_moments(assume(member(ν, vector_moments(2)))),
    "moments that are not known": lambda: independent_moments(assume(less(0, 1))),
    "moments of independent numbers, of a higher order": lambda: lower_moments(
        vector_moments(5), independent_moments(four)
    ),
    "moments of one law for those of sequences": lambda: lower_moments(vector_moments(2), four),
    "moments of sequences for those of one law": lambda: lower_moments(moments(2), independent_moments(four)),
    "places that may be the same": lambda: independent_mean(TWO, four, places, ()),
    "places that are the same": lambda: independent_mean(
        mixed((j, 2), (j, 2)), four, (places[0], places[0]), (assume(negation(equal(j, k))),)
    ),
    "places that are equal": lambda: independent_mean(TWO, four, places, (assume(equal(j, k)),)),
    "places that differ the other way": lambda: independent_mean(TWO, four, places, (assume(negation(equal(k, j))),)),
    "places other than these that differ": lambda: independent_mean(TWO, four, places, (assume(J_I),)),
    "places that are ordered": lambda: independent_mean(TWO, four, places, (assume(less(j, k)),)),
    "three places, two of them apart": lambda: of_three(APART),
    "three places, one pair not known": lambda: of_three(APART, J_I),
    "three places, each apart from the next one": lambda: of_three(APART, K_I),
    "three places, the last apart from the others": lambda: of_three(J_I, K_I),
    "three places, a pair twice": lambda: of_three(APART, J_I, APART),
    "three places, a pair too many": lambda: of_three(APART, J_I, K_I, APART),
    "three places, all of them apart by a falsehood about others": lambda: of_three(APART, J_I, FALSE),
    "a place that is not known": lambda: independent_mean(TWO, four, places[:1], apart),
    "a place twice for another": lambda: independent_mean(TWO, four, (places[0], places[0]), apart),
    "places exchanged": lambda: independent_mean(TWO, four, places[::-1], apart),
    "a place too many": lambda: independent_mean(TWO, four, (*places, places[0]), apart),
    "a place that is an integer": lambda: independent_mean(mixed((j, 2)), four, (assume(member(j, INTEGERS)),), ()),
    "a place that is positive": lambda: independent_mean(mixed((j, 2)), four, (assume(member(j, POSITIVE)),), ()),
    "a place from 0": lambda: independent_mean(mixed((j, 2)), four, (assume(member(j, integers_from(0))),), ()),
    "a place that is drawn": lambda: independent_mean(
        mean(x, IID, Node("multiply", (entry(x, entry(x, 1)) ** 2,))),
        four,
        (assume(for_all(x, Node("sequences"), member(entry(x, 1), integers_from(1)))),),
        (),
    ),
    "a higher moment": lambda: independent_mean(TWO, known(μ, 3), places, apart),
    "a moment of the second": lambda: independent_mean(mixed((j, 2), (k, 4)), known(μ, 2), places, apart),
    "moments of another law": lambda: independent_mean(TWO, known(normal(1), 9), places, apart),
    "moments of the sequences": lambda: independent_mean(TWO, assume(member(IID, vector_moments(4))), places, apart),
    "no moments": lambda: independent_mean(TWO, assume(less(0, 1)), places, apart),
    "entries that depend on each other": lambda: independent_mean(
        mixed((j, 4), (k, 2), of=ν), assume(member(ν, vector_moments(6))), places, apart
    ),
    "entries of a point": lambda: independent_mean(mixed((j, 2), of=point(x)), four, places[:1], ()),
    "entries of another sequence": lambda: independent_mean(
        mean(x, IID, Node("multiply", (entry(vector("z"), j) ** 2,))), four, places[:1], ()
    ),
    "entries of a sequence around": lambda: independent_mean(
        mean(x, IID, Node("multiply", (entry(listed(i, n, i), j) ** 2,))), four, places[:1], ()
    ),
    "a sum of entries": lambda: independent_mean(
        mean(x, IID, entry(x, j) ** 1 + entry(x, k) ** 1), four, places, apart
    ),
    "a product with a number": lambda: independent_mean(
        mean(x, IID, Node("multiply", (a, entry(x, j) ** 2))), four, places, apart
    ),
    "a power of a number": lambda: independent_mean(
        mean(x, IID, Node("multiply", (a**2, entry(x, j) ** 2))), four, places, apart
    ),
    "a power of a sum": lambda: independent_mean(
        mean(x, IID, Node("multiply", ((entry(x, j) + 1) ** 2,))), four, places[:1], ()
    ),
    "an entry that is no power": lambda: independent_mean(
        mean(x, IID, Node("multiply", (entry(x, j),))), four, places[:1], ()
    ),
    "the mean of numbers": lambda: independent_mean(mean(y, μ, Node("multiply", (y**2,))), four, places[:1], ()),
    "no mean": lambda: independent_mean(a, four, (), ()),
    "all at once": lambda: independent_mean(TWO, assume(conjunction(FOUR, AT_J, AT_K, APART)), places, apart),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)
