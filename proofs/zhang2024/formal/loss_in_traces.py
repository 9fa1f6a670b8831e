"""The loss of Zhang, Frei and Bartlett's model on its family, in traces, and its gradient by every block."""

from __future__ import annotations

from functools import cache

from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, nodes, opened
from symbolic.core.rules.logic import assume, conjoin, parts
from symbolic.core.rules.matrix_algebra import shape_of_equal, traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    cell,
    conjunction,
    equal,
    equal_matrices,
    identity_matrix,
    integers_between,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.goals.engine import declared, derived_gradient, derived_loss, derived_regularity
from symbolic.goals.stated import ENTRY, Stated
from symbolic.tactics.signs import Facts, nonzero
from symbolic.tactics.steps import assumed, at, belonging, modulo, other_than_0, proved, under
from symbolic.tactics.whole_matrices.matrix_letters import known_letters, of_matrices, shaped
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

KEY, FAMILY = "zhang2024", "reduced"
d, N, u = map(real, ("d", "N", "u"))
Λ, U = map(matrix_letter, ("Λ", "U"))
ELSEWHERE = ("W_PV_11", "W_PV_12", "W_PV_21", "W_KQ_12", "W_KQ_21", "W_KQ_22")
GAMMA = sum_of_matrices(multiple(1 + 1 / N, Λ), multiple(trace(Λ) / N, identity_matrix(d)))
QUADRATIC, LINEAR = trace(product(GAMMA, Λ, U, Λ, transpose(U))), trace(product(Λ, Λ, transpose(U)))

LOSS = u**2 * QUADRATIC / 2 - u * LINEAR + trace(Λ) / 2
SLOPE = u * QUADRATIC - LINEAR
FORCE = sum_of_matrices(multiple(u**2, product(GAMMA, Λ, U, Λ)), multiple(-u, product(Λ, Λ)))


@cache
def stated() -> Stated:
    """The setting on its family, as formulas name it."""
    return Stated(declared(KEY), FAMILY)


def gradient(block: str) -> Expression:
    """The gradient by a block at a point of the family."""
    return stated().gradient(block)


def vanishes(block: str) -> Expression:
    """Every entry of the gradient by a block is 0."""
    return stated().entries(block, equal(cell(gradient(block), *ENTRY), 0))


def goal(loss: Number = LOSS, slope: Number = SLOPE, force: Expression = FORCE) -> Expression:
    """For all sizes, covariances and points of the family: the loss and the gradient by every block."""
    found = conjunction(
        equal(stated().loss(), loss),
        equal(cell(gradient("W_PV_22"), 1, 1), slope),
        equal_matrices(gradient("W_KQ_11"), force),
        *map(vanishes, ELSEWHERE),
    )
    return stated().everywhere(found)


def in_traces(derived: Theorem, goal_: Expression) -> Theorem:
    """What is derived of a number, in other traces."""
    left, found = parts(derived.conclusion, "equal")
    _, right = parts(goal_, "equal")
    facts = assumed(*stated().domains)
    inside = [node.parts[0] for node in (*nodes(found), *nodes(right)) if node.head == "trace"]
    divisor = other_than_0(nonzero(N, facts))
    same = traces(equal(found, right), (), (), known_letters(facts, *inside), (divisor,))
    return modulo(equal(left, right), (derived, same))


def proof() -> Proof:
    """The goal and its definedness."""
    of_loss, *_ = parts(_inside(goal()), "and")
    point = tuple(map(assume, stated().domains))
    derived = at(derived_loss(KEY, FAMILY), *point)
    found = conjoin(in_traces(derived, of_loss), scalar_slope(), matrix_slope(), *map(nothing, ELSEWHERE))
    return Proof(goal(), under(found, *stated().domains), proved(defined(goal()), solve=regular))


@cache
def scalar_slope() -> Theorem:
    """The gradient by u at a point of the family."""
    ones = (belonging(1, integers_between(1, 1)),) * 2
    derived = at(derived_gradient(KEY, FAMILY, "W_PV_22"), *map(assume, stated().domains), *ones)
    return in_traces(derived, equal(cell(gradient("W_PV_22"), 1, 1), SLOPE))


@cache
def derived_force() -> tuple[Theorem, Theorem]:
    """The gradient by U at a point of the family, as it is derived, and its shape."""
    force = at(derived_gradient(KEY, FAMILY, "W_KQ_11"), *map(assume, stated().domains))
    return force, gradient_shape(force, assumed(*stated().domains))


@cache
def matrix_slope() -> Theorem:
    """The same as it is stated."""
    force, shape = derived_force()
    facts = assumed(*stated().domains)
    divisor = other_than_0(nonzero(N, facts))
    return rewritten_words(equal_matrices(gradient("W_KQ_11"), FORCE), (*facts, shape), [force], [divisor])


def nothing(block: str) -> Theorem:
    """That every entry of the gradient by a block is 0: what is derived is a sum of nothing."""
    places = tuple(
        member(place, integers_between(1, length)) for place, length in zip(ENTRY, stated().shape(block), strict=True)
    )
    derived = at(derived_gradient(KEY, FAMILY, block), *map(assume, (*stated().domains, *places)))
    return under(modulo(equal(cell(gradient(block), *ENTRY), 0), (derived,)), *places)


def gradient_shape(force: Theorem, facts: Facts) -> Theorem:
    """The shape of the gradient by a block, from what it is equal to."""
    return shape_of_equal(force, shaped(parts(force.conclusion, "equal_matrices")[1], facts))


def regular(formula: Expression, facts: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial at a point of the family, and shapes."""
    if isinstance(formula, Node) and formula.head == "regular":
        return at(derived_regularity(KEY, FAMILY), *map(assume, stated().domains))
    return of_matrices(formula, facts)


def _inside(formula: Expression) -> Expression:
    """What is said of all data and all points."""
    for membership in stated().domains:
        variable, _ = parts(membership, "member")
        formula = opened(parts(formula, "for_all")[1], (variable,))
    return formula
