"""Coordinates that differ: how far the products at each coordinate move for small differences between moments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, Sample, crosscheck
from proofs.parts import Equality, Positive
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.flow.line_flow import KAPPA1, KAPPA2, reduced
from proofs.zheng2024.line.gradient_route import entries_by_sampling
from proofs.zheng2024.line.line import Place, entry
from proofs.zheng2024.line.theorem_4_1_limit import theorem_4_1_limit
from proofs.zheng2024.line.trained import SECOND
from proofs.zheng2024.notation import H, a, b, e, h, kappa1, kappa2, kappa3, m2, m4, m6, n
from proofs.zheng2024.robustness.response import CHANGES, differing_response
from proofs.zheng2024.robustness.response_route import Trained, change, independent, times, weights
from symbolic.algebra.notation import T, d
from symbolic.expectation.moments import moment
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line
from symbolic.typeset.naming import named, spelled_out

M2, M4, M6 = (moment(pattern) for pattern in (SECOND, KAPPA1, KAPPA2))
FORMAL = {m2: M2, m4: M4, m6: M6}
SECONDS, FOURTHS, SIXTHS = CHANGES.values()
"""Relative changes δ of the second, fourth and sixth moment of a coordinate."""

OWN = named("A", (T - 2) * M6)
OTHER = named("K", H * M2 * M4)
"""What a coordinate, and each other one, contributes to the quadratic part of its loss."""


def product_response(order: int) -> sympy.Expr:
    """Relative derivative of `a_j b_j` by the deviation of the moment of this order."""
    key, value = differing_response()
    return (key + value).diff(CHANGES[order]).xreplace(FORMAL)


def difference() -> sympy.Expr:
    """Relative derivative of b_j less that of a_j."""
    key, value = differing_response()
    return value - key


def rescaled() -> sympy.Expr:
    """`product_response` where coordinate j is multiplied by `1 + e`: moments of order n change by n e."""
    return sympy.Add(*(order * product_response(order) for order in CHANGES))


def common() -> sympy.Expr:
    """Relative derivative of the limit product by a change that all coordinates share."""
    changed = {kappa1: kappa1 * (1 + e * FOURTHS), kappa2: kappa2 * (1 + e * SIXTHS)}
    changed |= {kappa3: kappa3 * (1 + e * SECONDS) * (1 + e * FOURTHS)}
    product = reduced().product
    return product.xreplace(changed).diff(e).subs(e, 0) / product


def gap() -> sympy.Expr:
    """`OWN − OTHER` for `T − 2 = H + g` and `E x^6 = E x^2 E x^4 + r`, which no law can undercut."""
    g, r = sympy.Symbol("g", nonnegative=True), sympy.Symbol("r", positive=True)
    apart = spelled_out(OWN - OTHER).replace(sympy.harmonic, lambda *_: h).subs(T, n + 2)
    positive = {moment(pattern): symbol for pattern, symbol in ((SECOND, m2), (KAPPA1, m4), (KAPPA2, m6))}
    return sympy.expand(apart.xreplace(positive).subs({n: h + g, m6: m2 * m4 + r}))


@claim(
    "zheng2024/robustness-coordinates",
    source=printed("Assumption 4.1; beyond the paper: κ's that differ a little between coordinates"),
    hypotheses=LINE_CONDITIONS,
    parts=(
        Equality("second", lambda: product_response(2), -(d - 2) * OTHER / (2 * (OWN - OTHER))),
        Equality("fourth", lambda: product_response(4), (2 * OWN + d * OTHER) / (2 * (OWN - OTHER))),
        Equality("sixth", lambda: product_response(6), -OWN / (OWN - OTHER)),
        Equality("scale", rescaled, -(2 * OWN - (d + 2) * OTHER) / (OWN - OTHER)),
        Equality("difference", difference, (FOURTHS - SECONDS) / 2),
        Equality(
            "common",
            common,
            FOURTHS - ((T - 2) * kappa2 * SIXTHS + H * kappa3 * (SECONDS + FOURTHS)) / ((T - 2) * kappa2 + H * kappa3),
        ),
        Equality(
            "key_velocity",
            lambda: -entry("W_KQ_32", Place.DIAGONAL).expression(T).coeff(a, 0),
            b * (T - 2) * M4,
        ),
        Positive("regular", gap),
    ),
    uses=(theorem_4_1_limit,),
    formal="robustness.robustness_coordinates",
)
def robustness_coordinates() -> Iterator[Chain]:
    """Where the moments of independent coordinates differ by a small part, the products `a_j b_j` differ as much.

    Both matrices stay diagonal (symmetric coordinates) and the line is left at first order. Let δ2, δ4, δ6 be the
    relative changes of the moments of coordinate j. The mean of each over coordinates moves all products alike, by the
    derivative of `κ1/(κ2 + κ3 H_{T−2}/(T−2))`. With `A = (T−2) E x^6` and `K = H_{T−2} E x^2 E x^4`, deviations from
    the mean move `a_j b_j` by the part `((2A + dK) δ4 − 2A δ6 − (d−2) K δ2)/(2 (A − K))`, to first order, and `b_j` by
    `(δ4 − δ2)/2` more than `a_j`. A coordinate that is larger by the part s, others smaller so that the mean stays,
    gets a product that is smaller by `s (2A − (d+2) K)/(A − K)`: by 2s for long sequences, as its own scale asks for,
    but by less for shorter ones, and larger where `(d + 2) K > 2A`. `A > K` unless `|x_j|` is constant at T = 3.
    """
    for order, name, stated in (
        (2, "second", -(d - 2) * OTHER / (2 * (OWN - OTHER))),
        (4, "fourth", (2 * OWN + d * OTHER) / (2 * (OWN - OTHER))),
        (6, "sixth", -OWN / (OWN - OTHER)),
    ):
        yield Chain(
            name,
            rf"\frac{{1}}{{ab}}\frac{{d}}{{d\delta_{order}}}\,a_jb_j",
            (Line(stated, "first-order equations of a critical point in $a_j$ and $b_j$, solved"),),
        )
    yield Chain(
        "scale",
        r"\frac{1}{ab}\frac{d}{ds}\,a_jb_j",
        (
            Line(
                (-2 * (d - 2) * OTHER + 4 * (2 * OWN + d * OTHER) - 12 * OWN) / (2 * (OWN - OTHER)),
                "moments of order $n$ change by $ns$: $2$, $4$ and $6$ times the derivatives above",
            ),
            Line(-(2 * OWN - (d + 2) * OTHER) / (OWN - OTHER), "collected"),
        ),
    )
    yield Chain(
        "difference",
        r"\frac{d}{ds}\left(\frac{b_j}{b}-\frac{a_j}{a}\right)",
        (Line((FOURTHS - SECONDS) / 2, r"where the three moments change by $s\delta_2$, $s\delta_4$, $s\delta_6$"),),
    )


BASE = "finite(-3:1/16, -2:1/8, -1:3/16, 0:1/4, 1:3/16, 2:1/8, 3:1/16)"
ORDERS = {"second": 2, "fourth": 4, "sixth": 6}
STEP = Fraction(1, 4096)


@crosscheck(
    robustness_coordinates, "quadrature", cases=(Case(BASE, d=2, T=4), Case(BASE, d=2, T=6), Case(BASE, d=3, T=3))
)
def by_linear_response(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Differences of the full model's gradient between laws, put through its Hessian at the equal coordinates."""
    trained, slopes = Trained.of(law, T), {}
    for name, order in ORDERS.items():
        slopes[name] = _slope(trained, law, order)
    slopes["scale"] = sum(order * slopes[name] for name, order in ORDERS.items())
    found = {name: trained.answer(slope) for name, slope in slopes.items()}
    return {n: float(m["W_KQ_32"][0, 0]) + float(m["W_PV_12"][0, 0]) / trained.b for n, m in found.items()}


def _slope(trained: Trained, law: Law, order: int) -> Any:
    """Derivative of the gradient where coordinate 1 has a larger moment of this order, and the second a smaller one.

    The gradient is quadratic in the two changes, so the central difference is exact.
    """
    base = weights(law)
    size = sum((w * x**order for x, w in base.items()), start=Fraction(0))
    one = change(base, {n: STEP * size * (n == order) for n in range(7)})
    ahead, behind = ([times(s, one), times(-s, one), *[{}] * (law.d - 2)] for s in (1, -1))
    return (trained.slopes(independent(base, ahead)) - trained.slopes(independent(base, behind))) / float(2 * STEP)


START = (("a", 0.0), ("b", 0.75))


@crosscheck(robustness_coordinates, "sampled", cases=(Case("uniform", d=2, T=4, parameters=START),))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The velocity of a at a = 0, which is what the fourth moment of a coordinate acts through."""
    found = entries_by_sampling(law, d, T, parameters, rng)["W_KQ_32[j,j]"]
    return {"key_velocity": Sample(-found.values, found.variance, found.scale)}
