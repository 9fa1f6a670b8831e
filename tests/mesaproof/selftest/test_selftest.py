"""The mutation score: mutants are killed, the unaltered toolkit is not, and a weakened checker lets mutants live."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache, partial
from io import StringIO
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from rich.console import Console

from mesaproof.commands.selftest import command
from mesaproof.errors import InputError
from mesaproof.selftest import altering, every_mutant, printed
from mesaproof.selftest.altering import Patch, altered, everywhere
from mesaproof.selftest.mutant import DomainMutant, How, Kind, Reading
from mesaproof.selftest.scoring import Score, run, score
from mesaproof.selftest.toolkit.alterations import GENERIC
from mesaproof.selftest.toolkit.checks import Together
from mesaproof.selftest.toolkit.of_descriptions import described
from mesaproof.selftest.toolkit.places import exact_gradient, exact_loss
from numeric_check.compare import agreement
from proofs.zheng2024.model import coefficients, evaluation, loss
from proofs.zheng2024.model.attention import PV_BLOCKS
from proofs.zheng2024.second_route import forward, quadrature
from proofs.zheng2024.setting import ZHENG, x
from symbolic.algebra import equality

ENOUGH = 500
DROPPED = "count/quadratic/000000/000000/dropped"
SMALL = "convention/derived/W_PV_12-doubled"


@pytest.fixture(scope="module", params=[len(Kind), pytest.param(50, marks=pytest.mark.slow)])
def sampled(request: pytest.FixtureRequest) -> Score:
    return score(count=request.param, seed=1, jobs=1)


def test_a_seeded_sample_of_every_kind_is_killed(sampled: Score) -> None:
    assert sampled.passed, printed.score_record(sampled)
    assert {result.kind for result in sampled.counted} == set(Kind)
    assert all(result.numeric.killed for result in sampled.counted if result.numeric.above)


def test_the_sample_depends_on_the_seed_alone() -> None:
    ids = [[mutant.id for mutant in every_mutant.sample(14, seed)] for seed in (0, 0, 1)]
    assert ids[0] == ids[1] != ids[2]


def test_there_are_enough_mutants_and_no_id_twice() -> None:
    ids = Counter(mutant.id for mutant in every_mutant.of_toolkit())
    assert set(ids.values()) == {1}
    counted = [mutant for mutant in every_mutant.of_toolkit() if not mutant.excluded]
    assert len(counted) >= ENOUGH
    kinds = Counter(mutant.kind for mutant in counted)
    assert all(kinds[kind] >= 40 for kind in Kind if kind is not Kind.CLAIM), kinds


def test_the_unaltered_toolkit_survives_every_check(sampled: Score) -> None:
    """A mutant that alters nothing is not noticed, so that a kill means something."""
    for result in sampled.counted:
        mutant = every_mutant.find(result.id)
        assert mutant is not None
        exact, numeric = mutant.exact_control or mutant.exact, mutant.numeric_control or mutant.numeric
        nothing = run(DomainMutant("null", mutant.kind, "nothing altered", exact, numeric))
        assert not nothing.exact.killed
        assert not nothing.numeric.killed
        assert nothing.survives or result.excluded


def test_an_exact_side_that_agrees_with_everything_kills_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(equality, "same", lambda left, right: equality.Same())
    result = run(_found(DROPPED))
    assert result.exact.killed is False
    assert result.numeric.killed is True


def test_a_numeric_side_that_agrees_with_everything_kills_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then what lies above the resolution counts as a survivor even where the exact side notices."""
    monkeypatch.setattr(agreement, "close", _lenient)
    result = run(_found(DROPPED))
    assert result.exact.killed is True
    assert result.numeric.killed is False
    assert result.survives
    assert not Score((result,), False, 0, 0.0).passed


def _lenient(claimed: float, computed: float, scale: float) -> agreement.Comparison:
    return agreement.Comparison("quadrature", claimed, computed, True, 0.0, 1e-10, 1e-10, 0, None)


def test_a_shift_below_the_resolution_is_no_survivor_of_the_numeric_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreement, "close", _coarse)
    result = run(_found(DROPPED))
    assert (result.exact.killed, result.numeric.killed, result.numeric.above) == (True, False, False)
    assert not result.survives
    assert printed.counts([result])["below_resolution"] == 1


def _coarse(claimed: float, computed: float, scale: float) -> agreement.Comparison:
    return agreement.Comparison("quadrature", claimed, computed, True, 0.0, 1e9, 1e9, 0, None)


def test_a_control_that_fails_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A checker that refuses everything kills every mutant, and its score is worth nothing."""
    monkeypatch.setattr(agreement, "close", _strict)
    result = run(_fresh(SMALL))
    assert result.numeric.killed
    assert "refuses the unaltered" in result.fault
    assert not Score((result,), False, 0, 0.0).passed


def _strict(claimed: float, computed: float, scale: float) -> agreement.Comparison:
    return agreement.Comparison("quadrature", claimed, computed, False, 0.0, 0.0, 0.0, 0, None)


def _stops() -> tuple[Reading, ...]:
    raise ZeroDivisionError("division\nby zero")


def _refutes() -> tuple[Reading, ...]:
    return (Reading("2 is not 3", True, 1.0, 0.0),)


def _does_not_decide() -> tuple[Reading, ...]:
    return (Reading("UNDECIDED: no law was found", True, 1.0, 0.0, how=How.UNDECIDED),)


def _nothing_wrong() -> tuple[Reading, ...]:
    return (Reading("2 is 2", False, 0.0, 0.0),)


@pytest.mark.parametrize(
    ("exact", "numeric", "how", "counted"),
    [
        (_refutes, "no number", How.REFUTED, (1, 0, 0)),
        (_does_not_decide, "no number", How.UNDECIDED, (0, 1, 0)),
        (_stops, "no number", How.STOPPED, (0, 0, 1)),
        ("nothing exact", _stops, How.STOPPED, (0, 0, 1)),
        (_stops, _refutes, How.REFUTED, (1, 0, 0)),
        (_does_not_decide, _stops, How.UNDECIDED, (0, 1, 0)),
        (Together((_does_not_decide, _refutes)), "no number", How.REFUTED, (1, 0, 0)),
        (_nothing_wrong, _nothing_wrong, None, (0, 0, 0)),
    ],
)
def test_what_is_refuted_undecided_and_stopped_is_counted_apart(
    exact: Any, numeric: Any, how: How | None, counted: tuple[int, int, int]
) -> None:
    result = run(DomainMutant("x", Kind.COUNT, "x", exact, numeric, exact_control=_nothing_wrong))
    assert result.how is how
    found = printed.counts([result])
    assert tuple(found[str(one)] for one in How) == counted
    assert found["killed"] == sum(counted)
    for side, one in (("exact", result.exact), ("numeric", result.numeric)):
        assert sum(found[f"{each}_{side}"] for each in How) == found[f"killed_{side}"]
        assert (one.how is None) == (not one.killed)
    record = printed.score_record(Score((result,), False, 0, 0.0))
    assert json.loads(json.dumps(record))["mutants"][0]["how"] == (str(how) if how else None)


def test_a_check_that_stops_says_by_what() -> None:
    result = run(DomainMutant("x", Kind.COUNT, "x", _stops, "no number", exact_control=_nothing_wrong))
    assert result.exact.because == "stops with ZeroDivisionError: division by zero"
    assert "1 of 1 mutants killed of a sample (1 stopped)" in _told(Score((result,), False, 0, 0.0))


def _told(found: Score) -> str:
    console = Console(width=200, record=True, file=StringIO())
    console.print(printed.score_tables(found))
    return console.export_text()


def test_an_altered_claim_is_refuted_or_not_proved_any_more() -> None:
    """An altered equation is false; without a hypothesis, the line is not known to be invariant."""
    listed = every_mutant.of_claim("zheng2024/theorem-4.1-limit")
    for part, how in (("velocity_at_product: coefficient", How.REFUTED), ("dropped: E[x_j x_k^5]", How.UNDECIDED)):
        mutant = next(one for one in listed if part in one.change)
        assert run(mutant).exact.how is how


@pytest.mark.parametrize("id", ["sampler/torus/angles-doubled", "count/function/charges-not-compared"])
def test_equivalent_mutants_are_listed_with_a_reason_and_not_counted(id: str) -> None:
    result = run(_found(id))
    assert result.excluded
    assert not result.fault
    assert printed.counts([result])["total"] == 0
    assert result.excluded in printed.score_record(Score((result,), False, 0, 0.0))["mutants"][0]["excluded"]


def test_a_mutant_that_is_called_equivalent_and_is_not_is_a_fault() -> None:
    wrong = _found(DROPPED)
    result = run(
        DomainMutant("x", wrong.kind, "x", wrong.exact, wrong.numeric, wrong.patches, None, None, "none", True)
    )
    assert "called equivalent" in result.fault


def test_every_excluded_mutant_of_the_toolkit_has_a_reason() -> None:
    assert all(bool(m.excluded) == m.equivalent and len(m.excluded) != 1 for m in every_mutant.of_toolkit())
    assert any(m.excluded for m in every_mutant.of_toolkit())


def test_an_alteration_is_undone_and_forgotten() -> None:
    setting = GENERIC[1]
    known = (loss.quadratic, evaluation.gradient, exact_loss(setting))
    with altered(everywhere(ZHENG, described(target=lambda t: x[t]))):
        assert evaluation.loss(setting.made(), setting.T, setting.parameters) != exact_loss(setting)
    assert (loss.quadratic, evaluation.gradient, exact_loss(setting)) == known
    assert vars(coefficients)["ZHENG"] is ZHENG
    assert evaluation.loss(setting.made(), setting.T, setting.parameters) == exact_loss(setting)


def test_an_alteration_is_undone_after_an_error() -> None:
    with pytest.raises(RuntimeError), altered((Patch(coefficients, "ZHENG", described(target=lambda t: x[t])),)):
        raise RuntimeError
    assert vars(coefficients)["ZHENG"] is ZHENG


def test_what_does_not_exist_cannot_be_altered() -> None:
    with pytest.raises(LookupError, match="that could be altered"), altered((Patch(loss, "NO_SUCH_NAME", 1),)):
        pass


@pytest.mark.parametrize("every", [8, pytest.param(1, marks=pytest.mark.slow)])
def test_every_patch_of_the_catalogue_names_something_that_exists(every: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(altering, "_modules", cache(altering._modules))  # none is loaded from one patch to the next
    for mutant in every_mutant.of_toolkit()[::every]:
        for patch in mutant.patches():
            assert altering._present(patch) is not patch.value


def test_the_second_exact_route_agrees_with_quadrature() -> None:
    """The exact side of most kills is compared with numbers by itself."""
    setting = GENERIC[1]
    computed = quadrature.gradient(setting.made(), setting.T, setting.numeric)
    for block, rows in exact_gradient(setting).items():
        exact = np.array([[float(x) for x in row] for row in rows])
        assert np.allclose(computed[block], exact, rtol=1e-10, atol=1e-9 * np.abs(exact).max())
    assert quadrature.loss(setting.made(), setting.T, setting.numeric) == pytest.approx(float(exact_loss(setting)))


def test_the_derived_gradient_is_the_derivative_of_the_listed_loss() -> None:
    """Parameters enter a loss quadratically one by one, so half the difference over ±1 is the exact derivative."""
    setting = GENERIC[2]
    block, p, q, value = setting.entries[0]
    assert block in PV_BLOCKS
    moved = [
        type(setting)(setting.law, setting.d, setting.T, ((block, p, q, value + step), *setting.entries[1:]))
        for step in (1, -1)
    ]
    assert (exact_loss(moved[0]) - exact_loss(moved[1])) / 2 == exact_gradient(setting)[block][p][q]
    assert forward.dimension(setting.numeric) == setting.d


def test_the_command_prints_scores_and_replays_one_mutant() -> None:
    result = CliRunner().invoke(command, ["--only", DROPPED, "--jobs", "1"])
    assert result.exit_code == 0, result.output
    assert "1 of 1 mutants killed" in result.output


def test_the_record_is_json() -> None:
    result = CliRunner().invoke(command, ["--only", DROPPED, "--jobs", "1", "--json"])
    record = json.loads(result.output)
    assert record["passed"] is True
    assert record["mutants"][0]["exact"]["killed"] is True
    assert record["mutants"][0]["numeric"]["shift"] > record["mutants"][0]["numeric"]["resolution"]
    assert record["killed"] == record["total"] == 1


def test_survivors_are_printed_with_their_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreement, "close", _lenient)
    result = CliRunner().invoke(command, ["--only", DROPPED, "--jobs", "1"], env={"COLUMNS": "200"})
    assert result.exit_code == 1
    assert f"mesaproof selftest --only '{DROPPED}'" in result.output


@pytest.mark.parametrize("wrong", [["no-such-mutant"], ["claim/zheng2024/no-such-claim/x"]])
def test_an_unknown_id_is_an_input_error(wrong: list[str]) -> None:
    with pytest.raises(InputError, match="mutant"):
        score(only=wrong)


def test_sizes_must_be_positive() -> None:
    with pytest.raises(InputError, match="at least one"):
        score(count=0)


def _found(id: str) -> DomainMutant:
    mutant = every_mutant.find(id)
    assert mutant is not None
    return mutant


def _fresh(id: str) -> DomainMutant:
    """The mutant with a check of the numeric side alone whose readings are not remembered yet."""
    mutant = _found(id)
    return DomainMutant(mutant.id, mutant.kind, mutant.change, "not looked at", partial(_again, mutant), mutant.patches)


def _again(mutant: DomainMutant) -> tuple[Reading, ...]:
    assert not isinstance(mutant.numeric, str)
    return mutant.numeric()
