"""What keeps u above a positive number where no vector of a basis of eigenvectors sees the start as negative."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.dominated_gap import v, λ
from proofs.zhang2024.formal.flow.any_pair import START, A, a
from proofs.zhang2024.formal.flow.definite_flow import BEGINS
from proofs.zhang2024.formal.flow.definite_pair import not_steep as not_steep_anywhere
from proofs.zhang2024.formal.flow.family_flow import FIRST, NOW, PAIR, PULL
from proofs.zhang2024.formal.flow.from_family import TIME, t
from proofs.zhang2024.formal.flow.pair_above import (
    BEFORE,
    COLUMN,
    EIGEN,
    LATE,
    SEEN,
    SMALL,
    T,
    before_time,
    some_number,
)
from proofs.zhang2024.formal.flow.pair_basis import (
    ORTHONORMAL,
    PLACES,
    VALUES,
    V,
    along,
    as_sum,
    basis,
    case,
    i,
    j,
    lengths,
    seen_at,
    sided,
    slanted,
    stays,
    vector,
    weighted,
)
from proofs.zhang2024.formal.flow.pair_flow import (
    ABOVE,
    SUPPOSED,
    arrives,
    bounded,
    c,
    existence,
    followed,
    now,
    shape_at,
    shapes,
    without_bound,
    ρ,
)
from proofs.zhang2024.formal.loss_in_traces import LINEAR, Λ, U, d
from proofs.zhang2024.formal.trained_point import (
    DATA,
    POINT,
    K,
    definite_product,
    divisors,
    folded,
    form,
    sizes,
    square,
    there,
)
from symbolic.core.expressions import Expression, bound, opened, written
from symbolic.core.rules.derivatives import in_time
from symbolic.core.rules.flows import flow_start, stays_above, stays_positive
from symbolic.core.rules.logic import apply, assume, choose, conjoin, discharge, part, parts, witness
from symbolic.core.rules.membership import belongs
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    at_most,
    conjunction,
    equal,
    exists,
    function,
    integers_from,
    less,
    member,
    real,
)
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.single_terms import below_sum
from symbolic.tactics.steps import assumed, at, belonging, under
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative

c0 = real("c0")

LATER = PAIR.at(T)


def late() -> Theorem:
    """The shape of U at time T."""
    return shape_at(LATER[1], assume(LATE))


@cache
def none_turns() -> Theorem:
    """`∀j: 0 ≤ (Vᵀ U V)[j, j]` at time T."""
    place = member(j, PLACES)
    start = signed(at_most(0, slanted(j, A)), (seen_at(j, assume(START[1])), at(assume(sided(A)[0]), assume(place))))
    lemma_small = _small(j, written(0))
    begun = signed(lemma_small[0], (start,))
    small = signed(lemma_small[1], divisors())
    found = stays(j, belonging(0, NONNEGATIVE), begun, small)
    return under(signed(at_most(0, along(j, LATER[1])), (found, seen_at(j, late()))), place)


def _small(place: Expression, number: Expression) -> tuple[Expression, ...]:
    """What is asked of a number, for the vector at a place."""
    found, value = vector(place)[0], basis().eigenvalue(place)
    return tuple(opened(bound(each, (λ, v, c)), (value, found, number)) for each in SMALL)


SEEN_THERE = less(0, along(i, A))
LEAST_SEEN = c0 * square(vector(i)[0])
LEAST = basis().eigenvalue(i) * (basis().eigenvalue(i) * LEAST_SEEN)
"""`tr(Λ²Uᵀ)` stays above this."""


@cache
def number() -> tuple[Theorem, Facts]:
    """A number for the vector that is seen: that there is one, and what is supposed of it."""
    found, scaled, _ = vector(i)
    facts = (*basis().known, assume(member(i, PLACES)))
    seen = signed(less(0, slanted(i, A)), (seen_at(i, assume(START[1])), assume(SEEN_THERE)))
    general = under(some_number(), member(λ, REALS), COLUMN, EIGEN, SEEN)
    some = at(general, belonging(basis().eigenvalue(i), REALS), shaped(found, facts))
    return apply(apply(some, scaled), seen), assumed(member(c0, POSITIVE), conjunction(*_small(i, c0)))


@cache
def one_is_seen() -> Theorem:
    """`λ² c ‖v‖² ≤ tr(Λ²Uᵀ)` at time T."""
    _, (_, sign, start, small) = number()
    found = stays(i, belonging(c0, NONNEGATIVE, (sign,)), start, small)
    place = assume(member(i, PLACES))
    term = weighted(i, LATER[1])
    more = signed(at_most(LEAST_SEEN, along(i, LATER[1])), (found, seen_at(i, late())))
    above = signed(at_most(LEAST, term), (more,), squares=(basis().eigenvalue(i),))
    summed = at(as_sum(), late())
    whole = parts(summed.conclusion, "equal")[1]
    each = at(none_turns(), assume(member(j, PLACES)))
    signs = under(
        signed(at_most(0, weighted(j, LATER[1])), (each,), squares=(basis().eigenvalue(j),)), member(j, PLACES)
    )
    single = below_sum(whole, signs, belonging(d, integers_from(0), sizes()), place)
    linear = there(LINEAR, *LATER)
    return under(signed(at_most(LEAST, linear), (above, single, summed)), LATE, BEFORE)


@cache
def least_sign() -> Theorem:
    """`0 < λ² c ‖v‖²`."""
    long, value = lengths(i)
    return positive(LEAST, (long, value, number()[1][1]))


@cache
def always_positive() -> Theorem:
    """`∀t: 0 < u`: where u is 0 for the first time, `u' = tr(Λ²Uᵀ)` is positive."""
    u_ = NOW[0]
    before = opened(bound(BEFORE, (T,)), (t,))
    low = apply(at(one_is_seen(), assume(TIME)), assume(before))
    nothing = equal(u_, 0)
    rises = signed(less(0, now(PULL)), (low, least_sign(), assume(nothing)), scales=(1, now(form(U))))
    stays_ = stays_positive(function(t, body=u_), under(rises, TIME, before, nothing), existence(), *shapes())
    start = signed(less(0, FIRST[0]), (flow_start(FIRST[0], existence()), assume(BEGINS)))
    return apply(stays_, start)


FACTOR = 1 + square(K) * square(Λ)
STEEP = FACTOR * ρ
"""A bound of `tr(ΓΛUΛUᵀ)`."""


@cache
def factor_sign() -> Theorem:
    """The factor in it is positive."""
    signs = tuple(not_negative(each, folded()[1]) for each in (K, Λ))
    return signed(less(0, FACTOR), signs, products=(signs,))


@cache
def most_sign() -> Theorem:
    """`0 ≤ ρ` for the bound of `u² + ‖U‖²`."""
    size = followed(not_negative(U, folded()[1]))
    return at(under(signed(at_most(0, ρ), (bounded(), size), squares=(NOW[0],)), TIME), 0)


@cache
def not_steep() -> Theorem:
    """`tr(ΓΛUΛUᵀ) ≤ (1 + ‖ΓΛ‖² ‖Λ‖²) ρ` at time t."""
    steep = at(not_steep_anywhere(), assume(DATA[0]), definite_product(), assume(DATA[2]), assume(POINT[1]))
    factor = factor_sign()
    return signed(
        at_most(now(form(U)), STEEP),
        (followed(steep), bounded(), factor),
        products=((factor, bounded()),),
        squares=(NOW[0],),
    )


@cache
def steep_sign() -> Theorem:
    """This bound is not negative."""
    return signed(at_most(0, STEEP), (most_sign(), factor_sign()), products=((factor_sign(), most_sign()),))


SLOW = at_most(c, a), at_most(c * STEEP, LEAST)
"""A number that u stays above."""


@cache
def stays_away() -> Theorem:
    """`∀t: c ≤ u`, as `u' = tr(Λ²Uᵀ) − u tr(ΓΛUΛUᵀ)` is not negative where u is less than c."""
    body, low = NOW[0] - c, less(NOW[0] - c, 0)
    always = always_positive()
    here = at(always, assume(TIME))
    linear = apply(at(one_is_seen(), assume(TIME)), before_time(always))
    steep, small = not_steep(), assume(SLOW[1])
    wide = steep_sign()
    under_ = assume(low)
    grows = signed(
        at_most(0, in_time(body, t)[0]),
        (linear, steep, small, wide, under_, here, *divisors()),
        products=((here, steep), (under_, wide)),
    )
    earlier = less(t, T)
    stays_ = stays_above(function(t, body=body), T, under(grows, TIME, earlier, low), existence(), *shapes())
    first_ = FIRST[0] - c
    start = signed(at_most(0, first_), (flow_start(FIRST[0], existence()), assume(SLOW[0])))
    end = apply(at(apply(stays_, start), assume(LATE)), signed(at_most(T, T)))
    found = under(signed(at_most(c, LATER[0]), (end,)), LATE)
    return found


@cache
def some_slow() -> Theorem:
    """`∃c ∈ (0, ∞): c ≤ a ∧ c S ≤ λ² c ‖v‖²` for the bound S."""
    start, least, wide = assume(BEGINS), least_sign(), steep_sign()
    whole = LEAST + a * STEEP
    divisor = signed(less(0, whole), (start, least, wide), products=((start, wide),))
    known = (divisor, start, least, wide)
    found = a * LEAST / whole
    sign = signed(less(0, found), known, products=((start, least), (divisor,), (start, least, divisor)))
    below = signed(at_most(found, a), known, products=((divisor,), (start, start, wide)))
    small = signed(at_most(found * STEEP, LEAST), known, products=((divisor,), (least, least)))
    goal = exists(c, POSITIVE, conjunction(*SLOW))
    return witness(goal, belongs(member(found, POSITIVE), sign), conjoin(below, small))


@cache
def from_sided_starts() -> Theorem:
    """`∀a ∀A`: the flow tends to r where u is positive and A is not negative along a basis, and positive somewhere."""
    found = apply(discharge(ABOVE, arrives()), stays_away())
    found = _supposed_together(SLOW, found)
    found = choose(c, some_slow(), found)
    some, _ = number()
    found = choose(c0, some, found)
    none, one = sided(A)
    found = choose(i, assume(one), found)
    whole = conjunction(ORTHONORMAL, none, one)
    found = _supposed_together(whole.parts, found)
    found = without_bound(found)
    inner = opened(parts(case(A), "exists")[1], (V,))
    found = choose(V, assume(case(A)), choose(VALUES, assume(inner), found))
    return under(found, *START, BEGINS, case(A), *SUPPOSED[2:])


def _supposed_together(premises: tuple[Expression, ...], theorem: Theorem) -> Theorem:
    """What is proved under premises, under their conjunction."""
    both = assume(conjunction(*premises))
    for place, premise in enumerate(premises):
        theorem = apply(discharge(premise, theorem), part(place, both))
    return theorem
