"""Short training sequences: the limit products at the lengths 3 and 10, and what lies between them and long ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Positive
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.flow.line_flow import reduced
from proofs.zheng2024.line.gradient_route import product_by_quadrature, radial_by_sampling
from proofs.zheng2024.line.theorem_4_1_limit import theorem_4_1_limit
from proofs.zheng2024.line.trained import ab_line
from proofs.zheng2024.notation import H, kappa1, kappa2, kappa3, n
from symbolic.algebra.notation import T, d
from symbolic.laws import IID, Law, LawFamily, Sparse
from symbolic.laws.coordinates import Gaussian, Laplace, Uniform, rademacher
from symbolic.typeset.derivation import Chain, Line

SHARE = H / (T - 2)
"""What κ3 is multiplied by in the limit product."""

DROP = (H - (T - 2) / (T - 1)) / ((T - 2) * (T - 1))
"""Its decrease from T to T + 1."""

FAMILIES: dict[str, LawFamily] = {
    "gaussian": IID(Gaussian()),
    "laplace": IID(Laplace()),
    "uniform": IID(Uniform()),
    "rademacher": IID(rademacher()),
    "sparse": Sparse(),
}
"""Laws with an invariant line, at scale 1, by the name that the law language has for them."""

STATED = {
    ("gaussian", 3): 1 / (d + 4),
    ("gaussian", 10): 2240 / (761 * d + 10439),
    ("laplace", 3): 1 / (2 * d + 28),
    ("laplace", 10): 1120 / (761 * d + 32839),
    ("uniform", 3): 21 / (7 * d + 8),
    ("uniform", 10): 6720 / (761 * d + 4039),
    ("rademacher", 3): 1 / d,
    ("rademacher", 10): 2240 / (761 * d + 1479),
    ("sparse", 3): sympy.Integer(1),
    ("sparse", 10): sympy.Integer(1),
}
"""The product ab where the flow ends, by law and length."""


def trained(name: str, length: int) -> sympy.Expr:
    """The product that the derived loss on the line is least at."""
    found = ab_line(FAMILIES[name].at(d), length)
    return sympy.zoo if found is None else found


def rescaled() -> sympy.Expr:
    """What the product is multiplied by where the start is s times as large."""
    scaled = {kappa1: s**4 * kappa1, kappa2: s**6 * kappa2, kappa3: s**6 * kappa3}
    return reduced().product.xreplace(scaled) / reduced().product


def growth() -> sympy.Expr:
    """How much the reciprocal of the product falls from T to T + 1."""
    return 1 / reduced().product - 1 / reduced().product.subs(T, T + 1)


def later_fall() -> sympy.Expr:
    """`DROP` at T = n + 2 with `H_n = 1 + g`, which is at least 1."""
    g = sympy.Symbol("g", nonnegative=True)
    return sympy.factor(DROP.subs(H, 1 + g).subs(T, n + 2))


s = sympy.Symbol("s", positive=True)

PARTS = tuple(
    Equality(f"{name}_{length}", partial(trained, name, length), stated) for (name, length), stated in STATED.items()
)


@claim(
    "zheng2024/short-sequences",
    source=printed("review thread, summary of the revision: small-context scenarios, lengths 3 and 10"),
    hypotheses=LINE_CONDITIONS,
    parts=(
        *PARTS,
        Equality("shortest", lambda: reduced().product.subs(T, 3), kappa1 / (kappa2 + kappa3)),
        Equality("scale", rescaled, s**-2),
        Equality("growth", growth, kappa3 / kappa1 * DROP),
        Positive("monotone", later_fall),
        Equality("wide", lambda: sympy.Limit(d * trained("gaussian", 3), d, sympy.oo), sympy.Integer(1)),
        Equality("wide_ten", lambda: sympy.Limit(d * trained("gaussian", 10), d, sympy.oo), sympy.Rational(2240, 761)),
        Equality("long", lambda: sympy.Limit(reduced().product, T, sympy.oo), kappa1 / kappa2),
    ),
    uses=(theorem_4_1_limit,),
    formal="line.short_sequences",
)
def short_sequences() -> Iterator[Chain]:
    """At `T = 3` the flow ends at `ab = κ1/(κ2 + κ3)`, its smallest value; it grows with T to `κ1/κ2`.

    For Gaussian starts of scale s it is `1/(s² (d + 4))` at T = 3 and `2240/(s² (761 d + 10439))` at T = 10: at s = 1
    and d = 5 a ninth and about 0.157, where the limit of long sequences says a fifth. What the length changes is the
    factor `H_{T−2}/(T−2)` of κ3, which is 1 at T = 3 and falls strictly; so the product grows strictly unless `κ3 = 0`.
    At a fixed length the product of Gaussian starts falls as 1/d, `s² d` times it tending to 1 at T = 3 and to 2240/761
    at T = 10.
    """
    yield Chain(
        "growth",
        r"\frac{1}{(\tilde a\tilde b)_T}-\frac{1}{(\tilde a\tilde b)_{T+1}}",
        (
            Line(growth(), "limit of the flow at both lengths"),
            Line(kappa3 / kappa1 * (SHARE - SHARE.subs(T, T + 1)), r"$\kappa_2/\kappa_1$ cancels"),
            Line(kappa3 / kappa1 * DROP, r"positive: $H_{T-2}\geq 1$"),
        ),
    )
    yield Chain(
        "wide",
        r"\lim_{d\to\infty} d\,\tilde a\tilde b\,\Big|_{T=3}",
        (
            Line(sympy.Limit(d / (d + 4), d, sympy.oo), "Gaussian starts of scale 1"),
            Line(sympy.Integer(1), "leading terms"),
        ),
        sequence={T: sympy.Integer(3)},
    )
    yield Chain(
        "wide_ten",
        r"\lim_{d\to\infty} d\,\tilde a\tilde b\,\Big|_{T=10}",
        (
            Line(sympy.Limit(2240 * d / (761 * d + 10439), d, sympy.oo), "Gaussian starts of scale 1"),
            Line(sympy.Rational(2240, 761), "leading terms"),
        ),
        sequence={T: sympy.Integer(10)},
    )
    yield Chain(
        "long",
        r"\lim_{T\to\infty}\tilde a\tilde b",
        (
            Line(sympy.Limit(kappa1 / (kappa2 + kappa3 * SHARE), T, sympy.oo), "limit of the flow"),
            Line(kappa1 / kappa2, r"$H_{T-2}/(T-2)\to 0$"),
        ),
        sequence={kappa1: sympy.Integer(3), kappa2: sympy.Integer(15), kappa3: sympy.Integer(12)},
    )


CASES = (*(Case(name, d=2, T=3) for name in FAMILIES), Case("gaussian", d=1, T=10), Case("rademacher", d=2, T=10))


@crosscheck(short_sequences, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The product that minimises the full model's loss on the line."""
    found = product_by_quadrature(law, d, T)["product"]
    short = {"shortest": found} if T == 3 else {}
    return {f"{_name(law)}_{T}": found, **short}


@crosscheck(
    short_sequences, "sampled", cases=(Case("uniform", d=2, T=3), Case("rademacher", d=2, T=3)), at_claimed=True
)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The slope of the sampled loss along the line, which must vanish at the claimed product."""
    name = f"{_name(law)}_{T}"
    return {name: radial_by_sampling(law, d, T, parameters[name], rng)}


def _name(law: Law) -> str:
    return law.description.partition("(")[0]
