"""The remark that different starts always have different limits: false, as two starts of Figure 1 share theirs."""

from __future__ import annotations

from fractions import Fraction

from proofs.zheng2024.formal.on_line.gaussian_pair import SIZE, conditions_hold, moments_exist, signal
from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, a0, b0
from proofs.zheng2024.formal.on_line.shared_limits import (
    PAIR,
    SHARED,
    a1,
    b1,
    for_two_starts,
    limits_shared,
    same_sign,
)
from proofs.zheng2024.formal.on_line.trained_line import given_law, well_defined
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, conjoin, contradict, deny, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import conjunction, equal, implies, negation
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.steps import at, under

SAME_START = conjunction(equal(a0, a1), equal(b0, b1))
LENGTH = written(3)
ONE, OTHER = Fraction(1, 10), Fraction(2)
"""Two starts of Figure 1 have equal scalars."""


def goal(hypotheses: Expression = LINE_CONDITIONS, same: Expression = SAME_START) -> Expression:
    """For all sizes, laws and different starts: not all entries of the trained blocks have the same limits."""
    return for_two_starts(implies(negation(same), negation(SHARED)), hypotheses)


def at_instance(theorem: Theorem) -> Theorem:
    """A theorem for all sizes, laws and pairs of starts at the instance: a Gaussian law, d = 2, T = 3, Figure 1."""
    of_law = at(theorem, SIZE, LENGTH, moments_exist())
    return at(apply(apply(of_law, conditions_hold()), signal()), ONE, ONE, OTHER, OTHER)


def share() -> Theorem:
    """Both starts have the same limit."""
    for_all_laws = at_instance(given_law(under(limits_shared(), *PAIR)))
    spread, sides = parts(parts(for_all_laws.conclusion, "implies")[0], "and")
    left, right = parts(spread, "equal")
    same_spread = identity(left, right)
    same_sides = conjoin(*(same_sign(each, ()) for each in parts(sides, "and")))
    return apply(for_all_laws, conjoin(same_spread, same_sides))


def different(formula: Expression) -> Theorem:
    """The two starts are not the same."""
    same = parts(formula, "not")[0]
    first = part(0, assume(same))
    return deny(same, contradict(first, signed(negation(first.conclusion))))


def refutation() -> Proof:
    """The negation of the goal, and that it is defined."""
    claimed = at_instance(assume(goal()))
    premise, _ = parts(claimed.conclusion, "implies")
    absurd = contradict(share(), apply(claimed, different(premise)))
    denial = negation(goal())
    return Proof(denial, deny(goal(), absurd), well_defined(denial))
