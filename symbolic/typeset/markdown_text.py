"""Prose in Markdown: text with its punctuation escaped, formulas between dollars, code in backticks."""

from __future__ import annotations

import re
from collections.abc import Callable

from symbolic.typeset.prose import spans
from symbolic.typography import escape_code, visible

_PUNCTUATION = re.compile(r"[\\`*_{}\[\]<>#|~$&]|^[-+](?= )|(?<=^\d)[.)](?= )")
"""What would begin something in Markdown, or in HTML inside it."""


def markdown_text(text: str) -> str:
    r"""Plain text.

    >>> markdown_text("a_b, #1 & 50%")
    'a\\_b, \\#1 \\& 50%'
    """
    return _PUNCTUATION.sub(r"\\\g<0>", visible(text))


def markdown_code(code: str) -> str:
    """Code between as many backticks as it takes.

    >>> markdown_code("a`b")
    '``a`b``'
    """
    shown = visible(code)
    ticks = "`" * (1 + max(map(len, re.findall("`+", shown)), default=0))
    room = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{ticks}{room}{shown}{room}{ticks}"


def markdown_prose(text: str) -> str:
    """A sentence."""
    written = {"text": markdown_text, "math": lambda body: f"${body}$", "code": markdown_code}
    return "".join(written[kind](body) for kind, body in spans(text))


_IN_FORMULA = {
    "\\": r"\backslash ", "~": r"\sim ", "^": r"\wedge ", "`": r"\text{\textasciigrave}",
} | {special: f"\\{special}" for special in "&%#_{}$"}  # fmt: skip
"""Characters that stand beside `\\text` and not in it: renderers of formulas differ in what they read there."""

_SPECIAL = re.compile("|".join(map(re.escape, _IN_FORMULA)))


def in_formula(text: str) -> str:
    r"""A sentence inside a formula.

    >>> in_formula("50% at $T = 3$")
    '\\text{50}\\%\\text{ at }T = 3'
    """
    written: dict[str, Callable[[str], str]] = {
        "text": _words,
        "math": str,
        "code": lambda body: rf"\texttt{{{escape_code(body)}}}",
    }
    return "".join(written[kind](body) for kind, body in spans(text))


def _words(text: str) -> str:
    found = []
    end, plain = 0, visible(text)
    for match in _SPECIAL.finditer(plain):
        found += [_text(plain[end : match.start()]), _IN_FORMULA[match.group()]]
        end = match.end()
    return "".join([*found, _text(plain[end:])])


def _text(plain: str) -> str:
    return rf"\text{{{plain}}}" if plain else ""
