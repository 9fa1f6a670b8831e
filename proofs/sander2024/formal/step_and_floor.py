"""The best step over the six scalars at finite lengths, its size for long sequences, and the error that stays."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.sander2024.formal.first_token_repaired import MINIMAL as FIRST_MINIMAL
from proofs.sander2024.formal.first_token_repaired import from_minimal, least_loss
from proofs.sander2024.formal.lemmas.first_token_excess import CURVED as FIRST_CURVED
from proofs.sander2024.formal.lemmas.first_token_excess import FIRST
from proofs.sander2024.formal.lemmas.first_token_excess import S1 as FIRST_S1
from proofs.sander2024.formal.lemmas.first_token_excess import same_least as same_first_least
from proofs.sander2024.formal.lemmas.first_token_excess import signs as first_signs
from proofs.sander2024.formal.lemmas.six_scalars_bound import (
    CURVED,
    FACTS,
    S1,
    divisor,
    same_least,
    same_step,
    signs,
)
from proofs.sander2024.formal.proposition_2_repaired import MINIMAL, POINT, a3, b1, least_only_there, value_there
from proofs.sander2024.formal.six_products import LENGTH, LETTERS, PAIRED
from proofs.sander2024.formal.starts_of_ones import SIZE, T, at_ones, d, loss, t
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, conjoin, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    at_most,
    conjunction,
    equal,
    implies,
    integers_from,
    less,
    tends,
    total,
)
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.tactics.dynamics.fading import long_limit, reciprocal_fades
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    at,
    belonging,
    modulo,
    proved,
    quantified,
    replaced,
    rewritten,
    swapped,
    under,
)
from symbolic.tactics.sums.telescoped_sums import closed_sum

LENGTHS = integers_from(2)
STEP = 3 * (T + 2) / (2 * T**2 + (3 * d + 2) * T + 6 * d)
"""The best step, in closed form."""

FLOOR = 1 - 3 * (T + 2) ** 2 / (2 * (2 * T**2 + (3 * d + 2) * T + 6 * d))
"""The least loss over that of predicting 0."""

ASYMPTOTIC = written(3) / (2 * T)
PAIRS = total(t, 2, T, t - 1), total(t, 2, T, (t - 1) ** 2 + (d - 1) * (t - 1))
FIRST_STEP = PAIRS[0] / PAIRS[1]
FIRST_FLOOR = 1 - PAIRS[0] * FIRST_STEP / (T - 1)
"""The same where the first token has no predecessor."""

FIRST_POLYNOMIAL = 1 - FIRST_S1**2 / (FIRST_CURVED * (T - 1))
"""That share without sums."""

LIMITS = (
    *(tends(T, LENGTHS, each / ASYMPTOTIC, 1) for each in (STEP, FIRST_STEP)),
    *(tends(T, LENGTHS, each, Fraction(1, 4)) for each in (FLOOR, FIRST_FLOOR)),
)
"""What the steps and shares are for long sequences."""


def relative(model: ModelOnFamily) -> Expression:
    """The loss over that of predicting 0."""
    return loss(model, *LETTERS) / loss(model, *(0,) * 6)


def goal(
    step: Expression = STEP,
    rate: Expression = ASYMPTOTIC,
    floor: Number = Fraction(1, 4),
    least_wide: int = 2,
    first: Expression = FIRST_STEP,
) -> Expression:
    """For all sizes: the step and the share at all minimisers of both models, the rate of the step, limits in T."""
    at_least = quantified(implies(MINIMAL, conjunction(equal(a3 * b1, step), equal(relative(PAIRED), FLOOR))), *POINT)
    at_first = conjunction(equal(a3 * b1, first), equal(relative(FIRST), FIRST_FLOOR))
    of_first = quantified(implies(FIRST_MINIMAL, at_first), *FIRST.point)
    of_size = quantified(conjunction(at_least, of_first, implies(at_most(least_wide, d), less(step, rate))), LENGTH)
    steps = (tends(T, LENGTHS, each / rate, 1) for each in (step, FIRST_STEP))
    floors = (tends(T, LENGTHS, each, floor) for each in (FLOOR, FIRST_FLOOR))
    return quantified(conjunction(of_size, *steps, *floors), SIZE)


BOTTOM = 2 * T**2 + (3 * d + 2) * T + 6 * d


@cache
def divisors() -> Facts:
    """What is divided by is positive."""
    curved = signs()[-1]
    later, wide = signed(less(0, T), FACTS), signed(less(0, d), FACTS)
    bottom = signed(less(0, BOTTOM), (later, wide), products=((later, later), (later, wide), (later,), (wide,)))
    rest = signed(less(0, T - 1), FACTS)
    of_zero = (
        signed(less(0, loss(model, *(0,) * 6)), (of_nothing(model), wide, rest), products=((wide, rest),))
        for model in (PAIRED, FIRST)
    )
    rate = signed(less(0, ASYMPTOTIC), (later,), products=((later,),))
    double = signed(less(0, 2 * T), (later,))
    return curved, later, wide, bottom, rest, double, rate, *of_zero, *first_divisors()


def of_nothing(model: ModelOnFamily) -> Theorem:
    """The loss of predicting 0 is `d (T − 1)`."""
    return at_ones(model, d * (T - 1), *(0,) * 6)


@cache
def first_sums() -> Facts:
    """What the sums over pairs are."""
    first, square = t * (t - 1) / 2, (t - 1) * t * (2 * t - 1) / 6
    count = belonging(T, integers_from(1), FACTS)
    one = at(closed_sum(t, 2, t - 1, first), count)
    two = at(closed_sum(t, 2, (t - 1) ** 2 + (d - 1) * (t - 1), square + (d - 1) * first), count)
    return one, two


@cache
def first_curved() -> Theorem:
    """`0 < Σ (n² + (d − 1) n)`, n from 1 to T − 1, as a polynomial."""
    return first_signs()[1]


@cache
def first_divisors() -> Facts:
    """`0 < Σ ((t − 1)² + (d − 1)(t − 1))`, as a sum and as a polynomial."""
    later, more = signed(at_most(2, T), FACTS), signed(at_most(0, d - 1), FACTS)
    products = ((later,), (later, later), (later,) * 3, (more, later), (more, later, later), (more,))
    found = signed(less(0, PAIRS[1]), (first_sums()[1], later, more), products=products)
    return found, rewritten(first_sums()[1], found)


def of_minimisers() -> Theorem:
    """What the step and the share are, where no six scalars have a smaller loss."""
    there = apply(least_only_there(), assume(MINIMAL))
    product = part(3, there)
    known = divisors()
    step = identity(S1 / CURVED, STEP, known)
    is_step = rewritten(step, rewritten(same_step(), product))
    least = rewritten(same_least(), apply(at(value_there(), *LETTERS), there))
    share = share_left(PAIRED, least, FLOOR, known)
    return under(under(conjoin(is_step, share), MINIMAL), *POINT)


def share_left(model: ModelOnFamily, least: Theorem, share: Expression, known: Facts) -> Theorem:
    """What of the loss of predicting 0 is left, where the loss is the least one."""
    _, of_zero = parts(relative(model), "divide")
    using = (least, 1 / of_zero), (of_nothing(model), -share / of_zero)
    return identity(relative(model), share, known, using)


def of_first_minimisers() -> Theorem:
    """What they are where the first token has no predecessor."""
    minimal = assume(FIRST_MINIMAL)
    least = apply(at(least_loss(), *map(assume, (SIZE, LENGTH, *FIRST.point))), minimal)
    polynomial = modulo(equal(FIRST_FLOOR, FIRST_POLYNOMIAL), first_sums(), divisors())
    share = share_left(FIRST, rewritten(same_first_least(), least), FIRST_POLYNOMIAL, (*divisors(), first_curved()))
    step = modulo(equal(FIRST_STEP, FIRST_S1 / FIRST_CURVED), first_sums(), (*divisors(), first_curved()))
    product = identity(a3 * b1, FIRST_S1 / FIRST_CURVED, (first_curved(),), ((from_minimal()[0], 1),))
    both = conjoin(rewritten(swapped(step), product), rewritten(swapped(polynomial), share))
    return under(under(both, FIRST_MINIMAL), *FIRST.point)


def below_rate() -> Theorem:
    """For `d ≥ 2` the step is below `3/(2T)`."""
    wide = assume(at_most(2, d))
    known = *divisors()[1:4], wide, divisors()[5]
    later, _, bottom = known[:3]
    products = ((later, bottom), (later, wide), (later,), (wide,), (bottom,))
    return under(signed(less(STEP, ASYMPTOTIC), known, products=products), wide.conclusion)


def limits() -> Facts:
    """The limits in the length."""
    u, e = 1 / T, d - 1
    bottom, pairs = 2 + (3 * d + 2) * u + 6 * d * u**2, (1 - u) * (2 - u) / 6 + e * u * (1 - u) / 2
    steps = 2 * (1 + 2 * u) / bottom, Fraction(2, 3) * ((1 - u) / 2) / pairs
    floors = 1 - 3 * (1 + 2 * u) ** 2 / (2 * bottom), 1 - ((1 - u) / 2) ** 2 / (pairs * (1 - u))
    positive = positive_in_inverse(bottom, pairs)
    reached = tuple(
        signed(less(0, replaced(each, u, written(0)))) for each in (bottom, 2 * bottom, pairs, pairs * (1 - u))
    )
    found = (
        long_limit(
            goal_, T, form, (reciprocal_fades(T, 0, 2),), reached=reached, known=positive, equations=first_sums()
        )
        for goal_, form in zip(LIMITS, (*steps, *floors), strict=True)
    )
    return tuple(found)


def positive_in_inverse(bottom: Expression, pairs: Expression) -> Facts:
    """What is divided by before the limit, in 1/T, is positive."""
    known = divisors()
    later, wide = known[1], known[2]
    inverse = signed(less(0, 1 / T), (later,), products=((later,),))
    short = signed(less(0, 1 - 1 / T), (later, known[4]), products=((later,),))
    more = signed(at_most(0, d - 1), FACTS)
    first = signed(
        less(0, bottom), (inverse, wide, later), products=((inverse,), (inverse, wide), (inverse, inverse, wide))
    )
    second = signed(
        less(0, pairs), (inverse, short, more, later), products=((short,), (short, short), (more, inverse, short))
    )
    last = signed(less(0, pairs * (1 - 1 / T)), (second, short, later), products=((second, short),))
    return *known, inverse, short, first, second, last


def proof() -> Proof:
    """The goal and its definedness."""
    of_size = under(conjoin(of_minimisers(), of_first_minimisers(), below_rate()), LENGTH)
    found = under(conjoin(of_size, *limits()), SIZE)
    solve = defined_on(PAIRED, FIRST, divisors=lambda facts: (divisor(), *divisors()))
    return Proof(goal(), found, proved(defined(goal()), solve=solve))
