"""The loss on plain tokens at the start of ones, for rows that are sums of two geometric series."""

from __future__ import annotations

from functools import cache

from proofs.sander2024.formal.plain_tokens import (
    DATA,
    GIVEN,
    LAST,
    NORM,
    PLAIN,
    QUERY,
    SUM,
    TRACE,
    C,
    T,
    d,
    loss,
    x,
    y,
    γ,
    δ,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, nodes, opened, written
from symbolic.core.rules.integers import equal_sums, next_sum
from symbolic.core.rules.logic import assume, excluded_middle, parts
from symbolic.core.rules.powers import power_to_nothing
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    cell,
    equal,
    indicator,
    integers_between,
    integers_from,
    member,
    negation,
    raised,
    real,
    total,
)
from symbolic.goals.family_statements import defined_on
from symbolic.tactics.evaluated import equations
from symbolic.tactics.finite_sums import constant_sum, separate_sums
from symbolic.tactics.harmonic_numbers import by_induction, n
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    indicated,
    modulo,
    proved,
    quantified,
    under,
    whichever,
)
from symbolic.tactics.sums.constant_starts import moments_are_one
from symbolic.tactics.sums.counted_sums import by_places
from symbolic.tactics.sums.geometric_sums import power_of_square
from symbolic.tactics.sums.kronecker import pulled, selected

r, s, u, i = map(real, ("r", "s", "u", "i"))
LEFT_OUT = "rows p that are not sums of two geometric series"


def weight(lag: Expression) -> Expression:
    """The entry of the row as far before the last key."""
    return x * raised(γ, lag) + y * raised(δ, lag)


SQUARES = total(i, 0, T, weight(i) ** 2)
"""`Σ p_i²`, from the last key to the first."""

LOSS = NORM * SQUARES + (SUM - NORM) * QUERY**2 - 2 * TRACE * LAST + d
"""The loss of the model."""


def goal(formula: Expression = LOSS) -> Expression:
    """For all sizes, such rows and matrices: the loss is this formula."""
    return quantified(equal(loss(), formula), *DATA)


FACTS = assumed(*DATA)
OWN = cell(C, r, r)
"""An entry of the diagonal."""

ACROSS = total(s, 1, d, cell(C, r, s))
SQUARED = total(s, 1, d, cell(C, r, s) ** 2)
"""Sums along a row of C, of entries and of their squares."""

ROW, COLUMN, THIRD = (member(each, integers_between(1, d)) for each in (r, s, u))


@cache
def count() -> Theorem:
    """`d ∈ {0, 1, …}`."""
    return belonging(d, integers_from(0), assumed(DATA[0]))


def along_row(term: Expression) -> Theorem:
    """What a sum over the columns other than r is, in the diagonal entry and in sums along the row."""
    _, _, body = parts(term, "total")
    counts, inner = parts(opened(body, (s,)), "multiply")
    zero, one = written(0), written(1)
    known: Facts
    if isinstance(inner, Node) and inner.head == "total":
        numbers, known = (ACROSS - OWN, -one, OWN - ACROSS, one), (third(inner),)
    elif parts(inner, "multiply")[0] == OWN:
        numbers, known = (OWN, zero, -OWN, zero), moments_are_one(inner)
    else:
        numbers, known = (zero, one, zero, -one), moments_are_one(inner)
    plain = cell(C, r, s), cell(C, r, s) ** 2
    bodies = *plain, *(indicator(equal(s, r)) * each for each in plain)
    apart = Node("add", tuple(number * body for number, body in zip(numbers, bodies, strict=True)))
    goal = equal(counts * inner, apart)

    def same(facts: Facts) -> Theorem:
        return modulo(goal, indicated(facts[0]))

    def other(facts: Facts) -> Theorem:
        return modulo(goal, (*indicated(facts[0]), *known))

    each = equal_sums(under(whichever(goal, excluded_middle(equal(s, r)), same, other), COLUMN))
    inside = at(separate_sums(numbers, tuple(total(s, 1, d, body) for body in bodies)), count())
    own = tuple(selected(count(), assume(ROW), s, each) for each in plain)
    value = numbers[0] * ACROSS + numbers[1] * SQUARED + numbers[2] * OWN + numbers[3] * OWN**2
    return modulo(equal(term, value), (each, inside, *own))


def third(term: Expression) -> Theorem:
    """`Σ_u C_rs C_ru = C_rs (Σ − C_rr − C_rs)` over the columns u other than r and s, where s is not r."""
    _, _, body = parts(term, "total")
    counts, inner = parts(opened(body, (u,)), "multiply")
    entry = cell(C, r, u)
    number = cell(C, r, s)
    numbers = number, -number, -number
    bodies = entry, indicator(equal(u, r)) * entry, indicator(equal(u, s)) * entry
    apart = Node("add", tuple(each * body for each, body in zip(numbers, bodies, strict=True)))
    goal = equal(counts * inner, apart)
    apart_ = assume(negation(equal(s, r)))
    each = equal_sums(
        under(by_places(goal, parts(counts, "indicator")[0], u, (r, s), (apart_,), moments_are_one(inner)), THIRD)
    )
    inside = at(separate_sums(numbers, tuple(total(u, 1, d, body) for body in bodies)), count())
    own = tuple(selected(count(), assume(place), u, entry) for place in (ROW, COLUMN))
    return modulo(equal(term, number * (ACROSS - OWN - number)), (each, inside, *own))


DIAGONAL, MIXED, WHOLE = (total(r, 1, d, each) for each in (OWN**2, OWN * ACROSS, ACROSS**2))
"""Sums over the rows."""


@cache
def all_entries() -> Theorem:
    """The sum of all entries of `CᵀC` is that of the squares of the sums along rows."""
    term = total(u, 1, d, cell(C, r, s) * cell(C, r, u))
    summed = Node("add", (cell(C, r, s) * cell(C, r, u),))
    alone = equal_sums(under(identity(cell(C, r, s) * cell(C, r, u), summed), THIRD))
    first = pulled(cell(C, r, s), total(u, 1, d, cell(C, r, u)), count())
    turned = Node("add", (ACROSS * cell(C, r, s),))
    along = equal_sums(under(modulo(equal(term, turned), (alone, first)), COLUMN))
    second = pulled(ACROSS, ACROSS, count())
    row = modulo(equal(total(s, 1, d, term), ACROSS**2), (along, second))
    return modulo(equal(SUM, WHOLE), (equal_sums(under(row, ROW)),))


def over_rows(term: Expression) -> Theorem:
    """What a sum over all rows is."""
    _, _, body = parts(term, "total")
    here = opened(body, (r,))
    if isinstance(here, Node) and here.head == "total":
        row = along_row(here)
        value = parts(row.conclusion, "equal")[1]
    else:
        factors = tuple(each for each in factors_of(here) if not isinstance(each, Node) or each.head != "mean")
        value = {0: written(1), 1: OWN, 2: OWN**2}[len(factors)]
        row = modulo(equal(here, value), moments_are_one(here))
    numbers, bodies = in_atoms(value)
    combined = Node("add", tuple(number * each for number, each in zip(numbers, bodies, strict=True)))
    each = equal_sums(under(modulo(equal(here, combined), (row,)), ROW))
    inside = at(separate_sums(numbers, tuple(total(r, 1, d, each) for each in bodies)), count())
    constant = at(constant_sum(), 1, count())
    sums = TRACE, DIAGONAL, MIXED, WHOLE, NORM, d
    total_value = Node("add", tuple(number * each for number, each in zip(numbers, sums, strict=True)))
    return modulo(equal(term, total_value), (each, inside, constant))


def factors_of(term: Expression) -> tuple[Expression, ...]:
    """The factors of a product; of another term, it alone."""
    return term.parts if isinstance(term, Node) and term.head == "multiply" else (term,)


ATOMS = OWN, OWN**2, OWN * ACROSS, ACROSS**2, SQUARED, written(1)


def in_atoms(value: Expression) -> tuple[tuple[Expression, ...], tuple[Expression, ...]]:
    """The coefficients of a sum along a row in the products that stand in it."""
    known: dict[Expression, tuple[int, ...]] = {
        written(1): (0, 0, 0, 0, 0, 1),
        OWN: (1, 0, 0, 0, 0, 0),
        OWN**2: (0, 1, 0, 0, 0, 0),
    }
    if value in known:
        return tuple(map(written, known[value])), ATOMS
    first, *_ = parts(value, "add")
    while isinstance(first, Node) and first.head == "add":
        first = first.parts[0]
    number, _ = parts(first, "multiply")
    rows = {
        OWN: (0, -1, 1, 0, 0, 0),
        written(0): (0, -1, 0, 0, 1, 0),
        ACROSS - OWN: (0, 2, -2, 1, -1, 0),
    }
    return tuple(map(written, rows[number])), ATOMS


def first_apart(end: Expression) -> tuple[Expression, Expression]:
    """The sum of the squares up to a lag, and that without the last key."""
    return total(i, 0, end, weight(i) ** 2), total(i, 1, end, weight(i) ** 2)


@cache
def split() -> Theorem:
    """`∀n: Σ_{i=0}^{n} = p_{T+1}² + Σ_{i=1}^{n}`."""

    def says(end: Expression) -> Expression:
        whole, rest = first_apart(end)
        return equal(whole, LAST**2 + rest)

    nothing = power_to_nothing(γ), power_to_nothing(δ)

    def base(goal: Expression) -> Theorem:
        return modulo(goal, (*equations(*parts(goal, "equal")), *nothing))

    def step(goal: Expression, facts: Facts) -> Theorem:
        integer, low = facts[1], facts[2]
        whole, rest = first_apart(n)
        orders = (signed(at_most(least, n + 1), (low,)) for least in (0, 1))
        added = (next_sum(each, integer, order) for each, order in zip((whole, rest), orders, strict=True))
        return modulo(goal, (*added, facts[-1]))

    return by_induction(says, base, step)


@cache
def geometric() -> Theorem:
    """The sum of the squares of the row, by three geometric sums."""
    lag = member(i, integers_between(1, T))
    natural = belonging(i, integers_from(0), assumed(lag))
    numbers = x**2, 2 * x * y, y**2
    powers = raised(γ**2, i), raised(δ, i) * raised(γ, i), raised(δ**2, i)
    apart = Node("add", tuple(number * power for number, power in zip(numbers, powers, strict=True)))
    squares = tuple(at(power_of_square(), each, natural) for each in (γ, δ))
    each = equal_sums(under(modulo(equal(weight(i) ** 2, apart), squares), lag))
    length = belonging(T, integers_from(0), assumed(DATA[1]))
    inside = at(separate_sums(numbers, tuple(total(i, 1, T, power) for power in powers)), length)
    value = LAST**2 + parts(inside.conclusion, "equal")[1]
    return modulo(equal(SQUARES, value), (at(split(), length), each, inside))


@cache
def theorem() -> Theorem:
    """The goal under what is supposed."""
    derived = PLAIN.derived(*GIVEN, C, facts=FACTS)
    sums = (node for node in nodes(parts(derived.conclusion, "equal")[1]) if node.head == "total" and not node.loose)
    rows = tuple(over_rows(each) for each in sums if each.parts[1] == d)
    return modulo(equal(loss(), LOSS), (derived, *rows, geometric(), all_entries()))


def proof() -> Proof:
    """The goal and its definedness."""
    return Proof(goal(), under(theorem(), *DATA), proved(defined(goal()), solve=defined_on(PLAIN)))
