"""The gradient flow of the model from the family: it stays there, along the system of a number and a matrix."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.flow import family_flow
from proofs.zhang2024.formal.flow.any_pair import A, a
from proofs.zhang2024.formal.flow.family_flow import FLOW, NOW, definite
from proofs.zhang2024.formal.flow.from_family import MOVING, TIME, t
from proofs.zhang2024.formal.flow.pair_in_field import X
from proofs.zhang2024.formal.flow.pair_limits import above, entry_tends, number_tends, r
from proofs.zhang2024.formal.loss_in_traces import (
    stated,
)
from proofs.zhang2024.formal.trained_point import R, there
from symbolic.core.expressions import Expression, opened
from symbolic.core.rules.convergence import eventually
from symbolic.core.rules.logic import assume, conjoin, part, parts
from symbolic.core.rules.matrix_algebra import cell_of_word
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    Number,
    at_most,
    cell,
    conjunction,
    equal,
    for_all,
    less,
    tends,
)
from symbolic.goals.stated import ENTRY
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import at, modulo, under


def trained(block: str, start: tuple[Expression, ...]) -> Expression:
    """An entry of a block at time t."""
    return cell(stated().model.trajectory(block, *start, t), *ENTRY)


def ends(scalar: Expression = a, matrix: Expression = A, limit: Number = r, best: Expression = R) -> Expression:
    """There is one gradient flow from a start, it tends to a point of the family, and other blocks stay 0."""
    start = FLOW.started(scalar, matrix)
    entries = stated().entries
    still = (
        for_all(t, NONNEGATIVE, entries(block, equal(trained(block, start), 0)))
        for block in FLOW.blocks
        if block not in MOVING
    )
    one, other = (
        tends(t, NONNEGATIVE, trained(block, start), end)
        for block, end in zip(MOVING, (limit, cell(best, *ENTRY) / limit), strict=True)
    )
    return conjunction(stated().model.flows(*start), entries(MOVING[0], one), entries(MOVING[1], other), *still)


@cache
def flow() -> Theorem:
    """There is one gradient flow from a start, and it follows the system."""
    return definite(family_flow.flow())


def follows(block: str) -> Theorem:
    """What an entry of a block is at time t."""
    now_ = at(part(1, flow()), assume(TIME))
    return at(part(FLOW.blocks.index(block), now_), *map(assume, FLOW.places(block)))


def still(block: str) -> Theorem:
    """An entry of a block that stays 0."""
    entry = follows(block)
    left, _ = parts(entry.conclusion, "equal")
    return under(modulo(equal(left, 0), (entry,)), TIME, *FLOW.places(block))


def arrives() -> Theorem:
    """The flow from a start tends to where u tends to r, if u stays above a positive number."""
    _, one, other, *_ = parts(ends(), "and")
    number = _arriving(one, MOVING[0], number_tends(), ())
    of_entry = at(entry_tends(), *map(assume, FLOW.places(MOVING[1])))
    off, turned, scaled = now_of_entry()
    matrix = _arriving(other, MOVING[1], of_entry, (off, turned, scaled))
    return conjoin(part(0, flow()), number, matrix, *(still(block) for block in FLOW.blocks if block not in MOVING))


def now_of_entry() -> tuple[Theorem, ...]:
    """`X[j, k] = u U[j, k] − Γ⁻¹[j, k]` at time t."""
    whole = there(X, *NOW)
    summands = parts(whole, "sum_of_matrices")
    return tuple(cell_of_word(cell(each, *ENTRY)) for each in (whole, *summands))


def _arriving(formula: Expression, block: str, limit: Theorem, equations: tuple[Theorem, ...]) -> Theorem:
    for place in FLOW.places(block):
        formula = opened(parts(formula, "for_all")[1], (parts(place, "member")[0],))
    _, body, _ = parts(formula, "tends")
    _, found, _ = parts(limit.conclusion, "tends")
    left, right = (opened(each, (t,)) for each in (found, body))
    known = (above()[1], above()[0])
    sign = signed(less(0, NOW[0]), known)
    same = modulo(equal(left, right), (follows(block), *equations), (sign,))
    later = at_most(0, t)
    return under(eventually(formula, limit, under(same, TIME, later)), *FLOW.places(block))
