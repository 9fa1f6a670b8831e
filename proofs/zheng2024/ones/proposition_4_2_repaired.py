"""Proposition 4.2 with its exceptions."""

from __future__ import annotations

from collections.abc import Iterator

from proofs.claim import claim
from proofs.parts import Settled
from proofs.zheng2024.assumptions import printed
from proofs.zheng2024.line.gradient import gradient
from proofs.zheng2024.notation import a
from proofs.zheng2024.ones.masked import RestRow
from proofs.zheng2024.ones.proposition_4_2 import OFF_DIAGONAL_PARTS, ORIGIN, at_a_point, proposition_4_2, rest
from symbolic.laws import Ones
from symbolic.typeset.derivation import Chain

CRITICAL: tuple[RestRow, ...] = ((1, 1, (ORIGIN, (a, 1 / a))), (2, 0, (ORIGIN,)))
"""d = 1: the origin and the hyperbola `ab = 1`. Every d >= 2: the origin."""


@claim(
    "zheng2024/proposition-4.2-repaired",
    source=printed("Proposition 4.2, for d >= 2"),
    family=Ones(),
    parts=(*OFF_DIAGONAL_PARTS, Settled("critical", CRITICAL, rest)),
    uses=(gradient,),
    formal="ones.proposition_4_2_repaired",
    repairs=proposition_4_2,
)
def proposition_4_2_repaired() -> Iterator[Chain]:
    """For `x_1 = 1_d`, d >= 2 and every T >= 3 no point of the line with `ab ≠ 0` is critical for the full loss.

    The one critical point on the line is the origin, which predicts zero: where `ab ≠ 0` the gradient by `W_PV_12`
    off the diagonal, `a² b H_{T−2}`, is not zero; where one of a and b is zero the other entries leave the origin
    alone. For d = 1 the exceptions are the origin and the hyperbola `ab = 1`, at every T.
    """
    yield from ()


by_quadrature, by_sampling = at_a_point(proposition_4_2_repaired)
