"""What an article is made of: paragraphs, displayed lines, statements, proofs, boxes and tables, in no format yet.

Every form of a document (LaTeX, Typst, Markdown, HTML) writes the same elements, so that all have the same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from symbolic.typeset.formulas import parse, width
from symbolic.typeset.prose import spans


@dataclass(frozen=True)
class Plain:
    """Text that is shown as it stands."""

    text: str


@dataclass(frozen=True)
class Reference:
    """What has a number, by its label."""

    label: str


@dataclass(frozen=True)
class Citation:
    """A source by its key in the bibliography, and where in it."""

    key: str
    place: str = ""


@dataclass(frozen=True)
class Emphasis:
    """Prose that is set apart, in italics or in bold."""

    words: str
    strong: bool = False


Inline = str | Plain | Reference | Citation | Emphasis
"""A plain `str` is prose: formulas stand between dollars, code between backticks."""

Words = tuple[Inline, ...]


@dataclass(frozen=True)
class Heading:
    """The title of a part of the article: of level 1, or of level 2 in one of those."""

    level: int
    title: str
    label: str = ""


@dataclass(frozen=True)
class Paragraph:
    words: Words


@dataclass(frozen=True)
class Row:
    """A row of a display: `left = right`, with its reason beside it or, where it is long, in a line before it.

    A row without an equals sign goes on with the one before, `indent` steps to the right.
    """

    left: str
    right: str
    equals: bool = True
    beside: str = ""
    before: str = ""
    indent: int = 0


@dataclass(frozen=True)
class Lines:
    """Rows of one display, aligned; with a label it has a number."""

    rows: tuple[Row, ...]
    label: str = ""


@dataclass(frozen=True)
class Statement:
    """A theorem, or what else is stated: `kind` is one of `KINDS`, the note stands in brackets behind its number."""

    kind: str
    label: str
    note: Words
    body: tuple[Element, ...]


@dataclass(frozen=True)
class Proof:
    """What shows a statement; `name` is "Proof" or what it is instead."""

    name: str
    body: tuple[Element, ...]


@dataclass(frozen=True)
class Box:
    """What must not be overlooked, in a frame."""

    body: tuple[Element, ...]


@dataclass(frozen=True)
class Grid:
    """A table with a number and a caption."""

    label: str
    caption: Words
    heads: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True)
class Contents:
    """Where the table of contents stands."""


Element = Heading | Paragraph | Lines | Statement | Proof | Box | Grid | Contents

KINDS = ("theorem", "proposition", "lemma", "corollary", "example", "remark", "assumption", "assertion")
"""Kinds of statements; an assertion is one that is refuted or not settled. All but assumptions share their numbers."""


@dataclass(frozen=True)
class Source:
    """An entry of the bibliography: in words, and as BibTeX has it."""

    key: str
    words: str
    entry: str


@dataclass(frozen=True)
class Article:
    """A whole document, in order; the stamp stands at its end."""

    title: str
    body: tuple[Element, ...]
    stamp: str
    sources: tuple[Source, ...] = ()
    numbers: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "numbers", dict(_numbered(self.body)))


def every(elements: tuple[Element, ...]) -> Iterator[Element]:
    """All elements, those that stand in others among them, in the order of reading."""
    for element in elements:
        yield element
        if isinstance(element, (Statement, Proof, Box)):
            yield from every(element.body)


def _numbered(elements: tuple[Element, ...]) -> Iterator[tuple[str, str]]:
    """What is printed for each label: `Lemma 2`, `(3)`, `Table 1`, `Section 2`."""
    counters = dict.fromkeys(("statement", "assumption", "lines", "grid", "section", "part"), 0)
    for element in every(elements):
        match element:
            case Statement(kind=kind, label=label):
                counter = "assumption" if kind == "assumption" else "statement"
                counters[counter] += 1
                yield label, f"{kind_word(kind)} {counters[counter]}"
            case Lines(label=label) if label:
                counters["lines"] += 1
                yield label, f"({counters['lines']})"
            case Grid(label=label):
                counters["grid"] += 1
                yield label, f"Table {counters['grid']}"
            case Heading(level=1, label=label):
                counters["section"] += 1
                counters["part"] = 0
                yield label, f"Section {counters['section']}"
            case Heading(label=label):
                counters["part"] += 1
                yield label, f"Section {counters['section']}.{counters['part']}"


def kind_word(kind: str) -> str:
    """What a kind of statement is called in print."""
    return "Claim" if kind == "assertion" else kind.capitalize()


def listed(parts: Sequence[Inline]) -> Words:
    """Several in a row: one, one and another, or more of them with commas.

    >>> listed(["a", "b", "c"])
    ('a', ', ', 'b', ' and ', 'c')
    """
    signs = [", "] * (len(parts) - 2) + [" and "] * (len(parts) > 1)
    return tuple(one for pair in zip(["", *signs], parts, strict=True) for one in pair if one)


def label_of(*parts: str) -> str:
    """A label that LaTeX, HTML and Typst all take.

    >>> label_of("a/theorem-4.1", "U_12[j,j]")
    'a:theorem-4.1:U-12-j-j'
    """
    return ":".join(re.sub(r"[^A-Za-z0-9.]+", "-", part).strip("-") for whole in parts for part in whole.split("/"))


LINE = 44.0
"""In em of its own type: what a table's columns have together where the line is shortest."""


BESIDE_A_SUM = 2.0
"""In em, about: what stands below a sum on a line of its own stands beside it in a sentence."""


def shares_of(grid: Grid) -> list[float]:
    """The share of the line that each column takes: its widest formula, and of the rest what its text wants."""
    columns = [[_widths(cell) for cell in column] for column in zip(grid.heads, *grid.rows, strict=True)]
    least = [max(widest for widest, _ in column) for column in columns]
    wanted = [max(max(total for _, total in column), needed) for column, needed in zip(columns, least, strict=True)]
    more = sum(wanted) - sum(least)
    part = max(0.0, min(1.0, (LINE - sum(least)) / more)) if more else 0.0
    room = [needed + part * (want - needed) for needed, want in zip(least, wanted, strict=True)]
    return [one / sum(room) for one in room]


def lines_of(grid: Grid) -> list[float]:
    """About how many lines each row takes where the columns have their shares of the line."""
    shares = [LINE * share for share in shares_of(grid)]
    return [max(ceil(_widths(cell)[1] / room) for cell, room in zip(row, shares, strict=True)) for row in grid.rows]


def _widths(cell: Words) -> tuple[float, float]:
    """In em, about: the widest word or formula of a cell, and the cell in one line."""
    pieces = [piece for part in cell for piece in _pieces(part)]
    return max(pieces, default=0.0), sum(pieces)


def _pieces(part: Inline) -> Iterator[float]:
    match part:
        case Reference():
            yield from (6.0, 1.0)
        case Plain(text=text) | Emphasis(words=text) | Citation(place=text):
            yield from (0.6 * (len(word) + 1) for word in text.split())
        case str():
            for kind, body in spans(part):
                if kind == "math":
                    yield width(parse(body)) + 0.5 + BESIDE_A_SUM * body.count(r"\sum_")
                else:
                    yield from (0.5 * (len(word) + 1) for word in body.split())
