"""A line of text broken into rows: at quantifiers first, then at connectives, relations, sums and commas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

Break = Callable[[str, str], bool]
"""Whether a row may end with what stands before a space and go on with what stands behind it."""


def _before(*signs: str) -> Break:
    return lambda before, behind: behind.split(" ", 1)[0] in signs


def _after(*signs: str) -> Break:
    return lambda before, behind: before.endswith(signs)


def _comma(before: str, behind: str) -> bool:
    """A comma, but not of `1, …, n`, of `j, k ∈`, of `[0, ∞)` or of the entry `[j, k]`."""
    entry = re.search(r"\[\w{1,3},$", before) and re.match(r"\w{1,3}\]", behind)
    return before.endswith(",") and not before.endswith("…,") and not behind.startswith(("…", "∞")) and not entry


def _outside_ends(fits: Break) -> Break:
    """The same, but not inside the ends of a sum: `∑[i = 1, …, n − 1]`."""
    return lambda before, behind: fits(before, behind) and not re.search(r"∑\[[^\]]*$", before)


def _words(before: str, behind: str) -> bool:
    """What goes on in words behind a word: `and blocks at a time`, `follow its gradient flow`."""
    return behind.split(" ", 1)[0] in ("and", "follow", "from", "exactly", "on")


def _arrow(before: str, behind: str) -> bool:
    """The arrow of a limit, but not that of `as x → ∞`."""
    return behind.startswith("→ ") and before.split(" ")[-2:-1] != ["as"]


def _as(before: str, behind: str) -> bool:
    """What follows a limit: `as x → ∞ in ℝ`."""
    return behind.startswith("as ") and behind.split(" ")[2:3] == ["→"]


WHERE, COLON, FOR = _before("where"), _after(":"), _before("for")
CONNECTIVES = tuple(map(_before, ("⇔", "⇒", "∨", "∧")))
_RELATION, _SIGN = _outside_ends(_before("=", "≠", "≤", "<", "∈")), _outside_ends(_before("+", "−"))
OTHERS = (_as, _after(";"), _comma, _RELATION, _arrow, _SIGN, _after("]"), _words)
"""Places for a break, those that are best first; a colon is the best where it ends a quantifier around all."""


def rows(text: str, room: int) -> tuple[str, ...]:
    """Rows of at most so many characters where its parts allow it; a row that goes on with a part is indented.

    >>> for row in rows("∀x ∈ ℝ: ∀y ∈ ℝ: x = 0 ⇒ f(x, y) = 0", 16): print(row)
    ∀x ∈ ℝ: ∀y ∈ ℝ:
      x = 0
        ⇒ f(x, y)
          = 0
    """
    return tuple(_rows(text, room, 0))


def _rows(text: str, room: int, indent: int) -> Iterator[str]:
    pieces = _pieces(text) if len(text) > room - indent else (text,)
    if len(pieces) == 1:
        yield " " * indent + text
        return
    row, at = pieces[0], indent
    for piece in pieces[1:]:
        if len(row) + 1 + len(piece) <= room - at:
            row += f" {piece}"
        else:
            yield from _rows(row, room, at)
            row, at = piece, indent + 2
    yield from _rows(row, room, at)


@lru_cache(maxsize=2048)
def _pieces(text: str) -> tuple[str, ...]:
    """A text cut at the best places outside brackets, or inside the longest ones of those that are around them."""
    around = text.startswith(("∀", "∃"))
    order = (WHERE, COLON, FOR, *CONNECTIVES, *OTHERS) if around else (WHERE, FOR, *CONNECTIVES, COLON, *OTHERS)
    start, end, depths = 0, len(text), _depths(text)
    for depth in range(min(depths), max(depths) + 1):
        for fits in order:
            found = _cut(text, [n for n in range(start, end) if depths[n] == depth], fits)
            if len(found) > 1:
                return tuple(found)
        start, end = _longest(depths, depth + 1, start, end)
    return (text,)


def _longest(depths: list[int], depth: int, start: int, end: int) -> tuple[int, int]:
    """Where the longest part begins and ends that lies so deep."""
    groups, at = [(start, start)], start
    for n in range(start, end + 1):
        if n == end or depths[n] < depth:
            groups.append((at, n))
            at = n + 1
    return max(groups, key=lambda group: group[1] - group[0])


def _cut(text: str, places: list[int], fits: Break) -> list[str]:
    found, start = [], 0
    for place in places:
        if text[place] == " " and fits(text[start:place], text[place + 1 :]):
            found.append(text[start:place])
            start = place + 1
    return [*found, text[start:]]


def _depths(text: str) -> list[int]:
    """How many brackets are open at each character; half-open intervals close with the other kind."""
    found, depth = [0], 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        found.append(depth)
    return found[: len(text)] or [0]
