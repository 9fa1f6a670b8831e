"""The page of each paper names every claim of it and no other, and shows the verdicts that they have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from mesaproof.running.formal_table import stated_as
from proofs.catalogue import every_claim, papers
from proofs.verdict import Verdict

DOCS = Path(__file__).parents[2] / "docs"
WITH_CLAIMS = [key for key, paper in papers().items() if paper.claims and (DOCS / f"{key}.md").exists()]
"""Papers with a page; the claims of the others are in docs/statements.md (tests/proofs/test_statements.py)."""


def parts(paper: str) -> tuple[str, str]:
    """The prose of a page, and its table."""
    prose, table = (DOCS / f"{paper}.md").read_text(encoding="utf-8").split("<!-- table: claims -->\n")
    return prose, table


def keys(paper: str) -> list[str]:
    return [claim.key for claim in every_claim() if claim.key.startswith(f"{paper}/")]


def row(verdict: Verdict) -> str:
    """One line of the table: the first sentence of the statement, how it is stated, and what it came out as."""
    found = f"{verdict.words}, {verdict.grade}" if verdict.grade else verdict.words
    return f"| `{verdict.claim.key}` | {verdict.claim.title} | {stated_as(verdict.claim)} | {found} |"


def test_papers_have_claims() -> None:
    assert {"zhang2024", "zheng2024"} <= set(WITH_CLAIMS)


@pytest.mark.parametrize("paper", WITH_CLAIMS)
def test_the_prose_names_every_claim_and_no_other(paper: str) -> None:
    named = set(re.findall(rf"`({paper}/[a-z0-9.-]+)`", parts(paper)[0]))
    assert named == set(keys(paper))


@pytest.mark.parametrize("paper", WITH_CLAIMS)
def test_the_table_shows_what_verify_finds(paper: str, verdicts: Mapping[str, Verdict]) -> None:
    found = [row(verdicts[key]) for key in keys(paper)]
    expected = "\n".join(["| claim | statement | stated as | verdict |", "| --- | --- | --- | --- |", *sorted(found)])
    assert parts(paper)[1].partition("<!-- end -->")[0].strip() == expected, expected


@pytest.mark.parametrize("paper", WITH_CLAIMS)
def test_what_is_refuted_is_named_under_repair_or_beside_its_repair(paper: str) -> None:
    repaired = {claim.repairs.key for claim in every_claim() if claim.repairs and claim.key.startswith(f"{paper}/")}
    assert all(parts(paper)[0].count(f"`{key}`") for key in repaired)
