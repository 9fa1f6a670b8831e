"""The loss, its gradients and points of rest for independent coordinates with one kurtosis."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.any_law.any_covariates import excess, force, meaningful, slope, value, where_the_same
from proofs.zhang2024.formal.any_law.definite_factor import definite_form, facts
from proofs.zhang2024.formal.any_law.laws_of_covariates import (
    ALIKE,
    DATA,
    LIKE_NORMAL,
    MODEL,
    POINT,
    SAME,
    C,
    F,
    Q,
    S,
    gradient,
    loss,
    squared,
)
from proofs.zhang2024.formal.any_law.moments_of_coordinates import FOURTH, INDEPENDENT, fourth_moments, hole, κ
from proofs.zhang2024.formal.any_law.points_of_rest_stated import DEFINITE, INVERSE, OF_QUERY, ONE, P, T, rests, square
from proofs.zhang2024.formal.any_law.rest_for_any_covariates import inverses, points
from proofs.zhang2024.formal.loss_in_traces import N, U, d, u
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import (
    apply,
    assume,
    both_ways,
    conjoin,
    deny,
    discharge,
    one_way,
    part,
    parts,
    rewrite,
    witness,
)
from symbolic.core.rules.matrix_algebra import trace_of_identity, traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    REALS,
    Number,
    at_most,
    cell,
    conjunction,
    equal,
    equal_matrices,
    exists,
    function,
    iff,
    implies,
    integers_from,
    less,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import at, belonging, conjuncts, modulo, proved, quantified, replaced, swapped, under
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, shaped
from symbolic.tactics.whole_matrices.roots_and_inverses import with_inverse
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

LEFT_OUT = (
    "That independent coordinates have these moments, and that the flow of Theorem 4.1 tends to a point of rest: "
    "the formula says which one there is with u > 0 and `u² = ‖U‖²`."
)
R = matrix_letter("R")


def gamma(kurtosis: Number = κ) -> Expression:
    """`Γ_κ = (1 + (κ − 2)/N) Λ + tr(Λ)/N I`."""
    return sum_of_matrices(multiple(1 + (kurtosis - 2) / N, C), multiple(trace(C) / N, ONE))


GAMMA = gamma()


def printed_loss(of: Expression = GAMMA) -> Expression:
    """`½ u² tr(Γ Λ U Λ Uᵀ) − u tr(Λ² Uᵀ) + ½ tr Λ`."""
    return u**2 * quadratic(of) / 2 - u * linear() + trace(C) / 2


def quadratic(of: Expression = GAMMA) -> Expression:
    """`tr(Γ Λ U Λ Uᵀ)`."""
    return trace(product(of, C, U, C, transpose(U)))


def linear() -> Expression:
    """`tr(Λ² Uᵀ)`."""
    return trace(product(C, C, transpose(U)))


SLOPE = u * quadratic() - linear()
FORCE = sum_of_matrices(multiple(u**2, product(GAMMA, C, U, C)), multiple(-u, product(C, C)))
BEYOND = u**2 * (κ - 3) * trace(product(C, U, C, transpose(product(C, U)))) / (2 * N)
"""`u² (κ − 3) ‖Λ U Λ^½‖²/(2N)`."""
QUERIES = equal_matrices(Q, C)
SUPPOSED = conjunction(conjunction(*DEFINITE), QUERIES, INDEPENDENT)


def at_points(of: Expression = GAMMA, beyond: Number = BEYOND) -> Expression:
    """The loss at a point of the family, its gradients, and what it is beyond that of normal covariates."""
    return conjunction(
        equal(loss(), printed_loss(of)),
        equal(cell(gradient("W_PV_22"), 1, 1), SLOPE),
        equal_matrices(gradient("W_KQ_11"), FORCE),
        equal(loss() - squared(LIKE_NORMAL), beyond),
    )


def rest_there(of: Expression = GAMMA) -> Expression:
    """Γ_κ has an inverse, at which the one point of rest is."""
    inverse = conjunction(equal_matrices(product(of, R), ONE), equal_matrices(product(R, of), ONE))
    return exists(R, matrices(d, d), conjunction(inverse, rests(square(R), R)))


def isotropic(slope_: Number = 1 + (d + κ - 2) / N) -> Expression:
    """Γ_κ where Λ is the identity."""
    return implies(equal_matrices(C, ONE), equal_matrices(GAMMA, multiple(slope_, ONE)))


def goal(
    points: Expression | None = None,
    rest: Expression | None = None,
    as_normal: Number = 3,
    identity_: Expression | None = None,
    supposed: Expression = SUPPOSED,
) -> Expression:
    """For all sizes, laws and kurtoses."""
    same = iff(SAME, equal(κ, as_normal))
    inside = quantified(points or at_points(), *POINT), rest or rest_there(), same, identity_ or isotropic()
    return quantified(implies(supposed, conjunction(*inside)), *DATA, member(κ, REALS))


def premise(number: int) -> Theorem:
    """That second moments are definite, that those of the query are the same, or what is known of coordinates."""
    return part(number, assume(SUPPOSED))


@cache
def fourth() -> Theorem:
    """`F = (κ − 1) Λ² + tr Λ Λ`."""
    return apply(discharge(INDEPENDENT, fourth_moments()), premise(2))


@cache
def known() -> Facts:
    """What is known of sizes, moments and a point, the definite ones being supposed."""
    definite_ = discharge(conjunction(*DEFINITE), conjoin(*facts()[-2:]))
    return (*facts()[:-2], *conjuncts(apply(definite_, premise(0))), *map(assume, POINT), many())


@cache
def many() -> Theorem:
    """`0 < N`."""
    return positive(N, MODEL.facts)


def equations() -> Facts:
    """Of F and of the query."""
    return fourth(), premise(1)


@cache
def factor() -> Theorem:
    """`S = Γ_κ Λ`."""
    return by_words(equal_matrices(S, product(GAMMA, C)), known(), (fourth(), 1 / N, None, None), known=(many(),))


def valued(equation: Theorem, wanted: Expression) -> Theorem:
    """A number with its value, the query's moments being those of covariates."""
    left, found = parts(equation.conclusion, "equal")
    size = rewritten_traces(equal(trace(Q), trace(C)), known(), (premise(1),))
    with_size = replaced(found, trace(Q), trace(C))
    with_query = replaced(with_size, Q, C)
    first = rewritten_traces(equal(with_size, with_query), known(), (premise(1),))
    second = rewritten_traces(equal(with_query, wanted), known(), (fourth(),))
    return modulo(equal(left, wanted), (equation, size, first, second), (many(),))


def points_proved() -> Theorem:
    """What is said of points of the family."""
    here = tuple(at(each, u, assume(POINT[1])) for each in (value(), excess()))
    flow, shape = force()
    gradient_ = by_words(
        equal_matrices(gradient("W_KQ_11"), FORCE),
        (*known(), shape),
        (flow, 1, None, None),
        (fourth(), u**2 / N, None, product(U, Q)),
        (premise(1), u**2, product(GAMMA, C, U), None),
        (premise(1), -u, C, None),
        known=(many(),),
    )
    return under(conjoin(valued(here[0], printed_loss()), valued(slope(), SLOPE), gradient_, beyond(here[1])), *POINT)


def beyond(there: Theorem) -> Theorem:
    """What the loss is beyond that of normal covariates."""
    left, found = parts(there.conclusion, "equal")
    with_query = replaced(found, Q, C)
    first = rewritten_traces(equal(found, with_query), known(), (premise(1),))
    second = rewritten_traces(equal(with_query, BEYOND), known(), (fourth(),))
    return modulo(equal(left, BEYOND), (there, first, second), (many(),))


def rest_proved() -> Theorem:
    """Where the flow rests, with `R = S⁻¹Λ`, the inverse of Γ_κ, with which S commutes."""
    inside = (*known(), assume(INVERSE[0]))
    unit, again = inverses()
    best = product(T, C)
    first = (again, 1, None, None), (factor(), -1, T, None)
    turned = (
        (again, -1, None, product(GAMMA, T, C)),
        (factor(), 1, T, product(GAMMA, T, C)),
        (factor(), -1, product(T, GAMMA), product(T, C)),
        (unit, 1, product(T, GAMMA), C),
        *first,
    )
    left = by_words(equal_matrices(product(best, GAMMA), ONE), inside, *first, known=(many(),))
    right = by_words(equal_matrices(product(GAMMA, best), ONE), inside, *turned, known=(many(),))
    body = conjoin(conjoin(right, left), from_definite(points()))
    found = witness(rest_there(), shaped(best, inside), body)
    return with_inverse(from_definite(definite_form()), T, found)


def from_definite(theorem: Theorem) -> Theorem:
    """What follows from both matrices of moments being definite."""
    return apply(discharge(conjunction(*DEFINITE), theorem), premise(0))


def only_three() -> Theorem:
    """The losses are those of normal covariates just for `κ = 3`."""
    inside = (*known(), assume(OF_QUERY[0]))
    ahead = part(0, assume(OF_QUERY[1]))
    size = trace_of_identity(belonging(d, integers_from(0), MODEL.facts))
    wide = next(fact for fact in MODEL.facts if fact.conclusion == at_most(1, d))
    empty = equal_matrices(Q, zeros(d, d))
    gone = by_words(equal_matrices(ONE, zeros(d, d)), inside, (ahead, -1, None, None), (assume(empty), 1, None, P))
    nothing = traced(equal(trace(ONE), 0), gone, inside)
    some = deny(empty, signed(FALSE, (nothing, size, wide)))
    to, back = conjuncts(one_way(apply(where_the_same(), some)))
    three = equal(κ, 3)
    off = κ - 3
    flat = by_words(
        equal_matrices(multiple(off, product(C, C)), zeros(d, d)),
        inside,
        (assume(ALIKE), 1, None, None),
        (fourth(), -1, None, None),
    )
    alone = by_words(
        equal_matrices(multiple(off, ONE), zeros(d, d)),
        inside,
        (flat, 1, None, product(P, P)),
        (ahead, -off, C, P),
        (premise(1), off, C, product(P, P)),
        (ahead, -off, None, None),
        (premise(1), off, None, P),
    )
    counted = traced(equal(off * trace(ONE), 0), alone, inside)
    positive_ = signed(less(0, d), (wide,))
    needed = identity(κ, 3, (positive_,), ((counted, 1 / d), (size, -off / d)))
    at_three = rewrite(function(hole, body=equal_matrices(F, replaced(FOURTH, κ, hole))), assume(three), fourth())
    alike = by_words(ALIKE, inside, (at_three, 1, None, None))
    first = apply(discharge(ALIKE, needed), apply(to, assume(SAME)))
    found = both_ways(under(first, SAME), under(apply(back, alike), three))
    return with_inverse(part(1, premise(0)), P, found)


def traced(goal_: Expression, equation: Theorem, inside: Facts) -> Theorem:
    """The traces of both sides of an equation."""
    return traces(goal_, (equation,), ((0, written(1), ONE, ONE),), known_letters(inside, ONE), ())


def at_identity() -> Theorem:
    """Γ_κ where Λ is the identity."""
    unit = assume(equal_matrices(C, ONE))
    size = trace_of_identity(belonging(d, integers_from(0), MODEL.facts))
    length = modulo(equal(trace(C), d), (rewritten_traces(equal(trace(C), trace(ONE)), known(), (unit,)), size))
    _, wanted = parts(isotropic(), "implies")
    plain = replaced(wanted, trace(C), d)
    found = by_words(plain, known(), (unit, 1 + (κ - 2) / N, None, None), known=(many(),))
    moved = rewrite(function(hole, body=replaced(wanted, trace(C), hole)), swapped(length), found)
    return under(moved, unit.conclusion)


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(points_proved(), rest_proved(), only_three(), at_identity())
    theorem = under(under(found, SUPPOSED), *DATA, member(κ, REALS))
    return Proof(goal(), theorem, proved(defined(goal()), solve=meaningful))
