"""Formulas of a line of text as they are written by hand: `a² b`, `Σ_r`, `κ1`, `σ`.

Records, files and `--to text` have formulas as code, which is read again; a screen has them so.
"""

from __future__ import annotations

import re

from symbolic.typeset.letter_names import GREEK
from symbolic.typography import LETTERS

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_LETTER = {tex: letter for letter, tex in LETTERS.items()}
_GREEK = re.compile(rf"(?<![A-Za-z])({'|'.join(sorted(GREEK, key=len, reverse=True))})(?![A-Za-z=])")
_KAPPA = re.compile(r"\bkappa_(\d)\b")
_IN_BRACES = re.compile(r"\^\{([^{}]*)\}")
_ONE_PIECE = re.compile(r"-?\d+|\w|\*")
_STAR = re.compile(r"(?<!\^)\*")
_POWER = re.compile(r"\^(?:\((-?\d+)\)|(-?\d+)(?![\d.]))")
_RANGE = re.compile(r"\b(?:sum_|Σ_)\{([^{}]*)\}(?:\^\{([^{}]*)\}|\^(\w+))?")
_MOMENT = re.compile(r"\bm(\d+)\((\w+)\)")
_NOT = re.compile(r" not (?:in )?")
_AT_LEAST = re.compile(r"\[(\w+) - (\d+) >= 0\]")
_IN_PARAGRAPH = re.compile(r"(?<!\n)\n(?![\n*-])")
_SPAN = re.compile(r"`([^`]*)`")


def by_hand(code: str) -> str:
    """Code as a formula is written by hand, where words stand around it too.

    >>> by_hand("25*a**2*b/12 + sum_{r} E[x_r^4]")
    '25 a² b/12 + Σ_r E[x_r⁴]'
    >>> by_hand("kappa_1 (sum_{s=1..N - 1} m2(b)^s), j != k")
    'κ1 (Σ_{s=1..N-1} E[b²]^s), j ≠ k'
    """
    return _set(_STAR.sub(" ", code.replace("**", "^")).replace("!=", "≠"))


def with_letters(code: str) -> str:
    """The same where names of Greek letters are never arguments or names of laws.

    >>> with_letters("alpha^2 sigma")
    'α² σ'
    """
    return _GREEK.sub(lambda found: _LETTER[GREEK[found[1]]], by_hand(code))


def statement(prose: str) -> str:
    """Sentences with formulas between backticks, these as they are written by hand, and each paragraph in one line.

    >>> statement("For `a^2 > 0` the sum `Σ_{t=2}^{T−1} x_t^*` is real.")
    'For a² > 0 the sum Σ_{t=2..T−1} x_t^* is real.'
    """
    return _SPAN.sub(lambda found: _set(found[1]), _IN_PARAGRAPH.sub(" ", prose))


def _set(formula: str) -> str:
    means = _MOMENT.sub(lambda found: f"E[{found[2]}]" if found[1] == "1" else f"E[{found[2]}^{found[1]}]", formula)
    summed = _RANGE.sub(_sum, _KAPPA.sub(r"κ\1", _AT_LEAST.sub(r"[\1 >= \2]", means)))
    bare = _IN_BRACES.sub(lambda found: f"^{found[1]}" if _ONE_PIECE.fullmatch(found[1]) else f"^({found[1]})", summed)
    return _POWER.sub(lambda found: (found[1] or found[2]).translate(_RAISED), bare)


def _sum(found: re.Match[str]) -> str:
    """A sum with its range below it, in one piece, so that no line breaks in it."""
    high = found[2] or found[3]
    below = found[1] + (f"..{high}" if high else "")
    close = _NOT.sub("≠", below.replace(" - ", "-").replace(" + ", "+"))
    return f"Σ_{close}" if len(close) == 1 else f"Σ_{{{close}}}"
