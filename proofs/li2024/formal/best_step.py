"""One step on retrieved samples: its loss around a multiple of the identity, and that it is least just there."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, Node, Sort, Variable, opened, written
from symbolic.core.rules.entries import cell_of_matrix
from symbolic.core.rules.integers import equal_sums, exchanged_sums, ordered_sums
from symbolic.core.rules.logic import apply, assume, both_ways, excluded_middle, part, parts, reflexive
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    cell,
    conjunction,
    equal,
    iff,
    indicator,
    integers_between,
    integers_from,
    less,
    matrices,
    matrix,
    member,
    real,
    total,
)
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.binary_forms import definite, form
from symbolic.tactics.finite_sums import constant_sum, separate_sums
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.single_terms import below_sum
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    indicated,
    modulo,
    quantified,
    rewritten,
    swapped,
    turned_round,
    under,
    whichever,
)
from symbolic.tactics.sums.kronecker import pulled, selected

MODEL = ModelAnywhere("li2024-retrieval-step")
d, N, α, β, σ, c, p, q = map(real, ("d", "N", "alpha", "beta", "sigma", "c", "p", "q"))
A, A1 = (Variable(name, Sort.MATRIX) for name in ("A", "A1"))
SIZES = member(d, integers_from(1)), member(N, integers_from(1))
SHARES = member(α, REALS), member(β, REALS)
UNIT = conjunction(equal(β**2, 1 - α**2), less(0, α**2), less(α**2, 1))
"""Samples have unit variance, and are neither the query nor independent of it."""

ONE, OTHER = member(A, matrices(d, d)), member(A1, matrices(d, d))
ROW, COLUMN = member(p, integers_between(1, d)), member(q, integers_between(1, d))
SAME = indicator(equal(q, p))
s, g = α**2, β**2

LINEAR = N * (2 * s + d * s + g)
MIXED = N * s * ((d + 2) * g + σ**2) + N**2 * s * (2 * g + (d + 4) * s)
"""What the square of the trace is multiplied with, and the trace of the square."""

STEEP = N * ((2 * d + 4) * s * g + s * σ**2 + g * σ**2 + (d + 1) * g**2) + N**2 * (2 * s * g + (d + 4) * s**2 + g**2)
"""What the square of the norm is multiplied with."""

WHOLE = MIXED * (d + 1) + STEEP
"""What d times the square of c is multiplied with at cI."""

SOLVED = equal(WHOLE * c, LINEAR)
"""That cI is the best multiple of the identity."""


def loss(of: Expression) -> Expression:
    """The loss of the step with this matrix."""
    return MODEL.loss(d, N, α, β, σ, of)


def minimal(best: Expression) -> Expression:
    """No matrix has a smaller loss, just where it is a multiple of the identity."""
    lowest = quantified(at_most(loss(A), loss(A1)), OTHER)
    return quantified(iff(lowest, quantified(equal(cell(A, p, q), best * SAME), ROW, COLUMN)), ONE)


LEAST = d - c * LINEAR * d
FACTS = (*assumed(*SIZES), *assumed(UNIT))
TRACE = total(p, 1, d, cell(A, p, p))
OFF, TURNED = cell(A, p, q) - c * SAME, cell(A, q, p) - c * SAME
DISTANCE = form(STEEP, MIXED, STEEP, OFF, TURNED) / 2
ACROSS = total(q, 1, d, DISTANCE)
DISTANCES = total(p, 1, d, ACROSS)
AWAY = TRACE - c * d


@cache
def signs() -> Facts:
    """`0 < d, N, α², β²`."""
    wide, many = (signed(less(0, size), assumed(each)) for size, each in zip((d, N), SIZES, strict=True))
    equation, share, below = FACTS[-3:]
    return wide, many, share, signed(less(0, β**2), (equation, below))


@cache
def coefficients() -> Facts:
    """`0 ≤ B`, `0 < C` and `0 < C² − B²`."""
    wide, many, share, rest = signs()
    of_mixed = (many, share, wide, rest), (many, share, rest), (many, share), (many, many, share, rest)
    squares = (many, many, share, share, wide), (many, many, share, share)
    mixed = signed(at_most(0, MIXED), signs(), products=(*of_mixed, *squares), squares=(σ,))
    of_gap = (many, wide, share, rest), (many, share, rest), (many, rest), (many, rest, rest), (many, wide, rest, rest)
    gap = signed(less(0, STEEP - MIXED), signs(), products=(*of_gap, (many, many, rest, rest)), squares=(σ,))
    steep = signed(less(0, STEEP), (mixed, gap))
    products = (gap, mixed), (gap, gap), (gap, steep)
    both = signed(less(0, STEEP * STEEP - MIXED**2), (mixed, gap, steep), products=products)
    return mixed, steep, both


@cache
def definite_here() -> Theorem:
    """The form is not negative, and at most 0 only where both entries are."""
    _, steep, determined = coefficients()
    return apply(apply(at(definite(), STEEP, MIXED, STEEP, OFF, TURNED), steep), determined)


@cache
def count() -> Theorem:
    """`d ∈ {0, 1, …}`."""
    return belonging(d, integers_from(0), assumed(SIZES[0]))


ONE_TERM = written(1)
CROSSED = total(p, 1, d, total(q, 1, d, cell(A, p, q) * cell(A, q, p)))
NORM = total(p, 1, d, total(q, 1, d, cell(A, p, q) * cell(A, p, q)))


@cache
def in_sums() -> Theorem:
    """The sum of the forms over all entries, in the norm, the trace of the square, and the trace."""
    here, turned = cell(A, p, q), cell(A, q, p)
    together = STEEP + MIXED
    numbers = STEEP / 2, STEEP / 2, MIXED, -c * together, c**2 * together
    bodies = here * here, turned * turned, here * turned, SAME * (here + turned), SAME * ONE_TERM
    terms = Node("add", tuple(number * body for number, body in zip(numbers, bodies, strict=True)))

    def case(facts: Facts) -> Theorem:
        return modulo(equal(DISTANCE, terms), indicated(facts[0]))

    each = equal_sums(under(whichever(equal(DISTANCE, terms), excluded_middle(equal(q, p)), case, case), COLUMN))
    inside = at(separate_sums(numbers, tuple(total(q, 1, d, body) for body in bodies)), count())
    place = assume(ROW)
    diagonal = (selected(count(), place, q, term) for term in (here + turned, ONE_TERM))
    rows = (*(total(q, 1, d, body) for body in bodies[:3]), cell(A, p, p), ONE_TERM)
    outer = *numbers[:3], -2 * c * together, numbers[4]
    of_row = Node("add", tuple(number * row for number, row in zip(outer, rows, strict=True)))
    same = equal_sums(under(modulo(equal(ACROSS, of_row), (each, inside, *diagonal)), ROW))
    outside = at(separate_sums(outer, tuple(total(p, 1, d, row) for row in rows)), count())
    exchanged = exchanged_sums(total(p, 1, d, rows[1]))
    ones = at(constant_sum(), ONE_TERM, count())
    value = STEEP * NORM + MIXED * CROSSED - 2 * c * together * TRACE + c**2 * together * d
    return modulo(equal(DISTANCES, value), (same, outside, exchanged, ones))


@cache
def as_derived() -> Theorem:
    """The derived loss, in these sums."""
    derived = MODEL.derived(d, N, α, β, σ, A, facts=(*FACTS, assume(ONE)))
    inner = pulled(cell(A, p, p), total(q, 1, d, cell(A, q, q)), count())
    product = cell(A, p, p) * cell(A, q, q)
    summed = Node("add", (product,))
    alone = equal_sums(under(identity(product, summed), COLUMN))
    turned = Node("add", (TRACE * cell(A, p, p),))
    row = equal_sums(under(modulo(equal(total(q, 1, d, product), turned), (alone, inner)), ROW))
    outer = pulled(TRACE, TRACE, count())
    square = modulo(equal(total(p, 1, d, total(q, 1, d, product)), TRACE**2), (row, outer))
    value = d - 2 * LINEAR * TRACE + MIXED * TRACE**2 + MIXED * CROSSED + STEEP * NORM
    return modulo(equal(loss(A), value), (derived, square))


@cache
def around() -> Theorem:
    """`∀A`: the loss is the least one, a square, and the sum of the forms."""
    solved = assume(SOLVED)
    using = (as_derived(), 1), (in_sums(), -1), (solved, 2 * TRACE - d * c)
    value = LEAST + MIXED * AWAY**2 + DISTANCES
    return under(identity(loss(A), value, using=using), ONE)


@cache
def not_negative() -> tuple[Theorem, Theorem]:
    """`∀p: 0 ≤ Σ_q` of the forms, and `∀q` that each of these is not negative."""
    each = under(signed(at_most(0, DISTANCE), (part(0, definite_here()),)), COLUMN)
    row = signed(at_most(0, ACROSS), (ordered_sums(each), at(constant_sum(), 0, count())))
    return under(row, ROW), each


@cache
def above() -> Theorem:
    """`∀A`: the loss is at least the least one."""
    rows, _ = not_negative()
    mixed, *_ = coefficients()
    known = ordered_sums(rows), at(constant_sum(), 0, count()), at(around(), assume(ONE)), mixed
    return under(signed(at_most(LEAST, loss(A)), known, products=((mixed,),), squares=(AWAY,)), ONE)


MULTIPLE = matrix(p, q, (d, d), c * SAME)


@cache
def at_best() -> Theorem:
    """The loss at cI is the least one."""
    there = belonging(MULTIPLE, matrices(d, d), FACTS)
    return at_multiple(there, *(cell_of_matrix(cell(MULTIPLE, *place)) for place in ((p, q), (q, p), (p, p))))


def at_multiple(there: Theorem, *entries: Theorem) -> Theorem:
    """The loss at a matrix is the least one where its entries at `p, q`, at `q, p` and at `p, p` are those of cI."""
    value = at(around(), there)
    left, right = parts(value.conclusion, "equal")
    *_, whole = parts(right, "add")
    of, _ = parts(there.conclusion, "member")
    first = equal_sums(under(modulo(equal(cell(of, p, p), c), (entries[2], *indicated(reflexive(p)))), ROW))
    trace = modulo(equal(total(p, 1, d, cell(of, p, p)), d * c), (first, at(constant_sum(), c, count())))
    return modulo(equal(left, LEAST), (value, vanishing(whole, entries[:2]), trace))


def vanishing(whole: Expression, entries: Facts) -> Theorem:
    """That the sum of the forms is 0, where equations say what the entries are."""
    nothing = at(constant_sum(), 0, count())
    row = opened(parts(whole, "total")[2], (p,))
    summand = opened(parts(row, "total")[2], (q,))

    def case(facts: Facts) -> Theorem:
        both = *indicated(facts[0]), *indicated(turned_round(facts[0]))
        return modulo(equal(summand, 0), (*entries, *both))

    each = whichever(equal(summand, 0), excluded_middle(equal(q, p)), case, case)
    rows = equal_sums(under(modulo(equal(row, 0), (equal_sums(under(each, COLUMN)), nothing)), ROW))
    return modulo(equal(whole, 0), (rows, nothing))


def is_minimal() -> Theorem:
    """`∀A`: the loss is least just at cI."""
    lowest, multiple = parts(opened(parts(minimal(c), "for_all")[1], (A,)), "iff")
    mixed, *_ = coefficients()
    rows, each = not_negative()
    low = at(assume(lowest), belonging(MULTIPLE, matrices(d, d), FACTS))
    here = at(around(), assume(ONE))
    small = signed(at_most(DISTANCES, 0), (low, at_best(), here, mixed), products=((mixed,),), squares=(AWAY,))
    of_row = below_sum(DISTANCES, rows, count(), assume(ROW))
    of_place = below_sum(ACROSS, each, count(), assume(COLUMN))
    none = signed(at_most(form(STEEP, MIXED, STEEP, OFF, TURNED), 0), (small, of_row, of_place))
    gone = part(0, apply(part(1, definite_here()), none))
    found = identity(cell(A, p, q), c * SAME, using=((gone, 1),))
    forth = under(found, lowest, ROW, COLUMN)
    places = assume(ROW), assume(COLUMN)
    at_places = (at(assume(multiple), *each) for each in (places, places[::-1], (places[0], places[0])))
    least = at_multiple(assume(ONE), *at_places)
    other = at(above(), assume(OTHER))
    lower = under(rewritten(swapped(least), other), multiple, OTHER)
    return under(both_ways(forth, lower), ONE)
