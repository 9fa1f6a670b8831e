"""The table of published statements: all 88, and what it says of claims is what the table of verdicts says."""

from __future__ import annotations

import re
from pathlib import Path

from mesaproof.running.verdict_table import listed_verdicts
from proofs.catalogue import papers

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/statements.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) \| (.+?) \| .+ \| (.+?) \|$", TEXT, re.MULTILINE)


def test_every_statement_has_a_row_that_settles_it_or_names_what_is_missing() -> None:
    assert [int(number) for number, _, _ in ROWS] == list(range(1, 89))
    for number, _, settled in ROWS:
        assert re.search(r"`[\w-]+/[\w.-]+`|missing|in part", settled), number


def test_verdicts_are_those_of_the_table_of_verdicts() -> None:
    table, named = listed_verdicts(), []
    for number, _, settled in ROWS:
        keys = re.findall(r"`([\w-]+/[\w.-]+)`", settled)
        told = re.findall(r"(PROVED MODULO|PROVED|REFUTED) `([\w-]+/[\w.-]+)`", settled)
        assert [key for _, key in told] == keys, number
        assert all(table[key].outcome.words == word for word, key in told), number
        named += keys
    assert len({key.partition("/")[0] for key in named}) >= 10


def test_papers_without_a_page_are_in_the_table() -> None:
    for key, paper in papers().items():
        if paper.claims and not (ROOT / f"docs/{key}.md").exists():
            assert all(f"`{claim}`" in TEXT for claim in paper.keys), key
