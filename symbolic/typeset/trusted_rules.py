"""The closed lists of the kernel's rules and of what is trusted beside them, as Markdown: read off the registers.

    python -m symbolic.typeset.trusted_rules docs/trust.md

writes the lists between the marks of the document.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

from symbolic.core import rulebook
from symbolic.core.rules.procedures import PROCEDURES
from symbolic.core.theorems import Rule
from symbolic.goals import engine, explicit_values, two_diagonals

BEGIN, END = "<!-- rules: begin -->\n", "<!-- rules: end -->\n"
"""The marks between which the list of rules stands in the document."""

OF_PROCEDURES = "<!-- procedures: begin -->\n", "<!-- procedures: end -->\n"
"""And the list of procedures."""

NAMED = (two_diagonals.DIAGONALS, engine.ENGINE, explicit_values.EXACT_VALUES)
"""The procedures of the package; their modules are imported here, which puts them into the register."""

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


def trusted_procedures() -> str:
    """Each procedure that settles formulas beside the rules: its name, its module and what it says of itself."""
    return "".join(map(_procedure, NAMED))


def _procedure(name: str) -> str:
    run = PROCEDURES[name]
    return f"- `{name}` (`{run.__module__}`): {' '.join(inspect.cleandoc(run.__doc__ or '').split())}\n"


def main(arguments: list[str]) -> int:
    """Write the lists into the document that is named; nothing else of it changes."""
    if len(arguments) != 1:
        print("usage: python -m symbolic.typeset.trusted_rules DOCUMENT", file=sys.stderr)
        return 2
    document = Path(arguments[0])
    text = document.read_text(encoding="utf-8")
    for marks, listed in (((BEGIN, END), trusted_rules()), (OF_PROCEDURES, trusted_procedures())):
        text = _between(text, marks, listed)
    document.write_text(text, encoding="utf-8")
    return 0


def _between(text: str, marks: tuple[str, str], listed: str) -> str:
    """A text with something else between two marks."""
    before, begin, rest = text.partition(marks[0])
    _, end, after = rest.partition(marks[1])
    return before + begin + listed + end + after if begin and end else text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
