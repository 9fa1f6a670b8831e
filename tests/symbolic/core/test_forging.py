"""A theorem that no rule made does not replay: constructors, copies, pickles, altered tables, edited certificates."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from symbolic.core import theorems
from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.definedness import defined
from symbolic.core.expressions import Index, Node, Refused
from symbolic.core.replay import answer, goal_text, in_fresh_process, main, replayed
from symbolic.core.rulebook import RULES
from symbolic.core.rules.arithmetic import field
from symbolic.core.rules.facts import arithmetic_geometric
from symbolic.core.rules.logic import assume, conjoin, discharge, excluded_middle, generalise, reflexive
from symbolic.core.theorems import Formula, Rule, Sequent, Theorem, rests_on, rule, sharing
from symbolic.core.vocabulary import FALSE, REALS, TRUE, at_most, equal, for_all, member, real
from symbolic.tactics.signs import signed
from tests.symbolic.core.moment_theorems import proof_of_ratio_bound

x = real("x")
NONSENSE = equal(0, 1)
NOTHING = Sequent(frozenset(), NONSENSE)
HONEST = Proof(at_most(0, x**2), signed(at_most(0, x**2), squares=(x,)), conjoin())


def forged(rule: str, arguments: tuple[Any, ...]) -> Theorem:
    """A theorem that says nonsense, made behind the back of the rules."""
    made = object.__new__(Theorem)
    for name, value in (("sequent", NOTHING), ("rule", rule), ("arguments", arguments)):
        object.__setattr__(made, name, value)
    return made


def proof_of(theorem: Theorem) -> Proof:
    """A proof of nonsense."""
    return Proof(NONSENSE, theorem, conjoin())


def test_an_honest_proof_replays() -> None:
    (found,) = in_fresh_process(HONEST)
    assert (found.proved, found.facts, found.steps) == (True, {}, 2)


def test_the_constructor_makes_no_theorem() -> None:
    with pytest.raises(Refused):
        Theorem(object(), NOTHING, "assume", (NONSENSE,))


def test_a_theorem_does_not_change_and_is_not_copied() -> None:
    theorem = conjoin()
    for change in (
        lambda: setattr(theorem, "sequent", NOTHING),
        lambda: copy.copy(theorem),
        lambda: copy.deepcopy(theorem),
        lambda: pickle.dumps(theorem),
    ):
        with pytest.raises(Refused):
            change()
    replace: Any = dataclasses.replace
    with pytest.raises(TypeError):
        replace(theorem, sequent=NOTHING)


FORGED = {
    "a rule that does not exist": lambda: forged("believe", (NONSENSE,)),
    "a rule that says something else": lambda: forged("excluded_middle", (NONSENSE,)),
    "a rule that says it under a hypothesis": lambda: forged("assume", (NONSENSE,)),
    "a rule without its premises": lambda: forged("conjoin", ()),
    "a rule with an argument that is no expression": lambda: forged("assume", (3,)),
    "a premise that is forged": lambda: discharge(TRUE, forged("assume", (NONSENSE,))),
    "a function in the place of a rule": lambda: forged("opened", (NONSENSE, ())),
}


@pytest.mark.parametrize("make", FORGED.values(), ids=FORGED)
def test_a_forged_theorem_does_not_replay(make: Callable[[], Theorem]) -> None:
    theorem = make()
    assert theorem.sequent.hypotheses == frozenset()
    found = answer(certificate(Proof(theorem.conclusion, theorem, conjoin())))
    assert "refused" in found or found["goals"][0]["reason"]


def _replays(proof: Proof) -> bool:
    """Whether a fresh process proves it."""
    try:
        (found,) = in_fresh_process(proof)
    except Refused:
        return False
    return found.proved


def believe() -> Sequent:
    """From nothing, nonsense."""
    return NOTHING


def test_a_rule_written_into_the_table_does_not_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(theorems._rules, "believe", Rule(believe, ""))
    theorem = RULES["believe"]()
    assert theorem.sequent == NOTHING
    assert replayed(proof_of(theorem)).proved
    with pytest.raises(Refused, match="believe"):
        in_fresh_process(proof_of(theorem))


def test_a_rule_that_is_altered_does_not_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RULES["excluded_middle"], "_run", lambda formula: Sequent(frozenset(), formula))
    theorem = excluded_middle(NONSENSE)
    assert replayed(proof_of(theorem)).proved
    (found,) = in_fresh_process(proof_of(theorem))
    assert not found.proved


def test_a_rule_gives_a_theorem_once_where_theorems_are_shared() -> None:
    with sharing():
        theorem = reflexive(x)
        assert reflexive(x) is theorem
        assert reflexive(x + 1) is not theorem
        with pytest.raises(Refused):
            reflexive(equal(x, x))
    assert reflexive(x) is not theorem


@pytest.mark.parametrize(
    ("given", "named"), [((), {}), ((x, x), {}), ((x,), {"term": x}), ((x,), {"believe": x}), ((), {"believe": x})]
)
def test_a_rule_takes_each_of_its_arguments_once_and_nothing_else(given: Any, named: Any) -> None:
    assert RULES["reflexive"](term=x).sequent == RULES["reflexive"](x).sequent
    with pytest.raises(Refused):
        RULES["reflexive"](*given, **named)


def test_a_shared_theorem_that_is_wrong_does_not_replay() -> None:
    with sharing():
        theorems._made[-1][RULES["excluded_middle"], (NONSENSE,)] = forged("excluded_middle", (NONSENSE,))
        theorem = excluded_middle(NONSENSE)
        assert replayed(proof_of(theorem)).proved
        (found,) = in_fresh_process(proof_of(theorem))
        assert not found.proved


def test_a_replay_shares_nothing() -> None:
    """What is kept for a search is not looked at where rules are applied again."""
    wrong = {(RULES["assume"], (NONSENSE,)): forged("assume", (NONSENSE,))}
    text = certificate(Proof(NONSENSE, assume(NONSENSE), conjoin()))
    with sharing():
        theorems._made[-1].update(wrong)
        assert assume(NONSENSE).hypotheses == frozenset()
        (read_again,) = read(text)
    assert read_again.theorem.hypotheses == {NONSENSE}


def test_equal_steps_of_a_certificate_are_one() -> None:
    twice = conjoin(reflexive(x), reflexive(x))
    text = certificate(Proof(twice.conclusion, twice, conjoin()))
    assert [step["rule"] for step in json.loads(text)["steps"]] == ["reflexive", "conjoin", "conjoin"]
    (found,) = read(text)
    assert found.theorem.sequent == twice.sequent
    assert replayed(found).proved


def test_a_checker_that_is_altered_does_not_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("symbolic.core.rules.arithmetic.vanishes", lambda term, *known: True)
    theorem = field(NONSENSE, (), (), ())
    assert replayed(proof_of(theorem)).proved
    with pytest.raises(Refused, match="field"):
        in_fresh_process(proof_of(theorem))


def test_the_door_that_is_opened_does_not_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("symbolic.core.theorems._enter", lambda arguments, doors: None)
    monkeypatch.setattr("symbolic.core.theorems._check_sort", lambda expression, sort: None)
    theorem = reflexive(Index(0))
    assert theorem.conclusion == equal(Index(0), Index(0))
    with pytest.raises(Refused, match="reflexive"):
        in_fresh_process(Proof(theorem.conclusion, theorem, conjoin()))


def test_an_expression_that_is_altered_proves_what_it_says_now() -> None:
    """Of the altered theorem the tree is replayed, and it proves what it can prove, not what is claimed."""
    goal = equal(x, x)
    theorem = reflexive(x)
    object.__setattr__(theorem.conclusion, "parts", (x, x + 1))
    assert not _replays(Proof(equal(x, x + 1), theorem, conjoin()))
    again = reflexive(x)
    (found,) = in_fresh_process(Proof(goal, again, conjoin()))
    assert found.proved


def test_the_registered_rules_cannot_be_assigned() -> None:
    table: Any = RULES
    with pytest.raises(TypeError):
        table["believe"] = RULES["assume"]


def test_two_rules_of_one_name_are_refused() -> None:
    def assume(formula: Formula) -> Sequent:
        return Sequent(frozenset(), formula)

    with pytest.raises(Refused):
        rule(assume)
    assert RULES["assume"](NONSENSE).hypotheses


CONTENT = json.loads(certificate(HONEST))


def edited(*path: Any, to: Any) -> str:
    """The honest certificate with something else in one place."""
    content = copy.deepcopy(CONTENT)
    place = content
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    return json.dumps(content)


STEPS, ROWS = CONTENT["steps"], CONTENT["expressions"]
SIGN = next(n for n, step in enumerate(STEPS) if step["rule"] == "sign")
NUMBER = next(n for n, row in enumerate(ROWS) if row[:2] == ["node", "number"])

EDITED = {
    "another schema": edited("schema", to=2),
    "no schema": json.dumps({key: value for key, value in CONTENT.items() if key != "schema"}),
    "no JSON": "{",
    "no certificate": "[]",
    "a number": "3",
    "another coefficient": edited("steps", SIGN, "arguments", 2, 0, 0, to={"ratio": "2"}),
    "a negative coefficient": edited("steps", SIGN, "arguments", 2, 0, 0, to={"ratio": "-1"}),
    "a coefficient that is no number": edited("steps", SIGN, "arguments", 2, 0, 0, to={"ratio": "nan"}),
    "a coefficient by zero": edited("steps", SIGN, "arguments", 2, 0, 0, to={"ratio": "1/0"}),
    "a coefficient that is a float": edited("steps", SIGN, "arguments", 2, 0, 0, to=1.0),
    "a summand left out": edited("steps", SIGN, "arguments", 2, to=[]),
    "a step that is not there": edited("proofs", 0, "theorem", to=99),
    "a step from the end": edited("proofs", 0, "theorem", to=-1),
    "a step by a truth value": edited("proofs", 0, "theorem", to=False),
    "an unknown rule": edited("steps", SIGN, "rule", to="believe"),
    "a rule of Python": edited("steps", SIGN, "rule", to="__class__"),
    "a step that names itself": edited("steps", SIGN, "arguments", 1, to=[{"theorem": SIGN}]),
    "an expression that is not there": edited("steps", SIGN, "arguments", 0, to={"expression": 99}),
    "an expression that names itself": edited("expressions", 0, to=["node", "not", None, [], [0]]),
    "an unknown head": edited("expressions", NUMBER, 1, to="believe"),
    "an unknown sort": edited("expressions", 0, to=["variable", "x", "BOOLEAN"]),
    "a negative index": edited("expressions", 0, to=["index", -1]),
    "an index by a truth value": edited("expressions", 0, to=["index", True]),
    "a loose index": edited("expressions", 0, to=["index", 0]),
    "a number that is a text": edited("expressions", NUMBER, 2, to="0"),
    "a number without its ratio": edited("expressions", NUMBER, 2, to=0),
    "names of bound variables that are a text": edited("expressions", NUMBER, 3, to="x"),
    "names of bound variables that are a table": edited("expressions", NUMBER, 3, to={"x": 0}),
    "a head that is a number, of what nobody asks for": edited("expressions", to=[*ROWS, ["node", 3, None, [], []]]),
    "parts that are a text": edited("expressions", NUMBER, 4, to=""),
    "parts that are a table": edited("expressions", NUMBER, 4, to={}),
    "a deep expression": json.dumps(
        {
            **CONTENT,
            "expressions": [["variable", "x", "REAL"], *(["node", "negate", None, [], [n]] for n in range(9000))],
            "steps": [{"rule": "reflexive", "arguments": [{"expression": 9000}]}],
            "proofs": [],
        }
    ),
}


@pytest.mark.parametrize("text", EDITED.values(), ids=EDITED)
def test_an_edited_certificate_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read(text)
    assert "refused" in answer(text)


def test_a_certificate_with_another_goal_is_not_a_proof() -> None:
    goal = next(n for n, row in enumerate(ROWS) if row[:2] == ["node", "at_most"])
    for other in range(len(ROWS)):
        text = edited("proofs", 0, "goal", to=other)
        found = answer(text)
        proved = "goals" in found and not found["goals"][0]["reason"]
        assert proved is (other == goal)


def test_no_edited_number_of_a_long_proof_proves_its_goal_otherwise() -> None:
    """Wherever another number is put, the certificate is refused, or proves what it now says or nothing."""
    proof = proof_of_ratio_bound()
    content = json.loads(certificate(proof))
    numbers = [n for n, row in enumerate(content["expressions"]) if row[:2] == ["node", "number"]]
    assert len(numbers) > 4
    for n in numbers:
        before = content["expressions"][n][2]
        content["expressions"][n][2] = {"ratio": "7/3"}
        found = answer(json.dumps(content))
        content["expressions"][n][2] = before
        assert "refused" in found or found["goals"][0]["reason"] or found["goals"][0]["goal"] != goal_text(proof.goal)


def test_every_argument_of_a_long_proof_matters() -> None:
    """A step whose premise is replaced by another theorem is refused, or proves something else."""
    proof = proof_of_ratio_bound()
    content = json.loads(certificate(proof))
    last = content["steps"][content["proofs"][0]["theorem"]]
    for n, argument in enumerate(last["arguments"]):
        for other in range(0, len(content["steps"]) - 1, 29):
            if "theorem" in argument and other < content["proofs"][0]["theorem"] and other != argument["theorem"]:
                last["arguments"][n] = {"theorem": other}
                found = answer(json.dumps(content))
                assert "refused" in found or found["goals"][0]["reason"]
        last["arguments"][n] = argument


def test_bound_names_survive_a_certificate_and_do_not_count() -> None:
    goal = for_all(x, REALS, equal(x, x))
    theorem = generalise(member(x, REALS), reflexive(x))
    (again,) = read(certificate(Proof(goal, theorem, conjoin())))
    assert isinstance(again.goal, Node)
    assert again.goal.hints == ("x",)
    other = for_all(real("other"), REALS, equal(real("other"), real("other")))
    assert goal_text(other) == goal_text(goal)


def test_the_module_is_a_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "certificate.json"
    file.write_text(certificate(HONEST), encoding="utf-8")
    assert main([str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["goals"][0]["reason"] == ""
    file.write_text(certificate(Proof(NONSENSE, assume(NONSENSE), conjoin())), encoding="utf-8")
    assert main([str(file)]) == 1
    file.write_text(certificate(HONEST, Proof(NONSENSE, assume(NONSENSE), conjoin())), encoding="utf-8")
    assert main([str(file)]) == 1
    file.write_text(certificate(), encoding="utf-8")
    assert main([str(file)]) == 1
    assert main([]) == 2


def test_the_certificate_of_another_goal_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = certificate(HONEST)
    monkeypatch.setattr("symbolic.core.replay.certificate", lambda *proofs: honest)
    with pytest.raises(Refused, match="another goal"):
        in_fresh_process(Proof(NONSENSE, assume(NONSENSE), conjoin()))


def test_what_a_theorem_rests_on_is_read_off_its_tree() -> None:
    assert rests_on(HONEST.theorem) == {}
    inequality = arithmetic_geometric(HONEST.theorem)
    used = rests_on(discharge(FALSE, conjoin(inequality, HONEST.theorem)))
    assert list(used) == ["arithmetic_geometric"]
    assert defined(inequality.conclusion) != TRUE
