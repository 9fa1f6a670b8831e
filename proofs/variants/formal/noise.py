"""Noise in the recursion: the loss on the line as a sum over prompts, its best product and what stays, in the limit."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from proofs.zheng2024.formal.scalars.scalar_flow import reduced_flow, reduced_flow_exists
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, bound, opened, written
from symbolic.core.rules.integers import ordered_sums
from symbolic.core.rules.logic import assume, conjoin, part
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    Number,
    at_most,
    conjunction,
    equal,
    implies,
    integers_between,
    integers_from,
    less,
    member,
    real,
    tends,
    total,
)
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.goals.flows_on_family import FlowOnFamily
from symbolic.tactics.dynamics.fading import harmonic_share_fades, long_limit, reciprocal_fades
from symbolic.tactics.finite_sums import constant_sum
from symbolic.tactics.harmonic_numbers import harmonic, none_yet, one_more
from symbolic.tactics.parabolas import Parabola, completed
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, proved, quantified, replaced, rewritten, under
from symbolic.tactics.sums.telescoped_sums import closed_sum

MODEL = ModelOnFamily("variants-noisy", "line")
d, T, σ, a, b, a0, b0, a1, b1, n = map(real, ("d", "T", "sigma", "a", "b", "a0", "b0", "a1", "b1", "i"))
SIZES = member(d, integers_from(1)), member(T, integers_from(3))
SPREAD = member(σ, POSITIVE)
STARTS = member(a0, REALS), member(b0, REALS)
s = σ**2

TARGET = 1 + (n + 1) * s
ALIGNED = 4 + (5 * n - 1) * s + (n - 1) * (5 * n + 2) * s**2 / 3
SQUARE = (
    2 * (3 * n + d - 1) / n
    + s * (56 * n**2 - 33 * n + 7 + d * (21 * n - 3)) / (6 * n)
    + s**2 * (61 * n**3 - 58 * n**2 - n + 10 + d * (28 * n**2 - 6 * n - 10)) / (12 * n)
    + s**3 * (n - 1) * (61 * n**3 - 24 * n**2 - 49 * n + 6 + d * (35 * n**2 + 25 * n - 10)) / (60 * n)
)
"""`E|x|²`, `2 E Re(x̄ŷ)` and `E|ŷ|²` at the product 1, of one coordinate, where the prompt holds n pairs."""

Z, A, S = (total(n, 1, T - 2, each) for each in (TARGET, ALIGNED, SQUARE))
BEST = A / (2 * S)
ERROR = 1 - A**2 / (4 * Z * S)
FLOW = FlowOnFamily(MODEL, reduced_flow(A / 2, S, a0, b0))


def value(product: Expression) -> Expression:
    """The loss as a sum over prompts of each length."""
    return d * (Z - product * A + product**2 * S) / 2


def least(best: Expression = BEST) -> Parabola:
    """The loss on the line, which is least where the product is the best one."""
    return Parabola.in_two(MODEL.loss, (a, b), (a1, b1), best)


def goal(
    best: Expression = BEST,
    rate: Number = Fraction(200, 183),
    floor: Number = Fraction(647, 1647),
    spread: Expression = POSITIVE,
) -> Expression:
    """For all sizes and deviations: the flow from the line, the loss there, its best product and share; limits."""
    stays = quantified(conjunction(FLOW.exists, FLOW.stays), *STARTS)
    loss = quantified(equal(MODEL.loss(a, b), value(a * b)), *MODEL.point)
    share = quantified(implies(equal(a * b, best), equal(MODEL.relative(a, b), ERROR)), *MODEL.point)
    of_size = quantified(conjunction(stays, loss, least(best).formula, share), SIZES[1])
    longer = tends(T, integers_from(3), T * best, written(rate) / s), tends(T, integers_from(3), ERROR, floor)
    return quantified(conjunction(of_size, *longer), SIZES[0], member(σ, spread))


FACTS = assumed(*SIZES, SPREAD)
Coefficients = Mapping[int, Expression | int]
"""What powers of n are multiplied with, by their exponents."""

OF_TARGET: Coefficients = {0: 1 + s, 1: s}
OF_ALIGNED: Coefficients = {0: 4 - s - 2 * s**2 / 3, 1: 5 * s - s**2, 2: 5 * s**2 / 3}
OF_SQUARE: Coefficients = {
    -1: 2 * (d - 1) + s * (7 - 3 * d) / 6 + s**2 * (10 - 10 * d) / 12 + s**3 * (10 * d - 6) / 60,
    0: 6 + s * (21 * d - 33) / 6 - s**2 * (1 + 6 * d) / 12 + s**3 * (55 - 35 * d) / 60,
    1: 56 * s / 6 + s**2 * (28 * d - 58) / 12 - s**3 * (25 + 10 * d) / 60,
    2: 61 * s**2 / 12 + s**3 * (35 * d - 85) / 60,
    3: 61 * s**3 / 60,
}
SUMS = {
    -1: harmonic(n),
    0: n,
    1: n * (n + 1) / 2,
    2: n * (n + 1) * (2 * n + 1) / 6,
    3: n**2 * (n + 1) ** 2 / 4,
}
"""Sums of powers up to n."""


def in_powers(coefficients: Coefficients, count: Expression = n) -> Expression:
    """A sum up to n, by the coefficients of its summand."""
    found: Expression = written(0)
    for k, coefficient in coefficients.items():
        found = found + coefficient * opened(bound(SUMS[k], (n,)), (count,))
    return found


@cache
def sums() -> Facts:
    """The three sums as polynomials, the last one with H."""
    count = belonging(T - 2, integers_from(0), FACTS)
    of_harmonic = (lambda: (none_yet(),)), (lambda known: (one_more(known),))
    summed = (
        closed_sum(n, 1, TARGET, in_powers(OF_TARGET)),
        closed_sum(n, 1, ALIGNED, in_powers(OF_ALIGNED)),
        closed_sum(n, 1, SQUARE, in_powers(OF_SQUARE), beside=of_harmonic),
    )
    return tuple(at(each, count) for each in summed)


@cache
def on_line() -> Theorem:
    """`∀a ∀b`: the loss is that sum."""
    length = signed(less(0, T - 2), FACTS)
    found = modulo(equal(MODEL.loss(a, b), value(a * b)), (MODEL.derived(a, b), *sums()), (length,))
    return under(found, *MODEL.point)


def sum_above(term: Expression, least_term: int, facts: Facts) -> Theorem:
    """`m (T − 2) ≤ Σ f(n)`, from `m ≤ f(n)` under what is known of n."""
    place = member(n, integers_between(1, T - 2))
    known = assumed(place)
    first, more, spread = signed(at_most(0, n - 1), known), signed(at_most(0, d - 1), FACTS), FACTS[-1]
    count = signed(less(0, n), known)
    small = count, *(each for each in (first, more, spread)), *facts
    s2 = signed(less(0, s), (spread,), products=((spread, spread),))
    products = _products(count, first, more, s2)
    below = signed(at_most(least_term, term), (*small, s2), products=products)
    ordered = ordered_sums(under(below, place))
    ones = at(constant_sum(), least_term, belonging(T - 2, integers_from(0), FACTS))
    return signed(at_most(least_term * (T - 2), total(n, 1, T - 2, term)), (ordered, ones))


def _products(count: Theorem, first: Theorem, more: Theorem, s2: Theorem) -> tuple[Facts, ...]:
    """Products of up to three of σ², four of n − 1 and one of d − 1, and one with n."""
    found = [
        (*(s2,) * k, *(first,) * j, *(more,) * i) for k in range(4) for j in range(5) for i in range(2) if k + j + i
    ]
    return (*found, (count,))


@cache
def signs() -> Facts:
    """`0 < T − 2`, `0 < σ`, `0 < d`, and `0 < Z, A, S`."""
    length, spread, wide = signed(less(0, T - 2), FACTS), FACTS[-1], signed(less(0, d), FACTS)
    found = []
    for term, least_term in ((TARGET, 1), (ALIGNED, 4), (SQUARE, 6)):
        above = sum_above(term, least_term, ())
        found.append(signed(less(0, total(n, 1, T - 2, term)), (above, length)))
    return length, spread, wide, *found


@cache
def divisors() -> Facts:
    """What is divided by is positive, with the sums as they are and as polynomials."""
    _, _, wide, zero, _, square = signs()
    nothing = at(on_line(), 0, 0)
    of_zero = signed(less(0, MODEL.loss(0, 0)), (nothing, wide, zero), products=((wide, zero),))
    doubled = signed(less(0, 2 * S), (square,))
    product = signed(less(0, 4 * Z * S), (zero, square), products=((zero, square),))
    bend = signed(less(0, d * S / 2), (wide, square), products=((wide, square),))
    as_polynomials = (as_polynomial(each) for each in (doubled, product, square))
    return *signs(), of_zero, doubled, product, bend, signed(less(0, T), FACTS), *as_polynomials


def as_polynomial(theorem: Theorem) -> Theorem:
    """A theorem with polynomials for the sums."""
    for equation in sums():
        theorem = rewritten(equation, theorem)
    return theorem


@cache
def around() -> Theorem:
    """`∀a ∀b`: the loss around its best product."""
    form = completed(d * (Z - A**2 / (4 * S)) / 2, d * S / 2, a * b - BEST)
    known = (*divisors(), signed(less(0, 4 * S), (signs()[-1],)))
    return under(identity(MODEL.loss(a, b), form, known, ((at(on_line(), a, b), 1),)), *MODEL.point)


def best_product() -> Theorem:
    """The loss is least just where ab is the best product."""
    bend = next(fact for fact in divisors() if fact.conclusion == less(0, d * S / 2))
    known = (*divisors(), signed(less(0, 4 * S), (signs()[-1],)))
    return least().theorem(around(), bend, known)


def share_left() -> Theorem:
    """What of the loss of predicting 0 is left at the best product."""
    best, of_zero = assume(equal(a * b, BEST)), MODEL.loss(0, 0)
    known = (*divisors(), signed(less(0, 4 * S), (signs()[-1],)))
    factors = 1 / of_zero, -ERROR / of_zero, (d * S / 2) * (a * b - BEST) / of_zero
    using = tuple(zip((at(around(), a, b), at(on_line(), 0, 0), best), factors, strict=True))
    return under(identity(MODEL.relative(a, b), ERROR, known, using), *MODEL.point, best.conclusion)


@cache
def existence() -> Theorem:
    """The reduced flow exists."""
    aligned, square = signs()[-2:]
    half = signed(less(0, A / 2), (aligned,))
    belongs = (belonging(c, POSITIVE, (each,)) for c, each in ((A / 2, half), (S, square)))
    return at(reduced_flow_exists(), *belongs, a0, b0)


u, h = 1 / T, harmonic(T - 2) / (T - 2)
SCALED = {
    -1: h * (1 - 2 * u),
    0: 1 - 2 * u,
    1: (1 - 2 * u) * (1 - u) / 2,
    2: (1 - 2 * u) * (1 - u) * (2 - 3 * u) / 6,
    3: (1 - 2 * u) ** 2 * (1 - u) ** 2 / 4,
}
"""Sums of k-th powers up to T − 2 over `T^(k + 1)`, and H over T."""


def scaled(coefficients: Coefficients, order: int) -> Expression:
    """A sum over a power of T, by the coefficients of its summand."""
    found: Expression = written(0)
    for k, coefficient in coefficients.items():
        power = order - (k + 1 if k >= 0 else 1)
        found = found + coefficient * SCALED[k] * (u**power if power else 1)
    return found


def limits() -> Facts:
    """The limits in the length."""
    length, spread, _, zero, _, square = signs()
    of_zero, aligned, curved = scaled(OF_TARGET, 2), scaled(OF_ALIGNED, 3), scaled(OF_SQUARE, 4)
    later = signed(less(0, T), FACTS)
    inverse = signed(less(0, u), (later,), products=((later,),))
    first, second = (
        signed(
            less(0, form),
            (positive, inverse, equation, later, length),
            products=((positive, *(inverse,) * order),),
            scales=(1, u**order),
        )
        for form, positive, equation, order in ((of_zero, zero, sums()[0], 2), (curved, square, sums()[2], 4))
    )
    both = signed(less(0, 4 * of_zero * curved), (first, second, later, length), products=((first, second),))
    doubled = signed(less(0, 2 * curved), (second, later, length), products=((second,),))
    known = (*divisors(), inverse, first, second, both, doubled)
    divided_by = 2 * curved, 4 * of_zero * curved
    reached = (
        *(
            signed(less(0, _at_once(each)), (spread,), products=((spread,) * power,))
            for each, power in zip(divided_by, (6, 8), strict=True)
        ),
        signed(less(0, s), (spread,), products=((spread, spread),)),
    )
    forms = aligned / (2 * curved), 1 - aligned**2 / (4 * of_zero * curved)
    goals = (
        tends(T, integers_from(3), T * BEST, written(Fraction(200, 183)) / s),
        tends(T, integers_from(3), ERROR, Fraction(647, 1647)),
    )
    fades = reciprocal_fades(T, 0, 3), harmonic_share_fades(T)
    return tuple(
        long_limit(each, T, form, fades, reached=reached, known=known, equations=sums())
        for each, form in zip(goals, forms, strict=True)
    )


def _at_once(term: Expression) -> Expression:
    """What a term is where 1/T and H/(T − 2) are 0."""
    return replaced(replaced(term, u, written(0)), h, written(0))


def proof() -> Proof:
    """The goal and its definedness."""
    flow = FLOW.theorem(existence(), divisors(), sums())
    of_size = under(conjoin(under(flow, *STARTS), on_line(), best_product(), share_left()), SIZES[1])
    found = under(conjoin(of_size, *limits()), SIZES[0], SPREAD)
    solve = defined_on(MODEL, theorems=(existence(), part(0, flow)), divisors=lambda facts: divisors())
    return Proof(goal(), found, proved(defined(goal()), solve=solve))
