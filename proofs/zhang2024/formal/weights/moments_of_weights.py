"""Which moments of the weights keep the flow on the family, and which are in gradients there."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.loss_in_traces import ELSEWHERE
from proofs.zhang2024.formal.weights.flow_of_weights import (
    FLOW,
    KEYS,
    POINT,
    REDUCED,
    derived,
    enough,
    needed,
    regular,
    remains,
    rests,
    unit,
    vanishing,
    zero,
)
from proofs.zhang2024.formal.weights.laws_of_weights import (
    BOTH,
    CENTRED,
    COVARIATES,
    FIRST,
    MODEL,
    QUERY,
    THIRD,
    VARY,
    WEIGHTS,
    N,
    a,
    known,
    moment,
    premise,
    u,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, Variable, bound, opened
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    cell,
    conjunction,
    equal,
    iff,
    implies,
    integers_between,
    law,
    member,
    moments,
)
from symbolic.goals.stated import ENTRY
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import at, conjuncts, modulo, proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import of_matrices

ρ = law("π")
OTHER = member(ρ, moments(4))
ON_MULTIPLES = member(a, REALS), member(u, REALS)


def entry(block: str) -> Expression:
    """An entry of the gradient by a block at a point of the family."""
    return cell(FLOW.stated.model.gradient(block, *FLOW.started(*(parts(each, "member")[0] for each in POINT))), *ENTRY)


def tangent() -> Expression:
    """The gradient by all other blocks vanishes, at all points."""
    return quantified(conjunction(*(FLOW.stated.entries(each, equal(entry(each), 0)) for each in ELSEWHERE)), *POINT)


SCALES = conjunction(
    equal(FIRST, 0), equal(moment(COVARIATES, 2), 1), equal(moment(COVARIATES, 4), 3), equal(moment(QUERY, 2), 1)
)
"""The weights are centred, and covariates and query have the moments of a standard normal number."""

SLOPE = u * THIRD * (u * a * (1 + 2 / N) - 1)


def by_keys() -> Expression:
    """An entry of the gradient by `W_KQ_21` at a multiple of the identity."""
    return cell(MODEL.stated.model.gradient(KEYS, *MODEL.stated.given, *MODEL.stated.blocks_at(a, u)), *ENTRY)


def moved(slope: Expression = SLOPE) -> Expression:
    """What it is at all of these points, with these moments."""
    return implies(SCALES, quantified(MODEL.stated.entries(KEYS, equal(by_keys(), slope)), *ON_MULTIPLES))


def of_other(expression: Expression) -> Expression:
    """What is said of the weights, of others."""
    assert isinstance(WEIGHTS, Variable)
    return opened(bound(expression, (WEIGHTS,)), (ρ,))


ALIKE = conjunction(*(equal(moment(WEIGHTS, order), of_other(moment(WEIGHTS, order))) for order in (1, 2, 3)))


def no_fourth(alike: Expression = ALIKE) -> Expression:
    """Weights with the same moments up to the third have the same gradients on the family."""
    same = (FLOW.stated.entries(block, equal(entry(block), of_other(entry(block)))) for block in FLOW.blocks)
    return quantified(implies(alike, quantified(conjunction(*same), *POINT)), OTHER)


def goal(
    needed_: Expression = BOTH,
    vary: Expression = VARY,
    centred: Expression = CENTRED,
    slope: Expression = SLOPE,
    alike: Expression = ALIKE,
) -> Expression:
    """For all sizes and laws of coordinates: the flow stays on the family just where two moments vanish.

    Else a block is moved by the third one; and fourth moments of the weights are in no gradient.
    """
    found = conjunction(iff(tangent(), needed_), iff(remains(), needed_), moved(slope), no_fourth(alike))
    return quantified(implies(conjunction(centred, vary), found), *MODEL.data)


def is_tangent() -> Theorem:
    """Where both moments vanish the gradient by other blocks does."""

    def none(block: str) -> Theorem:
        places = FLOW.places(block)
        found = at(derived(block), *map(assume, places))
        return under(modulo(equal(entry(block), 0), (found, *vanishing()), known()), *places)

    return under(conjoin(*map(none, ELSEWHERE)), *POINT)


def stays_proved() -> tuple[Theorem, Theorem]:
    """Both equivalences."""
    by_slopes = needed(zero(tangent(), "W_PV_21", 0, unit()), zero(tangent(), KEYS, 1, None))
    by_flow = needed(rests("W_PV_21", 0, unit()), rests(KEYS, 1, None))
    return (
        both_ways(under(by_slopes, tangent()), under(is_tangent(), BOTH)),
        both_ways(under(by_flow, remains()), under(enough(), BOTH)),
    )


def is_moved() -> Theorem:
    """The gradient by `W_KQ_21` at multiples of the identity."""
    sides = zip(ENTRY, MODEL.stated.shape(KEYS), strict=True)
    places = tuple(member(place, integers_between(1, length)) for place, length in sides)
    found = at(apply(at(MODEL.slopes(KEYS), a, u), premise(0)), *map(assume, places))
    equations = conjuncts(assume(SCALES))
    return under(under(modulo(equal(by_keys(), SLOPE), (found, *equations), known()), *places), SCALES, *ON_MULTIPLES)


def same_gradients() -> Theorem:
    """That other weights have the same gradients."""
    equations = conjuncts(assume(ALIKE))
    given = (*REDUCED.given[:4], assume(OTHER))

    def same(block: str) -> Theorem:
        places = FLOW.places(block)
        there = apply(at(REDUCED.slopes(block, given), *at_point()), premise(0))
        both = (at(each, *map(assume, places)) for each in (derived(block), there))
        wanted = equal(entry(block), of_other(entry(block)))
        return under(modulo(wanted, (*both, *equations), (*known(), assume(OTHER))), *places)

    return under(under(conjoin(*map(same, FLOW.blocks)), *POINT), OTHER, ALIKE)


def at_point() -> Facts:
    """u and U."""
    return tuple(map(assume, POINT))


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(*stays_proved(), is_moved(), same_gradients())
    theorem = under(found, *MODEL.data, conjunction(CENTRED, VARY))
    return Proof(goal(), theorem, proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, facts: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial at a point, covariates being centred; shapes."""
    if isinstance(formula, Node) and formula.head == "regular":
        return next(each for each in regularities() if each.conclusion == formula)
    return of_matrices(formula, facts)


@cache
def regularities() -> Facts:
    """At a point of the family, for other weights too, and at a multiple of the identity."""
    other = REDUCED.regular_at(*at_point(), given=(*REDUCED.given[:4], assume(OTHER)))
    multiples = MODEL.regular_at(a, u)
    return regular(*at_point()), *(apply(each, premise(0)) for each in (other, multiples))
