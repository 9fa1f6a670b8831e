"""`verify`: verdicts, exit codes, claims of one's own, and cross-checks that disagree."""

from __future__ import annotations

import math
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mesaproof.cli import main
from proofs.catalogue import crosschecks_of, every_claim, find
from tests.cross_section import SHORT
from tests.mesaproof.cli.runs import OPEN, TWO_POINT, altered, record, run
from tests.processes import Processes

ALWAYS = {"key", "verdict", "goal", "uses", "rests_on", "crosschecks", "seconds", "kept"}
LEAVE_THE_LINE = {f"zheng2024/{name}" for name in ("theorem-4.1", "theorem-4.1-odd", "remark-iid")}
"""Claims that are refuted by a law whose training leaves the line."""
SOMETIMES = {"witness", "reason", "leftover", "repairs", "grade", "assumed", "satisfied_by", "replay"}


@pytest.mark.slow
@pytest.mark.usefixtures("kept_verdicts")
def test_verify_without_a_key_is_settled() -> None:
    found = {claim["key"]: claim for claim in record("verify")["claims"]}
    assert list(found) == [claim.key for claim in every_claim()]
    require_what_is_shown(found)
    refuted = {key for key, claim in found.items() if claim["verdict"] == "REFUTED"}
    assert refuted == {claim["repairs"] for claim in found.values() if "repairs" in claim}
    require_the_share_of_what_is_sampled(found)


@pytest.mark.usefixtures("kept_verdicts")
def test_verify_of_keys_shows_every_field_in_their_order() -> None:
    found = {claim["key"]: claim for claim in record("verify", *SHORT, code=1)["claims"]}
    assert tuple(found) == SHORT
    require_what_is_shown(found)
    require_the_share_of_what_is_sampled(found)


def require_the_share_of_what_is_sampled(found: dict[str, Any]) -> None:
    """Every claim has the same share of the false alarms of a whole run; where nothing is drawn it is left over."""
    alarms = [check["false_alarm"] for claim in found.values() for check in claim["crosschecks"]]
    drawing = [key for key in found if not draws_nothing(key)]
    assert math.fsum(alarms) == pytest.approx(1e-9 * len(drawing) / len(every_claim()), rel=1e-12)


def draws_nothing(key: str) -> bool:
    """Whether the cases of a claim's second routes have no law."""
    return all(case.law is None for check in crosschecks_of(find(key)) for case in check.cases)


def require_what_is_shown(found: dict[str, Any]) -> None:
    for claim in found.values():
        assert ALWAYS <= set(claim) <= ALWAYS | SOMETIMES
        assert {"kind", "agrees", "false_alarm", "resolution"} <= set(claim["crosschecks"][0])
        assert all(check["agrees"] is True for check in claim["crosschecks"])
        trained = {"trained"} if claim["key"] in LEAVE_THE_LINE else set()
        kinds = {check["kind"] for check in claim["crosschecks"]}
        assert kinds == trained | {check.kind for check in crosschecks_of(find(claim["key"]))}
        assert kinds == {"exact"} if draws_nothing(claim["key"]) else {"quadrature", "sampled"} <= kinds
        assert "torus-orthogonality" in claim["rests_on"] or not claim["key"].startswith("zheng2024/")
    refuted = {key for key, claim in found.items() if claim["verdict"] == "REFUTED"}
    assert "zheng2024/theorem-4.1" in refuted
    assert found["zheng2024/theorem-4.1"]["witness"].startswith(TWO_POINT)
    assert "E[x_j^3 x_k^3] = 0" in found["zheng2024/theorem-4.1"]["leftover"]
    assert found["zheng2024/theorem-4.1-repaired"]["repairs"] == "zheng2024/theorem-4.1"
    proved = {claim["verdict"] for key, claim in found.items() if key not in refuted}
    assert proved == {"PROVED", "PROVED_MODULO"}


@pytest.mark.usefixtures("kept_verdicts")
def test_verify_prints_a_row_a_claim() -> None:
    printed = run("verify", "--exact-only").stdout
    for claim in every_claim():
        assert any(line.startswith(f"{claim.key} ") for line in printed.splitlines())
    assert "repaired by zheng2024/theorem-4.1-repaired" in printed


@pytest.mark.usefixtures("kept_verdicts")
def test_a_paper_is_all_its_claims_and_held_against_the_table() -> None:
    found = record("verify", "zhang2024", "--exact-only")
    listed = record("list", "zhang2024")
    keys = [claim.key for claim in every_claim() if claim.key.startswith("zhang2024/")]
    assert [claim["key"] for claim in found["claims"]] == [claim["key"] for claim in listed["claims"]] == keys
    assert found["changes"] == []
    assert "REFUTED" in {claim["verdict"] for claim in found["claims"]}


def test_a_refuted_claim_asked_for_is_shown_with_its_repair() -> None:
    printed = run("verify", "zheng2024/theorem-4.1", "--exact-only", code=1).stdout
    assert "repaired by zheng2024/theorem-4.1-repaired" in printed
    rows = [line.split()[:2] for line in printed.splitlines() if line.startswith("zheng2024/")]
    assert rows == [["zheng2024/theorem-4.1", "REFUTED"], ["zheng2024/theorem-4.1-repaired", "PROVED"]]


def test_refuted_claim_asked_for_by_key_exits_with_1() -> None:
    (claim,) = record("verify", "zheng2024/theorem-4.1", "--exact-only", code=1)["claims"]
    assert claim["verdict"] == "REFUTED"
    assert claim["crosschecks"] == []


def test_proved_claim_asked_for_by_key_exits_with_0() -> None:
    (claim,) = record("verify", "zheng2024/theorem-4.1-limit", "--seed", "7")["claims"]
    assert claim["verdict"] == "PROVED"
    assert {check["seed"] for check in claim["crosschecks"] if check["kind"] == "sampled"} == {7}


def test_file_with_a_claim_of_ones_own_is_proved() -> None:
    (claim,) = record("verify", "./lemma.py")["claims"]
    assert (claim["key"], claim["verdict"]) == ("mine/limit", "PROVED")
    assert [(check["kind"], check["agrees"]) for check in claim["crosschecks"]] == [("quadrature", True)]


def test_file_with_a_wrong_right_side_exits_with_1() -> None:
    name = altered("wrong.py", "kappa3 * sympy.harmonic(T - 2) / (T - 2)", "kappa3 * sympy.harmonic(T - 1) / (T - 2)")
    (claim,) = record("verify", name, code=1)["claims"]
    assert claim["verdict"] == "REFUTED"
    assert "differ" in claim["reason"]
    assert [check["agrees"] for check in claim["crosschecks"]] == [False]
    assert record("verify", name, "--exact-only", code=1)["claims"][0]["verdict"] == "REFUTED"


def test_file_with_an_undecided_claim_exits_with_3() -> None:
    Path("open.py").write_text(OPEN)
    (claim,) = record("verify", "open.py", code=3)["claims"]
    assert claim["verdict"] == "UNDECIDED"
    assert claim["reason"]


def test_refuted_outweighs_undecided() -> None:
    Path("open.py").write_text(OPEN)
    run("verify", "open.py", "zheng2024/theorem-4.1", "--exact-only", code=1)


def test_claim_without_parts_is_not_proved() -> None:
    Path("empty.py").write_text(OPEN.replace('(Positive("sign", lambda: x**4 - x**2 + 1),)', "()"))
    result = CliRunner().invoke(main, ["verify", "empty.py", "--json"], catch_exceptions=False)
    assert result.exit_code in (2, 3)
    assert "PROVED" not in result.stdout


def test_disagreement_exits_with_1_and_prints_the_command_that_replays_it() -> None:
    wrong = "return {name: 1.001 * value for name, value in product_by_quadrature(law, d, T).items()}"
    name = altered("disagrees.py", "return product_by_quadrature(law, d, T)", wrong)
    result = run("verify", name, "--seed", "5", code=1)
    assert "DISAGREES" in result.stdout
    (line,) = result.stderr.splitlines()
    program, *again = shlex.split(line.removeprefix("replay: "))
    assert (program, again[-2:]) == ("mesaproof", ["--seed", "5"])
    assert run(*again, code=1).stderr == result.stderr


def test_exact_side_alone_does_not_see_a_disagreement() -> None:
    name = altered("disagrees.py", "return product_by_quadrature(law, d, T)", 'return {"product": 1.0}')
    assert record("verify", name, "--exact-only")["claims"][0]["crosschecks"] == []


FAULTY_CHECKS = {
    "unknown name": 'return {"prodct": 1.0}',
    "stops": "raise ArithmeticError('no convergence')",
    "too large": "return product_by_quadrature(law, 40, 40)",
}


@pytest.mark.parametrize("change", FAULTY_CHECKS.values(), ids=FAULTY_CHECKS)
def test_crosscheck_that_cannot_run_is_never_an_agreement_nor_a_traceback(change: str, processes: Processes) -> None:
    name = altered("faulty.py", "return product_by_quadrature(law, d, T)", change)
    done = processes.run("-m", "mesaproof", "verify", name, mathematics=True)
    assert "Traceback" not in done.stderr
    assert done.returncode != 0 or "not available" in done.stdout


def test_on_a_terminal_each_claim_is_printed_when_it_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mesaproof.commands.verify.on_terminal", lambda: True)
    keys = ("newton/schulz", "newton/steps")
    shown = run("verify", *keys, "--exact-only").stdout
    places = [shown.index(f"{key}  ") for key in keys]
    assert places == sorted(places)
    assert ["1 of 2" in shown[: places[1]], "2 of 2" in shown[places[1] :]] == [True, True]
    assert shown.count("newton/schulz") == 1
    assert "of 2" not in run("verify", "--json", *keys, "--exact-only").stdout
