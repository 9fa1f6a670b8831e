"""The gradient flow on the family from any start, as a system of a number and a matrix: it exists for all times."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.dominated_gap import SCALED
from proofs.zhang2024.formal.flow import family_flow
from proofs.zhang2024.formal.flow.any_pair import START, A, a
from proofs.zhang2024.formal.flow.family_flow import FIRST, NOW, definite
from proofs.zhang2024.formal.flow.from_family import TIME, t
from proofs.zhang2024.formal.flow.heights import HEIGHT, SECOND
from proofs.zhang2024.formal.flow.pair_in_field import (
    BEFORE,
    BEHIND,
    ENERGY,
    GAP,
    LEAST_SQUARE,
    LOW,
    MOVE,
    PULL,
    X,
    along,
    distance,
    energy,
    falling,
    lengths,
    level,
    mixed,
)
from proofs.zhang2024.formal.loss_in_traces import LINEAR, U, u
from proofs.zhang2024.formal.trained_point import POINT, SQUARE, R, facts, folded, form, spread, square, there
from symbolic.core.expressions import Expression
from symbolic.core.rules.flows import conserved, decreasing, flow_shape, flow_start
from symbolic.core.rules.logic import apply, assume
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    at_most,
    equal,
    function,
    less,
    member,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, under
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

TOTAL = ENERGY + HEIGHT**2
"""What never grows, and is large where u or U is."""

EXCESS = there(TOTAL, a, A) + LOW
MOST = (1 + EXCESS + 16 * LEAST_SQUARE * EXCESS + 8 * SECOND) / 2
"""A bound of `u² + ‖U‖²`."""


@cache
def least_square() -> Theorem:
    """`0 < c`, which is 1 and a product of squares."""
    signs = tuple(not_negative(each, folded()[1]) for each in (BEFORE, BEHIND))
    return signed(less(0, LEAST_SQUARE), signs, products=(signs,))


def inside() -> Theorem:
    """`u² + ‖U‖² ≤ R` where the total is at most that of the start."""
    low = at_most(TOTAL, there(TOTAL, a, A))
    near = assume(low)
    gap = signed(at_most(GAP, 2 * EXCESS), (near, energy()), squares=(HEIGHT,))
    high = signed(at_most(HEIGHT**2, EXCESS), (near, energy(), not_negative(SCALED, facts())))
    far = signed(
        at_most(square(X), 2 * LEAST_SQUARE * EXCESS),
        (distance(), gap, least_square()),
        products=((least_square(), gap),),
    )
    product_ = signed(at_most(u**2 * square(U), 4 * LEAST_SQUARE * EXCESS + 2 * SECOND), (far, lengths(), *mixed()))
    size = u**2 + square(U)
    found = signed(at_most(size, MOST), (high, product_), squares=(size - 1,))
    return under(found, *POINT, low)


def sinks() -> Theorem:
    """The total never grows."""
    signs = falling(), level(), not_negative(MOVE, folded()[1])
    return under(signed(at_most(along(TOTAL), 0), signs, squares=(PULL,), scales=(1, HEIGHT)), *POINT)


def shapes() -> Facts:
    """Those of all matrices in the field and in what is followed along it."""
    return (spread(), assume(START[1]), *(fact for fact in facts() if fact.conclusion in (member(R, SQUARE),)))


@cache
def existence() -> Theorem:
    """There is one solution on [0, ∞)."""
    return definite(family_flow.existence())


def shape_at(of: Expression, time: Theorem) -> Theorem:
    """The shape of U at a time."""
    return flow_shape(of, existence(), time, assume(START[1]))


def followed(theorem: Theorem) -> Theorem:
    """What is proved of all points of the family, of that at time t."""
    return at(under(theorem, *POINT), NOW[0], shape_at(NOW[1], assume(TIME)))


def now(term: Expression) -> Expression:
    """A term in u and U at time t."""
    return there(term, *NOW)


def first(term: Expression) -> Expression:
    """A term in u and U at time 0."""
    return there(term, *FIRST)


@cache
def beginning() -> Facts:
    """What u is at time 0, and the traces of U in the total."""
    number, matrix = (flow_start(each, existence()) for each in FIRST)
    known = (*folded()[1], assume(START[1]), shape_at(FIRST[1], belonging(0, NONNEGATIVE)))
    terms = form(U), LINEAR, square(U)
    return number, *(rewritten_traces(equal(first(each), there(each, a, A)), known, [matrix]) for each in terms)


def begun(term: Expression) -> Theorem:
    """What a polynomial in u and these traces is at time 0."""
    return modulo(equal(first(term), there(term, a, A)), beginning())


@cache
def kept() -> Theorem:
    """`u² − ‖U‖²` at time t is what it is at the start."""
    slope = under(followed(level()), TIME)
    same = at(conserved(function(t, body=now(HEIGHT)), slope, existence(), *shapes()), assume(TIME))
    return modulo(equal(now(HEIGHT), there(HEIGHT, a, A)), (same, begun(HEIGHT)))


@cache
def bounded() -> Theorem:
    """`u² + ‖U‖² ≤ R` at time t."""
    value = now(TOTAL)
    slope = under(followed(at(sinks(), u, assume(POINT[1]))), TIME)
    order = at(decreasing(function(t, body=value), slope, existence(), *shapes()), 0, assume(TIME))
    below = signed(at_most(value, there(TOTAL, a, A)), (apply(order, assumed(TIME)[1]), begun(TOTAL)))
    return apply(at(inside(), NOW[0], shape_at(NOW[1], assume(TIME))), below)
