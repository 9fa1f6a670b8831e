"""Theorem 4.1 under the stronger reading of Assumption 4.1: the first exponent is any odd number."""

from __future__ import annotations

from collections.abc import Iterator

from proofs.claim import claim
from proofs.zheng2024.assumptions import ASSUMPTION_4_1_ODD, printed
from proofs.zheng2024.line.gradient import gradient
from proofs.zheng2024.line.gradient_route import entries_on_the_line
from proofs.zheng2024.line.invariant_line import LINE_INVARIANT
from proofs.zheng2024.line.theorem_4_1_limit import theorem_4_1_limit
from symbolic.typeset.derivation import Chain


@claim(
    "zheng2024/theorem-4.1-odd",
    source=printed("Theorem 4.1, first exponent of Assumption 4.1 read as any odd number"),
    hypotheses=ASSUMPTION_4_1_ODD,
    parts=(LINE_INVARIANT,),
    uses=(gradient, theorem_4_1_limit),
    formal="line.theorem_4_1_odd",
)
def theorem_4_1_odd() -> Iterator[Chain]:
    """Under Assumption 4.1 with any odd first exponent, gradient flow started on the line stays on it.

    All mixed moments with an odd exponent then vanish, and still the line need not be invariant: what the gradient by
    `W_KQ_32` contains in the place of `κ3` is `Σ_r E x_j^4 x_r^2`, and that may depend on `j`.
    """
    yield from ()


by_quadrature, by_sampling = entries_on_the_line(
    theorem_4_1_odd,
    exact=(("rademacher(scale=2)", 2, 5), ("laplace", 2, 4)),
    sampled=(("uniform", 2, 4),),
)
