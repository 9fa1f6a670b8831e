"""Claims on several processes: what one process finds, in its order, whatever runs, stops or dies."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import warnings
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import fields, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import mesaproof as mp
from mesaproof.running import child_processes, claim_processes, verdict_cache, verifying
from mesaproof.running.claim_order import longest_first, needs
from mesaproof.running.claim_processes import Place, Together
from mesaproof.running.claim_runs import Run, unheard
from proofs.catalogue import every_claim, find
from proofs.claim import Claim
from proofs.verdict import Outcome, Verdict
from tests.conftest import REPLAYED
from tests.mesaproof.cli.runs import LEMMA, ROOT
from tests.processes import Processes

QUICK = (
    "zheng2024/robustness",
    "zhang2024/exponential-prediction",
    "zheng2024/gradient",
    "zheng2024/landscape-long-sequences",
)
"""The first and the last use the third, which states a formula and stands between them; the second is refuted."""

TWICE = LEMMA + LEMMA.partition("\n\n\n")[2].replace("mine/limit", "mine/again").replace("lemma", "again").replace(
    "by_quadrature(law:", "once_more(law:"
)
"""A file with two claims."""

DEADLY = """
import os

from proofs.claim import Source, claim
from proofs.parts import Positive


def question():
    \"\"\"A statement.\"\"\"
    os._exit(9)


SOURCE = Source("mine", "Question 1", "0000.00000")
first, second = (claim(f"mine/{n}", source=SOURCE, parts=(Positive("sign", lambda: 1),))(question) for n in (1, 2))
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder in which a module of Python's own has a stranger's namesake; lines are as wide as a sentence."""
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "random.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shown(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """The claims of a JSON record, without their seconds."""
    claims: list[dict[str, Any]] = json.loads(done.stdout)["claims"]
    return [{name: value for name, value in claim.items() if name != "seconds"} for claim in claims]


def verified(processes: Processes, *arguments: str) -> list[subprocess.CompletedProcess[str]]:
    """`verify` of the same on one process and on two."""
    return [
        processes.run("-m", "mesaproof", "verify", *arguments, "-j", count, mathematics=True) for count in ("1", "2")
    ]


# the same records


@pytest.mark.slow
def test_two_processes_find_what_one_finds_in_the_same_order(processes: Processes) -> None:
    alone, together = verified(processes, *QUICK, "--json")
    assert [claim["key"] for claim in shown(together)] == [*QUICK]
    assert shown(together) == shown(alone)
    assert (together.returncode, together.stderr) == (alone.returncode, alone.stderr) == (1, "")


@pytest.mark.slow
def test_in_python_the_law_of_a_witness_comes_back_too() -> None:
    (alone, _), (together, _) = (mp.verify(REPLAYED[:2], workers=count) for count in (1, 2))
    assert together.witness_law is not None
    assert replace(together, seconds=0) == replace(alone, seconds=0)


def test_claims_of_a_file_are_run_by_two_processes(processes: Processes, folder: Path) -> None:
    (folder / "two.py").write_text(TWICE)
    alone, together = verified(processes, "two.py", "--json")
    assert [(claim["key"], claim["verdict"]) for claim in shown(together)] == [
        ("mine/limit", "PROVED"),
        ("mine/again", "PROVED"),
    ]
    assert shown(together) == shown(alone)


@pytest.mark.slow
def test_crosscheck_that_stops_is_the_same_sentence(processes: Processes, folder: Path) -> None:
    (folder / "two.py").write_text(TWICE.replace("return product_by_quadrature(law, d, T)", "raise ArithmeticError(d)"))
    alone, together = verified(processes, "two.py")
    seconds = re.compile(r" *\d+\.\d( s)?$", re.MULTILINE)
    assert seconds.sub("", together.stdout) == seconds.sub("", alone.stdout)
    assert (together.returncode, together.stderr) == (alone.returncode, alone.stderr)
    assert together.returncode == 2
    sentence = "PROVED   quadrature STOPPED at gaussian, d=2, T=5: it stops with ArithmeticError: 2"
    assert together.stdout.count(sentence) == 2


# crashes


def test_process_that_dies_is_a_crash_and_no_verdict(processes: Processes, folder: Path) -> None:
    (folder / "deadly.py").write_text(DEADLY)
    done = processes.run("-m", "mesaproof", "verify", "deadly.py", "-j", "2", mathematics=True)
    assert (done.returncode, done.stdout) == (70, "")
    assert (
        "ended without an answer, while mine/1, mine/2 were run; that is a fault of mesaproof"
        in done.stderr.replace("mine/2, mine/1", "mine/1, mine/2")
    )
    assert "Traceback" not in done.stderr


def places() -> dict[Claim, Place]:
    return {find(key): Place(key) for key in QUICK}


RUN = Run(True, 0, 1e-9, unheard)


class Recorded(Executor):
    """Runs everything at once, in this thread, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.asked.append(args[0].name)
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args))
        except Exception as error:
            future.set_exception(error)
        return future


def proved(place: Place, *_: Any) -> dict[str, Any]:
    verdict = Verdict(place.claim, Outcome.PROVED, ())
    return {one.name: getattr(verdict, one.name) for one in fields(verdict) if one.name != "claim"}


@pytest.mark.parametrize("workers", [2, 4])
def test_first_fault_of_the_order_is_raised_after_the_claims_before_it(
    workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopping(place: Place, *rest: Any) -> dict[str, Any]:
        if place.name in QUICK[1:3]:
            raise ZeroDivisionError(place.name)
        return proved(place, *rest)

    monkeypatch.setattr(claim_processes, "found", stopping)
    together = Together(RUN, places(), workers, Recorded())
    seen: list[str] = []
    with pytest.raises(ZeroDivisionError, match=QUICK[1]):
        seen.extend(verdict.claim.key for verdict in together.verdicts())
    assert QUICK[0] in seen


def test_claims_wait_for_their_premises_that_stand_before_them(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, dict[str, Outcome]] = {}

    def noted(place: Place, run: Run, known: dict[str, Outcome], use_kept: bool) -> dict[str, Any]:
        told[place.name] = known
        return proved(place)

    monkeypatch.setattr(claim_processes, "found", noted)
    with ThreadPoolExecutor(2) as executor:
        list(Together(RUN, places(), 2, executor).verdicts())
    assert told[QUICK[0]] == {}
    assert told[QUICK[3]] == {"zheng2024/gradient": Outcome.PROVED}


# which first


def test_only_premises_that_stand_before_are_waited_for() -> None:
    robustness, exponential, gradient, sequences = map(find, QUICK)
    assert needs((robustness, exponential, gradient, sequences)) == {
        robustness: frozenset(),
        exponential: frozenset(),
        gradient: frozenset(),
        sequences: {gradient},
    }


def test_longest_way_to_the_end_begins_first() -> None:
    robustness, exponential, gradient, sequences = map(find, QUICK)
    seconds = {robustness: 4.0, exponential: 1.0, gradient: 2.0, sequences: 3.0}
    assert longest_first((robustness, exponential, gradient, sequences), seconds.get) == [
        gradient,
        robustness,
        sequences,
        exponential,
    ]
    assert longest_first((robustness, exponential), lambda _: None) == [robustness, exponential]


def test_where_nothing_is_known_claims_with_a_formula_start_first() -> None:
    with_formula = find("zheng2024/example-4.1-repaired")
    without = replace(find("zheng2024/gradient"), formal="")
    assert longest_first((without, with_formula), lambda _: None) == [with_formula, without]
    assert longest_first((without, with_formula), {without: 9.0}.get) == [without, with_formula]
    assert longest_first((without, with_formula), {with_formula: 0.5}.get) == [without, with_formula]


def test_seconds_are_those_of_the_latest_run_whatever_its_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESAPROOF_CACHE", str(tmp_path))
    gradient = find("zheng2024/gradient")
    assert verdict_cache.spent(gradient, True, 0) is None
    monkeypatch.setattr(verdict_cache, "fingerprint", lambda: "0" * 24)
    verdict_cache.keep(Verdict(gradient, Outcome.PROVED, (), seconds=2.5), True, 0)
    monkeypatch.setattr(verdict_cache, "fingerprint", lambda: "1" * 24)
    assert verdict_cache.spent(gradient, True, 0) == 2.5
    (path,) = tmp_path.rglob("*.json")
    for damaged in ("{", "[]", '{"seconds": true}', '{"seconds": -1}', '{"seconds": 1e400}', '{"seconds": "2"}'):
        path.write_text(damaged)
        assert verdict_cache.spent(gradient, True, 0) is None


def test_processes_are_started_where_they_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    left = {claim: Place(claim.key) for claim in every_claim()}
    few = dict(list(left.items())[:7])
    monkeypatch.setattr(verifying, "cores", lambda: 3)
    assert [verifying._count(None, some) for some in ({}, few, left)] == [1, 1, 3]
    assert [verifying._count(1000, some) for some in ({}, few, left)] == [1, 7, len(left)]
    assert verifying._count(None, left | {find("zheng2024/gradient"): Place("lemma.py")}) == 1

    class Daemonic:
        daemon = True

    monkeypatch.setattr(child_processes, "current_process", Daemonic)
    assert verifying._count(None, left) == 1
    with pytest.raises(mp.InputError, match="got 2 processes inside a daemonic process"):
        mp.verify(QUICK[1:3], workers=2)


@pytest.mark.parametrize("workers", [0, -1, 1025])
def test_count_of_processes_at_fault_is_a_sentence(workers: int) -> None:
    with pytest.raises(mp.InputError, match=f"got {workers} processes, expected a number from 1 to 1024"):
        mp.verify(["zheng2024/gradient"], workers=workers)


# nothing is lost


@pytest.mark.slow
def test_interrupt_keeps_what_has_come_out(tmp_path: Path) -> None:
    own = {"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1", "MESAPROOF_CACHE": str(tmp_path / "kept")}
    program = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    command = [sys.executable, "-c", f"{program}from mesaproof.cli import main; main()", "verify", "-j", "2"]
    started = subprocess.Popen(
        command, env=os.environ | own, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while kept(tmp_path) < 3:
        assert started.poll() is None, started.communicate()
        time.sleep(0.01)
    os.killpg(started.pid, signal.SIGINT)
    stdout, stderr = started.communicate()
    assert (started.returncode, stdout) == (130, "")
    assert stderr.splitlines()[-1] == "mesaproof: interrupted, without an answer"
    assert "Traceback" not in stderr
    assert 3 <= kept(tmp_path) < len(every_claim())


def kept(folder: Path) -> int:
    """How many verdicts are kept."""
    return sum(1 for _ in folder.rglob("*.json"))


def test_nobody_is_warned_of_a_process_that_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_processes, "_loky", lambda: SimpleNamespace(ProcessPoolExecutor=lambda *_, **__: None))
    with warnings.catch_warnings():
        child_processes.process_pool(1)
        warnings.warn("A worker stopped while some jobs were given to the executor.", UserWarning, stacklevel=1)
