"""What attention makes of the query of any prompt: a multiple of the sum of `s_i s_{i-1}^*`, applied to it."""

from __future__ import annotations

from proofs.sander2024.formal.gradient_step import POINT, a, b
from proofs.sander2024.formal.step_of_descent import (
    COLUMN,
    COUNTS,
    EXAMPLE,
    NEXT,
    OUTER,
    ROW,
    STATES,
    X,
    Y,
    d,
    e,
    q,
    t,
)
from symbolic.core.expressions import Expression, Node, opened
from symbolic.core.rules.integers import equal_sums, exchanged_sums
from symbolic.core.rules.logic import conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import Number, cell, conjunction, equal, integers_from, total
from symbolic.tactics.finite_sums import separate_sums
from symbolic.tactics.signs import identity
from symbolic.tactics.steps import assumed, at, belonging, quantified, under

QUERY = cell(X, q, t + 1), cell(Y, q, t + 1)
"""An entry of `s_t`."""

SCORES = (
    cell(X, q, e) * (a * QUERY[0]) + cell(Y, q, e) * (a * QUERY[1]),
    cell(X, q, e) * (a * QUERY[1]) - cell(Y, q, e) * (a * QUERY[0]),
)
"""What an entry adds to `s_{i-1}^* (a s_t)`, in real and imaginary part."""

VALUES = (b * NEXT[0], -(b * NEXT[1])), (b * NEXT[1], b * NEXT[0])
"""By what the two parts of that are multiplied, in those of `b s_i`."""


def attention(component: int) -> Expression:
    """`Σ b s_i s_{i-1}^* (a s_t)`, an entry of it in real or imaginary part."""
    scores = (total(q, 1, d, score) for score in SCORES)
    return total(e, 1, t, Node("add", tuple(v * s for v, s in zip(VALUES[component], scores, strict=True))))


def queried(component: int, size: Number, outer: tuple[Expression, ...] = OUTER) -> Expression:
    """An entry of `(h Σ s_i s_{i-1}^*) s_t`."""
    re, im = (size * total(e, 1, t, each) for each in outer)
    pair = (re * QUERY[0], -(im * QUERY[1])) if component == 0 else (re * QUERY[1], im * QUERY[0])
    return total(q, 1, d, Node("add", pair))


def statement(size: Number, outer: tuple[Expression, ...] = OUTER) -> Expression:
    """For all prompts: attention applies that matrix to the query."""
    found = (equal(attention(n), queried(n, size, outer)) for n in range(2))
    return quantified(conjunction(*found), *COUNTS, *STATES, *POINT, ROW)


def applied(component: int) -> Theorem:
    """It, in real or imaginary part."""
    counts = tuple(belonging(size, integers_from(0), assumed(*COUNTS)) for size in (d, t))
    first, second = VALUES[component]
    spread = Node("add", (first * SCORES[0], second * SCORES[1]))
    inside = at(separate_sums((first, second), tuple(total(q, 1, d, score) for score in SCORES)), counts[0])
    left, _ = parts(inside.conclusion, "equal")
    same = equal_sums(under(identity(spread, _summand(left)), COLUMN))
    each = identity(_summand(attention(component)), total(q, 1, d, spread), using=((inside, -1), (same, -1)))
    over_pairs = equal_sums(under(each, EXAMPLE))
    exchanged = exchanged_sums(total(e, 1, t, total(q, 1, d, spread)))
    scales = tuple(a * b * n for n in ((QUERY[0], -QUERY[1]) if component == 0 else (QUERY[1], QUERY[0])))
    apart = at(separate_sums(scales, tuple(total(e, 1, t, each) for each in OUTER)), counts[1])
    gathered, _ = parts(apart.conclusion, "equal")
    of_example = equal_sums(under(identity(spread, _summand(gathered)), EXAMPLE))
    goal = _summand(queried(component, a * b))
    of_column = equal_sums(under(identity(total(e, 1, t, spread), goal, using=((of_example, 1), (apart, 1))), COLUMN))
    ends = attention(component), queried(component, a * b)
    return identity(*ends, using=((over_pairs, 1), (exchanged, 1), (of_column, 1)))


def _summand(sum_: Expression) -> Expression:
    _, length, body = parts(sum_, "total")
    return opened(body, (q if length == d else e,))


def theorem() -> Theorem:
    """The statement at the size ab."""
    return under(conjoin(*map(applied, range(2))), *COUNTS, *STATES, *POINT, ROW)
