"""The loss for covariates and a query of any laws, and the gradient flow from the family, which stays there."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.any_law import any_covariates
from proofs.zhang2024.formal.any_law.any_covariates import facts, force, nothing, value
from proofs.zhang2024.formal.any_law.laws_of_covariates import (
    DATA,
    MODEL,
    POINT,
    C,
    F,
    Q,
    S,
    blocks_at,
    gradient,
)
from proofs.zhang2024.formal.any_law.laws_of_covariates import goal as of_points
from proofs.zhang2024.formal.any_law.semidefinite_moments import factor, query
from proofs.zhang2024.formal.dominated_gap import HALF
from proofs.zhang2024.formal.flow import any_pair
from proofs.zhang2024.formal.flow.any_pair import START, a
from proofs.zhang2024.formal.flow.from_family import MOVING, FromFamily, velocities
from proofs.zhang2024.formal.loss_in_traces import U, u
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, conjoin, parts
from symbolic.core.rules.matrix_algebra import cell_of_word, cells_of_equal
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    cell,
    conjunction,
    equal,
    equal_matrices,
    multiple,
    product,
    trace,
    transpose,
)
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.goals.stated import ENTRY
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import at, belonging, modulo, proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

FLOW = FromFamily(MODEL.stated, velocities(S, Q, C))
"""`u' = tr(ΛQUᵀ) − u tr(SUQUᵀ)`, `U' = −u² SUQ + u ΛQ`."""


def known() -> Facts:
    """What is known of sizes, matrices of moments and a point."""
    return (*facts(), query(), *map(assume, POINT))


@cache
def below() -> Theorem:
    """`∀U: tr(ΛQUᵀ) ≤ tr(SUQUᵀ)/4 + tr Q`: the loss at `u = ½` is not negative."""
    low = ModelAnywhere("zhang2024-any").not_negative(
        *MODEL.stated.given, *blocks_at(written(HALF), U), facts=(*MODEL.given, *known())
    )
    there = at(value(), HALF, assume(POINT[1]))
    linear = trace(product(C, Q, transpose(U)))
    _, found = parts(there.conclusion, "equal")
    wanted = trace(product(S, U, Q, transpose(U))) / 8 - linear / 2 + trace(Q) / 2
    same = rewritten_traces(equal(found, wanted), known())
    return under(
        signed(at_most(linear, trace(product(S, U, Q, transpose(U))) / 4 + trace(Q)), (low, there, same)), POINT[1]
    )


@cache
def existence() -> Theorem:
    """The system has one solution on [0, ∞), from any start."""
    data = assume(any_pair.SIZE), factor(), query(), shaped(C, facts()), belonging(trace(Q), REALS, facts())
    return at(apply(at(any_pair.existence(), *data), below()), *map(assume, START))


def _slope(block: str) -> Theorem:
    wanted = equal(cell(gradient(block), *ENTRY), -FLOW.along(MODEL.stated.values(block)))
    inside = FLOW.places(block)
    if block == MOVING[0]:
        ones = at(MODEL.slopes(block), u, assume(POINT[1]), *map(assume, inside))
        found = parts(ones.conclusion, "equal")[1]
        same = rewritten_traces(equal(found, -FLOW.velocities[0]), known())
        return under(modulo(wanted, (ones, same)), *POINT, *inside)
    if block == MOVING[1]:
        equation, shape = force()
        back = multiple(-1, FLOW.velocities[1])
        turned = rewritten_words(equal_matrices(gradient(block), back), (*known(), shape), [equation])
        entry = cells_of_equal(turned, shape, *map(assume, inside))
        return under(modulo(wanted, (entry, cell_of_word(cell(back, *ENTRY)))), *POINT, *inside)
    rests = at(nothing(block), *map(assume, inside))
    return under(modulo(wanted, (rests,)), *POINT, *inside)


@cache
def flow() -> Theorem:
    """There is one gradient flow from a start, and it follows the system."""
    regular = MODEL.regular_at(a, assume(START[1]))
    return FLOW.flow(existence(), regular, tuple(map(_slope, FLOW.blocks)), assume(START[1]))


@cache
def kept() -> Theorem:
    """`∀t: u² − ‖U‖²` is what it is at the start."""
    shapes = tuple(shaped(each, facts()) for each in (C, Q, F))
    return FLOW.kept(existence(), FLOW.level(known()), facts(), *shapes, assume(START[1]))


def goal(points: Expression | None = None, flow_: Expression | None = None) -> Expression:
    """For all sizes and laws: what is said of points, and of the flow from each."""
    return conjunction(points or of_points(), quantified(flow_ or FLOW.stays(), *DATA))


def proof() -> Proof:
    """The goal and its definedness."""
    stays = under(FLOW.stays_proved(existence(), flow(), kept()), *DATA)
    theorem = conjoin(any_covariates.proof().theorem, stays)
    return Proof(goal(), theorem, proved(defined(goal()), solve=FLOW.meaningful(existence, any_covariates.meaningful)))
