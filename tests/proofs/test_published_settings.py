"""Settings of papers without a page of their own, run on exact numbers, beside the models of their second routes."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from numeric_check.described.handwritten import RandomData, described_losses, described_predictions, random_blocks
from proofs.catalogue import papers
from proofs.jiang2025.second_route import state
from proofs.mahankali2023.second_route import forward
from proofs.wu2023.second_route import noisy_prompts
from proofs.zhang2024b.second_route import started_steps as steps
from proofs.zhang2025.second_route import summed_heads as heads
from symbolic.setting import Setting, Values
from symbolic.setting.randomness import GaussianDraw

TWO = ((Fraction(2), Fraction(1, 2)), (Fraction(1, 2), Fraction(1)))
SIGMA: Any = Fraction(1, 3)
ALPHA: Any = Fraction(2, 3)

Blocks = dict[str, Any]
Draws = Callable[..., Any]


def of_wu(b: Blocks, x: Any, q: Any, w: Any, data: RandomData) -> tuple[Any, Any]:
    y = noisy_prompts.labels(x, w, SIGMA * data.copies("eps", (1, 2))[:, :, 0])
    return noisy_prompts.predicted(b["A"], x, y, q), np.sum(w * q, axis=1) + SIGMA * data.copy("eta")[:, 0]


def layer(b: Blocks, x: Any, q: Any, w: Any, data: RandomData) -> Any:
    y = noisy_prompts.labels(x, w, SIGMA * data.copies("eps", (1, 2))[:, :, 0])
    P, K = (np.block([[b[f"{n}_11"], b[f"{n}_12"]], [b[f"{n}_21"], b[f"{n}_22"]]]) for n in ("P", "K"))
    return forward.predictions(P, K, x, y, q)


def of_mahankali(b: Blocks, x: Any, q: Any, w: Any, data: RandomData) -> tuple[Any, Any]:
    return layer(b, x, q, w, data), np.sum(w * q, axis=1) + SIGMA * data.copy("eta")[:, 0]


def of_li(b: Blocks, x: Any, q: Any, w: Any, data: RandomData) -> tuple[Any, Any]:
    return layer(b, x, q, w, data), np.sum(w * q, axis=1)


def of_start(b: Blocks, x: Any, q: Any, w: Any, data: RandomData) -> tuple[Any, Any]:
    y = noisy_prompts.labels(x, w, SIGMA * data.copies("eps", (1, 2))[:, :, 0])
    return steps.predictions(b["A"], b["b"][:, 0], x, y, q), np.sum(w * q, axis=1) + SIGMA * data.copy("eta")[:, 0]


def of_heads(b: Blocks, x: Any, q: Any, w: Any, data: RandomData) -> tuple[Any, Any]:
    both = [(b[f"v_{n}"][0, 0], b[f"U_{n}"]) for n in (1, 2)]
    return heads.predictions(both, x, w, q), np.sum(w * q, axis=1)


def of_separate(b: Blocks, x: Any, q: Any, w: Any, data: RandomData) -> tuple[Any, Any]:
    both = [(b[f"v_{n}"][0, 0], b[f"k_{n}"] @ b[f"r_{n}"].T) for n in (1, 2)]
    return heads.predictions(both, x, w, q), np.sum(w * q, axis=1)


def of_matrix(b: Blocks, x: Any, q: Any, w: Any, data: RandomData) -> tuple[Any, Any]:
    return heads.predictions([(1, b["W"])], x, w, q), np.sum(w * q, axis=1)


def of_fading(b: Blocks, x: Any, q: Any, w: Any, data: RandomData) -> tuple[Any, Any]:
    return state.predictions(ALPHA, b["k"][0, 0] / (1 - ALPHA), x, w, q), np.sum(w * q, axis=1)


MODELS: dict[str, Callable[[Blocks, Any, Any, Any, RandomData], tuple[Any, Any]]] = {
    "wu2023": of_wu,
    "mahankali2023": of_mahankali,
    "mahankali2023-correlated": of_mahankali,
    "li2024": of_li,
    "zhang2024b": of_start,
    "zhang2025": of_heads,
    "zhang2025-matrix": of_matrix,
    "zhang2025-separate": of_separate,
    "zhang2025-white": of_heads,
    "jiang2025": of_fading,
}


def values_of(setting: Setting) -> Values:
    """d = N = 2, with covariances and scalars for what the setting names."""
    names = {"Λ": TWO, "V": TWO, "Ψ": TWO}
    used = {draw.covariance.letter for draw in setting.drawn if isinstance(draw, GaussianDraw)}
    scalars = {"sigma": SIGMA, "psi": Fraction(3, 4), "alpha": ALPHA}
    known = {key: scalars[key] for key in setting.scalars}
    return Values({"d": 2, "N": 2}, {key: C for key, C in names.items() if key in used}, known)


@pytest.mark.parametrize("key", MODELS)
def test_the_model_by_hand_and_its_description_agree_exactly(key: str) -> None:
    setting = papers()[key.partition("-")[0]].setting(key)
    values = values_of(setting)
    data, blocks = RandomData(setting, values, 0), random_blocks(setting, values, 0)
    x, q, w = data.copies("x", (1, 2)), data.copy("q"), data.copy("w")
    found, target = MODELS[key](blocks, x, q, w, data)
    assert described_predictions(setting, values, blocks, data)[:, 0, 0].tolist() == found.tolist()
    assert described_losses(setting, values, blocks, data).tolist() == ((found - target) ** 2).tolist()
    moved = MODELS[key]({**blocks, **{name: 2 * block for name, block in blocks.items()}}, x, q, w, data)[0]
    assert moved.tolist() != found.tolist()
