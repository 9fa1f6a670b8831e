"""The model trained from the line, under the conditions for an invariant one: one flow, which is the reduced flow."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from proofs.zheng2024.formal.on_line.line_flow import FACTS, SIZES, SYSTEM, given, slope
from proofs.zheng2024.formal.on_line.line_formulas import (
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
from proofs.zheng2024.formal.on_line.line_signs import SIGNAL, constants
from proofs.zheng2024.formal.scalars.scalar_flow import reduced_flow_exists
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, Variable, free, nodes, opened, written
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
    member,
    negation,
    real,
    tends,
)
from symbolic.goals.engine import derived_regularity
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import Solver, at, belonging, conjuncts, modulo, proved, replaced, rewritten, under

τ = real("τ")
STARTS = member(a0, REALS), member(b0, REALS)
MOVES = negation(equal(a0 + b0, 0))
TIME = member(τ, NONNEGATIVE)
BLOCKS = tuple(stated().setting.blocks)
KEY_BLOCK, VALUE_BLOCK = "W_KQ_32", "W_PV_12"
START = (*stated().given, *stated().blocks_at(a0, b0))
C1, C2 = (T - 2) * kappa1(), (T - 2) * kappa2() + kappa3() * OVERLAP
"""The constants of the reduced flow."""


def trained(block: str, row: Number, column: Number, time: Number = τ, start: tuple[Expression, ...] = START) -> Node:
    """An entry of a block at a time, by default τ, along the gradient flow from the line."""
    return cell(stated().model.trajectory(block, *start, written(time)), row, column)


A, B = trained(KEY_BLOCK, 1, 1), trained(VALUE_BLOCK, 1, 1)
"""The two scalars of the line at the time τ."""
PRODUCT = A * B


def on_line(block: str) -> Expression:
    """That a block is on the line at the time τ."""
    scale = indicator(equal(j, k)) * trained(block, 1, 1) if block in (KEY_BLOCK, VALUE_BLOCK) else 0
    return of_each(equal(trained(block, j, k), scale), j, k)


STAYS = for_all(τ, NONNEGATIVE, conjunction(*map(on_line, BLOCKS)))
FLOWS = stated().model.flows(*START)


def for_each_law(formula: Expression, hypotheses: Expression = LINE_CONDITIONS) -> Expression:
    """A formula for all sizes and laws under the conditions for an invariant line, where `κ1 > 0`."""
    formula = implies(hypotheses, implies(SIGNAL, formula))
    for variable, domain in reversed(((d, SIZES[0]), (T, SIZES[1]), (μ, SIZES[2]))):
        formula = for_all(variable, domain.parts[1], formula)
    return formula


def for_each_start(formula: Expression, hypotheses: Expression = LINE_CONDITIONS) -> Expression:
    """A formula for all sizes, laws as in `for_each_law`, and starts on the line."""
    return for_each_law(for_all(a0, REALS, for_all(b0, REALS, formula)), hypotheses)


def given_law(theorem: Theorem) -> Theorem:
    """A theorem for all sizes and laws, in the form of `for_each_law`."""
    return under(theorem, *SIZES, LINE_CONDITIONS, SIGNAL)


def given_start(theorem: Theorem) -> Theorem:
    """A theorem for all sizes, laws and starts, in the form of `for_each_start`."""
    return given_law(under(theorem, *STARTS))


def at_the_constants(theorem: Theorem, *start: Theorem | Number) -> Theorem:
    """A theorem about the reduced flow for all `c1, c2 > 0`, at the constants of the model and at further elements."""
    belong = (belongs(member(parts(each.conclusion, "less")[1], POSITIVE), each) for each in constants())
    return at(theorem, *belong, *start)


@cache
def regular_at(*point: Number) -> Theorem:
    """The loss is a polynomial, and the blocks of a point of the line have the shapes of the model's."""
    sizes = (given(membership) for membership in SIZES)
    return at(derived_regularity(KEY, "line"), *sizes, *point)


@cache
def flow() -> Theorem:
    """From the line there is one gradient flow, and it is the line along the reduced flow."""
    slopes = tuple(slope(number) for number in range(len(BLOCKS)))
    exists = at_the_constants(reduced_flow_exists(), a0, b0)
    return flow_on_family(FLOWS, stated().functions, regular_at(a0, b0), exists, slopes)


def flows() -> Theorem:
    """From the line there is one gradient flow."""
    return part(0, flow())


@cache
def flows_at(*point: Expression) -> Theorem:
    """From a point of the line there is one gradient flow."""
    return at(under(flows(), *STARTS), *point)


def followed(block: str, row: Theorem, column: Theorem) -> Theorem:
    """An entry of a block at the time τ, along the reduced flow."""
    now = at(part(1, flow()), assume(TIME))
    return at(part(BLOCKS.index(block), now), row, column)


def first_entry(block: str) -> Theorem:
    """The first entry of a block at the time τ, along the reduced flow."""
    first = belonging(1, integers_between(1, d), FACTS)
    return followed(block, first, first)


def on_the_line(block: str) -> Theorem:
    """A block is on the line at the time τ."""
    places = member(j, integers_between(1, d)), member(k, integers_between(1, d))
    scale = indicator(equal(j, k)) * trained(block, 1, 1) if block in (KEY_BLOCK, VALUE_BLOCK) else written(0)
    here = followed(block, *map(assume, places))
    return under(modulo(equal(trained(block, j, k), scale), (here, first_entry(block), ONE)), *places)


ONE = indicator_of_true(reflexive(written(1)))


@cache
def stays() -> Theorem:
    """All blocks are on the line at all times."""
    return under(conjoin(*map(on_the_line, BLOCKS)), TIME)


@cache
def scalars() -> Theorem:
    """At all times the two scalars of the reduced flow are the first entries of the two blocks."""
    pairs = zip(SYSTEM.at(τ), (A, B), (KEY_BLOCK, VALUE_BLOCK), strict=True)
    same = (modulo(equal(scalar, entry), (first_entry(block), ONE)) for scalar, entry, block in pairs)
    return under(conjoin(*same), TIME)


def of_model(theorem: Theorem) -> Theorem:
    """What is said of the reduced flow, at all times or of limits, said of the two entries of the model.

    Times are bound by quantifiers over `[0, ∞)`, or their memberships are hypotheses of the theorem.
    """
    match theorem.conclusion:
        case Node(head="and", parts=inside):
            return conjoin(*(of_model(part(n, theorem)) for n in range(len(inside))))
        case Node(head="implies", parts=(premise, _)):
            return under(of_model(apply(theorem, assume(premise))), premise)
        case Node(head="for_all", parts=(domain, _), hints=hints):
            variable = new_name(hints[0], theorem.conclusion, *theorem.hypotheses)
            membership = member(variable, domain)
            return under(of_model(at(theorem, assume(membership))), membership)
        case Node(head="tends"):
            return limit_of_model(theorem)
    for equation in at_times(theorem.conclusion):
        theorem = rewritten(equation, theorem)
    return theorem


def new_name(name: str, *around: Expression) -> Variable:
    """A variable with a name that is free around it, or with primes."""
    taken = {variable.name for variable in free(*around)}
    while name in taken:
        name += "'"
    return real(name)


def at_times(formula: Expression) -> Iterator[Theorem]:
    """The equations between scalars and entries, at all times that stand in a formula."""
    for time in dict.fromkeys(times(formula)):
        known = belonging(time, NONNEGATIVE) if time == written(0) else assume(member(time, NONNEGATIVE))
        yield from conjuncts(at(scalars(), known))


def times(expression: Expression) -> Iterator[Expression]:
    """The times at which the reduced flow stands in an expression."""
    for node in nodes(expression):
        if node.head == "flow" and node in SYSTEM.at(node.parts[-1]):
            yield node.parts[-1]


def limit_of_model(theorem: Theorem) -> Theorem:
    """A limit of a term in the scalars of the reduced flow, as one of the entries of the model."""
    _, body, limit = parts(theorem.conclusion, "tends")
    term = opened(body, (τ,))
    same = reflexive(term)
    for equation in at_times(term):
        left, right = parts(same.conclusion, "equal")
        scalar, _ = parts(equation.conclusion, "equal")
        hole = new_name("hole", same.conclusion)
        same = rewrite(function(hole, body=equal(left, replaced(right, scalar, hole))), equation, same)
    goal = tends(τ, NONNEGATIVE, parts(same.conclusion, "equal")[1], limit)
    return eventually(goal, theorem, under(discharge(at_most(0, τ), same), TIME))


def point_of(formula: Node) -> tuple[Expression, ...]:
    """The point of the line that a formula about a loss or a flow is about."""
    blocks = dict(zip(BLOCKS, formula.parts[-len(BLOCKS) :], strict=True))
    entries = (opened(parts(blocks[block], "matrix")[-1], (j, k)) for block in (KEY_BLOCK, VALUE_BLOCK))
    return tuple(parts(entry, "multiply")[0] for entry in entries)


def well_defined(goal: Expression, solve: Solver | None = None) -> Theorem:
    """A goal about the flow from the line is defined; what else it needs is settled by `solve`."""

    def settle(formula: Expression, facts: Facts) -> Theorem | None:
        if solve and (theorem := solve(formula, facts)):
            return theorem
        if isinstance(formula, Node) and formula.head == "regular":
            return regular_at(*point_of(formula))
        if isinstance(formula, Node) and formula.head == "flows":
            return flows_at(*point_of(formula))
        return None

    return proved(defined(goal), solve=settle)
