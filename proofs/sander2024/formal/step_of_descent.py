"""The objective of a prompt along complex matrices, by real and imaginary parts: a parabola with a known slope at 0."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Node, Sort, Variable, written
from symbolic.core.rules.integers import equal_sums, exchanged_sums
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    cell,
    equal,
    integers_between,
    integers_from,
    matrices,
    member,
    real,
    total,
)
from symbolic.tactics.finite_sums import separate_sums
from symbolic.tactics.signs import identity
from symbolic.tactics.steps import assumed, at, belonging, modulo, quantified, under

d, t, h, e, p, q = map(real, ("d", "t", "h", "e", "p", "q"))
X, Y, U, V = (Variable(name, Sort.MATRIX) for name in "XYUV")
"""Real and imaginary parts of the states, `s_i` in column `i + 1`, and of a matrix W."""

COUNTS = member(d, integers_from(1)), member(t, integers_from(1))
STATES = member(X, matrices(d, t + 1)), member(Y, matrices(d, t + 1))
WAY = member(U, matrices(d, d)), member(V, matrices(d, d)), member(h, REALS)
EXAMPLE, ROW, COLUMN = member(e, integers_between(1, t)), *(member(each, integers_between(1, d)) for each in (p, q))

NEXT = cell(X, p, e + 1), cell(Y, p, e + 1)
"""An entry of `s_i`."""

BODIES = (
    cell(U, p, q) * cell(X, q, e) - cell(V, p, q) * cell(Y, q, e),
    cell(U, p, q) * cell(Y, q, e) + cell(V, p, q) * cell(X, q, e),
)
MADE = tuple(total(q, 1, d, body) for body in BODIES)
"""An entry of `W s_{i-1}`."""

OUTER = (
    cell(X, p, e + 1) * cell(X, q, e) + cell(Y, p, e + 1) * cell(Y, q, e),
    cell(Y, p, e + 1) * cell(X, q, e) - cell(X, p, e + 1) * cell(Y, q, e),
)
"""An entry of `s_i s_{i-1}^*`."""


def over_pairs(term: Expression) -> Expression:
    """Summed over the pairs of the prompt and the entries of a state."""
    return total(e, 1, t, total(p, 1, d, term))


def objective(size: Number) -> Expression:
    """`½ Σ ‖s_i − h W s_{i-1}‖²`."""
    return over_pairs(Node("add", tuple((s - size * made) ** 2 for s, made in zip(NEXT, MADE, strict=True)))) / 2


def slope(outer: tuple[Expression, ...] = OUTER) -> Expression:
    """`Re ⟨Σ s_i s_{i-1}^*, W⟩`."""
    sums = tuple(total(e, 1, t, each) for each in outer)
    return total(p, 1, d, total(q, 1, d, cell(U, p, q) * sums[0] + cell(V, p, q) * sums[1]))


CURVE = over_pairs(Node("add", tuple(made**2 for made in MADE))) / 2


def statement(outer: tuple[Expression, ...] = OUTER) -> Expression:
    """For all prompts and matrices: so that the gradient at 0 is `−Σ s_i s_{i-1}^*`."""
    parabola = equal(objective(h), objective(0) - h * slope(outer) + h**2 * CURVE)
    return quantified(parabola, *STATES, *WAY)


def theorem() -> Theorem:
    """It, under what the sizes are."""
    counts = tuple(belonging(size, integers_from(0), assumed(*COUNTS)) for size in (d, t))
    squares, crossed, curved = (
        Node("add", (NEXT[0] ** 2, NEXT[1] ** 2)),
        Node("add", (NEXT[0] * MADE[0], NEXT[1] * MADE[1])),
        Node("add", (MADE[0] ** 2, MADE[1] ** 2)),
    )
    numbers, terms = (written(1), -2 * h, h**2), (squares, crossed, curved)
    together = Node("add", tuple(number * term for number, term in zip(numbers, terms, strict=True)))
    entry = Node("add", tuple((s - h * made) ** 2 for s, made in zip(NEXT, MADE, strict=True)))
    each = equal_sums(under(identity(entry, together), ROW))
    inside = at(separate_sums(numbers, tuple(total(p, 1, d, term) for term in terms)), counts[0])
    of_pair = Node("add", tuple(number * total(p, 1, d, term) for number, term in zip(numbers, terms, strict=True)))
    pair = equal_sums(under(modulo(equal(total(p, 1, d, entry), of_pair), (each, inside)), EXAMPLE))
    outside = at(separate_sums(numbers, tuple(over_pairs(term) for term in terms)), counts[1])
    start = Node("add", tuple((s - 0 * made) ** 2 for s, made in zip(NEXT, MADE, strict=True)))
    at_zero = equal_sums(under(equal_sums(under(identity(start, squares), ROW)), EXAMPLE))
    found = modulo(
        equal(objective(h), objective(0) - h * slope() + h**2 * CURVE), (pair, outside, at_zero, mixed(counts))
    )
    return under(found, *STATES, *WAY)


def mixed(counts: tuple[Theorem, ...]) -> Theorem:
    """`Σ Re ⟨s_i, W s_{i-1}⟩ = Re ⟨Σ s_i s_{i-1}^*, W⟩`."""
    entry = Node("add", (NEXT[0] * MADE[0], NEXT[1] * MADE[1]))
    inside = at(separate_sums(NEXT, MADE), counts[0])
    spread = Node("add", tuple(s * body for s, body in zip(NEXT, BODIES, strict=True)))
    gathered = Node("add", (cell(U, p, q) * OUTER[0], cell(V, p, q) * OUTER[1]))
    same = equal_sums(under(identity(spread, gathered), COLUMN))
    across = total(q, 1, d, gathered)
    of_entry = identity(entry, across, using=((inside, -1), (same, 1)))
    whole = equal_sums(under(equal_sums(under(of_entry, ROW)), EXAMPLE))
    first = exchanged_sums(total(e, 1, t, total(p, 1, d, across)))
    second = exchanged_sums(total(e, 1, t, across))
    sums = tuple(total(e, 1, t, each) for each in OUTER)
    apart = at(separate_sums((cell(U, p, q), cell(V, p, q)), sums), counts[1])
    of_column = equal_sums(under(apart, COLUMN))
    goal = equal(total(e, 1, t, across), total(q, 1, d, cell(U, p, q) * sums[0] + cell(V, p, q) * sums[1]))
    of_row = equal_sums(under(modulo(goal, (second, of_column)), ROW))
    return modulo(equal(over_pairs(entry), slope()), (whole, first, of_row))
