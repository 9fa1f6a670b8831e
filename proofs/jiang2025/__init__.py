"""Jiang et al. 2025, Trained Mamba Emulates Online Gradient Descent in In-Context Linear Regression.

Preprint arXiv 2509.23779.
"""

from proofs.paper import ALL, Paper

PAPER = Paper(
    key="jiang2025",
    folder=__name__,
    claims={"error-bound": "error_bound", "recursion": "recursion"},
    models={
        "error-bound": (("jiang2025", ALL),),
    },
    settings={"jiang2025": "setting:FADING"},
)
