"""Balls of exact moments against quadrature of densities, exact values, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
import pytest

import mesaproof as mp
from mesaproof.errors import InputError
from mesaproof.reading.adapters.enclosures import BITS, enclosure
from symbolic.laws import IID, Atoms
from symbolic.laws.coordinates import MomentDoesNotExist
from symbolic.laws.coordinates.derived import affine
from symbolic.laws.coordinates.unbounded import Gumbel

DIGITS = 30
HALF_LINE, LINE = (0, 1, 4, 16, mpmath.inf), (-mpmath.inf, -8, -2, 0, 2, 8, mpmath.inf)

DENSITIES: dict[str, tuple[Callable[[Any], Any], tuple[Any, ...]]] = {
    "gaussian(sigma=2)": (lambda x: mpmath.npdf(x, 0, 2), LINE),
    "laplace(mean=1)": (lambda x: mpmath.exp(-abs(x - 1)) / 2, (-mpmath.inf, -8, 1, 10, mpmath.inf)),
    "logistic": (lambda x: 1 / (4 * mpmath.cosh(x / 2) ** 2), LINE),
    "uniform(low=-1, high=3)": (lambda x: mpmath.mpf(1) / 4, (-1, 3)),
    "exponential(scale=1/2)": (lambda x: 2 * mpmath.exp(-2 * x), HALF_LINE),
    "gamma(shape=7/3)": (
        lambda x: x ** (mpmath.mpf(4) / 3) * mpmath.exp(-x) / mpmath.gamma(mpmath.mpf(7) / 3),
        HALF_LINE,
    ),
    "beta(a=2, b=3)": (lambda x: 12 * x * (1 - x) ** 2, (0, 1)),
    "rayleigh": (lambda x: x * mpmath.exp(-x * x / 2), HALF_LINE),
    "weibull(shape=3)": (lambda x: 3 * x**2 * mpmath.exp(-(x**3)), (0, 1, 2, 4, 8)),
    "gumbel": (lambda x: mpmath.exp(-x - mpmath.exp(-x)), (-5, -2, 0, 2, 8, 32, mpmath.inf)),
    "gumbel(scale=2, location=-1)": (
        lambda x: mpmath.exp(-(x + 1) / 2 - mpmath.exp(-(x + 1) / 2)) / 2,
        (-11, -4, 0, 4, 16, 64, mpmath.inf),
    ),
    "lognormal(sigma=1/2)": (
        lambda x: mpmath.npdf(mpmath.log(x), 0, 0.5) / x if x else mpmath.mpf(0),
        (0, 0.5, 1, 2, 8, 64, mpmath.inf),
    ),
    "student_scale(df=13)": (
        lambda s: 2 * mpmath.mpf(6.5) ** 6.5 / mpmath.gamma(6.5) * mpmath.exp(-6.5 / s**2) / s**14,
        (0, 0.5, 1, 2, 8, mpmath.inf),
    ),
}
"""Densities from their definitions, and points between which they are integrated."""


@pytest.mark.sampled(3)
@pytest.mark.parametrize("order", [1, 3, 4])
@pytest.mark.parametrize("law", DENSITIES)
def test_the_integral_of_the_density_lies_in_the_ball(law: str, order: int) -> None:
    density, points = DENSITIES[law]
    with mpmath.workdps(DIGITS):
        integral, error = mpmath.quad(lambda x: x**order * density(x), points, error=True)
        found = enclosure(law, order, 1)
        low, high = (mpmath.mpf(end.numerator) / end.denominator for end in (found.low, found.high))
        rounding = mpmath.eps * mpmath.quad(lambda x: abs(x**order * density(x)), points)
        assert error < mpmath.mpf(10) ** -12
        assert low - error - rounding <= integral <= high + error + rounding


@pytest.mark.parametrize("bits", [2, 53, 128, 2000])
@pytest.mark.parametrize("law", ["gumbel(scale=2, location=-1)", "weibull(shape=3)", "logistic", "sparse(c=1/3)"])
def test_as_many_bits_as_asked_for_and_nested(law: str, bits: int) -> None:
    found, wider = enclosure(law, 4, 3, bits=bits), enclosure(law, 4, 3, bits=2)
    assert found.radius * 2**bits <= max(abs(found.low), abs(found.high))
    assert max(found.low, wider.low) <= min(found.high, wider.high)


def test_cancelling_terms_are_enclosed_to_all_bits() -> None:
    """The mean of the Gumbel law is γ; moved by the first 60 digits of γ, it is below 1e-58."""
    with mpmath.workdps(80):
        near = Fraction(mpmath.nstr(mpmath.euler, 60))
    found = enclosure(IID(affine(Gumbel(), Fraction(1), -near)), 1, 1)
    assert (found.bits or 0) >= BITS
    assert 0 < max(abs(found.low), abs(found.high)) < Fraction(1, 10**58)


@pytest.mark.parametrize(
    ("law", "exponents", "d", "value"),
    [
        ("exponential", (2, 1), 3, 2),
        ("gaussian", 1, 1, 0),
        ("ones", (), 2, 1),
        (Atoms.of([[1, 0], [0, 2]], [Fraction(1, 4), Fraction(3, 4)]), (0, 3), None, 6),
        ("gaussian_vector([2, 1], [1, 2])", (1, 1), None, 1),
    ],
)
def test_integers_are_balls_without_radius(law: Any, exponents: Any, d: int | None, value: int) -> None:
    found = mp.enclosure(law, exponents, d)
    assert (found.low, found.high, found.radius, found.bits) == (value, value, 0, None)
    assert value in found
    assert value + Fraction(1, 10**50) not in found
    assert len(found.exponents) == (d or 2)


def test_a_third_is_inside_and_its_digits_are_printed() -> None:
    found = enclosure("uniform", 2, 1)
    assert Fraction(1, 3) in found
    assert found.low < Fraction(1, 3) < found.high
    assert str(found).startswith("[0.33333333333333333333333333333")


@pytest.mark.parametrize(
    ("law", "order", "words"),
    [
        ("student(df=8)", 8, "end below 8"),
        ("pareto(alpha=3)", 3, "is infinite"),
        ("cauchy", 2, "is infinite"),
        ("multivariate_student(df=6)", 6, "do not exist"),
    ],
)
def test_infinite_moments_are_refused_in_words(law: str, order: int, words: str) -> None:
    with pytest.raises(MomentDoesNotExist, match=words):
        enclosure(law, order, 2)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"exponents": -1}, "non-negative"),
        ({"exponents": (1.0,)}, "non-negative"),
        ({"exponents": True}, "non-negative"),
        ({"exponents": (1, 1, 1)}, "at most 2"),
        ({"bits": 1}, "from 2 to"),
        ({"bits": 64.0}, "from 2 to"),
        ({"d": None}, "without d"),
        ({"law": "gauss"}, "gauss"),
    ],
)
def test_what_is_asked_wrongly_is_refused(given: dict[str, Any], words: str) -> None:
    asked: dict[str, Any] = {"law": "gaussian", "exponents": 2, "d": 2} | given
    with pytest.raises(InputError, match=words):
        enclosure(**asked)
