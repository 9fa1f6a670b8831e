"""Balasubramanian 2026, Large-Step Training Dynamics of a Two-Factor Linear Transformer Model.

Preprint arXiv 2605.21292.
"""

from proofs.paper import Paper

PAPER = Paper(
    key="balasubramanian2026",
    folder=__name__,
    claims={"ellipse": "invariant_ellipse"},
)
