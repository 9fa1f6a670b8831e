"""The loss and its gradients on the family for independent coordinates with one kurtosis: S is `Γ_κ Λ`."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.any_law.any_covariates import excess, force, slope, value
from proofs.zhang2024.formal.any_law.any_covariates import facts as of_laws
from proofs.zhang2024.formal.any_law.independent_coordinates import (
    POSITIVE,
    definite_moments,
)
from proofs.zhang2024.formal.any_law.kurtosis_stated import BEYOND, FORCE, GAMMA, SLOPE, SUPPOSED, printed_loss
from proofs.zhang2024.formal.any_law.laws_of_covariates import (
    MODEL,
    POINT,
    C,
    Q,
    S,
    gradient,
)
from proofs.zhang2024.formal.any_law.moments_of_coordinates import INDEPENDENT, fourth_moments
from proofs.zhang2024.formal.loss_in_traces import N, U, d, u
from symbolic.core.expressions import Expression, Variable
from symbolic.core.rules.logic import (
    apply,
    assume,
    conjoin,
    discharge,
    part,
    parts,
)
from symbolic.core.rules.membership import meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    definite,
    equal,
    equal_matrices,
    less,
    member,
    product,
    trace,
)
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import at, modulo, replaced, under
from symbolic.tactics.whole_matrices.forms import form_at
from symbolic.tactics.whole_matrices.matrix_letters import by_words
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form
from symbolic.tactics.whole_matrices.sums_of_squares import semidefinite_too
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces


def premise(number: int) -> Theorem:
    """That second moments are positive, that those of the query are the same, or what is known of coordinates."""
    return part(number, assume(SUPPOSED))


@cache
def fourth() -> Theorem:
    """`F = (κ − 1) Λ² + tr Λ Λ`."""
    return apply(discharge(INDEPENDENT, fourth_moments()), premise(2))


@cache
def spreads() -> Facts:
    """Λ and Q are definite."""
    found = definite_moments()
    for number, each in ((2, INDEPENDENT), (0, POSITIVE)):
        found = apply(discharge(each, found), premise(number))
    forms = part(2, meant(found))

    def sign(x: Variable, facts_: Facts) -> Theorem:
        same = rewritten_traces(equal(form_at(Q, x), form_at(C, x)), (*of_laws(), *facts_), (premise(1),))
        return signed(less(0, form_at(Q, x)), (same, apply(at(forms, facts_[0]), facts_[1])))

    return found, by_form(member(Q, definite(d)), of_laws(), sign)


@cache
def known() -> Facts:
    """What is known of sizes, moments and a point."""
    return (*of_laws(), *map(semidefinite_too, spreads()), *map(assume, POINT), many())


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
