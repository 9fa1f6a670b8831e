"""The benchmarks run; what they measure is printed, never asserted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks import (
    contenders,
    derivation,
    evaluation,
    notebook,
    official,
    processes,
    rare_atoms,
    sampled_prompts,
    settings_derived,
)
from benchmarks.contenders import CONTENDERS, Measured, Size
from mesaproof.reading.law_spec import law_at
from proofs.zhang2024.second_route import gram_sample


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


def test_the_baseline_of_settings_computes_the_same_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    settings_derived.check_baseline(1, 1)
    monkeypatch.setattr(settings_derived, "_mean", lambda exponents: 1)
    with pytest.raises(ValueError, match="the baseline has"):
        settings_derived.check_baseline(1, 1)


def test_sampled_prompts_are_compared_with_plain_forward_passes(capsys: pytest.CaptureFixture[str]) -> None:
    sampled_prompts.main(d=2, length=3, count=20, rounds=1)
    assert "forward passes, a prompt at a time" in capsys.readouterr().out


def test_another_gradient_of_sampled_prompts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    right = gram_sample.GramSample.gradient
    monkeypatch.setattr(
        gram_sample.GramSample, "gradient", lambda self, at: {k: 1.01 * v for k, v in right(self, at).items()}
    )
    with pytest.raises(ValueError, match="the slope through Gram matrices is"):
        sampled_prompts.check(sampled_prompts.Prompts.of(2, 3, 20))


def contest() -> dict[str, Measured]:
    """Every contender that needs no PyTorch, at a small size."""
    names = ("by hand", "summed", "summed, single", "tensor", "exact")
    return {name: CONTENDERS[name](Size(20, 2, 6)) for name in names}


def test_the_simulation_and_ours_have_one_gradient(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contenders, "STEPS", 2)
    found = contest()
    official.check(found)
    official.compare("by hand", {name: [one] for name, one in found.items()}, 1.0)
    printed = capsys.readouterr().out
    assert "one gradient, sampled, running sums" in printed
    assert "memory, tensors" in printed


def test_a_contender_with_another_gradient_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contenders, "STEPS", 2)
    found = contest()
    for name in ("by hand", "tensor"):
        wrong = replace(found[name], gradient=[1.01 * entry for entry in found[name].gradient])
        with pytest.raises(ValueError, match=f"{name}.*differs by"):
            official.check(found | {name: wrong})


def test_only_what_grows_with_the_sample_is_scaled() -> None:
    assert Measured(1.0, 2.0, 100, 150, []).peak(10) == 600


def test_rare_atoms_are_of_a_law_that_satisfies_the_conditions() -> None:
    law = law_at(rare_atoms.text_of(10), 2)
    assert [law.moment(powers) for powers in ((1, 0), (3, 0), (3, 3))] == [0, 0, 0]
    found = dict(zip(rare_atoms.COUNTS, rare_atoms.counts(10, reports=2, rows=400), strict=False))
    assert (found["violated"], found["hold"]) == (0, 2)


@pytest.mark.slow
def test_one_process_and_two_are_timed(capsys: pytest.CaptureFixture[str]) -> None:
    processes.main(["zheng2024/gradient", "zheng2024/remark-iid"], rounds=1)
    assert capsys.readouterr().out.count("verify --fresh -j 2") == 3
