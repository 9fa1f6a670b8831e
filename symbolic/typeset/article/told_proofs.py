"""The proof of a claim in an article: what it uses, its tables and zeros, its lines, and what settles its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from symbolic.typeset.article.elements import (
    Element,
    Lines,
    Paragraph,
    Reference,
    Row,
    Words,
    label_of,
    listed,
)
from symbolic.typeset.article.telling import Telling, claim_named, linked
from symbolic.typeset.derivation import Chain
from symbolic.typeset.formulas import parse, width
from symbolic.typeset.layout import MARGIN, PrintedChain, Room, laid_out
from symbolic.typeset.line_breaking import rows
from symbolic.typeset.naming import Named
from symbolic.typeset.printing import latex
from symbolic.typeset.prose import worded
from symbolic.typeset.sections import Finding, Section

ARGUED = "Proof."
"""What begins the argument in the words of a statement that gives one."""


def proof_of(section: Section, telling: Telling) -> Iterator[Element]:
    if used := [finding.used for finding in section.findings if finding.used]:
        yield Paragraph(("It uses ", *listed([claim_named(key, telling) for key in used]), "."))
    if argued := section.remainder.partition(ARGUED)[2].strip():
        yield Paragraph(linked(argued, telling))
    yield from _meanings(section, telling)
    yield from telling.tables.get(section.title, ())
    yield from _zeros(section)
    sequences = section.derivation.sequences()
    for chain in section.derivation.chains:
        if not _is_zero(chain):
            printed = laid_out(chain if telling.full else _ends(chain), sequences.get(chain.name), telling.room)
            yield from _chain(printed, chain_label(section.title, chain.name))
    yield from _settled(section, telling)


def chain_label(key: str, name: str) -> str:
    """The label of the last line of a chain."""
    return label_of("eq", key, name)


def _ends(chain: Chain) -> Chain:
    """The first and the last line of a chain, with the reasons of all between them."""
    if len(chain.lines) < 3:
        return chain
    reasons = "; ".join(dict.fromkeys(line.reason for line in chain.lines[1:]))
    return replace(chain, lines=(chain.lines[0], replace(chain.lines[-1], reason=reasons)))


def _meanings(section: Section, telling: Telling) -> Iterator[Element]:
    """What the letters of the lines stand for; not in full where only the notation of a norm or a trace is told."""
    names = [name for name in section.names if telling.full or len(name.letter) < LONGEST_LETTER]
    if not names:
        return
    yield Paragraph(("Here",))
    short: list[Row] = []
    for name in names:
        found = tuple(_meaning(name, telling.room))
        if len(found) > 1:
            yield Lines(found)
        else:
            short += found
    if short:
        yield Lines(tuple(short))


def _meaning(name: Named, room: Room) -> Iterator[Row]:
    above = width(parse(name.letter)) > room.row / 3
    first, *more = rows(latex(name.value), room.row - (2 * MARGIN if above else MARGIN + width(parse(name.letter))))
    if above:
        yield Row("", name.letter, equals=False)
    yield Row("" if above else name.letter, first, indent=int(above))
    yield from (Row("", row, equals=False, indent=1 + above) for row in more)


LONGEST_LETTER = 12
"""In characters of LaTeX: what is longer says by itself what it stands for."""


def _is_zero(chain: Chain) -> bool:
    return len(chain.lines) == 1 and chain.lines[0].expression == 0


def _zeros(section: Section) -> Iterator[Element]:
    """All results that are zero for the same reason, in one sentence."""
    by_reason: dict[str, list[str]] = {}
    for chain in section.derivation.chains:
        if _is_zero(chain):
            by_reason.setdefault(chain.lines[0].reason, []).append(chain.symbol)
    for reason, symbols in by_reason.items():
        blocks = _whole_blocks(symbols)
        shown = ", ".join(f"${symbol}$" for symbol in blocks or symbols)
        what = f"Every entry of the gradient by {shown}" if blocks else shown
        yield Paragraph((f"{what} is zero: {reason}.",))


_ENTRY = re.compile(r"\\frac\{\\partial L\}\{\\partial (?P<block>.*)\[(?P<place>j,[jk])\]\}")


def _whole_blocks(symbols: Sequence[str]) -> list[str]:
    """The blocks whose entries, on the diagonal and off it, are all derived by; none where a symbol is left over."""
    entries = [_ENTRY.fullmatch(symbol) for symbol in symbols]
    places: dict[str, set[str]] = {}
    for entry in entries:
        if entry is None:
            return []
        places.setdefault(entry["block"], set()).add(entry["place"])
    return list(places) if all(len(found) == 2 for found in places.values()) else []


def _chain(printed: PrintedChain, label: str) -> Iterator[Element]:
    """Why it begins as it does, where that does not stand beside it, then its lines."""
    if not printed.beside and (start := printed.lines[0].reason):
        yield Paragraph((f"{start[:1].upper() if start[:2].isalpha() else start[:1]}{start[1:]}:",))
    yield Lines(tuple(_rows(printed)), label)
    if printed.sequence:
        yield Paragraph((printed.sequence,))


def _rows(printed: PrintedChain) -> Iterator[Row]:
    inside = int(printed.above)
    if printed.above:
        yield Row("", printed.symbol, equals=False)
    for n, line in enumerate(printed.lines):
        first, *more = line.rows
        left = printed.symbol if n == 0 and not printed.above else ""
        beside = line.reason if printed.beside else ""
        yield Row(left, first, True, beside, "" if printed.beside or n == 0 else line.reason, inside)
        yield from (Row("", row, equals=False, indent=1 + inside) for row in more)


def _settled(section: Section, telling: Telling) -> Iterator[Element]:
    """What settled each part; the ends of chains are told by their numbers."""
    lines = {chain.name: chain for chain in section.derivation.chains}
    for finding in section.findings:
        if finding.used:
            continue
        if finding.chains:
            every = [chain_label(section.title, name) for name, chain in lines.items() if not _is_zero(chain)]
            labels = [chain_label(section.title, name) for name in finding.chains if not _is_zero(lines[name])]
            if labels:
                yield Paragraph(("In ", *_numbers(labels, every), _ENDS))
        else:
            yield from _finding(finding, telling)


def _numbers(labels: list[str], every: list[str]) -> Words:
    """References to lines; all of many in a row are told by the first and the last."""
    if labels == every and len(labels) > 2:
        return Reference(labels[0]), " to ", Reference(labels[-1])
    return listed([Reference(label) for label in labels])


_ENDS = " the first line is derived from the model, and the last is what is stated."


def _finding(finding: Finding, telling: Telling) -> Iterator[Element]:
    yield Paragraph((*linked(worded(finding.because), telling), "."))
    if finding.formulas and telling.full:
        broken = [rows(formula, telling.room.row) for formula in finding.formulas]
        yield Lines(tuple(plain_rows(broken)))


def plain_rows(broken: Sequence[Sequence[str]]) -> Iterator[Row]:
    """Formulas without a left side of their own, each in its rows."""
    for first, *more in broken:
        yield Row("", first, equals=False)
        yield from (Row("", row, equals=False, indent=1) for row in more)
