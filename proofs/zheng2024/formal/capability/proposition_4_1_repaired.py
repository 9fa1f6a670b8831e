"""Normal starts of positive variance: the trained model recovers a fifth of the signal."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.zheng2024.formal.lemmas.context_matrix import LENGTH, context_of_independent, mean_of_context
from proofs.zheng2024.formal.lemmas.defined_terms import settled
from proofs.zheng2024.formal.lemmas.independent_starts import at_start, line_conditions, start
from proofs.zheng2024.formal.lemmas.normal_starts import (
    POSITIVE_DEVIATION,
    START,
    even,
    first_signal,
    normal_constants,
    of_normal,
    σ,
)
from proofs.zheng2024.formal.lemmas.trained_product import FADING, FLOWS, LENGTHS, LIMIT, overlap_fades, trained_at
from proofs.zheng2024.formal.on_line.line_flow import PLACES, SIZES
from proofs.zheng2024.formal.on_line.line_formulas import OVERLAP, T, d, j, k
from proofs.zheng2024.formal.on_line.trained_line import MOVES, PRODUCT, STARTS, τ
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.convergence import continuity, eventually
from symbolic.core.rules.logic import assume, conjoin, discharge, parts, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    Number,
    at_most,
    conjunction,
    equal,
    function,
    implies,
    indicator,
    integers_from,
    less,
    real,
    tends,
)
from symbolic.tactics.harmonic_numbers import at_least_1
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, proved, quantified, substituted, under

limit = real("l")
FINITE = 1 / (5 + (d - 1) * OVERLAP / (T - 2))
MISSING = (d - 1) * OVERLAP / (5 * (5 * (T - 2) + (d - 1) * OVERLAP))
FIFTH = Fraction(1, 5)
TRAINED, TRAINED_LIMIT = at_start(PRODUCT, START), at_start(LIMIT, START)
CONTEXT = mean_of_context(START)
RECOVERED = TRAINED * CONTEXT
"""An entry of `E ab/(T_te − 1) Σ_i x_i x_i^*`, at the time τ and for `T_te = N + 1`."""


def goal(
    diagonal: Expression = FINITE,
    missing: Expression = MISSING,
    longest: Number = FIFTH,
    moves: Expression = MOVES,
    deviations: Expression = POSITIVE_DEVIATION,
) -> Expression:
    """For every `σ > 0` and d: what is recovered at every T and every length of the test, and its limit in T."""
    entries = quantified(tends(τ, NONNEGATIVE, RECOVERED, indicator(equal(j, k)) * diagonal), LENGTH, *PLACES)
    trained = quantified(conjunction(at_start(FLOWS, START), implies(moves, entries)), *STARTS)
    of_length = conjunction(trained, equal(FIFTH - diagonal, missing))
    found = conjunction(quantified(of_length, SIZES[1]), tends(T, LENGTHS, diagonal, longest))
    return quantified(found, deviations, SIZES[0])


@cache
def sizes() -> Facts:
    """`0 ≤ d − 1`, `0 < T − 2`, `1 ≤ H(T − 2)`, `0 < 5 (T − 2) + (d − 1) H` and `0 < 5 + (d − 1) H/(T − 2)`."""
    facts = assumed(*SIZES[:2])
    others, length = signed(at_most(0, d - 1), facts), signed(less(0, T - 2), facts)
    overlap = at(at_least_1(), belonging(T - 2, integers_from(1), facts))
    used, products = (others, length, overlap), ((length,), (others, overlap), (others,))
    bottoms = 5 * (T - 2) + (d - 1) * OVERLAP, 5 + (d - 1) * OVERLAP / (T - 2)
    return *used, *(signed(less(0, bottom), used, products=products) for bottom in bottoms)


@cache
def signs() -> Facts:
    """`0 < σ`, and the denominator of ab in terms of σ is positive."""
    (_, positive), (others, length, overlap, *_) = assumed(POSITIVE_DEVIATION), sizes()
    bottom = substituted(parts(TRAINED_LIMIT, "divide")[1], *normal_constants(), *even())
    power = (positive,) * 6
    products = (length,), power, (*power, length), (*power, others, overlap), (*power, others)
    return positive, signed(less(0, bottom), (positive, others, length, overlap), products=products)


@cache
def limit_of_product() -> Theorem:
    """ab tends to the diagonal over σ²."""
    equations = (*normal_constants(), *even())
    return modulo(equal(TRAINED_LIMIT, FINITE / σ**2), equations, (*signs(), *sizes()))


def recovered() -> Theorem:
    """From every start on the line each entry of what is recovered tends to its value."""
    sign, *_ = signs()
    flows, goes = trained_at(of_normal(start()), of_normal(line_conditions()), first_signal())
    context = at(of_normal(context_of_independent()), *map(assume, (LENGTH, *PLACES)))
    reached = TRAINED_LIMIT * CONTEXT
    goes = continuity(tends(τ, NONNEGATIVE, RECOVERED, reached), (goes,), ())
    value = indicator(equal(j, k)) * FINITE
    equation = modulo(equal(reached, value), (limit_of_product(), context, even()[0]), (sign, *sizes()))
    goes = rewrite(function(limit, body=tends(τ, NONNEGATIVE, RECOVERED, limit)), equation, goes)
    return under(conjoin(flows, under(goes, MOVES, LENGTH, *PLACES)), *STARTS)


def of_long_sequences() -> Theorem:
    """What is recovered tends to a fifth as the length grows."""
    value, reached = (1 / (5 + (d - 1) * each) for each in (FADING, 0))
    known = signed(less(0, parts(reached, "divide")[1]))
    goes = continuity(tends(T, LENGTHS, value, reached), (overlap_fades(),), (known,))
    goes = rewrite(function(limit, body=tends(T, LENGTHS, value, limit)), identity(reached, FIFTH, (known,)), goes)
    faded = signed(less(0, parts(value, "divide")[1]), sizes())
    later = under(discharge(at_most(3, T), identity(value, FINITE, (faded, *sizes()))), SIZES[1])
    return eventually(tends(T, LENGTHS, FINITE, FIFTH), goes, later)


def proof() -> Proof:
    """The goal and its definedness."""
    missing = identity(FIFTH - FINITE, MISSING, sizes())
    found = conjoin(under(conjoin(recovered(), missing), SIZES[1]), of_long_sequences())
    return Proof(goal(), under(found, POSITIVE_DEVIATION, SIZES[0]), definedness())


def definedness() -> Theorem:
    """The goal is defined."""
    return proved(defined(goal()), solve=settled(lambda facts: sizes()))
