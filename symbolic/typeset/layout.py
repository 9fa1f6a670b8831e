"""Derivations as they are laid out: what is printed is what `Derivation.faults` checks.

The documents (LaTeX, Markdown, and those that `mesaproof` makes) share this layout: which formulas are broken over
rows, and where reasons stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from symbolic.algebra.limits import NumericSequence
from symbolic.decide.hypotheses import Hypotheses
from symbolic.typeset.derivation import Chain
from symbolic.typeset.formulas import parse, width
from symbolic.typeset.line_breaking import rows
from symbolic.typeset.naming import Named
from symbolic.typeset.printing import latex
from symbolic.typeset.prose import prose
from symbolic.typeset.sections import Section

ROOM, BESIDE, LEFT, MARGIN = 45.0, 30.0, 12.0, 2.0
"""In em: a row of a formula; a row with a reason beside it; a left side that shares its row; sign and spaces."""


@dataclass(frozen=True)
class Room:
    """In em: a row of a formula, and a row that has a reason beside it."""

    row: float = ROOM
    beside: float = BESIDE


WIDE = Room()


@dataclass(frozen=True)
class PrintedLine:
    """The rows of a formula after its equals sign, and the reason, which is prose."""

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


def laid_out(chain: Chain, sequence: NumericSequence | None = None, within: Room = WIDE) -> PrintedChain:
    """The layout of a chain: long left sides above, long formulas broken, reasons below where one is long."""
    left = width(parse(chain.symbol))
    above = left > min(LEFT, within.row / 3)
    room = within.row - MARGIN - (MARGIN if above else left)
    lines = tuple(PrintedLine(rows(latex(line.expression), room), line.reason) for line in chain.lines)
    used = [width(parse(row)) for line in lines for row in line.rows]
    beside = not above and all(len(line.rows) == 1 for line in lines) and left + MARGIN + max(used) <= within.beside
    after = f"Beside it, {_numerically(chain, sequence)}." if sequence else ""
    return PrintedChain("", chain.symbol, above, beside, lines, after)


def printed_chains(section: Section) -> tuple[PrintedChain, ...]:
    """What each letter stands for, then every chain of a section, a limit with the values that accompany it."""
    sequences = section.derivation.sequences()
    meanings = [_meaning(name, "" if n else "notation") for n, name in enumerate(section.names)]
    chains = [laid_out(chain, sequences.get(chain.name)) for chain in section.derivation.chains]
    return (*meanings, *chains)


def _meaning(name: Named, title: str) -> PrintedChain:
    """What a letter stands for, as a chain of one line without a reason; only the first has a heading."""
    line = PrintedLine(rows(latex(name.value), ROOM - MARGIN - width(parse(name.letter))), "")
    return PrintedChain(title, name.letter, above=False, beside=len(line.rows) == 1, lines=(line,))


def condition_rows(hypotheses: Hypotheses) -> tuple[tuple[str, ...], ...]:
    """Each condition as the rows of a formula."""
    return tuple(rows(condition.latex, ROOM) for condition in hypotheses.conditions)


def _numerically(chain: Chain, sequence: NumericSequence) -> str:
    """The values that accompany a limit, in words; formulas stand between dollars."""
    at = ", ".join(f"${latex(symbol)} = {value}$" for symbol, value in chain.sequence.items())
    pairs = zip(sequence.times, sequence.values, strict=True)
    values = "; ".join(f"{value} at $T = 10^{len(str(time)) - 1}$" for time, value in pairs)
    return f"computed numerically{' for ' if at else ''}{at}: {values}"


Reasons = Callable[[str, str], str]
"""How a reason is written, in a column (`reason`) or below a formula (`note`)."""


def in_paragraph(place: str, reason: str) -> str:
    """A reason in a paragraph of its own, by a macro that the document defines."""
    return rf"\{place}{{{prose(reason)}}}"


def chain_latex(chain: Chain, reasons: Reasons = in_paragraph) -> str:
    """The lines of a chain as an `align*` block, each with its reason."""
    return aligned_latex((laid_out(chain),), reasons)


def aligned_latex(block: Sequence[PrintedChain], reasons: Reasons = in_paragraph) -> str:
    """Chains that are laid out as one `align*` block."""
    joined = " \\\\\n".join(row for printed in block for row in _aligned(printed, reasons))
    return f"\\begin{{align*}}\n{joined}\n\\end{{align*}}"


def _aligned(printed: PrintedChain, reasons: Reasons) -> list[str]:
    indent = r"\quad " if printed.above else ""
    body = [row for line in printed.lines for row in _line(line, indent, printed.beside, reasons)]
    first = [f"& {printed.symbol}"] if printed.above else []
    body[0] = body[0] if printed.above else f"{printed.symbol} {body[0]}"
    return [*first, *body]


def _line(line: PrintedLine, indent: str, beside: bool, reasons: Reasons) -> list[str]:
    first, *more = line.rows
    if beside:
        return [rf"&= {first}" + (rf" && {reasons('reason', line.reason)}" if line.reason else "")]
    note = [rf"&{indent}{reasons('note', line.reason)}"] if line.reason else []
    return [rf"&{indent}= {first}", *(rf"&{indent}\quad {row}" for row in more), *note]
