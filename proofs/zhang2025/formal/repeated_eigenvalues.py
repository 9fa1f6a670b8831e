"""Where an eigenvalue of Λ is repeated: projections that commute with Λ, one for every number, no two the same.

It is that on the span of `e_j + c e_k`, e_j and e_k being eigenvectors with the same eigenvalue.
"""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.loss_in_traces import GAMMA, Λ, d
from proofs.zhang2024.formal.trained_point import R, divisors, inverses
from proofs.zhang2025.formal.spans_of_eigenvectors import COLUMN, PLACE, ROW, basis, hole, i, is_projection, j, k
from symbolic.core.expressions import Expression, opened, written
from symbolic.core.rules.entries import cell_of_matrix, indicator_of_true
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import assume, conjoin, excluded_middle, part, parts, reflexive, rewrite
from symbolic.core.rules.matrix_algebra import cell_of_product, cell_of_word, cells_of_equal, equal_transposes
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    cell,
    conjunction,
    equal,
    equal_matrices,
    function,
    implies,
    indicator,
    integers_from,
    less,
    matrix,
    member,
    multiple,
    negation,
    product,
    real,
    total,
    transpose,
)
from symbolic.tactics.finite_sums import combined_sum
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    belonging,
    indicated,
    modulo,
    other_than_0,
    quantified,
    turned_round,
    under,
    whichever,
)
from symbolic.tactics.sums.kronecker import selected
from symbolic.tactics.whole_matrices.diagonal_words import Places, by_entries, is_symmetric, place_of
from symbolic.tactics.whole_matrices.matrix_letters import Using, by_words, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import squared_entries, sum_of_one, with_number
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

c, b, row, one = map(real, "cbrl")
NUMBERS = member(c, REALS), member(b, REALS)
SAME = conjunction(negation(equal(j, k)), equal(basis().eigenvalue(j), basis().eigenvalue(k)))


def axis(number: Expression = c) -> Expression:
    """The column with 1 at j and c at k."""
    entry = indicator(equal(row, j)) + number * indicator(equal(row, k))
    return matrix(row, one, (d, 1), entry)


def tilted(number: Expression = c) -> Expression:
    """`e_j + c e_k`."""
    return product(basis().basis, axis(number))


def projection(number: Expression = c) -> Expression:
    """That on its span."""
    return multiple(1 / (1 + number**2), product(tilted(number), transpose(tilted(number))))


def of_numbers(supposed: Expression = SAME) -> Expression:
    """For every number there is one, and for other numbers they are other functions."""
    same = equal_matrices(product(R, projection()), product(R, projection(b)))
    inside = conjunction(
        quantified(is_projection(projection()), NUMBERS[0]), quantified(implies(same, equal(c, b)), *NUMBERS)
    )
    return quantified(implies(supposed, inside), ROW, COLUMN)


@cache
def known() -> Facts:
    """What is known of the basis and of places."""
    return (*basis().known, assume(ROW), assume(COLUMN))


def wide(number: Expression) -> Theorem:
    """`0 < 1 + c²`."""
    return signed(less(0, 1 + number**2), squares=(number,))


def part_of(number: int) -> Theorem:
    """`j ≠ k`, or that the eigenvalues are the same."""
    return part(number, assume(SAME))


@cache
def length() -> Theorem:
    """`uᵀu = 1 + c²`, as a matrix."""
    u = axis()
    squares = squared_entries(u, known())
    summed = parts(squares.conclusion, "equal")[1]
    _, _, body = parts(summed, "total")
    first, second = indicator(equal(i, j)), indicator(equal(i, k))
    value = 1 * first + c**2 * second
    goal = equal(opened(body, (i,)), value)
    here = cell_of_matrix(cell(u, i, 1))

    def at_first(case: Facts) -> Theorem:
        apart = rewrite(function(hole, body=negation(equal(hole, k))), turned_round(case[0]), part_of(0))
        return modulo(goal, (here, *indicated(case[0]), *indicated(apart)))

    def elsewhere(case: Facts) -> Theorem:
        def there(more: Facts) -> Theorem:
            return modulo(goal, (here, *indicated(case[0]), *indicated(more[0])))

        return whichever(goal, excluded_middle(equal(i, k)), there, there)

    each = whichever(goal, excluded_middle(equal(i, j)), at_first, elsewhere)
    count = belonging(d, integers_from(0), known())
    sums = tuple(total(i, 1, d, each_) for each_ in (first, second))
    whole = combined_sum(summed, (written(1), c**2), sums, count, i, each)
    ones = []
    for term, place in ((first, ROW), (second, COLUMN)):
        plain = equal_sums(under(identity(term, term * 1), PLACE))
        ones += [plain, selected(count, assume(place), i, written(1))]
    value_ = modulo(equal(parts(squares.conclusion, "equal")[0], 1 + c**2), (squares, whole, *ones))
    return with_number(value_, known())


@cache
def is_eigenvector() -> Theorem:
    """`D u = λ_j u`."""
    values, value = basis().diagonal(basis().eigenvalue), basis().eigenvalue(j)

    def settle(goal: Expression, apart: Facts, places: Places, more: Facts) -> Theorem:
        where = place_of(places[0])

        def here(case: Facts) -> Theorem:
            return modulo(goal, (*apart, case[0], part_of(1)), more)

        def elsewhere(case: Facts) -> Theorem:
            def nowhere(other: Facts) -> Theorem:
                return modulo(goal, (*apart, *indicated(case[0]), *indicated(other[0])), more)

            return whichever(goal, excluded_middle(equal(where, k)), here, nowhere)

        return whichever(goal, excluded_middle(equal(where, j)), here, elsewhere)

    return by_entries(equal_matrices(product(values, axis()), multiple(value, axis())), known(), settle)


def is_one() -> Theorem:
    """That these are projections that commute with Λ."""
    of, u, E, turned = projection(), axis(), basis().basis, basis().turned_round
    values = is_symmetric(basis().diagonal(basis().eigenvalue), known())
    inside, share, apart = (*known(), values), 1 / (1 + c**2), (other_than_0(wide(c)),)
    orthonormal, _, _ = basis().equations
    same = rewritten_words(equal_matrices(transpose(of), of), inside, (), apart)
    twice = rewritten_words(equal_matrices(product(of, of), of), inside, (orthonormal, length()), apart)
    back = product(transpose(u), transpose(E))
    beside = by_words(
        equal_matrices(product(of, Λ), product(Λ, of)),
        inside,
        (turned, share, product(E, u, transpose(u)), None),
        (equal_transposes(is_eigenvector()), share, product(E, u), transpose(E)),
        (is_eigenvector(), -share, E, back),
        (equal_transposes(turned), -share, None, product(u, back)),
        known=apart,
    )
    return under(conjoin(same, twice, beside), NUMBERS[0])


def _cell(number: Expression, column: Expression, value: Expression) -> Theorem:
    """The entry at j of `u uᵀ/(1 + c²)` in a column."""
    u = axis(number)
    square = product(u, transpose(u))
    of = multiple(1 / (1 + number**2), square)
    whole = cell_of_product(cell(square, j, column), shaped(u, known()))
    first = sum_of_one(parts(whole.conclusion, "equal")[1])
    cells = cell_of_word(cell(transpose(u), 1, column)), *(cell_of_matrix(cell(u, each, 1)) for each in (j, k))
    apart = *indicated(part_of(0)), *indicated(turned_round(part_of(0)))
    ones = *apart, *(indicator_of_true(reflexive(each)) for each in (j, k))
    equations = cell_of_word(cell(of, j, column)), whole, first, *cells, *ones
    return modulo(equal(cell(of, j, column), value), equations, (wide(number),))


def are_others() -> Theorem:
    """Other numbers have other functions: the entries at j, j and j, k tell them."""
    E, back, (unit, _) = basis().basis, transpose(basis().basis), inverses()
    orthonormal, _, _ = basis().equations
    same = equal_matrices(product(R, projection()), product(R, projection(b)))
    shares = {number: 1 / (1 + number**2) for number in (c, b)}
    squares = {number: product(axis(number), transpose(axis(number))) for number in (c, b)}
    using: list[Using] = [(assume(same), written(1), product(back, GAMMA), E)]
    for sign, number in ((written(1), c), (written(-1), b)):
        using += [
            (unit, -sign, back, product(projection(number), E)),
            (orthonormal, -sign * shares[number], None, product(squares[number], back, E)),
            (orthonormal, -sign * shares[number], squares[number], None),
        ]
    apart = tuple(other_than_0(wide(number)) for number in (c, b))
    sides = tuple(multiple(shares[number], squares[number]) for number in (c, b))
    whole = by_words(equal_matrices(*sides), known(), *using, known=(*divisors(), *apart))
    found = []
    for column, place, values in ((j, ROW, (written(1), written(1))), (k, COLUMN, (c, b))):
        cells = cells_of_equal(whole, shaped(sides[0], known()), assume(ROW), assume(place))
        ends = (_cell(number, column, value / (1 + number**2)) for number, value in zip((c, b), values, strict=True))
        left, right = ends
        sides_ = parts(left.conclusion, "equal")[1], parts(right.conclusion, "equal")[1]
        found.append(identity(*sides_, apart, ((cells, 1), (left, -1), (right, 1))))
    goal = identity(c, b, apart, ((found[1], 1 + c**2), (found[0], -b * (1 + c**2))))
    return under(under(goal, same), *NUMBERS)


def numbers_proved() -> Theorem:
    """All that is said of repeated eigenvalues."""
    return under(under(conjoin(is_one(), are_others()), SAME), ROW, COLUMN)
