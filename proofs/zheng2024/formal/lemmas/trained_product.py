"""The product ab of the trained model, its limit with the harmonic number, and what fades as the length grows."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.line.theorem_4_1_repaired import same_sum, tends_to_printed
from proofs.zheng2024.formal.on_line.line_flow import SIZES
from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, OVERLAP, T, kappa1, kappa2, kappa3, stated
from proofs.zheng2024.formal.on_line.line_signs import SIGNAL
from proofs.zheng2024.formal.on_line.trained_line import (
    KEY_BLOCK,
    MOVES,
    PRODUCT,
    START,
    STARTS,
    VALUE_BLOCK,
    flow,
    trained,
    τ,
)
from symbolic.core.rules.convergence import comparison
from symbolic.core.rules.logic import apply, assume, conjoin, part
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    at_most,
    integers_from,
    less,
    member,
    tends,
)
from symbolic.tactics.harmonic_numbers import square_at_most
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import assumed, at, belonging, rewritten, under

LIMIT = kappa1() / (kappa2() + kappa3() / (T - 2) * OVERLAP)
"""The limit of ab, with `H(T − 2)`."""

LENGTHS = integers_from(3)
FADING = OVERLAP / (T - 2)
AT_TIME = trained(KEY_BLOCK, 1, 1), trained(VALUE_BLOCK, 1, 1)
"""The two scalars of the line at the time τ."""


@cache
def tends_to_limit() -> Theorem:
    """From the line, where `a0 + b0 ≠ 0`, ab tends to its limit."""
    return rewritten(same_sum(), apply(tends_to_printed(), assume(MOVES)))


@cache
def overlap_fades() -> Theorem:
    """`H(T − 2)/(T − 2) → 0`, since `H(n)² ≤ 3 n`."""
    lengths = member(T, LENGTHS)
    facts = assumed(lengths)
    size = at(square_at_most(), belonging(T - 2, integers_from(0), facts))
    three, length, later = facts[-1], signed(less(0, T - 2), facts), signed(less(0, T), facts)
    products = ((length, length), (size, later), (three, length))
    found = signed(at_most(T * (FADING - 0) ** 2, 9), (size, three, length, later), products=products)
    return comparison(tends(T, LENGTHS, FADING, 0), under(found, lengths))


GOES = tends(τ, NONNEGATIVE, PRODUCT, LIMIT)
FLOWS = stated().model.flows(*START)


@cache
def from_the_line() -> Theorem:
    """For all d, T and laws with the conditions for an invariant line and `κ1 > 0`, and all starts on it: the flow
    exists, and where `a0 + b0 ≠ 0` ab tends to its limit.
    """
    found = under(conjoin(part(0, flow()), under(tends_to_limit(), MOVES)), *STARTS)
    return under(found, *SIZES, LINE_CONDITIONS, SIGNAL)


def trained_at(start: Theorem, conditions: Theorem, signal: Theorem, *sizes: Theorem) -> tuple[Theorem, Theorem]:
    """At a law of starts, from a start on the line: the flow exists, and under `a0 + b0 ≠ 0` ab tends to its limit."""
    d_given, T_given = sizes or (assume(SIZES[0]), assume(SIZES[1]))
    found = apply(apply(at(from_the_line(), d_given, T_given, start), conditions), signal)
    both = at(found, *map(assume, STARTS))
    return part(0, both), apply(part(1, both), assume(MOVES))
