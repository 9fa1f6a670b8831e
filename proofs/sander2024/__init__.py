"""Sander et al. 2024, How do Transformers Perform In-Context Autoregressive Learning?, arXiv 2402.05787."""

from proofs.paper import Paper

PAPER = Paper(key="sander2024", folder=__name__, settings={"sander2024": "setting:SANDER"})
