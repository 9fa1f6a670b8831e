"""What a claim's paper adds to an article: its setting, its notation, the table of its key step, its sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import sympy

import proofs
from proofs.catalogue import papers, settings
from proofs.claim import Claim
from proofs.paper import Paper
from symbolic.expectation.moments import MomentSymbol
from symbolic.model.derived_model import Derived
from symbolic.typeset.article.bibliography import sources
from symbolic.typeset.article.composed import Front
from symbolic.typeset.article.described_setting import described
from symbolic.typeset.article.elements import Element, Lines, Paragraph, Row, Source
from symbolic.typeset.article.expectation_tables import ExpectationTables
from symbolic.typeset.layout import Room
from symbolic.typeset.line_breaking import rows
from symbolic.typeset.printing import latex
from symbolic.typeset.sections import Section

BIBLIOGRAPHY = "references.bib"


def front(claims: Sequence[Claim], sections: Sequence[Section], room: Room) -> Front:
    """What stands before the claims; the setting is that of the last claim's paper, or of one whose claims it uses."""
    keys = dict.fromkeys(claim.key.partition("/")[0] for claim in reversed(claims))
    described_in = (papers()[key] for key in keys if key in papers() and key in papers()[key].settings)
    paper = next(described_in, None)
    setting = _setting(paper, sections, room) if paper else ()
    tables = {claim.key: found for claim in claims if (found := _tables(claim))}
    return Front(tuple(setting), tables, bibliography())


@cache
def bibliography() -> Mapping[str, Source]:
    """The sources of the package by key; none where the file is missing."""
    home = Path(proofs.__path__[0])
    places = (home / BIBLIOGRAPHY, home.parent / "docs" / BIBLIOGRAPHY)
    return next((sources(place.read_text(encoding="utf-8")) for place in places if place.is_file()), {})


def _tables(claim: Claim) -> tuple[Element, ...]:
    folder, _, name = claim.key.partition("/")
    paper = papers().get(folder)
    if paper is None or name not in paper.key_steps:
        return ()
    return _key_step(claim.key, *paper.key_steps[name])


@cache
def _key_step(key: str, setting: str, family: str) -> tuple[Element, ...]:
    """The tables for a claim of a setting on a family, made once."""
    model = settings()[setting].setting(setting)
    return ExpectationTables(Derived(model).on(model.families[family])).elements(key)


def _setting(paper: Paper, sections: Sequence[Section], room: Room) -> Iterator[Element]:
    """The model of a paper, under the key of the paper, and the letters that its claims use."""
    if paper.key in paper.settings:
        yield from described(paper.setting(paper.key), room)
    lines = [line.expression for each in sections for chain in each.derivation.chains for line in chain.lines]
    yield from _notation(paper, lines, room)


def _notation(paper: Paper, lines: Sequence[sympy.Basic], room: Room) -> Iterator[Element]:
    letters = {symbol for line in lines for symbol in line.free_symbols}
    if any(line.atoms(sympy.harmonic) for line in lines):
        yield Paragraph((HARMONIC,))
    if any(isinstance(symbol, MomentSymbol) for symbol in letters):
        yield Paragraph((COORDINATES,))
    defined = [(rule.right, rule.left) for rule in paper.answer("definitions") or () if rule.right in letters]
    if defined:
        yield Paragraph(("The moments of the start have letters:",))
        yield Lines(tuple(row for letter, value in defined for row in _definition(letter, value, room)))


def _definition(letter: sympy.Expr, value: sympy.Expr, room: Room) -> Iterator[Row]:
    first, *more = rows(latex(value), room.row - 5)
    yield Row(latex(letter), first)
    yield from (Row("", row, equals=False, indent=1) for row in more)


HARMONIC = (
    r"The harmonic numbers are $H_n = \sum_{k=1}^{n} \frac{1}{k}$ and $H_n^{(2)} = \sum_{k=1}^{n} \frac{1}{k^2}$; they "
    "come from the weights of the times."
)
COORDINATES = (
    "Coordinates that have different letters are different, and sums run over the coordinates that differ from those "
    r"named: $\sum_{r \neq j}$, $\sum_{r \notin \{j,k\}}$."
)
