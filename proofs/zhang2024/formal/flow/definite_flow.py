"""The flow of a number and a matrix with definite S and Q, at a time: what is proved of all points, of where it is."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.flow.any_pair import (
    ENERGY,
    MOVE,
    PAIR,
    PULL,
    START,
    A,
    C,
    Q,
    a,
    along,
    form,
    linear,
)
from proofs.zhang2024.formal.flow.definite_pair import (
    DATA,
    FACTOR,
    GAP,
    LEAST_SQUARE,
    LENGTH,
    SHAPES,
    M,
    X,
    by_letters,
    distance,
    existence,
    falling,
    least_square,
    lengths,
    less_than_product,
    letters,
    level,
    spreads,
    without_letters,
)
from proofs.zhang2024.formal.flow.from_family import HEIGHT, TIME, Followed, t
from proofs.zhang2024.formal.loss_in_traces import U
from proofs.zhang2024.formal.trained_point import there
from symbolic.core.expressions import Expression
from symbolic.core.rules.facts import sign_kept_near
from symbolic.core.rules.flows import conserved, decreasing, flow_start
from symbolic.core.rules.logic import apply, assume, parts, witness
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    at_most,
    equal,
    exists,
    for_all,
    function,
    less,
    product,
    real,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, under
from symbolic.tactics.whole_matrices.bounded_products import between, norm
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

ρ = real("ρ")
NOW, FIRST = PAIR.at(t), PAIR.at(0)
LEVEL = there(HEIGHT, a, A)
BEGINS, LONG = less(0, a), at_most(0, LEVEL)
"""That u is positive at the start, and not shorter than U there."""

BELOW_ORIGIN = less(there(ENERGY, a, A), 0)
"""The loss at the start is below that of the origin."""


def shapes() -> Facts:
    """Those of all matrices in the field and in what is followed along it."""
    return (*spreads(), *map(assume, (*SHAPES, START[1])))


MOVING = Followed(PAIR, existence)
now, first, shape_at, followed = MOVING.now, MOVING.first, MOVING.shape_at, MOVING.here


@cache
def beginning() -> Facts:
    """What u is at time 0, and traces of U."""
    number, matrix = (flow_start(each, existence()) for each in FIRST)
    known = (*letters(), shape_at(FIRST[1], belonging(0, NONNEGATIVE)))
    terms = form(), linear(), norm(U)
    return number, *(rewritten_traces(equal(first(each), there(each, a, A)), known, [matrix]) for each in terms)


def begun(term: Expression) -> Theorem:
    """What a polynomial in u and these traces is at time 0."""
    return modulo(equal(first(term), there(term, a, A)), beginning())


@cache
def kept() -> Theorem:
    """`u² − ‖U‖²` at time t is what it is at the start."""
    slope = under(followed(level()), TIME)
    same = at(conserved(function(t, body=now(HEIGHT)), slope, existence(), *shapes()), assume(TIME))
    return modulo(equal(now(HEIGHT), LEVEL), (same, begun(HEIGHT)))


@cache
def sunk() -> Theorem:
    """The energy at time t is at most what it is at the start."""
    slope = signed(
        at_most(there(along(ENERGY), *NOW), 0),
        (followed(falling()), followed(not_negative(MOVE, letters()))),
        squares=(now(PULL),),
    )
    order = at(decreasing(function(t, body=now(ENERGY)), under(slope, TIME), existence(), *shapes()), 0, assume(TIME))
    return signed(at_most(now(ENERGY), there(ENERGY, a, A)), (apply(order, assumed(TIME)[1]), begun(ENERGY)))


@cache
def longer() -> Theorem:
    """`‖U‖² ≤ u²` at time t."""
    return signed(at_most(now(norm(U)), NOW[0] ** 2), (kept(), assume(LONG)))


PULLING = 1 + norm(product(C, Q))
"""`tr(CQUᵀ)²` is at most this times `‖U‖²`."""


@cache
def pulled() -> tuple[Theorem, Theorem]:
    """`tr(CQUᵀ)² ≤ (1 + ‖CQ‖²) u²` at time t, and that the factor is at least 1."""
    both = product(C, Q)
    mixed = less_than_product(both, U, letters())
    same = rewritten_traces(equal(trace(product(transpose(both), U)), linear()), letters())
    scales = (linear() + trace(product(transpose(both), U)),)
    below = signed(at_most(linear() ** 2, PULLING * norm(U)), (mixed, same), scales=scales)
    wide = signed(at_most(1, PULLING), (not_negative(both, letters()),))
    goal = at_most(now(linear()) ** 2, PULLING * NOW[0] ** 2)
    return signed(goal, (followed(below), longer(), wide), products=((wide, longer()),)), wide


@cache
def keeps_sign() -> Theorem:
    """`0 < u` at time t: `u'² ≤ 2 (1 + ‖CQ‖² + tr(SUQUᵀ)²) u²`."""
    rate = 2 * PULLING + 2 * now(form()) ** 2
    slow = signed(
        at_most(now(PULL) ** 2, rate * NOW[0] ** 2),
        (pulled()[0],),
        squares=(now(linear()) + NOW[0] * now(form()),),
    )
    kept_ = sign_kept_near(function(t, body=NOW[0]), function(t, body=rate), under(slow, TIME), existence(), *shapes())
    start = signed(less(0, FIRST[0]), (flow_start(FIRST[0], existence()), assume(BEGINS)))
    return at(apply(kept_, start), assume(TIME))


@cache
def bounded() -> Theorem:
    """`u² + ‖U‖² ≤ K`, since `u² ‖U‖²` is at most `2 ‖X‖² + 2 ‖M‖²`, and what `u² − ‖U‖²` is is known."""
    excess = 2 * there(ENERGY, a, A) + form(M)
    energy = by_letters(equal(ENERGY, GAP / 2 - form(M) / 2))
    near = signed(at_most(now(GAP), excess), (sunk(), followed(energy)))
    far = signed(
        at_most(now(norm(X)), LEAST_SQUARE * excess),
        (followed(distance()), near, least_square()),
        products=((least_square(), near),),
    )
    u_, size, most = NOW[0], now(norm(U)), 2 * LEAST_SQUARE * excess + 2 * LENGTH
    mixed = followed(between(M, X, letters())[1])
    both = signed(at_most(u_**2 * size, most), (far, followed(lengths()), mixed))
    bound = (1 + LEVEL**2 + 4 * most) / 2
    whole = u_**2 + size
    return signed(at_most(whole, bound), (both, kept()), squares=(whole - 1,), scales=(1, u_**2 - size + LEVEL))


def general(theorem: Theorem, *premises: Expression) -> Theorem:
    """What is proved of one flow, of all data and starts."""
    return under(without_letters(theorem), *DATA, FACTOR, *START, *premises)


@cache
def some_bound() -> Theorem:
    """`∃ρ ∀t: u² + ‖U‖² ≤ ρ`, for all data and starts."""
    _, bound = parts(bounded().conclusion, "at_most")
    whole = NOW[0] ** 2 + norm(NOW[1])
    goal = exists(ρ, REALS, for_all(t, NONNEGATIVE, at_most(whole, ρ)))
    return general(witness(goal, belonging(bound, REALS), under(bounded(), TIME)))


@cache
def always_positive() -> Theorem:
    """`∀t: 0 < u`, for all data and starts with u > 0 and `u² ≥ ‖U‖²`."""
    return general(under(keeps_sign(), TIME), BEGINS, LONG)
