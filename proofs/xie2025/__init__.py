"""Xie et al. 2025, The Initialization Determines Whether In-Context Learning Is Gradient Descent, arXiv 2512.04268."""

from proofs.paper import Paper

PAPER = Paper(
    key="xie2025",
    folder=__name__,
    claims={"initial-guess": "initial_guess"},
    answers={"matrices": "matrices_at_cases:matrices"},
    models={
        "initial-guess": (("xie2025", "held"),),
    },
    settings={"xie2025": "setting:GUESSED", "xie2025-apart": "setting:APART"},
)
