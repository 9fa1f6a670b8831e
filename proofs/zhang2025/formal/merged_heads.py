"""Two heads whose key and query weights are merged: their slopes and their loss, in words."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.loss_in_traces import Λ, d, gradient_shape
from proofs.zhang2024.formal.trained_point import (
    DATA,
    SQUARE,
    K,
    R,
    by_letters,
    divisors,
    facts,
    form,
    spread,
)
from symbolic.core.expressions import Expression, Node, bound, free, opened
from symbolic.core.rules.logic import assume, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    cell,
    conjunction,
    equal,
    equal_matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.goals.engine import derived_gradient, derived_loss, derived_regularity
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import assumed, at, belonging, under
from symbolic.tactics.whole_matrices.matrix_letters import chained, of_matrices
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

MODEL = ModelOnFamily("zhang2025", "heads")
v1, v2, w1, w2 = map(real, ("v_1", "v_2", "w_1", "w_2"))
U1, U2, Y1, Y2, X = map(matrix_letter, ("U_1", "U_2", "Y_1", "Y_2", "X"))
HEADS = (v1, U1), (v2, U2)
POINT = (*(member(v, REALS) for v in (v1, v2)), *(member(U, SQUARE) for U in (U1, U2)))
OTHER = (*(member(w, REALS) for w in (w1, w2)), *(member(Y, SQUARE) for Y in (Y1, Y2)))
DOMAINS = REALS, REALS, SQUARE, SQUARE
SUM = sum_of_matrices(*(multiple(v, U) for v, U in HEADS))
"""W."""

OFF = sum_of_matrices(SUM, multiple(-1, R))
"""`W − Γ⁻¹`."""

FORCE = product(K, OFF, Λ)
"""`G = ΓΛ (W − Γ⁻¹) Λ`."""

LEAST = trace(Λ) - trace(product(R, Λ, Λ))


def gradient(block: str) -> Node:
    """The gradient by a block at the heads."""
    stated = MODEL.stated
    return stated.gradient(block)


def slopes(force: Expression = FORCE) -> Expression:
    """The slope by a matrix, and by a number, of each head."""
    found = []
    for n, (v, U) in enumerate(HEADS, start=1):
        found.append(equal_matrices(gradient(f"U_{n}"), multiple(2 * v, force)))
        found.append(equal(cell(gradient(f"v_{n}"), 1, 1), 2 * trace(product(transpose(U), force))))
    return conjunction(*found)


def loss(other: bool = False) -> Expression:
    """The loss at the heads, or at others."""
    found = MODEL.loss(v1, v2)
    return elsewhere(found) if other else found


def elsewhere(expression: Expression) -> Expression:
    """What is said of heads, of others."""
    return opened(bound(expression, (v1, v2, U1, U2)), (w1, w2, Y1, Y2))


@cache
def known() -> Facts:
    """What is known of sizes, letters and heads."""
    return (*facts(), *assumed(*POINT))


def derived(theorem: Theorem) -> Theorem:
    """What is derived for all data and heads, at these."""
    data = *map(assume, DATA[:2]), spread()
    return at(theorem, *data, *map(assume, POINT))


PLAIN = sum_of_matrices(product(K, SUM, Λ), multiple(-1, product(Λ, Λ)))
"""`ΓΛWΛ − Λ²`, which is G."""


@cache
def by_matrix(number: int) -> Theorem:
    """`∂L/∂U_h = 2 v_h G`."""
    v, _ = HEADS[number - 1]
    theorem = derived(derived_gradient(MODEL.key, MODEL.family, f"U_{number}"))
    _, right = parts(theorem.conclusion, "equal_matrices")
    plain = rewritten_words(equal_matrices(right, multiple(2 * v, PLAIN)), known(), (), divisors())
    same = by_letters(equal_matrices(multiple(2 * v, PLAIN), multiple(2 * v, FORCE)), more=assumed(*POINT))
    return chained((*known(), gradient_shape(theorem, known())), theorem, plain, same)


@cache
def by_number(number: int) -> Theorem:
    """`∂L/∂v_h = 2 tr(U_hᵀ G)`."""
    _, U = HEADS[number - 1]
    theorem = at(derived(derived_gradient(MODEL.key, MODEL.family, f"v_{number}")), 1, 1)
    left, right = parts(theorem.conclusion, "equal")
    plain, force = (2 * trace(product(transpose(U), each)) for each in (PLAIN, FORCE))
    found = rewritten_traces(equal(right, plain), known(), (), divisors())
    same = by_letters(equal(plain, force), more=assumed(*POINT))
    return identity(left, force, divisors(), ((theorem, 1), (found, 1), (same, 1)))


@cache
def above() -> Theorem:
    """`∀heads: L = least + tr(ΓΛ X Λ Xᵀ)`."""
    theorem = derived(derived_loss(MODEL.key, MODEL.family))
    left, right = parts(theorem.conclusion, "equal")
    folded = form(SUM) - 2 * trace(product(Λ, Λ, SUM)) + trace(Λ)
    found = rewritten_traces(equal(right, folded), known(), (), divisors())
    same = by_letters(equal(folded, LEAST + form(OFF)), more=assumed(*POINT))
    whole = identity(left, LEAST + form(OFF), divisors(), ((theorem, 1), (found, 1), (same, 1)))
    return under(whole, *POINT)


def meaningful(formula: Expression, inside: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial, shapes, and that N is not 0."""
    match formula:
        case Node(head="regular", parts=(_, _, _, _, *blocks)):
            return regular(tuple(blocks), inside)
        case Node(head="not"):
            return next((each for each in divisors() if each.conclusion == formula), None)
    return of_matrices(formula, inside)


def regular(blocks: tuple[Expression, ...], inside: Facts) -> Theorem:
    """That the loss is a polynomial at heads, which are read off the blocks."""
    letters = [next(each for each in free(block) if each != d) for block in blocks]
    heads = (
        belonging(each, domain, inside) for each, domain in zip(letters[::2] + letters[1::2], DOMAINS, strict=True)
    )
    data = *map(assume, DATA[:2]), spread()
    return at(derived_regularity(MODEL.key, MODEL.family), *data, *heads)
