"""The trained point is a global minimum of the full loss for exchangeable coordinates, at every T and d."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, Computed, crosscheck
from proofs.parts import Equality, Follows, Settled
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.flow.line_flow import reduced
from proofs.zheng2024.landscape.global_minimum import global_minimum
from proofs.zheng2024.landscape.landscape_route import least, lowest, sampled_loss
from proofs.zheng2024.landscape.listed_squares import LISTED
from proofs.zheng2024.landscape.sector_diagonal import (
    S1,
    S2,
    Q,
    at_equal,
    expectation,
    g,
    least_product,
    on_diagonals,
    settle_identities,
)
from proofs.zheng2024.landscape.sector_squares import Row, settle_positive, settle_squares
from proofs.zheng2024.landscape.sectors import Sector, settle_sectors
from proofs.zheng2024.line.gradient import gradient
from proofs.zheng2024.notation import H, kappa1, kappa2, kappa3
from symbolic.algebra.notation import T, d
from symbolic.decide.conclusions import Conclusion, alike, zero
from symbolic.decide.conditions import vanishes
from symbolic.decide.conditions.symmetries import Permutations
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.outcomes import Answer
from symbolic.expectation.moments import Pattern, moment
from symbolic.goals.energy_squares import Row as ListedRow
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line

EXCHANGEABLE = LINE_CONDITIONS & Hypotheses("exchangeable coordinates", (Permutations(), vanishes(1, 2, 3)))
"""Of exchangeable coordinates these conditions say no more than that the line is invariant."""

VANISHING = (Pattern((3, 3)), Pattern((3, 1)), Pattern((5, 1)), Pattern((3, 2, 1)))
"""The moments that are zero one by one."""

ALIKE = (((4, 0), (0, 4)), ((6, 0), (0, 6)), ((2, 4), (4, 2)), ((2, 4, 0), (2, 0, 4)), ((2, 4, 0), (0, 4, 2)))
"""Exponents of j, k and l with the same moments: κ1, κ2 and g are the same for all coordinates and pairs."""

TAKEN = Conclusion(
    "what the sums take from the hypotheses",
    (*map(zero, VANISHING), *(alike(Pattern(first), Pattern(second)) for first, second in ALIKE)),
)

SECTORS: tuple[Sector, ...] = (
    (0, (("W_PV_12", "W_KQ_32"),)),
    (-1, (("W_PV_12", "W_KQ_22"), ("W_PV_12", "W_KQ_33"), ("W_PV_13", "W_KQ_32"))),
    (-2, (("W_PV_12", "W_KQ_23"), ("W_PV_13", "W_KQ_22"), ("W_PV_13", "W_KQ_33"))),
    (-3, (("W_PV_13", "W_KQ_23"),)),
)
"""Products of blocks by charge; the target has charge 0."""


def _shown(row: ListedRow) -> Row:
    """With weights as formulas show them."""
    weights = (w if isinstance(w, int) else sympy.Rational(w.numerator, w.denominator) for w in row[0])
    return (tuple(weights), *row[1:])


SQUARES: tuple[Row, ...] = tuple(map(_shown, LISTED))
"""The listed squares; `klm` is `b[j,k] a[l,m] x_k x_l x_m`."""

POSITIVE_FROM = (4, 3, 4, 3, 4, 3, 3, 4, 3, 4, 4, 5)
"""The least T at which the weight of each square is positive."""

SPREAD = (T - 2) * kappa2 - H * g
MEAN = (T - 2) * kappa2 + (d - 1) * H * g
U = (T - 2) * kappa1 / MEAN
THREE_SQUARES = (H * g * (Q - S1**2 + S2) + SPREAD * (S2 - S1**2 / d) + MEAN * (S1 - d * U) ** 2 / d) / 2
"""`Q − S1² + S2 = ½ Σ_{j≠k} (b_j a_k − b_k a_j)²`, and `S2 − S1²/d` is the sum of squared deviations of the `u_j`."""

ZERO_LOSS = (T - 2) * d * moment(Pattern((2,))) / 2
LEAST = ZERO_LOSS - d * (T - 2) ** 2 * kappa1**2 / (2 * ((T - 2) * kappa2 + kappa3 * H))
x, y = sympy.symbols("x y", real=True)


def squares(statement: tuple[Row, ...]) -> Answer:
    """Settled by multiplying out and comparing orbit sums, for every d."""
    return settle_squares(VANISHING, statement)


def positive_from(statement: tuple[int, ...]) -> Answer:
    """Settled from the shares of the times in each weight."""
    return settle_positive(SQUARES, statement)


@cache
def above_least() -> sympy.Expr:
    """The derived loss of diagonals above its value at the trained point."""
    return sympy.cancel(on_diagonals(VANISHING) - at_equal(on_diagonals(VANISHING), least_product(VANISHING)))


def on_diagonals_above_least(statement: tuple[sympy.Expr, ...]) -> Answer:
    """Settled as an identity of rational functions."""
    return settle_identities((above_least(),), statement)


@cache
def best_product() -> sympy.Expr:
    """Where the loss of diagonals is least, κ3 being `(d−1) g`."""
    return sympy.cancel(least_product(VANISHING).subs(g, kappa3 / (d - 1)))


@cache
def least_loss() -> sympy.Expr:
    """The derived loss at the trained point."""
    return ZERO_LOSS + sympy.cancel(at_equal(on_diagonals(VANISHING), best_product()).subs(g, kappa3 / (d - 1)))


@claim(
    "zheng2024/global-minimum-repaired",
    source=printed("Theorem 4.1, beyond it: the full loss"),
    hypotheses=EXCHANGEABLE,
    parts=(
        Follows("moments", TAKEN),
        Settled("sectors", SECTORS, settle_sectors),
        Settled("squares", SQUARES, squares),
        Settled("positive_from", POSITIVE_FROM, positive_from),
        Settled("on_diagonals", (THREE_SQUARES,), on_diagonals_above_least),
        Equality("gap", lambda: expectation((x**2 - y**2) ** 2 * (x**2 + y**2) / 2, x, y), kappa2 - g),
        Equality("spread", lambda: (T - 2 - H) * g + (T - 2) * (kappa2 - g), SPREAD),
        Equality("product", best_product, reduced().product),
        Equality("least", least_loss, LEAST),
    ),
    uses=(gradient,),
    repairs=global_minimum,
    formal="landscape.global_minimum_repaired",
)
def global_minimum_repaired() -> Iterator[Chain]:
    """For exchangeable coordinates with an invariant line the trained point is a global minimum, at every T and d.

    All six blocks are free, `T >= 3`, `d >= 1`, moments up to the sixth are finite, `x_1` is not almost surely 0, signs
    need not be symmetric. The loss is a constant plus a sum of squares: (1) Products of blocks of unequal charge are
    orthogonal and the target has the charge of `W_PV_12 W_KQ_32`, so the other blocks only add energy. (2) The energy
    of `W_PV_12`, `W_KQ_32` is that of their diagonals plus twelve kinds of squares whose weights are never negative,
    for every d. (3) The loss of the diagonals lies above its value at `a_j b_j = u` by three squares, with weights
    `H g`, `(T−2) κ2 − H g`, `(T−2) κ2 + (d−1) H g`, where `g = E x_j² x_k⁴ <= κ2` and `H <= T−2`; u is the product of
    `theorem-4.1-limit`. Of exchangeability only this is used: κ1, κ2 and g are the same for all coordinates and pairs,
    and `E x_j x_k³ x_r²` is the same for all r other than j and k, so that it is 0 on an invariant line.
    """
    yield Chain(
        "spread",
        r"(T-2)\kappa_2 - H_{T-2}\,g",
        (
            Line(
                (T - 2 - H) * g + (T - 2) * (kappa2 - g),
                r"two terms that are not negative: $H \le T-2$, $g \le \kappa_2$",
            ),
            Line(SPREAD, "collected"),
        ),
    )
    yield Chain(
        "least",
        r"\min_\theta L(\theta)",
        (Line(least_loss(), "the loss at the trained point"), Line(LEAST, "collected")),
    )


SIZES = (("gaussian", 1, 4), ("gaussian", 2, 5), ("rademacher", 3, 4), ("sparse(c=1/2)", 2, 6), ("uniform", 2, 3))


@crosscheck(global_minimum_repaired, "quadrature", cases=tuple(Case(law, d=d, T=T) for law, d, T in SIZES))
def by_minimisation(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Computed]:
    """The least loss that minimisations over all entries of all blocks reach from random starts."""
    return {"least": lowest(law, T)}


@crosscheck(global_minimum_repaired, "sampled", cases=(Case("rademacher", d=2, T=4), Case("uniform", d=2, T=4)))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The loss of sampled sequences where such a minimisation ends."""
    return {"least": sampled_loss(law, T, least(law, T)[1], rng)}
