"""Theorem 4.1 as printed: is Assumption 4.1 enough to keep the flow on the line?"""

from __future__ import annotations

from collections.abc import Iterator

from proofs.claim import claim
from proofs.zheng2024.assumptions import ASSUMPTION_4_1, printed
from proofs.zheng2024.line.gradient import gradient
from proofs.zheng2024.line.gradient_route import entries_on_the_line
from proofs.zheng2024.line.invariant_line import LINE_INVARIANT
from proofs.zheng2024.line.theorem_4_1_limit import theorem_4_1_limit
from symbolic.typeset.derivation import Chain


@claim(
    "zheng2024/theorem-4.1",
    source=printed("Theorem 4.1"),
    hypotheses=ASSUMPTION_4_1,
    parts=(LINE_INVARIANT,),
    uses=(gradient, theorem_4_1_limit),
    formal="line.theorem_4_1",
)
def theorem_4_1() -> Iterator[Chain]:
    """Under Assumption 4.1 as printed, gradient flow started on the line stays on it and converges there.

    Start: every block zero except `W_KQ_32 = a_0 I`, `W_PV_12 = b_0 I` (Assumption 3.1). Claimed: at all times
    `W_KQ_32 = aI`, `W_PV_12 = bI`, the other blocks stay zero, and `ab` tends to the product of `theorem-4.1-limit`. It
    is false even where `κ1 > 0` and `a_0 + b_0 ≠ 0`.
    """
    yield from ()


by_quadrature, by_sampling = entries_on_the_line(
    theorem_4_1,
    exact=(("twopoint(2:1/3, -1:2/3)", 2, 4), ("gaussian", 2, 4)),
    sampled=(("twopoint(2:1/3, -1:2/3)", 2, 4),),
)
