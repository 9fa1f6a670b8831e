"""What a claim's paper adds to an article: its setting, its notation, the table of its key step, its sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import sympy

import proofs
from proofs.catalogue import papers, settings
from proofs.claim import Claim
from proofs.paper import ALL, NO_TABLE, Model
from symbolic.expectation.moments import MomentSymbol
from symbolic.model.derived_model import Derived
from symbolic.typeset.article.bibliography import sources
from symbolic.typeset.article.composed import Front
from symbolic.typeset.article.described_setting import described
from symbolic.typeset.article.elements import Element, Heading, Lines, Paragraph, Row, Source, label_of
from symbolic.typeset.article.expectation_tables import ExpectationTables
from symbolic.typeset.layout import Room
from symbolic.typeset.line_breaking import rows
from symbolic.typeset.printing import latex
from symbolic.typeset.sections import Section

BIBLIOGRAPHY = "references.bib"


def front(claims: Sequence[Claim], sections: Sequence[Section], room: Room) -> Front:
    """What stands before the claims: the settings that they are about, those of the last claim first.

    Each table stands in the proof of the first claim whose key step it is.
    """
    found = dict.fromkeys(model for claim in reversed(claims) for model in _models(claim))
    described_in = _settings(tuple(dict.fromkeys(key for key, _ in found)), room)
    tables = {claim.key: tuple(_tables(claim.key, new)) for claim, new in _first_named(claims) if new}
    return Front((*described_in, *_notation(claims, sections, room)), tables, bibliography())


def _models(claim: Claim) -> tuple[Model, ...]:
    folder, _, name = claim.key.partition("/")
    return papers()[folder].models_of(name) if folder in papers() else ()


def _first_named(claims: Sequence[Claim]) -> Iterator[tuple[Claim, list[Model]]]:
    """Each claim with the tables that no claim before it has."""
    seen: set[Model] = set()
    for claim in claims:
        new = [model for model in _models(claim) if model[1] != NO_TABLE and model not in seen]
        seen.update(new)
        yield claim, new


def _settings(keys: Sequence[str], room: Room) -> Iterator[Element]:
    """The settings in words and formulas, under headings where there are several."""
    models = {key: settings()[key].setting(key) for key in keys}
    sources = [setting.source for setting in models.values()]
    for key, setting in models.items():
        if len(keys) > 1:
            called = f"{setting.source} ({key})" if sources.count(setting.source) > 1 else setting.source
            yield Heading(2, called[:1].upper() + called[1:], label_of("setting", key))
        yield from described(setting, room)


@cache
def bibliography() -> Mapping[str, Source]:
    """The sources of the package by key; none where the file is missing."""
    home = Path(proofs.__path__[0])
    places = (home / BIBLIOGRAPHY, home.parent / "docs" / BIBLIOGRAPHY)
    return next((sources(place.read_text(encoding="utf-8")) for place in places if place.is_file()), {})


def _tables(key: str, models: Sequence[Model]) -> Iterator[Element]:
    for n, model in enumerate(models):
        yield from _key_step(f"{key}-{n}" if n else key, *model)


@cache
def _key_step(key: str, setting: str, family: str) -> tuple[Element, ...]:
    """The tables for a claim of a setting on a family, made once."""
    model = settings()[setting].setting(setting)
    derived = Derived(model)
    return ExpectationTables(derived if family == ALL else derived.on(model.families[family])).elements(key)


def _notation(claims: Sequence[Claim], sections: Sequence[Section], room: Room) -> Iterator[Element]:
    """The letters that the claims of some papers use."""
    lines = [line.expression for each in sections for chain in each.derivation.chains for line in chain.lines]
    letters = {symbol for line in lines for symbol in line.free_symbols}
    if any(line.atoms(sympy.harmonic) for line in lines):
        yield Paragraph((HARMONIC,))
    if any(isinstance(symbol, MomentSymbol) for symbol in letters):
        yield Paragraph((COORDINATES,))
    folders = dict.fromkeys(claim.key.partition("/")[0] for claim in claims)
    rules = [rule for key in folders if key in papers() for rule in papers()[key].answer("definitions") or ()]
    defined = {rule.right: rule.left for rule in rules if rule.right in letters}
    if defined:
        yield Paragraph(("The moments of the start have letters:",))
        yield Lines(tuple(row for letter, value in defined.items() for row in _definition(letter, value, room)))


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
