"""What is stated of two layers that take two preconditioned steps: their loss, the best steps, the gradient there."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import parts
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    cell,
    conjunction,
    definite,
    equal,
    equal_matrices,
    exists,
    for_all,
    identity_matrix,
    iff,
    implies,
    integers_from,
    less,
    matrix,
    matrix_letter,
    member,
    multiple,
    real,
    semidefinite,
    zeros,
)
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.steps import (
    quantified,
)
from symbolic.tactics.whole_matrices.roots_and_inverses import of_inverse

MODEL = ModelOnFamily("ahn2023-two", "any")
d, n, a0, a1, b0, b1, u, v, j, k = map(real, ("d", "n", "a_0", "a_1", "b_0", "b_1", "u", "v", "j", "k"))
Σ, Ω = map(matrix_letter, ("Σ", "Ω"))
SIZES = member(d, integers_from(1)), member(n, integers_from(1))
COVARIANCE = member(Σ, definite(d))
OF_INVERSE, (_, INVERSE) = member(Ω, semidefinite(d)), of_inverse(Σ, d, Ω)
STEPS, OTHERS = tuple(member(each, REALS) for each in (a0, a1)), tuple(member(each, REALS) for each in (b0, b1))
ONE = identity_matrix(d)

M2 = 1 + (d + 1) / n
M3 = (n**2 + 3 * n * (d + 1) + d**2 + 3 * d + 4) / n**2
M4 = (n**3 + 6 * n**2 * (d + 1) + n * (6 * d**2 + 17 * d + 21) + d**3 + 6 * d**2 + 21 * d + 20) / n**3
D = M2 * M4 - M3**2
E1, E2 = (M4 - M2 * M3) / D, (M3 - M2**2) / D
LEAST = 1 - E1 + E2 * M2
"""The least loss over d."""


def form(x: Expression, y: Expression) -> Expression:
    """`m_2 x² − 2 m_3 x y + m_4 y²`."""
    return M2 * x**2 - 2 * M3 * x * y + M4 * y**2


def loss(first: Expression, second: Expression) -> Expression:
    """The loss of two layers with `A_0 = a_0 Ω`, `A_1 = a_1 Ω`."""
    return MODEL.stated.model.loss(d, n, Σ, Ω, preconditioner(first), preconditioner(second))


def preconditioner(step: Expression) -> Expression:
    """`a Ω`, as the model's block is written."""
    return matrix(j, k, (d, d), Node("multiply", (cell(multiple(step, Ω), j, k),)))


def off(first: Expression, second: Expression) -> tuple[Expression, Expression]:
    """How far sum and product of steps are from e_1 and e_2."""
    return first + second - E1, first * second - E2


def best(first: Expression, second: Expression) -> Expression:
    """The steps are the roots of `a² − e_1 a + e_2`."""
    return conjunction(equal(first + second, E1), equal(first * second, E2))


def slope(block: str) -> Expression:
    """The gradient by all entries of a block."""
    inside = parts(loss(a0, a1), "loss")
    return Node("gradient", inside, ("A_0", "A_1").index(block))


def bend(other: Expression) -> Expression:
    """`(1/d) ∂L/∂a` for one step, the other one being given: the derivative of the form."""
    x, y = off(a0, a1)
    return 2 * (M2 * x - M3 * (y + other * x) + M4 * (other * y))


def slopes(of_first: Expression = a1, of_second: Expression = a0) -> Expression:
    """The gradients by all entries, each with the step of the other layer."""
    others = {"A_0": of_first, "A_1": of_second}
    return conjunction(*(equal_matrices(slope(block), multiple(bend(each), Σ)) for block, each in others.items()))


SLOPES = slopes()
GAP = equal(loss(a0, a1), d * (LEAST + form(*off(a0, a1))))
LOWEST = for_all(b0, REALS, for_all(b1, REALS, at_most(loss(a0, a1), loss(b0, b1))))
CRITICAL = conjunction(*(equal_matrices(slope(block), zeros(d, d)) for block in ("A_0", "A_1")))
ROOTS = exists(u, REALS, exists(v, REALS, conjunction(less(0, u), less(u, v), best(u, v))))
DEFINITE = conjunction(less(0, M2), less(0, D))


def goal(gap: Expression = GAP, critical: Expression = CRITICAL, slopes: Expression = SLOPES) -> Expression:
    """For all sizes and definite covariances: the loss above its least value, which steps reach it, and the gradient.

    The weights have the covariance `Ω = Σ⁻¹`, which exists.
    """
    of_steps = conjunction(gap, iff(LOWEST, best(a0, a1)), slopes, implies(best(a0, a1), critical))
    found = conjunction(INVERSE, DEFINITE, ROOTS, quantified(of_steps, *STEPS))
    return quantified(exists(Ω, semidefinite(d), found), *SIZES, COVARIANCE)
