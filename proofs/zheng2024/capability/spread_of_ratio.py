"""What the test length changes: not the expected ratio, but its spread and the error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.zheng2024.assumptions import printed
from proofs.zheng2024.capability.capability_route import last_losses, nodes, nodes_of_squares, ratios, square_ratios
from proofs.zheng2024.capability.prediction import last, over_times, overlap, ratio, ratio_square, square
from proofs.zheng2024.line.line_points import NEARER
from proofs.zheng2024.notation import H, a, b
from symbolic.algebra.notation import T
from symbolic.expectation.moments import Pattern, moment
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line

M2, M4, M6 = (moment(Pattern((power,))) for power in (2, 4, 6))
OTHERS = moment(Pattern((0,), (4,)))
"""`Σ_{r≠j} E x_r⁴`."""

KAPPA = moment(Pattern((2,), (4,)))


def error(product: sympy.Expr) -> sympy.Expr:
    """`E |ŷ_j − x_{T,j}|²` at the time `T − 1`."""
    return product**2 * last(over_times(square())) - 2 * product * last(over_times(overlap())) + M2


@claim(
    "zheng2024/spread-of-ratio",
    source=printed("review thread, reviewer dsNs, Q3.1: the test length need not be large"),
    parts=(
        Equality("ratio", lambda: a * b * last(over_times(ratio())), a * b * M2),
        Equality(
            "ratio_square",
            lambda: a**2 * b**2 * last(over_times(ratio_square())),
            a**2 * b**2 * (M4 + OTHERS / (T - 2)),
        ),
        Equality("error", lambda: error(a * b), a**2 * b**2 * (M6 + KAPPA / (T - 2)) - 2 * a * b * M4 + M2),
        Equality("decay", lambda: sympy.Limit(1 / (T - 2), T, sympy.oo), sympy.Integer(0)),
    ),
    formal="capability.spread_of_ratio",
)
def spread_of_ratio() -> Iterator[Chain]:
    """At a point of the line the expected ratio of prediction to target is `ab E x_j^2` at every test length.

    Written with the test length `T − 1`. For any law with `x_j ≠ 0` almost surely the mean does not depend on it, but
    the mean square does: `(ab)² (E x_j^4 + Σ_r E x_r^4/(T−2))`, and so does the error of a coordinate, for any law at
    all: `(ab)² (E x_j^6 + Σ_r E x_j^2 x_r^4/(T−2)) − 2ab E x_j^4 + E x_j^2`. What goes away with a long test context is
    the part that the other coordinates cause, as one over its length; what the law of `x_j` itself causes stays.
    """
    yield Chain(
        "ratio_square",
        r"\mathbb{E}[(\hat y_j / x_{T,j})^2]",
        (
            Line(a**2 * b**2 * (M4 + OTHERS * (H - H.subs(T, T - 1))), "the time $T-1$ alone, by modulus"),
            Line(a**2 * b**2 * (M4 + OTHERS / (T - 2)), "collected"),
        ),
    )
    yield Chain(
        "error",
        r"\mathbb{E}[(\hat y_j - x_{T,j})^2]",
        (
            Line(error(a * b), "the derived loss at the time $T-1$, by modulus"),
            Line(a**2 * b**2 * (M6 + KAPPA / (T - 2)) - 2 * a * b * M4 + M2, "collected"),
        ),
    )
    yield Chain(
        "decay",
        r"\lim_{T\to\infty}\frac{1}{T-2}",
        (Line(sympy.Limit(1 / (T - 2), T, sympy.oo), "the other coordinates' part"), Line(sympy.Integer(0), "leaves")),
        sequence={T: sympy.Integer(3)},
    )


@crosscheck(
    spread_of_ratio,
    "quadrature",
    cases=(
        Case("gaussian", d=2, T=3, parameters=NEARER),
        Case("laplace", d=2, T=6, parameters=NEARER),
        Case("rademacher", d=3, T=5, parameters=NEARER),
    ),
)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The ratio, its square and the error at the last time, from the full model."""
    points, product = nodes(law, T), parameters["a"] * parameters["b"]
    return {
        "ratio": points.mean(ratios(T, product)),
        "ratio_square": points.mean(square_ratios(T, product)),
        "error": 2 * points.mean(last_losses(T, product)) / d,
    }


@crosscheck(spread_of_ratio, "sampled", cases=(Case("uniform", d=2, T=4, parameters=NEARER),))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same over sampled sequences."""
    points, product = nodes_of_squares(law, T), parameters["a"] * parameters["b"]
    functions = {
        "ratio": ratios(T, product),
        "ratio_square": square_ratios(T, product),
        "error": lambda x1, lam: 2 * last_losses(T, product)(x1, lam) / d,
    }
    return {name: points.sample(of, law, rng, abs(points.mean(of))) for name, of in functions.items()}
