"""What is stated of Newton's iteration from multiples of Sᵀ: where it tends to the pseudoinverse, and where not."""

from __future__ import annotations

from proofs.newton.formal.penrose import (
    INVERSE_SHAPE,
    SHAPE,
    SIZES,
    P,
    S,
    is_pseudoinverse,
    m,
    n,
)
from symbolic.core.expressions import Expression
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    Number,
    cell,
    conjunction,
    difference,
    equal_matrices,
    exists,
    identity_matrix,
    iff,
    implies,
    integers_between,
    integers_from,
    iterated,
    matrices,
    matrix_letter,
    member,
    multiple,
    negation,
    product,
    real,
    tends,
    transpose,
    zeros,
)
from symbolic.tactics.dynamics.step_sizes import in_range
from symbolic.tactics.steps import (
    quantified,
)
from symbolic.tactics.whole_matrices.singular_values import (
    gram,
    is_norm,
)

α, σ, k, i, j, t = map(real, ("α", "σ", "k", "i", "j", "t"))
M, v, A = map(matrix_letter, "MvA")
NATURAL = integers_from(0)
STEP, NORM, COUNT = member(α, REALS), member(σ, NONNEGATIVE), member(k, NATURAL)
PLACES = member(j, integers_between(1, n)), member(i, integers_between(1, m))
ONE = identity_matrix(m)
NONE = equal_matrices(S, zeros(m, n))
IS_NORM, IS_PSEUDOINVERSE = is_norm(σ, S, m), is_pseudoinverse()


def newton(count: Number, scale: Number = α) -> Expression:
    """`M ← 2M − MSM` so often, from `αSᵀ` on."""
    made = difference(multiple(2, M), product(M, S, M))
    return iterated(M, t, made, multiple(scale, transpose(S)), count)


REACHED = quantified(tends(k, NATURAL, cell(newton(k), j, i), cell(P, j, i)), *PLACES)
"""Each entry tends to that of the pseudoinverse."""

IN_RANGE = in_range(α, σ**2)
RANGE = quantified(iff(REACHED, IN_RANGE), STEP)
COLUMN = member(v, matrices(m, 1))
LARGEST = equal_matrices(product(gram(S), v), multiple(σ**2, v))
ENDS = 0, 2 / σ**2
"""The α at which the iteration tends to another matrix."""


def gone(count: Expression, scale: Number) -> Expression:
    """`M_k v = 0`."""
    return equal_matrices(product(newton(count, scale), v), zeros(n, 1))


AT_ENDS = quantified(implies(LARGEST, quantified(conjunction(*(gone(k + 1, end) for end in ENDS)), COUNT)), COLUMN)
"""At the ends of the range what belongs to the largest singular value is 0 from the first step on."""

UNTRANSPOSED = quantified(
    implies(
        equal_matrices(product(A, A), zeros(n, n)),
        equal_matrices(
            difference(multiple(2, multiple(α, A)), product(multiple(α, A), A, multiple(α, A))), multiple(2 * α, A)
        ),
    ),
    member(A, matrices(n, n)),
    STEP,
)
"""For a square matrix with `A² = 0` a step from αA doubles it."""


def nothing(count: Expression = k) -> Expression:
    """`M_k = 0`."""
    return equal_matrices(newton(count), zeros(n, m))


WITHOUT = implies(NONE, conjunction(equal_matrices(P, zeros(n, m)), quantified(nothing(), STEP, COUNT)))
"""What happens for `S = 0`."""

ALONG = conjunction(negation(equal_matrices(v, zeros(m, 1))), LARGEST)
"""v is an eigenvector of the largest eigenvalue."""


def goal(range_: Expression = RANGE, at_ends: Expression = AT_ENDS) -> Expression:
    """For all sizes and matrices: a pseudoinverse exists, it is reached exactly in the range, and what else happens."""
    some = implies(negation(NONE), conjunction(range_, at_ends))
    of_norm = exists(σ, NONNEGATIVE, conjunction(IS_NORM, some))
    every = quantified(implies(IS_PSEUDOINVERSE, conjunction(of_norm, WITHOUT)), INVERSE_SHAPE)
    found = conjunction(exists(P, matrices(n, m), IS_PSEUDOINVERSE), every, UNTRANSPOSED)
    return quantified(found, *SIZES, SHAPE)
