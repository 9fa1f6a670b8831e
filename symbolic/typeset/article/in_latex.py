r"""Articles in LaTeX: a document of its own, or a fragment with its macros for the preamble of another one.

Fragments need `amsmath` and `amssymb` alone; environments that the other document has are used as they are there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from symbolic.typeset.article.elements import (
    KINDS,
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
    kind_word,
    shares_of,
)
from symbolic.typeset.prose import prose
from symbolic.typography import escape

HEADINGS = ("section", "subsection", "subsubsection")


@dataclass(frozen=True)
class Written:
    """How an article is written: labels have a prefix, headings begin at a level, wide tables span two columns."""

    article: Article
    prefix: str = ""
    top: int = 0
    columns: int = 1

    def blocks(self, elements: Sequence[Element]) -> str:
        """Elements one after the other; a display goes on with the paragraph before it."""
        written = ""
        for n, element in enumerate(elements):
            apart = "\n" if isinstance(element, Lines) and not element.rows[0].before else "\n\n"
            written += (apart if n else "") + self.block(element)
        return written

    def block(self, element: Element) -> str:
        match element:
            case Heading(level=level, title=title, label=label):
                return rf"\{HEADINGS[self.top + level - 1]}{{{prose(title)}}}{self._label(label)}"
            case Paragraph(words=words):
                return self.words(words)
            case Lines(rows=rows, label=label):
                return self._lines(rows, label)
            case Statement(kind=kind, label=label, note=note, body=body):
                told = f"[{{{self.words(note)}}}]" if note else ""
                return f"\\begin{{{kind}}}{told}{self._label(label)}\n{self.blocks(body)}\n\\end{{{kind}}}"
            case Proof(name=name, body=body):
                return f"\\begin{{proof}}[{escape(name)}]\n{self.blocks(body)}\n\\end{{proof}}"
            case Box(body=body):
                return f"\\mpbox{{{self.blocks(body)}}}"
            case Grid():
                return self._grid(element)
            case Contents():
                return r"\tableofcontents"

    def words(self, words: Words) -> str:
        """A sentence."""
        return "".join(map(self._inline, words))

    def _inline(self, part: object) -> str:
        match part:
            case Plain(text=text):
                return _breakable(text)
            case Reference(label=label):
                return self._reference(label)
            case Citation(key=key, place=place):
                return rf"\cite[{{{prose(place)}}}]{{{key}}}" if place else rf"\cite{{{key}}}"
            case Emphasis(words=words, strong=strong):
                return rf"\{'textbf' if strong else 'emph'}{{{prose(words)}}}"
        return prose(str(part))

    def _reference(self, label: str) -> str:
        """The number is LaTeX's own: in another document it is that document's."""
        kind, _, _ = self.article.numbers[label].rpartition(" ")
        number = rf"\ref{{{self.prefix}{label}}}"
        return f"{kind}~{number}" if kind else f"({number})"

    def _label(self, label: str) -> str:
        return rf"\label{{{self.prefix}{label}}}" if label else ""

    def _lines(self, rows: Sequence[Row], label: str) -> str:
        beside = any(row.beside for row in rows)
        environment = ("alignat" if beside else "align") + ("" if label else "*")
        body = ""
        for n, row in enumerate(rows):
            last = n == len(rows) - 1
            tail = self._label(label) if last else r"\notag" * bool(label)
            body += _before(row) if n else ""
            body += _row(row) + (f" {tail}" if tail else "") + ("" if last else " \\\\") + "\n"
        said = f"{prose(rows[0].before)}:\n" if rows[0].before else ""
        return f"{said}\\begin{{{environment}}}{'{2}' if beside else ''}\n{body}\\end{{{environment}}}"

    def _grid(self, grid: Grid) -> str:
        shape = "".join(rf">{{\raggedright\arraybackslash}}p{{{w:.2f}\linewidth}}" for w in _widths(grid))
        rows = [grid.heads, *grid.rows]
        written = [" & ".join(map(self.words, row)) + r" \\" for row in rows]
        body = "\n".join([r"\hline", written[0], r"\hline", *written[1:], r"\hline"])
        place = "table*" if self.columns == 2 else "table"
        caption = rf"\caption{{{self.words(grid.caption)}}}{self._label(grid.label)}"
        shown = f"\\begin{{tabular}}{{{shape}}}\n{body}\n\\end{{tabular}}"
        inside = rf"\centering\footnotesize\renewcommand{{\arraystretch}}{{1.3}}{caption}\par\smallskip"
        return f"\\begin{{{place}}}[!htbp]\n{inside}\n{shown}\n\\end{{{place}}}"


def _widths(grid: Grid) -> list[float]:
    """Shares of the line; what is between columns is left out."""
    shares = shares_of(grid)
    return [(1 - 0.035 * len(shares)) * share for share in shares]


def _before(row: Row) -> str:
    return rf"\intertext{{\mpnote{{{prose(row.before)}:}}}}" + "\n" if row.before else ""


def _row(row: Row) -> str:
    indent = r"\quad " * row.indent
    shown = f"{row.left} &{indent}{'= ' if row.equals else ''}{row.right}".strip()
    return shown + (rf" &\quad& \mpreason{{{prose(row.beside)}}}" if row.beside else "")


def _breakable(words: str) -> str:
    """Plain text that may be broken after its operators."""
    return r"\allowbreak{}".join(escape(part) for part in re.split(r"(?<=[*/,)(])(?=[^*/,)\s])", words))


def document(article: Article) -> str:
    """A complete LaTeX document."""
    written = Written(article)
    title = rf"\begin{{center}}{{\Large\textbf{{{prose(article.title)}}}}}\end{{center}}"
    parts = [_PREAMBLE + macros() + "\\begin{document}", title, written.blocks(article.body), _bibliography(article)]
    return "\n\n".join([part for part in (*parts, _stamp(article)) if part] + ["\\end{document}\n"])


def fragment(article: Article, prefix: str, columns: int = 1) -> str:
    """The same without a preamble and a bibliography, for the inside of another document.

    Its labels begin with the prefix; its sections are subsections there.
    """
    written = Written(article, prefix, 1, columns)
    head = "% needs amsmath, amssymb, array, and the macros that were written beside it\n"
    body = f"{written.blocks(article.body)}\n\n{_stamp(article)}"
    return f"{head}\\begingroup\\emergencystretch=4em\\allowdisplaybreaks\n{body}\n\\par\\endgroup\n"


def bibtex(article: Article) -> str:
    """The entries of the sources that are cited, for BibTeX."""
    return "\n\n".join(source.entry for source in article.sources) + "\n"


def _stamp(article: Article) -> str:
    return rf"\par\medskip\noindent{{\footnotesize {escape(article.stamp)}}}" if article.stamp else ""


def _bibliography(article: Article) -> str:
    if not article.sources:
        return ""
    items = "\n".join(rf"\bibitem{{{source.key}}} {_accented(prose(source.words))}" for source in article.sources)
    return f"\\begin{{thebibliography}}{{99}}\n{items}\n\\end{{thebibliography}}"


_ACCENTS = {"\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0308": '"', "\u030c": "v"}


def _accented(text: str) -> str:
    r"""Letters with accents by their commands.

    >>> print(_accented("é"))
    \'{e}
    """
    found = (unicodedata.normalize("NFD", character) for character in text)
    return "".join(
        rf"\{_ACCENTS[pair[1]]}{{{pair[0]}}}" if len(pair) == 2 and pair[1] in _ACCENTS else pair for pair in found
    )


def macros() -> str:
    """Environments and macros that articles use, each where the document has none of its name."""
    shared = [kind for kind in KINDS if kind not in ("theorem", "assumption")]
    return "\n".join([_MACROS, *(_environment(kind, "theorem") for kind in shared), "\\makeatother\n"])


def _environment(kind: str, counter: str) -> str:
    word = kind_word(kind)
    alone, along = rf"\newtheorem{{{kind}}}{{{word}}}", rf"\newtheorem{{{kind}}}[{counter}]{{{word}}}"
    return rf"\@ifundefined{{{kind}}}{{\@ifundefined{{c@{counter}}}{{{alone}}}{{{along}}}}}{{}}"


_MACROS = r"""\makeatletter
\providecommand{\mpreason}[1]{\parbox[t]{5.2cm}{\raggedright\footnotesize #1}}
\providecommand{\mpnote}[1]{\raggedright\footnotesize #1}
\providecommand{\mpbox}[1]{\par\medskip\noindent
  \fbox{\parbox{\dimexpr\linewidth-2\fboxsep-2\fboxrule\relax}{#1}}\par\medskip}
\@ifundefined{proof}{\newenvironment{proof}[1][Proof]
  {\par\smallskip\noindent\emph{#1.} }{\hfill$\square$\par\medskip}}{}
\@ifundefined{theorem}{\newtheorem{theorem}{Theorem}}{}
\@ifundefined{assumption}{\newtheorem{assumption}{Assumption}}{}"""

_PREAMBLE = r"""\documentclass[10pt,a4paper]{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\usepackage{textcomp}
\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\usepackage{amsmath,amssymb,array}
\usepackage[margin=2cm]{geometry}
\IfFileExists{amsthm.sty}{\usepackage{amsthm}}{}
\allowdisplaybreaks
\emergencystretch=4em
"""
