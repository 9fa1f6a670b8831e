"""The sum of the squares of `M[j, k] g[l] + 2 u C[j, l] h[k]` over all j, k and l, in traces: it is not negative."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    equal,
    identity_matrix,
    integers_from,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, under, whichever
from symbolic.tactics.whole_matrices.bounded_products import norm, of_column
from symbolic.tactics.whole_matrices.matrix_letters import known_letters
from symbolic.tactics.whole_matrices.matrix_numbers import as_number, not_negative
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

d, u = real("d"), real("u")
M, C, g, h = map(matrix_letter, ("M", "C", "g", "h"))
SIZE, NUMBER = member(d, integers_from(1)), member(u, REALS)
GIVEN = (
    *(member(each, matrices(d, d)) for each in (M, C)),
    *(member(each, matrices(d, 1)) for each in (g, h)),
)


def square_sign(of: Expression, value: Expression, facts: Facts, *equations: Theorem) -> Theorem:
    """`0 ≤ value` where it is `‖A‖²` by equations."""
    same = rewritten_traces(equal(norm(of), value), facts, equations)
    return signed(at_most(0, value), (same, not_negative(of, facts)))


def mixed(M: Expression, C: Expression, g: Expression, h: Expression, u: Number) -> Expression:
    """`‖g‖² ‖M‖² + 4 u hᵀ Mᵀ C g + 4 u² ‖C‖² ‖h‖²`."""
    across = trace(product(transpose(h), transpose(M), C, g))
    return norm(g) * norm(M) + 4 * u * across + 4 * written(u) ** 2 * norm(C) * norm(h)


@cache
def mixed_not_negative() -> Theorem:
    """`∀d ∀M ∀C ∀g ∀h ∀u`: it is not negative.

    Times `‖g‖²` it is `‖ ‖g‖² M + 2 u C g hᵀ ‖²` plus `4 u² ‖h‖²` times `‖g‖² ‖C‖² − ‖C g‖²`.
    """
    facts = (*assumed(SIZE), *map(assume, GIVEN))
    goal = at_most(0, mixed(M, C, g, h, u))
    lengths = tuple(not_negative(each, facts) for each in (g, M, C, h))
    of_h = as_number(product(transpose(h), h), facts)
    shapes, one = known_letters(facts, M, C, g, h), identity_matrix(1)

    def there(case: Facts) -> Theorem:
        (positive,) = case
        long = sum_of_matrices(multiple(norm(g), M), multiple(2 * u, product(C, g, transpose(h))))
        apart = norm(C) * norm(g) - norm(product(C, g))
        value = norm(g) ** 2 * norm(M) + 4 * u * norm(g) * trace(product(transpose(h), transpose(M), C, g))
        square = product(transpose(g), transpose(C), C, g)
        both = equal(norm(long), value + 4 * u**2 * norm(h) * norm(product(C, g)))
        first = traces(both, (of_h,), ((0, 4 * u**2, one, square),), shapes, ())
        below = signed(at_most(0, apart), (of_column(C, g, facts),))
        more = (positive, first, not_negative(long, facts), below, lengths[3])
        return signed(goal, more, products=((positive,), (below, lengths[3])), squares=(u,))

    def none(case: Facts) -> Theorem:
        small = signed(at_most(norm(g), 0), case)
        nothing = zero_matrix(g, small, facts)
        across = trace(product(transpose(h), transpose(M), C, g))
        taken = ((0, written(1), product(transpose(h), transpose(M), C), identity_matrix(1)),)
        gone = traces(equal(across, 0), (nothing,), taken, known_letters(facts, M, C, g, h, zeros(d, 1)), ())
        rest = identity(mixed(M, C, g, h, u), norm(g) * norm(M) + 4 * u**2 * norm(C) * norm(h), using=((gone, 4 * u),))
        return signed(goal, (rest, *lengths), products=(lengths[:2], lengths[2:]), squares=(u,))

    def below(case: Facts) -> Theorem:
        return signed(goal, (*case, lengths[0]))

    found = whichever(goal, trichotomy(norm(g), written(0)), below, none, there)
    return under(found, SIZE, *GIVEN, NUMBER)
