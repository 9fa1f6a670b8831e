"""Theorem 4.1 as repaired: under conditions on moments the flow from the line stays on it, and ab tends to a limit."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.line_flow import FACTS, SIZES, SYSTEM, given, slope
from proofs.zheng2024.formal.line_formulas import (
    KEY,
    LINE_CONDITIONS,
    OVERLAP,
    T,
    a0,
    b0,
    d,
    j,
    k,
    kappa1,
    kappa2,
    kappa3,
    of_each,
    stated,
    μ,
)
from proofs.zheng2024.formal.line_signs import (
    SIGNAL,
    constants,
    overlap_constant_not_negative,
    sixth_moment_positive,
)
from proofs.zheng2024.formal.scalar_flow import reduced_flow_tends
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.convergence import eventually
from symbolic.core.rules.entries import indicator_of_true
from symbolic.core.rules.facts import flow_on_family
from symbolic.core.rules.logic import apply, assume, conjoin, discharge, part, parts, reflexive, rewrite
from symbolic.core.rules.membership import belongs
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    Number,
    at_most,
    cell,
    conjunction,
    equal,
    for_all,
    function,
    implies,
    indicator,
    integers_between,
    integers_from,
    less,
    member,
    negation,
    real,
    tends,
    total,
)
from symbolic.goals.engine import derived_regularity
from symbolic.tactics.harmonic_numbers import not_negative, same_overlap
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, belonging, modulo, proved, rewritten, swapped, under

τ, s, limit = real("τ"), real("t"), real("l")
STARTS = member(a0, REALS), member(b0, REALS)
MOVES = negation(equal(a0 + b0, 0))
TIME = member(τ, NONNEGATIVE)
BLOCKS = tuple(stated().setting.blocks)
KEY_BLOCK, VALUE_BLOCK = "W_KQ_32", "W_PV_12"
START = (*stated().given, *stated().blocks_at(a0, b0))
PRINTED_OVERLAP = total(s, 2, T - 1, 1 / (s - 1))
PRINTED = kappa1() / (kappa2() + kappa3() / (T - 2) * PRINTED_OVERLAP)
"""The limit of ab as the paper prints it."""


def trained(block: str, row: Number, column: Number) -> Expression:
    """An entry of a block at the time τ."""
    return cell(stated().model.trajectory(block, *START, τ), row, column)


def on_line(block: str) -> Expression:
    """That a block is on the line at the time τ."""
    scale = indicator(equal(j, k)) * trained(block, 1, 1) if block in (KEY_BLOCK, VALUE_BLOCK) else 0
    return of_each(equal(trained(block, j, k), scale), j, k)


STAYS = for_all(τ, NONNEGATIVE, conjunction(*map(on_line, BLOCKS)))
PRODUCT = trained(KEY_BLOCK, 1, 1) * trained(VALUE_BLOCK, 1, 1)


def goal(
    value: Expression = PRINTED, hypotheses: Expression = LINE_CONDITIONS, moves: Expression = MOVES
) -> Expression:
    """For all sizes, laws and starts on the line: there is one flow, it stays on the line, ab tends to the limit."""
    goes = implies(moves, tends(τ, NONNEGATIVE, PRODUCT, value))
    formula: Expression = conjunction(stated().model.flows(*START), STAYS, goes)
    formula = for_all(a0, REALS, for_all(b0, REALS, formula))
    formula = implies(hypotheses, implies(SIGNAL, formula))
    for variable, domain in reversed(((d, SIZES[0]), (T, SIZES[1]), (μ, SIZES[2]))):
        formula = for_all(variable, domain.parts[1], formula)
    return formula


@cache
def scalars() -> Theorem:
    """The reduced flow exists for all times, and ab tends to c1/c2."""
    belong = (belongs(member(parts(each.conclusion, "less")[1], POSITIVE), each) for each in constants())
    return at(reduced_flow_tends(), *belong, a0, b0)


@cache
def flow() -> Theorem:
    """From the line there is one gradient flow, and it is the line along the reduced flow."""
    sizes = (given(membership) for membership in SIZES)
    regular = at(derived_regularity(KEY, "line"), *sizes, a0, b0)
    slopes = tuple(slope(number) for number in range(len(BLOCKS)))
    return flow_on_family(stated().model.flows(*START), stated().functions, regular, part(0, scalars()), slopes)


def followed(block: str, row: Theorem, column: Theorem) -> Theorem:
    """An entry of a block at the time τ, along the reduced flow."""
    now = at(part(1, flow()), assume(TIME))
    return at(part(BLOCKS.index(block), now), row, column)


def first_entry(block: str) -> Theorem:
    """The first entry of a block at the time τ, along the reduced flow."""
    first = belonging(1, integers_between(1, d), FACTS)
    return followed(block, first, first)


def stays(block: str) -> Theorem:
    """A block is on the line at the time τ."""
    places = member(j, integers_between(1, d)), member(k, integers_between(1, d))
    scale = indicator(equal(j, k)) * trained(block, 1, 1) if block in (KEY_BLOCK, VALUE_BLOCK) else written(0)
    here = followed(block, *map(assume, places))
    one = indicator_of_true(reflexive(written(1)))
    return under(modulo(equal(trained(block, j, k), scale), (here, first_entry(block), one)), *places)


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
    goes = apply(part(1, scalars()), assume(MOVES))
    scaled, value = Node("multiply", SYSTEM.at(τ)), parts(goes.conclusion, "tends")[2]
    divisors = denominator(), signed(less(0, T - 2), FACTS), *constants()
    equation = modulo(equal(value, PRINTED), (same_sum(),), divisors)
    reached = rewrite(function(limit, body=tends(τ, NONNEGATIVE, scaled, limit)), equation, goes)
    one = indicator_of_true(reflexive(written(1)))
    entries = modulo(equal(scaled, PRODUCT), (first_entry(KEY_BLOCK), first_entry(VALUE_BLOCK), one))
    later = under(discharge(at_most(0, τ), entries), TIME)
    return under(eventually(tends(τ, NONNEGATIVE, PRODUCT, PRINTED), reached, later), MOVES)


def proof() -> Proof:
    """The goal and its definedness."""
    staying = under(conjoin(*map(stays, BLOCKS)), TIME)
    found = under(conjoin(part(0, flow()), staying, tends_to_printed()), *STARTS)
    return Proof(goal(), under(found, *SIZES, LINE_CONDITIONS, SIGNAL), definedness())


def definedness() -> Theorem:
    """The goal is defined."""

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        if isinstance(formula, Node) and formula.head == "regular":
            memberships = (next(f for f in facts if f.conclusion == each) for each in SIZES)
            return at(derived_regularity(KEY, "line"), *memberships, a0, b0)
        if formula == negation(equal(parts(PRINTED, "divide")[1], 0)):
            return signed(formula, (rewritten(swapped(same_sum()), denominator()), signed(less(0, T - 2), FACTS)))
        return None

    return proved(defined(goal()), solve=solve)
