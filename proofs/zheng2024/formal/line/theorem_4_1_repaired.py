"""Theorem 4.1 as repaired: under conditions on moments the flow from the line stays on it, and ab tends to a limit."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.lemmas.independent_starts import COORDINATE, SYMMETRIC, at_start, line_conditions
from proofs.zheng2024.formal.on_line.line_flow import FACTS, SIZES, SYSTEM
from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, OVERLAP, T, a0, b0, d, kappa1, kappa2, kappa3
from proofs.zheng2024.formal.on_line.line_signs import constants, overlap_constant_not_negative, sixth_moment_positive
from proofs.zheng2024.formal.on_line.trained_line import (
    BLOCKS,
    FLOWS,
    KEY_BLOCK,
    MOVES,
    ONE,
    PRODUCT,
    STAYS,
    TIME,
    VALUE_BLOCK,
    A,
    B,
    at_the_constants,
    flow,
    flows,
    for_each_start,
    given_start,
    of_model,
    point_of,
    regular_at,
    stays,
    well_defined,
    τ,
)
from proofs.zheng2024.formal.scalars.scalar_convergence import converge, converging
from proofs.zheng2024.formal.scalars.scalar_flow import reduced_flow_tends
from proofs.zheng2024.formal.scalars.scalar_limits import reduced_flow_goes
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.convergence import eventually
from symbolic.core.rules.logic import apply, assume, conjoin, discharge, part, parts, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    at_most,
    conjunction,
    equal,
    function,
    implies,
    integers_between,
    integers_from,
    less,
    negation,
    real,
    tends,
    total,
)
from symbolic.tactics.harmonic_numbers import not_negative, same_overlap
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, belonging, modulo, quantified, rewritten, swapped, under

s, limit = real("t"), real("l")
PRINTED_OVERLAP = total(s, 2, T - 1, 1 / (s - 1))
PRINTED = kappa1() / (kappa2() + kappa3() / (T - 2) * PRINTED_OVERLAP)
"""The limit of ab as the paper prints it."""


CONVERGE = converge(τ, A, B)
"""The two scalars of the line have limits."""

EXAMPLES = quantified(implies(SYMMETRIC, at_start(LINE_CONDITIONS)), SIZES[0], COORDINATE)
"""Independent copies of a symmetric coordinate satisfy the conditions."""


def goal(
    value: Expression = PRINTED, hypotheses: Expression = LINE_CONDITIONS, moves: Expression = MOVES
) -> Expression:
    """For all sizes, laws and starts on the line: one flow, on the line, which converges, ab to the limit; examples."""
    return conjunction(trained(value, hypotheses, moves), EXAMPLES)


def trained(
    value: Expression = PRINTED, hypotheses: Expression = LINE_CONDITIONS, moves: Expression = MOVES
) -> Expression:
    """For all sizes, laws and starts on the line: one flow, it stays on the line and converges, ab to the limit."""
    goes = implies(moves, tends(τ, NONNEGATIVE, PRODUCT, value))
    return for_each_start(conjunction(FLOWS, STAYS, CONVERGE, goes), hypotheses)


@cache
def scalars() -> Theorem:
    """The reduced flow exists for all times, and ab tends to c1/c2."""
    return at_the_constants(reduced_flow_tends(), a0, b0)


def first_entry(block: str, found: Theorem) -> Theorem:
    """The first entry of a block at the time τ, by a theorem on the flow from the line."""
    first = belonging(1, integers_between(1, d), FACTS)
    now = at(part(1, found), assume(TIME))
    return at(part(BLOCKS.index(block), now), first, first)


@cache
def same_sum() -> Theorem:
    """The printed sum is `H(T − 2)`."""
    return rewritten(identity(T - 2 + 1, T - 1), at(same_overlap(), belonging(T - 2, integers_from(0), FACTS)))


@cache
def denominator() -> Theorem:
    """`0 < κ2 + κ3/(T − 2) · H(T − 2)`."""
    sums = at(not_negative(), belonging(T - 2, integers_from(0), FACTS))
    length = signed(less(0, T - 2), FACTS)
    sixth, mixed = sixth_moment_positive(), overlap_constant_not_negative()
    goal = less(0, kappa2() + kappa3() / (T - 2) * OVERLAP)
    return signed(goal, (sixth, mixed, sums, length), products=((length,), (sixth, length), (mixed, sums)))


def tends_to_printed(found: Theorem | None = None) -> Theorem:
    """ab tends to the printed limit, where `a0 + b0 ≠ 0`; given the flow, unless it is that under the conditions."""
    goes = apply(part(1, scalars()), assume(MOVES))
    scaled, value = Node("multiply", SYSTEM.at(τ)), parts(goes.conclusion, "tends")[2]
    divisors = denominator(), signed(less(0, T - 2), FACTS), *constants()
    equation = modulo(equal(value, PRINTED), (same_sum(),), divisors)
    reached = rewrite(function(limit, body=tends(τ, NONNEGATIVE, scaled, limit)), equation, goes)
    entries = modulo(
        equal(scaled, PRODUCT), (*(first_entry(block, found or flow()) for block in (KEY_BLOCK, VALUE_BLOCK)), ONE)
    )
    later = under(discharge(at_most(0, τ), entries), TIME)
    return under(eventually(tends(τ, NONNEGATIVE, PRODUCT, PRINTED), reached, later), MOVES)


@cache
def theorem() -> Theorem:
    """The goal."""
    return given_start(conjoin(flows(), stays(), limits(), tends_to_printed()))


def limits() -> Theorem:
    """The two scalars of the line have limits."""
    return converging(CONVERGE, a0 + b0, of_model(at_the_constants(reduced_flow_goes(), a0, b0)))


def proof() -> Proof:
    """The goal and its definedness."""
    examples = under(line_conditions(), SIZES[0], COORDINATE, SYMMETRIC)
    return Proof(goal(), conjoin(theorem(), examples), definedness(goal()))


def solve(formula: Expression, facts: Facts) -> Theorem | None:
    """That the loss is regular, and that the denominator of the printed limit is not 0, where the goal needs them."""
    if isinstance(formula, Node) and formula.head == "regular":
        return regular_at(*point_of(formula))
    if formula == negation(equal(parts(PRINTED, "divide")[1], 0)):
        return signed(formula, (rewritten(swapped(same_sum()), denominator()), signed(less(0, T - 2), FACTS)))
    return None


def definedness(formula: Expression) -> Theorem:
    """A goal about the flow and the printed limit is defined."""
    return well_defined(formula, solve)
