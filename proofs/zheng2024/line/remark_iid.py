"""The remark on independent coordinates with mean zero: is Theorem 4.1 about them?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import sympy

from proofs.claim import claim
from proofs.parts import Equality
from proofs.zheng2024.assumptions import CENTRED_IID, printed
from proofs.zheng2024.flow.line_flow import KAPPA1, KAPPA2
from proofs.zheng2024.line.gradient import gradient
from proofs.zheng2024.line.gradient_route import entries_on_the_line
from proofs.zheng2024.line.invariant_line import LINE_INVARIANT
from proofs.zheng2024.line.line import Place, entry
from proofs.zheng2024.line.trained import SECOND
from proofs.zheng2024.notation import H, a, b, m2, m4, m6
from proofs.zheng2024.robustness import response
from symbolic.algebra.notation import T, d
from symbolic.expectation.moments import Pattern, moment
from symbolic.typeset.derivation import Chain, Line

M2, M3, M4, M6 = (moment(pattern) for pattern in (SECOND, Pattern((3,)), KAPPA1, KAPPA2))
FORMAL = {m2: M2, response.m3: M3, m4: M4, m6: M6}

FORCE = (T - 2) * M4 - a * b * ((T - 2) * M6 + (d - 1) * H * M2 * M4)
DIAGONAL = {"W_PV_12": -a * FORCE, "W_KQ_32": -b * FORCE}
OFF_DIAGONAL = {"W_PV_12": a**2 * b * H * M3**2, "W_KQ_32": a * b**2 * H * M3**2}
"""The gradient by an entry, for independent, identically distributed coordinates with mean zero."""


def independent_entry(block: str, place: Place) -> sympy.Expr:
    """A derived entry of the gradient on the line, mixed moments written as products."""
    return response.for_independent(entry(block, place).expression(T)).xreplace(FORMAL)


def entries(stated: dict[str, sympy.Expr], place: Place) -> tuple[Equality, ...]:
    """The entries of both blocks at one place, as parts of a claim."""
    return tuple(
        Equality(entry(block, place).name, partial(independent_entry, block, place), right)
        for block, right in stated.items()
    )


def chain(part: Equality, reason: str) -> Chain:
    """What is derived for an entry, and what is left of it."""
    block, where = part.name.split("[")
    _, kind, number = block.split("_")
    symbol = rf"\frac{{\partial L}}{{\partial W^{{{kind}}}_{{{number}}}[{where}}}"
    lines = (Line(part.left(), r"derived gradient; mixed moments are products, and $\mathbb{E}[x_j] = 0$"),)
    return Chain(part.name, symbol, (*lines, Line(part.right, reason)))


ON, OFF = entries(DIAGONAL, Place.DIAGONAL), entries(OFF_DIAGONAL, Place.OFF_DIAGONAL)


@claim(
    "zheng2024/remark-iid",
    source=printed("remark after Assumption 4.1: coordinates i.i.d. with zero mean"),
    hypotheses=CENTRED_IID,
    parts=(LINE_INVARIANT, *ON, *OFF),
    uses=(gradient,),
    formal="line.remark_iid",
)
def remark_iid() -> Iterator[Chain]:
    """For independent, identically distributed coordinates with mean zero, the line is invariant.

    They satisfy Assumption 4.1 as printed when all their moments exist; the conclusion of Theorem 4.1 does not follow.
    Off the diagonal the gradient is the square of the third moment, times a factor that is not zero unless `ab = 0`.
    """
    for part in ON:
        yield chain(part, "collected: the same for every $j$")
    for part in OFF:
        yield chain(part, "zero only without a third moment")


by_quadrature, by_sampling = entries_on_the_line(
    remark_iid,
    exact=(("twopoint(2:1/3, -1:2/3)", 3, 5), ("laplace", 2, 4)),
    sampled=(("twopoint(2:1/3, -1:2/3)", 2, 4),),
)
