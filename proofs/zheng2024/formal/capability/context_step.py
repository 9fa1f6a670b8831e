"""What the model predicts on the line, with all its blocks, and the least squares of its context, in complex words.

A complex matrix is a pair, its real and its imaginary part. The states are `x_1`, …, `x_t`, with n = t − 1 pairs of
neighbours: f is the first one, the n columns of Y are those that follow, those of X the ones before them.
"""

from __future__ import annotations

from fractions import Fraction

from symbolic.core.expressions import Expression
from symbolic.core.vocabulary import (
    REALS,
    Number,
    beside,
    conjunction,
    difference,
    equal,
    equal_matrices,
    identity_matrix,
    integers_from,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    stacked,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.steps import quantified

Pair = tuple[Expression, Expression]
"""A complex matrix."""

d, n, a, b = map(real, ("d", "n", "a", "b"))
X, Y, f, q, p, V = ((matrix_letter(f"{name}r"), matrix_letter(f"{name}i")) for name in "XYfqpV")
"""The states before and after, the first one; the query and the state before it; a matrix V that is fitted."""

SIZES = member(d, integers_from(1)), member(n, integers_from(1))
STATES = tuple(member(each, matrices(d, n)) for pair in (X, Y) for each in pair)
COLUMNS = tuple(member(each, matrices(d, 1)) for pair in (f, q, p) for each in pair)
FITTED = tuple(member(each, matrices(d, d)) for each in V)
POINT = member(a, REALS), member(b, REALS)
O, ONE, NONE = zeros(d, d), identity_matrix(d), zeros(d, 1)


def rows(*blocks: tuple[Expression, ...]) -> Expression:
    """A matrix of blocks, row by row."""
    return stacked(*(beside(*row) for row in blocks))


VALUES = rows((O, multiple(b, ONE), O), (O, O, O), (O, O, O))
KEYS = rows((O, O, O), (O, O, O), (O, multiple(a, ONE), O))
"""`W_PV` and `W_KQ` at the point `(a, b)` of the line."""


def conjugated(one: Pair, other: Pair) -> Pair:
    """`A B^*`."""
    (re, im), (real_part, imaginary) = one, tuple(map(transpose, other))
    return (
        sum_of_matrices(product(re, real_part), product(im, imaginary)),
        difference(product(im, real_part), product(re, imaginary)),
    )


def times(one: Pair, other: Pair) -> Pair:
    """`A B`."""
    (re, im), (real_part, imaginary) = one, other
    return (
        difference(product(re, real_part), product(im, imaginary)),
        sum_of_matrices(product(re, imaginary), product(im, real_part)),
    )


def scaled(number: Number, pair: Pair) -> Pair:
    """A real multiple."""
    return multiple(number, pair[0]), multiple(number, pair[1])


def tokens() -> tuple[Pair, Pair]:
    """All tokens `(0, x_i, x_{i−1})`, beside each other with `x_0 = 0`, and the last one, `(0, x_t, x_{t−1})`."""

    def all_of(part: int) -> Expression:
        return stacked(beside(NONE, zeros(d, n)), beside(f[part], Y[part]), beside(NONE, X[part]))

    def last(part: int) -> Expression:
        return stacked(NONE, q[part], p[part])

    return (all_of(0), all_of(1)), (last(0), last(1))


def predicted() -> Pair:
    """`W_PV Σ_i e_i e_i^* W_KQ e_t/(t − 1)`; the first block is the prediction."""
    context, last = tokens()
    matched = product(KEYS, last[0]), product(KEYS, last[1])
    read = times(conjugated(context, context), matched)
    return scaled(1 / n, (product(VALUES, read[0]), product(VALUES, read[1])))


DESCENT = conjugated(Y, X)
"""`Σ x_{i+1} x_i^*`, minus the gradient of the objective at 0."""

STEP = a * b / n


def after_step(step: Number, factor: int, descent: Pair = DESCENT) -> Pair:
    """What the matrix predicts after a step that many times as long along so many times less of the descent."""
    made_of = scaled(factor * step, scaled(Fraction(1, factor), descent)) if factor > 1 else scaled(step, descent)
    made = times(made_of, q)
    return stacked(made[0], NONE, NONE), stacked(made[1], NONE, NONE)


def predicts(step: Number = STEP, descent: Pair = DESCENT) -> Expression:
    """The model predicts what a step makes of the query, with the gradient and with the one that is half as long."""
    pairs = ((predicted(), after_step(step, factor, descent)) for factor in (1, 2))
    found = (equal_matrices(one, other) for pair in pairs for one, other in zip(*pair, strict=True))
    return quantified(conjunction(*found), *COLUMNS, *POINT)


def size(pair: Pair) -> Expression:
    """`‖A‖²`."""
    squares = (trace(product(transpose(each), each)) for each in pair)
    re, im = squares
    return re + im


def objective(fitted: Pair) -> Expression:
    """`½ Σ ‖x_{i+1} − V x_i‖²`."""
    made = times(fitted, X)
    return size((difference(Y[0], made[0]), difference(Y[1], made[1]))) / 2


def slope(descent: Pair = DESCENT) -> Expression:
    """For every V: the objective is its value at 0, less `Re ⟨Σ x_{i+1} x_i^*, V⟩`, plus a square."""
    along = trace(product(transpose(descent[0]), V[0])) + trace(product(transpose(descent[1]), V[1]))
    return quantified(equal(objective(V), size(Y) / 2 - along + size(times(V, X)) / 2), *FITTED)


def statement(step: Number = STEP, descent: Pair = DESCENT) -> Expression:
    """For all sizes and sequences: the gradient of the objective at 0, and the prediction after a step along it."""
    return quantified(conjunction(slope(descent), predicts(step, descent)), *SIZES, *STATES)
