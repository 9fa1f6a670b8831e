"""Altered gradient conventions of the derivation: factors, signs, transposes, blocks, and single terms on the line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import combinations
from typing import Any

from mesaproof.selftest.altering import everywhere
from mesaproof.selftest.mutant import DomainMutant, Kind
from mesaproof.selftest.toolkit.checks import ExactGradient, ExactLine, NumericGradient, NumericLine, Together
from mesaproof.selftest.toolkit.places import dense, line_point
from proofs.zheng2024.line import line
from proofs.zheng2024.model import evaluation
from proofs.zheng2024.model.attention import BLOCKS, KQ_BLOCKS, PV_BLOCKS
from symbolic.expectation.moments import Pattern
from symbolic.expectation.summation import Power, TimeSum

SKEW = "twopoint(2:1/3, -3:2/3)"
A, B = Fraction(3, 4), Fraction(-5, 4)

GENERIC = dense(SKEW, 2, 4)
ON_LINE = line_point(SKEW, 2, 4, A, B), line_point("table", 3, 4, A, B)

Blocks = dict[str, Any]
"""Matrices by block, as nested tuples or as arrays; the last two axes are rows and columns."""


def convention_mutants() -> Iterator[DomainMutant]:
    """The derived gradient at arbitrary parameters under another convention, then its terms on the line."""
    for change, alter in altered_blocks():
        yield _of_gradient(change, alter)
    yield from _of_line_entries()
    for block in BLOCKS:
        for place in line.Place:
            yield from _of_entry(line.entry(block, place))


def altered_blocks() -> Iterator[tuple[str, Callable[[Blocks, int], Blocks]]]:
    """Other conventions for one block or for a pair of blocks; an alteration gets the blocks and d."""
    for block in BLOCKS:
        for change, alter in OF_ONE_BLOCK.items():
            yield f"{block} {change}", partial(_one_block, block, alter)
    for change, alter in OF_ONE_BLOCK.items():
        for name, blocks in (("W_PV", PV_BLOCKS), ("W_KQ", KQ_BLOCKS), ("all blocks", BLOCKS)):
            yield f"{name} {change}", partial(_several_blocks, blocks, alter)
    for one, other in combinations(BLOCKS, 2):
        yield f"{one} and {other} exchanged", partial(_exchanged, one, other)


def _transposed(block: Any, d: int) -> Any:
    return tuple(zip(*block, strict=True)) if isinstance(block, tuple) else block.swapaxes(-1, -2)


def _scaled(factor: Callable[[int], Fraction], block: Any, d: int) -> Any:
    if isinstance(block, tuple):
        return tuple(tuple(x * factor(d) for x in row) for row in block)
    return block * float(factor(d))


OF_ONE_BLOCK: dict[str, Callable[[Any, int], Any]] = {
    "transposed": _transposed,
    "doubled": partial(_scaled, lambda d: Fraction(2)),
    "halved": partial(_scaled, lambda d: Fraction(1, 2)),
    "times d (a scalar's gradient)": partial(_scaled, Fraction),
    "over d": partial(_scaled, lambda d: Fraction(1, d)),
    "sign": partial(_scaled, lambda d: Fraction(-1)),
    "forgotten": partial(_scaled, lambda d: Fraction(0)),
}


def _one_block(name: str, alter: Callable[[Any, int], Any], blocks: Blocks, d: int) -> Blocks:
    return blocks | {name: alter(blocks[name], d)}


def _several_blocks(names: tuple[str, ...], alter: Callable[[Any, int], Any], blocks: Blocks, d: int) -> Blocks:
    return blocks | {name: alter(blocks[name], d) for name in names}


def _exchanged(one: str, other: str, blocks: Blocks, d: int) -> Blocks:
    return blocks | {one: blocks[other], other: blocks[one]}


def _of_gradient(change: str, alter: Callable[[Blocks, int], Blocks]) -> DomainMutant:
    derived = evaluation.gradient

    def gradient(law: Any, T: int, parameters: Any) -> Blocks:
        return alter(derived(law, T, parameters), law.d)

    return DomainMutant(
        f"convention/derived/{change.replace(' ', '-')}",
        Kind.CONVENTION,
        f"derived gradient: {change}",
        ExactGradient(GENERIC),
        NumericGradient(GENERIC),
        lambda: everywhere(derived, gradient),
    )


def _on_line(id: str, change: str, entry_instead: Callable[..., line.Entry]) -> DomainMutant:
    return DomainMutant(
        f"convention/line/{id.replace(' ', '-')}",
        Kind.CONVENTION,
        change,
        Together(tuple(map(ExactLine, ON_LINE))),
        Together(tuple(map(NumericLine, ON_LINE))),
        lambda: everywhere(line.entry, entry_instead),
    )


def _of_line_entries() -> Iterator[DomainMutant]:
    """Whole entries: one in the place of another, or none."""
    derived = line.entry
    for block in BLOCKS:
        for source in (name for name in ("W_PV_12", "W_KQ_32") if name != block):
            change = f"the gradient by {source} in its place"
            name, text = f"{block}/{change}", f"{block} on the line: {change}"
            yield _on_line(name, text, partial(_from_another, derived, block, source))
    for block in ("W_PV_12", "W_KQ_32"):
        for place in line.Place:
            text = f"{block} on the line: {place} entries forgotten"
            nothing = replace(derived(block, place), terms=())
            yield _on_line(f"{block}/{place}-forgotten", text, partial(_entry_instead, derived, nothing))


def _from_another(
    derived: Callable[..., line.Entry], block: str, source: str, asked: str, place: line.Place
) -> line.Entry:
    return derived(source if asked == block else asked, place)


def _of_entry(entry: line.Entry) -> Iterator[DomainMutant]:
    """Every term of an entry: its coefficient, its powers of a and b, its moment."""
    derived = line.entry
    for number, (monomial, value) in enumerate(entry.terms):
        for change, term in _of_term(monomial, value):
            terms = (*entry.terms[:number], *([term] if term else []), *entry.terms[number + 1 :])
            yield _on_line(
                f"{entry.name}/{number}/{change}",
                f"{entry.name} on the line, {monomial.pattern.text}: {change}",
                partial(_entry_instead, derived, replace(entry, terms=terms)),
            )


def _entry_instead(derived: Callable[..., line.Entry], entry: line.Entry, block: str, place: line.Place) -> line.Entry:
    return entry if (block, place) == (entry.block, entry.place) else derived(block, place)


def _of_term(monomial: line.Monomial, value: TimeSum) -> Iterator[tuple[str, Any]]:
    free, summed = monomial.pattern.free, monomial.pattern.summed
    yield "dropped", None
    yield "doubled", (monomial, value * 2)
    yield "halved", (monomial, value * Fraction(1, 2))
    yield "sign", (monomial, value * -1)
    yield "one more power of 1/(t-1)", (monomial, _raised(value))
    yield "a and b exchanged", (replace(monomial, a_power=monomial.b_power, b_power=monomial.a_power), value)
    yield "one power of a more", (replace(monomial, a_power=monomial.a_power + 1), value)
    yield "one power of b more", (replace(monomial, b_power=monomial.b_power + 1), value)
    yield (
        "moment with a larger free power",
        (replace(monomial, pattern=Pattern((free[0] + 1, *free[1:]), summed)), value),
    )
    if len(free) == 2 and free[0] != free[1]:
        yield "row and column exchanged", (replace(monomial, pattern=Pattern(free[::-1], summed)), value)
    if summed:
        yield "sum over the other coordinates lost", (replace(monomial, pattern=Pattern(free)), value)
        yield (
            "free and summed powers exchanged",
            (
                replace(monomial, pattern=Pattern((summed[0], *free[1:]), (free[0], *summed[1:]))),
                value,
            ),
        )


def _raised(value: TimeSum) -> TimeSum:
    return TimeSum.of({Power(b.exponent + 1) if isinstance(b, Power) else b: c for b, c in value.terms})
