"""The error of the trained model on prompts of any law, with a query that is independent of them."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.attention import is_predicted, predicts, regular
from proofs.garg2022.formal.trained_model import (
    INVERSE,
    NOISE,
    ONE,
    QUERY,
    SIZES,
    TASK,
    TESTED,
    TRAINED,
    Λ,
    G,
    M,
    N,
    R,
    after_training,
    commuting,
    d,
    error,
    facts,
    form,
    loss,
    meaningful,
    minus,
    same_form,
    slow,
    trained,
    valued,
    w,
    μ,
    ν,
    σ,
)
from proofs.zhang2024.formal.attended import PROMPTS, attended, attends
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import assume, conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    cell,
    conjunction,
    equal,
    equal_matrices,
    implies,
    integers_from,
    matrices,
    matrix_letter,
    member,
    product,
    real,
    semidefinite,
    trace,
    transpose,
    vector_moments,
)
from symbolic.goals.usual_terms import moment_matrix
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import assumed, proved, quantified, replaced, rewritten, under
from symbolic.tactics.whole_matrices.moment_letters import symmetric_moments

n, X, Y = real("n"), matrix_letter("X"), matrix_letter("Y")
Q, W = moment_matrix(μ, d, 2), moment_matrix(ν, d, 2)
"""`E x_q x_qᵀ` of the query, and `E w wᵀ` of tasks with a law."""

LABELS = (
    member(n, integers_from(1)),
    member(ν, vector_moments(2)),
    member(X, matrices(d, n)),
    member(Y, matrices(n, 1)),
)
JOINT = moment_matrix(ν, n, 2)
"""`E z zᵀ`: the query is `X z` and its label `Y·z`."""

FIRST, SECOND = moment_matrix(μ, d, 1), moment_matrix(μ, d, 2)
"""`m = E y x` and `V = E y² x xᵀ` of a sample."""

SAMPLES, POINTS = member(ν, vector_moments(4)), member(G, semidefinite(d))
SHAPE = moment_matrix(ν, d, 2)
FOURTH = moment_matrix(ν, d, 2, (lambda place: cell(w, place, 1),) * 2)
"""`G = E x xᵀ` and `F = E (w·x)² x xᵀ` of samples of any law."""


def labelled() -> Expression:
    """For labels of any law."""
    seen, label = product(X, JOINT, transpose(X)), product(X, JOINT, Y)
    mean = form(product(R, FIRST), seen)
    spread = (trace(product(SECOND, R, seen, R)) - mean) / M
    return form(Y, JOINT) - 2 * trace(product(transpose(FIRST), R, label)) + mean + spread


def off(shape: Expression) -> Expression:
    """`R G − 1`."""
    return minus(product(R, shape), ONE)


def noise(shape: Expression) -> Expression:
    """`tr(GRQR)`."""
    return trace(product(shape, R, Q, R))


def linear() -> Expression:
    """For labels `w·x + σε` and samples of any law."""
    above = trace(product(FOURTH, R, Q, R)) - form(product(R, SHAPE, w), Q) + σ**2 * noise(SHAPE)
    return form(product(off(SHAPE), w), Q) + above / M


def normal(spread: Number = 1, shape: Expression = G, variance: Number = σ**2) -> Expression:
    """For normal samples."""
    mean = form(product(R, shape, w), Q)
    above = (mean if spread == 1 else spread * mean) + (form(w, shape) + variance) * noise(shape)
    return form(product(off(shape), w), Q) + above / M


def of_tasks() -> Expression:
    """For tasks of any law."""
    bias = trace(product(transpose(off(G)), Q, off(G), W))
    return bias + (trace(product(G, R, Q, R, G, W)) + trace(product(W, G)) * noise(G)) / M


def power(count: int) -> Expression:
    """`‖w‖²` in the norm of `Γ⁻² Λᵏ`."""
    return trace(product(transpose(w), R, R, *(Λ,) * count, w))


UNSHIFTED = (power(3) + (form(w, Λ) + σ**2) * trace(product(R, R, Λ, Λ))) / M + (
    power(3) + 2 * trace(Λ) * power(2) + trace(Λ) ** 2 * power(1)
) / N**2

AS_TRAINED = equal_matrices(Q, Λ)

OF_LABELS = loss("zhang2024-general", d, n, M, μ, ν, X, Y, R)
OF_SAMPLES = loss("garg2022-any-samples", d, M, ν, μ, w, σ, R)
OF_NORMAL = loss("garg2022-noisy", d, M, μ, G, w, σ, R)
OF_TASKS = loss("garg2022-tasks", d, M, μ, ν, G, R)
OF_TRAINING = loss("garg2022-noisy", d, M, μ, Λ, w, σ, R)
MEAN_TASK = member(ν, vector_moments(2))


def goal(
    of_labels: Expression | None = None,
    spread: Number = 1,
    unshifted: Expression = UNSHIFTED,
    supposed: Expression = TRAINED,
) -> Expression:
    """For all sizes, definite Λ, `R = Γ⁻¹` and data: the error for labels, samples and tasks of any law."""
    found = conjunction(
        attends(prompts=PROMPTS[1:]),
        predicts(),
        quantified(equal(OF_LABELS, of_labels or labelled()), *LABELS),
        quantified(equal(OF_SAMPLES, linear()), SAMPLES, TASK, NOISE),
        quantified(equal(OF_NORMAL, normal(spread)), POINTS, TASK, NOISE),
        quantified(equal(OF_TASKS, of_tasks()), POINTS, MEAN_TASK),
        implies(AS_TRAINED, quantified(equal(OF_TRAINING, unshifted), TASK, NOISE)),
    )
    return trained(found, TESTED, QUERY, supposed=supposed)


@cache
def known(*more: Expression) -> Facts:
    """What is known of the training, the query and more data."""
    return (*facts(), *assumed(TESTED, QUERY, *more))


def each(data: tuple[Expression, ...], of: Node, value: Expression, *moments: Node) -> Theorem:
    """One of the errors, for all data."""
    inside = known(*data)
    symmetric = tuple(symmetric_moments(matrix, inside) for matrix in moments)
    return under(error(of, value, (*inside, *symmetric)), *data)


def unshifted() -> Theorem:
    """The error where samples and query have the law of the training."""
    inside = known(TASK, NOISE)
    inside = (*inside, symmetric_moments(Q, inside))
    value = normal(shape=Λ)
    there = valued(error(OF_TRAINING, value, inside), replaced(value, Q, Λ), inside, (assume(AS_TRAINED),))
    found = rewritten(same_form(slow(), w, Λ, inside), there)
    return under(valued(found, UNSHIFTED, inside, (commuting(),)), AS_TRAINED, TASK, NOISE)


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(
        attended(SIZES[0], INVERSE, PROMPTS[1:]),
        is_predicted(),
        each(LABELS, OF_LABELS, labelled(), JOINT, SECOND),
        each((SAMPLES, TASK, NOISE), OF_SAMPLES, linear(), Q, SHAPE, FOURTH),
        each((POINTS, TASK, NOISE), OF_NORMAL, normal(), Q),
        each((POINTS, MEAN_TASK), OF_TASKS, of_tasks(), Q, W),
        unshifted(),
    )
    keys = "zhang2024-general", "garg2022-any-samples", "garg2022-noisy", "garg2022-tasks"
    return Proof(
        goal(), after_training(found, TESTED, QUERY), proved(defined(goal()), solve=meaningful(*keys, first=regular))
    )
