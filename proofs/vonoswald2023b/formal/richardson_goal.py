"""What is stated of layers that add a multiple of the residual: for which steps they tend to the solution."""

from __future__ import annotations

from proofs.vonoswald2023b.formal.inverse_of_a_sum import inverse
from symbolic.core.expressions import Expression
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
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
    product,
    real,
    sum_of_matrices,
    tends,
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
from symbolic.tactics.whole_matrices.spectra import power

n, t, λ, β, σ, L, j = map(real, ("n", "t", "λ", "β", "σ", "L", "j"))
S, R, s, x, v, z = map(matrix_letter, "SRsxvz")
NATURAL = integers_from(0)
SIZES = member(n, integers_from(1)), member(t, integers_from(1))
DATA = member(S, matrices(n, t)), member(λ, POSITIVE)
SQUARE = matrices(n, n)
SOLVES, STEP, NORM = member(R, SQUARE), member(β, REALS), member(σ, NONNEGATIVE)
COLUMN, ROW, DEPTH = matrices(n, 1), member(j, integers_between(1, n)), member(L, NATURAL)
ONE = identity_matrix(n)

CURVATURE = sum_of_matrices(gram(S), multiple(1 / λ, ONE))
"""`A = SSᵀ + 1/λ`."""

INVERSE = inverse(CURVATURE, R, ONE)
IS_NORM = is_norm(σ, S, n)
LARGEST = σ**2 + 1 / λ
"""The largest eigenvalue of A."""


def layers(count: Number, begin: Expression = x, pull: Expression = s, step: Number = β) -> Expression:
    """So many layers `x + β (s − A x)`, from a start."""
    return iterated(z, L, sum_of_matrices(z, multiple(step, difference(pull, product(CURVATURE, z)))), begin, count)


REACHED = quantified(
    tends(L, NATURAL, cell(layers(L), j, 1), cell(product(R, s), j, 1)), member(s, COLUMN), member(x, COLUMN), ROW
)
"""From every start, for every s, each entry tends to that of the solution."""


NOTHING = zeros(n, 1)
FACTOR, OFF = difference(ONE, multiple(β, CURVATURE)), difference(x, product(R, s))
"""`1 − βA`, and how far a start is from the solution."""


def at_distance(count: Number) -> Expression:
    """`x_L = R s + (1 − βA)^L (x − R s)`."""
    return equal_matrices(layers(count), sum_of_matrices(product(R, s), product(power(FACTOR, n, count), OFF)))


def residual(count: Number) -> Expression:
    """From 0 on, `A x_L = s − (1 − βA)^L s`."""
    left = product(CURVATURE, layers(count, NOTHING))
    return equal_matrices(left, difference(s, product(power(FACTOR, n, count), s)))


def rests(count: Number) -> Expression:
    """With the step 0 nothing moves."""
    return equal_matrices(layers(count, step=0), x)


LONGEST = 2 / LARGEST


def alternates(count: Expression) -> Expression:
    """From 0, with the step `2/(σ² + 1/λ)`, an even number of layers leads to 0 and an odd one to a multiple of s."""
    even, odd = (layers(each, NOTHING, step=LONGEST) for each in (2 * count, 2 * count + 1))
    return conjunction(equal_matrices(even, NOTHING), equal_matrices(odd, multiple(LONGEST, s)))


IN_RANGE = in_range(β, LARGEST)
MOVED = member(s, COLUMN), member(x, COLUMN), DEPTH
ALONG_S = equal_matrices(product(gram(S), s), multiple(σ**2, s))
AT_END = quantified(implies(ALONG_S, quantified(alternates(L), DEPTH)), member(s, COLUMN))


def goal(range_: Expression = IN_RANGE, at_end: Expression = AT_END) -> Expression:
    """For all sizes, samples and λ > 0: A has an inverse, and the layers reach the solution exactly in the range.

    Said is also how far they are from it after L layers, and what they do at the ends of the range.
    """
    from_nothing = quantified(residual(L), MOVED[0], DEPTH)
    every = quantified(conjunction(iff(REACHED, range_), quantified(at_distance(L), *MOVED), from_nothing), STEP)
    of_norm = exists(σ, NONNEGATIVE, conjunction(IS_NORM, every, quantified(rests(L), *MOVED), at_end))
    return quantified(exists(R, SQUARE, conjunction(INVERSE, of_norm)), *SIZES, *DATA)
