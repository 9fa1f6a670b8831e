"""The slopes of the loss of two heads of rank one, by numbers, keys and queries, in `G = ΓΛWΛ − Λ²`."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.loss_in_traces import Λ, d, gradient_shape
from proofs.zhang2024.formal.trained_point import (
    DATA,
    divisors,
    facts,
    spread,
)
from proofs.zhang2025.formal.stationary_sums import force
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import assume, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    cell,
    conjunction,
    equal,
    equal_matrices,
    integers_between,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.goals.engine import derived_gradient
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import assumed, at, belonging
from symbolic.tactics.whole_matrices.matrix_letters import chained
from symbolic.tactics.whole_matrices.matrix_numbers import as_number
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

MODEL = ModelOnFamily("zhang2025-separate", "heads")
COLUMN = matrices(d, 1)
v1, v2 = real("v_1"), real("v_2")
k1, k2, r1, r2 = map(matrix_letter, ("k_1", "k_2", "r_1", "r_2"))
HEADS = (v1, k1, r1), (v2, k2, r2)
POINT = (*(member(v, REALS) for v in (v1, v2)), *(member(each, COLUMN) for each in (k1, k2, r1, r2)))
SUM = sum_of_matrices(*(multiple(v, product(key, transpose(query))) for v, key, query in HEADS))
NONE = zeros(d, 1)


def gradient(block: str) -> Node:
    """The gradient by a block at the heads."""
    stated = MODEL.stated
    return stated.model.gradient(block, *stated.given, *stated.blocks)


def stated_slope(number: int, block: str) -> Expression:
    """`2 v_h G r_h`, by a key, and `2 v_h Gᵀ k_h`, by a query."""
    v, key, query = HEADS[number - 1]
    word = product(force(SUM), query) if block == "k" else product(transpose(force(SUM)), key)
    return equal_matrices(gradient(f"{block}_{number}"), multiple(2 * v, word))


def by_number(number: int, factor: int = 2) -> Expression:
    """`2 k_hᵀ G r_h`, by a number."""
    _, key, query = HEADS[number - 1]
    return equal(cell(gradient(f"v_{number}"), 1, 1), factor * trace(product(transpose(key), force(SUM), query)))


BY_NUMBERS = conjunction(by_number(1), by_number(2))
BLOCKS = tuple((number, block) for block in ("k", "r") for number in (1, 2))
SLOPES = conjunction(*(stated_slope(*each) for each in BLOCKS))
CRITICAL = conjunction(*(equal_matrices(gradient(f"{block}_{number}"), NONE) for number, block in BLOCKS))


@cache
def inside() -> Facts:
    """What is known of sizes, letters and heads."""
    return (*facts(), *assumed(*POINT))


@cache
def derived(block: str) -> Theorem:
    """The derived gradient at the heads."""
    data = *map(assume, DATA[:2]), spread()
    return at(derived_gradient(MODEL.key, MODEL.family, block), *data, *map(assume, POINT))


@cache
def slope(number: int, block: str) -> Theorem:
    """A slope as it is stated: words of one row and one column are numbers."""
    theorem = derived(f"{block}_{number}")
    _, right = parts(theorem.conclusion, "equal_matrices")
    _, wanted = parts(stated_slope(number, block), "equal_matrices")
    _, key, query = HEADS[number - 1]
    if block == "k":
        words = [product(transpose(other), Λ, query) for _, _, other in HEADS]
    else:
        words = [product(transpose(other), *each, key) for _, other, _ in HEADS for each in ((Λ,), (Λ, Λ))]
    numbers = tuple(as_number(word, inside()) for word in words)
    same = rewritten_words(equal_matrices(right, wanted), inside(), numbers, divisors())
    return chained((*inside(), gradient_shape(theorem, inside())), theorem, same)


def slope_by_number(number: int) -> Theorem:
    """That of a number, as it is stated."""
    ones = (belonging(1, integers_between(1, 1)),) * 2
    theorem = at(derived(f"v_{number}"), *ones)
    left, right = parts(theorem.conclusion, "equal")
    _, wanted = parts(by_number(number), "equal")
    _, _, query = HEADS[number - 1]
    numbers = tuple(as_number(product(transpose(other), Λ, query), inside()) for _, _, other in HEADS)
    same = rewritten_traces(equal(wanted, right), inside(), numbers, divisors())
    return identity(left, wanted, divisors(), ((theorem, 1), (same, -1)))
