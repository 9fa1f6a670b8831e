"""The best two steps where the first layer may move the covariates: the loss has a slope there."""

from __future__ import annotations

from functools import cache

from proofs.ahn2023.formal import first_layer_moves, spectral_moments
from proofs.ahn2023.formal.best_two_steps import applied, defined_for, facts, slope_along, with_the_inverse
from proofs.ahn2023.formal.two_steps_goal import (
    COVARIANCE,
    E1,
    E2,
    INVERSE,
    M2,
    M3,
    M4,
    ONE,
    SIZES,
    STEPS,
    Σ,
    Ω,
    a0,
    a1,
    best,
    d,
    j,
    k,
    n,
    preconditioner,
)
from proofs.ahn2023.formal.two_steps_numbers import BELOW, TIMES, positive_quotient, signs
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import assume, conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    conjunction,
    equal,
    equal_matrices,
    exists,
    implies,
    less,
    matrix,
    member,
    multiple,
    real,
    semidefinite,
)
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.steps import conjuncts, modulo, other_than_0, proved, quantified, rewritten, swapped, under

MODEL = ModelOnFamily("ahn2023-moving", "sparse")
M5 = (
    n**4
    + 10 * n**3 * (d + 1)
    + n**2 * (20 * d**2 + 55 * d + 65)
    + n * (10 * d**3 + 55 * d**2 + 175 * d + 160)
    + (d**4 + 10 * d**3 + 65 * d**2 + 160 * d + 148)
) / n**4

C = E2 * (M3 - E1 * M4 + E2 * M5)
"""The mean of `s (1 − a_0 s)² (1 − a_1 s)²` at the best steps."""

MOMENTS = {**spectral_moments.TWO_STEPS, 5: M5}
ABOVE = (
    d**3 * n**3 + 4 * d**3 * n**2 + 7 * d**3 * n + 4 * d**3 + 4 * d**2 * n**3 + 38 * d**2 * n**2 + 66 * d**2 * n
    + (20 * d**2 + 7 * d * n**3 + 66 * d * n**2 + 155 * d * n + 92 * d + 4 * n**3 + 20 * n**2 + 92 * n + 140)
)  # fmt: skip
STILL = matrix(j, k, (d, d), Node("add"))
"""`B_0 = 0`."""


def slope() -> Expression:
    """The gradient by all entries of `B_0` there."""
    blocks = preconditioner(a0), preconditioner(a1), STILL
    return MODEL.stated.model.gradient("B_0", d, n, Σ, Ω, *blocks)


NUMBER = 4 * a0 * a1 * (M2 - (2 * a0 + a1) * M3 + (a0**2 + 2 * a0 * a1) * M4 - a0**2 * a1 * M5)
EVERYWHERE = equal_matrices(slope(), multiple(NUMBER, ONE))
AT_BEST = conjunction(less(0, a0), less(0, C), equal_matrices(slope(), multiple(-4 * a0 * C, ONE)))


def goal(
    everywhere: Expression = EVERYWHERE,
    at_best: Expression = AT_BEST,
    moves: Expression | None = None,
    moments: Expression | None = None,
) -> Expression:
    """For all sizes, definite covariances and steps: the slope by `B_0` at 0, which is not 0 at the best steps.

    And what the first layer makes of covariates, and the mean traces.
    """
    of_steps = quantified(conjunction(everywhere, implies(best(a0, a1), at_best)), *STEPS)
    found = quantified(exists(Ω, semidefinite(d), conjunction(INVERSE, of_steps)), *SIZES, COVARIANCE)
    return conjunction(found, moves or first_layer_moves.goal(), moments or spectral_moments.says(MOMENTS))


m2, m3, m4, m5, a, b, s, p = map(real, ("_m2", "_m3", "_m4", "_m5", "_a", "_b", "_s", "_p"))


@cache
def numbers_at_best() -> Theorem:
    """What the slope is where `a + b = s`, `a b = p` and `m_2 − s m_3 + p m_4 = 0`."""
    given = equal(a + b, s), equal(a * b, p), equal(m2 - s * m3 + p * m4, 0)
    total, times, none = map(assume, given)
    back = swapped(total), swapped(times)
    flat = rewritten(back[1], rewritten(back[0], none))
    everywhere = 4 * a * b * (m2 - (2 * a + b) * m3 + (a**2 + 2 * a * b) * m4 - a**2 * b * m5)
    there = 4 * (a * b) * (m3 - (a + b) * m4 + a * b * m5)
    same = identity(everywhere, -a * there, using=((flat, 4 * a * b),))
    found = modulo(equal(everywhere, -4 * a * (p * (m3 - s * m4 + p * m5))), (same, total, times))
    return under(found, *(member(each, REALS) for each in (m2, m3, m4, m5, a, b, s, p)), *given)


@cache
def positive_first() -> Theorem:
    """`0 < a` where `a + b = s`, `a b = p`, `0 < s` and `0 < p`."""
    given = equal(a + b, s), equal(a * b, p), less(0, s), less(0, p)
    total, times, wide, above = map(assume, given)
    found = signed(less(0, a), (total, times, wide, above), squares=(a, b), scales=(1, a, b), degree=2)
    return under(found, *(member(each, REALS) for each in (a, b, s, p)), *given)


def at_the_best() -> Theorem:
    """At the best steps the slope is a negative multiple of the identity."""
    total, times = conjuncts(assume(best(a0, a1)))
    apart = other_than_0(signs()[1])
    none = identity(M2 - E1 * M3 + E2 * M4, 0, (apart, *signs(), *facts()))
    number = applied(numbers_at_best(), (M2, M3, M4, M5, a0, a1, E1, E2), total, times, none)
    first = applied(positive_first(), (a0, a1, E1, E2), total, times, *signs()[2:4])
    size = positive_quotient(C, TIMES * ABOVE, BELOW**2, signs()[1])
    along = slope_along(MODEL, "B_0", NUMBER, ONE)
    return conjoin(along, under(conjoin(first, size, rewritten(number, along)), best(a0, a1)))


def proof() -> Proof:
    """The goal and its definedness."""
    found = with_the_inverse(conjoin(assume(INVERSE), under(at_the_best(), *STEPS)))
    theorem = conjoin(found, first_layer_moves.theorem(), spectral_moments.theorem(MOMENTS))
    solve = spectral_moments.defined_beside(defined_for(MODEL))
    return Proof(goal(), theorem, proved(defined(goal()), solve=solve))
