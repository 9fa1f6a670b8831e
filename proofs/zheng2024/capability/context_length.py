"""How long the context has to be: the trained step against the step of an unlimited context."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Positive
from proofs.zheng2024.assumptions import printed
from proofs.zheng2024.capability.capability_route import (
    best,
    energy,
    losses,
    nodes,
    nodes_of_squares,
    radials,
    start_moment,
)
from proofs.zheng2024.capability.classification import Unspecified
from proofs.zheng2024.flow.line_flow import DEFINITIONS, KAPPA1, KAPPA2, KAPPA3, reduced
from proofs.zheng2024.line.theorem_4_1_limit import theorem_4_1_limit
from proofs.zheng2024.line.trained import SECOND
from proofs.zheng2024.notation import H, kappa1, kappa2
from symbolic.algebra.notation import T, d
from symbolic.expectation.moments import at_law, moment
from symbolic.laws import IID, Law
from symbolic.typeset.derivation import Chain, Line, Rule

FAMILY = IID(Unspecified())
M2, M4, M6 = (moment(pattern) for pattern in (SECOND, KAPPA1, KAPPA2))
SHAPE = M2 * M4 / M6
"""`E x_j^2 E x_j^4 / E x_j^6`: between 0 and 1."""

DEVIATION = (d - 1) * H * SHAPE / (T - 2 + (d - 1) * H * SHAPE)

k = sympy.Symbol("k", integer=True, positive=True)
"""`d − 1`, for `d >= 2`."""

z, w, s = sympy.symbols("z w s", positive=True)
"""`(d−1) H_{T−2}/(T−2)`, the value of `SHAPE`, and a ratio of sizes."""


def deviation() -> sympy.Expr:
    """Relative distance of the trained product from κ1/κ2, in formal moments."""
    return (1 - reduced().product * kappa2 / kappa1).xreplace({rule.right: rule.left for rule in DEFINITIONS})


def at_family(expression: sympy.Expr) -> sympy.Expr:
    """Independent coordinates with moments m2, m4, m6."""
    return at_law(expression, FAMILY.at(d))


def along(size: sympy.Expr) -> sympy.Expr:
    """The deviation where `d − 1` is a function of T."""
    return at_family(deviation()).subs(d, size + 1)


RISE = w * z / (1 + w * z)


@claim(
    "zheng2024/context-length",
    source=printed("review thread, reviewer c1Lc: κ3 grows with d, so that T has to be much larger than d"),
    family=FAMILY,
    parts=(
        Equality("kappa3", lambda: moment(KAPPA3), (d - 1) * M2 * M4),
        Equality("deviation", deviation, DEVIATION),
        Equality("rise", lambda: at_family(DEVIATION).subs(d, 1 + z * (T - 2) / H), RISE.subs(w, at_family(SHAPE))),
        Equality("slope", lambda: sympy.diff(RISE, z), w / (1 + w * z) ** 2),
        Positive("increasing", lambda: sympy.factor(sympy.diff(RISE, z))),
        Equality("inverse", lambda: (z / (w * (1 - z))).subs(z, RISE), z),
        Equality("limit", lambda: sympy.Limit(along(k), T, sympy.oo), sympy.Integer(0)),
        Equality("longer_is_not_enough", lambda: along(s * (T - 2) / H), s * SHAPE / (1 + s * SHAPE)),
        Equality("in_proportion", lambda: along(s * (T - 2)), s * SHAPE * H / (1 + s * SHAPE * H)),
    ),
    uses=(theorem_4_1_limit,),
    formal="capability.context_length",
)
def context_length() -> Iterator[Chain]:
    """For i.i.d. coordinates the trained step comes as near to `κ1/κ2` as `(d−1) H_{T−2}/(T−2)` comes to 0.

    Here `κ3 = (d−1) E x_j^2 E x_j^4`. With w for `E x_j^2 E x_j^4 / E x_j^6` (in (0, 1]) and z for `(d−1)
    H_{T−2}/(T−2)` the deviation of ab from `κ1/κ2`, relative to it, tends along the flow to `wz/(1 + wz)`, which
    increases strictly from 0 and is at most an ε below 1 exactly if `z <= ε/(w (1 − ε))`: it is small exactly when z
    is; in a fixed dimension it tends to 0. A context much longer than d is necessary,
    since `H_{T−2} >= 1`, but not sufficient: where `d − 1 >= s (T−2)/H_{T−2}` the deviation is at least `ws/(1 + ws)`,
    and T/d grows there without bound, as `H_{T−2}` does; along `d − 1 = s (T−2)` the deviation passes every number
    below 1. At d = 1 every length will do. Coordinates are independent, with one symmetric law that has moments up to
    the sixth and is not 0 almost surely.
    """
    rules = tuple(
        Rule(moment(p), at_family(moment(p)), "independent coordinates") for p in (SECOND, KAPPA1, KAPPA2, KAPPA3)
    )
    yield Chain(
        "deviation",
        r"1 - \tilde a\tilde b\,\kappa_2/\kappa_1",
        (
            Line(deviation(), "the limit of the flow in formal moments"),
            Line(DEVIATION, r"$\kappa_3 = (d-1)\,\mathbb{E}[x_j^2]\,\mathbb{E}[x_j^4]$", rules),
        ),
    )
    yield Chain(
        "slope",
        r"\frac{d}{dz}\,\frac{wz}{1+wz}",
        (Line(sympy.Derivative(RISE, z), "the deviation as a function of $z$"), Line(w / (1 + w * z) ** 2, "positive")),
    )
    yield Chain(
        "longer_is_not_enough",
        r"1 - \tilde a\tilde b\,\kappa_2/\kappa_1",
        (
            Line(along(s * (T - 2) / H), "along $d - 1 = s (T-2)/H_{T-2}$"),
            Line(at_family(s * SHAPE / (1 + s * SHAPE)), "$T$ cancels"),
        ),
    )
    yield Chain(
        "limit",
        r"\lim_{T\to\infty}\left(1 - \tilde a\tilde b\,\kappa_2/\kappa_1\right)",
        (
            Line(sympy.Limit(along(k), T, sympy.oo), "fixed $d = k + 1$"),
            Line(sympy.Integer(0), r"$H_{T-2}$ grows like $\log T$"),
        ),
        sequence={k: sympy.Integer(4), **{at_family(m): sympy.Integer(v) for m, v in ((M2, 1), (M4, 3), (M6, 15))}},
    )


SIZES = (("gaussian", 3, 4), ("laplace", 2, 5), ("rademacher", 4, 4))


@crosscheck(context_length, "quadrature", cases=tuple(Case(law, d=d, T=T) for law, d, T in SIZES))
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The least loss' product over the ratio of the fourth and sixth moments of a coordinate."""
    product = best(nodes(law, T), lambda at: losses(T, at))
    unlimited = start_moment(law, 4) / start_moment(law, 6)
    return {"deviation": 1 - product / unlimited}


@crosscheck(context_length, "sampled", cases=(Case("uniform", d=2, T=4), Case("rademacher", d=3, T=4)), at_claimed=True)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The slope of the sampled loss along the line, at the product that the claimed deviation says."""
    points = nodes_of_squares(law, T)
    product = (1 - parameters["deviation"]) * start_moment(law, 4) / start_moment(law, 6)
    return {
        "deviation": points.sample(radials(T, product), law, rng, energy(points, lambda at: losses(T, at), product))
    }
