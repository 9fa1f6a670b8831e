"""What ReLU keeps of a sample and its reflection: one of the two, as it is without ReLU."""

from __future__ import annotations

from symbolic.core.expressions import Expression, opened
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.logic import assume, conjoin, part, parts
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, Number, at_most, conjunction, equal, implies, member, real, root
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import modulo, quantified, under, whichever

s, y = map(real, "sy")


def relu(score: Number) -> Expression:
    """`max(s, 0)`."""
    return (score + root(score**2)) / 2


def kept(share: Number = s) -> Expression:
    """Of what a sample and its reflection add, one is that without ReLU, and the other one is 0."""
    one, other = y * relu(s), -y * relu(-s)
    above = conjunction(equal(one, y * share), equal(other, 0))
    below = conjunction(equal(one, 0), equal(other, y * share))
    return quantified(
        conjunction(implies(at_most(0, s), above), implies(at_most(s, 0), below)), member(s, REALS), member(y, REALS)
    )


def absolute(score: Expression, sign: Theorem, size: Expression) -> Theorem:
    """`√(s²) = ±s`, whichever is not negative."""
    facts = (sign, part(0, square_root(square_sign(score))), part(1, square_root(square_sign(score))))
    goal_ = equal(root(score**2), size)

    def apart(case: Facts) -> Theorem:
        return signed(goal_, (*facts, *case), degree=2)

    return whichever(goal_, trichotomy(root(score**2), size), apart, lambda case: case[0], apart)


def square_sign(score: Expression) -> Theorem:
    """`0 ≤ s²`."""
    return signed(at_most(0, score**2), squares=(score,))


def keeps() -> Theorem:
    """What is kept, for either sign of the score."""
    signs = at_most(0, s), at_most(s, 0)
    places = member(s, REALS), member(y, REALS)
    conditions = parts(kept_at(), "and")

    def side(sign: Expression, size: Expression, wanted: Expression) -> Theorem:
        facts = tuple(absolute(score, assume(sign), size) for score in (s, -s))
        equations = (modulo(each, facts) for each in parts(wanted, "and"))
        return under(conjoin(*equations), sign)

    found = (
        side(sign, size, parts(each, "implies")[1]) for sign, size, each in zip(signs, (s, -s), conditions, strict=True)
    )
    return under(conjoin(*found), *places)


def kept_at() -> Expression:
    """What is said of a score and a value."""
    formula = kept()
    for variable in (s, y):
        formula = opened(parts(formula, "for_all")[1], (variable,))
    return formula
