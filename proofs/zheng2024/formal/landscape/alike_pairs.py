"""Where `E x_j⁴ x_k²` is the same for all pairs, the loss of a trained point is not above that of diagonals."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.landscape.diagonal_sums import (
    LENGTH,
    LOSS,
    MIXED,
    QUERIES,
    S1,
    SQUARED,
    VALUES,
    deviations,
    in_sums,
    loss_of_diagonals,
    loss_of_trained,
    p,
    paired,
    q,
    r,
    s,
    schwarz,
    summed,
)
from proofs.zheng2024.formal.lemmas.all_blocks import AT_REST, TRAINED
from proofs.zheng2024.formal.lemmas.line_loss import count
from proofs.zheng2024.formal.on_line.line_flow import FACTS, SIZES
from proofs.zheng2024.formal.on_line.line_formulas import OVERLAP, a, b, d, kappa2, kappa3, moment, of_each, μ
from proofs.zheng2024.formal.on_line.line_signs import IN_SEQUENCES, constants
from proofs.zheng2024.formal.on_line.trained_line import C2
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.logic import apply, assume, excluded_middle, parts, reflexive, rewrite
from symbolic.core.rules.means import equal_means
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    entry,
    equal,
    function,
    implies,
    indicator,
    integers_between,
    integers_from,
    less,
    member,
    real,
    total,
)
from symbolic.goals.usual_terms import SEQUENCE, apart
from symbolic.tactics.finite_sums import constant_sum
from symbolic.tactics.harmonic_numbers import at_most_count, not_negative
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.single_terms import one_term
from symbolic.tactics.steps import at, belonging, indicated, modulo, swapped, turned_round, under, whichever

g = real("g")


def pair(row: Number, other: Number) -> Expression:
    """`E x_j⁴ x_k²`."""
    return moment((row, 4), (other, 2))


ALIKE = of_each(implies(apart(s, r), equal(pair(r, s), g)), r, s)
"""`E x_j⁴ x_k² = g` for all pairs."""
BOUNDED = at_most(0, g), at_most(g, kappa2())
IN_PLACE = member(r, integers_between(1, d)), member(s, integers_between(1, d))


def single(place: Expression) -> Expression:
    """`Σ_k 1[j = k]`, which is 1."""
    return total(s, 1, d, indicator(equal(place, s)) * written(1))


def once(place: Theorem) -> Theorem:
    """`Σ_k 1[j = k] = 1`."""
    return at(one_term(), 1, assume(SIZES[0]), place)


@cache
def _in_row() -> Theorem:
    """`1[k ≠ j] a_j² b_k² E x_j⁴ x_k² = a_j² g b_k² − a_j² g b_j² 1[j = k]`."""
    value = q(r) ** 2 * g * p(s) ** 2 + -(q(r) ** 2 * g * p(r) ** 2) * (indicator(equal(r, s)) * 1)
    goal, hole = equal(paired(r, s), value), real("hole")

    def same(facts: Facts) -> Theorem:
        turned = swapped(facts[0])
        entry_ = rewrite(function(hole, body=equal(p(hole), p(r))), turned, reflexive(p(r)))
        return modulo(goal, (*indicated(facts[0]), *indicated(turned), entry_))

    def different(facts: Facts) -> Theorem:
        known = apply(at(assume(ALIKE), *map(assume, IN_PLACE)), facts[0])
        return modulo(goal, (*indicated(facts[0]), *indicated(turned_round(facts[0])), known))

    return whichever(goal, excluded_middle(equal(s, r)), same, different)


@cache
def mixed() -> Theorem:
    """`Σ_{k≠j} E x_j⁴ x_k² a_j² b_k² = g (Σ a_j² Σ b_j² − Σ u_j²)`."""
    numbers = q(r) ** 2 * g, -(q(r) ** 2 * g * p(r) ** 2)
    row = in_sums(total(s, 1, d, paired(r, s)), numbers, (VALUES, single(r)), _in_row(), place=s)
    inner = parts(row.conclusion, "equal")[0]
    goal = equal(inner, g * VALUES * q(r) ** 2 + -g * (p(r) * q(r)) ** 2)
    each = modulo(goal, (row, once(assume(IN_PLACE[0]))))
    return in_sums(MIXED, (g * VALUES, -g), (QUERIES, SQUARED), each)


@cache
def overlap_constant() -> Theorem:
    """`κ3 = (d − 1) g`."""
    summand = opened(parts(kappa3(), "total")[2], (s,))
    value = g * written(1) + -g * (indicator(equal(written(1), s)) * 1)
    goal, first = equal(summand, value), belonging(1, integers_between(1, d), FACTS)
    powers = entry(SEQUENCE, 1) ** 2, entry(SEQUENCE, s) ** 4
    turned = equal_means(μ, under(identity(Node("multiply", powers), Node("multiply", powers[::-1])), IN_SEQUENCES))

    def same(facts: Facts) -> Theorem:
        return modulo(goal, (*indicated(facts[0]), *indicated(swapped(facts[0]))))

    def different(facts: Facts) -> Theorem:
        other = turned_round(facts[0])
        known = apply(at(assume(ALIKE), assume(IN_PLACE[1]), first), other)
        return modulo(goal, (*indicated(facts[0]), *indicated(other), turned, known))

    each = whichever(goal, excluded_middle(equal(s, 1)), same, different)
    sums = in_sums(kappa3(), (g, -g), (summed(written(1)), single(written(1))), each, place=s)
    return modulo(equal(kappa3(), (d - 1) * g), (sums, at(constant_sum(), 1, count()), once(first)))


@cache
def spread() -> Theorem:
    """`0 ≤ (T − 2) κ2 − H g`, as `H ≤ T − 2` and `g ≤ κ2`."""
    size = belonging(LENGTH, integers_from(0), FACTS)
    sums, most = at(not_negative(), size), at(at_most_count(), size)
    low, high = map(assume, BOUNDED)
    length = signed(less(0, LENGTH), FACTS)
    facts = sums, most, low, high, length
    return signed(at_most(0, LENGTH * kappa2() - OVERLAP * g), facts, products=((most, low), (length, high)))


SPREAD = LENGTH * kappa2() - OVERLAP * g
TERMS = (
    OVERLAP * g * (QUERIES * VALUES - S1**2) / 2,
    SPREAD * (SQUARED - S1**2 / d) / 2,
    C2 * (S1 - d * (a * b)) ** 2 / (2 * d),
)
"""By what the loss of diagonals is larger than that of a trained point."""


@cache
def above_trained() -> Theorem:
    """`L(diagonals) − L(trained) = H g (Σ a_j² Σ b_j² − S1²)/2 + …`, three terms none of which is negative."""
    divisors = constants()[1], signed(less(0, d), FACTS)
    rest = assume(AT_REST)
    using = (
        (loss_of_diagonals(), 1),
        (mixed(), OVERLAP / 2),
        (loss_of_trained(), -1),
        (overlap_constant(), -(S1**2) * OVERLAP / (2 * d)),
        (rest, C2 * S1 - d * C2 * (a * b)),
    )
    return identity(LOSS - TRAINED, Node("add", TERMS), divisors, using)


@cache
def trained_below_diagonals() -> Theorem:
    """`∀g: E x_j⁴ x_k² = g for all pairs ⇒ 0 ≤ g ⇒ g ≤ κ2 ⇒ L(trained) ≤ L(diagonals)`."""
    overlap = at(not_negative(), belonging(LENGTH, integers_from(0), FACTS))
    low, length, curvature = assume(BOUNDED[0]), signed(less(0, d), FACTS), constants()[1]
    difference = S1 - d * (a * b)
    signs = (
        signed(at_most(0, TERMS[0]), (overlap, low, schwarz()), products=((overlap, low, schwarz()),)),
        signed(
            at_most(0, TERMS[1]),
            (spread(), deviations(), length),
            products=((spread(), deviations()), (length,)),
        ),
        signed(at_most(0, TERMS[2]), (curvature, length), products=((curvature,), (length,)), squares=(difference,)),
    )
    found = signed(at_most(TRAINED, LOSS), (above_trained(), *signs, length))
    return under(found, member(g, REALS), ALIKE, *BOUNDED)
