"""A fresh process trusts the procedures that it is told to load, says which it trusted, and refuses all others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from symbolic.core.certificates import Proof, certificate
from symbolic.core.expressions import Refused, written
from symbolic.core.replay import Replayed, in_fresh_process, main, replayed
from symbolic.core.rules.facts import arithmetic_geometric
from symbolic.core.rules.logic import conjoin, part
from symbolic.core.rules.procedures import trusted
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import TRUE, at_most, equal
from symbolic.tactics.signs import signed
from tests.symbolic.core import procedure_of_sums

LOADED = procedure_of_sums.__name__
FOUR = equal(written(2) + 2, 4)
TRIVIAL = Proof(TRUE, conjoin(), conjoin())


def by_sums() -> Proof:
    """A proof that is nothing but an answer of the procedure."""
    return Proof(FOUR, trusted("sums", FOUR), conjoin())


def deep_down(theorem: Theorem) -> Theorem:
    """The same conclusion, with the step that trusts far from the end."""
    for _ in range(3):
        theorem = part(0, conjoin(theorem, conjoin()))
    return theorem


def test_what_rests_on_a_procedure_says_so() -> None:
    proof = by_sums()
    (found,) = in_fresh_process(proof, load=(LOADED,))
    assert found == replayed(proof) == Replayed("", {}, 2, ("sums",), alone=True)
    (deep,) = in_fresh_process(Proof(FOUR, deep_down(proof.theorem), conjoin()), load=(LOADED,))
    assert (deep.proved, deep.trusts) == (True, ("sums",))


def test_a_procedure_that_is_trusted_for_definedness_counts_too() -> None:
    proof = Proof(TRUE, conjoin(), part(1, conjoin(trusted("sums", FOUR), conjoin())))
    (found,) = in_fresh_process(proof, load=(LOADED,))
    assert (found.proved, found.trusts) == (True, ("sums",))


def test_facts_and_procedures_are_told_apart_for_each_goal() -> None:
    square = signed(at_most(0, written(3) ** 2))
    inequality = arithmetic_geometric(square)
    goal = inequality.conclusion
    other = Proof(goal, inequality, part(0, conjoin(conjoin())))
    found = in_fresh_process(by_sums(), other, TRIVIAL, load=(LOADED,))
    assert [each.trusts for each in found] == [("sums",), (), ()]
    assert [list(each.facts) for each in found] == [[], ["arithmetic_geometric"], []]


def test_a_procedure_that_is_not_loaded_is_refused() -> None:
    for load in ((), ("symbolic.core.rules.procedures", "json")):
        with pytest.raises(Refused, match="'sums' is not loaded"):
            in_fresh_process(TRIVIAL, by_sums(), load=load)
    (found,) = in_fresh_process(TRIVIAL)
    assert (found.proved, found.trusts) == (True, ())


def test_a_procedure_is_asked_again_in_the_fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(procedure_of_sums, "_sum", lambda term: 0)
    lie = equal(written(2) + 2, 5)
    theorem = trusted("sums", lie)
    assert replayed(Proof(lie, theorem, conjoin())).proved
    with pytest.raises(Refused, match="a wrong one"):
        in_fresh_process(Proof(lie, theorem, conjoin()), load=(LOADED,))


def test_what_is_loaded_may_be_named_twice_and_has_to_be_there() -> None:
    (found,) = in_fresh_process(by_sums(), load=(LOADED, LOADED))
    assert found.proved
    for missing in ("tests.symbolic.core.no_such_module", "no_such_package.at_all"):
        with pytest.raises(Refused, match=r"No module named '\w+"):
            in_fresh_process(by_sums(), load=(LOADED, missing))


def test_the_program_loads_what_it_is_told_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "certificate.json"
    file.write_text(certificate(by_sums()), encoding="utf-8")
    capsys.readouterr()
    assert main(["--load", LOADED, str(file)]) == 0
    (goal,) = json.loads(capsys.readouterr().out)["goals"]
    assert (goal["reason"], goal["trusts"]) == ("", ["sums"])
    assert main([str(file), "--load", LOADED]) == 0
    assert main(["--load", "no_such_package", str(file)]) == 1
    assert main(["--load", str(file)]) == main([str(file), "--load"]) == 2
    assert main([str(file), str(file)]) == 2
