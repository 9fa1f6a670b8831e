"""The trained model in formulas: Λ of the training, `R = Γ⁻¹`, and errors on prompts of the test, as derived."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from symbolic.core.expressions import Expression, Node, Sort, fresh, written
from symbolic.core.rules.logic import assume, conjoin, part, parts, reflexive, rewrite
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import belongs
from symbolic.core.sorts import signature_of
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    conjunction,
    definite,
    equal,
    equal_matrices,
    function,
    identity_matrix,
    implies,
    integers_from,
    less,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    sum_of_matrices,
    symmetric,
    tends,
    trace,
    transpose,
    vector_law,
    vector_moments,
)
from symbolic.goals.family_statements import defined_on
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.dynamics.fading import long_limit, reciprocal_fades
from symbolic.tactics.signs import Facts, nonzero, positive, signed, with_head
from symbolic.tactics.steps import Solver, assumed, other_than_0, quantified, replaced, under
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, of_matrices
from symbolic.tactics.whole_matrices.sums_of_squares import semidefinite_too
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

d, N, M, c, σ = map(real, ("d", "N", "M", "c", "sigma"))
Λ, R, G, S, w = map(matrix_letter, ("Λ", "R", "G", "S", "w"))
μ, ν = map(vector_law, ("μ", "ν"))

ONE, SQUARE, COLUMN = identity_matrix(d), matrices(d, d), matrices(d, 1)
SIZES, TESTED = (member(d, integers_from(1)), member(N, integers_from(1))), member(M, integers_from(1))
SPREAD, INVERSE = member(Λ, definite(d)), member(R, SQUARE)
TASK, NOISE, SCALE = member(w, COLUMN), member(σ, REALS), member(c, REALS)
QUERY = member(μ, vector_moments(2))

GAMMA = sum_of_matrices(multiple(1 + 1 / N, Λ), multiple(trace(Λ) / N, ONE))


def inverses(one: Expression, other: Expression) -> tuple[Node, Node]:
    """Two matrices are inverses of each other."""
    return equal_matrices(product(one, other), ONE), equal_matrices(product(other, one), ONE)


TRAINED = conjunction(*inverses(R, GAMMA))
"""`R = Γ⁻¹`."""


def minus(one: Expression, other: Expression) -> Node:
    """A difference of matrices."""
    return sum_of_matrices(one, multiple(-1, other))


def form(vector: Expression, shape: Expression) -> Node:
    """`‖v‖²` in a matrix, of a column v, or of a matrix the sum over its columns."""
    return trace(product(transpose(vector), shape, vector))


def trained(formula: Expression, *data: Expression, supposed: Expression = TRAINED) -> Expression:
    """A formula for all sizes, definite Λ and `R = Γ⁻¹`, and for all data of the test."""
    return quantified(implies(supposed, quantified(formula, *data)), *SIZES, SPREAD, INVERSE)


def after_training(theorem: Theorem, *data: Expression) -> Theorem:
    """A theorem for all of these."""
    return under(theorem, *SIZES, SPREAD, INVERSE, TRAINED, *data)


def of_training(*formulas: Expression) -> Expression:
    """Formulas for all d and definite Λ."""
    return quantified(conjunction(*formulas) if formulas[1:] else formulas[0], SIZES[0], SPREAD)


def exactly(formula: Expression, *data: Expression) -> Expression:
    """A formula for all lengths of the training and `R = Γ⁻¹`, and for all data of the test."""
    return quantified(implies(TRAINED, quantified(formula, *data)), SIZES[1], INVERSE)


def is_exact(theorem: Theorem, *data: Expression) -> Theorem:
    """A theorem for all of these."""
    return under(theorem, SIZES[1], INVERSE, TRAINED, *data)


@cache
def semidefinite_as_well(fact: Theorem) -> Theorem:
    """What is definite is semidefinite, proved once."""
    return semidefinite_too(fact)


@cache
def facts() -> Facts:
    """What is known of sizes, Λ and R, which is symmetric as Γ is."""
    sizes = assumed(*SIZES)
    known = (*sizes, semidefinite_as_well(assume(SPREAD)), assume(INVERSE))
    turned = rewritten_words(equal_matrices(transpose(R), R), known, of_gamma(), divisors())
    return (*known, belongs(member(R, symmetric(d)), conjoin(assume(INVERSE), turned)))


@cache
def of_gamma() -> Facts:
    """`RΓ = 1` and `ΓR = 1`."""
    return part(0, assume(TRAINED)), part(1, assume(TRAINED))


@cache
def divisors() -> Facts:
    """That N and `1 + 1/N` are other than 0."""
    positive_share = positive(1 / N, assumed(*SIZES))
    more = signed(less(0, 1 + 1 / N), (positive_share, *assumed(*SIZES)))
    return other_than_0(nonzero(N, assumed(*SIZES))), other_than_0(more)


@cache
def samples() -> Facts:
    """That M is other than 0, beside these."""
    return *divisors(), other_than_0(nonzero(M, assumed(TESTED)))


def error(loss: Node, value: Expression, known: Facts, equations: Iterable[Theorem] = ()) -> Theorem:
    """`L = value` from what is derived of the loss, words being rewritten by equations."""
    return valued(derived(loss, known), value, known, equations)


def valued(theorem: Theorem, value: Number, known: Facts, equations: Iterable[Theorem] = ()) -> Theorem:
    """`s = value` from `s = t`, words of t being rewritten by equations."""
    left, right = parts(theorem.conclusion, "equal")
    same = rewritten_traces(equal(right, value), known, tuple(equations), samples())
    hole = fresh(Sort.REAL, theorem.conclusion, same.conclusion)
    return rewrite(function(hole, body=equal(left, hole)), same, theorem)


def replaced_in(term: Expression, *equations: Theorem) -> Theorem:
    """`s = t` where the left sides of equations in s are replaced, one after another."""
    found = reflexive(term)
    for equation in equations:
        left, _ = parts(equation.conclusion, "equal")
        hole = fresh(Sort.REAL, found.conclusion, equation.conclusion)
        _, now = parts(found.conclusion, "equal")
        found = rewrite(function(hole, body=equal(term, replaced(now, left, hole))), equation, found)
    return found


SLOW = product(R, sum_of_matrices(Λ, multiple(trace(Λ), ONE)))
"""`R (Λ + tr Λ)`."""


@cache
def slow() -> Theorem:
    """`R Λ − 1 = −R (Λ + tr Λ)/N`."""
    goal = equal_matrices(minus(product(R, Λ), ONE), multiple(-1 / N, SLOW))
    return by_words(goal, facts(), (of_gamma()[0], 1, None, None), known=divisors())


@cache
def commuting() -> Theorem:
    """`R Λ = Λ R`, since Γ is a polynomial in Λ."""
    both = (of_gamma()[n] for n in range(2))
    return rewritten_words(equal_matrices(product(R, Λ), product(Λ, R)), facts(), tuple(both), divisors())


def long_prompts(theorem: Theorem, limit: Expression) -> Theorem:
    """`L → limit` as M goes to infinity, from `L = value` with a value that is a polynomial in 1/M by its form."""
    left, right = parts(theorem.conclusion, "equal")
    form = in_share(right)
    goal = tends(M, integers_from(1), left, limit)
    known = (*samples(), positive(M, assumed(TESTED)))
    return long_limit(goal, M, form, (reciprocal_fades(M, 0, 1),), known=known, equations=(theorem,))


def in_share(term: Expression) -> Expression:
    """A term with `1/M` in the place of what is divided by M or by its powers."""
    match term:
        case Node(head="divide", parts=(above, below)) if below == M:
            return in_share(above) * (1 / M)
        case Node(head="divide", parts=(above, Node(head="power", parts=(base,), value=int(n)))) if base == M:
            return in_share(above) * (1 / M) ** n
        case Node(head="add" | "multiply" | "negate" as head, parts=inside):
            return Node(head, tuple(map(in_share, inside)))
    return term


def same_form(equation: Theorem, vector: Expression, shape: Expression, known: Facts) -> Theorem:
    """`‖A v‖² = ‖B v‖²` from `A = B`."""
    left, right = (product(side, vector) for side in parts(equation.conclusion, "equal_matrices"))
    taken = tuple((0, written(1), product(transpose(side), shape), vector) for side in (left, right))
    letters = known_letters(known, left, right, shape)
    return traces(equal(form(left, shape), form(right, shape)), (equation,), taken, letters, divisors())


def derived(loss: Node, known: Facts) -> Theorem:
    """A loss as it is derived."""
    return model(loss).derived(*loss.parts[1:], facts=known)


def model(about: Node) -> ModelAnywhere:
    """The model that a loss is about."""
    return ModelAnywhere(signature_of(about).key)


def loss(key: str, *given: Expression) -> Node:
    """The loss of a setting at sizes, data and blocks."""
    return ModelAnywhere(key).loss(*given)


def meaningful(*keys: str, first: Solver = lambda formula, known: None, more: Facts = ()) -> Solver:
    """A solver: that losses are polynomials, shapes, and that nothing is divided by 0; definite is semidefinite."""
    inside = defined_on(*map(ModelAnywhere, keys))

    def solve(formula: Expression, known: Facts) -> Theorem | None:
        return (
            first(formula, known)
            or inside(formula, (*more, *known, *_semidefinite(known)))
            or of_matrices(formula, known)
        )

    return solve


def _semidefinite(known: Facts) -> Facts:
    domains = ((fact, parts(fact.conclusion, "member")[1]) for fact in with_head(known, "member"))
    return tuple(semidefinite_as_well(fact) for fact, domain in domains if getattr(domain, "head", "") == "definite")
