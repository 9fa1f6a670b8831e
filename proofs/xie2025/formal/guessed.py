"""Attention with a trained guess of the query's label makes one step from it, and has the least error of such steps."""

from __future__ import annotations

from functools import cache

from proofs.mahankali2023.formal.layers import inside
from proofs.zhang2024b.formal.attended import by_guess, is_by_guess
from proofs.zhang2024b.formal.best_matrix import BEST, EXISTS, INVERSE, PLACE, solvable
from proofs.zhang2024b.formal.from_mean import from_start, is_best_alone
from proofs.zhang2024b.formal.steps import (
    COLUMN,
    DATA,
    GIVEN,
    MATRIX,
    OFF,
    SHARES,
    SQUARE,
    START,
    STARTED,
    Λ,
    A,
    N,
    b,
    d,
    facts,
    length,
    missed_sign,
    started,
    μ,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import apply, assume, conjoin, one_way, part, parts
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    conjunction,
    equal,
    implies,
    matrix_letter,
    member,
    multiple,
    real,
    sum_of_matrices,
    transpose,
    zeros,
)
from symbolic.goals.engine import derived_loss, derived_regularity
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, belonging, proved, quantified, replaced, rewritten, swapped, under
from symbolic.tactics.whole_matrices.matrix_letters import by_words, divisors, known_letters, of_matrices, shaped

GUESSED, APART = (ModelOnFamily(key, "held") for key in ("xie2025", "xie2025-apart"))
u = real("u")
U, v = map(matrix_letter, ("U", "v"))
POINT = member(u, REALS), member(U, SQUARE), member(v, COLUMN)
Point = tuple[Expression, Expression, Expression]
"""The number, the matrix and the guess."""

AT, AT_BEST = (u, U, v), (written(1), BEST, μ)
AT_ZERO = (u, U, zeros(d, 1))


def letters(point: Point) -> dict[str, Expression]:
    """The letters of the families at a point: the last row is `(−u vᵀ, u)`."""
    number, matrix, guess = point
    row = multiple(-number, transpose(guess))
    return {"p": row, "U": matrix, "v": guess, "A": multiple(number, matrix), "b": guess}


def loss(model: ModelOnFamily, point: Point) -> Node:
    """The loss of a model there."""
    found: list[Expression] = list(model.stated.blocks_at(point[0]))
    for letter in model.stated.matrix_letters:
        found = [replaced(each, letter, matrix_letter(f"{letter.name}#")) for each in found]
    for letter in model.stated.matrix_letters:
        there = letters(point)[letter.name]
        found = [replaced(each, matrix_letter(f"{letter.name}#"), there) for each in found]
    return model.stated.model.loss(*GIVEN, *found)


@cache
def known() -> Facts:
    """What is known of data and of points."""
    return (*facts(), assume(PLACE), *map(assume, POINT[1:]))


def instance(theorem: Theorem, model: ModelOnFamily, point: Point) -> Theorem:
    """What is derived of a model on its family, at a point."""
    for each in (*GIVEN, point[0], *(letters(point)[letter.name] for letter in model.stated.matrix_letters)):
        domain, _ = parts(theorem.conclusion, "for_all")
        matrix = isinstance(domain, Node) and domain.head == "matrices"
        theorem = at(theorem, shaped(each, known()) if matrix else belonging(each, domain, known()))
    return theorem


def derived(model: ModelOnFamily, point: Point) -> Theorem:
    """Its loss as derived."""
    return instance(derived_loss(model.key, model.family), model, point)


LEAST = loss(GUESSED, AT_BEST)
SHARE = length(μ) / (N + 1)
OTHERS = MATRIX, START


def goal(share: Expression = SHARE, prompts: Expression | None = None) -> Expression:
    """For all sizes, definite covariances, means and noises: what is predicted, the least error, and that from 0.

    What is predicted, on every prompt and in the mean.
    """
    same = conjunction(equal(loss(APART, AT), 0), equal(loss(GUESSED, AT), started(letters(AT)["A"], v)))
    least = quantified(at_most(LEAST, started(A, b)), *OTHERS)
    from_zero = quantified(at_most(LEAST + share, loss(GUESSED, AT_ZERO)), *POINT[:2])
    solved = quantified(implies(INVERSE, conjunction(least, from_zero)), PLACE)
    return quantified(conjunction(prompts or by_guess(), quantified(same, *POINT), EXISTS, solved), *DATA)


def predicts() -> Theorem:
    """The prediction is that of the step."""
    found = derived(APART, AT)
    value = parts(found.conclusion, "equal")[1]
    sides = equal(value, 0)
    gone = traces(sides, (), (), known_letters(known(), *inside(sides)), divisors(known(), value))
    return identity(loss(APART, AT), 0, known(), ((found, 1), (gone, 1)))


def as_step(point: Point) -> Theorem:
    """The loss is that of the step with uU from v."""
    number, matrix, guess = point
    step = started(multiple(number, matrix), guess)
    one, other = derived(GUESSED, point), STARTED.derived(*step.parts[1:], facts=known())
    left, right = (parts(each.conclusion, "equal")[1] for each in (one, other))
    sides = equal(left, right)
    same = traces(sides, (), (), known_letters(known(), *inside(sides)), divisors(known(), sides))
    return identity(loss(GUESSED, point), step, known(), ((one, 1), (other, -1), (same, 1)))


@cache
def lowest() -> Theorem:
    """No step has a smaller error than this one from the mean."""
    place = shaped(multiple(1, BEST), known())
    there = at(under(is_best_alone(), MATRIX, START), place, shaped(μ, known()))
    premises = parts(parts(there.conclusion, "iff")[1], "and")
    return apply(part(1, one_way(there)), conjoin(*(by_words(each, known()) for each in premises)))


def least() -> Theorem:
    """So has attention with this number, matrix and guess."""
    low = at(lowest(), assume(MATRIX), assume(START))
    return under(rewritten(swapped(as_step(AT_BEST)), low), *OTHERS)


def from_zero() -> Theorem:
    """With the guess 0 it misses at least a share of the mean's length."""
    matrix, none = letters(AT_ZERO)["A"], zeros(d, 1)
    places = shaped(matrix, known()), shaped(none, known())
    start, missing = (at(under(each, MATRIX, START), *places) for each in (from_start(), missed_sign(A, OFF)))
    low = at(lowest(), places[0], shaped(μ, known()))
    off = sum_of_matrices(μ, multiple(-1, none))
    whole = traces(equal(length(off), length(μ)), (), (), known_letters(known(), Λ, μ), ())
    signs = as_step(AT_BEST), as_step(AT_ZERO), start, missing, low, whole, *SHARES
    goal_ = at_most(LEAST + SHARE, loss(GUESSED, AT_ZERO))
    return under(signed(goal_, signs, scales=(1, 1 / (N + 1))), *POINT[:2])


def meaningful(formula: Expression, within: Facts) -> Theorem | None:
    """A solver: that losses are polynomials, shapes, and that nothing is divided by 0."""
    facts_ = (*within, *known())
    points = ((APART, AT), *((GUESSED, point) for point in (AT, AT_BEST, AT_ZERO)))
    regular = tuple(instance(derived_regularity(model.key, "held"), model, point) for model, point in points)
    return defined_on(STARTED, theorems=regular)(formula, facts_) or of_matrices(formula, facts_)


def proof() -> Proof:
    """The goal and its definedness."""
    same = under(conjoin(predicts(), as_step(AT)), *POINT)
    solved = under(conjoin(least(), from_zero()), PLACE, INVERSE)
    found = under(conjoin(is_by_guess(), same, solvable(), solved), *DATA)
    return Proof(goal(), found, proved(defined(goal()), solve=meaningful))
