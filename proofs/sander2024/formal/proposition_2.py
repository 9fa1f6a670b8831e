"""Proposition 2 as printed leaves a_2 free: where its conditions hold the loss need not be least."""

from __future__ import annotations

from fractions import Fraction

from proofs.sander2024.formal.lemmas.six_scalars_bound import STEP, divisor, sums
from proofs.sander2024.formal.proposition_2_repaired import MINIMAL, POINT, a1, a3, a4, b1, b2
from proofs.sander2024.formal.six_products import PAIRED, SIZES, closed, products, reduced
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, conjoin, deny, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import FALSE, conjunction, equal, implies, negation
from symbolic.goals.family_statements import defined_on
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import at, modulo, proved, quantified, replaced, under

PRINTED = conjunction(equal(a1 + a4, 0), equal(b2, 0), equal(a3 * b1, STEP))
"""All conditions that are printed."""

THERE, BEST = (tuple(map(written, (0, a2, Fraction(1, 3), 0, 1, 0))) for a2 in (1, 0))
"""Two points at which they hold, for d = T = 2."""


def goal(conditions: Expression = PRINTED) -> Expression:
    """For all sizes: where the conditions hold no six scalars have a smaller loss."""
    return quantified(implies(conditions, MINIMAL), *SIZES, *POINT)


def loss_at(letters: tuple[Expression, ...], value: Fraction) -> Theorem:
    """What the loss is at six numbers, for d = T = 2."""
    loss, over_times = at(reduced(), *letters), at(closed(), *products(letters))
    left, right = parts(loss.conclusion, "equal")
    found = modulo(equal(left, replaced(right, *parts(over_times.conclusion, "equal"))), (loss, over_times))
    here = at(under(found, *SIZES), 2, 2)
    return modulo(equal(parts(here.conclusion, "equal")[0], value), (here,))


def refutation() -> Proof:
    """The denied goal and its definedness: 62/3 is not the least loss for d = T = 2, since 2/3 is one too."""
    found = at(assume(goal()), 2, 2, *THERE)
    conditions, _ = parts(found.conclusion, "implies")
    low = at(apply(found, conjoin(*map(holds, parts(conditions, "and")))), *BEST)
    losses = loss_at(THERE, Fraction(62, 3)), loss_at(BEST, Fraction(2, 3))
    denied = deny(goal(), signed(FALSE, (low, *losses)))
    solve = defined_on(PAIRED, divisors=lambda facts: (divisor(),))
    return Proof(negation(goal()), denied, proved(defined(negation(goal())), solve=solve))


def holds(condition: Expression) -> Theorem:
    """One of the conditions, at the first point."""
    step, squares = (at(under(each, *SIZES), 2, 2) for each in sums())
    positive = at(under(divisor(), *SIZES), 2, 2)
    return modulo(condition, (step, squares), (positive,))
