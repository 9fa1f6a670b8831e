"""Theorem 4.1 with the moment conditions that its proof needs."""

from __future__ import annotations

from collections.abc import Iterator

from proofs.claim import claim
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.line.gradient import gradient
from proofs.zheng2024.line.gradient_route import entries_on_the_line
from proofs.zheng2024.line.invariant_line import LINE_INVARIANT
from proofs.zheng2024.line.theorem_4_1 import theorem_4_1
from proofs.zheng2024.line.theorem_4_1_limit import theorem_4_1_limit
from symbolic.typeset.derivation import Chain


@claim(
    "zheng2024/theorem-4.1-repaired",
    source=printed("Theorem 4.1, with the moment conditions read off the gradient"),
    hypotheses=LINE_CONDITIONS,
    parts=(LINE_INVARIANT,),
    uses=(gradient, theorem_4_1_limit),
    formal="line.theorem_4_1_repaired",
    repairs=theorem_4_1,
    rests_on=("ode-uniqueness",),
)
def theorem_4_1_repaired() -> Iterator[Chain]:
    """Under the moment conditions below, gradient flow started on the line stays on it and converges there.

    For all distinct j, k: `E x_j^3 x_k^3 = E x_j x_k^3 = E x_j x_k^5 = Σ_r E x_j x_k^3 x_r^2 = 0`; and `E x_j^4`,
    `E x_j^6`, `Σ_r E x_j^2 x_r^4`, `Σ_r E x_j^4 x_r^2` are finite and the same for every j, `κ1 > 0`. Then for every
    start with `a_0 + b_0 ≠ 0` the product ab tends to that of `theorem-4.1-limit`. Independent copies of a symmetric
    coordinate satisfy the conditions.
    """
    yield from ()


by_quadrature, by_sampling = entries_on_the_line(
    theorem_4_1_repaired,
    exact=(("gaussian", 2, 5), ("sparse(c=2)", 3, 5)),
    sampled=(("uniform", 2, 4),),
)
