"""How one balanced head learns white covariates, in closed form along the gradient flow of all entries."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.scalars.decaying import decay, decay_exists, decays
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.derivatives import along_field, in_time
from symbolic.core.rules.facts import bounded_flow, sign_kept
from symbolic.core.rules.flows import flow_start
from symbolic.core.rules.logic import apply, assume, conjoin, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    System,
    at_most,
    conjunction,
    equal,
    for_all,
    function,
    integers_from,
    less,
    member,
    real,
    root,
)
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.goals.flows_on_family import TIME, FlowOnFamily, τ
from symbolic.tactics.signs import Facts, Using, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, modulo, proved, quantified, rewritten, under

MODEL = ModelOnFamily("zhang2025-white", "multiples")
d, N, u, v, w, s = map(real, ("d", "N", "u", "v", "w", "s"))
SIZES = member(d, integers_from(1)), member(N, integers_from(1))
BEGINS = member(w, POSITIVE)
GAMMA = 1 + (1 + d) / N
FACTOR = 1 - GAMMA * u * v
ROOT = root(d)


def system(side: Expression) -> System:
    """The gradient flow of the head `v`, `U = uI` from `v = w`, `u = w/√d`; the side is √d."""
    return System((u, v), (2 * v * FACTOR, 2 * d * u * FACTOR), (w / side, w))


def fading(side: Expression) -> System:
    """`E' = −4 √d E`, `E(0) = 1`: at the time τ it is `e^(−4√d τ)`."""
    return decay(4 * side)


def divisor(side: Expression) -> Expression:
    """`γ (1 − E) + (√d/w²) E`."""
    (gone,) = fading(side).at(τ)
    return GAMMA * (1 - gone) + side / w**2 * gone


def course(side: Expression) -> Expression:
    """The product `v u` at the time τ, over `e^(4√d τ)` above and below: what is printed."""
    return 1 / divisor(side)


def balanced(side: Expression, value: Expression) -> Expression:
    """At all times the head is balanced, `v = √d u`, and its product has a value."""
    here, there = system(side).at(τ)
    return for_all(τ, NONNEGATIVE, conjunction(equal(there, side * here), equal(there * here, value)))


FLOW = FlowOnFamily(MODEL, system(ROOT))
COURSE = course(ROOT)


def goal(value: Expression = COURSE) -> Expression:
    """For all sizes and starts: there is one flow, the head stays a balanced one, and its product has the course."""
    return quantified(conjunction(FLOW.exists, FLOW.stays, balanced(ROOT, value)), *SIZES, BEGINS)


FACTS = assumed(*SIZES, BEGINS)
SIDE = less(0, s), equal(s**2, d)
"""What is supposed of √d."""


@cache
def signs() -> Facts:
    """`0 < γ`, `1 ≤ d`, `0 < N`, `0 < w`."""
    count = signed(less(0, N), FACTS)
    rate = signed(less(0, GAMMA), (*FACTS, count), products=((count,),))
    return rate, signed(at_most(1, d), FACTS), count, FACTS[-1]


@cache
def existence() -> Theorem:
    """From every start the flow of both scalars exists: `(du² − v²)² + (1 − γuv)²` decreases and bounds them."""
    flow = system(s)
    rate, wide, count, _ = signs()
    known = rate, wide, count, assume(SIDE[0])
    height = (d * u**2 - v**2) ** 2 + FACTOR**2
    falls = at_most(along_field(height, flow.variables, flow.velocities), 0)
    slope = signed(falls, known, products=((rate,), (rate, wide)), squares=(v * FACTOR, u * FACTOR))
    start = _at_start(height)
    low, point = at_most(height, start), tuple(member(each, REALS) for each in flow.variables)
    bound = at_most(Node("add", (u**2, v**2)), 1 + start + 4 * d * (1 + start) / GAMMA**2)
    balance = d * u**2 - v**2
    pieces = balance, FACTOR, *(each / GAMMA for each in (written(1), FACTOR, 1 + FACTOR, 1 - FACTOR, balance))
    squares = u, d * u**2 + v**2 - 1, *pieces
    products = ((wide,), (wide, assume(low)))
    bounded = signed(bound, (*known, assume(low)), products=products, squares=squares)
    everywhere = under(slope, *point), under(bounded, *point, low)
    return bounded_flow(flow.is_global, function(*flow.variables, body=height), *everywhere)


def _at_start(term: Expression) -> Expression:
    (body,) = parts(function(u, v, body=term), "abstraction")
    return opened(body, system(s).start)


def vanishes(value: Expression, rate: Expression, start: Theorem, using: Using, *exist: Theorem) -> Theorem:
    """A value that changes at a rate, and is 0 at the start, is 0 at the time τ; its slope is that modulo equations."""
    slope = identity(in_time(value, τ)[0], rate * value, (*signs(), assume(SIDE[0])), using)
    both = sign_kept(function(τ, body=value), function(τ, body=rate), under(slope, TIME), *exist)
    return at(apply(part(1, both), start), assume(TIME))


def begins(value: Expression, equations: Facts) -> Theorem:
    """That a value along the flows is 0 at the start."""
    (body,) = parts(function(τ, body=value), "abstraction")
    return modulo(equal(opened(body, (written(0),)), 0), equations, (*signs(), assume(SIDE[0])))


@cache
def moves() -> Theorem:
    """`∀s > 0: s² = d ⇒` both flows exist, the divisor is positive, and the head is balanced, on its course."""
    side, square = map(assume, SIDE)
    exists = existence()
    here, there = system(s).at(τ)
    starts = tuple(flow_start(each, exists) for each in system(s).at(0))
    slack, distance = 1 - GAMMA * here * there, there - s * here
    rests = vanishes(distance, -2 * s * slack, begins(distance, starts), ((square, -2 * here * slack),), exists)
    rate = belonging(4 * s, POSITIVE, (side,))
    fades = at(decay_exists(), rate)
    first, positive, order, _ = conjuncts(at(decays(), rate))
    bottom, product = divisor(s), there * here
    using = (rests, 2 * slack * bottom * distance), (square, -2 * slack * bottom * here**2)
    value = product * bottom - 1
    whole = vanishes(value, -4 * s * GAMMA * product, begins(value, (*starts, first)), using, exists, fades)
    above = bottom_positive(s, at(positive, assume(TIME)), at(order, 0, assume(TIME)), first)
    is_course = identity(product, course(s), (above, *signs(), side), ((whole, 1 / bottom),))
    is_balanced = identity(there, s * here, using=((rests, 1),))
    found = conjoin(exists, fades, under(above, TIME), under(conjoin(is_balanced, is_course), TIME))
    return under(found, member(s, REALS), *SIDE)


def bottom_positive(side: Expression, above: Theorem, falls: Theorem, first: Theorem) -> Theorem:
    """`0 < γ (1 − E) + (√d/w²) E`, as E is positive and at most 1."""
    later = next(fact for fact in assumed(TIME) if fact.conclusion == at_most(0, τ))
    small = rewritten(first, apply(falls, later))
    rate, _, _, wide = signs()
    known = (above, small, *signs(), assume(SIDE[0]))
    products = (rate, small), (rate, small, wide, wide), (assume(SIDE[0]), above), (wide, wide)
    return signed(less(0, divisor(side)), known, products=products)


@cache
def at_root() -> Theorem:
    """What holds at `s = √d`."""
    _, square = conjuncts(square_root(signed(at_most(0, d), signs())))
    return apply(apply(at(moves(), ROOT), known()[-1]), square)


def proof() -> Proof:
    """The goal and its definedness."""
    exists, fades, above, course_ = (part(n, at_root()) for n in range(4))
    flow = FLOW.theorem(exists, known())
    found = under(conjoin(part(0, flow), part(1, flow), course_), *SIZES, BEGINS)
    divided_by = (*known(), at(above, assume(TIME)))
    solve = defined_on(MODEL, theorems=(exists, fades, part(0, flow)), divisors=lambda facts: divided_by)
    return Proof(goal(), found, proved(defined(goal()), solve=solve))


@cache
def known() -> Facts:
    """What is divided by is not 0."""
    above, square = conjuncts(square_root(signed(at_most(0, d), signs())))
    positive = signed(less(0, ROOT), (above, square, signs()[1]), products=((above,),))
    return *signs(), positive
