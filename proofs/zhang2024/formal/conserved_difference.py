"""The velocities of gradient flow on Zhang, Frei and Bartlett's family, and which combination of norms is conserved."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.zhang2024.formal.loss_in_traces import (
    ELSEWHERE,
    GAMMA,
    LINEAR,
    QUADRATIC,
    Λ,
    N,
    U,
    d,
    derived_force,
    gradient,
    matrix_slope,
    nothing,
    regular,
    scalar_slope,
    stated,
    u,
    vanishes,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, both_ways, conjoin
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    cell,
    conjunction,
    equal,
    equal_matrices,
    identity_matrix,
    iff,
    implies,
    matrices,
    matrix_letter,
    member,
    multiple,
    negation,
    product,
    real,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, identity, nonzero
from symbolic.tactics.steps import assumed, at, modulo, other_than_0, proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import known_letters, shaped
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

α, β, σ = map(real, ("α", "β", "σ"))
QUARTER = Fraction(1, 4)
Θ = matrix_letter("Θ")

DATA, POINT = stated().domains[:3], stated().domains[3:]
WEIGHTS = member(α, REALS), member(β, REALS)
START = member(σ, REALS), member(Θ, matrices(d, d))

VELOCITY = LINEAR - u * QUADRATIC
FLOW = sum_of_matrices(multiple(-(u**2), product(GAMMA, Λ, U, Λ)), multiple(u, product(Λ, Λ)))
"""`−u² ΓΛUΛ + u Λ²`."""

PRODUCT = product(Θ, transpose(Θ))
SQUARE = product(PRODUCT, transpose(PRODUCT))
LENGTH = trace(product(multiple(σ, PRODUCT), transpose(multiple(σ, PRODUCT))))
"""`‖ΘΘᵀ‖²` is the trace of the first, and `‖σΘΘᵀ‖²` is the second."""

OPPOSITE = equal(α + β, 0)

SPREAD = negation(equal(trace(product(Λ, Λ)), 0))
"""`Λ ≠ 0`, as `tr Λ²` is the sum of the squares of its entries."""


def rate(one: Number = α, other: Number = β) -> Expression:
    """How fast `α u² + β ‖U‖²` changes along minus the gradient."""
    moved = trace(product(transpose(U), multiple(-1, gradient("W_KQ_11"))))
    return 2 * one * u * -cell(gradient("W_PV_22"), 1, 1) + 2 * other * moved


def conserved_where(condition: Expression) -> Expression:
    """A combination of norms is conserved at all points of the family just where its weights satisfy a condition."""
    everywhere = quantified(equal(rate(), 0), *POINT)
    return quantified(iff(everywhere, condition), *WEIGHTS)


def starts_at(value: Number, norm: Number = 1) -> Expression:
    """What is conserved has a value where the flow starts from `u = σ`, `U = σΘΘᵀ`, `‖ΘΘᵀ‖ = 1`."""
    return quantified(implies(equal(trace(SQUARE), norm), equal(σ**2 - LENGTH, value)), *START)


def there(velocity: Number = VELOCITY, flow: Expression = FLOW) -> Expression:
    """Both velocities at a point of the family, the blocks that rest, and what is conserved."""
    return conjunction(
        equal(-cell(gradient("W_PV_22"), 1, 1), velocity),
        equal_matrices(multiple(-1, gradient("W_KQ_11")), flow),
        *map(vanishes, ELSEWHERE),
        equal(rate(1, -1), 0),
    )


def goal(
    at_point: Expression | None = None,
    weights: Expression = OPPOSITE,
    spread: Expression = SPREAD,
    start: Number = 0,
) -> Expression:
    """For all sizes and covariances: both velocities, what alone is conserved, and its value at starts."""
    points = quantified(at_point or there(), *POINT)
    return quantified(conjunction(points, implies(spread, conserved_where(weights)), starts_at(start)), *DATA)


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(under(at_points(), *POINT), alone(), at_starts())
    return Proof(goal(), under(found, *DATA), proved(defined(goal()), solve=meaningful))


def at_points() -> Theorem:
    """Both velocities, the blocks that rest, and what is conserved."""
    facts = assumed(*stated().domains)
    slope = modulo(equal(-cell(gradient("W_PV_22"), 1, 1), VELOCITY), (scalar_slope(),))
    force, shape = matrix_slope(), derived_force()[1]
    flow = rewritten_words(equal_matrices(multiple(-1, gradient("W_KQ_11")), FLOW), (*facts, shape), [force])
    conserved = modulo(equal(rate(1, -1), 0), (scalar_slope(), moves()))
    return conjoin(slope, flow, *map(nothing, ELSEWHERE), conserved)


@cache
def moves() -> Theorem:
    """`tr(Uᵀ U') = −u² tr(ΓΛUΛUᵀ) + u tr(Λ²Uᵀ)`."""
    facts = assumed(*stated().domains)
    force, shape = derived_force()
    moved = trace(product(transpose(U), multiple(-1, gradient("W_KQ_11"))))
    letters = known_letters((*facts, shape), U, Λ, identity_matrix(d), gradient("W_KQ_11"))
    taken = ((0, written(-1), transpose(U), identity_matrix(d)),)
    divisor = other_than_0(nonzero(N, facts))
    return traces(equal(moved, -(u**2) * QUADRATIC + u * LINEAR), (force,), taken, letters, (divisor,))


def alone() -> Theorem:
    """Where `Λ ≠ 0` no other weights make a combination that is conserved everywhere."""
    everywhere = quantified(equal(rate(), 0), *POINT)
    value = modulo(equal(rate(), 2 * (α + β) * (u * LINEAR - u**2 * QUADRATIC)), (scalar_slope(), moves()))
    nothing_moves = identity(rate(), 0, using=((value, 1), (assume(OPPOSITE), 2 * (u * LINEAR - u**2 * QUADRATIC))))
    back = under(under(nothing_moves, *POINT), OPPOSITE)
    return under(under(both_ways(under(only(value, everywhere), everywhere), back), *WEIGHTS), SPREAD)


def only(value: Theorem, everywhere: Expression) -> Theorem:
    """`α + β = 0`, from the points `u = ±1`, `U = I`: the rates there differ by `4 (α + β) tr Λ²`."""
    facts, unit, square = assumed(*DATA), identity_matrix(d), trace(product(Λ, Λ))
    one, rates = shaped(unit, facts), under(value, *POINT)
    turned = equal(trace(product(Λ, Λ, transpose(unit))), square)
    same = traces(turned, (), (), known_letters(facts, Λ), ())
    using = [(same, -(α + β) / square)]
    for sign in (1, -1):
        using += [
            (at(rates, sign, one), -sign * QUARTER / square),
            (at(assume(everywhere), sign, one), sign * QUARTER / square),
        ]
    return identity(α + β, 0, (assume(SPREAD),), using)


def at_starts() -> Theorem:
    """`u² − ‖U‖² = 0` at `u = σ`, `U = σΘΘᵀ`."""
    premise = equal(trace(SQUARE), 1)
    whole = traces(equal(LENGTH, σ**2 * trace(SQUARE)), (), (), known_letters(assumed(*DATA, *START), Θ), ())
    found = identity(σ**2 - LENGTH, 0, using=((whole, -1), (assume(premise), -(σ**2))))
    return under(found, *START, premise)


def meaningful(formula: Expression, facts: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial, and shapes, that of the gradient by U among them."""
    return regular(formula, (*facts, derived_force()[1]))
