"""The closed list of the kernel's rules, and how many lines have to be trusted, as Markdown: read off the register.

    python -m symbolic.typeset.trusted_rules docs/trust.md

writes the list between the marks of the document.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from symbolic.core import rulebook
from symbolic.core.theorems import Rule

BEGIN, END = "<!-- rules: begin -->\n", "<!-- rules: end -->\n"
"""The marks between which the list stands in the document."""

CORE = Path(rulebook.__file__).parent


def trusted_rules() -> str:
    """All rules by group, the facts of textbooks with their sources, and the lines of each file of the core."""
    return "\n".join([*_lines_of_files(), "", *_rules()]) + "\n"


def _lines_of_files() -> Iterator[str]:
    counted = {file: lines_of_code(file.read_text(encoding="utf-8")) for file in sorted(CORE.glob("*.py"))}
    counted = {file: lines for file, lines in counted.items() if lines}
    yield "| file of `symbolic/core` | lines | what it holds |"
    yield "| --- | ---: | --- |"
    for file, lines in counted.items():
        first = (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").split("\n\n")[0]
        yield f"| {file.stem} | {lines} | {' '.join(first.split())} |"
    yield f"| together | {sum(counted.values())} | |"


def lines_of_code(source: str) -> int:
    """Lines that hold code: neither empty, nor a comment, nor in the docstring of a module, class, function or name.

    >>> lines_of_code('"What it is."\\n\\nx = 1  # one\\n\\n# two\\n"About x."\\n')
    1
    """
    described: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                described.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = enumerate(source.splitlines(), start=1)
    return sum(1 for n, line in lines if n not in described and line.strip() and not line.strip().startswith("#"))


def _rules() -> Iterator[str]:
    rules = rulebook.RULES.values()
    facts = sum(1 for rule in rules if rule.fact)
    yield f"{len(rules)} rules, {facts} of them facts of textbooks:"
    for group in rulebook.GROUPS:
        yield ""
        yield f"**{group}**"
        yield ""
        yield from (_entry(rule) for rule in rules if rule.group == group)


def _entry(rule: Rule[...]) -> str:
    source = f" *{rule.fact}.*" if rule.fact else ""
    return f"- `{rule.name}`: {' '.join(rule.statement.split())}{source}"


def main(arguments: list[str]) -> int:
    """Write the list into the document that is named; nothing else of it changes."""
    if len(arguments) != 1:
        print("usage: python -m symbolic.typeset.trusted_rules DOCUMENT", file=sys.stderr)
        return 2
    document = Path(arguments[0])
    text = document.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    document.write_text(before + BEGIN + trusted_rules() + END + after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
