"""Theorem 4.1 as printed: is Assumption 4.1 enough to keep the flow on the line?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from proofs.claim import Case, LineInvariant, claim, crosscheck
from proofs.zheng2024.assumptions import ASSUMPTION_4_1, printed
from proofs.zheng2024.gradient import gradient
from proofs.zheng2024.second_route import entries_by_quadrature, entries_by_sampling
from proofs.zheng2024.theorem_4_1_limit import theorem_4_1_limit
from symbolic.derivation import Chain
from symbolic.laws import Law


@claim(
    "zheng2024/theorem-4.1",
    source=printed("Theorem 4.1"),
    hypotheses=ASSUMPTION_4_1,
    parts=(LineInvariant(),),
    uses=(gradient, theorem_4_1_limit),
)
def theorem_4_1() -> Iterator[Chain]:
    """Under Assumption 4.1 as printed, gradient flow started on the line stays on it and converges there.

    Start: every block zero except `W_KQ_32 = a_0 I`, `W_PV_12 = b_0 I` (Assumption 3.1). Claimed: at all times
    `W_KQ_32 = aI`, `W_PV_12 = bI`, the other blocks stay zero, and `ab` tends to the product of `theorem-4.1-limit`.
    """
    yield from ()


POINT = (("a", 0.75), ("b", -1.25))


@crosscheck(
    theorem_4_1, "quadrature", cases=(Case("twopoint(2:1/3, -1:2/3)", 2, 4, POINT), Case("gaussian", 2, 4, POINT))
)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The entries that should vanish off the line, at a law that keeps it and at one that does not."""
    return entries_by_quadrature(law, d, T, parameters)


@crosscheck(theorem_4_1, "sampled", cases=(Case("twopoint(2:1/3, -1:2/3)", 2, 4, POINT),))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same from sampled sequences."""
    return entries_by_sampling(law, d, T, parameters, rng)
