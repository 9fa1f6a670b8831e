"""Covariates that are projected to a subspace and not scaled: the errors, and which subspaces are tolerated."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.isotropic import (
    IS_INVERSE,
    apart,
    count,
    is_inverse,
    one_is_semidefinite,
    sizes,
    γ,
)
from proofs.garg2022.formal.limits.inverse_approached import inverse_is_semidefinite, lasting, of_inverse, spread
from proofs.garg2022.formal.limits.near_limits import LONG, TURNED, C, at_length, ever_nearer
from proofs.garg2022.formal.limits.nearing import Nearing
from proofs.garg2022.formal.limits.tolerated_for_every_task import where_tolerated
from proofs.garg2022.formal.subspaces import KEY, OTHER, PROJECTION, PROJECTS, P, has_dimension, of_scales, on_scales
from proofs.garg2022.formal.trained_model import (
    ONE,
    SIZES,
    SPREAD,
    TASK,
    TESTED,
    Λ,
    M,
    R,
    S,
    d,
    error,
    exactly,
    facts,
    form,
    is_exact,
    long_prompts,
    loss,
    meaningful,
    minus,
    of_training,
    w,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Variable, written
from symbolic.core.rules.logic import apply, assume, both_ways, cases, conjoin, contradict, one_way, part
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import meant, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    conjunction,
    equal,
    equal_matrices,
    iff,
    implies,
    integers_from,
    less,
    member,
    negation,
    product,
    semidefinite,
    tends,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import assumed, at, proved, quantified, under, whichever
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, shaped
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form, of_root, with_root
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

INSIDE = product(P, Λ, P)
"""The covariance of the test."""
OUTSIDE = product(minus(ONE, P), Λ, P)
PLAIN = loss(OTHER, d, M, INSIDE, w, R)
LONGER = form(product(minus(product(R, INSIDE), ONE), w), INSIDE)
FAR = form(product(minus(product(S, INSIDE), ONE), w), INSIDE)
DEFECT = minus(product(INSIDE, S, INSIDE), INSIDE)
"""`G Λ⁻¹ G − G`."""
WHOLE = negation(equal_matrices(P, ONE))
"""The subspace is not the whole space."""


def relative(dimension: Expression) -> Expression:
    """The error over the mean square of the target, for `Λ = I`."""
    return (1 / γ - 1) ** 2 + (dimension + 1) / (γ**2 * M)


EVERY = quantified(equal(FAR, 0), TASK)
MAPPED = equal_matrices(OUTSIDE, zeros(d, d))


def goal(scaled: Expression | None = None, mapped: Expression = MAPPED, whole: Expression = WHOLE) -> Expression:
    """For all d, definite Λ and projections P: the errors, their limits, and where these are 0 for every task."""
    exact = exactly(tends(M, integers_from(1), PLAIN, LONGER), TASK)
    defect = equal_matrices(DEFECT, product(transpose(OUTSIDE), S, OUTSIDE))
    ends = conjunction(quantified(ever_nearer(PLAIN, FAR), TASK), defect, iff(EVERY, mapped))
    projected = quantified(implies(PROJECTS, conjunction(exact, at_length(ends))), PROJECTION)
    less_ = quantified(implies(whole, less(relative(trace(P)), relative(d))), TESTED)
    ones = quantified(implies(PROJECTS, less_), PROJECTION)
    return conjunction(of_training(projected), quantified(conjunction(IS_INVERSE, ones), *SIZES), scaled or on_scales())


@cache
def inside_of_space() -> Facts:
    """What is known of d, Λ, P and the task, and that PΛP is semidefinite."""
    known_ = (*lasting(), *assumed(PROJECTION, TASK))

    def sign(x: Variable, of_column: Facts) -> Theorem:
        there = (*known_, *of_column)
        image = product(P, x)
        above = at(part(2, meant(spread())), shaped(image, there))
        value_ = trace(product(transpose(x), INSIDE, x))
        same = rewritten_traces(equal(value_, form(image, Λ)), there)
        return signed(at_most(0, value_), (same, above))

    return (*known_, by_form(member(INSIDE, semidefinite(d)), known_, sign))


def longer() -> Theorem:
    """The limit in long prompts, at a fixed length of the training."""
    known_ = (*facts(), *inside_of_space(), *assumed(TESTED))
    bias = form(product(minus(product(R, INSIDE), ONE), w), INSIDE)
    above = form(product(R, INSIDE, w), INSIDE) + form(w, INSIDE) * trace(product(INSIDE, R, INSIDE, R))
    return is_exact(long_prompts(error(PLAIN, bias + above / M, known_), LONGER), TASK)


def ends() -> Theorem:
    """What the error tends to, and where that is 0."""
    known_ = inside_of_space()
    near = Nearing.normal(INSIDE, product(w, transpose(w)), INSIDE, 0, known_)
    nearer = under(near.theorem(PLAIN, FAR, lambda value, more: error(PLAIN, value, more)), TASK)
    projects, outside = assume(PROJECTS), product(transpose(OUTSIDE), S, OUTSIDE)
    gap = rewritten_words(equal_matrices(DEFECT, outside), known_, [projects, *of_inverse()])
    return conjoin(nearer, gap, where_mapped(gap, known_))


def where_mapped(gap: Theorem, known_: Facts) -> Theorem:
    """The limit is 0 for every task just where Λ maps the subspace to itself."""
    both = where_tolerated(INSIDE, known_[-1], known_, INSIDE)
    stays = equal_matrices(product(INSIDE, S, INSIDE), INSIDE)
    root_ = of_root(S, d, C)
    rooted_ = (*known_, assume(root_[0]))
    image = product(C, OUTSIDE)
    letters = known_letters(rooted_, Λ, S, P, C, ONE)
    taken = (0, written(1), transpose(OUTSIDE), OUTSIDE), (1, written(-1), ONE, ONE), (2, written(1), ONE, ONE)
    zero = traces(equal(norm(image), 0), (assume(root_[1]), gap, assume(stays)), taken, letters, ())
    nothing = zero_matrix(image, signed(at_most(norm(image), 0), (zero,)), rooted_)
    # C OUTSIDE = 0, so S OUTSIDE = 0 and OUTSIDE = Λ S OUTSIDE = 0
    using = (nothing, 1, product(Λ, C), None), (assume(root_[1]), -1, Λ, OUTSIDE), (of_inverse()[0], -1, None, OUTSIDE)
    kept_ = with_root(inverse_is_semidefinite(), C, by_words(MAPPED, rooted_, *using))
    back = by_words(stays, known_, (gap, 1, None, None), (assume(MAPPED), 1, product(transpose(OUTSIDE), S), None))
    ahead, behind = (part(n, one_way(both)) for n in range(2))
    found = under(apply(under(kept_, stays), apply(ahead, assume(EVERY))), EVERY)
    return both_ways(found, under(apply(behind, back), MAPPED))


def is_less() -> Theorem:
    """The error over the mean square of the target is smaller than in the whole space, as `tr (1 − P) = ‖1 − P‖²`."""
    rest, known_ = minus(ONE, P), (*sizes(), *assumed(TESTED, PROJECTION))
    share = positive(1 / (γ**2 * M), known_)
    value = rewritten_traces(equal(norm(rest), trace(ONE) - trace(P)), known_, [assume(PROJECTS)])
    goal_ = less(relative(trace(P)), relative(d))

    def none(case: Facts) -> Theorem:
        gone = zero_matrix(rest, signed(at_most(norm(rest), 0), case), known_)
        same = by_words(equal_matrices(P, ONE), known_, (gone, -1, None, None))
        return cases(goal_, contradict(same, assume(WHOLE)))

    def some(case: Facts) -> Theorem:
        lower = signed(less(trace(P), d), (value, count(), *case))
        return signed(goal_, (lower, share, *known_), products=((lower, share),))

    return whichever(goal_, trichotomy(norm(rest), written(0)), none, none, some)


def proof() -> Proof:
    """The goal and its definedness."""
    projected = under(conjoin(longer(), under(ends(), TURNED, LONG)), PROJECTION, PROJECTS)
    ones = under(conjoin(is_inverse(), under(is_less(), PROJECTION, PROJECTS, TESTED, WHOLE)), *SIZES)
    theorem = conjoin(under(projected, SIZES[0], SPREAD), ones, of_scales())
    solve = meaningful(
        KEY, OTHER, more=(*apart(), *sizes(), one_is_semidefinite(), inside_of_space()[-1], has_dimension())
    )
    return Proof(goal(), theorem, proved(defined(goal()), solve=solve))
