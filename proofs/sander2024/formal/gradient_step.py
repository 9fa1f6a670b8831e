"""At its best product attention is no step of descent over diagonal matrices: it differs from it for `d = T = 2`."""

from __future__ import annotations

from fractions import Fraction

from proofs.sander2024.formal.lemmas.six_scalars_bound import STEP, divisor, sums
from proofs.sander2024.formal.six_products import SIZES
from proofs.sander2024.formal.starts_of_ones import ONES, T, d
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import apply, assume, deny, parts
from symbolic.core.vocabulary import FALSE, REALS, equal, implies, member, negation, real
from symbolic.goals.explicit_values import exact_value
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import at, modulo, proved, quantified, under

DIAGONAL = ModelOnFamily("sander2024-diagonal-step", "line")
a, b = map(real, ("a", "b"))
POINT = member(a, REALS), member(b, REALS)
"""`A_32 = aI` and `B_12 = bI`: a is a_3, b is b_1."""

THERE = 2, 2, Fraction(1, 3), 1


def apart(size: Expression) -> Expression:
    """How far attention is from the step over diagonal matrices, of a size."""
    return DIAGONAL.loss(a, b, given=(d, T, ONES, size))


def goal(size: Expression = a * b, product: Expression = STEP) -> Expression:
    """For all sizes: at the best product attention is such a step, from the start of ones."""
    same = implies(equal(a * b, product), equal(apart(size), 0))
    return quantified(same, *SIZES, *POINT)


def refutation() -> Proof:
    """The denied goal and its definedness: the mean squared difference is 4/9 there."""
    instance = at(assume(goal()), *THERE)
    premise, _ = parts(instance.conclusion, "implies")
    best = tuple(at(under(each, *SIZES), 2, 2) for each in sums())
    found = apply(instance, modulo(premise, best, (at(under(divisor(), *SIZES), 2, 2),)))
    loss, _ = parts(found.conclusion, "equal")
    assert isinstance(loss, Node)
    denied = negation(goal())
    solve = defined_on(DIAGONAL, divisors=lambda facts: (divisor(),))
    wrong = signed(FALSE, (found, exact_value(loss)))
    return Proof(denied, deny(goal(), wrong), proved(defined(denied), solve=solve))
