"""The loss of one step of descent from a start, above that of the step from the mean of the weights."""

from __future__ import annotations

from functools import cache

from proofs.mahankali2023.formal.layers import inside
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import assume, part, parts
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    definite,
    equal,
    integers_from,
    less,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.goals.family_statements import defined_on
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at
from symbolic.tactics.whole_matrices.matrix_letters import divisors, known_letters, of_matrices, shaped
from symbolic.tactics.whole_matrices.sums_of_squares import semidefinite_too
from symbolic.tactics.whole_matrices.weighted_squares import weighted, weighted_sign

STARTED, PLAIN, BLOCK = (ModelAnywhere(f"zhang2024b{name}") for name in ("", "-plain", "-block"))
d, N, σ = map(real, ("d", "N", "sigma"))
Λ, Ψ, μ, A, A1, b, b1 = map(matrix_letter, ("Λ", "Ψ", "mu", "A", "A1", "b", "b1"))
SQUARE, COLUMN = matrices(d, d), matrices(d, 1)
DATA = (
    *(member(size, integers_from(1)) for size in (d, N)),
    *(member(spread, definite(d)) for spread in (Λ, Ψ)),
    member(μ, COLUMN),
    member(σ, REALS),
)
GIVEN = d, N, Λ, Ψ, μ, σ
MATRIX, START = member(A, SQUARE), member(b, COLUMN)
MANY = signed(less(0, N), assumed(*DATA[:2]))
MORE = positive(N + 1, (MANY,))
SHARES: Facts = (MANY, MORE, positive(1 / (N + 1), (MORE,)), positive(1 / N, (MANY,)))
OFF = sum_of_matrices(μ, multiple(-1, b))
"""`μ − b`."""


@cache
def spread() -> Theorem:
    """Λ is semidefinite."""
    return semidefinite_too(assume(DATA[2]))


@cache
def facts() -> Facts:
    """What is known of data, a matrix and a start."""
    of_data = (*assumed(*DATA[:2]), spread(), semidefinite_too(assume(DATA[3])), *map(assume, DATA[4:]))
    of_starts = (assume(member(each, COLUMN)) for each in (b, b1))
    return (*of_data, *(assume(member(each, SQUARE)) for each in (A, A1)), *of_starts, *SHARES)


def started(of: Expression, start: Expression) -> Node:
    """The mean squared error of the step with a matrix from a start."""
    return STARTED.loss(*GIVEN, of, start)


def plain(of: Expression) -> Node:
    """That of the step from 0."""
    return PLAIN.loss(*GIVEN, of)


def length(of: Expression) -> Node:
    """`xᵀΛx`."""
    return trace(product(transpose(of), Λ, of))


def moved(of: Expression, off: Expression) -> Node:
    """`AᵀΛδ − N/(N+1) δ`."""
    return sum_of_matrices(product(transpose(of), Λ, off), multiple(-N / (N + 1), off))


def missed(of: Expression, off: Expression) -> Expression:
    """`(N+1)/N ‖AᵀΛδ − N/(N+1) δ‖²_Λ + ‖δ‖²_Λ (1/(N+1) + tr(ΛAΛAᵀ)/N)`."""
    return (N + 1) / N * length(moved(of, off)) + length(off) * (1 / (N + 1) + weighted(of, Λ, Λ) / N)


def above(one: Node, other: Node, of: Expression, off: Expression) -> Theorem:
    """One loss is another one, and what is missed with a matrix from a start that is off the mean."""
    losses = tuple(_derived(each) for each in (one, other))
    left, right = (parts(each.conclusion, "equal")[1] for each in losses)
    sides = equal(left, right + missed(of, off))
    letters = known_letters(facts(), *inside(sides))
    same = traces(sides, (), (), letters, divisors(facts(), sides))
    return identity(one, other + missed(of, off), facts(), ((losses[0], 1), (losses[1], -1), (same, 1)))


def _derived(of: Node) -> Theorem:
    model = next(each for each in (STARTED, PLAIN, BLOCK) if each.loss(*of.parts[1:]) == of)
    return model.derived(*of.parts[1:], facts=facts())


def length_sign(of: Expression) -> Theorem:
    """`0 ≤ xᵀΛx`."""
    return at(part(2, meant(spread())), shaped(of, facts()))


def missed_sign(of: Expression, off: Expression) -> Theorem:
    """What is missed is at least `‖δ‖²_Λ / (N + 1)`."""
    near, far = length_sign(moved(of, off)), length_sign(off)
    wide = weighted_sign(of, spread(), spread(), facts())
    share = positive((N + 1) / N, (MANY, MORE))
    products = (share, near), (SHARES[3], far, wide)
    goal = at_most(length(off) / (N + 1), missed(of, off))
    return signed(goal, (*SHARES, share, near, far, wide), products=products)


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that losses are polynomials, shapes, and that nothing is divided by 0."""
    within = (*known, *facts(), *divisors(facts(), missed(A, OFF)))
    return defined_on(STARTED, PLAIN, BLOCK)(formula, within) or of_matrices(formula, known)
