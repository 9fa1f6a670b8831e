"""Which shifts of the covariates long prompts tolerate: limits of the error, and where these are 0 for every task."""

from __future__ import annotations

from proofs.garg2022.formal.errors_of_shifts import FOURTH, MEAN_TASK, POINTS, SAMPLES, SHAPE, known, linear
from proofs.garg2022.formal.errors_of_shifts import Q as QUERY_MOMENT
from proofs.garg2022.formal.errors_of_shifts import W as TASK_MOMENT
from proofs.garg2022.formal.isotropic import apart, sizes
from proofs.garg2022.formal.limits.independent_coordinates import of_coordinates, with_coordinates
from proofs.garg2022.formal.limits.inverse_approached import lasting
from proofs.garg2022.formal.limits.near_limits import LONG, RATE, TURNED, Q, at_length, ever_nearer
from proofs.garg2022.formal.limits.nearing import Nearing
from proofs.garg2022.formal.limits.noise_of_any_law import counts_by_variance, is_counted, meant
from proofs.garg2022.formal.limits.rate_of_inverse import (
    MISSED,
    WITHIN,
    distance,
    is_missed,
    is_within,
    rate_is_definite,
)
from proofs.garg2022.formal.limits.tolerated_for_every_task import (
    ROOTED,
    ROOTS,
    SAME_LAW,
    SEMIDEFINITE,
    TOLERATED,
    for_every_task,
    of_roots,
    rooted,
    tolerated_,
)
from proofs.garg2022.formal.trained_model import (
    GAMMA,
    NOISE,
    ONE,
    QUERY,
    SIZES,
    SPREAD,
    TASK,
    Λ,
    G,
    M,
    N,
    R,
    S,
    d,
    divisors,
    error,
    exactly,
    facts,
    form,
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
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import conjoin
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    conjunction,
    definite,
    equal,
    equal_matrices,
    iff,
    implies,
    integers_from,
    member,
    multiple,
    product,
    sum_of_matrices,
    tends,
    trace,
    transpose,
)
from symbolic.tactics.steps import assumed, proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters
from symbolic.tactics.whole_matrices.moment_letters import symmetric_moments

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


def goal(
    limit: Expression = FAR,
    tolerated: Expression = TOLERATED,
    same_law: Expression = SAME_LAW,
    approached: Expression = SLOWED_OFF,
    missed: Expression = MISSED,
    within: Expression = WITHIN,
    noise: Expression | None = None,
    coordinates: Expression | None = None,
) -> Expression:
    """For all d, definite Λ and data: the limits of the error, how R and the error come near, and which are 0.

    What noise of any law counts, and the error on independent coordinates.
    """
    longer = quantified(tends(M, integers_from(1), PLAIN, form(product(OFF, w), QUERY_MOMENT)), *DATA)
    slower = quantified(equal_matrices(OFF, approached), SAMPLES)
    there = quantified(equal(form(product(minus(product(R, GAMMA), ONE), w), QUERY_MOMENT), 0), QUERY, TASK)
    below_ = conjunction(equal_matrices(minus(S, R), multiple(1 / N, RATE)), within, member(RATE, definite(d)))
    ends = conjunction(
        quantified(ever_nearer(PLAIN, limit), *DATA),
        quantified(ever_nearer(OF_TASKS, FAR_OF_TASKS), QUERY, POINTS, MEAN_TASK),
        quantified(iff(for_every_task(Q), tolerated), POINTS, SEMIDEFINITE),
        exactly(conjunction(slower, below_)),
        quantified(implies(ROOTED, of_roots(same_law)), POINTS, *ROOTS),
    )
    shifts = of_training(exactly(conjunction(longer, there, missed)), at_length(ends))
    return conjunction(shifts, noise or counts_by_variance(), coordinates or of_coordinates())


def longer() -> Theorem:
    """The limit in long prompts, that it is 0 at `G = Γ`, and not at `G = Λ`."""
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
    return conjoin(ends, under(gone, QUERY, TASK), is_missed())


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


def slower() -> Theorem:
    """How `R G − 1` comes near, and R from below."""
    inside = (*facts(), *lasting(), *assumed(SAMPLES))
    apart_ = distance()
    goal_ = equal_matrices(OFF, SLOWED_OFF)
    off_ = by_words(goal_, inside, (apart_, -1, None, SHAPE), known=divisors())
    return is_exact(conjoin(under(off_, SAMPLES), conjoin(apart_, is_within(), rate_is_definite())))


def proof() -> Proof:
    """The goal and its definedness."""
    exact = is_exact(longer())
    ends = conjoin(nearing(), of_tasks_(), tolerated_(), slower(), rooted())
    shifts = under(conjoin(exact, under(ends, TURNED, LONG)), SIZES[0], SPREAD)
    theorem = conjoin(shifts, is_counted(), with_coordinates())
    keys = KEY, "garg2022-tasks", "garg2022-any-noise", "garg2022-coordinates"
    solve = meaningful(*keys, first=meant, more=(*apart(), *sizes()))
    return Proof(goal(), theorem, proved(defined(goal()), solve=solve))
