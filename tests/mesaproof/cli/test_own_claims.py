"""Claims in a file of one's own: several of them, by key, with routes that break off, zeros, steps and repairs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mesaproof.claims import Outcome, prove
from tests.mesaproof.cli.runs import record, run

HEAD = """
import sympy

from mesaproof.claims import *

SOURCE = Source("mine", "Lemma", "0000.00000")
x = sympy.Symbol("x", real=True)
loose, tight = sympy.Symbol("s", nonnegative=True), sympy.Symbol("s", positive=True)
"""

SEVERAL = (
    HEAD
    + '''
@claim("mine/square", source=SOURCE, parts=(Equality("square", lambda: (x + 1) ** 2, x**2 + 2 * x + 1),))
def square():
    """The square of a sum."""
    yield Chain("square", "(x+1)^2", (Line((x + 1) ** 2, "given"), Line(x**2 + 2 * x + 1, "expanded")))


@claim("mine/zero", source=SOURCE, parts=(Equality("zero", lambda: moment(Pattern((3,))), sympy.Integer(0)),),
       hypotheses=Hypotheses("signs", (SignFlips(),)))
def zero_moment():
    """A third moment is zero."""
    yield from ()


@claim("mine/step", source=SOURCE, parts=(Equality("one", lambda: x / x, sympy.Integer(1)),),
       uses=(square,), assumed=(Step("folklore", "x is not 0"),))
def step():
    """Up to a step."""
    yield from ()


@crosscheck(square, "quadrature", cases=(Case("gaussian", d=2, T=4, parameters=(("x", 3.0),)),))
def by_hand(law, d, T, parameters, rng):
    """The value at x = 3."""
    return {"square": FOUND}


@crosscheck(zero_moment, "quadrature", cases=(Case("gaussian", d=2, T=4),))
def of_law(law, d, T, parameters, rng):
    """The moment, up to rounding."""
    return {"zero": ZERO}
'''
)

BOUNDARY = (
    HEAD
    + '''
@claim("mine/everywhere", source=SOURCE, parts=(Positive("p", lambda: loose**2),))
def everywhere():
    """A square is positive."""
    yield from ()


@claim("mine/repaired", source=SOURCE, parts=(Positive("p", lambda: tight**2),), repairs=everywhere)
def repaired():
    """A square of a positive number is positive."""
    yield from ()
'''
)


def written(name: str, text: str) -> str:
    Path(name).write_text(text)
    return name


def several(found: str = "16.0", zero: str = "1e-17") -> str:
    return written("several.py", SEVERAL.replace("FOUND", found).replace("ZERO", zero))


def test_several_claims_are_verified_together_and_one_by_one() -> None:
    name = several()
    claims = {one["key"]: one for one in record("verify", name, code=3)["claims"]}
    assert {key: one["verdict"] for key, one in claims.items()} == {
        "mine/square": "PROVED",
        "mine/zero": "PROVED",
        "mine/step": "PROVED_MODULO",
    }
    assert claims["mine/step"]["assumed"] == [{"why": "folklore", "formula": "x is not 0"}]
    assert claims["mine/zero"]["satisfied_by"] == "rademacher(scale=1) in every d >= 2"
    assert [one["key"] for one in record("verify", f"{name}:mine/zero")["claims"]] == ["mine/zero"]


def test_routes_stay_with_claims_that_are_asked_for_one_by_one() -> None:
    name = several()
    claims = record("verify", f"{name}:mine/square", f"{name}:mine/zero")["claims"]
    assert [len(one["crosschecks"]) for one in claims] == [1, 1]


def test_steps_are_printed() -> None:
    printed = run("verify", f"{several()}:mine/step", code=3).stdout
    assert "PROVED MODULO 1 STEP" in printed
    assert "assumed: x is not 0 (folklore)" in printed


def test_show_and_derive_take_the_keys_of_a_file() -> None:
    name = several()
    assert record("show", f"{name}:mine/step")["assumed"] == [{"why": "folklore", "formula": "x is not 0"}]
    assert [one["key"] for one in record("show", name)["claims"]] == ["mine/square", "mine/zero", "mine/step"]
    shown = run("show", name).stdout
    assert all(key in shown for key in ("mine/square", "mine/zero", "mine/step"))
    assert "mine/zero" not in run("derive", f"{name}:mine/square").stdout
    assert "mine/zero" in run("derive", name).stdout


@pytest.mark.parametrize("command", ["verify", "show", "derive"])
def test_an_unknown_key_of_a_file_names_the_known_ones(command: str) -> None:
    told = run(command, f"{several()}:mine/sqare", code=2)
    assert "mine/square" in told.stderr


def test_a_zero_is_compared_on_an_absolute_scale() -> None:
    assert record("verify", f"{several()}:mine/zero")["claims"][0]["crosschecks"][0]["agrees"]
    (one,) = record("verify", f"{several(zero='1e-6')}:mine/zero", code=1)["claims"]
    assert (one["verdict"], one["crosschecks"][0]["agrees"]) == ("PROVED", False)


def test_a_disagreement_prints_what_is_claimed_and_what_is_found() -> None:
    name = several(found="17.0")
    assert "claimed 16, found 17" in " ".join(run("verify", f"{name}:mine/square", code=1).stdout.split())
    (check,) = record("verify", f"{name}:mine/square", code=1)["claims"][0]["crosschecks"]
    assert (check["claimed"], check["found"]) == (16.0, 17.0)


@pytest.mark.parametrize("found", ["1 / 0", "'text'", "float('nan')", "None"])
def test_a_route_that_breaks_off_hides_no_verdict(found: str) -> None:
    name = several(found=found)
    (one,) = record("verify", f"{name}:mine/square", code=2)["claims"]
    assert one["verdict"] == "PROVED"
    assert [(check["stopped"], check["agrees"]) for check in one["crosschecks"]] == [(True, None)]
    assert "STOPPED" in run("verify", f"{name}:mine/square", code=2).stdout


def test_a_refutation_at_a_boundary_is_graded_by_its_repair() -> None:
    wrong, repaired = record("verify", written("boundary.py", BOUNDARY), code=1)["claims"]
    assert (wrong["verdict"], wrong["grade"], wrong["witness"]) == ("REFUTED", "boundary", "s = 0")
    assert (repaired["verdict"], repaired["repairs"]) == ("PROVED", "mine/everywhere")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tight**2),), repairs", "tight**2 + 1),), repairs"),
        ("tight**2),), repairs", "loose**2),), repairs"),
        ("repairs=everywhere", "repairs=None"),
        ('Positive("p", lambda: tight', 'Positive("q", lambda: tight'),
    ],
)
def test_what_is_no_repair_at_a_boundary_gives_no_grade(old: str, new: str) -> None:
    assert BOUNDARY.count(old) == 1
    wrong = record("verify", written("boundary.py", BOUNDARY.replace(old, new)), code=1)["claims"][0]
    assert wrong["grade"] == "ungraded"


OF_A_FORMULA = """
from mesaproof.claims import *
from mesaproof.kernel import *
from mesaproof.settings import Family, Gaussian, Setting, eye, parameter, scalar, size

n = size("d")
x = Gaussian("x", eye(n))
U = parameter("U", [n])
MODEL = Setting("KEY", sizes=(n,), draws=(x,), parameters=(U,), prediction=lambda: U @ x, target=lambda: FACTOR * x,
                families={"multiples": Family(U=scalar("a") * eye(n))})
AT = on_family(MODEL, "multiples")


def goal():
    return quantified(equal(AT.loss(POINT), 0), *AT.data)


def proof():
    d = real("d")
    return proof_of(PROVED, under(modulo(equal(AT.loss(POINT), 0), (AT.derived(POINT),), AT.facts), *AT.data), AT)


@claim("mine/zero", source=Source("mine", "Lemma 1"), parts=(), formal=Formula(goal, proof, left_out="the rest"))
def zero():
    \"\"\"The loss is zero.\"\"\"
    yield from ()
"""


def of_a_formula_as_text(key: str = "own", factor: str = "2", point: str = "2", proved: str = "goal()") -> str:
    text = OF_A_FORMULA.replace("KEY", key).replace("FACTOR", factor).replace("POINT", point)
    return text.replace("PROVED", proved)


def of_a_formula(**altered: str) -> str:
    return written("formula.py", of_a_formula_as_text(**altered))


def test_a_formula_about_a_model_of_ones_own_is_replayed_with_the_file() -> None:
    (found,) = record("verify", of_a_formula())["claims"]
    assert found["verdict"] == "PROVED"
    assert found["goal"].startswith("∀d ∈ {1, 2, …}: L = 0, where L is the loss of own at (d; U = 2 I; all d × d)")
    assert found["replay"]["trusts"] == ["engine"]
    assert found["replay"]["left_out"] == "the rest"


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ({"factor": "3"}, "the two sides differ"),
        ({"proved": "equal(0, 0)"}, "what is proved is neither the formula that the claim states nor its negation"),
    ],
)
def test_what_the_rules_do_not_prove_of_a_formula_of_ones_own_is_undecided(file: dict[str, str], reason: str) -> None:
    (found,) = record("verify", of_a_formula(**file), code=3)["claims"]
    assert (found["verdict"], "kept" in found) == ("UNDECIDED", True)
    assert reason in found["reason"]


def test_a_model_of_ones_own_takes_no_key_of_the_package() -> None:
    refused = run("verify", of_a_formula(key="zheng2024"), code=2)
    assert "a key that no setting of the package has" in refused.stderr


def test_a_model_that_has_changed_is_replayed_as_it_is_now() -> None:
    for factor in ("2", "3"):
        (found,) = record("verify", of_a_formula(factor=factor, point=factor))["claims"]
        assert found["verdict"] == "PROVED"


def test_a_model_in_no_file_is_not_replayed() -> None:
    names: dict[str, Any] = {"__name__": "notebook"}
    exec(compile(of_a_formula_as_text(), "<cell 1>", "exec"), names)
    verdict = prove(names["zero"])
    assert verdict.outcome is Outcome.UNDECIDED
    assert "write claim and model in one" in verdict.reason
