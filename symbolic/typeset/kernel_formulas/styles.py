"""How pieces of formulas are put together, in plain text and in LaTeX."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from symbolic.typeset.letter_names import name as named
from symbolic.typography import escape, signs, visible

LOOSE, SUM, PRODUCT, POWER, CLOSED = range(5)
"""How tightly a term holds together."""

EACH, CONDITION, EITHER, BOTH, DENIED = -1, LOOSE, SUM, PRODUCT, POWER
"""And a formula; the loosest ends with the blocks for each of which it holds."""

Piece = tuple[str, int]
"""What is written, and how tightly it holds together."""


@dataclass(frozen=True)
class Style:
    """A way of writing: characters, names and words, and the shapes of what does not stand in a line."""

    characters: Callable[[str], str]
    name: Callable[[str], str]
    label: Callable[[str], str]
    key: Callable[[str], str]
    words: Callable[[str], str]
    brackets: Callable[[str], str]
    quotient: Callable[[Piece, Piece], Piece]
    power: Callable[[str, int], str]
    raised: Callable[[str, Piece], str]
    root: Callable[[str], str]
    function: Callable[[str], str]
    between: Callable[[str, str, str], str]
    below: Callable[[str, str], str]
    sequences: Callable[[str], str]
    listed: Callable[[str], str]
    matrices: Callable[[str, str], str]
    transposed: Callable[[str], str]
    slope: Callable[[str, str], str]
    one: str


def inside(piece: Piece, least: int, brackets: Callable[[str], str]) -> str:
    """A piece, in brackets where it holds together less tightly than it has to."""
    return piece[0] if piece[1] >= least else brackets(piece[0])


FUNCTIONS = "exp", "ln"
"""What exponentials and logarithms are called."""


def plain(name: str) -> str:
    """A name that is letters with digits behind them, in their plain forms, as it is; another one between quotes.

    So is a name that a function of the kernel has in print.

    >>> [plain(name) for name in ("κ3", "𝔼", "0 = 0", "exp")]
    ['κ3', 'E', '‹0 = 0›', '‹exp›']
    """
    normal = unicodedata.normalize("NFKC", name)
    own = re.fullmatch(r"[^\W\d_]+\d*(_\d+)?", normal) and normal not in FUNCTIONS
    return normal if own else f"‹{visible(name)}›"


def label(name: str) -> str:
    """What a model calls its sizes, data and blocks; between quotes where it is no name.

    >>> [label(name) for name in ("A_12", "x = 0")]
    ['A_12', '‹x = 0›']
    """
    return name if re.fullmatch(r"[^\W\d]\w*", name) else f"‹{visible(name)}›"


def key(name: str) -> str:
    """The key of a model, words joined by hyphens; between quotes where it is no such thing.

    >>> [key(name) for name in ("model-two", "x = 0")]
    ['model-two', '‹x = 0›']
    """
    return name if re.fullmatch(r"[^\W\d]\w*(-\w+)*", name) else f"‹{visible(name)}›"


def apart(sign: str, following: str) -> str:
    """A sign before what follows it; a command of LaTeX ends before a letter."""
    return f"{sign} {following}" if sign[0] == "\\" else f"{sign}{following}"


def in_brackets(text: str) -> str:
    """A text in round brackets that do not grow."""
    return f"({text})"


def _in_line(numerator: Piece, divisor: Piece) -> Piece:
    return f"{inside(numerator, PRODUCT, in_brackets)}/{inside(divisor, POWER, in_brackets)}", PRODUCT


def _raised(base: str, exponent: int) -> str:
    return base + "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(exponent))


TEXT = Style(
    characters=lambda text: text,
    name=lambda name: name,
    label=label,
    key=key,
    words=lambda words: words,
    brackets=in_brackets,
    quotient=_in_line,
    power=_raised,
    raised=lambda base, exponent: f"{base}^{inside(exponent, CLOSED, in_brackets)}",
    root=lambda text: f"√({text})",
    function=lambda name: name,
    between=lambda sign, low, high: f"{sign}[{low}, …, {high}] ",
    below=lambda base, place: f"{base}_{place}",
    sequences=lambda values: f"{values}^ℕ",
    listed=lambda elements: f"{{{elements}}}",
    matrices=lambda values, shape: f"{values}^({shape})",
    transposed=lambda matrix: f"{matrix}ᵀ",
    slope=lambda above, below: f"∂{above}/∂{below}",
    one="1",
)


def _quoted(name: str) -> str:
    """What stands between quotes, as a text between angles."""
    return rf"\langle \text{{{escape(name.strip('‹›'))}}}\rangle "


def _latex_name(name: str) -> str:
    if name.startswith("‹"):
        return _quoted(name)
    stem, _, again = name.partition("_")
    letters = stem.rstrip("0123456789")
    below = stem[len(letters) :] + (f"({again})" if again else "")
    return signs(letters) + (f"_{{{below}}}" if below else "")


def _latex_label(name: str) -> str:
    return named(name).latex if label(name) == name else _quoted(name)


LATEX = Style(
    characters=signs,
    name=_latex_name,
    label=_latex_label,
    key=lambda name: rf"\text{{{escape(name)}}}" if key(name) == name else _quoted(name),
    words=lambda words: rf"\text{{{words}}}",
    brackets=lambda text: rf"\left({text}\right)",
    quotient=lambda numerator, divisor: (rf"\frac{{{numerator[0]}}}{{{divisor[0]}}}", POWER),
    power=lambda base, exponent: f"{base}^{{{exponent}}}",
    raised=lambda base, exponent: f"{base}^{{{exponent[0]}}}",
    root=lambda text: rf"\sqrt{{{text}}}",
    function=lambda name: rf"\{name}",
    between=lambda sign, low, high: f"{sign}_{{{low}}}^{{{high}}} ",
    below=lambda base, place: f"{base}_{{{place}}}",
    sequences=lambda values: rf"{values}^{{\mathbb{{N}}}}",
    listed=lambda elements: rf"\{{{elements}\}}",
    matrices=lambda values, shape: f"{values}^{{{shape}}}",
    transposed=lambda matrix: rf"{matrix}^{{\top}}",
    slope=lambda above, below: rf"\frac{{\partial {above}}}{{\partial {below}}}",
    one=r"\mathbf{1}",
)
