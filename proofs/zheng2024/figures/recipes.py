"""The figures of the paper and of its review thread, by name."""

from __future__ import annotations

from collections.abc import Mapping

from proofs.figure import Recipe


def _recipe(shows: str, drawing: str, title: str, stages: int) -> Recipe:
    return Recipe(f"{__package__}.{shows}", drawing, title, stages)


GAUSSIAN = _recipe(
    "starts_on_line:gaussian", "training_curves:gaussian", "Figure 1 (a, b): training on Gaussian starts", 4
)
SPARSE = _recipe("starts_on_line:sparse", "training_curves:sparse", "Figure 1 (c, d): training on Example 4.1", 3)
TEST_LENGTH = _recipe(
    "by_length:contents", "by_length:figure", "Figure 1 (b, d): the trained models at test lengths", 2
)
ONES = _recipe("learned_matrices:contents", "learned_matrices:figure", "Figure 2: learned matrices, x_1 = 1_d", 2)
SMALL_T = _recipe("starts_on_line:small_lengths", "training_curves:small_lengths", "Review thread: T = 3 and T = 10", 6)
GAUSSIAN_START = _recipe(
    "gaussian_starts:contents", "gaussian_starts:figure", "Review thread: standard initialisation", 3
)

RECIPES: Mapping[str, Recipe] = {
    "fig1-gaussian": GAUSSIAN,
    "fig1-sparse": SPARSE,
    "fig1-test-length": TEST_LENGTH,
    "fig2-ones": ONES,
    "review-small-T": SMALL_T,
    "review-gaussian-start": GAUSSIAN_START,
}
