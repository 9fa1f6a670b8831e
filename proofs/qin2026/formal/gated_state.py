"""Gated linear attention as a sum over its tokens with powers of the gate."""

from __future__ import annotations

from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.entries import cell_of_matrix
from symbolic.core.rules.integers import empty_sum, equal_sums, next_sum
from symbolic.core.rules.logic import assume, conjoin, discharge, parts
from symbolic.core.rules.matrix_algebra import cell_of_product, cell_of_word, equal_in_cells
from symbolic.core.rules.powers import next_power, power_to_nothing
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    REALS,
    Number,
    at_most,
    cell,
    conjunction,
    equal,
    equal_matrices,
    implies,
    integers_between,
    integers_from,
    iterated,
    less,
    matrices,
    matrix,
    matrix_letter,
    member,
    multiple,
    product,
    raised,
    real,
    sum_of_matrices,
    total,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import assumed, at, belonging, modulo, proved, quantified, under
from symbolic.tactics.sums.kronecker import pulled
from symbolic.tactics.whole_matrices.iterated_matrices import next_step, over_steps, recounted, start
from symbolic.tactics.whole_matrices.matrix_letters import of_matrices, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import sum_of_one
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

m, k, N, n, t, i, j, l, λ = map(real, ("m", "k", "N", "p", "t", "i", "j", "l", "λ"))
Z, V, K, Q, S = map(matrix_letter, ("Z", "V", "K", "Q", "S"))
NATURAL = integers_from(0)
SIZES = tuple(member(size, integers_from(1)) for size in (m, k, N))
WEIGHTS = tuple(member(each, matrices(k, m)) for each in (V, K, Q))
DATA = member(Z, matrices(m, N)), *WEIGHTS, member(λ, REALS)
FACTS = assumed(*SIZES, *DATA)
PLACES = member(j, integers_between(1, m)), member(l, integers_between(1, m))


def token(number: Number) -> Expression:
    """A column of Z."""
    return matrix(j, l, (m, 1), cell(Z, j, number))


def gated(state: Expression, number: Number) -> Expression:
    """`λ S + v kᵀ` with the value `W_V z` and the key `W_K z` of the token."""
    value, key = product(V, token(number)), product(K, token(number))
    return sum_of_matrices(multiple(λ, state), product(value, transpose(key)))


def after(count: Number) -> Expression:
    """The state after so many tokens from 0."""
    return iterated(S, t, gated(S, t), zeros(k, k), count)


def entry(count: Number, row: Expression, column: Expression) -> Expression:
    """`Σ_{i ≤ n} λ^(n − i) z_i z_iᵀ` at a place."""
    return total(i, 1, count, raised(λ, count - i) * (cell(Z, row, i) * cell(Z, column, i)))


def weighted(count: Number) -> Expression:
    """The same as a matrix."""
    return matrix(j, l, (m, m), entry(count, j, l))


UNGATED = equal(λ, 1)


def answered(summed: Expression) -> Expression:
    """The answer to the last token is `W_V G W_Kᵀ W_Q z`."""
    return equal_matrices(product(after(N), Q, token(N)), product(V, summed, transpose(K), Q, token(N)))


def goal(count: Number = N) -> Expression:
    """For all sizes, tokens, matrices and λ: the answer after all tokens, and at `λ = 1` that of linear attention."""
    ungated = implies(UNGATED, answered(product(Z, transpose(Z))))
    return quantified(conjunction(answered(weighted(count)), ungated), *SIZES, *DATA)


def nothing() -> Theorem:
    """`Σ over no token = 0`."""
    first, other = weighted(0), zeros(m, m)
    empty = empty_sum(entry(0, j, l), proved(less(0, 1)))
    equations = cell_of_matrix(cell(first, j, l)), empty, cell_of_word(cell(other, j, l))
    same = modulo(equal(cell(first, j, l), cell(other, j, l)), equations)
    return equal_in_cells(under(same, *PLACES), shaped(first, FACTS), shaped(other, FACTS))


def older(facts: Facts) -> Theorem:
    """`Σ_{i ≤ n} λ^(n + 1 − i) z_i z_iᵀ = λ Σ_{i ≤ n} λ^(n − i) z_i z_iᵀ`, entry by entry."""
    within = member(i, integers_between(1, n))
    inside = (*facts, *assumed(within))
    power = next_power(λ, belonging(n - i, NATURAL, inside))
    moved = recounted(
        lambda exponent: equal(raised(λ, exponent), raised(λ, n - i) * λ), identity(n - i + 1, n + 1 - i), power
    )
    rest = cell(Z, j, i) * cell(Z, l, i)
    each = modulo(equal(raised(λ, n + 1 - i) * rest, Node("add", (λ * (raised(λ, n - i) * rest),))), (moved,))
    sums = equal_sums(under(each, within))
    out = pulled(λ, entry(n, j, l), belonging(n, NATURAL, facts))
    return modulo(equal(parts(sums.conclusion, "equal")[0], λ * entry(n, j, l)), (sums, out))


def grown(facts: Facts) -> Theorem:
    """`Σ_{i ≤ n + 1} … = λ Σ_{i ≤ n} … + z zᵀ`, as matrices."""
    z = token(n + 1)
    whole, square = weighted(n + 1), product(z, transpose(z))
    new = sum_of_matrices(multiple(λ, weighted(n)), square)
    last = next_sum(
        total(i, 1, n, raised(λ, n + 1 - i) * (cell(Z, j, i) * cell(Z, l, i))),
        belonging(n, INTEGERS, facts),
        proved(at_most(1, n + 1), facts),
    )
    one = recounted(lambda exponent: equal(raised(λ, exponent), 1), identity(0, n + 1 - (n + 1)), power_to_nothing(λ))
    of_square = cell_of_product(cell(square, j, l), shaped(z, facts))
    single = sum_of_one(parts(of_square.conclusion, "equal")[1])
    equations = (
        cell_of_matrix(cell(whole, j, l)),
        last,
        one,
        older(facts),
        cell_of_word(cell(new, j, l)),
        cell_of_word(cell(multiple(λ, weighted(n)), j, l)),
        cell_of_matrix(cell(weighted(n), j, l)),
        of_square,
        single,
        cell_of_word(cell(transpose(z), 1, l)),
        cell_of_matrix(cell(z, j, 1)),
        cell_of_matrix(cell(z, l, 1)),
    )
    same = modulo(equal(cell(whole, j, l), cell(new, j, l)), equations)
    return equal_in_cells(under(same, *PLACES), shaped(whole, facts), shaped(new, facts))


def all_tokens() -> Theorem:
    """`∀n: (state after n tokens) = W_V Σ_{i ≤ n} λ^(n − i) z_i z_iᵀ W_Kᵀ`."""

    def says(count: Expression) -> Expression:
        return equal_matrices(after(count), product(V, weighted(count), transpose(K)))

    def next_one(before: Theorem, facts: Facts) -> Theorem:
        inside = (*FACTS, *facts)
        made = next_step(after(n), n, inside), before, grown(inside)
        return rewritten_words(says(n + 1), inside, made)

    base = rewritten_words(says(written(0)), FACTS, [start(after(0)), nothing()])
    return over_steps(says, n, base, next_one)


def ones() -> Theorem:
    """`∀n: λ^n = 1` where λ is 1."""

    def next_one(before: Theorem, facts: Facts) -> Theorem:
        power = next_power(λ, belonging(n, NATURAL, facts))
        return modulo(equal(raised(λ, n + 1), 1), (power, before, assume(UNGATED)))

    return over_steps(lambda count: equal(raised(λ, count), 1), n, power_to_nothing(λ), next_one)


def ungated_sum() -> Theorem:
    """`Σ_{i ≤ N} λ^(N − i) z_i z_iᵀ = Z Zᵀ` where λ is 1."""
    within = member(i, integers_between(1, N))
    power = at(ones(), belonging(N - i, NATURAL, (*FACTS, *assumed(within))))
    term = cell(Z, j, i) * cell(Z, l, i)
    alone = equal_sums(under(modulo(equal(raised(λ, N - i) * term, term), (power,)), within))
    square = product(Z, transpose(Z))
    of_square = cell_of_product(cell(square, j, l), shaped(Z, FACTS))
    turned = cell_of_word(cell(transpose(Z), i, l))
    entries = equal_sums(under(modulo(equal(cell(Z, j, i) * cell(transpose(Z), i, l), term), (turned,)), within))
    equations = cell_of_matrix(cell(weighted(N), j, l)), alone, of_square, entries
    same = modulo(equal(cell(weighted(N), j, l), cell(square, j, l)), equations)
    return equal_in_cells(under(same, *PLACES), shaped(weighted(N), FACTS), shaped(square, FACTS))


def proof() -> Proof:
    """The goal and its definedness."""
    same = at(all_tokens(), belonging(N, NATURAL, FACTS))
    gated_ = rewritten_words(answered(weighted(N)), FACTS, [same])
    ungated = rewritten_words(answered(product(Z, transpose(Z))), FACTS, [same, ungated_sum()])
    found = under(conjoin(gated_, discharge(UNGATED, ungated)), *SIZES, *DATA)
    return Proof(goal(), found, proved(defined(goal()), solve=of_matrices))
