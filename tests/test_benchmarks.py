"""The benchmarks run; what they measure is printed, never asserted."""

from __future__ import annotations

import pytest

from benchmarks import derivation, evaluation, notebook


def test_evaluation_prints_ratios(capsys: pytest.CaptureFixture[str]) -> None:
    evaluation.main()
    assert "times" in capsys.readouterr().out


def test_the_baseline_computes_the_same_gradient() -> None:
    derivation.check_baseline(2, 4)


def test_a_wrong_baseline_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    right = notebook.line_gradient
    monkeypatch.setattr(notebook, "line_gradient", lambda d, T: {k: 2 * v for k, v in right(d, T).items()})
    with pytest.raises(ValueError, match="the baseline has"):
        derivation.check_baseline(2, 4)
