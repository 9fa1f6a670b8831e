"""The error of the trained model on labels of any law, beside that of the best linear predictor."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.attended import LIMIT, attended, attends
from proofs.zhang2024.formal.loss_in_traces import Λ, d
from proofs.zhang2024.formal.tested_model import M, form, left_over, ordered, remaining, shortfall
from proofs.zhang2024.formal.trained_point import (
    DATA,
    HIGH_INVERSE,
    R,
    count,
    divisors,
    facts,
    sizes,
    spread,
    without_letters,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, free, nodes, written
from symbolic.core.rules.logic import assume, conjoin, part, parts, witness
from symbolic.core.rules.membership import meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    at_most,
    conjunction,
    equal,
    equal_matrices,
    exists,
    implies,
    integers_from,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.goals.engine import declared, derived_loss, derived_regularity
from symbolic.goals.stated import Stated
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import assumed, at, modulo, other_than_0, proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import of_matrices, shaped
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

KEY, FAMILY = "zhang2024-general", "trained"
n = real("n")
X, Y, Σ, b, c = map(matrix_letter, ("X", "Y", "Σ", "b", "c"))


@cache
def stated() -> Stated:
    """The model of the test, as formulas name it."""
    return Stated(declared(KEY), FAMILY)


TEST = stated().domains[1:7]
"""How many numbers a query is made of, a length, laws of the samples and of these numbers, and what is made of them."""

BEST, SPREAD, OTHER = (member(each, matrices(d, size)) for each, size in ((b, 1), (Σ, d), (c, 1)))
SIMPLE = integers_from(1)


@cache
def derived() -> Theorem:
    """The error, as it is derived."""
    data = map(assume, (DATA[0], *TEST, HIGH_INVERSE[0]))
    return at(derived_loss(KEY, FAMILY), *data)


@cache
def moment(shape: tuple[Number, Number], law: Expression) -> Expression:
    """The matrix of moments of a law, of a shape, that the error is about."""
    wanted = tuple(map(written, shape))
    inside = (node for node in nodes(derived().conclusion) if node.head == "matrix" and node.parts[:2] == wanted)
    return next(node for node in inside if law in free(node))


SAMPLES, NUMBERS = stated().laws
FIRST, SECOND = moment((d, 1), SAMPLES), moment((d, d), SAMPLES)
QUERY = moment((n, n), NUMBERS)
"""`E v` and `E v vᵀ` of `v = y x`, and `E z zᵀ`, of which x is X z and y is `Yᵀ z`."""


MOMENTS = conjunction(
    equal_matrices(product(X, QUERY, transpose(X)), Λ),
    equal_matrices(product(X, QUERY, Y), product(Λ, b)),
    equal_matrices(product(transpose(Y), QUERY, transpose(X)), product(transpose(b), Λ)),
    equal_matrices(FIRST, product(Λ, b)),
    equal_matrices(SECOND, sum_of_matrices(Σ, product(Λ, b, transpose(b), Λ))),
)
"""`E x xᵀ = Λ`, `E x y = Λ b` for query and samples, `Σ = Cov(x y)`."""

LABELS = trace(product(transpose(Y), QUERY, Y))
"""`E y²`."""

LEAST_LINEAR = LABELS - form(b, Λ)


def linear_error(of: Expression) -> Expression:
    """`E (c·x − y)²`."""
    return form(sum_of_matrices(product(transpose(X), of), multiple(-1, Y)), QUERY)


LINEAR_ERROR = linear_error(c)

SAMPLED = LEAST_LINEAR + trace(product(Σ, R, R, Λ)) / M
ERROR = SAMPLED + shortfall(b)


def error() -> Expression:
    """The mean squared error on prompts of M samples."""
    return stated().loss()


def goal(
    value: Number = ERROR,
    moments: Expression = MOMENTS,
    least: Number = LEAST_LINEAR,
    supposed: Expression = HIGH_INVERSE[1],
    end: Expression = LIMIT,
) -> Expression:
    """For all sizes, definite covariances, laws and labels: the error of the trained model, and of others.

    Of attention to any prompt, which predicts so where the training ends.
    """
    linear = quantified(at_most(least, LINEAR_ERROR), OTHER)
    found = implies(moments, conjunction(equal(error(), value), equal(linear_error(b), least), linear))
    inside = conjunction(supposed, attends(end), quantified(found, *TEST, BEST, SPREAD))
    there = exists(R, HIGH_INVERSE[0].parts[1], inside)
    return quantified(there, *DATA)


@cache
def known() -> Facts:
    """What is known of everything, divisors apart."""
    return (*facts(), *(fact for each in (*TEST, BEST, SPREAD, OTHER) for fact in assumed(each)))


@cache
def apart() -> Facts:
    """What is other than 0."""
    return *divisors(), other_than_0(length())


@cache
def moments() -> Facts:
    """What is supposed of moments, one by one."""
    return tuple(part(n, assume(MOMENTS)) for n in range(5))


def exact() -> Theorem:
    """The error, as it is stated."""
    left, right = parts(derived().conclusion, "equal")
    between = SAMPLED + left_over(b)
    same = rewritten_traces(equal(right, between), known(), (*ordered(), *moments()), apart())
    return modulo(equal(left, ERROR), (derived(), same, remaining(b, known())), (*apart(), count(), length()))


def length() -> Theorem:
    """`0 < M`."""
    return positive(M, assumed(TEST[1]))


def linear() -> Facts:
    """The error of the linear predictor b; none has a smaller one: it is larger by `‖c − b‖²` in Λ."""
    off = sum_of_matrices(c, multiple(-1, b))
    same = rewritten_traces(equal(LINEAR_ERROR, LEAST_LINEAR + form(off, Λ)), known(), moments()[:3], apart())
    above = at(part(2, meant(spread())), shaped(off, known()))
    there = rewritten_traces(equal(linear_error(b), LEAST_LINEAR), known(), moments()[:3], apart())
    return there, under(signed(at_most(LEAST_LINEAR, LINEAR_ERROR), (same, above)), OTHER)


def proof() -> Proof:
    """The goal and its definedness."""
    found = under(conjoin(exact(), *linear()), *TEST, BEST, SPREAD, MOMENTS)
    body = conjoin(assume(HIGH_INVERSE[1]), attended(DATA[0], HIGH_INVERSE[0]), found)
    there = witness(exists(R, HIGH_INVERSE[0].parts[1], body.conclusion), assume(HIGH_INVERSE[0]), body)
    return Proof(goal(), under(without_letters(there), *DATA), proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, more: Facts) -> Theorem | None:
    """A solver: that the error is a polynomial, shapes, and that nothing is divided by 0."""
    if isinstance(formula, Node) and formula.head == "regular":
        return at(derived_regularity(KEY, FAMILY), *map(assume, (DATA[0], *TEST, HIGH_INVERSE[0])))
    return of_matrices(formula, (*more, *sizes()))
