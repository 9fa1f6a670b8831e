"""`check` where one of its routes is wrong: noticed, and replayed by the command that is printed."""

from __future__ import annotations

import shlex
from typing import Any

import numpy as np
import pytest

from proofs.zheng2024.line import trained
from proofs.zheng2024.second_route import quadrature
from symbolic.laws import Law
from tests.mesaproof.cli.runs import TWO_POINT, record, run


def test_exact_side_that_is_wrong_is_noticed_and_replayed(monkeypatch: pytest.MonkeyPatch) -> None:
    true = quadrature.gradient

    def shifted(*arguments: Any) -> dict[str, Any]:
        return {name: block + 1e-6 for name, block in true(*arguments).items()}

    monkeypatch.setattr(quadrature, "gradient", shifted)
    result = run("check", TWO_POINT, "-d", "3", "-T", "4", "--seed", "2", code=1)
    assert "DISAGREES" in result.stdout
    (line,) = result.stderr.splitlines()
    program, *again = shlex.split(line.removeprefix("replay: "))
    assert (program, again) == ("mesaproof", ["check", TWO_POINT, "-d", "3", "-T", "4", "--seed", "2"])
    assert run(*again, code=1).stderr == result.stderr


def test_entry_that_is_not_a_number_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    true = quadrature.gradient

    def spoilt(*arguments: Any) -> dict[str, Any]:
        found = true(*arguments)
        return {**found, "W_KQ_33": np.full_like(found["W_KQ_33"], np.nan)}

    monkeypatch.setattr(quadrature, "gradient", spoilt)
    assert record("check", "gaussian", "-d", "2", "-T", "4", code=1)["crosschecks"][0]["agrees"] is False


def test_best_product_that_is_wrong_is_noticed_by_simulation(monkeypatch: pytest.MonkeyPatch) -> None:
    true = trained.ab_line

    def doubled(law: Law, T: int) -> Any:
        return None if (product := true(law, T)) is None else 2 * product

    monkeypatch.setattr(trained, "ab_line", doubled)
    found = record("check", "rademacher", "-d", "3", "-T", "10", code=1)
    assert [check["agrees"] for check in found["crosschecks"]] == [True, False]
