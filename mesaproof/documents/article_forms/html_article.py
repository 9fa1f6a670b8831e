"""Articles as a self-contained page: mathematics in MathML, no script, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mesaproof.documents.html_page import displayed, render, require_report, run_in, template
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
    every,
)

if TYPE_CHECKING:
    from markupsafe import Markup


def page(article: Article) -> str:
    """The article as one page; raises InputError without the extra `report`, or for LaTeX that cannot be read."""
    require_report()
    style = template("style.css") + template("article.css")
    body = _joined([*_blocks(article, article.body), *_sources(article)])
    return render("article.html", title=article.title, stamp=article.stamp, style=style, body=body)


def _markup(form: str, *parts: object) -> Markup:
    """Markup with parts that are escaped unless they are markup."""
    from markupsafe import Markup

    return Markup(form).format(*parts)


def _joined(parts: Sequence[Markup]) -> Markup:
    from markupsafe import Markup

    return Markup("\n").join(parts)


def _blocks(article: Article, elements: Sequence[Element]) -> list[Markup]:
    return [_block(article, element) for element in elements]


def _block(article: Article, element: Element) -> Markup:
    match element:
        case Heading(level=level, title=title, label=label):
            return _markup("<h{0} id='{1}'>{2}</h{0}>", level + 1, label, run_in(title))
        case Paragraph(words=words):
            return _markup("<p>{}</p>", _words(article, words))
        case Lines(rows=rows, label=label):
            return _lines(rows, article.numbers.get(label, ""), label)
        case Statement(label=label, note=note, body=body):
            told = _markup(" ({})", _words(article, note)) if note else ""
            head = _markup("<p><strong>{}</strong>{}<strong>.</strong></p>", article.numbers[label], told)
            inside = _joined(_blocks(article, body))
            return _markup("<div class='statement' id='{}'>{}\n{}</div>", label, head, inside)
        case Proof(name=name, body=body):
            return _markup("<div class='proof'><p><em>{}.</em></p>\n{}</div>", name, _joined(_blocks(article, body)))
        case Box(body=body):
            return _markup("<div class='box'>{}</div>", _joined(_blocks(article, body)))
        case Grid():
            return _grid(article, element)
        case Contents():
            return _contents(article)


def _contents(article: Article) -> Markup:
    headings = [each for each in every(article.body) if isinstance(each, Heading)]
    form = "<li class='level{}'><a href='#{}'>{}</a></li>"
    items = [_markup(form, h.level, h.label, run_in(h.title)) for h in headings]
    return _markup("<nav><ul>{}</ul></nav>", _joined(items))


def _grid(article: Article, grid: Grid) -> Markup:
    told = article.numbers[grid.label], _words(article, grid.caption)
    caption = _markup("<caption><strong>{}.</strong> {}</caption>", *told)
    heads = _joined([_markup("<th>{}</th>", _words(article, head)) for head in grid.heads])
    rows = [
        _markup("<tr>{}</tr>", _joined([_markup("<td>{}</td>", _words(article, cell)) for cell in row]))
        for row in grid.rows
    ]
    form = "<div class='scroll'><table class='data' id='{}'>{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    return _markup(form, grid.label, caption, heads, _joined(rows))


def _words(article: Article, words: Words) -> Markup:
    from markupsafe import Markup

    return Markup("").join(_inline(article, part) for part in words)


def _inline(article: Article, part: object) -> Markup:
    match part:
        case Plain(text=text):
            return run_in(text, plain=True)
        case Reference(label=label):
            return _markup("<a href='#{}'>{}</a>", label, article.numbers[label])
        case Citation(key=key, place=place):
            known = any(source.key == key for source in article.sources)
            cited = _markup("<a href='#source-{0}'>{0}</a>", key) if known else _markup("{}", key)
            return _markup("[{}{}]", cited, _markup(", {}", run_in(place)) if place else "")
        case Emphasis(words=words, strong=strong):
            return _markup("<{0}>{1}</{0}>", _markup("strong") if strong else _markup("em"), run_in(words))
    return run_in(str(part))


def _lines(rows: Sequence[Row], number: str, label: str) -> Markup:
    first = _markup("<p>{}:</p>", run_in(rows[0].before)) if rows[0].before else ""
    shown = _joined([_row(row, n > 0) for n, row in enumerate(rows)])
    table = _markup("<div class='scroll'><table class='chain'>{}</table></div>", shown)
    if not number:
        return _markup("{}{}", first, table)
    form = "{}<div class='numbered' id='{}'>{}<span class='number'>{}</span></div>"
    return _markup(form, first, label, table, number)


def _row(row: Row, inside: bool) -> Markup:
    form = "<tr><td></td><td class='before' colspan='2'>{}:</td></tr>"
    before = _markup(form, run_in(row.before)) if row.before and inside else ""
    left = displayed(row.left) if row.left else ""
    right = displayed(("= " if row.equals else "") + row.right)
    beside = _markup("<td class='reason'>{}</td>", run_in(row.beside)) if row.beside else ""
    form = "{}<tr><td>{}</td><td style='padding-left: {}em'>{}</td>{}</tr>"
    return _markup(form, before, left, 0.3 + 1.5 * row.indent, right, beside)


def _sources(article: Article) -> list[Markup]:
    if not article.sources:
        return []
    items = [_markup("<li id='source-{0}'>[{0}] {1}</li>", s.key, run_in(s.words)) for s in article.sources]
    return [_markup("<h2>References</h2>\n<ul>{}</ul>", _joined(items))]
