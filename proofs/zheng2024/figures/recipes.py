"""The figures of the paper and of its review thread, by name."""

from __future__ import annotations

from collections.abc import Mapping

from proofs.figure import Recipe

RECIPES: Mapping[str, Recipe] = {
    "fig1-gaussian": Recipe("training_curves:gaussian", "Figure 1 (a, b): training on Gaussian starts", 4),
    "fig1-sparse": Recipe("training_curves:sparse", "Figure 1 (c, d): training on Example 4.1", 3),
    "fig1-test-length": Recipe("by_length:picture", "Figure 1 (b, d): the trained models at test lengths", 2),
    "fig2-ones": Recipe("learned_matrices:picture", "Figure 2: learned matrices, x_1 = 1_d", 2),
    "review-small-T": Recipe("training_curves:small_lengths", "Review thread: T = 3 and T = 10", 6),
    "review-gaussian-start": Recipe("gaussian_starts:picture", "Review thread: standard initialisation", 3),
}
