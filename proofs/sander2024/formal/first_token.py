"""Where the first token has no predecessor, Proposition 2 as printed names another product than the best one."""

from __future__ import annotations

from fractions import Fraction

from proofs.sander2024.formal.lemmas.six_scalars_bound import divisor, sums
from proofs.sander2024.formal.proposition_2 import PRINTED
from proofs.sander2024.formal.six_products import LENGTH, LETTERS, OTHERS
from proofs.sander2024.formal.starts_of_ones import SIZE, T, at_ones, d, loss
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import apply, assume, conjoin, deny, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import FALSE, REALS, at_most, equal, implies, member, negation
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import at, modulo, proved, quantified, under

FIRST = ModelOnFamily("sander2024", "six")
SIZES = SIZE, LENGTH
MINIMAL = quantified(at_most(loss(FIRST, *LETTERS), loss(FIRST, *OTHERS)), *(member(each, REALS) for each in OTHERS))
"""No six scalars have a smaller loss."""

THERE, BEST = Fraction(5, 18), Fraction(3, 8)
"""Two values of a_3 where b_1 is 1 and all others are 0: the printed one for d = 2, T = 3, and a better one."""


def goal(conditions: Expression = PRINTED) -> Expression:
    """For all sizes: where the conditions hold no six scalars have a smaller loss."""
    return quantified(implies(conditions, MINIMAL), *SIZES, *FIRST.point)


def scalars(product: Fraction) -> tuple[Fraction | int, ...]:
    """The six scalars with this product."""
    return 0, 0, product, 0, 1, 0


def loss_at(product: Fraction) -> Theorem:
    """What the loss is there, for d = 2, T = 3."""
    first, square = T * (T - 1) / 2, (T - 1) * T * (2 * T - 1) / 6
    value = d * (T - 1 - 2 * product * first + product**2 * (square + (d - 1) * first))
    here = at(under(at_ones(FIRST, value, *scalars(product)), *SIZES), 2, 3)
    left, _ = parts(here.conclusion, "equal")
    number = 2 * (2 - 2 * product * 3 + product**2 * (5 + 3))
    return modulo(equal(left, number), (here,))


def refutation() -> Proof:
    """The denied goal and its definedness: the best product is 3/8, and not the printed 5/18, for d = 2, T = 3."""
    found = at(assume(goal()), 2, 3, *scalars(THERE))
    conditions, _ = parts(found.conclusion, "implies")
    low = at(apply(found, conjoin(*map(holds, parts(conditions, "and")))), *scalars(BEST))
    denied = deny(goal(), signed(FALSE, (low, loss_at(THERE), loss_at(BEST))))
    solve = defined_on(FIRST, divisors=lambda facts: (divisor(),))
    return Proof(negation(goal()), denied, proved(defined(negation(goal())), solve=solve))


def holds(condition: Expression) -> Theorem:
    """One of the conditions, at the printed product."""
    equations = tuple(at(under(each, *SIZES), 2, 3) for each in sums())
    return modulo(condition, equations, (at(under(divisor(), *SIZES), 2, 3),))
