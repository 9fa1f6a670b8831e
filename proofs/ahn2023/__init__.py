"""Ahn, Cheng, Daneshmand and Sra 2023, Transformers learn to implement preconditioned gradient descent, 2306.00297."""

from proofs.paper import Paper

PAPER = Paper(
    key="ahn2023",
    folder=__name__,
    settings={"ahn2023": "setting:AHN", "ahn2023-coin": "setting:COIN"},
)
