"""Which laws are recovered for almost every W: those of which each coordinate has one size, where it is not 0."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.capability.error_in_the_mean import (
    CONDITION,
    ERROR,
    OWN,
    STEP,
    both_directions,
    signs,
)
from proofs.zheng2024.formal.on_line.line_flow import PLACES, SIZES, given
from proofs.zheng2024.formal.on_line.line_formulas import j, kappa1, kappa2, of_each, μ
from proofs.zheng2024.formal.on_line.line_signs import IN_SEQUENCES
from proofs.zheng2024.formal.recovery.distinct_draws import NO_ATOM, OF_ANGLES, W, distinct_surely
from proofs.zheng2024.formal.recovery.long_context import COUNTS, DISTINCT, UNSHARED, x
from proofs.zheng2024.formal.recovery.mixed_powers import N, θ
from proofs.zheng2024.formal.recovery.predicted import MISSED, at_step, error, tends_to_error, w
from symbolic.core.expressions import Expression
from symbolic.core.rules.convergence import one_limit
from symbolic.core.rules.facts import vanishing_mean
from symbolic.core.rules.logic import (
    apply,
    assume,
    both_ways,
    choose,
    conjoin,
    discharge,
    either,
    excluded_middle,
    one_way,
    rewrite,
)
from symbolic.core.rules.null_sets import all_almost_surely, some_draw
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    SEQUENCES,
    almost_every,
    at_most,
    disjunction,
    equal,
    function,
    member,
    real,
    tends,
)
from symbolic.tactics.probability.almost_sure import almost_surely, nothing_in_the_mean
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, conjuncts, under, whichever

ANGLES = member(θ, SEQUENCES)
NOTHING_MISSED = of_each(equal(ERROR, 0), j)
SIZE = disjunction(equal(OWN, 0), equal(OWN**2, kappa2() / kappa1()))
ONE_SIZE = almost_every(x, μ, of_each(SIZE, j))
"""Each coordinate takes only one absolute value besides 0, the root of `κ2/κ1`, almost surely."""


def goes_to(limit: Expression) -> Expression:
    """What is missed by the step in the coordinate j, as the context grows."""
    return tends(N, COUNTS, at_step(MISSED, STEP), limit)


REACHED = of_each(goes_to(equal(0, 0).parts[0]), j)
RECOVERED_SURELY = almost_every(x, μ, almost_every(θ, W, REACHED))
"""The prediction tends to the target for almost every start and W, in every coordinate."""


@cache
def paths() -> Theorem:
    """Along sequences with distinct eigenvalues what is missed tends to the error."""
    every = under(discharge(UNSHARED, tends_to_error()), member(w, REALS))
    found = apply(at(every, STEP), at(assume(DISTINCT), assume(PLACES[0])))
    return under(found, ANGLES, IN_SEQUENCES, DISTINCT, PLACES[0])


@cache
def nothing_missed() -> Theorem:
    """Nothing is missed by long contexts almost surely iff `κ1² = κ2 E x_j²` for all j."""
    surely = almost_every(x, μ, NOTHING_MISSED)
    forward, backward = conjuncts(one_way(both_directions()))
    here = almost_surely(x, μ, at(assume(NOTHING_MISSED), assume(PLACES[0])), assume(surely))
    vanishes = under(nothing_in_the_mean(x, here, given(SIZES[2])), PLACES[0])
    above = under(signed(at_most(0, error(w)), squares=(OWN * (w * OWN**2 - 1),)), IN_SEQUENCES)
    signs_ = at(under(above, member(w, REALS)), STEP)
    mean_is_0 = at(apply(backward, assume(CONDITION)), assume(PLACES[0]))
    missed = all_almost_surely(under(vanishing_mean(mean_is_0, signs_, given(SIZES[2])), PLACES[0]))
    return both_ways(discharge(surely, apply(forward, vanishes)), discharge(CONDITION, missed))


@cache
def recovered() -> Theorem:
    """The law is recovered iff `κ1² = κ2 E x_j²` for all j."""
    forward, backward = conjuncts(one_way(nothing_missed()))
    missed = almost_surely(x, μ, no_error(), assume(RECOVERED_SURELY))
    reached = almost_surely(x, μ, reached_surely(), apply(backward, assume(CONDITION)))
    return both_ways(discharge(RECOVERED_SURELY, apply(forward, missed)), discharge(CONDITION, reached))


def limits() -> Theorem:
    """The limit of what is missed, for distinct eigenvalues."""
    return at(apply(at(paths(), assume(ANGLES), assume(IN_SEQUENCES)), assume(DISTINCT)), assume(PLACES[0]))


def reached_surely() -> Theorem:
    """For almost every W the target is reached, where nothing is missed."""
    hole = real("hole")
    nothing = at(assume(NOTHING_MISSED), assume(PLACES[0]))
    found = rewrite(function(hole, body=goes_to(hole)), nothing, limits())
    return almost_surely(θ, W, under(found, PLACES[0]), distinct_surely())


def no_error() -> Theorem:
    """Nothing is missed, where for almost every W the target is reached."""
    reached = at(assume(REACHED), assume(PLACES[0]))
    missed = under(one_limit(limits(), reached), PLACES[0])
    surely = assume(almost_every(θ, W, REACHED))
    some = some_draw(almost_surely(θ, W, missed, surely, distinct_surely()))
    return choose(θ, some, assume(NOTHING_MISSED))


@cache
def one_size() -> Theorem:
    """`κ1² = κ2 E x_j²` for all j iff each coordinate takes only one absolute value besides 0, that of `κ2/κ1`."""
    forward, backward = conjuncts(one_way(nothing_missed()))
    here = assume(PLACES[0])
    sized = under(size_if_nothing(at(assume(NOTHING_MISSED), here)), PLACES[0])
    missed = under(nothing_if_size(at(assume(of_each(SIZE, j)), here)), PLACES[0])
    sizes = almost_surely(x, μ, sized, apply(backward, assume(CONDITION)))
    condition = apply(forward, almost_surely(x, μ, missed, assume(ONE_SIZE)))
    return both_ways(discharge(CONDITION, sizes), discharge(ONE_SIZE, condition))


def size_if_nothing(nothing: Theorem) -> Theorem:
    """`x_j = 0 ∨ x_j² = κ2/κ1`, from no error."""
    zero = SIZE.parts[0]

    def not_zero(facts: Facts) -> Theorem:
        gap = STEP * OWN**2 - 1
        from proofs.zheng2024.formal.scalars.scalar_solution import square_positive

        own = square_positive(OWN, facts[0])
        fits = signed(equal(gap, 0), (nothing, own, *signs()), products=((own,),))
        return either(SIZE, identity(OWN**2, kappa2() / kappa1(), signs(), ((fits, kappa2() / kappa1()),)))

    return whichever(SIZE, excluded_middle(zero), lambda facts: either(SIZE, facts[0]), not_zero)


def nothing_if_size(size: Theorem) -> Theorem:
    """No error, from `x_j = 0 ∨ x_j² = κ2/κ1`."""
    gap = STEP * OWN**2 - 1

    def none(facts: Facts) -> Theorem:
        return identity(ERROR, 0, signs(), ((facts[0], OWN * gap**2),))

    def fits(facts: Facts) -> Theorem:
        return identity(ERROR, 0, signs(), ((facts[0], OWN**2 * gap * STEP),))

    return whichever(equal(ERROR, 0), size, none, fits)


@cache
def almost_every_w() -> Theorem:
    """For every law of angles without atoms."""
    return under(conjoin(distinct_surely(), recovered()), OF_ANGLES, NO_ATOM)
