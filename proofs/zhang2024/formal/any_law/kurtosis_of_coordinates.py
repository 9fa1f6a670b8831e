"""Where the flow rests and tends for independent coordinates with one kurtosis, and all that is stated of them."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.any_law.any_covariates import facts as of_laws
from proofs.zhang2024.formal.any_law.any_covariates import meaningful
from proofs.zhang2024.formal.any_law.definite_factor import definite_form
from proofs.zhang2024.formal.any_law.independent_coordinates import (
    independent_proved,
)
from proofs.zhang2024.formal.any_law.kurtosis_points import factor, known, many, points_proved, premise, spreads
from proofs.zhang2024.formal.any_law.kurtosis_stated import GAMMA, SUPPOSED, R, goal, of_inverse, rest_there
from proofs.zhang2024.formal.any_law.kurtosis_three import at_identity, only_three, traced
from proofs.zhang2024.formal.any_law.laws_of_covariates import (
    DATA,
    MODEL,
    C,
    blocks_at,
)
from proofs.zhang2024.formal.any_law.limit_for_any_covariates import ends, for_products, near
from proofs.zhang2024.formal.any_law.moments_of_coordinates import κ
from proofs.zhang2024.formal.any_law.points_of_rest_stated import (
    DEFINITE,
    INVERSE,
    ONE,
    T,
    square,
    σ,
    σ0,
)
from proofs.zhang2024.formal.any_law.rest_for_any_covariates import inverses, points
from proofs.zhang2024.formal.conserved_difference import PRODUCT, Θ
from proofs.zhang2024.formal.flow.fourth_roots import FourthRoot
from proofs.zhang2024.formal.loss_in_traces import d
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, opened
from symbolic.core.rules.logic import (
    apply,
    assume,
    choose,
    conjoin,
    deny,
    discharge,
    part,
    parts,
    witness,
)
from symbolic.core.rules.matrix_algebra import trace_of_identity
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    REALS,
    conjunction,
    equal,
    equal_matrices,
    exists,
    integers_from,
    less,
    matrices,
    member,
    multiple,
    product,
    trace,
    zeros,
)
from symbolic.core.vocabulary import POSITIVE as POSITIVE_NUMBERS
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import at, belonging, proved, under
from symbolic.tactics.whole_matrices.matrix_letters import by_words, shaped
from symbolic.tactics.whole_matrices.roots_and_inverses import with_inverse
from symbolic.tactics.whole_matrices.sums_of_squares import positive_square


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
    body = conjoin(conjoin(right, left), from_definite(conjoin(points(), flow_proved())))
    found = witness(rest_there(), shaped(best, inside), body)
    return with_inverse(from_definite(definite_form()), T, found)


def flow_proved() -> Theorem:
    """Where the flow of Theorem 4.1 tends for small σ, Q being Λ and R being `S⁻¹Λ`."""
    place, normed = member(Θ, matrices(d, d)), equal(square(PRODUCT), 1)
    start = shaped(PRODUCT, (*of_laws(), assume(place)))
    positive_ = at(for_products(), assume(place), conjoin(premise(1), assume(normed)))
    some = at(near(), start, assume(normed), positive_)
    domain, body = parts(some.conclusion, "exists")
    inside = opened(body, (σ0,))
    before = less(σ, σ0)
    little = at(assume(inside), assume(member(σ, POSITIVE_NUMBERS)), assume(before))
    end = at(ends(), assume(member(σ, POSITIVE_NUMBERS)), start, assume(normed), little)
    each = under(end, member(σ, POSITIVE_NUMBERS), before)
    wanted = exists(σ0, domain, each.conclusion)
    found = witness(wanted, assume(member(σ0, domain)), each)
    return under(choose(σ0, some, found), place, normed)


def from_definite(theorem: Theorem) -> Theorem:
    """What follows from both matrices of moments being definite."""
    return apply(discharge(conjunction(*DEFINITE), theorem), conjoin(*spreads()))


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(points_proved(), rest_proved(), only_three(), at_identity())
    theorem = under(conjoin(independent_proved(), under(found, SUPPOSED)), *DATA, member(κ, REALS))
    return Proof(goal(), theorem, proved(defined(goal()), solve=settled))


@cache
def length() -> FourthRoot:
    """What is known of `√√‖R‖²`, where R is an inverse of Γ_κ and so not 0."""
    zero, place = equal_matrices(R, zeros(d, d)), assume(member(R, matrices(d, d)))
    inside = (*of_laws(), place)
    equations = part(0, assume(of_inverse(GAMMA)))
    gone = by_words(
        equal_matrices(ONE, zeros(d, d)),
        inside,
        (equations, -1, None, None),
        (assume(zero), 1, GAMMA, None),
        known=(many(),),
    )
    none = traced(equal(trace(ONE), 0), gone, inside)
    size = trace_of_identity(belonging(d, integers_from(0), MODEL.facts))
    return FourthRoot(positive_square(R, deny(zero, signed(FALSE, (none, size, *MODEL.facts))), inside))


def settled(formula: Expression, more: Facts) -> Theorem | None:
    """A solver: that losses are polynomials, also at starts, shapes, and that radicands are not negative."""
    if isinstance(formula, Node) and formula.head == "regular":
        start = multiple(σ, PRODUCT)
        if blocks_at(σ, start) == formula.parts[-8:]:
            return MODEL.regular_at(σ, shaped(start, (*of_laws(), *more)))
    return length().meaningful(formula) or meaningful(formula, more)
