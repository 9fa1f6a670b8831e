"""The mean of `x_i x_i^*` over a context: the gradient at 0 of the least squares of its states against themselves."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.lemmas.defined_terms import of_key
from proofs.zheng2024.formal.lemmas.independent_starts import START, SYMMETRIC, of_coordinate, separate, start
from proofs.zheng2024.formal.on_line.line_flow import PLACES, SIZES
from proofs.zheng2024.formal.on_line.line_formulas import d, j, k, moment, μ
from symbolic.core.expressions import Expression
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import assume, excluded_middle, reflexive
from symbolic.core.rules.membership import lower_moments
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    cell,
    equal,
    indicator,
    integers_between,
    integers_from,
    less,
    member,
    real,
    total,
    vector_moments,
)
from symbolic.goals.engine import derived_gradient
from symbolic.goals.written_blocks import SUMMED
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, at, conjuncts, indicated, modulo, replaced, under, whichever

N = real("N")
KEY, BLOCK = "zheng2024-context", "C"
LENGTH = member(N, integers_from(1))


def gradient(row: Number, column: Number) -> Expression:
    """An entry of minus the mean of `Σ_i x_i x_i^*` over N states, for starts with the law μ."""
    stated = of_key(KEY)
    return cell(stated.gradient(BLOCK), row, column)


CONTEXT = -gradient(j, k) / N
"""An entry of the mean of `x_i x_i^*` over a context of N states."""


@cache
def mean_of_context(start_law: Expression) -> Expression:
    """The entry of the mean over a context, at a law of starts."""
    return replaced(CONTEXT, μ, start_law)


@cache
def context_of_independent() -> Theorem:
    """For independent symmetric coordinates, `∀N ∀j ∀k: the mean over a context is 1[j = k] E y²`."""
    enough = lower_moments(vector_moments(2), start())
    derived = at(
        derived_gradient(KEY, of_key(KEY).family, BLOCK), assume(SIZES[0]), assume(LENGTH), enough, *map(assume, PLACES)
    )
    goal = equal(mean_of_context(START), indicator(equal(j, k)) * of_coordinate(2))
    facts, first_odd = assumed(*PLACES, LENGTH), conjuncts(assume(SYMMETRIC))[0]
    length = signed(less(0, N), facts)

    def on_diagonal(case: Facts) -> Theorem:
        alone = separate((j, 2), facts=facts)
        return modulo(goal, (derived, alone, *indicated(case[0])), (length,))

    def off_diagonal(case: Facts) -> Theorem:
        pair = separate((j, 1), (k, 1), facts=facts, different=(case[0],))
        return modulo(goal, (derived, pair, first_odd, *indicated(case[0])), (length,))

    found = whichever(goal, excluded_middle(equal(j, k)), on_diagonal, off_diagonal)
    return under(found, LENGTH, *PLACES)


TRACE = total(SUMMED[0], 1, d, -gradient(SUMMED[0], SUMMED[0]) / N)
"""The trace of the mean over a context, for starts with the law μ."""


@cache
def trace_of_context() -> Theorem:
    """For every law `∀N: the trace of the mean over a context is Σ_r E x_r²`."""
    enough = lower_moments(vector_moments(2), assume(SIZES[2]))
    here = member(SUMMED[0], integers_between(1, d))
    given = assume(SIZES[0]), assume(LENGTH), enough, assume(here), assume(here)
    derived = at(derived_gradient(KEY, of_key(KEY).family, BLOCK), *given)
    length = signed(less(0, N), assumed(LENGTH))
    one = indicated(reflexive(SUMMED[0]))
    entry = equal(-gradient(SUMMED[0], SUMMED[0]) / N, moment((SUMMED[0], 2)))
    return under(equal_sums(under(modulo(entry, (derived, *one), (length,)), here)), LENGTH)
