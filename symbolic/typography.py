r"""Characters of prose in LaTeX: what is special there, the Unicode of mathematics, and a fallback for all else.

A character that cannot be shown is written by its code point, as `[U+202E]`: controls, marks of direction and lone
surrogates in every format, and where a format has no glyph for them other scripts and pictures too.
"""

from __future__ import annotations

import re
import unicodedata

_SMALL = """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu
nu xi pi rho sigma tau upsilon phi chi psi omega"""
_CAPITAL = "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
LETTERS = {
    letter: f"\\{name}"
    for letters, names in (("αβγδεζηθικλμνξπρστυφχψω", _SMALL), ("ΓΔΘΛΞΠΣΥΦΨΩ", _CAPITAL))
    for letter, name in zip(letters, names.split(), strict=True)
}

SIGNS = LETTERS | {
    "Σ": r"\sum", "∑": r"\sum", "∏": r"\prod", "∫": r"\int", "−": "-", "·": r"\cdot", "⋅": r"\cdot", "×": r"\times",
    "±": r"\pm", "∓": r"\mp", "→": r"\to", "←": r"\leftarrow", "↔": r"\leftrightarrow", "↦": r"\mapsto",
    "⇒": r"\Rightarrow", "⇐": r"\Leftarrow", "⇔": r"\Leftrightarrow", "∞": r"\infty", "≠": r"\ne", "≥": r"\ge",
    "≤": r"\le", ">=": r"\ge", "<=": r"\le", "->": r"\to", "∈": r"\in", "∉": r"\notin", "∇": r"\nabla",
    "∂": r"\partial", "‖": r"\|", "⟨": r"\langle", "⟩": r"\rangle", "…": r"\dots", "⋯": r"\cdots", "⋮": r"\vdots",
    "≈": r"\approx", "∼": r"\sim", "≡": r"\equiv", "∝": r"\propto", "≪": r"\ll", "≫": r"\gg", "√": r"\surd",
    "½": r"\frac{1}{2}", "¼": r"\frac{1}{4}", "¾": r"\frac{3}{4}", "⅓": r"\frac{1}{3}", "⅔": r"\frac{2}{3}",
    "′": "'", "″": "''", "‴": "'''", "ŷ": r"\hat y", "ℓ": r"\ell", "λ̄": r"\bar\lambda", "ã": r"\tilde a",
    "b̃": r"\tilde b", "**": "^", "∀": r"\forall", "∃": r"\exists", "∧": r"\wedge", "∨": r"\vee", "¬": r"\neg",
    "∪": r"\cup", "∩": r"\cap", "⊂": r"\subset", "⊆": r"\subseteq", "∖": r"\setminus", "∅": r"\emptyset",
    "∘": r"\circ", "∗": r"\ast", "⊗": r"\otimes", "⌊": r"\lfloor", "⌋": r"\rfloor", "⌈": r"\lceil", "⌉": r"\rceil",
    "µ": r"\mu", "ϵ": r"\epsilon", "ϕ": r"\varphi", "ℝ": r"\mathbb{R}", "ℕ": r"\mathbb{N}", "ℤ": r"\mathbb{Z}",
    "ℚ": r"\mathbb{Q}", "ℂ": r"\mathbb{C}", "ℙ": r"\mathbb{P}", "𝔼": r"\mathbb{E}",
}  # fmt: skip
"""Characters of formulas as LaTeX."""

RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵀᵗ", "0123456789+-=()niTt", strict=True))
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑᵢⱼₖₗₘₙₒₚᵣₛₜᵤₓ", "0123456789+-=()aeijklmnoprstux", strict=True))
"""Superscripts and subscripts by what they raise and lower."""

_ACCENTS = {"\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0307": "dot", "\u0308": "ddot", "\u20d7": "vec"}

_SIGN = re.compile(
    "|".join(re.escape(key) for key in sorted(SIGNS, key=len, reverse=True))
    + rf"|(?P<raised>[{''.join(RAISED)}]+)|(?P<lowered>[{''.join(LOWERED)}]+)"
    + rf"|(?P<base>\w)(?P<accent>[{''.join(_ACCENTS)}])"
)


def signs(formula: str) -> str:
    r"""The characters of a formula as LaTeX.

    >>> signs("κ₁ ≥ x̂¹⁰")
    '\\kappa_1 \\ge \\hat{x}^{10}'
    """
    return _SIGN.sub(_sign, unicodedata.normalize("NFC", formula))


def _sign(match: re.Match[str]) -> str:
    """A sign in LaTeX, with a space where a letter would be read into it."""
    for kind, mark, digits in (("raised", "^", RAISED), ("lowered", "_", LOWERED)):
        if script := match[kind]:
            return f"{mark}{_group(''.join(digits[c] for c in script))}"
    if match["accent"]:
        return rf"\{_ACCENTS[match['accent']]}{{{signs(match['base'])}}}"
    found = SIGNS[match.group()]
    after = match.string[match.end() : match.end() + 1]
    read_into = (after.isalnum() or after in LETTERS) and after not in RAISED and after not in LOWERED
    return found + (" " if found[0] == "\\" and found[-1].isalpha() and read_into else "")


def _group(script: str) -> str:
    return script if len(script) == 1 else f"{{{script}}}"


def visible(text: str) -> str:
    """The text in one line, with what cannot be seen written by its code point.

    >>> visible("a\\u202eb\\tc")
    'a[U+202E]b c'
    """
    return "".join(" " if c.isspace() else c if c.isprintable() else code_point(c) for c in text)


def code_point(character: str) -> str:
    return f"[U+{ord(character):04X}]"


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
    "`": r"\textasciigrave{}",
    "—": "---",
    "–": "--",
    "’": "'",
    "“": "``",
    "”": "''",
}
_LIGATURE = r"(?<=(?P<before>[-<>,']))(?P=before)"
"""A character that TeX would join with the same one before it."""

_IN_FORMULA = "".join(key for key in (*SIGNS, *LOWERED) if len(key) == 1 and key not in "…½¼¾")
_FORMULA = rf"[{re.escape(_IN_FORMULA)}]+(?:[{re.escape(_IN_FORMULA)}{''.join(RAISED)}]|(?<=\w)[{''.join(_ACCENTS)}])*"
_TEXT = re.compile(
    rf"(?P<formula>\w[{''.join(_ACCENTS)}]|[…½¼¾]|{_FORMULA})"
    + rf"|(?P<raised>[{''.join(RAISED)}]+)"
    + rf"|(?P<special>[{re.escape(''.join(_ESCAPES))}])"
    + rf"|{_LIGATURE}"
    + r"|(?P<foreign>[^\x00-\x7f])"
)


def escape(text: str) -> str:
    r"""Plain text, with the Unicode of mathematics, for LaTeX; other scripts appear by code point.

    >>> escape("50% of κ₁ ~ a_b")
    '50\\% of $\\kappa_1$ \\textasciitilde{} a\\_b'
    """
    return _TEXT.sub(_escaped, visible(unicodedata.normalize("NFC", text)))


def escape_code(text: str) -> str:
    """Text in typewriter, its quotes as straight as they are given."""
    return escape(text).replace("'", r"\textquotesingle{}")


def _escaped(match: re.Match[str]) -> str:
    if match["formula"]:
        return f"${signs(match['formula'])}$"
    if match["raised"]:
        return rf"\textsuperscript{{{''.join(RAISED[c] for c in match['raised'])}}}"
    if match["special"]:
        return _ESCAPES[match["special"]]
    return _foreign(match["foreign"]) if match["foreign"] else "{}" + match.group()


_IN_FONTS = frozenset("¡¢£¤¥¦§¨©ª«®¯°´¶¸º»¿")
_NOT_IN_FONTS = frozenset("ĦħĸĿŀŉŦŧ")
"""Signs and letters of Latin alphabets that LaTeX's standard fonts have, and those that they lack."""


def _foreign(character: str) -> str:
    """Latin letters as they are or, where fonts lack them, without their accents; else the code point."""
    if character in _IN_FONTS or ("À" <= character <= "ž" and character not in _NOT_IN_FONTS):
        return character
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return escape(plain) if plain else code_point(character)


_PLAIN = {tex: character for character, tex in _ESCAPES.items() if character not in "’“”"} | {"~": " ", "{}": ""}
_PLAIN |= {r"\textquotesingle{}": "'"}
_ESCAPED = re.compile("|".join(re.escape(tex) for tex in sorted(_PLAIN, key=len, reverse=True)))


def unescape(text: str) -> str:
    r"""LaTeX text as plain text.

    >>> unescape(r"sparse(c=1/2), x\_1")
    'sparse(c=1/2), x_1'
    """
    return _ESCAPED.sub(lambda match: _PLAIN[match.group()], text)
