"""Exit codes of runs of claims, and the table of verdicts that a whole run is held against."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from mesaproof.running import verdict_table
from mesaproof.running.exit_codes import settled
from mesaproof.running.verdict_record import verdict_fields, verdict_of
from mesaproof.running.verdict_table import FILE, Change, Row, changes, listed_verdicts, written
from proofs.catalogue import every_claim, find
from proofs.claim import Step
from proofs.crosschecks import Case
from proofs.verdict import Outcome, Unavailable, Verdict
from tests.mesaproof.running.test_wrong_claims import SQUARE, stated

PROVED, MODULO, REFUTED, VACUOUS, UNDECIDED = Outcome
OWN = Verdict(stated(SQUARE), PROVED, ("so",))
OURS = Verdict(find("zheng2024/gradient"), PROVED, ("so",))
BROKEN = Unavailable("sampled", Case("gaussian", d=2), "it stops", stopped=True)


def test_the_table_of_verdicts_is_what_verify_finds(verdicts: Mapping[str, Verdict]) -> None:
    assert written(verdicts.values()) == FILE.read_text(encoding="utf-8")
    assert set(listed_verdicts()) == {claim.key for claim in every_claim()}


def test_what_is_refuted_has_a_grade(verdicts: Mapping[str, Verdict]) -> None:
    graded = {
        "example-4.1": "ill-posed at c = 0",
        "global-minimum": "substantive",
        "local-minimum": "substantive",
        "proposition-4.1": "boundary",
        "proposition-4.2": "boundary",
        "remark-iid": "substantive",
        "remark-initialisation": "substantive",
        "theorem-4.1": "substantive",
        "theorem-4.1-odd": "substantive",
    }
    without_a_grade = (
        "bordelon2025/eigenvalue-flow",
        "sander2024/first-token",
        "sander2024/gradient-step",
        "sander2024/program-loss",
        "sander2024/proposition-2",
        "zhang2024/exponential-prediction",
        "zhang2024/initialisation",
    )
    covariates = ("covariate-shift", "scaled-inputs", "skewed-covariance", "subspace")
    shifts = (*covariates, "different-orthants", "orthogonal-query")
    others = {
        "ahn2023/any-preconditioner": "substantive",
        "ahn2023/uniqueness": "boundary",
        "variants/haar-orthogonal-line": "substantive",
        "variants/signs-line": "substantive",
        "vonoswald2023/query-among-keys": "substantive",
        **{f"garg2022/{key}": "substantive" for key in shifts},
        **dict.fromkeys(without_a_grade, "ungraded"),
    }
    found = {key: verdict.grade for key, verdict in verdicts.items() if verdict.outcome is REFUTED}
    assert found == {f"zheng2024/{key}": grade for key, grade in graded.items()} | others


@pytest.mark.parametrize(("outcome", "code"), [(PROVED, 0), (MODULO, 3), (REFUTED, 1), (VACUOUS, 3), (UNDECIDED, 3)])
def test_one_claim(outcome: Outcome, code: int) -> None:
    assert settled([replace(OWN, outcome=outcome)], alone=True) == code
    assert settled([replace(OWN, outcome=outcome)], alone=False) == code


def test_the_first_that_applies() -> None:
    undecided, refuted = replace(OWN, outcome=UNDECIDED), replace(OWN, outcome=REFUTED)
    assert settled([undecided, refuted], alone=True) == 1
    assert settled([undecided, refuted, replace(OWN, unavailable=(BROKEN,))], alone=True) == 2
    assert settled([undecided, refuted, replace(OURS, unavailable=(BROKEN,)), OWN], alone=True) == 70
    assert settled([replace(OWN, unavailable=(replace(BROKEN, stopped=False),))], alone=True) == 0


CHANGES = [
    (Row(PROVED), Row(PROVED), 0),
    (Row(UNDECIDED), Row(PROVED), 0),
    (Row(UNDECIDED), Row(REFUTED, "boundary"), 0),
    (Row(MODULO, steps=2), Row(PROVED), 0),
    (Row(MODULO, steps=2), Row(MODULO, steps=1), 0),
    (Row(MODULO, steps=2), Row(MODULO, steps=2), 0),
    (Row(REFUTED, "ungraded"), Row(REFUTED, "boundary"), 0),
    (Row(MODULO, steps=1), Row(MODULO, steps=2), 3),
    (Row(REFUTED, "boundary"), Row(REFUTED, "ungraded"), 3),
    (Row(PROVED), Row(UNDECIDED), 3),
    (Row(PROVED), Row(MODULO, steps=1), 3),
    (Row(REFUTED, "boundary"), Row(UNDECIDED), 3),
    (Row(PROVED), Row(REFUTED, "boundary"), 1),
    (Row(REFUTED, "boundary"), Row(PROVED), 1),
    (Row(MODULO, steps=1), Row(REFUTED, "boundary"), 1),
]


@pytest.mark.parametrize(("listed", "now", "code"), CHANGES)
def test_a_whole_run_is_held_against_the_table(
    listed: Row, now: Row, code: int, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    steps = tuple(Step("because", f"step {n}") for n in range(now.steps))
    verdict = replace(OURS, outcome=now.outcome, grade=now.grade, assumed=steps)
    table = {OURS.claim.key: listed}
    monkeypatch.setattr("mesaproof.running.exit_codes.listed_verdicts", lambda: table)
    monkeypatch.setattr(verdict_table, "listed_verdicts", lambda: table)
    assert settled([verdict], alone=False) == code
    assert [change.text for change in changes([verdict])] == (
        [] if listed == now else [Change(OURS.claim.key, listed, now).text]
    )


def test_a_whole_run_that_is_strict() -> None:
    wrong = replace(OURS, claim=find("zheng2024/theorem-4.1"), outcome=REFUTED, witness="a law")
    repair = replace(OURS, claim=find("zheng2024/theorem-4.1-repaired"))
    assert settled([wrong, repair], alone=False, strict=True) == 0
    assert settled([wrong], alone=False, strict=True) == 1
    assert settled([replace(wrong, witness=""), repair], alone=False, strict=True) == 1
    assert settled([wrong, replace(repair, outcome=MODULO)], alone=False, strict=True) == 1
    assert settled([replace(OURS, outcome=UNDECIDED)], alone=False, strict=True) == 3


def test_records_carry_every_field() -> None:
    step = Step("folklore", "1 < 2")
    full = replace(OURS, outcome=MODULO, assumed=(step,), satisfied="a law", grade="", unavailable=(BROKEN,))
    for verdict in (full, replace(OURS, outcome=REFUTED, grade="boundary"), replace(OURS, outcome=VACUOUS)):
        again = verdict_of(OURS.claim, json.loads(json.dumps(verdict_fields(verdict))))
        assert replace(again, kept=False) == verdict
