"""All minimisers where the first token has no predecessor, `s_0 = 0`."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from proofs.claim import claim
from proofs.parts import Equality, Settled
from proofs.sander2024.augmented.first_token import first_token, in_more, in_one_dimension, numbers
from proofs.sander2024.augmented.minimisers import Equations, best, least, settle
from proofs.sander2024.augmented.squares import Region
from proofs.sander2024.citation import printed
from proofs.sander2024.notation import FIRST_LEAST, FIRST_STEP, a1, a2, a3, a4, b1, b2
from proofs.sander2024.setting import SANDER
from symbolic.decide.outcomes import Answer
from symbolic.laws import Ones
from symbolic.typeset.derivation import Chain, Line

BEST = sympy.Eq(a3 * b1, FIRST_STEP)
ALL: Equations = (sympy.Eq(a1, 0), sympy.Eq(a2, 0), sympy.Eq(a4, 0), sympy.Eq(b2, 0), BEST)
SHORT: Equations = (sympy.Eq(a2, 0), sympy.Eq(a1 + a4, 0), sympy.Eq(a1 * b1 + a3 * b2, 0), BEST)
SHORTEST: Equations = (
    sympy.Eq(a2, 0),
    sympy.Eq(b2 * (a1 + a4), 0),
    sympy.Eq(2 * a1 * b1 + a4 * b1 + a3 * b2, 0),
    BEST,
)


def at_two(statement: Equations) -> Answer:
    """Whether the equations describe all minimisers at T = 2, for all `d >= 2`."""
    return settle(SANDER, Region(2, 2, one_T=True), statement)


def at_two_in_one_dimension(statement: Equations) -> Answer:
    """The same at T = 2, d = 1."""
    return settle(SANDER, Region(1, 2, one_d=True, one_T=True), statement)


@claim(
    "sander2024/first-token-repaired",
    source=printed("Proposition 2, tokens that begin with s_0 = 0, repaired"),
    family=Ones(),
    parts=(
        Equality("step", lambda: best(SANDER), FIRST_STEP),
        Equality("least", lambda: least(SANDER), FIRST_LEAST),
        Settled("minimisers", ALL, in_more),
        Settled("minimisers_1", ALL, in_one_dimension),
        Settled("minimisers_at_2", SHORT, at_two),
        Settled("minimisers_1_at_2", SHORTEST, at_two_in_one_dimension),
    ),
    repairs=first_token,
    formal="first_token_repaired",
)
def first_token_repaired() -> Iterator[Chain]:
    """With first token `(0, s_1, 0)` the best product is `a_3 b_1 = Σ n / Σ (n² + (d−1) n)`, n = 1, …, T − 1.

    For all d and `T >= 3` the minimisers over `a_1`, …, `a_4`, `b_1`, `b_2` in R⁶, all other blocks zero, are exactly
    `a_1 = a_2 = a_4 = b_2 = 0` with this product: `a_1` and `a_4` vanish each by itself, since `a_1` alone reads the
    first token. At T = 2 there are more: for `d >= 2` exactly `a_2 = a_1 + a_4 = a_1 b_1 + a_3 b_2 = 0`, for d = 1
    exactly `a_2 = b_2 (a_1 + a_4) = 2 a_1 b_1 + a_4 b_1 + a_3 b_2 = 0`, with the product 1/d. The loss there is
    `d (T − 1 − (Σ n)²/Σ (n² + (d−1) n))`.
    """
    yield Chain(
        "step",
        "a_3 b_1",
        (Line(best(SANDER), "where the parabola in the product is least"), Line(FIRST_STEP, "with $n = t - 1$ pairs")),
    )


by_enumeration, by_sampling = numbers(first_token_repaired)
