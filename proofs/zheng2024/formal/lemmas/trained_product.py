"""The product ab of the trained model, its limit with the harmonic number, and what fades as the length grows."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.line_formulas import OVERLAP, T, kappa1, kappa2, kappa3
from proofs.zheng2024.formal.theorem_4_1_repaired import (
    KEY_BLOCK,
    MOVES,
    VALUE_BLOCK,
    same_sum,
    tends_to_printed,
    trained,
)
from symbolic.core.rules.convergence import comparison
from symbolic.core.rules.logic import apply, assume
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    integers_from,
    less,
    member,
    tends,
)
from symbolic.tactics.harmonic_numbers import square_at_most
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import assumed, at, belonging, rewritten, under

LIMIT = kappa1() / (kappa2() + kappa3() / (T - 2) * OVERLAP)
"""The limit of ab, with `H(T − 2)`."""

LENGTHS = integers_from(3)
FADING = OVERLAP / (T - 2)
AT_TIME = trained(KEY_BLOCK, 1, 1), trained(VALUE_BLOCK, 1, 1)
"""The two scalars of the line at the time τ."""


@cache
def tends_to_limit() -> Theorem:
    """From the line, where `a0 + b0 ≠ 0`, ab tends to its limit."""
    return rewritten(same_sum(), apply(tends_to_printed(), assume(MOVES)))


@cache
def overlap_fades() -> Theorem:
    """`H(T − 2)/(T − 2) → 0`, since `H(n)² ≤ 3 n`."""
    lengths = member(T, LENGTHS)
    facts = assumed(lengths)
    size = at(square_at_most(), belonging(T - 2, integers_from(0), facts))
    three, length, later = facts[-1], signed(less(0, T - 2), facts), signed(less(0, T), facts)
    products = ((length, length), (size, later), (three, length))
    found = signed(at_most(T * (FADING - 0) ** 2, 9), (size, three, length, later), products=products)
    return comparison(tends(T, LENGTHS, FADING, 0), under(found, lengths))
