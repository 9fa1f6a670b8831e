"""Theorem 4.1 under the stronger reading of Assumption 4.1, with the constant that is missing there."""

from __future__ import annotations

from collections.abc import Iterator

from proofs.claim import claim
from proofs.zheng2024.assumptions import ODD_REPAIRED, printed
from proofs.zheng2024.line.gradient import gradient
from proofs.zheng2024.line.gradient_route import entries_on_the_line
from proofs.zheng2024.line.invariant_line import LINE_INVARIANT
from proofs.zheng2024.line.theorem_4_1_odd import theorem_4_1_odd
from symbolic.typeset.derivation import Chain


@claim(
    "zheng2024/theorem-4.1-odd-repaired",
    source=printed("Theorem 4.1, odd first exponents and the missing constant"),
    hypotheses=ODD_REPAIRED,
    parts=(LINE_INVARIANT,),
    uses=(gradient,),
    formal="line.theorem_4_1_odd_repaired",
    repairs=theorem_4_1_odd,
)
def theorem_4_1_odd_repaired() -> Iterator[Chain]:
    """With any odd first exponent, and `Σ_r E x_j^4 x_r^2` the same for every `j`, the line is invariant.

    Where `κ1 > 0` the flow from every start on the line stays on it, and ab tends to the product of `theorem-4.1-limit`
    unless `a_0 + b_0 = 0`. Of the infinitely many equations those for `x_j x_k^3`, `x_j x_k^5`, `x_j^3 x_k^3` and
    `x_j x_k^3 x_r^2` are used.
    """
    yield from ()


by_quadrature, by_sampling = entries_on_the_line(
    theorem_4_1_odd_repaired,
    exact=(("rademacher(scale=2)", 2, 5), ("sparse(c=2)", 3, 4)),
    sampled=(("uniform", 2, 4),),
)
