"""With at most three coordinates the trained point is a global minimum, exchangeable or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, Computed, crosscheck
from proofs.parts import Equality, Follows, Settled
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.flow.line_flow import KAPPA1, KAPPA2, KAPPA3, KAPPA3_TRANSPOSED
from proofs.zheng2024.landscape.global_minimum_repaired import SECTORS, SQUARES, VANISHING, squares
from proofs.zheng2024.landscape.landscape_route import least, lowest, sampled_loss
from proofs.zheng2024.landscape.sector_coordinates import (
    PairsRow,
    SquareTerm,
    key,
    loss_of_diagonals,
    pair,
    settle_pairs,
    settle_sum,
    value,
)
from proofs.zheng2024.landscape.sectors import settle_sectors
from proofs.zheng2024.line.gradient import gradient
from proofs.zheng2024.notation import H, kappa1, kappa2, kappa3
from symbolic.algebra.notation import T, d
from symbolic.decide.conclusions import Conclusion, same_for_every, zero
from symbolic.decide.outcomes import Answer
from symbolic.expectation.moments import Pattern, moment
from symbolic.laws import Atoms, Law
from symbolic.typeset.derivation import Chain, Line

SIZE = 3
NEXT = ((0, 1), (1, 2), (2, 0))
"""Coordinates in a cycle, and who follows whom."""

EQUAL_PAIRS: tuple[PairsRow, ...] = (
    (2, (((2, 4), (4, 2)),)),
    (
        3,
        (
            ((2, 4, 0), (0, 2, 4)),
            ((0, 2, 4), (4, 0, 2)),
            ((4, 2, 0), (0, 4, 2)),
            ((0, 4, 2), (2, 0, 4)),
        ),
    ),
)
"""At d = 3, `G_12 = G_23 = G_31` and `G_21 = G_32 = G_13`."""

TAKEN = Conclusion(
    "what the sums take from the hypotheses",
    (*map(zero, VANISHING), *map(same_for_every, (KAPPA1, KAPPA2, KAPPA3, KAPPA3_TRANSPOSED))),
)

f, h = sympy.symbols("f h", nonnegative=True)
"""`G_12 = f` forward along the cycle, `G_21 = h` backward."""

M = (T - 2) * kappa2 + kappa3 * H
U = (T - 2) * kappa1 / M
LEAST = (T - 2) * d * moment(Pattern((2,))) / 2 - d * (T - 2) ** 2 * kappa1**2 / (2 * M)

A, B = sympy.symbols("a_1:4", real=True), sympy.symbols("b_1:4", real=True)
D = sympy.symbols("D_1:4", positive=True)
"""The numbers `D_j` of the energy `Σ b_j² D_j`."""

SUM = sum(b * a for a, b in zip(A, B, strict=True))
TWO = (
    H * kappa3 * (B[0] * A[1] - B[1] * A[0]) ** 2
    + ((T - 2) * kappa2 - H * kappa3) * (B[0] * A[0] - B[1] * A[1]) ** 2 / 2
)
CAUCHY = sum((B[j] * A[k] * D[j] - B[k] * A[j] * D[k]) ** 2 * D[3 - j - k] for j, k in ((0, 1), (0, 2), (1, 2)))

least_key, x, y, m, e = sympy.symbols("z x y m e", nonnegative=True)
"""`a_1² = z` is the least `a_j²`, `a_2² = z + x`, `a_3² = z + y`; `f = (1+m) h`, `(T−2) κ2 = ((1+m)² + e) H h`."""

BOTH = m**5 + 6 * m**4 + 15 * m**3 + 18 * m**2 + 9 * m + e * (2 * m**3 + 8 * m**2 + 12 * m + 6) + e**2 * (m + 2)
HALF = sympy.Rational(1, 2)
ONE = sympy.Integer(1)

CUBIC: tuple[SquareTerm, ...] = (
    (BOTH, least_key, x - y),
    (BOTH, least_key * x * y, ONE),
    (3 * HALF * m**2, x, x - y),
    (2 * m**3 + 7 * HALF * m**2 + 3 * m + 2 * e * (m + 1), x**3, ONE),
    (m**5 + 3 * m**4 + 2 * e * m**2 * (m + 2) + e**2 * (m + 1), x**2 * y, ONE),
    (3 * m**4 + 9 * m**3 + 9 * HALF * m**2 + 2 * e * m * (2 * m + 3) + e**2, x * y**2, ONE),
    (2 * m**3 + 5 * m**2 + 3 * m + 2 * e * (m + 1), y**3, ONE),
)
"""`3 D_1 D_2 D_3 − (κ + 2 + m) Σ_j a_j² D_k D_l` in units of h and H, κ standing for `(1+m)² + e`."""


def sums_of_pairs(statement: tuple[PairsRow, ...]) -> Answer:
    """Settled by the span of the conditions, dimension by dimension."""
    return settle_pairs(LINE_CONDITIONS, VANISHING, statement)


def cubic(statement: tuple[SquareTerm, ...]) -> Answer:
    """Settled by multiplying out, and by the signs of all coefficients."""
    return settle_sum(excess(), (least_key, x, y, m, e), statement)


@cache
def excess() -> sympy.Expr:
    """The cubic, from the numbers `D_j`."""
    level = (1 + m) ** 2 + e
    z = (least_key, least_key + x, least_key + y)
    rows = [level * z[j] + (1 + m) * z[(j + 1) % SIZE] + z[(j + 2) % SIZE] for j in range(SIZE)]
    products = [z[j] * rows[(j + 1) % SIZE] * rows[(j + 2) % SIZE] for j in range(SIZE)]
    return sympy.expand(SIZE * sympy.prod(rows) - (level + 2 + m) * sum(products))


@cache
def excess_of_energy(size: int) -> sympy.Expr:
    """Twice d times the derived loss of diagonals above the least one, less `M (S1 − d u)²`: `d N − M S1²`."""
    pairs = {
        pair(j, k): kappa3 if size == 2 else (f if (j, k) in NEXT else h) for j, k in product(range(size), repeat=2)
    }
    found = loss_of_diagonals(size, VANISHING).subs(pairs)
    sums = {kappa3: kappa3 if size == 2 else f + h}
    met = sum(value(j) * key(j) for j in range(size))
    height = (LEAST - (T - 2) * d * moment(Pattern((2,))) / 2).subs(d, size)
    return sympy.cancel((2 * size * (found - height) - M * (met - size * U) ** 2).subs(sums))


def stated_excess() -> sympy.Expr:
    """`3 Σ b_j² D_j − M S1²`."""
    rows = [
        (T - 2) * kappa2 * A[j] ** 2 + H * (f * A[(j + 1) % SIZE] ** 2 + h * A[(j + 2) % SIZE] ** 2)
        for j in range(SIZE)
    ]
    return SIZE * sum(B[j] ** 2 * rows[j] for j in range(SIZE)) - ((T - 2) * kappa2 + (f + h) * H) * SUM**2


def weighted_square() -> sympy.Expr:
    """`E (x_1² x_2 − (f/κ2) x_2³)²`, moments in their names: what bounds κ2 from below."""
    first, second = sympy.symbols("x_1 x_2")
    names = {(4, 2): h, (2, 4): f, (0, 6): kappa2}
    terms = sympy.Poly((first**2 * second - f / kappa2 * second**3) ** 2, first, second).terms()
    return sympy.Add(*(c * names[powers] for powers, c in terms))


@cache
def least_loss() -> sympy.Expr:
    """The derived loss at equal coordinates and the product u, rows of G adding up to κ3."""
    size = 3
    equal = {value(j): 1 for j in range(size)} | {key(j): U for j in range(size)}
    pairs = {pair(j, k): kappa3 / (size - 1) for j, k in product(range(size), repeat=2)}
    found = loss_of_diagonals(size, VANISHING).subs(pairs).subs(equal) * d / size
    return (T - 2) * d * moment(Pattern((2,))) / 2 + sympy.cancel(found)


def cauchy() -> sympy.Expr:
    """`N Σ_j a_j² D_k D_l − S1² D_1 D_2 D_3`."""
    energy = sum(b**2 * row for b, row in zip(B, D, strict=True))
    products = sum(A[j] ** 2 * D[(j + 1) % SIZE] * D[(j + 2) % SIZE] for j in range(SIZE))
    return sympy.expand(energy * products - SUM**2 * sympy.prod(D))


@claim(
    "zheng2024/landscape-three-coordinates",
    source=printed("Theorem 4.1, beyond it: the full loss"),
    hypotheses=LINE_CONDITIONS,
    parts=(
        Follows("moments", TAKEN, at=(2, SIZE)),
        Settled("sectors", SECTORS, settle_sectors),
        Settled("squares", SQUARES, squares),
        Settled("pairs", EQUAL_PAIRS, sums_of_pairs),
        Equality("two", lambda: excess_of_energy(2) / 2, TWO),
        Equality("three", lambda: excess_of_energy(3), stated_excess()),
        Equality("cauchy", cauchy, CAUCHY),
        Equality("bound", weighted_square, h - f**2 / kappa2),
        Settled("cubic", CUBIC, cubic),
        Equality("least", least_loss, LEAST),
    ),
    uses=(gradient,),
    rests_on=("classical-means",),
    formal="landscape.landscape_three_coordinates",
)
def landscape_three_coordinates() -> Iterator[Chain]:
    """With d <= 3 the trained point is a global minimum of the full loss whenever the line is invariant, at every T.

    All six blocks are free, `T >= 3`, sixth moments are finite and `x_1` is not almost surely 0; coordinates need not
    be exchangeable nor signs symmetric. As for exchangeable coordinates the blocks but for the diagonals of `W_PV_12`,
    `W_KQ_32` only add energy: with d <= 3 the moments that have to vanish, `E x_j x_k² x_r³` among them, do so one by
    one. On the diagonals `2d (L − L_min)` is `(d N − M S1²) + M (S1 − d u)²` with `M = (T−2) κ2 + H κ3`,
    `S1 = Σ a_j b_j`, `N = Σ b_j² D_j` the energy, `D_j = (T−2) κ2 a_j² + H Σ_k G_jk a_k²`, `G_jk = E x_j² x_k⁴`. It
    remains that `d N >= M S1²`. At d = 1 both sides are equal. At d = 2 the difference is two squares, as `κ3 <= κ2` by
    (2) below. At d = 3 the line leaves two numbers, `G_12 = G_23 = G_31 = f` and `G_21 = G_32 = G_13 = h`, and `f >= h`
    when the cycle is read in the right sense. (1) `N Σ_j a_j² D_k D_l − S1² D_1 D_2 D_3` is a sum of squares, so
    `3 D_1 D_2 D_3 >= M Σ_j a_j² D_k D_l` suffices. (2) A mean square gives `κ2 h >= f²`. If h = 0 then f = 0, and
    `3 S2 >= S1²` is all. Else let `f = (1+m) h`; as `T−2 >= H`, `(T−2) κ2 / (H h) = (1+m)² + e` with `e >= 0`. (3)
    Count coordinates from the least `a_j²`; then the difference in (1) is a polynomial in m, e and the distances of the
    `a_j²` with terms that are never negative.
    """
    yield Chain(
        "least",
        r"\min_\theta L(\theta)",
        (Line(least_loss(), "the loss at the trained point"), Line(LEAST, "collected")),
    )


def cycle(*shape: int) -> Atoms:
    """Uniform on the shape moved along the coordinates, with all signs."""
    size = len(shape)
    moved = {tuple(shape[(j - shift) % size] for j in range(size)) for shift in range(size)}
    signed = {
        tuple(s * number for s, number in zip(signs, point, strict=True))
        for point in moved
        for signs in product((1, -1), repeat=size)
    }
    points = sorted(signed)
    name = f"uniform on the {len(points)} points (±{', ±'.join(map(str, shape))}) with coordinates moved in a cycle"
    return Atoms.of(points, [Fraction(1, len(points))] * len(points), name)


IN_A_CYCLE = (Case(cycle(2, 1, 0), d=3, T=3), Case(cycle(2, 1, 0), d=3, T=5), Case(cycle(3, 2, 1), d=3, T=4))


@crosscheck(
    landscape_three_coordinates,
    "quadrature",
    cases=(*IN_A_CYCLE, Case("gaussian", d=1, T=4), Case("uniform", d=2, T=4)),
)
def by_minimisation(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Computed]:
    """The least loss that minimisations over all entries of all blocks reach from random starts."""
    return {"least": lowest(law, T)}


@crosscheck(landscape_three_coordinates, "sampled", cases=IN_A_CYCLE[:1])
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The loss of sampled sequences where such a minimisation ends."""
    return {"least": sampled_loss(law, T, least(law, T)[1], rng)}
