"""From which starts the prediction tends to the target for every W: where no two coordinates are both not 0."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.recovery.exact_recovery import IDENTITY, OWN, SQUARES, alone, at_identity
from proofs.zheng2024.formal.recovery.long_context import APART, COUNTS, FIRST, SECOND, UNSHARED, d
from proofs.zheng2024.formal.recovery.mixed_powers import COUNTED, SAME, N, angle, j, k, θ
from proofs.zheng2024.formal.recovery.predicted import MISSED, error, tends_to_error, w
from symbolic.core.expressions import Expression, bound, opened, written
from symbolic.core.rules.convergence import continuity, eventually, one_limit
from symbolic.core.rules.entries import entry_of_vector
from symbolic.core.rules.logic import (
    apply,
    assume,
    conjoin,
    deny,
    discharge,
    part,
    parts,
    reflexive,
    rewrite,
)
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import FALSE, SEQUENCES, at_most, equal, function, indicator, listed, member, real, tends
from symbolic.tactics.dynamics.circle import nothing, sine_of_one
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.steps import at, belonging, indicated, quantified, rewritten, swapped, turned_round, under

AT_ONE = OWN**2 * (w * SQUARES - 1) ** 2
"""`x_j² (w Σ_k x_k² − 1)²`."""
ANGLES = member(θ, SEQUENCES)
REACHED = tends(N, COUNTS, MISSED, 0)
"""The prediction of the coordinate j tends to the target."""
ALL_REACHED = quantified(REACHED, ANGLES, FIRST)
"""So it does for every W and in every coordinate."""


def constant_limit(always: Theorem) -> Theorem:
    """`f(N) → l` from `f(N) = l` for all N."""
    term, limit = parts(always.conclusion, "equal")
    still = continuity(tends(N, COUNTS, limit, limit), (), ())
    later = under(discharge(at_most(1, N), swapped(always)), COUNTED)
    return eventually(tends(N, COUNTS, term, limit), still, later)


@cache
def missed_for_every_w() -> Theorem:
    """Where j is recovered for every W, what is missed is 0 for an eigenvalue of its own, and for W = I."""
    i = real("i")
    own, same = (belonging(listed(i, d, each), SEQUENCES) for each in (indicator(equal(i, j)), written(0)))
    distinct = apply(at(under(discharge(UNSHARED, tends_to_error()), ANGLES), own), of_its_own(own))
    equal_ones = constant_limit(at_identity())
    at_equal = apply(at(under(discharge(IDENTITY, equal_ones), ANGLES), same), all_alike(same))
    reached = (at(assume(ALL_REACHED), angles, assume(FIRST)) for angles in (own, same))
    return conjoin(*(one_limit(*each) for each in zip((distinct, at_equal), reached, strict=True)))


def at_angles(formula: Expression, angles: Theorem) -> Expression:
    """What a formula says of other angles."""
    return opened(bound(formula, (θ,)), (parts(angles.conclusion, "member")[0],))


def of_its_own(angles: Theorem) -> Theorem:
    """The eigenvalue of j is that of no other coordinate, where its angle is 1 and all others are 0."""
    (mine, other) = (entry_of_vector(at_angles(angle(place), angles)) for place in (j, k))
    one = identity(parts(mine.conclusion, "equal")[0], 1, using=((mine, 1), (indicated(reflexive(j))[0], 1)))
    apart = indicated(turned_round(assume(APART)))[0]
    zero = identity(parts(other.conclusion, "equal")[0], written(0) * 1, using=((other, 1), (apart, 1)))
    same = at_angles(SAME, angles)
    sines = rewritten(zero, rewritten(one, part(1, assume(same))))
    wrong = signed(FALSE, (sines, part(1, at(nothing(), 1)), sine_of_one()))
    return under(deny(same, wrong), SECOND, APART)


def all_alike(angles: Theorem) -> Theorem:
    """All angles are 0."""
    return under(entry_of_vector(at_angles(angle(j), angles)), FIRST)


@cache
def reached_alone() -> Theorem:
    """Where what is missed is 0 for distinct eigenvalues and j is alone, j is recovered for every W."""
    hole = real("hole")
    nothing_missed = rewrite(function(hole, body=equal(MISSED, hole)), assume(equal(error(w), 0)), alone())
    return under(constant_limit(nothing_missed), ANGLES)
