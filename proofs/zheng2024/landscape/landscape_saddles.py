"""Where the trained point is a saddle of the full loss: for every T, in all dimensions from one on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.landscape.global_minimum import best_on_ray
from proofs.zheng2024.landscape.landscape_route import bend, sampled_bend
from proofs.zheng2024.landscape.sector_coordinates import SquareTerm, settle_sum
from proofs.zheng2024.landscape.sector_curvature import bend_along
from proofs.zheng2024.landscape.sector_halves import (
    ACROSS,
    BESIDE,
    WITHIN,
    Halves,
    TableRow,
    bend_apart,
    halves,
    n,
    s,
    settle_first,
    settle_halves,
)
from proofs.zheng2024.notation import H, kappa1, kappa2, kappa3
from symbolic.algebra.notation import T
from symbolic.algebra.rationals import to_sympy
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line

ROW = (n - 1) * WITHIN + n * ACROSS + s * BESIDE
U = (T - 2) * kappa1 / ((T - 2) * kappa2 + H * ROW)
BEND = 8 * n * U**2 * ((T - 2) * kappa2 + H * ((n - 1) * WITHIN - n * ACROSS))

TABLES: tuple[TableRow, ...] = ((2, 4, 3), (2, 5, 4), (3, 3, 2), (3, 2, 1))

LEAST_SIZES = ((3, 2), (4, 7), (5, 12), (6, 18))
"""T, and half the least dimension in which a law of two halves makes the trained point a saddle."""

FOUR = (2, 5, 4)
"""n, and the numbers `√q`, `√p`, of a law in four dimensions."""

APART = (1, 1, -1, -1)

k, r, g = sympy.symbols("k r g", nonnegative=True)
"""`k = T − 2`; g is a square, `g = 5k + r`."""

ONE = sympy.Integer(1)
FAMILY = Halves(g**2, ONE, 4 * g)
"""One half at ±1, one of the other at ±2√g; `d = 2g²`."""

SMALLEST = Halves(sympy.Integer(2), sympy.Integer(9), sympy.Integer(16))
"""One half at ±3, one of the other at ±4; `d = 4`."""

NEGATIVE: tuple[SquareTerm, ...] = ((55 * k**2 + 86 * k * r + 15 * r**2 + 19 * k + 4 * r + 1, ONE, ONE),)
"""`−2 ((T−2) κ2 + H ((n−1) G_within − n G_across))` at H = 1; for larger H it is larger."""

rho, v, size = sympy.symbols("rho v D", positive=True)
"""How often the others are on, at `±√v`; the number of the coordinates in the halves."""

PRESENT = kappa3 / ((size - s) * kappa1 * v + (s - 1) * v**3)
"""The probability ρ at which the rows of the others add up to those of the halves."""

QUARTER = sympy.Rational(1, 4)

ROOM = (
    QUARTER * (561 * r**4 + 11148 * r**3 + 82766 * r**2 + 272064 * r + 334045),
    QUARTER * (128 * r**2 + 1265 * r + 3057),
    QUARTER / 2 * (128 * r**5 + 3648 * r**4 + 42824 * r**3 + 254713 * r**2 + 758298 * r + 896649),
    QUARTER * 57450,
    QUARTER * 2001,
    QUARTER / 2 * 598137,
)
"""For the family at `g = 5 + r`, in multiples of powers of g, and for the smallest law: what has to be positive."""


def tables(statement: tuple[TableRow, ...]) -> Answer:
    """Settled by exact moments of tables of atoms."""
    return settle_halves(LINE_CONDITIONS, statement)


def negative(statement: tuple[SquareTerm, ...]) -> Answer:
    """Settled by multiplying out, and by the signs of all coefficients."""
    slope = k * FAMILY.kappa2 + (FAMILY.size - 1) * FAMILY.within - FAMILY.size * FAMILY.across
    return settle_sum(sympy.expand(sympy.cancel(-2 * slope).subs(g, 5 * k + r)), (k, r), statement)


def room(statement: tuple[sympy.Expr, ...]) -> Answer:
    """Settled expression by expression, by the signs of all coefficients."""
    for derived, stated in zip(wanted(), statement, strict=True):
        if not isinstance(answer := settle_sum(derived, (r,), ((stated, ONE, ONE),)), Holds):
            return answer
        if not stated.subs(r, 0) > 0:
            return Fails("the constant is not positive", str(stated))
    return Holds(f"{len(statement)} polynomials with a positive constant and no negative coefficient")


@cache
def wanted() -> tuple[sympy.Expr, ...]:
    """What ρ <= 1, ρ v² < κ1 and ρ v³ < κ2 need, at one further coordinate."""
    family = (
        sympy.cancel(g**power * value).subs(g, 5 + r) for power, value in zip((2, 1, 2), _spare(FAMILY), strict=True)
    )
    return (*map(sympy.expand, family), *_spare(SMALLEST))


def _spare(law: Halves) -> tuple[sympy.Expr, ...]:
    most = 2 * law.size - 1
    return (
        most * law.kappa1**2 - law.kappa3 * law.second,
        most * law.kappa1 * law.second - law.kappa3,
        most * law.kappa2 * law.second**2 - law.kappa3 * law.kappa1,
    )


def rows_of_others() -> sympy.Expr:
    """The row of one of the others, less what the others add to a row of the halves, at the probability ρ."""
    return sympy.cancel((size * rho * kappa1 * v + (s - 1) * rho * v**3 - s * rho * kappa1 * v).subs(rho, PRESENT))


@claim(
    "zheng2024/landscape-saddles",
    source=printed("Theorem 4.1, beyond it: the full loss"),
    parts=(
        Settled("tables", TABLES, tables),
        Equality("bend", lambda: bend_apart(U), BEND),
        Equality("bend_at_four", lambda: to_sympy(bend_along(halves(*FOUR), 3, APART)), sympy.Rational(-3164, 3249)),
        Settled("negative", NEGATIVE, negative),
        Settled("least_sizes", LEAST_SIZES, settle_first),
        Equality("rows", rows_of_others, kappa3),
        Equality("most", lambda: 1 / (PRESENT / kappa3), (size - 1) * kappa1 * v + (s - 1) * v * (v**2 - kappa1)),
        Settled("room", ROOM, room),
    ),
    formal="landscape.landscape_saddles",
)
def landscape_saddles() -> Iterator[Chain]:
    """For every T, in all large dimensions, there are laws with an invariant line whose trained point is a saddle.

    At T = 3 there are such laws in every dimension `d >= 4`; at any T in every `d >= 2c⁴` with an integer c,
    `c² >= 5 (T−2)`. They are symmetric under sign flips. Of 2n coordinates one half, either with probability 1/2, has
    all of them at `±√p`, the other half one at `±√q`. The second derivative that tells the halves apart has the sign of
    `(T−2) κ2 + H ((n−1) G_within − n G_across)`, with `E x_j² x_k⁴` for coordinates of one half and of both. It is
    negative at n = 2, p = 9, q = 16, T = 3, and at `n = c⁴`, p = 1, `q = 4c²`. With other p and q it first becomes so
    at n = 2, 7, 12, 18 for T = 3, 4, 5, 6, that is at d = 4, 14, 24, 36. Further coordinates, s of them, are all at
    `±√v`, `v = κ1/E x_j²`, with probability ρ, whatever the halves do, or else 0. Mixed in are points where one of them
    alone is not 0, at a size and with a weight that make κ1 and κ2 agree; that scales the moments of all others alike.
    It is possible, as ρ is largest at s = 1 (`v² >= κ1`) and there `ρ <= 1`, `ρ v² < κ1`, `ρ v³ < κ2`. The rows and
    columns of `E x_j² x_k⁴` then have equal sums, and the second derivative has the same sign as before.
    """
    yield Chain(
        "bend",
        r"\frac{d^2 L}{de^2}",
        (Line(bend_apart(U), "derived loss of diagonals"), Line(BEND, "collected")),
    )


def in_four_dimensions() -> tuple[Case, ...]:
    """That law, as a table of atoms."""
    return (Case(halves(*FOUR), d=4, T=3),)


@crosscheck(landscape_saddles, "quadrature", cases=in_four_dimensions)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The bend of the full model's loss, from five losses."""
    return {"bend_at_four": bend(law, T, *_point_and_way(law, T))}


@crosscheck(landscape_saddles, "sampled", cases=in_four_dimensions)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The bend of the losses of sampled sequences."""
    return {"bend_at_four": sampled_bend(law, T, *_point_and_way(law, T), rng)}


def _point_and_way(law: Law, T: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """`W_PV_12 = I`, `W_KQ_32 = ab I`, and the same with the signs of one half reversed, as a direction."""
    import numpy as np

    point = best_on_ray(law, T, law.d)
    return point, {name: block @ np.diag(np.array(APART, dtype=float)) for name, block in point.items()}
