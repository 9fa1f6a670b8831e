"""The first layer takes a step that is preconditioned with its matrix, and not the transpose, where it is symmetric."""

from __future__ import annotations

from functools import cache

from proofs.ahn2023.formal.layers_take_steps import (
    DATA,
    ONE,
    PROMPT,
    SIZES,
    X,
    a,
    d,
    n,
    q,
    stepped,
    through,
    tokens,
)
from symbolic.core.expressions import Expression, opened, written
from symbolic.core.rules.entries import cell_of_matrix
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, parts
from symbolic.core.rules.matrix_algebra import (
    cell_of_product,
    cell_of_word,
    trace_of_cells,
    trace_of_identity,
    traces,
)
from symbolic.core.rules.membership import belongs
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    at_most,
    beside,
    cell,
    conjunction,
    equal,
    equal_matrices,
    identity_matrix,
    iff,
    integers_between,
    integers_from,
    less,
    matrices,
    matrix,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    stacked,
    sum_of_matrices,
    symmetric,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.finite_sums import constant_sum
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, quantified, under
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.forms import form_at, vanishing_form
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import as_number, not_negative, sum_of_one, with_number
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

B, C, v = map(matrix_letter, ("B", "C", "v"))
j, k, l = map(real, ("j", "k", "l"))
PLACE = member(B, matrices(d, d))
FIRST, UNIT = written(1), identity_matrix(d)


def the_matrix(layer: Number) -> Expression:
    """B in every layer."""
    return B


TAKEN = equal_matrices(through(PROMPT, FIRST, the_matrix), tokens(stepped(zeros(d, 1), FIRST, the_matrix)))
"""The first layer takes one step `w − B ∇R(w)` from 0."""

SYMMETRIC = equal_matrices(transpose(B), B)
OFF = sum_of_matrices(B, multiple(-1, transpose(B)))
"""`B − Bᵀ`."""


def further(turned: Expression = OFF) -> Expression:
    """After the layer labels and the query's entry are those after the step and `aᵀXXᵀ(Bᵀ − B)(X, q)/n`."""
    labels = multiple(-1 / n, product(transpose(a), X, transpose(X), turned, beside(X, q)))
    step = tokens(stepped(zeros(d, 1), FIRST, the_matrix))
    rest = stacked(beside(zeros(d, n), zeros(d, 1)), labels)
    return equal_matrices(through(PROMPT, FIRST, the_matrix), sum_of_matrices(step, rest))


def goal(just: Expression = SYMMETRIC, by: Expression | None = None) -> Expression:
    """For all sizes and matrices: how far the layer is from the step, which it takes just for symmetric ones."""
    return quantified(
        conjunction(quantified(by or further(), *DATA), iff(quantified(TAKEN, *DATA), just)), *SIZES, PLACE
    )


KNOWN = assumed(*SIZES, PLACE)
FACTS = (*KNOWN, *assumed(*DATA))


def enough() -> Theorem:
    """Where it is symmetric."""
    turned = belongs(member(B, symmetric(d)), conjoin(assume(PLACE), assume(SYMMETRIC)))
    return under(under(rewritten_words(TAKEN, (turned, *FACTS)), *DATA), SYMMETRIC)


ROW = matrix(j, k, (1, n), written(1))
"""A row of ones."""


@cache
def ones() -> Theorem:
    """`o oᵀ = n` for a row of n ones."""
    square, inside = product(ROW, transpose(ROW)), assumed(SIZES[1])
    whole = trace_of_cells(trace(square), shaped(square, inside))
    alone = sum_of_one(parts(whole.conclusion, "equal")[1])
    entry = cell_of_product(cell(square, 1, 1), shaped(ROW, inside))
    place = member(l, integers_between(1, n))
    summand = cell(ROW, 1, l) * cell(transpose(ROW), l, 1)
    turned = cell_of_word(cell(transpose(ROW), l, 1))
    each = equal_sums(under(modulo(equal(summand, 1), (turned, cell_of_matrix(cell(ROW, 1, l)))), place))
    counted = at(constant_sum(), 1, belonging(n, integers_from(0), inside))
    return with_number(modulo(equal(trace(square), n), (whole, alone, entry, each, counted)), inside)


@cache
def crossed() -> Theorem:
    """`∀X ∀a ∀q: aᵀXXᵀ(B − Bᵀ)q = 0`: the query's entry after the layer and the step."""
    given = at(assume(quantified(TAKEN, *DATA)), *map(assume, DATA))
    row, column = beside(zeros(1, d), ONE), stacked(zeros(n, 1), ONE)
    word = product(transpose(a), X, transpose(X), OFF, q)
    return under(by_words(equal_matrices(word, zeros(1, 1)), FACTS, (given, -n, row, column)), *DATA)


COLUMN = member(v, matrices(d, 1))
SQUARE = product(transpose(OFF), OFF)
MOVED = product(OFF, v)


@cache
def image() -> Theorem:
    """`‖Dv‖² = 0` with `D = B − Bᵀ`: at `a = Dv` and n samples `Dv` it is `n ‖Dv‖⁴` that is 0."""
    inside, length = (*KNOWN, assume(COLUMN)), norm(MOVED)
    places = (shaped(each, inside) for each in (product(MOVED, ROW), MOVED))
    nothing = at(crossed(), *places, assume(COLUMN))
    word, _ = parts(nothing.conclusion, "equal_matrices")
    number = as_number(product(transpose(MOVED), MOVED), inside)
    value = rewritten_words(equal_matrices(word, multiple(n * length**2, ONE)), inside, [number, ones()])
    using = (value, -1, None, None), (nothing, 1, None, None)
    none = by_words(equal_matrices(multiple(n * length**2, ONE), zeros(1, 1)), inside, *using)
    letters = known_letters(inside, ONE, B, v)
    whole = traces(equal(n * length**2 * trace(ONE), 0), (none,), ((0, written(1), ONE, ONE),), letters, ())
    counted = trace_of_identity(belonging(1, integers_from(0)))
    return identity(n * length**2, 0, (), ((whole, 1), (counted, -n * length**2)))


def only() -> Theorem:
    """`Bᵀ = B` where the layer takes the step on all data: `DᵀD` has no form, so that D is 0."""
    inside = (*KNOWN, assume(COLUMN))
    sign, many = not_negative(MOVED, inside), signed(less(0, n), KNOWN)
    flat = signed(equal(norm(MOVED), 0), (image(), sign, many), products=((many,),), degree=2)
    of_square = belongs(member(SQUARE, symmetric(d)), conjoin(shaped(SQUARE, KNOWN), _turned()))
    there = at(every_form(), assume(SIZES[0]), of_square)
    premise, _ = parts(there.conclusion, "implies")
    form = opened(parts(premise, "for_all")[1], (v,))
    same = rewritten_traces(equal(parts(form, "equal")[0], norm(MOVED)), inside)
    none = apply(there, under(modulo(form, (same, flat)), COLUMN))
    length = traces(equal(norm(OFF), 0), (none,), ((0, written(1), UNIT, UNIT),), known_letters(KNOWN, B, UNIT), ())
    gone = zero_matrix(OFF, signed(at_most(norm(OFF), 0), (length,)), KNOWN)
    return under(by_words(SYMMETRIC, KNOWN, (gone, -1, None, None)), quantified(TAKEN, *DATA))


def _turned() -> Theorem:
    return rewritten_words(equal_matrices(transpose(SQUARE), SQUARE), KNOWN)


def every_form() -> Theorem:
    """A symmetric matrix without a form is 0."""
    place = member(C, symmetric(d))
    everywhere = quantified(equal(form_at(C, v), 0), COLUMN)
    found = vanishing_form(C, d, assume(everywhere), assumed(SIZES[0], place))
    return under(found, SIZES[0], place, everywhere)


def theorem() -> Theorem:
    """The goal."""
    apart = under(rewritten_words(further(), FACTS), *DATA)
    return under(conjoin(apart, both_ways(only(), enough())), *SIZES, PLACE)
