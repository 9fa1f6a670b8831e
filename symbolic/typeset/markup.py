"""Pieces of HTML for notebooks: text is escaped, formulas are LaTeX between dollars, which a notebook typesets.

Only plain elements are used, and a notebook that is opened and not yet trusted shows the same. Nothing here needs a
package: plain `str` is text and is escaped, `Html` is markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from symbolic.typeset.prose import Span, spans, worded

MOST_CELLS = 12
"""Longer lists end with how much is left out."""

LONGEST_FORMULA, LONGEST_TEXT = 400, 1200
"""In characters: a longer formula or text has its middle left out."""

LEFT = ' style="text-align:left;vertical-align:baseline"'
COLOURS = {
    "PROVED": "#2e8b57",
    "PROVED_MODULO": "#1f8a9e",
    "REFUTED": "#d32f2f",
    "VACUOUS": "#b8860b",
    "UNDECIDED": "#b8860b",
}
"""Readable on white and on black."""

_TYPESET = re.compile(r"[$\\]")


class Html(str):
    """Markup that is finished; a plain `str` is text."""


def text(plain: str) -> Html:
    r"""Plain text, escaped for HTML and kept from being read as LaTeX.

    >>> text("a < $b")
    'a &lt; <span>$</span>b'
    """
    whole = len(plain) <= LONGEST_TEXT
    short = plain if whole else f"{plain[: LONGEST_TEXT // 2]} … {plain[-LONGEST_TEXT // 2 :]}"
    return Html(_TYPESET.sub(lambda sign: f"<span>{sign.group()}</span>", escape(_printable(short))))


def _printable(plain: str) -> str:
    """Controls and lone surrogates are written as escapes."""
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode("ascii") for c in plain)


def code(plain: str) -> Html:
    """Text in typewriter."""
    return Html(f"<code>{text(plain)}</code>")


def code_rows(rows: Sequence[str]) -> Html:
    """Rows of text in typewriter, all of them, with their indents."""
    inside = "\n".join(row[: len(row) - len(row.lstrip())] + text(row.lstrip()) for row in rows)
    return Html(f'<pre style="margin:3px 0;overflow-x:auto;text-align:left"><code>{inside}</code></pre>')


def formula(latex: str) -> Html:
    r"""A formula; one that would end early is shown as its source.

    >>> formula(r"a < \frac{1}{2}")
    '$a &lt; \\frac{1}{2}$'
    """
    return code(latex) if "$" in latex or latex.endswith("\\") else Html(f"${escape(_printable(latex))}$")


def display(formulas: str) -> str:
    r"""Formulas in LaTeX, separated by a double backslash, one below another as a notebook typesets them.

    >>> display("x = 1")
    '$$\\begin{array}{l} x = 1 \\end{array}$$'
    """
    rows = formulas or r"\text{no conditions}"
    return rf"$$\begin{{array}}{{l}} {rows} \end{{array}}$$"


def number(value: Any) -> Html:
    """An exact number or expression, in text where LaTeX would be long; raises nothing for numbers of any size.

    >>> from fractions import Fraction
    >>> number(Fraction(1, 2))
    '$\\\\frac{1}{2}$'
    """
    from symbolic.algebra.rationals import to_sympy
    from symbolic.typeset.printing import latex

    expression = value if hasattr(value, "free_symbols") else to_sympy(value)
    try:
        written = latex(expression)
    except ValueError:
        return text(f"about {expression.evalf(8)}")
    return formula(written) if len(written) <= LONGEST_FORMULA else _shortened(expression)


def _shortened(expression: Any) -> Html:
    from symbolic.typeset.printing import text as plain

    written = plain(expression)
    return code(f"{written[: LONGEST_FORMULA // 4]} … {written[-LONGEST_FORMULA // 4 :]}")


def sentence(plain: str) -> Html:
    """A sentence with code spans in backticks, each a formula or a name.

    >>> sentence("so `c1 > 0` by `theorem-4.1`")
    'so $c_{1} &gt; 0$ by <code>theorem-4.1</code>'
    """
    return _joined(spans(plain))


def told(plain: str) -> Html:
    """A sentence of a verdict; its moments and symbols become formulas."""
    return sentence(worded(plain))


def _joined(found: Iterable[Span]) -> Html:
    written = {"text": text, "math": formula, "code": code}
    return Html("".join(written[kind](body) for kind, body in found))


def coloured(word: str, outcome: str) -> Html:
    """A word in the colour of an outcome."""
    return Html(f'<b style="color:{COLOURS[outcome]}">{text(word)}</b>')


def mark(holds: bool | None) -> Html:
    """Whether something holds, in a word."""
    if holds is None:
        return coloured("unknown", "UNDECIDED")
    return coloured("holds", "PROVED") if holds else coloured("fails", "REFUTED")


def lines(cells: Sequence[str]) -> Html:
    """One below another; a long list ends with how many are left out."""
    shown = [_escaped(cell) for cell in cells[:MOST_CELLS]]
    left_out = [f"… and {len(cells) - MOST_CELLS} more"] if len(cells) > MOST_CELLS else []
    return Html("".join(f'<div style="margin:3px 0">{one}</div>' for one in [*shown, *left_out]))


def heading(*words: str) -> Html:
    """A title, in one paragraph."""
    return Html(f"<p>{' '.join(map(_escaped, words))}</p>")


def table(rows: Iterable[Sequence[str]], columns: Sequence[str] = ()) -> Html:
    """A table with its first column as heads of rows; empty columns mean no head."""
    head = "".join(f"<th{LEFT}>{_escaped(column)}</th>" for column in columns)
    above = f"<thead><tr>{head}</tr></thead>\n" if columns else ""
    body = "\n".join(_row(row) for row in rows)
    return Html(f"<table>\n{above}<tbody>\n{body}\n</tbody>\n</table>")


def _row(row: Sequence[str]) -> str:
    first, *others = map(_escaped, row)
    return f"<tr><th{LEFT}>{first}</th>{''.join(f'<td{LEFT}>{cell}</td>' for cell in others)}</tr>"


def together(*parts: str) -> Html:
    """Parts one below another."""
    return Html("\n".join(map(_escaped, parts)))


def _escaped(cell: str) -> Html:
    return cell if isinstance(cell, Html) else text(cell)
