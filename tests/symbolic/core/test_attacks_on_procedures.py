"""Attacks on what is trusted: procedures that are not loaded, that refuse, that are not the ones that a proof names."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.expressions import Expression, Index, Node, Refused
from symbolic.core.replay import answer
from symbolic.core.rules import procedures
from symbolic.core.rules.arithmetic import field
from symbolic.core.rules.logic import assume, conjoin, discharge
from symbolic.core.rules.procedures import PROCEDURES, procedure, trusted, trusts
from symbolic.core.theorems import Sequent, Theorem
from symbolic.core.vocabulary import FALSE, REALS, TRUE, at_most, equal, for_all, less, real
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused

x = real("x")
TABLE = equal(2, 2), for_all(x, REALS, at_most(0, x**2))
NONSENSE = equal(0, 1)


def tabulated(formula: Expression) -> None:
    """Knows what stands in a table."""
    if formula not in TABLE:
        raise Refused("it does not stand in the table")


def broken(formula: Expression) -> None:
    """Fails at everything."""
    raise KeyError(formula)


def careless(formula: Expression) -> None:
    """Believes everything."""


@pytest.fixture(autouse=True)
def loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, run in (("tabulated", tabulated), ("broken", broken), ("careless", careless)):
        monkeypatch.setitem(procedures._procedures, name, run)


HONEST: Honest = {
    "what stands in the table": (lambda: trusted("tabulated", TABLE[0]), TABLE[0]),
    "up to the names of bound variables": (
        lambda: trusted("tabulated", for_all(real("y"), REALS, at_most(0, real("y") ** 2))),
        TABLE[1],
    ),
}


@pytest.mark.parametrize(("use", "expected"), HONEST.values(), ids=HONEST)
def test_honest_use(use: Callable[[], Theorem], expected: Expression | Sequent) -> None:
    check_proved(use, expected)


made: Any = trusted

ATTACKS: Attacks = {
    "a procedure that is not loaded": lambda: trusted("oracle", TABLE[0]),
    "no procedure": lambda: trusted("", TABLE[0]),
    "a name of Python": lambda: trusted("__class__", TABLE[0]),
    "a procedure by itself": lambda: made(tabulated, TABLE[0]),
    "a procedure by its number": lambda: made(0, TABLE[0]),
    "a formula that it refuses": lambda: trusted("tabulated", NONSENSE),
    "what another one takes": lambda: trusted("tabulated", less(0, 1)),
    "a formula about a free variable": lambda: trusted("careless", at_most(0, x)),
    "a formula about a free variable below a binder": lambda: trusted(
        "careless", for_all(x, REALS, less(x, real("y")))
    ),
    "an open formula": lambda: trusted("careless", less(0, Index(0))),
    "what is not well formed": lambda: trusted("careless", Node("believe")),
    "a number": lambda: trusted("careless", x),
    "a theorem": lambda: made("tabulated", conjoin()),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)


def test_a_procedure_that_fails_proves_nothing() -> None:
    with pytest.raises(KeyError):
        trusted("broken", TRUE)
    content = json.loads(certificate(proof_by("careless", NONSENSE)))
    content["steps"][0]["arguments"][0] = {"name": "broken"}
    assert "refused" in answer(json.dumps(content))


def test_procedures_have_one_name_each() -> None:
    assert procedure("tabulated")(tabulated) is tabulated
    with pytest.raises(Refused, match="two procedures tabulated"):
        procedure("tabulated")(careless)
    assert PROCEDURES["tabulated"] is tabulated
    table: Any = PROCEDURES
    with pytest.raises(TypeError):
        table["tabulated"] = careless


def proof_by(name: str, goal: Expression) -> Proof:
    return Proof(goal, trusted(name, goal), conjoin())


def test_a_certificate_that_names_another_procedure_asks_that_one() -> None:
    content = json.loads(certificate(proof_by("careless", NONSENSE)))
    assert answer(json.dumps(content))["goals"][0]["reason"] == ""
    for other in ("tabulated", "oracle", "careless "):
        content["steps"][0]["arguments"][0] = {"name": other}
        with pytest.raises(Refused, match="trusted"):
            read(json.dumps(content))


def test_a_certificate_whose_formula_is_altered_is_asked_about_that_one() -> None:
    content = json.loads(certificate(proof_by("tabulated", TABLE[0])))
    numbers = [n for n, row in enumerate(content["expressions"]) if row[1] == "number"]
    content["expressions"][numbers[0]][2] = {"ratio": "3"}
    with pytest.raises(Refused, match="does not stand in the table"):
        read(json.dumps(content))


def test_what_is_trusted_is_read_off_the_tree() -> None:
    one = trusted("tabulated", TABLE[0])
    other = trusted("careless", less(0, 1))
    assert trusts(conjoin()) == trusts(assume(NONSENSE)) == ()
    assert trusts(discharge(FALSE, conjoin(one, conjoin(one)))) == ("tabulated",)
    assert trusts(field(equal(2, 2), (one,), (x,), ())) == ("tabulated",)
    assert trusts(conjoin(one, other), one) == ("careless", "tabulated")


def test_a_theorem_cannot_pass_its_procedure_off_as_a_name() -> None:
    """A rule that only takes a procedure's name as an argument of its own trusts nothing."""
    assert trusts(assume(equal(0, Node("constant", (), "tabulated")))) == ()
