"""The loss on the family for covariates and a query of any laws, and where it is that of normal covariates."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.any_law.laws_of_covariates import (
    ALIKE,
    COLUMNS,
    COVARIANCE,
    DATA,
    FORCE,
    LIKE_NORMAL,
    MODEL,
    OF_COVARIATES,
    OFF,
    POINT,
    QUERY,
    RATE,
    SAME,
    SAME_AS_PRINTED,
    SLOPE,
    C,
    F,
    Q,
    at_points,
    blocks,
    goal,
    gradient,
    loss,
    of_rank_one,
    printed,
    quadratic,
    squared,
    v,
    z,
)
from proofs.zhang2024.formal.loss_in_traces import ELSEWHERE, Λ, N, U, d, u
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import (
    apply,
    assume,
    both_ways,
    cases,
    conjoin,
    contradict,
    discharge,
    excluded_middle,
    one_way,
    parts,
)
from symbolic.core.rules.matrix_algebra import shape_of_equal
from symbolic.core.rules.membership import meant
from symbolic.core.sorts import signature_of
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    cell,
    equal,
    equal_matrices,
    integers_between,
    member,
    product,
    trace,
    transpose,
)
from symbolic.goals.engine import derived_loss, derived_regularity
from symbolic.goals.stated import ENTRY
from symbolic.tactics.signs import Facts, identity, positive
from symbolic.tactics.steps import at, conjuncts, modulo, proved, replaced, under, whichever
from symbolic.tactics.whole_matrices.forms import form_at, vanishing_form
from symbolic.tactics.whole_matrices.matrix_letters import by_words, of_matrices, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import as_number
from symbolic.tactics.whole_matrices.moment_letters import symmetric_moments
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words


@cache
def facts() -> Facts:
    """What is known of sizes, and that the matrices of moments are symmetric."""
    known = (*MODEL.facts, positive(N, MODEL.facts))
    return (*known, *(symmetric_moments(each, known) for each in (C, F, Q)))


@cache
def known() -> Facts:
    """The same, with a point of the family."""
    return (*facts(), *map(assume, (*POINT, *COLUMNS[1:])))


def by_letters(goal_: Expression, *equations: Theorem, more: Facts = ()) -> Theorem:
    """An equation between numbers, or between matrices."""
    prove = rewritten_words if getattr(goal_, "head", "") == "equal_matrices" else rewritten_traces
    return prove(goal_, (*known(), *more), equations)


def valued(equation: Theorem, value: Expression) -> Theorem:
    """What is derived of a number, in other traces."""
    left, found = parts(equation.conclusion, "equal")
    return modulo(equal(left, value), (equation, by_letters(equal(found, value))), facts())


def places(block: str) -> tuple[Expression, ...]:
    """Where an entry is."""
    sides = zip(ENTRY, MODEL.stated.shape(block), strict=True)
    return tuple(member(place, integers_between(1, length)) for place, length in sides)


@cache
def slope() -> Theorem:
    """The gradient by u."""
    return valued(at(MODEL.slopes("W_PV_22"), u, assume(POINT[1]), 1, 1), SLOPE)


@cache
def force() -> tuple[Theorem, Theorem]:
    """The gradient by U, and its shape."""
    found = at(MODEL.slopes("W_KQ_11"), u, assume(POINT[1]))
    shape = shape_of_equal(found, shaped(parts(found.conclusion, "equal_matrices")[1], known()))
    return by_letters(equal_matrices(gradient("W_KQ_11"), FORCE), found, more=(shape,)), shape


def nothing(block: str) -> Theorem:
    """The gradient by another block."""
    found = at(MODEL.slopes(block), u, assume(POINT[1]), *map(assume, places(block)))
    return under(modulo(equal(cell(gradient(block), *ENTRY), 0), (found,)), *places(block))


@cache
def value() -> Theorem:
    """`∀u ∀U`: the loss."""
    return under(valued(MODEL.derived(u, assume(POINT[1])), squared()), *POINT)


@cache
def excess() -> Theorem:
    """`∀u ∀U`: what it is beyond that of normal covariates."""
    there, goal_ = at(value(), u, assume(POINT[1])), parts(at_points(), "and")[-1]
    same = by_letters(equal(squared() - squared(LIKE_NORMAL), u**2 * quadratic(OFF) / (2 * N)))
    return under(modulo(goal_, (there, same), facts()), *POINT)


def points_proved() -> Theorem:
    """All that is said of points of the family."""
    flow, shape = force()
    moved = trace(product(transpose(U), gradient("W_KQ_11")))
    moves = by_letters(equal(moved, u**2 * quadratic() - u * trace(product(C, U, Q))), flow, more=(shape,))
    rate = modulo(equal(RATE, 0), (slope(), moves), facts())
    here = (at(each, u, assume(POINT[1])) for each in (value(), excess()))
    first, last = here
    return under(conjoin(first, slope(), flow, *map(nothing, ELSEWHERE), rate, last), *POINT)


@cache
def rank_one() -> Theorem:
    """`∀u ∀v ∀z`: the same at `U = v zᵀ`."""
    of = product(v, transpose(z))
    there = at(excess(), u, shaped(of, known()))
    number = as_number(product(transpose(z), Q, z), known())
    same = by_letters(equal(quadratic(OFF, of), form_at(OFF, v) * form_at(Q, z)), number)
    return under(modulo(of_rank_one(), (there, same), facts()), *COLUMNS)


def no_product() -> Theorem:
    """`∀v: vᵀ (F − 2Λ² − tr Λ Λ) v = 0` where the losses are the same and the query is not 0."""
    of = product(v, transpose(z))
    here, same = at(rank_one(), 1, *map(assume, COLUMNS[1:])), at(assume(SAME), 1, shaped(of, known()))
    first, second = form_at(OFF, v), form_at(Q, z)
    none = identity(first * second, 0, facts(), ((here, -2 * N), (same, 2 * N)))
    goal_ = equal(first, 0)

    def apart(case: Facts) -> Theorem:
        gone = under(identity(second, 0, case, ((none, 1 / first),)), COLUMNS[2])
        return cases(goal_, contradict(vanishing_form(Q, d, gone, facts()), assume(QUERY)))

    found = whichever(goal_, excluded_middle(goal_), lambda case: case[0], apart)
    return under(found, COLUMNS[1])


@cache
def where_the_same() -> Theorem:
    """The losses are the same just where the fourth moments are, where the query is not 0."""
    off = vanishing_form(OFF, d, no_product(), facts())
    needed = by_words(ALIKE, facts(), (off, 1, None, None))
    gone = by_letters(equal(quadratic(OFF), 0), assume(ALIKE))
    there = at(excess(), u, assume(POINT[1]))
    enough = identity(loss(), squared(LIKE_NORMAL), facts(), ((there, 1), (gone, u**2 / (2 * N))))
    return under(both_ways(under(needed, SAME), under(under(enough, *POINT), ALIKE)), QUERY)


def as_printed() -> Theorem:
    """The same of the loss of the setting with normal covariates."""
    equations, spread = conjuncts(assume(OF_COVARIATES)), assume(COVARIANCE)
    derived = at(derived_loss("zhang2024", "reduced"), *MODEL.given[:2], spread, u, assume(POINT[1]))
    value_ = parts(derived.conclusion, "equal")[1]
    more = (spread, *conjuncts(meant(spread))[:2])
    size = by_letters(equal(trace(Λ), trace(C)), *equations, more=more)
    with_size = replaced(value_, trace(Λ), trace(C))
    same = by_letters(equal(with_size, squared(LIKE_NORMAL)), *equations, more=more)
    both = modulo(equal(printed(), squared(LIKE_NORMAL)), (derived, size, same), facts())
    first, second = SAME, SAME_AS_PRINTED
    to, back = conjuncts(one_way(apply(where_the_same(), assume(QUERY))))

    def moved(given: Expression, sign: int) -> Theorem:
        here = at(assume(given), u, assume(POINT[1]))
        right = printed() if sign > 0 else squared(LIKE_NORMAL)
        return under(identity(loss(), right, facts(), ((here, 1), (both, -sign))), *POINT)

    needed = apply(to, moved(second, -1))
    enough = apply(discharge(first, moved(first, 1)), apply(back, assume(ALIKE)))
    found = both_ways(under(needed, second), under(enough, ALIKE))
    return under(found, COVARIANCE, OF_COVARIATES, QUERY)


def proof() -> Proof:
    """The goal and its definedness."""
    theorem = under(conjoin(points_proved(), rank_one(), where_the_same(), as_printed()), *DATA)
    return Proof(goal(), theorem, proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, more: Facts) -> Theorem | None:
    """A solver: that losses are polynomials, and shapes."""
    inside = (*more, *facts(), force()[1])
    if isinstance(formula, Node) and formula.head == "regular":
        if signature_of(formula).key == "zhang2024":
            spread = assume(COVARIANCE)
            return at(derived_regularity("zhang2024", "reduced"), *MODEL.given[:2], spread, u, assume(POINT[1]))
        of = next(each for each in (U, product(v, transpose(z))) if blocks(each) == formula.parts[-8:])
        return MODEL.regular_at(u, shaped(of, known()))
    return of_matrices(formula, inside)
