"""Two heads on the line: their loss is that of one head at the sum of both products, and what the four scalars keep."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.lemmas.line_loss import CURVATURE, S4, SIGNAL, curvature_positive, parabola
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.derivatives import along_field, in_time
from symbolic.core.rules.facts import bounded_flow
from symbolic.core.rules.flows import conserved, flow_start
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    System,
    at_most,
    conjunction,
    equal,
    for_all,
    function,
    iff,
    implies,
    less,
    member,
    real,
)
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.steps import assumed, at, modulo, proved, quantified, rewritten, under

HEADS, ONE = ModelOnFamily("variants-heads", "line"), ModelOnFamily("zheng2024", "line")
T, a, a2, b, b2, a1, b1, m, τ, c1, c2 = map(real, ("T", "a", "a_2", "b", "b_2", "a1", "b1", "m", "τ", "c1", "c2"))
LETTERS = HEADS.stated.letters
SUM = a * b + a2 * b2
ONE_POINT = member(a1, REALS), member(b1, REALS)
ANY = member(m, REALS)

STARTS = tuple(map(real, ("u", "u_2", "v", "v_2")))
"""Where the four scalars start."""


def system(first: Expression, second: Expression) -> System:
    """The gradient flow of four scalars on `−c1 p + c2 p²/2`, p being the sum of both products."""
    factor = first - second * SUM
    return System((a, a2, b, b2), (b * factor, b2 * factor, a * factor, a2 * factor), STARTS)


FLOW = system((T - 2) * S4, CURVATURE)
FROM = tuple(member(start, REALS) for start in STARTS)


def kept(a: Expression, a2: Expression, b: Expression, b2: Expression) -> tuple[Expression, ...]:
    """What the flow conserves."""
    return a**2 - b**2, a2**2 - b2**2, a * a2 - b * b2


def stay(flow: System = FLOW, conserved: tuple[Expression, ...] = kept(a, a2, b, b2)) -> Expression:
    """That these are at all times what they are at the start."""
    here = conjunction(*(equal(_at(each, flow.at(τ)), _at(each, STARTS)) for each in conserved))
    return for_all(τ, NONNEGATIVE, here)


def _at(term: Expression, point: tuple[Expression, ...]) -> Expression:
    (body,) = parts(function(a, a2, b, b2, body=term), "abstraction")
    return opened(body, point)


def goal(
    product: Expression = SUM, conserved: tuple[Expression, ...] = kept(a, a2, b, b2), signal: Expression = SIGNAL
) -> Expression:
    """For all sizes and laws: the loss of two heads is that of one, least values are the same, what is conserved."""
    two, one = HEADS.loss(*LETTERS), ONE.loss(a1, b1)
    same = quantified(implies(equal(a1 * b1, product), equal(two, one)), *HEADS.point, *ONE_POINT)
    least = iff(quantified(at_most(m, one), *ONE_POINT), quantified(at_most(m, two), *HEADS.point))
    in_sum = quantified(equal(two, parabola(product)), *HEADS.point)
    moves = conjunction(implies(signal, FLOW.is_global), implies(FLOW.is_global, stay(FLOW, conserved)))
    found = conjunction(same, quantified(least, ANY), in_sum, quantified(moves, *FROM))
    return quantified(found, *HEADS.data)


@cache
def of_one() -> Theorem:
    """The loss of one head at any point is the parabola in its product."""
    return under(identity(ONE.loss(a1, b1), parabola(a1 * b1), ONE.facts, ((ONE.derived(a1, b1), 1),)), *ONE_POINT)


@cache
def of_two() -> Theorem:
    """The loss of two heads is the same parabola in the sum of both products."""
    derived = HEADS.derived(*LETTERS)
    return under(identity(HEADS.loss(*LETTERS), parabola(SUM), HEADS.facts, ((derived, 1),)), *HEADS.point)


def same_loss() -> Theorem:
    """Where one head has the sum of both products as its product, its loss is that of two heads."""
    premise = assume(equal(a1 * b1, SUM))
    two, one = at(of_two(), *LETTERS), at(of_one(), a1, b1)
    half = (a1 * b1 + SUM) / 2
    using = (two, 1), (one, -1), (premise, (T - 2) * S4 - CURVATURE * half)
    found = identity(HEADS.loss(*LETTERS), ONE.loss(a1, b1), HEADS.facts, using)
    return under(found, *HEADS.point, *ONE_POINT, premise.conclusion)


def same_least() -> Theorem:
    """What is below all losses of one head is below all losses of two, and the other way round."""
    left, right = parts(_least(), "iff")
    two, one = at(of_two(), *LETTERS), at(of_one(), SUM, 1)
    equation = identity(ONE.loss(SUM, 1), HEADS.loss(*LETTERS), HEADS.facts, ((one, 1), (two, -1)))
    forth = under(rewritten(equation, at(assume(left), SUM, 1)), *HEADS.point)
    alone = at(of_two(), a1, 0, b1, 0)
    back = identity(HEADS.loss(a1, 0, b1, 0), ONE.loss(a1, b1), HEADS.facts, ((alone, 1), (at(of_one(), a1, b1), -1)))
    reverse = under(rewritten(back, at(assume(right), a1, 0, b1, 0)), *ONE_POINT)
    return under(both_ways(under(forth, left), under(reverse, right)), ANY)


def _least() -> Expression:
    two, one = HEADS.loss(*LETTERS), ONE.loss(a1, b1)
    return iff(quantified(at_most(m, one), *ONE_POINT), quantified(at_most(m, two), *HEADS.point))


@cache
def existence() -> Theorem:
    """`∀c1 ∀c2 > 0 ∀starts`: the flow exists: what it conserves and `(c1 − c2 p)²` bound the squares."""
    flow = system(c1, c2)
    given = (member(c1, REALS), member(c2, REALS)), less(0, c2)
    positive = assume(given[1])
    slack = c1 - c2 * SUM
    one, two, both = kept(a, a2, b, b2)
    height = one**2 + two**2 + 2 * both**2 + slack**2
    falls = at_most(along_field(height, flow.variables, flow.velocities), 0)
    slope = signed(falls, (positive,), products=((positive,),), squares=tuple(each * slack for each in flow.variables))
    start = _at(height, STARTS)
    low = at_most(height, start)
    halves = a**2 + a2**2, b**2 + b2**2
    bound = at_most(sum_of(flow.variables), 1 + start + 4 * (c1**2 + start) / c2**2)
    parts_of = one, two, both, slack
    helpful = (
        *(each - 1 for each in halves),
        *parts_of,
        *(each / c2 for each in (written(1), c1, c1 + slack, *parts_of)),
    )
    bounded = signed(bound, (*assumed(low), positive), squares=helpful)
    everywhere = under(slope, *HEADS.point), under(bounded, *HEADS.point, low)
    found = bounded_flow(flow.is_global, function(*flow.variables, body=height), *everywhere)
    return under(found, *given[0], *FROM, given[1])


def sum_of(variables: tuple[Expression, ...]) -> Expression:
    """The sum of the squares."""
    return Node("add", tuple(variable**2 for variable in variables))


def conserves() -> Theorem:
    """Along every solution that exists for all times the three quantities are constant."""
    exists = assume(FLOW.is_global)
    time = member(τ, NONNEGATIVE)
    starts = tuple(flow_start(each, exists) for each in FLOW.at(0))
    found = []
    for each in kept(a, a2, b, b2):
        value = _at(each, FLOW.at(τ))
        slope = under(identity(in_time(value, τ)[0], 0, HEADS.facts), time)
        now = at(conserved(function(τ, body=value), slope, exists), assume(time))
        found.append(modulo(equal(value, _at(each, STARTS)), (now, *starts)))
    return under(under(conjoin(*found), time), FLOW.is_global)


def moves() -> Theorem:
    """Unless the start of the sequence is 0 the flow exists for all times; and it conserves the three quantities."""
    exists = apply(at(existence(), (T - 2) * S4, CURVATURE, *STARTS), curvature_positive())
    return under(conjoin(under(exists, SIGNAL), conserves()), *FROM)


def proof() -> Proof:
    """The goal and its definedness."""
    found = under(conjoin(same_loss(), same_least(), of_two(), moves()), *HEADS.data)
    return Proof(goal(), found, proved(defined(goal()), solve=defined_on(HEADS, ONE)))
