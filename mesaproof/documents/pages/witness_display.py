"""A witness as it is typeset: what it names, piece by piece, each as a formula or as words with formulas in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symbolic.typeset.prose import Span, mathematics, spans, worded

Piece = tuple[Span, ...]

_MATRIX = re.compile(r"(.+?) = \[(\[.+\])\]")
_ATOM = re.compile(r"(?:atoms )?(\([^()]*\)): (\S+)")
_WEIGHTS = re.compile(r"[a-z]+\(((?:-?[\d/]+:[\d/]+(?:, )?)+)\)")
_WORD = re.compile(r"[a-z]{3,} ")
_SYMBOL = re.compile(
    r"(?<![\w`-])(?:[b-zB-HJ-ZΑ-Ωα-ω]|[a-zA-Z]_\w)(?:\s*(?:=|<=|>=|<|>|→)\s*(?:-?[\w/]+|∞))?(?![\w`(-]|\.\w)"
)
"""A letter in a sentence, alone or compared with a number; `a` and `I` are words there."""


def witness_pieces(witness: str) -> tuple[Piece, ...]:
    """The pieces of a witness.

    >>> [piece for piece in witness_pieces("A = [[0, 1], [0, 0]], every T, (a, b) = (a, 1/a)")][1:]
    [(('text', 'every '), ('math', 'T')), (('math', '(a, b) = (a, 1/a)'),)]
    """
    return tuple(map(_typeset, _apart(re.sub(r"\beta\b", "η", witness))))


def _apart(witness: str) -> Iterator[str]:
    """Split at the commas and semicolons that stand in no brackets."""
    depth, begun = 0, 0
    for place, sign in enumerate(witness):
        depth += (sign in "([{") - (sign in ")]}")
        if sign in ",;" and depth <= 0:
            yield witness[begun:place].strip()
            begun = place + 1
    yield witness[begun:].strip()


def _typeset(piece: str) -> Piece:
    if matrix := _MATRIX.fullmatch(piece):
        return (("math", f"{mathematics(matrix[1])} = {_matrix(matrix[2])}"),)
    if atom := _ATOM.fullmatch(piece):
        return (("math", rf"\mathbb{{P}}(x_{{1}} = {mathematics(atom[1])}) = {_number(atom[2])}"),)
    if weights := _WEIGHTS.fullmatch(piece):
        return (("math", r",\quad ".join(map(_weight, weights[1].split(", ")))),)
    whole = spans(f"`{piece}`")
    return tuple(whole if whole[0][0] == "math" and not _WORD.match(piece) else _sentence(piece))


def _weight(pair: str) -> str:
    value, weight = pair.split(":")
    return rf"\mathbb{{P}}(x_{{j}} = {_number(value)}) = {_number(weight)}"


def _sentence(piece: str) -> Iterator[Span]:
    """Words with their formulas, means first; a law stays in its own language."""
    coded = _law_as_code(piece)
    for kind, body in spans(worded(coded) if "E[" in coded else coded):
        yield from spans(_SYMBOL.sub(r"`\g<0>`", body)) if kind == "text" else [(kind, body)]


def _law_as_code(piece: str) -> str:
    return re.sub(r"\b[a-z_]{4,}\([^()]*(?:\([^()]*\)[^()]*)*\)", r"`\g<0>`", piece)


def _matrix(rows: str) -> str:
    r"""Rows in brackets, such as `[0, 1], [0, 0]`."""
    body = r" \\ ".join(" & ".join(map(_number, row.split(", "))) for row in re.findall(r"\[([^\[\]]*)\]", rows))
    return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"


def _number(text: str) -> str:
    ratio = re.fullmatch(r"(-?)(\d+)/(\d+)", text)
    return rf"{ratio[1]}\frac{{{ratio[2]}}}{{{ratio[3]}}}" if ratio else mathematics(text)
