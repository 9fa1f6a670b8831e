"""An ellipse that descent with two factors does not leave: what a step makes of it, of its points and of level sets."""

from __future__ import annotations

from functools import cache

from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.logic import apply, assume, conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    conjunction,
    equal,
    exists,
    implies,
    less,
    member,
    negation,
    real,
    root,
)
from symbolic.tactics.signs import Facts, Using, identity, signed
from symbolic.tactics.steps import at, conjuncts, modulo, other_than_0, proved, quantified, under, witnessed

μ, a, b, x, y, C, S = map(real, ("μ", "a", "b", "x", "y", "C", "S"))
POINT = tuple(member(each, REALS) for each in (a, b))
STEP, SHORT = member(μ, REALS), conjunction(less(0, μ), less(μ, 2))
DIRECTION, ANGLE = tuple(member(each, REALS) for each in (x, y)), tuple(member(each, REALS) for each in (C, S))

LEFT_OUT = "That the mean of the logarithm of the factor across is positive over almost every orbit on the ellipse."


def loss(a: Expression, b: Expression) -> Expression:
    """`½ (1 − ab)²`."""
    return (1 - a * b) ** 2 / 2


def moved(a: Expression, b: Expression) -> tuple[Expression, Expression]:
    """`(a + μ b (1 − ab), b + μ a (1 − ab))`."""
    return a + μ * b * (1 - a * b), b + μ * a * (1 - a * b)


def ellipse(a: Expression, b: Expression) -> Expression:
    """`a² + b² − μ a b − (4 − μ²)/μ`, 0 on the ellipse."""
    return a**2 + b**2 - μ * a * b - (4 - μ**2) / μ


def factor(a: Expression, b: Expression) -> Expression:
    """`1 − μ² a b (1 − ab)`, by which a step multiplies that."""
    return 1 - μ**2 * a * b * (1 - a * b)


LINEAR = -((moved(a, b)[0] - a) * x + (moved(a, b)[1] - b) * y) / μ
REST = (a * y + b * x + x * y) ** 2 / 2 - (1 - a * b) * x * y
DESCENT = equal(loss(a + x, b + y), loss(a, b) + LINEAR + REST)
"""The slope of the loss, against which a step goes μ times."""


def at_angle(cosine: Expression, sine: Expression) -> tuple[Expression, Expression]:
    """`2/√μ (cos(θ + φ), cos(θ − φ))` with `4 cos²φ = 2 + μ`, so that `cos 2φ = μ/2`."""
    radius, along, across = 2 / root(μ), root(2 + μ) / 2, root(2 - μ) / 2
    return radius * (cosine * along - sine * across), radius * (cosine * along + sine * across)


TRIPLED = 4 * C**3 - 3 * C, 3 * S - 4 * S**3
"""Cosine and sine of 3θ."""

DOUBLED = 2 * C**2 - 1
"""The cosine of 2θ."""

EVERY = implies(
    equal(ellipse(a, b), 0),
    exists(
        C,
        REALS,
        exists(
            S,
            REALS,
            conjunction(
                equal(C**2 + S**2, 1), *(equal(one, other) for one, other in zip((a, b), at_angle(C, S), strict=True))
            ),
        ),
    ),
)
"""Each point of the ellipse is at some angle."""

LEVELS = equal(ellipse(*moved(a, b)), ellipse(a, b) * factor(a, b))
STAYS = implies(equal(ellipse(a, b), 0), equal(ellipse(*moved(a, b)), 0))


def turned(point: tuple[Expression, Expression], next_one: tuple[Expression, Expression]) -> tuple[Expression, ...]:
    """What is said of a point at an angle, the next one being at three times that and a half turn."""
    first, second = moved(*point)
    return (
        equal(ellipse(*point), 0),
        equal(first, next_one[1]),
        equal(second, next_one[0]),
        equal(factor(*point), 4 * DOUBLED**2 + 2 * μ * DOUBLED + 1),
    )


AT_ANGLES = turned(at_angle(C, S), at_angle(-TRIPLED[0], -TRIPLED[1]))


def goal(levels: Expression = LEVELS, at_angles: tuple[Expression, ...] = AT_ANGLES) -> Expression:
    """For `0 < μ < 2`: a step is one of descent, keeps the ellipse, multiplies its function, and triples angles."""
    of_points = quantified(conjunction(quantified(DESCENT, *DIRECTION), levels, STAYS, EVERY), *POINT)
    of_angles = quantified(implies(equal(C**2 + S**2, 1), conjunction(*at_angles)), *ANGLE)
    return quantified(implies(SHORT, conjunction(of_points, of_angles)), STEP)


r, c, s = map(real, ("_r", "_c", "_s"))
RELATIONS = equal(μ * r**2, 4), equal(4 * c**2, 2 + μ), equal(4 * s**2, 2 - μ), equal(C**2 + S**2, 1)
POSITIVE, BELOW = conjuncts(assume(SHORT))


def _shown(goal_: Expression, using: Using = ()) -> Theorem:
    """An equation as an identity modulo others."""
    left, right = parts(goal_, "equal")
    return identity(left, right, (POSITIVE,), using)


def _point(cosine: Expression, sine: Expression) -> tuple[Expression, Expression]:
    return r * (cosine * c - sine * s), r * (cosine * c + sine * s)


@cache
def angles() -> Theorem:
    """What is said of a point at an angle, for the radius r and for c and s as cosine and sine of φ."""
    radius, along, across, circle = map(assume, RELATIONS)
    first, second = _point(C, S)
    product = identity(
        μ * first * second,
        μ + 2 * DOUBLED,
        using=((radius, C**2 * c**2 - S**2 * s**2), (along, C**2), (across, -(S**2)), (circle, μ - 2)),
    )
    squares = identity(
        μ * (first**2 + second**2),
        4 + 2 * μ * DOUBLED,
        using=((radius, 2 * (C**2 * c**2 + S**2 * s**2)), (along, 2 * C**2), (across, 2 * S**2), (circle, 4 - 2 * μ)),
    )
    says = turned((first, second), _point(-TRIPLED[0], -TRIPLED[1]))
    on = identity(ellipse(first, second), 0, (POSITIVE,), ((squares, 1 / μ), (product, -1)))
    tripled = (
        _shown(each, ((product, -other), (circle, sign * 4 * r * S * s)))
        for each, other, sign in zip(says[1:3], (second, first), (-1, 1), strict=True)
    )
    weight = μ * first * second + 2 * DOUBLED
    growth = _shown(says[3], ((product, weight),))
    found = conjoin(on, *tripled, growth)
    return under(found, *(member(each, REALS) for each in (r, c, s)), *RELATIONS)


TERMS = 2 / root(μ), root(2 + μ) / 2, root(2 - μ) / 2


@cache
def relations() -> Facts:
    """`μ r² = 4`, `4 c² = 2 + μ` and `4 s² = 2 − μ` for `r = 2/√μ`, `c = ½ √(2 + μ)` and `s = ½ √(2 − μ)`."""
    around, along, across = (_positive_root(each)[1] for each in (μ, 2 + μ, 2 - μ))
    return (
        identity(μ * TERMS[0] ** 2, 4, (root_of_step(),), ((around, -4 / root(μ) ** 2),)),
        identity(4 * TERMS[1] ** 2, 2 + μ, using=((along, 1),)),
        identity(4 * TERMS[2] ** 2, 2 - μ, using=((across, 1),)),
    )


def at_roots() -> Theorem:
    """What is said of points at angles."""
    found = at(angles(), *TERMS)
    for each in (*relations(), assume(RELATIONS[3])):
        found = apply(found, each)
    return under(under(found, RELATIONS[3]), *ANGLE)


def every_point() -> Theorem:
    """Each point of the ellipse is at some angle: `C = (a + b) √μ / (2 √(2 + μ))`, `S = (b − a) √μ / (2 √(2 − μ))`."""
    on = assume(equal(ellipse(a, b), 0))
    radicands = μ, 2 + μ, 2 - μ
    positive_, squares = zip(*(_positive_root(each) for each in radicands), strict=True)
    p, q, w = map(root, radicands)
    cosine, sine = (a + b) * p / (2 * q), (b - a) * p / (2 * w)
    known, below = (*positive_, POSITIVE), 4 * q**2 * w**2
    weights = (
        ((a + b) ** 2 * w**2 + (b - a) ** 2 * q**2) / below,
        (μ * (b - a) ** 2 - 4 * w**2) / below,
        (μ * (a + b) ** 2 - 4 * (2 + μ)) / below,
    )
    circle = identity(cosine**2 + sine**2, 1, known, ((on, 4 * μ / below), *zip(squares, weights, strict=True)))
    ends = (identity(one, other, known) for one, other in zip((a, b), at_angle(cosine, sine), strict=True))
    premise, conclusion = parts(EVERY, "implies")
    return under(witnessed(conclusion, conjoin(circle, *ends), cosine, sine), premise)


def _positive_root(radicand: Expression) -> tuple[Theorem, Theorem]:
    """`0 < √t` and `√t² = t` for a t that is positive where `0 < μ < 2`."""
    above = signed(less(0, radicand), (POSITIVE, BELOW))
    sign, square = conjuncts(square_root(signed(at_most(0, radicand), (above,))))
    return signed(less(0, root(radicand)), (sign, square, above), scales=(1, root(radicand)), degree=2), square


def root_of_step() -> Theorem:
    """`0 < √μ`."""
    return _positive_root(μ)[0]


def proof() -> Proof:
    """The goal and its definedness."""
    descent = under(_shown(DESCENT), *DIRECTION)
    levels = _shown(LEVELS)
    on = assume(equal(ellipse(a, b), 0))
    stays = modulo(equal(ellipse(*moved(a, b)), 0), (levels, on))
    of_points = under(conjoin(descent, levels, under(stays, on.conclusion), every_point()), *POINT)
    found = under(under(conjoin(of_points, at_roots()), SHORT), STEP)
    return Proof(goal(), found, proved(defined(goal()), solve=of_roots))


def of_roots(formula: Expression, facts: Facts) -> Theorem | None:
    """A solver: that μ and its root are not 0."""
    if formula == negation(equal(root(μ), 0)):
        return other_than_0(root_of_step())
    return other_than_0(POSITIVE) if formula == negation(equal(μ, 0)) else None
