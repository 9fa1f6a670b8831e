"""Where the flow of Theorem 4.1 can end with u > 0: at one point, since `u² − ‖U‖²` is 0 at its start."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal import points_of_rest
from proofs.zhang2024.formal.conserved_difference import at_starts, starts_at
from proofs.zhang2024.formal.dominated_gap import HALF
from proofs.zhang2024.formal.loss_in_traces import u
from proofs.zhang2024.formal.points_of_rest import AT_REST, BEST, HEIGHT, LIMIT, POINT, RADICAND, SECOND, C, settled
from proofs.zhang2024.formal.trained_point import (
    DATA,
    HIGH_INVERSE,
    LEAST,
    R,
    by_letters,
    facts,
    loss,
    square,
    without_letters,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, bound, opened, written
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, discharge, one_way, part, parts, witness
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, Number, at_most, conjunction, equal, exists, iff, implies, member, root
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative

LEFT_OUT = (
    "That the flow from such a start exists, keeps u above a positive number and tends to a point of rest: "
    "the formula says which one point of rest there is with u > 0 and `u² = ‖U‖²`, and that starts have that."
)
FOURTH_ROOT = root(root(SECOND))
"""`(tr Γ⁻²)^¼`."""


def ends(scalar: Number = FOURTH_ROOT, best: Expression = BEST, height: Number = 0) -> Expression:
    """At a point with u > 0: it is one of rest with `u² = ‖U‖²` just where u and uU are these; the loss."""
    there = conjunction(equal(u, scalar), best)
    return conjunction(iff(conjunction(AT_REST, equal(HEIGHT, height)), there), implies(there, equal(loss(), LEAST)))


def goal(point: Expression | None = None, start: Number = 0, definite: Expression = DATA[2]) -> Expression:
    """For all sizes and definite covariances: the one point of rest with u > 0, and the height of starts."""
    inside = conjunction(HIGH_INVERSE[1], quantified(point or ends(), *POINT))
    there = exists(R, HIGH_INVERSE[0].parts[1], inside)
    return quantified(conjunction(there, starts_at(start)), *DATA[:2], definite)


@cache
def roots() -> Facts:
    """`0 ≤ √T`, `√T² = T`, `0 ≤ √√T` and `√√T² = √T` where T is `tr Γ⁻²`."""
    size = signed(at_most(0, SECOND), (by_letters(equal(square(R), SECOND)), not_negative(R, facts())))
    one = conjuncts(square_root(size))
    return (*one, *conjuncts(square_root(one[0])))


@cache
def general() -> Theorem:
    """What is proved of all heights, at 0."""
    found = points_of_rest.at_all_heights()
    return at(found, *map(assume, POINT), 0)


def same_root() -> Theorem:
    """`u² = (0 + √(0² + 4 T))/2` just where `u = √√T`."""
    least, squared, lower, again = roots()
    flat = opened(bound(RADICAND, (C,)), (written(0),))
    limit = opened(bound(LIMIT, (C,)), (written(0),))
    radicand = signed(at_most(0, flat), (signed(at_most(0, SECOND), (squared,), squares=(root(SECOND),)),))
    above, whole = conjuncts(square_root(radicand))
    twice = _equal(root(flat), 2 * root(SECOND), (above, whole, least, squared))
    sign = assumed(POINT[0])[1]
    one, other = equal(u**2, limit), equal(u, FOURTH_ROOT)
    squares = signed(equal(u**2, FOURTH_ROOT**2), (assume(one), twice, again))
    forward = _equal(u, FOURTH_ROOT, (squares, lower, sign))
    back = identity(u**2, limit, using=((assume(other), u + FOURTH_ROOT), (again, 1), (twice, -HALF)))
    return both_ways(under(forward, one), under(back, other))


def _equal(left: Expression, right: Expression, facts_: Facts) -> Theorem:
    """Two numbers are equal, as their squares are and neither is negative."""
    orders = tuple(signed(at_most(*pair), facts_, degree=2) for pair in ((left, right), (right, left)))
    return signed(equal(left, right), orders, degree=2)


def proof() -> Proof:
    """The goal and its definedness."""
    (rest, best) = parts(parts(ends(), "and")[0], "iff")
    before, after = one_way(part(0, general())), one_way(same_root())
    there = apply(part(0, before), assume(rest))
    forward = conjoin(apply(part(0, after), part(0, there)), part(1, there))
    chosen = conjoin(apply(part(1, after), part(0, assume(best))), part(1, assume(best)))
    back = apply(part(1, before), chosen)
    least = apply(part(1, general()), chosen)
    point = conjoin(both_ways(under(forward, rest), under(back, best)), under(least, best))
    real_number = member(u, REALS)
    found = under(apply(discharge(real_number, point), belonging(u, REALS)), *POINT)
    body = conjoin(assume(HIGH_INVERSE[1]), found)
    whole = witness(exists(R, HIGH_INVERSE[0].parts[1], body.conclusion), assume(HIGH_INVERSE[0]), body)
    theorem = conjoin(without_letters(whole), at_starts())
    return Proof(goal(), under(theorem, *DATA), proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial, shapes, and that a radicand is not negative."""
    if formula == at_most(0, SECOND):
        return signed(formula, roots()[1:2], squares=(root(SECOND),))
    if formula == at_most(0, root(SECOND)):
        return roots()[0]
    return settled(formula, known)
