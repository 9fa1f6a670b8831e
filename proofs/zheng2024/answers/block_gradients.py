"""The exact population gradient of a law, block by block, on the line or at arbitrary parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from proofs.refusal import Refused
from proofs.zheng2024.answers.table_size import LARGEST_TABLE_D
from proofs.zheng2024.line.line import Place, entry, in_symbols
from proofs.zheng2024.model import evaluation
from proofs.zheng2024.model.attention import BLOCKS
from symbolic.algebra.harmonics import EXACT_UP_TO
from symbolic.algebra.rationals import to_sympy
from symbolic.laws import Law
from symbolic.views import Screened

Matrix = tuple[tuple[Any, ...], ...]

LARGEST_LINE_D = 200
"""Matrices are written out up to this d."""

LARGEST_DENSE_D = 8
"""Arbitrary parameters cost d^6 exact products."""


@dataclass(frozen=True, repr=False)
class Gradient(Screened):
    """`∂L/∂W[p, q]` for every entry of every block: exact SymPy numbers, with `H(n)` kept above T = 1000."""

    law: Law
    T: int
    blocks: Mapping[str, Matrix]


def gradient_on_line(law: Law, T: int, a: Fraction, b: Fraction) -> Gradient:
    """Population gradient on the line `W_KQ_32 = aI, W_PV_12 = bI`; raises Refused where d is too large."""
    largest = LARGEST_LINE_D if law.exchangeable else LARGEST_TABLE_D
    if law.d > largest:
        raise Refused(f"{law.description} with d = {law.d}", f"d <= {largest}", "every entry is written out")
    return Gradient(law, T, {block: _block(law, T, block, to_sympy(a), to_sympy(b)) for block in BLOCKS})


def gradient_at(
    law: Law, T: int, parameters: evaluation.Parameters, counted: Callable[[int, int], None] = lambda done, total: None
) -> Gradient:
    """Population gradient at any blocks, those that are missing 0; `counted` hears how many parts are done.

    Raises Refused where d or T is too large, and for irrational moments.
    """
    if law.d > LARGEST_DENSE_D or T > EXACT_UP_TO:
        raise Refused(
            f"d = {law.d}, T = {T} with parameters of your own",
            f"d <= {LARGEST_DENSE_D} and T <= {EXACT_UP_TO}",
            "on the line (a and b) larger sizes are possible",
        )
    try:
        blocks = evaluation.gradient(law, T, parameters, counted)
    except evaluation.IrrationalMoment as error:
        given = f"{law.description} with parameters of your own: {error}"
        raise Refused(given, "a law with rational moments", "on the line (a and b) any law is possible") from None
    return Gradient(law, T, {name: tuple(tuple(map(to_sympy, row)) for row in block) for name, block in blocks.items()})


def _block(law: Law, T: int, block: str, a: sympy.Expr, b: sympy.Expr) -> Matrix:
    if law.exchangeable:
        off = _entry(law, T, block, a, b, (0, 1)) if law.d > 1 else sympy.Integer(0)
        on = _entry(law, T, block, a, b, (0,))
        return tuple(tuple(on if p == q else off for q in range(law.d)) for p in range(law.d))
    places = [[(p,) if p == q else (p, q) for q in range(law.d)] for p in range(law.d)]
    return tuple(tuple(_entry(law, T, block, a, b, free) for free in row) for row in places)


def _entry(law: Law, T: int, block: str, a: sympy.Expr, b: sympy.Expr, free: tuple[int, ...]) -> sympy.Expr:
    place = Place.DIAGONAL if len(free) == 1 else Place.OFF_DIAGONAL
    return entry(block, place).value(in_symbols(T), law, a, b, free).expand()
