"""The start is a circular complex Gaussian vector: what replaces the shares 1/5 and 2/5 of real ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Positive, Settled
from proofs.variants.line_loss import LINE, a, b, best, in_product, loss, moved_alone, relative_error, sigma, x
from proofs.variants.line_route import CIRCULAR_CASES, circular_numbers, circular_sample
from proofs.variants.setting import CIRCULAR
from proofs.variants.sources import ours
from symbolic.algebra.notation import T, d
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line

h = sympy.harmonic(T - 2) / (T - 2)
P = a * b

LOSS = d * sigma**2 * (T - 2) * (sympy.Rational(1, 2) - 2 * P * sigma**2 + P**2 * sigma**4 * (3 + (d - 1) * h))
PRODUCT = 1 / (sigma**2 * (3 + (d - 1) * h))


from_three, from_one = sympy.symbols("m n", integer=True, nonnegative=True)
harmonic = sympy.Symbol("H", positive=True)
"""What T and d are beyond the first; `H_{T-2}`, a sum of positive numbers."""


def bend() -> sympy.Expr:
    """What the square of the product is multiplied with in the derived loss, over `d σ⁶`."""
    square = sympy.Poly(in_product(CIRCULAR), x).coeff_monomial(x**2) / (d * sigma**6)
    sizes = {T: 3 + from_three, d: 1 + from_one}
    return sympy.expand(square.xreplace({sympy.harmonic(T - 2): harmonic}).xreplace(sizes))


@claim(
    "variants/circular-start",
    source=ours("a circular complex Gaussian start"),
    parts=(
        Settled("line", LINE, partial(moved_alone, CIRCULAR)),
        Equality("loss", lambda: loss(CIRCULAR), LOSS),
        Positive("bend", bend),
        Equality("product", lambda: best(CIRCULAR), PRODUCT),
        Equality("limit", lambda: sympy.Limit(best(CIRCULAR), T, sympy.oo), 1 / (3 * sigma**2)),
        Equality("error", lambda: relative_error(CIRCULAR), 1 - 2 / (3 + (d - 1) * h)),
        Equality("error_limit", lambda: sympy.Limit(relative_error(CIRCULAR), T, sympy.oo), sympy.Rational(1, 3)),
    ),
    rests_on=("ode-uniqueness",),
    formal="circular_start",
)
def circular_start() -> Iterator[Chain]:
    """From a circular Gaussian start the best product is `1/(σ² (3 + (d−1) H_{T−2}/(T−2)))`, in the limit `1/(3σ²)`.

    For `x_1` circular complex Gaussian with covariance `σ² I`, `σ > 0`, all d and `T >= 3`: the gradient flow of all
    entries stays on the line `W_KQ_32 = a I`, `W_PV_12 = b I`, and among the points of the line, a and b real, the loss
    is least just where ab is that product. Of the loss of predicting zero `1 − 2/(3 + (d−1) H_{T−2}/(T−2))` stays
    there, in the limit 1/3.
    """
    yield Chain(
        "product",
        r"\tilde a\tilde b",
        (Line(best(CIRCULAR), "the zero of the derivative by ab"), Line(PRODUCT, "divided by $T-2$")),
    )


@crosscheck(circular_start, "quadrature", cases=CIRCULAR_CASES)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean losses of the model over a product of Gauss rules and roots of unity, and the parabola through three."""
    return circular_numbers(d, T, parameters)


@crosscheck(circular_start, "sampled", cases=(Case("gaussian", d=1, T=4, parameters=CIRCULAR_CASES[0].parameters),))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random sequences."""
    return {"loss": circular_sample(d, T, parameters, rng)}
