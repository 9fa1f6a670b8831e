"""Where the block that takes the flow off the line has no gradient there: where b is 0, or the product is the best."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, both_ways, cases, conjoin, either, excluded_middle, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import POSITIVE, REALS, cell, conjunction, disjunction, equal, iff, implies, member, real
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import assumed, at, belonging, quantified, under

BLOCK = "W_KQ_23"
"""It reads the last state, which has two turns by W less than the target."""

a, b = map(real, "ab")
POINT = member(a, REALS), member(b, REALS)
c, p, k4, k6, v = map(real, ("c", "p", "k4", "k6", "v"))


@dataclass(frozen=True)
class Slope:
    """A slope `c b (ab k6 − k4)` on the line, where the best product is `k4/k6`."""

    value: Expression
    share: Expression
    fourth: Expression
    sixth: Expression

    @property
    def best(self) -> Expression:
        """The best product."""
        return self.fourth / self.sixth

    @property
    def stated(self) -> Expression:
        """What it is."""
        return equal(self.value, self.share * b * (a * b * self.sixth - self.fourth))

    @property
    def nowhere_else(self) -> Expression:
        """It is 0 just where b is, or where the product is the best one."""
        return iff(equal(self.value, 0), disjunction(equal(b, 0), equal(a * b, self.best)))

    def formula(self, signal: Expression) -> Expression:
        """At all points of the line: what it is, and where it is 0, if there is a signal."""
        return quantified(conjunction(self.stated, implies(signal, self.nowhere_else)), *POINT)

    def theorem(self, stated: Theorem, positive: Facts, signal: Expression) -> Theorem:
        """It, from what the slope is, and that c and, with a signal, k6 are positive."""
        (share, sixth) = (
            belonging(each, POSITIVE, (sign,)) for each, sign in zip((self.share, self.sixth), positive, strict=True)
        )
        zero = at(vanishes_there(), share, sixth, b, a * b, self.fourth, self.value)
        return under(conjoin(stated, under(apply(zero, stated), signal)), *POINT)


@cache
def vanishes_there() -> Theorem:
    """`∀c, k6 > 0 ∀b, p, k4, v: v = c b (p k6 − k4) ⇒ (v = 0 ⇔ b = 0 ∨ p = k4/k6)`."""
    positive = member(c, POSITIVE), member(k6, POSITIVE)
    numbers = tuple(member(each, REALS) for each in (b, p, k4, v))
    form, nothing, flat = equal(v, c * b * (p * k6 - k4)), equal(v, 0), equal(b, 0)
    best = equal(p, k4 / k6)
    either_of = disjunction(flat, best)
    known = assumed(*positive)
    at_zero, stated, there = assume(flat), assume(form), assume(best)
    slanted = excluded_middle(flat)
    _, other = parts(slanted.conclusion, "or")
    share = 1 / c * (1 / b) * (1 / k6)
    forced = identity(p, k4 / k6, (*known, assume(other)), ((stated, -share), (assume(nothing), share)))
    first = either(either_of, at_zero)
    forth = cases(either_of, slanted, under(first, flat), under(either(either_of, forced), other))
    here = identity(v, 0, known, ((stated, 1), (at_zero, c * (p * k6 - k4))))
    along = identity(v, 0, known, ((stated, 1), (there, c * b * k6)))
    back = cases(nothing, assume(either_of), under(here, flat), under(along, best))
    return under(both_ways(under(forth, nothing), under(back, either_of)), *positive, *numbers, form)


def slope(model: ModelOnFamily, *place: Expression | int) -> Expression:
    """An entry of the gradient by the block at `(a, b)`."""
    stated = model.stated
    return cell(stated.model.gradient(BLOCK, *stated.given, *stated.blocks_at(a, b)), *map(written, place))
