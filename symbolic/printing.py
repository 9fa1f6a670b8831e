"""Derivations as LaTeX and Markdown: what is printed is what `Derivation.faults` checks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import sympy
from sympy.printing.latex import LatexPrinter
from sympy.printing.str import StrPrinter

from symbolic.derivation import Chain, Derivation, Line
from symbolic.hypotheses import Hypotheses
from symbolic.limits import NumericSequence


class _Printer(LatexPrinter):
    """SymPy's printer with harmonic numbers as `H_n`, as in the papers."""

    def _print_harmonic(self, expression: sympy.harmonic, exp: str | None = None) -> str:
        argument, *order = expression.args
        upper = f"^{{({self._print(order[0])})}}" if order and order[0] != 1 else ""
        text = f"H_{{{self._print(argument)}}}{upper}"
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"


@lru_cache(maxsize=1)
def _printer() -> _Printer:
    return _Printer()


def latex(expression: sympy.Expr) -> str:
    """One expression in the papers' notation.

    >>> from symbolic.notation import T
    >>> latex(sympy.harmonic(T - 2))
    'H_{T - 2}'
    """
    return str(_printer().doprint(expression))


class _TextPrinter(StrPrinter):
    """Plain text with harmonic numbers as `H(n)`."""

    def _print_harmonic(self, expression: sympy.harmonic) -> str:
        return f"H({', '.join(self._print(part) for part in expression.args)})"


def text(expression: sympy.Expr) -> str:
    """One expression in plain text.

    >>> from symbolic.notation import T
    >>> text(sympy.harmonic(T - 2))
    'H(T - 2)'
    """
    return str(_TextPrinter().doprint(expression))


def chain_latex(chain: Chain) -> str:
    """The lines of a chain as an `align*` block, each with its reason."""
    lines = [_latex_line(line) for line in chain.lines]
    body = " \\\\\n".join([f"{chain.symbol} {lines[0]}", *lines[1:]])
    return f"\\begin{{align*}}\n{body}\n\\end{{align*}}"


LONG = 190
"""A formula with more characters of LaTeX than this has its reason on a line of its own."""


def _latex_line(line: Line) -> str:
    formula = latex(line.expression)
    if len(formula) > LONG:
        return rf"&= {formula} \\ &\phantom{{=}}\ \text{{\footnotesize {line.reason}}}"
    return rf"&= {formula} && \reason{{{line.reason}}}"


@dataclass(frozen=True)
class Section:
    """One statement with its hypotheses, its derivation, and the verdict that running it gave, in words."""

    title: str
    statement: str
    hypotheses: Hypotheses
    derivation: Derivation
    verdict: str


def document(sections: Sequence[Section], stamp: str) -> str:
    """A complete LaTeX document, stamped; each section has its statement and its lines."""
    body = "\n\n".join(_latex_section(section) for section in sections)
    return "\n\n".join([_PREAMBLE, body, rf"\footnotesize {escape(stamp)}", "\\end{document}\n"])


def _latex_section(section: Section) -> str:
    chains = [_latex_chain(chain, section) for chain in section.derivation.chains]
    first, *rest = section.statement.split("\n", 1)
    head = [rf"\section*{{{escape(section.title)}}}", rf"\textbf{{{prose(first)}}}", *map(prose, rest)]
    return "\n\n".join([*head, *_latex_hypotheses(section), *chains, rf"\textbf{{Verdict.}} {escape(section.verdict)}"])


def _latex_chain(chain: Chain, section: Section) -> str:
    rows = [rf"\paragraph{{{escape(_heading(chain))}}}", chain_latex(chain)]
    if sequence := section.derivation.sequences().get(chain.name):
        rows.append(f"Beside it, {_numerically(chain, sequence)}.")
    return "\n".join(rows)


def _numerically(chain: Chain, sequence: NumericSequence) -> str:
    """The values that accompany a limit, in words."""
    at = ", ".join(f"${latex(symbol)} = {value}$" for symbol, value in chain.sequence.items())
    pairs = zip(sequence.times, sequence.values, strict=True)
    values = "; ".join(f"{value} at $T = 10^{len(str(time)) - 1}$" for time, value in pairs)
    return f"computed numerically for {at}: {values}"


def _latex_hypotheses(section: Section) -> list[str]:
    if not section.hypotheses.conditions:
        return []
    rows = " \\\\\n".join(f"& {condition.latex}" for condition in section.hypotheses.conditions)
    return [r"\paragraph{hypotheses}" + f"\n\\begin{{align*}}\n{rows}\n\\end{{align*}}"]


def markdown(sections: Sequence[Section], stamp: str) -> str:
    """The same as Markdown with `$$` blocks."""
    return "\n\n".join([*map(_markdown_section, sections), f"*{stamp}*"]) + "\n"


def _markdown_section(section: Section) -> str:
    blocks = [f"# {section.title}", section.statement]
    if section.hypotheses.conditions:
        rows = " \\\\\n".join(f"& {condition.latex}" for condition in section.hypotheses.conditions)
        blocks.append(_display("hypotheses", rows))
    for chain in section.derivation.chains:
        lines = [rf"&= {latex(line.expression)} && \text{{{line.reason}}}" for line in chain.lines]
        blocks.append(_display(_heading(chain), " \\\\\n".join([f"{chain.symbol} {lines[0]}", *lines[1:]])))
        if sequence := section.derivation.sequences().get(chain.name):
            blocks.append(f"Beside it, {_numerically(chain, sequence)}.")
    return "\n\n".join([*blocks, f"**Verdict.** {section.verdict}"])


def _display(heading: str, body: str) -> str:
    return f"**{heading}**\n\n$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$"


def _heading(chain: Chain) -> str:
    return chain.name.replace("_", " ")


_PREAMBLE = r"""\documentclass[10pt,fleqn]{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb}
\usepackage[margin=2cm]{geometry}
\allowdisplaybreaks
\setlength{\parindent}{0pt}
\setlength{\mathindent}{0pt}
\newcommand{\reason}[1]{\parbox[t]{5.2cm}{\raggedright\footnotesize #1}}
\begin{document}"""

_CHARACTERS = {
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
    "κ": r"$\kappa$",
    "σ": r"$\sigma$",
    "Σ": r"$\Sigma$",
    "λ": r"$\lambda$",
    "²": r"\textsuperscript{2}",
    "→": r"$\to$",
    "∞": r"$\infty$",
    "≠": r"$\ne$",
    "≥": r"$\ge$",
    ">=": r"$\ge$",
    "−": r"$-$",
    "ã": r"$\tilde a$",
    "b̃": r"$\tilde b$",
    "·": r"$\cdot$",
    "`": "",
}


_MATHEMATICS = (
    (r"κ(\d)", r"\\kappa_{\1}"),
    (r"\bc(\d)", r"c_{\1}"),
    (r"W_(PV|KQ)_(\d\d)", r"W^{\1}_{\2}"),
    (r"\bE(?=[ \[])", r"\\mathbb{E}"),
    (r"([A-Za-z])_([a-z]{2})\b", r"\1_{\2}"),
    ("b̃", r"\\tilde b "),
    ("ã", r"\\tilde a "),
    ("Σ", r"\\sum "),
    ("σ", r"\\sigma "),
    ("λ", r"\\lambda "),
    ("ŷ", r"\\hat y "),
    ("²", "^2"),
    ("−", "-"),
    ("·", r"\\cdot "),
    ("≠", r"\\ne "),
    ("→", r"\\to "),
    ("∞", r"\\infty "),
    (">=", r"\\ge "),
)
"""How the code spans of docstrings become formulas."""


def mathematics(code: str) -> str:
    """A code span of a docstring as a formula.

    >>> mathematics("c1 = (T−2) κ1")
    'c_{1} = (T-2) \\\\kappa_{1}'
    """
    for pattern, replacement in _MATHEMATICS:
        code = re.sub(pattern, replacement, code)
    return code


def prose(text: str) -> str:
    """Docstring text for LaTeX, its code spans as formulas."""
    parts = text.split("`")
    return "".join(f"${mathematics(part)}$" if n % 2 else escape(part) for n, part in enumerate(parts))


def escape(text: str) -> str:
    """Plain text, with the Unicode mathematics of the docstrings, for LaTeX."""
    pattern = "|".join(re.escape(key) for key in sorted(_CHARACTERS, key=len, reverse=True))
    return re.sub(pattern, lambda match: _CHARACTERS[match.group()], text)
