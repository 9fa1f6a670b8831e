"""Independent coordinates: what keeps the flow on the line is a vanishing third moment."""

from __future__ import annotations

from collections.abc import Iterator

from proofs.claim import claim
from proofs.zheng2024.assumptions import UNSKEWED_IID, printed
from proofs.zheng2024.line.gradient import gradient
from proofs.zheng2024.line.gradient_route import entries_on_the_line
from proofs.zheng2024.line.invariant_line import LINE_INVARIANT
from proofs.zheng2024.line.remark_iid import ON, chain, remark_iid
from symbolic.typeset.derivation import Chain


@claim(
    "zheng2024/remark-iid-repaired",
    source=printed("remark after Assumption 4.1, with a third moment"),
    hypotheses=UNSKEWED_IID,
    parts=(LINE_INVARIANT, *ON),
    uses=(gradient,),
    formal="line.remark_iid_repaired",
    repairs=remark_iid,
)
def remark_iid_repaired() -> Iterator[Chain]:
    """For independent, identically distributed coordinates with `E x_j = E x_j^3 = 0`, the line is invariant.

    No symmetry of the coordinate law is needed, and no moment above the sixth. The gradient on the diagonal is the same
    for every coordinate, as shown there.
    """
    for part in ON:
        yield chain(part, "collected: the same for every $j$")


UNSKEWED = "finite(-4:1/10, -3:3/20, -1:7/20, 3:2/5)"
"""Mean zero, third moment zero, and not symmetric."""

by_quadrature, by_sampling = entries_on_the_line(
    remark_iid_repaired,
    exact=((UNSKEWED, 2, 4), ("gaussian", 2, 5)),
    sampled=((UNSKEWED, 2, 4),),
)
