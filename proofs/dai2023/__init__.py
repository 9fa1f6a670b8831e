"""Dai et al. 2023, Why Can GPT Learn In-Context?

Preprint arXiv 2212.10559.
"""

from proofs.paper import Paper

PAPER = Paper(
    key="dai2023",
    folder=__name__,
    claims={"update": "weight_update"},
    answers={"matrices": "matrices_at_cases:matrices"},
)
