"""Derivations as a complete LaTeX document and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from symbolic.typeset.layout import ROOM, PrintedChain, aligned_latex, condition_rows, in_blocks, printed_chains
from symbolic.typeset.line_breaking import rows
from symbolic.typeset.markdown_text import in_formula, markdown_code, markdown_prose, markdown_text
from symbolic.typeset.prose import prose, worded
from symbolic.typeset.sections import Finding, Section, hypotheses_stated
from symbolic.typography import escape


def document(sections: Sequence[Section], stamp: str) -> str:
    """A complete LaTeX document, stamped; each section has its statement, its lines and its verdict."""
    earlier = hypotheses_stated(sections)
    body = "\n\n".join(_section(section, earlier.get(section.title, "")) for section in sections)
    return "\n\n".join([_PREAMBLE, body, rf"\bigskip {{\footnotesize {escape(stamp)}}}", "\\end{document}\n"])


def _section(section: Section, earlier: str) -> str:
    parts = [rf"\section*{{{escape(section.title)}}}", rf"\textbf{{{prose(section.headline)}}}"]
    parts += [prose(section.remainder)] if section.remainder else []
    parts += [rf"{{\footnotesize {escape(section.source)}}}"] if section.source else []
    parts += _stated(section)
    parts += _hypotheses(section, earlier)
    parts += [part for block in in_blocks(printed_chains(section)) for part in _block_of(block)]
    parts += _findings(section.findings)
    return "\n\n".join([*parts, *_verdict(section)])


def _block_of(chains: Sequence[PrintedChain]) -> list[str]:
    first = rf"\paragraph{{{prose(chains[0].heading)}}}" + "\n" + aligned_latex(chains)
    return [first, *(prose(chain.sequence) for chain in chains if chain.sequence)]


def _hypotheses(section: Section, earlier: str) -> list[str]:
    if earlier:
        return [rf"\paragraph{{hypotheses}} as in {escape(earlier)}."]
    if not section.hypotheses.conditions:
        return []
    return [
        r"\paragraph{hypotheses}"
        + "\n"
        + _display([row for each in condition_rows(section.hypotheses) for row in _indented(each)])
    ]


def _stated(section: Section) -> list[str]:
    if section.stated is None:
        return []
    shown = [f"& {row}" for row in section.stated.indented(r"\quad ")]
    heading = rf"\paragraph{{{section.stated.heading}}}"
    return [heading + ("\n" + _display(shown) if shown else ""), prose(worded(section.stated.words))]


def _indented(broken: Sequence[str]) -> list[str]:
    return [f"& {broken[0]}", *(rf"&\quad {row}" for row in broken[1:])]


def _display(lines: Sequence[str]) -> str:
    body = " \\\\\n".join(lines)
    return f"\\begin{{align*}}\n{body}\n\\end{{align*}}"


def _findings(findings: Sequence[Finding]) -> list[str]:
    if not findings:
        return []
    return [r"\paragraph{settled}", *(block for finding in findings for block in _finding(finding))]


def _finding(finding: Finding) -> list[str]:
    named = rf"\emph{{{prose(finding.name)}}}: " if finding.name else ""
    shown = [row for formula in finding.formulas for row in _indented(rows(formula, ROOM))]
    return [f"{named}{prose(worded(finding.because))}." + (f"\n{_display(shown)}" if shown else "")]


def _verdict(section: Section) -> list[str]:
    blocks = [rf"\textbf{{Verdict.}} {prose(worded(section.verdict))}"]
    if section.witness:
        blocks += [rf"\textbf{{Witness.}} {{\raggedright\ttfamily\small {breakable(section.witness)}\par}}"]
    return blocks


def breakable(words: str) -> str:
    """Plain text for LaTeX that may be broken after its operators."""
    return r"\allowbreak{}".join(escape(part) for part in re.split(r"(?<=[*/,)(])(?=[^*/,)\s])", words))


_PREAMBLE = r"""\documentclass[10pt,fleqn,a4paper]{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\usepackage{textcomp}
\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\usepackage{amsmath,amssymb}
\usepackage[margin=2cm]{geometry}
\allowdisplaybreaks
\emergencystretch=4em
\setlength{\parindent}{0pt}
\setlength{\parskip}{4pt}
\setlength{\mathindent}{0pt}
\newcommand{\reason}[1]{\parbox[t]{5.2cm}{\raggedright\footnotesize #1}}
\newcommand{\note}[1]{\quad\parbox[t]{11cm}{\raggedright\footnotesize #1}}
\begin{document}"""


def markdown(sections: Sequence[Section], stamp: str) -> str:
    """The same as Markdown with `$$` blocks."""
    earlier = hypotheses_stated(sections)
    parts = (_markdown(section, earlier.get(section.title, "")) for section in sections)
    return "\n\n".join([*parts, f"*{markdown_text(stamp)}*"]) + "\n"


def _markdown(section: Section, earlier: str) -> str:
    blocks = [f"# {markdown_text(section.title)}", f"**{markdown_prose(section.headline)}**"]
    blocks += [markdown_prose(section.remainder)] if section.remainder else []
    blocks += [f"*{markdown_text(section.source)}*"] if section.source else []
    if section.stated:
        shown = [f"& {row}" for row in section.stated.indented(r"\quad ")]
        blocks.append(f"**{section.stated.heading}**")
        blocks += [*([_block(shown)] if shown else []), markdown_prose(worded(section.stated.words))]
    if earlier:
        blocks.append(f"**hypotheses** as in {markdown_text(earlier)}.")
    elif section.hypotheses.conditions:
        conditions = [row for each in condition_rows(section.hypotheses) for row in _indented(each)]
        blocks.append(f"**hypotheses**\n\n{_block(conditions)}")
    blocks += [part for block in in_blocks(printed_chains(section)) for part in _markdown_block(block)]
    blocks += ["**settled**"] if section.findings else []
    blocks += [block for finding in section.findings for block in _markdown_finding(finding)]
    blocks.append(f"**Verdict.** {markdown_prose(worded(section.verdict))}")
    return "\n\n".join([*blocks, *([f"**Witness.** {markdown_code(section.witness)}"] if section.witness else [])])


def _markdown_block(chains: Sequence[PrintedChain]) -> list[str]:
    lines = [line for chain in chains for line in _markdown_lines(chain)]
    sequences = [markdown_prose(chain.sequence) for chain in chains if chain.sequence]
    return [f"**{markdown_prose(chains[0].heading)}**\n\n{_block(lines)}", *sequences]


def _markdown_lines(chain: PrintedChain) -> list[str]:
    lines = [f"& {chain.symbol}"] if chain.above else []
    for n, line in enumerate(chain.lines):
        left = chain.symbol + " " if n == 0 and not chain.above else ""
        first, *more = line.rows
        reason = in_formula(line.reason)
        lines += [f"{left}&= {first}" + (f" && {reason}" if chain.beside and reason else "")]
        lines += (
            [] if chain.beside else [*(rf"&\quad {row}" for row in more), *([rf"&\quad {reason}"] if reason else [])]
        )
    return lines


def _markdown_finding(finding: Finding) -> list[str]:
    named = f"*{markdown_prose(finding.name)}*: " if finding.name else ""
    shown = [row for formula in finding.formulas for row in _indented(rows(formula, ROOM))]
    return [f"{named}{markdown_prose(worded(finding.because))}.", *([_block(shown)] if shown else [])]


def _block(lines: Sequence[str]) -> str:
    body = " \\\\\n".join(lines)
    return f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$"
