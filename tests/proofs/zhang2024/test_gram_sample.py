"""A sample through Gram matrices has the loss of plain forward passes, and the gradient of its features."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from numeric_check.laws.sampling import generator
from numeric_check.model.points import gaussian_start
from proofs.zhang2024.second_route import forward, gram_sample
from proofs.zhang2024.second_route.full_population import of_sample
from proofs.zhang2024.second_route.gram_file import GramFile
from proofs.zhang2024.second_route.regression import Regression

PROMPTS = Regression(np.array([[2.0, 0.5, 0.0], [0.5, 1.0, -0.3], [0.0, -0.3, 1.5]]), 4)
COUNT = gram_sample.CHUNK + 37
"""Prompts of two chunks, and of drawings that end in the middle of one."""


def test_the_loss_is_that_of_plain_forward_passes() -> None:
    x, q, w = PROMPTS.data(generator("gram sample", 0), COUNT)
    blocks = gaussian_start(forward.shapes(3), 0.7, generator("gram sample, point", 0))
    matrices = {name: forward.full(blocks, name, 3) for name in ("W_PV", "W_KQ")}
    found = gram_sample.of_prompts(x, q, w)
    assert found.loss(matrices) == pytest.approx(np.mean(forward.losses(blocks, x, q, w)), rel=1e-12)


def test_the_gradient_is_that_of_means_of_features_on_the_same_prompts() -> None:
    found, features = (make(PROMPTS, generator("gram sample", 1), COUNT) for make in (gram_sample.drawn, of_sample))
    matrices = gaussian_start(found.blocks, 0.7, generator("gram sample, point", 1))
    assert found.blocks == features.blocks
    assert found.loss(matrices) == pytest.approx(features.loss(matrices), rel=1e-11)
    gradient, expected = found.gradient(matrices), features.gradient(matrices)
    for name, block in expected.items():
        assert np.max(np.abs(block)) > 0.1
        assert gradient[name] == pytest.approx(block, rel=1e-9, abs=1e-11)


def test_prompts_in_a_file_are_the_same_prompts(tmp_path: Path) -> None:
    """A step holds few of them; sums are in another order."""
    kept = gram_sample.drawn(PROMPTS, generator("gram sample", 1), COUNT)
    parts = gram_sample.drawn_parts(PROMPTS, generator("gram sample", 1), COUNT)
    filed = GramFile.written(tmp_path / "prompts", PROMPTS.N, parts)
    rng = generator("gram sample", 2)
    parameters = {name: rng.standard_normal(shape) for name, shape in kept.blocks.items()}
    assert (filed.blocks, filed.count) == (kept.blocks, COUNT)
    assert filed.loss(parameters) == pytest.approx(kept.loss(parameters), rel=1e-12)
    found = filed.gradient(parameters)
    for name, block in kept.gradient(parameters).items():
        assert found[name] == pytest.approx(block, rel=1e-9, abs=1e-12)


def test_a_file_that_was_cut_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "prompts"
    filed = GramFile.written(path, PROMPTS.N, gram_sample.drawn_parts(PROMPTS, generator("gram sample", 1), 150))
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(ValueError, match="holds fewer than 150 prompts"):
        filed.loss({name: np.ones(shape) for name, shape in filed.blocks.items()})


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "prompts"
    path.write_text("mine")
    with pytest.raises(FileExistsError):
        GramFile.written(path, PROMPTS.N, gram_sample.drawn_parts(PROMPTS, generator("gram sample", 1), 1))
    assert path.read_text() == "mine"
