"""Sander et al. 2024, How do Transformers Perform In-Context Autoregressive Learning?, arXiv 2402.05787."""

from proofs.paper import Paper

PAPER = Paper(
    key="sander2024",
    folder=__name__,
    rests_on=("torus-orthogonality",),
    settings={
        "sander2024": "setting:SANDER",
        "sander2024-normalised": "normalised:SANDER_NORMALISED",
        "sander2024-one-time": "normalised:ONE_TIME",
        "sander2024-paired": "paired:PAIRED",
        "sander2024-unitary": "unitary:UNITARY",
    },
)
