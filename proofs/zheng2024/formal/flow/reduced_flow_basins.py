"""Where the flow from the line goes, from every start: to one of two opposite points, or to the origin."""

from __future__ import annotations

from functools import cache
from itertools import product

from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, a0, b0
from proofs.zheng2024.formal.on_line.line_signs import constants
from proofs.zheng2024.formal.on_line.trained_line import (
    C1,
    C2,
    FLOWS,
    STAYS,
    A,
    B,
    at_the_constants,
    flows,
    for_each_start,
    given_start,
    of_model,
    stays,
    well_defined,
    τ,
)
from proofs.zheng2024.formal.scalars.scalar_limits import far, limits_defined, limits_known, reduced_flow_goes
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, cases, conjoin, either, part, parts
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    NONNEGATIVE,
    REALS,
    conjunction,
    disjunction,
    equal,
    exists,
    implies,
    less,
    negation,
    tends,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import conjuncts, proved, under, whichever, witnessed

FAR = far(C1, C2, 1), far(C1, C2, -1)
"""`ã` and `b̃`, as `ã² = (k + c2 C)/(2 c2)` and `b̃² = (k − c2 C)/(2 c2)`, `k² = 4 c1² + c2² C²`, `C = a0² − b0²`."""

Signs = tuple[int, int, int]


def signs_of(m: int, n: int) -> Signs:
    """The signs of two numbers and of their sum."""
    one, other, total = ((number > 0) - (number < 0) for number in (m, n, m + n))
    return one, other, total


SIGNS = tuple(dict.fromkeys(signs_of(m, n) for m, n in product(range(-2, 3), repeat=2)))
"""The signs that a, b and `a + b` can have together."""


def go_to(one: Expression | int, other: Expression | int) -> tuple[Expression, Expression]:
    """That the two scalars tend to two numbers."""
    return tends(τ, NONNEGATIVE, A, one), tends(τ, NONNEGATIVE, B, other)


def has_sign(term: Expression, sign: int) -> Expression:
    """That a term is positive, negative or 0."""
    return equal(term, 0) if sign == 0 else less(0, term) if sign > 0 else less(term, 0)


def signs_of_start(signs: Signs) -> Expression:
    """That a0, b0 and `a0 + b0` have signs."""
    return conjunction(*map(has_sign, (a0, b0, a0 + b0), signs))


def occurs(signs: tuple[int, int, int]) -> Expression:
    """That there is a start with signs."""
    return exists(a0, REALS, exists(b0, REALS, signs_of_start(signs)))


def goal(
    far: tuple[Expression, Expression] = FAR, hypotheses: Expression = LINE_CONDITIONS, signs: tuple[Signs, ...] = SIGNS
) -> Expression:
    """For all sizes, laws and starts on the line: one flow, its limit by the sign of `a0 + b0`, the signs of starts."""
    one, other = far
    sides = (
        implies(less(0, a0 + b0), conjunction(*go_to(one, other))),
        implies(less(a0 + b0, 0), conjunction(*go_to(-one, -other))),
        implies(equal(a0 + b0, 0), conjunction(*go_to(0, 0))),
    )
    of_limit = less(0, one), less(0, other), equal(one * other, C1 / C2)
    formula = conjunction(FLOWS, STAYS, *sides, *of_limit, disjunction(*map(signs_of_start, signs)))
    return conjunction(for_each_start(formula, hypotheses), *map(occurs, signs))


def goes() -> Theorem:
    """Where the two scalars go, by the sign of `a0 + b0`."""
    found = of_model(at_the_constants(reduced_flow_goes(), a0, b0))

    def limits(number: int) -> Theorem:
        side = part(number, found)
        premise, _ = parts(side.conclusion, "implies")
        both = apply(side, assume(premise))
        return under(conjoin(part(1, both), part(2, both)), premise)

    return conjoin(*map(limits, range(3)))


def one_of_the_signs() -> Theorem:
    """The signs of a start are among the thirteen."""
    goal = disjunction(*map(signs_of_start, SIGNS))

    def split(terms: tuple[Expression, ...], facts: Facts, signs: tuple[int, ...]) -> Theorem:
        if not terms:
            if signs in SIGNS:
                return either(goal, conjoin(*facts))
            return cases(goal, signed(FALSE, facts))
        first, *rest = terms
        branches = (lambda more, sign=sign: split(tuple(rest), (*facts, *more), (*signs, sign)) for sign in (-1, 0, 1))
        return whichever(goal, trichotomy(first, written(0)), *branches)

    return split((a0, b0, a0 + b0), (), ())


def occurring(signs: Signs) -> Theorem:
    """There is a start with signs of a possible combination."""
    points = ((m, n) for m, n in product(range(-2, 3), repeat=2) if signs_of(m, n) == signs)
    m, n = next(points)
    here = proved(conjunction(*map(has_sign, (written(m), written(n), written(m) + n), signs)))
    return witnessed(occurs(signs), here, m, n)


def proof() -> Proof:
    """The goal and its definedness."""
    known = at_the_constants(limits_known(), a0, b0)
    of_limit = (part(n, known) for n in range(3))
    there = goes()
    sides = (part(n, there) for n in range(3))
    found = given_start(conjoin(flows(), stays(), *sides, *of_limit, one_of_the_signs()))
    return Proof(goal(), conjoin(found, *map(occurring, SIGNS)), well_defined(goal(), limit_is_defined))


def limit_is_defined(formula: Expression, facts: Facts) -> Theorem | None:
    """What the terms ã, b̃ and `c1/c2` need."""
    _, second = constants()
    if formula == negation(equal(C2, 0)):
        return signed(formula, (second,))
    return next((each for each in needs_of_limit() if each.conclusion == formula), None)


@cache
def needs_of_limit() -> Facts:
    """The radicands of k, ã and b̃ are not negative, and a divisor is not 0."""
    return conjuncts(at_the_constants(limits_defined(), a0, b0))
