"""Derivations as LaTeX and Markdown: what is printed is what `Derivation.faults` checks."""

from __future__ import annotations

import re
from functools import lru_cache

import sympy
from sympy.printing.latex import LatexPrinter
from sympy.printing.str import StrPrinter

from symbolic.derivation import Chain, Derivation


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
    lines = [rf"&= {latex(line.expression)} && \text{{{line.reason}}}" for line in chain.lines]
    body = " \\\\\n".join([f"{chain.symbol} {lines[0]}", *lines[1:]])
    return f"\\begin{{align*}}\n{body}\n\\end{{align*}}"


def document(title: str, statement: str, derivation: Derivation, stamp: str) -> str:
    """A complete LaTeX document with one derivation, stamped."""
    body = "\n\n".join(
        rf"\paragraph{{{escape(_heading(chain))}}}" + "\n" + chain_latex(chain) for chain in derivation.chains
    )
    paragraphs = "\n\n".join(
        [rf"\section*{{{escape(title)}}}", escape(statement), body, rf"\medskip\footnotesize {escape(stamp)}"]
    )
    return f"{_PREAMBLE}\n{paragraphs}\n\\end{{document}}\n"


def markdown(title: str, statement: str, derivation: Derivation, stamp: str) -> str:
    """The same as Markdown with `$$` blocks."""
    blocks = [f"# {title}", statement]
    for chain in derivation.chains:
        lines = [rf"&= {latex(line.expression)} && \text{{{line.reason}}}" for line in chain.lines]
        body = " \\\\\n".join([f"{chain.symbol} {lines[0]}", *lines[1:]])
        blocks.append(f"**{_heading(chain)}**\n\n$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$")
    return "\n\n".join([*blocks, f"*{stamp}*"]) + "\n"


def _heading(chain: Chain) -> str:
    return chain.name.replace("_", " ")


_PREAMBLE = r"""\documentclass[10pt]{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb}
\usepackage[margin=2cm]{geometry}
\allowdisplaybreaks
\setlength{\parindent}{0pt}
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
    "−": r"$-$",
    "ã": r"$\tilde a$",
    "b̃": r"$\tilde b$",
    "·": r"$\cdot$",
    "`": "",
}


def escape(text: str) -> str:
    """Plain text, with the Unicode mathematics of the docstrings, for LaTeX."""
    pattern = "|".join(re.escape(key) for key in sorted(_CHARACTERS, key=len, reverse=True))
    return re.sub(pattern, lambda match: _CHARACTERS[match.group()], text)
