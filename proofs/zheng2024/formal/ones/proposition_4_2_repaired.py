"""Proposition 4.2 as repaired: for `x_1 = 1_d` and `d ≥ 2` the origin is the one critical point on the line."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from proofs.zheng2024.formal.on_line.line_formulas import KEY, OVERLAP, T, a, b, d, j, k
from proofs.zheng2024.formal.ones.ones_gradient import (
    BLOCKS,
    FACTS,
    KEY_BLOCK,
    PLACES,
    POINT,
    SIZES,
    VALUE_BLOCK,
    critical,
    derived,
    diagonal,
    first_beside_second,
    gradient,
    i,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, bound, opened, written
from symbolic.core.rules.logic import (
    apply,
    assume,
    both_ways,
    cases,
    conjoin,
    discharge,
    either,
    excluded_middle,
    part,
    parts,
    reflexive,
)
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    conjunction,
    disjunction,
    equal,
    for_all,
    iff,
    integers_between,
    integers_from,
    less,
    listed,
    member,
    point,
    vector_moments,
)
from symbolic.goals.engine import derived_regularity
from symbolic.tactics.harmonic_numbers import at_least_1
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, proved, under, whichever

ORIGIN = conjunction(equal(a, 0), equal(b, 0))
HYPERBOLA = equal(a * b, 1)


def at_size(formula: Expression, size: Number) -> Expression:
    """A formula with a number in the place of d."""
    return opened(bound(formula, (d,)), (written(size),))


def goal(least: int = 2, exceptions: Expression = ORIGIN) -> Expression:
    """For `d ≥ 2` the origin alone is critical; for d = 1 also the points with `ab = 1`."""
    wide = for_all(d, integers_from(least), everywhere(iff(critical(), exceptions)))
    one = everywhere(iff(at_size(critical(), 1), disjunction(ORIGIN, HYPERBOLA)))
    return conjunction(wide, one)


def everywhere(formula: Expression) -> Expression:
    """A formula for all lengths and all points of the line."""
    return for_all(T, integers_from(3), for_all(a, REALS, for_all(b, REALS, formula)))


def entry_is_zero(block: str, places: Facts) -> Theorem:
    """From criticality, `0` at an entry of the gradient by a block."""
    of_block = part(BLOCKS.index(block), assume(critical()))
    return at(of_block, *places)


def value_is_zero(equation: Theorem, block: str, places: Facts) -> Theorem:
    """From criticality, `0` is what an entry is equal to."""
    _, value = parts(equation.conclusion, "equal")
    return identity(value, 0, using=((equation, -1), (entry_is_zero(block, places), 1)))


@cache
def only_origin() -> Theorem:
    """Where d ≥ 2, a critical point is the origin."""
    wide = assume(at_most(2, d))
    first, second = (belonging(n, integers_between(1, d), (*FACTS, wide)) for n in (1, 2))
    beside = value_is_zero(at(first_beside_second(), a, b), VALUE_BLOCK, (first, second))
    value = value_is_zero(at(diagonal(VALUE_BLOCK), a, b, first), VALUE_BLOCK, (first, first))
    key = value_is_zero(at(diagonal(KEY_BLOCK), a, b, first), KEY_BLOCK, (first, first))
    length = signed(less(0, T - 2), FACTS)
    overlap = harmonic_positive()
    scale = ((T - 2) + (d - 1) * OVERLAP) / (T - 2)
    a_is_zero = identity(a, 0, (length, overlap), ((value, -1 / (T - 2)), (beside, scale / OVERLAP)))
    b_is_zero = identity(b, 0, (length, overlap), ((key, -1 / (T - 2)), (a_is_zero, scale * b**2)))
    return discharge(critical(), conjoin(a_is_zero, b_is_zero))


@cache
def harmonic_positive() -> Theorem:
    """`0 < H(T − 2)`."""
    return signed(less(0, OVERLAP), (at(at_least_1(), belonging(T - 2, integers_from(1), FACTS)),))


def critical_where(entry: Callable[[str], Theorem]) -> Theorem:
    """Criticality, from what an entry `j, k` of the gradient by each block is."""
    return conjoin(*(under(entry(block), *PLACES) for block in BLOCKS))


def origin_is_critical() -> Theorem:
    """At the origin each entry of the gradient is 0."""
    zero = tuple(part(n, assume(ORIGIN)) for n in (0, 1))
    there = (belonging(0, REALS),) * 2

    def entry(block: str) -> Theorem:
        derivative = derived(block, there, tuple(map(assume, PLACES)))
        return modulo(equal(gradient(block), 0), (*zero, derivative))

    return under(critical_where(entry), ORIGIN)


def hyperbola_is_critical() -> Theorem:
    """For d = 1 and `ab = 1` each entry of the gradient is 0."""
    one = assume(equal(d, 1))
    facts = (*FACTS, one, *assumed(*PLACES))
    first = belonging(1, integers_between(1, d), (*FACTS, one))
    only = tuple(
        signed(equal(place, 1), tuple(signed(side, facts) for side in (at_most(1, place), at_most(place, 1))), degree=2)
        for place in (j, k)
    )

    def entry(block: str) -> Theorem:
        if block not in (KEY_BLOCK, VALUE_BLOCK):
            return modulo(
                equal(gradient(block), 0), (derived(block, tuple(map(assume, POINT)), tuple(map(assume, PLACES))),)
            )
        value = at(diagonal(block), a, b, first)
        _, right = parts(value.conclusion, "equal")
        of = b if block == KEY_BLOCK else a
        zero = identity(right, 0, using=((one, OVERLAP * of**2 * (a + b - of)), (assume(HYPERBOLA), (T - 2) * of)))
        return modulo(equal(gradient(block), 0), (*only, value, zero))

    return under(critical_where(entry), HYPERBOLA)


def only_origin_or_hyperbola() -> Theorem:
    """Where d = 1, at a critical point `a (ab − 1) = 0 = b (ab − 1)`."""
    one = assume(equal(d, 1))
    first = belonging(1, integers_between(1, d), (*FACTS, one))
    length = signed(less(0, T - 2), FACTS)
    zeros = {}
    for block, of in ((KEY_BLOCK, b), (VALUE_BLOCK, a)):
        value = value_is_zero(at(diagonal(block), a, b, first), block, (first, first))
        rest = OVERLAP * of**2 * (a + b - of) / (T - 2)
        zeros[block] = identity(of * (a * b - 1), 0, (length,), ((value, 1 / (T - 2)), (one, -rest)))

    def at_rest(facts: Facts) -> Theorem:
        apart = facts[0]
        origin = (
            identity(of, 0, (apart,), ((zeros[block], 1 / (a * b - 1)),))
            for block, of in ((VALUE_BLOCK, a), (KEY_BLOCK, b))
        )
        return either(disjunction(ORIGIN, HYPERBOLA), conjoin(*origin))

    def on_hyperbola(facts: Facts) -> Theorem:
        return either(disjunction(ORIGIN, HYPERBOLA), identity(a * b, 1, using=((facts[0], 1),)))

    goal = disjunction(ORIGIN, HYPERBOLA)
    found = whichever(goal, excluded_middle(equal(a * b - 1, 0)), on_hyperbola, at_rest)
    return discharge(critical(), found)


def wide() -> Theorem:
    """For d ≥ 2 the origin alone is critical."""
    membership = member(d, integers_from(2))
    found = under(both_ways(only_origin(), origin_is_critical()), SIZES[0], at_most(2, d), SIZES[1], *POINT)
    here = assumed(membership)
    there = at(found, belonging(d, integers_from(1), here))
    return under(apply(there, here[-1]), membership)


def single() -> Theorem:
    """For d = 1 the origin and the points with `ab = 1` are critical."""
    exceptions = disjunction(ORIGIN, HYPERBOLA)
    sides = (
        under(apply(origin_is_critical(), assume(ORIGIN)), ORIGIN),
        under(apply(hyperbola_is_critical(), assume(HYPERBOLA)), HYPERBOLA),
    )
    critical_there = under(cases(critical(), assume(exceptions), *sides), exceptions)
    found = both_ways(only_origin_or_hyperbola(), critical_there)
    found = under(found, SIZES[0], equal(d, 1), SIZES[1], *POINT)
    return apply(at(found, 1), reflexive(written(1)))


def proof() -> Proof:
    """The goal and its definedness."""
    return Proof(goal(), conjoin(wide(), single()), definedness(goal()))


def definedness(formula: Expression) -> Theorem:
    """That a formula about the gradient at points of the line is defined, where `x_1 = 1_d`."""

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        if isinstance(formula, Node) and formula.head == "regular":
            size = formula.parts[1]
            law = point(listed(i, size, 1))
            sizes = (belonging(each, integers_from(least), facts) for each, least in ((size, 1), (T, 3)))
            return at(derived_regularity(KEY, "line"), *sizes, belonging(law, vector_moments(6)), a, b)
        return None

    return proved(defined(formula), solve=solve)
