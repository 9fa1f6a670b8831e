"""Skewed coordinates: how far the flow leaves the line, and where it ends, for a small third moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, Sample, crosscheck
from proofs.parts import Equality, Positive
from proofs.zheng2024.assumptions import printed
from proofs.zheng2024.flow.line_flow import KAPPA1, KAPPA2
from proofs.zheng2024.line.gradient import gradient
from proofs.zheng2024.line.gradient_route import entries_by_quadrature, entries_by_sampling
from proofs.zheng2024.line.line import Place, entry
from proofs.zheng2024.line.line_points import POINT
from proofs.zheng2024.line.trained import SECOND
from proofs.zheng2024.notation import H, a, b, h, m2, m4, m6, n
from proofs.zheng2024.robustness.response import for_independent, m3, skewed_response
from proofs.zheng2024.robustness.response_route import SIZE, Trained, change, independent, weights
from symbolic.algebra.notation import T, d
from symbolic.expectation.moments import Pattern, moment
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line
from symbolic.typeset.naming import named

M2, M3, M4, M6 = (moment(pattern) for pattern in (SECOND, Pattern((3,)), KAPPA1, KAPPA2))
FORMAL = {m2: M2, m3: M3, m4: M4, m6: M6}

KEY = named("A", M2 * ((T - 2) * M4 + H * (M4 + (d - 2) * M2**2)))
BOTH = named("B", 2 * H * M2 * M4)
VALUE = named("D", (T - 2) * M6 + (d - 1) * H * M2 * M4)
"""Second derivatives of the loss by x and y, without skewness, over `d (d − 1) u²`."""

DETERMINANT = KEY * VALUE - BOTH**2


def rate(block: str) -> sympy.Expr:
    """Minus the derived gradient off the diagonal, for independent coordinates with mean zero."""
    return -for_independent(entry(block, Place.OFF_DIAGONAL).expression(T)).xreplace(FORMAL)


def response(name: str) -> sympy.Expr:
    """A part of the derived response, in formal moments."""
    found: sympy.Expr = getattr(skewed_response(), name)
    return found.xreplace(FORMAL)


def curvature(number: int) -> sympy.Expr:
    """A derived second derivative, in formal moments."""
    return skewed_response().curvatures[number].xreplace(FORMAL)


def determinant() -> sympy.Expr:
    """`xx yy − xy²` for `d = k + 2`, `T − 2 = H + g` and `E x^6 = E x^2 E x^4 + r`, which no law can undercut."""
    k, g = sympy.symbols("k g", nonnegative=True)
    r = sympy.Symbol("r", positive=True)
    xx, xy, yy = skewed_response().curvatures
    named = (xx * yy - xy**2).replace(sympy.harmonic, lambda *_: h).subs(T, n + 2)
    return sympy.expand(named.subs({n: h + g, d: k + 2, m6: m2 * m4 + r}))


@claim(
    "zheng2024/robustness",
    source=printed("remark after Assumption 4.1; beyond the paper: a small third moment"),
    parts=(
        Equality("key_rate", lambda: rate("W_KQ_32"), -a * b**2 * H * M3**2),
        Equality("value_rate", lambda: rate("W_PV_12"), -(a**2) * b * H * M3**2),
        Equality("xx", lambda: curvature(0), KEY),
        Equality("xy", lambda: curvature(1), BOTH),
        Equality("yy", lambda: curvature(2), VALUE),
        Equality("key", lambda: response("x"), -H * (VALUE - BOTH) / DETERMINANT),
        Equality("value", lambda: response("y"), -H * (KEY - BOTH) / DETERMINANT),
        Equality(
            "product", lambda: response("product"), (d - 1) * H**2 * (KEY + VALUE - 2 * BOTH) / (VALUE * DETERMINANT)
        ),
        Positive("minimum", determinant),
    ),
    uses=(gradient,),
    formal="robustness.robustness",
)
def robustness() -> Iterator[Chain]:
    """Independent coordinates with mean zero: skewness moves the trained point by its square, the product by its 4th.

    Let `S` be the square of `E x_j^3` and `H = H_{T−2}`. From the line the entries off the diagonal start at the rates
    `−a b² H S` (of `W_KQ_32`) and `−a² b H S` (of `W_PV_12`): half the skewness, a quarter of the rate. Let `J` be 1
    off the diagonal and 0 on it. From `W_KQ_32 = a I + αJ`, `W_PV_12 = b I + βJ` the flow of all parameters stays among
    such matrices, and of the odd moments only `S` enters the loss there, where `α = a x`, `β = b y`. For laws with the
    same even moments and small `S` exactly one `x`, one `y` and one `ab` near the trained point are those of critical
    points, whatever `a` is: the same for every start. To first order in `S`, `x` and `y` are multiples of `S`, and `ab`
    leaves its value at second order. The determinant `AD − B²` is positive unless `|x_j|` is constant at `d = 2` and
    `T = 3`: in `x` and `y` the trained point is a nondegenerate minimum. Along the hyperbola the Hessian is singular:
    where on it a run ends is up to the start. For `d >= 2`.
    """
    for name, block, stated in (
        ("key_rate", "W_KQ_32", -a * b**2 * H * M3**2),
        ("value_rate", "W_PV_12", -(a**2) * b * H * M3**2),
    ):
        yield Chain(
            name,
            rf"\frac{{d}}{{d\tau}}W^{{{block[2:4]}}}_{{{block[-2:]}}}[j,k]",
            (
                Line(rate(block), "derived gradient, independent coordinates with mean zero"),
                Line(stated, "what is left of it"),
            ),
        )
    for name, symbol, stated, letter in (("xx", "xx", KEY, "A"), ("xy", "xy", BOTH, "B"), ("yy", "yy", VALUE, "D")):
        yield Chain(
            name,
            rf"\frac{{L_{{{symbol}}}}}{{d(d-1)u^2}}",
            (
                Line(stated.value, "second derivative of the derived loss, without skewness"),
                Line(stated, f"${letter}$"),
            ),
        )
    solved = sympy.Matrix([[KEY, BOTH], [BOTH, VALUE]]).adjugate() * sympy.Matrix([-H, -H])
    for name, symbol, stated, number in (
        ("key", "x", -H * (VALUE - BOTH) / DETERMINANT, 0),
        ("value", "y", -H * (KEY - BOTH) / DETERMINANT, 1),
    ):
        yield Chain(
            name,
            rf"\frac{{d{symbol}}}{{dS}}",
            (
                Line(solved[number] / DETERMINANT, "Cramer's rule for $Ax+By=-HS$, $Bx+Dy=-HS$: a critical point"),
                Line(stated, "collected"),
            ),
        )
    yield Chain(
        "product",
        r"\frac{1}{ab}\frac{d(ab)}{d(S^2)}",
        (
            Line(
                -(d - 1) * H / VALUE * sum(solved[:, 0]) / DETERMINANT,
                "$-(d-1)H/D$ times the sum of the two derivatives above",
            ),
            Line((d - 1) * H**2 * (KEY + VALUE - 2 * BOTH) / (VALUE * DETERMINANT), "collected"),
        ),
    )


BASE = "finite(-2:1/8, -1:1/4, 0:1/4, 1:1/4, 2:1/8)"
SIZES = ((BASE, 2, 4), (BASE, 2, 6), (BASE, 3, 3))
SKEWED = "twopoint(2:1/3, -1:2/3)"


def skewed(law: Law, size: Fraction) -> Law:
    """The law with the third moment of every coordinate changed, and no even moment and no mean."""
    base = weights(law)
    odd = change(base, {0: Fraction(0), 1: Fraction(0), 2: Fraction(0), 3: size, 4: Fraction(0)})
    return independent(base, [odd] * law.d)


@crosscheck(robustness, "quadrature", cases=tuple(Case(law, d=d, T=T) for law, d, T in SIZES))
def by_linear_response(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The full model's gradient at a skewed law, put through its Hessian at the unskewed one."""
    trained = Trained.of(law, T)
    slope = trained.slopes(skewed(law, SIZE)) - trained.slopes(law)
    moved = trained.answer(slope / float(SIZE) ** 2)
    return {"key": float(moved["W_KQ_32"][0, 1]), "value": float(moved["W_PV_12"][0, 1]) / trained.b}


@crosscheck(
    robustness, "quadrature", cases=(Case(SKEWED, d=3, T=5, parameters=POINT), Case(SKEWED, d=2, T=6, parameters=POINT))
)
def rates_by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Minus the gradient of the full model off the diagonal."""
    found = entries_by_quadrature(law, d, T, parameters)
    return {name: -found[place] for name, place in RATES.items()}


RATES = {"key_rate": "W_KQ_32[j,k]", "value_rate": "W_PV_12[j,k]"}


@crosscheck(robustness, "sampled", cases=(Case(SKEWED, d=2, T=4, parameters=POINT),))
def rates_by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same from sampled sequences."""
    found = entries_by_sampling(law, d, T, parameters, rng)
    return {n: Sample(-found[p].values, found[p].variance, found[p].scale) for n, p in RATES.items()}
