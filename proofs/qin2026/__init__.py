"""Qin, Jiang and Zhu 2026, Learning to Adapt: In-Context Learning Beyond Stationarity.

Preprint arXiv 2604.10946.
"""

from proofs.paper import Paper

PAPER = Paper(
    key="qin2026",
    folder=__name__,
    claims={"gated-identity": "gated_identity"},
    answers={"matrices": "matrices_at_cases:matrices"},
)
