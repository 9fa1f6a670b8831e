"""A step from learned weights on sequences with a diagonal W: the loss at every length, its least value, its limit."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.vonoswald2023b.formal.learned_steps import POINT, LearnedStep, w, η
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, conjoin, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    Number,
    conjunction,
    equal,
    integers_from,
    less,
    member,
    real,
    tends,
)
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.goals.usual_terms import leaves
from symbolic.tactics.dynamics.fading import long_limit, reciprocal_fades
from symbolic.tactics.remainders import remainder
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, belonging, modulo, proved, quantified, under

CIRCLE, SIGNS = (ModelOnFamily(f"vonoswald2023b-{name}", "step") for name in ("circle", "signs"))
d, t = map(real, ("d", "t"))
SIZE, LENGTH = member(d, integers_from(1)), member(t, integers_from(2))
WIDTH = d + 3 * t - 4
SHARE = (d + t - 2) / WIDTH

STEP = LearnedStep(
    CIRCLE.loss,
    d * (Fraction(1, 2) - 2 * η * (t - 1) + η**2 * (t - 1) * WIDTH),
    Fraction(1, 2) * d * (d + t - 2) / WIDTH,
    d * (t - 1) * WIDTH,
    1 / WIDTH,
)
BRACKETS = {
    2: d * (Fraction(1, 2) - 3 * η + 3 * η**2 * (d + 4) / 2),
    3: d * (Fraction(1, 2) - η * (d + 5) + η**2 * (d + 4) * (d + 11) / 2),
}
"""What `1 + w²` is multiplied with for random signs, by the number of elements."""


def on_signs(length: int, bracket: Expression | None = None) -> Expression:
    """The loss for random signs after 2 or 3 elements."""
    loss = SIGNS.loss(η, w, given=(d, written(length)))
    return quantified(equal(loss, (1 + w**2) * (bracket or BRACKETS[length])), *POINT)


def goal(
    step: LearnedStep = STEP, stays: Expression = SHARE, limit: Number = Fraction(1, 3), three: Expression | None = None
) -> Expression:
    """For all d: the loss at all lengths, where it is least, what stays, and its limit; and the losses for signs."""
    of_length = quantified(conjunction(step.value, step.minimiser, step.share(stays)), LENGTH)
    goes = tends(t, integers_from(2), CIRCLE.loss(STEP.best, 0) / CIRCLE.loss(0, 0), limit)
    return quantified(conjunction(of_length, goes, on_signs(2), on_signs(3, three)), SIZE)


FACTS = assumed(SIZE, LENGTH)


@cache
def signs() -> Facts:
    """The least value and the curvature are positive, and so are `d + 3t − 4`, `d + t − 2`, `t − 1` and d."""
    width, ahead, more, wide = (signed(less(0, each), FACTS) for each in (WIDTH, d + t - 2, t - 1, d))
    known = width, ahead, more, wide
    return positive(STEP.least, known), positive(STEP.curvature, known), *known


def limit(share: Theorem) -> Theorem:
    """What stays tends to 1/3: with `u = 1/t` it is `(1 + (d − 2)u)/(3 + (d − 4)u)`."""
    u, width = 1 / t, signs()[2]
    later = signed(less(0, t), FACTS)
    form = (1 + (d - 2) * u) / (3 + (d - 4) * u)
    same, above = identity(WIDTH * u, 3 + (d - 4) * u, (later,)), positive(WIDTH * u, (width, later))
    bottom = signed(less(0, 3 + (d - 4) * u), (same, above, later))
    says = tends(t, integers_from(2), parts(share.conclusion, "equal")[0], Fraction(1, 3))
    fades, reached = (reciprocal_fades(t, 0, 2),), (signed(less(0, 3 + (d - 4) * written(0))),)
    known = (*signs(), later, bottom)
    return long_limit(says, t, form, fades, reached=reached, known=known, equations=(share,))


def of_signs(length: int) -> Theorem:
    """The loss for random signs: whether their number is odd is known."""
    given = assume(SIZE), belonging(length, integers_from(2))
    odd = remainder(leaves(written(length), 2, 1), belonging(1, INTEGERS), 2, length - 3)
    loss = SIGNS.loss(η, w, given=(d, written(length)))
    equation = equal(loss, (1 + w**2) * BRACKETS[length])
    return under(modulo(equation, (SIGNS.derived(η, w, given=given), odd), FACTS), *POINT)


def proof() -> Proof:
    """The goal and its definedness."""
    of_length = STEP.theorem(SHARE, CIRCLE.derived, signs())
    found = under(conjoin(under(of_length, LENGTH), limit(part(2, of_length)), of_signs(2), of_signs(3)), SIZE)
    divisors = *signs(), STEP.divisor(CIRCLE.derived, signs())
    solve = defined_on(CIRCLE, SIGNS, divisors=lambda facts: divisors)
    return Proof(goal(), found, proved(defined(goal()), solve=solve))
