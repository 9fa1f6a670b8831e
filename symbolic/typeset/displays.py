"""Equations in print: a left side and terms, as lines of text and as rows of a LaTeX display."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from symbolic.typeset.coefficient_formulas import summed
from symbolic.typeset.formulas import parse, width
from symbolic.typeset.layout import ROOM
from symbolic.typeset.letter_names import Formula
from symbolic.typeset.line_breaking import rows as broken
from symbolic.typeset.screen_text import with_letters

Signed = tuple[bool, Formula]
"""A term and whether it is subtracted."""

COLUMNS, INDENT = 80, 4
_NUMBER = re.compile(r"[-+]?[\s(]*[\d/]*")
"""What has no factor yet."""


@dataclass(frozen=True)
class Equation:
    """A left side and the terms of the right side."""

    left: Formula
    terms: tuple[Signed, ...]

    @property
    def right(self) -> Formula:
        return summed(self.terms)

    @property
    def text(self) -> str:
        """In one line."""
        return f"{self.left.text} = {self.right.text}"

    @property
    def latex(self) -> str:
        """In one line."""
        return f"{self.left.latex} = {self.right.latex}"

    def lines(self, columns: int = COLUMNS) -> list[str]:
        """As written by hand, broken before signs, and between factors where a term is longer than a line."""
        written = [(minus, with_letters(term.text or "1")) for minus, term in self.terms] or [(False, "0")]
        (negative, first), *more = written
        left = f"{with_letters(self.left.text)} = {'-' if negative else ''}{first}"
        return list(_filled([left, *(("- " if minus else "+ ") + term for minus, term in more)], columns))

    def latex_rows(self, room: float = ROOM) -> list[str]:
        """The LaTeX as rows of an aligned display."""
        left, *more = broken(self.right.latex, room - width(parse(self.left.latex)))
        return [f"{self.left.latex} &= {left}", *(rf"&\quad {row}" for row in more)]


def _filled(pieces: Sequence[str], columns: int) -> Iterator[str]:
    """Pieces on rows; one that is longer than a row starts on a new one and is broken between factors."""
    row = ""
    for piece in pieces:
        if row.strip() and len(row) + 1 + len(piece) > columns:
            yield row
            row = " " * (INDENT - 1)
        words = [piece] if len(row) + 1 + len(piece) <= columns else _words(piece, columns - 2 * INDENT)
        for word in words:
            if row.strip() and len(row) + 1 + len(word) > columns:
                yield row
                row = " " * (2 * INDENT - 1)
            row = f"{row} {word}" if row else word
    yield row


def _words(piece: str, room: int) -> list[str]:
    """Split between factors, and inside brackets only where they are longer than a row."""
    words = _split(piece, 0)
    for depth in range(1, 4):
        words = [part for word in words for part in (_split(word, depth) if len(word) > room else [word])]
    return words


def _split(piece: str, most: int) -> list[str]:
    """Split at spaces in at most so many brackets; a sign and a number stay with what follows."""
    words, depth = [""], 0
    for character in piece:
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(character, 0)
        if character == " " and depth <= most and not _NUMBER.fullmatch(words[-1]):
            words.append("")
        else:
            words[-1] += character
    return words
