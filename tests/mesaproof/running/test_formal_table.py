"""The counts of claims with and without a formula in docs/trust.md are current."""

from __future__ import annotations

from pathlib import Path

from mesaproof.running.formal_table import BEGIN, END, counted, listed, renew
from proofs.catalogue import every_claim

DOCUMENT = Path(__file__).parents[3] / "docs" / "trust.md"


def test_the_counts_in_the_document_are_current() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert listed(text) == counted(), "python -m mesaproof.running.formal_table docs/trust.md"


def test_every_claim_is_counted_once(tmp_path: Path) -> None:
    rows = [row.split("|")[2:4] for row in counted().splitlines() if row.startswith("| ")][2:]
    totals = [sum(int(row[n]) for row in rows) for n in (0, 1)]
    claims = every_claim()
    assert totals == [sum(bool(claim.formal) is formal for claim in claims) for formal in (True, False)]
    file = tmp_path / "trust.md"
    file.write_text(f"before\n{BEGIN}old\n{END}\nafter\n", encoding="utf-8")
    renew(file)
    assert file.read_text(encoding="utf-8") == f"before\n{BEGIN}{counted()}{END}\nafter\n"
