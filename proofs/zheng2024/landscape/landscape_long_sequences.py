"""In a given dimension the trained point is a global minimum from some T on, exchangeable or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import Step, claim
from proofs.crosschecks import Case, Computed, crosscheck
from proofs.parts import Equality, Follows, Settled
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.landscape.global_minimum_repaired import SECTORS, SQUARES, VANISHING, squares
from proofs.zheng2024.landscape.landscape_route import least, lowest, sampled_loss
from proofs.zheng2024.landscape.landscape_three_coordinates import LEAST, TAKEN, M, U, cycle, least_loss
from proofs.zheng2024.landscape.sector_coordinates import MIXED, loss_in_sums
from proofs.zheng2024.landscape.sector_diagonal import S1, S2, expectation, g
from proofs.zheng2024.landscape.sector_halves import halves
from proofs.zheng2024.landscape.sectors import settle_sectors
from proofs.zheng2024.line.gradient import gradient
from proofs.zheng2024.notation import H, kappa1, kappa2, kappa3
from symbolic.algebra.harmonics import harmonic_number
from symbolic.algebra.notation import T, d
from symbolic.decide.conditions import vanishes
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line

SEPARATE = LINE_CONDITIONS & Hypotheses("moments that vanish one by one", (vanishes(1, 2, 3),))

x, y = sympy.symbols("x y", real=True)
t = sympy.Symbol("t_j", positive=True)
"""`t_j = Σ_k G_jk a_k² / (κ3 a_j²)`."""

p = (d - 1) / d
LENGTHS = ((1, 3), (2, 3), (3, 15), (4, 41), (5, 82), (6, 140))
"""d, and the least T with `T − 2 >= (d−1)² H_{T−2}` there and from there on."""


def above_least() -> sympy.Expr:
    """Twice d times the derived loss of diagonals above its value at the trained point, less `M (S1 − d u)²`."""
    height = -d * (T - 2) ** 2 * kappa1**2 / (2 * M)
    return 2 * d * (loss_in_sums(VANISHING) - height) - M * (S1 - d * U) ** 2


SPLIT = ((T - 2) * kappa2 - (d - 1) * H * kappa3) * (d * S2 - S1**2) + d * H * (
    (d - 1) * kappa3 * S2 + MIXED - kappa3 * S1**2
)


def lengths(statement: tuple[tuple[int, int], ...]) -> Answer:
    """Settled by exact harmonic numbers: `(T−2)/H_{T−2}` grows with T."""
    for size, first in statement:
        if not _long_enough(size, first) or (first > 3 and _long_enough(size, first - 1)):
            return Fails("another T is the first that is long enough", f"d = {size}, T = {first}")
    return Holds(f"the first T in {len(statement)} dimensions")


def _long_enough(size: int, length: int) -> bool:
    return length >= 3 and length - 2 >= (size - 1) ** 2 * harmonic_number(length - 2, 1)


@claim(
    "zheng2024/landscape-long-sequences",
    source=printed("Theorem 4.1, beyond it: the full loss"),
    hypotheses=SEPARATE,
    parts=(
        Follows("moments", TAKEN),
        Settled("sectors", SECTORS, settle_sectors),
        Settled("squares", SQUARES, squares),
        Equality("above_least", above_least, SPLIT),
        Equality("gap", lambda: expectation((x**2 - y**2) ** 2 * (x**2 + y**2) / 2, x, y), kappa2 - g),
        Equality("complement", lambda: 1 / (d - 1 + t), (1 - t / (d - 1 + t)) / (d - 1)),
        Equality("exponent", lambda: p / (d - 1), 1 - p),
        Equality("least", least_loss, LEAST),
        Settled("lengths", LENGTHS, lengths),
    ),
    uses=(gradient,),
    rests_on=("classical-means",),
    assumed=(
        Step(
            "argued in the statement, points (1) to (3)",
            "κ (Σ b_j a_j)² <= (n−1) κ Σ b_j² a_j² + Σ G_jk b_j² a_k² over j ≠ k, where G_jk >= 0 add up to κ in rows "
            "and in columns",
        ),
    ),
    formal="landscape.landscape_long_sequences",
)
def landscape_long_sequences() -> Iterator[Chain]:
    """In a given dimension the trained point is a global minimum from some T on, where all `E x_j x_k² x_r³` vanish.

    The line is invariant, all six blocks are free, sixth moments are finite and `x_1` is not almost surely 0;
    coordinates need not be exchangeable. It suffices that `(T−2) κ2 >= (d−1) H κ3`, and, as `(G_jk + G_kj)/2 <= κ2` for
    `G_jk = E x_j² x_k⁴`, that `T−2 >= (d−1)² H`: from the listed T on that is so for every such law. As for
    exchangeable coordinates the blocks but for the diagonals of `W_PV_12`, `W_KQ_32` only add energy. On the diagonals
    `2d (L − L_min)` is `M (S1 − d u)²` plus `((T−2) κ2 − (d−1) H κ3)(d S2 − S1²)` plus d H times
    `(d−1) κ3 S2 + Q − κ3 S1²`, with `Q = Σ G_jk b_j² a_k²`. The last is not negative: (1) It is so if κ3 = 0. Else let
    no `a_j` be zero, and `t_j = Σ_k G_jk a_k² / (κ3 a_j²)`. Rows and columns of G/κ3 add up to 1, so `Σ_j log t_j >= 0`
    by concavity. (2) By the Cauchy–Schwarz inequality `κ3 S1²` is at most `(d−1) κ3 S2 + Q` times `Σ_j 1/(d−1+t_j)`,
    and that sum is at most 1 if `Σ_j t_j/(d−1+t_j) >= 1`. (3) With `p = 1 − 1/d` each `t_j/(d−1+t_j)` is at least
    `t_j^p / Σ_k t_k^p`, because `Σ_{k≠j} t_k^p >= (d−1) t_j^{p−1}` by the arithmetic and geometric means of the others,
    whose product is at least `1/t_j`. Zeros among the `a_j` follow by continuity; d = 1 is immediate.
    """
    yield Chain(
        "least",
        r"\min_\theta L(\theta)",
        (Line(least_loss(), "the loss at the trained point"), Line(LEAST, "collected")),
    )


CASES = (Case(halves(2, 4, 3), d=4, T=18), Case(cycle(3, 2, 1, 0), d=4, T=8), Case(cycle(2, 1, 0), d=3, T=14))


@crosscheck(landscape_long_sequences, "quadrature", cases=CASES)
def by_minimisation(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Computed]:
    """The least loss that minimisations over all entries of all blocks reach from random starts."""
    return {"least": lowest(law, T)}


@crosscheck(landscape_long_sequences, "sampled", cases=(Case(cycle(2, 1, 0), d=3, T=4),))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The loss of sampled sequences where such a minimisation ends."""
    return {"least": sampled_loss(law, T, least(law, T)[1], rng)}
