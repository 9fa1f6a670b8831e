"""Derivations as a Typst document, and as PDF by the compiler in Typst's wheel."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from mesaproof.documents.typst_math import math, string
from mesaproof.errors import InputError
from mesaproof.terminal.installation import extra
from symbolic.typeset.layout import ROOM, PrintedChain, condition_rows, in_blocks, printed_chains
from symbolic.typeset.line_breaking import rows
from symbolic.typeset.prose import Span, spans, worded
from symbolic.typeset.sections import Finding, Section, hypotheses_stated


def document(sections: Sequence[Section], stamp: str) -> str:
    """A complete Typst document, stamped."""
    earlier = hypotheses_stated(sections)
    body = "\n\n".join(_section(section, earlier.get(section.title, "")) for section in sections)
    return "\n\n".join([_PREAMBLE, body, f"#v(1em)\n#text(size: 8pt)[#{string(stamp)};]\n"])


def _section(section: Section, earlier: str) -> str:
    blocks = [f"= #{string(section.title)};", f"*{_marked(spans(section.headline))}*"]
    blocks += [_marked(spans(section.remainder))] if section.remainder else []
    blocks += [f"#text(size: 8pt)[#{string(section.source)};]"] if section.source else []
    if section.stated:
        shown = [f"& {'quad ' * (indent // 2)}{_continued(row)}" for indent, row in section.stated.rows]
        blocks += [f"#part[{section.stated.heading}]" + (f"\n{_equation(shown)}" if shown else "")]
        blocks += [_marked(spans(worded(section.stated.words)))]
    if earlier:
        blocks += [f"#part[hypotheses] as in #{string(earlier)};."]
    elif section.hypotheses.conditions:
        conditions = [row for each in condition_rows(section.hypotheses) for row in _indented(each)]
        blocks += [f"#part[hypotheses]\n{_equation(conditions)}"]
    blocks += [part for block in in_blocks(printed_chains(section)) for part in _chains(block)]
    blocks += ["#part[settled]"] if section.findings else []
    blocks += [block for finding in section.findings for block in _finding(finding)]
    blocks += [f"*Verdict.* {_marked(spans(worded(section.verdict)))}"]
    return "\n\n".join([*blocks, *([f"*Witness.* #raw({string(section.witness)})"] if section.witness else [])])


def _indented(broken: Sequence[str]) -> list[str]:
    first, *more = broken
    return [f"& {math(first)}", *(f"& quad {_continued(row)}" for row in more)]


def _continued(row: str) -> str:
    """A row that goes on with a sign keeps the spaces of a sign between two terms."""
    return '"" ' + math(row)


def _equation(lines: Sequence[str]) -> str:
    return "$ " + " \\\n  ".join(lines) + " $"


def _chains(block: Sequence[PrintedChain]) -> list[str]:
    lines = [line for chain in block for line in _lines(chain)]
    after = [_marked(spans(chain.sequence)) for chain in block if chain.sequence]
    return [f"#part[{_marked(spans(block[0].heading))}]\n{_equation(lines)}", *after]


def _lines(chain: PrintedChain) -> list[str]:
    indent = "quad " if chain.above else ""
    lines = [f"& {math(chain.symbol)}"] if chain.above else []
    for n, line in enumerate(chain.lines):
        left = math(chain.symbol) + " " if n == 0 and not chain.above else ""
        first, *more = line.rows
        reason = _marked(spans(line.reason))
        start = f"{left}& {indent}eq {math(first)}"
        if chain.beside:
            lines.append(f"{start} && wide #reason[{reason}]" if reason else start)
        else:
            note = [f"& {indent}quad #note[{reason}]"] if reason else []
            lines += [start, *(f"& {indent}quad {_continued(row)}" for row in more), *note]
    return lines


def _finding(finding: Finding) -> list[str]:
    named = f"_{_marked(spans(finding.name))}_: " if finding.name else ""
    shown = [row for formula in finding.formulas for row in _indented(rows(formula, ROOM))]
    return [f"{named}{_marked(spans(worded(finding.because)))}.", *([_equation(shown)] if shown else [])]


def _marked(found: Sequence[Span]) -> str:
    written = {
        "text": lambda body: f"#{string(body)};",
        "math": lambda body: f"${math(body)}$",
        "code": lambda body: f"#raw({string(body)});",
    }
    return "".join(written[kind](body) for kind, body in found)


_PREAMBLE = r"""#set page(paper: "a4", margin: 2cm, numbering: "1")
#set text(font: ("New Computer Modern", "DejaVu Sans Mono"), size: 10pt, lang: "en")
#show raw: set text(font: ("DejaVu Sans Mono", "New Computer Modern"))
#set par(leading: 0.6em, spacing: 0.9em)
#show heading: set block(above: 1.8em, below: 0.9em)
#show math.equation.where(block: true): set align(left)
#show math.equation.where(block: true): set block(breakable: true, spacing: 0.9em)
#let part(body) = block(above: 1.2em, below: 0.6em, sticky: true, strong(body))
#let reason(body) = box(width: 5.2cm, text(size: 8pt, body))
#let note(body) = box(width: 12cm, text(size: 8pt, body))"""


def require_typst() -> None:
    """Raise InputError where the Typst compiler is not installed."""
    if find_spec("typst") is None:
        raise InputError("a PDF without Typst", "the extra mesaproof[report]", f"run {extra('report')}")


class DoesNotCompile(Exception):
    """A typesetting program refused a document: `message` is the end of what it said, `source` the document."""

    def __init__(self, engine: str, message: str, source: str, suffix: str) -> None:
        super().__init__(message)
        self.engine, self.message, self.source, self.suffix = engine, message, source, suffix


def compiled(source: str) -> bytes:
    """A Typst document as PDF; raises InputError where Typst is missing, DoesNotCompile where it refuses."""
    require_typst()
    import typst

    try:
        found: Any = typst.compile(source.encode())
    except typst.TypstError as error:
        raise DoesNotCompile("typst", str(error), source, ".typ") from None
    return bytes(found)
