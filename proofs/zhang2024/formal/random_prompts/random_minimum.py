"""With random eigenvalues the loss is least over u and U where `uU = E λ²/c I`: above that it is a sum of squares.

With `X = uU` it exceeds the least value by `½ c Σ (X[r, r] − E λ²/c)²` and by `½ b (tr(X Xᵀ) − Σ X[r, r]²)`.
"""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.random_prompts.random_law import (
    MODEL,
    REDUCED,
    WEIGHT,
    N,
    constants,
    d,
    m1,
    m2,
    not_negative_mean,
    x,
)
from symbolic.core.expressions import Expression, nodes, opened, written
from symbolic.core.rules.facts import cauchy_schwarz
from symbolic.core.rules.integers import ordered_sums
from symbolic.core.rules.logic import assume, parts
from symbolic.core.rules.matrix_algebra import cell_of_product, cell_of_word, trace_of_cells
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    cell,
    equal,
    function,
    implies,
    integers_between,
    integers_from,
    matrices,
    matrix_letter,
    member,
    product,
    real,
    total,
    trace,
    transpose,
)
from symbolic.tactics.finite_sums import combined_sum, constant_sum
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.single_terms import below_sum
from symbolic.tactics.steps import assumed, at, belonging, modulo, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import shaped

u, v, b, j, k = map(real, "uvbjk")
U = matrix_letter("U")
POINT = member(u, REALS), member(U, matrices(d, d))
HERE = member(v, REALS), member(b, REALS)
BEST = m2 / WEIGHT
BESIDE = (1 + 1 / N) * m1 * m2 + (2 * m1 * m2 + (d - 2) * m1**3) / N
"""`E γ_j λ_j λ_k` for `j ≠ k`."""


def least(best: Number = BEST) -> Expression:
    """No point of u and U has a smaller loss than one with `uU` a certain multiple of the identity."""
    low = quantified(at_most(MODEL.loss(b, v), reduced()), *POINT)
    return quantified(implies(equal(v * b, best), low), *HERE)


def reduced() -> Expression:
    """The loss at u and U."""
    return REDUCED.stated.loss()


@cache
def known() -> Facts:
    """What is known of sizes, of the law and of a point."""
    return (*MODEL.facts, *constants(), *map(assume, POINT))


@cache
def beside_sign() -> Theorem:
    """`0 ≤ b` for the other weight b, as `(E λ)² ≤ E λ²`."""
    finite, (varies, _, count) = MODEL.given[2], constants()
    mixed = cauchy_schwarz(function(x, body=x**2), function(x, body=written(1)), finite)
    below = signed(at_most(m1**2, m2), (mixed, finite))
    low, share = not_negative_mean(2, finite), positive(1 / N, (count,))
    wide = signed(at_most(0, d - 1), MODEL.facts)
    products = (low, varies), (low, varies, share), (low, below, share), (wide, low, low, low, share)
    return signed(at_most(0, BESIDE), (low, varies, share, below, wide, count), products=products)


@cache
def value() -> tuple[Theorem, Expression]:
    """`L = ½ u² (c Σ U[r, r]² + b (tr(U Uᵀ) − Σ U[r, r]²)) − E λ² u tr U + ½ d E λ`, and the sum in it."""
    found = REDUCED.derived(u, assume(POINT[1]))
    right = parts(found.conclusion, "equal")[1]
    diagonal = next(node for node in nodes(right) if node.head == "total")
    length = trace(product(U, transpose(U)))
    squares = u**2 * (WEIGHT * diagonal + BESIDE * (length - diagonal)) / 2
    return modulo(equal(reduced(), squares - m2 * u * trace(U) + d * m1 / 2), (found,), known()), diagonal


@cache
def beside() -> Theorem:
    """`Σ U[r, r]² ≤ tr(U Uᵀ)`, row by row."""
    _, diagonal = value()
    squared = product(U, transpose(U))
    count, row = belonging(d, integers_from(0), MODEL.facts), member(j, integers_between(1, d))
    whole = trace_of_cells(trace(squared), shaped(squared, known()))
    inner = cell_of_product(cell(squared, j, j), assume(POINT[1]))
    rows = parts(inner.conclusion, "equal")[1]
    _, _, body = parts(rows, "total")
    summand = opened(body, (k,))
    turned = cell_of_word(cell(transpose(U), k, j))
    square = modulo(equal(summand, cell(U, j, k) ** 2), (turned,))
    column = member(k, integers_between(1, d))
    signs = under(signed(at_most(0, summand), (square,), squares=(cell(U, j, k),)), column)
    single = below_sum(rows, signs, count, belonging(j, integers_between(1, d), assumed(row)))
    there = modulo(equal(opened(body, (j,)), cell(U, j, j) ** 2), (cell_of_word(cell(transpose(U), j, j)),))
    here = opened(parts(diagonal, "total")[2], (j,))
    each = under(signed(at_most(here, cell(squared, j, j)), (single, there, inner)), row)
    return signed(at_most(diagonal, trace(squared)), (ordered_sums(each), whole))


@cache
def along() -> Theorem:
    """`0 ≤ c u² Σ U[r, r]² − 2 E λ² u tr U + d (E λ²)²/c`, the sum of `(c u U[r, r] − E λ²)²/c`."""
    _, diagonal = value()
    _, weight, _ = constants()
    count, row = belonging(d, integers_from(0), MODEL.facts), member(j, integers_between(1, d))
    entry, numbers = cell(U, j, j), (WEIGHT * u**2, -2 * m2 * u, m2**2 / WEIGHT)
    term = numbers[0] * (entry * entry) + numbers[1] * entry + numbers[2] * 1
    square = signed(at_most(0, term), (weight, *known()), products=((weight,),), squares=(WEIGHT * u * entry - m2,))
    trace_ = trace_of_cells(trace(U), assume(POINT[1]))
    sums = diagonal, parts(trace_.conclusion, "equal")[1], total(j, 1, d, written(1))
    apart = combined_sum(total(j, 1, d, term), numbers, sums, count, j, None, constants())
    nothing, ones = (at(constant_sum(), number, count) for number in (0, 1))
    ordered = ordered_sums(under(square, row))
    goal = at_most(0, numbers[0] * diagonal + numbers[1] * trace(U) + numbers[2] * d)
    return signed(goal, (ordered, nothing, apart, trace_, ones, *known()), scales=(1, numbers[1], numbers[2]))


def least_proved() -> Theorem:
    """That the loss is least there."""
    there, product_, (loss, diagonal) = MODEL.derived(b, v), assume(equal(v * b, BEST)), value()
    squares = WEIGHT * d * (v * b) ** 2 / 2 - m2 * d * (v * b) + d * m1 / 2
    low = modulo(equal(MODEL.loss(b, v), squares), (there,), known())
    length = trace(product(U, transpose(U)))
    flat = modulo(equal(MODEL.loss(b, v), d * m1 / 2 - d * m2**2 / (2 * WEIGHT)), (low, product_), known())
    goal = at_most(MODEL.loss(b, v), reduced())
    both = signed(at_most(diagonal, length), (beside(),))
    found = signed(
        goal, (flat, loss, along(), both, beside_sign(), *known()), products=((beside_sign(), both),), squares=(u,)
    )
    return under(under(found, *POINT), *HERE, product_.conclusion)


def loss_is_polynomial() -> Theorem:
    """That the loss at u and U is one."""
    return REDUCED.regular_at(u, assume(POINT[1]))
