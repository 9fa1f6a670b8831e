"""Where the unmasked flow for x_1 = 1_d ends at T = 3, in closed form, and that it is a saddle at d = 3, 4, 5."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.zheng2024.assumptions import printed
from proofs.zheng2024.landscape.landscape_route import at_rest, bend, sampled_bend
from proofs.zheng2024.notation import a, b, x
from proofs.zheng2024.ones import ones_forms, ones_saddle
from proofs.zheng2024.ones.exchangeable import alpha, beta
from proofs.zheng2024.ones.ones_flow import derived_flow, ones_flow
from proofs.zheng2024.ones.theorem_4_3 import theorem_4_3
from symbolic.algebra.notation import T, d
from symbolic.laws import Law, Ones
from symbolic.typeset.derivation import Chain, Line

SUM = a + (d - 1) * alpha
LOSS = 1 - 2 * SUM * b + SUM**2 * (d * b**2 + 2 * (d - 1) * b * beta + 2 * (d - 1) ** 2 * beta**2)
"""The loss over `d/2`."""

BY_START = a**2 - d * b**2
SQUARE = (BY_START + sympy.sqrt(BY_START**2 + 4 * d * (4 * d - 3) / ((d - 1) * (2 * d - 1) ** 2))) / 2
"""The limit of `(a + (d−1)α)²` from the start (a, b)."""

BENDS = {3: sympy.Rational(-9, 25), 4: sympy.Rational(-352, 1323), 5: sympy.Rational(-115, 648)}
"""By d: the second derivative of the full loss at the limit with b = 1, along a direction off the family."""


def loss() -> sympy.Expr:
    """The derived loss of the family over `d/2`."""
    return sympy.expand(2 * derived_flow().loss.subs(T, 3).doit() / d)


def on_the_line(form: ones_forms.Polynomial) -> sympy.Expr:
    """A derived form at T = 3 and α = 0."""
    return sympy.factor(ones_forms.expression(form).subs({T: 3, x: 0}).doit())


def product() -> sympy.Expr:
    """The product of `a + (d−1)α` and b at rest."""
    found = ones_forms.forms()
    return sympy.cancel(on_the_line(found.level * found.a) / on_the_line(found.delta))


def other() -> sympy.Expr:
    """β/b at rest."""
    found = ones_forms.forms()
    return sympy.cancel(-on_the_line(found.b) / on_the_line(found.a))


def left() -> sympy.Expr:
    """The loss at rest over that of predicting zero."""
    off = {beta: other() * b, alpha: (product() / b - a) / (d - 1)}
    return sympy.cancel(loss().subs(off))


def square() -> sympy.Expr:
    """The positive solution of what is conserved, at rest, where `a − α` and b are functions of the sum."""
    s, squared = sympy.symbols("s S", positive=True)
    off, end = (s - a) / d, product() / s
    rest = (a + off) ** 2 + (d - 1) * off**2 - end**2 * (1 + (d - 1) * other() ** 2)
    balance = sympy.expand(sympy.cancel(d * s**2 * (rest - a**2 + b**2))).subs({s**4: squared**2, s**2: squared})
    two, one, none = (sympy.factor(c) for c in sympy.Poly(balance, squared).all_coeffs())
    return (-one + sympy.sqrt(one**2 - 4 * two * none)) / (2 * two)


@claim(
    "zheng2024/ones-limit-three",
    source=printed("review thread: T = 3, and Section 4.3"),
    family=Ones(),
    parts=(
        Equality("loss", loss, LOSS),
        Equality("product", product, 2 / (2 * d - 1)),
        Equality("other", other, -1 / (2 * (d - 1))),
        Equality("left", left, (2 * d - 3) / (2 * d - 1)),
        Equality("square", square, SQUARE),
        *(Equality(f"bend_{size}", partial(ones_saddle.bend_at_three, size), value) for size, value in BENDS.items()),
    ),
    formal="ones.ones_limit_three",
    uses=(ones_flow, theorem_4_3),
    rests_on=("ode-uniqueness", "limit-points-at-rest"),
)
def ones_limit_three() -> Iterator[Chain]:
    """For `x_1 = 1_d` and T = 3 the flow from small `a_0 b_0 > 0` has a limit in closed form, which can be a saddle.

    No block is masked. In the family of `ones-flow`, d >= 2, the loss depends on `s = a + (d−1)α`, b and β alone, and
    `a − α` stays `a_0`. From a start on the line with `a_0 b_0` less than twice the limit of `theorem-4.3`, `sb` tends
    to `2/(2d−1)`, `β/b` to `−1/(2(d−1))`, the loss to `(2d−3)/(2d−1)` times that of predicting zero, and s² to the
    closed form stated: the loss starts below that at zero and does not rise; its quadratic form in (b, β) is definite,
    so that with the two conserved quantities the orbit is bounded, and its limit points are the points of rest with
    `sb > 0`. At the d listed the limit is a saddle of the full loss: it falls where two coordinates part. Of `W_KQ_32`
    only column sums enter at T = 3, so that one limit shows it for all. The exact flow does not leave the family; a
    perturbation off it grows, and rounding errors are one where they break the symmetry.
    """
    yield Chain(
        "loss",
        r"\frac{2}{d}L\,\Big|_{T=3}",
        (
            Line(loss(), "the derived loss of the family"),
            Line(LOSS, r"collected in $s=a+(d-1)\alpha$"),
        ),
    )
    yield Chain(
        "left",
        r"\frac{L}{L_0}\Big|_{T=3}",
        (
            Line(LOSS.subs({alpha: (2 / (2 * d - 1) / b - a) / (d - 1), beta: -b / (2 * (d - 1))}), "at rest"),
            Line(1 - 2 / (2 * d - 1), "the square is half of what is linear"),
            Line((2 * d - 3) / (2 * d - 1), "one fraction"),
        ),
    )


STARTS = ((("a", 0.5), ("b", 0.5)), (("a", -0.5), ("b", -0.25)))


@crosscheck(ones_limit_three, "quadrature", cases=tuple(Case("ones", d=2, T=3, parameters=start) for start in STARTS))
def by_training(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The full model, trained from the line until it is at rest."""
    import numpy as np

    from proofs.zheng2024.second_route.forward import on_line
    from proofs.zheng2024.second_route.population import Population

    source = Population(law, T)
    end = at_rest(source, on_line(d, parameters["a"], parameters["b"]))
    s, b, beta = float(end["W_KQ_32"][0].sum()), float(end["W_PV_12"][0, 0]), float(end["W_PV_12"][0, 1])
    ratio = source.loss(end) / source.loss({name: np.zeros_like(block) for name, block in end.items()})
    return {"product": s * b, "other": beta / b, "left": ratio, "square": s**2}


@crosscheck(ones_limit_three, "quadrature", cases=tuple(Case("ones", d=size, T=3) for size in BENDS))
def bend_by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The second derivative of the full model's loss, all blocks in it."""
    return {f"bend_{d}": bend(law, T, *place(d))}


@crosscheck(ones_limit_three, "sampled", cases=(Case("ones", d=3, T=3),))
def bend_by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same from sampled sequences."""
    return {f"bend_{d}": sampled_bend(law, T, *place(d), rng)}


def place(d: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The point and the direction in floating point, all blocks."""
    import numpy as np

    from proofs.zheng2024.second_route.forward import on_line

    def blocks(pair: tuple[ones_saddle.Matrix, ones_saddle.Matrix]) -> dict[str, Any]:
        value, key = (np.array(matrix, dtype=float) for matrix in pair)
        return {**on_line(d, 0.0, 0.0), "W_PV_12": value, "W_KQ_32": key}

    return blocks(ones_saddle.rest_at_three(d)), blocks(ones_saddle.apart(d))
