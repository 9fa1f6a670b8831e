"""Training on prompts with random covariances: `u' = d a s`, `a' = u s` with `s = E λ² − c ua`, and where ua tends."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal import weighted_pair
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, bound, opened, written
from symbolic.core.rules.convergence import eventually
from symbolic.core.rules.entries import indicator_of_true
from symbolic.core.rules.facts import cauchy_schwarz
from symbolic.core.rules.logic import assume, conjoin, discharge, part, parts, reflexive
from symbolic.core.rules.means import mean_of_constant, ordered_means
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
    function,
    implies,
    integers_between,
    law,
    less,
    mean,
    member,
    real,
    tends,
)
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.goals.flows_on_family import FlowOnFamily
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import at, belonging, conjuncts, modulo, proved, quantified, under

MODEL = ModelOnFamily("zhang2024-random", "multiples")
d, N, a, u, a0, u0, t, K, x = map(real, ("d", "N", "a", "u", "a0", "u0", "τ", "K", "x"))
μ = law("μ")
m1, m2, m3 = (mean(x, μ, x**power) for power in (2, 4, 6))
"""`E λ`, `E λ²` and `E λ³`, λ the square of what has the law."""

WEIGHT = (1 + 1 / N) * m3 + (m3 + (d - 1) * m1 * m2) / N
"""A diagonal entry c of `E ΓΛ²`."""

LEFT_OUT = (
    "That E ΓΛ² and E Λ² are c and E λ² times the identity, the equation for ua alone, and that the limit is a global "
    "minimum over u and U."
)
VARIES = less(0, m2)
STARTS = member(a0, POSITIVE), member(u0, POSITIVE)


SYSTEM = weighted_pair.pair(d, m2, WEIGHT, a0, u0)
FLOW = FlowOnFamily(MODEL, SYSTEM)
TRAINED = tuple(cell(MODEL.stated.model.trajectory(block, *FLOW.start, t), 1, 1) for block in ("W_PV_22", "W_KQ_11"))
TIME = member(t, NONNEGATIVE)


def course(statement: Expression) -> Expression:
    """What is said of a flow with any m and c, of this one."""
    numbers = weighted_pair.m, weighted_pair.c
    return opened(bound(statement, numbers), (m2, WEIGHT))


COURSE = tuple(map(course, (weighted_pair.CONSERVED, weighted_pair.MONOTONE, weighted_pair.REMAINS)))
"""What is conserved, that ua moves to one side, and stays positive."""


def goal(
    limit: Number = m2 / WEIGHT,
    varies: Expression = VARIES,
    product_: Expression | None = None,
    conserved: Expression = COURSE[0],
) -> Expression:
    """For all sizes, laws and positive starts there is one flow; it stays on the family, and ua tends to a limit.

    On its way ua stays positive and moves to one side.
    """
    goes = tends(t, NONNEGATIVE, product_ or TRAINED[0] * TRAINED[1], limit)
    found = quantified(conjunction(FLOW.exists, FLOW.stays, goes, conserved, *COURSE[1:]), *STARTS)
    return quantified(implies(varies, found), *MODEL.data)


@cache
def constants() -> Facts:
    """`0 < E λ²`, `0 < c` and `0 < N`, as `(E λ²)² ≤ E λ E λ³`."""
    finite, count, varies = MODEL.given[2], positive(N, MODEL.facts), assume(VARIES)
    mixed = cauchy_schwarz(function(x, body=x), function(x, body=x**3), finite)
    low, high = (not_negative_mean(power, finite) for power in (2, 6))
    third = signed(less(0, m3), (mixed, low, high, varies, finite), degree=2)
    share = positive(1 / N, (count,))
    wide = signed(at_most(0, d - 1), MODEL.facts)
    weight = signed(
        less(0, WEIGHT),
        (third, low, varies, count, share, wide, finite),
        products=((third, share), (wide, low, varies, share)),
    )
    return varies, weight, count


def not_negative_mean(power: int, finite: Theorem) -> Theorem:
    """`0 ≤ E x^power` for an even power."""
    square = signed(at_most(0, x**power), squares=(x ** (power // 2),))
    ordered = ordered_means(under(square, member(x, REALS)), finite)
    return signed(at_most(0, mean(x, μ, x**power)), (ordered, finite, mean_of_constant(mean(x, μ, written(0)))))


@cache
def limit() -> Facts:
    """That there is one solution of the system, and where ua tends."""
    varies, weight, _ = constants()
    positive_ones = (belonging(each, POSITIVE, (sign,)) for each, sign in ((m2, varies), (WEIGHT, weight)))
    return conjuncts(at(weighted_pair.theorem(), MODEL.given[0], *positive_ones, *map(assume, STARTS)))


@cache
def flow() -> Theorem:
    """There is one gradient flow, and it is the family along the system."""
    return FLOW.theorem(limit()[0], known=constants())


def product_tends() -> Theorem:
    """The limit of the product of the first entries."""
    now = conjuncts(at(part(1, flow()), assume(TIME)))
    blocks = tuple(MODEL.stated.setting.blocks)
    one = indicator_of_true(reflexive(written(1)))

    def first(block: str) -> Theorem:
        ends = (belonging(1, integers_between(1, size), MODEL.facts) for size in MODEL.stated.shape(block))
        return at(now[blocks.index(block)], *ends)

    _, body, value = parts(limit()[1].conclusion, "tends")
    moved = opened(body, (t,))
    same = modulo(equal(moved, TRAINED[0] * TRAINED[1]), (*map(first, ("W_PV_22", "W_KQ_11")), one))
    goes = tends(t, NONNEGATIVE, TRAINED[0] * TRAINED[1], value)
    return eventually(goes, limit()[1], under(discharge(at_most(0, t), same), TIME))


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(part(0, flow()), part(1, flow()), product_tends(), *limit()[2:])
    theorem = under(found, *STARTS)
    return Proof(goal(), under(theorem, *MODEL.data, VARIES), proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial, that the flow exists, and that c is not 0."""
    solve = defined_on(MODEL, theorems=(limit()[0], part(0, flow())), divisors=lambda facts: constants())
    return solve(formula, known)
