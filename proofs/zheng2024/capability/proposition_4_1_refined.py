"""Gaussian starts: the expected ratio of prediction to target, the error, and what one says of the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.zheng2024.assumptions import printed
from proofs.zheng2024.capability.capability_route import best, losses, nodes, nodes_of_squares, ratios
from proofs.zheng2024.capability.error_of_trained_model import ERROR as FORMAL_ERROR
from proofs.zheng2024.capability.error_of_trained_model import error_of_trained_model, relative_error
from proofs.zheng2024.capability.prediction import last, over_times, ratio
from proofs.zheng2024.capability.proposition_4_1 import FAMILY, FINITE, at_gaussian
from proofs.zheng2024.flow.line_flow import reduced
from proofs.zheng2024.line.trained import SECOND
from proofs.zheng2024.line.trained import mean_ratio as ratio_at
from proofs.zheng2024.line.trained import relative_mse as error_at
from proofs.zheng2024.notation import H
from symbolic.algebra.notation import T, d
from symbolic.expectation.moments import at_law, moment
from symbolic.laws import IID, Law
from symbolic.laws.coordinates import Finite
from symbolic.typeset.derivation import Chain, Line
from symbolic.typeset.naming import spelled_out

ERROR = 1 - 3 / (5 + (d - 1) * H / (T - 2))
s = sympy.Rational(1, 100)
"""The smaller of two absolute values, the other being 1."""


def spread(masses: dict[Any, Fraction]) -> Law:
    """One coordinate that takes each value and its negative, the mass being that of both together."""
    atoms = tuple((sign * value, mass / 2) for value, mass in masses.items() for sign in (1, -1))
    return IID(Finite(atoms, name="spread")).at(1)


SAME_RATIO = spread({4: Fraction(1, 108), 2: Fraction(19, 108), 1: Fraction(88, 108)})
TWO_VALUES = spread({1: Fraction(1, 5), Fraction(1, 100): Fraction(4, 5)})


def expected_ratio() -> sympy.Expr:
    """`E ŷ_j/x_{T_te+1,j}` at the limit product, at the test length `T_te = T − 1` (in which it is constant)."""
    return at_gaussian(reduced().product * last(over_times(ratio())))


def gaussian_error() -> sympy.Expr:
    """The relative error of `error-of-trained-model` at the Gaussian law."""
    return at_law(spelled_out(relative_error()), FAMILY.at(d))


def single(values: tuple[sympy.Expr, ...] | None) -> sympy.Expr:
    """The value at the one coordinate of a law with d = 1."""
    (value,) = values or ()
    return value


@claim(
    "zheng2024/proposition-4.1-refined",
    source=printed("review: Refined Proposition 4.1"),
    family=FAMILY,
    parts=(
        Equality("test_length", lambda: last(over_times(ratio())), moment(SECOND)),
        Equality("ratio", expected_ratio, FINITE),
        Equality("limit", lambda: sympy.Limit(expected_ratio(), T, sympy.oo), sympy.Rational(1, 5)),
        Equality("relative_error", gaussian_error, ERROR),
        Equality("limit_error", lambda: sympy.Limit(gaussian_error(), T, sympy.oo), sympy.Rational(2, 5)),
        Equality("same_ratio", lambda: single(ratio_at(SAME_RATIO, T)), sympy.Rational(1, 5)),
        Equality("other_error", lambda: sympy.sympify(error_at(SAME_RATIO, T)), sympy.Rational(71, 125)),
        Equality(
            "two_values_ratio",
            lambda: single(ratio_at(TWO_VALUES, T)),
            (1 + 4 * s**4) * (1 + 4 * s**2) / (5 * (1 + 4 * s**6)),
        ),
        Equality(
            "two_values_error",
            lambda: sympy.sympify(error_at(TWO_VALUES, T)),
            4 * s**2 * (1 - s**2) ** 2 / ((1 + 4 * s**6) * (1 + 4 * s**2)),
        ),
    ),
    uses=(error_of_trained_model,),
    formal="capability.proposition_4_1_refined",
)
def proposition_4_1_refined() -> Iterator[Chain]:
    """For Gaussian starts the expected ratio of prediction to target, at every test length, tends to 1/5 as `T → ∞`.

    Exactly `1/(5 + (d−1) H_{T−2}/(T−2))` for every `T >= 3`, d and test length: of the terms of a prediction only those
    of the target's own coordinate survive the mean over W, and each contributes `x_j^2`. The error of the trained
    model relative to predicting zero is `1 − 3/(5 + (d−1) H_{T−2}/(T−2))`; it tends to 2/5, and by
    `error-of-trained-model` no other scalar step does better. A ratio of 1/5 says nothing of the error by itself: one
    coordinate with absolute values 4, 2, 1 of probabilities 1/108, 19/108, 88/108 has the ratio 1/5 and the error
    71/125 at every T; absolute values 1 and 1/100 of probabilities 1/5 and 4/5 have a ratio within 1/10000 of 1/5 and
    an error below 1/2000.
    """
    terms = over_times(ratio())
    yield Chain(
        "test_length",
        r"\mathbb{E}[\hat y_j / x_{T,j}] / (ab)",
        (
            Line(terms - terms.subs(T, T - 1), "the time $T-1$ alone, the square of the target divided out"),
            Line(moment(SECOND), "the same at every time"),
        ),
    )
    yield Chain(
        "ratio",
        r"\mathbb{E}[\hat y_j / x_{T,j}]",
        (Line(expected_ratio(), "at the limit product, with Gaussian moments"), Line(FINITE, r"$\sigma$ cancels")),
    )
    yield Chain(
        "relative_error",
        r"L(\tilde a\tilde b) / L(0)",
        (
            Line(at_law(spelled_out(FORMAL_ERROR), FAMILY.at(d)), "Gaussian moments"),
            Line(ERROR, r"$\sigma$ and $d$ cancel"),
        ),
    )
    for name, finite, value in (("limit", FINITE, sympy.Rational(1, 5)), ("limit_error", ERROR, sympy.Rational(2, 5))):
        yield Chain(
            name,
            r"\lim_{T\to\infty}",
            (
                Line(sympy.Limit(finite, T, sympy.oo), "finite-$T$ value"),
                Line(value, r"$H_{T-2}$ grows like $\log T$"),
            ),
            sequence={d: sympy.Integer(5)},
        )


TEST_LENGTHS = (("gaussian", 2, 5, 3), ("gaussian(sigma=1/2)", 2, 4, 6), ("gaussian", 3, 4, 4))


@crosscheck(
    proposition_4_1_refined,
    "quadrature",
    cases=tuple(Case(law, d=d_, T=T_, parameters=(("last", float(last_)),)) for law, d_, T_, last_ in TEST_LENGTHS),
)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The ratio at a test length of its own, and the error over the training length, at the best product."""
    points, test = nodes(law, T), int(parameters["last"])
    product = best(points, lambda at: losses(T, at))
    return {
        "ratio": nodes(law, test).mean(ratios(test, product)),
        "relative_error": points.mean(losses(T, product)) / points.mean(losses(T, 0.0)),
    }


@crosscheck(
    proposition_4_1_refined, "sampled", cases=(Case("gaussian(sigma=1/2)", d=2, T=6, parameters=(("last", 4.0),)),)
)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The ratio of prediction to target over sampled sequences."""
    test = int(parameters["last"])
    product = best(nodes(law, T), lambda at: losses(T, at))
    points = nodes_of_squares(law, test)
    return {"ratio": points.sample(ratios(test, product), law, rng, points.mean(ratios(test, product)))}
