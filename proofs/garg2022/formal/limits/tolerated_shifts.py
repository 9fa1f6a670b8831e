"""Which shifts of the covariates long prompts tolerate: limits of the error, and where these are 0 for every task."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.errors_of_shifts import FOURTH, MEAN_TASK, POINTS, SAMPLES, SHAPE, known, linear
from proofs.garg2022.formal.errors_of_shifts import Q as QUERY_MOMENT
from proofs.garg2022.formal.errors_of_shifts import W as TASK_MOMENT
from proofs.garg2022.formal.limits.approach import (
    LONG,
    RATE,
    TURNED,
    Nearing,
    Q,
    at_length,
    ever_nearer,
    grown,
    inverse_is_semidefinite,
    lasting,
    of_inverse,
    share,
    spread,
)
from proofs.garg2022.formal.trained_model import (
    COLUMN,
    GAMMA,
    NOISE,
    ONE,
    QUERY,
    SIZES,
    SPREAD,
    SQUARE,
    TASK,
    Λ,
    G,
    M,
    N,
    R,
    S,
    commuting,
    d,
    divisors,
    error,
    exactly,
    facts,
    form,
    inverses,
    is_exact,
    long_prompts,
    loss,
    meaningful,
    minus,
    of_gamma,
    of_training,
    w,
    μ,
    ν,
    σ,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Sort, Variable, fresh, written
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, contradict, deny, one_way, part, parts, rewrite
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    conjunction,
    definite,
    equal,
    equal_matrices,
    function,
    iff,
    implies,
    integers_from,
    less,
    matrix_letter,
    member,
    multiple,
    product,
    semidefinite,
    sum_of_matrices,
    tends,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, at, proved, quantified, under
from symbolic.tactics.whole_matrices.bounded_products import norm, trace_is_not_negative
from symbolic.tactics.whole_matrices.forms import form_at, vanishing_form
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.moment_letters import symmetric_moments
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form, of_root, with_root
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

KEY = "garg2022-any-samples"
PLAIN = loss(KEY, d, M, ν, μ, w, σ, R)
"""The error on samples of any law."""
OFF = minus(product(R, SHAPE), ONE)
LEFT_OF_SHAPE = minus(product(S, SHAPE), ONE)
FAR = form(product(LEFT_OF_SHAPE, w), QUERY_MOMENT)
"""`‖(Λ⁻¹G − 1) w‖²_Q`."""
SLOWED_OFF = sum_of_matrices(LEFT_OF_SHAPE, multiple(-1 / N, product(RATE, SHAPE)))
DATA = QUERY, SAMPLES, TASK, NOISE

OF_TASKS = loss("garg2022-tasks", d, M, μ, ν, G, R)
FAR_OF_TASKS = trace(product(minus(product(G, S), ONE), QUERY_MOMENT, minus(product(S, G), ONE), TASK_MOMENT))

SEMIDEFINITE = member(Q, semidefinite(d))
LEFT_OF_G = minus(product(S, G), ONE)
TOLERATED = equal_matrices(product(Q, S, G), Q)


def far(query: Expression, task: Expression = w) -> Expression:
    """`‖(Λ⁻¹G − 1) w‖²` in the norm of a second moment of the query."""
    return form(product(LEFT_OF_G, task), query)


def for_every_task(query: Expression) -> Expression:
    """The limit is 0 for every task."""
    return quantified(equal(far(query), 0), TASK)


B, KK = matrix_letter("B"), matrix_letter("K")
ROOTS = member(B, semidefinite(d)), member(KK, SQUARE)
ROOTED = conjunction(equal_matrices(product(B, B), Λ), *inverses(B, KK))
"""`B = Λ^½` and its inverse."""
RELATIVE = product(KK, G, KK)
"""`Λ^-½ G Λ^-½`."""
LESS = minus(RELATIVE, ONE)
SAME_LAW = trace(product(transpose(w), B, RELATIVE, LESS, LESS, B, w))
PROJECTION = equal_matrices(product(RELATIVE, RELATIVE), RELATIVE)


def goal(
    limit: Expression = FAR,
    tolerated: Expression = TOLERATED,
    same_law: Expression = SAME_LAW,
    approached: Expression = SLOWED_OFF,
) -> Expression:
    """For all d, definite Λ and data: the limits of the error, how R and the error come near, and which are 0."""
    longer = quantified(tends(M, integers_from(1), PLAIN, form(product(OFF, w), QUERY_MOMENT)), *DATA)
    slower = quantified(equal_matrices(OFF, approached), SAMPLES)
    there = quantified(equal(form(product(minus(product(R, GAMMA), ONE), w), QUERY_MOMENT), 0), QUERY, TASK)
    below_ = conjunction(equal_matrices(minus(S, R), multiple(1 / N, RATE)), member(RATE, definite(d)))
    ends = conjunction(
        quantified(ever_nearer(PLAIN, limit), *DATA),
        quantified(ever_nearer(OF_TASKS, FAR_OF_TASKS), QUERY, POINTS, MEAN_TASK),
        quantified(iff(for_every_task(Q), tolerated), POINTS, SEMIDEFINITE),
        exactly(conjunction(slower, below_)),
        quantified(implies(ROOTED, of_roots(same_law)), POINTS, *ROOTS),
    )
    return of_training(exactly(conjunction(longer, there)), at_length(ends))


def of_roots(same_law: Expression = SAME_LAW) -> Expression:
    """The limit where the query has the second moment of the samples, and where it is 0 for every task."""
    return conjunction(quantified(equal(far(G), same_law), TASK), iff(for_every_task(G), PROJECTION))


def longer() -> Theorem:
    """The limit in long prompts, and that it is 0 at `G = Γ`."""
    inside = known(*DATA[1:])
    inside = (*inside, *(symmetric_moments(each, inside) for each in (QUERY_MOMENT, SHAPE, FOURTH)))
    found = error(PLAIN, linear(), inside)
    bias = form(product(OFF, w), QUERY_MOMENT)
    ends = under(long_prompts(found, bias), *DATA)
    known_ = known(TASK)
    taken = ((0, written(1), product(transpose(w), transpose(minus(product(R, GAMMA), ONE)), QUERY_MOMENT), w),)
    letters = known_letters(known_, Λ, R, w, QUERY_MOMENT, ONE)
    gone = traces(
        equal(form(product(minus(product(R, GAMMA), ONE), w), QUERY_MOMENT), 0),
        (of_gamma()[0],),
        taken,
        letters,
        divisors(),
    )
    return conjoin(ends, under(gone, QUERY, TASK))


def nearing() -> Theorem:
    """The limit of the error on samples of any law."""
    inside = (*lasting(), *assumed(*DATA))
    inside = (*inside, *(symmetric_moments(each, inside) for each in (QUERY_MOMENT, SHAPE, FOURTH)))
    task = product(w, transpose(w))
    rest = minus(sum_of_matrices(FOURTH, multiple(σ**2, SHAPE)), product(SHAPE, task, SHAPE))
    near = Nearing(QUERY_MOMENT, task, SHAPE, rest, inside)
    return under(near.theorem(PLAIN, FAR, lambda value, known_: error(PLAIN, value, known_)), *DATA)


def of_tasks_() -> Theorem:
    """The same for tasks of any law."""
    data = QUERY, POINTS, MEAN_TASK
    inside = (*lasting(), *assumed(*data))
    inside = (*inside, *(symmetric_moments(each, inside) for each in (QUERY_MOMENT, TASK_MOMENT)))
    near = Nearing.normal(QUERY_MOMENT, TASK_MOMENT, G, 0, inside)
    return under(near.theorem(OF_TASKS, FAR_OF_TASKS, lambda value, known_: error(OF_TASKS, value, known_)), *data)


H, x = matrix_letter("H"), matrix_letter("x")


def where_tolerated(query: Expression, query_is_semidefinite: Theorem, inside: Facts, shape: Expression = G) -> Theorem:
    """The limit is 0 for every task just where `Q Λ⁻¹ G = Q`."""
    left = minus(product(S, shape), ONE)
    whole = product(transpose(left), query, left)
    vanishes_ = equal(form(product(left, w), query), 0)
    every, stays = quantified(vanishes_, TASK), equal_matrices(product(query, S, shape), query)
    known_ = (*inside, assume(member(x, COLUMN)))
    at_column = at(assume(every), assume(member(x, COLUMN)))
    none = under(valued_in_words(at_column, form_at(whole, x), known_), member(x, COLUMN))
    vanishes = vanishing_form(whole, d, none, inside)
    root = of_root(query, d, H)
    rooted = (*inside, assume(root[0]))
    image = product(H, left)
    letters = known_letters(rooted, S, shape, query, H, ONE)
    taken = ((0, written(1), transpose(left), left), (1, written(1), ONE, ONE))
    length = traces(equal(norm(image), 0), (assume(root[1]), vanishes), taken, letters, ())
    nothing = zero_matrix(image, signed(at_most(norm(image), 0), (length,)), rooted)
    using = (nothing, 1, H, None), (assume(root[1]), -1, None, left)
    one_way_ = with_root(query_is_semidefinite, H, by_words(stays, rooted, *using))
    back_letters = known_letters(inside, S, shape, query, w, ONE)
    again = ((0, written(1), product(transpose(w), transpose(left)), w),)
    back = traces(vanishes_, (assume(stays),), again, back_letters, ())
    return both_ways(under(one_way_, every), under(under(back, TASK), stays))


def valued_in_words(theorem: Theorem, value_: Expression, inside: Facts) -> Theorem:
    """`value = r` from `s = r`, both being the same in words."""
    left, _ = parts(theorem.conclusion, "equal")
    same = rewritten_traces(equal(value_, left), inside)
    hole = fresh(Sort.REAL, same.conclusion, theorem.conclusion)
    return rewrite(function(hole, body=equal(value_, hole)), theorem, same)


def tolerated_() -> Theorem:
    """Where the limit is 0 for every task."""
    inside = (*lasting(), *assumed(POINTS, SEMIDEFINITE, TASK))
    return under(where_tolerated(Q, assume(SEMIDEFINITE), inside), POINTS, SEMIDEFINITE)


def rooted() -> Theorem:
    """The limit where the query has the second moment of the samples, and where it is 0."""
    inside = (*lasting(), *assumed(POINTS, TASK, *ROOTS))
    root, unit, other = (part(n, assume(ROOTED)) for n in range(3))
    using = (unit, -1, S, None), (of_inverse()[1], 1, None, product(KK, KK)), (root, 1, S, product(KK, KK))
    square = by_words(equal_matrices(S, product(KK, KK)), inside, *using, (unit, -1, product(S, B), KK))
    value_ = rewritten_traces(equal(far(G), SAME_LAW), inside, [square, unit, other])
    stays = equal_matrices(product(G, S, G), G)
    to_it = (assume(stays), 1, KK, KK), (square, -1, product(KK, G), product(G, KK))
    projected = by_words(PROJECTION, inside, *to_it)
    gap = minus(product(G, S, G), G)
    from_it = (
        (unit, -1, None, gap),
        (other, -1, product(B, KK, gap), None),
        (square, 1, product(B, KK, G), product(G, KK, B)),
        (assume(PROJECTION), 1, B, B),
    )
    back = by_words(stays, inside, *from_it)
    both = where_tolerated(G, assume(POINTS), inside)
    ahead, behind = (part(n, one_way(both)) for n in range(2))
    found = under(apply(under(projected, stays), apply(ahead, assume(for_every_task(G)))), for_every_task(G))
    other_ = under(apply(behind, back), PROJECTION)
    return under(conjoin(under(value_, TASK), both_ways(found, other_)), POINTS, *ROOTS, ROOTED)


def slower() -> Theorem:
    """How `R G − 1` comes near, and R from below."""
    inside = (*facts(), *lasting(), *assumed(SAMPLES))
    apart_ = by_words(
        equal_matrices(minus(S, R), multiple(1 / N, RATE)), inside, (grown(), 1, None, None), known=divisors()
    )
    goal_ = equal_matrices(OFF, SLOWED_OFF)
    off_ = by_words(goal_, inside, (apart_, -1, None, SHAPE), known=divisors())
    return is_exact(conjoin(under(off_, SAMPLES), conjoin(apart_, rate_is_definite())))


@cache
def rate_is_definite() -> Theorem:
    """`R (1 + tr Λ Λ⁻¹)` is definite: its form is made of those of Λ, I and Λ⁻¹ at `R x`."""
    inside = (*facts(), *lasting())
    turned = (of_inverse()[0], -1, product(S, R), None), (of_inverse()[1], 1, None, product(R, S))
    commutes = by_words(equal_matrices(product(S, R), product(R, S)), inside, *turned, (commuting(), 1, S, S))

    def sign(y: Variable, known_: Facts) -> Theorem:
        there = (*inside, known_[0])
        image = product(R, y)
        moved = shaped(image, there)
        zero = equal_matrices(image, zeros(d, 1))
        gone = by_words(
            equal_matrices(y, zeros(d, 1)),
            there,
            (of_gamma()[1], -1, None, y),
            (assume(zero), 1, GAMMA, None),
            known=divisors(),
        )
        some = deny(zero, contradict(gone, known_[1]))
        seen = apply(at(part(2, meant(assume(SPREAD))), moved), some)
        of_inverse_ = at(part(2, meant(inverse_is_semidefinite())), moved)
        size = norm(image)
        value_ = trace(product(transpose(y), RATE, y))
        t = trace(Λ)
        whole = (1 + 1 / N) * form(image, Λ) + (t / N + t * (1 + 1 / N)) * size + t**2 / N * form(image, S)
        same = rate_in_forms(value_, whole, y, there, commutes)
        signs = seen, not_negative(image, there), of_inverse_, trace_is_not_negative(spread(), inside), share()
        positive_, long, other, size_, few = signs
        products = (few, positive_), (few, size_, long), (size_, long), (few, size_, size_, other)
        return signed(less(0, value_), (same, *signs, *divisors()), products=products)

    return by_form(member(RATE, definite(d)), inside, sign, (commutes,))


def rate_in_forms(value_: Expression, whole: Expression, y: Expression, there: Facts, commutes: Theorem) -> Theorem:
    """`yᵀR(1 + t Λ⁻¹)y` by forms at R y, `t = tr Λ`, since `R = R Γ R`."""
    t, g, row = trace(Λ), 1 + 1 / N, transpose(y)
    taken = (
        (0, written(-1), row, product(R, y)),
        (0, -t, row, product(R, S, y)),
        (1, -(t * g), product(row, R, Λ), y),
        (2, t * g, product(row, R), product(R, y)),
        (1, -(t * t / N), product(row, R), y),
    )
    letters = known_letters(there, Λ, R, S, y, ONE)
    equations = of_gamma()[0], commutes, of_inverse()[0]
    return traces(equal(value_, whole), equations, taken, letters, divisors())


def proof() -> Proof:
    """The goal and its definedness."""
    exact = is_exact(longer())
    ends = conjoin(nearing(), of_tasks_(), tolerated_(), slower(), rooted())
    theorem = under(conjoin(exact, under(ends, TURNED, LONG)), SIZES[0], SPREAD)
    return Proof(goal(), theorem, proved(defined(goal()), solve=meaningful(KEY, "garg2022-tasks")))


LEFT_OUT = (
    "That infinitely long prompts are not answered exactly at `G = Λ` after a training of finite length; that R tends "
    "to Λ⁻¹, beyond what `Λ⁻¹ − R` is; that noise of another law than the normal one counts by its variance alone."
)
