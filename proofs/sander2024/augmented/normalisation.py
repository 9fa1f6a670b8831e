"""What dividing attention by the number of pairs changes: the model of Zheng et al. 2024 at the start of ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.sander2024.augmented.augmented_route import loss_at, lowest, mean_loss, sampled
from proofs.sander2024.augmented.minimisers import best, least
from proofs.sander2024.augmented.six_scalars import loss_of
from proofs.sander2024.citation import printed
from proofs.sander2024.normalised import ONE_TIME, SANDER_NORMALISED
from proofs.sander2024.notation import a, b, from_one
from proofs.sander2024.setting import SANDER
from proofs.zheng2024.ones.theorem_4_3 import PRODUCT, theorem_4_3
from symbolic.algebra.notation import T, d, t
from symbolic.laws import Law, Ones
from symbolic.setting import Setting
from symbolic.typeset.derivation import Chain, Line

x = sympy.Symbol("x", real=True)
"""The product ab."""

ORDINARY = T - 2 - 2 * x * (T - 2) + x**2 * sympy.Sum(1 + (d - 1) / (t - 1), (t, 2, T - 1))
"""Twice the normalised loss of a coordinate."""


@cache
def on_product(setting: Setting) -> sympy.Expr:
    """The loss on the line `A_32 = aI`, `B_12 = bI`, in the product of both."""
    found = sympy.expand(loss_of(setting, "line").subs(a, x / b))
    if found.has(b):
        raise ValueError("the loss depends on a and b by more than their product")
    return found


def lowest_product(setting: Setting) -> sympy.Expr:
    """The zero of the derivative by the product, of a parabola."""
    parabola = sympy.Poly(on_product(setting), x)
    return sympy.cancel(-parabola.coeff_monomial(x) / (2 * parabola.coeff_monomial(x**2)))


def lowest_loss(setting: Setting) -> sympy.Expr:
    return sympy.cancel(on_product(setting).subs(x, lowest_product(setting)))


def floor(loss: sympy.Expr, zero: sympy.Expr) -> sympy.Expr:
    """The limit of the least loss over that of zero parameters, at `d = 2 + n`."""
    return sympy.Limit(sympy.cancel(loss / zero).xreplace({d: 2 + from_one}), T, sympy.oo)


@claim(
    "sander2024/normalisation",
    source=printed("Proposition 2, beside Theorem 4.3 of Zheng et al. 2024"),
    family=Ones(),
    parts=(
        Equality("normalised", lambda: on_product(SANDER_NORMALISED), d * ORDINARY / 2),
        Equality("product", lambda: lowest_product(SANDER_NORMALISED), PRODUCT),
        Equality("step_at", lambda: lowest_product(ONE_TIME), 1 / (T + d - 2)),
        Equality("least_at", lambda: lowest_loss(ONE_TIME), d * (d - 1) / (T + d - 2)),
        Equality("floor", lambda: floor(lowest_loss(SANDER_NORMALISED), d * (T - 2) / 2), sympy.Integer(0)),
        Equality("floor_without", lambda: floor(least(SANDER), d * (T - 1)), sympy.Rational(1, 4)),
        Equality("steps", lambda: sympy.Limit(T * best(SANDER), T, sympy.oo), sympy.Rational(3, 2)),
    ),
    uses=(theorem_4_3,),
    formal="normalisation",
)
def normalisation() -> Iterator[Chain]:
    """Divided by t − 1 the loss is that of Zheng et al. 2024, and the best product the limit of their Theorem 4.3.

    For the start of ones, first token `(0, s_1, 0)`, all d and lengths, on the line `A_32 = aI`, `B_12 = bI`. The
    products in both papers are different numbers because the normalisations are: here the step is ab for every prompt,
    there `ab/(t − 1)`. Of the loss of predicting zero a quarter stays without normalisation as T grows; with it nothing
    does (for `d >= 2`; for d = 1 its least loss is 0 at every T). The best divisor is neither: at a single time with n
    pairs the best step is `1/(n + d − 1)` and the least loss `d (d − 1)/(n + d − 1)`, n being T − 1 here.
    """
    yield Chain(
        "product",
        r"\tilde a\tilde b",
        (
            Line(lowest_product(SANDER_NORMALISED), "the zero of the derivative"),
            Line(PRODUCT, "as printed by Zheng et al."),
        ),
    )


SIZES = ((1, 4), (2, 3), (2, 5), (3, 4))
AT = tuple(Case("ones", d=d, T=T, parameters=(("x", 0.75),)) for d, T in SIZES)


def _half(law: Law, T: int, product: float) -> float:
    return mean_loss(law, T - 1, {"a_3": product, "b_1": 1.0}, paired=False, divisor=lambda t: t - 1) / 2


@crosscheck(normalisation, "quadrature", cases=AT)
def by_enumeration(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean losses with the divisor t − 1, and the least of the parabola through three of them."""
    low = lowest(law, T - 1, paired=False, divisor=lambda t: t - 1)
    return {"normalised": _half(law, T, parameters["x"]), "product": low["step"]}


@crosscheck(normalisation, "sampled", cases=AT[2:])
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random sequences with this divisor."""
    of = loss_at({"a_3": parameters["x"], "b_1": 1.0}, T - 1, paired=False, divisor=lambda t: t - 1)
    return {"normalised": sampled(law, T - 1, lambda start, lam: of(start, lam) / 2, rng)}
