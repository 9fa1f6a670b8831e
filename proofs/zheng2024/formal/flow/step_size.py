"""Gradient descent on the line: which trained points attract it and which repel it, and where it ends."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.descent.descent_at_rest import across, at_rest, steepest, stretched, stretches
from proofs.zheng2024.formal.descent.descent_attracted import attraction
from proofs.zheng2024.formal.descent.descent_end import runs
from proofs.zheng2024.formal.descent.descent_nearby import attracts, repels
from proofs.zheng2024.formal.descent.descent_repelled import repulsion
from proofs.zheng2024.formal.descent.descent_runs import (
    RUN,
    moves,
    point,
    same_sign,
    settles,
    shrinking,
    size,
    small_step,
    steps,
)
from proofs.zheng2024.formal.descent.descent_step import STEP, h
from proofs.zheng2024.formal.flow.reduced_flow_basins import FAR, go_to, goes, limit_is_defined
from proofs.zheng2024.formal.flow.reduced_flow_solution import SIZE
from proofs.zheng2024.formal.on_line.curved_beside import (
    CURVED_ACROSS,
    CURVED_BESIDE,
    curved_across,
    curved_beside,
    regular_beside,
)
from proofs.zheng2024.formal.on_line.descent_on_line import ONE_STEP, one_step
from proofs.zheng2024.formal.on_line.line_flow import POINT
from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, a, a0, b, b0, d
from proofs.zheng2024.formal.on_line.line_signs import constants
from proofs.zheng2024.formal.on_line.scalar_gradient import by_scalars, derivatives_by_scalars
from proofs.zheng2024.formal.on_line.trained_line import (
    C1,
    C2,
    FLOWS,
    STARTS,
    at_the_constants,
    flows,
    for_each_law,
    given_law,
    well_defined,
)
from proofs.zheng2024.formal.scalars.scalar_limits import limits_known
from proofs.zheng2024.formal.scalars.scalar_rate import rate_at_limit
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import apply, assume, conjoin, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    at_most,
    conjunction,
    equal,
    implies,
    less,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, other_than_0, quantified, under

HYPERBOLA = equal(a * b, C1 / C2)
K = C2 * (a**2 + b**2)
"""`k`, at a trained point `(a, b)`."""
FACTOR = 1 - h * K
SLOW, FAST = less(h * K, 2), less(2, h * K)
STEPS = steps(C1, C2, h)
"""Each point of a run is where one step leads from the one before."""
STRETCHES, ATTRACTS, REPELS = stretches(C1, C2), attracts(C1, C2, STEPS), repels(C1, C2, STEPS)
SMALL, MOVES = small_step(C1, C2), moves()
RUNS = conjunction(same_sign(C1, C2), shrinking(C1, C2), settles(C1, C2))


def goal(
    factor: Expression = FACTOR,
    slow: Expression = SLOW,
    fast: Expression = FAST,
    flattest: Number = 1,
    small: Expression = SMALL,
    starts: Expression = MOVES,
    beside: Expression = CURVED_BESIDE,
    times: Number = d,
    hypotheses: Expression = LINE_CONDITIONS,
) -> Expression:
    """For all sizes, laws and step sizes: one step, what trained points do, where small steps lead; where the flow."""
    everywhere = quantified(conjunction(ONE_STEP, STRETCHES), *POINT)
    trained = conjunction(
        across(C1, C2, factor),
        steepest(C1, C2),
        implies(slow, ATTRACTS),
        implies(fast, REPELS),
        implies(less(flattest, h * C1), FAST),
    )
    there = quantified(implies(HYPERBOLA, trained), *POINT)
    descent = quantified(implies(STEPS, implies(small, implies(starts, RUNS))), *RUN)
    curved = quantified(implies(HYPERBOLA, conjunction(CURVED_ACROSS, beside)), *POINT)
    of_step = quantified(conjunction(everywhere, there, descent), STEP)
    return for_each_law(conjunction(of_step, by_scalars(times), curved, quantified(FLOW, *STARTS)), hypotheses)


SIDES = (
    implies(less(0, a0 + b0), conjunction(*go_to(*FAR))),
    implies(less(a0 + b0, 0), conjunction(*go_to(-FAR[0], -FAR[1]))),
)
FLOW = conjunction(
    FLOWS,
    *SIDES,
    conjunction(less(0, FAR[0]), less(0, FAR[1]), equal(FAR[0] * FAR[1], C1 / C2)),
    equal(SIZE, C2 * (FAR[0] ** 2 + FAR[1] ** 2)),
)
"""Where the flow ends, on which branch, and that k there is known from the start."""


def of_flow() -> Theorem:
    """Where the flow ends."""
    known, there = at_the_constants(limits_known(), a0, b0), goes()
    size_there = at_the_constants(rate_at_limit(), a0, b0)
    end = conjoin(*(part(number, known) for number in range(3)))
    return under(conjoin(flows(), part(0, there), part(1, there), end, size_there), *STARTS)


def at_trained_points() -> Theorem:
    """What is claimed of a trained point."""
    step, rest = assume(STEP), assume(HYPERBOLA)
    stretching, flat = (part(number, apply(at_the_constants(at_rest(), step, a, b), rest)) for number in range(2))
    near, far = (apply(at_the_constants(theorem, step, a, b), rest) for theorem in (attraction(), repulsion()))
    steep, most, positive_step = less(1, h * C1), part(1, flat), assumed(STEP)[-1]
    past = under(signed(FAST, (assume(steep), positive_step, most), products=((positive_step, most),)), steep)
    return under(conjoin(stretching, flat, near, far, past), *POINT, HYPERBOLA)


def proof() -> Proof:
    """The goal and its definedness."""
    step = assume(STEP)
    everywhere = under(conjoin(one_step(), at_the_constants(stretched(), step, a, b)), *POINT)
    descent = at_the_constants(runs(), step)
    curved = under(conjoin(curved_across(), curved_beside()), *POINT, HYPERBOLA)
    of_step = under(conjoin(everywhere, at_trained_points(), descent), STEP)
    return Proof(goal(), given_law(conjoin(of_step, derivatives_by_scalars(), curved, of_flow())), definedness())


@cache
def known_to_be_defined() -> Facts:
    """That the radicand of k is not negative at the start of a run, and that c2 is not 0."""
    radicand = parts(size(C1, C2), "root")[0]
    x, y = point(1)
    return signed(at_most(0, radicand), squares=(C1, C2 * (x**2 - y**2))), other_than_0(constants()[1])


def definedness() -> Theorem:
    """The goal is defined."""

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        known = next((each for each in known_to_be_defined() if each.conclusion == formula), None)
        if known is None and formula == regular_beside().conclusion:
            return regular_beside()
        return known or limit_is_defined(formula, facts)

    return well_defined(goal(), solve)
