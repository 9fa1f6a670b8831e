"""An article from claims: setting, assumptions, statements with proofs, verdicts, formulas, in this order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from symbolic.typeset.article.elements import (
    Article,
    Contents,
    Element,
    Emphasis,
    Grid,
    Heading,
    Lines,
    Paragraph,
    Plain,
    Reference,
    Row,
    Source,
    Words,
    label_of,
)
from symbolic.typeset.article.telling import Telling, claim_label, linked
from symbolic.typeset.article.told_claims import assumption, formula_label, kind_of, name_of, told
from symbolic.typeset.layout import Room
from symbolic.typeset.prose import worded
from symbolic.typeset.sections import Section

PAGE, COLUMN_OF_ONE, COLUMN_OF_TWO = Room(42, 26), Room(35, 18), Room(20, 0)
"""The rooms of a page with margins of 2 cm, of a conference's one column, and of one column of two."""


@dataclass(frozen=True)
class Front:
    """What stands before the claims and beside them: the setting, tables by claim, sources by key."""

    setting: tuple[Element, ...] = ()
    tables: Mapping[str, tuple[Element, ...]] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)


def composed(
    sections: Sequence[Section],
    stamp: str,
    *,
    title: str = "",
    front: Front | None = None,
    full: bool = True,
    room: Room = PAGE,
    whole: bool = False,
) -> Article:
    """An article of claims, each after those that it uses; `whole` adds contents and a table of verdicts.

    Without `full` each chain has its first and last line, and formulas that the rules settle are left out.
    """
    front = front or Front()
    labels = _labels(sections)
    telling = Telling(full, room, labels, front.tables, tuple(section.title for section in sections))
    body: list[Element] = [Contents()] if whole else []
    if front.setting:
        body += [Heading(1, "Setting and notation", "setting"), *front.setting]
    if labels:
        body += [Heading(1, "Assumptions", "assumptions"), *_assumptions(sections, labels, room)]
    body += _verdicts(sections) if whole else []
    body += [Heading(1, "Statements and proofs", "statements")]
    for n, section in enumerate(sections):
        body += [Heading(2, name_of(section.title), label_of("part", section.title))] if whole else []
        body += told(section, kind_of(section, sections[n:]), telling)
    body += _formulas(sections) if full else []
    body += _witnesses(sections, telling) if whole else []
    cited = dict.fromkeys(section.cited[0] for section in sections)
    sources = tuple(front.sources[key] for key in cited if key in front.sources)
    last = name_of(sections[-1].title) if sections else ""
    return Article(title or last, tuple(body), stamp, sources)


def _labels(sections: Sequence[Section]) -> dict[object, str]:
    """A label for each set of conditions."""
    found = dict.fromkeys(section.hypotheses.conditions for section in sections if section.hypotheses.conditions)
    return {conditions: f"assumption:{n}" for n, conditions in enumerate(found, start=1)}


def _assumptions(sections: Sequence[Section], labels: Mapping[object, str], room: Room) -> Iterator[Element]:
    first: dict[object, Section] = {section.hypotheses.conditions: section for section in reversed(sections)}
    return (assumption(first[conditions], label, room) for conditions, label in labels.items())


def _verdicts(sections: Sequence[Section]) -> list[Element]:
    heads: tuple[Words, ...] = (("statement",), ("verdict",), ("in words",))
    rows = tuple(
        (
            (Reference(claim_label(section.title)),),
            (Plain(section.outcome.replace("_", " ")),),
            (worded(section.headline),),
        )
        for section in sections
    )
    caption: Words = ("Every statement of this document, and what running it found.",)
    return [Heading(1, "Verdicts", "verdicts"), Grid("table:verdicts", caption, heads, rows)]


def _formulas(sections: Sequence[Section]) -> list[Element]:
    """What the rules of the kernel settle, as formulas."""
    found: list[Element] = []
    for section in sections:
        if section.stated and section.stated.rows:
            told_as = f"{section.stated.heading[:1].upper()}{section.stated.heading[1:]}"
            found += [Heading(2, name_of(section.title), formula_label(section.title))]
            found += [Paragraph((Emphasis(f"{told_as}:"), " ", Reference(claim_label(section.title)), "."))]
            rows = (Row("", row, equals=False, indent=indent // 2) for indent, row in section.stated.rows)
            found.append(Lines(tuple(rows)))
    return [Heading(1, "Statements as formulas", "formulas"), *found] if found else []


def _witnesses(sections: Sequence[Section], telling: Telling) -> list[Element]:
    found: list[Element] = []
    for section in sections:
        if section.witness:
            found += [Paragraph((Reference(claim_label(section.title)), ": ", Plain(section.witness)))]
            found += [Paragraph(linked(worded(section.verdict), telling))]
    return [Heading(1, "Witnesses", "witnesses"), *found] if found else []
