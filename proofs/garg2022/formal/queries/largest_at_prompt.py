"""At one prompt: the error at a query, and the largest one over all queries up to a length."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.queries.orthogonal_prompts import (
    ASKED,
    CERTAIN,
    PROMPT,
    X,
    in_numbers,
    q,
    second_moment,
)
from proofs.garg2022.formal.queries.orthogonal_prompts import KEY as OF_PROMPT
from proofs.garg2022.formal.trained_model import (
    COLUMN,
    SIZES,
    TASK,
    TESTED,
    M,
    R,
    d,
    error,
    facts,
    loss,
    minus,
    samples,
    w,
)
from symbolic.core.expressions import Expression, opened, written
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.logic import assume, choose, conjoin, contradict, deny, excluded_middle, part, parts, witness
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    conjunction,
    equal,
    exists,
    implies,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    root,
    transpose,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, quantified, rewritten, swapped, under, whichever
from symbolic.tactics.whole_matrices.bounded_products import norm, of_column
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative, with_number
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

b, t, v = real("b"), real("t"), matrix_letter("v")
VECTOR, LONGEST, SAMPLES = member(v, COLUMN), member(b, REALS), PROMPT[2]
AT_QUERY = loss(OF_PROMPT, d, written(1), M, CERTAIN, q, product(transpose(X), w), X, product(transpose(q), w), R)
"""The squared error at a prompt whose samples are the columns of X, and at a query q."""
REST = minus(multiple(1 / M, product(R, X, transpose(X), w)), w)
"""`r = (R (1/M) Σ x_i x_iᵀ − 1) w`."""
SHORT = at_most(norm(q), b**2)


def is_largest(largest: Expression | None = None) -> Expression:
    """For all prompts and lengths b: the error is `(q·r)²`, and the largest one where `‖q‖ ≤ b` is `b² ‖r‖²`."""
    most = largest or b**2 * norm(REST)
    value = quantified(equal(AT_QUERY, norm(product(transpose(q), REST))), ASKED)
    below = quantified(implies(SHORT, at_most(AT_QUERY, most)), ASKED)
    attained = exists(q, COLUMN, conjunction(SHORT, equal(AT_QUERY, most)))
    return quantified(conjunction(value, quantified(conjunction(below, attained), LONGEST)), SAMPLES)


@cache
def inside() -> Facts:
    """What is known of the prompt, the task and the query."""
    return (*facts(), *assumed(TESTED, TASK, SAMPLES, ASKED))


@cache
def value_at_query() -> Theorem:
    """The error is `(q·r)²`."""
    return error(AT_QUERY, norm(product(transpose(q), REST)), inside(), (second_moment(),))


def largest() -> Theorem:
    """All of this."""
    value = value_at_query()
    bounded = at(along(), *map(assume, (SIZES[0], ASKED)), shaped(REST, inside()))
    signs = not_negative(REST, inside()), assume(SHORT)
    most = signed(at_most(AT_QUERY, b**2 * norm(REST)), (value, bounded, *signs, *samples()), products=(signs,))
    below = under(most, ASKED, SHORT)
    there = at(attained(), assume(SIZES[0]), shaped(REST, inside()), b)
    found = assume(opened(parts(there.conclusion, "exists")[1], (q,)))
    same = rewritten(swapped(value), found)
    wanted = exists(q, COLUMN, conjunction(SHORT, equal(AT_QUERY, b**2 * norm(REST))))
    some = choose(q, there, witness(wanted, assume(ASKED), same))
    return under(conjoin(under(value, ASKED), under(conjoin(below, some), LONGEST)), SAMPLES)


@cache
def along() -> Theorem:
    """`(q·v)² ≤ ‖q‖² ‖v‖²` for all columns."""
    known = assumed(SIZES[0], ASKED, VECTOR)
    turned = rewritten_traces(equal(norm(transpose(q)), norm(q)), known)
    return under(rewritten(turned, of_column(transpose(q), v, known)), SIZES[0], ASKED, VECTOR)


@cache
def multiples() -> tuple[Theorem, Theorem]:
    """For all t: `‖t v‖² = t² ‖v‖²` and `((t v)·v)² = t² ‖v‖⁴`."""
    known, length, image = assumed(SIZES[0], VECTOR), norm(v), multiple(t, v)

    def squared(goal: Expression, named: Facts) -> Theorem:
        return rewritten_traces(goal, known, [with_number(each, known) for each in named])

    of_length = rewritten_traces(equal(norm(image), t**2 * length), known)
    of_product = in_numbers(equal(norm(product(transpose(image), v)), t**2 * length**2), (length,), squared)
    return under(of_length, member(t, REALS)), under(of_product, member(t, REALS))


@cache
def attained() -> Theorem:
    """`∀v ∀b ∃q: ‖q‖² ≤ b² and (q·v)² = b² ‖v‖²`: 0, or `(b/‖v‖) v`."""
    known, length = assumed(SIZES[0], VECTOR), norm(v)
    wanted = exists(q, COLUMN, conjunction(SHORT, equal(norm(product(transpose(q), v)), b**2 * length)))

    def shown(scale: Expression, square: Theorem, product_: Theorem, more: Facts) -> Theorem:
        """From `t² ‖v‖² ≤ b²` and `t² ‖v‖⁴ = b² ‖v‖²`."""
        of_length, of_product = (at(each, scale) for each in multiples())
        small, value = (parts(each.conclusion, "equal")[0] for each in (of_length, of_product))
        below = signed(at_most(small, b**2), (of_length, square, *more))
        same = identity(value, b**2 * length, more, ((of_product, 1), (product_, 1)))
        return witness(wanted, shaped(multiple(scale, v), known), conjoin(below, same))

    def none(case: Facts) -> Theorem:
        zero = written(0)
        square = signed(at_most(zero**2 * length, b**2), squares=(b,))
        value = identity(zero**2 * length**2, b**2 * length, (), ((case[0], -(b**2)),))
        return shown(zero, square, value, ())

    def some(case: Facts) -> Theorem:
        square, scale = part(1, square_root(not_negative(v, known))), b / root(length)
        gone = assume(equal(root(length), 0))
        nothing = identity(length, 0, (), ((square, -1), (gone, root(length))))
        apart = deny(gone.conclusion, contradict(nothing, case[0]))
        whole = identity(scale**2 * length, b**2, (apart,), ((square, -(scale**2)),))
        value = identity(scale**2 * length**2, b**2 * length, (apart,), ((whole, length),))
        return shown(scale, whole, value, (apart,))

    found = whichever(wanted, excluded_middle(equal(length, 0)), none, some)
    return under(found, SIZES[0], VECTOR, LONGEST)
