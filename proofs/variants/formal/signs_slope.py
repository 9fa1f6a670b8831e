"""Where the eigenvalue is a sign, in one dimension: the gradient that takes the flow off the line, and its zeros."""

from __future__ import annotations

from functools import cache

from proofs.variants.formal.coordinate_sums import LAW
from proofs.variants.formal.slopes_off_line import BLOCK, POINT, Slope, a, b, slope
from proofs.zheng2024.formal.on_line.line_formulas import T, d, kappa1, kappa2, moment
from proofs.zheng2024.formal.on_line.line_signs import SIGNAL, sixth_moment_positive
from symbolic.core.expressions import Expression, Node, nodes, written
from symbolic.core.rules.logic import assume, conjoin, parts, reflexive
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import Number, conjunction, equal, implies, integers_from, less, member, real
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.evaluated import equations
from symbolic.tactics.parabolas import Parabola, completed
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, indicated, modulo, quantified, replaced, under

MODEL = ModelOnFamily("variants-signs-one-time", "line")
LENGTH = member(T, integers_from(3))
a1, b1 = real("a1"), real("b1")
K2, K4, K6 = moment((1, 2)), kappa1(), kappa2()


def _in_one(expression: Expression) -> Expression:
    return replaced(expression, d, written(1))


def loss(a: Number, b: Number) -> Expression:
    """The loss of the last term on the line."""
    return _in_one(MODEL.loss(a, b))


SLOPE = Slope(_in_one(slope(MODEL, 1, 1)), (T - 1) / (T - 2), K4, K6)
LEAST = Parabola.in_two(loss, (a, b), (a1, b1), SLOPE.best)


def says(share: Expression = SLOPE.share) -> Expression:
    """For all lengths and laws: which product is best, what the gradient is, and where it is 0."""
    found = Slope(SLOPE.value, share, K4, K6)
    return quantified(conjunction(implies(SIGNAL, LEAST.formula), found.formula(SIGNAL)), LENGTH, LAW)


@cache
def facts() -> Facts:
    """`0 < T − 2`, `0 < (T − 1)/(T − 2)`, and with a signal `0 < E x⁶` and half of it."""
    longer = signed(less(0, T - 2), assumed(LENGTH))
    share = positive(SLOPE.share, (longer, signed(less(0, T - 1), assumed(LENGTH))))
    sixth = sixth_moment_positive()
    return longer, share, sixth, signed(less(0, K6 / 2), (sixth,))


def divisors(known: Facts) -> Facts:
    """What is divided by is positive, where there is a signal."""
    return facts()[0], facts()[2]


def theorem() -> Theorem:
    """It."""
    _, share, sixth, bend = facts()
    form = completed(K2 / 2 - K6 / 2 * SLOPE.best**2, K6 / 2, a * b - SLOPE.best)
    there = under(identity(loss(a, b), form, facts(), ((_value(), 1),)), *POINT)
    least = under(LEAST.theorem(there, bend, facts()), SIGNAL)
    return under(conjoin(least, SLOPE.theorem(_slope(), (share, sixth), SIGNAL)), LENGTH, LAW)


def _given() -> Facts:
    return belonging(1, integers_from(1)), assume(LENGTH), assume(LAW)


def _value() -> Theorem:
    """The loss, where sums over one coordinate are written out."""
    derived = MODEL.derived(a, b, given=_given())
    return _alone(equal(loss(a, b), K6 / 2 * (a * b) ** 2 - K4 * (a * b) + K2 / 2), derived)


def _slope() -> Theorem:
    """The gradient, in the same way."""
    return _alone(SLOPE.stated, at(MODEL.slopes(BLOCK, given=_given()), a, b, 1, 1))


def _alone(goal: Expression, derived: Theorem) -> Theorem:
    right = parts(derived.conclusion, "equal")[1]
    sums = (each for each in nodes(right) if isinstance(each, Node) and each.head == "total" and not each.loose)
    here = (*indicated(reflexive(written(1))), *(found for each in sums for found in equations(each)))
    return modulo(goal, (derived, *here), facts()[:1])
