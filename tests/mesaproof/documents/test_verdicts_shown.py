"""Every outcome, grade and assumed step in print, in notebooks and on pages: nothing is shown as more than it is."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

import pytest
from rich.cells import cell_len

from mesaproof.documents.claim_markup import verdict_html
from mesaproof.documents.claim_section import section
from mesaproof.documents.findings import sentence
from mesaproof.documents.formal_words import IN_WORDS, formula_of, left_out, rows_of, stated
from mesaproof.documents.json_records import verdict_record
from mesaproof.documents.notebook import verdicts_html
from mesaproof.documents.pages import page_folder
from mesaproof.documents.tables.claim_tables import claim_screen, claim_table, verdict_table
from mesaproof.running.verifying import Verdicts
from mesaproof.terminal import screens
from mesaproof.terminal.screens import screen
from proofs.catalogue import every_claim, find
from proofs.claim import Step
from proofs.verdict import Outcome, Replay, Verdict
from symbolic.typeset.screen_text import statement

PROVED, MODULO, REFUTED, VACUOUS, UNDECIDED = Outcome
CLAIM = find("zheng2024/gradient")
STEPS = (Step("folklore", "1 < 2"), Step("Lemma 7", "2 < 3"))
SHOWN = {
    PROVED: Verdict(CLAIM, PROVED, ("so",), satisfied="a law in every d >= 2"),
    MODULO: Verdict(CLAIM, MODULO, ("so",), assumed=STEPS),
    REFUTED: Verdict(CLAIM, REFUTED, (), "e: the sides differ", "x = 1", grade="boundary"),
    VACUOUS: Verdict(CLAIM, VACUOUS, (), "the hypotheses contradict each other: 1 = 0"),
    UNDECIDED: Verdict(CLAIM, UNDECIDED, (), "not known"),
}


def printed(verdict: Verdict) -> str:
    console = screen(width=160)
    with console.capture() as captured:
        console.print(verdict_table([verdict]))
    return captured.get()


@pytest.mark.parametrize("verdict", SHOWN.values(), ids=SHOWN)
def test_the_outcome_is_shown_in_full(verdict: Verdict) -> None:
    words = verdict.words
    table, row, page = printed(verdict), verdicts_html(Verdicts([verdict])), page_folder.pages([verdict])
    assert f"{CLAIM.key}  {words}  " in table
    assert words in verdict_html(verdict)
    assert words in row
    assert repr(Verdicts([verdict])).startswith(words)
    for shown in (page.files["index.html"], page.files[page.record["claims"][0]["page"]]):
        assert re.search(rf'<b class="badge {verdict.outcome}">.*</svg> {words}</b>', shown)
    assert sentence(verdict).startswith(words)
    assert section(verdict).outcome == verdict.outcome
    assert verdict_record(verdict)["verdict"] == str(verdict.outcome)


def test_what_rests_on_no_fact_names_none() -> None:
    assert sentence(Verdict(CLAIM, PROVED, ("so",))) == "PROVED."
    assert sentence(Verdict(CLAIM, PROVED, ("so",), rests_on=("ode-uniqueness",))) == "PROVED. Rests on ode-uniqueness."


def test_assumed_steps_are_shown_wherever_the_verdict_is() -> None:
    verdict = SHOWN[MODULO]
    assert verdict.words == "PROVED MODULO 2 STEPS"
    for step in STEPS:
        assert f"assumed: {step.formula} ({step.why})" in printed(verdict)
        assert f"Assumed: {step.formula} ({step.why})." in sentence(verdict)
        assert step.why in verdict_html(verdict)
        assert step.why in page_folder.pages([verdict]).files["index.html"]
    assert verdict_record(verdict)["assumed"] == [{"why": s.why, "formula": s.formula} for s in STEPS]


def test_grades_and_satisfying_laws_are_shown() -> None:
    refuted, proved = SHOWN[REFUTED], SHOWN[PROVED]
    assert "grade: boundary" in printed(refuted)
    assert "REFUTED (boundary): e: the sides differ" in sentence(refuted)
    assert "boundary" in verdict_html(refuted)
    assert verdict_record(refuted)["grade"] == "boundary"
    assert "a law in every d >= 2" in sentence(proved)
    assert verdict_record(proved)["satisfied_by"] == "a law in every d >= 2"
    assert "grade" not in verdict_record(replace(refuted, outcome=UNDECIDED, grade=""))


OF_A_FORMULA = find("zheng2024/proposition-4.1")
REPLAY = Replay(formula_of(OF_A_FORMULA) or "", ("normal_moment",), ("engine",), 292)
SETTLED = Verdict(OF_A_FORMULA, REFUTED, (), "0/0", replay=REPLAY)


def test_a_formula_is_shown_with_what_settles_it_and_words_are_shown_as_words() -> None:
    found = verdict_html(SETTLED)
    (rows,) = re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", found, re.S)
    shown = html.unescape(re.sub(r"<[^>]*>", "", rows)).splitlines()
    assert tuple(shown) == rows_of(OF_A_FORMULA)
    assert " ".join(row.strip() for row in shown) == REPLAY.goal
    assert "in 292 steps, trusting engine, from facts of textbooks: normal moment." in html.unescape(found)
    assert (stated(SETTLED).heading, stated(SHOWN[PROVED]).words) == ("what is refuted", IN_WORDS)
    assert "stated in words" in verdict_html(SHOWN[PROVED])


def test_what_a_formula_leaves_out_stands_wherever_its_claim_is_shown_as_proved() -> None:
    claim = next(claim for claim in every_claim() if left_out(claim))
    verdict = Verdict(claim, PROVED, ("so",), replay=Replay("0 < 1", steps=5, left_out=left_out(claim)))
    told = f"The formula leaves out: {left_out(claim)}"
    assert told in stated(verdict).words
    assert told in html.unescape(re.sub(r"<[^>]+>", "", str(verdict_html(verdict))))
    assert told.replace("`", "") in " ".join(screens.printed(claim_screen(claim)).split())
    assert left_out(CLAIM) == ""


def test_totals_say_how_many_verdicts_are_on_formulas_and_what_these_rest_on() -> None:
    console = screen(width=160)
    with console.capture() as captured:
        console.print(verdict_table([SETTLED, SHOWN[PROVED]]))
    assert "Settled as formulas: 0 of 1 PROVED, 1 of 2 in all; they rest on engine, normal moment" in captured.get()
    open_still = replace(SETTLED, outcome=UNDECIDED, replay=replace(REPLAY, reason="no certificate"))
    assert "Settled as formulas: 0 of 0 PROVED, 0 of 1 in all\n" in printed(open_still)
    assert stated(open_still).heading == "what is stated, and not settled"


def rows(shown: Any, width: int) -> list[str]:
    console = screen(width=width)
    with console.capture() as captured:
        console.print(shown)
    return captured.get().splitlines()


@pytest.mark.sampled(1)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_in_narrow_terminals_a_key_is_never_broken_and_everything_is_there(width: int) -> None:
    claims = every_claim()
    verdicts = [replace(SHOWN[MODULO], claim=claim) for claim in claims] + [replace(SHOWN[REFUTED], seconds=12.34)]
    found, listed = rows(verdict_table(verdicts, (), width), width), rows(claim_table(claims, width), width)
    assert max(map(cell_len, found + listed)) <= width
    for claim in claims:
        assert any(claim.key in row.split() for row in found)
        assert any(claim.key in row.split() for row in listed)
    assert "REFUTED  zheng2024/gradient  12.3 s" in found
    words = " ".join(row.strip() for row in found)  # a word that is longer than a row is broken
    for said in ("assumed: 2 < 3 (Lemma 7)", "x = 1", "grade: boundary", "second route: not run"):
        assert said in words
    for claim in claims:
        assert statement(claim.title) in words
