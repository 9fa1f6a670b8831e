"""Flows on families of settings as a person asks for them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from mesaproof.answers.family_flows import FamilyFlow, family_flow, stays_on
from mesaproof.cli import main
from mesaproof.documents.models.family_flow_views import family_flow_html, family_flow_record
from mesaproof.errors import InputError
from mesaproof.settings import Family, Gaussian, Setting, covariance, eye, given, parameter, scalar, size
from symbolic.decide.conditions.symmetries import Permutations, SignFlips
from symbolic.decide.decision import Proof, Refutation, decide
from symbolic.decide.hypotheses import Hypotheses


def test_the_line_is_left_unless_eight_requirements_hold() -> None:
    flow = family_flow("zheng2024", "line")
    assert not flow.stays
    assert len(flow.needs) == 8
    assert flow.conserved == ("a^2 - b^2",)
    assert flow.rest is not None
    assert len(flow.rest) == 2


def test_a_start_is_called_as_in_its_setting() -> None:
    needs = family_flow("sander2024", "line").needs
    assert needs
    assert all("s_j" in need and "x_" not in need for need in needs)


def test_noise_does_not_take_zhangs_family_off() -> None:
    flow = family_flow("zhang2024-noisy", "reduced")
    assert flow.stays
    assert flow.conserved == ("u^2 - tr(U Uᵀ)",)
    assert flow.rest is None


def test_independent_signs_and_permutations_keep_the_line() -> None:
    conclusion = stays_on("zheng2024", "line")
    signs = Hypotheses("signs", (SignFlips(), Permutations()))
    assert isinstance(decide(signs, conclusion), Proof)
    assert isinstance(decide(Hypotheses("alike", (Permutations(),)), conclusion), Refutation)


def test_nothing_is_left_to_decide_where_the_flow_stays_for_every_law() -> None:
    with pytest.raises(InputError, match="nothing is left to decide"):
        stays_on("zhang2024", "reduced")


def of_vectors() -> Setting:
    d = size("d")
    x, y, v, c = Gaussian("x", covariance("S", d)), Gaussian("y", 1), parameter("v", [d], []), parameter("c", [], [])
    families = {"both": Family(v=given("w", [d], []), c=scalar("k")), "one": Family(c=scalar("k"))}
    return Setting(
        "vectors",
        sizes=(d,),
        draws=(x, y),
        parameters=(v, c),
        prediction=lambda: v.H @ x * c,
        target=lambda: y,
        families=families,
    )


def test_vectors_and_scalars_of_a_family() -> None:
    flow = family_flow(of_vectors(), "both")
    assert flow.stays
    assert [equation.text for equation in flow.velocities["w"]] == ["w' = -k^2 S w"]
    assert flow.conserved == ("wᵀ w - k^2",) or flow.conserved == ("k^2 - wᵀ w",)


def test_what_is_zero_may_stay_zero() -> None:
    flow = family_flow(of_vectors(), "one")
    assert flow.stays
    assert flow.rest == ("0 = 0",) or flow.rest == ("",)


def test_multiples_of_the_identity_leave_for_a_general_covariance() -> None:
    d = size("d")
    x, U = Gaussian("x", covariance("S", d)), parameter("U", [d])
    setting = Setting(
        "linear",
        sizes=(d,),
        draws=(x,),
        parameters=(U,),
        prediction=lambda: U @ x,
        target=lambda: x,
        families={"multiples": Family(U=scalar("u") * eye(d))},
    )
    flow = family_flow(setting, "multiples")
    assert flow.leftovers == ("every entry of the gradient by U must be a multiple of the identity",)
    assert flow.needs == ()
    assert flow.rest == ("u - 1 = 0",)


def record(*arguments: str) -> tuple[int, dict[str, object]]:
    result = CliRunner().invoke(main, ["flow", *arguments, "--json"])
    return result.exit_code, json.loads(result.stdout)


def test_the_command_says_whether_it_stays() -> None:
    code, found = record("--setting", "zhang2024", "--family", "reduced")
    assert (code, found["invariant"]) == (0, True)
    code, found = record("--setting", "zheng2024", "--family", "line")
    assert (code, found["invariant"]) == (1, False)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--setting", "zhang2024"], "--family"),
        (["--setting", "zhang2024", "--family", "other"], "reduced"),
        (["--setting", "zhang2024", "--family", "reduced", "-d", "3"], "-d"),
        (["--family", "line"], "--setting"),
        ([], "LAW"),
        (["gaussian", "--setting", "zhang2024", "--family", "reduced"], "either of them"),
    ],
)
def test_what_does_not_go_together(arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(main, ["flow", *arguments])
    assert result.exit_code == 2
    assert said in result.stderr


def test_views() -> None:
    flow = family_flow("zhang2024", "reduced")
    assert isinstance(flow, FamilyFlow)
    assert "stays on it" in repr(flow)
    assert r"\dot{U}" in family_flow_html(flow)
    assert family_flow_record(flow)["velocity"]["U"]["latex"].startswith(r"\dot{U} = ")
