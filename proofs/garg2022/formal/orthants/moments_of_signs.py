"""The second moment of samples `s ∘ u` of given signs s, where u has independent entries with the moments of moduli."""

from __future__ import annotations

from proofs.garg2022.formal.orthants.given_signs import ARE_SIGNS, ORTHANT, POINT, s
from proofs.garg2022.formal.orthants.moduli import AS_MODULI, LAW, as_numbers, m, υ
from proofs.garg2022.formal.trained_model import ONE, SIZES, d
from symbolic.core.expressions import Expression, Sort, fresh, opened
from symbolic.core.rules.entries import cell_of_matrix, independent_mean
from symbolic.core.rules.logic import assume, excluded_middle, parts, rewrite
from symbolic.core.rules.matrix_algebra import cell_of_product, cell_of_word, equal_in_cells
from symbolic.core.rules.means import equal_means
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    SEQUENCES,
    cell,
    equal,
    equal_matrices,
    function,
    implies,
    independent,
    integers_between,
    integers_from,
    matrix,
    member,
    product,
    real,
    transpose,
)
from symbolic.goals.stated import ENTRY
from symbolic.goals.usual_terms import SEQUENCE, mixed_moment
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import assumed, at, belonging, indicated, modulo, quantified, under, whichever
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.matrix_numbers import sum_of_one

MODULI = independent(υ)
j, k = real("j"), real("k")
PLACES = tuple(member(place, integers_between(1, d)) for place in (j, k))


def of_places(one: Expression, other: Expression) -> Expression:
    """`s_j s_k E u_j u_k`."""
    return cell(s, one, 1) * cell(s, other, 1) * mixed_moment(MODULI, (one, 1), (other, 1))


SECOND = matrix(*ENTRY, (d, d), of_places(*ENTRY))
"""`E x xᵀ` of `x = s ∘ u`."""


def with_moduli(second: Expression = ORTHANT) -> Expression:
    """For all d, signs and laws with the moments of moduli: the second moment."""
    of_law = quantified(implies(AS_MODULI, equal_matrices(SECOND, second)), LAW)
    return quantified(quantified(implies(ARE_SIGNS, of_law), POINT), SIZES[0])


def of_moduli() -> Theorem:
    """The same as a theorem."""
    known = assumed(SIZES[0], POINT, LAW)

    def together(case: Facts) -> Theorem:
        hole = fresh(Sort.REAL, _entry(j, k))
        return rewrite(function(hole, body=_entry(j, hole)), case[0], _on_diagonal(known))

    found = whichever(_entry(j, k), excluded_middle(equal(j, k)), together, lambda case: _apart(case[0], known))
    shapes = (shaped(each, known) for each in (SECOND, ORTHANT))
    same = equal_in_cells(under(found, *PLACES), *shapes)
    return under(same, SIZES[0], POINT, ARE_SIGNS, LAW, AS_MODULI)


def _entry(row: Expression, column: Expression) -> Expression:
    return equal(cell(SECOND, row, column), cell(ORTHANT, row, column))


def _words(row: Expression, column: Expression, known: Facts) -> Facts:
    """What entries of both matrices are."""
    square, turned = product(s, transpose(s)), transpose(s)
    outer = cell_of_product(cell(square, row, column), shaped(s, known))
    words = (ORTHANT, *parts(ORTHANT, "sum_of_matrices"), ONE)
    taken = (cell_of_word(cell(each, row, column)) for each in words)
    first = sum_of_one(parts(outer.conclusion, "equal")[1])
    return cell_of_matrix(cell(SECOND, row, column)), *taken, outer, first, cell_of_word(cell(turned, 1, column))


def _apart(apart: Theorem, known: Facts) -> Theorem:
    """Off the diagonal: `s_j s_k m²`."""
    places = tuple(belonging(each, integers_from(1), (*known, *assumed(*PLACES))) for each in (j, k))
    value = independent_mean(mixed_moment(MODULI, (j, 1), (k, 1)), assume(LAW), places, (apart,))
    return modulo(_entry(j, k), (*_words(j, k, known), value, *as_numbers(), *indicated(apart)))


def repeated(finite: Theorem, count: int, place: Theorem) -> Facts:
    """`E x_j ⋯ x_j = E x_jⁿ = E yⁿ` for independent numbers with the law of y, which has such moments."""
    law = independent(parts(finite.conclusion, "member")[0])
    where, _ = parts(place.conclusion, "member")
    several, once = mixed_moment(law, *((where, 1),) * count), mixed_moment(law, (where, count))
    left, right = (opened(parts(each, "mean")[1], (SEQUENCE,)) for each in (several, once))
    same = equal_means(law, under(identity(left, right), member(SEQUENCE, SEQUENCES)))
    return same, independent_mean(once, finite, (place,), ())


def _on_diagonal(known: Facts) -> Theorem:
    """On it: `s_j² = 1`."""
    place = belonging(j, integers_from(1), (*known, *assumed(PLACES[0])))
    equations = (*_words(j, j, known), *repeated(assume(LAW), 2, place), *as_numbers(), *indicated(identity(j, j)))
    square, (left, right) = cell(s, j, 1) ** 2, parts(_entry(j, j), "equal")
    sign = at(assume(ARE_SIGNS), assume(PLACES[0]))
    one, other = (
        modulo(equal(each, of), equations) for each, of in ((left, square), (right, 1 - m**2 + m**2 * square))
    )
    return identity(left, right, (), ((one, 1), (other, -1), (sign, 1 - m**2)))
