"""That no other law of the covariates is tolerated than that of the training: independent signs are, for `Λ = I`."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.errors_of_shifts import SAMPLES, SHAPE
from proofs.garg2022.formal.limits.limits_of_ones import at_one
from proofs.garg2022.formal.limits.near_limits import LONG, TURNED, at_length, ever_nearer
from proofs.garg2022.formal.limits.tolerated_shifts import FAR, KEY, nearing
from proofs.garg2022.formal.orthants.error_in_orthants import SIGNS
from proofs.garg2022.formal.orthants.moduli import z
from proofs.garg2022.formal.orthants.moments_of_signs import repeated
from proofs.garg2022.formal.trained_model import (
    ONE,
    SIZES,
    SPREAD,
    TASK,
    Λ,
    M,
    R,
    S,
    d,
    loss,
    meaningful,
    of_training,
    w,
    μ,
    ν,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Sort, bound, fresh, opened, written
from symbolic.core.rules.entries import cell_of_matrix, independent_mean
from symbolic.core.rules.logic import apply, assume, contradict, deny, excluded_middle, part, parts, rewrite
from symbolic.core.rules.matrix_algebra import cell_of_word, equal_in_cells
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    Number,
    cell,
    conjunction,
    equal,
    function,
    implies,
    independent,
    integers_between,
    integers_from,
    mean,
    member,
    negation,
    real,
    vector_moments,
)
from symbolic.goals.usual_terms import mixed_moment
from symbolic.tactics.explicit_means import all_moments, mean_of_points
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    indicated,
    modulo,
    proved,
    quantified,
    rewritten,
    under,
    whichever,
)
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

PLACES = tuple(map(real, "jklp"))


def pairings() -> Expression:
    """The fourth moment of N(0, Λ) at four places."""
    first, *others = PLACES
    found = []
    for n, other in enumerate(others):
        rest = [each for k, each in enumerate(others) if k != n]
        found.append(cell(Λ, first, other) * cell(Λ, *rest))
    return found[0] + found[1] + found[2]


def moment(count: int) -> Expression:
    """`E x_j x_k …` at the first places."""
    return mixed_moment(ν, *((place, 1) for place in PLACES[:count]))


AS_NORMAL = quantified(
    conjunction(
        equal(moment(1), 0),
        equal(moment(2), cell(Λ, *PLACES[:2])),
        equal(moment(3), 0),
        equal(moment(4), pairings()),
    ),
    *(member(place, integers_between(1, d)) for place in PLACES),
)
"""All moments up to the fourth are those of N(0, Λ)."""
OF_LAW = loss(KEY, d, M, ν, ν, w, written(0), R)
"""The error where samples and query have one law."""


def goal(end: Number = 0, same: Expression = AS_NORMAL) -> Expression:
    """For all d, definite Λ and laws with other moments than N(0, Λ): the error does not tend to 0 for every task."""
    tolerated = quantified(ever_nearer(OF_LAW, end), TASK)
    missed = quantified(implies(negation(same), negation(tolerated)), SAMPLES)
    return of_training(at_length(missed))


CUBE = independent(SIGNS)
"""Independent signs."""
OF_SIGNS = opened(bound(SHAPE, (ν,)), (CUBE,))


def of_coordinate() -> Facts:
    """Moments of a sign."""
    return tuple(mean_of_points(mean(z, SIGNS, z**order)) for order in (1, 2, 4))


@cache
def second_moment() -> Theorem:
    """`E x xᵀ = I` for independent signs."""
    known, finite = assumed(SIZES[0]), all_moments(SIGNS)
    j, k = PLACES[:2]
    places = tuple(member(each, integers_between(1, d)) for each in (j, k))
    whole = tuple(belonging(each, integers_from(1), (*known, *assumed(*places))) for each in (j, k))

    def entry(row: Expression, column: Expression, *equations: Theorem) -> Theorem:
        here = cell_of_matrix(cell(OF_SIGNS, row, column)), cell_of_word(cell(ONE, row, column))
        goal_ = equal(cell(OF_SIGNS, row, column), cell(ONE, row, column))
        return modulo(goal_, (*here, *equations, *of_coordinate()))

    def together(case: Facts) -> Theorem:
        there = entry(j, j, *repeated(finite, 2, whole[0]), *indicated(identity(j, j)))
        hole = fresh(Sort.REAL, there.conclusion, k)
        body = equal(cell(OF_SIGNS, j, hole), cell(ONE, j, hole))
        return rewrite(function(hole, body=body), case[0], there)

    def apart(case: Facts) -> Theorem:
        value = independent_mean(mixed_moment(CUBE, (j, 1), (k, 1)), finite, whole, case[:1])
        return entry(j, k, value, *indicated(case[0]))

    goal_ = equal(cell(OF_SIGNS, j, k), cell(ONE, j, k))
    found = whichever(goal_, excluded_middle(equal(j, k)), together, apart)
    same = equal_in_cells(under(found, *places), shaped(OF_SIGNS, known), shaped(ONE, known))
    return under(same, SIZES[0])


def differs() -> Theorem:
    """The fourth moment of a sign is 1, that of N(0, 1) is 3."""
    same = opened(bound(AS_NORMAL, (Λ, ν)), (ONE, CUBE))
    of_fourth = part(3, at(assume(same), *(belonging(1, integers_between(1, d), assumed(SIZES[0])),) * 4))
    several = repeated(all_moments(SIGNS), 4, belonging(1, integers_from(1)))
    left, right = parts(of_fourth.conclusion, "equal")
    one = modulo(equal(left, 1), (*several, *of_coordinate()))
    three = modulo(equal(right, 3), (cell_of_word(cell(ONE, 1, 1)), *indicated(identity(1, 1))))
    return deny(same, signed(FALSE, (of_fourth, one, three)))


def tolerated() -> Theorem:
    """After training with `Λ = I` the error on independent signs tends to 0."""
    there = at_one(under(nearing(), SIZES[0], SPREAD, TURNED, LONG))
    found = at(there, *(belonging(CUBE, vector_moments(order)) for order in (2, 4)), assume(TASK), 0)
    end = opened(bound(FAR, (S, μ, ν)), (ONE, CUBE, CUBE))
    same = at(second_moment(), assume(SIZES[0]))
    gone = rewritten_traces(equal(end, 0), assumed(SIZES[0], TASK), [same])
    return under(rewritten(gone, found), TASK)


def refutation() -> Proof:
    """For `Λ = I` independent signs are tolerated."""
    missed = apply(at(at_one(assume(goal())), belonging(CUBE, vector_moments(4))), differs())
    false = under(contradict(tolerated(), missed), SIZES[0])
    solve = meaningful(KEY)
    return Proof(negation(goal()), deny(goal(), at(false, 2)), proved(defined(negation(goal())), solve=solve))
