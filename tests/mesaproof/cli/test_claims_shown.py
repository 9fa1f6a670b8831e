"""`list`, `show` and `derive`: the claims, one claim, and its derivation."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofs.catalogue import every_claim
from symbolic.typeset.screen_text import with_letters
from tests.mesaproof.cli.runs import record, run


def test_list_names_every_claim() -> None:
    listed = record("list")
    assert set(listed) == {"claims"}
    assert [entry["key"] for entry in listed["claims"]] == [claim.key for claim in every_claim()]
    assert all(set(entry) == {"key", "statement", "formula"} and entry["statement"] for entry in listed["claims"])
    assert {entry["key"] for entry in listed["claims"] if entry["formula"]} == {
        claim.key for claim in every_claim() if claim.formal
    }
    printed = run("list").stdout
    assert all(claim.key in printed for claim in every_claim())


def test_show_gives_statement_source_hypotheses_and_links() -> None:
    shown = record("show", "zheng2024/theorem-4.1-repaired")
    assert set(shown) == {"key", "statement", "goal", "source", "hypotheses", "assumed", "uses", "repairs"}
    assert shown["uses"] == ["zheng2024/gradient", "zheng2024/theorem-4.1-limit"]
    assert shown["repairs"] == "zheng2024/theorem-4.1"
    assert "2405.16845" in shown["source"]
    assert "E[x_j^3 x_k^3] = 0" in shown["hypotheses"]
    printed = run("show", "zheng2024/theorem-4.1-repaired").stdout
    for text in (
        shown["key"],
        shown["source"],
        *map(with_letters, shown["hypotheses"]),
        *shown["uses"],
        "repairs: zheng2024/theorem-4.1",
    ):
        assert text in printed


def test_show_reads_a_file_of_claims() -> None:
    assert record("show", "lemma.py")["key"] == "mine/limit"


@pytest.mark.parametrize(
    ("form", "mark"), [("markdown", "$$"), pytest.param("latex", r"\end{document}", marks=pytest.mark.slow)]
)
def test_derive_prints_and_writes_the_same_document(folder: Path, form: str, mark: str) -> None:
    key = "zheng2024/theorem-4.1-limit"
    printed = run("derive", key, "--to", form).stdout
    assert run("derive", key, "--to", form, "-o", "out.txt").stdout == ""
    assert (folder / "out.txt").read_text(encoding="utf-8") == printed
    assert mark in printed
    assert "H_{T - 2}" in printed
    assert key in printed


def test_the_name_of_the_file_says_what_a_derivation_is_written_as(folder: Path) -> None:
    for name, begins in (("out.html", "<!DOCTYPE html>"), ("out.md", "# "), ("out", "# ")):
        run("derive", "lemma.py", "-o", name)
        assert (folder / name).read_text(encoding="utf-8").startswith(begins)
    assert "--engine" in run("derive", "lemma.py", "-o", "out.html", "--engine", "tex", code=2).stderr


def test_derive_reads_a_file_of_claims() -> None:
    assert "mine/limit" in run("derive", "lemma.py").stdout


def test_derivation_of_a_refuted_claim_says_so() -> None:
    assert "REFUTED" in run("derive", "zheng2024/theorem-4.1").stdout
