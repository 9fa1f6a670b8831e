"""At a query that is orthogonal to all samples 0 is predicted just where Λ is a multiple of the identity."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.errors_of_shifts import MEAN_TASK
from proofs.garg2022.formal.isotropic import count
from proofs.garg2022.formal.queries.multiples_of_identity import is_multiple, stays_apart
from proofs.garg2022.formal.queries.orthogonal_prompts import (
    APART,
    ASKED,
    KEY,
    MULTIPLE,
    PROMPT,
    QUERY,
    SAMPLE,
    X,
    Z,
    in_numbers,
    linear_zero,
    n,
    of_prompt,
    q,
    squared_prediction,
    v,
    x,
    y,
)
from proofs.garg2022.formal.trained_model import (
    ONE,
    SQUARE,
    TASK,
    TESTED,
    M,
    R,
    after_training,
    d,
    error,
    facts,
    form,
    loss,
    meaningful,
    minus,
    trained,
    w,
    ν,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, part
from symbolic.core.rules.matrix_algebra import equal_transposes
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    conjunction,
    equal,
    equal_matrices,
    iff,
    implies,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    trace,
    transpose,
    zeros,
)
from symbolic.goals.usual_terms import moment_matrix
from symbolic.tactics.steps import assumed, at, proved, quantified, rewritten, under
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.matrix_letters import by_words, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import with_number
from symbolic.tactics.whole_matrices.moment_letters import symmetric_moments
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

LABELS, LABEL = member(y, matrices(M, 1)), member(v, matrices(n, 1))
MOMENTS, TASKS = moment_matrix(ν, n, 2), moment_matrix(ν, d, 2)
SIZE = form(v, MOMENTS)
"""`E y_q²`, the error of the prediction 0."""
B = matrix_letter("B")
SPANS = equal_matrices(product(X, B), ONE)
SPANNING = *PROMPT[:3], member(B, matrices(M, d)), PROMPT[3]

ALL_TASKS = equal_matrices(TASKS, ONE)
Y = matrix_letter("Y")


def turn(of: Expression = Y) -> Expression:
    """`Y − Yᵀ`, which makes of each sample a query that is orthogonal to it."""
    return minus(of, transpose(of))


def turned(of: Expression = Y) -> Node:
    """The error at the query `(Y − Yᵀ) x` on one sample x ~ N(0, I)."""
    return loss("garg2022-across", d, ν, turn(of), R)


def across(turn_: Expression, square: Expression, size: Expression = d) -> Expression:
    """`E (w·x_q)²`, the error of the prediction 0, and the mean square of the prediction."""
    return norm(turn_) + (size + 4) / 2 * square


PART = norm(minus(product(R, turn()), product(turn(), R)))
one, other = real("r1"), real("r2")
VALUES = member(one, REALS), member(other, REALS)
EIGENVECTORS = conjunction(
    equal_matrices(product(R, x), multiple(one, x)),
    equal_matrices(product(R, q), multiple(other, q)),
    equal_matrices(product(transpose(x), q), zeros(1, 1)),
)
BETWEEN = turn(product(x, transpose(q)))
FAR = 2 * (one - other) ** 2 * norm(x) * norm(q)


def zero() -> Expression:
    """0 is predicted for all labels, at all queries that are orthogonal to all samples."""
    return quantified(implies(APART, equal(squared_prediction(y), 0)), *PROMPT, LABELS, QUERY)


def goal(
    apart: Expression = APART, size: Expression = SIZE, part_: Expression = PART, far: Expression = FAR
) -> Expression:
    """For all trainings: where 0 is predicted, the error there, which prompts have such a query, and one sample."""
    exact = quantified(implies(apart, equal(of_prompt(), size)), *PROMPT, LABELS, LABEL, QUERY)
    none = quantified(implies(conjunction(SPANS, APART), equal_matrices(Z, zeros(d, n))), *SPANNING)
    general = quantified(equal(turned(), across(turn(), part_)), member(Y, SQUARE))
    between = implies(EIGENVECTORS, equal(turned(product(x, transpose(q))), across(BETWEEN, far)))
    single = conjunction(general, quantified(between, SAMPLE, ASKED, *VALUES))
    tasks = quantified(implies(ALL_TASKS, single), MEAN_TASK)
    found = iff(zero(), MULTIPLE), iff(linear_zero(), MULTIPLE), implies(MULTIPLE, exact)
    return trained(conjunction(*found, none, tasks))


@cache
def known() -> tuple[Theorem, ...]:
    """What is known of the training and of a prompt."""
    inside = (*facts(), *assumed(*PROMPT, LABELS, LABEL, QUERY))
    return (*inside, symmetric_moments(MOMENTS, inside))


@cache
def exact() -> Theorem:
    """The error is `E y_q²` where Λ is a multiple of the identity."""
    found = error(of_prompt(), SIZE, known(), (stays_apart(),))
    return under(found, *PROMPT, LABELS, LABEL, QUERY, APART)


@cache
def predicted() -> Theorem:
    """0 is predicted for all labels where Λ is a multiple of the identity."""
    prompt, law = tuple(map(assume, PROMPT)), assume(QUERY)
    there = apply(at(exact(), *prompt, assume(LABELS), shaped(zeros(n, 1), known()), law), assume(APART))
    gone = rewritten_traces(equal(form(zeros(n, 1), MOMENTS), 0), known())
    return under(rewritten(gone, there), *PROMPT, LABELS, QUERY, APART)


def on_linear(theorem: Theorem) -> Theorem:
    """0 is predicted on linear labels where it is on all."""
    labels = shaped(product(transpose(X), w), (*known(), assume(TASK)))
    found = at(theorem, *map(assume, PROMPT), labels, assume(QUERY))
    return under(found, *PROMPT, TASK, QUERY)


def everywhere() -> tuple[Theorem, Theorem]:
    """Where 0 is predicted, on all data and on linear labels."""
    back = under(is_multiple(), linear_zero())
    of_all = under(apply(back, on_linear(assume(zero()))), zero())
    ahead, linear = under(predicted(), MULTIPLE), under(on_linear(predicted()), MULTIPLE)
    return both_ways(of_all, ahead), both_ways(back, linear)


def spanning() -> Theorem:
    """A prompt that spans the space has no such query but 0: `Zᵀ = Zᵀ X B = 0`."""
    inside, both = (*facts(), *assumed(*SPANNING)), conjunction(SPANS, APART)
    spans, apart = (equal_transposes(part(place, assume(both))) for place in range(2))
    using = (spans, -1, None, Z), (apart, 1, transpose(B), None)
    found = by_words(equal_matrices(Z, zeros(d, n)), inside, *using)
    return under(found, *SPANNING, both)


def in_general() -> Theorem:
    """The error at turned samples."""
    square = member(Y, SQUARE)
    found = error(turned(), across(turn(), PART, trace(ONE)), (*of_tasks(), *assumed(square)), (assume(ALL_TASKS),))
    return at(under(rewritten(count(), found), TESTED, square), 1)


@cache
def of_tasks() -> tuple[Theorem, ...]:
    """What is known of the training and of tasks."""
    inside = (*facts(), *assumed(MEAN_TASK))
    return (*inside, symmetric_moments(TASKS, inside))


def between_eigenvectors() -> Theorem:
    """The same between two of R that are orthogonal."""
    data = SAMPLE, ASKED, *VALUES
    inside = (*of_tasks(), *assumed(*data))
    there = at(in_general(), shaped(product(x, transpose(q)), inside))
    equations = tuple(part(place, assume(EIGENVECTORS)) for place in range(3))

    def prove(goal: Expression, named: tuple[Theorem, ...]) -> Theorem:
        return rewritten_traces(goal, inside, (*equations, *(with_number(each, inside) for each in named)))

    square = norm(minus(product(R, BETWEEN), product(BETWEEN, R)))
    value = in_numbers(equal(square, FAR), (norm(x), norm(q)), prove)
    return under(rewritten(value, there), *data, EIGENVECTORS)


def proof() -> Proof:
    """The goal and its definedness."""
    tasks = under(conjoin(in_general(), between_eigenvectors()), MEAN_TASK, ALL_TASKS)
    found = conjoin(*everywhere(), under(exact(), MULTIPLE), spanning(), tasks)
    solve = meaningful(KEY, "garg2022-across")
    return Proof(goal(), after_training(found), proved(defined(goal()), solve=solve))
