"""An ellipse that descent with two factors does not leave, and that repels what is beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.balasubramanian2026.sources import printed
from proofs.claim import Step, claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Positive
from symbolic.typeset.derivation import Chain

a, b = sympy.symbols("a b", real=True)
mu = sympy.Symbol("mu", positive=True)
"""The factors, and the step size."""

radius, c, s, C, S = sympy.symbols("r c s C S", real=True)
"""The radius `2/√μ`, cosine and sine of the angle φ of the ellipse, `cos²φ = (2 + μ)/4`, and of that of a point, θ."""

RELATIONS = (mu * radius**2 - 4, 4 * c**2 - 2 - mu, 4 * s**2 - 2 + mu, C**2 + S**2 - 1)

POINT = (radius * (C * c - S * s), radius * (C * c + S * s))
"""`2/√μ (cos(θ + φ), cos(θ − φ))`."""

TRIPLED = (4 * C**3 - 3 * C, 3 * S - 4 * S**3)
"""Cosine and sine of 3θ."""

DOUBLED = 2 * C**2 - 1

z, w = sympy.symbols("z w", nonzero=True)


def moved(first: sympy.Expr, second: sympy.Expr) -> tuple[sympy.Expr, sympy.Expr]:
    """`(a + μ b (1 − ab), b + μ a (1 − ab))`: a step of descent on `½ (1 − ab)²`."""
    off = mu * (1 - first * second)
    return first + off * second, second + off * first


def descended() -> tuple[sympy.Expr, sympy.Expr]:
    """The same from the derivatives."""
    loss = (1 - a * b) ** 2 / 2
    return a - mu * sympy.diff(loss, a), b - mu * sympy.diff(loss, b)


def ellipse(first: sympy.Expr, second: sympy.Expr) -> sympy.Expr:
    """`μ(a² + b² − μ a b) − (4 − μ²)`, zero on the ellipse."""
    return mu * (first**2 + second**2 - mu * first * second) - (4 - mu**2)


def quotient() -> sympy.Expr:
    """The function of the ellipse after a step over that before; raises ValueError where it does not divide."""
    after, before = (sympy.expand(ellipse(*at)) for at in (descended(), (a, b)))
    found, rest = sympy.div(after, before, a, b, domain=sympy.QQ.frac_field(mu))
    if rest != 0:
        raise ValueError("the ellipse is not invariant")
    return sympy.expand(found)


def with_relations(expression: sympy.Expr) -> sympy.Expr:
    """The remainder after division by the relations between radius, cosines and sines."""
    _, rest = sympy.reduced(sympy.expand(expression), RELATIONS, radius, c, s, S, C, mu)
    return sympy.expand(rest)


def after(place: int) -> sympy.Expr:
    """A coordinate after a step from θ, less that of the point at `3θ + π` with its coordinates exchanged."""
    cosine, sine = (-one for one in TRIPLED)
    end = (radius * (cosine * c + sine * s), radius * (cosine * c - sine * s))
    return with_relations(moved(*POINT)[place] - end[place])


def growth() -> sympy.Expr:
    """The quotient on the ellipse, by `cos 2θ`."""
    return with_relations(quotient().subs({a: POINT[0], b: POINT[1]}, simultaneous=True))


def beyond_two() -> sympy.Expr:
    """`4 − μ²` for `0 < μ < 2`, written `μ = 2/(1 + x)`."""
    x = sympy.Symbol("x", positive=True)
    return sympy.factor(sympy.together(4 - (2 / (1 + x)) ** 2))


@claim(
    "balasubramanian2026/ellipse",
    source=printed("abstract: the invariant ellipse of the two-factor map"),
    parts=(
        Equality("first", lambda: descended()[0], moved(a, b)[0]),
        Equality("second", lambda: descended()[1], moved(a, b)[1]),
        Equality("quotient", quotient, sympy.expand(1 - mu**2 * a * b * (1 - a * b))),
        Equality("on_ellipse", lambda: with_relations(ellipse(*POINT)), sympy.Integer(0)),
        Equality("tripled_first", lambda: after(0), sympy.Integer(0)),
        Equality("tripled_second", lambda: after(1), sympy.Integer(0)),
        Equality("growth", growth, with_relations(4 * DOUBLED**2 + 2 * mu * DOUBLED + 1)),
        Equality(
            "circle",
            lambda: sympy.expand((w**2 + mu * w + 1).subs(w, z + 1 / z) * z**2),
            z**4 + mu * z**3 + 3 * z**2 + mu * z + 1,
        ),
        Positive("not_real", beyond_two),
    ),
    assumed=(
        Step("Jensen's formula", "the mean of ln|p| over the unit circle is the sum of ln|root| over roots outside it"),
        Step("ergodicity of θ ↦ 3θ + π", "almost every orbit on the ellipse is equidistributed in θ"),
    ),
    formal="two_factor_map",
)
def invariant_ellipse() -> Iterator[Chain]:
    """For 0 < μ < 2 the map `(a + μb(1 − ab), b + μa(1 − ab))` has the invariant ellipse `a² + b² − μab = (4 − μ²)/μ`.

    The map is descent on `½ (1 − ab)²` with step μ. On the ellipse, `2/√μ (cos(θ + φ), cos(θ − φ))`, `cos 2φ = μ/2`, it
    is `θ ↦ 3θ + π` with a and b exchanged, as the Chebyshev polynomial of degree 3 on an interval. It repels across: a
    step multiplies the function of the ellipse, to which others are level sets, by `1 − μ² ab (1 − ab)`, on the ellipse
    by `4 cos²2θ + 2μ cos 2θ + 1`. The mean of its logarithm is positive: at `z = e^(2iθ)`, `w = z + 1/z`, it is
    `w² + μw + 1`, whose zeros are not real as `μ² < 4`, so that no z is on the unit circle, and for each z so is 1/z
    a zero; by Jensen's formula the mean is the sum of ln|z| over those outside.
    """
    yield from ()


CASES = tuple(
    Case(None, parameters=(("a", one), ("b", two), ("mu", step)))
    for one, two, step in ((0.5, -0.75, 1.5), (1.25, 0.375, 0.25), (2.0, 1.5, 1.0))
)


@crosscheck(invariant_ellipse, "exact", cases=CASES)
def by_steps(law: None, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Fraction]:
    """One step with slopes by differences, and the function of the ellipse before and after."""
    from proofs.balasubramanian2026.second_route.two_factors import stepped

    return stepped(*(Fraction(parameters[name]) for name in ("a", "b", "mu")))
