"""The loss on plain tokens in squares, and that it is 0 just where C is the inverse of the last entry of the row."""

from __future__ import annotations

from functools import cache

from proofs.sander2024.formal.plain_tokens import DATA, LAST, NORM, PLAIN, QUERY, SUM, TRACE, C, T, d, loss, γ, δ
from proofs.sander2024.formal.unitary_loss import (
    ACROSS,
    COLUMN,
    ROW,
    SQUARES,
    WHOLE,
    all_entries,
    count,
    i,
    r,
    s,
    split,
    theorem,
    weight,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.integers import equal_sums, next_sum, ordered_sums
from symbolic.core.rules.logic import (
    apply,
    assume,
    both_ways,
    conjoin,
    excluded_middle,
    one_way,
    part,
    parts,
    reflexive,
)
from symbolic.core.rules.membership import integral
from symbolic.core.rules.powers import power_to_number
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    cell,
    conjunction,
    equal,
    iff,
    indicator,
    integers_between,
    integers_from,
    less,
    member,
    total,
)
from symbolic.goals.family_statements import defined_on
from symbolic.tactics.evaluated import equations
from symbolic.tactics.finite_sums import constant_sum, separate_sums
from symbolic.tactics.harmonic_numbers import by_induction, n
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.single_terms import below_sum
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    indicated,
    modulo,
    proved,
    quantified,
    rewritten,
    swapped,
    under,
    whichever,
)
from symbolic.tactics.sums.kronecker import pulled, selected

LEFT_OUT = (
    "rows p that are not sums of two geometric series, among them those where the loss is 0 if T >= 2; that C of full "
    "rank needs d heads; several times at once"
)
SAME = indicator(equal(s, r))
OFF = LAST * cell(C, r, s) - SAME
ALONG = total(s, 1, d, OFF**2)
DISTANCE = total(r, 1, d, ALONG)
"""`‖p_{T+1} C − I‖²`."""

BEHIND = total(i, 1, T, weight(i) ** 2)
OTHERS = total(i, 2, T, weight(i) ** 2)
"""The squares of all entries of the row but the last, and but the last two."""

SQUARED = DISTANCE + NORM * OTHERS + SUM * QUERY**2
PROGRAM = NORM * SQUARES + SUM * QUERY**2 - 2 * TRACE * LAST + d
"""The formula of the published program, with the squares of the row from the last key on."""

LAGS, PLACES = member(i, integers_between(1, T)), (ROW, COLUMN)
INVERSE = quantified(equal(LAST * cell(C, r, s), SAME), *PLACES)
ALONE = quantified(equal(weight(i), 0), LAGS)
SAME_MINIMISERS = iff(equal(PROGRAM, 0), equal(loss(), 0))
"""The formula of the program is 0, which is its least value, just where the loss is."""


def goal(value: Expression = SQUARED, surplus: Expression = NORM * QUERY**2, rest: Expression = ALONE) -> Expression:
    """For all sizes, rows and matrices: the loss in squares, where it is 0, and what the program's formula has more."""
    zero = iff(equal(loss(), 0), conjunction(INVERSE, rest))
    program = equal(PROGRAM - loss(), surplus), at_most(0, loss()), at_most(loss(), PROGRAM), SAME_MINIMISERS
    return quantified(conjunction(equal(loss(), value), zero, *program), *DATA)


@cache
def length() -> Theorem:
    """`T ∈ {0, 1, …}`."""
    return belonging(T, integers_from(0), assumed(DATA[1]))


@cache
def second_apart() -> Theorem:
    """The square of the entry at the query, and those before it."""

    def sums(end: Expression) -> tuple[Expression, Expression]:
        return total(i, 1, end + 1, weight(i) ** 2), total(i, 2, end + 1, weight(i) ** 2)

    def says(end: Expression) -> Expression:
        whole, rest = sums(end)
        return equal(whole, QUERY**2 + rest)

    def base(goal: Expression) -> Theorem:
        return modulo(goal, (*equations(*parts(goal, "equal")), *(power_to_number(each, 1) for each in (γ, δ))))

    def step(goal: Expression, facts: Facts) -> Theorem:
        integer, low = integral(n + 1, facts[1]), facts[2]
        orders = (signed(at_most(least, n + 1 + 1), (low,)) for least in (1, 2))
        added = (next_sum(each, integer, order) for each, order in zip(sums(n), orders, strict=True))
        return modulo(goal, (*added, facts[-1]))

    every = at(by_induction(says, base, step), belonging(T - 1, integers_from(0), assumed(DATA[1])))
    return rewritten(identity(T - 1 + 1, T), every)


@cache
def distance() -> Theorem:
    """The first square, in the norm and the trace."""
    numbers = LAST**2, -2 * LAST, written(1)
    bodies = cell(C, r, s) ** 2, SAME * cell(C, r, s), SAME * written(1)
    terms = Node("add", tuple(number * body for number, body in zip(numbers, bodies, strict=True)))

    def case(facts: Facts) -> Theorem:
        return modulo(equal(OFF**2, terms), indicated(facts[0]))

    each = equal_sums(under(whichever(equal(OFF**2, terms), excluded_middle(equal(s, r)), case, case), COLUMN))
    inside = at(separate_sums(numbers, tuple(total(s, 1, d, body) for body in bodies)), count())
    diagonal = (selected(count(), assume(ROW), s, term) for term in (cell(C, r, s), written(1)))
    of_row = total(s, 1, d, bodies[0]), cell(C, r, r), written(1)
    summed = Node("add", tuple(number * row for number, row in zip(numbers, of_row, strict=True)))
    rows = equal_sums(under(modulo(equal(ALONG, summed), (each, inside, *diagonal)), ROW))
    outside = at(separate_sums(numbers, tuple(total(r, 1, d, row) for row in of_row)), count())
    value = LAST**2 * NORM - 2 * LAST * TRACE + d
    return modulo(equal(DISTANCE, value), (rows, outside, at(constant_sum(), 1, count())))


@cache
def in_squares() -> Theorem:
    """The loss in squares."""
    before = at(split(), length())
    using = (theorem(), 1), (before, NORM), (second_apart(), NORM), (distance(), -1)
    return identity(loss(), SQUARED, using=using)


@cache
def signs() -> Facts:
    """None of the squares is negative: entries and rows of the first one, it itself, S, and the entries of the row."""
    nothing, none = at(constant_sum(), 0, count()), at(constant_sum(), 0, length())
    entry = under(signed(at_most(0, OFF**2), squares=(OFF,)), COLUMN)
    along = under(signed(at_most(0, ALONG), (ordered_sums(entry), nothing)), ROW)
    whole = signed(at_most(0, DISTANCE), (ordered_sums(along), nothing))
    square = under(signed(at_most(0, ACROSS**2), squares=(ACROSS,)), ROW)
    sums = signed(at_most(0, SUM), (ordered_sums(square), nothing, all_entries()))
    key = under(signed(at_most(0, weight(i) ** 2), squares=(weight(i),)), LAGS)
    behind = signed(at_most(0, BEHIND), (ordered_sums(key), none))
    return entry, along, whole, sums, key, behind


@cache
def first() -> tuple[Theorem, Theorem]:
    """`1 ∈ {1, …, d}` and `1 ∈ {1, …, T}`."""
    ends = zip((d, T), DATA[:2], strict=True)
    one, other = (belonging(1, integers_between(1, end), assumed(size)) for end, size in ends)
    return one, other


def at_query() -> Theorem:
    """The entry of lag 1 is that at the query."""
    return modulo(equal(weight(written(1)), QUERY), tuple(power_to_number(each, 1) for each in (γ, δ)))


@cache
def largest() -> Facts:
    """`0 ≤ Σ_k C_jk²`, `C_11² ≤ ‖C‖²`, `(Σ C_1k)² ≤ S`, and `p_T² ≤ Σ p_i²` over all keys but the last."""
    one, lag = first()
    entry = cell(C, r, s) ** 2
    squares = under(signed(at_most(0, entry), squares=(cell(C, r, s),)), COLUMN)
    of_row = total(s, 1, d, entry)
    rows = under(signed(at_most(0, of_row), (ordered_sums(squares), at(constant_sum(), 0, count()))), ROW)
    low = under(below_sum(of_row, squares, count(), belonging(1, integers_between(1, d), assumed(DATA[0]))), ROW)
    sums = under(signed(at_most(0, ACROSS**2), squares=(ACROSS,)), ROW)
    along = below_sum(WHOLE, sums, count(), one)
    key = signs()[4]
    query = rewritten(at_query(), below_sum(BEHIND, key, length(), lag))
    return at(low, one), below_sum(NORM, rows, count(), one), rewritten(swapped(all_entries()), along), query


def inverse_only() -> Theorem:
    """Where the loss is 0, C is the inverse of the last entry, and all other entries are 0."""
    none = assume(equal(loss(), 0))
    entry, along, whole, sums, key, _behind = signs()
    of_entry, of_norm, of_sums, of_query = largest()
    apart, before = in_squares(), second_apart()
    norm = signed(at_most(0, NORM), (of_entry, of_norm), squares=(cell(C, 1, 1),))
    others = signed(at_most(0, OTHERS), (before, of_query))
    products = (norm, others), (sums,)
    facts = none, apart, whole, norm, sums, others
    small = signed(at_most(DISTANCE, 0), facts, products=products, squares=(QUERY,))
    of_row = below_sum(DISTANCE, along, count(), assume(ROW))
    of_place = below_sum(ALONG, entry, count(), assume(COLUMN))
    gone = signed(equal(OFF, 0), (small, of_row, of_place))
    inverse = under(identity(LAST * cell(C, r, s), SAME, using=((gone, 1),)), *PLACES)
    one, _ = first()
    corner = modulo(equal(LAST * cell(C, 1, 1), 1), (at(inverse, one, one), *indicated(reflexive(written(1)))))
    across = row_is_one(inverse)
    positive = (
        above_square(corner, of_norm_at(of_entry, of_norm), cell(C, 1, 1), NORM),
        above_square(across, of_sums, total(s, 1, d, cell(C, 1, s)), SUM),
    )
    norm_above, sums_above = positive
    least = none, apart, whole, others, norm_above, sums_above, sums
    low = signed(at_most(OTHERS, 0), least, products=((norm_above,), (sums,)), squares=(QUERY,))
    query = signed(at_most(QUERY**2, 0), least, products=((norm_above, others), (sums_above,)), squares=(QUERY, 1))
    nothing = signed(at_most(BEHIND, 0), (before, low, query))
    of_key = below_sum(BEHIND, key, length(), assume(LAGS))
    alone = signed(equal(weight(i), 0), (nothing, of_key))
    return under(conjoin(inverse, under(alone, LAGS)), equal(loss(), 0))


def reached() -> Theorem:
    """Where C is the inverse of the last entry and all others are 0, the loss is 0."""
    premise = assume(conjunction(INVERSE, ALONE))
    inverse, alone = part(0, premise), part(1, premise)
    nothing, none = at(constant_sum(), 0, count()), at(constant_sum(), 0, length())
    here = at(inverse, assume(ROW), assume(COLUMN))
    gone = identity(OFF, 0, using=((here, 1),))
    entry = equal_sums(under(modulo(equal(OFF**2, 0), (gone,)), COLUMN))
    along = equal_sums(under(modulo(equal(ALONG, 0), (entry, nothing)), ROW))
    whole = modulo(equal(DISTANCE, 0), (along, nothing))
    key = equal_sums(under(modulo(equal(weight(i) ** 2, 0), (at(alone, assume(LAGS)),)), LAGS))
    behind = modulo(equal(BEHIND, 0), (key, none))
    _, lag = first()
    query = rewritten(at_query(), at(alone, lag))
    using = (in_squares(), 1), (whole, 1), (second_apart(), -NORM), (behind, NORM), (query, (SUM - NORM) * QUERY)
    return under(identity(loss(), 0, using=using), conjunction(INVERSE, ALONE))


def surplus() -> Theorem:
    """What the formula of the program has more than the loss."""
    return identity(PROGRAM - loss(), NORM * QUERY**2, using=((theorem(), -1),))


def same_minimisers(zero: Theorem) -> tuple[Theorem, Theorem, Theorem]:
    """`0 ≤ L`, `L ≤ P` for the formula P of the program, and that one is 0 where the other is."""
    _, _, whole, sums, *_ = signs()
    of_entry, of_norm, _, of_query = largest()
    norm = signed(at_most(0, NORM), (of_entry, of_norm), squares=(cell(C, 1, 1),))
    others = signed(at_most(0, OTHERS), (second_apart(), of_query))
    above = signed(
        at_most(0, loss()),
        (in_squares(), whole, norm, others, sums),
        products=((norm, others), (sums,)),
        squares=(QUERY, 1),
    )
    more = surplus()
    below = signed(at_most(loss(), PROGRAM), (more, norm), products=((norm,),), squares=(QUERY,))
    low = signed(at_most(loss(), 0), (below, assume(equal(PROGRAM, 0))))
    flat = signed(equal(loss(), 0), (above, low), degree=2)
    alone = part(1, apply(part(0, one_way(zero)), assume(equal(loss(), 0))))
    query = rewritten(at_query(), at(alone, first()[1]))
    using = (more, 1), (assume(equal(loss(), 0)), 1), (query, NORM * QUERY)
    there = identity(PROGRAM, 0, using=using)
    return above, below, both_ways(under(flat, equal(PROGRAM, 0)), under(there, equal(loss(), 0)))


def proof() -> Proof:
    """The goal and its definedness."""
    zero = both_ways(inverse_only(), reached())
    found = under(conjoin(in_squares(), zero, surplus(), *same_minimisers(zero)), *DATA)
    return Proof(goal(), found, proved(defined(goal()), solve=defined_on(PLAIN)))


def of_norm_at(of_entry: Theorem, of_norm: Theorem) -> Theorem:
    """`C_11² ≤ ‖C‖²`."""
    return signed(at_most(cell(C, 1, 1) ** 2, NORM), (of_entry, of_norm))


def above_square(one: Theorem, bound: Theorem, term: Expression, above: Expression) -> Theorem:
    """`0 < n` from `p x = 1` and `x² ≤ n`."""
    return signed(less(0, above), (bound, one), squares=(LAST,), scales=(1, LAST * term))


def row_is_one(inverse: Theorem) -> Theorem:
    """`p_{T+1} Σ_k C_1k = 1`."""
    one, _ = first()
    term = Node("add", (LAST * cell(C, 1, s),))
    here = modulo(equal(term, indicator(equal(s, 1)) * written(1)), (at(inverse, one, assume(COLUMN)),))
    each = equal_sums(under(here, COLUMN))
    row = pulled(LAST, total(s, 1, d, cell(C, 1, s)), count())
    selected_one = selected(count(), one, s, written(1))
    using = (row, -1), (each, 1), (selected_one, 1)
    return identity(LAST * total(s, 1, d, cell(C, 1, s)), 1, using=using)
