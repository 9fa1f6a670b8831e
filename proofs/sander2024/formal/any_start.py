"""The best step on the line from starts of any law, its size for long sequences, and the error that stays."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.sander2024.formal.lemmas.starts_of_one_modulus import EQUALITY, ONE_MODULUS, only_there, there
from proofs.sander2024.formal.six_products import LENGTH
from proofs.sander2024.formal.starts_of_ones import SIZE, T, d, power_sum, summed
from proofs.zheng2024.formal.capability.proposition_4_1_refined import signal
from proofs.zheng2024.formal.lemmas.independent_starts import at_start, start, sum_of_coordinates
from proofs.zheng2024.formal.lemmas.line_loss import S2, S4, S6, S42, SIGNAL, pairs_not_negative, schwarz, sums_positive
from proofs.zheng2024.formal.lemmas.normal_starts import POSITIVE_DEVIATION, START, even, of_normal, σ
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    at_most,
    conjunction,
    equal,
    iff,
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
from symbolic.tactics.steps import assumed, at, modulo, proved, quantified, replaced, rewritten, rewritten_limit, under

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
QUARTER = iff(equal(FLOOR, Fraction(1, 4)), ONE_MODULUS)
"""A quarter of the error stays just where all coordinates are 0 or of one modulus, in the mean."""

OF_NORMAL: tuple[Number, Number] = 3 / (10 * σ**2), Fraction(11, 20)
"""The step times T and the share that stays, in the limit, for normal coordinates."""


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
    quarter: Expression = QUARTER,
    normal: tuple[Number, Number] = OF_NORMAL,
) -> Expression:
    """For all sizes and laws other than 0: the loss on the line, its step, what stays; limits; normal coordinates."""
    loss = quantified(equal(LINE.loss(a, b), parabola(a * b)), *LINE.point)
    share = quantified(implies(equal(a * b, step), equal(LINE.relative(a, b), error)), *LINE.point)
    of_size = quantified(conjunction(loss, least(step).formula, share), LENGTH)
    longer = tends(T, LENGTHS, T * step, rate), tends(T, LENGTHS, error, floor), at_most(Fraction(1, 4), floor)
    of_law = quantified(implies(signal, conjunction(of_size, *longer, quarter)), LAW)
    values = zip((T * STEP, LEAST), normal, strict=True)
    ends = (tends(T, LENGTHS, at_start(each, START), end) for each, end in values)
    return quantified(conjunction(of_law, quantified(conjunction(*ends), POSITIVE_DEVIATION)), SIZE)


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


def quarter() -> Theorem:
    """For which starts a quarter of the error stays."""
    two, _, six, *_ = signs()
    known, value = (two, six), Fraction(1, 4)
    stays, equality = assume(equal(FLOOR, value)), assume(EQUALITY)
    one = identity(S4**2, S2 * S6, known, ((stays, -Fraction(4, 3) * S2 * S6),))
    other = identity(FLOOR, value, known, ((equality, -Fraction(3, 4) / (S2 * S6)),))
    only = under(apply(only_there(), one), stays.conclusion)
    back = apply(under(other, EQUALITY), apply(there(), assume(ONE_MODULUS)))
    return both_ways(only, under(back, ONE_MODULUS))


def at_normal(theorem: Theorem) -> Theorem:
    """What holds for every law other than 0, for normal coordinates."""
    return apply(at(under(theorem, LAW, SIGNAL), of_normal(start())), signal())


@cache
def normal_divisors() -> Facts:
    """What is divided by for normal coordinates is positive."""
    (_, positive), curved, below = assumed(POSITIVE_DEVIATION), divisors()[5], divisors()[8]
    inverse = signed(less(0, 10 * σ**2), (positive,), products=((positive, positive),))
    return at_normal(curved), at_normal(below), inverse


def of_normal_starts() -> Theorem:
    """The limits for normal coordinates."""
    found = at_normal(conjoin(*limits()))
    sums = tuple(of_normal(sum_of_coordinates(order)) for order in (2, 4, 6))
    (_, positive), wide = assumed(POSITIVE_DEVIATION), signed(less(0, d), FACTS)
    ends = []
    for number, value in enumerate(OF_NORMAL):
        limit = part(number, found)
        end = parts(limit.conclusion, "tends")[2]
        ends.append(rewritten_limit(modulo(equal(end, value), (*sums, *even()), (positive, wide)), limit))
    return under(conjoin(*ends), POSITIVE_DEVIATION)


def proof() -> Proof:
    """The goal and its definedness."""
    parabola_ = least().theorem(form(), divisors()[5], divisors())
    of_size = under(conjoin(on_line(), parabola_, share_left()), LENGTH)
    of_law = under(conjoin(of_size, *limits(), at_least_a_quarter(), quarter()), LAW, SIGNAL)
    found = under(conjoin(of_law, of_normal_starts()), SIZE)
    solve = defined_on(LINE, divisors=lambda facts: (*divisors(), floor_divisor(), *normal_divisors()))
    return Proof(goal(), found, proved(defined(goal()), solve=solve))
