"""Sentences of docstrings, reasons and verdicts in print, by one rule: text, `$…$` formulas, and spans of code.

Text is shown as it stands, whatever it would mean in LaTeX, Markdown, HTML or Typst. What stands between dollars is a
formula in LaTeX. What stands between backticks is code, in typewriter, or, where it reads as one in the notation of the
docstrings (`κ1/κ2`, `E x_j^2 = 1`), a formula.
"""

from __future__ import annotations

import re
from typing import Literal

from symbolic.typeset.formulas import NotAFormula, parse
from symbolic.typography import LOWERED, RAISED, SIGNS, escape, escape_code, signs, unescape, visible

Kind = Literal["text", "math", "code"]
Span = tuple[Kind, str]
"""A stretch of a sentence: plain text, a formula in LaTeX, or a name in typewriter."""

_SHAPES = (
    (r"Σ(?!_|\s+[\w(‖⟨|∂])", r"\\Sigma "),
    (r"\b(kappa|sigma|lambda|tau|rho)(?=_|\b)", r"\\\1 "),
    (r"[κΚ](\d)", r"\\kappa_{\1}"),
    (r"\b([cS])(\d+)(?![A-Za-z0-9])", r"\1_{\2}"),
    (r"~", r"\\sim "),
    (r"†", r"\\dagger "),
    (r"⊙", r"\\odot "),
    (r"\*\*", "^"),
    (r"√([0-9A-Za-z]+)", r"\\sqrt{\1}"),
    (r"(?<=[^\W_]|\))\*(?=[\w(])", " "),
    (r"\bW_([A-Z]{2})_(\d\d)", r"W^{\1}_{\2}"),
    (r"\bE(?=\[| [a-z|Σŷ‖⟨])", r"\\mathbb{E}"),
    (r"\b(sum|log|exp|min|max)(?=[_( ])", r"\\\1 "),
    (r"\b(diag|sign|Re|Im|rank|Cov|Var|tr)\b", r"\\operatorname{\1}"),
    (r"_([A-Za-z0-9]{2,})\b", r"_{\1}"),
    (r"\^(\d{2,})", r"^{\1}"),
    (r"([_^])\((?!\d+\))([^()]*)\)", r"\1{\2}"),
)
"""Patterns of code spans and the formulas that they become, in this order; Σ is a sum where something follows it, or
an index, and a letter else.
"""

_NAME = re.compile(r"[A-Za-z0-9]{2,}(?:[-./_][A-Za-z0-9]+)*\Z")
_FORMULA_WORDS = re.compile(
    r"[a-z]{1,2}\d?|[A-Z]{1,2}\d?|[a-z][A-Z]|[A-Z][a-z]|[cS]\d+|T_te|x_\w+|W_\w+|[a-zA-Z]_\w{1,2}|\d+\w?|\d+/\d+|[A-Za-z]/\d+|[a-z]\d/[a-z]\d|ab/\w+"
)


def mathematics(code: str) -> str:
    r"""A code span of a docstring as a formula.

    >>> mathematics("c1 = (T−2) κ1")
    'c_{1} = (T-2) \\kappa_{1}'
    >>> mathematics("tr Σ = Σ λ_k")
    '\\operatorname{tr} \\Sigma  = \\sum \\lambda_k'
    >>> mathematics("s_(i−1) + e^(2iθ) + H^(2)")
    's_{i-1} + e^{2i\\theta} + H^(2)'
    """
    for pattern, replacement in _SHAPES:
        code = re.sub(pattern, replacement, code)
    return signs(code)


_SPAN = re.compile(r"(?P<ticks>`+)(?P<code>.+?)(?P=ticks)(?!`)|\$(?=\S)(?P<math>[^$]+)(?<=\S)\$(?!\d)", re.S)


def spans(text: str) -> list[Span]:
    """A sentence with formulas between dollars and code between backticks; a dollar or a backtick alone is text.

    As in Markdown a formula neither begins nor ends with a space, and no digit follows it: `$5 and $6` are prices.

    >>> spans("so `c1 > 0` by `theorem-4.1-limit` and $x_{1}$, 50%")[:4]
    [('text', 'so '), ('math', 'c_{1} > 0'), ('text', ' by '), ('code', 'theorem-4.1-limit')]
    """
    found: list[Span] = []
    end = 0
    for match in _SPAN.finditer(text):
        span = _code(match["code"]) if match["ticks"] else _formula(match["math"], match.group())
        found += [("text", text[end : match.start()]), span]
        end = match.end()
    return [span for span in (*found, ("text", text[end:])) if span[1]]


def _formula(tex: str, written: str) -> Span:
    """A formula between dollars, its Unicode as LaTeX; text as it is written where it cannot be read as one."""
    body = re.sub(r"(?<!\\)[%#]", r"\\\g<0>", signs(" ".join(tex.split())))
    return ("math", body) if _readable(body) else ("text", written)


def _code(part: str) -> Span:
    named = _NAME.match(part) and not _FORMULA_WORDS.fullmatch(part)
    tex = mathematics(part)
    return ("math", tex) if not named and _is_formula(part) and _readable(tex) else ("code", part)


_WORDS = frozenset(["kappa", "sigma", "lambda", "diag", "sign", "rank"])
_OF_FORMULAS = re.compile(
    rf"(?:[A-Za-z0-9\s+\-*/=<>()\[\]{{}}|,.:;'^_!~†⊙]|[{re.escape(''.join([*SIGNS, *RAISED, *LOWERED]))}])*"
)


def _is_formula(part: str) -> bool:
    """Whether code is made of what formulas are made of: no long words, names of files or scripts in a row."""
    bare = re.sub(r"\bW_([A-Z]{2})_(\d\d)", "W", part)
    if not _OF_FORMULAS.fullmatch(part) or re.search(r"_\w*_|\^\w+\^|[A-Za-z0-9]\.[A-Za-z]|__|\.\.", bare):
        return False
    matrices = bool(re.search(r"[‖ᵀ]|\btr\b", bare))
    words = re.findall(r"(?<![A-Za-z_{])[A-Za-z]{4,}", bare)
    return all(word in _WORDS or (matrices and word.isupper()) for word in words)


def _readable(tex: str) -> bool:
    """Whether it is a formula in LaTeX, all in ASCII."""
    try:
        parse(tex)
    except NotAFormula:
        return False
    return tex.isascii() and visible(tex).split() == tex.split()


def tex_spans(tex: str) -> list[Span]:
    r"""Text inside a formula, which is LaTeX: plain text and the formulas between dollars.

    >>> tex_spans(r"50\% of $x$")
    [('text', '50% of '), ('math', 'x')]
    """
    parts = re.split(r"(?<!\\)\$", tex)
    found: list[Span] = [("math", part) if n % 2 else ("text", unescape(part)) for n, part in enumerate(parts)]
    return [span for span in found if span[1]]


_MOMENT = re.compile(
    r"(?:sum_\{[^}`]*\} )?\bE\[[^\]`]*\](?: = -?\d+(?:/\d+)?)?"
    r"|\bW_[A-Z]{2}_\d\d(?:\[[^\]`]*\])?"
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


def prose(text: str) -> str:
    """A sentence for LaTeX."""
    return "".join(map(_latex, spans(text)))


def _latex(span: Span) -> str:
    match span:
        case ("math", body):
            return f"${body}$"
        case ("code", body):
            return rf"\texttt{{{escape_code(body)}}}"
        case (_, body):
            return escape(body)
