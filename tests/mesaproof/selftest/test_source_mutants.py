"""Tokens of the source, altered: what is altered, that no file changes, and that tests notice."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mesaproof.commands.selftest import command
from mesaproof.errors import InputError
from mesaproof.selftest.source_tokens.nearest_tests import ROOMS, checkout, modules, nearest_tests_of
from mesaproof.selftest.source_tokens.same_meaning import REASONS
from mesaproof.selftest.source_tokens.source_score import (
    SourceScore,
    every_token_mutant,
    sample_of_tokens,
    source_lines,
    source_record,
    source_score,
)
from mesaproof.selftest.source_tokens.tokens import TokenMutant, token_mutants
from mesaproof.selftest.source_tokens.trials import Outcome, Trial, tried
from symbolic.algebra.surds import root
from tests.processes import Processes
from tests.source_tree import ROOT

COUNTED = "source/symbolic.decide.spans.system/_reduced_powers/drop what follows -/2"
"""The idle indices of a sum are counted without those that are not idle: once no test noticed."""

EXAMPLE = '''
LIMIT = 3

def half(x: int = 2) -> int:
    """Two numbers: 1 + 1."""
    if not x > 0 and x != 7:
        raise ValueError(f"{x + 1} is 1 too many" + "1 + 1")
    return x // 2 if all([x]) else -x

def text(x):
    return x + 1
'''


def test_every_kind_of_token_is_altered_and_nothing_that_is_only_shown() -> None:
    changes = {mutant.change: mutant for mutant in token_mutants("example", EXAMPLE)}
    assert set(changes) == {
        *("drop left", "drop right", "and to or", "without not", "> to >=", "0 to 1", "!= to ==", "7 to 8"),
        *("// to *", "2 to 3", "all to any", "without -"),
    }
    for mutant in changes.values():
        altered = mutant.applied(EXAMPLE)
        assert ast.dump(ast.parse(altered)) != ast.dump(ast.parse(EXAMPLE))
        assert altered.count("\n") == EXAMPLE.count("\n")
        assert mutant.function == "half"


def test_what_an_altered_function_does() -> None:
    changes = {mutant.change: mutant for mutant in token_mutants("example", EXAMPLE)}
    for change, value in (("// to *", 10), ("2 to 3", 1), ("without not", ValueError), ("drop left", ValueError)):
        names: dict[str, object] = {}
        exec(compile(changes[change].applied(EXAMPLE), "example", "exec"), names)
        half = names["half"]
        assert callable(half)
        if isinstance(value, int):
            assert half(5) == value
        else:
            with pytest.raises(value):
                half(5)


@pytest.mark.slow
def test_every_mutant_is_python_and_has_an_id_of_its_own() -> None:
    found = every_token_mutant()
    assert len(found) > 2000
    assert len({mutant.id for mutant in found}) == len(found)
    assert {room for room in ROOMS for mutant in found if mutant.module.startswith(room)} == set(ROOMS)
    sources = {name: file.read_text(encoding="utf-8") for name, file in modules(ROOT)}
    for mutant in sample_of_tokens(60, 7):
        assert mutant.applied(sources[mutant.module]) != sources[mutant.module]
        ast.parse(mutant.applied(sources[mutant.module]))


@pytest.mark.slow
def test_a_sample_depends_on_the_seed_alone_and_takes_every_room() -> None:
    ids = [[mutant.id for mutant in sample_of_tokens(9, seed)] for seed in (0, 0, 1)]
    assert ids[0] == ids[1] != ids[2]
    assert [sum(room in id for id in ids[0]) for room in ROOMS] == [3, 3, 3]


def of_module(name: str) -> tuple[TokenMutant, ...]:
    return token_mutants(name, dict(modules(ROOT))[name].read_text(encoding="utf-8"))


def test_what_means_the_same_is_a_mutant_and_has_a_reason() -> None:
    known = {mutant.id for name in {reason.split("/")[1] for reason in REASONS} for mutant in of_module(name)}
    assert set(REASONS) <= known
    assert all(len(reason) > 10 for reason in REASONS.values())


def test_the_nearest_tests_come_first() -> None:
    folder = checkout()
    assert folder == ROOT
    chosen = nearest_tests_of("symbolic.decide.witness_check", folder)
    assert chosen[0] == "symbolic/decide/witness_check.py"
    assert "tests/symbolic/decide/test_witness_check.py" in chosen[1:6]
    assert {Path(file).name for file in chosen[1:]} == {
        p.name for p in (ROOT / "tests/symbolic/decide").rglob("test_*.py")
    }


def test_tests_in_folders_of_a_room_are_among_its_nearest() -> None:
    chosen = nearest_tests_of("symbolic.core.rules.noncommutative", ROOT)
    assert "tests/symbolic/core/matrices/test_words_at_random.py" in chosen[1:6]


def test_a_module_that_is_imported_already_is_not_tried() -> None:
    (mutant,) = (m for m in of_module(COUNTED.split("/")[1]) if m.id == COUNTED)
    __import__(mutant.module)
    with pytest.raises(RuntimeError, match="imported already"):
        tried(mutant, mutant.module, ROOT)


PLANTED = """
from mesaproof.selftest.source_tokens.nearest_tests import checkout, modules
from mesaproof.selftest.source_tokens.planted import is_planted, plant
from mesaproof.selftest.source_tokens.tokens import token_mutants
name = "symbolic.algebra.surds"
mutants = token_mutants(name, dict(modules(checkout()))[name].read_text(encoding="utf-8"))
(mutant,) = (m for m in mutants if m.id == "source/symbolic.algebra.surds/Surd.__eq__/drop right/1")
plant(mutant)
from symbolic.algebra.surds import root
print(is_planted(mutant), root(2) == root(3))
"""


def test_an_altered_module_is_imported_in_the_place_of_its_file(processes: Processes, tmp_path: Path) -> None:
    """All numbers with roots are then equal."""
    script = tmp_path / "planted.py"
    script.write_text(PLANTED)
    found = processes.run(str(script))
    assert found.stdout == "True True\n", found.stderr
    assert root(2) != root(3)


SCORE = SourceScore(
    (
        Trial("source/symbolic.core.logic/f/< to <=/1", Outcome.FAILED, 1.0),
        Trial("source/symbolic.decide.spans.span/f/< to <=/1", Outcome.PASSED, 2.0),
        Trial("source/symbolic.decide.spans.span/f/0 to 1/1", Outcome.HUNG, 2.0),
    ),
    (Trial("control/symbolic.core.logic", Outcome.PASSED, 1.0),),
    False,
    0,
    5.0,
)


def test_a_survivor_is_listed_with_the_command_that_tries_it_again() -> None:
    assert not SCORE.passed
    assert "mesaproof selftest --source --only 'source/symbolic.decide.spans.span/f/< to <=/1'" in source_lines(SCORE)
    assert source_lines(SCORE).endswith("2 of 3 altered tokens noticed of a sample, in 5 s")
    record = source_record(SCORE)
    assert (record["total"], record["failed"], record["hung"], record["passed"]) == (3, 1, 1, False)
    assert [room["total"] for room in record["rooms"]] == [1, 0, 2]


def test_a_control_that_fails_is_a_fault() -> None:
    broken = SourceScore(SCORE.trials[:1], (Trial("control/symbolic.core.logic", Outcome.FAILED, 1.0),), False, 0, 1.0)
    assert not broken.survivors
    assert not broken.passed


def test_no_mutants_are_refused() -> None:
    with pytest.raises(InputError):
        source_score(count=0)


@pytest.mark.slow
def test_an_unknown_id_is_refused() -> None:
    with pytest.raises(InputError):
        source_score(only=("source/nothing",))
    found = CliRunner().invoke(command, ["--source", "--only", "source/nothing"])
    assert isinstance(found.exception, InputError)


@pytest.mark.slow
def test_a_count_that_once_no_test_noticed_is_noticed(processes: Processes) -> None:
    files = {file: file.stat().st_mtime_ns for _, file in modules(ROOT)}
    found = processes.run("-m", "mesaproof", "selftest", "--source", "--only", COUNTED, "--json")
    record = json.loads(found.stdout)
    assert (found.returncode, record["failed"], record["faults"]) == (0, 1, [])
    assert {file: file.stat().st_mtime_ns for _, file in modules(ROOT)} == files


@pytest.mark.slow
def test_a_seeded_sample_is_noticed(processes: Processes) -> None:
    found = processes.run("-m", "mesaproof", "selftest", "--source", "--count", "6", "--seed", "1", "--json")
    record = json.loads(found.stdout)
    assert found.returncode == 0, (record["survivors"], record["faults"])
