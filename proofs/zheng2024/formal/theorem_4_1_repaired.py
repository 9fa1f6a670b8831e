"""Theorem 4.1 as repaired: under conditions on moments the flow from the line stays on it, and ab tends to a limit."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.line_flow import FACTS
from proofs.zheng2024.formal.line_formulas import LINE_CONDITIONS, OVERLAP, T, a0, b0, kappa1, kappa2, kappa3
from proofs.zheng2024.formal.line_signs import constants, overlap_constant_not_negative, sixth_moment_positive
from proofs.zheng2024.formal.scalar_flow import reduced_flow_tends
from proofs.zheng2024.formal.trained_line import (
    FLOWS,
    MOVES,
    PRODUCT,
    STAYS,
    at_the_constants,
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
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import apply, assume, conjoin, part, parts, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    conjunction,
    equal,
    function,
    implies,
    integers_from,
    less,
    negation,
    real,
    tends,
    total,
)
from symbolic.tactics.harmonic_numbers import not_negative, same_overlap
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, belonging, modulo, rewritten, swapped, under

s, limit = real("t"), real("l")
PRINTED_OVERLAP = total(s, 2, T - 1, 1 / (s - 1))
PRINTED = kappa1() / (kappa2() + kappa3() / (T - 2) * PRINTED_OVERLAP)
"""The limit of ab as the paper prints it."""


def goal(
    value: Expression = PRINTED, hypotheses: Expression = LINE_CONDITIONS, moves: Expression = MOVES
) -> Expression:
    """For all sizes, laws and starts on the line: there is one flow, it stays on the line, ab tends to the limit."""
    goes = implies(moves, tends(τ, NONNEGATIVE, PRODUCT, value))
    return for_each_start(conjunction(FLOWS, STAYS, goes), hypotheses)


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


def tends_to_printed() -> Theorem:
    """ab tends to the printed limit, where `a0 + b0 ≠ 0`."""
    goes = of_model(apply(part(1, at_the_constants(reduced_flow_tends(), a0, b0)), assume(MOVES)))
    _, _, value = parts(goes.conclusion, "tends")
    divisors = denominator(), signed(less(0, T - 2), FACTS), *constants()
    equation = modulo(equal(value, PRINTED), (same_sum(),), divisors)
    return under(rewrite(function(limit, body=tends(τ, NONNEGATIVE, PRODUCT, limit)), equation, goes), MOVES)


def proof() -> Proof:
    """The goal and its definedness."""
    return Proof(goal(), given_start(conjoin(flows(), stays(), tends_to_printed())), definedness())


def solve(formula: Expression, facts: Facts) -> Theorem | None:
    """That the loss is regular, and that the denominator of the printed limit is not 0, where the goal needs them."""
    if isinstance(formula, Node) and formula.head == "regular":
        return regular_at(*point_of(formula))
    if formula == negation(equal(parts(PRINTED, "divide")[1], 0)):
        return signed(formula, (rewritten(swapped(same_sum()), denominator()), signed(less(0, T - 2), FACTS)))
    return None


def definedness() -> Theorem:
    """The goal is defined."""
    return well_defined(goal(), solve)
