"""Derivations as a Typst document, and as PDF by the compiler in Typst's wheel."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from mesaproof.documents.typst_math import math, string
from mesaproof.errors import InputError
from mesaproof.terminal.installation import extra
from symbolic.typeset.article.elements import (
    Article,
    Box,
    Citation,
    Contents,
    Element,
    Emphasis,
    Grid,
    Heading,
    Lines,
    Paragraph,
    Plain,
    Proof,
    Reference,
    Row,
    Statement,
    Words,
    shares_of,
)
from symbolic.typeset.prose import Span, spans


def document(article: Article) -> str:
    """A complete Typst document, stamped."""
    title = f'#align(center, text(size: 14pt, weight: "bold")[{_marked(spans(article.title))}])'
    sources = [f"#source[{source.key}][{_marked(spans(source.words))}]" for source in article.sources]
    listed = ["#heading(numbering: none)[References]", *sources] if sources else []
    stamp = f"#v(1em)\n#text(size: 8pt)[#{string(article.stamp)};]\n"
    return "\n\n".join([_PREAMBLE, title, *_blocks(article, article.body), *listed, stamp])


def _blocks(article: Article, elements: Sequence[Element]) -> list[str]:
    """A paragraph stays on the page of the display that it announces."""
    following = (*elements[1:], None)
    return [
        f"#before[{written}]" if isinstance(element, Paragraph) and isinstance(after, Lines) else written
        for element, after in zip(elements, following, strict=True)
        for written in [_block(article, element)]
    ]


def _block(article: Article, element: Element) -> str:
    match element:
        case Heading(level=level, title=title, label=label):
            return f"{'=' * level} {_marked(spans(title))} {_label(label)}".rstrip()
        case Paragraph(words=words):
            return _words(article, words)
        case Lines(rows=rows, label=label):
            return _lines(rows, article.numbers.get(label, ""), label)
        case Statement(label=label, note=note, body=body):
            inside = "\n\n".join(_blocks(article, body))
            told = f"[{_words(article, note)}]" if note else "none"
            return f"#statement({string(article.numbers[label])}, {told})[\n{inside}\n] {_label(label)}"
        case Proof(name=name, body=body):
            inside = "\n\n".join(_blocks(article, body))
            return f"#emph[#{string(name)};.] {inside} #h(1fr) $square$"
        case Box(body=body):
            inside = "\n\n".join(_blocks(article, body))
            return f"#framed[\n{inside}\n]"
        case Grid():
            return _grid(article, element)
        case Contents():
            return "#outline(depth: 2)"


def _label(label: str) -> str:
    return f"<{label}>" if label else ""


def _grid(article: Article, grid: Grid) -> str:
    cells = [f"[{_words(article, cell)}]" for row in (grid.heads, *grid.rows) for cell in row]
    caption = f"{article.numbers[grid.label]}. "
    shares = ", ".join(f"{share:.2f}fr" for share in shares_of(grid))
    table = f"#listed(({shares},), {', '.join(cells)}) {_label(grid.label)}"
    return f"#align(center)[#text(size: 9pt)[*#{string(caption)};* {_words(article, grid.caption)}]]\n\n{table}"


def _words(article: Article, words: Words) -> str:
    return "".join(_inline(article, part) for part in words)


def _inline(article: Article, part: object) -> str:
    match part:
        case Plain(text=text):
            return f"#{string(text)};"
        case Reference(label=label):
            return f"#link(<{label}>)[#{string(article.numbers[label])};]"
        case Citation(key=key, place=place):
            return f"\\[{key}{f', {_marked(spans(place))}' if place else ''}\\]"
        case Emphasis(words=words, strong=strong):
            return f"#{'strong' if strong else 'emph'}[{_marked(spans(words))}]"
    return _marked(spans(str(part)))


def _lines(rows: Sequence[Row], number: str, label: str) -> str:
    first = f"{_marked(spans(rows[0].before))}:\n" if rows[0].before else ""
    body = " \\\n  ".join(line for n, row in enumerate(rows) for line in _row(row, n > 0))
    if not number:
        return f"{first}$ {body} $"
    return f"{first}#[#set math.equation(numbering: _ => {string(number)})\n$ {body} $ {_label(label)}]"


def _row(row: Row, inside: bool) -> list[str]:
    indent = "quad " * row.indent
    before = [f"& quad #note[{_marked(spans(row.before))}:]"] if row.before and inside else []
    sign = "eq " if row.equals else '"" ' if not row.left else ""
    shown = f"{math(row.left)} & {indent}{sign}{math(row.right)}".strip()
    return [*before, shown + (f" && wide #reason[{_marked(spans(row.beside))}]" if row.beside else "")]


def _marked(found: Sequence[Span]) -> str:
    written = {
        "text": lambda body: f"#{string(body)};",
        "math": lambda body: f"${math(body)}$",
        "code": lambda body: f"#raw({string(body)});",
    }
    return "".join(written[kind](body) for kind, body in found)


_PREAMBLE = r"""#set page(paper: "a4", margin: 2cm, numbering: "1")
#set text(font: ("New Computer Modern", "DejaVu Sans Mono"), size: 10pt, lang: "en")
#show raw: set text(font: ("DejaVu Sans Mono", "New Computer Modern"))
#set par(leading: 0.6em, spacing: 0.9em, justify: true)
#set heading(numbering: "1.1")
#show heading: set block(above: 1.6em, below: 0.9em)
#show math.equation.where(block: true): set block(breakable: true, spacing: 0.9em)
#set math.equation(number-align: end + bottom)
#let beside(width, body) = box(width: width, align(left, par(justify: false, text(size: 8pt, body))))
#let reason(body) = beside(4.6cm, body)
#let note(body) = beside(12cm, body)
#let statement(name, note, body) = block(above: 1.4em, below: 1em)[
  #strong(name)#if note != none [ (#note)]#strong[.] #emph(body)
]
#let before(body) = block(sticky: true, spacing: 0.9em, body)
#let framed(body) = block(stroke: 0.8pt, inset: 8pt, width: 100%, body)
#let source(key, words) = block(inset: (left: 1.5em), [#h(-1.5em)\[#key\] #words])
#let listed(shares, ..cells) = [#set par(justify: false)
  #text(size: 8.5pt, table(
    columns: shares, stroke: (_, row) => (top: if row < 2 { 0.6pt } else { 0.2pt + gray }), align: left, ..cells
  ))]"""


def require_typst() -> None:
    """Raise InputError where the Typst compiler is not installed."""
    if find_spec("typst") is None:
        raise InputError("a PDF without Typst", "the extra mesaproof[report]", f"run {extra('report')}")


class DoesNotCompile(Exception):
    """A typesetting program refused a document: `message` is the end of what it said, `source` the document."""

    def __init__(self, engine: str, message: str, source: str, suffix: str) -> None:
        super().__init__(message)
        self.engine, self.message, self.source, self.suffix = engine, message, source, suffix


def compiled(source: str) -> bytes:
    """A Typst document as PDF; raises InputError where Typst is missing, DoesNotCompile where it refuses."""
    require_typst()
    import typst

    try:
        found: Any = typst.compile(source.encode())
    except typst.TypstError as error:
        raise DoesNotCompile("typst", str(error), source, ".typ") from None
    return bytes(found)
