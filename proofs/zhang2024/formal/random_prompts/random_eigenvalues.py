"""Training on prompts with random covariances: `u' = d a s`, `a' = u s` with `s = E λ² − c ua`, and where ua tends."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal import weighted_pair
from proofs.zhang2024.formal.random_prompts.random_law import MODEL, VARIES, WEIGHT, N, constants, d, m2
from proofs.zhang2024.formal.random_prompts.random_means import means, means_proved
from proofs.zhang2024.formal.random_prompts.random_minimum import least, least_proved, loss_is_polynomial
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, bound, opened, written
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.convergence import eventually
from symbolic.core.rules.entries import indicator_of_true
from symbolic.core.rules.logic import assume, conjoin, discharge, part, parts, reflexive
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
    implies,
    integers_between,
    member,
    real,
    root,
    tends,
)
from symbolic.goals.family_statements import defined_on
from symbolic.goals.flows_on_family import FlowOnFamily
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import at, belonging, conjuncts, modulo, proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import of_matrices

a, u, a0, u0, t, j = map(real, ("a", "u", "a0", "u0", "τ", "j"))
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


def gradient(block: str) -> Expression:
    """The gradient by a block on the family."""
    return MODEL.stated.gradient(block)


WIDTH, RADICAND = u**2 + d * a**2, (u**2 - d * a**2) ** 2 + 4 * d * (u * a) ** 2
PLACE = member(j, integers_between(1, d))


def alone(velocity: Expression = WIDTH * (m2 - WEIGHT * u * a), width: Expression = RADICAND) -> Expression:
    """How ua moves along minus the gradient, by itself and by `u² − d a²`."""
    slopes = cell(gradient("W_PV_22"), 1, 1), cell(gradient("W_KQ_11"), j, j)
    moves = quantified(equal(-a * slopes[0] - u * slopes[1], velocity), PLACE)
    return quantified(conjunction(moves, equal(WIDTH, root(width))), member(a, REALS), member(u, REALS))


def goal(
    limit: Number = m2 / WEIGHT,
    varies: Expression = VARIES,
    product_: Expression | None = None,
    conserved: Expression = COURSE[0],
    moves: Expression | None = None,
    mean: Expression | None = None,
    low: Expression | None = None,
) -> Expression:
    """For all sizes, laws and positive starts there is one flow; it stays on the family, and ua tends to a limit.

    On its way ua stays positive and moves to one side. Which means are multiples of the identity, and where the loss
    is least.
    """
    goes = tends(t, NONNEGATIVE, product_ or TRAINED[0] * TRAINED[1], limit)
    found = quantified(conjunction(FLOW.exists, FLOW.stays, goes, conserved, *COURSE[1:]), *STARTS)
    inside = conjunction(found, low or least())
    return quantified(conjunction(mean or means(), moves or alone(), implies(varies, inside)), *MODEL.data)


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


def alone_proved() -> Theorem:
    """How ua moves."""
    ones = (at(MODEL.slopes(block), a, u) for block in ("W_PV_22", "W_KQ_11"))
    first, second = next(ones), next(ones)
    slopes = at(first, 1, 1), at(second, assume(PLACE), assume(PLACE)), indicator_of_true(reflexive(j))
    moves, same = parts(opened_at(alone()), "and")
    found = under(modulo(opened(parts(moves, "for_all")[1], (j,)), slopes, (positive(N, MODEL.facts),)), PLACE)
    big = positive(d, MODEL.facts)
    above, squared = conjuncts(square_root(radicand_sign()))
    wide = signed(at_most(0, WIDTH), (big,), products=((big,),), squares=(u, a))
    sides = (
        signed(at_most(*each), (above, squared, wide), degree=2)
        for each in ((WIDTH, root(RADICAND)), (root(RADICAND), WIDTH))
    )
    both = signed(same, tuple(sides), degree=2)
    return under(conjoin(found, both), member(a, REALS), member(u, REALS))


def opened_at(formula: Expression) -> Expression:
    """What is said of every a and u."""
    for letter in (a, u):
        formula = opened(parts(formula, "for_all")[1], (letter,))
    return formula


@cache
def radicand_sign() -> Theorem:
    """`0 ≤ (u² − d a²)² + 4 d (ua)²`, which is the square of `u² + d a²`."""
    return signed(at_most(0, RADICAND), squares=(WIDTH,))


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(part(0, flow()), part(1, flow()), product_tends(), *limit()[2:])
    inside = under(conjoin(under(found, *STARTS), least_proved()), VARIES)
    theorem = under(conjoin(conjoin(*means_proved()), alone_proved(), inside), *MODEL.data)
    return Proof(goal(), theorem, proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial, that the flow exists, and that c is not 0; shapes."""
    settled = limit()[0], part(0, flow()), radicand_sign(), loss_is_polynomial()
    solve = defined_on(MODEL, theorems=settled, divisors=lambda facts: constants())
    return solve(formula, known) or of_matrices(formula, known)
