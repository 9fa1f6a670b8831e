"""Where the statements stand: in no paper; the model that is varied is that of Zheng et al. 2024."""

from __future__ import annotations

from proofs.claim import Source


def ours(variant: str) -> Source:
    """A variant of their model."""
    return Source("zheng2024", f"a variant of Section 3 that is not in the paper: {variant}", "2405.16845")
