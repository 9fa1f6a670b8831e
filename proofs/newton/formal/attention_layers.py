"""Layers of linear attention with any numbers of tokens, rows and heads: how their entries grow along a line of tokens.

A layer adds `Σ_h P_h Z M Zᵀ Q_h Z` to its tokens Z, one head after another; all entries of the matrices of all heads of
all layers stand in two sequences.
"""

from __future__ import annotations

from symbolic.core.expressions import Expression, Node
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    SEQUENCES,
    Number,
    at_most,
    entry,
    exists,
    integers_from,
    iterated,
    matrices,
    matrix,
    matrix_letter,
    member,
    multiple,
    product,
    raised,
    real,
    sum_of_matrices,
    transpose,
    vector,
)
from symbolic.goals.stated import ENTRY
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import (
    proved,
    quantified,
)
from symbolic.tactics.whole_matrices.bounded_products import norm

u, v, w, H, k, t, h, s, K, L = map(real, ("u", "v", "w", "H", "k", "t", "h", "s", "K", "L"))
P, Q = vector("P"), vector("Q")
Z, Y, M, A, B = map(matrix_letter, ("Z", "Y", "M", "A", "B"))
TOKENS, NATURAL = matrices(u, v), integers_from(0)
SIZES = tuple(member(each, integers_from(1)) for each in (u, v, H))
"""Rows of the tokens, their number, and the number of heads."""
WEIGHTS = *SIZES, member(P, SEQUENCES), member(Q, SEQUENCES), member(M, matrices(v, v))
LINE = member(A, TOKENS), member(B, TOKENS)
COUNT = member(k, NATURAL)


def weight(of: Expression, layer: Expression, head: Expression) -> Node:
    """The matrix of a head of a layer: its entries are those of a sequence, each at a place of its own."""
    row, column = ENTRY
    return matrix(*ENTRY, (u, u), entry(of, ((layer * H + head) * u + row) * u + column))


def attended(layer: Expression, head: Expression) -> Expression:
    """`P_h Z M Zᵀ Q_h Z`."""
    return product(weight(P, layer, head), Z, M, transpose(Z), weight(Q, layer, head), Z)


def one_layer(layer: Expression, heads: Number = H) -> Node:
    """The tokens Z with what so many heads add."""
    return iterated(Y, h, sum_of_matrices(Y, attended(layer, h)), Z, heads)


def layers(tokens: Expression, count: Number = k) -> Node:
    """The tokens after so many layers."""
    return iterated(Z, t, one_layer(t), tokens, count)


ON_LINE = sum_of_matrices(A, multiple(s, B))
"""Tokens on a line: all data times s, beside what does not depend on the data."""
SQUARE = 1 + s**2


def bound_on_line(power: Expression, most: Expression = K) -> Expression:
    """For all s: `‖Z‖² ≤ K (1 + s²)^n` after k layers, for tokens on the line."""
    return quantified(at_most(norm(layers(ON_LINE)), most * raised(SQUARE, power)), member(s, REALS))


def growth(power: Expression | None = None) -> Expression:
    """For all such layers and lines: after k layers entries grow as polynomials of the degree 3^k at most."""
    some = exists(K, NONNEGATIVE, bound_on_line(power or raised(3, k)))
    return quantified(quantified(some, COUNT), *WEIGHTS, *LINE)


def at_place(formula: Expression, facts: Facts) -> Theorem | None:
    """A solver: that places in a sequence, `x y + z` of numbers from 1 on, are from 1 on."""
    match formula:
        case Node(head="at_most", parts=(least, Node(head="add", parts=(Node(head="multiply", parts=factors), last)))):
            signs = tuple(
                at_place(at_most(least, each), facts) or proved(at_most(least, each), facts) for each in factors
            )
            return signed(formula, (*signs, proved(at_most(least, last), facts)), products=(signs,))
    return None
