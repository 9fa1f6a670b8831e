"""Where the gradient flow tends for covariates of any law, from starts whose loss is below that of the origin."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.any_law.any_covariates import meaningful, value
from proofs.zhang2024.formal.any_law.definite_factor import definite_form, facts, spreads
from proofs.zhang2024.formal.any_law.flow_for_any_covariates import FLOW, flow
from proofs.zhang2024.formal.any_law.laws_of_covariates import ALIKE, DATA, MODEL, C, Q, S, blocks_at, quadratic
from proofs.zhang2024.formal.any_law.points_of_rest_stated import (
    BEST,
    DEFINITE,
    GAMMA,
    INVERSE,
    NORMED,
    OF_QUERY,
    ONE,
    Ψ,
    P,
    T,
    goal,
    of_products,
    small,
    square,
    starts,
    σ,
    σ0,
)
from proofs.zhang2024.formal.any_law.rest_for_any_covariates import above_least, by_letters, inverses, known, points
from proofs.zhang2024.formal.conserved_difference import PRODUCT, Θ
from proofs.zhang2024.formal.flow import any_pair
from proofs.zhang2024.formal.flow.below_origin import converges
from proofs.zhang2024.formal.flow.fourth_roots import FourthRoot
from proofs.zhang2024.formal.loss_in_traces import N, d
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.logic import assume, both_ways, conjoin, deny, part, parts, witness
from symbolic.core.rules.matrix_algebra import trace_of_identity, traces
from symbolic.core.rules.membership import belongs, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    POSITIVE,
    REALS,
    at_most,
    conjunction,
    equal,
    equal_matrices,
    exists,
    implies,
    integers_from,
    less,
    matrices,
    member,
    multiple,
    product,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, other_than_0, proved, quantified, under, whichever
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, shaped
from symbolic.tactics.whole_matrices.roots_and_inverses import of_inverse, with_inverse
from symbolic.tactics.whole_matrices.sums_of_squares import positive_square
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.weighted_squares import none_weighted, weighted

PLACES = member(σ, POSITIVE), member(Ψ, matrices(d, d))
START = multiple(σ, Ψ)


@cache
def step() -> Theorem:
    """`0 < σ`."""
    return assumed(PLACES[0])[1]


@cache
def flat() -> Theorem:
    """`σ² − ‖σΨ‖² = 0`."""
    longer = by_letters(equal(square(START), σ**2 * square(Ψ)), more=(assume(PLACES[1]),))
    return identity(σ**2 - square(START), 0, using=((longer, -1), (assume(NORMED), -(σ**2))))


def at_starts() -> Theorem:
    """What is conserved at starts, and from which of them the loss is below that of the origin."""
    inside = (*known(), assume(PLACES[1]))
    first = at(value(), σ, shaped(START, inside))
    origin = at(value(), 0, shaped(zeros(d, d), inside))
    values = tuple(parts(each.conclusion, "equal") for each in (first, origin))
    a, b = quadratic(S, Ψ), trace(product(C, Ψ, Q))
    scaled = by_letters(equal(values[0][1], σ**4 * a / 2 - σ**2 * b + trace(Q) / 2), more=inside[-1:])
    nothing_ = by_letters(equal(values[1][1], trace(Q) / 2), more=inside[-1:])
    low = identity(
        values[0][0] - values[1][0],
        σ**2 * (σ**2 * a - 2 * b) / 2,
        using=((first, 1), (scaled, 1), (origin, -1), (nothing_, -1)),
    )
    positive_ = step()
    goal_ = parts(_inside(starts()), "implies")
    _, lower = parts(goal_[1], "and")
    below, small = parts(lower, "iff")
    needed = signed(small, (low, assume(below), positive_), products=((positive_, positive_),))
    enough = signed(below, (low, assume(small), positive_), products=((positive_, positive_, assume(small)),))
    return under(conjoin(flat(), both_ways(under(needed, below), under(enough, small))), *PLACES, goal_[0])


def _inside(formula: Expression) -> Expression:
    for variable in (σ, Ψ):
        formula = opened(parts(formula, "for_all")[1], (variable,))
    return formula


def same_matrices() -> Theorem:
    """S is ΓΛ just for the fourth moments of normal covariates."""
    like = equal_matrices(S, product(GAMMA, C))
    needed = by_words(ALIKE, facts(), (assume(like), N, None, None), known=other())
    enough = by_words(like, facts(), (assume(ALIKE), 1 / N, None, None), known=other())
    return both_ways(under(needed, like), under(enough, ALIKE))


def other() -> Facts:
    """`N ≠ 0`."""
    return (other_than_0(positive(N, MODEL.facts)),)


@cache
def length() -> FourthRoot:
    """What is known of `√√‖S⁻¹Λ‖²`: S⁻¹Λ is not 0, as Λ is not, of which there is an inverse."""
    zero, nothing = equal_matrices(BEST, zeros(d, d)), equal_matrices(ONE, zeros(d, d))
    inverse = of_inverse(C, d, P)
    inside = (*known(), assume(inverse[0]))
    unit, (ahead, _) = inverses()[0], conjuncts(assume(inverse[1]))
    using = (ahead, -1, None, None), (unit, -1, None, product(C, P)), (assume(zero), 1, S, P)
    gone = by_words(nothing, inside, *using, whole=(S,))
    size = trace_of_identity(belonging(d, integers_from(0), MODEL.facts))
    none = traces(equal(trace(ONE), 0), (gone,), ((0, written(1), ONE, ONE),), known_letters(inside, ONE), ())
    apart = deny(zero, signed(FALSE, (none, size, *MODEL.facts)))
    return FourthRoot(positive_square(BEST, with_inverse(spreads()[0], P, apart), known()))


def ends() -> Theorem:
    """Where the flow tends from such a start."""
    inside = (*known(), assume(PLACES[1]))
    scalar, matrix = belonging(σ, REALS), shaped(START, inside)
    data = MODEL.given[0], definite_form(), spreads()[1], shaped(C, facts()), shaped(BEST, known())
    factor = by_letters(equal_matrices(product(S, BEST), C))
    found = at(converges(), *data, factor, scalar, matrix, step(), signed(at_most(0, σ**2 - square(START)), (flat(),)))
    low, _ = parts(found.conclusion, "implies")
    energy = σ**2 * (σ**2 * quadratic(S, Ψ) - 2 * trace(product(C, Ψ, Q))) / 2
    same = by_letters(equal(parts(low, "less")[0], energy), more=inside[-1:])
    little = part(1, assume(small()))
    below = signed(low, (same, little, step()), products=((step(), step(), little),))
    limits = at(found, below, length().within, length().solves(flat()))
    here = at(under(flow(), *any_pair.START), scalar, matrix)
    return under(FLOW.arrives(here, *(part(n, limits) for n in range(2))), *PLACES, NORMED, small())


def near() -> Theorem:
    """Starts are so for all small σ where tr(ΛΨQ) is positive."""
    inside, normed = (*known(), assume(PLACES[1])), assume(NORMED)
    form, slope = quadratic(S, Ψ), trace(product(C, Ψ, Q))
    weighted_ = weighted(Ψ, S, Q)
    turned = by_letters(equal(weighted_, form), more=inside[-1:])
    goal_ = less(0, form)

    def flat_form(case: Facts) -> Theorem:
        few = signed(at_most(weighted_, 0), (*case, turned))
        nothing = at(none_weighted(), *MODEL.given[:1] * 2, definite_form(), spreads()[1], inside[-1], few)
        none = rewritten_traces(equal(square(Ψ), 0), inside, (nothing,))
        return signed(goal_, (none, normed))

    long = whichever(goal_, trichotomy(written(0), form), lambda case: case[0], flat_form, flat_form)
    rises = assume(less(0, slope))
    whole = signed(less(0, form + 2 * slope), (long, rises))
    found = 2 * slope / (form + 2 * slope)
    sign = signed(less(0, found), (rises, long, whole), products=((whole,),))
    before, positive_ = assume(less(σ, found)), step()
    scaled = identity(found * (form + 2 * slope), 2 * slope, (whole,))
    first = signed(less(0, σ**2 * form), (positive_, long), products=((positive_, positive_, long),))
    one = signed(less(found, 1), (long, rises, whole, scaled), products=((whole,),))
    second = signed(
        less(σ**2 * form, 2 * slope),
        (positive_, before, long, rises, one, scaled, sign),
        products=((positive_, before, long), (before, long), (positive_, one, long), (sign, rises)),
    )
    each = under(conjoin(first, second), PLACES[0], before.conclusion)
    goal_ = exists(σ0, POSITIVE, quantified(implies(less(σ, σ0), small()), PLACES[0]))
    some = witness(goal_, belongs(member(found, POSITIVE), sign), each)
    return under(some, PLACES[1], NORMED, rises.conclusion)


def for_products() -> Theorem:
    """`0 < tr(Λ ΘΘᵀ Q)` where Q is Λ: it is `‖ΘᵀΛ‖²`, and if that were 0 then Θ, Λ having an inverse."""
    place = member(Θ, matrices(d, d))
    supposed = parts(opened(parts(of_products(), "for_all")[1], (Θ,)), "implies")[0]
    alike, normed = conjuncts(assume(supposed))
    inside = (*known(), assume(place), assume(OF_QUERY[0]))
    moved = product(transpose(Θ), C)
    value_ = rewritten_traces(equal(trace(product(C, PRODUCT, Q)), square(moved)), inside, (alike,))
    zero = equal_matrices(moved, zeros(d, d))
    ahead, _ = conjuncts(assume(OF_QUERY[1]))
    none = by_words(
        equal_matrices(transpose(Θ), zeros(d, d)),
        inside,
        (ahead, -1, transpose(Θ), None),
        (alike, 1, transpose(Θ), P),
        (assume(zero), 1, None, P),
    )
    flat_ = rewritten_traces(equal(square(PRODUCT), 0), inside, (none,))
    apart = with_inverse(spreads()[1], P, deny(zero, signed(FALSE, (flat_, normed))))
    long = positive_square(moved, apart, inside)
    return under(signed(less(0, trace(product(C, PRODUCT, Q))), (value_, long)), place, supposed)


def proof() -> Proof:
    """The goal and its definedness."""
    body = conjoin(assume(INVERSE[1]), conjoin(points(), above_least(), ends()))
    whole = witness(exists(T, matrices(d, d), body.conclusion), assume(INVERSE[0]), body)
    found = with_inverse(definite_form(), T, whole), at_starts(), near(), for_products(), same_matrices()
    theorem = under(under(conjoin(*found), conjunction(*DEFINITE)), *DATA)
    return Proof(goal(), theorem, proved(defined(goal()), solve=settled))


def settled(formula: Expression, more: Facts) -> Theorem | None:
    """A solver: that losses are polynomials, also at starts, shapes, and that radicands are not negative."""
    if isinstance(formula, Node) and formula.head == "regular":
        for scalar, matrix in ((σ, START), (written(0), zeros(d, d))):
            if blocks_at(scalar, matrix) == formula.parts[-8:]:
                return MODEL.regular_at(scalar, shaped(matrix, (*facts(), *more)))
    return length().meaningful(formula) or meaningful(formula, more)
