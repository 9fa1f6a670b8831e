"""What keeps u above a positive number along the flow on the family: an eigenvector of Λ that the start sees."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.dominated_gap import EIGENVALUE, v, λ
from proofs.zhang2024.formal.flow.any_pair import START, A, a
from proofs.zhang2024.formal.flow.definite_flow import LONG
from proofs.zhang2024.formal.flow.family_flow import FIRST, MOVE, NOW
from proofs.zhang2024.formal.flow.from_family import TIME, t
from proofs.zhang2024.formal.flow.pair_flow import (
    SUPPOSED,
    bounded,
    c,
    existence,
    first,
    followed,
    keeps_sign,
    kept,
    now,
    shape_at,
    shapes,
    ρ,
)
from proofs.zhang2024.formal.loss_in_traces import Λ, U, d, u
from proofs.zhang2024.formal.trained_point import (
    K,
    count,
    divisors,
    folded,
    share,
    size_of_spread,
    sizes,
    spread,
    square,
    there,
)
from symbolic.core.expressions import Sort, bound, fresh, opened, written
from symbolic.core.rules.derivatives import in_time
from symbolic.core.rules.flows import flow_start, stays_above
from symbolic.core.rules.logic import apply, assume, conjoin, discharge, witness
from symbolic.core.rules.membership import belongs, meant, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    at_most,
    conjunction,
    equal,
    equal_matrices,
    exists,
    for_all,
    function,
    implies,
    less,
    matrices,
    member,
    multiple,
    product,
    real,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, under, whichever
from symbolic.tactics.whole_matrices.matrix_numbers import as_number, not_negative
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

SLANTED = trace(product(transpose(v), U, v))
"""`vᵀUv`."""

COLUMN, EIGEN = member(v, matrices(d, 1)), equal_matrices(product(Λ, v), multiple(λ, v))
SEEN = less(0, there(SLANTED, a, A))
"""An eigenvector that the start sees."""

LENGTH = trace(product(transpose(v), v))
WIDE = 1 + ρ
"""More than u."""

FIRST_SLANTED = there(SLANTED, a, A)
NOT_ZERO = less(0, LENGTH)
T = real("T")
LATE, BEFORE = member(T, NONNEGATIVE), for_all(t, NONNEGATIVE, implies(less(t, T), less(0, NOW[0])))
"""A time, and that u is positive before it."""

NUMBER = member(c, NONNEGATIVE)
SMALL = at_most(LENGTH * c, FIRST_SLANTED), at_most(EIGENVALUE * WIDE * c, 1)
"""A number that u stays above."""


def known() -> Facts:
    """What is known of letters, of a point and of v."""
    return (*folded()[1], assume(COLUMN))


@cache
def longer() -> Theorem:
    """`‖U‖² ≤ u²` at time t."""
    return signed(at_most(now(square(U)), NOW[0] ** 2), (kept(), assume(LONG)))


def length() -> Theorem:
    """`0 < ‖v‖²`, supposed."""
    return assume(NOT_ZERO)


@cache
def eigenvalue_sign() -> Theorem:
    """`0 ≤ λ`, as `vᵀΛv = λ ‖v‖²`."""
    form_ = at(conjuncts(meant(spread()))[-1], assume(COLUMN))
    value = rewritten_traces(
        equal(trace(product(transpose(v), Λ, v)), λ * LENGTH), (*sizes(), assume(COLUMN)), [assume(EIGEN)]
    )
    return signed(at_most(0, λ), (form_, value, length()), products=((length(),),))


@cache
def high_sign() -> Theorem:
    """`0 < γ` for the eigenvalue of Γ."""
    signs = eigenvalue_sign(), size_of_spread(), share()
    return signed(less(0, EIGENVALUE), (*signs, count()), products=((signs[0], signs[2]), (signs[1], signs[2])))


def below() -> Theorem:
    """`(vᵀUv)² ≤ ‖v‖⁴ ‖U‖²`."""
    outer = product(v, transpose(v))
    rest = sum_of_matrices(multiple(LENGTH**2, U), multiple(-SLANTED, outer))
    number = as_number(product(transpose(v), v), known())
    value = rewritten_traces(equal(square(rest), LENGTH**2 * (LENGTH**2 * square(U) - SLANTED**2)), known(), [number])
    facts_ = value, not_negative(rest, known()), length()
    return signed(at_most(SLANTED**2, LENGTH**2 * square(U)), facts_, products=((length(), length()),))


def turning() -> Theorem:
    """`vᵀU'v = u λ² (‖v‖² − u γ vᵀUv)`."""
    eigen = assume(EIGEN)
    high = rewritten_words(equal_matrices(product(K, v), multiple(EIGENVALUE * λ, v)), known(), [eigen], divisors())
    value = u * λ**2 * (LENGTH - u * EIGENVALUE * SLANTED)
    moved = trace(product(transpose(v), MOVE, v))
    return rewritten_traces(equal(moved, value), known(), [high, eigen], divisors(), (K,))


@cache
def short() -> tuple[Theorem, Theorem]:
    """`u ≤ 1 + ρ` at time t, and `0 < 1 + ρ`, which holds at time 0."""
    u_, size = NOW[0], followed(not_negative(U, folded()[1]))
    below_ = signed(at_most(u_, WIDE), (bounded(), size), squares=(u_, u_ - 1))
    wide = signed(less(0, WIDE), (bounded(), size), squares=(u_,))
    return below_, at(under(wide, TIME), 0)


@cache
def slanted_stays() -> Theorem:
    """`c ‖v‖² ≤ vᵀUv` at time T, where that is so at the start, `γ (1 + ρ) c ≤ 1`, and u is positive before.

    For all eigenvectors v of Λ and all `c ≥ 0`.
    """
    start, small = map(assume, SMALL)
    sign = assumed(NUMBER)[1]
    u_, form_, least = NOW[0], now(SLANTED), LENGTH * c
    body, earlier = form_ - least, less(t, T)
    lower = less(body, 0)
    positive_ = apply(at(assume(BEFORE), assume(TIME)), assume(earlier))
    beneath, high, long, width = assume(lower), high_sign(), length(), short()[0]
    far = signed(
        at_most(u_ * EIGENVALUE * form_, LENGTH),
        (beneath, positive_, high, small, width, sign, long, *divisors()),
        products=((positive_, high, beneath), (high, sign, long, width), (long, small)),
    )
    turned = followed(turning())
    grows = signed(
        at_most(0, in_time(body, t)[0]),
        (turned, far, positive_, *divisors()),
        products=((positive_, far),),
        squares=(λ,),
    )
    sloped = under(grows, TIME, earlier, lower)
    stays = stays_above(function(t, body=body), T, sloped, existence(), *shapes(), assume(COLUMN))
    first_ = opened(function(t, body=body).parts[0], (written(0),))
    begun_ = signed(at_most(0, first_), (start, begun_slanted()))
    end = at(apply(stays, begun_), assume(LATE))
    found = apply(end, signed(at_most(T, T)))
    found = signed(at_most(least, opened(bound(form_, (t,)), (T,))), (found,))
    return under(found, member(λ, REALS), COLUMN, EIGEN, NOT_ZERO, NUMBER, *SMALL, LATE, BEFORE)


def begun_slanted() -> Theorem:
    """What `vᵀUv` is at time 0."""
    matrix = flow_start(FIRST[1], existence())
    facts_ = (*known(), assume(START[1]), shape_at(FIRST[1], belonging(0, NONNEGATIVE)))
    return rewritten_traces(equal(first(SLANTED), FIRST_SLANTED), facts_, [matrix])


@cache
def seen_length() -> Theorem:
    """`0 < ‖v‖²`: else v is 0, and so is `vᵀUv` at the start."""
    goal, facts_ = less(0, LENGTH), (*known(), assume(START[1]))

    def small(order: Facts) -> Theorem:
        nothing = zero_matrix(v, signed(at_most(LENGTH, 0), order), facts_)
        none = rewritten_traces(equal(FIRST_SLANTED, 0), facts_, [nothing])
        return signed(goal, (none, assume(SEEN)))

    return whichever(goal, trichotomy(written(0), LENGTH), lambda order: order[0], small, small)


def seen(theorem: Theorem) -> Theorem:
    """What is proved of a v that is not 0, of one that the start sees."""
    return apply(discharge(NOT_ZERO, theorem), seen_length())


@cache
def stays_above_number() -> Theorem:
    """`∀t: c ≤ u`, since `vᵀUv ≤ ‖v‖² ‖U‖ = ‖v‖² u`."""
    u_, form_, long = NOW[0], now(SLANTED), length()
    squares = signed(at_most(form_**2, LENGTH**2 * u_**2), (followed(below()), longer()), squares=(LENGTH,))
    wide = signed(
        at_most(form_, LENGTH * u_), (squares, keeps_sign(), long), products=((long, keeps_sign()),), degree=2
    )
    sign, start, small = assumed(SUPPOSED[0])[1], *map(assume, SMALL)
    stays = at(slanted_stays(), belonging(λ, REALS), assume(COLUMN))
    stays = at(apply(apply(stays, assume(EIGEN)), long), belonging(c, NONNEGATIVE, (sign,)))
    stays = at(apply(apply(stays, start), small), assume(TIME))
    before = under(keeps_sign(), TIME)
    stays = apply(stays, before_time(before))
    return seen(under(signed(at_most(c, u_), (wide, stays, long), products=((long,),)), TIME))


def before_time(always: Theorem) -> Theorem:
    """That u is positive before time t, from that it is always."""
    time = fresh(Sort.REAL, always.conclusion, t)
    return under(at(always, assume(member(time, NONNEGATIVE))), member(time, NONNEGATIVE), less(time, t))


@cache
def some_number() -> Theorem:
    """`∃c ∈ (0, ∞): c ‖v‖² ≤ vᵀAv ∧ γ (1 + ρ) c ≤ 1`."""
    seen_, long, high, wide = assume(SEEN), length(), high_sign(), short()[1]
    whole = LENGTH + EIGENVALUE * WIDE * FIRST_SLANTED
    divisor = signed(less(0, whole), (seen_, long, high, wide, *divisors()), products=((high, wide, seen_),))
    known_ = (divisor, seen_, long, high, wide, *divisors())
    found = FIRST_SLANTED / whole
    sign = signed(less(0, found), known_, products=((divisor,), (seen_, divisor)))
    start = signed(at_most(LENGTH * found, FIRST_SLANTED), known_, products=((divisor,), (high, wide, seen_, seen_)))
    small = signed(at_most(EIGENVALUE * WIDE * found, 1), known_, products=((divisor,), (long, divisor)))
    goal = exists(c, POSITIVE, conjunction(*SMALL))
    return seen(witness(goal, belongs(member(found, POSITIVE), sign), conjoin(start, small)))
