"""Text for terminals without UTF-8: κ1 is spelled kappa1, ≥ is >=, → is ->; never an error.

`SPELLED` is registered with Python as a way to treat characters that an encoding lacks, beside `strict` and `replace`.
"""

from __future__ import annotations

import codecs
import unicodedata
from copy import copy
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

SPELLED, PLAIN_ASCII = "mesaproof_spelled", "mesaproof_ascii"

_SIGNS = {
    "−": "-",
    "–": "-",
    "—": "--",
    "…": "...",
    "⋯": "...",
    "·": "*",
    "×": "x",
    "⊗": "(x)",
    "⊙": "(.)",
    "±": "+-",
    "√": "sqrt",
    "½": "1/2",
    "⁄": "/",
    "≠": "!=",
    "≤": "<=",
    "≥": ">=",
    "≈": "~",
    "→": "->",
    "←": "<-",
    "†": "^+",
    "↦": "|->",
    "↔": "<->",
    "⇒": "=>",
    "⇔": "<=>",
    "⊢": "|-",
    "∀": "for all ",
    "∃": "exists ",
    "∧": "and",
    "∨": "or",
    "¬": "not ",
    "∩": "intersected with",
    "∼": "~",
    "∑": "Sum",
    "‹": "<",
    "›": ">",
    "∞": "oo",
    "∈": "in",
    "∉": "not in",
    "∂": "d",
    "∇": "grad",
    "∫": "int",
    "∏": "prod",
    "Σ": "Sum",
    "‖": "||",
    "⟨": "<",
    "⟩": ">",
    "′": "'",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "ℓ": "l",
    "Ł": "L",
    "∘": ".",
    "•": "*",
    "\u00a0": " ",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "-",
}
_RAISED = {"<super>": "^", "<sub>": "_"}
_BOXES = {"HORIZONTAL": "-", "VERTICAL": "|"}


def _missing(error: UnicodeError) -> tuple[str, int]:
    """The rest of a text in ASCII, from the first character that an encoding lacks to the last one in a row."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(in_ascii, error.object[error.start : error.end])), error.end


def in_ascii(character: str) -> str:
    """One character in ASCII; escaped where there is no spelling.

    >>> "".join(map(in_ascii, "κ1 ≥ 2 → σ² = ŷ₁"))
    'kappa1 >= 2 -> sigma^2 = y^_1'
    """
    if character.isascii():
        return character
    if character in _SIGNS:
        return _SIGNS[character]
    kind, *parts = unicodedata.decomposition(character).split() or [""]
    if kind in _RAISED:
        return _RAISED[kind] + "".join(in_ascii(chr(int(part, 16))) for part in parts)
    if kind:
        parts = parts if kind.startswith("<") else [kind, *parts]
        return "".join(in_ascii(chr(int(part, 16))) for part in parts)
    return _named(character) or character.encode("ascii", "backslashreplace").decode("ascii")


def _named(character: str) -> str:
    """What the Unicode name of a letter, an accent or a piece of a frame says."""
    match unicodedata.name(character, "").split():
        case ["GREEK", "SMALL", "LETTER", letter]:
            return letter.replace("LAMDA", "LAMBDA").lower()
        case ["GREEK", "CAPITAL", "LETTER", letter]:
            return letter.replace("LAMDA", "LAMBDA").capitalize()
        case ["BOX", "DRAWINGS", *_, direction]:
            return _BOXES.get(direction, "+")
        case ["BRAILLE", *_]:
            return "*"
        case ["COMBINING", *_]:
            return "'"
    return ""


def _alias(name: str) -> codecs.CodecInfo | None:
    """ASCII under a name of our own: Click writes UTF-8 to a stream that says it is ASCII."""
    if name != PLAIN_ASCII:
        return None
    found = codecs.lookup("ascii")
    return codecs.CodecInfo(
        found.encode,
        found.decode,
        found.streamreader,
        found.streamwriter,
        found.incrementalencoder,
        found.incrementaldecoder,
        PLAIN_ASCII,
    )


codecs.register_error(SPELLED, _missing)
codecs.register(_alias)


def is_unicode(encoding: str) -> bool:
    """Whether an encoding has every character."""
    return codecs.lookup(encoding).name.startswith("utf")


def spelled(shown: RenderableType, encoding: str) -> RenderableType:
    """What Rich is to print, in the characters of an encoding; before it is laid out in columns."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    match shown:
        case str():
            return _encodable(shown, encoding)
        case Text():
            return _spelled_text(shown, encoding)
        case Group():
            return Group(*(spelled(each, encoding) for each in shown.renderables))
        case Padding():
            sides = (shown.top, shown.right, shown.bottom, shown.left)
            return Padding(spelled(shown.renderable, encoding), sides, expand=shown.expand)
        case Table():
            return _spelled_table(shown, encoding)
    return shown


def _encodable(text: str, encoding: str) -> str:
    return text.encode(encoding, SPELLED).decode(encoding)


def _spelled_text(shown: Text, encoding: str) -> Text:
    from rich.text import Span, Text

    pieces = [_encodable(character, encoding) for character in shown.plain]
    at = [0, *accumulate(map(len, pieces))]
    spans = [Span(at[span.start], at[min(span.end, len(pieces))], span.style) for span in shown.spans]
    return Text("".join(pieces), style=shown.style, spans=spans)


def _spelled_table(shown: Table, encoding: str) -> Table:
    table = copy(shown)
    table.columns, table.rows = [], []
    for column in shown.columns:
        table.add_column(spelled(column.header, encoding), justify=column.justify, overflow=column.overflow)
    cells = zip(*(column.cells for column in shown.columns), strict=True)
    for row, entries in zip(shown.rows, cells, strict=True):
        table.add_row(*(spelled(entry, encoding) for entry in entries), style=row.style)
    return table
