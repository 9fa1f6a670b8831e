"""The time course of the flow from the line in closed form, in the solution of `E' = −k E`, `E(0) = 1`."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.flow.reduced_flow_basins import limit_is_defined
from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, a0, b0
from proofs.zheng2024.formal.on_line.trained_line import (
    C1,
    C2,
    FLOWS,
    MOVES,
    PRODUCT,
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
from proofs.zheng2024.formal.scalars.decaying import decay, falls
from proofs.zheng2024.formal.scalars.scalar_limits import SPREAD, reduced_flow_goes, size
from proofs.zheng2024.formal.scalars.scalar_solution import (
    EQUAL,
    fading_known,
    on_antidiagonal,
    on_diagonal,
    solutions,
    solutions_defined,
    square,
)
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import apply, assume, conjoin, part
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import NONNEGATIVE, conjunction, equal, for_all, implies, less, member
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import at, conjuncts, under

SIZE = size(C1, C2)
E, F = decay(SIZE).at(τ)[0], decay(2 * C1).at(τ)[0]
"""`exp(−k τ)` and `exp(−2 c1 τ)`."""
SUM = A + B
ABOVE, BELOW, REST = less(0, a0 + b0), less(a0 + b0, 0), equal(a0 + b0, 0)
V = square(C1, C2, E)
"""`(a + b)²` at the time τ from a start with `a0 + b0 ≠ 0`."""
ANTIDIAGONAL, DIAGONAL = on_antidiagonal(C1, C2, F), on_diagonal(C1, C2, F)
"""ab at the time τ from a start with `a0 + b0 = 0`, and from one with `a0 = b0`."""


def always(*formulas: Expression) -> Expression:
    """Formulas at all times."""
    return for_all(τ, NONNEGATIVE, formulas[0] if len(formulas) == 1 else conjunction(*formulas))


def goal(
    square: Expression = V,
    antidiagonal: Expression = ANTIDIAGONAL,
    diagonal: Expression = DIAGONAL,
    hypotheses: Expression = LINE_CONDITIONS,
) -> Expression:
    """For all sizes, laws and starts: sum, product and both scalars at all times."""
    apart = (
        equal(SUM**2, square),
        equal(PRODUCT, (square - SPREAD**2 / square) / 4),
        equal(A, (SUM + SPREAD / SUM) / 2),
        equal(B, (SUM - SPREAD / SUM) / 2),
    )
    formula = conjunction(
        FLOWS,
        falls(SIZE, τ),
        falls(2 * C1, τ),
        implies(ABOVE, always(less(0, SUM))),
        implies(BELOW, always(less(SUM, 0))),
        implies(REST, always(equal(SUM**2, 0), equal(PRODUCT, antidiagonal))),
        implies(EQUAL, always(equal(SUM**2, 4 * PRODUCT), equal(PRODUCT, diagonal))),
        implies(MOVES, always(*apart)),
        STAYS,
    )
    return for_each_start(formula, hypotheses)


def keeps_side(sign: int) -> Theorem:
    """The sum keeps the sign of `a0 + b0`."""
    start = ABOVE if sign > 0 else BELOW
    found = of_model(at_the_constants(reduced_flow_goes(), a0, b0))
    side = at(part(0, apply(part(0 if sign > 0 else 1, found), assume(start))), assume(member(τ, NONNEGATIVE)))
    sided = signed(less(0, SUM) if sign > 0 else less(SUM, 0), (side,))
    return under(sided, start, member(τ, NONNEGATIVE))


@cache
def fades() -> Facts:
    """E exists and falls, with the rates k and `2 c1`."""
    known = at_the_constants(fading_known(), a0, b0)
    return tuple(part(n, known) for n in range(4))


def proof() -> Proof:
    """The goal and its definedness."""
    closed = of_model(at_the_constants(solutions(), a0, b0))
    one, other = fades()[1], fades()[3]
    forms = part(1, closed), part(2, closed), part(0, closed)
    found = conjoin(flows(), one, other, keeps_side(1), keeps_side(-1), *forms, stays())
    return Proof(goal(), given_start(found), well_defined(goal(), closed_form_is_defined))


def closed_form_is_defined(formula: Expression, facts: Facts) -> Theorem | None:
    """What E, F and the closed forms need."""
    found = next((each for each in needs() if each.conclusion == formula), None)
    return found or limit_is_defined(formula, facts)


@cache
def needs() -> Facts:
    """That E and F exist, and that no divisor is 0."""
    time = assume(member(τ, NONNEGATIVE))
    known = of_model(at_the_constants(solutions_defined(), a0, b0))
    apart = conjuncts(at(apply(part(0, known), assume(MOVES)), time))
    return (*apart, *(at(part(n, known), time) for n in (1, 2)), fades()[0], fades()[2])
