"""What dividing attention by the number of pairs changes, on the line at the start of ones."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.sander2024.formal.line_at_ones import LineAtOnes, a, b
from proofs.sander2024.formal.starts_of_ones import SIZE, T, d
from proofs.sander2024.formal.step_and_floor import (
    FIRST_FLOOR,
    FIRST_STEP,
    PAIRS,
    first_divisors,
    first_sums,
    positive_in_inverse,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    at_most,
    conjunction,
    equal,
    integers_from,
    less,
    tends,
)
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.goals.usual_terms import power_sum
from symbolic.tactics.dynamics.fading import harmonic_share_fades, long_limit, reciprocal_fades
from symbolic.tactics.harmonic_numbers import not_negative, overlap, same_overlap
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, belonging, modulo, proved, quantified, replaced, rewritten, swapped, under

ZHENG = ModelOnFamily("zheng2024", "line")
H = power_sum(T - 2)

NORMALISED = LineAtOnes("sander2024-normalised", 3, d * (T - 2) / 2, d * (T - 2) / 2, d * (T - 2 + (d - 1) * H) / 2)
PLAIN = LineAtOnes("sander2024", 2, d * (T - 1), d * PAIRS[0], d * PAIRS[1], first_sums)
ONE_TIME = LineAtOnes("sander2024-one-time", 2, d, d * (T - 1), d * ((T - 1) ** 2 + (d - 1) * (T - 1)))

PRODUCT = 1 / (1 + (d - 1) / (T - 2) * overlap(T))
"""The limit in Theorem 4.3 of Zheng et al. 2024, as it is printed."""

SHARE = 1 - PRODUCT
AT_ONCE, LEAST_AT_ONCE = 1 / (T + d - 2), (d - 1) / (T + d - 2)
"""The best step at one time with T − 1 pairs, and what it leaves."""


def same_model() -> Expression:
    """For every law of the start the loss on the line is that of the model of Zheng et al. 2024."""
    model = NORMALISED.model
    same = equal(model.loss(a, b), ZHENG.loss(a, b))
    return quantified(same, *model.data[1:], *model.point)


def goal(
    product: Expression = PRODUCT,
    at_once: Expression = AT_ONCE,
    floor: Number = Fraction(1, 4),
    normalised_floor: Number = 0,
    rate: Number = Fraction(3, 2),
) -> Expression:
    """For all d: with the divisor t − 1 the model and its best product; without it; and at one time alone."""
    normalised = conjunction(NORMALISED.least(product).formula, NORMALISED.share(product, SHARE))
    plain = conjunction(PLAIN.least(FIRST_STEP).formula, PLAIN.share(FIRST_STEP, FIRST_FLOOR))
    of_nothing = equal(ONE_TIME.loss(0, 0), ONE_TIME.zero)
    one_time = conjunction(ONE_TIME.least(at_once).formula, ONE_TIME.share(at_once, LEAST_AT_ONCE), of_nothing)
    limits = (
        tends(T, integers_from(3), SHARE, normalised_floor),
        tends(T, integers_from(2), FIRST_FLOOR, floor),
        tends(T, integers_from(2), T * FIRST_STEP, rate),
    )
    of_size = quantified(normalised, NORMALISED.length), quantified(conjunction(plain, one_time), PLAIN.length)
    return quantified(conjunction(same_model(), *of_size, *limits), SIZE)


def is_same_model() -> Theorem:
    """Both losses on the line are derived alike."""
    model = NORMALISED.model
    theirs = ZHENG.derived(a, b, given=model.given)
    goal_ = equal(model.loss(a, b), ZHENG.loss(a, b))
    return under(modulo(goal_, (model.derived(a, b), theirs), model.facts), *model.data[1:], *model.point)


@cache
def normalised_divisors() -> Facts:
    """What is divided by with normalisation is positive."""
    facts = NORMALISED.facts
    length, wide, more = signed(less(0, T - 2), facts), signed(less(0, d), facts), signed(at_most(0, d - 1), facts)
    harmonic = at(not_negative(), belonging(T - 2, integers_from(0), facts))
    known = length, wide, more, harmonic
    shared = less(0, 1 + (d - 1) / (T - 2) * H)
    products = ((length,), (more, harmonic))
    curved = signed(less(0, NORMALISED.curved), known, products=((wide, length), (wide, more, harmonic)))
    zero = signed(less(0, NORMALISED.zero), known, products=((wide, length),))
    return *known, curved, zero, signed(shared, known, products=products)


@cache
def same_sum() -> Theorem:
    """`H(T − 2) = Σ_{s=2}^{T−1} 1/(s − 1)`."""
    count = belonging(T - 2, integers_from(0), NORMALISED.facts)
    return swapped(rewritten(identity(T - 2 + 1, T - 1), at(same_overlap(), count)))


def with_normalisation() -> Theorem:
    """The best product with the divisor, and what stays."""
    known = normalised_divisors()
    best = 1 / (1 + (d - 1) / (T - 2) * H)
    both = conjoin(NORMALISED.least_just_there(best, known), NORMALISED.share_left(best, 1 - best, known))
    return under(rewritten(same_sum(), both), NORMALISED.length)


@cache
def plain_divisors() -> Facts:
    """What is divided by without it is positive."""
    facts = PLAIN.facts
    wide, rest, more = signed(less(0, d), facts), signed(less(0, T - 1), facts), signed(at_most(0, d - 1), facts)
    pairs = first_divisors()
    curved = signed(less(0, PLAIN.curved), (wide, pairs[0]), products=((wide, pairs[0]),))
    zero = signed(less(0, PLAIN.zero), (wide, rest), products=((wide, rest),))
    both = signed(less(0, T + d - 2), (rest, more, wide))
    products = (wide, rest, rest), (wide, more, rest)
    once = signed(less(0, ONE_TIME.curved), (wide, rest, more), products=products)
    return wide, rest, *pairs, curved, zero, both, once


def without_normalisation() -> Theorem:
    """The best product without it, and what stays; and at one time."""
    known = plain_divisors()
    plain = conjoin(PLAIN.least_just_there(FIRST_STEP, known), PLAIN.share_left(FIRST_STEP, FIRST_FLOOR, known))
    nothing = identity(ONE_TIME.loss(0, 0), ONE_TIME.zero, known, ((at(ONE_TIME.on_line(known), 0, 0), 1),))
    once = conjoin(
        ONE_TIME.least_just_there(AT_ONCE, known), ONE_TIME.share_left(AT_ONCE, LEAST_AT_ONCE, known), nothing
    )
    return under(conjoin(plain, once), PLAIN.length)


def limits() -> Facts:
    """The limits in the length."""
    share = H / (T - 2)
    bottom = 1 + (d - 1) * share
    above = signed(less(0, bottom), normalised_divisors())
    one = signed(less(0, replaced(bottom, share, written(0))))
    first = long_limit(
        tends(T, integers_from(3), SHARE, 0),
        T,
        1 - 1 / bottom,
        (harmonic_share_fades(T),),
        reached=(one,),
        known=(*normalised_divisors(), above),
        equations=(swapped(same_sum()),),
    )
    return first, *plain_limits()


def plain_limits() -> Facts:
    """Those without normalisation."""
    u, e = 1 / T, d - 1
    pairs = (1 - u) * (2 - u) / 6 + e * u * (1 - u) / 2
    forms = 1 - ((1 - u) / 2) ** 2 / (pairs * (1 - u)), ((1 - u) / 2) / pairs
    goals = (
        tends(T, integers_from(2), FIRST_FLOOR, Fraction(1, 4)),
        tends(T, integers_from(2), T * FIRST_STEP, Fraction(3, 2)),
    )
    positive = positive_in_inverse(2 + (3 * d + 2) * u + 6 * d * u**2, pairs)
    reached = tuple(signed(less(0, replaced(each, u, written(0)))) for each in (pairs, pairs * (1 - u)))
    known = (*plain_divisors(), *positive)
    return tuple(
        long_limit(each, T, form, (reciprocal_fades(T, 0, 2),), reached=reached, known=known, equations=first_sums())
        for each, form in zip(goals, forms, strict=True)
    )


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(is_same_model(), with_normalisation(), without_normalisation(), *limits())
    models = NORMALISED.model, PLAIN.model, ONE_TIME.model, ZHENG
    zeros = (
        line.loss_of_zero(known)
        for line, known in (
            (NORMALISED, normalised_divisors()),
            (PLAIN, plain_divisors()),
            (ONE_TIME, plain_divisors()),
        )
    )
    shared = rewritten(same_sum(), normalised_divisors()[-1])
    known = (*normalised_divisors(), shared, *plain_divisors(), *zeros)
    solve = defined_on(*models, divisors=lambda facts: known)
    return Proof(goal(), under(found, SIZE), proved(defined(goal()), solve=solve))
