"""The prediction on the line and the least squares of a context, for any sequence of complex vectors.

States are columns of two matrices, real and imaginary parts: `x_i` is the column `i + 1`, and `x_0` the first one, 0.
"""

from __future__ import annotations

from proofs.zheng2024.formal.on_line.line_formulas import a, b, d, j, k
from proofs.zheng2024.formal.recovery.mixed_powers import Pair, times, turned_back
from symbolic.core.expressions import Expression, Node, Sort, Variable, written
from symbolic.core.vocabulary import (
    REALS,
    Number,
    cell,
    conjunction,
    equal,
    for_all,
    indicator,
    integers_between,
    integers_from,
    matrices,
    member,
    real,
    total,
)

t, i, m, r, w = map(real, "tsmrw")
X, Y, U, V = (Variable(name, Sort.MATRIX) for name in "XYUV")
SEQUENCE = (
    member(d, integers_from(1)),
    member(t, integers_from(2)),
    member(X, matrices(d, t + 1)),
    member(Y, matrices(d, t + 1)),
)
BEGINS = for_all(j, integers_between(1, d), conjunction(equal(cell(X, j, 1), 0), equal(cell(Y, j, 1), 0)))
"""`x_0 = 0`."""
POINT = member(a, REALS), member(b, REALS)
ANY = member(U, matrices(d, d)), member(V, matrices(d, d))
ROW = member(j, integers_between(1, d))
LAST = t - 1


def column(place: Expression, number: Number) -> Pair:
    """An entry of a column of both matrices."""
    return cell(X, place, number), cell(Y, place, number)


def state(time: Expression, place: Expression) -> Pair:
    """An entry of `x_i`."""
    return column(place, time + 1)


def before(time: Expression, place: Expression) -> Pair:
    """An entry of `x_{i−1}`."""
    return column(place, time)


def over(place: Variable, count: Number, pair: Pair) -> Pair:
    """The sum over a place, of both parts."""
    re, im = (total(place, 1, count, part) for part in pair)
    return re, im


def scaled(number: Expression, pair: Pair) -> Pair:
    """A real number times a complex one."""
    return number * pair[0], number * pair[1]


def query_key() -> Pair:
    """`x_{i−1}^* (a I) x_t`, what attention weighs the token i with."""
    inner = over(r, d, scaled(a * indicator(equal(m, r)), state(t, r)))
    return over(m, d, turned_back(inner, before(i, m)))


def value() -> Pair:
    """`(b I) x_i`, its coordinate j."""
    return over(m, d, scaled(b * indicator(equal(j, m)), state(i, m)))


def prediction() -> Pair:
    """`Σ_{i=1}^{t} b x_i · a x_{i−1}^* x_t / (t − 1)`, the coordinate j of what attention on the line adds to 0."""
    re, im = over(i, t, times(value(), query_key()))
    return re / LAST, im / LAST


def applied(matrix: Pair, time: Expression) -> Pair:
    """The coordinate j of a matrix applied to `x_i`; given is its entry at j, k."""
    return over(k, d, times(matrix, state(time, k)))


WEIGHTS = cell(U, j, k), cell(V, j, k)
"""An entry of the matrix `U + iV`."""
MISSED = tuple(one - other for one, other in zip(state(i + 1, j), applied(WEIGHTS, i), strict=True))


def norms(pair: tuple[Expression, ...]) -> Expression:
    """`Σ_{i=1}^{t−1} Σ_j` of the square of a modulus."""
    return total(i, 1, LAST, total(j, 1, d, Node("add", tuple(part**2 for part in pair))))


OBJECTIVE = norms(MISSED) / 2
"""`½ Σ_{i<t} ‖x_{i+1} − (U + iV) x_i‖²`."""
AT_ZERO, SQUARE = norms(state(i + 1, j)) / 2, norms(applied(WEIGHTS, i)) / 2
DESCENT = over(i, LAST, turned_back(state(i + 1, j), state(i, k)))
"""An entry of `Σ_{i<t} x_{i+1} x_i^*`, minus the gradient by real and imaginary parts at 0."""
SLOPE = total(j, 1, d, total(k, 1, d, WEIGHTS[0] * DESCENT[0] + WEIGHTS[1] * DESCENT[1]))
STEP = a * b / LAST


def after_step(size: Expression, factor: int, descent: Pair = DESCENT) -> Pair:
    """`(c η) (D/c) x_t`, its coordinate j, for the step η along D from 0; c is 2 for Wirtinger's derivative."""
    if factor == 1:
        return applied(scaled(size, descent), t)
    return applied(scaled(factor * size, scaled(written(1) / factor, descent)), t)
