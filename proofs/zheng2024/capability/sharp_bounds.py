"""How good and how bad the trained model can be: sharp bounds of its mean ratio and its error, over all laws."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Positive, Settled
from proofs.zheng2024.assumptions import printed
from proofs.zheng2024.capability.capability_route import best, losses, nodes, nodes_of_squares, ratios
from proofs.zheng2024.capability.error_of_trained_model import (
    BY_NAME,
    CURVATURE,
    S2,
    S4,
    S6,
    S42,
    minimiser,
    relative_error,
)
from proofs.zheng2024.capability.prediction import added, over_times, ratio
from proofs.zheng2024.flow.line_flow import DEFINITIONS, KAPPA1, KAPPA2, KAPPA3, reduced
from proofs.zheng2024.line.trained import SECOND, ab_line, mean_ratio, relative_mse
from proofs.zheng2024.notation import H, h, n
from symbolic.algebra.equality import Same, same
from symbolic.algebra.notation import T, d
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.expectation.exact_moments import number, total
from symbolic.expectation.moments import Pattern, moment
from symbolic.laws import IID, Atoms, Law, Ones, Sparse
from symbolic.laws.coordinates import Finite, Gaussian, rademacher
from symbolic.typeset.derivation import Chain, Line

P = sympy.Symbol("P", positive=True)
"""`Σ_j P(x_j ≠ 0)`."""

x, y = sympy.symbols("x y", real=True)
"""A coordinate of a start and a coordinate of an independent second start, both other than 0."""

s2, s4, s6 = sympy.symbols("s2 s4 s6", positive=True)
k, s42 = sympy.symbols("k s42", nonnegative=True)
"""Sums of moments where a sign or a limit needs them positive; `d − 1` and S42 may be 0."""

c = sympy.Symbol("c", positive=True)
"""The larger of two sizes; the smaller is 1."""

RATIO = (T - 2) * S4 * S2 / (P * CURVATURE)
ROOM_OF_RATIO = ((T - 2) * (P * S6 - S2 * S4) + H * P * S42) / (P * CURVATURE)
ERROR = ((T - 2) * (S2 * S6 - S4**2) + H * S2 * S42) / (S2 * CURVATURE)
ROOM_OF_SUM = (T - 2) * S4 * (P * S4 - S2**2) / (S2 * P * CURVATURE)

POSITIVE = {S2: s2, S4: s4, S6: s6, S42: s42, H: h, T: n + 2}

OWN = sympy.Symbol("p_j", positive=True)
"""`P(x_j ≠ 0)`."""

M2, M4, M6, SHARED = (moment(pattern) for pattern in (SECOND, KAPPA1, KAPPA2, KAPPA3))
ROOM_OF_OWN = (OWN * M6 - M2 * M4 + OWN * SHARED * H / (T - 2)) / (OWN * (M6 + SHARED * H / (T - 2)))

TWO_SIZES = IID(Finite(tuple((s * size, mass / 2) for size, mass in ((1, 1 - c**-5), (c, c**-5)) for s in (1, -1))))
"""Independent coordinates of size 1, and rarely c."""

UNEQUAL = Atoms.of([(1, 0), (0, 3)], [Fraction(9, 10), Fraction(1, 10)], "atoms (1, 0): 9/10, (0, 3): 1/10")
AXES = Atoms.of([(2, 0), (0, -2), (0, 0)], [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)], "on two axes, one size")


@dataclass(frozen=True)
class Row:
    """A law with its mean ratio over all coordinates other than 0 and its relative error, T being a symbol."""

    law: Law
    ratio: sympy.Expr
    error: sympy.Expr


OfLaw = Callable[[Law, sympy.Expr], sympy.Expr]
"""A number of a law and a length T."""

ONE, ZERO = sympy.Integer(1), sympy.Integer(0)
ONE_SIZE = (T - 2) / (T - 2 + H), H / (T - 2 + H)

LAWS = (
    Row(Sparse(sympy.Symbol("s", positive=True)).at(3), ONE, ZERO),
    Row(AXES, ONE, ZERO),
    Row(IID(rademacher()).at(1), ONE, ZERO),
    Row(IID(rademacher()).at(2), *ONE_SIZE),
    Row(Ones().at(2), *ONE_SIZE),
    Row(UNEQUAL, sympy.Rational(9, 41), sympy.Rational(16, 41)),
    Row(IID(Gaussian()).at(1), sympy.Rational(1, 5), sympy.Rational(2, 5)),
)
"""Laws at which the bounds are attained, and others."""


@cache
def mean_ratio_of_all() -> sympy.Expr:
    """Ratio of prediction to target over all times and all coordinates other than 0, at the product of least loss."""
    return minimiser() * added(over_times(ratio())).xreplace(BY_NAME) / ((T - 2) * P)


def over_pairs(polynomial: sympy.Expr) -> sympy.Expr:
    """`Σ_{j,k} E p(x_j, y_k)` over coordinates other than 0, y an independent copy of x: products of summed moments."""
    terms = sympy.Poly(sympy.expand(polynomial), x, y).terms()
    return sympy.Add(*(c * summed(a) * summed(b) for (a, b), c in terms))


def summed(power: int) -> sympy.Expr:
    """`Σ_j E[x_j^power; x_j ≠ 0]`."""
    return BY_NAME[moment(Pattern((), (power,)))] if power else P


def over_own_pairs(polynomial: sympy.Expr) -> sympy.Expr:
    """The same for one coordinate j alone."""
    rules = {P: OWN, S2: M2, S4: M4, S6: M6}
    return over_pairs(polynomial).xreplace(rules)


def own_ratio() -> sympy.Expr:
    """The ratio of coordinate j alone at the limit of the flow, the κ's written as moments of that coordinate."""
    product = reduced().product.xreplace({rule.right: rule.left for rule in DEFINITIONS})
    return product * over_times(ratio()) / ((T - 2) * OWN)


def second_ratio(law: Law) -> sympy.Expr:
    """The ratio of the second coordinate alone at T = 3; at a law on the axes no other T gives another."""
    ratios_of_coordinates = mean_ratio(law, sympy.Integer(3))
    return sympy.nan if ratios_of_coordinates is None else ratios_of_coordinates[1]


def along(value: OfLaw) -> sympy.Expr:
    """A number of independent coordinates of two sizes at `d = k + 1`, `T = n + 2`, in the larger size."""
    return sympy.cancel(value(TWO_SIZES.at(d), T).subs({d: k + 1}).xreplace({H: h}).subs(T, n + 2))


def ratio_of_all(law: Law, length: sympy.Expr) -> sympy.Expr:
    """The mean ratio over all coordinates other than 0 of one law; `x_1 = 0` almost surely is left out."""
    chances = (number(law.nonzero_probability(j)) for j in range(law.d if isinstance(law.d, int) else 1))
    weight = sympy.Add(*chances) * (1 if isinstance(law.d, int) else law.d)
    return sympy.cancel(ab_line(law, length) * total(law, SECOND) / weight)


def settle_laws(rows: tuple[Row, ...]) -> Answer:
    """Each number from the exact moments; the bounds attained exactly where the atoms are on the axes, of one size."""
    for row in rows:
        found = ratio_of_all(row.law, T), relative_mse(row.law, T)
        for claimed, value in zip((row.ratio, row.error), found, strict=True):
            if not isinstance(same(value, claimed), Same):
                return Fails(f"{value}, not {claimed}", row.law.description)
        if row.law.atoms is not None and on_axes(row.law) is not (row.ratio == 1):
            return Fails("its atoms say otherwise", row.law.description)
    return Holds(f"{len(rows)} laws, those on the axes with one size attain both bounds")


def on_axes(law: Law) -> bool:
    """Whether every atom has at most one coordinate other than 0, and all those have one size."""
    values = [[number(value) ** 2 for value in point if number(value) != 0] for point, _ in law.atoms or ()]
    return all(len(point) <= 1 for point in values) and len({value for point in values for value in point}) == 1


@claim(
    "zheng2024/sharp-bounds",
    source=printed("Proposition 4.1 and Theorem 4.1: the ratio and the error over all laws"),
    parts=(
        Equality("ratio", mean_ratio_of_all, RATIO),
        Equality("ratio_without_zeros", lambda: mean_ratio_of_all().subs(P, d), RATIO.subs(P, d)),
        Positive("ratio_positive", lambda: sympy.cancel(RATIO.xreplace(POSITIVE))),
        Equality("room_of_ratio", lambda: 1 - mean_ratio_of_all(), ROOM_OF_RATIO),
        Equality("association", lambda: over_pairs((x**2 - y**2) ** 2 * (x**2 + y**2) / 2), P * S6 - S2 * S4),
        Equality("error", relative_error, ERROR),
        Positive("error_below_one", lambda: sympy.cancel((1 - ERROR).xreplace(POSITIVE))),
        Equality("lagrange", lambda: over_pairs(x**2 * y**2 * (x**2 - y**2) ** 2 / 2), S2 * S6 - S4**2),
        Equality("room_of_sum", lambda: 1 - mean_ratio_of_all() - relative_error(), ROOM_OF_SUM),
        Equality("dispersion", lambda: over_pairs((x**2 - y**2) ** 2 / 2), P * S4 - S2**2),
        Equality("room_of_own", lambda: 1 - own_ratio(), ROOM_OF_OWN),
        Equality("own", lambda: over_own_pairs((x**2 - y**2) ** 2 * (x**2 + y**2) / 2), OWN * M6 - M2 * M4),
        Equality("unequal", lambda: second_ratio(UNEQUAL), sympy.Rational(45, 41)),
        Equality("worst_ratio", lambda: sympy.Limit(along(ratio_of_all), c, sympy.oo), sympy.Integer(0)),
        Equality("worst_error", lambda: sympy.Limit(along(relative_mse), c, sympy.oo), sympy.Integer(1)),
        Settled("named_laws", LAWS, settle_laws),
    ),
    formal="capability.sharp_bounds",
)
def sharp_bounds() -> Iterator[Chain]:
    """For every law, d and `T >= 3`: the mean ratio is in (0, 1], the error in [0, 1), and their sum at most 1.

    Meant are the ratio of prediction to target over all times and all coordinates with `x_j ≠ 0` (of a law that is not
    concentrated at 0 and has sixth moments), and the error relative to predicting zero, both at the product ab of least
    loss, the limit of the flow where the line is invariant. With P the sum of `P(x_j ≠ 0)` and the sums S2, S4, S6, S42
    of `error-of-trained-model`, what is missing to 1 is a sum of terms that are not negative. With y an independent
    copy of x and all sums over pairs of coordinates other than 0: `P S6 − S2 S4 = ½ Σ E (x_j² − y_k²)² (x_j² + y_k²)`,
    `S2 S6 − S4² = ½ Σ E x_j² y_k² (x_j² − y_k²)²`, `P S4 − S2² = ½ Σ E (x_j² − y_k²)²`. Each is 0 exactly if all
    coordinates have one size where they are not 0; S42 is 0 exactly if no two coordinates are other than 0 together. So
    the ratio is 1, and the error 0, for the same laws: those on the points 0 and `±c e_j`, with one c. The sum of ratio
    and error is 1 exactly for the laws of one size. The bounds 0 of the ratio and 1 of the error are not attained, and
    no better ones hold at any d and T: independent coordinates of size 1, and of size c with probability `c^{-5}`,
    approach both as c grows; they are symmetric, so that the line is invariant. Where κ1, κ2, κ3 do not depend on j the
    ratio of each coordinate by itself is in (0, 1]; otherwise it can exceed 1: at (1, 0) with probability 9/10 and (0,
    3) with 1/10 that of the second coordinate is 45/41.
    """
    yield Chain(
        "room_of_ratio",
        r"1 - \mathbb{E}[\hat y_j / x_{t+1,j} \mid x_j \neq 0]",
        (
            Line(1 - mean_ratio_of_all(), "the derived ratio at the product of least loss"),
            Line(1 - RATIO, "collected"),
            Line(ROOM_OF_RATIO, "over one denominator"),
        ),
    )
    yield Chain(
        "error",
        r"L(u_0) / L(0)",
        (Line(relative_error(), "the derived loss at its minimum"), Line(ERROR, "over one denominator")),
    )
    yield Chain(
        "room_of_sum",
        r"1 - \mathbb{E}[\hat y_j / x_{t+1,j} \mid x_j \neq 0] - L(u_0) / L(0)",
        (Line(1 - RATIO - ERROR, "both bounds together"), Line(ROOM_OF_SUM, r"$S_{42}$ cancels")),
    )
    yield _approach("worst_ratio", r"\mathbb{E}[\hat y_j / x_{t+1,j} \mid x_j \neq 0]", ratio_of_all, ZERO)
    yield _approach("worst_error", r"L(u_0) / L(0)", relative_mse, ONE)


def _approach(name: str, symbol: str, value: OfLaw, limit: sympy.Expr) -> Chain:
    lines = (
        Line(sympy.Limit(along(value), c, sympy.oo), "two sizes, the larger one rare"),
        Line(limit, "leading terms in $c$"),
    )
    at = {n: sympy.Integer(3), h: sympy.Rational(11, 6), k: sympy.Integer(1)}
    return Chain(name, rf"\lim_{{c\to\infty}} {symbol}", lines, at)


SIZES = (("gaussian", 2, 4), ("laplace(scale=1/2)", 2, 5), ("rademacher", 3, 5))


@crosscheck(sharp_bounds, "quadrature", cases=tuple(Case(law, d=d, T=T) for law, d, T in SIZES))
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The ratio at the last time and the relative error at the product of least loss, from the full model."""
    points = nodes(law, T)
    product = best(points, lambda at: losses(T, at))
    return {
        "ratio_without_zeros": points.mean(ratios(T, product)),
        "error": points.mean(losses(T, product)) / points.mean(losses(T, 0.0)),
    }


@crosscheck(sharp_bounds, "sampled", cases=(Case("uniform", d=2, T=4), Case("rademacher", d=2, T=5)))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same over sampled sequences."""
    points = nodes_of_squares(law, T)
    product, whole = best(points, lambda at: losses(T, at)), points.mean(losses(T, 0.0))
    return {
        "ratio_without_zeros": points.sample(ratios(T, product), law, rng, 1.0),
        "error": points.sample(lambda x1, lam: losses(T, product)(x1, lam) / whole, law, rng, 1.0),
    }
