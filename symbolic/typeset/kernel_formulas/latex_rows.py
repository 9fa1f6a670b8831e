r"""A formula as rows of LaTeX: broken where its text is, word by word the same.

Fractions and roots stand in the line, as in text, so that a row may end inside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from symbolic.core.expressions import Expression
from symbolic.typeset.formulas import NotAFormula, parse, width
from symbolic.typeset.kernel_formulas.broken_rows import rows
from symbolic.typeset.kernel_formulas.printer import Printer
from symbolic.typeset.kernel_formulas.styles import LATEX, TEXT
from symbolic.typography import escape, signs

Row = tuple[int, str]
"""How far a row is moved to the right, and its LaTeX."""

MOST, LESS = 110, 6
"""Characters of a row that are tried first, and how many fewer each time."""

SLACK = 3.0
"""In em: where nothing fits, fewer rows are preferred that are so much wider than the narrowest."""

EM_OF_INDENT = 0.5
"""What one step of an indent moves a row, in em."""


def latex_rows(formula: Expression, room: float) -> tuple[Row, ...]:
    r"""A closed formula as rows of at most so many em, where its parts allow it, with their indents.

    >>> from symbolic.core.vocabulary import POSITIVE, for_all, less, real
    >>> x = real("x0")
    >>> latex_rows(for_all(x, POSITIVE, less(0, 1 / x)), 40)
    ((0, '{}\\forall{}x_{0} {}\\in{} (0, {}\\infty{}): 0 < 1/x_{0}'),)
    """
    words, line = _printed(formula)
    found: dict[tuple[Row, ...], float] = {}
    for characters in range(MOST, round(room) - LESS, -LESS):
        tried = tuple(_rows(rows(line, characters), iter(words)))
        if widths := _widths(tried):
            found[tried] = max(widths)
            if found[tried] <= room:
                return tried
    least = min(found.values(), default=0.0)
    close = (tried for tried, widest in found.items() if widest <= least + SLACK)
    return next(close, ((0, _joined(" ".join(words))),))


def _widths(found: tuple[Row, ...]) -> tuple[float, ...]:
    """How far each row reaches, in em; none where a row ends inside an exponent and is no formula."""
    try:
        return tuple(EM_OF_INDENT * indent + _width(row) for indent, row in found)
    except NotAFormula:
        return ()


@lru_cache(maxsize=2048)
def _width(row: str) -> float:
    """In em: most rows are tried again where a formula is broken otherwise further on."""
    return width(parse(row))


@lru_cache(maxsize=1)
def _printed(formula: Expression) -> tuple[list[str], str]:
    """A formula as words of LaTeX and as a line of text: it may be asked for again, in rows of another length."""
    return Printer(IN_LINE).statement(formula).split(" "), Printer(TEXT).statement(formula)


def _rows(broken: tuple[str, ...], words: Iterator[str]) -> Iterator[Row]:
    for row in broken:
        text = row.lstrip(" ")
        yield len(row) - len(text), _joined(" ".join(islice(words, text.count(" ") + 1)))


def _joined(row: str) -> str:
    """A row in which words that follow each other are one stretch of text, and ends of sums stand at the sum."""
    while (joined := re.sub(r"\\text\{([^{}]*)\} \\text\{([^{}]*)\}", r"\\text{\1 \2}", row)) != row:
        row = joined
    spaced = re.sub(r" \\text\{([^{}]*)\}", r"\\text{ \1}", row)
    spaced = re.sub(r"\\text\{([^{}]*)\} ", r"\\text{\1 }", spaced)
    return re.sub(r"\{\}\\sum\{\}\[([^\[\]]*), \{\}\\dots\{\}, ([^\[\]]*)\](?: |$)", r"\\sum_{\1}^{\2} ", spaced)


def _characters(text: str) -> str:
    """Characters, each word with nothing around it that it could run into."""
    return " ".join(re.sub(r"\\[a-zA-Z]+(\{[A-Z]\})?", r"{}\g<0>{}", signs(word)) for word in text.split(" "))


def _words(text: str) -> str:
    return " ".join(map(_word, text.split(" ")))


def _word(word: str) -> str:
    """A word as text; quotes at its ends are angles."""
    before, after = (rf"{{}}\{name}{{}}" if sign in word else "" for sign, name in (("‹", "langle"), ("›", "rangle")))
    inner = word.strip("‹›")
    return before + (rf"\text{{{escape(inner)}}}" if inner else "") + after


def _name(name: str) -> str:
    return _words(name) if name.startswith("‹") else LATEX.name(name).replace(" ", "{}")


def _label(name: str) -> str:
    return _words(TEXT.label(name)) if TEXT.label(name) != name else LATEX.label(name).replace(" ", "{}")


IN_LINE = replace(
    LATEX,
    characters=_characters,
    name=_name,
    label=_label,
    key=lambda key: _words(TEXT.key(key)),
    words=_words,
    brackets=TEXT.brackets,
    quotient=TEXT.quotient,
    root=lambda text: rf"{{}}\surd{{}}({text})",
    between=lambda sign, low, high: f"{sign}[{low}, {{}}\\dots{{}}, {high}] ",
    slope=lambda above, below: rf"{{}}\partial{{}}{above}/{{}}\partial{{}}{below}",
)
"""LaTeX with as many words as the text has."""
