"""The best step on the line from starts of any law, its size for long sequences, and the error that stays."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.sander2024.formal.six_products import LENGTH
from proofs.sander2024.formal.starts_of_ones import SIZE, T, power_sum, summed
from proofs.zheng2024.formal.lemmas.line_loss import S2, S4, S6, S42, SIGNAL, pairs_not_negative, schwarz, sums_positive
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    conjunction,
    equal,
    implies,
    integers_from,
    less,
    real,
    tends,
)
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.tactics.dynamics.fading import long_limit, reciprocal_fades
from symbolic.tactics.parabolas import Parabola, completed
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, modulo, proved, quantified, replaced, rewritten, under

LINE = ModelOnFamily("sander2024-paired", "line")
a, b, a1, b1 = map(real, ("a", "b", "a1", "b1"))
LAW = LINE.data[-1]
LENGTHS = integers_from(2)

CURVED = power_sum(2) * S6 + power_sum(1) * S42
STEP = power_sum(1) * S4 / CURVED
LEAST = 1 - (power_sum(1) * S4) ** 2 / ((T - 1) * S2 * CURVED)
"""The least loss over that of predicting 0."""

RATE = Fraction(3, 2) * S4 / S6
FLOOR = 1 - 3 * S4**2 / (4 * S2 * S6)
LEFT_OUT = "for which starts a quarter of the error stays, and the numbers for standard normal coordinates"


def least(step: Expression = STEP) -> Parabola:
    """The loss on the line, which is least where the product is the step."""
    return Parabola.in_two(LINE.loss, (a, b), (a1, b1), step)


def parabola(product: Expression) -> Expression:
    """What the loss is, in the product ab."""
    return (T - 1) * S2 - 2 * product * power_sum(1) * S4 + product**2 * CURVED


def goal(
    step: Expression = STEP,
    error: Expression = LEAST,
    rate: Expression = RATE,
    floor: Expression = FLOOR,
    signal: Expression = SIGNAL,
) -> Expression:
    """For all sizes and laws other than 0: the loss on the line, its step, what stays; limits in the length."""
    loss = quantified(equal(LINE.loss(a, b), parabola(a * b)), *LINE.point)
    share = quantified(implies(equal(a * b, step), equal(LINE.relative(a, b), error)), *LINE.point)
    of_size = quantified(conjunction(loss, least(step).formula, share), LENGTH)
    longer = tends(T, LENGTHS, T * step, rate), tends(T, LENGTHS, error, floor), at_most(Fraction(1, 4), floor)
    return quantified(implies(signal, conjunction(of_size, *longer)), SIZE, LAW)


FACTS = assumed(SIZE, LENGTH)


@cache
def signs() -> Facts:
    """`0 < S2, S4, S6`, `0 ≤ S42`, `1 ≤ T − 1`."""
    four, six = sums_positive()
    return assume(SIGNAL), four, six, pairs_not_negative(), signed(at_most(1, T - 1), FACTS)


@cache
def sums() -> Facts:
    """What `Σ t` and `Σ t²` are as polynomials in T."""
    return summed(1, LENGTH), summed(2, LENGTH)


@cache
def divisors() -> Facts:
    """What is divided by is positive: the curvature, the length, and the loss of predicting 0."""
    two, _, six, mixed, length = signs()
    powers = (length,), (length,) * 2, (length,) * 3
    first, second = (
        signed(less(0, power_sum(k)), (fact, length), products=powers) for k, fact in zip((1, 2), sums(), strict=True)
    )
    curved = signed(less(0, CURVED), (first, second, six, mixed), products=((second, six), (first, mixed)))
    rest, later = signed(less(0, T - 1), FACTS), signed(less(0, T), FACTS)
    below = signed(less(0, (T - 1) * S2 * CURVED), (rest, two, curved), products=((rest, two, curved),))
    of_zero = signed(less(0, LINE.loss(0, 0)), (LINE.derived(0, 0), two, rest), products=((rest, two),))
    return *signs(), curved, rest, later, below, of_zero


@cache
def on_line() -> Theorem:
    """`∀a ∀b`: the loss is the parabola in ab."""
    value = parabola(a * b)
    return under(modulo(equal(LINE.loss(a, b), value), (LINE.derived(a, b), *sums())), *LINE.point)


@cache
def form() -> Theorem:
    """It around its best product."""
    least_loss = (T - 1) * S2 - (power_sum(1) * S4) ** 2 / CURVED
    value = completed(least_loss, CURVED, a * b - STEP)
    return under(identity(LINE.loss(a, b), value, divisors(), ((at(on_line(), a, b), 1),)), *LINE.point)


def share_left() -> Theorem:
    """What of the loss of predicting 0 is left at the step."""
    best, of_zero = assume(equal(a * b, STEP)), LINE.loss(0, 0)
    factors = 1 / of_zero, -LEAST / of_zero, CURVED * (a * b - STEP) / of_zero
    using = zip((at(form(), a, b), at(on_line(), 0, 0), best), factors, strict=True)
    return under(identity(LINE.relative(a, b), LEAST, divisors(), tuple(using)), *LINE.point, best.conclusion)


def floor_divisor() -> Theorem:
    """`0 < 4 S2 S6`."""
    two, _, six, *_ = signs()
    return signed(less(0, 4 * S2 * S6), (two, six), products=((two, six),))


def limits() -> Facts:
    """The limits in the length."""
    u, (two, _, six, *_) = 1 / T, signs()
    first, second = (1 - u) * (1 + 2 * u) / 2, (1 - u) * (2 + 5 * u + 6 * u**2) / 6
    curved = second * S6 + u * first * S42
    forms = first * S4 / curved, 1 - (first * S4) ** 2 / ((1 - u) * S2 * curved)
    known = (*divisors(), *_positive(curved))
    at_once = replaced(curved, u, written(0))
    last = signed(less(0, at_once), (six,))
    product = replaced((1 - u) * S2 * curved, u, written(0))
    scaled = signed(less(0, product), (two, last), products=((two, last),))
    reached = last, scaled, two, six, floor_divisor()
    goals = tends(T, LENGTHS, T * STEP, RATE), tends(T, LENGTHS, LEAST, FLOOR)
    return tuple(
        long_limit(each, T, form, (reciprocal_fades(T, 0, 2),), reached=reached, known=known, equations=sums())
        for each, form in zip(goals, forms, strict=True)
    )


def _positive(curved: Expression) -> Facts:
    """What is divided by before the limit, in 1/T, is positive."""
    two, _, six, mixed, _, _, rest, later, *_ = divisors()
    inverse = signed(less(0, 1 / T), (later,), products=((later,),))
    short = signed(less(0, 1 - 1 / T), (later, rest), products=((later,),))
    known = inverse, short, six, mixed, later
    products = (short, six), (short, inverse, six), (short, inverse, inverse, six)
    mixed_products = (inverse, short, mixed), (inverse, inverse, short, mixed)
    found = signed(less(0, curved), known, products=(*products, *mixed_products))
    whole = signed(less(0, (1 - 1 / T) * S2 * curved), (*known, two, found), products=((short, two, found),))
    as_polynomials = (as_polynomial(divisors()[n]) for n in (5, 8))
    return inverse, short, found, whole, *as_polynomials


def as_polynomial(theorem: Theorem) -> Theorem:
    """A theorem with the sums as polynomials."""
    for equation in sums():
        theorem = rewritten(equation, theorem)
    return theorem


def at_least_a_quarter() -> Theorem:
    """`1/4 ≤ 1 − 3 S4²/(4 S2 S6)`, by Cauchy and Schwarz."""
    two, _, six, *_ = signs()
    known = schwarz()[1], floor_divisor(), two, six
    return signed(at_most(Fraction(1, 4), FLOOR), known, products=((floor_divisor(),), (two, six)))


def proof() -> Proof:
    """The goal and its definedness."""
    parabola_ = least().theorem(form(), divisors()[5], divisors())
    of_size = under(conjoin(on_line(), parabola_, share_left()), LENGTH)
    found = under(conjoin(of_size, *limits(), at_least_a_quarter()), SIZE, LAW, SIGNAL)
    solve = defined_on(LINE, divisors=lambda facts: (*divisors(), floor_divisor()))
    return Proof(goal(), found, proved(defined(goal()), solve=solve))
