"""The exact population gradient of a law, block by block, on the line or at arbitrary parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from mesaproof.answers.asking import PAPER, answer, answered
from mesaproof.errors import InputError
from mesaproof.reading.exact_text import unknown_name
from mesaproof.reading.law_spec import law_at
from mesaproof.reading.sizes import length, number, several
from symbolic.laws import Law, LawFamily

if TYPE_CHECKING:
    from proofs.zheng2024.answers.block_gradients import Gradient

Number = Fraction | int | float | str
Block = tuple[tuple[Fraction, ...], ...]


def gradient(
    law: str | LawFamily | Law,
    d: int | None = None,
    T: int = 3,
    *,
    a: Number = 1,
    b: Number = 1,
    parameters: Mapping[str, Any] | None = None,
    counted: Callable[[int, int], None] = lambda done, total: None,
    paper: str = PAPER,
) -> Gradient:
    """Population gradient on the line `W_KQ_32 = aI, W_PV_12 = bI`, or at the given blocks.

    `parameters` has d × d numbers for each block that is not zero; `counted` then hears how many parts are done, of how
    many. Raises InputError for a bad description, d < 1, T < 3, what is no exact number, an unknown block, sizes beyond
    what is written out, and irrational moments at parameters of your own.

    >>> gradient("rademacher", 1, 4, a=2).blocks["W_PV_12"]
    ((4,),)
    """
    T, a, b, exact = length(T), number(a, "a"), number(b, "b"), law_at(law, d)
    found: Gradient
    if parameters is None:
        found = answered(paper, "gradient", exact, T, a, b)
    else:
        found = answered(paper, "gradient at", exact, T, _read(parameters, exact.d, answer(paper, "blocks")), counted)
    return found


def _read(parameters: Any, d: int, blocks: Sequence[str]) -> dict[str, Block]:
    """Blocks of exact numbers; raises InputError for other names and shapes."""
    if not isinstance(parameters, Mapping):
        raise InputError(f"{type(parameters).__name__} as parameters", f"the blocks by name: {', '.join(blocks)}")
    for name in parameters:
        if name not in blocks:
            raise unknown_name(f"the block {name!r}", str(name), blocks, "one of the blocks")
    return {name: _square(name, block, d) for name, block in parameters.items()}


def _square(name: str, block: Any, d: int) -> Block:
    rows = [several(row, f"rows of {name}", d) for row in several(block, name, d)]
    if {len(rows), *map(len, rows)} != {d}:
        sizes = ", ".join(str(len(row)) for row in rows)
        raise InputError(f"{name} with rows of {sizes} numbers", f"{d} x {d} of them")
    return tuple(tuple(number(x, f"{name}[{p}, {q}]") for q, x in enumerate(row)) for p, row in enumerate(rows))
