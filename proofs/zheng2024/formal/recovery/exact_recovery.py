"""What the prediction misses at every length: for W = I, and where the coordinate is the only one that is not 0."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.recovery.long_context import (
    APART,
    DIMENSION,
    FIRST,
    POSITIVE_COUNT,
    SECOND,
    d,
    of_itself,
    rotated,
    weighted,
    x,
)
from proofs.zheng2024.formal.recovery.mixed_powers import N, angle, j, k
from proofs.zheng2024.formal.recovery.predicted import MISSED, error, missed, w
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import apply, assume, excluded_middle, parts, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    entry,
    equal,
    function,
    implies,
    indicator,
    integers_from,
    less,
    real,
    total,
)
from symbolic.tactics.finite_sums import constant_sum, separate_sums
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.single_terms import one_term
from symbolic.tactics.steps import assumed, at, belonging, indicated, modulo, quantified, replaced, under, whichever

OWN = entry(x, j)
IDENTITY = quantified(equal(angle(j), 0), FIRST)
"""W = I."""
ALONE = quantified(implies(APART, equal(OWN * entry(x, k), 0)), SECOND)
"""No other coordinate than j is not 0, unless j is 0."""
SQUARES = total(k, 1, d, entry(x, k) ** 2)


@cache
def above() -> Theorem:
    """`0 < N`."""
    return signed(less(0, N), POSITIVE_COUNT)


def here(component: int, equation: Theorem, hole_of: Expression) -> Theorem:
    """`R_k = 1`, or its imaginary part 0, from an equation of j and k, or of their angles."""
    hole = real("hole")
    body = equal(replaced(rotated()[component], hole_of, hole), 1 - component)
    return rewrite(function(hole, body=body), equation, of_itself()[component])


@cache
def at_identity() -> Theorem:
    """For W = I what is missed is `x_j² (w Σ_k x_k² − 1)²`."""
    zero = (at(assume(IDENTITY), assume(place)) for place in (FIRST, SECOND))
    one, other = zero
    alike = identity(angle(j), angle(k), using=((one, 1), (other, -1)))
    square = entry(x, k) ** 2
    real_part = identity(square * rotated()[0], square, (above(),), ((here(0, alike, angle(k)), square),))
    imaginary = identity(square * rotated()[1], 0, (above(),), ((here(1, alike, angle(k)), square),))
    sums = tuple(equal_sums(under(each, SECOND)) for each in (real_part, imaginary))
    nothing = at(constant_sum(), 0, belonging(d, integers_from(0), assumed(DIMENSION)))
    left = parts(sums[1].conclusion, "equal")[0]
    none = identity(left, 0, (above(),), ((sums[1], 1), (nothing, 1)))
    goal = equal(MISSED, OWN**2 * (w * SQUARES - 1) ** 2)
    return modulo(goal, (missed(), sums[0], none), (above(),))


def counted(component: int) -> Theorem:
    """`x_j Σ_k x_k² R_k` is `x_j³`, its imaginary part 0, where j is alone."""
    value = OWN**3 * written(1 - component)
    term = Node("add", (OWN * (entry(x, k) ** 2 * rotated()[component]),))
    goal = equal(term, indicator(equal(j, k)) * value)

    def same(given: Facts) -> Theorem:
        hole = real("hole")
        own = Node("add", (OWN * (entry(x, hole) ** 2 * rotated(hole)[component]),))
        first = identity(
            Node("add", (OWN * (OWN**2 * rotated(j)[component]),)),
            value,
            (above(),),
            ((of_itself()[component], OWN**3),),
        )
        there = rewrite(function(hole, body=equal(own, value)), given[0], first)
        return identity(
            term, indicator(equal(j, k)) * value, (above(),), ((there, 1), (indicated(given[0])[0], -value))
        )

    def apart(given: Facts) -> Theorem:
        zero = apply(at(assume(ALONE), assume(SECOND)), given[0])
        using = (zero, entry(x, k) * rotated()[component]), (indicated(given[0])[0], -value)
        return identity(term, indicator(equal(j, k)) * value, (above(),), using)

    each = equal_sums(under(whichever(goal, excluded_middle(equal(j, k)), same, apart), SECOND))
    single = at(one_term(), value, assume(DIMENSION), assume(FIRST))
    pulled = at(
        separate_sums((OWN,), (weighted(component),), (above(),)), belonging(d, integers_from(0), assumed(DIMENSION))
    )
    return identity(OWN * weighted(component), value, (above(),), ((pulled, -1), (each, 1), (single, 1)))


@cache
def alone() -> Theorem:
    """Where j is alone what is missed is `x_j² (w x_j² − 1)²`."""
    re, im = counted(0), counted(1)
    total_re, total_im = weighted(0), weighted(1)
    using = (
        (missed(), 1),
        (re, w * (w * OWN * total_re + w * OWN**3 - 2 * OWN)),
        (im, w**2 * OWN * total_im),
    )
    return identity(MISSED, error(w), (above(),), using)
