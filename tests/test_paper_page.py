"""The page on Zheng et al. 2024 names every claim and no other, and shows the verdicts that they have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from proofs.catalogue import every_claim
from proofs.claim import Verdict

PAGE = (Path(__file__).parent.parent / "docs" / "zheng2024.md").read_text(encoding="utf-8")
PROSE, TABLE = PAGE.split("<!-- table: claims -->\n")
KEYS = [claim.key for claim in every_claim() if claim.key.startswith("zheng2024/")]


def row(verdict: Verdict) -> str:
    """One line of the table: the first sentence of the statement, and what it came out as, with its grade."""
    found = f"{verdict.words}, {verdict.grade}" if verdict.grade else verdict.words
    return f"| `{verdict.claim.key}` | {verdict.claim.title} | {found} |"


def test_the_prose_names_every_claim_and_no_other() -> None:
    named = set(re.findall(r"`(zheng2024/[a-z0-9.-]+)`", PROSE))
    assert named == set(KEYS)


def test_the_table_shows_what_verify_finds(verdicts: Mapping[str, Verdict]) -> None:
    found = [row(verdicts[key]) for key in KEYS]
    expected = "\n".join(["| claim | statement | verdict |", "| --- | --- | --- |", *sorted(found)])
    assert TABLE.partition("<!-- end -->")[0].strip() == expected, expected


def test_what_is_refuted_is_named_under_repair_or_beside_its_repair() -> None:
    repaired = {claim.repairs.key for claim in every_claim() if claim.repairs}
    assert all(PROSE.count(f"`{key}`") for key in repaired)
