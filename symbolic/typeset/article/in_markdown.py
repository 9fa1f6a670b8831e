"""Articles in Markdown with display mathematics; numbers are written, since Markdown counts nothing."""

from __future__ import annotations

from collections.abc import Sequence

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
)
from symbolic.typeset.markdown_text import in_formula, markdown_prose, markdown_text


def document(article: Article) -> str:
    """A complete Markdown document."""
    sources = [f"- \\[{source.key}\\] {markdown_prose(source.words)}" for source in article.sources]
    listed = ["**References**", "\n".join(sources)] if sources else []
    parts = [f"# {markdown_prose(article.title)}", *_blocks(article, article.body), *listed]
    return "\n\n".join([*parts, f"*{markdown_text(article.stamp)}*"]) + "\n"


def _blocks(article: Article, elements: Sequence[Element]) -> list[str]:
    return [written for element in elements for written in _block(article, element)]


def _block(article: Article, element: Element) -> list[str]:
    match element:
        case Heading(level=level, title=title):
            return [f"{'#' * (level + 1)} {markdown_prose(title)}"]
        case Paragraph(words=words):
            return [_words(article, words)]
        case Lines(rows=rows, label=label):
            return _lines(rows, article.numbers.get(label, ""))
        case Statement(label=label, note=note, body=body):
            told = f" ({_words(article, note)})" if note else ""
            return [f"**{article.numbers[label]}**{told}**.**", *_blocks(article, body)]
        case Proof(name=name, body=body):
            return [f"*{markdown_text(name)}.*", *_blocks(article, body)]
        case Box(body=body):
            quoted = "\n\n".join(_blocks(article, body)).splitlines()
            return ["\n".join(f"> {line}".rstrip() for line in quoted)]
        case Grid():
            caption = f"**{article.numbers[element.label]}.** {_words(article, element.caption)}"
            return [caption, _grid(article, element)]
        case Contents():
            headings = [e for e in article.body if isinstance(e, Heading)]
            return ["\n".join(f"{'  ' * (e.level - 1)}- {markdown_prose(e.title)}" for e in headings)]


def _grid(article: Article, grid: Grid) -> str:
    heads, *rows = [[_words(article, cell).replace("|", r"\|") for cell in row] for row in (grid.heads, *grid.rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *rows))


def _words(article: Article, words: Words) -> str:
    return "".join(_inline(article, part) for part in words)


def _inline(article: Article, part: object) -> str:
    match part:
        case Plain(text=text):
            return markdown_text(text)
        case Reference(label=label):
            return article.numbers[label]
        case Citation(key=key, place=place):
            return rf"\[{key}{f', {markdown_prose(place)}' if place else ''}\]"
        case Emphasis(words=words, strong=strong):
            sign = "**" if strong else "*"
            return f"{sign}{markdown_prose(words)}{sign}"
    return markdown_prose(str(part))


def _lines(rows: Sequence[Row], number: str) -> list[str]:
    first = [f"{markdown_prose(rows[0].before)}:"] if rows[0].before else []
    body = " \\\\\n".join(line for n, row in enumerate(rows) for line in _row(row, n > 0))
    tag = f" \\tag{{{number.strip('()')}}}" if number else ""
    return [*first, f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}{tag}\n$$"]


def _row(row: Row, inside: bool) -> list[str]:
    indent = r"\quad " * row.indent
    before = [rf"&\quad {in_formula(f'{row.before}:')}"] if row.before and inside else []
    shown = f"{row.left} &{indent}{'= ' if row.equals else ''}{row.right}".strip()
    return [*before, shown + (f" && {in_formula(row.beside)}" if row.beside else "")]
