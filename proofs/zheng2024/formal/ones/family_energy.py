"""The part of the loss of degree four in the values a, α, b, β: from T = 4 on it is at least `(a² + α²)(b² + β²)/8`."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.on_line.line_formulas import d
from proofs.zheng2024.formal.ones.exchangeable_gradient import CUBE, H2, LETTERS, H, N
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    integers_from,
    member,
    real,
)
from symbolic.tactics.harmonic_numbers import harmonic, n
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, under
from symbolic.tactics.sums.square_harmonics import from_place, one_more, squares

a, α, b, β = LETTERS
WIDE = member(d, integers_from(2))
TWO = next(fact for fact in assumed(WIDE) if fact.conclusion == at_most(2, d))
EVERYWHERE = tuple(member(letter, REALS) for letter in LETTERS)
SUM = a + (d - 1) * α
LEAST = (a**2 + α**2) * (b**2 + β**2) / 8


def plain() -> Expression:
    """What each length adds to the energy."""
    return (a**2 + (d - 1) * α**2) * (b**2 + (d - 1) * β**2)


def by_one() -> Expression:
    """What each length adds over its number."""
    value = b**2 + 2 * b * β + (2 * d - 3) * β**2
    mixed = 4 * a * α * b**2 + 4 * a * α * b * β + 2 * (3 * d - 4) * a * α * β**2
    return (d - 1) * (a**2 * value + mixed + α**2 * ((3 * d - 5) * b**2 + (3 * d**2 - 8 * d + 5) * β**2))


def by_square() -> Expression:
    """What each length adds over the square of its number."""
    value = b**2 + 2 * b * β + (2 * d - 3) * β**2
    return (d - 1) * (d - 2) * α * (2 * a * value + α * ((d - 2) * b**2 + 2 * b * β + d * (d - 2) * β**2))


def once() -> Expression:
    """What the first length adds beside that."""
    return (d - 1) * CUBE * α**2 * β * (2 * b + (d - 2) * β)


def energy(count: Expression, first: Expression, second: Expression) -> Expression:
    """The energy, from the number of lengths and the sums of 1/i and of 1/i²."""
    return count * plain() + first * by_one() + second * by_square() + once()


ENERGY = energy(N, H, H2)


@cache
def added() -> Theorem:
    """`∀ω`: for `0 ≤ ω ≤ 1/2` what a length adds is not negative."""
    ω = real("ω")
    given = at_most(0, ω), at_most(ω, written(1) / 2)
    low, high = map(assume, given)
    key, other = a * (1 - ω) + ω * SUM, α * (1 - ω) + ω * SUM
    value = plain() + ω * by_one() + ω**2 * by_square()
    squares_ = (
        b * key,
        β * key,
        b * other + ω * β * a,
        β * other + ω * a * b,
        β * (other + ω * a),
        a * (b + β),
        a * β,
        α * (b + β),
        α * b,
        α * β,
    )
    products = (
        (TWO,),
        (TWO, TWO),
        (low,),
        (low, high),
        (low, TWO),
        (low, TWO, TWO),
        (low, TWO, TWO, TWO),
        (low, high, TWO),
        (low, high, TWO, TWO),
        (low, low, TWO),
        (low, low, TWO, TWO),
    )
    found = signed(at_most(0, value), (low, high, TWO), products=products, squares=squares_)
    return under(found, *EVERYWHERE, member(ω, REALS), *given)


def first_bound(goal: Expression) -> Theorem:
    """The bound at T = 4."""
    key, other = (a + SUM) / 2, (α + SUM) / 2
    squares_ = (
        b * key,
        β * key,
        b * other + β * a / 2,
        β * other + a * b / 2,
        β * (other + a / 2),
        α * b,
        α * β,
        α * (b + β),
        α * (b - β),
        a * β,
        SUM * b,
        SUM * β,
        SUM * (b + 2 * (d - 1) * β),
        SUM * (b + β),
        a * (b + β),
        a * (b - β),
    )
    return signed(goal, (TWO,), products=((TWO, TWO), (TWO, TWO, TWO)), squares=squares_)


@cache
def bounded_below() -> Theorem:
    """`∀n ∈ {2, 3, …} ∀a ∀α ∀b ∀β: (a² + α²)(b² + β²)/8 ≤ energy(n)`, by induction on n."""

    def says(count: Expression) -> Expression:
        return at_most(LEAST, energy(count, harmonic(count), squares(count)))

    def step(goal: Expression, facts: Facts) -> Theorem:
        h_more, s_more, later, square = one_more(facts)
        share = 1 / (n + 1)
        low = positive(share, (later,))
        high = signed(at_most(share, written(1) / 2), (*facts[1:3], later), products=((later,),))
        more = apply(apply(at(added(), *LETTERS, share), signed(at_most(0, share), (low, later))), high)
        return longer(goal, facts[-1], h_more, s_more, more, later, square)

    return under(from_place(2, says, step, first_bound), *EVERYWHERE)


def longer(goal: Expression, before: Theorem, h_more: Theorem, s_more: Theorem, *facts: Theorem) -> Theorem:
    """The bound for one length more: the energy grows by what the length adds."""
    above = parts(before.conclusion, "at_most")[1]
    now = parts(goal, "at_most")[1]
    more = parts(facts[0].conclusion, "at_most")[1]
    using = (h_more, by_one()), (s_more, by_square())
    grown = identity(now, above + more, facts[1:], using)
    return signed(goal, (before, *facts, grown))
