"""Zhang, Frei and Bartlett 2024, Trained Transformers Learn Linear Models In-Context, arXiv 2306.09927."""

from proofs.paper import Paper

PAPER = Paper(
    key="zhang2024", folder=__name__, settings={"zhang2024": "setting:ZHANG", "zhang2024-noisy": "noisy:NOISY"}
)
