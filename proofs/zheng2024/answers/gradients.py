"""The exact population gradient of a law, block by block, on the line or at arbitrary parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from mesaproof.answers.checking import LARGEST_TABLE_D
from mesaproof.errors import InputError
from mesaproof.reading.exact_text import unknown_name
from mesaproof.reading.law_spec import law_at
from mesaproof.reading.sizes import length, number, several
from proofs.zheng2024.line.line import Place, entry, in_symbols
from proofs.zheng2024.model import evaluation
from proofs.zheng2024.model.attention import BLOCKS
from symbolic.algebra.harmonics import EXACT_UP_TO
from symbolic.algebra.rationals import to_sympy
from symbolic.laws import Law, LawFamily
from symbolic.views import Shown

Number = Fraction | int | float | str
Matrix = tuple[tuple[Any, ...], ...]

LARGEST_LINE_D = 200
"""Matrices are written out up to this d."""

LARGEST_DENSE_D = 8
"""Arbitrary parameters cost d^6 exact products."""


@dataclass(frozen=True)
class Gradient(Shown):
    """`∂L/∂W[p, q]` for every entry of every block: exact SymPy numbers, with `H(n)` kept above T = 1000."""

    law: Law
    T: int
    blocks: Mapping[str, Matrix]


def gradient(
    law: str | LawFamily | Law,
    d: int | None = None,
    T: int = 3,
    *,
    a: Number = 1,
    b: Number = 1,
    parameters: Mapping[str, Any] | None = None,
    counted: Callable[[int, int], None] = lambda done, total: None,
) -> Gradient:
    """Population gradient on the line `W_KQ_32 = aI, W_PV_12 = bI`, or at the given blocks.

    `parameters` has d × d numbers for each block that is not zero; `counted` then hears how many parts are done, of how
    many. Raises InputError for a bad description, d < 1, T < 3, what is no exact number, an unknown block, sizes beyond
    what is written out, and irrational moments at parameters of your own.

    >>> gradient("rademacher", 1, 4, a=2).blocks["W_PV_12"]
    ((4,),)
    """
    T, a, b, exact = length(T), number(a, "a"), number(b, "b"), law_at(law, d)
    if parameters is None:
        return Gradient(exact, T, _on_line(exact, T, a, b))
    if exact.d > LARGEST_DENSE_D or T > EXACT_UP_TO:
        raise InputError(
            f"d = {exact.d}, T = {T} with parameters of your own",
            f"d <= {LARGEST_DENSE_D} and T <= {EXACT_UP_TO}",
            "on the line (a and b) larger sizes are possible",
        )
    try:
        blocks = evaluation.gradient(exact, T, _read(parameters, exact.d), counted)
    except evaluation.IrrationalMoment as error:
        given = f"{exact.description} with parameters of your own: {error}"
        raise InputError(given, "a law with rational moments", "on the line (a and b) any law is possible") from None
    return Gradient(
        exact, T, {name: tuple(tuple(map(to_sympy, row)) for row in block) for name, block in blocks.items()}
    )


def _read(parameters: Any, d: int) -> evaluation.Parameters:
    """Blocks of exact numbers; raises InputError for other names and shapes."""
    if not isinstance(parameters, Mapping):
        raise InputError(f"{type(parameters).__name__} as parameters", f"the blocks by name: {', '.join(BLOCKS)}")
    for name in parameters:
        if name not in BLOCKS:
            raise unknown_name(f"the block {name!r}", str(name), BLOCKS, "one of the blocks")
    return {name: _square(name, block, d) for name, block in parameters.items()}


def _square(name: str, block: Any, d: int) -> tuple[tuple[Fraction, ...], ...]:
    rows = [several(row, f"rows of {name}", d) for row in several(block, name, d)]
    if {len(rows), *map(len, rows)} != {d}:
        sizes = ", ".join(str(len(row)) for row in rows)
        raise InputError(f"{name} with rows of {sizes} numbers", f"{d} x {d} of them")
    return tuple(tuple(number(x, f"{name}[{p}, {q}]") for q, x in enumerate(row)) for p, row in enumerate(rows))


def _on_line(law: Law, T: int, a: Fraction, b: Fraction) -> dict[str, Matrix]:
    largest = LARGEST_LINE_D if law.exchangeable else LARGEST_TABLE_D
    if law.d > largest:
        raise InputError(f"{law.description} with d = {law.d}", f"d <= {largest}", "every entry is written out")
    return {block: _block(law, T, block, to_sympy(a), to_sympy(b)) for block in BLOCKS}


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
