"""The error of the trained model on one task with noise, exactly, and a bound that exceeds it by sums of squares."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.attended import LIMIT, attended, attends
from proofs.zhang2024.formal.loss_in_traces import GAMMA, Λ, N, d
from proofs.zhang2024.formal.tested_model import TRACE, M, form, left_over, norm, ordered, remaining, shortfall
from proofs.zhang2024.formal.trained_point import (
    DATA,
    HIGH_INVERSE,
    INVERSE,
    ONE,
    ROOT,
    B,
    R,
    S,
    count,
    divisors,
    facts,
    inverses,
    share,
    size_of_spread,
    sizes,
    spread,
    square,
    without_letters,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import assume, conjoin, part, parts, witness
from symbolic.core.rules.matrix_algebra import trace_of_identity
from symbolic.core.rules.membership import belongs, meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    at_most,
    conjunction,
    equal,
    equal_matrices,
    exists,
    integers_from,
    matrix_letter,
    member,
    product,
    real,
    symmetric,
    trace,
    transpose,
)
from symbolic.goals.engine import declared, derived_loss, derived_regularity
from symbolic.goals.stated import Stated
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, other_than_0, proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import of_matrices, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

KEY, FAMILY = "zhang2024-task", "trained"
σ, w = real("sigma"), matrix_letter("w")


@cache
def stated() -> Stated:
    """The model of the test, as formulas name it."""
    return Stated(declared(KEY), FAMILY)


TEST = (stated().domains[1], *stated().domains[3:5])
"""A length of the prompt, a task and the deviation of the noise."""


SPENT = trace(product(R, R, Λ, Λ))
"""`tr(Γ⁻²Λ²)`."""

SAMPLED = σ**2 + (norm(w, 3) + (form(w, Λ) + σ**2) * SPENT) / M
ERROR = SAMPLED + shortfall(w)
BOUND = (
    σ**2
    + ((d + 1) * form(w, Λ) + d * σ**2) / M
    + (form(w, Λ) + 2 * TRACE * trace(product(transpose(w), w)) + TRACE**2 * form(w, S)) / N**2
)


def error() -> Node:
    """The mean squared error on prompts of M samples of a task."""
    return stated().loss()


def goal(
    value: Number = ERROR,
    bound: Number = BOUND,
    supposed: Expression = HIGH_INVERSE[1],
    end: Expression = LIMIT,
) -> Expression:
    """For all sizes, definite covariances, tasks and noises: the error of the trained model, and a bound.

    Of attention to any prompt, which predicts so where the training ends.
    """
    found = quantified(conjunction(equal(error(), value), at_most(error(), bound)), *TEST)
    inverse = conjunction(supposed, INVERSE[1], attends(end), found)
    there = exists(R, HIGH_INVERSE[0].parts[1], exists(S, INVERSE[0].parts[1], inverse))
    return quantified(there, *DATA)


@cache
def known() -> Facts:
    """What is known of everything, S being symmetric as Λ is."""
    given = (*facts(), *assumed(TEST[0]), assume(TEST[1]), *assumed(TEST[2]))
    turned = rewritten_words(equal_matrices(transpose(S), S), given, of_inverse())
    return (*given, belongs(member(S, symmetric(d)), conjoin(assume(INVERSE[0]), turned)))


@cache
def of_inverse() -> Facts:
    """`Λ S = S Λ = 1`."""
    return tuple(part(n, assume(INVERSE[1])) for n in range(2))


@cache
def apart() -> Facts:
    """What is other than 0."""
    return *divisors(), other_than_0(length())


@cache
def length() -> Theorem:
    """`0 < M`."""
    return positive(M, assumed(TEST[0]))


@cache
def exact() -> Theorem:
    """The error, as it is stated."""
    data = (assume(DATA[0]), assume(TEST[0]), spread(), *map(assume, TEST[1:]), assume(HIGH_INVERSE[0]))
    derived = at(derived_loss(KEY, FAMILY), *data)
    left, right = parts(derived.conclusion, "equal")
    between = SAMPLED + left_over(w)
    same = rewritten_traces(equal(right, between), known(), ordered(), apart())
    return modulo(equal(left, ERROR), (derived, same, remaining(w, known())), (*apart(), count(), length()))


@cache
def unfolded() -> Facts:
    """`wᵀ S w = wᵀ R Γ S Γ R w`, and that in forms of R w."""
    between = form(w, R, GAMMA, S, GAMMA, R)
    g = 1 + 1 / N
    value = g**2 * form(w, R, Λ, R) + 2 * g / N * TRACE * square(product(R, w)) + TRACE**2 / N**2 * form(w, R, S, R)
    return (
        rewritten_traces(equal(form(w, S), between), known(), inverses(), apart()),
        rewritten_traces(equal(between, value), known(), of_inverse(), apart()),
        rewritten_traces(equal(norm(w, 1), form(w, R, Λ, R)), known(), inverses(), apart()),
    )


Squares = tuple[Expression, Expression, Expression]

PARTS: tuple[tuple[Expression, Expression, Squares], ...] = (
    (trace(ONE), SPENT, (square(product(Λ, R)), square(product(B, R)), square(R))),
    (form(w, Λ), norm(w, 3), (form(w, R, Λ, Λ, Λ, R), square(product(Λ, R, w)), form(w, R, Λ, R))),
    (square(w), norm(w, 2), (square(product(Λ, R, w)), form(w, R, Λ, R), square(product(R, w)))),
    (form(w, S), norm(w, 1), (form(w, R, Λ, R), square(product(R, w)), form(w, R, S, R))),
)
"""What is at least what, by `Γ² − Λ²` between two R: the three forms that the difference consists of."""


def excess(first: Expression, second: Expression, third: Expression) -> Expression:
    """`(g² − 1) a + 2 g (g − 1) tr Λ b + ((g − 1) tr Λ)² c` with `g = 1 + 1/N`."""
    return (2 / N + 1 / N**2) * first + 2 * (1 + 1 / N) / N * TRACE * second + TRACE**2 / N**2 * third


def less_by_squares(more: Expression, less_: Expression, squares: Squares) -> Theorem:
    """`s ≤ r`, where the difference is such a combination."""
    same = (
        unfolded()
        if more == form(w, S)
        else (
            rewritten_traces(equal(more - less_, excess(*squares)), known(), (*inverses(), assume(ROOT[1])), apart()),
        )
    )
    signs = tuple(map(sign, squares))
    positive_ones = (count(), share(), size_of_spread())
    products = (
        (share(), signs[0]),
        (share(), share(), signs[0]),
        (share(), size_of_spread(), signs[1]),
        (share(), share(), size_of_spread(), signs[1]),
        (share(), share(), size_of_spread(), size_of_spread(), signs[2]),
    )
    return signed(at_most(less_, more), (*same, *signs, *positive_ones), products=products)


def sign(of: Expression) -> Theorem:
    """That one of the forms is not negative: a sum of squares, or a form of Λ at a column."""
    (inside,) = parts(of, "trace")
    factors = parts(inside, "product")
    if getattr(factors[0], "head", "") == "transpose" and len(factors) == 2:
        return not_negative(factors[1], known())
    columns = {
        form(w, R, Λ, Λ, Λ, R): product(Λ, R, w),
        form(w, R, Λ, R): product(R, w),
        form(w, R, S, R): product(S, R, w),
    }
    column = columns[of]
    above = at(part(2, meant(spread())), shaped(column, known()))
    same = rewritten_traces(equal(parts(above.conclusion, "at_most")[1], of), known(), of_inverse(), apart())
    return signed(at_most(0, of), (above, same))


@cache
def bounded() -> Theorem:
    """The error is at most the bound."""
    spent, third, second, first = (less_by_squares(*each) for each in PARTS)
    size = trace_of_identity(belonging(d, integers_from(0), known()))
    per = positive(1 / M, (length(),))
    (above,) = (at(part(2, meant(spread())), assume(TEST[1])),)
    wide = size_of_spread()
    small = share(), share()
    products = (
        (per, third),
        (per, above, spent),
        (per, spent),
        (*small, third),
        (*small, wide, second),
        (*small, wide, wide, first),
    )
    signs = (spent, third, second, first, per, above, wide, share(), count(), length())
    scale = (form(w, Λ) + σ**2) / M
    return signed(at_most(error(), BOUND), (exact(), size, *signs), products=products, squares=(σ,), scales=(1, scale))


def proof() -> Proof:
    """The goal and its definedness."""
    found = under(conjoin(exact(), bounded()), *TEST)
    of_attention = attended(DATA[0], HIGH_INVERSE[0])
    body = conjoin(assume(HIGH_INVERSE[1]), assume(INVERSE[1]), of_attention, found)
    of_inverse_ = exists(S, INVERSE[0].parts[1], body.conclusion)
    first = witness(of_inverse_, assume(INVERSE[0]), body)
    second = witness(exists(R, HIGH_INVERSE[0].parts[1], of_inverse_), assume(HIGH_INVERSE[0]), first)
    return Proof(goal(), under(without_letters(second), *DATA), proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, more: Facts) -> Theorem | None:
    """A solver: that the error is a polynomial, shapes, and that nothing is divided by 0."""
    if isinstance(formula, Node) and formula.head == "regular":
        data = (assume(DATA[0]), assume(TEST[0]), spread(), *map(assume, TEST[1:]), assume(HIGH_INVERSE[0]))
        return at(derived_regularity(KEY, FAMILY), *data)
    return of_matrices(formula, (*more, *sizes()))
