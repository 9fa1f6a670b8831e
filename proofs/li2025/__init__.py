"""Li et al. 2025, Gating is Weighting: Understanding Gated Linear Attention through In-context Learning.

Preprint arXiv 2504.04308.
"""

from proofs.paper import ALL, Paper

PAPER = Paper(
    key="li2025",
    folder=__name__,
    claims={"two-tasks": "two_tasks"},
    answers={"matrices": "matrices_at_cases:matrices"},
    models={
        "two-tasks": (("li2025", ALL),),
    },
    settings={"li2025": "setting:TWO_TASKS"},
)
