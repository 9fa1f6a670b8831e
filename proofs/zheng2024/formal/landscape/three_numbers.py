"""The inequality behind three coordinates, of numbers alone, with its certificates.

With `z_j = a_j²`, `L = (1 + m)² + e` and `R_j = L z_j + (1 + m) z_{j+1} + z_{j+2}`, indices going round, it is
`(L + 2 + m)(Σ a_j b_j)² ≤ 3 Σ b_j² R_j` for all real a_j and b_j and `m, e ≥ 0`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache

import sympy

from proofs.zheng2024.landscape import landscape_three_coordinates as claimed
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.arithmetic import Summand, sign
from symbolic.core.rules.logic import apply, assume
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import NONNEGATIVE, POSITIVE, REALS, at_most, less, member, real
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, at, belonging, under, whichever

m, e, M = map(real, ("m", "e", "M"))
z, x, y = map(real, ("z", "x", "y"))
A, B, R = (tuple(real(f"{name}{n}") for n in range(1, 4)) for name in "abR")
Three = Sequence[Expression]
LEVEL = (1 + m) ** 2 + e
WHOLE = LEVEL + 2 + m
ANY = tuple(member(each, REALS) for each in (*A, *B))
SHAPE = member(m, NONNEGATIVE), member(e, NONNEGATIVE)


def rows(squares: Three) -> tuple[Expression, ...]:
    """`R_j = L z_j + (1 + m) z_{j+1} + z_{j+2}`."""
    return tuple(LEVEL * squares[j] + (1 + m) * squares[(j + 1) % 3] + squares[(j + 2) % 3] for j in range(3))


def others(values: Three, energies: Three) -> Expression:
    """`Σ_j z_j R_{j+1} R_{j+2}`."""
    return Node("add", tuple(values[j] * energies[(j + 1) % 3] * energies[(j + 2) % 3] for j in range(3)))


def cubic(squares: Three) -> Expression:
    """`3 R_1 R_2 R_3 − (L + 2 + m) Σ_j z_j R_{j+1} R_{j+2}`."""
    energies = rows(squares)
    return 3 * Node("multiply", energies) - WHOLE * others(squares, energies)


def _terms() -> Iterator[tuple[Fraction, bool, tuple[int, ...]]]:
    """The claim's sum: coefficient, whether times `(x − y)²`, and how often each of z, x, y, m, e."""
    letters = claimed.least_key, claimed.x, claimed.y, claimed.m, claimed.e
    for coefficient, monomial, linear in claimed.CUBIC:
        for exponents, number in sympy.Poly(sympy.expand(coefficient * monomial), *letters).terms():
            yield Fraction(int(number.p), int(number.q)), linear != 1, exponents


@cache
def from_least() -> Theorem:
    """`∀z ∀x ∀y ∀m ∀e: the cubic is not negative`, the least square being the first, all from 0 on."""
    domains = tuple(member(each, NONNEGATIVE) for each in (z, x, y, m, e))
    signs = tuple(
        signed(at_most(0, each), assumed(domain)) for each, domain in zip((z, x, y, m, e), domains, strict=True)
    )
    goal = at_most(0, cubic((z, z + x, z + y)))
    summands: list[Summand] = [(Fraction(1), written(1), (len(signs),))]
    for number, apart, exponents in _terms():
        factors = tuple(n for n, exponent in enumerate(exponents) for _ in range(exponent))
        summands.append((number, x - y if apart else written(1), factors))
    return under(sign(goal, signs, tuple(summands), (), (), ()), *domains)


@cache
def cubic_not_negative() -> Theorem:
    """`∀m ∀e ∀z_1 ∀z_2 ∀z_3: the cubic is not negative`: it is the same when indices go round."""
    squares = tuple(real(f"z{n}") for n in range(1, 4))
    domains = tuple(member(each, NONNEGATIVE) for each in squares)
    facts, goal = assumed(*SHAPE, *domains), at_most(0, cubic(squares))

    def least(first: int, known: Facts) -> Theorem:
        turned = [squares[(first + n) % 3] for n in range(3)]
        above = (belonging(each - turned[0], NONNEGATIVE, (*facts, *known)) for each in turned[1:])
        found = at(from_least(), belonging(turned[0], NONNEGATIVE, facts), *above, *map(assume, SHAPE))
        return signed(goal, (found,))

    def ordered(one: int, other: int, known: Facts) -> Theorem:
        """The smaller of two is compared with the third one."""
        third = 3 - one - other

        def smaller(more: Facts) -> Theorem:
            return least(one, (*known, *more))

        def third_smaller(more: Facts) -> Theorem:
            return least(third, (*known, *more))

        return whichever(goal, trichotomy(squares[one], squares[third]), smaller, smaller, third_smaller)

    found = whichever(
        goal,
        trichotomy(squares[0], squares[1]),
        lambda known: ordered(0, 1, known),
        lambda known: ordered(0, 1, known),
        lambda known: ordered(1, 0, known),
    )
    return under(found, *SHAPE, *domains)


MET = Node("add", tuple(a * b for a, b in zip(A, B, strict=True)))
"""`Σ a_j b_j`."""
PAIRS = (0, 1), (0, 2), (1, 2)


def spent(energies: Three) -> Expression:
    """`Σ b_j² R_j`."""
    return Node("add", tuple(b**2 * each for b, each in zip(B, energies, strict=True)))


@cache
def by_schwarz() -> Theorem:
    """`M (Σ a_j b_j)² ≤ 3 Σ b_j² R_j` where `M Σ a_j² R_{j+1} R_{j+2} ≤ 3 R_1 R_2 R_3`, M and R_j being positive."""
    domains = tuple(member(each, POSITIVE) for each in (M, *R))
    positive = zip((M, *R), domains, strict=True)
    whole, *energies = (signed(less(0, each), assumed(domain)) for each, domain in positive)
    squares = tuple(a**2 for a in A)
    premise = at_most(0, 3 * Node("multiply", R) - M * others(squares, R))
    used = signed(at_most(0, spent(R)), tuple(energies), squares=B)
    signs = (whole, *energies, assume(premise), used)
    crossed = [(Fraction(1), B[j] * A[k] * R[j] - B[k] * A[j] * R[k], (0, 1 + 3 - j - k)) for j, k in PAIRS]
    summands: tuple[Summand, ...] = (
        (Fraction(1), written(1), (1, 2, 3, 6)),
        (Fraction(1), written(1), (4, 5)),
        *crossed,
    )
    found = sign(at_most(M * MET**2, 3 * spent(R)), signs, summands, (), (), ())
    return under(found, *domains, *ANY, premise)


@cache
def inequality() -> Theorem:
    """`∀m ∀e ∀a ∀b: (L + 2 + m)(Σ a_j b_j)² ≤ 3 Σ b_j² R_j`."""
    squares = tuple(a**2 for a in A)
    energies, facts = rows(squares), assumed(*SHAPE)
    goal, size = at_most(WHOLE * MET**2, 3 * spent(energies)), Node("add", squares)
    whole = signed(less(0, WHOLE), facts, degree=2)
    slopes = tuple(fact for fact in facts if isinstance(fact.conclusion, Node) and fact.conclusion.head == "at_most")
    products = (*((each,) for each in slopes), (slopes[0], slopes[0]))

    def some(known: Facts) -> Theorem:
        positive = (signed(less(0, row), (*slopes, *known), products=products, squares=A) for row in energies)
        found = at(by_schwarz(), *(belonging(_side(each), POSITIVE, (each,)) for each in (whole, *positive)), *A, *B)
        above = (signed(at_most(0, each), squares=(a,)) for each, a in zip(squares, A, strict=True))
        places = (belonging(_side(each), NONNEGATIVE, (each,)) for each in above)
        return apply(found, at(cubic_not_negative(), *map(assume, SHAPE), *places))

    def none(known: Facts) -> Theorem:
        crossed = tuple(A[j] * B[k] - A[k] * B[j] for j, k in PAIRS)
        small = signed(at_most(size, 0), known)
        nothing = signed(at_most(MET**2, 0), (small,), squares=(*B, *crossed))
        rest = tuple(signed(at_most(0, row), slopes, products=products, squares=A) for row in energies)
        used = signed(at_most(0, spent(energies)), rest, squares=B)
        return signed(goal, (whole, nothing, used), products=((whole, nothing),))

    return under(whichever(goal, trichotomy(written(0), size), some, none, none), *SHAPE, *ANY)


def _side(order: Theorem) -> Expression:
    """What is not below 0."""
    assert isinstance(order.conclusion, Node)
    return order.conclusion.parts[1]
