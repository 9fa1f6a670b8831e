"""Prompts whose samples have given signs: their second moment, and the limit at any query and at one of the orthant."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.errors_of_shifts import FOURTH, SHAPE, Q
from proofs.garg2022.formal.isotropic import ENDED, isotropic
from proofs.garg2022.formal.limits.limits_of_ones import AT_ENDED, LIMIT_OF_ONES, as_near, near_of_ones, of_term
from proofs.garg2022.formal.limits.nearing import Nearing
from proofs.garg2022.formal.orthants.moduli import m
from proofs.garg2022.formal.trained_model import COLUMN, ONE, QUERY, SIZES, TASK, M, d, loss, minus, w, μ, ν
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    cell,
    conjunction,
    equal,
    equal_matrices,
    implies,
    integers_between,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    sum_of_matrices,
    transpose,
    vector_moments,
)
from symbolic.tactics.signs import nonzero
from symbolic.tactics.steps import assumed, at, quantified, under
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.matrix_numbers import length_of_signs, with_number
from symbolic.tactics.whole_matrices.moment_letters import symmetric_moments
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

s, j = matrix_letter("s"), real("j")
SAMPLES, POINT = member(ν, vector_moments(4)), member(s, COLUMN)
ARE_SIGNS = quantified(equal(cell(s, j, 1) ** 2, 1), member(j, integers_between(1, d)))
ORTHANT = sum_of_matrices(multiple(1 - m**2, ONE), multiple(m**2, product(s, transpose(s))))
"""`(1 − m²) I + m² ssᵀ`: 1 on the diagonal, off it `s_j s_k (E |z|)²`."""
OF_SIGNS = loss("garg2022-any-samples", d, M, ν, μ, w, written(0), ENDED)
SEEN = equal_matrices(SHAPE, ORTHANT)
ANYWHERE, WITHIN = equal_matrices(Q, ONE), equal_matrices(Q, SHAPE)
ALONG = norm(product(transpose(s), w))
"""`(s·w)²`."""
GIVEN = m**4 * (norm(w) + (d - 2) * ALONG)
SAME = m**4 * ((1 - m**2) * (norm(w) - ALONG / d) + (d - 1) ** 2 * (1 + (d - 1) * m**2) * ALONG / d)
DATA = POINT, SAMPLES, QUERY, TASK


def with_signs(given: Expression = GIVEN, same: Expression = SAME) -> Expression:
    """For all d, signs, tasks and samples of that second moment: limits at queries of N(0, I) and of the orthant."""
    ends = ((ANYWHERE, given), (WITHIN, same))
    limits = (quantified(implies(seen, quantified(as_near(OF_SIGNS, end), TASK)), QUERY) for seen, end in ends)
    samples = quantified(implies(SEEN, conjunction(*limits)), SAMPLES)
    return quantified(quantified(implies(ARE_SIGNS, samples), POINT), SIZES[0])


@cache
def length() -> Theorem:
    """`sᵀs = d`."""

    def one(place: Expression) -> Theorem:
        return at(assume(ARE_SIGNS), assume(member(place, integers_between(1, d))))

    return length_of_signs(s, one, assumed(SIZES[0], POINT))


def limit(seen: Expression, end: Expression) -> Theorem:
    """The limit at a query of some second moment."""
    inside = assumed(SIZES[0], *DATA)
    inside = (*inside, *(symmetric_moments(each, inside) for each in (Q, SHAPE, FOURTH)))
    task = product(w, transpose(w))
    near = Nearing(Q, task, SHAPE, minus(FOURTH, product(SHAPE, task, SHAPE)), inside)
    found = at(near_of_ones(), assume(SIZES[0]), *near.symmetric)
    same = isotropic(OF_SIGNS, near.of(AT_ENDED), inside)
    rules = assume(SEEN), assume(seen), with_number(length(), inside)
    ending = rewritten_traces(equal(near.of(LIMIT_OF_ONES), end), inside, rules, (nonzero(d, inside),))
    return under(of_term(OF_SIGNS, end, found, same, ending), QUERY, seen, TASK)


def both_limits() -> Theorem:
    """Both of them."""
    found = conjoin(limit(ANYWHERE, GIVEN), limit(WITHIN, SAME))
    return under(found, SIZES[0], POINT, ARE_SIGNS, SAMPLES, SEEN)
