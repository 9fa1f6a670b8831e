"""The gradient flow of the model from the family: it stays there, along the system of a number and a matrix."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.dominated_gap import force
from proofs.zhang2024.formal.flow.pair_flow import NOW, START, TIME, A, a, existence, t
from proofs.zhang2024.formal.flow.pair_in_field import MOVE, X, along
from proofs.zhang2024.formal.flow.pair_limits import above, entry_tends, number_tends, r
from proofs.zhang2024.formal.loss_in_traces import (
    FAMILY,
    KEY,
    LINEAR,
    U,
    gradient,
    stated,
    u,
)
from proofs.zhang2024.formal.trained_point import DATA, POINT, R, by_letters, divisors, facts, form, spread, there
from symbolic.core.expressions import Expression, opened
from symbolic.core.rules.convergence import eventually
from symbolic.core.rules.facts import flow_on_family
from symbolic.core.rules.logic import assume, conjoin, part, parts
from symbolic.core.rules.matrix_algebra import cell_of_word, cells_of_equal
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    Number,
    at_most,
    cell,
    conjunction,
    equal,
    equal_matrices,
    for_all,
    function,
    integers_between,
    less,
    member,
    multiple,
    tends,
)
from symbolic.goals.engine import derived_gradient, derived_regularity
from symbolic.goals.stated import ENTRY
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import at, belonging, modulo, under
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

BLOCKS = tuple(stated().setting.blocks)
MOVING = ("W_PV_22", "W_KQ_11")


def started(scalar: Expression = a, matrix: Expression = A) -> tuple[Expression, ...]:
    """Sizes, data and blocks at a start on the family."""
    return (*stated().given, *(there(block, scalar, matrix) for block in stated().blocks))


def trained(block: str, start: tuple[Expression, ...]) -> Expression:
    """An entry of a block at time t."""
    return cell(stated().model.trajectory(block, *start, t), *ENTRY)


def ends(scalar: Expression = a, matrix: Expression = A, limit: Number = r, best: Expression = R) -> Expression:
    """There is one gradient flow from a start, it tends to a point of the family, and other blocks stay 0."""
    start = started(scalar, matrix)
    entries = stated().entries
    still = (
        for_all(t, NONNEGATIVE, entries(block, equal(trained(block, start), 0)))
        for block in BLOCKS
        if block not in MOVING
    )
    one, other = (
        tends(t, NONNEGATIVE, trained(block, start), end)
        for block, end in zip(MOVING, (limit, cell(best, *ENTRY) / limit), strict=True)
    )
    return conjunction(stated().model.flows(*start), entries(MOVING[0], one), entries(MOVING[1], other), *still)


def places(block: str) -> tuple[Expression, ...]:
    """Row and column of an entry of a block."""
    return tuple(
        member(place, integers_between(1, length)) for place, length in zip(ENTRY, stated().shape(block), strict=True)
    )


def slope(block: str) -> Theorem:
    """The gradient by a block on the family is opposite to the velocity of the family."""
    wanted = equal(cell(gradient(block), *ENTRY), -along(stated().values(block)))
    if block == MOVING[1]:
        return under(_of_matrix(wanted), *POINT, *places(block))
    if block == MOVING[0]:
        return under(_of_number(wanted), *POINT, *places(block))
    derived = at(derived_gradient(KEY, FAMILY, block), *_point(), *map(assume, places(block)))
    return under(modulo(wanted, (derived,)), *POINT, *places(block))


def _point() -> tuple[Theorem, ...]:
    """What the data and a point belong to, as what is derived asks for."""
    return (*map(assume, DATA[:2]), spread(), belonging(u, REALS), assume(POINT[1]))


def _of_number(wanted: Expression) -> Theorem:
    derived = at(derived_gradient(KEY, FAMILY, MOVING[0]), *_point(), *map(assume, places(MOVING[0])))
    _, found = parts(derived.conclusion, "equal")
    same = rewritten_traces(equal(found, u * form(U) - LINEAR), facts(), (), divisors())
    return modulo(wanted, (derived, same))


def _of_matrix(wanted: Expression) -> Theorem:
    equation, shape = force()
    turned = by_letters(equal_matrices(gradient(MOVING[1]), multiple(-1, MOVE)), equation, more=(shape,))
    entry = cells_of_equal(turned, shape, *map(assume, places(MOVING[1])))
    return modulo(wanted, (entry, cell_of_word(cell(multiple(-1, MOVE), *ENTRY))))


@cache
def flow() -> Theorem:
    """There is one gradient flow from a start, and it follows the system."""
    functions = tuple(function(u, U, *ENTRY, body=stated().values(block)) for block in BLOCKS)
    start = (*map(assume, DATA[:2]), spread(), belonging(a, REALS), assume(START[1]))
    regular = at(derived_regularity(KEY, FAMILY), *start)
    slopes = tuple(map(slope, BLOCKS))
    return flow_on_family(stated().model.flows(*started()), functions, regular, existence(), slopes, assume(START[1]))


def follows(block: str) -> Theorem:
    """What an entry of a block is at time t."""
    now_ = at(part(1, flow()), assume(TIME))
    return at(part(BLOCKS.index(block), now_), *map(assume, places(block)))


def still(block: str) -> Theorem:
    """An entry of a block that stays 0."""
    entry = follows(block)
    left, _ = parts(entry.conclusion, "equal")
    return under(modulo(equal(left, 0), (entry,)), TIME, *places(block))


def arrives() -> Theorem:
    """The flow from a start tends to where u tends to r, if u stays above a positive number."""
    _, one, other, *_ = parts(ends(), "and")
    number = _arriving(one, MOVING[0], number_tends(), ())
    of_entry = at(entry_tends(), *map(assume, places(MOVING[1])))
    off, turned, scaled = now_of_entry()
    matrix = _arriving(other, MOVING[1], of_entry, (off, turned, scaled))
    return conjoin(part(0, flow()), number, matrix, *(still(block) for block in BLOCKS if block not in MOVING))


def now_of_entry() -> tuple[Theorem, ...]:
    """`X[j, k] = u U[j, k] − Γ⁻¹[j, k]` at time t."""
    whole = there(X, *NOW)
    summands = parts(whole, "sum_of_matrices")
    return tuple(cell_of_word(cell(each, *ENTRY)) for each in (whole, *summands))


def _arriving(formula: Expression, block: str, limit: Theorem, equations: tuple[Theorem, ...]) -> Theorem:
    for place in places(block):
        formula = opened(parts(formula, "for_all")[1], (parts(place, "member")[0],))
    _, body, _ = parts(formula, "tends")
    _, found, _ = parts(limit.conclusion, "tends")
    left, right = (opened(each, (t,)) for each in (found, body))
    known = (above()[1], above()[0])
    sign = signed(less(0, NOW[0]), known)
    same = modulo(equal(left, right), (follows(block), *equations), (sign,))
    later = at_most(0, t)
    return under(eventually(formula, limit, under(same, TIME, later)), *places(block))
