"""Expressions and derivations in print: what is printed is what `Derivation.faults` checks.

The documents (LaTeX, Markdown, and those that `mesaproof` makes) share the layout of this file: which formulas are
broken over rows, and where reasons stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import sympy
from sympy.printing.latex import LatexPrinter
from sympy.printing.str import StrPrinter

from symbolic.derivation import Chain, Derivation
from symbolic.formulas import parse, width
from symbolic.hypotheses import Hypotheses
from symbolic.limits import NumericSequence
from symbolic.line_breaking import rows
from symbolic.prose import escape, mathematics, prose

__all__ = [
    "Finding",
    "PrintedChain",
    "Section",
    "chain_latex",
    "escape",
    "laid_out",
    "latex",
    "mathematics",
    "prose",
    "text",
]


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


@dataclass(frozen=True)
class Finding:
    """What settled a part of a claim, in words; `formulas` is the part's statement in LaTeX, where it is formulas."""

    name: str
    because: str
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """One statement with its hypotheses, its derivation, and the verdict that running it gave, in words.

    `findings` say what settled each part, `witness` where it fails, `source` where it is printed.
    """

    title: str
    statement: str
    hypotheses: Hypotheses
    derivation: Derivation
    verdict: str
    findings: tuple[Finding, ...] = ()
    witness: str = ""
    source: str = ""

    @property
    def outcome(self) -> str:
        """The first word of the verdict."""
        return self.verdict.split(":")[0].split(".")[0].split()[0]

    @property
    def headline(self) -> str:
        """The first sentence of the statement."""
        return self.statement.split("\n", 1)[0]

    @property
    def remainder(self) -> str:
        """What the statement says after its first sentence."""
        return self.statement.partition("\n")[2].strip()


def hypotheses_stated(sections: Sequence[Section]) -> dict[str, str]:
    """For each section whose hypotheses stand in an earlier one already, the title of the earlier."""
    first: dict[object, str] = {}
    for section in sections:
        first.setdefault(section.hypotheses.conditions, section.title)
    found = {
        section.title: first[section.hypotheses.conditions] for section in sections if section.hypotheses.conditions
    }
    return {title: earlier for title, earlier in found.items() if earlier != title}


ROOM, BESIDE, LEFT, MARGIN = 45.0, 30.0, 12.0, 2.0
"""In em: a row of a formula; a row with a reason beside it; a left side that shares its row; sign and spaces."""


@dataclass(frozen=True)
class PrintedLine:
    """The rows of a formula after its equals sign, and the reason, which is LaTeX text."""

    rows: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class PrintedChain:
    """A chain as it is laid out.

    With `above`, the left side stands on a row of its own; with `beside`, reasons stand beside the formulas and not
    below them.
    """

    heading: str
    symbol: str
    above: bool
    beside: bool
    lines: tuple[PrintedLine, ...]
    sequence: str = ""


def laid_out(chain: Chain, sequence: NumericSequence | None = None) -> PrintedChain:
    """The layout of a chain: long left sides above, long formulas broken, reasons below where one is long."""
    left = width(parse(chain.symbol))
    above = left > LEFT
    room = ROOM - MARGIN - (MARGIN if above else left)
    lines = tuple(PrintedLine(rows(latex(line.expression), room), line.reason) for line in chain.lines)
    used = [width(parse(row)) for line in lines for row in line.rows]
    beside = not above and all(len(line.rows) == 1 for line in lines) and left + MARGIN + max(used) <= BESIDE
    after = f"Beside it, {_numerically(chain, sequence)}." if sequence else ""
    return PrintedChain(heading(chain.name), chain.symbol, above, beside, lines, after)


def printed_chains(section: Section) -> tuple[PrintedChain, ...]:
    """Every chain of a section, a limit with the values that accompany it."""
    sequences = section.derivation.sequences()
    return tuple(laid_out(chain, sequences.get(chain.name)) for chain in section.derivation.chains)


def condition_rows(hypotheses: Hypotheses) -> tuple[tuple[str, ...], ...]:
    """Each condition as the rows of a formula."""
    return tuple(rows(condition.latex, ROOM) for condition in hypotheses.conditions)


def heading(name: str) -> str:
    """The name of a part in words; an entry of a block as a code span."""
    return f"`{name}`" if re.match(r"W_(PV|KQ)_\d\d", name) else name.replace("_", " ")


def _numerically(chain: Chain, sequence: NumericSequence) -> str:
    """The values that accompany a limit, in words; formulas stand between dollars."""
    at = ", ".join(f"${latex(symbol)} = {value}$" for symbol, value in chain.sequence.items())
    pairs = zip(sequence.times, sequence.values, strict=True)
    values = "; ".join(f"{value} at $T = 10^{len(str(time)) - 1}$" for time, value in pairs)
    return f"computed numerically{' for ' if at else ''}{at}: {values}"


def chain_latex(chain: Chain) -> str:
    """The lines of a chain as an `align*` block, each with its reason."""
    return aligned_latex(laid_out(chain))


def aligned_latex(printed: PrintedChain) -> str:
    """A chain that is laid out as an `align*` block."""
    indent = r"\quad " if printed.above else ""
    body = [row for line in printed.lines for row in _line(line, indent, printed.beside)]
    first = [f"& {printed.symbol}"] if printed.above else []
    body[0] = body[0] if printed.above else f"{printed.symbol} {body[0]}"
    joined = " \\\\\n".join([*first, *body])
    return f"\\begin{{align*}}\n{joined}\n\\end{{align*}}"


def _line(line: PrintedLine, indent: str, beside: bool) -> list[str]:
    first, *more = line.rows
    if beside:
        return [rf"&= {first} && \reason{{{line.reason}}}"]
    return [rf"&{indent}= {first}", *(rf"&{indent}\quad {row}" for row in more), rf"&{indent}\note{{{line.reason}}}"]
