"""The gradient on the line: which entries vanish for every law, and what the others are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import sympy

from proofs.claim import claim
from proofs.parts import Equality
from proofs.zheng2024.assumptions import printed
from proofs.zheng2024.line.gradient_route import entries_on_the_line
from proofs.zheng2024.line.line import Place, entry
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.model.charges import LINE_BLOCKS, phases, staying_zero
from proofs.zheng2024.notation import H, a, b
from symbolic.algebra.notation import T
from symbolic.expectation.moments import Pattern, moment
from symbolic.typeset.derivation import Chain, Line

H2 = sympy.harmonic(T - 2, 2)


def E(*free: int, over: tuple[int, ...] = ()) -> sympy.Expr:
    """The moment with these exponents of the free indices, summed over further distinct ones."""
    return moment(Pattern(free, over))


STATED = {
    ("W_PV_12", Place.DIAGONAL): a * (a * b * ((T - 2) * E(6) + H * E(2, over=(4,))) - (T - 2) * E(4)),
    ("W_PV_12", Place.OFF_DIAGONAL): a**2 * b * H * E(3, 3),
    ("W_KQ_32", Place.DIAGONAL): b * (a * b * ((T - 2) * E(6) + H * E(4, over=(2,))) - (T - 2) * E(4)),
    ("W_KQ_32", Place.OFF_DIAGONAL): b * H * (a * b * (E(1, 5) + E(3, 3)) - E(1, 3))
    + a * b**2 * H2 * E(1, 3, over=(2,)),
}
"""Every other entry of every block is zero for every law."""


def engine(block: str, place: Place) -> Callable[[], sympy.Expr]:
    """The derived entry, computed when the claim is run."""
    return lambda: entry(block, place).expression(T)


PARTS = tuple(
    Equality(
        entry(block, place).name,
        engine(block, place),
        STATED.get((block, place), sympy.Integer(0)),
        free=(0,) if place is Place.DIAGONAL else (0, 1),
    )
    for block in BLOCKS
    for place in Place
)


@claim("zheng2024/gradient", source=printed("lemma behind Theorem 4.1, Section 5"), parts=PARTS, formal="line.gradient")
def gradient() -> Iterator[Chain]:
    """On the line `W_KQ_32 = aI, W_PV_12 = bI` the gradient of the population loss is known entry by entry.

    For every law of `x_1` with finite sixth moments, every `T >= 3` and every `d`: the gradient by `W_PV_13`,
    `W_KQ_22`, `W_KQ_23` and `W_KQ_33` vanishes; that by `W_PV_12` and `W_KQ_32` vanishes off the diagonal, for all
    `a, b`, exactly when the combinations of mixed moments shown there do.
    """
    for part in PARTS:
        block, place = part.name.split("[")
        symbol = rf"\frac{{\partial L}}{{\partial {_latex_name(block)}[{place}}}"
        lines = [Line(part.left(), charge() if block in staying_zero() else "expectation over W, pattern by pattern")]
        if part.right != lines[0].expression:
            lines.append(Line(part.right, "collected"))
        yield Chain(part.name, symbol, tuple(lines))


@cache
def charge() -> str:
    """Why the gradient vanishes by the blocks that carry charge: a phase of W that keeps the line multiplies them."""
    (weights,) = phases(kept=LINE_BLOCKS)
    powers = {block: weight for block, weight in zip(BLOCKS, weights, strict=True) if block in staying_zero()}
    turns = ", ".join(rf"e^{{{'' if weight == 1 else weight}i\varphi}}" for weight in powers.values())
    return (
        r"$W \to e^{i\varphi} W$ leaves the law of $W$ as it is, and turns prediction and target alike if "
        rf"${', '.join(map(_latex_name, powers))}$ are multiplied by ${turns}$, the blocks of the line being kept; "
        "so each term of the loss has none of their entries or at least two of them, and what a derivative by one "
        "leaves of it vanishes on the line"
    )


def _latex_name(block: str) -> str:
    _, kind, number = block.split("_")
    return rf"W^{{{kind}}}_{{{number}}}"


by_quadrature, by_sampling = entries_on_the_line(
    gradient,
    exact=(("twopoint(2:1/3, -3:2/3)", 3, 5), ("laplace", 2, 4), ("ones", 3, 4), ("gaussian", 2, 6)),
    sampled=(("twopoint(2:1/3, -1:2/3)", 2, 4), ("gaussian", 2, 4)),
)
