"""Bordelon, Letey and Pehlevan 2025, Theory of Scaling Laws for In-Context Regression.

Preprint arXiv 2510.01098.
"""

from proofs.paper import ALL, Paper

PAPER = Paper(
    key="bordelon2025",
    folder=__name__,
    claims={
        "depth": "depth",
        "eigenvalue-flow": "eigenvalue_flow",
        "eigenvalue-flow-repaired": "eigenvalue_flow_repaired",
        "other-covariance": "other_covariance",
        "zero-loss": "zero_loss",
    },
    answers={"matrices": "matrices_at_cases:matrices"},
    models={
        "zero-loss": (("bordelon2025", ALL),),
        "other-covariance": (("bordelon2025", ALL),),
    },
    settings={"bordelon2025": "setting:REMAINDER"},
)
