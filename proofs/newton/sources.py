"""Where the statements are printed."""

from __future__ import annotations

from proofs.claim import Source


def printed(place: str) -> Source:
    """A place in the paper of Fu, Chen, Jia and Sharan."""
    return Source("newton", place, "2310.17086")
