"""Sentences of docstrings, reasons and verdicts in print: their code spans and moments become formulas."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Kind = Literal["text", "math", "code"]
Span = tuple[Kind, str]
"""A stretch of a sentence: plain text, a formula in LaTeX, or a name in typewriter."""

_SMALL = """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu
nu xi pi rho sigma tau upsilon phi chi psi omega"""
_CAPITAL = "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
_LETTERS = {
    letter: f"\\{name}"
    for letters, names in (("αβγδεζηθικλμνξπρστυφχψω", _SMALL), ("ΓΔΘΛΞΠΣΥΦΨΩ", _CAPITAL))
    for letter, name in zip(letters, names.split(), strict=True)
}

_SIGNS = _LETTERS | {
    "Σ": r"\sum", "∏": r"\prod", "∫": r"\int", "−": "-", "·": r"\cdot", "×": r"\times", "±": r"\pm", "→": r"\to",
    "∞": r"\infty", "≠": r"\ne", "≥": r"\ge", "≤": r"\le", ">=": r"\ge", "<=": r"\le", "->": r"\to", "∈": r"\in",
    "∉": r"\notin", "∇": r"\nabla", "∂": r"\partial", "‖": r"\|", "⟨": r"\langle", "⟩": r"\rangle", "…": r"\dots",
    "≈": r"\approx", "√": r"\surd", "½": r"\frac{1}{2}", "²": "^2", "³": "^3", "⁴": "^4", "⁶": "^6", "′": "'",
    "ŷ": r"\hat y", "ℓ": r"\ell", "λ̄": r"\bar\lambda", "ã": r"\tilde a", "b̃": r"\tilde b", "**": "^",
}  # fmt: skip
"""Characters of formulas as LaTeX."""

_SIGN = re.compile("|".join(re.escape(key) for key in sorted(_SIGNS, key=len, reverse=True)))

_SHAPES = (
    (r"\b(kappa|sigma|lambda|tau|rho)(?=_|\b)", r"\\\1 "),
    (r"[κΚ](\d)", r"\\kappa_{\1}"),
    (r"\b([cS])(\d+)(?![A-Za-z0-9])", r"\1_{\2}"),
    (r"\*\*", "^"),
    (r"√([0-9A-Za-z]+)", r"\\sqrt{\1}"),
    (r"(?<=[\w)])\*(?=[\w(])", " "),
    (r"\bW_(PV|KQ)_(\d\d)", r"W^{\1}_{\2}"),
    (r"\bE(?=\[| [a-z|Σŷ‖⟨])", r"\\mathbb{E}"),
    (r"\b(sum|log|exp|min|max)(?=[_( ])", r"\\\1 "),
    (r"\b(diag|sign|Re|Im|rank|Cov|Var|tr)\b", r"\\operatorname{\1}"),
    (r"_([A-Za-z0-9]{2,})\b", r"_{\1}"),
    (r"\^(\d{2,})", r"^{\1}"),
)
"""Patterns of code spans and the formulas that they become, in this order."""

_NAME = re.compile(r"[A-Za-z0-9]{2,}(?:[-./_][A-Za-z0-9]+)*\Z")
_FORMULA_WORDS = re.compile(
    r"[a-z]{1,2}\d?|[A-Z]{1,2}\d?|T_te|x_\w+|W_\w+|[a-zA-Z]_\w{1,2}|\d+\w?|\d+/\d+|[A-Za-z]/\d+|[a-z]\d/[a-z]\d|ab/\w+"
)


def mathematics(code: str) -> str:
    r"""A code span of a docstring as a formula.

    >>> mathematics("c1 = (T−2) κ1")
    'c_{1} = (T-2) \\kappa_{1}'
    """
    for pattern, replacement in _SHAPES:
        code = re.sub(pattern, replacement, code)
    return _SIGN.sub(_sign, code)


def _sign(match: re.Match[str]) -> str:
    """A sign in LaTeX, with a space where a letter would be read into it."""
    found = _SIGNS[match.group()]
    after = match.string[match.end() : match.end() + 1]
    return found + (" " if found[0] == "\\" and found[-1].isalpha() and (after.isalnum() or after in _LETTERS) else "")


def spans(text: str) -> list[Span]:
    """A sentence with code spans in backticks: each is a formula, or a name where it is one.

    >>> spans("so `c1 > 0` by `theorem-4.1-limit`")
    [('text', 'so '), ('math', 'c_{1} > 0'), ('text', ' by '), ('code', 'theorem-4.1-limit')]
    """
    parts = text.split("`")
    found = [_code(part) if n % 2 else ("text", part) for n, part in enumerate(parts)]
    return [span for span in found if span[1]]


def _code(part: str) -> Span:
    named = _NAME.match(part) and not _FORMULA_WORDS.fullmatch(part)
    return ("code", part) if named else ("math", mathematics(part))


def reason_spans(reason: str) -> list[Span]:
    """A reason of a line, which is LaTeX text: plain text and the formulas between dollars."""
    parts = reason.split("$")
    found: list[Span] = [("math", part) if n % 2 else ("text", unescape(part)) for n, part in enumerate(parts)]
    return [span for span in found if span[1]]


_MOMENT = re.compile(
    r"(?:sum_\{[^}`]*\} )?\bE\[[^\]`]*\](?: = -?\d+(?:/\d+)?)?"
    r"|\bW_(?:PV|KQ)_\d\d(?:\[[^\]`]*\])?"
    r"|(?<![\w/-])(?:kappa|[a-zA-Z])_\w(?:(?:\^|\*\*)\d+)?(?![\w-])"
    r"|(?<![\w/-])κ\d(?: = κ\d)*(?: = \d)?"
    r"|[\w*/().]*\*\*[\w*/().]*(?: [-+] [\w*/().]+)*"
    r"|\b[a-z] (?:>=|<=|=|>|<) -?\d+"
)


def worded(text: str) -> str:
    """A sentence of a verdict with its moments and symbols as code spans.

    >>> worded("E[x_j^3 x_k^3] = 0 does not follow")
    '`E[x_j^3 x_k^3] = 0` does not follow'
    """
    return text if "`" in text else _MOMENT.sub(lambda match: f"`{match.group()}`", text)


_ESCAPES = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "$": r"\$",
    "`": "",
    "—": "---",
    "–": "--",
    "’": "'",
    "“": "``",
    "”": "''",
}
_SUPERSCRIPTS = {"²": "2", "³": "3", "⁴": "4", "⁶": "6"}
_ESCAPED = _ESCAPES | {key: rf"\textsuperscript{{{digit}}}" for key, digit in _SUPERSCRIPTS.items()}
_IN_TEXT = {key: f"${value}$" for key, value in _SIGNS.items() if key not in _SUPERSCRIPTS and key != "**"} | _ESCAPED
_TEXT = re.compile("|".join(re.escape(key) for key in sorted(_IN_TEXT, key=len, reverse=True)) + "|[^\x00-\u017f]")


def escape(text: str) -> str:
    """Plain text, with the Unicode mathematics of the docstrings, for LaTeX; other scripts appear by code point."""
    return _TEXT.sub(lambda match: _IN_TEXT.get(match.group()) or _foreign(match.group()), text)


def _foreign(character: str) -> str:
    """The letters without their accents where these are Latin, else the code point."""
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return escape(plain) if plain else rf"[U+{ord(character):04X}]"


def unescape(text: str) -> str:
    r"""LaTeX text as plain text.

    >>> unescape(r"sparse(c=1/2), x\_1")
    'sparse(c=1/2), x_1'
    """
    for character, tex in _ESCAPES.items():
        if tex and tex[0] == "\\":
            text = text.replace(tex, character)
    return text.replace("~", " ").replace("---", "—").replace("--", "–")


def prose(text: str) -> str:
    """Docstring text for LaTeX, its code spans as formulas."""
    return "".join(map(_latex, spans(text)))


def _latex(span: Span) -> str:
    match span:
        case ("math", body):
            return f"${body}$"
        case ("code", body):
            return rf"\texttt{{{escape(body)}}}"
        case (_, body):
            return escape(body)
