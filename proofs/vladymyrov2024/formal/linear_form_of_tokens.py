"""Through layers of linear attention every token is taken by one matrix, and the query by the same one."""

from __future__ import annotations

from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Variable, opened, written
from symbolic.core.rules.logic import assume, choose, parts, witness
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    beside,
    constant,
    difference,
    equal_matrices,
    exists,
    identity_matrix,
    integers_from,
    iterated,
    matrices,
    matrix,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    stacked,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import assumed, at, belonging, proved, quantified, under
from symbolic.tactics.whole_matrices.iterated_matrices import next_step, over_steps, start
from symbolic.tactics.whole_matrices.matrix_letters import chained, of_matrices, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import as_number
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

d, n, L, l, j, k, α = map(real, ("d", "n", "L", "l", "j", "k", "α"))
X, y, q, S, M, u, w, A = map(matrix_letter, ("X", "y", "q", "S", "M", "u", "w", "A"))
NATURAL = integers_from(0)
SIZES = member(d, integers_from(1)), member(n, integers_from(1))
COLUMN, SQUARE = matrices(d, 1), matrices(d, d)
DATA = member(X, matrices(d, n)), member(y, matrices(n, 1))
QUERY = member(q, COLUMN)
FACTS = assumed(*SIZES, *DATA, QUERY)
NUMBER = identity_matrix(1)

MASK = stacked(beside(identity_matrix(n), zeros(n, 1)), beside(zeros(1, n), zeros(1, 1)))
"""What leaves the query out of the keys."""


def letter(name: str, layer: Number, shape: tuple[Number, Number]) -> Expression:
    """Any matrix for each layer, its entries being a function of which nothing but the name is known."""
    return matrix(j, k, shape, constant(name, layer, j, k))


def values(layer: Number) -> Expression:
    """`(P, p; rᵀ, ρ)`, any matrix on tokens."""
    return _blocks(("P", "p", "r", "ρ"), layer)


def matches(layer: Number) -> Expression:
    """`(Q, h; kᵀ, κ)`, any matrix of keys and queries."""
    return _blocks(("Q", "h", "k", "κ"), layer)


def _blocks(names: tuple[str, str, str, str], layer: Number) -> Expression:
    first, second, third, fourth = names
    upper = beside(letter(first, layer, (d, d)), letter(second, layer, (d, 1)))
    return stacked(upper, beside(letter(third, layer, (1, d)), letter(fourth, layer, (1, 1))))


def through(state: Expression, layer: Number) -> Expression:
    """`e + V Σ e_i e_iᵀ K e` for every token e, i over the samples."""
    return sum_of_matrices(state, product(values(layer), state, MASK, transpose(state), matches(layer), state))


PROMPT = stacked(beside(X, q), beside(transpose(y), zeros(1, 1)))


def layers(count: Number) -> Expression:
    """The prompt after so many layers."""
    return iterated(S, l, through(S, l), PROMPT, count)


def tokens(first: Expression, second: Expression, third: Expression, factor: Expression) -> Expression:
    """`(M X + u yᵀ, M q; A yᵀ − wᵀ X, −wᵀ q)`, A being α as a matrix."""
    covariates = sum_of_matrices(product(first, X), product(second, transpose(y)))
    labels = sum_of_matrices(product(factor, transpose(y)), multiple(-1, product(transpose(third), X)))
    return stacked(beside(covariates, product(first, q)), beside(labels, multiple(-1, product(transpose(third), q))))


STATE = (M, SQUARE), (u, COLUMN), (w, COLUMN), (A, matrices(1, 1))
M0, u0, w0, A0 = map(matrix_letter, ("M0", "u0", "w0", "A0"))
BEFORE = tuple((variable, domain) for variable, (_, domain) in zip((M0, u0, w0, A0), STATE, strict=True))
"""A state before a layer."""


def some(state: tuple[tuple[Variable, Expression], ...], formula: Expression) -> Expression:
    """That there are letters of a state, the first one outermost."""
    for variable, domain in reversed(state):
        formula = exists(variable, domain, formula)
    return formula


def at_all(count: Number, *state: Expression) -> Expression:
    """For every query, the tokens after so many layers are those of a state."""
    first, second, third, factor = state
    return quantified(equal_matrices(layers(count), tokens(first, second, third, factor)), QUERY)


def says(count: Expression) -> Expression:
    """Some state gives the tokens after so many layers, α being a matrix of one row and one column."""
    return some(STATE, at_all(count, M, u, w, A))


def goal(layer_count: Number = L) -> Expression:
    """For all sizes, data, layers and their number: there are M, u, w and α for all tokens and every query."""
    form = some((*STATE[:3], (α, REALS)), at_all(layer_count, M, u, w, multiple(α, NUMBER)))
    return quantified(form, *SIZES, *DATA, member(L, NATURAL))


def next_state(layer: Expression) -> tuple[Expression, ...]:
    """M, u, w and A after one more layer: `N + V G K N` for `N = (M, u; −wᵀ, A)`, G the sum of all samples."""
    rows = (
        sum_of_matrices(product(M0, X), product(u0, transpose(y))),
        difference(product(A0, transpose(y)), product(transpose(w0), X)),
    )
    P, p, r, ρ = (parts(pair, "beside")[n] for pair in parts(values(layer), "stacked") for n in (0, 1))
    Q, h, row, last = (parts(pair, "beside")[n] for pair in parts(matches(layer), "stacked") for n in (0, 1))
    summed = [
        [sum_of_matrices(product(a, rows[0], transpose(b)), product(c, rows[1], transpose(b))) for b in rows]
        for a, c in ((P, p), (r, ρ))
    ]
    of_covariates = (
        difference(product(Q, M0), product(h, transpose(w0))),
        sum_of_matrices(product(Q, u0), product(h, A0)),
    )
    of_labels = (
        difference(product(row, M0), product(last, transpose(w0))),
        sum_of_matrices(product(row, u0), product(last, A0)),
    )
    added = [
        [sum_of_matrices(product(one[0], of_covariates[n]), product(one[1], of_labels[n])) for n in (0, 1)]
        for one in summed
    ]
    return (
        sum_of_matrices(M0, added[0][0]),
        sum_of_matrices(u0, added[0][1]),
        difference(w0, transpose(added[1][0])),
        sum_of_matrices(A0, added[1][1]),
    )


def witnessed_state(count: Expression, state: tuple[Expression, ...], equation: Theorem, facts: Facts) -> Theorem:
    """That there is a state, from one."""
    found = under(equation, QUERY)
    for n in reversed(range(4)):
        letters_ = tuple(state[:n]) + tuple(variable for variable, _ in STATE[n:])
        formula = some(STATE[n:], at_all(count, *letters_))
        found = witness(formula, shaped(state[n], facts), found)
    return found


def from_some(existence: Theorem, theorem: Theorem, state: tuple[tuple[Variable, Expression], ...]) -> Theorem:
    """What follows from a state, from that there is one."""
    formulas = [existence.conclusion]
    for variable, _ in state[:-1]:
        formulas.append(opened(parts(formulas[-1], "exists")[1], (variable,)))
    for (variable, _), formula in reversed(list(zip(state, formulas, strict=True))):
        known = existence if formula == existence.conclusion else assume(formula)
        theorem = choose(variable, known, theorem)
    return theorem


def all_layers() -> Theorem:
    """`∀L: …`."""

    def next_one(before: Theorem, facts: Facts) -> Theorem:
        number = L + 1
        inside = (*FACTS, *facts, *assumed(*(member(*each) for each in BEFORE)))
        equation = at(assume(at_all(L, M0, u0, w0, A0)), assume(QUERY))
        known, state = tokens(M0, u0, w0, A0), next_state(number)
        whole = (values(number), MASK, matches(number), known)
        made = next_step(layers(L), L, inside)
        substituted = rewritten_words(
            equal_matrices(through(layers(L), number), through(known, number)), inside, [equation], whole=whole
        )
        computed = rewritten_words(equal_matrices(through(known, number), tokens(*state)), inside)
        found = witnessed_state(number, state, chained(inside, made, substituted, computed), inside)
        return from_some(before, found, BEFORE)

    zero = written(0)
    first = identity_matrix(d), zeros(d, 1), zeros(d, 1), NUMBER
    same = rewritten_words(equal_matrices(PROMPT, tokens(*first)), FACTS)
    base = witnessed_state(zero, first, chained(FACTS, start(layers(zero)), same), FACTS)
    return over_steps(says, L, base, next_one)


def with_number() -> Theorem:
    """The state with a number α."""
    inside = (*FACTS, *assumed(member(L, NATURAL), *(member(*each) for each in STATE)))
    equation = at(assume(at_all(L, M, u, w, A)), assume(QUERY))
    number = trace(A)
    renamed = rewritten_words(
        equal_matrices(tokens(M, u, w, A), tokens(M, u, w, multiple(number, NUMBER))), inside, [as_number(A, inside)]
    )
    found = under(chained(inside, equation, renamed), QUERY)
    state = (*STATE[:3], (α, REALS))
    found = witness(
        exists(α, REALS, at_all(L, M, u, w, multiple(α, NUMBER))),
        belonging(number, REALS),
        found,
    )
    for n in reversed(range(3)):
        formula = some(state[n:], at_all(L, M, u, w, multiple(α, NUMBER)))
        found = witness(formula, assume(member(*STATE[n])), found)
    return from_some(at(all_layers(), assume(member(L, NATURAL))), found, STATE)


def proof() -> Proof:
    """The goal and its definedness."""
    found = under(with_number(), *SIZES, *DATA, member(L, NATURAL))
    return Proof(goal(), found, proved(defined(goal()), solve=of_matrices))
