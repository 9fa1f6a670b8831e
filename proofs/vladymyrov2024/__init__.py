"""Vladymyrov, von Oswald, Sandler and Ge 2024, Linear Transformers are Versatile In-Context Learners.

Preprint arXiv 2402.14180.
"""

from proofs.paper import Paper

PAPER = Paper(
    key="vladymyrov2024",
    folder=__name__,
    claims={"linear-form": "linear_form"},
    answers={"matrices": "matrices_at_cases:matrices"},
)
