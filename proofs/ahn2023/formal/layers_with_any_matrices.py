"""L sparse layers with any matrices do not take the steps with these matrices: refuted at one layer and one sample."""

from __future__ import annotations

from proofs.ahn2023.formal.layers_take_steps import (
    DATA,
    MASK,
    NATURAL,
    ONE,
    PROMPT,
    SIZES,
    TASKS,
    L,
    Stepped,
    X,
    a,
    d,
    descended,
    j,
    k,
    keys,
    layers,
    n,
    q,
    stepped,
    through,
    tokens,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, deny, parts
from symbolic.core.rules.matrix_algebra import cells_of_equal
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    Number,
    beside,
    cell,
    equal,
    equal_matrices,
    indicator,
    integers_between,
    matrices,
    matrix,
    matrix_letter,
    member,
    multiple,
    negation,
    product,
    stacked,
    transpose,
    zeros,
)
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import assumed, at, belonging, proved, quantified, under
from symbolic.tactics.whole_matrices.explicit_cells import number_at
from symbolic.tactics.whole_matrices.iterated_matrices import next_step, start
from symbolic.tactics.whole_matrices.matrix_letters import by_words, chained, of_matrices, shaped
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

W = matrix_letter("W")
"""All matrices beside each other."""

DEPTH, ALL = member(L, NATURAL), member(W, matrices(d, d * L))


def of_layer(layer: Number) -> Expression:
    """`A_l`, the l-th d columns of W: any matrix for each l."""
    return matrix(j, k, (d, d), cell(W, j, (layer - 1) * d + k))


def by_layer(weights: Expression, layer: Number) -> Expression:
    """`w − A_l ∇R(w)`."""
    return stepped(weights, layer, of_layer)


def goal(step: Stepped = by_layer) -> Expression:
    """For all sizes, numbers of layers, matrices and data: the tokens after L layers are those after L such steps."""
    claimed = equal_matrices(layers(L, of_layer), tokens(descended(L, step)))
    return quantified(claimed, *SIZES, DEPTH, ALL, *DATA)


FIRST = written(0) + 1
ONE_LAYER = member(W, matrices(d, d * FIRST))
FACTS = assumed(*SIZES, ONE_LAYER, *DATA)
A = of_layer(FIRST)


def _query(matrix_: Expression) -> Expression:
    """`aᵀ X Xᵀ A q/n`."""
    return multiple(1 / n, product(transpose(a), X, transpose(X), matrix_, q))


def first_layer() -> Theorem:
    """`aᵀ X Xᵀ A q/n = aᵀ X Xᵀ Aᵀ q/n` where the claim holds: minus the query's entry after one layer and one step."""
    stated = at(assume(goal()), *map(assume, SIZES), belonging(FIRST, NATURAL), assume(ONE_LAYER), *map(assume, DATA))
    _, right = parts(stated.conclusion, "equal_matrices")
    zero, weights = written(0), descended(0, by_layer)
    begun, state = start(layers(0, of_layer)), layers(0, of_layer)
    whole = (TASKS, MASK, keys(FIRST, of_layer), PROMPT)
    moved = equal_matrices(through(state, FIRST, of_layer), through(PROMPT, FIRST, of_layer))
    after = chained(FACTS, next_step(state, zero, FACTS), rewritten_words(moved, FACTS, [begun], whole=whole))
    reached = rewritten_words(
        equal_matrices(right, tokens(stepped(zeros(d, 1), FIRST, of_layer))),
        FACTS,
        [next_step(weights, zero, FACTS), start(weights)],
    )
    sides = tuple(side for each in (after, stated, reached) for side in parts(each.conclusion, "equal_matrices"))
    same = by_words(
        equal_matrices(sides[1], sides[-1]),
        FACTS,
        (after, -1, None, None),
        (stated, 1, None, None),
        (reached, 1, None, None),
        whole=sides,
    )
    row, column = beside(zeros(1, d), ONE), stacked(zeros(n, 1), ONE)
    return by_words(equal_matrices(_query(A), _query(transpose(A))), FACTS, (same, -1, row, column))


def axis(place: int) -> Expression:
    """A column with a single 1."""
    return matrix(j, k, (2, 1), indicator(equal(j, place)))


POINT = matrix(j, k, (2, 2 * FIRST), indicator(equal(j, 1)) * indicator(equal(k, 2))), axis(1), axis(1), axis(2)
"""`A = (0, 1; 0, 0)`, `x_1 = a = (1, 0)`, `q = (0, 1)`."""


def refutation() -> Proof:
    """At `d = 2`, `n = 1` and one layer, A takes q to a and `Aᵀ` does not."""
    every = under(first_layer(), *SIZES, ONE_LAYER, *DATA)
    domains = matrices(2, 2 * FIRST), *(matrices(2, 1) for _ in POINT[1:])
    given = (belonging(each, domain) for each, domain in zip(POINT, domains, strict=True))
    found = at(every, 2, 1, *given)
    one = belonging(1, integers_between(1, 1))
    cells = cells_of_equal(found, shaped(parts(found.conclusion, "equal_matrices")[0], ()), one, one)
    values = map(number_at, parts(cells.conclusion, "equal"))
    denied = negation(goal())
    return Proof(denied, deny(goal(), signed(FALSE, (cells, *values))), proved(defined(denied), solve=of_matrices))
