"""A step on `½ (1 − ab)²`, which is quadratic in either factor: its slopes are differences of values."""

from __future__ import annotations

from fractions import Fraction

HALF = Fraction(1, 2)


def loss(a: Fraction, b: Fraction) -> Fraction:
    return HALF * (1 - a * b) ** 2


def off_ellipse(a: Fraction, b: Fraction, mu: Fraction) -> Fraction:
    """`a² + b² − μ a b − (4 − μ²)/μ`."""
    return a**2 + b**2 - mu * a * b - (4 - mu**2) / mu


def stepped(a: Fraction, b: Fraction, mu: Fraction) -> dict[str, Fraction]:
    """The next factors, and by how much the distance from the ellipse has grown."""
    slopes = HALF * (loss(a + 1, b) - loss(a - 1, b)), HALF * (loss(a, b + 1) - loss(a, b - 1))
    first, second = a - mu * slopes[0], b - mu * slopes[1]
    return {
        "first": first,
        "second": second,
        "quotient": off_ellipse(first, second, mu) / off_ellipse(a, b, mu),
    }
