"""Counts of altered claims in Markdown: `python -m mesaproof.selftest.documented FILE` renews them in a file."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from mesaproof.output.file import written

HEAD = "| claim | mutants | excluded |\n| --- | ---: | ---: |\n"
ROW = r"\| `\S+` \| \d+ \| \d+ \|\n"
TABLE = re.compile(re.escape(HEAD) + f"(?:{ROW})*")


def counts_of_claims() -> dict[str, tuple[int, int]]:
    """For every claim, how many alterations count and how many are excluded; nothing is run."""
    from mesaproof.selftest.every_mutant import by_claim

    excluded = {key: [bool(mutant.excluded) for mutant in listed] for key, listed in by_claim().items()}
    return {key: (found.count(False), found.count(True)) for key, found in sorted(excluded.items())}


def table(counts: dict[str, tuple[int, int]]) -> str:
    """The table in Markdown.

    >>> print(table({"zheng2024/gradient": (40, 0)}), end="")
    | claim | mutants | excluded |
    | --- | ---: | ---: |
    | `zheng2024/gradient` | 40 | 0 |
    """
    return HEAD + "".join(f"| `{key}` | {counted} | {excluded} |\n" for key, (counted, excluded) in counts.items())


def documented(text: str) -> Iterator[str]:
    """The tables of this kind in a text."""
    return (found.group() for found in TABLE.finditer(text))


def renew(file: Path) -> None:
    """Put the present counts in the place of the table in a file."""
    now = table(counts_of_claims())
    written(file, TABLE.sub(lambda _: now, file.read_text(encoding="utf-8")).encode())


if __name__ == "__main__":
    renew(Path(sys.argv[1]))
