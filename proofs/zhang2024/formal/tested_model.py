"""Errors of the trained model on prompts of a test: forms `vᵀAv` in `R = Γ⁻¹` and Λ, which commute."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.loss_in_traces import Λ, N
from proofs.zhang2024.formal.trained_point import ONE, R, count, divisors, facts, inverses
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import equal, equal_matrices, multiple, product, real, sum_of_matrices, trace, transpose
from symbolic.tactics.signs import Facts, positive
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters

M = real("M")
"""Samples in a prompt of the test."""

TRACE = trace(Λ)


def form(vector: Expression, *middle: Expression) -> Expression:
    """`vᵀ A v`, A a product."""
    return trace(product(transpose(vector), *middle, vector))


def norm(vector: Expression, power: int) -> Expression:
    """`‖v‖²` in the norm of `Γ⁻² Λ^power`."""
    return form(vector, R, R, *(Λ,) * power)


def left_over(vector: Expression) -> Expression:
    """`vᵀΛv − 2 vᵀΓ⁻¹Λ²v + ‖v‖²_3`: what a step with Γ⁻¹ leaves of a task on long prompts."""
    return form(vector, Λ) - 2 * form(vector, R, Λ, Λ) + norm(vector, 3)


def shortfall(vector: Expression) -> Expression:
    """The same, as it is printed."""
    return (norm(vector, 3) + 2 * TRACE * norm(vector, 2) + TRACE**2 * norm(vector, 1)) / N**2


@cache
def ordered() -> Facts:
    """Words in R and Λ with the R first: `ΛRΛ`, `RΛR`, `ΛRRΛ`, `RΛΛR`, `RΛΛΛR`, since R and Λ commute."""
    left, right = inverses()
    both = (right, -1, None, product(Λ, R)), (left, 1, product(R, Λ), None)
    one = by_words(equal_matrices(product(Λ, R), product(R, Λ)), facts(), *both, known=divisors())
    passed = ((Λ, Λ), None), ((Λ,), Λ), ((), product(Λ, Λ))
    moves = {
        (Λ, R, Λ): ((R, Λ, Λ), ((one, 1, None, Λ),)),
        (R, Λ, R): ((R, R, Λ), ((one, 1, R, None),)),
        (Λ, R, R, Λ): ((R, R, Λ, Λ), ((one, 1, None, product(R, Λ)), (one, 1, R, Λ))),
        (R, Λ, Λ, R): ((R, R, Λ, Λ), ((one, 1, product(R, Λ), None), (one, 1, R, Λ))),
        (R, Λ, Λ, Λ, R): ((R, R, Λ, Λ, Λ), tuple((one, 1, product(R, *before), behind) for before, behind in passed)),
    }
    return tuple(
        by_words(equal_matrices(product(*word), product(*to)), facts(), *using) for word, (to, using) in moves.items()
    )


@cache
def remainder() -> Theorem:
    """`Λ − 2 RΛΛ + RRΛΛΛ = RR (Λ + tr Λ)² Λ/N²`, since `R (Λ + tr Λ)/N = 1 − RΛ`."""
    _, right = inverses()
    rest = sum_of_matrices(multiple(1 / N, Λ), multiple(trace(Λ) / N, ONE))
    left = sum_of_matrices(Λ, multiple(-2, product(R, Λ, Λ)), product(R, R, Λ, Λ, Λ))
    using = (right, -1, R, product(rest, Λ)), (right, 1, R, product(Λ, Λ)), (right, -1, None, Λ)
    return by_words(equal_matrices(left, product(R, R, rest, rest, Λ)), facts(), *using, known=divisors())


def remaining(vector: Expression, known: Facts) -> Theorem:
    """That both are the same for a column whose shape is known."""
    goal = equal(left_over(vector), shortfall(vector))
    taken = ((0, written(1), transpose(vector), vector),)
    return traces(
        goal, (remainder(),), taken, known_letters(known, Λ, R, vector, ONE), (*divisors(), positive(N**2, (count(),)))
    )
