"""How large the tokens are after a layer of linear attention: `‖Z'‖² ≤ K (1 + ‖Z‖²)³`."""

from __future__ import annotations

from functools import cache

from proofs.newton.formal.attention_layers import (
    LINE,
    NATURAL,
    SIZES,
    TOKENS,
    WEIGHTS,
    A,
    B,
    H,
    K,
    M,
    P,
    Q,
    Z,
    attended,
    h,
    one_layer,
    t,
    u,
    v,
    w,
    weight,
)
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, choose, parts, witness
from symbolic.core.rules.matrix_algebra import shape_of_equal
from symbolic.core.rules.membership import belongs
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    Number,
    at_most,
    equal,
    exists,
    integers_from,
    matrices,
    member,
    product,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    quantified,
    rewritten,
    under,
)
from symbolic.tactics.whole_matrices.bounded_products import between, norm, of_product
from symbolic.tactics.whole_matrices.iterated_matrices import next_step, over_steps, start
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces


@cache
def twice() -> Theorem:
    """`‖A + B‖² ≤ 2‖A‖² + 2‖B‖²` for all matrices."""
    known = assumed(*SIZES[:2], *LINE)
    whole, mixed = norm(sum_of_matrices(A, B)), 2 * trace(product(transpose(A), B))
    value = rewritten_traces(equal(whole, norm(A) + norm(B) + mixed), known)
    found = signed(at_most(whole, 2 * norm(A) + 2 * norm(B)), (value, between(A, B, known)[1]))
    return under(found, *SIZES[:2], *LINE)


@cache
def multiplied() -> Theorem:
    """`‖A B‖² ≤ ‖A‖² ‖B‖²` for all matrices."""
    rows = member(A, matrices(u, v)), member(B, matrices(v, w))
    sizes = (*SIZES[:2], member(w, integers_from(1)))
    return under(of_product(A, B, assumed(*sizes, *rows)), *sizes, *rows)


@cache
def known() -> Facts:
    """What is known of the sizes, the weights and the layer."""
    return (*assumed(*WEIGHTS), *assumed(member(t, NATURAL)))


def in_heads(head: Expression) -> tuple[Expression, ...]:
    """`‖P‖²`, `‖M‖²` and `‖Q‖²` of a head."""
    return norm(weight(P, t, head)), norm(M), norm(weight(Q, t, head))


def head_bounded(head: Expression, facts: Facts) -> Theorem:
    """`‖P Z M Zᵀ Q Z‖² ≤ ‖P‖² ‖Z‖² ‖M‖² ‖Z‖² ‖Q‖² ‖Z‖²`, factor by factor."""
    *before, last = parts(attended(t, head), "product")
    turned = rewritten_traces(equal(norm(transpose(Z)), norm(Z)), facts)
    bounded = signed(at_most(norm(Z), norm(Z)))
    word: tuple[Expression, ...] = (last,)
    value: Expression = norm(Z)
    for factor in reversed(before):
        inner = product(*word) if word[1:] else last
        word = factor, *word
        sides = *sides_of(factor, facts), sides_of(inner, facts)[1]
        shapes = shaped(factor, facts), shaped(inner, facts)
        step = at(multiplied(), *(belonging(each, integers_from(1), facts) for each in sides), *shapes)
        left, _ = parts(step.conclusion, "at_most")
        same = rewritten_traces(equal(left, norm(product(*word))), facts)
        step = rewritten(turned, rewritten(same, step))
        length = Z if factor == transpose(Z) else factor
        signs, value = (not_negative(length, facts), bounded), norm(length) * value
        bounded = signed(at_most(norm(product(*word)), value), (step, *signs), products=(signs,))
    return bounded


def sides_of(matrix_: Expression, facts: Facts) -> tuple[Expression, ...]:
    """How many rows and columns a matrix has."""
    return parts(parts(shaped(matrix_, facts).conclusion, "member")[1], "matrices")


CUBED = (1 + norm(Z)) ** 3


def bounded_layer(heads: Number, most: Expression = K) -> Expression:
    """For all tokens: `‖Z'‖² ≤ K (1 + ‖Z‖²)³` after a layer of so many heads."""
    return quantified(at_most(norm(one_layer(t, heads)), most * CUBED), member(Z, TOKENS))


@cache
def layer_bounded() -> Theorem:
    """There is such a K for each number of a layer: every head adds to it."""

    def says(heads: Expression) -> Expression:
        return exists(K, NONNEGATIVE, bounded_layer(heads))

    def shown(heads: Expression, most: Expression, sign: Theorem, bound_: Theorem) -> Theorem:
        return witness(says(heads), belongs(member(most, NONNEGATIVE), sign), under(bound_, member(Z, TOKENS)))

    there = (*known(), *assumed(member(Z, TOKENS)))
    length = not_negative(Z, there)
    none = rewritten_norm(start(one_layer(t)), there)
    first = signed(
        at_most(norm(one_layer(t, 0)), written(1) * CUBED), (none, length), products=((length,) * 2, (length,) * 3)
    )

    def step(before: Theorem, facts: Facts) -> Theorem:
        inside = (*there, *facts, *assumed(member(h, NATURAL)))
        head = h + 1
        made = next_step(one_layer(t), h, inside)
        supposed = assume(bounded_layer(h))
        low = at(supposed, assume(member(Z, TOKENS)))
        added = head_bounded(head, inside)
        both = shaped(one_layer(t, h), inside), shaped(attended(t, head), inside)
        split = at(twice(), *map(assume, SIZES[:2]), *both)
        value = rewritten_norm(made, inside)
        numbers = in_heads(head)
        most = 2 * K + 2 * numbers[0] * numbers[1] * numbers[2]
        signs = tuple(not_negative(each, inside) for each in (weight(P, t, head), M, weight(Q, t, head)))
        above = signed(at_most(0, most), (*assumed(member(K, NONNEGATIVE)), *signs), products=(signs,))
        terms = tuple((*signs, *(length,) * power) for power in range(3))
        found = signed(
            at_most(norm(one_layer(t, head)), most * CUBED), (value, split, low, added, length, *signs), products=terms
        )
        return choose(K, before, shown(head, most, above, found))

    base = shown(written(0), written(1), signed(at_most(0, 1)), first)
    every = at(over_steps(says, h, base, step), belonging(H, NATURAL, known()))
    return under(every, *WEIGHTS, member(t, NATURAL))


def rewritten_norm(equation: Theorem, facts: Facts) -> Theorem:
    """`‖A‖² = ‖B‖²` from `A = B`."""
    left, right = parts(equation.conclusion, "equal_matrices")
    shape = shape_of_equal(equation, shaped(right, facts))
    return rewritten_traces(equal(norm(left), norm(right)), (*facts, shape), [equation])
