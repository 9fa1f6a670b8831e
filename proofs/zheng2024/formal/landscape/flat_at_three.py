"""Where the loss is flat as two coordinates are told apart: at `T = 3`, where all |x_j| are equal, by the rules."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.landscape.alike_pairs import ALIKE, BOUNDED, g, overlap_constant, spread
from proofs.zheng2024.formal.landscape.diagonal_sums import LENGTH
from proofs.zheng2024.formal.landscape.global_minimum_repaired import FIRST, SECOND, SEVERAL, two
from proofs.zheng2024.formal.on_line.line_flow import FACTS, PLACES, SIZES, given
from proofs.zheng2024.formal.on_line.line_formulas import OVERLAP, SAME, T, d, j, k, kappa2, kappa3, of_each, μ
from proofs.zheng2024.formal.on_line.line_signs import IN_SEQUENCES, sixth_moment_positive
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.integers import next_sum
from symbolic.core.rules.logic import apply, assume, both_ways, cases, conjoin, discharge, part, rewrite
from symbolic.core.rules.means import separate_means
from symbolic.core.rules.membership import integral, next_integer, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    INTEGERS,
    REALS,
    Number,
    at_most,
    conjunction,
    entry,
    equal,
    function,
    iff,
    implies,
    integers_from,
    less,
    mean,
    member,
    negation,
    real,
)
from symbolic.goals.usual_terms import SEQUENCE, apart
from symbolic.tactics.harmonic_numbers import at_most_count, first_harmonic, harmonic
from symbolic.tactics.probability.almost_sure import vanishes_with
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, belonging, conjuncts, modulo, rewritten, swapped, turned_round, under, whichever

PER_PAIR = kappa3() / (d - 1)
"""`E x_j⁴ x_k²`, the same for all pairs."""
SPREAD = LENGTH * kappa2() - OVERLAP * PER_PAIR


Places = tuple[Expression, Expression]
"""Two coordinates, or two terms in them."""


def difference(one: Number, other: Number) -> Expression:
    """`(x_j² − x_k²)²`."""
    return (entry(SEQUENCE, one) ** 2 - entry(SEQUENCE, other) ** 2) ** 2


EQUAL_SIZES = of_each(implies(apart(k, j), equal(mean(SEQUENCE, μ, difference(j, k)), 0)), j, k)
"""All |x_j| are equal, almost surely."""
NEVER_DOWN = conjunction(at_most(0, SPREAD), iff(equal(SPREAD, 0), conjunction(equal(T, 3), EQUAL_SIZES)))


def weighted(one: Expression, other: Expression) -> Expression:
    """`(x_j² − x_k²)² (x_j² + x_k²)`, as four monomials."""
    x, y = entry(SEQUENCE, one), entry(SEQUENCE, other)
    products = (x**6,), (y**6,), (x**4, y**2), (y**4, x**2)
    terms = (written(c) * Node("multiply", each) for c, each in zip((1, 1, -1, -1), products, strict=True))
    return Node("add", tuple(terms))


def mean_of_weighted(
    one: Theorem, other: Theorem, places: tuple[Expression, Expression], *different: Theorem
) -> Theorem:
    """`E (x_j² − x_k²)² (x_j² + x_k²) = 2 (κ2 − g)`, given that j and k differ, both ways."""
    term = mean(SEQUENCE, μ, weighted(*places))
    separated = separate_means(term, μ, tuple(map(written, (1, 1, -1, -1))), given(SIZES[2]))
    alike = assume(ALIKE)
    pairs = (
        apply(at(alike, *both), unlike) for both, unlike in zip(((one, other), (other, one)), different, strict=True)
    )
    sixths = (conjuncts(at(given(SAME), each))[1] for each in (one, other))
    return modulo(equal(term, 2 * (kappa2() - g)), (separated, *sixths, *pairs))


def sizes(one: Expression, other: Expression) -> Places:
    """`x_j² − x_k²` and `x_j² + x_k²`."""
    x, y = entry(SEQUENCE, one), entry(SEQUENCE, other)
    return x**2 - y**2, x**2 + y**2


@cache
def equal_if_alike() -> Theorem:
    """`κ2 = g ⇒ all |x_j| are equal`, as `(x_j² − x_k²)² (x_j² + x_k²)` is 0 only where `x_j² = x_k²`."""
    one, other = map(assume, PLACES)
    unlike = assume(apart(k, j))
    value = mean_of_weighted(one, other, (j, k), unlike, turned_round(unlike))
    none = modulo(equal(mean(SEQUENCE, μ, weighted(j, k)), 0), (value, assume(equal(kappa2(), g))))
    apart_, whole = sizes(j, k)
    x, y = entry(SEQUENCE, j), entry(SEQUENCE, k)
    above = under(signed(at_most(0, weighted(j, k)), squares=(x * apart_, y * apart_)), IN_SEQUENCES)
    zero = assume(equal(weighted(j, k), 0))
    same = signed(equal(difference(j, k), 0), (zero,), scales=(1, whole), squares=(x * y * apart_,))
    found = vanishes_with(SEQUENCE, none, above, same, given(SIZES[2]))
    return under(found, PLACES[0], PLACES[1], apart(k, j))


@cache
def alike_if_equal() -> Theorem:
    """`κ2 = g` where all |x_j| are equal."""
    one, other = two()
    unlike, turned = (signed(negation(equal(*pair_))) for pair_ in ((SECOND, FIRST), (FIRST, SECOND)))
    none = apply(at(assume(EQUAL_SIZES), one, other), unlike)
    apart_, whole = sizes(FIRST, SECOND)
    above = under(signed(at_most(0, difference(FIRST, SECOND)), squares=(apart_,)), IN_SEQUENCES)
    zero = assume(equal(difference(FIRST, SECOND), 0))
    same = identity(weighted(FIRST, SECOND), 0, using=((zero, whole),))
    found = vanishes_with(SEQUENCE, none, above, same, given(SIZES[2]))
    value = mean_of_weighted(one, other, (FIRST, SECOND), unlike, turned)
    half = written(1) / 2
    return identity(kappa2(), g, using=((found, half), (value, -half)))


@cache
def shorter() -> Theorem:
    """`H(T − 2) < T − 2` where `3 < T`, as all summands after the first are less than 1."""
    integer = next(fact for fact in FACTS if fact.conclusion == member(T, INTEGERS))
    longer = next_integer(integral(written(3)), integer, assume(less(3, T)))
    before = T - 3
    size = belonging(before, integers_from(0), FACTS)
    added = next_sum(harmonic(before), integral(before, integer), signed(at_most(1, before + 1), FACTS))
    added = rewritten(identity(before + 1, LENGTH), added)
    most, above = at(at_most_count(), size), signed(less(1, LENGTH), (longer,))
    length = signed(less(0, LENGTH), FACTS)
    last = signed(less(1 / LENGTH, 1), (above, length), products=((length,),))
    return signed(less(OVERLAP, LENGTH), (added, most, last, length))


@cache
def at_three() -> Theorem:
    """`H(T − 2) = 1` where `T = 3`."""
    same = assume(equal(T, 3))
    length = identity(FIRST, LENGTH, using=((same, -1),))
    hole = real("hole")
    return rewrite(function(hole, body=equal(harmonic(hole), 1)), length, first_harmonic())


@cache
def never_down() -> Theorem:
    """`∀g: E x_j⁴ x_k² = g for all pairs ⇒ 0 ≤ g ⇒ g ≤ κ2 ⇒ ` the loss bends up, or is flat at `T = 3`."""
    low, high = map(assume, BOUNDED)
    sixth, length = sixth_moment_positive(), signed(less(0, LENGTH), FACTS)
    more = signed(less(0, d - 1), (assume(SEVERAL),))
    per_pair = modulo(equal(PER_PAIR, g), (overlap_constant(),), (more,))
    sums = at(at_most_count(), belonging(LENGTH, integers_from(0), FACTS))
    up = modulo(equal(SPREAD, LENGTH * kappa2() - OVERLAP * g), (per_pair,))
    flat, both = equal(SPREAD, 0), conjunction(equal(T, 3), EQUAL_SIZES)

    def forth() -> Theorem:
        nothing = identity(LENGTH * kappa2() - OVERLAP * g, 0, (more,), ((up, -1), (assume(flat), 1)))
        facts = nothing, low, high, length, sums
        equal_ = signed(at_most(kappa2(), g), facts, products=((length,), (sums, low)))
        same = signed(equal(kappa2(), g), (equal_, high), degree=2)
        value = apply(discharge(same.conclusion, equal_if_alike()), same)

        def long(_: Facts) -> Theorem:
            smaller = shorter()
            wrong = (*facts, equal_, sixth, smaller)
            return cases(equal(T, 3), signed(FALSE, wrong, products=((smaller, sixth), (length, high), (sums, equal_))))

        def short(case: Facts) -> Theorem:
            return cases(equal(T, 3), signed(FALSE, (*case, *FACTS)))

        decided = whichever(equal(T, 3), trichotomy(written(3), T), long, lambda case: swapped(case[0]), short)
        return under(conjoin(decided, value), flat)

    def back() -> Theorem:
        three, sizes_ = (part(n, assume(both)) for n in range(2))
        one = apply(under(at_three(), equal(T, 3)), three)
        value = apply(discharge(EQUAL_SIZES, alike_if_equal()), sizes_)
        return under(modulo(flat, (per_pair, value, one, three)), both)

    ways = both_ways(forth(), back())
    above = signed(at_most(0, SPREAD), (up, spread(), more))
    return under(conjoin(above, ways), member(g, REALS), ALIKE, *BOUNDED)
