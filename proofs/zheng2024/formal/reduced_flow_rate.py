"""How fast the product of the trained scalars nears its limit: exactly at the rate `k`, or at `2 c1` to the origin."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.decaying import falls
from proofs.zheng2024.formal.line_formulas import LINE_CONDITIONS, a0, b0
from proofs.zheng2024.formal.reduced_flow_basins import FAR
from proofs.zheng2024.formal.reduced_flow_solution import REST, SIZE, E, F, closed_form_is_defined, fades
from proofs.zheng2024.formal.scalar_rate import (
    coefficient,
    coefficient_on_antidiagonal,
    divisors_of_rates,
    rates,
)
from proofs.zheng2024.formal.trained_line import (
    C1,
    C2,
    FLOWS,
    MOVES,
    PRODUCT,
    STAYS,
    at_the_constants,
    flows,
    for_each_start,
    given_start,
    of_model,
    stays,
    well_defined,
    τ,
)
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import apply, assume, conjoin, part
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import NONNEGATIVE, conjunction, equal, iff, implies, member, tends
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import at, under

COEFFICIENT, ON_ANTIDIAGONAL = coefficient(C1, C2), coefficient_on_antidiagonal(C1, C2)
"""`lim exp(k τ) (ab − c1/c2)` from a start with `a0 + b0 ≠ 0`, `lim exp(2 c1 τ) ab` from one with `a0 + b0 = 0`."""


def goal(
    coefficient: Expression = COEFFICIENT,
    on_antidiagonal: Expression = ON_ANTIDIAGONAL,
    fading: Expression = E,
    hypotheses: Expression = LINE_CONDITIONS,
) -> Expression:
    """For all sizes, laws and starts: the distance of the product from its limit, over the exponential of the rate."""
    nears = tends(τ, NONNEGATIVE, (PRODUCT - C1 / C2) / fading, coefficient)
    formula = conjunction(
        FLOWS,
        falls(SIZE, τ),
        falls(2 * C1, τ),
        equal(SIZE, C2 * (FAR[0] ** 2 + FAR[1] ** 2)),
        implies(MOVES, conjunction(nears, iff(equal(coefficient, 0), equal(a0 * b0, C1 / C2)))),
        implies(REST, tends(τ, NONNEGATIVE, PRODUCT / F, on_antidiagonal)),
        STAYS,
    )
    return for_each_start(formula, hypotheses)


def proof() -> Proof:
    """The goal and its definedness."""
    found = at_the_constants(rates(), a0, b0)
    rate, nears, vanishes, at_origin = (part(n, found) for n in range(4))
    moves = assume(MOVES)
    exact = under(conjoin(of_model(apply(nears, moves)), apply(vanishes, moves)), MOVES)
    one, other = fades()[1], fades()[3]
    every = conjoin(flows(), one, other, rate, exact, of_model(at_origin), stays())
    return Proof(goal(), given_start(every), well_defined(goal(), rate_is_defined))


def rate_is_defined(formula: Expression, facts: Facts) -> Theorem | None:
    """What E, F, the coefficients and the limits need."""
    found = next((each for each in needs() if each.conclusion == formula), None)
    return found or closed_form_is_defined(formula, facts)


@cache
def needs() -> Facts:
    """That no divisor is 0."""
    known = at_the_constants(divisors_of_rates(), a0, b0)
    time = assume(member(τ, NONNEGATIVE))
    return (*(at(part(n, known), time) for n in (0, 1)), apply(part(2, known), assume(MOVES)), part(3, known))
