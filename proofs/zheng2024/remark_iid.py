"""The remark on independent coordinates with mean zero: is Theorem 4.1 about them?"""

from __future__ import annotations

from collections.abc import Iterator

from proofs.claim import LineInvariant, claim
from proofs.zheng2024.assumptions import CENTRED_IID, printed
from proofs.zheng2024.gradient import gradient
from proofs.zheng2024.second_route import entries_on_the_line
from symbolic.derivation import Chain


@claim(
    "zheng2024/remark-iid",
    source=printed("remark after Assumption 4.1: coordinates i.i.d. with zero mean"),
    hypotheses=CENTRED_IID,
    parts=(LineInvariant(),),
    uses=(gradient,),
)
def remark_iid() -> Iterator[Chain]:
    """For independent, identically distributed coordinates with mean zero, the line is invariant.

    They satisfy Assumption 4.1 as printed when all their moments exist; the conclusion of Theorem 4.1 does not follow.
    """
    yield from ()


by_quadrature, by_sampling = entries_on_the_line(
    remark_iid,
    exact=(("twopoint(2:1/3, -1:2/3)", 3, 5), ("laplace", 2, 4)),
    sampled=(("twopoint(2:1/3, -1:2/3)", 2, 4),),
)
